/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line as data. Parsing ends the process with status 2 on wrong use. */
#ifndef HOOKBENCH_BENCH_OPTIONS_H
#define HOOKBENCH_BENCH_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

#include "bench/plan.h"
#include "bench/vm.h"

struct options {
	struct plan plan;   /* as given; 0 where nothing was: see options__plan */
	const char *kernel; /* as given; NULL: the running kernel */
	enum accelerator accelerator;
	bool has_accelerator;  /* it was named */
	const char *cpu_model; /* NULL: the accelerator's own */
	const char *append;
	unsigned int timeout_s; /* 0: the accelerator's own */
	const char *output;	/* -o; NULL: a new folder below results/runs */
	bool quiet;
};

/* Groups of options, for struct argp's children; their input is a struct options. */
extern const struct argp options_plan;	   /* --backends, --cycles, ... */
extern const struct argp options_backends; /* --backends alone */
extern const struct argp options_vm;	   /* --kernel, --accel, ... */
extern const struct argp options_output;   /* -o */
extern const struct argp options_quiet;	   /* -q */

/*
 * Parses the words behind a command's name into `options`, which start from the defaults. Ends
 * the process on --help (0) and on wrong use (2).
 */
void options__parse(int argc, char **argv, const struct argp *argp, struct options *options);

/*
 * The plan, with the clock chosen by accelerator and what the command line left open by the clock.
 */
struct plan options__plan(const struct options *options);

#endif
