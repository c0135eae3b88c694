// SPDX-License-Identifier: GPL-2.0-or-later
/* From what the plugin and the guest say to the table: bench/explain/explain.c, too. */
#include "tests/unit/support.h"

#include <zlib.h>

#include "bench/base/base64.h"
#include "bench/explain/explain.h"
#include "report/tables/explanation_print.h"
#include "report/verdicts/explanation.h"

static const char kallsyms[] = "ffffffff81000000 T entry\n"
			       "ffffffff81000100 T do_unlinkat\n"
			       "ffffffff81000200 T kprobe_ftrace_handler\n"
			       "ffffffff81000300 T _etext\n";

#define NONE                                                                   \
	"trial 1000 2000 960 950\n"                                            \
	"i 7fff00000000 10\ni ffffffff81000000 990\ni ffffffff81000100 1000\n" \
	"n 1 0 7fff00000000 10\nn 2 1 ffffffff81000000 990\nn 3 2 ffffffff81000100 1000\nend\n"
/* do_unlinkat becomes cheaper by 20. */
#define KPROBE                                                                            \
	"trial 1000 2400 960 940\n"                                                       \
	"i 7fff00000000 10\ni ffffffff81000000 990\ni ffffffff81000100 980\n"             \
	"i ffffffff81000210 300\ni ffffffffc0000010 100\ni ffffffffc0900000 20\n"         \
	"n 1 0 7fff00000000 10\nn 2 1 ffffffff81000000 990\nn 3 2 ffffffff81000100 980\n" \
	"n 4 3 ffffffffc0000000 100\nn 5 4 ffffffff81000200 300\nn 6 5 ffffffffc0900000 20\nend\n"
#define KPROBE_DEARER                                                                     \
	"trial 1000 2402 960 940\n"                                                       \
	"i 7fff00000000 10\ni ffffffff81000000 990\ni ffffffff81000100 980\n"             \
	"i ffffffff81000210 302\ni ffffffffc0000010 100\ni ffffffffc0900000 20\n"         \
	"n 1 0 7fff00000000 10\nn 2 1 ffffffff81000000 990\nn 3 2 ffffffff81000100 980\n" \
	"n 4 3 ffffffffc0000000 100\nn 5 4 ffffffff81000200 302\nn 6 5 ffffffffc0900000 20\nend\n"
#define FENTRY                                                                             \
	"trial 1000 2100 960 960\n"                                                        \
	"i 7fff00000000 10\ni ffffffff81000000 990\ni ffffffff81000100 1000\n"             \
	"i ffffffffc0000010 100\n"                                                         \
	"n 1 0 7fff00000000 10\nn 2 1 ffffffff81000000 990\nn 3 2 ffffffff81000100 1000\n" \
	"n 4 3 ffffffffc0000000 100\nend\n"

static json_t *pack(const char *text)
{
	uLongf size = compressBound(strlen(text));
	Bytef *data = malloc(size);
	json_t *json;
	char *base64;

	assert_int_equal(compress2(data, &size, (const Bytef *)text, strlen(text), 1), Z_OK);
	base64 = base64__encode(data, size);
	json = json_string(base64);
	free(base64);
	free(data);
	return json;
}

static int make(struct run *run, const char *counts)
{
	json_t *packed = pack(kallsyms);
	json_t *attached = json_pack("[[], [[I, i, s]], [[I, i, s]], []]",
				     (json_int_t)0xffffffffc0000000, 4096, "ftrace_trampoline",
				     (json_int_t)0xffffffffc0000000, 4096, "bpf_trampoline_1");
	struct profiles profiles;
	FILE *file = tmpfile();
	int err;

	log_begin();
	fprintf(file, "hookbench-count 1\n%s", counts);
	assert_int_equal(profiles__read(file, &profiles), 0);
	fclose(file);
	err = explain__make(run, &profiles, packed, attached, &run->explain);
	profiles__free(&profiles);
	json_decref(packed);
	json_decref(attached);
	return err;
}

static struct run run;
static struct summary summary;
static struct explanation explanation;

static int setup(void **state)
{
	(void)state;
	make_run(&run, 1);
	assert_int_equal(make(&run, NONE KPROBE FENTRY NONE), 0);
	summary__make(&run, &summary);
	return explanation__make(&run, &summary, &explanation);
}

static int teardown(void **state)
{
	(void)state;
	explanation__free(&explanation);
	run__free(&run);
	return 0;
}

static void test_sums_are_overheads(void **state)
{
	const struct explained *kprobe = explanation__find(&explanation, "kprobe");

	(void)state;
	assert_int_equal(explanation.n, 3);
	assert_true(explanation__is_exact(&explanation));
	assert_int_equal(explanation__find(&explanation, "none")->sum, 2000);
	assert_int_equal(explanation__find(&explanation, "fentry")->sum, 100);
	assert_int_equal(kprobe->sum, 400);
	assert_int_equal(kprobe->used, 940);
	assert_int_equal(kprobe->operations, 1000);
	assert_null(explanation__find(&explanation, "kretprobe"));
}

static void test_functions(void **state)
{
	static const struct {
		const char *name;
		int64_t none, hook;
		enum group group;
	} wanted[] = {
		{ "kprobe_ftrace_handler", 0, 300, GROUP_DISPATCH },
		{ "[ftrace trampoline]", 0, 100, GROUP_GETTING_THERE },
		{ "?", 0, 20, GROUP_REST },
		{ "do_unlinkat", 1000, 980, GROUP_REST },
	};
	const struct explained *kprobe = explanation__find(&explanation, "kprobe");

	(void)state;
	assert_int_equal(kprobe->n, COUNT_OF(wanted));
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		assert_string_equal(kprobe->functions[i].name, wanted[i].name);
		assert_int_equal(kprobe->functions[i].none, wanted[i].none);
		assert_int_equal(kprobe->functions[i].hook, wanted[i].hook);
		assert_int_equal(kprobe->functions[i].group, wanted[i].group);
	}
	assert_int_equal(kprobe->by_group[GROUP_DISPATCH], 300);
	assert_int_equal(kprobe->by_group[GROUP_REST], 0);
	/* The same address, under another hook. */
	assert_string_equal(explanation__find(&explanation, "fentry")->functions[0].name,
			    "[bpf trampoline]");
}

static void test_stacks(void **state)
{
	json_t *stacks = explanation__find(&explanation, "kprobe")->stacks;

	(void)state;
	assert_int_equal(
		json_integer_value(json_object_get(
			stacks,
			"[user];entry;do_unlinkat;[ftrace trampoline];kprobe_ftrace_handler")),
		300);
	assert_int_equal(json_integer_value(json_object_get(stacks, "[user];entry")), 990);
	assert_int_equal(json_object_size(stacks), 6);
}

static void test_difference_of_two(void **state)
{
	struct explained_change *changes;
	size_t n = explained__compare(explanation__find(&explanation, "kprobe"),
				      explanation__find(&explanation, "fentry"), &changes);
	int64_t sum = 0;

	(void)state;
	assert_int_equal(n, 5);
	for (size_t i = 0; i < n; i++)
		sum += changes[i].after - changes[i].before;
	assert_int_equal(sum, -300);
	assert_string_equal(changes[0].name, "kprobe_ftrace_handler");
	assert_int_equal(changes[0].before, 300);
	assert_int_equal(changes[0].after, 0);
	free(changes);
	n = explained__compare(explanation__find(&explanation, "kprobe"),
			       explanation__find(&explanation, "kprobe"), &changes);
	assert_int_equal(n, 0);
	assert_null(changes);
}

static void test_causes(void **state)
{
	static const struct {
		const char *before, *after, *causes;
	} rows[] = {
		{ "'a': 10, 'b': 5", "'a': 10, 'b': 5", "" },
		{ "'a': 10", "'a': 12", "a +2" },
		{ "'a': 10", "'a': 9", "" },
		/* What became cheaper is no cause. */
		{ "'a': 10, 'b': 99", "'a': 12, 'c': 7, 'd': 8, 'e': 1", "d +8, c +7, a +2" },
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct run sides[2] = { { .explain = NULL }, { .explain = NULL } }, no_explain;

		memset(&no_explain, 0, sizeof(no_explain));
		strcpy(no_explain.plan.backends[0], "none");
		for (size_t j = 0; j < 2; j++) {
			char json[512];

			snprintf(json, sizeof(json),
				 "{'schema': 'hookbench-explain/1', 'trials': [{'round': 1, "
				 "'backend': 'none', 'functions': {'a': 1}}, {'round': 1, "
				 "'backend': 'tp', 'functions': {%s}}]}",
				 j ? rows[i].after : rows[i].before);
			for (char *c = json; *c; c++)
				*c = *c == '\'' ? '"' : *c;
			strcpy(sides[j].plan.backends[0], "none");
			sides[j].explain = json_loads(json, 0, NULL);
			assert_non_null(sides[j].explain);
		}
		explanation__causes(&sides[0], &sides[1], "tp", text, sizeof(text));
		assert_string_equal(text, rows[i].causes);
		explanation__causes(&sides[0], &no_explain, "tp", text, sizeof(text));
		assert_string_equal(text, "");
		explanation__causes(&sides[0], &sides[1], "fexit", text, sizeof(text));
		assert_string_equal(text, "");
		json_decref(sides[0].explain);
		json_decref(sides[1].explain);
	}
}

/* The plugin and the guest saw different lengths: nothing of it may be believed. */
static void test_parts_that_do_not_add_up(void **state)
{
	struct explanation other;

	(void)state;
	trial_of(&run, 1, "kprobe")->operation.figures.mode += 1;
	summary__make(&run, &summary);
	assert_int_equal(explanation__make(&run, &summary, &other), 0);
	assert_false(explanation__is_exact(&other));
	explanation__free(&other);
	trial_of(&run, 1, "kprobe")->operation.figures.mode -= 1;
	summary__make(&run, &summary);
}

/* A hook that varies: the parts are those of the first round, the overhead is the median of all. */
static void test_rounds_that_differ(void **state)
{
	struct summary other_summary;
	struct explanation other;
	const struct explained *kprobe;
	struct run two;

	(void)state;
	make_run(&two, 2);
	assert_int_equal(make(&two, NONE KPROBE FENTRY NONE NONE KPROBE_DEARER FENTRY NONE), 0);
	trial_of(&two, 2, "kprobe")->operation.figures.mode += 2;
	summary__make(&two, &other_summary);
	assert_int_equal(explanation__make(&two, &other_summary, &other), 0);
	kprobe = explanation__find(&other, "kprobe");
	assert_int_equal(kprobe->sum, 400);
	assert_true(kprobe->overhead == 401 && kprobe->low == 400 && kprobe->high == 402);
	assert_true(kprobe->exact);
	assert_true(explanation__find(&other, "fentry")->low ==
		    explanation__find(&other, "fentry")->high);
	explanation__free(&other);
	/* Parts that are not those of any round. */
	json_object_set_new(
		json_object_get(json_array_get(json_object_get(two.explain, "trials"), 1),
				"functions"),
		"entry", json_integer(991));
	assert_int_equal(explanation__make(&two, &other_summary, &other), 0);
	assert_false(explanation__find(&other, "kprobe")->exact);
	explanation__free(&other);
	run__free(&two);
}

/* A file may claim any count: what no operation can have is refused, before it is added up. */
static void test_counts_that_are_impossible(void **state)
{
	static const struct {
		size_t trial;
		const char *what, *name;
		json_int_t count;
	} rows[] = {
		{ 0, "functions", "entry", -1 },
		{ 0, "functions", "entry", INT64_MAX },
		{ 1, "functions", "do_unlinkat", INT64_MIN },
		{ 1, "functions", "new", INT64_MAX },
		{ 2, "stacks", "[user];entry", INT64_MIN },
		{ 0, "stacks", "[user]", INT64_MAX },
	};
	json_t *sound = json_deep_copy(run.explain), *trials;
	struct explanation other;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		json_decref(run.explain);
		run.explain = json_deep_copy(sound);
		trials = json_object_get(run.explain, "trials");
		json_object_set_new(
			json_object_get(json_array_get(trials, rows[i].trial), rows[i].what),
			rows[i].name, json_integer(rows[i].count));
		log_begin();
		assert_int_equal(explanation__make(&run, &summary, &other), -EINVAL);
		assert_logs("which is impossible");
	}
	json_decref(run.explain);
	run.explain = sound;
}

static void test_trials_that_are_missing(void **state)
{
	struct run other;

	(void)state;
	make_run(&other, 1);
	assert_int_equal(make(&other, NONE KPROBE FENTRY), -EINVAL);
	assert_logs("3 trials of 4");
	run__free(&other);
}

static void test_names_that_cannot_be_read(void **state)
{
	static const char *const packed[] = { "", "*", "Zm9vYmFy" };
	struct profiles profiles = { 0 };
	json_t *explain;
	struct run other;

	(void)state;
	make_run(&other, 1);
	profiles.n = other.n_trials;
	for (size_t i = 0; i < COUNT_OF(packed); i++) {
		json_t *json = json_string(packed[i]);

		log_begin();
		assert_int_equal(explain__make(&other, &profiles, json, NULL, &explain), -EINVAL);
		assert_logs("cannot be read");
		json_decref(json);
	}
	run__free(&other);
}

static char *print_as(const char *format, bool change)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	for (const struct explanation_format *f = explanation_formats; f->name; f++)
		if (!strcmp(f->name, format) && change)
			f->print_change(&explanation, &explanation, file);
		else if (!strcmp(f->name, format))
			f->print(&explanation, file);
	fclose(file);
	return text;
}

static void test_formats(void **state)
{
	char *table = print_as("table", false), *csv = print_as("csv", false),
	     *json = print_as("json", false), *change = print_as("json", true);
	json_t *read = json_loads(json, 0, NULL), *backend;

	(void)state;
	assert_non_null(strstr(table, "         -20   -5.0 %  do_unlinkat"));
	assert_non_null(strstr(table, "         400  100.0 %  sum, the overhead of the run\n"));
	assert_non_null(strstr(
		csv,
		"6.12.0-test,kprobe,do_unlinkat,the rest,1000,980,-20,do_unlinkat,,,1,false\n"));
	backend = json_array_get(json_object_get(read, "backends"), 1);
	assert_string_equal(json_string_value(json_object_get(backend, "backend")), "kprobe");
	assert_int_equal(json_integer_value(json_object_get(backend, "sum")), 400);
	assert_true(json_is_true(json_object_get(backend, "exact")));
	assert_non_null(strstr(change, "\"difference\": 0"));
	json_decref(read);
	free(table);
	free(csv);
	free(json);
	free(change);
}

static void test_folded(void **state)
{
	char line[256];
	FILE *file;

	(void)state;
	assert_int_equal(explanation__write_folded(&explanation, "a/b"), 0);
	assert_int_equal(count_entries("a/b"), 5);
	file = fopen("a/b/fentry-none.folded", "re");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	assert_string_equal(line, "[user];entry;do_unlinkat;[bpf trampoline] 100\n");
	assert_null(fgets(line, sizeof(line), file));
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sums_are_overheads),
		cmocka_unit_test(test_functions),
		cmocka_unit_test(test_stacks),
		cmocka_unit_test(test_difference_of_two),
		cmocka_unit_test(test_causes),
		cmocka_unit_test(test_parts_that_do_not_add_up),
		cmocka_unit_test(test_rounds_that_differ),
		cmocka_unit_test(test_counts_that_are_impossible),
		cmocka_unit_test(test_trials_that_are_missing),
		cmocka_unit_test(test_names_that_cannot_be_read),
		cmocka_unit_test(test_formats),
		folder_test(test_folded),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
