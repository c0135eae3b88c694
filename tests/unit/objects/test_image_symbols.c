// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/image_symbols.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/support.h"

/* How a kernel writes its table. */
struct layout {
	size_t alignment;
	bool has_sequences;
};

static const struct layout layouts[] = { { 8, false }, { 8, true }, { 4, false } };

struct image {
	uint8_t bytes[65536];
	size_t size;
	size_t names, tokens; /* where these begin */
};

static void put(struct image *image, const void *bytes, size_t size)
{
	assert_true(image->size + size <= sizeof(image->bytes));
	memcpy(image->bytes + image->size, bytes, size);
	image->size += size;
}

static void put_number(struct image *image, uint32_t number, size_t size)
{
	put(image, &number, size);
}

static void align(struct image *image, const struct layout *layout)
{
	while (image->size % layout->alignment)
		put_number(image, 0, 1);
}

/* A token for "vfs_" at 1; of all others, the text is its own number as a letter. */
static void put_tokens(struct image *image, const struct layout *layout)
{
	uint32_t offsets[256], begin = (uint32_t)image->size;

	image->tokens = begin;
	for (unsigned int i = 0; i < 256; i++) {
		const char text[] = { (char)(i ? i : '?'), '\0' };

		offsets[i] = (uint32_t)image->size - begin;
		if (i == 1)
			put(image, "vfs_", 5);
		else
			put(image, text, 2);
	}
	align(image, layout);
	for (unsigned int i = 0; i < 256; i++)
		put_number(image, offsets[i], 2);
}

static void put_name(struct image *image, const char *name)
{
	size_t length = strlen(name);

	if (length < 128) {
		put_number(image, (uint32_t)length, 1);
	} else {
		put_number(image, 0x80 | (length & 0x7f), 1);
		put_number(image, (uint32_t)(length >> 7), 1);
	}
	put(image, name, length);
}

/* These names, and then `others` functions; after some bytes that are none of the table. */
static void make(struct image *image, const struct layout *layout, const char *const *names,
		 size_t others)
{
	uint32_t marks[16] = { 0 }, n = 0;
	size_t count = others;
	char other[32];

	for (const char *const *name = names; *name; name++)
		count++;
	image->size = 0;
	put(image, "something else", 14);
	align(image, layout);
	put_number(image, (uint32_t)count, 4);
	align(image, layout);
	image->names = image->size;
	for (; n < count; n++) {
		if (n % 256 == 0)
			marks[n / 256] = (uint32_t)(image->size - image->names);
		snprintf(other, sizeof(other), "tother_%u", n);
		put_name(image, n < count - others ? names[n] : other);
	}
	align(image, layout);
	put(image, marks, 4 * ((count + 255) / 256));
	align(image, layout);
	for (size_t i = 0; layout->has_sequences && i < 3 * count; i++)
		put_number(image, 7, 1);
	align(image, layout);
	put_tokens(image, layout);
}

/* As tokens: the type is the first letter. */
static const char *const some[] = {
	"T\1unlink", "t\1link",		  "D\1cap", "wweak_one", "tchanged.isra.0",
	"Tdo_exit",  "Ado_exit_absolute", NULL
};

static struct image_lookup search(const struct image *image, const char *wanted)
{
	struct image_lookup lookup;

	image_symbols__search((struct byte_range){ image->bytes, image->size }, wanted, &lookup);
	return lookup;
}

static void test_functions_are_found(void **state)
{
	static const char *const there[] = { "vfs_unlink", "vfs_link",	     "weak_one",
					     "changed",	   "changed.isra.0", "do_exit" };
	static const char *const missing[] = { "vfs_unlin",	   "vfs_unlinkat", "vfs_cap",
					       "do_exit_absolute", "isra",	   "unlink" };
	struct image image;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(layouts); i++) {
		make(&image, &layouts[i], some, 0);
		for (size_t k = 0; k < COUNT_OF(there); k++)
			assert_true(search(&image, there[k]).is_there);
		for (size_t k = 0; k < COUNT_OF(missing); k++) {
			struct image_lookup lookup = search(&image, missing[k]);

			assert_int_equal(lookup.n, 7);
			assert_false(lookup.is_there);
		}
	}
}

static void test_similar_names_are_those_of_functions(void **state)
{
	struct image image;
	struct image_lookup lookup;
	char text[256];

	(void)state;
	make(&image, &layouts[0], some, 0);
	lookup = search(&image, "vfs_lnik");
	similar_names__format(&lookup.near, text, sizeof(text));
	assert_string_equal(text, "vfs_link");
	lookup = search(&image, "vfs_cao");
	similar_names__format(&lookup.near, text, sizeof(text));
	assert_null(strstr(text, "vfs_cap"));
}

/* Beyond the first marker, and with names of two bytes' length. */
static void test_many_and_long_names(void **state)
{
	char name[302];
	const char *const names[] = { name, NULL };
	struct image image;

	(void)state;
	memset(name, 'x', sizeof(name) - 1);
	name[0] = 'T';
	name[sizeof(name) - 1] = '\0';
	for (size_t i = 0; i < COUNT_OF(layouts); i++)
		for (size_t others = 254; others < 1000; others += 127) {
			make(&image, &layouts[i], names, others);
			assert_int_equal(search(&image, "other_200").n, others + 1);
			assert_true(search(&image, "other_200").is_there);
			assert_true(search(&image, name + 1).is_there);
			assert_false(search(&image, "other_1000").is_there);
		}
}

/* Of all places where a table may begin, only one has its markers where they belong. */
static void test_wrong_markers_are_no_table(void **state)
{
	struct image image;
	size_t marks;

	(void)state;
	make(&image, &layouts[0], some, 600);
	assert_int_equal(search(&image, "do_exit").n, 607);
	marks = image.tokens - 16; /* three, and padding */
	image.bytes[marks + 4] ^= 1;
	assert_int_equal(search(&image, "do_exit").n, 0);
	image.bytes[marks + 4] ^= 1;
	image.bytes[image.names - 8]++; /* the number of symbols */
	assert_int_equal(search(&image, "do_exit").n, 0);
}

/* Whatever the bytes are, nothing beyond them is read, which the sanitizers see. */
static void test_damaged_and_truncated_images(void **state)
{
	struct image image;
	size_t size;

	(void)state;
	make(&image, &layouts[2], some, 30);
	size = image.size;
	for (size_t i = 0; i < size; i++) {
		struct byte_range part = { malloc(i + 1), i };
		struct image_lookup lookup;

		assert_non_null(part.at);
		memcpy((uint8_t *)part.at, image.bytes, i);
		image_symbols__search(part, "do_exit", &lookup);
		assert_int_equal(lookup.n, 0);
		free((uint8_t *)part.at);
	}
	srand(1);
	for (int i = 0; i < 20000; i++) {
		struct image damaged = image;

		for (int k = 0; k < 3; k++)
			damaged.bytes[rand() % (int)size] = (uint8_t)rand();
		search(&damaged, "vfs_unlink");
	}
}

static void test_files(void **state)
{
	char path[] = "/tmp/hookbench-test-XXXXXX";
	int fd = mkstemp(path);
	struct image_lookup lookup;
	struct image image;

	(void)state;
	make(&image, &layouts[0], some, 0);
	assert_int_equal(write(fd, image.bytes, image.size), image.size);
	close(fd);
	assert_int_equal(image_symbols__look_up(path, "vfs_link", &lookup), 0);
	assert_int_equal(lookup.n, 7);
	assert_true(lookup.is_there);
	assert_int_equal(truncate(path, 100), 0);
	assert_int_equal(image_symbols__look_up(path, "vfs_link", &lookup), 0);
	assert_int_equal(lookup.n, 0);
	unlink(path);
	log_begin();
	assert_int_equal(image_symbols__look_up(path, "vfs_link", &lookup), 0);
	assert_int_equal(lookup.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_functions_are_found),
		cmocka_unit_test(test_similar_names_are_those_of_functions),
		cmocka_unit_test(test_many_and_long_names),
		cmocka_unit_test(test_wrong_markers_are_no_table),
		cmocka_unit_test(test_damaged_and_truncated_images),
		cmocka_unit_test(test_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
