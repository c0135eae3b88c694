// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * user-object FILE [ONLY [RETARGET [SET]]]: hooks this kernel with the programs of a BPF object,
 * unlinks a hundred files while the kernel counts runs, and prints what became of each program, one
 * a line: NAME yes RUNS SIZES..., or NAME no REASON | REMEDY. Then the same again, as a later hook
 * of the same arm. Runs in a VM, by hookbench attach none --kernel.
 */
#include <bpf/bpf.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/base/maybe_count.h"
#include "bench/hook/arms.h"
#include "bench/hook/payload.h"
#include "bench/hook/watched_hook.h"

#define FILES 100

static struct arms arms;
static struct plan_settings settings;
static struct hook_memory memory;
static const struct target target = { .name_parameter = -1 };
static char bytes[1 << 20];

/* By unlinkat, as the workload create-unlink does. */
static void unlink_files(void)
{
	for (int i = 0; i < FILES; i++) {
		int fd = openat(AT_FDCWD, "user-object-file", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

		if (fd < 0 || syscall(SYS_unlinkat, AT_FDCWD, "user-object-file", 0))
			perror("user-object-file");
		close(fd);
	}
}

static void print_fact(const struct program_fact *f)
{
	if (!f->attached)
		printf("%s no %s | %s\n", f->name, f->reason, f->remedy);
	else
		printf("%s yes %" PRId64 " instructions=%" PRId64 " verified=%" PRId64
		       " states=%" PRId64 " stack=%" PRId64 " jited=%" PRId64 " load_ns=%" PRId64
		       "\n",
		       f->name, f->runs, f->instructions, f->verified, f->states, f->stack_bytes,
		       f->jited_bytes, f->load_ns);
}

static int hook_once(const struct backend *backend)
{
	const struct program_fact *facts;
	struct watched_hook w;
	int statistics, err;
	size_t n;

	err = watched_hook__open(&w, backend, &payloads[0], &target, &workloads[0], &memory);
	if (!err) {
		err = hook__attach(&w.hook);
		if (err)
			watched_hook__close(&w);
	}
	if (err) {
		facts = program_facts__find(&memory.facts, backend->name, &n);
		for (size_t i = 0; i < n; i++)
			print_fact(&facts[i]);
		printf("error %d %s\n", -err, hook__last_message());
		return 1;
	}
	statistics = bpf_enable_stats(BPF_STATS_RUN_TIME);
	unlink_files();
	facts = hook__facts(&w.hook, &n);
	for (size_t i = 0; i < n; i++)
		print_fact(&facts[i]);
	if (statistics >= 0)
		close(statistics);
	watched_hook__close(&w);
	return 0;
}

int main(int argc, char **argv)
{
	FILE *file = argc > 1 ? fopen(argv[1], "re") : NULL;
	size_t size;
	int status;

	if (!file) {
		fprintf(stderr, "usage: user-object FILE [ONLY [RETARGET [SET]]]\n");
		return 2;
	}
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	snprintf(settings.only, sizeof(settings.only), "%s", argc > 2 ? argv[2] : "");
	snprintf(settings.retarget, sizeof(settings.retarget), "%s", argc > 3 ? argv[3] : "");
	snprintf(settings.set, sizeof(settings.set), "%s", argc > 4 ? argv[4] : "");
	arms__add(&arms, "mine", bytes, size, &settings);
	status = hook_once(arms__find(&arms, "mine"));
	if (!status) {
		printf("again\n");
		status = hook_once(arms__find(&arms, "mine"));
	}
	hook_memory__close(&memory);
	return status;
}
