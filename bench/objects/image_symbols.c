// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table has, in this order and each aligned to 8 bytes, or since 7.0 to 4: the number of
 * symbols; their names, each a length and as many tokens; markers, which are the offset of every
 * 256th name; from 6.2 to 6.3, three bytes for each symbol; the 256 tokens, each a text with a NUL;
 * and their offsets. The texts of the tokens for digits are these digits, as names have digits,
 * which is where the search begins.
 */
#include "bench/objects/image_symbols.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/vm/kernel_content.h"

#define TOKENS	      256
#define NAMES_A_MARK  256
#define NAME_SIZE     1024 /* the kernel's own limit is 512 */
#define MOST_SYMBOLS  (4U << 20)
#define MOST_BEFORE   (64U << 20) /* the tokens: all names, in bytes */
#define MOST_TRIED    (64U << 20) /* places for a table, and names of these */
#define SEQUENCE_SIZE 3

struct table {
	struct byte_range kernel;
	size_t names, n;
	size_t tokens; /* offset of their texts */
	size_t index;  /* of their offsets */
	size_t alignment;
	size_t tried;
};

static size_t align_down(const struct table *t, size_t offset)
{
	return offset / t->alignment * t->alignment;
}

static size_t align(const struct table *t, size_t offset)
{
	return align_down(t, offset + t->alignment - 1);
}

/* ---- the tokens ---- */

/* Behind the texts of this token and those after it; 0 if these are not all in the kernel. */
static size_t end_of_tokens(struct byte_range kernel, size_t offset, unsigned int token)
{
	for (; token < TOKENS; token++) {
		const uint8_t *end = offset < kernel.size
					     ? memchr(kernel.at + offset, 0, kernel.size - offset)
					     : NULL;

		if (!end)
			return 0;
		offset = (size_t)(end - kernel.at) + 1;
	}
	return offset;
}

/* `digits`: where the token of '0' may be. */
static bool find_tokens(struct table *t, size_t digits)
{
	size_t end = end_of_tokens(t->kernel, digits, '0'), offset;

	if (!end)
		return false;
	t->index = align(t, end);
	offset = byte_range__number(t->kernel, t->index + 2 * '0', 2);
	if (offset > digits || byte_range__number(t->kernel, t->index, 2) ||
	    !byte_range__part(t->kernel, t->index, 2 * TOKENS).at)
		return false;
	t->tokens = digits - offset;
	offset = t->tokens;
	for (unsigned int token = 0; token < TOKENS; token++) {
		if (byte_range__number(t->kernel, t->index + 2 * token, 2) != offset - t->tokens)
			return false;
		offset += strlen((const char *)t->kernel.at + offset) + 1;
	}
	return true;
}

/* ---- the names ---- */

/*
 * The length of the name at `offset`, in tokens; 0 if there is none. Since 6.1, 128 and more take
 * two bytes. *offset becomes that of the first token.
 */
static size_t length_at(const struct table *t, size_t *offset)
{
	size_t length = byte_range__number(t->kernel, (*offset)++, 1);

	if (length & 0x80)
		length = (length & 0x7f) | byte_range__number(t->kernel, (*offset)++, 1) << 7;
	return *offset + length <= t->tokens ? length : 0;
}

/*
 * Behind all names, where the markers begin; 0 if these are none. Sets what the second marker has
 * to be.
 */
static size_t end_of_names(struct table *t, size_t *second_mark)
{
	size_t offset = t->names;

	*second_mark = 0;
	for (size_t i = 0; i < t->n; i++) {
		size_t length;

		if (i == NAMES_A_MARK)
			*second_mark = offset - t->names;
		length = length_at(t, &offset);
		if (!length || ++t->tried > MOST_TRIED)
			return 0;
		offset += length;
	}
	return align(t, offset);
}

/* Whether the markers of so many names are at `at`, and the names before them. */
static bool has_names_before(struct table *t, size_t at, size_t n)
{
	size_t marks = (n + NAMES_A_MARK - 1) / NAMES_A_MARK, second;

	/* Most places fail here. */
	if (at <= t->names || byte_range__number(t->kernel, at, 4) ||
	    byte_range__number(t->kernel, at + 4 * (marks - 1), 4) >= at - t->names)
		return false;
	t->n = n;
	return end_of_names(t, &second) == at &&
	       (marks < 2 || byte_range__number(t->kernel, at + 4, 4) == second);
}

/* Whether so many names are there, with their markers and the tokens behind them. */
static bool has_names(struct table *t, size_t n)
{
	size_t marks = 4 * ((n + NAMES_A_MARK - 1) / NAMES_A_MARK), sequences = SEQUENCE_SIZE * n;

	if (t->tokens < marks + sequences + 2 * t->alignment)
		return false;
	return has_names_before(t, align_down(t, t->tokens - marks), n) ||
	       has_names_before(t, align_down(t, align_down(t, t->tokens - sequences) - marks), n);
}

/* From the tokens backwards. */
static bool find_names(struct table *t)
{
	size_t last = align_down(t, t->tokens);
	size_t first = last > MOST_BEFORE ? last - MOST_BEFORE : 0;

	for (size_t at = last; at >= first + t->alignment && ++t->tried <= MOST_TRIED;
	     at -= t->alignment) {
		uint32_t n = byte_range__number(t->kernel, at - t->alignment, 4);

		if (!n || n > MOST_SYMBOLS ||
		    (t->alignment > 4 && byte_range__number(t->kernel, at - t->alignment + 4, 4)))
			continue;
		t->names = at;
		if (has_names(t, n))
			return true;
	}
	return false;
}

static bool find_table(struct table *t)
{
	static const char digits[] = "0\0001\0002\0003\0004\0005\0006\0007\0008\0009";
	static const size_t alignments[] = { 8, 4 };
	const uint8_t *at = t->kernel.at, *end = at + t->kernel.size;

	while ((at = memmem(at, (size_t)(end - at), digits, sizeof(digits)))) {
		for (size_t i = 0; i < sizeof(alignments) / sizeof(*alignments); i++) {
			t->alignment = alignments[i];
			if (find_tokens(t, (size_t)(at - t->kernel.at)) && find_names(t))
				return true;
		}
		at++;
	}
	return false;
}

/* ---- looking up ---- */

/* Its type and the name, as the tokens write them. */
static void expand(const struct table *t, size_t offset, size_t length, char name[NAME_SIZE])
{
	size_t n = 0;

	for (; length; length--, offset++) {
		unsigned int token = byte_range__number(t->kernel, offset, 1);
		const char *text = (const char *)t->kernel.at + t->tokens +
				   byte_range__number(t->kernel, t->index + (size_t)2 * token, 2);
		size_t size = strlen(text);

		if (n + size >= NAME_SIZE)
			break;
		memcpy(name + n, text, size);
		n += size;
	}
	name[n] = '\0';
}

static bool is_it(const char *name, const char *wanted)
{
	size_t n = strlen(wanted);

	return !strncmp(name, wanted, n) && (!name[n] || name[n] == '.');
}

void image_symbols__search(struct byte_range kernel, const char *wanted,
			   struct image_lookup *lookup)
{
	struct table t = { .kernel = kernel };
	size_t offset;

	*lookup = (struct image_lookup){ .n = 0 };
	similar_names__start(&lookup->near, wanted);
	if (!find_table(&t))
		return;
	lookup->n = t.n;
	offset = t.names;
	for (size_t i = 0; i < t.n && !lookup->is_there; i++) {
		size_t length = length_at(&t, &offset);
		char name[NAME_SIZE];

		expand(&t, offset, length, name);
		offset += length;
		if (!name[0] || !strchr("tTwW", name[0]))
			continue;
		lookup->is_there = is_it(name + 1, wanted);
		similar_names__offer(&lookup->near, name + 1);
	}
}

static void search_content(const struct kernel_content *content, const char *wanted,
			   struct image_lookup *lookup, int *err)
{
	struct unpacked unpacked;
	struct byte_range kernel;

	*err = kernel_content__bare(content, &unpacked, &kernel);
	if (!*err)
		image_symbols__search(kernel, wanted, lookup);
	free(unpacked.bytes);
}

int image_symbols__look_up(const char *path, const char *wanted, struct image_lookup *lookup)
{
	struct kernel_content content;
	void *bytes;
	size_t size;
	int err = input_file__read(path, "a kernel image", KERNEL_FILE_MOST, &bytes, &size);

	*lookup = (struct image_lookup){ .n = 0 };
	if (err)
		return err == -ENOMEM ? err : 0;
	err = kernel_content__find(path, (struct byte_range){ bytes, size }, &content);
	if (!err) {
		search_content(&content, wanted, lookup, &err);
		kernel_content__free(&content);
	}
	free(bytes);
	return err == -EINTR || err == -ENOMEM ? err : 0;
}
