/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether the text that a source becomes, with all that it includes, is the same as at an earlier
 * time: then what was compiled of it is in the cache, and clang, which takes longer to start than
 * all else, is not needed to know that. It is the same if
 * - the same clang, found at the same place, would be run with the same words, in the same folder,
 *   for the same image, under the same variables of the environment that it reads;
 * - each file that it read has the same bytes, which are read, whatever the file's time says;
 * - nothing has come or gone that it would have found first: all names by which those files can
 *   have been asked for, and those that __has_include asked for, are looked up in all folders that
 *   it searched, and next to all files that it read.
 * Where that cannot be known, nothing is kept: a clang that is a script or a link to another
 * program, words that are not known to be harmless, sources that say when they were compiled,
 * files that were changed while clang read them.
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_TEXT_BEFORE_H
#define HOOKBENCH_BENCH_OBJECTS_TEXT_BEFORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "bench/objects/words.h"
#include "bench/vm/keyed_cache.h"

/* What is known of a text. */
struct source_text {
	char compiler[128];
	uint32_t checksum;
	size_t size;
	bool has_unnamed_members; /* see vmlinux_header.h */
};

struct text_before {
	struct keyed_cache cache;
	json_t *stored;		/* NULL: nothing */
	char *clang;		/* all links followed; NULL: see above */
	struct timespec before; /* clang ran; by the clock of files' times */
};

/*
 * `facts`: what the text depends on besides all above; takes ownership of it. `cflags`: the user's
 * words. Nothing is logged, here and below: without a text, only time is lost.
 */
void text_before__open(struct text_before *t, json_t *facts, const struct words *cflags);
/*
 * Whether all that these words name becomes part of the text, or has no content: what clang makes
 * of the text depends on nothing else then.
 */
bool text_before__has_all(const struct words *cflags);
/* Whether clang included the vmlinux.h that was made for it. */
bool text_before__needs_header(const struct text_before *t);
/*
 * True, with what is known of the text, if it is the same now. `made`: the folder that has the
 * vmlinux.h; it is another each time.
 */
bool text_before__is_same(const struct text_before *t, const char *made, struct source_text *text);
/* Before clang is run, of which text_before__keep tells. */
void text_before__note_time(struct text_before *t);
/* `rule`: the file that -MD wrote. `messages`: what -v printed. */
void text_before__keep(const struct text_before *t, const char *made, const char *rule,
		       const char *messages, const struct source_text *text);
void text_before__close(struct text_before *t);

#endif
