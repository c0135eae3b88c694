// SPDX-License-Identifier: GPL-2.0-or-later
/* Options for where to measure: in which VM, with which kernel. */
#include <stdlib.h>

#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options.h"
#include "bench/cli/variants_parse.h"

enum {
	OPTION_KERNEL = 0x180,
	OPTION_ARCH,
	OPTION_ACCEL,
	OPTION_CPU_MODEL,
	OPTION_APPEND,
	OPTION_MEMORY,
	OPTION_TIMEOUT,
	OPTION_TIME_LIMIT,
	OPTION_FRESH_BOOT,
};

static void exit_if(int err)
{
	if (err)
		exit(argp_err_exit_status);
}

static error_t parse_vm(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;
	int accelerator;

	switch (key) {
	case OPTION_ARCH: exit_if(variants__parse(options, AXIS_ARCH, arg)); break;
	case OPTION_ACCEL:
		accelerator = accelerator__find(arg);
		if (accelerator < 0)
			usage_error(state,
				    "unknown accelerator \"%s\"; use one of: exact, kvm, tcg, auto",
				    arg);
		options->where.accelerator = (enum accelerator)accelerator;
		options->has_accelerator = true;
		break;
	case OPTION_CPU_MODEL: exit_if(variants__parse(options, AXIS_CPU_MODEL, arg)); break;
	case OPTION_APPEND: exit_if(variants__parse(options, AXIS_APPEND, arg)); break;
	case OPTION_MEMORY:
		options->where.memory_mib =
			(unsigned int)options__number("memory", arg, 128, 1 << 20);
		break;
	case OPTION_TIMEOUT:
		options->where.timeout_s = (unsigned int)options__number("timeout", arg, 1, 86400);
		break;
	case OPTION_TIME_LIMIT:
		options->where.time_limit_s =
			(unsigned int)options__number("time-limit", arg, 1, 31536000);
		break;
	case OPTION_FRESH_BOOT: options->where.fresh_boot = true; break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static error_t parse_kernel(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	if (key != OPTION_KERNEL)
		return ARGP_ERR_UNKNOWN;
	if (options->where.kernel)
		usage_error(state,
			    "one kernel is measured at a time; hookbench regress compares several");
	options->where.kernel = arg;
	options->where.in_vm = true;
	return 0;
}

static error_t parse_kernels(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case ARGP_KEY_INIT: options->where.in_vm = true; break;
	case OPTION_KERNEL:
		if (options->n_kernels == OPTIONS_MAX_KERNELS)
			usage_error(state, "at most %d kernels are compared", OPTIONS_MAX_KERNELS);
		options->kernels[options->n_kernels++] = arg;
		options->where.in_vm = true;
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

/* One is measured, or here; of several, those that --cell or --shard choose. */
static error_t parse_cells(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	if (key == ARGP_KEY_END && options->n_kernels > 1 && !options->is_shared)
		usage_error(
			state,
			"one kernel is measured at a time; hookbench regress compares several, and --shard measures a part of several");
	if (key == OPTION_KERNEL && !options->n_kernels)
		options->where.kernel = arg;
	return key == OPTION_KERNEL ? parse_kernels(key, arg, state) : ARGP_ERR_UNKNOWN;
}

/* Without any, the running kernel. */
static error_t parse_inspected(int key, char *arg, struct argp_state *state)
{
	return key == ARGP_KEY_INIT ? 0 : parse_kernels(key, arg, state);
}

#define OPTION_ROWS_TIME                                                                        \
	{ "timeout",                                                                            \
	  OPTION_TIMEOUT,                                                                       \
	  "SECONDS",                                                                            \
	  0,                                                                                    \
	  "End the VM if it is silent for this long (default: 180; 60 with kvm)",               \
	  OPTIONS_VM },                                                                         \
	{                                                                                       \
		"time-limit", OPTION_TIME_LIMIT, "SECONDS", 0,                                  \
			"End the VM after this long, whatever it does (default: 86400, a day)", \
			OPTIONS_VM                                                              \
	}

static const struct argp_option kernel_rows[] = {
	{ "kernel", OPTION_KERNEL, "IMAGE", 0,
	  "Boot this kernel in a VM instead of using the running one: a path, or a version that fetch-kernel knows (6.12)",
	  OPTIONS_WHERE },
	{ 0 },
};

static const struct argp_option cells_rows[] = {
	{ "kernel", OPTION_KERNEL, "IMAGE", 0,
	  "Boot this kernel in a VM instead of using the running one: a path, or a version that fetch-kernel knows (6.12). With --cell or --shard, any number of times",
	  OPTIONS_WHERE },
	{ 0 },
};

static const struct argp_option kernels_rows[] = {
	{ "kernel", OPTION_KERNEL, "IMAGE", 0,
	  "Compare this kernel with the one named before it: a path, or a version that fetch-kernel knows (6.12). Without any: the images installed under /boot",
	  OPTIONS_WHERE },
	{ 0 },
};

static const struct argp_option explained_rows[] = {
	{ "kernel", OPTION_KERNEL, "IMAGE", 0,
	  "Explain this kernel: a path, or a version that fetch-kernel knows (6.12). Given twice: show what changed from the first to the second",
	  OPTIONS_WHERE },
	{ 0 },
};

static const struct argp_option inspected_rows[] = {
	{ "kernel", OPTION_KERNEL, "IMAGE", 0,
	  "Load on this kernel, in a VM: a path, or a version that fetch-kernel knows (6.12); may be repeated (default: the running kernel)",
	  OPTIONS_WHERE },
	{ 0 },
};

#define OPTION_ROWS_VM                                                                                                                                           \
	{ "accel",                                                                                                                                               \
	  OPTION_ACCEL,                                                                                                                                          \
	  "NAME",                                                                                                                                                \
	  0,                                                                                                                                                     \
	  "How the VM runs: exact (counts instructions; the default), kvm, tcg (the default of attach, macro and trace), or auto (kvm if it works, else exact)", \
	  OPTIONS_VM },                                                                                                                                          \
		{ "memory",                                                                                                                                      \
		  OPTION_MEMORY,                                                                                                                                 \
		  "MIB",                                                                                                                                         \
		  0,                                                                                                                                             \
		  "The VM's memory (default: 512, plus three times the size of the files put into it)",                                                          \
		  OPTIONS_VM },                                                                                                                                  \
		{ "fresh-boot",                                                                                                                                  \
		  OPTION_FRESH_BOOT,                                                                                                                             \
		  NULL,                                                                                                                                          \
		  0,                                                                                                                                             \
		  "Boot the kernel, instead of continuing from the snapshot of an earlier boot, and take no snapshot",                                           \
		  OPTIONS_VM },                                                                                                                                  \
		OPTION_ROWS_TIME

static const struct argp_option vm_rows[] = {
	{ "arch", OPTION_ARCH, "NAME", 0,
	  "The kernel's architecture, x86-64 or arm64 (default: the image's; of a version, this machine's)",
	  OPTIONS_VM },
	{ "cpu-model", OPTION_CPU_MODEL, "NAME", 0,
	  "The VM's CPU, by its QEMU name (default: qemu64, of arm64 cortex-a72; host with kvm)",
	  OPTIONS_VM },
	{ "append", OPTION_APPEND, "ARGS", 0, "Arguments to add to the VM's kernel command line",
	  OPTIONS_VM },
	OPTION_ROWS_VM,
	{ 0 },
};

/* Several values are as many runs: so for hookbench run. */
static const struct argp_option vms_rows[] = {
	{ "arch", OPTION_ARCH, "LIST", 0,
	  "The kernel's architecture, x86-64 or arm64; both: one run for each (default: the image's; of a version, this machine's)",
	  OPTIONS_VM },
	{ "cpu-model", OPTION_CPU_MODEL, "LIST", 0,
	  "The VM's CPU, by its QEMU name; several names: one run per name (default: qemu64, of arm64 cortex-a72; host with kvm)",
	  OPTIONS_VM },
	{ "append", OPTION_APPEND, "ARGS", 0,
	  "Arguments to add to the VM's kernel command line; given several times: one run per value; '' adds nothing",
	  OPTIONS_VM },
	OPTION_ROWS_VM,
	{ 0 },
};

static const struct argp_option timeout_rows[] = { OPTION_ROWS_TIME, { 0 } };

const struct argp options_kernel = { kernel_rows, parse_kernel, NULL, NULL, NULL, NULL, NULL };
const struct argp options_cells = { cells_rows, parse_cells, NULL, NULL, NULL, NULL, NULL };
const struct argp options_kernels = { kernels_rows, parse_kernels, NULL, NULL, NULL, NULL, NULL };
const struct argp options_explained = {
	explained_rows, parse_kernels, NULL, NULL, NULL, NULL, NULL
};
const struct argp options_inspected = {
	inspected_rows, parse_inspected, NULL, NULL, NULL, NULL, NULL
};
const struct argp options_vm = { vm_rows, parse_vm, NULL, NULL, NULL, NULL, NULL };
const struct argp options_vms = { vms_rows, parse_vm, NULL, NULL, NULL, NULL, NULL };
const struct argp options_timeout = { timeout_rows, parse_vm, NULL, NULL, NULL, NULL, NULL };
