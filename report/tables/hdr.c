// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/hdr.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include "bench/base/log.h"
#include "bench/base/print.h"
#include "report/figures/rounds.h"

#define SIGNIFICANT_DIGITS 3
#define TICKS_PER_HALF	   5
/* Closer to 100 %, no run has enough operations, and steps soon become too small for a double. */
#define LAST_LEVEL (100 - 0x1p-40)
/* The largest integer up to which JavaScript readers represent all integers exactly. */
#define LARGEST_VALUE ((UINT64_C(1) << 53) - 1)

/* All writers set 0x10 in the low byte, for the encoding of zeros. */
#define COOKIE		  0x1c849313U
#define COOKIE_COMPRESSED 0x1c849314U
#define HEADER_SIZE	  40
#define WORD_SIZE	  9 /* at most */

/* ---- values ---- */

static uint64_t whole_units(const struct merged *m, uint64_t ticks)
{
	double units = round((double)ticks * m->units_per_tick);

	return units < (double)LARGEST_VALUE ? (uint64_t)units : LARGEST_VALUE;
}

static uint64_t whole_value(const struct merged *m, size_t cell)
{
	return whole_units(m, m->cells.v[cell].value);
}

/* HdrHistogram's ranges end just below a power of two, the first one below 2048. */
static unsigned int range_bits(const struct merged *m)
{
	uint64_t largest = m->cells.n ? whole_value(m, m->cells.n - 1) : 0;

	return 64U - (unsigned int)__builtin_clzll(largest | HISTOGRAM_HALF_COUNT);
}

/* ---- percentiles ---- */

static double highest_value(const struct merged *m, size_t cell)
{
	uint64_t first = m->cells.v[cell].value;
	uint64_t last = m->cells.exact ? first : histogram__bucket_last(first);

	return (double)(last < m->max ? last : m->max) * m->units_per_tick;
}

static double middle_value(const struct merged *m, size_t cell)
{
	uint64_t first = m->cells.v[cell].value;
	uint64_t width = histogram__bucket_last(first) + 1 - first;

	return (double)(m->cells.exact ? first : first + width / 2) * m->units_per_tick;
}

/* Each step is a fifth of half the distance to 100 %, so steps halve with each half distance. */
static double next_level(double level)
{
	double halvings = floor(log2(100 / (100 - level))) + 1;

	return level + 100 / (TICKS_PER_HALF * exp2(halvings));
}

static void write_level(const struct merged *m, size_t cell, double level, uint64_t reached,
			FILE *file)
{
	/*
	 * HdrHistogram rounds a decimal 5 up, printf rounds the binary value. Rounding first avoids
	 * a difference.
	 */
	double share = round(level * 1e10) / 1e12;

	fprintf(file, "%12.3f %2.12f %10" PRIu64, highest_value(m, cell), share, reached);
	if (level < 100)
		fprintf(file, " %14.2f", 1 / (1 - level / 100));
	fputc('\n', file);
}

static void write_levels(const struct merged *m, FILE *file)
{
	double level = 0;
	uint64_t reached = 0;

	for (size_t i = 0; i < m->cells.n; i++) {
		bool is_last = i == m->cells.n - 1;

		reached += m->cells.v[i].count;
		while (100.0 * (double)reached / (double)m->total >= level && level < LAST_LEVEL) {
			write_level(m, i, level, reached, file);
			level = next_level(level);
			/* The last value has one line for the level reached, and one for 100 %. */
			if (is_last)
				break;
		}
		if (is_last)
			write_level(m, i, 100, reached, file);
	}
}

static double standard_deviation(const struct merged *m, double mean)
{
	double squares = 0;

	for (size_t i = 0; i < m->cells.n; i++) {
		double distance = middle_value(m, i) - mean;

		squares += distance * distance * (double)m->cells.v[i].count;
	}
	return m->total ? sqrt(squares / (double)m->total) : 0;
}

void hdr__write_percentiles(const struct merged *m, FILE *file)
{
	double mean = m->total ? m->sum / (double)m->total * m->units_per_tick : 0;

	print__terminal(file, "%12s %14s %10s %14s\n\n", "Value", "Percentile", "TotalCount",
			"1/(1-Percentile)");
	write_levels(m, file);
	fprintf(file, "#[Mean    = %12.3f, StdDeviation   = %12.3f]\n", mean,
		standard_deviation(m, mean));
	fprintf(file, "#[Max     = %12.3f, Total count    = %12" PRIu64 "]\n",
		(double)m->max * m->units_per_tick, m->total);
	fprintf(file, "#[Buckets = %12u, SubBuckets     = %12u]\n",
		range_bits(m) - HISTOGRAM_HALF_BITS, 2 * HISTOGRAM_HALF_COUNT);
}

/* ---- the encoding ---- */

/* The caller makes the buffer large enough. */
struct bytes {
	uint8_t *v;
	size_t n;
};

static void put_big_endian(struct bytes *b, uint64_t value, unsigned int size)
{
	while (size--)
		b->v[b->n++] = (uint8_t)(value >> (8 * size));
}

/* LEB128-64b9B: seven bits per byte, low bits first, but all eight bits of a ninth byte. */
static void put_word(struct bytes *b, uint64_t word)
{
	for (unsigned int i = 1; i < WORD_SIZE && word > 0x7f; i++, word >>= 7)
		b->v[b->n++] = (uint8_t)(word | 0x80);
	b->v[b->n++] = (uint8_t)word;
}

/* ZigZag: even words are counts, odd words are numbers of empty buckets. */
static void put_count(struct bytes *b, uint64_t count)
{
	put_word(b, count << 1);
}

static void put_empty_buckets(struct bytes *b, size_t n)
{
	/* A single empty bucket is written as a count of 0, as HdrHistogram does. */
	if (n == 1)
		put_count(b, 0);
	else if (n)
		put_word(b, ((uint64_t)n << 1) - 1);
}

/*
 * Values ascend, and so do their buckets: a bucket is written when a value of the next one appears.
 */
static void put_counts(struct bytes *b, const struct merged *m)
{
	size_t bucket = 0, written = 0; /* buckets below `written` are done */
	uint64_t count = 0;

	for (size_t i = 0; i < m->cells.n; i++) {
		bucket = histogram__bucket(whole_value(m, i));
		count += m->cells.v[i].count;
		if (i + 1 < m->cells.n && histogram__bucket(whole_value(m, i + 1)) == bucket)
			continue;
		put_empty_buckets(b, bucket - written);
		put_count(b, count);
		written = bucket + 1;
		count = 0;
	}
}

static void put_histogram(struct bytes *b, const struct merged *m)
{
	struct bytes length = { b->v + 4, 0 };
	double ratio = 1;
	uint64_t ratio_bits;

	memcpy(&ratio_bits, &ratio, sizeof(ratio_bits));
	put_big_endian(b, COOKIE, 4);
	put_big_endian(b, 0, 4); /* the length, below */
	put_big_endian(b, 0, 4); /* offset of the first bucket */
	put_big_endian(b, SIGNIFICANT_DIGITS, 4);
	put_big_endian(b, 1, 8); /* lowest value other than 0 */
	put_big_endian(b, (UINT64_C(1) << range_bits(m)) - 1, 8);
	put_big_endian(b, ratio_bits, 8);
	put_counts(b, m);
	put_big_endian(&length, b->n - HEADER_SIZE, 4);
}

/* 0 or -ENOMEM; free to->v. */
static int compress_histogram(const struct bytes *from, struct bytes *to)
{
	uLongf size = compressBound(from->n);
	struct bytes head;

	to->v = malloc(8 + size);
	if (!to->v)
		return -ENOMEM;
	if (compress2(to->v + 8, &size, from->v, from->n, Z_BEST_COMPRESSION) != Z_OK)
		return -ENOMEM; /* the only possible error: the buffer is large enough */
	head = (struct bytes){ to->v, 0 };
	put_big_endian(&head, COOKIE_COMPRESSED, 4);
	put_big_endian(&head, size, 4);
	to->n = 8 + size;
	return 0;
}

static void write_base64(const struct bytes *b, FILE *file)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < b->n; i += 3) {
		uint32_t three = 0;

		for (size_t j = i; j < i + 3; j++)
			three = three << 8 | (j < b->n ? b->v[j] : 0);
		for (unsigned int digit = 0; digit < 4; digit++)
			fputc(i + digit > b->n ? '=' : digits[three >> (18 - 6 * digit) & 63],
			      file);
	}
}

/* 0 or -ENOMEM. */
static int write_encoded(const struct merged *m, FILE *file)
{
	/* A cell takes at most one word for empty buckets, and a count. */
	struct bytes plain = { malloc(HEADER_SIZE + 2 * WORD_SIZE * m->cells.n), 0 };
	struct bytes packed = { NULL, 0 };
	int err = -ENOMEM;

	if (plain.v) {
		put_histogram(&plain, m);
		err = compress_histogram(&plain, &packed);
	}
	if (!err)
		write_base64(&packed, file);
	free(packed.v);
	free(plain.v);
	return err ? log__out_of_memory() : 0;
}

/* ---- the log ---- */

/* Left out if the run does not have it: readers do not need it. */
static void write_start(const struct run *run, FILE *file)
{
	struct tm tm = { .tm_isdst = 0 };
	const char *end = strptime(run->started, "%Y-%m-%dT%H:%M:%SZ", &tm);
	char words[64];

	if (!end || *end)
		return;
	fprintf(file, "#[StartTime: %.3f (seconds since epoch), ", (double)timegm(&tm));
	strftime(words, sizeof(words), "%a %b %d %H:%M:%S UTC %Y", &tm);
	print__terminal(file, "%s]\n", words);
}

static void write_head(const struct run *run, FILE *file)
{
	print__terminal(file, "#[Logged by hookbench, values in %s]\n",
			clock_unit__name(run->unit));
	fputs("#[Histogram log format version 1.3]\n", file);
	write_start(run, file);
	fputs("\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n",
	      file);
}

static void write_tag(const char *name, FILE *file)
{
	fputs("Tag=", file);
	for (; *name; name++)
		fputc(isgraph((unsigned char)*name) && *name != ',' ? *name : '_', file);
}

static double measured_seconds(const struct run *run, const char *backend, bool control)
{
	double ns = 0;

	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i];

		if (t->control == control && !strcmp(t->backend, backend))
			ns += (double)t->elapsed_ns;
	}
	return ns / 1e9;
}

static int write_interval(const struct run *run, const char *backend, bool control, FILE *file)
{
	struct merged merged;
	int err = merged__make(run, backend, control, &merged);

	if (!err && merged.total) {
		write_tag(control ? "control" : backend, file);
		fprintf(file, ",0.000,%.3f,%" PRIu64 ".000,",
			measured_seconds(run, backend, control), whole_units(&merged, merged.max));
		err = write_encoded(&merged, file);
		fputc('\n', file);
	}
	merged__free(&merged);
	return err;
}

int hdr__write_log(const struct run *run, FILE *file)
{
	int err = 0;

	write_head(run, file);
	for (size_t i = 0; i < run->plan.n_backends && !err; i++)
		err = write_interval(run, run->plan.backends[i], false, file);
	return err ? err : write_interval(run, run__reference(run), true, file);
}
