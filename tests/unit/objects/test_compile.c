// SPDX-License-Identifier: GPL-2.0-or-later
/* With clang, which the build needs too. */
#include "tests/unit/support.h"

#include "bench/objects/bpf_elf.h"
#include "bench/objects/compile.h"

#define SOURCE                                         \
	"#include <linux/bpf.h>\n"                     \
	"#include <bpf/bpf_helpers.h>\n"               \
	"#include \"value.h\"\n"                       \
	"char LICENSE[] SEC(\"license\") = \"GPL\";\n" \
	"__attribute__((noinline)) int part(int x)\n"  \
	"{\n\treturn x + VALUE;\n}\n"                  \
	"SEC(\"raw_tp/sys_enter\")\n"                  \
	"int hit(void *ctx)\n"                         \
	"{\n\treturn part((int)bpf_ktime_get_ns());\n}\n"

struct result {
	char compiler[128];
	void *object;
	size_t size;
};

static int compile_with(const char *path, const char *cflags, struct result *r)
{
	const struct compile_options options = { .cflags = cflags };

	log_begin();
	return compile__source(path, &options, r->compiler, sizeof(r->compiler), &r->object,
			       &r->size);
}

static size_t n_objects(void)
{
	return exists("cache/hookbench/objects") ? count_entries("cache/hookbench/objects") : 0;
}

/* Everything is below the test's folder. */
static int setup(void **state)
{
	char path[PATH_MAX];
	int err = folder_setup(state);

	if (err)
		return err;
	snprintf(path, sizeof(path), "%s/cache", (char *)*state);
	setenv("XDG_CACHE_HOME", path, 1);
	snprintf(path, sizeof(path), "%s/tmp", (char *)*state);
	setenv("TMPDIR", path, 1);
	if (mkdir("cache", 0700) || mkdir("tmp", 0700))
		return -1;
	make_file("here/a.bpf.c", SOURCE);
	make_file("here/value.h", "#define VALUE 1\n");
	return 0;
}

static int teardown(void **state)
{
	unsetenv("TMPDIR");
	return folder_teardown(state);
}

static void require_same(const struct result *a, const struct result *b, bool same)
{
	bool is = a->size == b->size && !memcmp(a->object, b->object, a->size);

	assert_int_equal(is, same);
}

static void test_a_source_becomes_an_object(void **unused)
{
	static struct bpf_elf elf;
	struct result a;

	(void)unused;
	assert_int_equal(compile_with("here/a.bpf.c", NULL, &a), 0);
	assert_int_equal(caught.n[LOG_ERROR] + caught.n[LOG_WARNING], 0);
	assert_non_null(strstr(a.compiler, "clang version"));
	assert_int_equal(bpf_elf__read("a", a.object, a.size, &elf), 0);
	/* What it calls is no program of its own. */
	assert_int_equal(elf.n, 1);
	assert_string_equal(elf.programs[0].name, "hit");
	assert_true(elf.has_btf);
	/* DWARF names the compiler. */
	assert_null(memmem(a.object, a.size, "clang version", 13));
	assert_int_equal(count_entries("tmp"), 0);
	free(a.object);
}

/* The text is the same: what clang makes of it depends on a file that is no part of it. */
static void test_words_from_a_file(void **unused)
{
	struct result a, b;

	(void)unused;
	make_file("words", "-DVALUE=1 -mcpu=v1");
	make_file("here/value.h", "");
	assert_int_equal(compile_with("here/a.bpf.c", "@words", &a), 0);
	make_file("words", "-DVALUE=1 -mcpu=v3");
	assert_int_equal(compile_with("here/a.bpf.c", "@words", &b), 0);
	require_same(&a, &b, false);
	free(a.object);
	free(b.object);
	/* A header is. */
	make_file("more.h", "#define VALUE 1\n");
	assert_int_equal(compile_with("here/a.bpf.c", "-include more.h", &a), 0);
	assert_int_equal(n_objects(), 1);
	free(a.object);
}

/* The checksum of a program must not depend on where it lies. */
static void test_the_folder_does_not_matter(void **state)
{
	struct result a, b;

	assert_int_equal(compile_with("here/a.bpf.c", NULL, &a), 0);
	make_file("there/deeper/a.bpf.c", SOURCE);
	make_file("there/deeper/value.h", "#define VALUE 1\n");
	assert_int_equal(compile_with("there/deeper/a.bpf.c", NULL, &b), 0);
	require_same(&a, &b, true);
	assert_null(memmem(a.object, a.size, *state, strlen(*state)));
	/* The lines that the verifier shows. */
	assert_non_null(memmem(a.object, a.size, "\treturn x + VALUE;", 18));
	free(b.object);
	setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
	assert_int_equal(chdir("there/deeper"), 0);
	assert_int_equal(compile_with("a.bpf.c", "-g -gdwarf-4", &b), 0);
	require_same(&a, &b, true);
	free(a.object);
	free(b.object);
}

static void test_everything_that_matters_is_compiled_again(void **unused)
{
	struct result a, b, c, d;

	(void)unused;
	assert_int_equal(compile_with("here/a.bpf.c", NULL, &a), 0);
	assert_int_equal(n_objects(), 1);
	assert_int_equal(compile_with("here/a.bpf.c", "", &b), 0);
	assert_int_equal(n_objects(), 1);
	require_same(&a, &b, true);
	make_file("here/value.h", "#define VALUE 2\n");
	assert_int_equal(compile_with("here/a.bpf.c", NULL, &c), 0);
	assert_int_equal(n_objects(), 2);
	require_same(&a, &c, false);
	assert_int_equal(compile_with("here/a.bpf.c", "-mcpu=v3", &d), 0);
	assert_int_equal(n_objects(), 3);
	require_same(&c, &d, false);
	free(a.object);
	free(b.object);
	free(c.object);
	free(d.object);
}

/* It becomes part of the object: BTF has the lines of the source. */
static void test_a_comment_matters(void **unused)
{
	struct result a, b;

	(void)unused;
	make_file("here/a.bpf.c", SOURCE "int more(void)\n{\n\treturn part(7); /* one */\n}\n");
	assert_int_equal(compile_with("here/a.bpf.c", NULL, &a), 0);
	make_file("here/a.bpf.c", SOURCE "int more(void)\n{\n\treturn part(7); /* two */\n}\n");
	assert_int_equal(compile_with("here/a.bpf.c", NULL, &b), 0);
	require_same(&a, &b, false);
	free(a.object);
	free(b.object);
}

/* BTF of `struct pair { int first; int second; };`. */
static void make_image(const char *path)
{
	static const struct {
		uint32_t header[6], types[13];
		char strings[24];
	} btf = {
		.header = { 0x0001eb9f, 24, 0, 52, 52, 24 },
		.types = { 1, 1U << 24, 4, 1U << 24 | 32, 5, 4U << 24 | 2, 8, 10, 1, 0, 16, 1, 32 },
		.strings = "\0int\0pair\0first\0second",
	};
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(&btf, 1, sizeof(btf), file), sizeof(btf));
	assert_int_equal(fclose(file), 0);
}

static void test_types_are_the_images(void **unused)
{
	const struct compile_options options = { .image = "image" };
	struct result a;

	(void)unused;
	make_image("image");
	make_file("here/v.bpf.c",
		  "#include \"vmlinux.h\"\n"
		  "int size = sizeof(struct pair);\n"
		  "__attribute__((section(\"raw_tp/sys_enter\"))) int hit(void *c)\n"
		  "{\n\treturn ((struct pair *)c)->second;\n}\n");
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(compile__source("here/v.bpf.c", &options, a.compiler,
						 sizeof(a.compiler), &a.object, &a.size),
				 0);
		free(a.object);
		/* Found again, although vmlinux.h was in another folder. */
		assert_int_equal(n_objects(), 1);
	}
	/* A source that was written for another kernel's types. */
	make_file("here/w.bpf.c", "#include \"vmlinux.h\"\n"
				  "int f(struct pair *p) { return p->third; }\n");
	assert_int_equal(compile__source("here/w.bpf.c", &options, a.compiler, sizeof(a.compiler),
					 &a.object, &a.size),
			 -EINVAL);
	assert_logs("names the folder of its own vmlinux.h");
	/* The user's own comes first. */
	make_file("here/vmlinux.h", "struct pair { char first; char second; };\n");
	assert_int_equal(unlink("image"), 0);
	assert_int_equal(compile_with("here/v.bpf.c", NULL, &a), 0);
	assert_int_equal(n_objects(), 2);
	free(a.object);
}

/* What is in the cache is used, and not only written. */
static void test_the_cache_is_read(void **unused)
{
	struct result a, b;
	char *path = strdup(getenv("PATH") ?: "");

	(void)unused;
	assert_int_equal(compile_with("here/a.bpf.c", NULL, &a), 0);
	/* A clang that preprocesses, and no more. */
	make_file("bin/clang", "#!/bin/sh\ncase \" $* \" in *' -c '*) exit 9 ;; esac\n"
			       "PATH=/usr/bin:/bin exec clang \"$@\"\n");
	assert_int_equal(chmod("bin/clang", 0755), 0);
	setenv("PATH", "bin:/usr/bin:/bin", 1);
	assert_int_equal(compile_with("here/a.bpf.c", NULL, &b), 0);
	require_same(&a, &b, true);
	make_file("here/value.h", "#define VALUE 3\n");
	free(b.object);
	assert_int_equal(compile_with("here/a.bpf.c", NULL, &b), -EINVAL);
	assert_logs("clang ended with status 9");
	setenv("PATH", path, 1);
	free(path);
	free(a.object);
}

static void test_what_clang_prints_is_shown(void **unused)
{
	struct result a;

	(void)unused;
	make_file("here/b.bpf.c", "int x = \"\033[31m\" +;\n");
	assert_int_equal(compile_with("here/b.bpf.c", NULL, &a), -EINVAL);
	assert_logs(
		"cannot compile here/b.bpf.c: b.bpf.c:1:18: error: expected expression; correct the source");
	assert_logs("b.bpf.c:1:");
	assert_logs("error: expected expression");
	assert_null(strchr(caught.last, '\033'));
	make_file("here/c.bpf.c", "#include <bpf/bpf_nothing.h>\n");
	assert_int_equal(compile_with("here/c.bpf.c", NULL, &a), -EINVAL);
	assert_logs("install Debian's package libbpf-dev");
	/* Which libbpf has it; "none" stands for one that has not. */
	make_file("here/e.bpf.c", "#include <bpf/usdt.bpf.h.none>\n");
	assert_int_equal(compile_with("here/e.bpf.c", NULL, &a), -EINVAL);
	assert_logs("libbpf-dev, 0.8 or later");
	make_file("here/d.bpf.c", "#include \"mine.h\"\n");
	assert_int_equal(compile_with("here/d.bpf.c", NULL, &a), -EINVAL);
	assert_logs("--cflags=\"-I FOLDER\" says where");
	assert_int_equal(count_entries("tmp"), 0);
	assert_int_equal(n_objects(), 0);
}

/* Each time: one that is seen once only is missed. */
static void test_a_warning_is_shown_each_time(void **unused)
{
	struct result a;

	(void)unused;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(compile_with("here/a.bpf.c", "-Wmissing-prototypes", &a), 0);
		assert_int_equal(caught.n[LOG_WARNING], 1);
		assert_logs("no previous prototype");
		free(a.object);
	}
}

static void test_flags_are_words(void **unused)
{
	struct result a;

	(void)unused;
	make_file("include dir/other.h", "#define OTHER 1\n");
	make_file("here/e.bpf.c", "#include <other.h>\n" SOURCE "int other = OTHER + N;\n");
	assert_int_equal(compile_with("here/e.bpf.c", "-I 'include dir' -DN=\"1 + 1\"", &a), 0);
	free(a.object);
	assert_int_equal(compile_with("here/e.bpf.c", "-I 'include dir", &a), -EINVAL);
	assert_logs("has a quote or a backslash without an end");
}

static void test_missing_tools_are_named(void **unused)
{
	struct result a;
	char *path = strdup(getenv("PATH") ?: "");

	(void)unused;
	setenv("PATH", "/proc/nowhere", 1);
	assert_int_equal(compile_with("here/a.bpf.c", NULL, &a), -ENOENT);
	assert_logs(
		"clang is not installed, and compiles programs: install Debian's package clang");
	setenv("PATH", path, 1);
	free(path);
}

#define compile_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		compile_test(test_a_source_becomes_an_object),
		compile_test(test_words_from_a_file),
		compile_test(test_the_folder_does_not_matter),
		compile_test(test_everything_that_matters_is_compiled_again),
		compile_test(test_a_comment_matters),
		compile_test(test_types_are_the_images),
		compile_test(test_the_cache_is_read),
		compile_test(test_what_clang_prints_is_shown),
		compile_test(test_a_warning_is_shown_each_time),
		compile_test(test_flags_are_words),
		compile_test(test_missing_tools_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
