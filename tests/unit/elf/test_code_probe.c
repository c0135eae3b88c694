// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/elf_support.h"

#include "bench/elf/code_probe.h"

/* As <sys/sdt.h> makes them. */
#define PROBES                                                                                      \
	"#define PROBE(name) __asm__ volatile(\"990: nop\\n\" \\\n"                                 \
	"\".pushsection .note.stapsdt,\\\"\\\",\\\"note\\\"\\n.balign 4\\n\" \\\n"                  \
	"\".4byte 992f-991f, 994f-993f, 3\\n991: .asciz \\\"stapsdt\\\"\\n992: .balign 4\\n\" \\\n" \
	"\"993: .8byte 990b, 0, 0\\n.asciz \\\"mine\\\"\\n.asciz \\\"\" #name \"\\\"\\n\" \\\n"     \
	"\".asciz \\\"\\\"\\n994: .balign 4\\n.popsection\\n\")\n"                                  \
	"int main(void) { PROBE(begin); PROBE(begin); PROBE(end); return 0; }\n"

static size_t count(const char *path, const char *provider, const char *name, const char *expected)
{
	struct similar_names near;
	struct code_file file;
	char problem[256], names[256];
	size_t n;

	assert_int_equal(code_file__open(&file, path, problem, sizeof(problem)), 0);
	n = code_probe__count(&file, provider, name, &near);
	similar_names__format(&near, names, sizeof(names));
	if (!strstr(names, expected))
		fail_msg("\"%s\" has no \"%s\"", names, expected);
	code_file__close(&file);
	return n;
}

static void test_probes(void **unused)
{
	(void)unused;
	write_text_file("probes.c", PROBES);
	compile("-no-pie -o probes probes.c");
	assert_int_equal(count("probes", "mine", "begin", "mine:begin"), 2);
	assert_int_equal(count("probes", "mine", "end", "mine:end"), 1);
	assert_int_equal(count("probes", "mine", "begn", "mine:begin"), 0);
	assert_int_equal(count("probes", "yours", "x", ""), 0);
	write_program();
	compile("-o program program.c other.c");
	assert_int_equal(count("program", "mine", "begin", ""), 0);
}

/* Each byte of the notes. */
static void test_damaged(void **unused)
{
	unsigned char bytes[512];
	FILE *file;
	long at;

	(void)unused;
	compile("-no-pie -o probes probes.c && objcopy --dump-section .note.stapsdt=notes probes && cp probes damaged");
	file = fopen("notes", "r");
	assert_non_null(file);
	assert_true(fread(bytes, 1, sizeof(bytes), file) > 100);
	fclose(file);
	file = fopen("damaged", "r+");
	for (at = 0; at < (1 << 16); at++) {
		unsigned char here[8];

		assert_int_equal(fseek(file, at, SEEK_SET), 0);
		if (fread(here, 1, 8, file) == 8 && !memcmp(here, bytes, 8))
			break;
	}
	for (long i = 0; i < 100; i++) {
		unsigned char wrong = (unsigned char)~bytes[i];

		assert_int_equal(fseek(file, at + i, SEEK_SET), 0);
		assert_int_equal(fwrite(&wrong, 1, 1, file), 1);
		fflush(file);
		count("damaged", "mine", "begin", "");
		assert_int_equal(fseek(file, at + i, SEEK_SET), 0);
		assert_int_equal(fwrite(&bytes[i], 1, 1, file), 1);
		fflush(file);
	}
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_probes),
					    cmocka_unit_test(test_damaged) };

	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
