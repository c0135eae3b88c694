// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * supervise [-t SECONDS] [-k SIGNAL:MILLISECONDS] [-g] COMMAND...
 *
 * Runs a command, and tells on descriptor 3 how it ended and what it left:
 *
 *   status=N signal=N ms=N rss_kib=N hung=0|1 left=NAME,...
 *
 *   -t  a command that runs longer (default: 600) is hung, and is killed
 *   -k  sends it this signal after this time
 *   -g  sends the signal to its process group, as a terminal does
 *
 * Whatever the command starts belongs to this process once its parent has ended: processes that
 * have not ended ten seconds after the command were left.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GRACE_MS 10000
#define STEP_MS	 5

struct options {
	long limit_ms, kill_ms; /* kill_ms < 0: no signal is sent */
	int signal;
	bool to_group;
	char **command;
};

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void pause_a_little(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = STEP_MS * 1000000L }, NULL);
}

static void usage(void)
{
	fprintf(stderr, "Usage: supervise [-t SECONDS] [-k SIGNAL:MILLISECONDS] [-g] COMMAND...\n");
	exit(2);
}

static struct options read_options(int argc, char **argv)
{
	struct options o = { .limit_ms = 600000, .kill_ms = -1 };
	int c;

	while ((c = getopt(argc, argv, "+t:k:g")) != -1) {
		if (c == 't')
			o.limit_ms = 1000 * atol(optarg);
		else if (c == 'k' && sscanf(optarg, "%d:%ld", &o.signal, &o.kill_ms) != 2)
			usage();
		else if (c == 'g')
			o.to_group = true;
		else if (c == '?')
			usage();
	}
	o.command = argv + optind;
	if (!*o.command || o.limit_ms <= 0)
		usage();
	return o;
}

/* In the child. Background jobs of a shell ignore signals that others do not. */
static void run_child(char **command)
{
	setpgid(0, 0);
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	close(3);
	execvp(command[0], command);
	fprintf(stderr, "supervise: %s: %s\n", command[0], strerror(errno));
	_exit(126);
}

/* ---- what is left ---- */

/* The children of this process that have not ended: adds their names, and kills them if asked. */
static size_t list_children(char *names, size_t size, bool do_kill)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	size_t n = 0;

	while (folder && (entry = readdir(folder))) {
		char path[300], line[512] = "", *end, state;
		FILE *file;
		int parent;

		snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
		file = atoi(entry->d_name) > 0 ? fopen(path, "re") : NULL;
		if (!file)
			continue;
		line[fread(line, 1, sizeof(line) - 1, file)] = '\0';
		fclose(file);
		end = strrchr(line, ')');
		if (!end || sscanf(end + 1, " %c %d", &state, &parent) != 2 || parent != getpid() ||
		    state == 'Z')
			continue;
		*end = '\0';
		if (names)
			snprintf(names + strlen(names), size - strlen(names), "%s%s", n ? "," : "",
				 strchr(line, '(') + 1);
		if (do_kill)
			kill(atoi(entry->d_name), SIGKILL);
		n++;
	}
	if (folder)
		closedir(folder);
	return n;
}

static void reap(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

/* Waits for those that are about to end; names those that are not, and ends them. */
static void clean_up(char *names, size_t size, long grace_ms)
{
	long end = now_ms() + grace_ms;

	names[0] = '\0';
	for (reap(); list_children(NULL, 0, false) && now_ms() < end; reap())
		pause_a_little();
	list_children(names, size, false);
	/* Children of those that are killed become children of this process. */
	while (list_children(NULL, 0, true)) {
		pause_a_little();
		reap();
	}
	reap();
}

/* ---- the command ---- */

/* Whoever started this has gone, or wants it to end. */
static volatile sig_atomic_t must_end;

static void end(int number)
{
	(void)number;
	must_end = 1;
}

static bool wait_for(pid_t pid, const struct options *o, int *status, struct rusage *usage_)
{
	long start = now_ms();
	bool is_sent = o->kill_ms < 0;

	while (wait4(pid, status, WNOHANG, usage_) != pid) {
		long ms = now_ms() - start;

		if (!is_sent && ms >= o->kill_ms) {
			kill(o->to_group ? -pid : pid, o->signal);
			is_sent = true;
		}
		if (ms >= o->limit_ms || must_end) {
			kill(pid, SIGKILL);
			wait4(pid, status, 0, usage_);
			return false;
		}
		pause_a_little();
	}
	return true;
}

int main(int argc, char **argv)
{
	struct options o = read_options(argc, argv);
	long start = now_ms(), ms;
	struct rusage used = { 0 };
	char left[4096];
	bool has_ended;
	int status = 0;
	pid_t pid;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGTERM, end);
	pid = fork();
	if (pid < 0) {
		perror("supervise: fork");
		return 2;
	}
	if (!pid)
		run_child(o.command);
	setpgid(pid, pid);
	has_ended = wait_for(pid, &o, &status, &used);
	ms = now_ms() - start;
	clean_up(left, sizeof(left), has_ended ? GRACE_MS : 0);
	dprintf(3, "status=%d signal=%d ms=%ld rss_kib=%ld hung=%d left=%s\n",
		WIFEXITED(status) ? WEXITSTATUS(status) : -1,
		WIFSIGNALED(status) ? WTERMSIG(status) : 0, ms, used.ru_maxrss, !has_ended,
		has_ended ? left : "");
	return 0;
}
