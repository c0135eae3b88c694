// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/gnuplot.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/print.h"

#define WIDTH  820
#define HEIGHT 460

extern char **environ;

/* The output formats. Each has its own gnuplot process; they run in parallel. */
static const struct format {
	const char *end;
	const char *terminal, *options, *font; /* of gnuplot */
	int scale;			       /* pixels for each of the drawing */
	bool has_name;
} formats[] = {
	{ ".svg", "svg", " dynamic", "sans-serif,13", 1, true },
	/* Screens have two pixels where they had one. */
	{ ".png", "pngcairo", " fontscale 2 linewidth 2 pointscale 2", "sans-serif,11", 2, false },
};

#define FORMATS (sizeof(formats) / sizeof(*formats))

struct drawing {
	pid_t pid;
	FILE *messages; /* gnuplot's; NULL if they cannot be captured */
};

/* Writes the commands that draw all plots in one format. */
static void write_driver(const struct report *r, const struct format *format, FILE *file)
{
	for (size_t i = 0; i < r->n_plots; i++) {
		const char *name = r->plots[i].name;

		print__gnuplot(file,
			       "reset session\nset terminal %s size %d,%d%s noenhanced font '%s'",
			       format->terminal, format->scale * WIDTH, format->scale * HEIGHT,
			       format->options, format->font);
		if (format->has_name)
			print__gnuplot(file, " name '%s'", name);
		print__gnuplot(file, "\nset output '%s%s'\nload '%s.gnuplot'\nunset output\n", name,
			       format->end, name);
	}
	fflush(file);
	rewind(file);
}

/*
 * In a process group of its own, so that Ctrl-C does not reach it: gnuplot leaves its signal
 * handler by a jump, and may then wait for its own lock for ever.
 */
static int start_gnuplot(const struct report *r, const char *folder, const struct format *format,
			 struct drawing *drawing)
{
	char *arguments[] = { "gnuplot", "-d", NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	FILE *driver = tmpfile();
	int err;

	drawing->messages = tmpfile();
	if (!driver || !drawing->messages) {
		err = -errno;
		if (driver)
			fclose(driver);
		return err;
	}
	write_driver(r, format, driver);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addchdir_np(&actions, folder);
	posix_spawn_file_actions_adddup2(&actions, fileno(driver), STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, fileno(drawing->messages), STDERR_FILENO);
	posix_spawn_file_actions_adddup2(&actions, fileno(drawing->messages), STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	err = -posix_spawnp(&drawing->pid, "gnuplot", &actions, &attributes, arguments, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	fclose(driver);
	return err;
}

/* The last line of gnuplot's output, which has the reason. */
static void log_messages(FILE *messages)
{
	char line[256], last[256] = "it gave no reason";

	rewind(messages);
	while (fgets(line, sizeof(line), messages)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[strspn(line, " \t^")] && !strstr(line, "arning:"))
			memcpy(last, line, sizeof(last));
	}
	log__error("gnuplot could not draw: %s", last);
}

/* Ends it if this process is to end. */
static int wait_for(struct drawing *drawing)
{
	const struct timespec step = { .tv_nsec = 10000000 };
	int status = -1;
	pid_t ended;

	while (!(ended = waitpid(drawing->pid, &status, WNOHANG)) ||
	       (ended < 0 && errno == EINTR)) {
		if (*interrupt__flag())
			kill(drawing->pid, SIGKILL);
		nanosleep(&step, NULL);
	}
	if (*interrupt__flag())
		return -EINTR;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	if (WIFSIGNALED(status))
		log__error("gnuplot could not draw: it was killed by a signal: %s",
			   strsignal(WTERMSIG(status)));
	else
		log_messages(drawing->messages);
	return -EIO;
}

int gnuplot__draw(const struct report *r, const char *folder)
{
	struct drawing drawings[FORMATS] = { { 0, NULL } };
	int err = 0;

	for (size_t i = 0; i < FORMATS && !err; i++)
		err = start_gnuplot(r, folder, &formats[i], &drawings[i]);
	if (err == -ENOENT)
		log__warning(
			"no plots: gnuplot is not installed; install it with apt-get install gnuplot-nox");
	else if (err)
		log__error("cannot start gnuplot: %s", strerror(-err));
	for (size_t i = 0; i < FORMATS; i++) {
		if (drawings[i].pid > 0) {
			int failed = wait_for(&drawings[i]);

			err = err ? err : failed;
		}
		if (drawings[i].messages)
			fclose(drawings[i].messages);
	}
	return err;
}
