// SPDX-License-Identifier: GPL-2.0-or-later
/* What every row of the table promises, asked of every row. */
#include "tests/unit/support.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "bench/model/plan.h"
#include "workloads/guarded_probe.h"
#include "workloads/workload.h"

static volatile sig_atomic_t stop;

/* With new histograms, in a folder; close_worker after it. */
static struct worker make_worker(const char *folder)
{
	stop = 0;
	return (struct worker){
		.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
		.operation = histogram__new(false),
		.control = histogram__new(false),
		.stop = &stop,
	};
}

static void close_worker(struct worker *worker)
{
	histogram__free(worker->operation);
	histogram__free(worker->control);
	close(worker->folder);
}

/* With what the workload keeps; false if this machine does not let it. */
static bool open_worker(struct worker *worker, const struct workload *w, const char *folder)
{
	*worker = make_worker(folder);
	if (!w->open || !w->open(worker))
		return true;
	print_message("skipped: %s cannot run here\n", w->name);
	worker->state = NULL;
	close_worker(worker);
	return false;
}

static void close_state(struct worker *worker, const struct workload *w)
{
	if (w->close)
		w->close(worker);
	worker->state = NULL;
}

static void test_table(void **state)
{
	(void)state;
	for (const struct workload *w = workloads; w->name; w++) {
		assert_true(w->name[0] && strlen(w->name) < NAME_SIZE);
		assert_non_null(w->help);
		assert_non_null(w->loop);
		assert_int_equal(w->targets[0].symbol == NULL, w->user_functions != NULL);
		assert_int_equal(w->system_call.name == NULL, w->user_functions != NULL);
		assert_true(w->system_call.name_argument >= -1 && w->system_call.name_argument < 6);
		assert_int_equal(w->open == NULL, w->close == NULL);
		/* Finds the row itself, so no two have the same name. */
		assert_ptr_equal(workload__find(w->name), w);
	}
	assert_null(workload__find("strange"));
	assert_null(workload__find(""));
}

static void test_user_functions(void **state)
{
	const struct workload *w = workload__find("user-call");
	size_t n = 0;

	(void)state;
	for (const struct user_function *f = w->user_functions; f->name; f++, n++) {
		struct worker worker = make_worker(".");

		assert_ptr_equal(workload__of_user_function(f->name), w);
		assert_ptr_equal(user_function__find(w->user_functions, f->name), f);
		assert_non_null(f->help);
		worker.target = f->name;
		assert_int_equal(w->open(&worker), 0);
		w->loop(&worker, 10, CLOCK_SOURCE_SYSCALL);
		assert_int_equal(worker.done, 10);
		w->close(&worker);
		close_worker(&worker);
	}
	assert_true(n >= 4);
	assert_ptr_equal(user_function__find(w->user_functions, ""), w->user_functions);
	assert_null(user_function__find(w->user_functions, "user-call:strange"));
	assert_ptr_equal(workload__of_user_function("user-call:other"), w);
	assert_null(workload__of_user_function("do_unlinkat"));
	assert_null(workload__of_user_function("user-call:"));
	assert_null(workload__of_user_function("user-call:a b"));
	assert_null(workload__of_user_function("rename:nop"));
}

/* It is the probe's own, and the name that --target takes is accepted. */
static void test_semaphores(void **state)
{
	const struct workload *w = workload__find("user-call");
	const struct user_function *f =
		user_function__find(w->user_functions, "user-call:usdt-semaphore");

	(void)state;
	assert_ptr_equal(workload__of_user_function(f->name), w);
	assert_int_equal(user_function__semaphore(f), 0);
	hookbench_guarded_semaphore = 3;
	assert_int_equal(user_function__semaphore(f), 3);
	f->function(USER_ARGUMENT);
	hookbench_guarded_semaphore = 0;
	assert_int_equal(user_function__semaphore(w->user_functions), 0);
	assert_int_equal(user_function__semaphore(NULL), 0);
}

/* Another architecture may have functions that this one has not. */
static void test_symbols(void **state)
{
	const struct workload *w = workload__find("user-call");
	char name[64];

	(void)state;
	assert_ptr_equal(user_function__of_symbol("user_call_nop"), w->user_functions);
	assert_null(user_function__of_symbol("user_call_strange"));
	assert_true(user_function__name("user_call_strange", name, sizeof(name)));
	assert_string_equal(name, "user-call:strange");
	assert_false(user_function__name("user_call_", name, sizeof(name)));
	assert_false(user_function__name("user_call_a b", name, sizeof(name)));
	assert_false(user_function__name("user_call", name, sizeof(name)));
	assert_false(user_function__name("rename_nop", name, sizeof(name)));
	assert_false(user_function__name("", name, sizeof(name)));
}

/* The clock's own cost is measured with it: see bench/measure/session.c. */
static void test_one_row_times_nothing(void **state)
{
	unsigned int n = 0;

	(void)state;
	for (const struct workload *w = workloads; w->name; w++)
		n += w->times_nothing;
	assert_int_equal(n, 1);
	assert_true(workload__of_clock()->times_nothing);
	assert_int_equal(workload__of_clock()->hits_per_operation, 0);
	assert_false(workload__of_clock()->has_control);
}

static void check_cycles(const struct workload *w, enum clock_source source, uint64_t cycles)
{
	uint64_t recorded = source == CLOCK_SOURCE_NONE ? 0 : cycles;
	struct worker worker;

	if (!open_worker(&worker, w, "."))
		return;
	w->loop(&worker, cycles, source);
	assert_null(worker.failed_call);
	assert_int_equal(worker.done, cycles);
	assert_int_equal(worker.operation->total, recorded);
	assert_int_equal(worker.control->total, w->has_control ? recorded : 0);
	close_state(&worker, w);
	assert_int_equal(count_entries("."), 0);
	close_worker(&worker);
}

static void test_records_each_cycle(void **state)
{
	static const enum clock_source sources[] = {
		CLOCK_SOURCE_COUNTER,
		CLOCK_SOURCE_SYSCALL,
		CLOCK_SOURCE_NONE,
	};

	(void)state;
	for (const struct workload *w = workloads; w->name; w++)
		for (size_t i = 0; i < COUNT_OF(sources); i++) {
			check_cycles(w, sources[i], 0);
			check_cycles(w, sources[i], 1);
			check_cycles(w, sources[i], 777);
		}
}

/* What is recorded is the time of the call, not of the loop or of the epoch. */
static void test_records_the_time_of_the_call(void **state)
{
	(void)state;
	for (const struct workload *w = workloads; w->name; w++) {
		struct worker worker;
		uint64_t start, elapsed;

		if (!open_worker(&worker, w, "."))
			continue;
		start = clock__read_syscall();
		w->loop(&worker, 1000, CLOCK_SOURCE_SYSCALL);
		elapsed = clock__read_syscall() - start;
		assert_true(worker.operation->sum > 0);
		assert_true(worker.operation->sum + worker.control->sum < elapsed);
		close_state(&worker, w);
		close_worker(&worker);
	}
}

static void test_stops_before_the_first_cycle(void **state)
{
	(void)state;
	for (const struct workload *w = workloads; w->name; w++) {
		struct worker worker;

		if (!open_worker(&worker, w, "."))
			continue;
		stop = 1;
		w->loop(&worker, 1000, CLOCK_SOURCE_SYSCALL);
		assert_int_equal(worker.operation->total, 0);
		assert_null(worker.failed_call);
		close_state(&worker, w);
		close_worker(&worker);
	}
}

/* Sets `stop` once the loop, in another thread, has done a cycle. */
static void *stop_later(void *argument)
{
	const struct worker *worker = argument;

	while (!__atomic_load_n(&worker->done, __ATOMIC_RELAXED))
		usleep(1000);
	stop = 1;
	return NULL;
}

static void test_stops_after_a_cycle(void **state)
{
	(void)state;
	for (const struct workload *w = workloads; w->name; w++) {
		struct worker worker;
		pthread_t stopper;

		if (!open_worker(&worker, w, "."))
			continue;
		assert_int_equal(pthread_create(&stopper, NULL, stop_later, &worker), 0);
		w->loop(&worker, UINT64_MAX, CLOCK_SOURCE_SYSCALL);
		pthread_join(stopper, NULL);
		/* The last cycle is complete. */
		assert_null(worker.failed_call);
		assert_true(worker.done > 0);
		assert_int_equal(worker.operation->total, worker.done);
		assert_int_equal(worker.control->total, w->has_control ? worker.done : 0);
		close_state(&worker, w);
		assert_int_equal(count_entries("."), 0);
		close_worker(&worker);
	}
}

/* ---- calls that fail ---- */

/* From here on, in this process, these calls fail. */
static void refuse_system_call_with(unsigned int number, unsigned int error)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { COUNT_OF(filter), filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		_exit(2);
}

/* Runs into a failure at the first cycle, which is then in the worker. */
static void check_failure(struct worker *worker, const struct workload *w, const char *call,
			  int error)
{
	w->loop(worker, 100, CLOCK_SOURCE_SYSCALL);
	assert_non_null(worker->failed_call);
	if (strncmp(worker->failed_call, call, strlen(call)) != 0)
		fail_msg("%s: %s failed, and not %s", w->name, worker->failed_call, call);
	assert_int_equal(worker->failed_errno, error);
	assert_int_equal(worker->done, 0);
	assert_int_equal(worker->operation->total, 0);
}

static void test_folder_that_is_none(void **state)
{
	static const struct {
		const char *workload, *call;
	} first_calls[] = {
		{ "create-unlink", "openat" },
		{ "unlink-missing", "unlinkat" },
		{ "rename", "openat" },
		{ "io_uring-unlink", "openat" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(first_calls); i++) {
		const struct workload *w = workload__find(first_calls[i].workload);
		struct worker worker;

		if (!open_worker(&worker, w, "."))
			continue;
		close(worker.folder);
		worker.folder = open("/dev/null", O_RDONLY | O_CLOEXEC);
		check_failure(&worker, w, first_calls[i].call, ENOTDIR);
		close_state(&worker, w);
		close_worker(&worker);
	}
}

static void test_create_unlink_in_a_removed_folder(void **state)
{
	const char *folder = "removed";
	struct worker worker;

	(void)state;
	assert_int_equal(mkdir(folder, 0700), 0);
	worker = make_worker(folder);
	assert_int_equal(rmdir(folder), 0);
	check_failure(&worker, workload__find("create-unlink"), "openat", ENOENT);
	close_worker(&worker);
}

static void test_create_unlink_in_a_folder_that_is_not_empty(void **state)
{
	struct worker worker = make_worker(".");

	(void)state;
	write_text_file("file", "");
	check_failure(&worker, workload__find("create-unlink"), "openat", EEXIST);
	close_worker(&worker);
}

/* A call that must fail, but does not: that is a failure without an errno. */
static void test_unlink_missing_of_a_file_that_is_there(void **state)
{
	struct worker worker = make_worker(".");

	(void)state;
	write_text_file("missing", "");
	check_failure(&worker, workload__find("unlink-missing"), "unlinkat", 0);
	close_worker(&worker);
}

/* A port that is left behind cannot be counted, but there are fewer of them; descriptors are. */
static uint64_t enough_cycles(const struct workload *w)
{
	return w->uses_loopback ? 70000 : 5000;
}

static void test_many_cycles_leave_nothing_behind(void **state)
{
	(void)state;
	for (const struct workload *w = workloads; w->name; w++) {
		size_t files = count_entries("/proc/self/fd");
		struct worker worker;

		if (!open_worker(&worker, w, "."))
			continue;
		w->loop(&worker, enough_cycles(w), CLOCK_SOURCE_NONE);
		assert_null(worker.failed_call);
		assert_int_equal(worker.done, enough_cycles(w));
		close_state(&worker, w);
		close_worker(&worker);
		assert_int_equal(count_entries("/proc/self/fd"), files);
	}
}

/* In a network of its own, whose loopback is down. */
static void test_connect_without_a_loopback(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (!child) {
		struct worker worker = make_worker(".");

		if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
			_exit(77);
		log_begin();
		_exit(!(workload__find("connect")->open(&worker) &&
			strstr(caught.last, "ip link set lo up")));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WEXITSTATUS(status) == 77)
		skip_because("no network of one's own may be made here");
	assert_int_equal(status, 0);
}

/* As on a kernel without io_uring. */
static void test_io_uring_that_is_refused(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (!child) {
		struct worker worker = make_worker(".");

		refuse_system_call_with(SYS_io_uring_setup, ENOSYS);
		log_begin();
		_exit(!(workload__find("io_uring-unlink")->open(&worker) == -ENOSYS &&
			strstr(caught.last, "this kernel has no io_uring")));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* ---- the system call ---- */

/* In a child, which ends with 0 if its first operation failed by that, and by nothing before it. */
static void fail_by_refusal(const struct workload *w)
{
	struct worker worker;

	if (mkdir(w->name, 0700) || !open_worker(&worker, w, w->name))
		_exit(0);
	refuse_system_call_with(w->system_call.number, EXDEV);
	w->loop(&worker, 100, CLOCK_SOURCE_SYSCALL);
	_exit(!(worker.failed_errno == EXDEV && !worker.done && !worker.operation->total &&
		worker.control->total == w->has_control));
}

static void test_operation_makes_the_system_call_of_its_row(void **state)
{
	(void)state;
	for (const struct workload *w = workloads; w->name; w++) {
		pid_t child;
		int status;

		if (!w->system_call.name || !w->hits_per_operation)
			continue;
		child = fork();
		assert_true(child >= 0);
		if (!child)
			fail_by_refusal(w);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_one_row_times_nothing),
		cmocka_unit_test(test_user_functions),
		cmocka_unit_test(test_semaphores),
		cmocka_unit_test(test_symbols),
		folder_test(test_records_each_cycle),
		folder_test(test_records_the_time_of_the_call),
		folder_test(test_stops_before_the_first_cycle),
		folder_test(test_stops_after_a_cycle),
		folder_test(test_folder_that_is_none),
		folder_test(test_create_unlink_in_a_removed_folder),
		folder_test(test_create_unlink_in_a_folder_that_is_not_empty),
		folder_test(test_unlink_missing_of_a_file_that_is_there),
		folder_test(test_many_cycles_leave_nothing_behind),
		folder_test(test_connect_without_a_loopback),
		folder_test(test_io_uring_that_is_refused),
		folder_test(test_operation_makes_the_system_call_of_its_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
