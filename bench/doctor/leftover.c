// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/doctor/leftover.h"
#include "bench/base/locked_folder.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/name_list.h"
#include "bench/kernel/bpf_program.h"
#include "bench/machine/process.h"
#include "bench/machine/scratch.h"
#include "bench/machine/setting_guard.h"
#include "bench/machine/sysfile.h"
#include "workloads/workload.h"

/* ---- lists of the kernel ---- */

static FILE *list__open(const struct kernel_list *list, const struct machine *machine)
{
	char path[PATH_MAX];

	if (machine__is_this(machine))
		return sysfile__open_detached(list->type, list->file);
	snprintf(path, sizeof(path), "%s/%s", list->path, list->file);
	return sysfile__open_in(machine->root, path);
}

/* If the kernel lacks the file, the list is empty. */
static void finding__set_no_list(struct finding *finding, const struct check *check, int err)
{
	if (err == -ENOENT || err == -ENODEV)
		finding__set(finding, FITNESS_OK, "", "this kernel has no %s", check->list.file);
	else
		finding__set_unreadable(finding, err);
}

static bool is_entry(const char *line)
{
	return line[0] && line[0] != '#' && strcmp(line, "nop") != 0;
}

/*
 * The entries; `apart`, if it is among them, is not added but noted in `found`. False if there is
 * no list, with the finding set.
 */
static bool read_entries(const struct check *check, const struct machine *machine,
			 struct finding *finding, struct name_list *names, const char *apart,
			 bool *found)
{
	FILE *file = list__open(&check->list, machine);
	char line[512];

	*names = (struct name_list){ 0 };
	if (!file) {
		finding__set_no_list(finding, check, -errno);
		return false;
	}
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (apart && !strcmp(line, apart))
			*found = true;
		else if (is_entry(line))
			name_list__add(names, "%s", line);
	}
	fclose(file);
	return true;
}

static void finding__set_names(struct finding *finding, const struct check *check,
			       const struct name_list *names)
{
	char now[224];

	name_list__format(names, now, sizeof(now));
	if (names->n)
		finding__set(finding, check__severity(check), now, "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, "none", "%s", "");
}

void leftover__examine_list(const struct check *check, const struct machine *machine,
			    struct finding *finding)
{
	struct name_list names;

	if (read_entries(check, machine, finding, &names, NULL, NULL))
		finding__set_names(finding, check, &names);
}

#define PRINTK_EVENT "bpf_trace:bpf_trace_printk"

/* How the tracepoint of bpf_trace_printk came to be on, which costs nothing by itself. */
static void finding__set_printk_event(struct finding *finding, const struct machine *machine)
{
	const struct guarded_setting *setting = &guarded_settings[GUARDED_PRINTK_EVENT];
	static const struct {
		const char *reason, *remedy;
	} texts[] = {
		[RECORD_NONE] = { "the kernel turned it on when a program with bpf_trace_printk was loaded; without such a program it costs nothing",
				  "echo 0 | tee /sys/kernel/tracing/events/bpf_trace/bpf_trace_printk/enable" },
		[RECORD_IN_USE] = { "a hookbench that uses bpf_trace_printk is running, and turns it off at its end",
				    "" },
		[RECORD_LEFT] = { "a hookbench that used bpf_trace_printk was killed and left it on",
				  "hookbench doctor --restore" },
	};
	enum record_state state = setting_record__state(machine->root, setting);

	finding__set(finding, FITNESS_ADVICE, PRINTK_EVENT, "%s", texts[state].reason);
	snprintf(finding->remedy, sizeof(finding->remedy), "%s", texts[state].remedy);
}

void leftover__examine_events(const struct check *check, const struct machine *machine,
			      struct finding *finding)
{
	bool has_printk = false;
	struct name_list names;

	if (!read_entries(check, machine, finding, &names, PRINTK_EVENT, &has_printk))
		return;
	if (has_printk && !names.n)
		finding__set_printk_event(finding, machine);
	else
		finding__set_names(finding, check, &names);
}

/* The column-th word of a line, without an offset ("+0x0"); "" if missing. */
static void word_of(char *line, int column, char *word, size_t size)
{
	char *rest = line, *next;

	word[0] = '\0';
	while ((next = strsep(&rest, " \t\n"))) {
		if (!next[0] || column--)
			continue;
		next[strcspn(next, "+")] = '\0';
		snprintf(word, size, "%s", next);
		return;
	}
}

void leftover__examine_functions(const struct check *check, const struct machine *machine,
				 struct finding *finding)
{
	FILE *file = list__open(&check->list, machine);
	struct name_list targets = { 0 }, others = { 0 };
	char line[1024], function[128], now[224];

	if (!file) {
		finding__set_no_list(finding, check, -errno);
		return;
	}
	while (fgets(line, sizeof(line), file)) {
		word_of(line, check->list.column, function, sizeof(function));
		if (function[0])
			name_list__add(workload__find_target(function) ? &targets : &others, "%s",
				       function);
	}
	fclose(file);
	name_list__format(targets.n ? &targets : &others, now, sizeof(now));
	if (targets.n)
		finding__set(finding, FITNESS_WARNING, now, "%s", check->why);
	else if (others.n)
		finding__set(finding, FITNESS_ADVICE, now,
			     "none that hookbench hooks, but the workload may call them");
	else
		finding__set(finding, FITNESS_OK, "none", "%s", "");
}

/* ---- BPF ---- */

struct holder {
	uint32_t program;
	char name[64];
};

/* "prog_id: 7" in /proc/PID/fdinfo/FD, for programs and links. */
static void find_holder(const char *root, const struct process *p, const char *fd, const char *link,
			void *context)
{
	struct holder *holder = context;
	char path[96], line[256];
	FILE *file;

	if (holder->name[0] || !strstr(link, "bpf"))
		return;
	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%.20s", p->pid, fd);
	file = sysfile__open_in(root, path);
	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, "prog_id:", 8) && strtoul(line + 8, NULL, 10) == holder->program)
			snprintf(holder->name, sizeof(holder->name), "%s %d", p->name, p->pid);
	if (file)
		fclose(file);
}

/* "fentry on do_unlinkat (tracing, bpftrace 123)". */
static void describe(const struct bpf_program_entry *program, const char *root, char *text,
		     size_t size)
{
	struct holder holder = { .program = program->id };

	process__for_each_fd(root, find_holder, &holder);
	if (!holder.name[0])
		snprintf(holder.name, sizeof(holder.name), "user %" PRIu32, program->uid);
	snprintf(text, size, "%s%s%s (%s, %s)", program->name[0] ? program->name : "a program",
		 program->function[0] ? " on " : "", program->function, program->type, holder.name);
}

void leftover__examine_bpf(const struct check *check, const struct machine *machine,
			   struct finding *finding)
{
	struct name_list names = { 0 };
	enum fitness fitness = FITNESS_ADVICE;
	struct bpf_program_entry *list;
	char text[256], now[224];
	size_t n;
	int err;

	if (!machine__is_this(machine)) {
		finding__set(finding, FITNESS_UNKNOWN, "",
			     "not available in a folder, without a kernel");
		return;
	}
	err = bpf_program__list(&list, &n);
	if (err) {
		finding__set_unreadable(finding, err);
		return;
	}
	/* Programs on a target are named first. */
	for (int wanted = 1; wanted >= 0; wanted--) {
		for (size_t i = 0; i < n; i++) {
			if ((workload__find_target(list[i].function) != NULL) != wanted)
				continue;
			if (wanted || !list[i].is_security)
				fitness = check__severity(check);
			describe(&list[i], machine->root, text, sizeof(text));
			name_list__add(&names, "%s", text);
		}
	}
	free(list);
	name_list__format(&names, now, sizeof(now));
	if (n)
		finding__set(finding, fitness, now, "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, "none", "%s", "");
}

/* ---- one function ---- */

static bool is_listed(const struct kernel_list *list, const struct machine *machine,
		      const char *wanted)
{
	FILE *file = list__open(list, machine);
	char line[1024], function[128] = "";

	while (file && strcmp(function, wanted) != 0 && fgets(line, sizeof(line), file))
		word_of(line, list->column, function, sizeof(function));
	if (file)
		fclose(file);
	return !strcmp(function, wanted);
}

static void find_programs(const struct machine *machine, const char *function,
			  struct name_list *names)
{
	struct bpf_program_entry *list;
	char text[256];
	size_t n;

	if (!machine__is_this(machine) || bpf_program__list(&list, &n))
		return;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(list[i].function, function) != 0)
			continue;
		describe(&list[i], machine->root, text, sizeof(text));
		name_list__add(names, "%s", text);
	}
	free(list);
}

void leftover__find_hooks(const struct machine *machine, const char *function, char *text,
			  size_t size)
{
	struct name_list names = { 0 };

	find_programs(machine, function, &names);
	for (const struct check *c = doctor_checks; c->name; c++)
		if (c->examine == leftover__examine_functions &&
		    is_listed(&c->list, machine, function))
			name_list__add(&names, "%s/%s", c->list.type, c->list.file);
	name_list__format(&names, text, size);
}

/* ---- perf ---- */

static void note_perf_event(const char *root, const struct process *p, const char *fd,
			    const char *link, void *context)
{
	(void)root;
	(void)fd;
	if (!strcmp(link, "anon_inode:[perf_event]"))
		name_list__add(context, "%s %d", p->name, p->pid);
}

void leftover__examine_perf(const struct check *check, const struct machine *machine,
			    struct finding *finding)
{
	struct name_list names = { 0 };
	size_t hidden = process__for_each_fd(machine->root, note_perf_event, &names);
	char now[224];

	name_list__format(&names, now, sizeof(now));
	if (names.n)
		finding__set(finding, check__severity(check), now, "%s", check->why);
	else if (hidden)
		finding__set_unreadable(finding, -EACCES);
	else
		finding__set(finding, FITNESS_OK, "none", "%s", "");
}

/* ---- folders ---- */

struct folders {
	struct name_list left, in_use;
	char first[PATH_MAX];
};

static void note_folder(const char *path, int fd, void *context)
{
	struct folders *folders = context;

	if (locked_folder__is_in_use(fd)) {
		name_list__add(&folders->in_use, "%s", path);
		return;
	}
	if (!folders->left.n)
		snprintf(folders->first, sizeof(folders->first), "%s", path);
	name_list__add(&folders->left, "%s", path);
}

void leftover__examine_scratch(const struct check *check, const struct machine *machine,
			       struct finding *finding)
{
	static const char *const parents[] = { "/tmp", "/var/tmp", "/dev/shm" };
	struct folders folders = { 0 };
	char path[PATH_MAX], now[224];

	for (size_t i = 0; i < sizeof(parents) / sizeof(*parents); i++) {
		snprintf(path, sizeof(path), "%s%s", machine->root, parents[i]);
		locked_folder__for_each(path, SCRATCH_PREFIX, note_folder, &folders);
	}
	name_list__format(folders.in_use.n ? &folders.in_use : &folders.left, now, sizeof(now));
	if (folders.in_use.n)
		finding__set(finding, FITNESS_WARNING, now, "another hookbench is measuring now");
	else if (folders.left.n)
		finding__set(finding, check__severity(check), now, "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, "none", "%s", "");
	if (finding->fitness == check__severity(check))
		snprintf(finding->remedy, sizeof(finding->remedy), "rm -r %.240s", folders.first);
}
