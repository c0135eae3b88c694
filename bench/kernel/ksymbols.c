// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/ksymbols.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/perf_event.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/packed.h"

#define RING_PAGES 64 /* a power of 2; some thousand records */

/* ---- the kernel's own ---- */

struct text {
	char *data;
	size_t size, capacity;
};

static int text__add(struct text *text, const char *line, size_t size)
{
	if (text->size + size > text->capacity) {
		size_t capacity = 2 * (text->capacity + size);
		char *data = realloc(text->data, capacity);

		if (!data)
			return log__out_of_memory();
		text->data = data;
		text->capacity = capacity;
	}
	memcpy(text->data + text->size, line, size);
	text->size += size;
	return 0;
}

/*
 * Keeps text (t, T), weak symbols (w, W), and _etext, the end of the kernel's text, which some
 * linkers mark as an address instead of text. Code in modules or created at run time has its
 * owner's name after a tab.
 */
static bool is_wanted(const char *line)
{
	const char *type = strchr(line, ' ');

	return type && !strchr(line, '\t') &&
	       (strchr("tTwW", type[1]) || strstr(line, " _etext\n"));
}

static int read_kallsyms(struct text *text, bool *has_addresses)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int err = 0;

	*has_addresses = false;
	if (!file)
		return -errno;
	setvbuf(file, NULL, _IOFBF, 1 << 16);
	while (!err && (n = getline(&line, &size, file)) > 0) {
		if (!is_wanted(line))
			continue;
		*has_addresses |= strtoull(line, NULL, 16) != 0;
		err = text__add(text, line, (size_t)n);
	}
	free(line);
	fclose(file);
	return err;
}

json_t *ksymbols__pack(void)
{
	struct text text = { 0 };
	json_t *json = NULL;
	bool has_addresses;
	int err = read_kallsyms(&text, &has_addresses);

	if (err)
		log__error(
			"cannot read the kernel's function names: /proc/kallsyms: %s; use a kernel with CONFIG_KALLSYMS",
			strerror(-err));
	else if (!text.size)
		log__error(
			"cannot read the kernel's function names: /proc/kallsyms lists no functions; use a kernel with CONFIG_KALLSYMS");
	else if (!has_addresses)
		log__error(
			"this kernel hides the addresses of its functions: /proc/kallsyms shows none; remove the restriction (lockdown, kernel.kptr_restrict)");
	else
		json = packed__write(text.data, text.size);
	free(text.data);
	return json;
}

/* ---- code created at run time ---- */

static size_t ring_size(void)
{
	return RING_PAGES * (size_t)sysconf(_SC_PAGESIZE);
}

void ksymbols__name_programs(void)
{
	FILE *file = fopen("/proc/sys/net/core/bpf_jit_kallsyms", "we");

	if (file) {
		fputs("1", file);
		fclose(file);
	}
}

int ksymbols__open(struct ksymbols *k)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_DUMMY,
		.sample_period = 1,
		.ksymbol = 1,
	};

	ksymbols__name_programs();
	*k = (struct ksymbols){ .fd = -1, .live = json_array() };
	k->fd = (int)syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	if (k->fd >= 0)
		k->ring = mmap(NULL, (size_t)sysconf(_SC_PAGESIZE) + ring_size(),
			       PROT_READ | PROT_WRITE, MAP_SHARED, k->fd, 0);
	if (k->fd >= 0 && k->ring != MAP_FAILED)
		return 0;
	log__error("this kernel does not report code that hooks add (perf events for symbols): %s",
		   strerror(errno));
	k->ring = NULL;
	ksymbols__close(k);
	return -ENODATA;
}

void ksymbols__close(struct ksymbols *k)
{
	if (k->ring)
		munmap(k->ring, (size_t)sysconf(_SC_PAGESIZE) + ring_size());
	if (k->fd >= 0)
		close(k->fd);
	json_decref(k->live);
	*k = (struct ksymbols){ .fd = -1 };
}

/* perf_event_open(2), PERF_RECORD_KSYMBOL. */
struct record {
	struct perf_event_header header;
	uint64_t address;
	uint32_t size;
	uint16_t type, flags;
	char name[256];
};

static void ksymbols__remove(struct ksymbols *k, uint64_t address)
{
	for (size_t i = json_array_size(k->live); i-- > 0;)
		if ((uint64_t)json_integer_value(json_array_get(json_array_get(k->live, i), 0)) ==
		    address)
			json_array_remove(k->live, i);
}

static void ksymbols__take(struct ksymbols *k, struct record *record)
{
	if (record->header.type == PERF_RECORD_LOST)
		log__warning("lost some names of code that hooks add");
	if (record->header.type != PERF_RECORD_KSYMBOL)
		return;
	record->name[sizeof(record->name) - 1] = '\0';
	ksymbols__remove(k, record->address);
	if (!(record->flags & PERF_RECORD_KSYMBOL_FLAGS_UNREGISTER))
		json_array_append_new(k->live, json_pack("[I, I, s]", (json_int_t)record->address,
							 (json_int_t)record->size, record->name));
}

/* Records may wrap around the end of the ring. */
static void copy_from_ring(const char *ring, uint64_t from, void *to, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((char *)to)[i] = ring[(from + i) % ring_size()];
}

json_t *ksymbols__list(struct ksymbols *k)
{
	struct perf_event_mmap_page *page = k->ring;
	const char *ring = (const char *)k->ring + sysconf(_SC_PAGESIZE);
	uint64_t head = __atomic_load_n(&page->data_head, __ATOMIC_ACQUIRE);
	uint64_t tail = page->data_tail;

	while (tail < head) {
		struct record record = { 0 };

		copy_from_ring(ring, tail, &record.header, sizeof(record.header));
		if (!record.header.size)
			break;
		copy_from_ring(ring, tail, &record,
			       record.header.size < sizeof(record) ? record.header.size
								   : sizeof(record));
		ksymbols__take(k, &record);
		tail += record.header.size;
	}
	__atomic_store_n(&page->data_tail, head, __ATOMIC_RELEASE);
	return json_deep_copy(k->live);
}
