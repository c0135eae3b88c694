// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A hostile QEMU with a hostile guest. Built as qemu-system-x86_64, to be first in PATH. FAULT_MODE
 * in the environment names a row of the table `modes`, FAULT_SEED chooses what is by chance, and
 * FAULT_ANSWERS is a folder with the good answers NAME.json that hostile ones are made of.
 *
 * --modes lists the table: the name of each row, the least and the most messages that hookbench may
 * write, and one that it must write, where hookbench fails; "-" if it does not.
 *
 * As for the real one, stdin and stdout are the guest's line, and stderr is its console.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/faults/mutate.h"

static struct {
	uint64_t seed;
	const char *answers;
	const char *request; /* its name; "" before there is one */
	json_t *fields;	     /* of the request */
} self = { .request = "" };

/* ---- what a guest says ---- */

static void say_bytes(const char *text, size_t size)
{
	while (size) {
		ssize_t n = write(STDOUT_FILENO, text, size);

		if (n <= 0)
			exit(0); /* hookbench has gone */
		text += n;
		size -= (size_t)n;
	}
}

static void say(const char *line)
{
	say_bytes(line, strlen(line));
	say_bytes("\n", 1);
}

/* Without end, or until nobody reads it. */
static void say_for_ever(const char *text)
{
	static char many[1 << 16];
	size_t size = strlen(text), n = sizeof(many) / size;

	for (size_t i = 0; i < n; i++)
		memcpy(many + i * size, text, size);
	for (;;)
		say_bytes(many, n * size);
}

static void be_silent(void)
{
	for (;;)
		pause();
}

static void hello(void)
{
	say("{\"hello\":{\"version\":1,\"release\":\"6.12.0-fault\"}}");
}

/* Boots, and reads the request. */
static void boot(void)
{
	static char *line;
	static size_t size;
	json_t *request;

	hello();
	say("{\"ready\":{}}");
	if (getline(&line, &size, stdin) < 0)
		exit(0);
	request = json_loads(line, 0, NULL);
	if (!request)
		exit(9);
	self.request = json_object_iter_key(json_object_iter(request));
	self.fields = json_object_get(request, self.request);
	if (!strcmp(self.request, "power_off"))
		exit(0);
}

static json_t *answer(void)
{
	char path[4096];
	json_t *fields;

	snprintf(path, sizeof(path), "%s/%s.json", self.answers, self.request);
	fields = json_load_file(path, 0, NULL);
	if (!fields) {
		fprintf(stderr, "stand-in: there is no %s\n", path);
		exit(9);
	}
	return json_pack("{s:o}", "reply", fields);
}

static void say_json(json_t *message)
{
	char *text = json_dumps(message, JSON_COMPACT);

	say(text);
	free(text);
	json_decref(message);
}

/* ---- conversations by chance ---- */

#define MAX_MESSAGES 16

/* What a good guest says to this request, with all kinds of messages. */
static size_t good_messages(json_t *messages[MAX_MESSAGES])
{
	static const char *const lines[] = {
		"{\"log\":{\"level\":2,\"text\":\"a remark\"}}",
		"{\"alive\":{}}",
		"{\"progress\":{\"trial\":1,\"trials\":4,\"round\":1,\"rounds\":2,\"backend\":"
		"\"none\",\"done\":5,\"cycles\":10}}",
		"{\"output\":{\"stream\":2,\"data\":\"aGVsbG8K\"}}",
		/* Of a buffer called "ring", with 8 bytes. */
		"{\"output\":{\"stream\":5,\"data\":\"cmluZwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAAApAAAAAAAAAA==\"}}",
		"{\"file\":{\"index\":0,\"data\":\"aGVsbG8K\"}}",
	};
	/* A file only where one was requested. */
	size_t n = json_array_size(json_object_get(self.fields, "fetch")) ? 6 : 5;

	for (size_t i = 0; i < n; i++)
		messages[i] = json_loads(lines[i], 0, NULL);
	messages[n++] = answer();
	return n;
}

static void converse_well(void)
{
	json_t *messages[MAX_MESSAGES];
	size_t n;

	boot();
	n = good_messages(messages);
	for (size_t i = 0; i < n; i++)
		say_json(messages[i]);
	be_silent();
}

/* One message is hostile; the answer most often, because most is read of it. */
static void say_hostile(void)
{
	json_t *messages[MAX_MESSAGES];
	size_t n, hostile;

	boot();
	n = good_messages(messages);
	hostile = mutate__below(&self.seed, 3) ? n - 1 : mutate__below(&self.seed, n);
	for (size_t i = 0; i < n; i++) {
		size_t size;
		char *text;

		if (i != hostile) {
			say_json(messages[i]);
			continue;
		}
		text = mutate__document(&self.seed, messages[i], &size);
		say_bytes(text, size);
		say_bytes("\n", 1);
		free(text);
	}
}

static void converse_hostile(void)
{
	say_hostile();
	be_silent();
}

/* Good messages, but not in order, not once, or not all. */
static void converse_out_of_order(void)
{
	json_t *messages[MAX_MESSAGES];
	size_t n;

	boot();
	n = good_messages(messages);
	for (int i = 0; i < 8; i++) {
		size_t which = mutate__below(&self.seed, n + 2);

		if (which == n)
			hello();
		else if (which == n + 1)
			say("{\"ready\":{}}");
		else
			say_json(json_incref(messages[which]));
	}
	be_silent();
}

/* ---- modes ---- */

static void chatter(void)
{
	say_for_ever("x");
}

static void chatter_on_the_console(void)
{
	fcntl(STDOUT_FILENO, F_DUPFD, 10); /* the line stays open */
	dup2(STDERR_FILENO, STDOUT_FILENO);
	say_for_ever("\x1b[2J\a Kernel is busy\n");
}

static void lines_that_are_none(void)
{
	say("\x1b[31mPress any key\xff");
	be_silent();
}

static void close_and_live(void)
{
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	be_silent();
}

static void close_the_line_and_live(void)
{
	boot();
	close(STDOUT_FILENO);
	be_silent();
}

static void end_well(void)
{
	exit(0);
}

static void end_badly(void)
{
	fprintf(stderr, "\x1b[1mqemu: cannot\x1b[m\n");
	exit(3);
}

static void be_killed(void)
{
	boot();
	raise(SIGKILL);
}

static void crash(void)
{
	hello();
	signal(SIGSEGV, SIG_DFL);
	raise(SIGSEGV);
}

static void panic(void)
{
	hello();
	fprintf(stderr, "[ 1.0] Kernel panic - not syncing: \x1b[2J\x9b attack\n");
	exit(0);
}

static void ignore_signals(void)
{
	for (int i = 1; i < 32; i++)
		signal(i, SIG_IGN);
	boot();
	be_silent();
}

static void leave_a_child(void)
{
	if (!fork()) {
		signal(SIGTERM, SIG_IGN);
		be_silent();
	}
	exit(0);
}

static void another_version(void)
{
	say("{\"hello\":{\"version\":99,\"release\":\"6.12\",\"new\":[1]}}");
	be_silent();
}

static void hello_twice(void)
{
	hello();
	hello();
	be_silent();
}

static void ready_first(void)
{
	say("{\"ready\":{}}");
	be_silent();
}

static void answer_unasked(void)
{
	hello();
	say("{\"reply\":{}}");
	be_silent();
}

static void never_ready(void)
{
	hello();
	for (;;) {
		say("{\"alive\":{}}");
		usleep(50000);
	}
}

static void alive_for_ever(void)
{
	boot();
	for (;;) {
		say("{\"alive\":{}}");
		usleep(50000);
	}
}

static void answer_and_hang(void)
{
	boot();
	say("{\"log\":{\"level\":1,\"text\":\"it hangs\"}}");
	be_silent();
}

static void log_for_ever(void)
{
	boot();
	say_for_ever("{\"log\":{\"level\":1,\"text\":\"\\u001b[2J again \\u009b and again\"}}\n");
}

static void progress_for_ever(void)
{
	boot();
	say_for_ever("{\"progress\":{\"trial\":1,\"trials\":4,\"round\":1,\"rounds\":2,\"backend\":"
		     "\"none\",\"done\":5,\"cycles\":10}}\n");
}

static void output_for_ever(void)
{
	boot();
	say_for_ever("{\"output\":{\"stream\":1,\"data\":\"aGVsbG8K\"}}\n");
}

static void rounds_for_ever(void)
{
	boot();
	say_for_ever("{\"round\":{\"run\":{}}}\n");
}

static void files_for_ever(void)
{
	boot();
	say_for_ever("{\"file\":{\"index\":0,\"data\":\"aGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8K\"}}\n");
}

static void half_an_answer(void)
{
	char *text;

	boot();
	text = json_dumps(answer(), JSON_COMPACT);
	say_bytes(text, strlen(text) / 2);
	be_silent();
}

static void half_an_answer_and_end(void)
{
	char *text;

	boot();
	text = json_dumps(answer(), JSON_COMPACT);
	say_bytes(text, strlen(text) / 2);
	exit(0);
}

static void byte_by_byte(void)
{
	boot();
	say_bytes("{\"reply\":{\"run\":\"", 17);
	for (;;) {
		say_bytes("x", 1);
		usleep(1000);
	}
}

/* A line of all that fits, which takes many times as much memory once it is parsed. */
static void many_values(void)
{
	static const char head[] = "{\"reply\":{\"run\":{\"trials\":[0";
	char *text = malloc(64 << 20);
	size_t size = (64 << 20) - 16;

	boot();
	memcpy(text, head, sizeof(head) - 1);
	for (size_t i = sizeof(head) - 1; i + 1 < size; i += 2)
		memcpy(text + i, ",0", 2);
	memcpy(text + size - 5, "]}}}\n", 5);
	say_bytes(text, size);
	be_silent();
}

static void deep_lists(void)
{
	char *text = malloc(16 << 20);

	boot();
	memset(text, '[', 16 << 20);
	say_bytes("{\"reply\":", 9);
	say_bytes(text, 16 << 20);
	say("");
	be_silent();
}

static void a_name_that_leads_out(void)
{
	boot();
	say("{\"reply\":{\"run\":{\"environment\":{\"kernel_release\":\"../../hookbench-escape\"}}}}");
	be_silent();
}

static void not_utf8(void)
{
	boot();
	say("{\"log\":{\"level\":0,\"text\":\"\xff\xfe\"}}");
	be_silent();
}

static void texts_that_act(void)
{
	boot();
	say("{\"log\":{\"level\":0,\"text\":\"\\u001b]0;title\\u0007\\u009b2J\\r\\nline\"}}");
	say("{\"failed\":{\"error\":5}}");
	be_silent();
}

/*
 * Rows: `most` messages of hookbench at the most, one of which has the words `says`. A slow machine
 * may take longer for a lot of bytes than the guest has time; then it is stopped for that.
 */
static const struct {
	const char *name;
	void (*do_it)(void);
	unsigned int most;
	const char *says;
} modes[] = {
	{ "silence", be_silent, 2, "did not boot within" },
	{ "chatter", chatter, 2, "the guest" },
	{ "chatter-on-the-console", chatter_on_the_console, 2, "did not boot within" },
	{ "lines-that-are-none", lines_that_are_none, 2, "not a message of the protocol" },
	{ "close-and-live", close_and_live, 2, "closed its lines and went on" },
	{ "close-the-line-and-live", close_the_line_and_live, 2, "was silent for" },
	{ "end-well", end_well, 2, "it rebooted or powered off" },
	{ "end-badly", end_badly, 2, "QEMU ended with status 3" },
	{ "be-killed", be_killed, 2, "killed by signal 9" },
	{ "crash", crash, 2, "killed by signal 11" },
	{ "panic", panic, 2, "Kernel panic" },
	{ "ignore-signals", ignore_signals, 2, "was silent for" },
	{ "leave-a-child", leave_a_child, 2, "did not boot within" },
	{ "another-version", another_version, 2, "version 99 of the protocol" },
	{ "hello-twice", hello_twice, 2, "\"hello\" twice" },
	{ "ready-first", ready_first, 2, "before \"hello\"" },
	{ "answer-unasked", answer_unasked, 2, "\"reply\" without a request" },
	{ "never-ready", never_ready, 2, "was silent for" },
	{ "alive-for-ever", alive_for_ever, 2, "--time-limit" },
	{ "answer-and-hang", answer_and_hang, 3, "was silent for" },
	{ "log-for-ever", log_for_ever, 1500, "--time-limit" },
	{ "progress-for-ever", progress_for_ever, 2, "--time-limit" },
	{ "output-for-ever", output_for_ever, 2, "--time-limit" },
	{ "rounds-for-ever", rounds_for_ever, 4, "" },
	{ "files-for-ever", files_for_ever, 3, "" },
	{ "half-an-answer", half_an_answer, 2, "was silent for" },
	{ "half-an-answer-and-end", half_an_answer_and_end, 2, "ended before it answered" },
	{ "byte-by-byte", byte_by_byte, 2, "--time-limit" },
	{ "many-values", many_values, 2, "the guest" },
	{ "deep-lists", deep_lists, 2, "the guest" },
	{ "a-name-that-leads-out", a_name_that_leads_out, 2, "kernel_release" },
	{ "not-utf8", not_utf8, 2, "not a message of the protocol" },
	{ "texts-that-act", texts_that_act, 3, "title" },
	{ "out-of-order", converse_out_of_order, 3, "" },
	{ "good", converse_well, 100, "-" },
	{ "hostile", converse_hostile, 100, "-" },
};

#define N_MODES (sizeof(modes) / sizeof(*modes))

/* ---- what QEMU is asked besides ---- */

/* The counts of the plugin for explain: bytes by chance. */
static void write_counts(int argc, char **argv)
{
	const char *output = NULL;
	char bytes[512];

	for (int i = 1; i < argc - 1; i++)
		if (!strcmp(argv[i], "-plugin"))
			output = strstr(argv[i + 1], ",output=");
	if (!output)
		return;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)mutate__below(&self.seed, 256);
	if (write(atoi(output + 8), bytes, mutate__below(&self.seed, sizeof(bytes))) < 0)
		exit(9);
}

static void answer_question(const char *question, const char *more)
{
	if (!strcmp(question, "--modes"))
		for (size_t i = 0; i < N_MODES; i++)
			printf("%s|%u|%s\n", modes[i].name, modes[i].most, modes[i].says);
	else if (!strcmp(question, "--version"))
		puts("QEMU emulator version 7.2.22 (stand-in)");
	else if (!strcmp(question, "-help"))
		puts("-plugin [file=]<file>[,<argname>=<argvalue>]");
	else if (!strcmp(question, "-cpu") && more && !strcmp(more, "help"))
		puts("Available CPUs:\nx86 qemu64   QEMU Virtual CPU\nx86 EPYC     AMD EPYC");
	else
		return;
	exit(0);
}

int main(int argc, char **argv)
{
	const char *mode = getenv("FAULT_MODE"), *seed = getenv("FAULT_SEED");

	if (argc > 1)
		answer_question(argv[1], argv[2]);
	signal(SIGPIPE, SIG_IGN);
	self.seed = strtoull(seed ? seed : "1", NULL, 10);
	self.answers = getenv("FAULT_ANSWERS");
	write_counts(argc, argv);
	for (size_t i = 0; mode && i < N_MODES; i++)
		if (!strcmp(modes[i].name, mode))
			modes[i].do_it();
	fprintf(stderr, "stand-in: FAULT_MODE is not a mode: %s\n", mode ? mode : "(not set)");
	return 9;
}
