/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line as data, filled in by options_parse.h. */
#ifndef HOOKBENCH_BENCH_CLI_OPTIONS_H
#define HOOKBENCH_BENCH_CLI_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

#include "bench/model/explain_json.h"
#include "bench/model/plan.h"
#include "bench/model/program_files.h"
#include "bench/model/variants.h"
#include "bench/vm/where.h"

#define OPTIONS_MAX_KERNELS 64
#define OPTIONS_MAX_ADDED   256

/* The backends to measure if none are named. */
#define OPTIONS_DEFAULT_BACKENDS "none,kprobe,kretprobe,fentry,fexit"
/* The same with a workload in user space. */
#define OPTIONS_DEFAULT_USER_BACKENDS "none,uprobe,uretprobe,uprobe.multi,uretprobe.multi"

/* Where the results go. */
struct output {
	const char *folder; /* -o; NULL: a new folder below results/runs */
	bool no_histograms; /* store figures only */
	bool report;	    /* also make a report on what is stored */
	const char *commit; /* stored with it: --commit, or that of the environment; "": none */
};

struct options {
	struct plan plan; /* as given; 0 where nothing was given: see plan__complete */
	struct where where;
	struct output output;
	/* For a command that takes several (options_kernels). */
	size_t n_kernels;
	const char *kernels[OPTIONS_MAX_KERNELS];
	bool has_accelerator; /* --accel was given */
	const char *backends; /* --backends; NULL: it was not given */
	bool has_workload;    /* --workload was given */
	/* The user's own programs; without --backends, they are measured alone, against `none`. */
	struct program_files programs;
	/* Options that were given one or several values; the first value of each is set above. */
	struct variants axes;
	/* Several machines measure parts of it: what each is left to choose must be the same. */
	bool is_shared;
	bool takes_product; /* set by a command that measures every combination: see variants.h */
	enum explain_depth explain; /* of exact mode only */
	bool quiet;
	/* For a command that runs another command under a hook. */
	const char *user; /* as in user__find; NULL: the user who called sudo, else the caller */
	size_t n_added;
	char *added[OPTIONS_MAX_ADDED + 1]; /* for a VM; ends with NULL; see guest_files.h */
	const struct argp_child *groups;    /* of the command being parsed */
};

/* Parts of --help, in this order. A command has the headings as its own options. */
enum option_group {
	OPTIONS_WHERE = 1,
	OPTIONS_WHAT,
	OPTIONS_PROGRAM,
	OPTIONS_VM,
	OPTIONS_CELLS,
	OPTIONS_OUTPUT,
};

#define OPTION_HEADING(text, group)           \
	{                                     \
		NULL, 0, NULL, 0, text, group \
	}
#define OPTION_HEADING_WHERE   OPTION_HEADING("Where:", OPTIONS_WHERE)
#define OPTION_HEADING_VM      OPTION_HEADING("The VM:", OPTIONS_VM)
#define OPTION_HEADING_OUTPUT  OPTION_HEADING("Output:", OPTIONS_OUTPUT)
#define OPTION_HEADING_PROGRAM OPTION_HEADING("Your own program:", OPTIONS_PROGRAM)
/* Of a command that takes programs. */
#define OPTION_HEADINGS(what)                                                             \
	OPTION_HEADING_WHERE, OPTION_HEADING(what, OPTIONS_WHAT), OPTION_HEADING_PROGRAM, \
		OPTION_HEADING_VM, OPTION_HEADING_OUTPUT

/* Groups of options, for struct argp's children; their input is a struct options. */
extern const struct argp options_plan;	    /* --backends, --cycles, ... */
extern const struct argp options_plans;	    /* the same, with lists of values */
extern const struct argp options_backends;  /* of these, those that select the hooks */
extern const struct argp options_kernel;    /* --kernel: in a VM, instead of here */
extern const struct argp options_cells;	    /* the same, any number of times for cells */
extern const struct argp options_kernels;   /* --kernel, any number of times: always in VMs */
extern const struct argp options_explained; /* the same, for hookbench explain */
extern const struct argp options_inspected; /* the same, for hookbench inspect: or here */
extern const struct argp options_vm;	    /* --accel, ... */
extern const struct argp options_vms;	    /* the same, with lists of values */
extern const struct argp options_timeout;   /* of these, --timeout and --time-limit */
extern const struct argp options_output;    /* -o */
extern const struct argp options_stored;    /* how a run is stored: --no-histograms, --report */
extern const struct argp options_explain;   /* --explain, --drivers */
extern const struct argp options_program;   /* --program, --only, --retarget, --set, --cflags */
extern const struct argp options_settings;  /* of these, all but --program */
/* For commands that run another command: also --target FILE:FUNCTION. */
extern const struct argp options_target; /* --workload, --target */
extern const struct argp options_hooks;	 /* the same, and --backends */
/* In options_command.c, for commands that run another command under a hook. */
extern const struct argp options_payload; /* --payload, one */
extern const struct argp options_user;	  /* --user */
extern const struct argp options_add;	  /* --add */
extern const struct argp options_quiet;	  /* -q */

#endif
