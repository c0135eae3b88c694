// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/doctor/doctor.h"

#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/doctor/leftover.h"
#include "bench/doctor/load.h"
#include "bench/machine/hypervisor.h"
#include "bench/machine/sysfile.h"

/* Lines that a run begins with, at most; the last names the doctor. */
#define MOST_WARNINGS 3

/* ---- findings ---- */

const char *fitness__name(enum fitness fitness)
{
	static const char *const names[] = {
		[FITNESS_OK] = "ok",
		[FITNESS_ADVICE] = "advice",
		[FITNESS_WARNING] = "warning",
		[FITNESS_UNKNOWN] = "unknown",
	};

	return names[fitness];
}

void finding__set(struct finding *finding, enum fitness fitness, const char *now,
		  const char *reason, ...)
{
	va_list args;

	finding->fitness = fitness;
	snprintf(finding->now, sizeof(finding->now), "%s", now);
	va_start(args, reason);
	vsnprintf(finding->reason, sizeof(finding->reason), reason, args);
	va_end(args);
}

void finding__set_unreadable(struct finding *finding, int err)
{
	if (err != -EPERM && err != -EACCES)
		finding__set(finding, FITNESS_UNKNOWN, "", "it cannot be read: %s", strerror(-err));
	else
		finding__set(finding, FITNESS_UNKNOWN, "",
			     geteuid() ? "only root may read it"
				       : "the kernel is locked down, and does not show it");
}

bool machine__is_this(const struct machine *machine)
{
	return !machine->root[0];
}

/* ---- settings ---- */

/* "always [madvise] never" is madvise. */
static void take_chosen(char *value)
{
	char *open = strchr(value, '['), *close = open ? strchr(open, ']') : NULL;

	if (!close)
		return;
	*close = '\0';
	memmove(value, open + 1, strlen(open + 1) + 1);
}

int setting_guard__read(const char *root, const char *path, char *value, size_t size)
{
	int err = sysfile__read_line_in(root, path, value, size);

	if (!err)
		take_chosen(value);
	return err;
}

/* The root may have characters that glob takes for its own. */
static void make_pattern(const char *root, const char *files, char *pattern, size_t size)
{
	size_t n = 0;

	for (; *root && n + 2 < size; root++) {
		if (strchr("*?[\\", *root))
			pattern[n++] = '\\';
		pattern[n++] = *root;
	}
	snprintf(pattern + n, size - n, "%s", files);
}

void setting_guard__for_each(const struct setting *setting, const char *root, setting_fn visit,
			     void *context)
{
	char pattern[PATH_MAX], value[256];
	glob_t found;

	make_pattern(root, setting->files, pattern, sizeof(pattern));
	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i] + strlen(root);
		int err = setting_guard__read(root, path, value, sizeof(value));

		visit(setting, path, value, err, context);
	}
	globfree(&found);
}

bool setting_guard__is_good(const struct setting *setting, const char *value)
{
	const char *good = setting->good;
	size_t length = strlen(value);

	for (; *good; good += strspn(good, " ")) {
		size_t n = strcspn(good, " ");

		if (n == length && !strncmp(good, value, n))
			return true;
		good += n;
	}
	return false;
}

void setting_guard__mend(const struct setting *setting, char *value, size_t size)
{
	snprintf(value, size, "%.*s", (int)strcspn(setting->good, " "), setting->good);
}

/* As a shell has it: "sysctl -w kernel.nmi_watchdog=0", or "echo 1 | tee /sys/...". */
static void setting_guard__remedy(const struct setting *setting, char *text, size_t size)
{
	static const char sysctl[] = "/proc/sys/";
	char value[64], name[128];

	setting_guard__mend(setting, value, sizeof(value));
	if (strncmp(setting->files, sysctl, strlen(sysctl)) != 0) {
		snprintf(text, size, "echo %s | tee %s", value, setting->files);
		return;
	}
	snprintf(name, sizeof(name), "%s", setting->files + strlen(sysctl));
	for (char *slash = name; (slash = strchr(slash, '/'));)
		*slash = '.';
	snprintf(text, size, "sysctl -w %s=%s", name, value);
}

/* ---- examining ---- */

struct tally {
	size_t n, bad, unreadable;
	int err;		       /* of the first that is unreadable */
	char value[256];	       /* of the first that is bad; else of the first */
	const struct setting *setting; /* of the same */
};

static void tally__add(const struct setting *setting, const char *path, const char *value, int err,
		       void *context)
{
	struct tally *tally = context;
	bool is_bad = !err && !setting_guard__is_good(setting, value);

	(void)path;
	tally->n++;
	if (err && !tally->unreadable++)
		tally->err = err;
	if (err)
		return;
	if (!tally->setting || (is_bad && !tally->bad)) {
		tally->setting = setting;
		snprintf(tally->value, sizeof(tally->value), "%s", value);
	}
	tally->bad += is_bad;
}

/* A number alone does not tell what it is of. */
static void describe_value(const struct tally *tally, char *text, size_t size)
{
	const char *value = tally->value, *slash = strrchr(tally->setting->files, '/');
	bool is_number = value[0] && !value[strspn(value, "-0123456789")];
	int length = snprintf(text, size, "%s%s%.128s", is_number ? slash + 1 : "",
			      is_number ? " = " : "", value[0] ? value : "nothing");

	if (tally->bad && tally->n > 1)
		snprintf(text + length, size - (size_t)length, " in %zu of %zu", tally->bad,
			 tally->n);
}

static void check__examine_settings(const struct check *check, const struct machine *machine,
				    struct finding *finding)
{
	struct tally tally = { 0 };
	char now[224];

	for (size_t i = 0; i < sizeof(check->settings) / sizeof(*check->settings); i++)
		if (check->settings[i].files)
			setting_guard__for_each(&check->settings[i], machine->root, tally__add,
						&tally);
	if (!tally.n) {
		finding__set(finding, check->is_absence_ok ? FITNESS_OK : FITNESS_UNKNOWN, "", "%s",
			     check->absent);
		return;
	}
	if (!tally.setting) {
		finding__set_unreadable(finding, tally.err);
		return;
	}
	describe_value(&tally, now, sizeof(now));
	if (tally.bad)
		finding__set(finding, check__severity(check), now, "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, now, "%s", "");
	if (tally.bad && !check->remedy)
		setting_guard__remedy(tally.setting, finding->remedy, sizeof(finding->remedy));
}

enum fitness check__severity(const struct check *check)
{
	return check->is_advice ? FITNESS_ADVICE : FITNESS_WARNING;
}

void check__examine(const struct check *check, const struct machine *machine,
		    struct finding *finding)
{
	*finding = (struct finding){ .fitness = FITNESS_OK };
	if (check->remedy)
		snprintf(finding->remedy, sizeof(finding->remedy), "%s", check->remedy);
	if (check->examine)
		check->examine(check, machine, finding);
	else
		check__examine_settings(check, machine, finding);
	if (finding->fitness == FITNESS_OK || finding->fitness == FITNESS_UNKNOWN)
		finding->remedy[0] = '\0';
}

/* "madvise or never", or "no_turbo = 1": a number alone does not tell what it is of. */
static void setting_guard__describe(const struct setting *setting, char *text, size_t size)
{
	bool is_number = !setting->good[strspn(setting->good, "0123456789 ")];
	size_t length = (size_t)snprintf(text, size, "%s%s",
					 is_number ? strrchr(setting->files, '/') + 1 : "",
					 is_number ? " = " : "");

	for (const char *c = setting->good; *c && length + 5 < size; c++)
		length += (size_t)snprintf(text + length, size - length, "%.*s", *c == ' ' ? 4 : 1,
					   *c == ' ' ? " or " : c);
}

void check__wanted(const struct check *check, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	if (check->wanted) {
		snprintf(text, size, "%s", check->wanted);
		return;
	}
	for (size_t i = 0; i < sizeof(check->settings) / sizeof(*check->settings); i++) {
		char one[64];

		if (!check->settings[i].files || length >= size)
			continue;
		setting_guard__describe(&check->settings[i], one, sizeof(one));
		length += (size_t)snprintf(text + length, size - length, "%s%s", i ? ", or " : "",
					   one);
	}
}

/* ---- checks that are none of a setting ---- */

static void examine_isolated(const struct check *check, const struct machine *machine,
			     struct finding *finding)
{
	char line[224];
	int err = sysfile__read_line_in(machine->root, "/sys/devices/system/cpu/isolated", line,
					sizeof(line));

	if (err)
		finding__set_unreadable(finding, err);
	else if (!line[0])
		finding__set(finding, check__severity(check), "none", "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, line, "%s", "");
}

static void examine_hypervisor(const struct check *check, const struct machine *machine,
			       struct finding *finding)
{
	char name[64] = "";

	if (machine__is_this(machine))
		hypervisor__name(name, sizeof(name));
	else
		snprintf(name, sizeof(name), "%s",
			 hypervisor__is_above(machine->root) ? "some" : "none");
	if (!name[0])
		finding__set(finding, FITNESS_UNKNOWN, "", "%s", check->absent);
	else if (!strcmp(name, "none"))
		finding__set(finding, FITNESS_OK, name, "%s", "");
	else
		finding__set(finding, check__severity(check), name, "%s", check->why);
}

/* ---- the table ---- */

#define CPU	"/sys/devices/system/cpu/"
#define TRACEFS "tracefs", "/sys/kernel/tracing"
#define DEBUGFS "debugfs", "/sys/kernel/debug"

const struct check doctor_checks[] = {
	{
		.name = "governor",
		.what = "who chooses the CPU's frequency",
		.why = "the frequency follows the load, and so does every nanosecond",
		.absent = "the kernel does not choose the frequency: the host or the firmware does",
		.is_tunable = true,
		.settings = { { CPU "cpu[0-9]*/cpufreq/scaling_governor", "performance" } },
	},
	{
		.name = "frequency-driver",
		.what = "what sets the CPU's frequency",
		.why = "nothing is known of what this driver does by itself",
		.wanted = "one that is known",
		.absent = "the kernel does not choose the frequency: the host or the firmware does",
		.settings = { { CPU "cpu0/cpufreq/scaling_driver",
				"intel_pstate intel_cpufreq acpi-cpufreq amd-pstate "
				"amd-pstate-epp cppc_cpufreq cpufreq-dt scmi" } },
		.is_advice = true,
	},
	{
		.name = "turbo",
		.what = "frequencies above the nominal one",
		.why = "the frequency depends on heat, and on what the other cores do",
		.absent = "the kernel does not tell: the host or the firmware decides",
		.is_tunable = true,
		.settings = { { CPU "intel_pstate/no_turbo", "1" }, { CPU "cpufreq/boost", "0" } },
	},
	{
		.name = "throttling",
		.what = "times that a CPU became too hot",
		.why = "a CPU that is too hot runs slower: mend its cooling, or let it cool down",
		.wanted = "none",
		.absent = "the CPU does not count it",
		.is_slow = true,
		.examine = load__examine_throttling,
	},
	{
		.name = "idle-states",
		.what = "deep sleep of idle CPUs",
		.why = "a CPU that wakes up from it is slow at first",
		.absent = "there are none",
		.is_absence_ok = true,
		.is_advice = true,
		.is_tunable = true,
		.settings = { { CPU "cpu[0-9]*/cpuidle/state[2-9]/disable", "1" } },
	},
	{
		.name = "smt",
		.what = "several threads on one core",
		.why = "what runs on the core's other thread takes half of the core",
		.wanted = "off",
		.remedy = "echo off | tee " CPU "smt/control",
		.absent = "there is none",
		.is_absence_ok = true,
		.settings = { { CPU "smt/active", "0" } },
	},
	{
		.name = "isolated-cpus",
		.what = "CPUs that are kept free of other work",
		.why = "the kernel may run anything else on the CPU that measures",
		.wanted = "at least one, with isolcpus= or cpuset",
		.remedy = "boot with isolcpus=N nohz_full=N rcu_nocbs=N, then "
			  "taskset -c N hookbench run",
		.is_advice = true,
		.examine = examine_isolated,
	},
	{
		.name = "hypervisor",
		.what = "whether this is a virtual machine",
		.why = "its host decides when it runs, and how fast",
		.wanted = "none",
		.absent = "nobody tells",
		.is_advice = true,
		.examine = examine_hypervisor,
	},
	{
		.name = "steal",
		.what = "CPU time that the hypervisor gave to others",
		.why = "other guests of the host take CPU time away: take another host or hour",
		.wanted = "none",
		.absent = "the hypervisor does not tell",
		.is_slow = true,
		.examine = load__examine_steal,
	},
	{
		.name = "busy",
		.what = "CPU time that other processes use",
		.why = "they use the caches, and maybe the CPU, that measure",
		.wanted = "at most 10 % of one CPU",
		.remedy = "top",
		.is_slow = true,
		.examine = load__examine_busy,
	},
	{
		.name = "load-average",
		.what = "processes that wanted to run in the last minute",
		.why = "something was busy, and may be so again",
		.wanted = "at most 0.5",
		.is_advice = true,
		.is_slow = true,
		.examine = load__examine_average,
	},
	{
		.name = "daemons",
		.what = "services that tune the machine themselves",
		.why = "they move interrupts, and set again what has been set for measuring",
		.wanted = "none",
		.remedy = "systemctl stop NAME",
		.is_advice = true,
		.is_slow = true,
		.examine = load__examine_daemons,
	},
	{
		.name = "swap",
		.what = "memory that was written to disk",
		.why = "a page that has to be read again stops its process",
		.wanted = "none used",
		.remedy = "swapoff -a && swapon -a",
		.absent = "this kernel has no swap",
		.examine = load__examine_swap,
	},
	{
		.name = "transparent-hugepage",
		.what = "huge pages for whoever does not ask",
		.why = "the kernel joins pages, and moves them, in the background",
		.absent = "this kernel has none",
		.is_absence_ok = true,
		.is_tunable = true,
		.settings = { { "/sys/kernel/mm/transparent_hugepage/enabled", "madvise never" } },
	},
	{
		.name = "ksm",
		.what = "merging of equal pages",
		.why = "the kernel compares pages in the background",
		.absent = "this kernel has none",
		.is_absence_ok = true,
		.is_tunable = true,
		.settings = { { "/sys/kernel/mm/ksm/run", "0 2" } },
	},
	{
		.name = "numa-balancing",
		.what = "moving of pages to the CPU that uses them",
		.why = "it takes pages away so that their next use is a fault",
		.absent = "this kernel has none",
		.is_absence_ok = true,
		.is_tunable = true,
		.settings = { { "/proc/sys/kernel/numa_balancing", "0" } },
	},
	{
		.name = "clock-source",
		.what = "the kernel's clock",
		.why = "the CPU's counter is not used: reading the clock is a system call",
		.wanted = "the CPU's counter (tsc, arch_sys_counter)",
		.absent = "the kernel does not tell",
		.settings = { { "/sys/devices/system/clocksource/clocksource0/current_clocksource",
				"tsc arch_sys_counter" } },
	},
	{
		.name = "nmi-watchdog",
		.what = "the watchdog for hard lockups",
		.why = "it interrupts each CPU, and takes one of its counters",
		.absent = "this kernel has none",
		.is_absence_ok = true,
		.is_tunable = true,
		.settings = { { "/proc/sys/kernel/nmi_watchdog", "0" } },
	},
	{
		.name = "perf-event-paranoid",
		.what = "who may sample whole CPUs",
		.why = "any user may have whole CPUs interrupted to take samples",
		.wanted = "1 or more",
		.remedy = "sysctl -w kernel.perf_event_paranoid=2",
		.absent = "this kernel has no perf events",
		.is_absence_ok = true,
		.is_advice = true,
		.settings = { { "/proc/sys/kernel/perf_event_paranoid", "2 1 3 4" } },
	},
	{
		.name = "perf",
		.what = "perf events of other processes",
		.why = "counting and sampling interrupt the CPU",
		.wanted = "none",
		.is_slow = true,
		.examine = leftover__examine_perf,
	},
	{
		.name = "bpf-stats",
		.what = "run-time statistics of BPF programs",
		.why = "the kernel reads the clock twice at each run of a program",
		.absent = "this kernel has none",
		.is_absence_ok = true,
		.is_tunable = true,
		.settings = { { "/proc/sys/kernel/bpf_stats_enabled", "0" } },
	},
	{
		.name = "bpf-jit",
		.what = "compiling of BPF programs",
		.why = "programs are interpreted, many times slower",
		.absent = "the kernel does not tell",
		.is_tunable = true,
		.settings = { { "/proc/sys/net/core/bpf_jit_enable", "1" } },
	},
	{
		.name = "bpf-jit-harden",
		.what = "blinding of constants in BPF programs",
		.why = "programs of root, too, are compiled into more instructions",
		.wanted = "0, or 1 for other users only",
		.absent = "the kernel does not tell",
		.settings = { { "/proc/sys/net/core/bpf_jit_harden", "0 1" } },
	},
	{
		.name = "kprobes-optimization",
		.what = "jumps instead of breakpoints for kprobes",
		.why = "a kprobe that may be a jump stays a breakpoint",
		.absent = "this kernel has none",
		.is_absence_ok = true,
		.is_tunable = true,
		.settings = { { "/proc/sys/debug/kprobes-optimization", "1" } },
	},
	{
		.name = "kprobes",
		.what = "functions with a kprobe",
		.why = "somebody else hooks what hookbench hooks",
		.wanted = "none",
		.remedy = "bpftool perf",
		.list = { DEBUGFS, "kprobes/list", 2 },
		.examine = leftover__examine_functions,
	},
	{
		.name = "ftrace-functions",
		.what = "functions that ftrace or BPF has patched",
		.why = "somebody else hooks what hookbench hooks",
		.wanted = "none",
		.remedy = "bpftool link",
		.list = { TRACEFS, "enabled_functions", 0 },
		.examine = leftover__examine_functions,
	},
	{
		.name = "bpf-programs",
		.what = "BPF programs that trace",
		.why = "they run in between, wherever they are attached",
		.wanted = "none",
		.remedy = "bpftool link; bpftool prog",
		.examine = leftover__examine_bpf,
	},
	{
		.name = "kprobe-events",
		.what = "kprobes that were made by hand",
		.why = "they stay until they are removed",
		.wanted = "none",
		.remedy = "echo 0 > /sys/kernel/tracing/events/enable; "
			  "echo > /sys/kernel/tracing/kprobe_events",
		.list = { TRACEFS, "kprobe_events", 0 },
		.examine = leftover__examine_list,
	},
	{
		.name = "uprobe-events",
		.what = "uprobes that were made by hand",
		.why = "they stay until they are removed",
		.wanted = "none",
		.remedy = "echo 0 > /sys/kernel/tracing/events/enable; "
			  "echo > /sys/kernel/tracing/uprobe_events",
		.list = { TRACEFS, "uprobe_events", 0 },
		.examine = leftover__examine_list,
	},
	{
		.name = "trace-events",
		.what = "tracepoints that are on",
		.why = "each writes a record wherever it is passed",
		.wanted = "none",
		.remedy = "echo > /sys/kernel/tracing/set_event",
		.list = { TRACEFS, "set_event", 0 },
		.examine = leftover__examine_list,
	},
	{
		.name = "tracer",
		.what = "ftrace's tracer",
		.why = "it records function calls or more",
		.wanted = "nop",
		.remedy = "echo nop > /sys/kernel/tracing/current_tracer",
		.list = { TRACEFS, "current_tracer", 0 },
		.examine = leftover__examine_list,
	},
	{
		.name = "ftrace-filter",
		.what = "functions that were chosen for a tracer",
		.why = "somebody traced here; without a tracer it costs nothing",
		.wanted = "none",
		.remedy = "echo > /sys/kernel/tracing/set_ftrace_filter",
		.is_advice = true,
		.list = { TRACEFS, "set_ftrace_filter", 0 },
		.examine = leftover__examine_list,
	},
	{
		.name = "scratch-folders",
		.what = "what hookbench left in /tmp, /var/tmp or /dev/shm",
		.why = "a run was killed; the next one with --dir there removes it",
		.wanted = "none",
		.is_advice = true,
		.examine = leftover__examine_scratch,
	},
	{ .name = NULL },
};

/* ---- at the start of a run ---- */

json_t *doctor__list_warnings(const struct machine *machine)
{
	json_t *list = json_array();

	for (const struct check *check = doctor_checks; check->name; check++) {
		struct finding finding;
		char wanted[128];

		if (check->is_slow)
			continue;
		check__examine(check, machine, &finding);
		if (finding.fitness != FITNESS_WARNING)
			continue;
		check__wanted(check, wanted, sizeof(wanted));
		json_array_append_new(list, json_sprintf("%s: %.80s; better: %s", check->name,
							 finding.now, wanted));
	}
	return list;
}

void doctor__warn(const json_t *warnings)
{
	size_t n = json_array_size(warnings), told = n < MOST_WARNINGS ? n : MOST_WARNINGS - 1;

	for (size_t i = 0; i < told; i++)
		log__warning("%s", json_string_value(json_array_get(warnings, i)));
	if (n > told)
		log__warning("%zu more may disturb; hookbench doctor tells what mends them",
			     n - told);
	else if (n)
		log__warning("hookbench doctor tells what mends it");
}
