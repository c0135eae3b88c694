// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/environment.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/base/json_value.h"
#include "bench/machine/hypervisor.h"
#include "bench/machine/sysfile.h"

#define VULNERABILITIES "/sys/devices/system/cpu/vulnerabilities"

enum line_kind {
	LINE_TEXT,
	LINE_NUMBER,
	LINE_CPUS, /* a list that may be empty */
};

#define CPUS	     "/sys/devices/system/cpu/"
#define CLOCK_SOURCE "/sys/devices/system/clocksource/clocksource0/current_clocksource"

/* Facts that are read from the first line of a file. */
static const struct {
	const char *key;
	const char *path;
	enum line_kind kind;
} lines[] = {
	{ "command_line", "/proc/cmdline", LINE_TEXT },
	{ "bpf_jit_enable", "/proc/sys/net/core/bpf_jit_enable", LINE_NUMBER },
	{ "bpf_jit_harden", "/proc/sys/net/core/bpf_jit_harden", LINE_NUMBER },
	{ "bpf_stats_enabled", "/proc/sys/kernel/bpf_stats_enabled", LINE_NUMBER },
	{ "kprobes_optimization", "/proc/sys/debug/kprobes-optimization", LINE_NUMBER },
	{ "perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid", LINE_NUMBER },
	{ "nmi_watchdog", "/proc/sys/kernel/nmi_watchdog", LINE_NUMBER },
	{ "numa_balancing", "/proc/sys/kernel/numa_balancing", LINE_NUMBER },
	{ "transparent_hugepage", "/sys/kernel/mm/transparent_hugepage/enabled", LINE_TEXT },
	{ "clock_source", CLOCK_SOURCE, LINE_TEXT },
	{ "governor", CPUS "cpu0/cpufreq/scaling_governor", LINE_TEXT },
	{ "frequency_driver", CPUS "cpu0/cpufreq/scaling_driver", LINE_TEXT },
	{ "no_turbo", CPUS "intel_pstate/no_turbo", LINE_NUMBER },
	{ "boost", CPUS "cpufreq/boost", LINE_NUMBER },
	{ "smt", CPUS "smt/control", LINE_TEXT },
	{ "cpus_online", CPUS "online", LINE_TEXT },
	{ "cpus_isolated", CPUS "isolated", LINE_CPUS },
	{ "cpus_nohz_full", CPUS "nohz_full", LINE_CPUS },
};

static json_t *read_value(int folder, const char *path, enum line_kind kind)
{
	char line[2048];

	if (sysfile__read_line_at(folder, path, line, sizeof(line)))
		return json_null();
	switch (kind) {
	case LINE_NUMBER: return json_integer(strtol(line, NULL, 10));
	/* For an empty list, some kernels print the address of the mask. */
	case LINE_CPUS: return json_string(strstr(line, "(null)") ? "" : line);
	case LINE_TEXT: break;
	}
	return json_value__text(line);
}

static void add_kernel(json_t *environment)
{
	struct utsname name;

	if (uname(&name))
		return;
	json_object_set_new(environment, "kernel_release", json_string(name.release));
	json_object_set_new(environment, "kernel_version", json_string(name.version));
	json_object_set_new(environment, "architecture", json_string(name.machine));
}

/* "model name : ..." of x86; arm64 has no such line. */
static void add_cpu_model(json_t *environment)
{
	FILE *file = fopen("/proc/cpuinfo", "re");
	char line[512], model[256] = "";

	while (file && !model[0] && fgets(line, sizeof(line), file))
		if (sscanf(line, "model name : %255[^\n]", model) != 1)
			model[0] = '\0';
	if (file)
		fclose(file);
	json_object_set_new(environment, "cpu_model", json_value__text(model));
}

static void add_mitigations(json_t *environment)
{
	json_t *mitigations = json_object();
	DIR *folder = opendir(VULNERABILITIES);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (entry->d_name[0] != '.')
			json_object_set_new(mitigations, entry->d_name,
					    read_value(dirfd(folder), entry->d_name, LINE_TEXT));
	if (folder)
		closedir(folder);
	json_object_set_new(environment, "mitigations", mitigations);
}

static void add_lockdown(json_t *environment)
{
	char line[64];
	int err = sysfile__read_line_detached("securityfs", "lockdown", line, sizeof(line));

	json_object_set_new(environment, "lockdown", err ? json_null() : json_value__text(line));
}

/*
 * Kernels that can change it list the modes in debugfs, the active one in parentheses: "none
 * (full)".
 */
static void add_preemption(json_t *environment)
{
	static const char *const words[] = { "PREEMPT_RT", "PREEMPT_DYNAMIC", "PREEMPT" };
	struct utsname name;
	char line[64];
	json_t *value = json_null();

	if (!sysfile__read_line_detached("debugfs", "sched/preempt", line, sizeof(line)) && line[0])
		value = json_value__text(line);
	for (size_t i = 0; json_is_null(value) && i < sizeof(words) / sizeof(*words); i++)
		if (!uname(&name) && strstr(name.version, words[i]))
			value = json_string(words[i]);
	json_object_set_new(environment, "preemption", value);
}

static void add_hypervisor(json_t *environment)
{
	char name[64];

	hypervisor__name(name, sizeof(name));
	json_object_set_new(environment, "hypervisor", json_value__text(name));
}

/* The kernel switches away from a clock that it finds to be wrong. */
void environment__read_again(json_t *environment)
{
	const char *before = json_string_value(json_object_get(environment, "clock_source"));
	char now[64];

	if (!before || sysfile__read_line(CLOCK_SOURCE, now, sizeof(now)) || !strcmp(before, now))
		return;
	json_object_set_new(environment, "clock_source_at_end", json_value__text(now));
}

json_t *environment__read(const char *file_system)
{
	json_t *environment = json_object();

	if (!environment)
		return NULL;
	add_kernel(environment);
	add_cpu_model(environment);
	add_mitigations(environment);
	add_lockdown(environment);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		json_object_set_new(environment, lines[i].key,
				    read_value(AT_FDCWD, lines[i].path, lines[i].kind));
	add_preemption(environment);
	add_hypervisor(environment);
	json_object_set_new(environment, "file_system", json_string(file_system));
	return environment;
}
