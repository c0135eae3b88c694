// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/log.h"
#include "bench/model/attach_cost.h"

static struct attach_cost cost, read_back;

static int teardown(void **state)
{
	(void)state;
	attach_cost__free(&cost);
	attach_cost__free(&read_back);
	return 0;
}

static void add(const char *backend, uint64_t functions, int64_t load, const char *reason)
{
	struct attach_trial trial = { .functions = functions, .repeat = 1 };

	snprintf(trial.backend, sizeof(trial.backend), "%s", backend);
	snprintf(trial.reason, sizeof(trial.reason), "%s", reason);
	trial.load = trial.attach = trial.detach = load;
	trial.load_ns = trial.attach_ns = trial.detach_ns = load;
	assert_int_equal(attach_cost__add(&cost, &trial), 0);
}

static void test_there_and_back(void **state)
{
	json_t *list;

	(void)state;
	add("kprobe", 1000000, 0, "");
	add("fentry", 10, INT64_MAX, "");
	add("fentry", 0, COUNT_UNKNOWN, "it needs \"a number\"");
	list = attach_cost__pack_trials(&cost);
	assert_int_equal(attach_cost__take_trials(&read_back, list), 0);
	json_decref(list);
	assert_int_equal(read_back.n, cost.n);
	for (size_t i = 0; i < cost.n; i++) {
		const struct attach_trial *a = &cost.trials[i], *b = &read_back.trials[i];

		assert_string_equal(a->backend, b->backend);
		assert_string_equal(a->reason, b->reason);
		assert_int_equal(a->functions, b->functions);
		assert_int_equal(a->repeat, b->repeat);
		assert_int_equal(a->load, b->load);
		assert_int_equal(a->detach_ns, b->detach_ns);
	}
}

static void test_nonsense(void **state)
{
	static const char *const wrong[] = {
		"[1]", "[{}]", "[{\"backend\":\"kprobe\",\"functions\":-1,\"repeat\":1}]",
		"[{\"backend\":\"a name that is far too long for a backend\",\"functions\":1,\"repeat\":1}]"
	};

	(void)state;
	log__silence(true);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		json_t *list = json_loads(wrong[i], 0, NULL);

		assert_non_null(list);
		assert_int_equal(attach_cost__take_trials(&read_back, list), -EINVAL);
		json_decref(list);
	}
	log__silence(false);
}

static void test_document(void **state)
{
	json_t *json;

	(void)state;
	add("kprobe", 1, 5, "");
	cost.environment = json_object();
	cost.unit = CLOCK_INSTRUCTIONS;
	json = attach_cost__to_json(&cost);
	assert_string_equal(json_string_value(json_object_get(json, "schema")), ATTACH_COST_SCHEMA);
	assert_string_equal(json_string_value(json_object_get(json, "unit")), "instructions");
	assert_true(json_is_null(json_object_get(json, "vm")));
	assert_int_equal(json_array_size(json_object_get(json, "trials")), 1);
	json_decref(json);
}

#define on_cost(function) cmocka_unit_test_teardown(function, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_cost(test_there_and_back),
		on_cost(test_nonsense),
		on_cost(test_document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
