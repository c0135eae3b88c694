// SPDX-License-Identifier: GPL-2.0-or-later
/* A guest that answers more than once, with a script in QEMU's place. */
#include "tests/unit/support.h"

#include <sys/resource.h>

#include "bench/vm/qemu.h"
#include "bench/vm/vm.h"

#define HELLO "echo '{\"hello\":{\"version\":1,\"release\":\"6.12.0\"}}'\n"
#define READY HELLO "echo '{\"ready\":{}}'\n"
/* Answers each request with a run that contains the number of requests; ends on the request to
 * power off. */
#define ANSWERS                                              \
	READY "n=0\nwhile read -r request; do\n"             \
	      "case $request in *power_off*) exit ;; esac\n" \
	      "n=$((n + 1))\necho \"{\\\"reply\\\":{\\\"run\\\":{\\\"n\\\":$n}}}\"\ndone\n"

static const volatile sig_atomic_t never_stop;

static struct vm make_vm(void)
{
	return (struct vm){
		.image = "image",
		.guest = "/bin/true",
		.accelerator = ACCEL_EXACT,
		.cpus = 1,
		.timeout_s = 20,
		.stop = &never_stop,
	};
}

/* In the current folder, which is the only one of PATH but the system's. */
static void fake_qemu(const char *script)
{
	char text[4096], image[0x206] = "", path[2 * PATH_MAX], folder[PATH_MAX];
	FILE *file = fopen("image", "we");

	memcpy(image + 0x202, "HdrS", 4);
	fwrite(image, 1, sizeof(image), file);
	fclose(file);
	/* Asked for its version, it is no guest. */
	snprintf(text, sizeof(text), "#!/bin/bash\n[ \"$1\" != --version ] || exit 1\n%s", script);
	write_text_file(guest_arch__native()->qemu, text);
	assert_int_equal(chmod(guest_arch__native()->qemu, 0755), 0);
	assert_non_null(getcwd(folder, sizeof(folder)));
	snprintf(path, sizeof(path), "%s:/usr/bin:/bin", folder);
	setenv("PATH", path, 1);
	log_begin();
}

static json_t *plan(void)
{
	return json_pack("{s:{}, s:b}", "plan", "explain", 0);
}

static void test_a_guest_answers_more_than_once(void **state)
{
	struct vm vm = make_vm();
	struct guest *guest;

	(void)state;
	fake_qemu(ANSWERS);
	assert_int_equal(vm__start(&vm, &guest), 0);
	assert_true(vm.has_reported);
	for (json_int_t n = 1; n <= 3; n++) {
		json_t *reply = NULL, *run;

		assert_int_equal(vm__ask(guest, n == 2 ? "probe" : "run", plan(), &reply), 0);
		run = json_object_get(reply, "run");
		assert_int_equal(json_integer_value(json_object_get(run, "n")), n);
		json_decref(reply);
	}
	assert_int_equal(vm__power_off(guest), 0);
	vm__stop(guest);
	assert_int_equal(caught.n[LOG_ERROR], 0);
}

/* Replies with how often the initramfs has the text, without reading the line. */
#define ANSWERS_FIRST                                                                                   \
	"while [ \"$1\" != -initrd ]; do shift; done\nn=$(grep -ac '\"explain\":false' \"$2\")\n" READY \
	"echo \"{\\\"reply\\\":{\\\"run\\\":{\\\"n\\\":$n}}}\"\nexec sleep 1000\n"

static json_int_t answer_first(struct vm *vm)
{
	json_t *reply = NULL;
	json_int_t n;

	assert_int_equal(vm__run(vm, "run", plan(), &reply), 0);
	n = json_integer_value(json_object_get(json_object_get(reply, "run"), "n"));
	json_decref(reply);
	assert_null(vm->first.message);
	return n;
}

/* With files of its own, under the exact clock, a guest has its request before it boots. */
static void test_a_request_that_is_there_from_the_beginning(void **state)
{
	const struct guest_files files = { 0 };
	struct vm vm = make_vm();

	(void)state;
	vm.files = &files;
	fake_qemu(ANSWERS_FIRST);
	assert_int_equal(answer_first(&vm), 1);
	/* Others get it on the line. */
	vm.accelerator = ACCEL_TCG;
	fake_qemu(ANSWERS);
	assert_int_equal(answer_first(&vm), 1);
}

/* Replies with how often the file of QEMU's configuration has the text, if the line has only
 * `fetch`. */
#define FETCHES                                                                                           \
	"while [ \"$1\" != -fw_cfg ]; do shift; done\nn=$(grep -c '\"explain\":false' \"${2#*file=}\")\n" \
	"echo '{\"hello\":{\"version\":1,\"release\":\"6.12.0\",\"fetches\":true}}'\n"                    \
	"echo '{\"ready\":{}}'\nread -r request\n[ \"$request\" = '{\"fetch\":{}}' ] || n=0\n"            \
	"echo \"{\\\"reply\\\":{\\\"run\\\":{\\\"n\\\":$n}}}\"\nexec sleep 1000\n"

/* One that a guest can read there, instead of on the line, which is slow. */
static void test_a_request_that_is_fetched(void **state)
{
	struct vm vm = make_vm();

	(void)state;
	fake_qemu(FETCHES);
	assert_int_equal(answer_first(&vm), 1);
	assert_null(vm.kept.message);
}

static void test_an_answer_before_the_guest_is_ready(void **state)
{
	const struct guest_files files = { 0 };
	struct vm vm = make_vm();
	json_t *reply = NULL;

	(void)state;
	vm.files = &files;
	fake_qemu(HELLO "echo '{\"reply\":{\"run\":{\"n\":1}}}'; exec sleep 1000");
	assert_int_equal(vm__run(&vm, "run", plan(), &reply), -EPROTO);
}

/* More than a pipe holds, which the guest takes its time to read. */
static void test_a_long_request(void **state)
{
	struct vm vm = make_vm();
	json_t *fields = plan(), *reply = NULL;
	char *text = malloc(3 << 20);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', 3 << 20);
	text[(3 << 20) - 1] = '\0';
	json_object_set_new(json_object_get(fields, "plan"), "dir", json_string(text));
	fake_qemu(READY "read -r request\n"
			"echo \"{\\\"reply\\\":{\\\"run\\\":{\\\"n\\\":${#request}}}}\"\n");
	assert_int_equal(vm__run(&vm, "run", fields, &reply), 0);
	assert_true(json_integer_value(json_object_get(json_object_get(reply, "run"), "n")) >
		    (3 << 20));
	json_decref(reply);
	free(text);
}

static void test_a_guest_that_cannot_do_it(void **state)
{
	struct vm vm = make_vm();
	json_t *reply = NULL;

	(void)state;
	fake_qemu(READY "read -r request; echo '{\"failed\":{\"error\":95}}'; exec sleep 1000");
	assert_int_equal(vm__run(&vm, "run", plan(), &reply), 0);
	assert_int_equal(json_integer_value(json_object_get(reply, "error")), ENOTSUP);
	json_decref(reply);
	/* It gave no reason: something must be said all the same. */
	assert_int_equal(caught.n[LOG_ERROR], 1);
}

/* Of a guest that answers more than once, an earlier error is no reason for a later one. */
static void test_each_failure_has_one_message(void **state)
{
	struct vm vm = make_vm();
	struct guest *guest;
	json_t *reply = NULL;

	(void)state;
	fake_qemu(READY "read -r request; echo '{\"log\":{\"level\":0,\"text\":\"x\"}}'\n"
			"echo '{\"failed\":{\"error\":5}}'\n"
			"read -r request; echo '{\"failed\":{\"error\":5}}'\nexec sleep 1000");
	assert_int_equal(vm__start(&vm, &guest), 0);
	for (int n = 1; n <= 2; n++) {
		assert_int_equal(vm__ask(guest, "run", plan(), &reply), 0);
		assert_int_equal(json_integer_value(json_object_get(reply, "error")), EIO);
		json_decref(reply);
		assert_int_equal(caught.n[LOG_ERROR], n);
	}
	vm__stop(guest);
}

/* Without a reader, the request must not raise a signal in this process. */
static void test_a_guest_that_ends_instead_of_answering(void **state)
{
	struct vm vm = make_vm();
	json_t *reply = NULL;

	(void)state;
	fake_qemu(READY "exit 3");
	assert_int_equal(vm__run(&vm, "run", plan(), &reply), -ECHILD);
	assert_true(vm.has_reported);
	assert_null(reply);
}

static void test_a_guest_that_never_is_ready(void **state)
{
	struct vm vm = make_vm();
	struct guest *guest;

	(void)state;
	fake_qemu(HELLO "exec sleep 1000");
	vm.timeout_s = 1;
	assert_int_equal(vm__start(&vm, &guest), -ETIMEDOUT);
	assert_true(vm.has_reported);
}

/* What a guest sends while it boots does not make its time longer. */
static void test_a_guest_that_talks_instead_of_booting(void **state)
{
	struct vm vm = make_vm();
	struct guest *guest;

	(void)state;
	fake_qemu(HELLO "while sleep 0.1; do echo '{\"alive\":{}}'; done");
	vm.timeout_s = 1;
	assert_int_equal(vm__start(&vm, &guest), -ETIMEDOUT);
	assert_logs("--timeout");
}

/* Only the time in all ends one that goes on giving signs of life. */
static void test_a_guest_that_talks_instead_of_answering(void **state)
{
	struct vm vm = make_vm();
	json_t *reply = NULL;

	(void)state;
	fake_qemu(READY "read -r request\nwhile sleep 0.1; do echo '{\"alive\":{}}'; done");
	vm.time_limit_s = 2;
	assert_int_equal(vm__run(&vm, "run", plan(), &reply), -ETIME);
	assert_logs("--time-limit");
}

/* It must not be waited for. */
static void test_a_qemu_that_lives_on(void **state)
{
	struct vm vm = make_vm();
	struct guest *guest;

	(void)state;
	fake_qemu("exec >&- 2>&- <&-\nexec sleep 1000");
	assert_int_equal(vm__start(&vm, &guest), -ECHILD);
	assert_logs("QEMU closed its lines and went on, and was stopped");
	fake_qemu("exec >&-\nexec sleep 1000");
	assert_int_equal(vm__start(&vm, &guest), -ECHILD);
	assert_logs("QEMU closed its lines and went on, and was stopped");
}

/* Whoever adopted it may not have noticed yet. */
static bool has_ended(const char *pid)
{
	char path[64], line[256] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", atoi(pid));
	file = fopen(path, "re");
	if (!file)
		return true;
	line[fread(line, 1, sizeof(line) - 1, file)] = '\0';
	fclose(file);
	return strstr(line, ") Z ") || !line[0];
}

/* A process that QEMU has started ends with it. */
static void test_a_qemu_that_has_started_others(void **state)
{
	struct vm vm = make_vm();
	struct guest *guest;
	char text[32] = "";
	FILE *file;

	(void)state;
	fake_qemu("sleep 1000 &\necho $! >pid\nwait");
	vm.timeout_s = 1;
	assert_int_equal(vm__start(&vm, &guest), -ETIMEDOUT);
	file = fopen("pid", "re");
	assert_non_null(file);
	assert_non_null(fgets(text, sizeof(text), file));
	fclose(file);
	for (int i = 0; i < 600 && !has_ended(text); i++)
		usleep(100000);
	assert_true(has_ended(text));
}

static void test_another_version(void **state)
{
	struct vm vm = make_vm();
	struct guest *guest;

	(void)state;
	fake_qemu("echo '{\"hello\":{\"version\":7}}'; exec sleep 1000");
	assert_int_equal(vm__start(&vm, &guest), -EPROTO);
	assert_false(vm.has_reported);
	assert_int_equal(caught.n[LOG_ERROR], 2);
}

/* ---- callbacks ---- */

struct heard {
	size_t n;
	char output[64];
};

static void take_output(enum wire_stream stream, const void *data, size_t size, void *context)
{
	struct heard *heard = context;

	assert_int_equal(stream, WIRE_STDERR);
	memcpy(heard->output, data, size);
	heard->n++;
}

static bool take_round(json_t *run, void *context)
{
	struct heard *heard = context;

	heard->n++;
	return json_integer_value(json_object_get(run, "n")) < 2;
}

static bool no_more(json_t *run, void *context)
{
	(void)run;
	(void)context;
	return false;
}

static void test_a_round_after_the_last(void **state)
{
	struct vm vm = make_vm();
	json_t *reply = NULL;

	(void)state;
	vm.round = no_more;
	fake_qemu(READY "read -r request\nfor n in 1 2; do echo '{\"round\":{\"run\":{}}}'; "
			"read -r verdict; done; exec sleep 1000");
	assert_int_equal(vm__run(&vm, "run", plan(), &reply), -EPROTO);
	assert_logs("was stopped because of this");
}

static void test_output_and_rounds(void **state)
{
	struct vm vm = make_vm();
	struct heard heard = { 0 }, rounds = { 0 };
	json_t *reply = NULL;

	(void)state;
	vm.output = take_output;
	vm.output_context = &heard;
	vm.round = take_round;
	vm.round_context = &rounds;
	fake_qemu(READY "read -r request\n"
			"echo '{\"output\":{\"stream\":2,\"data\":\"aGk=\"}}'\n"
			"n=0\nwhile n=$((n + 1)); echo \"{\\\"round\\\":{\\\"run\\\":"
			"{\\\"n\\\":$n}}}\"; read -r verdict; do\n"
			"[ \"$verdict\" = '{\"verdict\":{\"continue\":true}}' ] || break\ndone\n"
			"echo \"{\\\"reply\\\":{\\\"run\\\":{\\\"n\\\":$n}}}\"\n");
	assert_int_equal(vm__run(&vm, "run", plan(), &reply), 0);
	assert_int_equal(heard.n, 1);
	assert_string_equal(heard.output, "hi");
	assert_int_equal(rounds.n, 2);
	assert_int_equal(json_integer_value(json_object_get(json_object_get(reply, "run"), "n")),
			 2);
	json_decref(reply);
}

/* ---- descriptors ---- */

static void test_nothing_is_left_open(void **state)
{
	struct vm vm = make_vm();
	size_t before;
	json_t *reply = NULL;

	(void)state;
	fake_qemu(ANSWERS);
	before = count_entries("/proc/self/fd");
	assert_int_equal(vm__run(&vm, "run", plan(), &reply), 0);
	json_decref(reply);
	assert_int_equal(count_entries("/proc/self/fd"), before);
	fake_qemu("exit 1");
	assert_int_equal(vm__run(&vm, "run", plan(), &reply), -ECHILD);
	assert_int_equal(count_entries("/proc/self/fd"), before);
}

/* Whichever of the descriptors cannot be had. */
static void test_too_many_open_files(void **state)
{
	struct vm vm = make_vm();
	struct rlimit limit, low;
	struct guest *guest;
	size_t before, failed = 0;

	(void)state;
	fake_qemu(ANSWERS);
	before = count_entries("/proc/self/fd");
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = limit;
	for (low.rlim_cur = 3; low.rlim_cur < 24; low.rlim_cur++) {
		int err;

		assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
		err = vm__start(&vm, &guest);
		failed += err != 0;
		if (!err)
			vm__stop(guest);
	}
	/* The image, the guest program, the archive, and three pairs of ends. */
	assert_in_range(failed, 7, 20);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_int_equal(count_entries("/proc/self/fd"), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_a_guest_answers_more_than_once),
		folder_test(test_a_request_that_is_there_from_the_beginning),
		folder_test(test_a_request_that_is_fetched),
		folder_test(test_an_answer_before_the_guest_is_ready),
		folder_test(test_a_long_request),
		folder_test(test_a_guest_that_cannot_do_it),
		folder_test(test_each_failure_has_one_message),
		folder_test(test_a_guest_that_ends_instead_of_answering),
		folder_test(test_a_guest_that_never_is_ready),
		folder_test(test_a_guest_that_talks_instead_of_booting),
		folder_test(test_a_guest_that_talks_instead_of_answering),
		folder_test(test_a_qemu_that_lives_on),
		folder_test(test_a_qemu_that_has_started_others),
		folder_test(test_another_version),
		folder_test(test_output_and_rounds),
		folder_test(test_a_round_after_the_last),
		folder_test(test_nothing_is_left_open),
		folder_test(test_too_many_open_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
