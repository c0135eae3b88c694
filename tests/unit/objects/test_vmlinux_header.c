// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/objects/vmlinux_header.h"

static void test_unnamed_members_are_found(void **unused)
{
	(void)unused;
	assert_true(vmlinux_header__has_unnamed_members("struct a {\n\tint b;\n\tstruct c;\n};\n"));
	assert_true(vmlinux_header__has_unnamed_members("struct a {\n\n\n\t\tunion c;\n};"));
	assert_false(vmlinux_header__has_unnamed_members("struct a;\nunion b;\n"));
	assert_false(vmlinux_header__has_unnamed_members(
		"struct a {\n\tstruct c d;\n\tstruct {\n\t};\n\tunion e *f;\n\tstruct g {\n\t};\n};"));
	assert_false(vmlinux_header__has_unnamed_members(""));
}

static void write_bytes(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

/* BTF of `struct pair { int first; int second; };`, as an image. */
static void make_image(const char *path)
{
	static const struct {
		uint32_t header[6], types[13];
		char strings[32];
	} btf = {
		.header = { 0x0001eb9f, 24, 0, 52, 52, 24 },
		.types = { 1, 1U << 24, 4, 1U << 24 | 32,	      /* int */
			   5, 4U << 24 | 2, 8, 10, 1, 0, 16, 1, 32 }, /* struct */
		.strings = "\0int\0pair\0first\0second",
	};

	write_bytes(path, &btf, 24 + 52 + 24);
}

static void get(const char *image)
{
	char *text;
	size_t size;

	assert_int_equal(vmlinux_header__get(image, &text, &size), 0);
	assert_int_equal(strlen(text), size);
	assert_non_null(strstr(text, "struct pair {\n\tint first;\n\tint second;\n};"));
	free(text);
}

static void test_types_become_c_and_are_kept(void **state)
{
	setenv("XDG_CACHE_HOME", *state, 1);
	make_image("image");
	get("image");
	assert_int_equal(count_entries("hookbench/vmlinux"), 1);
	get("image");
	assert_int_equal(count_entries("hookbench/vmlinux"), 1);
}

static void test_what_bpftool_refuses_is_said(void **state)
{
	char *text;
	size_t size;
	int fd;

	setenv("XDG_CACHE_HOME", *state, 1);
	make_image("image");
	/* An int that is no kind of type. */
	fd = open("image", O_WRONLY | O_CLOEXEC);
	assert_int_equal(pwrite(fd, "\xff\xff\xff\x1f", 4, 28), 4);
	close(fd);
	log_begin();
	assert_int_equal(vmlinux_header__get("image", &text, &size), -EINVAL);
	assert_logs("bpftool cannot make vmlinux.h of image; a newer one may");
	assert_int_equal(vmlinux_header__get("missing", &text, &size), -ENOENT);
	assert_logs("cannot read missing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unnamed_members_are_found),
		folder_test(test_types_become_c_and_are_kept),
		folder_test(test_what_bpftool_refuses_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
