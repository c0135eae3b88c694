// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/machine/arch.h"
#include "bench/vm/guest_program.h"

#define MEMORY_MIB   512   /* unless more is requested */
#define TIME_LIMIT_S 86400 /* unless another is requested */

/*
 * These make boots repeatable: no randomised addresses or stack offsets. `panic=-1` with QEMU's
 * -no-reboot ends the guest at once after a panic.
 *
 * The kernel sizes the hash table of its dentry cache by memory: here 65536 buckets, for the 8705
 * entries that 5.10 has after booting, or the 600 of 6.12. Another entry in the bucket of the
 * workload's file makes creating the file dearer, on 5.10 by 23 instructions, and unlinking it by
 * one: in a single trial, if it is an entry of a thread in /proc. With more buckets, it is as good
 * as never there; the table takes 8 MiB.
 */
#define COMMAND_LINE                                                                   \
	"console=ttyS0 quiet panic=-1 nokaslr norandmaps randomize_kstack_offset=off " \
	"dhash_entries=1048576 " ARCH_GUEST_ARGUMENTS

/* ---- accelerators ---- */

static const struct {
	const char *name;
	const char *cpu_model; /* under TCG a named model, because `max` changes with QEMU */
	unsigned int timeout_s;
	const char *append;	      /* to the kernel's command line */
	const char *const *arguments; /* end with NULL */
} accelerators[] = {
	[ACCEL_EXACT] = { "exact", "qemu64", 180, ARCH_EXACT_ARGUMENTS,
			  /*
			   * One instruction takes one nanosecond of guest time; idle time is
			   * skipped; the date is independent of the host's.
			   */
			  (const char *const[]){ "-accel", "tcg", "-icount", "shift=0,sleep=off",
						 "-rtc", "base=2026-01-01T00:00:00,clock=vm",
						 NULL } },
	[ACCEL_KVM] = { "kvm", "host", 60, "", (const char *const[]){ "-accel", "kvm", NULL } },
	[ACCEL_TCG] = { "tcg", "qemu64", 180, "", (const char *const[]){ "-accel", "tcg", NULL } },
	[ACCEL_AUTO] = { "auto", NULL, 0, "", (const char *const[]){ NULL } },
};

int accelerator__find(const char *name)
{
	for (size_t i = 0; i < sizeof(accelerators) / sizeof(*accelerators); i++)
		if (!strcmp(accelerators[i].name, name))
			return (int)i;
	return -EINVAL;
}

const char *accelerator__name(enum accelerator accelerator)
{
	return accelerators[accelerator].name;
}

const char *vm__cpu_model(const struct vm *vm)
{
	return vm->cpu_model ? vm->cpu_model : accelerators[vm->accelerator].cpu_model;
}

unsigned int vm__timeout_s(const struct vm *vm)
{
	return vm->timeout_s ? vm->timeout_s : accelerators[vm->accelerator].timeout_s;
}

unsigned int vm__time_limit_s(const struct vm *vm)
{
	return vm->time_limit_s ? vm->time_limit_s : TIME_LIMIT_S;
}

unsigned int vm__memory_mib(const struct vm *vm)
{
	return vm->memory_mib ? vm->memory_mib : MEMORY_MIB;
}

/* ---- before starting ---- */

int qemu__find(char *path, size_t size)
{
	const char *folders = getenv("PATH");
	char *copy = strdup(folders ? folders : ""), *rest = copy, *folder;
	bool found = false;

	while (copy && !found && (folder = strsep(&rest, ":")))
		found = (size_t)snprintf(path, size, "%s/" QEMU, folder) < size &&
			!access(path, X_OK);
	free(copy);
	return found ? 0 : -ENOENT;
}

static int check_qemu(void)
{
	char path[PATH_MAX];

	if (!qemu__find(path, sizeof(path)))
		return 0;
	log__error(
		"there is no " QEMU
		" on this machine, and --kernel needs it: install it with scripts/setup measure (Debian's package qemu-system-x86)");
	return -ENOENT;
}

size_t qemu__command_line(const struct vm *vm, char *text, size_t size)
{
	return (size_t)snprintf(text, size, COMMAND_LINE "%s%s",
				accelerators[vm->accelerator].append, vm->append ? vm->append : "");
}

/* A longer one would be cut, or the kernel would not even start. */
static int check_command_line(const struct vm *vm)
{
	size_t length = qemu__command_line(vm, NULL, 0);

	if (length <= ARCH_COMMAND_LINE_MOST)
		return 0;
	return log__fail(
		-EINVAL,
		"the kernel's command line would have %zu bytes, and kernels for " ARCH_NAME
		" take at most %d: shorten --append by %zu",
		length, ARCH_COMMAND_LINE_MOST, length - ARCH_COMMAND_LINE_MOST);
}

static int check_kvm(const struct vm *vm)
{
	if (vm->accelerator != ACCEL_KVM || !access("/dev/kvm", R_OK | W_OK))
		return 0;
	return log__fail(-errno, "KVM cannot be used: /dev/kvm: %s; --accel exact works without it",
			 strerror(errno));
}

/* Returns their number. */
static size_t add_all(const char **to, const char *const *words)
{
	size_t n = 0;

	for (; words[n]; n++)
		to[n] = words[n];
	return n;
}

/* What the words of add_inputs are made in. */
struct input_words {
	char monitor[64], state[32];
};

static size_t add_inputs(const char **to, const struct qemu_inputs *inputs, struct input_words *w)
{
	size_t n = 0;

	if (inputs->monitor >= 0) {
		snprintf(w->monitor, sizeof(w->monitor), "socket,id=monitor,fd=%d",
			 inputs->monitor);
		n += add_all(to + n,
			     (const char *const[]){
				     "-chardev", w->monitor, "-mon", "chardev=monitor,mode=control",
				     /* As the guest is stopped when it is saved:
				      * one that continues shall run. */
				     "-global", "migration.store-global-state=off", NULL });
	}
	if (inputs->state >= 0) {
		snprintf(w->state, sizeof(w->state), "fd:%d", inputs->state);
		n += add_all(to + n, (const char *const[]){ "-incoming", w->state, NULL });
	}
	return n;
}

void qemu__exec(const struct vm *vm, const struct qemu_inputs *inputs)
{
	const char *arguments[48];
	char append[ARCH_COMMAND_LINE_MOST + 1], initrd[64], cpus[16], memory[16];
	char plugin[3 * 4096 + 64];
	struct input_words words;
	size_t n;

	qemu__command_line(vm, append, sizeof(append));
	snprintf(initrd, sizeof(initrd), "/proc/self/fd/%d", inputs->initramfs);
	snprintf(cpus, sizeof(cpus), "%u", vm->cpus);
	snprintf(memory, sizeof(memory), "%u", vm__memory_mib(vm));
	/* clang-format off */
	const char *const common[] = {
		QEMU, "-no-user-config", "-nodefaults", "-no-reboot",
		"-M", "q35",
		"-display", "none",
		"-seed", "1", /* for the random bytes that QEMU gives the guest */
		"-m", memory,
		"-smp", cpus,
		"-cpu", vm__cpu_model(vm),
		"-kernel", inputs->kernel->path,
		"-initrd", initrd,
		"-append", append,
		/* The console goes to stderr, like QEMU's own messages. */
		"-chardev", "file,id=console,path=/proc/self/fd/2", "-serial", "chardev:console",
		"-chardev", "stdio,id=channel,signal=off", "-serial", "chardev:channel",
		NULL,
	};
	/* clang-format on */

	n = add_all(arguments, common);
	n += add_all(arguments + n, accelerators[vm->accelerator].arguments);
	if (vm->plugin) {
		snprintf(plugin, sizeof(plugin), "%s,output=%d%s", vm->plugin, vm->plugin_output,
			 vm->plugin_arguments);
		n += add_all(arguments + n, (const char *const[]){ "-plugin", plugin, NULL });
	}
	n += add_inputs(arguments + n, inputs, &words);
	arguments[n] = NULL;
	execvp(QEMU, (char *const *)arguments);
}

/* The guest program is built for this machine, and QEMU's options are those of x86-64. */
static int check_architecture(void)
{
	if (!strcmp(ARCH_NAME, "x86_64"))
		return 0;
	return log__fail(-ENOEXEC,
			 "--kernel works on x86-64 machines only; leave it out to measure here");
}

int vm__check(const struct vm *vm)
{
	int err = check_architecture();

	if (!err)
		err = boot_kernel__check(vm->image);
	if (!err)
		err = check_command_line(vm);
	if (!err)
		err = check_qemu();
	return err ? err : check_kvm(vm);
}

/* ---- description ---- */

/* "QEMU emulator version 7.2.22 (Debian ...)" */
static json_t *qemu_version(void)
{
	FILE *pipe = popen(QEMU " --version 2>/dev/null", "re");
	char version[64] = "";

	if (pipe && fscanf(pipe, "QEMU emulator version %63s", version) != 1)
		version[0] = '\0';
	if (pipe)
		pclose(pipe);
	return version[0] ? json_string(version) : json_null();
}

static json_t *file_checksum(const char *path)
{
	char text[CHECKSUM_SIZE];
	uint32_t checksum = 0;

	if (!path || checksum__add_file(&checksum, path))
		return json_null();
	checksum__format(checksum, text);
	return json_string(text);
}

json_t *vm__describe(const struct vm *vm)
{
	const char *name = strrchr(vm->image, '/'), *guest = vm->guest;
	char program[PATH_MAX];

	if (!guest && !guest_program__find(program, sizeof(program)))
		guest = program;
	return json_pack("{s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:i, s:i}", "accelerator",
			 accelerator__name(vm->accelerator), "qemu_version", qemu_version(),
			 "cpu_model", vm__cpu_model(vm), "image",
			 json_value__text(name ? name + 1 : vm->image), "image_checksum",
			 file_checksum(vm->image), "append", json_value__text(vm->append),
			 "guest_checksum", file_checksum(guest), "cpus", (int)vm->cpus,
			 "memory_mib", (int)vm__memory_mib(vm));
}
