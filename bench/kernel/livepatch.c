// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/livepatch.h"

#include <bpf/btf.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/kernel/kernel_code.h"
#include "bench/kernel/kernel_memory.h"
#include "bench/kernel/livepatch_module.h"
#include "bench/machine/arch.h"
#include "bench/machine/kernel_log.h"
#include "bench/machine/sysfile.h"

#define FOLDER	"/sys/kernel/livepatch"
#define PATCH	FOLDER "/" LIVEPATCH_MODULE_NAME
#define ANOTHER "use another kernel"

/* The kernel tries again each second, and wakes tasks that sleep each fifteenth. */
#define WAIT_S	 60
#define PAUSE_US 10000

struct problem {
	char *text;
	size_t size;
};

/* Notes the reason, and returns `err`. */
__attribute__((format(printf, 3, 4))) static int fail(struct problem problem, int err,
						      const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(problem.text, problem.size, format, arguments);
	va_end(arguments);
	return err;
}

/* ---- the module in the kernel ---- */

static bool is_gone(void)
{
	return access(PATCH, F_OK);
}

/* A patch is in transition until each task uses it, or none. */
static bool is_used_by_all(void)
{
	char line[8];

	return !sysfile__read_line(PATCH "/transition", line, sizeof(line)) && !strcmp(line, "0");
}

/* The kernel drops its own reference to the module some time after the patch is disabled. */
static bool is_removed(void)
{
	return !syscall(SYS_delete_module, LIVEPATCH_MODULE_NAME, O_NONBLOCK) || errno == ENOENT;
}

static bool wait_until(bool (*is_so)(void))
{
	for (unsigned int i = 0; i < WAIT_S * (1000000 / PAUSE_US); i++) {
		if (is_so())
			return true;
		usleep(PAUSE_US);
	}
	return false;
}

/* 0 or -errno. */
static int disable(void)
{
	int fd = open(PATCH "/enabled", O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	if (write(fd, "0", 1) != 1)
		err = -errno;
	close(fd);
	return err;
}

void livepatch__close(void)
{
	int err = disable();

	if (err)
		log__warning("the livepatch cannot be disabled: %s; it stays in this kernel",
			     strerror(-err));
	else if (!wait_until(is_gone))
		log__warning(
			"after %d s, tasks still use the livepatch, so that it stays in this kernel",
			WAIT_S);
	else if (!wait_until(is_removed))
		log__warning(
			"the livepatch's module cannot be removed: %s; it stays in this kernel",
			strerror(errno));
}

/* ---- those that there are ---- */

static bool is_there(const char *pattern)
{
	glob_t found;
	bool is = !glob(pattern, 0, NULL, &found);

	if (is)
		globfree(&found);
	return is;
}

bool livepatch__holds(const char *function)
{
	char pattern[256];

	snprintf(pattern, sizeof(pattern), FOLDER "/*/vmlinux/%s,*", function);
	return is_there(pattern);
}

bool livepatch__is_any(void)
{
	return is_there(FOLDER "/*");
}

bool livepatch__has_no_ftrace(void)
{
	int fd = sysfile__open_of("", "tracefs", "available_filter_functions", O_RDONLY);

	if (fd >= 0)
		close(fd);
	return fd == -ENODEV;
}

/* ---- loading ---- */

/* What the kernel has logged since; closes `log`. "" if there is nothing. */
static void read_log(int log, char *text, size_t size)
{
	json_t *object = json_object();
	const char *line;

	kernel_log__close(log, object);
	line = json_string_value(
		json_array_get(json_object_get(object, "kernel_log"),
			       json_array_size(json_object_get(object, "kernel_log")) - 1));
	snprintf(text, size, "%s%s", line ? ": " : "", line ? line : "");
	json_decref(object);
}

static int explain_refusal(struct problem problem, int err, const char *log)
{
	switch (-err) {
	case ENOEXEC:
		return fail(
			problem, err,
			"it takes no module without its version (CONFIG_MODULE_FORCE_LOAD is not set?)%s; " ANOTHER,
			log);
	case EKEYREJECTED:
	case ENOKEY:
		return fail(
			problem, err,
			"it takes only modules that are signed%s; use another kernel, or remove module.sig_enforce from --append",
			log);
	case EPERM:
		return fail(
			problem, err,
			"it loads no modules (lockdown, or kernel.modules_disabled)%s; " ANOTHER,
			log);
	default:
		return fail(problem, err, "it refuses the livepatch: %s%s; " ANOTHER,
			    strerror(-err), log);
	}
}

static int load(const void *module, size_t size, struct problem problem)
{
	int log = kernel_log__open();
	int err = syscall(SYS_init_module, module, size, "") ? -errno : 0;
	char said[256];

	read_log(log, said, sizeof(said));
	return err ? explain_refusal(problem, err, said) : 0;
}

/* ---- what the kernel has ---- */

static int read_layout(struct livepatch_layout *layout, struct problem problem)
{
	struct btf *btf;
	int err;

	if (access(FOLDER, F_OK))
		return fail(problem, -EINVAL,
			    "it has no livepatches (CONFIG_LIVEPATCH is not set); " ANOTHER);
	if (!ARCH_CAN_LIVEPATCH)
		return fail(problem, -EINVAL,
			    "hookbench makes livepatches for kernels of x86-64 only; " ANOTHER);
	btf = btf__load_vmlinux_btf();
	if (!btf)
		return fail(
			problem, -EINVAL,
			"it has no BTF (CONFIG_DEBUG_INFO_BTF is not set), which says what a livepatch is made of; " ANOTHER);
	err = livepatch_layout__read(btf, layout);
	btf__free(btf);
	if (err)
		return fail(
			problem, -EINVAL,
			"its livepatches are made of other structs than any known to hookbench; " ANOTHER);
	return 0;
}

/* Where the function begins, and how. */
static int read_entry(const char *function, uint64_t *start, struct livepatch_entry *entry,
		      struct problem problem)
{
	unsigned char bytes[LIVEPATCH_ENTRY_SIZE];
	struct kernel_code code = { 0 };
	int err;

	*start = kernel_code__start(&code, function);
	if (!*start)
		return fail(problem, -EINVAL, "it hides the function's address; " ANOTHER);
	err = kernel_memory__read(KERNEL_MEMORY, *start, bytes, sizeof(bytes));
	if (err)
		return fail(problem, -EINVAL, "the function's code cannot be read from %s: %s; %s",
			    KERNEL_MEMORY, strerror(-err), ANOTHER);
	*entry = livepatch_entry__of(bytes);
	if (!entry->size)
		return fail(
			problem, -EINVAL,
			"ftrace, by which a livepatch works, has no place at its beginning; choose another --target");
	return 0;
}

/* A module that is loaded without effect would make a price of nothing. */
static int check_effect(const char *function, struct problem problem)
{
	struct livepatch_entry entry = { 0 };
	uint64_t start = 0;
	int err;

	if (!wait_until(is_used_by_all))
		return fail(problem, -EBUSY,
			    "after %d s, some tasks still do not use the livepatch; " ANOTHER,
			    WAIT_S);
	err = read_entry(function, &start, &entry, problem);
	if (!err && !entry.is_call)
		err = fail(problem, -EINVAL,
			   "the livepatch is loaded, but calls do not go through it; " ANOTHER);
	return err;
}

int livepatch__open(const char *function, char *problem_text, size_t problem_size)
{
	const struct problem problem = { problem_text, problem_size };
	struct livepatch_layout layout;
	struct livepatch_entry entry = { 0 };
	uint64_t start = 0;
	size_t size;
	void *module;
	int err = read_layout(&layout, problem);

	if (!err)
		err = read_entry(function, &start, &entry, problem);
	if (err)
		return err;
	module = livepatch_module__make(&layout, function, start + entry.size, &size);
	if (!module)
		return fail(problem, -ENOMEM, "out of memory");
	err = load(module, size, problem);
	free(module);
	if (err)
		return err;
	err = check_effect(function, problem);
	if (err)
		livepatch__close();
	return err;
}
