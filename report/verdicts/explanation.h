/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a run's overheads come from: the instructions of an operation with a backend minus those of
 * `none`, function by function. Of a user's program, minus those of its twin: this is its body.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_EXPLANATION_H
#define HOOKBENCH_REPORT_VERDICTS_EXPLANATION_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/model/run.h"
#include "report/figures/hooked.h"
#include "report/figures/summary.h"
#include "report/verdicts/function_groups.h"

/* Instructions of one operation. */
struct explained_function {
	char *name;
	enum group group;
	int64_t none, hook; /* none: with what is subtracted; hook: with the backend attached */
};

struct explained {
	char backend[NAME_SIZE];
	char over[NAME_SIZE]; /* what is subtracted: none, or the twin; "" for `none` itself */
	bool reference;	      /* `none` itself */
	bool is_body;	      /* of a user's program */
	double overhead;      /* same as in the summary; or its body; for `none`, its cost */
	int64_t sum;	      /* hook - none, over all functions; for `none`, its length */
	int64_t by_group[N_GROUPS];
	int64_t operations, used; /* per trial: timed, and counted; see results/README.md */
	/*
	 * Of the rounds; the same if the count does not vary. The parts are those of the first
	 * round: the overhead of the run, their median, may differ from their sum.
	 */
	double low, high;
	bool exact; /* sum == overhead of the first round, and each trial's length is its cost */
	size_t n;
	struct explained_function *functions; /* those that differ from `none`; largest first */
	json_t *stacks, *none_stacks;	      /* objects "a;b;c": instructions; may be NULL */
};

struct explanation {
	char kernel[96], workload[NAME_SIZE], payload[NAME_SIZE];
	char hooked[HOOKED_SIZE];
	struct plan plan;
	size_t n;
	struct explained *v; /* `none` first, then the plan's order */
	json_t *json;	     /* the data it was made from */
};

/*
 * Makes an explanation from a run with explain data, which was just measured or read by
 * explanation__read. 0, or -EINVAL, logged. Free after success.
 */
int explanation__make(const struct run *run, const struct summary *summary,
		      struct explanation *explanation);
/* Reads a stored run from its folder. 0, or -errno, logged. */
int explanation__read(const char *folder, struct explanation *explanation);
void explanation__free(struct explanation *explanation);
/* NULL if there is no backend of that name. */
const struct explained *explanation__find(const struct explanation *e, const char *backend);
bool explanation__is_exact(const struct explanation *e);

/* The instructions that a backend adds in one function, on two kernels. */
struct explained_change {
	const char *name; /* owned by one of the two */
	enum group group;
	int64_t before, after;
};

/*
 * Lists the functions whose part differs, largest difference first; free the list. Returns their
 * number; 0 and NULL if there are none. The differences add up to after->sum - before->sum.
 */
size_t explained__compare(const struct explained *before, const struct explained *after,
			  struct explained_change **changes);

#define EXPLANATION_CAUSES 3

/*
 * The functions whose part in a backend's overhead grew most, at most EXPLANATION_CAUSES of them:
 * "trace_call_bpf +19, get_kprobe +2". "" if one of the runs has no explain data on the backend.
 */
void explanation__causes(const struct run *before, const struct run *after, const char *backend,
			 char *text, size_t size);

#endif
