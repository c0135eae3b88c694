// SPDX-License-Identifier: GPL-2.0-or-later
/* What each side takes of the other: a message of the table, and nothing else. */
#include "tests/unit/support.h"

#include "bench/wire/wire.h"

static const struct wire_message *message;
static json_t *fields;

static int read_bytes(const struct wire_direction *direction, const char *line, size_t size)
{
	int err;

	log_begin();
	err = wire__read(direction, line, size, &message, &fields);
	assert_int_equal(caught.n[LOG_ERROR], err ? 1 : 0);
	if (!err)
		json_decref(fields);
	return err;
}

static int read_line(const struct wire_direction *direction, const char *line)
{
	return read_bytes(direction, line, strlen(line));
}

#define assert_taken(direction, line)                                     \
	do {                                                              \
		if (read_line(direction, line))                           \
			fail_msg("%s is refused: %s", line, caught.last); \
	} while (0)

#define assert_refused(direction, line, why)               \
	do {                                               \
		if (read_line(direction, line) != -EPROTO) \
			fail_msg("%s is taken", line);     \
		assert_logs(why);                          \
	} while (0)

/* ---- messages ---- */

static void test_what_is_right(void **state)
{
	(void)state;
	assert_taken(&wire_to_host, "{\"hello\":{\"version\":1,\"release\":\"6.12.1+deb13_x~y\"}}");
	assert_string_equal(message->name, "hello");
	assert_taken(&wire_to_host, "{\"ready\":{}}");
	assert_taken(&wire_to_host, "{\"log\":{\"level\":2,\"text\":\"\"}}");
	assert_taken(&wire_to_host, "{\"output\":{\"stream\":1,\"data\":\"YWJj\"}}");
	assert_taken(&wire_to_host, "{\"output\":{\"stream\":4,\"data\":\"\"}}");
	assert_taken(&wire_to_host, "{\"output\":{\"stream\":5,\"data\":\"\"}}");
	assert_taken(&wire_to_host, "{\"file\":{\"index\":63,\"data\":\"YWJj\"}}");
	assert_taken(&wire_to_host, "{\"failed\":{\"error\":95}}");
	assert_taken(&wire_to_host, "{\"reply\":{\"anything\":1}}");
	assert_taken(&wire_to_host,
		     "{\"round\":{\"run\":{\"environment\":{\"kernel_release\":\"6.1\"}}}}");
	assert_taken(&wire_to_guest, "{\"run\":{\"plan\":{},\"explain\":false}}");
	assert_non_null(message->reply);
	assert_taken(&wire_to_guest, "{\"verdict\":{\"continue\":true}}");
	assert_taken(&wire_to_guest, "{\"power_off\":{}}");
	assert_null(message->reply);
}

static void test_another_version_is_named(void **state)
{
	(void)state;
	assert_refused(&wire_to_host, "{\"hello\":{\"version\":2,\"other\":[]}}",
		       "the guest uses version 2 of the protocol, and this hookbench version 1");
	assert_logs("build or install hookbench and hookbench-guest together");
	/* As guests said it before there were versions. */
	assert_refused(&wire_to_host, "{\"hello\":\"6.12\"}", "version 0");
	assert_refused(&wire_to_host, "{\"hello\":{\"version\":\"1\"}}", "version 0");
}

static void test_what_is_no_message(void **state)
{
	static const char *const lines[] = { "",
					     "nonsense",
					     "[]",
					     "{}",
					     "null",
					     "\"hello\"",
					     "{\"ready\":{},\"alive\":{}}",
					     "{\"ready\":{}} {\"alive\":{}}",
					     "{\"ready\":{}",
					     "{\"log\":{\"level\":1,\"text\":\"\xff\"}}",
					     "{\"log\":{\"level\":1,\"text\":\"a\\u0000b\"}}",
					     "{\"log\":{\"level\":1,\"level\":1,\"text\":\"\"}}" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		assert_refused(&wire_to_host, lines[i],
			       "the guest sent a line that is not a message");
		assert_refused(&wire_to_guest, lines[i],
			       "the host sent a line that is not a message");
	}
	assert_int_equal(read_bytes(&wire_to_host, "{\"ready\":{}}\0", 13), -EPROTO);
}

static void test_unknown_messages(void **state)
{
	(void)state;
	assert_refused(&wire_to_host, "{\"farewell\":{}}", "an unknown message \"farewell\"");
	/* Of the other direction. */
	assert_refused(&wire_to_host, "{\"run\":{}}", "an unknown message \"run\"");
	assert_refused(&wire_to_guest, "{\"hello\":{}}", "an unknown message \"hello\"");
	/* Nothing of it acts upon a terminal. */
	assert_refused(&wire_to_host, "{\"\\u001b[2J\":{}}", "\"\\x1b[2J\"");
}

static void test_fields(void **state)
{
	static const struct {
		const char *line, *why;
	} cases[] = {
		{ "{\"log\":{\"level\":1}}", "\"text\" is not a string" },
		{ "{\"log\":{\"level\":1,\"text\":null}}", "\"text\" is not a string" },
		{ "{\"log\":{\"level\":1,\"text\":[]}}", "\"text\" is not a string" },
		{ "{\"log\":{\"level\":3,\"text\":\"\"}}",
		  "\"level\" is not a whole number from 0 to 2" },
		{ "{\"log\":{\"level\":-1,\"text\":\"\"}}",
		  "\"level\" is not a whole number from" },
		{ "{\"log\":{\"level\":1.0,\"text\":\"\"}}", "\"level\" is not a whole number" },
		{ "{\"log\":{\"level\":true,\"text\":\"\"}}", "\"level\" is not a whole number" },
		{ "{\"log\":{\"level\":1,\"text\":\"\",\"more\":1}}",
		  "\"more\" is not a known field" },
		{ "{\"log\":[1,\"\"]}", "\"log\" is not an object" },
		{ "{\"ready\":{\"a\":1}}", "\"a\" is not a known field" },
		{ "{\"ready\":[]}", "\"ready\" is not an object" },
		{ "{\"failed\":{\"error\":0}}", "\"error\" is not a whole number from 1 to 4095" },
		{ "{\"output\":{\"stream\":6,\"data\":\"\"}}", "\"stream\" is not" },
		{ "{\"output\":{\"stream\":0,\"data\":\"\"}}", "\"stream\" is not" },
		{ "{\"output\":{\"stream\":1,\"data\":\"not base64!\"}}",
		  "\"data\" is not base64" },
		{ "{\"file\":{\"index\":64,\"data\":\"\"}}", "\"index\" is not" },
		{ "{\"file\":{\"index\":-1,\"data\":\"\"}}", "\"index\" is not" },
		{ "{\"hello\":{\"version\":1,\"release\":\"../../etc\"}}",
		  "\"release\" is not a name" },
		{ "{\"hello\":{\"version\":1,\"release\":\".6\"}}", "\"release\" is not a name" },
		{ "{\"hello\":{\"version\":1,\"release\":\"6.1 x\"}}",
		  "\"release\" is not a name" },
		{ "{\"hello\":{\"version\":1,\"release\":\"\"}}", "\"release\" is not a name" },
		{ "{\"round\":{\"run\":{\"environment\":{\"kernel_release\":\"a/b\"}}}}",
		  "\"kernel_release\" is not a name" },
		{ "{\"round\":{\"run\":[]}}", "\"run\" is not an object" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_refused(&wire_to_host, cases[i].line, cases[i].why);
	assert_refused(&wire_to_guest, "{\"run\":{\"plan\":{},\"explain\":1}}",
		       "the host sent an invalid message \"run\": \"explain\" is not true "
		       "or false");
	assert_refused(&wire_to_guest, "{\"run\":{\"explain\":true}}", "\"plan\" is not an object");
	assert_refused(&wire_to_guest, "{\"verdict\":{}}", "\"continue\" is not true or false");
	assert_refused(&wire_to_guest,
		       "{\"trace\":{\"backend\":\"fentry\",\"workload\":\"x\",\"printk\":false,"
		       "\"pid\":-1,\"words\":[],\"environment\":[],\"folder\":\"/\"}}",
		       "\"pid\" is not a whole number from 0");
	assert_refused(&wire_to_guest,
		       "{\"trace\":{\"backend\":\"fentry\",\"workload\":\"x\",\"printk\":false,"
		       "\"pid\":0,\"words\":[\"YQ==\",7],\"environment\":[],\"folder\":\"/\"}}",
		       "\"words\" is not a string");
}

/* Ranges hold at their ends: a text of as many bytes, and one more. */
static void test_sizes(void **state)
{
	char line[32768], text[16384];

	(void)state;
	memset(text, 'x', sizeof(text));
	snprintf(line, sizeof(line), "{\"log\":{\"level\":1,\"text\":\"%.8192s\"}}", text);
	assert_taken(&wire_to_host, line);
	snprintf(line, sizeof(line), "{\"log\":{\"level\":1,\"text\":\"%.8193s\"}}", text);
	assert_refused(&wire_to_host, line, "\"text\" is not of 0 to 8192 bytes");
	snprintf(line, sizeof(line), "{\"hello\":{\"version\":1,\"release\":\"%.65s\"}}", text);
	assert_refused(&wire_to_host, line, "\"release\" is not of 1 to 64 bytes");
	snprintf(line, sizeof(line), "{\"ready\":{}%.2000s}", "");
	memset(line + 11, ' ', 2000);
	strcpy(line + 2011, "}");
	assert_refused(&wire_to_host, line, "invalid message \"ready\": it is too long");
}

static void test_payloads_are_bounded(void **state)
{
	size_t size = 4 * (WIRE_FILE_CHUNK / 3), used;
	char *line = malloc(2 * size);

	(void)state;
	assert_non_null(line);
	used = (size_t)sprintf(line, "{\"file\":{\"index\":0,\"data\":\"");
	memset(line + used, 'A', size);
	strcpy(line + used + size, "\"}}");
	assert_taken(&wire_to_host, line);
	strcpy(line + used + size, "AAAA\"}}");
	memset(line + used + size, 'A', 4);
	assert_refused(&wire_to_host, line, "\"data\" is not of 0 to 49152 bytes");
	free(line);
}

/* ---- users' programs ---- */

#define TRACE_OF(rest)                                                                        \
	"{\"trace\":{\"backend\":\"own\",\"workload\":\"x\",\"printk\":false,\"pid\":0," rest \
	"\"words\":[],\"environment\":[],\"folder\":\"/\"}}"

static void test_a_users_program(void **state)
{
	static const struct {
		const char *line, *why;
	} wrong[] = {
		{ TRACE_OF("\"objects\":{\"own\":7},"), "\"objects\" is not" },
		{ TRACE_OF("\"objects\":{\"own\":\"no base64!\"},"), "is not base64" },
		{ TRACE_OF("\"objects\":{\"../own\":\"YQ==\"},"), "\"objects\" is not" },
		{ TRACE_OF("\"objects\":{\"own\":\"YQ==\",\"other\":\"YQ==\"},"),
		  "\"objects\" is not" },
		{ TRACE_OF("\"objects\":[],"), "\"objects\" is not" },
		{ TRACE_OF("\"settings\":{},"), "\"only\" is not a string" },
		{ TRACE_OF("\"settings\":{\"only\":1,\"retarget\":\"\",\"set\":\"\"},"),
		  "\"only\" is not a string" },
		{ TRACE_OF("\"settings\":{\"only\":\"\",\"retarget\":\"\",\"set\":\"\","
			   "\"more\":1},"),
		  "\"more\" is not a known field" },
		{ TRACE_OF("\"settings\":\"\","), "\"settings\" is not an object" },
	};

	(void)state;
	assert_taken(&wire_to_guest, TRACE_OF(""));
	assert_taken(&wire_to_guest, TRACE_OF("\"objects\":null,\"settings\":null,"));
	assert_taken(&wire_to_guest,
		     TRACE_OF("\"objects\":{\"own\":\"YQ==\"},\"settings\":{\"only\":\"a,b\","
			      "\"retarget\":\"a=b\",\"set\":\"c=1\"},"));
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_refused(&wire_to_guest, wrong[i].line, wrong[i].why);
	assert_taken(
		&wire_to_guest,
		"{\"macro\":{\"plan\":{},\"macro\":{\"words\":[],\"ignore_failure\":false},\"objects\":"
		"{\"own\":\"YQ==\",\"own.twin\":\"YQ==\"},\"words\":[],\"environment\":[],"
		"\"folder\":\"/\"}}");
	assert_refused(
		&wire_to_guest,
		"{\"macro\":{\"plan\":{},\"macro\":{\"words\":[],\"ignore_failure\":false},"
		"\"objects\":{\"own\":{}},\"words\":[],\"environment\":[],\"folder\":\"/\"}}",
		"\"objects\" is not");
	assert_taken(&wire_to_guest,
		     "{\"attach\":{\"backend\":\"own\",\"payload\":\"count\",\"workload\":\"x\","
		     "\"target\":\"\",\"objects\":{\"own\":\"YQ==\"},\"fetch\":[],\"exact\":false,"
		     "\"words\":[],\"environment\":[],\"folder\":\"/\"}}");
}

/* ---- replies ---- */

static int check_reply(const char *request, const char *text)
{
	json_t *reply = json_loads(text, 0, NULL);
	int err;

	assert_non_null(reply);
	log_begin();
	err = wire__check_reply(wire__find(&wire_to_guest, request), reply);
	json_decref(reply);
	return err;
}

static void test_replies(void **state)
{
	(void)state;
	assert_int_equal(check_reply("run", "{\"run\":{}}"), 0);
	assert_int_equal(check_reply("run", "{\"run\":{},\"error\":95,\"symbols\":null}"), 0);
	assert_int_equal(check_reply("run", "{}"), -EPROTO);
	assert_logs("an invalid message \"reply\": \"run\" is not an object");
	assert_int_equal(check_reply("run", "{\"run\":{\"environment\":"
					    "{\"kernel_release\":\"../x\"}}}"),
			 -EPROTO);
	assert_logs("\"kernel_release\" is not a name");
	assert_int_equal(check_reply("macro", "{\"run\":{},\"attaches\":true,\"hyperfine\":"
					      "{\"001-02-kprobe.multi.json\":\"text\"}}"),
			 0);
	assert_int_equal(check_reply("macro", "{\"run\":{},\"attaches\":true,\"hyperfine\":"
					      "{\"../../etc/passwd\":\"text\"}}"),
			 -EPROTO);
	assert_logs("\"hyperfine\" is not an object whose fields have names");
	assert_int_equal(check_reply("macro", "{\"run\":{},\"attaches\":true,\"hyperfine\":"
					      "{\"name\":7}}"),
			 -EPROTO);
	assert_int_equal(check_reply("trace",
				     "{\"backend\":\"fentry\",\"function\":\"do_unlinkat\","
				     "\"placement\":\"\",\"events\":1,\"lost\":0,"
				     "\"status\":0,\"release\":\"6.1\"}"),
			 0);
	assert_int_equal(check_reply("trace", "{\"backend\":\"fentry\",\"function\":\"\\u001b[m\","
					      "\"placement\":\"\",\"events\":1,\"lost\":0,"
					      "\"status\":0,\"release\":\"6.1\"}"),
			 -EPROTO);
	assert_logs("\"function\" is not free of control characters");
	assert_int_equal(check_reply("trace", "{\"backend\":\"fentry\",\"function\":\"f\","
					      "\"placement\":\"\",\"events\":1,\"lost\":0,"
					      "\"status\":256,\"release\":\"6.1\"}"),
			 -EPROTO);
}

/* What an attached program of the user's became. */
static int check_attached(const char *programs)
{
	char reply[2048];

	snprintf(
		reply, sizeof(reply),
		"{\"schema\":\"s\",\"tool\":{\"name\":\"n\",\"version\":\"1\"},\"environment\":{},"
		"\"hook\":{\"backend\":\"own\",\"payload\":null,\"hits\":1,\"programs\":%s},"
		"\"command\":{\"commands\":[],\"started\":1,\"status\":0,\"wall_ns\":1,\"user_ns\":1,"
		"\"system_ns\":1,\"max_rss_kib\":1,\"left\":{\"count\":0,\"first\":[]}}}",
		programs);
	return check_reply("attach", reply);
}

static void test_replies_with_programs(void **state)
{
	(void)state;
	assert_int_equal(check_attached("null"), 0);
	assert_int_equal(check_attached("[{\"name\":\"a\\u001b\",\"section\":\"s\",\"target\":null,"
					"\"attached\":true,\"reason\":null,\"runs\":1}]"),
			 0);
	assert_int_equal(check_attached("[7]"), -EPROTO);
	assert_int_equal(check_attached("[{\"name\":\"a\",\"section\":\"s\",\"attached\":1}]"),
			 -EPROTO);
	assert_logs("\"attached\" is not true or false");
	assert_int_equal(check_attached("[{\"name\":\"a\",\"section\":\"s\",\"attached\":true,"
					"\"runs\":-1}]"),
			 -EPROTO);
	assert_logs("\"runs\" is not a whole number");
}

/* What one side writes, the other takes. */
static void test_written_messages(void **state)
{
	size_t size;
	char *line = wire__write("log", json_pack("{s:i, s:s}", "level", 1, "text", "a\nb"), &size);

	(void)state;
	assert_non_null(line);
	assert_int_equal(strlen(line), size);
	assert_ptr_equal(strchr(line, '\n'), line + size - 1);
	assert_int_equal(read_bytes(&wire_to_host, line, size - 1), 0);
	free(line);
	line = wire__write("power_off", NULL, &size);
	assert_string_equal(line, "{\"power_off\":{}}\n");
	free(line);
}

static void test_names(void **state)
{
	static const char *const wrong[] = { "", ".", "..", ".a", "a/b", "a b", "a\n", "\xc3\xbc" };

	(void)state;
	assert_true(wire__is_name("6.12.117+deb13-cloud-amd64"));
	assert_true(wire__is_name("a..b~_"));
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_false(wire__is_name(wrong[i]));
}

/* ---- lines ---- */

static void assert_next(struct wire_lines *lines, const char *wanted)
{
	size_t size;
	const char *line = wire_lines__next(lines, &size);

	if (!wanted) {
		assert_null(line);
		return;
	}
	assert_non_null(line);
	assert_int_equal(size, strlen(wanted));
	assert_memory_equal(line, wanted, size);
}

static void add(struct wire_lines *lines, const char *text)
{
	assert_int_equal(wire_lines__add(lines, &wire_to_host, text, strlen(text)), 0);
}

static void test_lines(void **state)
{
	struct wire_lines lines = { 0 };

	(void)state;
	assert_next(&lines, NULL);
	add(&lines, "on");
	assert_next(&lines, NULL);
	add(&lines, "e\ntwo\n\nth");
	assert_next(&lines, "one");
	assert_next(&lines, "two");
	add(&lines, "ree");
	/* Nothing of the empty line. */
	assert_next(&lines, NULL);
	add(&lines, "\n");
	assert_next(&lines, "three");
	assert_next(&lines, NULL);
	wire_lines__free(&lines);
}

/* Whoever sends without end is not kept in memory. */
static void test_a_line_without_end(void **state)
{
	struct wire_lines lines = { 0 };
	char *piece = malloc(1 << 20);
	int err = 0;
	size_t n = 0;

	(void)state;
	assert_non_null(piece);
	memset(piece, 'x', 1 << 20);
	log_begin();
	for (; !err && n < 100; n++)
		err = wire_lines__add(&lines, &wire_to_guest, piece, 1 << 20);
	assert_int_equal(err, -EMSGSIZE);
	assert_int_equal(n, 65); /* 64 MiB are the longest request */
	assert_logs("the host sent a line that is longer than any message");
	free(piece);
	wire_lines__free(&lines);
}

/* Neither moved nor searched again with each piece: that would take hours. */
static void test_a_long_line_in_small_pieces(void **state)
{
	char piece[256];
	struct wire_lines lines = { 0 };
	const size_t n = (64 << 20) / sizeof(piece) - 1;
	size_t size;

	(void)state;
	memset(piece, 'x', sizeof(piece));
	add(&lines, "\nbefore\n");
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(wire_lines__add(&lines, &wire_to_host, piece, sizeof(piece)), 0);
		if (!i)
			assert_next(&lines, "before");
		assert_null(wire_lines__next(&lines, &size));
	}
	add(&lines, "\nafter\n");
	assert_non_null(wire_lines__next(&lines, &size));
	assert_int_equal(size, n * sizeof(piece));
	assert_next(&lines, "after");
	assert_next(&lines, NULL);
	wire_lines__free(&lines);
}

/* Parsed, each of them would take many times its size. */
static void test_a_line_is_too_long_before_it_is_parsed(void **state)
{
	const size_t size = 1 << 20;
	char *line = malloc(size + 1);

	(void)state;
	assert_non_null(line);
	memset(line, '[', size);
	line[size] = '\0';
	memcpy(line, " { \"ready\":", 11);
	assert_refused(&wire_to_host, line, "an invalid message \"ready\": it is too long");
	memcpy(line, "{\"farewell\":", 12);
	assert_refused(&wire_to_host, line, "a line that is not a message");
	free(line);
}

static void test_too_many_values(void **state)
{
	const size_t values = 8000000;
	char *line = malloc(2 * values + 64), *end = line;

	(void)state;
	assert_non_null(line);
	end = stpcpy(end, "{\"reply\":{\"run\":[0");
	for (size_t i = 1; i < values; i++)
		end = stpcpy(end, ",0");
	strcpy(end, "]}}");
	assert_taken(&wire_to_host, line);
	strcpy(end, ",0]}}");
	assert_refused(&wire_to_host, line, "an invalid message \"reply\": it has too many values");
	free(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_right),
		cmocka_unit_test(test_another_version_is_named),
		cmocka_unit_test(test_what_is_no_message),
		cmocka_unit_test(test_unknown_messages),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_payloads_are_bounded),
		cmocka_unit_test(test_a_users_program),
		cmocka_unit_test(test_replies),
		cmocka_unit_test(test_replies_with_programs),
		cmocka_unit_test(test_written_messages),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_a_line_without_end),
		cmocka_unit_test(test_a_long_line_in_small_pieces),
		cmocka_unit_test(test_too_many_values),
		cmocka_unit_test(test_a_line_is_too_long_before_it_is_parsed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
