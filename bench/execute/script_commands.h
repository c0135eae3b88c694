/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a shell's script runs, as far as its words tell: `sh -c 'touch a && rm a'`. */
#ifndef HOOKBENCH_BENCH_EXECUTE_SCRIPT_COMMANDS_H
#define HOOKBENCH_BENCH_EXECUTE_SCRIPT_COMMANDS_H

#define SCRIPT_COMMANDS_MOST 64 /* of a script */

/* The script of a command such as sh -c SCRIPT; NULL if it is none. */
const char *script_commands__of(char *const *command);
/*
 * Calls `take` with each word that is where a command is, quotes and all left out; the shell's own
 * words are among them, and a word in a comment or a text may be. Stops at an error of `take`, and
 * returns it.
 */
int script_commands__each(const char *script, int (*take)(const char *word, void *context),
			  void *context);

#endif
