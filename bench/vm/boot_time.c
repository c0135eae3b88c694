// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/boot_time.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/base/number.h"
#include "bench/machine/clock.h"

#define TEXT_SIZE 24 /* milliseconds, with a newline: a longer text was not written here */
#define MOST_MS	  UINT64_C(86400000)
#define NS_A_MS	  UINT64_C(1000000)

static uint64_t gone_ms(const struct boot_time *t)
{
	return (clock__monotonic_ns() - t->began_ns) / NS_A_MS;
}

/* What the image's name and size are is enough for an estimate. */
static json_t *facts_of(const struct vm *vm)
{
	const char *name = strrchr(vm->image, '/');
	struct stat st = { .st_size = 0 };

	if (stat(vm->image, &st))
		return NULL;
	return json_pack("{s:s, s:I, s:s, s:s, s:s}", "image", name ? name + 1 : vm->image, "size",
			 (json_int_t)st.st_size, "accelerator", accelerator__name(vm->accelerator),
			 "cpu_model", vm__cpu_model(vm), "append", vm->append ? vm->append : "");
}

/* 0: it was not written, or not by this. */
static uint64_t read_ms(const struct keyed_cache *cache)
{
	char text[TEXT_SIZE + 1] = "";
	void *bytes = NULL;
	size_t size = 0;
	uint64_t ms;

	if (keyed_cache__read(cache, TEXT_SIZE, &bytes, &size))
		return 0;
	memcpy(text, bytes, size);
	free(bytes);
	text[strcspn(text, "\n")] = '\0';
	return number__parse(text, &ms) && ms < MOST_MS ? ms : 0;
}

void boot_time__begin(struct boot_time *t, const struct vm *vm)
{
	*t = (struct boot_time){ .began_ns = clock__monotonic_ns() };
	keyed_cache__open(&t->cache, "boots", NULL, facts_of(vm));
	t->expected_ms = read_ms(&t->cache);
}

void boot_time__show(const struct boot_time *t, const struct vm *vm)
{
	if (vm->progress)
		vm->progress(
			&(struct progress){ .gone_ms = gone_ms(t), .expected_ms = t->expected_ms },
			vm->progress_context);
}

void boot_time__keep(const struct boot_time *t)
{
	char text[TEXT_SIZE];
	int n = snprintf(text, sizeof(text), "%" PRIu64 "\n", gone_ms(t));

	keyed_cache__write(&t->cache, text, (size_t)n);
}

void boot_time__close(struct boot_time *t)
{
	keyed_cache__close(&t->cache);
	*t = (struct boot_time){ .began_ns = 0 };
}
