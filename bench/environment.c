// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/environment.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/json_value.h"
#include "bench/sysfile.h"

#define VULNERABILITIES "/sys/devices/system/cpu/vulnerabilities"

/* Facts that are the first line of one file. */
static const struct {
	const char *key;
	const char *path;
	bool is_number;
} lines[] = {
	{ "command_line", "/proc/cmdline", false },
	{ "bpf_jit_enable", "/proc/sys/net/core/bpf_jit_enable", true },
	{ "bpf_jit_harden", "/proc/sys/net/core/bpf_jit_harden", true },
	{ "bpf_stats_enabled", "/proc/sys/kernel/bpf_stats_enabled", true },
	{ "kprobes_optimization", "/proc/sys/debug/kprobes-optimization", true },
	{ "clock_source", "/sys/devices/system/clocksource/clocksource0/current_clocksource",
	  false },
	{ "governor", "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", false },
	{ "smt", "/sys/devices/system/cpu/smt/control", false },
	{ "cpus_online", "/sys/devices/system/cpu/online", false },
};

static json_t *read_value(int folder, const char *path, bool is_number)
{
	char line[2048];

	if (sysfile__read_line_at(folder, path, line, sizeof(line)))
		return json_null();
	return is_number ? json_integer(strtol(line, NULL, 10)) : json_value__text(line);
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
					    read_value(dirfd(folder), entry->d_name, false));
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
				    read_value(AT_FDCWD, lines[i].path, lines[i].is_number));
	json_object_set_new(environment, "file_system", json_string(file_system));
	return environment;
}
