// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/recording.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/machine/environment.h"
#include "report/figures/estimate.h"

struct recorded_set *recording__add(struct recording *r, uint64_t cycles, size_t rounds)
{
	struct recorded_set *sets = reallocarray(r->sets, r->n + 1, sizeof(*sets));
	struct recorded_trial *trials = calloc(rounds * SLOTS, sizeof(*trials));

	if (sets)
		r->sets = sets;
	if (!sets || !trials) {
		free(trials);
		log__out_of_memory();
		return NULL;
	}
	sets[r->n] = (struct recorded_set){ cycles, rounds, trials };
	return &sets[r->n++];
}

int recorded_set__add_round(struct recorded_set *set)
{
	struct recorded_trial *trials =
		reallocarray(set->trials, (set->rounds + 1) * SLOTS, sizeof(*trials));

	if (!trials)
		return log__out_of_memory();
	set->trials = trials;
	memset(&trials[set->rounds++ * SLOTS], 0, SLOTS * sizeof(*trials));
	return 0;
}

bool recorded_set__is_full(const struct recorded_set *set, uint64_t elapsed_ns, int64_t allowed_ns)
{
	if (set->rounds < ESTIMATE_MIN_ROUNDS)
		return false;
	return set->rounds == RECORDING_MAX_ROUNDS ||
	       (int64_t)(elapsed_ns + elapsed_ns / set->rounds / 2) > allowed_ns;
}

struct recorded_rounds recording__rounds(const struct recording *r, uint64_t cycles)
{
	size_t counts[RECORDING_MAX_ROUNDS + 1] = { 0 }, n = 0, seen = 0;
	struct recorded_rounds rounds = { .least = 0 };

	for (size_t i = 0; i < r->n; i++)
		if (r->sets[i].cycles == cycles) {
			counts[r->sets[i].rounds]++;
			n++;
		}
	for (size_t i = 0; i <= RECORDING_MAX_ROUNDS; i++) {
		if (!counts[i])
			continue;
		if (!seen)
			rounds.least = i;
		if (2 * seen < n)
			rounds.median = i;
		rounds.most = i;
		seen += counts[i];
	}
	return rounds;
}

void recorded_rounds__format(const struct recorded_rounds *rounds, char text[48])
{
	if (rounds->least == rounds->most)
		snprintf(text, 48, "%zu", rounds->least);
	else
		snprintf(text, 48, "%zu to %zu", rounds->least, rounds->most);
}

void recording__free(struct recording *r)
{
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->sets[i].rounds * SLOTS; k++)
			histogram_cells__free(&r->sets[i].trials[k].cells);
		free(r->sets[i].trials);
	}
	free(r->sets);
	*r = (struct recording){ .n = 0 };
}

/* One line of a file: anything else becomes a question mark. */
static void set_text(char text[RECORDING_TEXT], const char *value)
{
	snprintf(text, RECORDING_TEXT, "%s", value && value[0] ? value : "unknown");
	for (char *c = text; *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
}

void recorded_machine__read(struct recorded_machine *m, const struct clock *clock)
{
	json_t *environment = environment__read("");
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	set_text(m->cpu, json_string_value(json_object_get(environment, "cpu_model")));
	set_text(m->kernel, json_string_value(json_object_get(environment, "kernel_release")));
	set_text(m->clock, clock->name);
	m->cpus = cpus > 0 ? (uint64_t)cpus : 1;
	m->step_ps = (uint64_t)llround(clock->units_per_tick * (double)clock->step_ticks * 1000);
	json_decref(environment);
}

const char *recorded_machine__difference(const struct recorded_machine *m,
					 const struct recorded_machine *other, char *text,
					 size_t size)
{
	const struct {
		const char *what, *a, *b;
	} texts[] = {
		{ "CPU", m->cpu, other->cpu },
		{ "kernel", m->kernel, other->kernel },
		{ "clock", m->clock, other->clock },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (strcmp(texts[i].a, texts[i].b) != 0) {
			snprintf(text, size, "its %s is %s, not %s", texts[i].what, texts[i].a,
				 texts[i].b);
			return text;
		}
	if (m->cpus != other->cpus) {
		snprintf(text, size, "it has %" PRIu64 " CPUs, not %" PRIu64, m->cpus, other->cpus);
		return text;
	}
	/* The rate of a counter is measured anew by each program. */
	if (fabs((double)m->step_ps / (double)other->step_ps - 1) > 0.01) {
		snprintf(text, size, "its clock advances by %g ns, not %g",
			 (double)m->step_ps / 1000, (double)other->step_ps / 1000);
		return text;
	}
	return NULL;
}
