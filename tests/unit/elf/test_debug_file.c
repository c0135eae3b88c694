// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs that were stripped, and the files with what was: which are found, and which are not
 * theirs. */
#include "tests/unit/elf_support.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bench/elf/code_place.h"
#include "bench/elf/debug_names.h"

static char problem[512];

static void run(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void run(const char *format, ...)
{
	char line[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	assert_int_equal(system(line), 0);
}

/* ./program without names, and those in `debug`. */
static void make_stripped(const char *debug, const char *build_id)
{
	write_program();
	run("cc -w -O1 -g -Wl,--build-id=%s -o whole program.c other.c", build_id);
	run("objcopy --only-keep-debug whole %s", debug);
	run("objcopy --strip-all whole program");
}

static bool finds(const char *path, const char *folder, char found[PATH_MAX])
{
	struct debug_file debug;
	struct code_file file;
	bool is_there;

	assert_int_equal(code_file__open(&file, path, problem, sizeof(problem)), 0);
	debug_file__find(&debug, file.elf, path, folder);
	is_there = debug.elf;
	snprintf(found, PATH_MAX, "%s", debug.path);
	debug_file__close(&debug);
	code_file__close(&file);
	return is_there;
}

#define ID    "0xabcdef0123456789"
#define BY_ID "folder/.build-id/ab/cdef0123456789.debug"

static void test_by_build_id(void **unused)
{
	char found[PATH_MAX];

	(void)unused;
	run("mkdir -p folder/.build-id/ab");
	make_stripped(BY_ID, ID);
	assert_true(finds("program", "folder", found));
	assert_string_equal(found, BY_ID);
	/* It says where it should be. */
	assert_false(finds("program", "other", found));
	assert_string_equal(found, "other/.build-id/ab/cdef0123456789.debug");
	/* Of another build, no ELF file, a pipe, cut short. */
	make_stripped("mine", ID);
	run("cc -w -g -Wl,--build-id=0xab99 -o another program.c other.c");
	run("cp another " BY_ID);
	assert_false(finds("program", "folder", found));
	write_text_file(BY_ID, "text");
	assert_false(finds("program", "folder", found));
	run("rm " BY_ID);
	assert_int_equal(mkfifo(BY_ID, 0600), 0);
	assert_false(finds("program", "folder", found));
	run("rm " BY_ID "; head -c 5000 mine >" BY_ID);
	assert_false(finds("program", "folder", found));
	make_stripped("mine", "none");
	assert_false(finds("program", "folder", found));
	assert_string_equal(found, "");
}

static void test_by_link(void **unused)
{
	static const char *const places[] = { "program.debug", ".debug/program.debug" };
	char found[PATH_MAX], folder[PATH_MAX], own[PATH_MAX];

	(void)unused;
	run("mkdir -p .debug");
	make_stripped("program.debug", ID);
	run("objcopy --add-gnu-debuglink=program.debug program");
	run("mv program.debug kept");
	assert_false(finds("program", "folder", found));
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		run("cp kept %s", places[i]);
		assert_true(finds("program", "folder", found));
		run("rm %s", places[i]);
	}
	assert_non_null(getcwd(own, sizeof(own)));
	run("mkdir -p 'folder%s'; cp kept 'folder%s/program.debug'", own, own);
	snprintf(folder, sizeof(folder), "%.3000s/program", own);
	assert_true(finds(folder, "folder", found));
	/* Another program's. */
	run("cc -w -g -Wl,--build-id=0xab99 -o program.debug program.c other.c");
	assert_false(finds("program", "nowhere", found));
}

/* Makes the section that begins with `name` say that it has gigabytes, which the file has, as a
 * hole. */
static void make_huge(const char *path, const char *name)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	Elf_Scn *section = NULL;
	Elf64_Ehdr ehdr;
	Elf64_Shdr header;
	size_t names;

	assert_int_equal(elf_getshdrstrndx(elf, &names), 0);
	assert_int_equal(pread(fd, &ehdr, sizeof(ehdr), 0), sizeof(ehdr));
	while ((section = elf_nextscn(elf, section))) {
		off_t at = (off_t)(ehdr.e_shoff + elf_ndxscn(section) * sizeof(header));

		assert_int_equal(pread(fd, &header, sizeof(header), at), sizeof(header));
		if (strcmp(elf_strptr(elf, names, header.sh_name), name) != 0)
			continue;
		header.sh_size = UINT64_C(6) << 30;
		assert_int_equal(pwrite(fd, &header, sizeof(header), at), sizeof(header));
	}
	elf_end(elf);
	assert_int_equal(ftruncate(fd, (off_t)7 << 30), 0);
	close(fd);
}

/* Sections that are too large to be what they say are not read: a hole costs no room on the disk.
 */
static void test_huge_sections(void **unused)
{
	const clock_t begin = clock();
	char found[PATH_MAX];

	(void)unused;
	make_stripped("program.debug", ID);
	run("objcopy --add-gnu-debuglink=program.debug program; cp program kept");
	make_huge("program.debug", ".note.gnu.build-id");
	assert_false(finds("program", "folder", found));
	make_huge("program", ".gnu_debuglink");
	assert_false(finds("program", "folder", found));
	/* The program itself is refused: see test_elf_sections.c. */
	assert_true(clock() - begin < CLOCKS_PER_SEC);
}

/* The names are those of the whole program, and so are the places. */
static void test_functions(void **unused)
{
	struct code_lookup lookup;
	struct code_place place;
	struct code_name name;
	struct code_file file;

	(void)unused;
	make_stripped("program.debug", ID);
	run("objcopy --add-gnu-debuglink=program.debug program");
	assert_int_equal(code_name__parse("./program:work_here", &name, problem, sizeof(problem)),
			 0);
	assert_int_equal(code_file__open(&file, name.file, problem, sizeof(problem)), 0);
	assert_int_equal(code_place__find(&file, &name, &place, &lookup, problem, sizeof(problem)),
			 0);
	assert_true(place.address == address_of("whole", "work_here"));
	assert_true(place.n_code && lookup.has_all);
	assert_true(debug_names__has(&file, "put_in"));
	code_file__close(&file);
	run("rm program.debug");
	assert_int_equal(code_file__open(&file, name.file, problem, sizeof(problem)), 0);
	assert_int_equal(code_place__find(&file, &name, &place, &lookup, problem, sizeof(problem)),
			 -ENOENT);
	assert_non_null(
		strstr(problem, "and /usr/lib/debug/.build-id/ab/cdef0123456789.debug is missing"));
	code_file__close(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_by_build_id),
		folder_test(test_by_link),
		folder_test(test_huge_sections),
		folder_test(test_functions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
