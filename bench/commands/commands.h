/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `hookbench COMMAND` does. Each takes its own words and returns the exit status. */
#ifndef HOOKBENCH_BENCH_COMMANDS_COMMANDS_H
#define HOOKBENCH_BENCH_COMMANDS_COMMANDS_H

enum exit_status {
	EXIT_OK = 0,
	EXIT_REGRESSION = 1,
	EXIT_NOT_MEASURED = 2, /* wrong usage, or nothing could be measured */
	EXIT_INCONCLUSIVE = 3, /* measured, but the numbers cannot be relied on */
};

int command_list(int argc, char **argv);
int command_run(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_regress(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_report(int argc, char **argv);
int command_bisect_step(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_attach(int argc, char **argv);
int command_macro(int argc, char **argv);
int command_trace(int argc, char **argv);
int command_boot(int argc, char **argv);

#endif
