// SPDX-License-Identifier: GPL-2.0-or-later
/* Of this test's own file, which has probes, and of files that are made out of it. */
#include "tests/unit/support.h"

#include <elf.h>
#include <sys/sdt.h>
#include <sys/stat.h>

#include "bench/hook/usdt_probe.h"
#include "bench/machine/own_code.h"
#include "workloads/guarded_probe.h"
#include "workloads/workload.h"

#define OWN "/proc/self/exe"

static __attribute__((noinline)) void pass_once(int value)
{
	DTRACE_PROBE1(test, once, value);
}

static __attribute__((noinline)) void pass_twice(void)
{
	DTRACE_PROBE(test, twice);
	DTRACE_PROBE(test, twice);
}

static int find(const char *path, const char *provider, const char *name)
{
	struct usdt_probe probe;

	return usdt_probe__find(path, provider, name, &probe);
}

/* The whole file; the caller must free it. */
static char *read_own_file(size_t *size)
{
	FILE *file = fopen(OWN, "re");
	struct stat s;
	char *bytes;

	assert_int_equal(fstat(fileno(file), &s), 0);
	*size = (size_t)s.st_size;
	bytes = malloc(*size);
	assert_int_equal(fread(bytes, 1, *size, file), *size);
	fclose(file);
	return bytes;
}

static void write_file(const char *bytes, size_t size)
{
	FILE *file = fopen("file", "we");

	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

/* Whether the instruction there, which is in the function, is a nop. */
static void assert_nop(const char *name, uintptr_t function)
{
	struct usdt_probe probe;
	uint64_t offset;
	size_t size;
	char *bytes = read_own_file(&size);

	assert_int_equal(usdt_probe__find(OWN, USER_PROVIDER, name, &probe), 0);
	assert_int_equal(own_code__offset(function, &offset), 0);
	assert_in_range(probe.nop, offset, offset + 1000);
#if defined(__x86_64__)
	assert_int_equal((unsigned char)bytes[probe.nop], 0x90);
#else
	assert_memory_equal(bytes + probe.nop, "\x1f\x20\x03\xd5", 4);
#endif
	free(bytes);
}

static void test_probes_of_the_workload(void **state)
{
	const struct workload *w = workload__find("user-call");
	unsigned int n = 0;

	(void)state;
	for (const struct user_function *f = w->user_functions; f->name; f++) {
		if (f->probe)
			assert_nop(f->probe, (uintptr_t)f->function);
		n += f->probe != NULL;
	}
	assert_int_equal(n, 2);
}

static void test_semaphores(void **state)
{
	struct usdt_probe probe;
	uint64_t offset;

	(void)state;
	assert_int_equal(usdt_probe__find(OWN, USER_PROVIDER, "guarded", &probe), 0);
	assert_int_equal(own_code__offset((uintptr_t)&hookbench_guarded_semaphore, &offset), 0);
	assert_int_equal(probe.semaphore, offset);
	assert_int_equal(usdt_probe__find(OWN, USER_PROVIDER, "call", &probe), 0);
	assert_int_equal(probe.semaphore, 0);
}

static void test_names(void **state)
{
	(void)state;
	pass_once(1);
	pass_twice();
	assert_int_equal(find(OWN, "test", "once"), 0);
	assert_int_equal(find(OWN, "test", "twice"), -ENOTUNIQ);
	assert_int_equal(find(OWN, "test", "thrice"), -ENOENT);
	assert_int_equal(find(OWN, USER_PROVIDER, "once"), -ENOENT);
	assert_int_equal(find(OWN, "test", ""), -ENOENT);
	assert_int_equal(find(OWN, "test", "onc"), -ENOENT);
}

static void test_other_files(void **state)
{
	size_t size;
	char *bytes = read_own_file(&size);

	(void)state;
	assert_int_equal(find("missing", "test", "once"), -ENOENT);
	assert_int_equal(find(".", "test", "once"), -ENOEXEC);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(find("fifo", "test", "once"), -ENOEXEC);
	write_file("", 0);
	assert_int_equal(find("file", "test", "once"), -ENOEXEC);
	write_file("#!/bin/sh\n", 10);
	assert_int_equal(find("file", "test", "once"), -ENOEXEC);
	bytes[EI_DATA] = ELFDATA2MSB;
	write_file(bytes, size);
	assert_int_equal(find("file", "test", "once"), -ENOEXEC);
	free(bytes);
}

#define OWNER "stapsdt"
#define NAMES "test\0once"

/* The note of test:once as <sys/sdt.h> writes it, in the file. */
struct note {
	Elf64_Nhdr header;
	char owner[sizeof(OWNER)];
	uint64_t addresses[3];
	char names[sizeof(NAMES)];
} __attribute__((packed));

static struct note *find_note(char *bytes, size_t size)
{
	for (char *end = bytes + size;
	     (bytes = memmem(bytes, (size_t)(end - bytes), OWNER, sizeof(OWNER))); bytes++) {
		struct note *note = (struct note *)(bytes - offsetof(struct note, owner));

		if (!memcmp(note->names, NAMES, sizeof(NAMES)))
			return note;
	}
	fail();
	return NULL;
}

static void assert_damaged(const char *bytes, size_t size)
{
	write_file(bytes, size);
	assert_int_equal(find("file", "test", "once"), -ENOEXEC);
}

/* What is damaged is an error or is not found; and is not read beyond its end. */
static void test_damaged_notes(void **state)
{
	size_t size;
	char *bytes = read_own_file(&size);
	struct note *note = find_note(bytes, size);
	const struct note whole = *note;

	(void)state;
	assert_int_equal(whole.header.n_type, 3);
	/* Without an address, and with the provider's name only. */
	note->header.n_descsz = sizeof(note->addresses) - 1;
	assert_damaged(bytes, size);
	note->header.n_descsz = sizeof(note->addresses) + sizeof("test");
	assert_damaged(bytes, size);
	note->header.n_descsz = UINT32_MAX;
	assert_damaged(bytes, size);
	*note = whole;
	note->addresses[0] = UINT64_C(1) << 60;
	assert_damaged(bytes, size);
	*note = whole;
	note->addresses[2] = UINT64_C(1) << 60;
	assert_damaged(bytes, size);
	assert_int_equal(find("file", "test", "twice"), -ENOTUNIQ);
	for (size_t part = 1; part < 32; part++) {
		write_file(bytes, size / 32 * part);
		assert_true(find("file", "test", "once") < 0);
	}
	free(bytes);
}

#define in_folder(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_probes_of_the_workload),
		cmocka_unit_test(test_semaphores),
		cmocka_unit_test(test_names),
		in_folder(test_other_files),
		in_folder(test_damaged_notes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
