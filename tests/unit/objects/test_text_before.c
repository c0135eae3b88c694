// SPDX-License-Identifier: GPL-2.0-or-later
/* With clang, which the build needs too. */
#include "tests/unit/support.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "bench/objects/text_before.h"
#include "bench/objects/tool.h"

#define SOURCE "#include \"b.h\"\n#include <sub/c.h>\n"

static const struct source_text text = { "clang version 1", 17, 4, false };

static void open_text(struct text_before *t, const char *cflags)
{
	struct words words;

	assert_int_equal(words__split(cflags, &words), 0);
	text_before__open(t, json_pack("{s:s}", "source", "a.c"), &words);
	words__free(&words);
}

/* Longer than a tick of the clock of files' times, which no file may be younger than. */
static void grow_old(void)
{
	usleep(50000);
}

/* Preprocesses a.c, and keeps what is known of it. */
static void learn(const char *cflags)
{
	char *words[] = { (char *)"clang",    (char *)"-v",   (char *)"-E",	 (char *)"-MD",
			  (char *)"-MF",      (char *)"rule", (char *)"-Ifirst", (char *)"-Isecond",
			  (char *)"-isystem", (char *)"made", (char *)"a.c",	 NULL };
	struct tool_result result;
	struct text_before t;

	grow_old();
	open_text(&t, cflags);
	text_before__note_time(&t);
	assert_int_equal(tool__run(words, 1 << 20, -1, &result), 0);
	assert_int_equal(result.status, 0);
	text_before__keep(&t, "made", "rule", result.messages, &text);
	tool__free(&result);
	text_before__close(&t);
}

static bool knows(const char *cflags)
{
	struct source_text found = { .size = 0 };
	struct text_before t;
	bool is_same;

	open_text(&t, cflags);
	is_same = text_before__is_same(&t, "made", &found);
	if (is_same) {
		assert_string_equal(found.compiler, text.compiler);
		assert_int_equal(found.checksum, text.checksum);
		assert_int_equal(found.size, text.size);
	}
	text_before__close(&t);
	return is_same;
}

static int setup(void **state)
{
	char path[PATH_MAX];
	int err = folder_setup(state);

	if (err)
		return err;
	snprintf(path, sizeof(path), "%s/cache", (char *)*state);
	setenv("XDG_CACHE_HOME", path, 1);
	if (mkdir("cache", 0700))
		return -1;
	make_file("a.c", SOURCE);
	make_file("second/b.h", "#define B\n");
	make_file("second/sub/c.h", "#define C\n");
	return 0;
}

static void test_nothing_is_known_at_first(void **state)
{
	(void)state;
	assert_false(knows(""));
	learn("");
	assert_true(knows(""));
	assert_true(knows(""));
	assert_false(knows("-DX=1"));
}

static void test_each_file_matters_whatever_its_time(void **state)
{
	static const struct {
		const char *path, *text, *other; /* as long */
	} files[] = {
		{ "a.c", SOURCE, "#include \"b.h\"\n#include <sub/b.h>\n" },
		{ "second/b.h", "#define B\n", "#define X\n" },
		{ "second/sub/c.h", "#define C\n", "#define X\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct stat st;

		learn("");
		assert_int_equal(stat(files[i].path, &st), 0);
		make_file(files[i].path, files[i].other);
		assert_int_equal(utimensat(AT_FDCWD, files[i].path,
					   (struct timespec[]){ st.st_atim, st.st_mtim }, 0),
				 0);
		assert_false(knows(""));
		make_file(files[i].path, files[i].text);
		assert_true(knows(""));
		assert_int_equal(unlink(files[i].path), 0);
		assert_false(knows(""));
		make_file(files[i].path, files[i].text);
	}
}

/* Each would be found before the one that was read. */
static void test_a_new_file_in_front_matters(void **state)
{
	static const char *const files[] = { "b.h", "first/b.h", "first/sub/c.h", "sub/c.h" };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		learn("");
		assert_true(knows(""));
		make_file(files[i], "");
		assert_false(knows(""));
		assert_int_equal(unlink(files[i]), 0);
	}
}

static void test_what_was_not_there_matters(void **state)
{
	(void)state;
	make_file("a.c", "#if __has_include(\"d.h\")\n#endif\n");
	learn("");
	assert_true(knows(""));
	make_file("second/d.h", "");
	assert_false(knows(""));
}

static void test_made_header(void **state)
{
	struct text_before t;

	(void)state;
	make_file("a.c", "#include \"vmlinux.h\"\n");
	make_file("made/vmlinux.h", "struct a;\n");
	learn("");
	assert_true(knows(""));
	open_text(&t, "");
	assert_true(text_before__needs_header(&t));
	text_before__close(&t);
	make_file("made/vmlinux.h", "struct b;\n");
	assert_false(knows(""));
	make_file("made/vmlinux.h", "struct a;\n");
	assert_true(knows(""));
	make_file("first/vmlinux.h", "");
	assert_false(knows(""));
}

static void test_the_environment_matters(void **state)
{
	(void)state;
	learn("");
	setenv("CPATH", "/nowhere", 1);
	assert_false(knows(""));
	unsetenv("CPATH");
	assert_true(knows(""));
	setenv("HOOKBENCH_UNRELATED", "1", 1);
	assert_true(knows(""));
	unsetenv("HOOKBENCH_UNRELATED");
}

static void test_what_cannot_be_known_is_not_kept(void **state)
{
	static const char *const words[] = { "@file", "-fplugin=x.so", "-Wp,-DX", "--config=x",
					     "-include x.h" };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		learn(words[i]);
		assert_false(knows(words[i]));
	}
	learn("-O1 -Isecond -isystem first -std=gnu11 -Wall -DX=a,b");
	assert_true(knows("-O1 -Isecond -isystem first -std=gnu11 -Wall -DX=a,b"));
	make_file("a.c", "const char *when = __TIME__;\n");
	learn("");
	assert_false(knows(""));
}

/* A script may run any compiler. */
static void test_another_clang(void **state)
{
	char path[PATH_MAX], *before = strdup(getenv("PATH"));

	learn("");
	make_file("bin/clang", "#!/bin/sh\n");
	assert_int_equal(chmod("bin/clang", 0700), 0);
	snprintf(path, sizeof(path), "%s/bin:%s", (char *)*state, before);
	setenv("PATH", path, 1);
	assert_false(knows(""));
	setenv("PATH", before, 1);
	assert_true(knows(""));
	free(before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, folder_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_is_known_at_first),
		TEST(test_each_file_matters_whatever_its_time),
		TEST(test_a_new_file_in_front_matters),
		TEST(test_what_was_not_there_matters),
		TEST(test_made_header),
		TEST(test_the_environment_matters),
		TEST(test_what_cannot_be_known_is_not_kept),
		TEST(test_another_clang),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
