// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/cli/options_parse.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "bench/base/listed_options.h"
#include "bench/base/log.h"
#include "bench/base/progress.h"
#include "bench/cli/settle.h"
#include "bench/cli/variants_parse.h"
#include "bench/hook/backends.h"
#include "bench/hook/payload.h"
#include "bench/measure/plan_names.h"
#include "bench/model/commit.h"
#include "bench/model/target.h"
#include "bench/vm/boot_kernel.h"
#include "bench/vm/cpu_model.h"
#include "workloads/workload.h"

/* ---- options that exclude each other ---- */

static void exit_if(int err)
{
	if (err)
		exit(argp_err_exit_status);
}

static void refuse(const char *why)
{
	log__error("%s", why);
	exit(argp_err_exit_status);
}

static bool wants_threads(const struct options *options)
{
	struct options one = *options;
	bool found = options->plan.threads > 1;

	for (size_t i = 0; i < variants__count(&options->axes) && !found; i++) {
		variants__choose(&options->axes, i, &one);
		found = one.plan.threads > 1;
	}
	return found;
}

/* The image's, if it can be told; errors in it come later. */
static const struct guest_arch *arch_of_kernel(const char *kernel)
{
	const struct guest_arch *arch = NULL;

	log__silence(true);
	if (!kernel || access(kernel, R_OK) || boot_kernel__arch(kernel, &arch))
		arch = guest_arch__native();
	log__silence(false);
	return arch;
}

/* Whether a kernel of that architecture is measured. */
static bool has_arch(const struct options *options, const struct guest_arch *arch)
{
	for (size_t i = 0; i < options->axes.of[AXIS_ARCH].n; i++)
		if (guest_arch__find(options->axes.of[AXIS_ARCH].values[i]) == arch)
			return true;
	if (options->axes.of[AXIS_ARCH].n)
		return false;
	for (size_t i = 0; i < options->n_kernels; i++)
		if (arch_of_kernel(options->kernels[i]) == arch)
			return true;
	return !options->n_kernels && arch_of_kernel(options->where.kernel) == arch;
}

/* Checked before anything boots: a wrong model in a list would otherwise be noticed late. */
static void check_cpu_models(const struct options *options)
{
	size_t n = options->axes.of[AXIS_CPU_MODEL].n;

	for (const struct guest_arch *arch = guest_archs; n && arch->name; arch++) {
		if (!has_arch(options, arch))
			continue;
		for (size_t i = 0; i < n; i++)
			exit_if(cpu_model__check(arch, options->axes.of[AXIS_CPU_MODEL].values[i]));
	}
}

static bool has_settings(const struct options *options)
{
	const struct plan_settings *s = &options->plan.settings;

	return s->only[0] || s->retarget[0] || s->set[0] || options->programs.cflags;
}

static void options__check(const struct options *options)
{
	bool exact = where__is_exact(&options->where) || options->where.accelerator == ACCEL_AUTO;

	if (!options->takes_product)
		exit_if(variants__require_one(&options->axes));
	if (options->where.in_vm && exact && wants_threads(options))
		refuse("exact mode has one CPU, so --threads must be 1; --accel tcg and kvm support more");
	if (exact && options->where.in_vm && (options->plan.precision[0] || options->plan.rate_hz))
		refuse("--precision and --rate need nanoseconds, but exact mode counts instructions: remove them, or use --accel kvm or tcg");
	if (options->explain && !where__is_exact(&options->where))
		refuse("--explain needs exact mode: name a kernel with --kernel, and remove any other --accel");
	if (options->plan.max_time_s && !options->plan.precision[0])
		refuse("--max-time needs --precision: without it, --rounds sets how much is measured");
	if (options->where.in_vm && options->plan.cpus[0])
		refuse("--cpus names CPUs of this machine, which a VM does not see: remove it, or measure on the running kernel, without --kernel");
	if (options->where.in_vm && options->plan.dir[0])
		refuse("--dir names a folder of this machine, which a VM does not see: remove it, or measure on the running kernel, without --kernel");
	if (!options->where.in_vm &&
	    (options->has_accelerator || options->axes.of[AXIS_ARCH].n ||
	     options->axes.of[AXIS_CPU_MODEL].n || options->axes.of[AXIS_APPEND].n ||
	     options->where.memory_mib || options->where.timeout_s || options->where.time_limit_s))
		refuse("--arch, --accel, --cpu-model, --append, --memory, --timeout and --time-limit need a VM: name its kernel with --kernel");
	if (!options->programs.n && has_settings(options))
		refuse("--only, --retarget, --set and --cflags are for --program FILE, which is missing");
	check_cpu_models(options);
}

/* ---- parsing ---- */

/* The seed of all that is random; a clock without noise needs no randomness. */
static uint64_t choose_seed(const struct options *options)
{
	uint32_t seed = 1;

	if (where__is_exact(&options->where) || options->is_shared)
		return 1;
	if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed) || !seed)
		seed = 1;
	return seed;
}

/* A command's parser: passes its input to the groups of options. */
static error_t parse_groups(int key, char *arg, struct argp_state *state)
{
	const struct options *options = state->input;

	(void)arg;
	if (key != ARGP_KEY_INIT)
		return ARGP_ERR_UNKNOWN;
	for (size_t i = 0; options->groups[i].argp; i++)
		state->child_inputs[i] = state->input;
	return 0;
}

/* In each variant, what is hooked must fit what is called. */
static void settle(struct options *options)
{
	struct options one = *options;

	for (size_t i = 0; i < variants__count(&options->axes); i++) {
		variants__choose(&options->axes, i, &one);
		exit_if(options__settle(&one));
		exit_if(options__check_target(&one));
	}
	exit_if(options__settle(options));
}

void options__parse(int argc, char **argv, const struct argp *argp, struct options *options)
{
	struct argp command = *argp;

	*options = (struct options){ .where.accelerator = ACCEL_EXACT,
				     .plan.threads = 1,
				     .plan.copies = 1,
				     .groups = argp->children };
	plan__set_workload(&options->plan, workloads[0].name);
	plan__set_payload(&options->plan, payloads[0].name);
	command.parser = parse_groups;
	listed_options__parse(&command, argc, argv, options);
	settle(options);
	options__check(options);
	if (!options->plan.seed)
		options->plan.seed = choose_seed(options);
	if (!options->output.commit)
		options->output.commit = commit__of_environment();
	if (options->quiet) {
		progress__disable();
		log__set_quiet();
	}
}

int options__count_own(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--"))
			return i;
	return argc;
}
