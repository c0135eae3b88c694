// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A TCG plugin: counts the instructions that the timed operations execute, and under which calls.
 *
 * It runs inside QEMU, with one virtual CPU. The addresses that the guest program executes
 * (bench/machine/clock_points.h) reveal what it is doing: rounds begin, a trial begins, the clock
 * is read before and after an operation, the trial ends. Until rounds begin, the plugin looks for
 * nothing else, so that booting stays fast.
 *
 * Operations are distinguished by their path: how often they execute each instruction. For each
 * trial, the plugin writes the path that most operations of the shortest common length take; the
 * guest takes the same length as the trial's cost (histogram__shortest_common):
 *
 *   hookbench-count 1
 *   trial OPERATIONS LENGTH SAME_LENGTH USED
 *   i ADDRESS COUNT                 instructions of one operation; addresses are hexadecimal
 *   n NUMBER PARENT ADDRESS COUNT   a stretch of code and its caller; 0: none
 *   end
 *
 * The counts of the i lines add up to LENGTH, and so do those of the n lines. A parent comes before
 * its children.
 *
 * If asked for drivers, it also has QEMU report each access to memory. Operations of one path may
 * touch different numbers of lines of data, as what they allocate lies elsewhere each time. So it
 * writes those of an operation with the most frequent number, and the range: before the i lines
 *
 *   v OPERATIONS LOADS STORES LINES LOW HIGH PAGES LOW HIGH   of the path, that many have LINES
 *   d DEPTH CONFIRMED CORRECTED     the stack's, in bytes; see qemu_count_stack.h
 *
 * and after each i line
 *
 *   x LOADS STORES TURNS BYTES      of the instruction; TURNS: another than the next one followed
 *   s DEPTH                         of the stack before or after it, the larger one
 *   l LINE                          a cache line of data that it touches: the address / 64
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/explain/qemu_count_arch.h"
#include "bench/explain/qemu_count_trial.h"
#include "bench/explain/qemu_plugin.h"
#include "bench/machine/clock_points.h"

#define MAX_POINTS 64

/* Of the smallest page that an architecture has. */
#define PAGE_MASK (~UINT64_C(0xfff))

/* ---- the interface of this QEMU ---- */

/* Required by QEMU's interface; set once, before QEMU reads it. */
int qemu_plugin_version = 1;

/*
 * QEMU reads this number before it calls anything, and refuses a plugin for an interface that it
 * does not know. So the version is detected while this file is being loaded, by the functions that
 * QEMU exports. Versions, with their changes (QEMU's include/qemu/qemu-plugin.h): 2 (QEMU 9.0)
 * removed qemu_plugin_n_vcpus; 3 (9.1) changed qemu_plugin_insn_data and added
 * qemu_plugin_request_time_control; 4 (9.2) added qemu_plugin_read_memory_vaddr. QEMU 10 accepts 2
 * and later.
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

/*
 * Static, because QEMU passes no context to translation callbacks, and a call for each instruction
 * has no time for one.
 */
static struct {
	qemu_plugin_id_t id;
	const struct count_arch *arch; /* the guest's */
	void *insn_data;	       /* qemu_plugin_insn_data, which has one of two signatures */
	int output;		       /* descriptor */
	struct {
		enum point point;
		uint64_t offset; /* from POINT_ROUNDS */
	} points[MAX_POINTS];
	size_t n_points;
	uint64_t base; /* the address of POINT_ROUNDS; 0 until it is known */
	struct table instructions;
	bool has_drivers;
	struct operation operation;
	struct counted_trial trial;
} plugin = { .output = -1 };

/* Copies its first bytes, up to `size`; the rest is 0. */
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

static void on_code(unsigned int cpu, void *data)
{
	(void)cpu;
	if (plugin.operation.active)
		operation__execute_code(&plugin.operation, data);
}

/*
 * QEMU 7.2 also calls it for what an interrupt stores, with the last instruction that left its
 * block after an access by a helper, such as popf (fixed in 8.0: "plugins: fix optimization in
 * plugin_gen_disable_mem_helpers"). That may be any.
 */
static void on_access(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t address, void *data)
{
	(void)cpu;
	if (plugin.operation.active && plugin.operation.last == data)
		accesses__add(&plugin.operation.accesses, data, address,
			      UINT64_C(1) << qemu_plugin_mem_size_shift(info),
			      qemu_plugin_mem_is_store(info));
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

/*
 * From here on, the guest runs as fast as without a plugin. But not if accesses are reported: for
 * the reason above, QEMU 7.2 would use what the reset frees.
 */
static void on_rounds_end(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	operation__clear(&plugin.operation);
	if (!plugin.has_drivers)
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
 * QEMU ends a block before an instruction that continues on the next page, and starts another block
 * with it. But it also lists the instruction at the end of the first block, cut at the end of the
 * page (seen with QEMU 7.2). Only its own block describes it correctly.
 */
static bool may_be_cut(uint64_t address, size_t i)
{
	return i && (address & PAGE_MASK) != ((address + plugin.arch->longest - 1) & PAGE_MASK);
}

/* With drivers. */
static void register_code(struct qemu_plugin_insn *insn, struct item *item,
			  const uint8_t bytes[CODE_BYTES])
{
	struct code *code = code__get(item, item->next, item->kind, plugin.arch->name, bytes);

	qemu_plugin_register_vcpu_insn_exec_cb(insn, on_code, QEMU_PLUGIN_CB_NO_REGS, code);
	qemu_plugin_register_vcpu_mem_cb(insn, on_access, QEMU_PLUGIN_CB_NO_REGS,
					 QEMU_PLUGIN_MEM_RW, item);
}

/*
 * Callbacks of an instruction run in the order of registration. Its point comes first, so that the
 * read before the operation is counted, and the one after it is not.
 */
static void translate_all(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint64_t address = qemu_plugin_insn_vaddr(insn);
		struct item *item = table__get(&plugin.instructions, address, NULL);
		uint8_t bytes[CODE_BYTES];

		read_bytes(insn, bytes, sizeof(bytes));
		if (!item->next || !may_be_cut(address, i)) {
			item->next = address + qemu_plugin_insn_size(insn);
			item->kind = plugin.arch->kind_of(bytes);
		}
		register_points(insn, address);
		if (plugin.has_drivers)
			register_code(insn, item, bytes);
		else
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_instruction,
							       QEMU_PLUGIN_CB_NO_REGS, item);
	}
}

/* POINT_ROUNDS is recognised by its bytes, wherever the program is loaded. */
static void translate_until_rounds(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	const struct count_arch *arch = plugin.arch;
	size_t n = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint8_t bytes[POINT_MOST];
		uint64_t *address;

		if (qemu_plugin_insn_size(insn) != arch->point_size)
			continue;
		read_bytes(insn, bytes, sizeof(bytes));
		if (memcmp(bytes, arch->point, arch->point_size) != 0)
			continue;
		address = allocate(sizeof(*address));
		*address = qemu_plugin_insn_vaddr(insn);
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_rounds, QEMU_PLUGIN_CB_NO_REGS,
						       address);
	}
}

/*
 * Arguments, as guest_points__arguments writes them: output=DESCRIPTOR, and pPOINT=OFFSET for each
 * point; and drivers=1.
 */
QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
					   int argc, char **argv)
{
	const char header[] = "hookbench-count 1\n";

	plugin.id = id;
	plugin.arch = count_arch__find(info->target_name);
	plugin.insn_data = dlsym(RTLD_DEFAULT, "qemu_plugin_insn_data");
	for (int i = 0; i < argc; i++) {
		char *end;

		if (!strncmp(argv[i], "output=", 7)) {
			plugin.output = (int)strtol(argv[i] + 7, NULL, 10);
		} else if (!strcmp(argv[i], "drivers=1")) {
			plugin.has_drivers = plugin.operation.has_accesses = true;
		} else if (argv[i][0] == 'p' && plugin.n_points < MAX_POINTS) {
			plugin.points[plugin.n_points].point =
				(enum point)strtol(argv[i] + 1, &end, 10);
			plugin.points[plugin.n_points++].offset =
				(uint64_t)strtoll(end + 1, NULL, 10);
		}
	}
	if (!plugin.arch) {
		fprintf(stderr, "hookbench's plugin: it does not know this QEMU's architecture\n");
		return -1;
	}
	if (plugin.output < 0 || write(plugin.output, header, sizeof(header) - 1) < 0) {
		fprintf(stderr,
			"hookbench's plugin: the argument output=DESCRIPTOR is missing or invalid\n");
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate_until_rounds);
	return 0;
}
