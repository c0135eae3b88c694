// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <bpf/libbpf.h>
#include <fcntl.h>
#include <unistd.h>

#include "bench/objects/strip_debug.h"

#define PROGRAM                                                                      \
	"struct { int (*type)[1]; int *key; long *value; int (*max_entries)[1]; }\n" \
	"counts __attribute__((section(\".maps\"), used));\n"                        \
	"static __attribute__((noinline)) int add(int *n) { return ++*n; }\n"        \
	"__attribute__((section(\"raw_tp/sys_enter\"), used)) int count(void *c)\n"  \
	"{ int n = 1; (void)c; return add(&n) + (long)&counts; }\n"                  \
	"char _license[] __attribute__((section(\"license\"), used)) = \"GPL\";\n"

static char folder[] = "/tmp/hookbench-test-XXXXXX";
static const char *const source = "program.c", *const object = "program.o";

static long size_of(const char *path)
{
	FILE *file = fopen(path, "re");
	long size;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	fclose(file);
	return size;
}

/* The instructions of the only program, as libbpf reads them from the file. */
static size_t instructions(struct bpf_insn *to)
{
	struct bpf_object *opened = bpf_object__open_file(object, NULL);
	const struct bpf_program *program;
	size_t n;

	assert_non_null(opened);
	program = bpf_object__find_program_by_name(opened, "count");
	assert_non_null(program);
	assert_non_null(bpf_object__find_map_by_name(opened, "counts"));
	assert_non_null(bpf_object__btf(opened));
	n = bpf_program__insn_cnt(program);
	memcpy(to, bpf_program__insns(program), n * sizeof(*to));
	bpf_object__close(opened);
	return n;
}

static void compile(const char *comment)
{
	FILE *file = fopen(source, "we");

	assert_non_null(file);
	fprintf(file, PROGRAM "/* %s */\n", comment);
	fclose(file);
	assert_int_equal(system("clang -target bpf -g -O2 -c program.c -o program.o"), 0);
}

static void test_what_is_left_is_the_same(void **state)
{
	static struct bpf_insn before[64], after[64];
	size_t n;
	long size;

	(void)state;
	compile("one");
	n = instructions(before);
	size = size_of(object);
	assert_int_equal(strip_debug(object), 0);
	assert_int_equal(instructions(after), n);
	assert_memory_equal(after, before, n * sizeof(*before));
	assert_true(size_of(object) < size * 3 / 4);
	/* Again, nothing is left to take out. */
	size = size_of(object);
	assert_int_equal(strip_debug(object), 0);
	assert_int_equal(size_of(object), size);
}

static void test_comments_make_no_difference(void **state)
{
	(void)state;
	compile("one");
	assert_int_equal(strip_debug(object), 0);
	assert_int_equal(system("cp program.o first.o"), 0);
	compile("another");
	assert_int_not_equal(system("cmp -s program.o first.o"), 0);
	assert_int_equal(strip_debug(object), 0);
	assert_int_equal(system("cmp program.o first.o"), 0);
}

static void test_what_is_no_object(void **state)
{
	(void)state;
	assert_int_equal(strip_debug("missing.o"), -ENOENT);
	assert_int_equal(strip_debug("/proc/self/mem"), -EINVAL);
	assert_int_equal(system("head -c 100 program.o >short.o; echo text >text.o"), 0);
	assert_int_equal(strip_debug("short.o"), -EINVAL);
	assert_int_equal(strip_debug("text.o"), -EINVAL);
}

static int enter(void **state)
{
	(void)state;
	return !mkdtemp(folder) || chdir(folder);
}

static int leave(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return chdir("/") || system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_left_is_the_same),
		cmocka_unit_test(test_comments_make_no_difference),
		cmocka_unit_test(test_what_is_no_object),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
