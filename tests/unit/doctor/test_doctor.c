// SPDX-License-Identifier: GPL-2.0-or-later
/* The doctor's table on made-up files of /proc and /sys below the current folder. */
#include "tests/unit/support.h"

#include <sys/file.h>

#include "bench/doctor/doctor.h"
#include "bench/doctor/leftover.h"
#include "bench/doctor/load.h"
#include "bench/machine/scratch.h"
#include "bench/machine/setting_guard.h"

static const struct check *find_check(const char *name)
{
	for (const struct check *c = doctor_checks; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	fail_msg("there is no check %s", name);
	abort();
}

static struct finding examine_between(const char *name, const struct load *before,
				      const struct load *after)
{
	struct machine machine = { ".", before, after };
	struct finding finding;

	check__examine(find_check(name), &machine, &finding);
	/* Every finding has a reason, and an ok result has no remedy. */
	if (finding.fitness != FITNESS_OK)
		assert_true(finding.reason[0]);
	if (finding.fitness == FITNESS_OK || finding.fitness == FITNESS_UNKNOWN)
		assert_string_equal(finding.remedy, "");
	if (finding.fitness == FITNESS_ADVICE || finding.fitness == FITNESS_WARNING)
		assert_true(finding.now[0]);
	return finding;
}

static struct finding examine(const char *name)
{
	static struct load before, after;
	struct finding finding;

	load__read(&before, ".");
	load__read(&after, ".");
	finding = examine_between(name, &before, &after);
	load__free(&before);
	load__free(&after);
	return finding;
}

/* ---- every row ---- */

#define CPU	"sys/devices/system/cpu/"
#define TRACING "sys/kernel/tracing/"
#define SWAPS	"Filename\tType\tSize\tUsed\tPriority\n"
#define STAT	"cpu0 50 0 50 500 0 0 0 0 0 0\n"

/* A file with which all is well, the same file otherwise, and what it is then; and without it. */
static const struct {
	const char *check, *file, *good, *bad;
	enum fitness otherwise, without;
} cases[] = {
	{ "governor", CPU "cpu0/cpufreq/scaling_governor", "performance\n", "powersave\n",
	  FITNESS_WARNING, FITNESS_UNKNOWN },
	{ "governor", CPU "cpu17/cpufreq/scaling_governor", "performance\n", "schedutil\n",
	  FITNESS_WARNING, FITNESS_UNKNOWN },
	{ "frequency-driver", CPU "cpu0/cpufreq/scaling_driver", "intel_pstate\n", "strange\n",
	  FITNESS_ADVICE, FITNESS_UNKNOWN },
	{ "turbo", CPU "intel_pstate/no_turbo", "1\n", "0\n", FITNESS_WARNING, FITNESS_UNKNOWN },
	{ "turbo", CPU "cpufreq/boost", "0\n", "1\n", FITNESS_WARNING, FITNESS_UNKNOWN },
	{ "idle-states", CPU "cpu0/cpuidle/state3/disable", "1\n", "0\n", FITNESS_ADVICE,
	  FITNESS_OK },
	{ "smt", CPU "smt/active", "0\n", "1\n", FITNESS_WARNING, FITNESS_OK },
	{ "isolated-cpus", CPU "isolated", "1-3\n", "\n", FITNESS_ADVICE, FITNESS_UNKNOWN },
	{ "hypervisor", "proc/cpuinfo", "flags : fpu tsc\n", "flags : fpu hypervisor tsc\n",
	  FITNESS_ADVICE, FITNESS_OK },
	{ "load-average", "proc/loadavg", "0.10 0.20 0.30 1/99 7\n", "1.10 0 0 1/99 7\n",
	  FITNESS_ADVICE, FITNESS_UNKNOWN },
	{ "daemons", "proc/77/stat", "77 (sshd) S 1 1 0 0 0 0 0 0 0 0 1 2\n",
	  "77 (irqbalance) S 1 1 0 0 0 0 0 0 0 0 1 2\n", FITNESS_ADVICE, FITNESS_UNKNOWN },
	{ "swap", "proc/swaps", SWAPS "/dev/sda2 partition 976892\t0\t-2\n",
	  SWAPS "/dev/sda2 partition 976892\t4\t-2\n", FITNESS_WARNING, FITNESS_OK },
	{ "transparent-hugepage", "sys/kernel/mm/transparent_hugepage/enabled",
	  "always [madvise] never\n", "[always] madvise never\n", FITNESS_WARNING, FITNESS_OK },
	{ "transparent-hugepage", "sys/kernel/mm/transparent_hugepage/enabled",
	  "always madvise [never]\n", "[always] madvise never\n", FITNESS_WARNING, FITNESS_OK },
	{ "ksm", "sys/kernel/mm/ksm/run", "0\n", "1\n", FITNESS_WARNING, FITNESS_OK },
	{ "numa-balancing", "proc/sys/kernel/numa_balancing", "0\n", "1\n", FITNESS_WARNING,
	  FITNESS_OK },
	{ "clock-source", "sys/devices/system/clocksource/clocksource0/current_clocksource",
	  "tsc\n", "hpet\n", FITNESS_WARNING, FITNESS_UNKNOWN },
	{ "nmi-watchdog", "proc/sys/kernel/nmi_watchdog", "0\n", "1\n", FITNESS_WARNING,
	  FITNESS_OK },
	{ "perf-event-paranoid", "proc/sys/kernel/perf_event_paranoid", "1\n", "-1\n",
	  FITNESS_ADVICE, FITNESS_OK },
	{ "bpf-stats", "proc/sys/kernel/bpf_stats_enabled", "0\n", "1\n", FITNESS_WARNING,
	  FITNESS_OK },
	{ "bpf-jit", "proc/sys/net/core/bpf_jit_enable", "1\n", "0\n", FITNESS_WARNING,
	  FITNESS_UNKNOWN },
	{ "bpf-jit-harden", "proc/sys/net/core/bpf_jit_harden", "1\n", "2\n", FITNESS_WARNING,
	  FITNESS_UNKNOWN },
	{ "kprobes-optimization", "proc/sys/debug/kprobes-optimization", "1\n", "0\n",
	  FITNESS_WARNING, FITNESS_OK },
	{ "ftrace-enabled", "proc/sys/kernel/ftrace_enabled", "1\n", "0\n", FITNESS_WARNING,
	  FITNESS_OK },
	{ "kprobes-enabled", "sys/kernel/debug/kprobes/enabled", "1\n", "0\n", FITNESS_WARNING,
	  FITNESS_OK },
	{ "trace-buffer", TRACING "tracing_on", "1\n", "0\n", FITNESS_ADVICE, FITNESS_OK },
	{ "kprobes", "sys/kernel/debug/kprobes/list", "", "ffffffff81 k do_unlinkat+0x0 [FTRACE]\n",
	  FITNESS_WARNING, FITNESS_OK },
	{ "kprobes", "sys/kernel/debug/kprobes/list", "", "ffffffff81 r vfs_read+0x0\n",
	  FITNESS_ADVICE, FITNESS_OK },
	{ "ftrace-functions", TRACING "enabled_functions", "",
	  "vfs_read (1) R\ndo_unlinkat (1) R D\n", FITNESS_WARNING, FITNESS_OK },
	{ "ftrace-functions", TRACING "enabled_functions", "", "bpf_lsm_file_open (1) R\n",
	  FITNESS_ADVICE, FITNESS_OK },
	{ "kprobe-events", TRACING "kprobe_events", "", "p:mine do_unlinkat\n", FITNESS_WARNING,
	  FITNESS_OK },
	{ "uprobe-events", TRACING "uprobe_events", "", "p:mine /bin/ls:0x40\n", FITNESS_WARNING,
	  FITNESS_OK },
	{ "trace-events", TRACING "set_event", "", "syscalls:sys_enter_unlink\n", FITNESS_WARNING,
	  FITNESS_OK },
	{ "trace-events", TRACING "set_event", "",
	  "bpf_trace:bpf_trace_printk\nsched:sched_switch\n", FITNESS_WARNING, FITNESS_OK },
	{ "trace-events", TRACING "set_event", "", "bpf_trace:bpf_trace_printk\n", FITNESS_ADVICE,
	  FITNESS_OK },
	{ "tracer", TRACING "current_tracer", "nop\n", "function\n", FITNESS_WARNING, FITNESS_OK },
	{ "ftrace-filter", TRACING "set_ftrace_filter", "#### all functions enabled ####\n",
	  "vfs_read\n", FITNESS_ADVICE, FITNESS_OK },
};

/* These need two readings, or more than one file; each has its own test. */
static const char *const others[] = { "throttling", "steal",	    "busy",
				      "perf",	    "bpf-programs", "scratch-folders" };

static void assert_fitness(const char *check, enum fitness expected)
{
	struct finding finding = examine(check);

	if (finding.fitness != expected)
		fail_msg("%s is %s, not %s: %s %s", check, fitness__name(finding.fitness),
			 fitness__name(expected), finding.now, finding.reason);
}

static void test_every_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_fitness(cases[i].check, cases[i].without);
		make_file(cases[i].file, cases[i].bad);
		assert_fitness(cases[i].check, cases[i].otherwise);
		make_file(cases[i].file, cases[i].good);
		assert_fitness(cases[i].check, FITNESS_OK);
		unlink(cases[i].file);
	}
}

static void test_no_row_is_forgotten(void **state)
{
	(void)state;
	for (const struct check *c = doctor_checks; c->name; c++) {
		bool found = false;
		char wanted[192];

		for (size_t i = 0; i < COUNT_OF(cases); i++)
			found |= !strcmp(cases[i].check, c->name);
		for (size_t i = 0; i < COUNT_OF(others); i++)
			found |= !strcmp(others[i], c->name);
		if (!found)
			fail_msg("no test of the check %s", c->name);
		check__wanted(c, wanted, sizeof(wanted));
		assert_true(c->what[0] && c->why[0] && wanted[0]);
		/* What --tune sets is a setting. */
		assert_true(!c->is_tunable || c->settings[0].files);
		for (const struct check *other = doctor_checks; other != c; other++)
			assert_string_not_equal(c->name, other->name);
	}
}

static void test_what_is_wanted(void **state)
{
	char text[192];

	(void)state;
	check__wanted(find_check("transparent-hugepage"), text, sizeof(text));
	assert_string_equal(text, "madvise or never");
	check__wanted(find_check("turbo"), text, sizeof(text));
	assert_string_equal(text, "no_turbo = 1, or boost = 0");
	check__wanted(find_check("ksm"), text, sizeof(text));
	assert_string_equal(text, "run = 0 or 2");
}

static void test_several_files(void **state)
{
	struct finding finding;

	(void)state;
	make_file(CPU "cpu0/cpufreq/scaling_governor", "performance\n");
	make_file(CPU "cpu1/cpufreq/scaling_governor", "powersave\n");
	make_file(CPU "cpu2/cpufreq/scaling_governor", "powersave\n");
	finding = examine("governor");
	assert_int_equal(finding.fitness, FITNESS_WARNING);
	assert_string_equal(finding.now, "powersave in 2 of 3");
}

static void test_remedies(void **state)
{
	(void)state;
	make_file("proc/sys/kernel/nmi_watchdog", "1\n");
	assert_string_equal(examine("nmi-watchdog").remedy, "sysctl -w kernel.nmi_watchdog=0");
	assert_string_equal(examine("nmi-watchdog").now, "nmi_watchdog = 1");
	make_file(CPU "cpufreq/boost", "1\n");
	assert_string_equal(examine("turbo").remedy,
			    "echo 0 | tee /sys/devices/system/cpu/cpufreq/boost");
	make_file(CPU "cpu0/cpufreq/scaling_governor", "ondemand\n");
	assert_string_equal(examine("governor").remedy,
			    "echo performance | tee "
			    "/sys/devices/system/cpu/cpu[0-9]*/cpufreq/scaling_governor");
}

static void test_a_root_with_special_characters(void **state)
{
	struct machine machine = { "./a[b]*?", NULL, NULL };
	struct finding finding;

	(void)state;
	make_file("a[b]*?/proc/sys/kernel/nmi_watchdog", "1\n");
	check__examine(find_check("nmi-watchdog"), &machine, &finding);
	assert_int_equal(finding.fitness, FITNESS_WARNING);
}

/* ---- two readings ---- */

static struct finding examine_readings(const char *check, int64_t ns_between)
{
	struct load before, after;
	struct finding finding;

	load__read(&before, "a");
	load__read(&after, "b");
	after.ns = before.ns + (uint64_t)ns_between;
	finding = examine_between(check, &before, &after);
	load__free(&before);
	load__free(&after);
	return finding;
}

static void test_steal(void **state)
{
	(void)state;
	assert_int_equal(examine_readings("steal", 500000000).fitness, FITNESS_UNKNOWN);
	make_file("a/proc/stat", "cpu0 50 0 50 500 0 0 0 10 0 0\n");
	make_file("b/proc/stat", "cpu0 50 0 50 500 0 0 0 10 0 0\n");
	assert_int_equal(examine_readings("steal", 500000000).fitness, FITNESS_OK);
	make_file("b/proc/stat", "cpu0 50 0 50 500 0 0 0 12 0 0\n");
	assert_int_equal(examine_readings("steal", 500000000).fitness, FITNESS_WARNING);
}

static void test_throttling(void **state)
{
	const char *a = "a/" CPU "cpu1/thermal_throttle/core_throttle_count";
	const char *b = "b/" CPU "cpu1/thermal_throttle/core_throttle_count";

	(void)state;
	assert_int_equal(examine_readings("throttling", 1).fitness, FITNESS_UNKNOWN);
	make_file(a, "7\n");
	make_file(b, "7\n");
	assert_int_equal(examine_readings("throttling", 1).fitness, FITNESS_OK);
	assert_string_equal(examine_readings("throttling", 1).now, "0 times now, 7 since boot");
	make_file(b, "8\n");
	assert_int_equal(examine_readings("throttling", 1).fitness, FITNESS_WARNING);
}

/* A process whose CPU time is `percent` of a CPU, over a second. */
static void make_process(int percent, const char *name)
{
	long ticks = sysconf(_SC_CLK_TCK) * percent / 100;
	char text[128];

	snprintf(text, sizeof(text), "77 (%s) S 1 1 0 0 0 0 0 0 0 0 1000 5 0 0\n", name);
	make_file("a/proc/77/stat", text);
	snprintf(text, sizeof(text), "77 (%s) S 1 1 0 0 0 0 0 0 0 0 %ld 6 0 0\n", name,
		 1000 + ticks - 1);
	make_file("b/proc/77/stat", text);
}

static void test_busy(void **state)
{
	struct finding finding;

	(void)state;
	assert_int_equal(examine_readings("busy", 1).fitness, FITNESS_UNKNOWN);
	make_process(5, "sshd");
	assert_int_equal(examine_readings("busy", 1000000000).fitness, FITNESS_OK);
	make_process(60, "a) S (name");
	finding = examine_readings("busy", 1000000000);
	assert_int_equal(finding.fitness, FITNESS_WARNING);
	assert_string_equal(finding.now, "60 % of one CPU");
	assert_non_null(strstr(finding.reason, "a) S (name 77 (60 %)"));
	/* In half the time it is twice as much. */
	assert_string_equal(examine_readings("busy", 500000000).now, "120 % of one CPU");
}

/* ---- leftovers of other tools ---- */

static void test_perf_events(void **state)
{
	(void)state;
	make_file("proc/77/stat", "77 (perf) S 1 1 0 0 0 0 0 0 0 0 1 2\n");
	assert_int_equal(mkdir("proc/77/fd", 0755), 0);
	assert_int_equal(symlink("/dev/null", "proc/77/fd/0"), 0);
	assert_int_equal(examine("perf").fitness, FITNESS_OK);
	assert_int_equal(symlink("anon_inode:[perf_event]", "proc/77/fd/5"), 0);
	assert_int_equal(examine("perf").fitness, FITNESS_WARNING);
	assert_string_equal(examine("perf").now, "perf 77");
}

static void test_scratch_folders(void **state)
{
	const char *path = "tmp/" SCRATCH_PREFIX "-aB3xYz";
	int lock;

	(void)state;
	assert_int_equal(examine("scratch-folders").fitness, FITNESS_OK);
	assert_int_equal(mkdir("tmp", 0755), 0);
	assert_int_equal(mkdir("tmp/" SCRATCH_PREFIX "-other-name", 0700), 0);
	assert_int_equal(examine("scratch-folders").fitness, FITNESS_OK);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(examine("scratch-folders").fitness, FITNESS_ADVICE);
	assert_string_equal(examine("scratch-folders").remedy,
			    "rm -r ./tmp/hookbench-scratch-aB3xYz");
	lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(flock(lock, LOCK_EX | LOCK_NB), 0);
	assert_int_equal(examine("scratch-folders").fitness, FITNESS_WARNING);
	close(lock);
	assert_true(exists(path)); /* looking removes nothing */
}

/* The kernel turns it on by itself. */
static void test_the_event_of_printk(void **state)
{
	const char *record = "." STATE_FOLDER "/before-bpf_trace_printk";
	struct finding finding;
	int lock;

	(void)state;
	make_file(TRACING "set_event", "bpf_trace:bpf_trace_printk\n");
	finding = examine("trace-events");
	assert_string_equal(finding.now, "bpf_trace:bpf_trace_printk");
	assert_non_null(strstr(finding.reason, "it costs nothing"));
	make_file(record, "0");
	finding = examine("trace-events");
	assert_non_null(strstr(finding.reason, "was killed"));
	assert_string_equal(finding.remedy, "hookbench doctor --restore");
	lock = open(record, O_RDONLY | O_CLOEXEC);
	assert_int_equal(flock(lock, LOCK_SH), 0);
	finding = examine("trace-events");
	assert_non_null(strstr(finding.reason, "is running"));
	assert_string_equal(finding.remedy, "");
	close(lock);
}

static void test_bpf_programs_of_a_folder_are_unknown(void **state)
{
	(void)state;
	assert_int_equal(examine("bpf-programs").fitness, FITNESS_UNKNOWN);
}

static void test_lists_are_short(void **state)
{
	(void)state;
	make_file(TRACING "kprobe_events", "p:a f\np:b f\np:a f\np:c f\np:d f\np:e f\n");
	assert_string_equal(examine("kprobe-events").now, "p:a f, p:b f, p:c f and 2 more");
}

/* ---- at the start of a run ---- */

/* ---- one function ---- */

static void test_hooks_on_a_function(void **state)
{
	const struct machine machine = { ".", NULL, NULL };
	char hooks[200];

	(void)state;
	leftover__find_hooks(&machine, "do_unlinkat", hooks, sizeof(hooks));
	assert_string_equal(hooks, "");
	make_file(TRACING "enabled_functions",
		  "vfs_read (1) R\ndo_unlinkat (1) R I\ndo_unlink (1)\n");
	make_file("sys/kernel/debug/kprobes/list",
		  "ffffffff81 k vfs_write+0x0 [FTRACE]\nffffffff82 r do_unlinkat2+0x0\n");
	leftover__find_hooks(&machine, "do_unlinkat", hooks, sizeof(hooks));
	assert_string_equal(hooks, "tracefs/enabled_functions");
	leftover__find_hooks(&machine, "vfs_write", hooks, sizeof(hooks));
	assert_string_equal(hooks, "debugfs/kprobes/list");
	leftover__find_hooks(&machine, "unlinkat", hooks, sizeof(hooks));
	assert_string_equal(hooks, "");
}

static void warn_here(void)
{
	json_t *warnings = doctor__list_warnings(&(struct machine){ ".", NULL, NULL });

	doctor__warn(warnings);
	json_decref(warnings);
}

static void test_few_warnings(void **state)
{
	static const char *const bad[] = { "proc/sys/kernel/nmi_watchdog",
					   "proc/sys/kernel/numa_balancing",
					   "proc/sys/kernel/bpf_stats_enabled",
					   "sys/kernel/mm/ksm/run" };
	static const unsigned int lines[] = { 0, 2, 3, 3, 3 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		log_begin();
		warn_here();
		assert_int_equal(caught.n[LOG_WARNING], lines[i]);
		if (lines[i])
			assert_logs("hookbench doctor");
		if (i < COUNT_OF(bad))
			make_file(bad[i], "1\n");
	}
	assert_logs("2 more");
	/* Advice is none. */
	log_begin();
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		make_file(bad[i], "0\n");
	make_file("proc/sys/kernel/perf_event_paranoid", "-1\n");
	warn_here();
	assert_int_equal(caught.n[LOG_WARNING], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_every_row),
		cmocka_unit_test(test_no_row_is_forgotten),
		cmocka_unit_test(test_what_is_wanted),
		folder_test(test_several_files),
		folder_test(test_remedies),
		folder_test(test_a_root_with_special_characters),
		folder_test(test_steal),
		folder_test(test_throttling),
		folder_test(test_busy),
		folder_test(test_perf_events),
		folder_test(test_scratch_folders),
		folder_test(test_the_event_of_printk),
		folder_test(test_bpf_programs_of_a_folder_are_unknown),
		folder_test(test_lists_are_short),
		folder_test(test_hooks_on_a_function),
		folder_test(test_few_warnings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
