// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/kernel_image.h"

#include "tests/unit/support.h"

static const char *mark = "HdrS";

/* An image as far as its release is looked for: the text's place less 0x200, and the text. */
static void write_image(unsigned int place, const char *text)
{
	char image[2048] = "";
	FILE *file = fopen("image", "w");

	memcpy(image + 0x202, mark, 4);
	image[0x20e] = (char)(place & 0xff);
	image[0x20f] = (char)(place >> 8);
	snprintf(image + 0x200 + place, sizeof(image) - 0x200 - place, "%s", text);
	assert_non_null(file);
	assert_int_equal(fwrite(image, sizeof(image), 1, file), 1);
	fclose(file);
}

static void assert_release(const char *wanted)
{
	char release[64];

	kernel_image__release("image", release, sizeof(release));
	assert_string_equal(release, wanted);
}

static void test_release_is_the_first_word(void **state)
{
	(void)state;
	write_image(0x3a0, "6.12.117+deb13-cloud-amd64 (debian-kernel@lists) #1 SMP");
	assert_release("6.12.117+deb13-cloud-amd64");
	write_image(0x10, "7.3.0-rc1");
	assert_release("7.3.0-rc1");
}

static void test_no_release(void **state)
{
	char release[64] = "before";

	(void)state;
	/* Something else, such as a package. */
	mark = "none";
	write_image(0x3a0, "6.12.117");
	assert_release("");
	mark = "HdrS";
	write_image(0, "6.12");
	assert_release("");
	write_image(0x3a0, "\x01\x02");
	assert_release("");
	assert_int_equal(truncate("image", 0x300), 0);
	assert_release("");
	assert_int_equal(truncate("image", 3), 0);
	assert_release("");
	kernel_image__release("missing", release, sizeof(release));
	assert_string_equal(release, "");
}

static void test_long_release_is_cut(void **state)
{
	char text[200], release[64];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	write_image(0x3a0, text);
	kernel_image__release("image", release, sizeof(release));
	assert_int_equal(strlen(release), sizeof(release) - 1);
}

static void test_installed_are_ordered_by_version(void **state)
{
	static const char *const names[] = {
		"vmlinuz-6.9.1",	  "vmlinuz-6.12.0",	    "vmlinuz-6.12.0-rc10",
		"vmlinuz-6.12.0-rc9",	  "vmlinuz-5.10.0-46",	    "vmlinuz-6.12.0.old",
		"vmlinuz-0-rescue-abcd",  "config-6.9.1",	    "vmlinuz",
		"vmlinuz-6.12.0-1-a",	  "vmlinuz-6.12.0-rc9-a",   "vmlinuz-6.9.1.sig",
		"vmlinuz-6.9.1.dpkg-new", "vmlinuz-6.9.1.dpkg-tmp", "vmlinuz-6.9.1~",
		"vmlinuz-6.9.1.rpmsave",
	};
	static const char *const wanted[] = {
		"./vmlinuz-5.10.0-46",	  "./vmlinuz-6.9.1",	   "./vmlinuz-6.12.0-rc9",
		"./vmlinuz-6.12.0-rc9-a", "./vmlinuz-6.12.0-rc10", "./vmlinuz-6.12.0",
		"./vmlinuz-6.12.0-1-a",
	};
	char *paths[16];
	int n;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		close(open(names[i], O_CREAT | O_WRONLY, 0600));
	assert_int_equal(mkdir("vmlinuz-6.10", 0700), 0);
	assert_int_equal(symlink("nothing", "vmlinuz-6.11"), 0);
	assert_int_equal(mkfifo("vmlinuz-6.13", 0600), 0);
	n = kernel_image__installed(".", paths, COUNT_OF(paths));
	assert_int_equal(n, COUNT_OF(wanted));
	for (int i = 0; i < n; i++) {
		assert_string_equal(paths[i], wanted[i]);
		free(paths[i]);
	}
	/* Of too many, the newest. */
	assert_int_equal(kernel_image__installed(".", paths, 2), 2);
	assert_string_equal(paths[0], wanted[COUNT_OF(wanted) - 2]);
	assert_string_equal(paths[1], wanted[COUNT_OF(wanted) - 1]);
	free(paths[0]);
	free(paths[1]);
}

#define in_folder(function) cmocka_unit_test_setup_teardown(function, folder_setup, folder_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_folder(test_release_is_the_first_word),
		in_folder(test_no_release),
		in_folder(test_long_release_is_cut),
		in_folder(test_installed_are_ordered_by_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
