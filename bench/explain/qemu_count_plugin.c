// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A TCG plugin: which instructions the timed operations execute, and under which calls.
 *
 * It runs inside QEMU, with one virtual CPU. hookbench's program in the guest shows what is
 * under way by the addresses that it executes (bench/machine/clock_points.h): rounds begin, a trial
 * begins, the clock is read before an operation, after it, the trial has ended. Until rounds begin,
 * only the first of these is looked for, so that booting stays fast.
 *
 * Operations are told apart by their path: the number of times that they execute each instruction.
 * Of each trial, the path that most operations of the shortest common length take is written, which
 * is what the guest takes for the trial's cost (histogram__shortest_common):
 *
 *   hookbench-count 1
 *   trial OPERATIONS LENGTH SAME_LENGTH USED
 *   i ADDRESS COUNT                 instructions of one operation; addresses are hexadecimal
 *   n NUMBER PARENT ADDRESS COUNT   a stretch of code and what it was called from; 0: nothing
 *   end
 *
 * The sum of the counts of the i lines is LENGTH, and so is that of the n lines. A parent comes
 * before its children.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/explain/qemu_count_trial.h"
#include "bench/explain/qemu_plugin.h"
#include "bench/machine/arch.h"
#include "bench/machine/clock_points.h"

#define MAX_POINTS 64

/* Of x86-64. */
#define PAGE_MASK	(~UINT64_C(0xfff))
#define MAX_INSTRUCTION 15

/* ---- the interface of this QEMU ---- */

/* QEMU's interface wants it; set once, before QEMU reads it. */
int qemu_plugin_version = 1;

/*
 * QEMU refuses a plugin of an interface that it does not know, and reads the number before it calls
 * anything: it is found out while this file is being loaded, by what QEMU exports. Versions, with
 * what came or went (QEMU's include/qemu/qemu-plugin.h): 2 (QEMU 9.0) qemu_plugin_n_vcpus went; 3
 * (9.1) another qemu_plugin_insn_data, and qemu_plugin_request_time_control came; 4 (9.2)
 * qemu_plugin_read_memory_vaddr came. QEMU 10 takes 2 and later ones.
 */
static __attribute__((constructor)) void find_version(void)
{
	if (dlsym(RTLD_DEFAULT, "qemu_plugin_read_memory_vaddr"))
		qemu_plugin_version = 4;
	else if (dlsym(RTLD_DEFAULT, "qemu_plugin_request_time_control"))
		qemu_plugin_version = 3;
	else if (!dlsym(RTLD_DEFAULT, "qemu_plugin_n_vcpus"))
		qemu_plugin_version = 2;
}

/* ---- state ---- */

/* QEMU gives translation callbacks no context, and a call for each instruction has no time for one.
 */
static struct {
	qemu_plugin_id_t id;
	void *insn_data; /* qemu_plugin_insn_data, which has one of two signatures */
	int output;	 /* descriptor */
	struct {
		enum point point;
		uint64_t offset; /* from where POINT_ROUNDS lies */
	} points[MAX_POINTS];
	size_t n_points;
	uint64_t base; /* the address of POINT_ROUNDS; 0 before */
	struct table instructions;
	struct operation operation;
	struct counted_trial trial;
} plugin = { .output = -1 };

/* Its first bytes, up to `size`; the rest is 0. */
static void read_bytes(const struct qemu_plugin_insn *insn, uint8_t *to, size_t size)
{
	typedef const void *(*old_fn)(const struct qemu_plugin_insn *insn);
	typedef size_t (*new_fn)(const struct qemu_plugin_insn *insn, void *to, size_t size);
	size_t n = qemu_plugin_insn_size(insn);

	memset(to, 0, size);
	n = n < size ? n : size;
	if (qemu_plugin_version >= 3)
		((new_fn)plugin.insn_data)(insn, to, n);
	else
		memcpy(to, ((old_fn)plugin.insn_data)(insn), n);
}

/* ---- points of the guest's program ---- */

static void on_instruction(unsigned int cpu, void *data)
{
	(void)cpu;
	if (plugin.operation.active)
		operation__execute(&plugin.operation, data);
}

static void on_trial_begin(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	operation__clear(&plugin.operation);
	counted_trial__clear(&plugin.trial);
	plugin.trial.active = true;
}

static void on_trial_end(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	operation__clear(&plugin.operation);
	if (plugin.trial.active)
		counted_trial__write(&plugin.trial, plugin.operation.stretches.n, plugin.output);
	plugin.trial.active = false;
}

static void on_operation_begin(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	operation__clear(&plugin.operation);
	plugin.operation.active = plugin.trial.active;
}

static void on_operation_end(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	if (plugin.operation.active)
		counted_trial__add_operation(&plugin.trial, &plugin.operation);
	operation__clear(&plugin.operation);
}

static void translate_all(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);

static void after_reset(qemu_plugin_id_t id)
{
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate_all);
}

static void on_rounds(unsigned int cpu, void *data)
{
	(void)cpu;
	if (plugin.base)
		return;
	plugin.base = *(const uint64_t *)data;
	qemu_plugin_reset(plugin.id, after_reset);
}

static void translate_nothing(qemu_plugin_id_t id)
{
	(void)id;
}

/* What follows runs as fast as without a plugin. */
static void on_rounds_end(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	operation__clear(&plugin.operation);
	qemu_plugin_reset(plugin.id, translate_nothing);
}

static void (*const on_point[])(unsigned int cpu, void *data) = {
	[POINT_TRIAL_BEGIN] = on_trial_begin,	      [POINT_TRIAL_END] = on_trial_end,
	[POINT_OPERATION_BEGIN] = on_operation_begin, [POINT_OPERATION_END] = on_operation_end,
	[POINT_ROUNDS_END] = on_rounds_end,
};

/* ---- translation ---- */

static void register_points(struct qemu_plugin_insn *insn, uint64_t address)
{
	for (size_t i = 0; i < plugin.n_points; i++)
		if (plugin.base + plugin.points[i].offset == address)
			qemu_plugin_register_vcpu_insn_exec_cb(insn,
							       on_point[plugin.points[i].point],
							       QEMU_PLUGIN_CB_NO_REGS, NULL);
}

/*
 * QEMU ends a block before an instruction that goes on into the next page, and then begins another
 * one with it; but it is listed at the end of the first block too, cut at the page's end (seen with
 * QEMU 7.2). What is known of it from its own block is right.
 */
static bool may_be_cut(uint64_t address, size_t i)
{
	return i && (address & PAGE_MASK) != ((address + MAX_INSTRUCTION - 1) & PAGE_MASK);
}

/* Callbacks of an instruction are called in the order in which they were registered: its point
 * comes first, so that the read before the operation counts, and the one behind it does not. */
static void translate_all(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint64_t address = qemu_plugin_insn_vaddr(insn);
		struct item *item = table__get(&plugin.instructions, address, NULL);
		uint8_t bytes[KIND_BYTES];

		read_bytes(insn, bytes, sizeof(bytes));
		if (!item->next || !may_be_cut(address, i)) {
			item->next = address + qemu_plugin_insn_size(insn);
			item->kind = kind_of(bytes);
		}
		register_points(insn, address);
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_instruction, QEMU_PLUGIN_CB_NO_REGS,
						       item);
	}
}

/* POINT_ROUNDS is known by its bytes, wherever the program was loaded. */
static void translate_until_rounds(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	const uint8_t wanted[] = { ARCH_POINT_ROUNDS_BYTES };
	size_t n = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint8_t bytes[sizeof(wanted)];
		uint64_t *address;

		if (qemu_plugin_insn_size(insn) != sizeof(wanted))
			continue;
		read_bytes(insn, bytes, sizeof(bytes));
		if (memcmp(bytes, wanted, sizeof(wanted)) != 0)
			continue;
		address = allocate(sizeof(*address));
		*address = qemu_plugin_insn_vaddr(insn);
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_rounds, QEMU_PLUGIN_CB_NO_REGS,
						       address);
	}
}

/* Arguments, as guest_points__arguments writes them: output=DESCRIPTOR, and pPOINT=OFFSET for each.
 */
QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
					   int argc, char **argv)
{
	const char header[] = "hookbench-count 1\n";

	(void)info;
	plugin.id = id;
	plugin.insn_data = dlsym(RTLD_DEFAULT, "qemu_plugin_insn_data");
	for (int i = 0; i < argc; i++) {
		char *end;

		if (!strncmp(argv[i], "output=", 7)) {
			plugin.output = (int)strtol(argv[i] + 7, NULL, 10);
		} else if (argv[i][0] == 'p' && plugin.n_points < MAX_POINTS) {
			plugin.points[plugin.n_points].point =
				(enum point)strtol(argv[i] + 1, &end, 10);
			plugin.points[plugin.n_points++].offset =
				(uint64_t)strtoll(end + 1, NULL, 10);
		}
	}
	if (plugin.output < 0 || write(plugin.output, header, sizeof(header) - 1) < 0) {
		fprintf(stderr, "hookbench's plugin: there is nowhere to write the counts to\n");
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate_until_rounds);
	return 0;
}
