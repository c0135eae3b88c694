// SPDX-License-Identifier: GPL-2.0-or-later
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/version.h"
#include "bench/commands/commands.h"

static const struct {
	const char *name;
	const char *help;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "list", "what there is, and what this kernel can do, or why not", command_list },
	{ "run", "measure here, or in a kernel booted in a VM", command_run },
	{ "compare", "compare two stored runs; the exit status is the gate", command_compare },
	{ "regress", "measure several kernels, and compare each with the one before",
	  command_regress },
	{ "explain", "tell in which kernel functions the instructions are spent", command_explain },
	{ "attach", "run any command under a hook, here or in a VM", command_attach },
	{ "macro", "time any command under each hook, with hyperfine", command_macro },
	{ "report", "make tables, plots and a page of stored runs", command_report },
	{ "bisect-step", "judge one kernel, for git bisect run", command_bisect_step },
	{ "doctor", "is this machine fit to measure nanoseconds, and what would mend it",
	  command_doctor },
	{ "trace", "show every unlink on the machine as it happens: the tutorial's program",
	  command_trace },
	{ "boot", "boot a kernel in the VM to power-off, without measuring", command_boot },
};

#define N_COMMANDS (sizeof(commands) / sizeof(*commands))

static void print_help(FILE *file)
{
	fprintf(file, "Usage: hookbench COMMAND [OPTION...]\n"
		      "What a BPF hook costs, and whether the next kernel makes it worse.\n\n");
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(file, "  %-12s %s\n", commands[i].name, commands[i].help);
	fprintf(file, "\nhookbench COMMAND --help tells a command's options; the manual page is "
		      "hookbench(1).\n");
}

static int find_and_run(int argc, char **argv)
{
	char name[64];

	if (argc < 2) {
		print_help(stderr);
		return EXIT_NOT_MEASURED;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		print_help(stdout);
		return EXIT_OK;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		puts("hookbench " HOOKBENCH_VERSION);
		return EXIT_OK;
	}
	for (size_t i = 0; i < N_COMMANDS; i++) {
		if (strcmp(commands[i].name, argv[1]) != 0)
			continue;
		/* argp names the program in its messages by the first word. */
		snprintf(name, sizeof(name), "hookbench %s", argv[1]);
		argv[1] = name;
		return commands[i].run(argc - 1, argv + 1);
	}
	log__error("there is no command \"%s\"; hookbench --help lists them", argv[1]);
	return EXIT_NOT_MEASURED;
}

int main(int argc, char **argv)
{
	int status;

	interrupt__install();
	argp_err_exit_status = EXIT_NOT_MEASURED;
	status = find_and_run(argc, argv);
	interrupt__die();
	if (fflush(stdout) || ferror(stdout)) {
		log__error("cannot write the results to stdout: %s", strerror(errno));
		return argp_err_exit_status; /* for bisect-step, 2 would be an answer */
	}
	return status;
}
