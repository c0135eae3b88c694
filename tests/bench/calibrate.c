// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whether the intervals of hookbench can be believed, on the noise of this machine, and what other
 * ways to estimate would make of the same noise. See docs/nanoseconds.md.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/number.h"
#include "tests/bench/compare_estimators.h"
#include "tests/bench/judge.h"
#include "tests/bench/record.h"
#include "tests/bench/recording_file.h"

#define MAX_SECONDS 3600

struct options {
	struct record_plan plan;
	const char *save; /* NULL: the recording is not kept */
	bool compares;	  /* estimators and peers, instead of judging one */
	const char *data; /* of that, NULL: none */
};

static const char usage[] =
	"Usage: calibrate [OPTION...] [RECORDING...]\n"
	"Records trials on this machine and judges the intervals made of them; or judges\n"
	"recordings that were kept.\n\n"
	"  --sets N         sets to record, such as 100 (the default)\n"
	"  --seconds S      how long a set takes (default 10)\n"
	"  --rounds R       rounds of a set, instead\n"
	"  --cycles LIST    operations of a trial, of one set after the other (default 500)\n"
	"  --save FILE      keep the recording there, and judge nothing\n"
	"  --compare        compare estimators and peers, instead of judging the chosen ones\n"
	"  --data FILE      with it: write their power over delays, as CSV\n";

static bool parse(const char *text, uint64_t least, uint64_t most, uint64_t *number)
{
	return number__parse(text, number) && *number >= least && *number <= most;
}

static bool parse_cycles(const char *list, struct record_plan *plan)
{
	char copy[128], *rest = copy, *word;

	if (strlen(list) >= sizeof(copy))
		return false;
	strcpy(copy, list);
	plan->n_cycles = 0;
	while ((word = strsep(&rest, ",")))
		if (plan->n_cycles == sizeof(plan->cycles) / sizeof(*plan->cycles) ||
		    !parse(word, 10, RECORDING_MAX_CYCLES, &plan->cycles[plan->n_cycles++]))
			return false;
	return true;
}

static bool is_wrong(const char *message)
{
	log__error("%s", message);
	return false;
}

static bool parse_option(struct options *o, int option)
{
	struct record_plan *plan = &o->plan;
	uint64_t n = 0;

	switch (option) {
	case 's':
		if (!parse(optarg, 1, RECORDING_MAX_SETS, &n))
			return is_wrong("--sets takes a number of sets, such as 100");
		plan->sets = n;
		return true;
	case 't':
		if (!parse(optarg, 1, MAX_SECONDS, &n))
			return is_wrong("--seconds takes a number of seconds, 1 to 3600");
		plan->seconds = (double)n;
		return true;
	case 'r':
		if (!parse(optarg, 2, RECORDING_MAX_ROUNDS, &n))
			return is_wrong("--rounds takes a number of rounds, 2 to 1000");
		plan->rounds = n;
		return true;
	case 'c':
		return parse_cycles(optarg, plan) ||
		       is_wrong("--cycles takes numbers of operations, 10 to 1000000: 500,2000");
	case 'o': o->save = optarg; return true;
	case 'm': o->compares = true; return true;
	case 'd': o->data = optarg; return true;
	default: fputs(usage, stderr); return false;
	}
}

static bool parse_options(struct options *o, int argc, char **argv)
{
	static const struct option long_options[] = {
		{ "sets", required_argument, NULL, 's' },
		{ "seconds", required_argument, NULL, 't' },
		{ "rounds", required_argument, NULL, 'r' },
		{ "cycles", required_argument, NULL, 'c' },
		{ "save", required_argument, NULL, 'o' },
		{ "compare", no_argument, NULL, 'm' },
		{ "data", required_argument, NULL, 'd' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (!parse_option(o, option))
			return false;
	return true;
}

static int obtain(const struct options *o, char **files, struct recording *r)
{
	int err = 0;

	for (; *files && !err; files++)
		err = recording_file__read(*files, r);
	if (!err && !r->n) {
		if (o->save && (err = recording_file__try(o->save)))
			return err;
		err = record__make(&o->plan, r);
		interrupt__die();
		if (!err && o->save)
			err = recording_file__write(o->save, r);
	}
	return err;
}

/* Returns the exit status. */
static int act(const struct options *o, const struct recording *r)
{
	bool is_as_claimed = true, sees_something = false;

	if (o->save)
		return 0;
	if (o->compares)
		return compare_estimators__print(r, o->data) ? 2 : 0;
	for (const struct estimator *e = estimators; e->name; e++)
		if (e->product) {
			struct judgement j = judge__estimator(&(struct judged){ r, e });

			is_as_claimed &= j.is_as_claimed;
			sees_something |= j.sees_something;
		}
	if (!is_as_claimed)
		printf("\nThe intervals are not what they claim to be on this machine.\n");
	if (!sees_something)
		printf("\nThis machine is too noisy: no delay is found in 95 %% of the sets. hookbench doctor says\n"
		       "what disturbs; longer sets and isolated CPUs see more; exact mode has no noise.\n");
	return is_as_claimed && sees_something ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct options o = {
		.plan = { .sets = 100, .seconds = 10, .n_cycles = 1, .cycles = { 500 } }
	};
	struct recording r = { .n = 0 };
	int status = 2;

	interrupt__install();
	if (parse_options(&o, argc, argv) && !obtain(&o, argv + optind, &r)) {
		status = act(&o, &r);
	}
	recording__free(&r);
	return status;
}
