// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/of_run.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *text_of(const json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? text : "";
}

static void check_head(const struct run *run, const json_t *file, char *text, size_t size)
{
	const struct {
		const char *key, *of_run;
	} facts[] = {
		{ "kernel_release", text_of(run->environment, "kernel_release") },
		{ "workload", run->plan.workload },
		{ "payload", run->plan.payload },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts) && !text[0]; i++) {
		const char *said = text_of(file, facts[i].key);

		if (strcmp(said, facts[i].of_run) != 0)
			snprintf(text, size,
				 "its \"%s\" is \"%.64s\", and that of the run \"%.64s\"",
				 facts[i].key, said, facts[i].of_run);
	}
}

static bool is_trial(const json_t *entry, const struct trial *t)
{
	return json_integer_value(json_object_get(entry, "round")) == t->round &&
	       json_is_true(json_object_get(entry, "control")) == t->control &&
	       !strcmp(text_of(entry, "backend"), t->backend);
}

static json_int_t number_of(const json_t *entry, const char *key)
{
	return json_integer_value(json_object_get(entry, key));
}

static void check_entry(const json_t *entry, const struct trial *t, char *text, size_t size)
{
	json_int_t operations = number_of(entry, "operations"), used = number_of(entry, "used");
	/* drivers.json does not have it. */
	json_int_t same_length = json_object_get(entry, "same_length")
					 ? number_of(entry, "same_length")
					 : operations;

	if (!is_trial(entry, t))
		snprintf(text, size,
			 "it is of %.64s%s in round %" JSON_INTEGER_FORMAT
			 ", and that of the run of %s%s in round %u",
			 text_of(entry, "backend"),
			 json_is_true(json_object_get(entry, "control")) ? " (control)" : "",
			 number_of(entry, "round"), t->backend, t->control ? " (control)" : "",
			 t->round);
	else if (operations < 0 || (uint64_t)operations != t->operations)
		snprintf(text, size,
			 "its \"operations\" are %" JSON_INTEGER_FORMAT
			 ", and those of the run %" PRIu64,
			 operations, t->operations);
	else if (used <= 0 || used > same_length || same_length > operations)
		snprintf(text, size,
			 "of its %" JSON_INTEGER_FORMAT " \"operations\", %" JSON_INTEGER_FORMAT
			 " are of the \"same_length\", and %" JSON_INTEGER_FORMAT
			 " of these \"used\"",
			 operations, same_length, used);
}

void of_run__problem(const struct run *run, const json_t *file, char *text, size_t size)
{
	const json_t *trials = json_object_get(file, "trials");
	char problem[200] = "";

	text[0] = '\0';
	check_head(run, file, text, size);
	if (!text[0] && json_array_size(trials) != run->n_trials)
		snprintf(text, size, "it has %zu trials, and the run %zu", json_array_size(trials),
			 run->n_trials);
	for (size_t i = 0; i < run->n_trials && !text[0]; i++) {
		check_entry(json_array_get(trials, i), &run->trials[i], problem, sizeof(problem));
		if (problem[0])
			snprintf(text, size, "trial %zu: %s", i + 1, problem);
	}
}
