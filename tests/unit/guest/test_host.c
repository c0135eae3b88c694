// SPDX-License-Identifier: GPL-2.0-or-later
/* The guest's end of the line, with a pair of sockets as the line. */
#include "tests/unit/support.h"

#include <sys/socket.h>

#include "bench/guest/host.h"

static int line[2]; /* the host's end, and the guest's */

static int open_line(void **state)
{
	(void)state;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, line))
		return -1;
	host__use(line[1]);
	return 0;
}

static int close_line(void **state)
{
	(void)state;
	host__use(-1);
	close(line[0]);
	close(line[1]);
	return 0;
}

static void say(const char *text)
{
	assert_int_equal(write(line[0], text, strlen(text)), strlen(text));
}

static void assert_heard(const char *wanted)
{
	char text[4096] = "";

	assert_true(read(line[0], text, sizeof(text) - 1) > 0);
	assert_string_equal(text, wanted);
}

static void test_messages_as_the_host_takes_them(void **state)
{
	(void)state;
	host__send("ready", NULL);
	assert_heard("{\"ready\":{}}\n");
	host__send_alive();
	assert_heard("{\"alive\":{}}\n");
	host__send_output(WIRE_STDERR, "abc", 3);
	assert_heard("{\"output\":{\"stream\":2,\"data\":\"YWJj\"}}\n");
	log__warning("two\nlines, and \xff");
	assert_heard("{\"log\":{\"level\":1,\"text\":\"two\\nlines, and \xef\xbf\xbd\"}}\n");
	host__send_progress(&(struct progress){ .trial = 1,
						.trials = 2,
						.round = 3,
						.rounds = 4,
						.backend = "fentry",
						.done = 5,
						.cycles = 6 },
			    NULL);
	assert_heard("{\"progress\":{\"trial\":1,\"trials\":2,\"round\":3,\"rounds\":4,"
		     "\"backend\":\"fentry\",\"done\":5,\"cycles\":6}}\n");
}

/* Requests that come in pieces, and several at once. */
static void test_receiving(void **state)
{
	const struct wire_message *message;
	json_t *fields;

	(void)state;
	say("{\"power_off\":{}}\n{\"verdict\":{\"contin");
	assert_int_equal(host__receive(&message, &fields), 0);
	assert_string_equal(message->name, "power_off");
	json_decref(fields);
	say("ue\":true}}\n");
	assert_int_equal(host__receive(&message, &fields), 0);
	assert_string_equal(message->name, "verdict");
	assert_true(json_is_true(json_object_get(fields, "continue")));
	json_decref(fields);
	close(line[0]);
	assert_int_equal(host__receive(&message, &fields), -EPIPE);
	line[0] = dup(line[1]);
}

/* What is wrong is said to the host, and the next request is taken. */
static void test_a_wrong_request(void **state)
{
	const struct wire_message *message;
	json_t *fields;

	(void)state;
	say("{\"run\":{\"plan\":7}}\n{\"power_off\":{}}\n");
	assert_int_equal(host__receive(&message, &fields), -EPROTO);
	assert_heard("{\"log\":{\"level\":0,\"text\":\"the host sent an invalid message "
		     "\\\"run\\\": \\\"plan\\\" is not an object\"}}\n");
	assert_int_equal(host__receive(&message, &fields), 0);
	assert_string_equal(message->name, "power_off");
	json_decref(fields);
}

static void test_a_request_in_a_file(void **state)
{
	const struct wire_message *message;
	json_t *fields;

	(void)state;
	host__preload("no-such-file");
	write_text_file("request", "{\"verdict\":{\"continue\":true}}\n");
	host__preload("request");
	assert_int_equal(access("request", F_OK), -1);
	say("{\"power_off\":{}}\n");
	assert_int_equal(host__receive(&message, &fields), 0);
	assert_string_equal(message->name, "verdict");
	json_decref(fields);
	assert_int_equal(host__receive(&message, &fields), 0);
	assert_string_equal(message->name, "power_off");
	json_decref(fields);
}

#define on_line(function) cmocka_unit_test_setup_teardown(function, open_line, close_line)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_line(test_messages_as_the_host_takes_them),
		on_line(test_receiving),
		on_line(test_a_wrong_request),
		on_line(test_a_request_in_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
