/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of QEMU's interface for TCG plugins that qemu_count_plugin.c uses. No Debian package
 * ships QEMU's own header; names and types are those of docs/devel/tcg-plugins in QEMU's
 * documentation. QEMU exports the functions; a plugin exports qemu_plugin_version and
 * qemu_plugin_install.
 */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_PLUGIN_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QEMU_PLUGIN_EXPORT __attribute__((visibility("default")))

typedef uint64_t qemu_plugin_id_t;

/* More follows, which differs between versions. */
struct qemu_info {
	const char *target_name; /* as in the name of its program: "x86_64", "aarch64" */
};

struct qemu_plugin_tb;
struct qemu_plugin_insn;

/* Whether a callback reads or writes the guest's registers. */
enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };

extern QEMU_PLUGIN_EXPORT int qemu_plugin_version;
QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
					   int argc, char **argv);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
					   void (*cb)(qemu_plugin_id_t id,
						      struct qemu_plugin_tb *tb));
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
					    void (*cb)(unsigned int cpu, void *data),
					    enum qemu_plugin_cb_flags flags, void *data);
/* Removes all callbacks, drops translated code, then calls `cb`, possibly after returning. */
void qemu_plugin_reset(qemu_plugin_id_t id, void (*cb)(qemu_plugin_id_t id));
/* Of an access to memory; for the functions below. */
typedef uint32_t qemu_plugin_meminfo_t;
enum qemu_plugin_mem_rw { QEMU_PLUGIN_MEM_R = 1, QEMU_PLUGIN_MEM_W, QEMU_PLUGIN_MEM_RW };

/* Called for each access that the instruction makes, after it. */
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn,
				      void (*cb)(unsigned int cpu, qemu_plugin_meminfo_t info,
						 uint64_t address, void *data),
				      enum qemu_plugin_cb_flags flags, enum qemu_plugin_mem_rw rw,
				      void *data);
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t info);
/* The access has 1 << this bytes. */
unsigned int qemu_plugin_mem_size_shift(qemu_plugin_meminfo_t info);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
/*
 * And qemu_plugin_insn_data, which is looked up where it is called: up to version 2, const void
 * *(insn); from 3 on, size_t (insn, void *to, size_t size).
 */

#endif
