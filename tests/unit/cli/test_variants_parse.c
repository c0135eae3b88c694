// SPDX-License-Identifier: GPL-2.0-or-later
/* Options with several values, and the runs that their product is. */
#include "tests/unit/support.h"

#include "bench/base/log.h"
#include "bench/cli/variants_parse.h"
#include "bench/hook/payload.h"

static struct options options;
static char logged[1024];

static void keep(enum log_level level, const char *message)
{
	(void)level;
	snprintf(logged, sizeof(logged), "%s", message);
}

static int axes_setup(void **state)
{
	(void)state;
	memset(&options, 0, sizeof(options));
	logged[0] = '\0';
	log__set_sink(keep);
	return 0;
}

static int axes_teardown(void **state)
{
	(void)state;
	log__set_sink(NULL);
	return 0;
}

/* The words are changed, and pointed into. */
static int give(enum axis_id axis, const char *text)
{
	static char words[64][256];
	static size_t n;
	char *copy = words[n++ % COUNT_OF(words)];

	snprintf(copy, sizeof(words[0]), "%s", text);
	return variants__parse(&options, axis, copy);
}

static void assert_folder(size_t combination, const char *expected)
{
	char name[VARIANTS_NAME_SIZE];

	variants__folder(&options.axes, combination, name);
	assert_string_equal(name, expected);
}

static void assert_label(size_t combination, const char *expected)
{
	char label[VARIANTS_NAME_SIZE];

	variants__label(&options.axes, combination, label);
	assert_string_equal(label, expected);
}

static void test_nothing_given_is_one_run(void **state)
{
	(void)state;
	assert_int_equal(variants__count(&options.axes), 1);
	assert_null(variants__value(&options.axes, 0, AXIS_PAYLOAD));
	assert_folder(0, "");
	assert_int_equal(variants__require_one(&options.axes), 0);
}

static void test_one_value_each_is_one_run(void **state)
{
	(void)state;
	assert_int_equal(give(AXIS_PAYLOAD, "empty"), 0);
	assert_int_equal(give(AXIS_CPU_MODEL, "EPYC"), 0);
	assert_int_equal(give(AXIS_APPEND, "isolcpus=1,2 quiet"), 0);
	assert_int_equal(give(AXIS_THREADS, "4"), 0);
	assert_int_equal(variants__count(&options.axes), 1);
	assert_int_equal(variants__require_one(&options.axes), 0);
	assert_string_equal(options.plan.payload, "empty");
	assert_string_equal(options.where.cpu_model, "EPYC");
	assert_string_equal(options.where.append, "isolcpus=1,2 quiet");
	assert_int_equal(options.plan.threads, 4);
	assert_folder(0, "");
}

/* The first axis changes slowest, and every combination comes up once. */
static void test_product(void **state)
{
	static const struct {
		const char *payload, *append;
		unsigned int threads;
	} expected[] = {
		{ "count", "a", 1 },  { "count", "a", 2 },  { "count", NULL, 1 },
		{ "count", NULL, 2 }, { "empty", "a", 1 },  { "empty", "a", 2 },
		{ "empty", NULL, 1 }, { "empty", NULL, 2 },
	};

	(void)state;
	give(AXIS_THREADS, "1,2");
	give(AXIS_APPEND, "a");
	give(AXIS_APPEND, "");
	give(AXIS_PAYLOAD, "count,empty");
	give(AXIS_CPU_MODEL, "EPYC");
	assert_int_equal(variants__count(&options.axes), COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		variants__choose(&options.axes, i, &options);
		assert_string_equal(options.plan.payload, expected[i].payload);
		assert_string_equal(options.where.cpu_model, "EPYC");
		assert_int_equal(options.plan.threads, expected[i].threads);
		if (expected[i].append)
			assert_string_equal(options.where.append, expected[i].append);
		else
			assert_null(options.where.append);
	}
	assert_folder(0, "payload-count,append-a,threads-1");
	assert_folder(7, "payload-empty,append-none,threads-2");
	assert_label(0, "count, a, threads 1");
	assert_label(7, "empty, no --append, threads 2");
}

static void test_first_value_is_set(void **state)
{
	(void)state;
	give(AXIS_PAYLOAD, "empty,count");
	give(AXIS_APPEND, "");
	give(AXIS_APPEND, "quiet");
	assert_string_equal(options.plan.payload, "empty");
	assert_null(options.where.append);
}

/* As it was before there were other axes. */
static void test_threads_alone(void **state)
{
	(void)state;
	give(AXIS_THREADS, "1,16");
	assert_folder(0, "threads-1");
	assert_folder(1, "threads-16");
}

static void test_a_list_replaces_an_earlier_one(void **state)
{
	(void)state;
	give(AXIS_THREADS, "1,2,4");
	give(AXIS_THREADS, "8");
	assert_int_equal(variants__count(&options.axes), 1);
	assert_int_equal(options.plan.threads, 8);
}

static void test_features_belong_to_their_model(void **state)
{
	(void)state;
	give(AXIS_CPU_MODEL, "qemu64,+ibpb,-sse3,EPYC,vendor=x,max");
	assert_int_equal(options.axes.of[AXIS_CPU_MODEL].n, 3);
	assert_string_equal(options.axes.of[AXIS_CPU_MODEL].values[0], "qemu64,+ibpb,-sse3");
	assert_string_equal(options.axes.of[AXIS_CPU_MODEL].values[1], "EPYC,vendor=x");
	assert_string_equal(options.axes.of[AXIS_CPU_MODEL].values[2], "max");
	assert_folder(0, "cpu-model-qemu64_+ibpb_-sse3");
}

static void test_bad_values(void **state)
{
	(void)state;
	assert_int_equal(give(AXIS_PAYLOAD, "count,nonsense"), -EINVAL);
	assert_non_null(strstr(logged, "unknown payload \"nonsense\""));
	assert_int_equal(give(AXIS_PAYLOAD, "count,"), -EINVAL);
	assert_int_equal(give(AXIS_PAYLOAD, "count,count"), -EINVAL);
	assert_non_null(strstr(logged, "--payload has the value \"count\" twice"));
	give(AXIS_APPEND, "quiet");
	assert_int_equal(give(AXIS_APPEND, "quiet"), -EINVAL);
	assert_int_equal(
		give(AXIS_THREADS,
		     "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33"),
		-E2BIG);
	assert_non_null(strstr(logged, "at most 32"));
	assert_int_equal(give(AXIS_ELSEWHERE, "kprobe.multi:10,kprobe:10"), -EINVAL);
	assert_int_equal(give(AXIS_ELSEWHERE, "kprobe.multi:10,kprobe.multi:10"), -EINVAL);
}

/* A group is its members, after the payload that they are compared with. */
static void test_prices_are_a_group(void **state)
{
	size_t n = 1;

	(void)state;
	assert_int_equal(give(AXIS_PAYLOAD, "prices"), 0);
	for (const struct payload *p = payloads; p->name; p++)
		n += p->is_price;
	assert_int_equal(variants__count(&options.axes), n);
	assert_string_equal(options.axes.of[AXIS_PAYLOAD].values[0], "empty");
	assert_string_equal(options.plan.payload, "empty");
	assert_int_equal(give(AXIS_PAYLOAD, "prices,array"), -EINVAL);
}

static void test_pid_filter(void **state)
{
	(void)state;
	assert_int_equal(give(AXIS_PID_FILTER, "no,yes"), 0);
	assert_false(options.plan.pid_filter);
	variants__choose(&options.axes, 1, &options);
	assert_true(options.plan.pid_filter);
	assert_folder(1, "pid-filter-yes");
	assert_label(0, "pid filter no");
	assert_int_equal(give(AXIS_PID_FILTER, "12"), -EINVAL);
	assert_string_equal(logged,
			    "--pid-filter takes no, yes, or no,yes for a run each, not \"12\"");
	assert_int_equal(give(AXIS_PID_FILTER, "yes,yes"), -EINVAL);
}

static void test_too_many_runs(void **state)
{
	(void)state;
	assert_int_equal(give(AXIS_THREADS, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16"), 0);
	assert_int_equal(give(AXIS_CPU_MODEL, "a,b,c,d"), 0);
	assert_int_equal(variants__count(&options.axes), VARIANTS_MAX_RUNS);
	assert_int_equal(give(AXIS_PAYLOAD, "count,empty"), -E2BIG);
	assert_non_null(strstr(logged, "make 128 runs"));
}

static void test_commands_that_take_one(void **state)
{
	(void)state;
	give(AXIS_CPU_MODEL, "a,b");
	assert_int_equal(variants__require_one(&options.axes), -EINVAL);
	assert_non_null(strstr(logged, "one value of --cpu-model, not 2"));
}

#define on_axes(function) cmocka_unit_test_setup_teardown(function, axes_setup, axes_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_axes(test_nothing_given_is_one_run),
		on_axes(test_one_value_each_is_one_run),
		on_axes(test_product),
		on_axes(test_first_value_is_set),
		on_axes(test_threads_alone),
		on_axes(test_a_list_replaces_an_earlier_one),
		on_axes(test_features_belong_to_their_model),
		on_axes(test_bad_values),
		on_axes(test_prices_are_a_group),
		on_axes(test_pid_filter),
		on_axes(test_too_many_runs),
		on_axes(test_commands_that_take_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
