/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command line as data. Parsing ends the process on wrong usage, with argp_err_exit_status,
 * which main sets to 2.
 */
#ifndef HOOKBENCH_BENCH_CLI_OPTIONS_H
#define HOOKBENCH_BENCH_CLI_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

#include "bench/model/plan.h"
#include "bench/model/variants.h"
#include "bench/vm/where.h"

#define OPTIONS_MAX_KERNELS 64
#define OPTIONS_MAX_ADDED   256

/* The backends that are measured where none are named. */
#define OPTIONS_DEFAULT_BACKENDS "none,kprobe,kretprobe,fentry,fexit"

/* Where what was measured goes. */
struct output {
	const char *folder; /* -o; NULL: a new folder below results/runs */
	bool no_histograms; /* store figures only */
	bool report;	    /* make one of what is stored */
};

struct options {
	struct plan plan; /* as given; 0 where nothing was: see plan__complete */
	struct where where;
	struct output output;
	/* As given to a command that takes several (options_kernels). */
	size_t n_kernels;
	const char *kernels[OPTIONS_MAX_KERNELS];
	bool has_accelerator; /* it was named */
	bool has_backends;    /* they were */
	/* What was given several values, or one; the first of each is set above. */
	struct variants axes;
	bool takes_product; /* set by a command that measures several: see variants.h */
	bool explain;	    /* count where instructions are spent; in exact mode */
	bool quiet;
	/* Of a command that is run under a hook. */
	const char *user; /* as in user__find: NULL: who called sudo, else the caller */
	size_t n_added;
	char *added[OPTIONS_MAX_ADDED + 1]; /* for a VM; ends with NULL; see guest_files.h */
	const struct argp_child *groups;    /* of the command that is being parsed */
};

/* Groups of options, for struct argp's children; their input is a struct options. */
extern const struct argp options_plan;	    /* --backends, --cycles, ... */
extern const struct argp options_backends;  /* of these, what decides what is hooked */
extern const struct argp options_kernel;    /* --kernel: in a VM, instead of here */
extern const struct argp options_kernels;   /* --kernel, any number of times: always in VMs */
extern const struct argp options_explained; /* the same, for hookbench explain */
extern const struct argp options_vm;	    /* --accel, ... */
extern const struct argp options_timeout;   /* of these, --timeout alone */
extern const struct argp options_output;    /* -o */
extern const struct argp options_stored;    /* what is stored: --no-histograms, --report */
extern const struct argp options_explain;   /* --explain */
extern const struct argp options_target;    /* --workload, --target */
/* In options_command.c, of those that run a command under a hook. */
extern const struct argp options_payload; /* --payload, one */
extern const struct argp options_user;	  /* --user */
extern const struct argp options_add;	  /* --add */
extern const struct argp options_memory;  /* --memory */
extern const struct argp options_quiet;	  /* -q */

/*
 * Parses the words behind a command's name into `options`, which start from the defaults. Ends
 * the process on --help (0) and on wrong usage.
 */
void options__parse(int argc, char **argv, const struct argp *argp, struct options *options);

/* How many words stand before the "--" behind which a command stands; all, if there is none. */
int options__count_own(int argc, char **argv);

/* A whole number of an option, k, M or G may follow; ends the process if there is none in range. */
uint64_t options__number(const char *option, const char *text, uint64_t min, uint64_t max);

/* The row of a table (see table.h); ends the process, listing the rows, if there is none. */
const void *options__row(struct argp_state *state, const char *kind, const void *table,
			 size_t row_size, const char *name);

#endif
