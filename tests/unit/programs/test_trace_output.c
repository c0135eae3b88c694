// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <signal.h>

#include "bench/programs/trace_output.h"

/* This process's stdout, while something else is in its place. */
static int own_stdout;

/* From here on, stdout is this file. */
static void replace_stdout(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);

	fflush(stdout);
	own_stdout = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	assert_true(fd >= 0 && own_stdout >= 0);
	assert_true(dup2(fd, STDOUT_FILENO) >= 0);
	close(fd);
}

static void restore_stdout(void)
{
	fflush(stdout);
	assert_true(dup2(own_stdout, STDOUT_FILENO) >= 0);
	close(own_stdout);
}

static const char *read_text(const char *path)
{
	static char text[8192];
	FILE *file = fopen(path, "re");
	size_t n;

	assert_non_null(file);
	n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = '\0';
	fclose(file);
	return text;
}

static struct hit_event make_event(unsigned int pid, const char *command, const char *name)
{
	struct hit_event event = { .pid = pid, .tid = pid + 1, .has_name = name != NULL };

	snprintf(event.command, sizeof(event.command), "%s", command);
	snprintf(event.name, sizeof(event.name), "%s", name ? name : "");
	return event;
}

/* What is shown of the events, and then of the line if there is one. */
static const char *show(bool json, const struct hit_event *events, size_t n, const char *line)
{
	struct trace_output output;
	struct trace_sink sink;

	replace_stdout("out");
	assert_int_equal(trace_output__open(&output, json), 0);
	sink = trace_output__sink(&output);
	for (size_t i = 0; i < n; i++)
		sink.event(&events[i], sink.context);
	if (line)
		sink.line(line, sink.context);
	assert_true(sink.flush(sink.context));
	assert_int_equal(trace_output__close(&output), 0);
	restore_stdout();
	return read_text("out");
}

static void test_columns(void **state)
{
	struct hit_event events[] = { make_event(7, "rm", "/tmp/a b"),
				      make_event(4194304, "a\nb\x1b[31m", "\x1b[2J\n"),
				      make_event(8, "cat", NULL), make_event(9, "x", "y"),
				      make_event(10, "x", "") };

	(void)state;
	events[0].has_result = events[3].has_result = events[4].has_result = 1;
	events[3].result = -2;
	events[4].result = -4096; /* no error that there is */
	assert_string_equal(show(false, events, COUNT_OF(events), NULL),
			    "PID     COMM             RESULT    FILE\n"
			    "7       rm               0         /tmp/a b\n"
			    "4194304 a\\nb\\x1b[31m     -         \\x1b[2J\\n\n"
			    "8       cat              -         (unknown)\n"
			    "9       x                ENOENT    y\n"
			    "10      x                -4096     \n");
}

static void test_a_name_that_was_cut(void **state)
{
	struct hit_event event = make_event(7, "rm", "");
	json_t *json;
	char *text;

	(void)state;
	memset(event.name, 'n', HIT_NAME_SIZE - 1);
	event.has_name = 1;
	text = strstr(show(false, &event, 1, NULL), "nn");
	assert_non_null(text);
	assert_string_equal(text + HIT_NAME_SIZE - 1, "...\n");
	json = json_loads(show(true, &event, 1, NULL), 0, NULL);
	assert_true(json_is_true(json_object_get(json, "truncated")));
	json_decref(json);
}

/* As a guest may send it: names that do not end, and nothing behind them. */
static void test_names_without_an_end(void **state)
{
	struct hit_event *event = malloc(sizeof(*event));
	json_t *json;

	(void)state;
	memset(event, 'n', sizeof(*event));
	event->has_name = 1;
	event->has_result = 0;
	assert_non_null(strstr(show(false, event, 1, NULL), " nnnnnnnnnnnnnnnn -         nnn"));
	json = json_loads(show(true, event, 1, NULL), 0, NULL);
	assert_int_equal(json_string_length(json_object_get(json, "comm")), 16);
	assert_int_equal(json_string_length(json_object_get(json, "file")), HIT_NAME_SIZE);
	assert_true(json_is_true(json_object_get(json, "truncated")));
	json_decref(json);
	free(event);
}

static void test_json(void **state)
{
	struct hit_event events[] = { make_event(7, "rm", "a\n\xff"), make_event(8, "cat", NULL) };
	char first[8192], *rest;
	json_t *json;
	unsigned int year;

	(void)state;
	events[0].has_result = 1;
	events[0].result = -13;
	snprintf(first, sizeof(first), "%.1023s", show(true, events, 2, NULL));
	rest = strchr(first, '\n');
	assert_non_null(rest); /* a line an event */
	json = json_loads(rest + 1, 0, NULL);
	assert_int_equal(json_integer_value(json_object_get(json, "pid")), 8);
	assert_true(json_is_null(json_object_get(json, "file")));
	assert_true(json_is_null(json_object_get(json, "result")));
	json_decref(json);
	*rest = '\0';
	json = json_loads(first, 0, NULL);
	assert_non_null(json);
	assert_int_equal(json_integer_value(json_object_get(json, "pid")), 7);
	assert_int_equal(json_integer_value(json_object_get(json, "tid")), 8);
	assert_string_equal(json_string_value(json_object_get(json, "comm")), "rm");
	assert_string_equal(json_string_value(json_object_get(json, "file")), "a\n\xef\xbf\xbd");
	assert_int_equal(json_integer_value(json_object_get(json, "result")), -13);
	assert_true(json_is_false(json_object_get(json, "truncated")));
	assert_int_equal(sscanf(json_string_value(json_object_get(json, "time")),
				"%4u-%*2u-%*2uT%*2u:%*2u:%*2u.%*3uZ", &year),
			 1);
	assert_true(year >= 2024);
	json_decref(json);
}

static void test_lines_of_the_kernel(void **state)
{
	(void)state;
	assert_string_equal(show(false, NULL, 0, " rm-7 [001]: pid = 7, filename = a\x1b[m"),
			    " rm-7 [001]: pid = 7, filename = a\\x1b[m\n");
}

/* Of a user's program: what is decoded, and what is not. */
static json_t *decode(const struct trace_data *data, const char **type, void *context)
{
	*type = "ev\x1b";
	assert_string_equal(data->map, "ri\x1bng");
	return json_incref(context);
}

static const char *show_data(bool json, json_t *value, size_t whole)
{
	static const unsigned char bytes[100] = { 0x1b, 0xff };
	struct trace_data data = { "ri\x1bng", bytes, whole < 100 ? whole : 100, whole };
	struct trace_output output;
	struct trace_sink sink;

	replace_stdout("out");
	assert_int_equal(trace_output__open(&output, json), 0);
	output.decode = decode;
	output.decode_context = value;
	sink = trace_output__sink(&output);
	sink.data(&data, sink.context);
	assert_int_equal(trace_output__close(&output), 0);
	restore_stdout();
	return read_text("out");
}

static void test_events_of_a_program(void **state)
{
	json_t *value = json_pack("{s:i, s:s, s:[i,i], s:{s:n}}", "pid", 7, "na\x1bme",
				  "a\n\"\xc2\x9b", "list", 1, 2, "at", "line");

	(void)state;
	assert_string_equal(show_data(false, value, 3),
			    "ri\\x1bng: pid=7 na\\x1bme=\"a\\n\\\"\\xc2\\x9b\" list=[1,2] "
			    "at={\"line\":null}\n");
	assert_string_equal(show_data(false, NULL, 3), "ri\\x1bng: 3 bytes: 1b ff 00\n");
	assert_string_equal(show_data(false, NULL, 0), "ri\\x1bng: 0 bytes: \n");
	/* A long one is cut, and one of which the end is missing says so. */
	assert_non_null(strstr(show_data(false, NULL, 100), "100 bytes: 1b ff 00"));
	assert_non_null(strstr(show_data(false, NULL, 100), "00 ...\n"));
	assert_true(strlen(show_data(false, NULL, 70000)) < 256);
	json_decref(value);
}

static void test_events_of_a_program_as_json(void **state)
{
	json_t *value = json_pack("{s:i}", "pid", 7);
	json_t *json = json_loads(show_data(true, value, 100), 0, NULL);

	(void)state;
	assert_true(json_equal(json_object_get(json, "event"), value));
	assert_string_equal(json_string_value(json_object_get(json, "map")), "ri\x1bng");
	assert_string_equal(json_string_value(json_object_get(json, "type")), "ev\x1b");
	assert_int_equal(json_integer_value(json_object_get(json, "size")), 100);
	assert_true(json_is_null(json_object_get(json, "hex")));
	json_decref(json);
	json_decref(value);
	json = json_loads(show_data(true, NULL, 70000), 0, NULL);
	assert_true(json_is_null(json_object_get(json, "event")));
	assert_true(json_is_null(json_object_get(json, "type")));
	assert_int_equal(json_integer_value(json_object_get(json, "size")), 70000);
	assert_int_equal(json_string_length(json_object_get(json, "hex")), 100 * 3 - 1 + 4);
	json_decref(json);
}

static void test_lines_as_json(void **state)
{
	json_t *json;

	(void)state;
	json = json_loads(show(true, NULL, 0, "a\xff\x1b"), 0, NULL);
	assert_string_equal(json_string_value(json_object_get(json, "line")), "a\xef\xbf\xbd\x1b");
	json_decref(json);
}

/* Commands that run meanwhile, and this process, write to stderr. */
static void test_stdout_is_for_events_alone(void **state)
{
	struct trace_output output;
	int own_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	int err = open("err", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	(void)state;
	dup2(err, STDERR_FILENO);
	replace_stdout("out");
	assert_int_equal(trace_output__open(&output, true), 0);
	assert_int_equal(system("echo text of a command"), 0);
	assert_int_equal(trace_output__close(&output), 0);
	restore_stdout();
	dup2(own_stderr, STDERR_FILENO);
	close(own_stderr);
	close(err);
	assert_string_equal(read_text("out"), "");
	assert_string_equal(read_text("err"), "text of a command\n");
}

static void test_a_full_disk(void **state)
{
	struct hit_event event = make_event(7, "rm", "a");
	struct trace_output output;
	struct trace_sink sink;

	(void)state;
	replace_stdout("/dev/full");
	assert_int_equal(trace_output__open(&output, false), 0);
	sink = trace_output__sink(&output);
	sink.event(&event, sink.context);
	assert_false(sink.flush(sink.context));
	log_begin();
	assert_int_equal(trace_output__close(&output), -ENOSPC);
	restore_stdout();
	assert_logs("stdout");
}

/* It ends silently when the reader is gone, even while nothing is written. */
static void test_a_reader_that_has_gone(void **state)
{
	struct trace_output output;
	struct trace_sink sink;
	int ends[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	replace_stdout("out");
	dup2(ends[1], STDOUT_FILENO);
	assert_int_equal(trace_output__open(&output, false), 0);
	restore_stdout();
	close(ends[1]);
	sink = trace_output__sink(&output);
	assert_true(sink.flush(sink.context));
	close(ends[0]);
	assert_false(sink.flush(sink.context));
	log_begin();
	assert_int_equal(trace_output__close(&output), 0);
	assert_int_equal(caught.n[LOG_ERROR], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_columns),
		folder_test(test_a_name_that_was_cut),
		folder_test(test_names_without_an_end),
		folder_test(test_json),
		folder_test(test_lines_of_the_kernel),
		folder_test(test_events_of_a_program),
		folder_test(test_events_of_a_program_as_json),
		folder_test(test_lines_as_json),
		folder_test(test_stdout_is_for_events_alone),
		folder_test(test_a_full_disk),
		folder_test(test_a_reader_that_has_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
