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

#include "bench/base/asked_program.h"
#include "bench/base/checksum.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/vm/guest_program.h"

#define MEMORY_MIB   512   /* unless more is requested */
#define TIME_LIMIT_S 86400 /* unless another is requested */

#define DIGITS	"0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

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
#define COMMAND_LINE                                                                \
	"console=%s quiet panic=-1 nokaslr norandmaps randomize_kstack_offset=off " \
	"dhash_entries=1048576 %s"

/* ---- accelerators ---- */

static const struct {
	const char *name;
	const char *cpu_model; /* NULL: the architecture's */
	unsigned int timeout_s;
	const char *const *arguments; /* end with NULL */
} accelerators[] = {
	[ACCEL_EXACT] = { "exact", NULL, 180,
			  /*
			   * One instruction takes one nanosecond of guest time; idle time is
			   * skipped; the date is independent of the host's.
			   */
			  (const char *const[]){ "-accel", "tcg", "-icount", "shift=0,sleep=off",
						 "-rtc", "base=2026-01-01T00:00:00,clock=vm",
						 NULL } },
	[ACCEL_KVM] = { "kvm", "host", 60, (const char *const[]){ "-accel", "kvm", NULL } },
	[ACCEL_TCG] = { "tcg", NULL, 180, (const char *const[]){ "-accel", "tcg", NULL } },
	[ACCEL_AUTO] = { "auto", NULL, 0, (const char *const[]){ NULL } },
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

const struct guest_arch *vm__arch(const struct vm *vm)
{
	return vm->arch ? vm->arch : guest_arch__native();
}

const char *vm__cpu_model(const struct vm *vm)
{
	const char *model = accelerators[vm->accelerator].cpu_model;

	if (vm->cpu_model)
		return vm->cpu_model;
	return model ? model : vm__arch(vm)->cpu_model;
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

int qemu__find(const struct guest_arch *arch, char *path, size_t size)
{
	const char *folders = getenv("PATH");
	char *copy = strdup(folders ? folders : ""), *rest = copy, *folder;
	bool found = false;

	while (copy && !found && (folder = strsep(&rest, ":")))
		found = (size_t)snprintf(path, size, "%s/%s", folder, arch->qemu) < size &&
			!access(path, X_OK);
	free(copy);
	return found ? 0 : -ENOENT;
}

static int check_qemu(const struct guest_arch *arch)
{
	char path[PATH_MAX];

	if (!qemu__find(arch, path, sizeof(path)))
		return 0;
	return log__fail(
		-ENOENT,
		"there is no %s on this machine, and --kernel needs it: install it with scripts/setup %s (Debian's package %s)",
		arch->qemu, guest_arch__is_native(arch) ? "measure" : arch->name,
		arch->qemu_package);
}

size_t qemu__command_line(const struct vm *vm, char *text, size_t size)
{
	const struct guest_arch *arch = vm__arch(vm);
	bool exact = vm->accelerator == ACCEL_EXACT;

	return (size_t)snprintf(text, size, COMMAND_LINE "%s%s", arch->console, arch->arguments,
				exact ? arch->exact_arguments : "", vm->append ? vm->append : "");
}

/* A longer one would be cut, or the kernel would not even start. */
static int check_command_line(const struct vm *vm)
{
	size_t length = qemu__command_line(vm, NULL, 0), most = vm__arch(vm)->command_line_most;

	if (length <= most)
		return 0;
	return log__fail(
		-EINVAL,
		"the kernel's command line would have %zu bytes, and kernels for %s take at most %zu: shorten --append by %zu",
		length, vm__arch(vm)->name, most, length - most);
}

static int check_kvm(const struct vm *vm)
{
	if (vm->accelerator != ACCEL_KVM)
		return 0;
	if (!guest_arch__is_native(vm__arch(vm)))
		return log__fail(
			-ENOTSUP,
			"KVM cannot run a kernel for %s on this machine; --accel exact and tcg can",
			vm__arch(vm)->name);
	if (!access("/dev/kvm", R_OK | W_OK))
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
	char request[128], monitor[64], memory[128];
};

static size_t add_inputs(const char **to, const struct qemu_inputs *inputs, unsigned int memory_mib,
			 struct input_words *w)
{
	size_t n;

	snprintf(w->request, sizeof(w->request), "name=" WIRE_KEPT_REQUEST ",file=/proc/self/fd/%d",
		 inputs->request);
	n = add_all(to, (const char *const[]){ "-fw_cfg", w->request, NULL });
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
	if (inputs->memory >= 0) {
		snprintf(
			w->memory, sizeof(w->memory),
			"memory-backend-file,id=memory,size=%uM,mem-path=/proc/self/fd/%d,share=%s",
			memory_mib, inputs->memory, inputs->is_resumed ? "off" : "on");
		n += add_all(to + n, (const char *const[]){ "-object", w->memory, NULL });
	}
	if (inputs->is_resumed)
		n += add_all(to + n, (const char *const[]){ "-incoming", "defer", NULL });
	return n;
}

static size_t add_plugin(const char **to, const struct vm *vm, char *text, size_t size)
{
	if (!vm->plugin)
		return 0;
	snprintf(text, size, "%s,output=%d%s", vm->plugin, vm->plugin_output, vm->plugin_arguments);
	return add_all(to, (const char *const[]){ "-plugin", text, NULL });
}

void qemu__exec(const struct vm *vm, const struct qemu_inputs *inputs)
{
	const char *arguments[64]; /* 51 are the most */
	const struct guest_arch *arch = vm__arch(vm);
	char append[GUEST_ARCH_COMMAND_LINE_MOST + 1], initrd[64], cpus[16], memory[16];
	char cpu[1024], machine[128];
	char plugin[3 * 4096 + 64];
	struct input_words words;
	size_t n;

	qemu__command_line(vm, append, sizeof(append));
	snprintf(initrd, sizeof(initrd), "/proc/self/fd/%d", inputs->initramfs);
	snprintf(cpus, sizeof(cpus), "%u", vm->cpus);
	snprintf(memory, sizeof(memory), "%u", vm__memory_mib(vm));
	snprintf(cpu, sizeof(cpu), "%s%s", vm__cpu_model(vm),
		 vm->accelerator == ACCEL_EXACT ? arch->exact_cpu_options : "");
	snprintf(machine, sizeof(machine), "%s%s",
		 vm->accelerator == ACCEL_KVM ? arch->qemu_kvm_machine : arch->qemu_machine,
		 inputs->memory >= 0 ? ",memory-backend=memory" : "");
	/* clang-format off */
	const char *const common[] = {
		arch->qemu, "-no-user-config", "-nodefaults", "-no-reboot",
		"-M", machine,
		"-display", "none",
		"-seed", "1", /* for the random bytes that QEMU gives the guest */
		"-m", memory,
		"-smp", cpus,
		"-cpu", cpu,
		"-kernel", inputs->kernel->path,
		"-initrd", initrd,
		"-append", append,
		/* The console goes to stderr, like QEMU's own messages. */
		"-chardev", "file,id=console,path=/proc/self/fd/2", "-serial", "chardev:console",
		"-chardev", "stdio,id=channel,signal=off",
		NULL,
	};
	/* clang-format on */

	n = add_all(arguments, common);
	n += add_all(arguments + n, arch->channel);
	n += add_all(arguments + n, accelerators[vm->accelerator].arguments);
	n += add_plugin(arguments + n, vm, plugin, sizeof(plugin));
	n += add_inputs(arguments + n, inputs, vm__memory_mib(vm), &words);
	arguments[n] = NULL;
	execvp(arch->qemu, (char *const *)arguments);
}

int vm__check(const struct vm *vm)
{
	int err = boot_kernel__check(vm->image);

	if (!err)
		err = check_command_line(vm);
	if (!err)
		err = check_qemu(vm__arch(vm));
	return err ? err : check_kvm(vm);
}

/* ---- description ---- */

bool qemu__is_version(const char *text)
{
	const char *minor = text + strspn(text, DIGITS);

	return minor > text && minor[0] == '.' && strspn(minor + 1, DIGITS) &&
	       !text[strspn(text, DIGITS LETTERS ".+~-")];
}

FILE *qemu__ask(const struct guest_arch *arch, const char *option)
{
	char command[256];

	snprintf(command, sizeof(command), "%s %s", arch->qemu, option);
	return asked_program__open(command);
}

/* "QEMU emulator version 7.2.22 (Debian ...)" */
void qemu__version(const struct guest_arch *arch, char version[QEMU_VERSION_SIZE])
{
	FILE *pipe = qemu__ask(arch, "--version");

	version[0] = '\0';
	if (!pipe || fscanf(pipe, "QEMU emulator version %63s", version) != 1 ||
	    !qemu__is_version(version))
		version[0] = '\0';
	if (pipe)
		pclose(pipe);
}

static json_t *describe_qemu(const struct vm *vm)
{
	char version[QEMU_VERSION_SIZE];

	if (vm->qemu_version[0])
		return json_value__text(vm->qemu_version);
	qemu__version(vm__arch(vm), version);
	return version[0] ? json_value__text(version) : json_null();
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
	const char *guest = vm->guest;
	char program[PATH_MAX];

	if (!guest && !guest_program__find(vm__arch(vm), program, sizeof(program)))
		guest = program;
	return json_pack("{s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:i, s:i}", "accelerator",
			 accelerator__name(vm->accelerator), "qemu_version", describe_qemu(vm),
			 "cpu_model", vm__cpu_model(vm), "image",
			 json_value__text(text__base_name(vm->image)), "image_checksum",
			 file_checksum(vm->image), "append", json_value__text(vm->append),
			 "guest_checksum", file_checksum(guest), "cpus", (int)vm->cpus,
			 "memory_mib", (int)vm__memory_mib(vm));
}
