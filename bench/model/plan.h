/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What will be measured: everything that decides a run's numbers, apart from the machine. */
#ifndef HOOKBENCH_BENCH_MODEL_PLAN_H
#define HOOKBENCH_BENCH_MODEL_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/base/checksum.h"
#include "bench/model/clock_unit.h"

#define NAME_SIZE	    32 /* of a backend, payload or workload, with its NUL */
#define PLAN_MAX_BACKENDS   48
#define PLAN_MAX_PROGRAMS   8
#define PLAN_MAX_THREADS    256
#define PLAN_MAX_COPIES	    1000
#define PLAN_MAX_FUNCTIONS  1000000
#define PLAN_ALL_FUNCTIONS  UINT64_MAX
#define PLAN_ELSEWHERE_SIZE 56
#define PLAN_MAX_ROUNDS	    10000
#define PLAN_MAX_CYCLES	    UINT64_C(1000000000)
#define PLAN_CPUS_SIZE	    256
#define PLAN_TARGET_SIZE    512
#define PLAN_COMMAND_SIZE   4096
#define PLAN_MAX_RATE_HZ    UINT64_C(1000000)
#define PLAN_SETTING_SIZE   512

/*
 * A user's BPF object, which is measured like a backend: `arm` and `twin` are among the plan's
 * backends. The twin has the same attach points, each with a program that returns at once.
 */
struct plan_program {
	char arm[NAME_SIZE];
	char twin[NAME_SIZE];	      /* "": none is measured */
	char source[256];	      /* base name of the file */
	char compiler[128];	      /* "": the file was compiled already */
	char checksum[CHECKSUM_SIZE]; /* of the object; "": the source does not compile */
};

/* What is changed in the users' objects before they are loaded: comma lists, as given; "": nothing.
 */
struct plan_settings {
	char only[PLAN_SETTING_SIZE];	  /* NAME,...: the programs to attach */
	char retarget[PLAN_SETTING_SIZE]; /* OLD=NEW,...: functions to attach to */
	char set[PLAN_SETTING_SIZE];	  /* NAME=VALUE,...: variables */
};

/* Names, not pointers into the tables: a stored plan may name something that this build lacks. */
struct plan {
	size_t n_backends;
	char backends[PLAN_MAX_BACKENDS]
		     [NAME_SIZE]; /* `none` first, in table order; no duplicates */
	char workload[NAME_SIZE]; /* of hookbench macro, for readers only: "macro" */
	char payload[NAME_SIZE];
	char target[PLAN_TARGET_SIZE]; /* --target; "": chosen from the workload's targets */
	enum clock_unit unit;
	unsigned int rounds;	/* 1 to PLAN_MAX_ROUNDS */
	unsigned int threads;	/* 1 to PLAN_MAX_THREADS; 1 with CLOCK_INSTRUCTIONS */
	char beside[NAME_SIZE]; /* a backend, PLAN_FTRACE or PLAN_LIVEPATCH that holds the same
				   function all the time; "": none */
	char elsewhere[PLAN_ELSEWHERE_SIZE]; /* "BACKEND:N" or "BACKEND:all": see elsewhere__parse;
						"": none */
	unsigned int copies; /* 1 to PLAN_MAX_COPIES: hooks of each backend at the same place */
	bool pid_filter;     /* hooks in user space are for the process that measures only */
	uint64_t cycles;     /* per trial and thread; 1 to PLAN_MAX_CYCLES */
	/* Not stored: nobody gave the cycles, so that they follow from what attaching takes. */
	bool fits_cycles;
	uint64_t warmup;  /* cycles before them, not recorded */
	uint64_t seed;	  /* for the order of the trials */
	uint64_t rate_hz; /* operations per second and thread; 0: as fast as possible */
	/* Replaces the fixed number of rounds, which then becomes the maximum; "" if not given. */
	char precision[16];	   /* "5ns" or "2%": half an interval, see precision__parse */
	unsigned int max_time_s;   /* of all rounds; 0: no limit */
	char cpus[PLAN_CPUS_SIZE]; /* --cpus; "": the harness chooses, see struct run */
	char dir[4096];		   /* --dir; "" for a tmpfs */
	/* For hookbench macro, otherwise "". A cycle is then one run of the command. */
	char command[PLAN_COMMAND_SIZE];   /* as it would be typed */
	char hyperfine[PLAN_COMMAND_SIZE]; /* hyperfine's options, as they would be typed */
	char hooked[NAME_SIZE]; /* the workload whose function or system call is hooked */
	size_t n_programs;
	struct plan_program programs[PLAN_MAX_PROGRAMS];
	struct plan_settings settings; /* of all programs */
};

/* A trial's slot: its backend, and whether it is the second `none` of its round. */
struct plan_slot {
	size_t backend; /* index into plan.backends */
	bool control;
};

/* The target half-width of intervals, in nanoseconds or per cent of the overhead. */
struct precision {
	double value; /* more than 0 */
	bool is_percent;
};

/* 0 or -EINVAL. */
int precision__parse(const char *text, struct precision *precision);

/* What `beside` and `elsewhere` may name besides backends: a user of ftrace without BPF. */
#define PLAN_FTRACE "ftrace"
/* What only `beside` may: a livepatch, of a function that works as before. */
#define PLAN_LIVEPATCH "livepatch"

/* A hook on other functions, all the time. */
struct elsewhere {
	char backend[NAME_SIZE];
	uint64_t functions; /* 0: none; at most PLAN_MAX_FUNCTIONS, or PLAN_ALL_FUNCTIONS */
};

/*
 * "BACKEND:N", "BACKEND:all"; "N", "all": of PLAN_ELSEWHERE_BACKEND; "none", "": no functions. 0 or
 * -EINVAL. The backend may be unknown.
 */
#define PLAN_ELSEWHERE_BACKEND "kprobe.multi"
int elsewhere__parse(const char *text, struct elsewhere *elsewhere);
/* As the plan has it; "" for no functions. */
void elsewhere__format(const struct elsewhere *elsewhere, char text[PLAN_ELSEWHERE_SIZE]);

/* Whether the plan times runs of a command. */
bool plan__is_macro(const struct plan *plan);
/* What is timed, for display: the command or the workload. */
const char *plan__subject(const struct plan *plan);

bool plan__has_backend(const struct plan *plan, const char *name);
/* The program of which this backend is the arm, or, with `is_twin`, the twin; or NULL. */
const struct plan_program *plan__program(const struct plan *plan, const char *backend,
					 bool is_twin);

/* Trials in a round: one per backend, and a second `none`. */
size_t plan__round_size(const struct plan *plan);
/*
 * The order of the trials of one round (from 1): the same for the same plan. `slots` has room for
 * plan__round_size entries. The first `none` of a round is the reference for the round; the second
 * is the control.
 */
void plan__order_round(const struct plan *plan, unsigned int round, struct plan_slot *slots);

#endif
