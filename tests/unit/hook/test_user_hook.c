// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tracepoints of a system call that only this test makes. That is what every kernel can attach; the
 * other kinds are tested in VMs.
 */
#include "tests/unit/hook/user_object_support.h"

#include <bpf/bpf.h>
#include <sys/syscall.h>

#include "bench/hook/arms.h"
#include "bench/hook/link.h"
#include "bench/hook/payload.h"
#include "bench/hook/watched_hook.h"
#include "bench/machine/capabilities.h"

/* bench/hook/arms.h: they must not move. */
static struct arms arms;
static struct plan_settings settings;
static struct hook_memory memory;
static const struct target target = { .name_parameter = -1 };
static void *bytes;

static int setup(void **state)
{
	(void)state;
	memset(&arms, 0, sizeof(arms));
	memset(&settings, 0, sizeof(settings));
	memset(&memory, 0, sizeof(memory));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	hook_memory__close(&memory);
	free(bytes);
	bytes = NULL;
	return 0;
}

#define user_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static const struct backend *add_arm(const char *name)
{
	size_t size;

	assert_null(bytes);
	bytes = read_object(name, &size);
	assert_int_equal(arms__add(&arms, name, bytes, size, &settings), 0);
	return arms__find(&arms, name);
}

/* Whatever payload the other backends of a run have. */
static int open_hook(struct watched_hook *w, const struct backend *backend)
{
	return watched_hook__open(w, backend, payload__find("args"), &target,
				  workload__find("create-unlink"), &memory);
}

/* A container may lack the rights, and a kernel the tracepoints. */
static void skip_without_bpf(void)
{
	uint64_t id;

	if (!capabilities__have(CAP_BPF) || !capabilities__have(CAP_PERFMON))
		skip_because("this process may not load BPF programs");
	if (tracepoint__id("syscalls/sys_enter_getppid", &id))
		skip_because(
			"this kernel has no tracepoints of system calls, or does not show them");
}

static void open_and_attach(struct watched_hook *w, const struct backend *backend)
{
	int err;

	skip_without_bpf();
	err = open_hook(w, backend);
	if (!err)
		err = hook__attach(&w->hook);
	if (err)
		fail_msg("%s: %s", strerror(-err), hook__last_message());
}

static void call(unsigned int times)
{
	while (times--)
		syscall(SYS_getppid);
}

static const struct program_fact *fact_of(const char *arm, const char *name)
{
	size_t n;
	const struct program_fact *facts = program_facts__find(&memory.facts, arm, &n);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(facts[i].name, name))
			return &facts[i];
	fail_msg("%s has no fact", name);
	return NULL;
}

/* ---- the buffers ---- */

static unsigned int n_ring, n_perf;

static void take_event(const char *map, const void *data, size_t size, void *context)
{
	unsigned int *n = !strcmp(map, "ring") ? &n_ring : &n_perf;

	assert_ptr_equal(context, &memory);
	assert_true(size >= sizeof(uint32_t));
	assert_int_equal(*(const uint32_t *)data, *n);
	++*n;
}

static void test_counts_and_events(void **state)
{
	const struct backend *arm;
	struct hook_counts counts;
	struct watched_hook w;
	const struct program_fact *facts;
	size_t n;
	int statistics;

	(void)state;
	snprintf(settings.set, sizeof(settings.set), "pid=%d", getpid());
	memory.take_event = take_event;
	memory.take_event_context = &memory;
	n_ring = n_perf = 0;
	arm = add_arm("output");
	open_and_attach(&w, arm);
	statistics = bpf_enable_stats(BPF_STATS_RUN_TIME);
	call(7);
	watched_hook__read_counts(&w, &counts);
	facts = hook__facts(&w.hook, &n);
	assert_int_equal(n, 2);
	if (statistics >= 0) {
		/* Others may call it, too. */
		assert_true(facts[0].runs >= 7);
		assert_true(facts[1].runs >= 7);
		assert_true(counts.runs >= 14);
		close(statistics);
	}
	assert_int_equal(counts.lost, 0);
	assert_int_equal(counts.hits, COUNT_UNKNOWN);
	assert_true(facts[0].attached && facts[1].attached);
	assert_string_equal(facts[0].name, "send");
	assert_string_equal(facts[0].kind, "tp");
	assert_string_equal(facts[0].target, "syscalls/sys_enter_getppid");
	assert_string_equal(facts[1].kind, "tracepoint");
	assert_true(facts[0].instructions > facts[1].instructions / 2);
	assert_int_equal(facts[0].translated_bytes, 8 * facts[0].instructions);
	assert_true(facts[0].verified >= facts[0].instructions / 2);
	assert_true(facts[0].states >= 0 && facts[0].stack_bytes >= 4);
	assert_true(facts[0].load_ns >= 0);
	assert_int_equal(n_ring, 7);
	assert_int_equal(n_perf, 7);
	watched_hook__close(&w);
	call(3);
	assert_int_equal(n_ring, 7);
	/* Of the object's own wish to pin a map, nothing is left. */
	assert_false(exists("/sys/fs/bpf/hookbench_test_pinned"));
}

/* The kernel does not say whether there was room, but a buffer that was full is noticed. */
static void test_a_full_ring_buffer_is_noticed(void **state)
{
	struct watched_hook w;
	struct hook_counts counts;

	(void)state;
	snprintf(settings.set, sizeof(settings.set), "pid=%d", getpid());
	memory.take_event = NULL;
	open_and_attach(&w, add_arm("output"));
	pthread_mutex_lock(&w.user.thread.lock);
	call(200);
	pthread_mutex_unlock(&w.user.thread.lock);
	watched_hook__read_counts(&w, &counts);
	assert_int_equal(counts.lost, COUNT_UNKNOWN);
	watched_hook__close(&w);
}

/* A buffer of 4 KiB holds fewer events than these: without the thread, some would be missing. */
static void test_buffers_are_drained(void **state)
{
	struct watched_hook w;
	struct hook_counts counts;

	(void)state;
	snprintf(settings.set, sizeof(settings.set), "pid=%d", getpid());
	memory.take_event = take_event;
	memory.take_event_context = &memory;
	n_ring = n_perf = 0;
	open_and_attach(&w, add_arm("output"));
	for (unsigned int turn = 1; turn <= 10; turn++) {
		call(100);
		while (__atomic_load_n(&n_ring, __ATOMIC_RELAXED) < 100 * turn)
			usleep(100);
	}
	watched_hook__read_counts(&w, &counts);
	assert_int_equal(n_ring, 1000);
	assert_int_equal(n_perf, 1000);
	watched_hook__close(&w);
}

/* ---- choosing ---- */

static void test_later_hooks_do_the_same(void **state)
{
	const struct backend *arm;
	struct watched_hook w;
	size_t n;

	(void)state;
	snprintf(settings.only, sizeof(settings.only), "see");
	arm = add_arm("output");
	for (unsigned int turn = 0; turn < 3; turn++) {
		open_and_attach(&w, arm);
		assert_int_equal(w.hook.n_parts, 1);
		assert_string_equal(bpf_program__name(w.hook.parts[0].program), "see");
		hook__facts(&w.hook, &n);
		assert_int_equal(n, 2);
		watched_hook__close(&w);
	}
	assert_false(fact_of("output", "send")->attached);
	assert_string_equal(fact_of("output", "send")->reason, "--only does not name it");
	assert_true(fact_of("output", "see")->attached);
	assert_int_equal(memory.facts.n, 2);
}

static void test_retarget(void **state)
{
	struct watched_hook w;

	(void)state;
	snprintf(settings.retarget, sizeof(settings.retarget),
		 "syscalls/sys_enter_getppid=syscalls/sys_enter_getpgid");
	open_and_attach(&w, add_arm("output"));
	assert_string_equal(fact_of("output", "send")->target, "syscalls/sys_enter_getpgid");
	assert_string_equal(fact_of("output", "send")->section, "tp/syscalls/sys_enter_getppid");
	watched_hook__close(&w);
}

static void test_missing_target(void **state)
{
	struct watched_hook w;

	(void)state;
	snprintf(settings.retarget, sizeof(settings.retarget),
		 "syscalls/sys_enter_getppid=syscalls/sys_enter_getpppid");
	open_and_attach(&w, add_arm("output"));
	assert_int_equal(w.hook.n_parts, 1);
	assert_false(fact_of("output", "send")->attached);
	assert_non_null(strstr(fact_of("output", "send")->reason,
			       "this kernel has no tracepoint syscalls/sys_enter_getpppid; similar "
			       "names: syscalls/sys_enter_getppid"));
	assert_true(fact_of("output", "see")->attached);
	watched_hook__close(&w);
}

#define assert_refuses(name, expected)                                                   \
	do {                                                                             \
		struct watched_hook w_;                                                  \
		assert_true(open_hook(&w_, add_arm(name)) < 0);                          \
		if (!strstr(hook__last_message(), expected))                             \
			fail_msg("no \"%s\" in \"%s\"", expected, hook__last_message()); \
	} while (0)

static void test_unknown_program(void **state)
{
	(void)state;
	snprintf(settings.only, sizeof(settings.only), "sed");
	assert_refuses("output", "--only sed: the object has no program of that name; similar "
				 "names: send, see");
	/* Nothing is known of it, so that the next one is asked again. */
	assert_int_equal(memory.facts.n, 0);
}

static void test_unknown_target(void **state)
{
	(void)state;
	snprintf(settings.retarget, sizeof(settings.retarget), "do_unlinkat=x");
	assert_refuses("output", "--retarget do_unlinkat: no program's section names that target");
}

static void test_retarget_to_nothing(void **state)
{
	(void)state;
	snprintf(settings.retarget, sizeof(settings.retarget), "do_unlinkat");
	assert_refuses("output", "--retarget do_unlinkat: it must be OLD=NEW");
}

static void test_unknown_variable(void **state)
{
	(void)state;
	snprintf(settings.set, sizeof(settings.set), "pidd=1");
	assert_refuses("output", "--set: the object has no variable pidd; similar names: pid");
}

/* ---- the kernel's refusals ---- */

static void test_verifier(void **state)
{
	(void)state;
	skip_without_bpf();
	assert_refuses("refused", "the verifier refuses the program unsound: ");
	assert_non_null(memory.verifier_log);
	assert_non_null(strstr(memory.verifier_log, "processed"));
	assert_false(fact_of("refused", "unsound")->attached);
	assert_non_null(strstr(fact_of("refused", "sound")->reason, "unsound"));
}

static void test_without_the_refused_program(void **state)
{
	struct watched_hook w;

	(void)state;
	snprintf(settings.only, sizeof(settings.only), "sound");
	open_and_attach(&w, add_arm("refused"));
	assert_int_equal(w.hook.n_parts, 1);
	watched_hook__close(&w);
}

static void test_no_object(void **state)
{
	struct watched_hook w;

	(void)state;
	assert_int_equal(arms__add(&arms, "bytes", "no ELF file", 11, &settings), 0);
	assert_true(open_hook(&w, arms__find(&arms, "bytes")) < 0);
	assert_non_null(strstr(hook__last_message(), "the object cannot be read"));
}

/* ---- what programs do ---- */

static uint64_t sum_of(const struct hook *hook)
{
	const struct bpf_map *map;
	uint64_t sum = 0;
	uint32_t key = 0;

	bpf_object__for_each_map(map, hook->object)
	{
		if (strstr(bpf_map__name(map), ".bss"))
			assert_int_equal(bpf_map_lookup_elem(bpf_map__fd(map), &key, &sum), 0);
	}
	return sum;
}

static void test_calls(void **state)
{
	struct watched_hook w;

	(void)state;
	snprintf(settings.set, sizeof(settings.set), "pid=%d", getpid());
	open_and_attach(&w, add_arm("calls"));
	assert_int_equal(w.hook.n_parts, 1);
	call(5);
	assert_int_equal(sum_of(&w.hook), 5);
	assert_non_null(strstr(fact_of("calls", "tail")->reason,
			       "it runs only if another program calls it"));
	assert_true(fact_of("calls", "first")->stack_bytes > 0);
	watched_hook__close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		user_test(test_counts_and_events),
		user_test(test_a_full_ring_buffer_is_noticed),
		user_test(test_buffers_are_drained),
		user_test(test_later_hooks_do_the_same),
		user_test(test_retarget),
		user_test(test_missing_target),
		user_test(test_unknown_program),
		user_test(test_unknown_target),
		user_test(test_retarget_to_nothing),
		user_test(test_unknown_variable),
		user_test(test_verifier),
		user_test(test_without_the_refused_program),
		user_test(test_no_object),
		user_test(test_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
