// SPDX-License-Identifier: GPL-2.0-or-later
/* Every field of a stored run, removed or replaced: a reader may refuse it, but nothing worse. */
#include "tests/unit/support.h"

#include "bench/model/run_json.h"
#include "report/figures/summary.h"

static const struct run empty_run;
static json_t *document;
static unsigned int n_refused, n_accepted;

/* What a field is replaced by. The last ones are numbers that are none of a run's. */
static const char *const replacements[] = {
	"null",	       "true",	   "\"\"",
	"\"strange\"", "[]",	   "{}",
	"-1",	       "0",	   "9223372036854775807",
	"4294967297",  "-1e300",   "1e300",
	"0.5",	       "[{}]",	   "[[]]",
	"[null]",      "{\"\":0}",
};

/* Whether a field may be anything: what is stored as it is, or need not be there. */
static bool is_free_form(const char *path)
{
	static const char *const free_form[] = { "/environment/", "/vm", "/tool/name",
						 "/tool/version", "/tool/programs" };

	for (size_t i = 0; i < COUNT_OF(free_form); i++)
		if (!strncmp(path, free_form[i], strlen(free_form[i])))
			return true;
	return false;
}

static void check(const char *path, const char *key)
{
	static struct run run;
	static struct summary summary;
	char quoted[64];

	log_begin();
	if (!run__from_json(document, "test", &run)) {
		n_accepted++;
		assert_int_equal(caught.n[LOG_ERROR], 0);
		/* What was read can be worked with, and written again. */
		json_t *again = run__to_json(&run);

		if (!again)
			fail_msg("%s: what was read cannot be written", path);
		json_decref(again);
		summary__make(&run, &summary);
		run__free(&run);
		return;
	}
	n_refused++;
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_memory_equal(&run, &empty_run, sizeof(run));
	if (is_free_form(path))
		fail_msg("%s: %s", path, caught.last);
	if (!key)
		return;
	snprintf(quoted, sizeof(quoted), "\"%s\"", key);
	if (!strstr(caught.last, quoted) && strcmp(key, "schema") != 0)
		fail_msg("%s: the message does not name the field: %s", path, caught.last);
}

static void mutate(json_t *node, const char *path);

static void mutate_member(json_t *object, const char *key, const char *path)
{
	json_t *value = json_incref(json_object_get(object, key));

	json_object_del(object, key);
	check(path, key);
	for (size_t i = 0; i < COUNT_OF(replacements); i++) {
		json_t *other = json_loads(replacements[i], JSON_DECODE_ANY, NULL);

		json_object_set_new(object, key, other);
		/* In an object or a list, it is what that lacks which is named. */
		check(path, json_is_object(other) || json_is_array(other) ? NULL : key);
	}
	json_object_set_new(object, key, value);
	mutate(value, path);
}

static void mutate_element(json_t *array, size_t index, const char *path)
{
	json_t *value = json_incref(json_array_get(array, index));

	json_array_remove(array, index);
	check(path, NULL);
	json_array_insert(array, index, value);
	for (size_t i = 0; i < COUNT_OF(replacements); i++) {
		json_array_set_new(array, index,
				   json_loads(replacements[i], JSON_DECODE_ANY, NULL));
		check(path, NULL);
	}
	json_array_set_new(array, index, value);
	mutate(value, path);
}

static void mutate(json_t *node, const char *path)
{
	json_t *names = json_is_object(node) ? json_copy(node) : NULL, *value;
	char below[256];
	const char *key;
	size_t i;

	json_object_foreach (names, key, value) {
		snprintf(below, sizeof(below), "%s/%s", path, key);
		mutate_member(node, key, below);
	}
	json_decref(names);
	for (i = 0; i < json_array_size(node); i++) {
		snprintf(below, sizeof(below), "%s/%zu", path, i);
		mutate_element(node, i, below);
	}
}

static void test_every_field(void **state)
{
	static struct run run;

	(void)state;
	make_run(&run, 2);
	run.vm = json_pack("{s:s}", "accelerator", "kvm");
	document = run__to_json(&run);
	run__free(&run);
	check("", NULL);
	assert_int_equal(n_accepted, 1);
	mutate(document, "");
	json_decref(document);
	print_message("%u refused, %u accepted\n", n_refused, n_accepted);
	assert_true(n_refused > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_field) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
