/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The help of a command in other forms than argp's, from the same tables. */
#ifndef HOOKBENCH_BENCH_BASE_HELP_FORM_H
#define HOOKBENCH_BENCH_BASE_HELP_FORM_H

#include <argp.h>
#include <stdio.h>

struct help_form {
	const char *name;
	/* `program` is the command's name, such as "hookbench run". */
	void (*print)(const struct argp *argp, const char *program, FILE *file);
};

/*
 * man: a page for man(1). words: a line for each option, `--name`, `--name=ARG` or `-o`, a tab, and
 * what it is for; for shells to complete. Ends with a row whose name is NULL.
 */
extern const struct help_form help_forms[];

#endif
