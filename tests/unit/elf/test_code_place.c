// SPDX-License-Identifier: GPL-2.0-or-later
/* Places as people name them, and where they are in programs of the compiler. */
#include "tests/unit/elf_support.h"

#include <elf.h>

#include "bench/elf/code_place.h"

static char problem[512];

static void assert_parses(const char *text, const char *file, const char *function, uint64_t offset)
{
	struct code_name name;

	assert_int_equal(code_name__parse(text, &name, problem, sizeof(problem)), 0);
	assert_string_equal(name.file, file);
	assert_string_equal(name.function, function);
	assert_true(name.offset == offset);
}

static void test_names(void **unused)
{
	static const char *const wrong[] = { "",     ":f",    "+1",
					     "file", "file:", "a+",
					     "a+1x", "a:b/c", "a+99999999999999999999" };
	char text[2 * PATH_MAX];
	struct code_name name;

	(void)unused;
	assert_parses("libc.so.6:malloc", "libc.so.6", "malloc", 0);
	assert_parses("/a:b/c:f", "/a:b/c", "f", 0);
	assert_parses("./prog+0x1234", "./prog", "", 0x1234);
	assert_parses("/a:b/c+16", "/a:b/c", "", 16);
	assert_parses("prog:f+4", "prog", "f", 4);
	assert_parses("libstdc++.so.6:_Znwm", "libstdc++.so.6", "_Znwm", 0);
	assert_parses("lib:malloc@@V_1.2", "lib", "malloc@@V_1.2", 0);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_int_equal(code_name__parse(wrong[i], &name, problem, sizeof(problem)),
				 -EINVAL);
	snprintf(text, sizeof(text), "/%0*d:f", PATH_MAX, 0);
	assert_int_equal(code_name__parse(text, &name, problem, sizeof(problem)), -EINVAL);
	snprintf(text, sizeof(text), "file:%0200d", 0);
	assert_int_equal(code_name__parse(text, &name, problem, sizeof(problem)), -EINVAL);
	assert_non_null(strstr(problem, "more than 127 letters"));
}

static struct code_place place;

/* machine: of which the file says that it is; 0: its own. */
static int find(const char *text, unsigned int machine)
{
	struct code_lookup lookup;
	struct code_name name;
	struct code_file file;
	int err;

	assert_int_equal(code_name__parse(text, &name, problem, sizeof(problem)), 0);
	assert_int_equal(code_file__open(&file, name.file, problem, sizeof(problem)), 0);
	file.machine = machine ? machine : file.machine;
	err = code_place__find(&file, &name, &place, &lookup, problem, sizeof(problem));
	code_file__close(&file);
	return err;
}

static void assert_refused(const char *text, const char *why)
{
	assert_int_equal(find(text, 0), -ENOENT);
	if (!strstr(problem, why))
		fail_msg("\"%s\" has no \"%s\"", problem, why);
}

static void test_places(void **unused)
{
	unsigned char code[CODE_PLACE_BYTES];
	char text[64];
	uint64_t offset;
	FILE *file;

	(void)unused;
	write_program();
	compile("-O1 -no-pie -o program program.c other.c");
	assert_int_equal(find("./program:work_here", 0), 0);
	offset = place.offset;
	assert_false(place.is_inside);
	assert_int_equal(place.n_code, CODE_PLACE_BYTES);
	memcpy(code, place.code, sizeof(code));
	file = fopen("program", "r");
	assert_int_equal(fseek(file, (long)offset, SEEK_SET), 0);
	assert_int_equal(fread(code, 1, sizeof(code), file), sizeof(code));
	fclose(file);
	assert_memory_equal(code, place.code, sizeof(code));
	assert_int_equal(find("./program:work_here+4", 0), 0);
	assert_true(place.offset == offset + 4 && place.is_inside);
	snprintf(text, sizeof(text), "./program+0x%" PRIx64, offset);
	assert_int_equal(find(text, 0), 0);
	assert_true(place.is_known && !place.is_inside);
	assert_string_equal(place.symbol.name, "work_here");
	snprintf(text, sizeof(text), "./program+%" PRIu64, offset + 4);
	assert_int_equal(find(text, 0), 0);
	assert_true(place.is_inside);
}

static void test_no_places(void **unused)
{
	char text[64], why[64];
	uint64_t offset;

	(void)unused;
	write_program();
	compile("-O1 -no-pie -o program program.c other.c");
	assert_refused("./program:work_here+0x1000", "work_here has only 0x");
	assert_refused("./program:strange", "it has no such function");
	assert_refused("./program+0x7fffffffffffffff", "is no offset of code, which is from 0x");
	assert_refused("./program+1", "is no offset of code");
	assert_int_equal(find("./program:work_here", 0), 0);
	snprintf(text, sizeof(text), "./program+0x%" PRIx64, address_of("program", "work_here"));
	snprintf(why, sizeof(why), "but an address: its offset in the file is 0x%" PRIx64,
		 place.offset);
	offset = place.offset;
	assert_refused(text, why);
	snprintf(text, sizeof(text), "./program+0x%" PRIx64, (offset & ~UINT64_C(3)) + 2);
	assert_int_equal(find(text, EM_AARCH64), -ENOENT);
	assert_non_null(strstr(problem, "in the middle of an instruction"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_no_places),
	};

	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
