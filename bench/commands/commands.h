/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands of hookbench. */
#ifndef HOOKBENCH_BENCH_COMMANDS_COMMANDS_H
#define HOOKBENCH_BENCH_COMMANDS_COMMANDS_H

enum exit_status {
	EXIT_OK = 0,
	EXIT_REGRESSION = 1,
	EXIT_NOT_MEASURED = 2, /* wrong usage, or nothing could be measured */
	EXIT_INCONCLUSIVE = 3, /* measured, but the numbers cannot be relied on */
	/* The machine failed: the same may work later, or elsewhere. EX_TEMPFAIL of sysexits.h. */
	EXIT_TRY_AGAIN = 75,
	EXIT_NO_VERDICT = 128, /* of bisect-step: no kernel can be judged; ends git bisect */
};

/*
 * Runs the command that argv[1] names; handles --help and --version, too. `argv` is main's. Returns
 * an exit status.
 */
int commands__run(int argc, char **argv);

/*
 * One command each: argv[0] is its name, for messages, and its arguments follow. Returns an exit
 * status.
 */
int command_list(int argc, char **argv);
int command_run(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_regress(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_plan(int argc, char **argv);
int command_merge(int argc, char **argv);
int command_report(int argc, char **argv);
int command_history(int argc, char **argv);
int command_bisect_step(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_attach(int argc, char **argv);
int command_attach_cost(int argc, char **argv);
int command_inspect(int argc, char **argv);
int command_macro(int argc, char **argv);
int command_trace(int argc, char **argv);
int command_boot(int argc, char **argv);
int command_cache(int argc, char **argv);

#endif
