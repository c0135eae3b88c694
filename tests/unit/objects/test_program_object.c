// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <bpf/libbpf.h>
#include <zlib.h>

#include "bench/base/base64.h"
#include "bench/objects/program_object.h"
#include "bench/wire/wire.h"

#define SOURCE                                         \
	"#include <linux/bpf.h>\n"                     \
	"#include <bpf/bpf_helpers.h>\n"               \
	"char LICENSE[] SEC(\"license\") = \"GPL\";\n" \
	"int hits;\n"                                  \
	"__attribute__((noinline)) int part(int x)\n"  \
	"{\n\treturn x + hits;\n}\n"                   \
	"SEC(\"?kprobe/do_unlinkat\")\n"               \
	"int a(void *ctx)\n"                           \
	"{\n\thits++;\n\treturn part(1);\n}\n"         \
	"SEC(\"raw_tp/sys_enter\")\n"                  \
	"int b(void *ctx)\n"                           \
	"{\n\treturn part(2);\n}\n"                    \
	"SEC(\"raw_tp/sys_enter\")\n"                  \
	"int c(void *ctx)\n"                           \
	"{\n\treturn part(3);\n}\n"

static const struct compile_options plain = { 0 };

static int load(const char *path, struct program_object *object)
{
	log_begin();
	return program_object__load(path, &plain, object);
}

static void load_source(struct program_object *object)
{
	setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
	make_file("folder/mine.bpf.c", SOURCE);
	assert_int_equal(load("folder/mine.bpf.c", object), 0);
}

static void write_bytes(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static void write_package(const char *path, const struct program_object *object)
{
	uLongf n = compressBound(object->size);
	Bytef *packed = malloc(n);
	char *text, *package = NULL;

	assert_non_null(packed);
	assert_int_equal(compress(packed, &n, object->bytes, object->size), Z_OK);
	text = base64__encode(packed, n);
	assert_true(asprintf(&package, "{\"bpf_object\":\"%s\",\"bpf_object_size\":%zu}", text,
			     object->size) > 0);
	make_file(path, package);
	free(package);
	free(text);
	free(packed);
}

/* The content decides, so that an object called x.c is one. */
static void test_three_kinds_are_the_same_object(void **unused)
{
	static const char *const files[] = { "a.bpf.o", "b.c", "folder/package.json" };
	struct program_object source, other;

	(void)unused;
	load_source(&source);
	assert_string_equal(source.source, "mine.bpf.c");
	assert_non_null(strstr(source.compiler, "clang"));
	write_bytes("a.bpf.o", source.bytes, source.size);
	write_bytes("b.c", source.bytes, source.size);
	write_package("folder/package.json", &source);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		assert_int_equal(load(files[i], &other), 0);
		assert_int_equal(other.size, source.size);
		assert_memory_equal(other.bytes, source.bytes, source.size);
		assert_string_equal(other.checksum, source.checksum);
		assert_string_equal(other.compiler, "");
		assert_false(program_object__is_source(files[i]));
		program_object__free(&other);
	}
	assert_true(program_object__is_source("folder/mine.bpf.c"));
	program_object__free(&source);
	assert_null(source.bytes);
}

static void test_what_is_no_program_is_named(void **unused)
{
	struct program_object object;

	(void)unused;
	assert_int_equal(load("/bin/true", &object), -EINVAL);
	assert_logs("/bin/true is an object for ");
	write_text_file("notes.txt", "int x;\n");
	assert_int_equal(load("notes.txt", &object), -EINVAL);
	assert_logs("notes.txt is no BPF program: neither a source called *.c");
	write_bytes("binary.c", "a\0b", 3);
	assert_int_equal(load("binary.c", &object), -EINVAL);
	assert_logs("binary.c is no BPF program");
	write_text_file("empty.bpf.c", "int x;\n");
	setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
	assert_int_equal(load("empty.bpf.c", &object), -EINVAL);
	assert_logs("empty.bpf.c has no programs");
	write_text_file("run.json", "{\"schema\":\"hookbench/1\"}");
	assert_int_equal(load("run.json", &object), -EINVAL);
	assert_logs("no package of eunomia's");
	assert_int_equal(load(".", &object), -EISDIR);
	assert_false(program_object__is_source("missing.c"));
}

static void test_a_static_program_is_refused(void **unused)
{
	struct program_object object;

	(void)unused;
	setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
	write_text_file(
		"a.bpf.c",
		"__attribute__((section(\"raw_tp/sys_enter\"), used)) static int lost(void *c)\n"
		"{\n\treturn 0;\n}\n");
	assert_int_equal(load("a.bpf.c", &object), -EINVAL);
	assert_logs("the program lost is static");
}

static void test_the_twin_has_the_same_programs(void **unused)
{
	struct program_object object, twin;
	struct bpf_object *of, *opened;
	struct bpf_program *a = NULL, *b = NULL;
	size_t n = 0;

	(void)unused;
	load_source(&object);
	assert_int_equal(program_object__make_twin(&object, &twin), 0);
	assert_string_equal(twin.source, object.source);
	assert_string_not_equal(twin.checksum, object.checksum);
	of = bpf_object__open_mem(object.bytes, object.size, NULL);
	opened = bpf_object__open_mem(twin.bytes, twin.size, NULL);
	assert_non_null(of);
	assert_non_null(opened);
	while ((a = bpf_object__next_program(of, a))) {
		b = bpf_object__next_program(opened, b);
		assert_non_null(b);
		assert_string_equal(bpf_program__name(b), bpf_program__name(a));
		assert_string_equal(bpf_program__section_name(b), bpf_program__section_name(a));
		assert_int_equal(bpf_program__type(b), bpf_program__type(a));
		assert_int_equal(bpf_program__autoload(b), bpf_program__autoload(a));
		n++;
	}
	assert_int_equal(n, 3);
	assert_null(bpf_object__next_program(opened, b));
	assert_null(bpf_object__next_map(opened, NULL));
	bpf_object__close(of);
	bpf_object__close(opened);
	program_object__free(&object);
	program_object__free(&twin);
}

/* By the word of the section; and with the sizes of the object's own maps. */
static void test_a_twin_for_usdt_has_its_maps(void **unused)
{
	static const char *const sections[] = { "usdt/a:b:c", "?usdt.s/a:b:c", "usdt",
						"usdtyscalls/c", "uprobe/a:usdt" };
	static const char *const maps[] = { "__bpf_usdt_specs", "__bpf_usdt_ip_to_spec_id" };
	struct program_object object, twin;
	struct bpf_object *of, *opened;
	char source[512];

	(void)unused;
	setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
	for (size_t i = 0; i < COUNT_OF(sections); i++) {
		snprintf(source, sizeof(source),
			 "#include <linux/ptrace.h>\n#include <stdbool.h>\n#include <linux/bpf.h>\n"
			 "#include <bpf/bpf_helpers.h>\n#define BPF_USDT_MAX_SPEC_CNT 77\n"
			 "#include <bpf/usdt.bpf.h>\nchar LICENSE[] SEC(\"license\") = \"GPL\";\n"
			 "SEC(\"%s\") int a(struct pt_regs *ctx)\n"
			 "{\n\tlong x;\n\treturn bpf_usdt_arg(ctx, 0, &x);\n}\n",
			 sections[i]);
		write_text_file("usdt.bpf.c", source);
		assert_int_equal(load("usdt.bpf.c", &object), 0);
		assert_int_equal(program_object__make_twin(&object, &twin), 0);
		of = bpf_object__open_mem(object.bytes, object.size, NULL);
		opened = bpf_object__open_mem(twin.bytes, twin.size, NULL);
		assert_non_null(of);
		assert_non_null(opened);
		for (size_t m = 0; m < COUNT_OF(maps); m++) {
			struct bpf_map *a = bpf_object__find_map_by_name(of, maps[m]),
				       *b = bpf_object__find_map_by_name(opened, maps[m]);

			assert_non_null(a);
			assert_int_equal(!b, i >= 3);
			if (!b)
				continue;
			assert_int_equal(bpf_map__type(a), bpf_map__type(b));
			assert_int_equal(bpf_map__key_size(a), bpf_map__key_size(b));
			assert_int_equal(bpf_map__value_size(a), bpf_map__value_size(b));
			assert_int_equal(bpf_map__max_entries(a), bpf_map__max_entries(b));
		}
		bpf_object__close(of);
		bpf_object__close(opened);
		program_object__free(&object);
		program_object__free(&twin);
	}
}

static void test_an_arms_name_is_a_name(void **unused)
{
	static const struct {
		const char *path, *name;
	} cases[] = {
		{ "fentry-link.bpf.c", "fentry-link" },
		{ "/a/b/mine.bpf.o", "mine" },
		{ "x.c", "x" },
		{ "x.o", "x" },
		{ "x.json", "x" },
		{ "x", "x" },
		{ "a.b.bpf.c", "a.b" },
		{ "two words;\n$(x)\xff.c", "two_words____x__" },
		{ "--help.c", "_-help" },
		{ ".hidden.c", "_hidden" },
		{ ".c", "_c" },
		{ "fentry.twin.bpf.c", "fentry_twin" },
		{ "abcdefghijklmnopqrstuvwxyz.c", "abcdefghijklmnopqrstuvwx" },
		{ "", "program" },
		{ "missing/package.json", "package" },
		{ "my package/package.json", "my_package" },
	};
	char name[NAME_SIZE];

	(void)unused;
	make_file("my package/package.json", "{}");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		program_object__name(cases[i].path, name);
		assert_string_equal(name, cases[i].name);
		assert_true(wire__is_name(name));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_three_kinds_are_the_same_object),
		folder_test(test_what_is_no_program_is_named),
		folder_test(test_a_static_program_is_refused),
		folder_test(test_the_twin_has_the_same_programs),
		folder_test(test_a_twin_for_usdt_has_its_maps),
		folder_test(test_an_arms_name_is_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
