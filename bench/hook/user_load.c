// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_load.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stddef.h>
#include <stdlib.h>

#include "bench/hook/printk_event.h"
#include "bench/hook/user_arena.h"

/* ---- statistics ---- */

#define LOG_STATISTICS 4 /* the kernel's BPF_LOG_STATS */
/* A few lines; that of the stack has some bytes for each function. */
#define LOG_SIZE 16384

void user_part__ask_statistics(struct user_part *part)
{
	part->log = calloc(1, LOG_SIZE);
	if (!part->log)
		return;
	bpf_program__set_log_level(part->program, LOG_STATISTICS);
	bpf_program__set_log_buf(part->program, part->log, LOG_SIZE);
}

/* 0: the kernel does not tell. */
static int64_t known(uint64_t value)
{
	return value ? (int64_t)value : COUNT_UNKNOWN;
}

void user_program__measure(const struct bpf_program *program, struct program_fact *fact)
{
	int fd = bpf_program__fd(program);
	struct bpf_prog_info info = { 0 };
	uint32_t size = sizeof(info);

	if (bpf_obj_get_info_by_fd(fd, &info, &size))
		return;
	fact->translated_bytes = known(info.xlated_prog_len);
	fact->instructions = known(info.xlated_prog_len / sizeof(struct bpf_insn));
	fact->jited_bytes = known(info.jited_prog_len);
	fact->verified = known(info.verified_insns);
}

void user_part__measure(const struct user_part *part, struct program_fact *fact)
{
	struct verifier_statistics s;

	user_program__measure(part->program, fact);
	if (!part->log)
		return;
	verifier_log__read_statistics(part->log, &s);
	if (fact->verified == COUNT_UNKNOWN)
		fact->verified = s.instructions;
	fact->states = s.states;
	fact->stack_bytes = s.stack_bytes;
	fact->load_ns = s.time_ns;
}

/* ---- loading ---- */

static bool is_call(const struct bpf_insn *i)
{
	return i->code == (BPF_JMP | BPF_CALL);
}

/* The functions of an object join its programs only when it is loaded. */
static bool may_print(const struct bpf_insn *i)
{
	return is_call(i) && (i->src_reg == BPF_PSEUDO_CALL ||
			      (!i->src_reg && (i->imm == BPF_FUNC_trace_printk ||
					       i->imm == BPF_FUNC_trace_vprintk)));
}

static bool prints(const struct bpf_insn *i)
{
	return may_print(i) && i->src_reg != BPF_PSEUDO_CALL;
}

static bool has_instruction(const struct bpf_object *object,
			    bool (*is_it)(const struct bpf_insn *i))
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object)
	{
		const struct bpf_insn *instructions = bpf_program__insns(program);

		for (size_t i = 0; instructions && i < bpf_program__insn_cnt(program); i++)
			if (bpf_program__autoload(program) && is_it(&instructions[i]))
				return true;
	}
	return false;
}

int user_object__load(struct bpf_object *object, struct setting_guard *printk_event)
{
	int err;

	if (has_instruction(object, may_print))
		printk_event__keep(printk_event);
	user_arena__make_all(object);
	err = bpf_object__load(object);
	if (!err && user_object__prints(object))
		printk_event__wait(printk_event);
	return err;
}

bool user_object__prints(const struct bpf_object *object)
{
	return has_instruction(object, prints);
}
