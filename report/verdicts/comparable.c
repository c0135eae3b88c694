// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/comparable.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void obstacle__add(struct obstacle *obstacle, const char *format, ...)
{
	size_t size = sizeof(obstacle->text), length = strlen(obstacle->text);
	va_list args;

	if (length && length < size - 2)
		length += (size_t)snprintf(obstacle->text + length, size - length, "; ");
	va_start(args, format);
	vsnprintf(obstacle->text + length, size - length, format, args);
	va_end(args);
}

static const char *text_of(json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* The CPU model of the VM, or of the running kernel. */
static const char *cpu_model(const struct run *run)
{
	return run->vm ? text_of(run->vm, "cpu_model") : text_of(run->environment, "cpu_model");
}

/* "": the run does not say. */
static const char *architecture(const struct run *run)
{
	return text_of(run->environment, "architecture");
}

static const char *accelerator(const struct run *run)
{
	return run->vm ? text_of(run->vm, "accelerator") : "none";
}

static void require_same(struct obstacle *obstacle, const char *what, const char *a, const char *b)
{
	if (strcmp(a, b) != 0)
		obstacle__add(obstacle, "different %s (%.48s, %.48s)", what, a, b);
}

static void check_all_but_payload(const struct run *a, const struct run *b,
				  struct obstacle *obstacle)
{
	require_same(obstacle, "clock", clock_unit__name(a->unit), clock_unit__name(b->unit));
	require_same(obstacle, "accelerator", accelerator(a), accelerator(b));
	if (architecture(a)[0] && architecture(b)[0])
		require_same(obstacle, "architecture", architecture(a), architecture(b));
	require_same(obstacle, "CPU model", cpu_model(a), cpu_model(b));
	require_same(obstacle, "workload", a->plan.workload, b->plan.workload);
	require_same(obstacle, "command", a->plan.command, b->plan.command);
	require_same(obstacle, "hyperfine options", a->plan.hyperfine, b->plan.hyperfine);
	require_same(obstacle, "hooked workload", a->plan.hooked, b->plan.hooked);
	/*
	 * Without --target, a workload hooks the same function on every kernel, whatever its name
	 * there.
	 */
	if (strcmp(a->plan.target, b->plan.target) != 0)
		require_same(obstacle, "target", a->target.symbol, b->target.symbol);
	if (a->plan.rate_hz != b->plan.rate_hz)
		obstacle__add(obstacle,
			      "different rate (%" PRIu64 " Hz, %" PRIu64 " Hz; 0: not paced)",
			      a->plan.rate_hz, b->plan.rate_hz);
	if (strcmp(a->plan.beside, b->plan.beside) != 0)
		obstacle__add(obstacle, "different hooks beside (%s, %s)",
			      a->plan.beside[0] ? a->plan.beside : "none",
			      b->plan.beside[0] ? b->plan.beside : "none");
	if (strcmp(a->plan.elsewhere, b->plan.elsewhere) != 0)
		obstacle__add(obstacle, "different hooks elsewhere (%s, %s)",
			      a->plan.elsewhere[0] ? a->plan.elsewhere : "none",
			      b->plan.elsewhere[0] ? b->plan.elsewhere : "none");
	if (a->plan.copies != b->plan.copies)
		obstacle__add(obstacle, "different number of copies (%u, %u)", a->plan.copies,
			      b->plan.copies);
	if (a->plan.pid_filter != b->plan.pid_filter)
		obstacle__add(obstacle, "one has a pid filter, and one has none");
	if (a->plan.threads != b->plan.threads)
		obstacle__add(obstacle, "different number of threads (%u, %u)", a->plan.threads,
			      b->plan.threads);
}

void comparable__check(const struct run *a, const struct run *b, struct obstacle *obstacle)
{
	check_all_but_payload(a, b, obstacle);
	require_same(obstacle, "payload", a->plan.payload, b->plan.payload);
}

static void check_kernel(const struct run *a, const struct run *b, struct obstacle *obstacle)
{
	/* Two builds may have the same release. */
	require_same(obstacle, "kernel", text_of(a->environment, "kernel_release"),
		     text_of(b->environment, "kernel_release"));
	require_same(obstacle, "kernel build", text_of(a->environment, "kernel_version"),
		     text_of(b->environment, "kernel_version"));
	if (!strcmp(a->plan.target, b->plan.target))
		require_same(obstacle, "target", a->target.symbol, b->target.symbol);
	require_same(obstacle, "kernel command line for the VM", text_of(a->vm, "append"),
		     text_of(b->vm, "append"));
	require_same(obstacle, "kernel image", text_of(a->vm, "image_checksum"),
		     text_of(b->vm, "image_checksum"));
}

bool comparable__differ_in_payload_only(const struct run *a, const struct run *b)
{
	struct obstacle obstacle = { .text = "" };

	check_all_but_payload(a, b, &obstacle);
	check_kernel(a, b, &obstacle);
	return !obstacle.text[0];
}

void comparable__check_repetition(const struct run *a, const struct run *b,
				  struct obstacle *obstacle)
{
	comparable__check(a, b, obstacle);
	check_kernel(a, b, obstacle);
	require_same(obstacle, "QEMU", text_of(a->vm, "qemu_version"),
		     text_of(b->vm, "qemu_version"));
	if (!json_equal(a->programs, b->programs))
		obstacle__add(obstacle, "different BPF programs");
	if (a->plan.n_backends != b->plan.n_backends ||
	    memcmp(a->plan.backends, b->plan.backends,
		   a->plan.n_backends * sizeof(*a->plan.backends)) != 0)
		obstacle__add(obstacle, "different backends in the plan");
}
