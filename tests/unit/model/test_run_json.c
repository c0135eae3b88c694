// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <glob.h>

#include "bench/model/run_fields.h"
#include "bench/model/run_json.h"

static const struct run empty_run;

/* Reads and frees; checks what the header promises of each outcome. */
static int try_to_read(json_t *json)
{
	static struct run run;
	int err;

	log_begin();
	err = run__from_json(json, "test", &run);
	if (err) {
		assert_int_equal(err, -EINVAL);
		assert_int_equal(caught.n[LOG_ERROR], 1);
		assert_memory_equal(&run, &empty_run, sizeof(run));
	} else {
		assert_int_equal(caught.n[LOG_ERROR], 0);
	}
	run__free(&run);
	return err;
}

static void scale_figures(struct figures *f, double by)
{
	double *const members[] = { &f->mode, &f->min, &f->mean, &f->p50,
				    &f->p90,  &f->p99, &f->p999, &f->max };

	for (size_t i = 0; i < COUNT_OF(members); i++)
		*members[i] *= by;
}

/* One tick is so many nanoseconds. */
static void measure_time(struct run *run, double units_per_tick)
{
	run->unit = run->plan.unit = CLOCK_NANOSECONDS;
	run->units_per_tick = units_per_tick;
	for (size_t i = 0; i < run->n_trials; i++) {
		scale_figures(&run->trials[i].operation.figures, units_per_tick);
		scale_figures(&run->trials[i].beside.figures, units_per_tick);
	}
}

static struct capability *add_backend(struct run *run, const char *name)
{
	struct capability *c = &run->capabilities[run->n_capabilities++];

	strcpy(run->plan.backends[run->plan.n_backends++], name);
	strcpy(c->backend, name);
	return c;
}

/* A run in which every field differs from its neighbours and from 0. */
static void make_full_run(struct run *run)
{
	struct capability *skipped;
	struct trial *t;

	make_run(run, 2);
	run->vm = json_pack("{s:s, s:s}", "accelerator", "exact", "cpu_model", "max");
	measure_time(run, 0.38461538461538464);
	run->max_rss_kib = 23456;
	run->clock_cost = (struct figures){ 101, 102,  103, 104, 105.5, 106,
					    107, true, 108, 109, 110,	111.25 };
	run->plan.threads = 7;
	run->plan.pid_filter = true;
	run->plan.seed = INT64_MAX;
	run->plan.warmup = 0;
	strcpy(run->plan.target, "vfs_unlink");
	run->target.name_parameter = 1;
	strcpy(run->plan.dir, "/var/tmp/with \"quotes\" and \\");
	skipped = add_backend(run, "fexit");
	strcpy(skipped->reason, "this kernel has no BTF");
	strcpy(skipped->remedy, "measure in a VM");
	strcpy(skipped->varies, "it unwinds");
	skipped->is_filtered = true;
	strcpy(skipped->must_be, "optimized");
	t = trial_of(run, 1, "kprobe");
	strcpy(t->placement, "ftrace");
	/* Without cells, nothing says what its figures are. */
	trial__free(t);
	t->operations = t->operation.figures.count = 1001;
	t->expected_hits = 1002;
	t->hits = 1003;
	t->missed = 4;
	t->recursion = 5;
	t->proof_expected = 1006;
	t->proof_hits = 1007;
	for (const struct disturbance_kind *k = disturbance_kinds; k->name; k++)
		*disturbance__member(&t->disturbance, k) = 2000 + (int64_t)k->offset;
	for (const struct counter *k = counters_table; k->name; k++)
		*counters__member(&t->counters, k) = 3000 + (int64_t)k->offset;
	t->counters.user_l1i_misses = COUNT_UNKNOWN;
	t->clock_drift_ns = -1.25;
	t->operation.figures.over = 8;
	t->operation.figures.p90 += 9;
	t->operation.figures.p99 += 0.5;
	t->operation.figures.p999 += 0.75;
	trial_of(run, 1, "none")->operation.cells.exact = false;
	t = trial_of(run, 2, "none");
	trial__free(t);
	memset(&t->beside, 0, sizeof(t->beside));
	t->operation.figures.mode_exact = false;
}

static void assert_same_cells(const struct histogram_cells *a, const struct histogram_cells *b)
{
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->exact, b->exact);
	if (a->n)
		assert_memory_equal(a->v, b->v, a->n * sizeof(*a->v));
}

static void assert_same_figures(const struct figures *a, const struct figures *b)
{
	assert_int_equal(a->count, b->count);
	assert_int_equal(a->over, b->over);
	assert_int_equal(a->mode_count, b->mode_count);
	assert_int_equal(a->mode_exact, b->mode_exact);
	assert_true(a->mode == b->mode && a->min == b->min && a->max == b->max);
	assert_true(a->mean == b->mean && a->p50 == b->p50 && a->p90 == b->p90);
	assert_true(a->p99 == b->p99 && a->p999 == b->p999);
}

static void assert_same_trials(const struct trial *a, const struct trial *b)
{
	assert_int_equal(a->round, b->round);
	assert_int_equal(a->position, b->position);
	assert_string_equal(a->backend, b->backend);
	assert_int_equal(a->control, b->control);
	assert_string_equal(a->placement, b->placement);
	assert_int_equal(a->operations, b->operations);
	assert_int_equal(a->expected_hits, b->expected_hits);
	assert_int_equal(a->hits, b->hits);
	assert_int_equal(a->missed, b->missed);
	assert_int_equal(a->recursion, b->recursion);
	assert_int_equal(a->proof_expected, b->proof_expected);
	assert_int_equal(a->proof_hits, b->proof_hits);
	assert_int_equal(a->attach_ns, b->attach_ns);
	assert_int_equal(a->detach_ns, b->detach_ns);
	assert_int_equal(a->elapsed_ns, b->elapsed_ns);
	assert_memory_equal(&a->disturbance, &b->disturbance, sizeof(a->disturbance));
	assert_memory_equal(&a->counters, &b->counters, sizeof(a->counters));
	assert_close(a->clock_drift_ns, b->clock_drift_ns, 0);
	assert_same_figures(&a->operation.figures, &b->operation.figures);
	assert_same_figures(&a->beside.figures, &b->beside.figures);
	assert_same_cells(&a->operation.cells, &b->operation.cells);
	assert_same_cells(&a->beside.cells, &b->beside.cells);
}

/* Nothing is stored as null. */
static void assert_same_json(const json_t *a, const json_t *b)
{
	bool nothing_a = !a || json_is_null(a), nothing_b = !b || json_is_null(b);

	assert_true(nothing_a ? nothing_b : json_equal(a, b));
}

static void assert_same_runs(const struct run *a, const struct run *b)
{
	assert_string_equal(a->started, b->started);
	assert_same_json(a->environment, b->environment);
	assert_same_json(a->programs, b->programs);
	assert_same_json(a->vm, b->vm);
	assert_int_equal(a->max_rss_kib, b->max_rss_kib);
	assert_string_equal(a->clock_name, b->clock_name);
	assert_int_equal(a->unit, b->unit);
	assert_true(a->units_per_tick == b->units_per_tick);
	assert_same_figures(&a->clock_cost, &b->clock_cost);
	assert_memory_equal(&a->target, &b->target, sizeof(a->target));
	assert_memory_equal(&a->plan, &b->plan, sizeof(a->plan));
	assert_int_equal(a->n_capabilities, b->n_capabilities);
	assert_memory_equal(a->capabilities, b->capabilities, sizeof(a->capabilities));
	assert_int_equal(a->n_trials, b->n_trials);
	for (size_t i = 0; i < a->n_trials; i++)
		assert_same_trials(&a->trials[i], &b->trials[i]);
}

/* Through text, as a file would. */
static void check_round_trip(struct run *run)
{
	json_t *json = run__to_json(run), *parsed;
	static struct run read;
	char *text;

	assert_non_null(json);
	text = json_dumps(json, 0);
	parsed = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	assert_int_equal(run__from_json(parsed, "test", &read), 0);
	assert_same_runs(run, &read);
	run__free(&read);
	json_decref(parsed);
	json_decref(json);
	free(text);
}

static void test_round_trip(void **state)
{
	static struct run run;

	(void)state;
	make_full_run(&run);
	check_round_trip(&run);
	run__free(&run);
}

static void test_round_trip_of_what_is_unknown(void **state)
{
	static struct run run;

	(void)state;
	make_run(&run, 1);
	run.target = (struct target){ .parameters = TARGET_UNKNOWN };
	json_decref(run.programs);
	run.programs = NULL;
	check_round_trip(&run);
	run.n_capabilities = 0;
	memset(run.capabilities, 0, sizeof(run.capabilities));
	while (run.n_trials)
		trial__free(&run.trials[--run.n_trials]);
	check_round_trip(&run);
	run__free(&run);
}

static void test_round_trip_of_a_plan(void **state)
{
	static struct run run;
	static struct plan read;
	json_t *json;

	(void)state;
	make_full_run(&run);
	json = plan__to_json(&run.plan);
	assert_int_equal(plan__from_json(json, &read), 0);
	assert_memory_equal(&read, &run.plan, sizeof(read));
	json_object_del(json, "cycles");
	log_begin();
	assert_int_equal(plan__from_json(json, &read), -EINVAL);
	assert_logs("\"cycles\"");
	json_decref(json);
	run__free(&run);
}

/* ---- runs that were stored by older versions ---- */

/* Fails unless `now` has all that `before` has; it may have more. */
static void assert_contains(const char *key, json_t *now, json_t *before)
{
	const char *member;
	json_t *value;
	size_t i;

	if (json_is_object(before)) {
		json_object_foreach (before, member, value)
			if (strcmp(member, "summary") && strcmp(member, "version"))
				assert_contains(member, json_object_get(now, member), value);
	} else if (json_is_array(before)) {
		assert_int_equal(json_array_size(now), json_array_size(before));
		json_array_foreach (before, i, value)
			assert_contains(key, json_array_get(now, i), value);
	} else if (!json_equal(now, before)) {
		fail_msg("\"%s\" is another one than before", key);
	}
}

static void check_baseline(const char *folder)
{
	static struct run run;
	char path[PATH_MAX];
	json_t *before, *now;

	snprintf(path, sizeof(path), "%s/result.json", folder);
	before = json_load_file(path, 0, NULL);
	assert_non_null(before);
	assert_int_equal(run__from_json(before, path, &run), 0);
	now = run__to_json(&run);
	assert_contains("", now, before);
	json_decref(now);
	json_decref(before);
	run__free(&run);
}

/* The baselines are read, and what they say is written as it was. */
static void test_baselines(void **state)
{
	glob_t found;

	(void)state;
	assert_int_equal(glob(SOURCE_FOLDER "/results/baselines/*/*/", 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 9);
	for (size_t i = 0; i < found.gl_pathc; i++)
		check_baseline(found.gl_pathv[i]);
	globfree(&found);
}

/* ---- documents that are wrong ---- */

static json_t *make_document(void)
{
	static struct run run;
	json_t *json;

	make_full_run(&run);
	json = run__to_json(&run);
	run__free(&run);
	assert_non_null(json);
	return json;
}

/* Runs that are older than a field are read, and what they lack is unknown, not 0. */
static void test_older_runs_know_of_no_disturbance(void **state)
{
	static struct run run;
	json_t *json = make_document(), *trials = json_object_get(json, "trials"), *trial;
	size_t i;

	(void)state;
	json_array_foreach (trials, i, trial)
		if (json_object_del(trial, "disturbance") || json_object_del(trial, "counters") ||
		    json_object_del(trial, "clock_drift_ns"))
			fail();
	/* And one that knows some of it. */
	json_object_set_new(json_array_get(trials, 1), "disturbance",
			    json_pack("{s:i}", "interrupts", 7));
	assert_int_equal(run__from_json(json, "test", &run), 0);
	assert_memory_equal(&run.trials[0].disturbance, &disturbance_unknown,
			    sizeof(disturbance_unknown));
	assert_memory_equal(&run.trials[0].counters, &counters_unknown, sizeof(counters_unknown));
	assert_true(isnan(run.trials[0].clock_drift_ns));
	assert_int_equal(run.trials[1].disturbance.interrupts, 7);
	assert_int_equal(run.trials[1].disturbance.major_faults, COUNT_UNKNOWN);
	run__free(&run);
	json_decref(json);
}

/* Such a run reads as one in which nothing varies, is filtered or has a place of its own. */
static void test_older_runs_do_not_say_what_a_backend_was(void **state)
{
	static struct run run;
	json_t *json = make_document(), *list = json_object_get(json, "backends"), *item;
	size_t i;

	(void)state;
	json_array_foreach (list, i, item)
		if (json_object_del(item, "varies") || json_object_del(item, "filtered") ||
		    json_object_del(item, "placement_required"))
			fail();
	assert_int_equal(run__from_json(json, "test", &run), 0);
	assert_string_equal(run.capabilities[3].varies, "");
	assert_false(run.capabilities[3].is_filtered);
	assert_string_equal(run.capabilities[3].must_be, "");
	assert_null(run__varies(&run, run.capabilities[3].backend));
	run__free(&run);
	json_decref(json);
}

static void test_unknown_schema_is_named(void **state)
{
	static const char *const schemas[] = { "hookbench/2", "hookbench/", "", "hookbench/11" };
	json_t *json = make_document();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(schemas); i++) {
		json_object_set_new(json, "schema", json_string(schemas[i]));
		assert_int_equal(try_to_read(json), -EINVAL);
		assert_logs(schemas[i]);
		assert_logs(RUN_SCHEMA);
	}
	json_decref(json);
}

static void test_not_even_an_object(void **state)
{
	static const char *const texts[] = { "null", "[]", "{}", "1", "\"hookbench/1\"", "[[]]" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		json_t *json = json_loads(texts[i], JSON_DECODE_ANY, NULL);

		assert_int_equal(try_to_read(json), -EINVAL);
		json_decref(json);
	}
	assert_int_equal(try_to_read(NULL), -EINVAL);
}

static void test_truncated_text(void **state)
{
	json_t *json = make_document();
	char *text = json_dumps(json, JSON_COMPACT);
	size_t length = strlen(text);

	(void)state;
	for (size_t i = 0; i < length; i++) {
		json_t *cut = json_loadb(text, i, JSON_DECODE_ANY, NULL);

		if (cut)
			assert_int_equal(try_to_read(cut), -EINVAL);
		json_decref(cut);
	}
	free(text);
	json_decref(json);
}

/* Cells as the table in results/README.md has them, and nothing else. */
static void test_cells_of_the_wrong_kind(void **state)
{
	static const char *const cells[] = { "[\"x\", 3]", "[1.5, 3]", "[null, 3]",
					     "[-1, 3]",	   "[1, 0]",   "[1, -3]",
					     "[1, 2.5]",   "[1]",      "[1, 2, 3]",
					     "1",	   "{}",       "[35184372088832, 3]" };
	json_t *json = make_document(), *trial, *histogram;

	(void)state;
	trial = json_array_get(json_object_get(json, "trials"), 0);
	histogram = json_object_get(json_object_get(trial, "operation"), "histogram");
	for (size_t i = 0; i < COUNT_OF(cells); i++) {
		json_t *cell = json_loads(cells[i], JSON_DECODE_ANY, NULL);

		json_object_set_new(histogram, "cells", json_pack("[o]", cell));
		if (!try_to_read(json))
			fail_msg("the cell %s is accepted", cells[i]);
		assert_logs("\"cells\"");
	}
	json_decref(json);
}

/* A number that fits in JSON but not in its field must not become another number. */
static void test_number_that_does_not_fit(void **state)
{
	json_t *json = make_document();

	(void)state;
	json_object_set_new(json_object_get(json, "target"), "parameters",
			    json_integer(INT64_C(4294967298)));
	assert_int_equal(try_to_read(json), -EINVAL);
	assert_logs("\"parameters\"");
	json_decref(json);
}

/* ---- how much fits ---- */

/* With a text of `length` characters. */
static int try_text(json_t *json, json_t *object, const char *key, size_t length)
{
	static char text[sizeof(empty_run.plan.dir) + 1];
	json_t *before = json_incref(json_object_get(object, key));
	int err;

	memset(text, 'x', length);
	text[length] = '\0';
	json_object_set_new(object, key, json_string(text));
	err = try_to_read(json);
	json_object_set_new(object, key, before);
	return err;
}

static void append_name(json_t *names, size_t length, char first)
{
	char name[NAME_SIZE + 1];

	memset(name, 'x', length);
	name[0] = first;
	json_array_append_new(names, json_stringn(name, length));
}

static void test_length_of_texts(void **state)
{
	json_t *json = make_document();
	json_t *clock = json_object_get(json, "clock"), *target = json_object_get(json, "target");
	json_t *plan = json_object_get(json, "plan");
	json_t *capability = json_array_get(json_object_get(json, "backends"), 0);
	json_t *trial = json_array_get(json_object_get(json, "trials"), 0);
	const struct {
		json_t *object;
		const char *key;
		size_t size;
	} texts[] = {
		{ json, "started", sizeof(empty_run.started) },
		{ clock, "source", sizeof(empty_run.clock_name) },
		{ target, "symbol", sizeof(empty_run.target.symbol) },
		{ target, "return_type", sizeof(empty_run.target.return_type) },
		{ plan, "workload", sizeof(empty_run.plan.workload) },
		{ plan, "payload", sizeof(empty_run.plan.payload) },
		{ plan, "dir", sizeof(empty_run.plan.dir) },
		{ plan, "target", sizeof(empty_run.plan.target) },
		{ capability, "backend", sizeof(empty_run.capabilities[0].backend) },
		{ capability, "reason", sizeof(empty_run.capabilities[0].reason) },
		{ capability, "remedy", sizeof(empty_run.capabilities[0].remedy) },
		{ capability, "varies", sizeof(empty_run.capabilities[0].varies) },
		{ capability, "placement_required", sizeof(empty_run.capabilities[0].must_be) },
		{ trial, "backend", sizeof(empty_run.trials[0].backend) },
		{ trial, "placement", sizeof(empty_run.trials[0].placement) },
	};

	(void)state;
	/* The longest name of a trial's backend, which must be one of the plan's. */
	append_name(json_object_get(plan, "backends"), NAME_SIZE - 1, 'x');
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		if (try_text(json, texts[i].object, texts[i].key, texts[i].size - 1))
			fail_msg("what fits is refused: %s", caught.last);
		if (!try_text(json, texts[i].object, texts[i].key, texts[i].size))
			fail_msg("\"%s\" with %zu characters is accepted", texts[i].key,
				 texts[i].size);
		assert_logs(texts[i].key);
	}
	json_decref(json);
}

static void test_number_of_capabilities(void **state)
{
	json_t *json = make_document();
	json_t *list = json_object_get(json, "backends");

	(void)state;
	while (json_array_size(list) < PLAN_MAX_BACKENDS)
		json_array_append(list, json_array_get(list, 0));
	assert_int_equal(try_to_read(json), 0);
	json_array_append(list, json_array_get(list, 0));
	assert_int_equal(try_to_read(json), -EINVAL);
	assert_logs("\"backends\"");
	json_decref(json);
}

static void test_names_in_a_plan(void **state)
{
	json_t *json = make_document();
	json_t *names = json_object_get(json_object_get(json, "plan"), "backends");

	(void)state;
	/* They would be of other backends. */
	json_array_clear(json_object_get(json, "trials"));
	json_array_clear(names);
	assert_int_equal(try_to_read(json), -EINVAL);
	for (size_t i = 0; i < PLAN_MAX_BACKENDS; i++)
		append_name(names, NAME_SIZE - 1, (char)('A' + i));
	assert_int_equal(try_to_read(json), 0);
	append_name(names, NAME_SIZE - 1, 'z');
	assert_int_equal(try_to_read(json), -EINVAL);
	json_array_clear(names);
	append_name(names, NAME_SIZE, 'A');
	assert_int_equal(try_to_read(json), -EINVAL);
	json_array_clear(names);
	append_name(names, 5, 'A');
	append_name(names, 5, 'A');
	assert_int_equal(try_to_read(json), -EINVAL);
	assert_logs("\"backends\"");
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_round_trip_of_what_is_unknown),
		cmocka_unit_test(test_round_trip_of_a_plan),
		cmocka_unit_test(test_baselines),
		cmocka_unit_test(test_older_runs_know_of_no_disturbance),
		cmocka_unit_test(test_older_runs_do_not_say_what_a_backend_was),
		cmocka_unit_test(test_unknown_schema_is_named),
		cmocka_unit_test(test_not_even_an_object),
		cmocka_unit_test(test_truncated_text),
		cmocka_unit_test(test_cells_of_the_wrong_kind),
		cmocka_unit_test(test_number_that_does_not_fit),
		cmocka_unit_test(test_length_of_texts),
		cmocka_unit_test(test_number_of_capabilities),
		cmocka_unit_test(test_names_in_a_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
