// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions by name, in programs and libraries of the compiler. */
#include "tests/unit/elf_support.h"

#include "bench/elf/code_symbol.h"

static struct code_lookup lookup;
static char problem[512];

static const struct code_symbol *look_up(const char *path, const char *name)
{
	const struct code_symbol *symbol;
	struct code_file file;

	assert_int_equal(code_file__open(&file, path, problem, sizeof(problem)), 0);
	code_symbol__look_up(&file, name, &lookup);
	symbol = code_symbol__choose(&lookup, problem, sizeof(problem));
	code_file__close(&file);
	assert_int_equal(symbol == NULL, problem[0] != '\0');
	return symbol;
}

static void assert_refused(const char *path, const char *name, const char *why)
{
	assert_null(look_up(path, name));
	if (!strstr(problem, why))
		fail_msg("\"%s\" has no \"%s\"", problem, why);
}

static int setup(void **state)
{
	if (folder_setup(state))
		return -1;
	write_program();
	compile("-O1 -g -o program program.c other.c");
	compile("-O1 -s -o stripped program.c other.c");
	return 0;
}

static void test_function(void **unused)
{
	const struct code_symbol *symbol = look_up("program", "work_here");

	(void)unused;
	assert_non_null(symbol);
	assert_string_equal(symbol->name, "work_here");
	assert_true(symbol->address == address_of("program", "work_here"));
	assert_true(symbol->size > 3);
	assert_true(lookup.has_all);
	assert_non_null(look_up("program", "main"));
	assert_non_null(look_up("program", "_start"));
}

static void test_no_function(void **unused)
{
	(void)unused;
	assert_refused("program", "work_hare", "it has no such function; similar names: work_here");
	assert_refused("program", "put_in", "it has no such function");
	assert_refused("program", "variable", "that is a variable, and no function");
	assert_refused("program", "puts", "the file only calls it: name the library that has it");
	assert_refused("stripped", "work_here",
		       "it has no such function, or it was stripped of the name");
	assert_false(lookup.has_all);
}

static void test_twice(void **unused)
{
	char first[32];

	(void)unused;
	assert_refused("program", "same", "it has 2 functions of that name: FILE+0x");
	assert_int_equal(lookup.n, 2);
	snprintf(first, sizeof(first), "FILE+0x%" PRIx64 "; choose", lookup.found[1].offset);
	assert_non_null(strstr(problem, first));
}

#define VERSIONS                                                \
	"int old(void) { return 1; }\n"                         \
	"int new(void) { __asm__ volatile(\"\"); return 2; }\n" \
	"__asm__(\".symver old, versioned@V_1\");\n"            \
	"__asm__(\".symver new, versioned@@V_2\");\n"

static void test_versions(void **unused)
{
	(void)unused;
	write_text_file("versions.c", VERSIONS);
	write_text_file("map", "V_1 { global: versioned; local: *; };\nV_2 {} V_1;\n");
	compile("-O1 -shared -fPIC -Wl,--version-script=map -o library.so versions.c");
	assert_string_equal(look_up("library.so", "versioned")->name, "versioned@@V_2");
	assert_string_equal(look_up("library.so", "versioned@V_1")->name, "versioned@V_1");
	assert_string_equal(look_up("library.so", "versioned@@V_2")->name, "versioned@@V_2");
	assert_refused("library.so", "versioned@V_3",
		       "it has other versions of that function: versioned@");
	assert_non_null(strstr(problem, "versioned@V_1"));
	assert_non_null(strstr(problem, "versioned@@V_2"));
	/* Only the dynamic symbols are left, whose versions are in sections of their own. */
	compile("-O1 -s -shared -fPIC -Wl,--version-script=map -o library.so versions.c");
	assert_string_equal(look_up("library.so", "versioned")->name, "versioned@@V_2");
	assert_string_equal(look_up("library.so", "versioned@V_1")->name, "versioned@V_1");
	assert_refused("library.so", "versioned@V_3", "versioned@@V_2");
}

#define INDIRECT                                                                \
	"static int __copy_fast(int x) { return x + 1; }\n"                     \
	"static int __copy_slow(int x) { return x + 2; }\n"                     \
	"static int (*choose(void))(int)\n"                                     \
	"{ return __builtin_cpu_is(\"intel\") ? __copy_fast : __copy_slow; }\n" \
	"int copy(int x) __attribute__((ifunc(\"choose\")));\n"

static void test_indirect(void **unused)
{
	(void)unused;
#ifndef __x86_64__
	skip_because("it asks for the CPU as on x86-64");
#endif
	write_text_file("indirect.c", INDIRECT);
	compile("-O1 -shared -fPIC -o indirect.so indirect.c");
	assert_refused("indirect.so", "copy", "it is an indirect function (IFUNC)");
	assert_non_null(strstr(problem, "hook that: __copy_"));
	assert_non_null(strstr(problem, "__copy_slow"));
	assert_non_null(look_up("indirect.so", "__copy_slow"));
	compile("-O1 -s -shared -fPIC -o indirect.so indirect.c");
	assert_refused("indirect.so", "copy", "the names of those were stripped");
}

/* As the compiler names them for target_clones, and as people do: not all with "__" before. */
#define CLONES                                                                      \
	"__attribute__((noinline)) int sum_generic(int x) { return x + 1; }\n"      \
	"static int (*sum_resolver(void))(int) { return sum_generic; }\n"           \
	"int sum(int x) __attribute__((ifunc(\"sum_resolver\")));\n"                \
	"static int one(int x) { return x + 3; }\n"                                 \
	"static int (*choose(void))(int) { return one; }\n"                         \
	"int odd(int x) __attribute__((ifunc(\"choose\")));\n"                      \
	"__attribute__((target_clones(\"avx2\", \"default\"))) int cloned(int x)\n" \
	"{ return x * 3; }\n"

/* A file that has all names was not stripped, and the function that chooses is not the one. */
static void test_implementations(void **unused)
{
	(void)unused;
#ifndef __x86_64__
	skip_because("its clones are those of x86-64");
#endif
	write_text_file("clones.c", CLONES);
	compile("-O1 -shared -fPIC -o clones.so clones.c");
	assert_refused("clones.so", "sum", "for this CPU; hook that: sum_generic");
	assert_null(strstr(problem, "resolver"));
	assert_refused("clones.so", "cloned", "cloned.avx2");
	assert_null(strstr(problem, "resolver"));
	assert_refused("clones.so", "odd", "hook that by its own name, or by FILE+OFFSET");
	assert_null(strstr(problem, "stripped"));
	compile("-O1 -s -shared -fPIC -o clones.so clones.c");
	assert_refused("clones.so", "sum", "hook that: sum_generic"); /* it is shared */
	assert_refused("clones.so", "odd", "the names of those were stripped");
}

/* Of the symbols of all functions and of those that are shared, a file may have one or neither. */
static void test_tables(void **unused)
{
	(void)unused;
	compile("-O1 -static -o static program.c other.c");
	assert_non_null(look_up("static", "work_here"));
	assert_refused("static", "work_nowhere", "it has no such function");
	assert_null(strstr(problem, "stripped"));
	assert_true(lookup.has_all && !lookup.has_shared);
	compile("-O1 -static -s -o static program.c other.c");
	assert_refused("static", "work_here",
		       "it was stripped of the name: the file has no names of functions");
	assert_false(lookup.has_all || lookup.has_shared);
	assert_refused("stripped", "work_here", "only those that are shared are left");
	assert_true(!lookup.has_all && lookup.has_shared);
}

/* Names are left out before one is cut. */
static void test_a_short_problem(void **unused)
{
	char whole[sizeof(problem)];
	struct code_file file;

	(void)unused;
	assert_refused("program", "work_hare", "; similar names: work_here");
	snprintf(whole, sizeof(whole), "%s", problem);
	assert_int_equal(code_file__open(&file, "program", problem, sizeof(problem)), 0);
	code_symbol__look_up(&file, "work_hare", &lookup);
	for (size_t size = 2; size <= strlen(whole) + 2; size++) {
		assert_null(code_symbol__choose(&lookup, problem, size));
		assert_true(strlen(problem) < size);
		assert_true(!strstr(problem, ";") || !strcmp(problem, whole));
	}
	code_file__close(&file);
}

static void test_around(void **unused)
{
	const struct code_symbol *known = look_up("program", "work_here");
	struct code_symbol symbol;
	struct code_file file;

	(void)unused;
	assert_int_equal(code_file__open(&file, "program", problem, sizeof(problem)), 0);
	assert_true(code_symbol__around(&file, known->address, &symbol));
	assert_string_equal(symbol.name, "work_here");
	assert_true(code_symbol__around(&file, known->address + known->size - 1, &symbol));
	assert_string_equal(symbol.name, "work_here");
	assert_false(code_symbol__around(&file, 1, &symbol));
	code_file__close(&file);
}

/* What the C library has: both of them are there in any build of it. */
static void test_c_library(void **unused)
{
	static const char *const paths[] = { "/lib/x86_64-linux-gnu/libc.so.6",
					     "/lib/aarch64-linux-gnu/libc.so.6" };
	const char *path = access(paths[0], R_OK) ? paths[1] : paths[0];

	(void)unused;
	if (access(path, R_OK))
		skip_because("the C library is elsewhere");
	assert_int_equal(strncmp(look_up(path, "malloc")->name, "malloc@@GLIBC_", 14), 0);
	assert_refused(path, "mallocc", "malloc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_function),	cmocka_unit_test(test_no_function),
		cmocka_unit_test(test_twice),		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_indirect),	cmocka_unit_test(test_around),
		cmocka_unit_test(test_implementations), cmocka_unit_test(test_tables),
		cmocka_unit_test(test_a_short_problem), cmocka_unit_test(test_c_library),
	};

	return cmocka_run_group_tests(tests, setup, folder_teardown);
}
