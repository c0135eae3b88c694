// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/commands.h"

#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/print.h"
#include "bench/base/process_limits.h"
#include "bench/base/table.h"
#include "bench/base/version.h"

static const struct {
	const char *name;
	const char *help;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "list", "list backends, workloads and payloads, and which of them work", command_list },
	{ "run", "measure on this kernel, or on a kernel booted in a VM", command_run },
	{ "compare", "compare two stored runs; the exit status is the verdict", command_compare },
	{ "regress", "measure several kernels, and compare each with the one before",
	  command_regress },
	{ "plan", "list the cells of a matrix, for many machines to measure", command_plan },
	{ "merge", "put the cells that many machines measured together, and judge them",
	  command_merge },
	{ "explain", "show which kernel functions spend the instructions", command_explain },
	{ "inspect", "load your own BPF programs, and show what the kernel makes of them",
	  command_inspect },
	{ "attach-cost", "measure what loading, attaching and detaching cost",
	  command_attach_cost },
	{ "attach", "run any command under a hook, here or in a VM", command_attach },
	{ "macro", "time any command under each hook, with hyperfine", command_macro },
	{ "report", "make tables, plots and a page from stored runs", command_report },
	{ "history", "show what each backend cost over many stored runs, and where that changed",
	  command_history },
	{ "bisect-step", "judge one kernel, for git bisect run", command_bisect_step },
	{ "doctor", "report whether this machine is fit to measure nanoseconds", command_doctor },
	{ "trace", "show every unlink on the machine, like the tutorial's program", command_trace },
	{ "cache", "list what is kept between runs, and clean it", command_cache },
	{ "boot", "boot a kernel in a VM and power it off, without measuring", command_boot },
	{ 0 },
};

#define N_COMMANDS (sizeof(commands) / sizeof(*commands) - 1)

static void print_help(FILE *file)
{
	fputs("Usage: hookbench COMMAND [OPTION...]\n"
	      "Measures what a BPF hook costs, and whether the next kernel makes it worse.\n\n",
	      file);
	for (size_t i = 0; i < N_COMMANDS; i++)
		print__terminal(file, "  %-12s %s\n", commands[i].name, commands[i].help);
	fputs("\nhookbench help COMMAND lists the options of a command.\n"
	      "The manual page is hookbench(1).\n",
	      file);
}

/*
 * What is missing because the machine failed may be there at the next attempt. A verdict that was
 * reached stands.
 */
static int blame_machine(int status)
{
	bool is_open = status == EXIT_NOT_MEASURED || status == EXIT_INCONCLUSIVE;

	return is_open && machine_failure__happened() ? EXIT_TRY_AGAIN : status;
}

static int run(size_t i, int argc, char **argv)
{
	char name[64];

	/* For git bisect, EXIT_NOT_MEASURED would be a verdict. */
	if (process_limits__check())
		return commands[i].run == command_bisect_step ? EXIT_NO_VERDICT : EXIT_NOT_MEASURED;
	/* argp names the program in its messages by the first word. */
	snprintf(name, sizeof(name), "hookbench %s", commands[i].name);
	argv[0] = name;
	return blame_machine(commands[i].run(argc, argv));
}

static int run_named(const char *name, int argc, char **argv)
{
	char near[128];

	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return run(i, argc, argv);
	table__near(commands, sizeof(*commands), name, near, sizeof(near));
	log__error("there is no command \"%s\"%s; hookbench help lists them", name, near);
	return EXIT_NOT_MEASURED;
}

/* hookbench help [COMMAND] */
static int help(int argc, char **argv)
{
	char *words[] = { argv[0], (char *)"--help", NULL };

	if (argc > 1)
		return run_named(argv[1], 2, words);
	print_help(stdout);
	return EXIT_OK;
}

int commands__run(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return EXIT_NOT_MEASURED;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))
		return help(argc - 1, argv + 1);
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		puts("hookbench " HOOKBENCH_VERSION);
		return EXIT_OK;
	}
	return run_named(argv[1], argc - 1, argv + 1);
}
