// SPDX-License-Identifier: GPL-2.0-or-later
/* HdrHistogram's formats, taken apart by other means than they were put together. */
#include "tests/unit/support.h"

#include <zlib.h>

#include "report/tables/hdr.h"

static struct run run;
static char *text;

static int run_setup(void **state)
{
	(void)state;
	make_run(&run, 2);
	return 0;
}

static int run_teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	run__free(&run);
	return 0;
}

/* ---- a log, decoded ---- */

#define MAX_BUCKETS 65536

struct decoded {
	char tag[64];
	double start, length, max;
	uint64_t highest; /* trackable */
	size_t n;	  /* buckets up to the last filled one */
	uint64_t counts[MAX_BUCKETS];
};

static struct decoded decoded;

static void write_log(void)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	assert_int_equal(hdr__write_log(&run, file), 0);
	fclose(file);
}

static unsigned int digit_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned int)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (unsigned int)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0') + 52;
	assert_true(c == '+' || c == '/');
	return c == '+' ? 62 : 63;
}

static size_t from_base64(const char *from, uint8_t *to)
{
	size_t n = strlen(from), digits = strcspn(from, "="), size = 0;
	unsigned int held = 0, bits = 0;

	assert_int_equal(n % 4, 0);
	assert_true(n - digits <= 2);
	for (size_t i = 0; i < digits; i++) {
		held = (held << 6 | digit_of(from[i])) & 0xffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			to[size++] = (uint8_t)(held >> bits);
		}
	}
	return size;
}

static uint64_t big_endian(const uint8_t *bytes, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value = value * 256 + bytes[i];
	return value;
}

/* One word of LEB128-64b9B; moves on. */
static uint64_t next_word(const uint8_t **at)
{
	uint64_t word = 0;

	for (unsigned int i = 0; i < 8; i++) {
		uint8_t byte = *(*at)++;

		word += (uint64_t)(byte % 128) << (7 * i);
		if (byte < 128)
			return word;
	}
	return word + ((uint64_t) * (*at)++ << 56);
}

static void decode_counts(const uint8_t *at, const uint8_t *end)
{
	while (at < end) {
		uint64_t word = next_word(&at);

		if (word % 2)
			decoded.n += word / 2 + 1;
		else
			decoded.counts[decoded.n++] = word / 2;
		assert_true(decoded.n < MAX_BUCKETS);
	}
	assert_ptr_equal(at, end);
}

static void decode_histogram(const char *base64)
{
	static uint8_t packed[65536], plain[65536];
	size_t size = from_base64(base64, packed);
	uLongf plain_size = sizeof(plain);

	assert_int_equal(big_endian(packed, 4), 0x1c849314);
	assert_int_equal(big_endian(packed + 4, 4), size - 8);
	assert_int_equal(uncompress(plain, &plain_size, packed + 8, size - 8), Z_OK);
	assert_int_equal(big_endian(plain, 4), 0x1c849313);
	assert_int_equal(big_endian(plain + 4, 4), plain_size - 40);
	assert_int_equal(big_endian(plain + 8, 4), 0);
	assert_int_equal(big_endian(plain + 12, 4), 3);
	assert_int_equal(big_endian(plain + 16, 8), 1);
	decoded.highest = big_endian(plain + 24, 8);
	assert_int_equal(big_endian(plain + 32, 8), 0x3ff0000000000000); /* 1.0 */
	decode_counts(plain + 40, plain + plain_size);
}

/* The line of a tag; false: there is none. */
static bool decode(const char *tag)
{
	char start[80];
	const char *line;
	char *base64;

	memset(&decoded, 0, sizeof(decoded));
	snprintf(start, sizeof(start), "\nTag=%s,", tag);
	line = strstr(text, start);
	if (!line)
		return false;
	assert_int_equal(sscanf(line, "\nTag=%63[^,],%lf,%lf,%lf,%m[^\n]", decoded.tag,
				&decoded.start, &decoded.length, &decoded.max, &base64),
			 5);
	decode_histogram(base64);
	free(base64);
	return true;
}

static uint64_t decoded_total(void)
{
	uint64_t total = 0;

	for (size_t i = 0; i < decoded.n; i++)
		total += decoded.counts[i];
	return total;
}

/* HdrHistogram's own definition of where a value is counted, for three significant digits. */
static size_t hdr_index(uint64_t value)
{
	const size_t sub_buckets = 2048;
	size_t bucket = 0;

	while (value >> bucket >= sub_buckets)
		bucket++;
	return (bucket + 1) * (sub_buckets / 2) + (size_t)(value >> bucket) - sub_buckets / 2;
}

/* All rounds of fentry: these cells once, and no others. */
static void give_fentry(bool exact, size_t n, const struct histogram_cell *cells)
{
	bool given = false;

	for (size_t i = 0; i < run.n_trials; i++) {
		struct distribution *d = &run.trials[i].operation;

		if (strcmp(run.trials[i].backend, "fentry") != 0)
			continue;
		histogram_cells__free(&d->cells);
		d->cells =
			given || !n ? (struct histogram_cells){ 0 } : make_cells(exact, n, cells);
		given = true;
	}
}

static void test_layouts_are_the_same(void **state)
{
	(void)state;
	for (uint64_t power = 1; power <= HISTOGRAM_MAX_VALUE; power *= 2)
		for (int64_t near = -1; near <= 1; near++) {
			uint64_t value = power + (uint64_t)near;

			assert_int_equal(histogram__bucket(value), hdr_index(value));
			assert_int_equal(histogram__bucket(value + value / 3),
					 hdr_index(value + value / 3));
		}
}

static void test_log_has_its_head(void **state)
{
	static const char head[] =
		"#[Logged by hookbench, values in instructions]\n"
		"#[Histogram log format version 1.3]\n"
		"#[StartTime: 1769862896.000 (seconds since epoch), Sat Jan 31 12:34:56 UTC 2026]\n"
		"\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\","
		"\"Interval_Compressed_Histogram\"\n"
		"Tag=none,0.000,0.100,2070.000,";

	(void)state;
	write_log();
	assert_memory_equal(text, head, sizeof(head) - 1);
	strcpy(run.started, "long ago");
	write_log();
	assert_null(strstr(text, "StartTime:"));
	assert_true(decode("none"));
}

/* Two rounds of 3, 960 and 37 operations; the control is a line of its own. */
static void test_log_holds_all_operations(void **state)
{
	static const struct {
		const char *tag;
		uint64_t cost;
	} expected[] = {
		{ "none", 2000 }, { "kprobe", 2400 }, { "fentry", 2100 }, { "control", 2000 }
	};

	(void)state;
	write_log();
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		uint64_t cost = expected[i].cost;

		assert_true(decode(expected[i].tag));
		assert_int_equal(decoded_total(), 2000);
		assert_int_equal(decoded.counts[hdr_index(cost - 2)], 6);
		assert_int_equal(decoded.counts[hdr_index(cost)], 1920);
		assert_int_equal(decoded.counts[hdr_index(cost + 70)], 74);
		assert_int_equal(decoded.n, hdr_index(cost + 70) + 1);
		assert_int_equal(decoded.highest, 4095);
		assert_close(decoded.max, (double)cost + 70, 0);
		assert_close(decoded.start, 0, 0);
		assert_close(decoded.length, 0.1, 0);
	}
}

/* Counts at both ends of what so many bytes hold, buckets beside each other and far apart. */
static void test_log_holds_any_counts(void **state)
{
	const struct histogram_cell cells[] = {
		{ 0, 1 },
		{ 1, 63 },
		{ 3, 64 },
		{ 6, (UINT64_C(1) << 48) - 1 },
		{ 2047, UINT64_C(1) << 55 },
		{ 2048, (UINT64_C(1) << 55) - 1 },
		{ UINT64_C(1) << 30, UINT64_C(1) << 62 },
		{ HISTOGRAM_MAX_VALUE, 7 },
	};

	(void)state;
	give_fentry(true, COUNT_OF(cells), cells);
	write_log();
	assert_true(decode("fentry"));
	for (size_t i = 0; i < COUNT_OF(cells); i++) {
		size_t bucket = hdr_index(cells[i].value);

		assert_int_equal(decoded.counts[bucket], cells[i].count);
		decoded.counts[bucket] = 0;
	}
	assert_int_equal(decoded_total(), 0);
	assert_int_equal(decoded.n, HISTOGRAM_BUCKETS);
	assert_int_equal(decoded.highest, HISTOGRAM_MAX_VALUE);
}

/* 3 and 4 ticks are 1.2 and 1.6 ns, 5 are 2; in 4000 and 4004 ticks are buckets of 2 ticks. */
static void test_log_is_in_whole_units(void **state)
{
	const struct histogram_cell cells[] = {
		{ 3, 10 }, { 4, 20 }, { 5, 30 }, { 4000, 1 }, { 4004, 2 },
	};

	(void)state;
	run.units_per_tick = 0.4;
	give_fentry(false, COUNT_OF(cells), cells);
	write_log();
	assert_true(decode("fentry"));
	assert_int_equal(decoded.counts[1], 10);
	assert_int_equal(decoded.counts[2], 50);
	assert_int_equal(decoded.counts[1600], 1);
	assert_int_equal(decoded.counts[1602], 2);
	assert_int_equal(decoded_total(), 63);
}

static void test_log_bears_extremes(void **state)
{
	(void)state;
	run.units_per_tick = 1e300;
	write_log();
	assert_true(decode("fentry"));
	assert_int_equal(decoded_total(), 2000);
	assert_int_equal(decoded.counts[hdr_index((UINT64_C(1) << 53) - 1)], 2000);
	run.units_per_tick = 0;
	write_log();
	assert_true(decode("fentry"));
	assert_int_equal(decoded.counts[0], 2000);
	assert_int_equal(decoded.highest, 2047);
}

static void test_tags_are_one_word(void **state)
{
	(void)state;
	strcpy(run.plan.backends[2], "a,b c\nd");
	for (size_t i = 0; i < run.n_trials; i++)
		if (!strcmp(run.trials[i].backend, "fentry"))
			strcpy(run.trials[i].backend, run.plan.backends[2]);
	write_log();
	assert_true(decode("a_b_c_d"));
	assert_int_equal(decoded_total(), 2000);
}

static void test_no_histograms_no_lines(void **state)
{
	(void)state;
	give_fentry(true, 0, NULL);
	write_log();
	assert_false(decode("fentry"));
	assert_true(decode("kprobe"));
	run__drop_histograms(&run);
	write_log();
	assert_null(strstr(text, "Tag="));
}

/* ---- percentiles ---- */

static void write_percentiles(bool exact, size_t n, const struct histogram_cell *cells, double max,
			      double mean)
{
	struct merged merged;
	struct trial *t = trial_of(&run, 1, "fentry");
	size_t size;
	FILE *file;

	give_fentry(exact, n, cells);
	t->operation.figures.max = max;
	t->operation.figures.mean = mean;
	t->operation.figures.count = 0;
	for (size_t i = 0; i < n; i++)
		t->operation.figures.count += cells[i].count;
	free(text);
	file = open_memstream(&text, &size);
	assert_int_equal(merged__make(&run, "fentry", false, &merged), 0);
	hdr__write_percentiles(&merged, file);
	merged__free(&merged);
	fclose(file);
}

/*
 * Steps of 10 % up to half, of 5 % up to three quarters, of 2.5 % and so on. Deviations from the
 * mean of 628: 5 of 608, 3 of 588, 568 and 5372; the root of 32,066,560 / 10.
 */
static void test_percentiles(void **state)
{
	static const char expected[] = "       Value     Percentile TotalCount 1/(1-Percentile)\n"
				       "\n"
				       "      20.000 0.000000000000          5           1.00\n"
				       "      20.000 0.100000000000          5           1.11\n"
				       "      20.000 0.200000000000          5           1.25\n"
				       "      20.000 0.300000000000          5           1.43\n"
				       "      20.000 0.400000000000          5           1.67\n"
				       "      20.000 0.500000000000          5           2.00\n"
				       "      40.000 0.550000000000          8           2.22\n"
				       "      40.000 0.600000000000          8           2.50\n"
				       "      40.000 0.650000000000          8           2.86\n"
				       "      40.000 0.700000000000          8           3.33\n"
				       "      40.000 0.750000000000          8           4.00\n"
				       "      40.000 0.775000000000          8           4.44\n"
				       "      40.000 0.800000000000          8           5.00\n"
				       "      60.000 0.825000000000          9           5.71\n"
				       "      60.000 0.850000000000          9           6.67\n"
				       "      60.000 0.875000000000          9           8.00\n"
				       "      60.000 0.887500000000          9           8.89\n"
				       "      60.000 0.900000000000          9          10.00\n"
				       "    6000.000 0.912500000000         10          11.43\n"
				       "    6000.000 1.000000000000         10\n"
				       "#[Mean    =      628.000, StdDeviation   =     1790.714]\n"
				       "#[Max     =     6000.000, Total count    =           10]\n"
				       "#[Buckets =            3, SubBuckets     =         2048]\n";
	const struct histogram_cell cells[] = { { 10, 5 }, { 20, 3 }, { 30, 1 }, { 3000, 1 } };

	(void)state;
	run.units_per_tick = 2;
	write_percentiles(true, COUNT_OF(cells), cells, 6000, 628);
	assert_string_equal(text, expected);
}

/* Buckets of four values count as their highest, but for the largest that was seen. */
static void test_percentiles_of_buckets(void **state)
{
	static const char expected[] = "       Value     Percentile TotalCount 1/(1-Percentile)\n"
				       "\n"
				       "    4099.000 0.000000000000          1           1.00\n"
				       "    4099.000 0.100000000000          1           1.11\n"
				       "    4099.000 0.200000000000          1           1.25\n"
				       "    4099.000 0.300000000000          1           1.43\n"
				       "    4099.000 0.400000000000          1           1.67\n"
				       "    4099.000 0.500000000000          1           2.00\n"
				       "    4105.000 0.550000000000          2           2.22\n"
				       "    4105.000 1.000000000000          2\n"
				       "#[Mean    =     4102.000, StdDeviation   =        4.000]\n"
				       "#[Max     =     4105.000, Total count    =            2]\n"
				       "#[Buckets =            3, SubBuckets     =         2048]\n";
	const struct histogram_cell cells[] = { { 4096, 1 }, { 4104, 1 } };

	(void)state;
	write_percentiles(false, COUNT_OF(cells), cells, 4105, 4102);
	assert_string_equal(text, expected);
}

/*
 * printf rounds what is in binary, HdrHistogram the decimal: of 0.999780273437|5, which is a little
 * less in binary, it makes ...438.
 */
static void test_shares_are_rounded_up(void **state)
{
	const struct histogram_cell cells[] = { { 1, 99999 }, { 2, 1 } };

	(void)state;
	write_percentiles(true, COUNT_OF(cells), cells, 2, 1);
	assert_non_null(strstr(text, " 0.999780273438 "));
	assert_non_null(strstr(text, " 0.999926757813 "));
}

static void test_percentiles_of_nothing(void **state)
{
	static const char expected[] = "       Value     Percentile TotalCount 1/(1-Percentile)\n"
				       "\n"
				       "#[Mean    =        0.000, StdDeviation   =        0.000]\n"
				       "#[Max     =        0.000, Total count    =            0]\n"
				       "#[Buckets =            1, SubBuckets     =         2048]\n";

	(void)state;
	write_percentiles(true, 0, NULL, 0, 0);
	assert_string_equal(text, expected);
}

/* Beyond the resolution of a double, it ends. */
static void test_percentiles_end(void **state)
{
	const struct histogram_cell cells[] = { { 1, INT64_MAX }, { 2, 1 } };
	size_t lines = 0;

	(void)state;
	write_percentiles(true, COUNT_OF(cells), cells, 2, 1);
	for (const char *at = text; (at = strchr(at, '\n')); at++)
		lines++;
	assert_true(lines > 200 && lines < 300);
	assert_non_null(strstr(text, "       2.000 1.000000000000 9223372036854775808\n"));
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, run_setup, run_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layouts_are_the_same),
		on_run(test_log_has_its_head),
		on_run(test_log_holds_all_operations),
		on_run(test_log_holds_any_counts),
		on_run(test_log_is_in_whole_units),
		on_run(test_log_bears_extremes),
		on_run(test_tags_are_one_word),
		on_run(test_no_histograms_no_lines),
		on_run(test_percentiles),
		on_run(test_percentiles_of_buckets),
		on_run(test_shares_are_rounded_up),
		on_run(test_percentiles_of_nothing),
		on_run(test_percentiles_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
