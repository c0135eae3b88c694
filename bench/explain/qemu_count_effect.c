// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/qemu_count_effect.h"

#ifdef HAVE_CAPSTONE

#include <stdlib.h>
#include <string.h>

#include <capstone/capstone.h>

static const struct stack_effect elsewhere = { .move = MOVE_ELSEWHERE };

static struct stack_effect move_by(int64_t by)
{
	return (struct stack_effect){ .move = MOVE_BY, .by = by };
}

/* ---- x86-64 ---- */

static struct stack_effect x86_64__push(int64_t size)
{
	return (struct stack_effect){
		.reveal = REVEAL_STORE, .offset = -size, .move = MOVE_BY, .by = -size
	};
}

static struct stack_effect x86_64__pop(int64_t size)
{
	return (struct stack_effect){ .reveal = REVEAL_LOAD, .move = MOVE_BY, .by = size };
}

static bool x86_64__is_pointer(const cs_x86_op *op)
{
	return op->type == X86_OP_REG && (op->reg == X86_REG_RSP || op->reg == X86_REG_ESP ||
					  op->reg == X86_REG_SP || op->reg == X86_REG_SPL);
}

/* Whether it is an address at a fixed distance from the stack pointer. */
static bool x86_64__is_on_stack(const cs_x86_op *op)
{
	return op->type == X86_OP_MEM && op->mem.base == X86_REG_RSP &&
	       op->mem.index == X86_REG_INVALID && op->mem.segment == X86_REG_INVALID;
}

/* Of an instruction whose first operand is the stack pointer. */
static struct stack_effect x86_64__change(const cs_insn *insn)
{
	const cs_x86_op *op = insn->detail->x86.operands;
	bool is_number = insn->detail->x86.op_count == 2 && op[1].type == X86_OP_IMM &&
			 op[0].reg == X86_REG_RSP;

	switch (insn->id) {
	case X86_INS_ADD: return is_number ? move_by(op[1].imm) : elsewhere;
	case X86_INS_SUB: return is_number ? move_by(-op[1].imm) : elsewhere;
	case X86_INS_AND:
		return is_number ? (struct stack_effect){ .move = MOVE_TO_MASKED, .by = op[1].imm }
				 : elsewhere;
	case X86_INS_LEA: return x86_64__is_on_stack(&op[1]) ? move_by(op[1].mem.disp) : elsewhere;
	case X86_INS_CMP:
	case X86_INS_TEST: return move_by(0);
	default: return elsewhere;
	}
}

/* Of any other instruction: it stays, and an operand may be on the stack. */
static struct stack_effect x86_64__use(const cs_insn *insn)
{
	const cs_x86 *x86 = &insn->detail->x86;
	struct stack_effect effect = { .reveal = REVEAL_NOTHING };

	/* The address only. */
	if (insn->id == X86_INS_LEA)
		return effect;
	for (uint8_t i = 0; i < x86->op_count; i++) {
		if (x86_64__is_on_stack(&x86->operands[i])) {
			effect.reveal = REVEAL_ANY;
			effect.offset = x86->operands[i].mem.disp;
		}
		/* As in xchg. */
		if (i && x86_64__is_pointer(&x86->operands[i]) &&
		    x86->operands[i].access & CS_AC_WRITE)
			return elsewhere;
	}
	return effect;
}

static struct stack_effect x86_64__effect(const cs_insn *insn)
{
	const cs_x86 *x86 = &insn->detail->x86;
	int64_t slot = x86->prefix[2] == X86_PREFIX_OPSIZE ? 2 : 8;
	struct stack_effect effect;

	switch (insn->id) {
	case X86_INS_PUSH:
	case X86_INS_PUSHF:
	case X86_INS_PUSHFQ: return x86_64__push(slot);
	case X86_INS_CALL: return x86_64__push(8);
	case X86_INS_POP:
		return x86_64__is_pointer(&x86->operands[0]) ? elsewhere : x86_64__pop(slot);
	case X86_INS_POPF:
	case X86_INS_POPFQ: return x86_64__pop(slot);
	case X86_INS_RET:
		effect = x86_64__pop(8);
		effect.by += x86->op_count ? x86->operands[0].imm : 0;
		return effect;
	case X86_INS_LEAVE:
		effect = x86_64__pop(8);
		effect.moves_first = true;
		return effect;
	case X86_INS_ENTER:
	case X86_INS_IRET:
	case X86_INS_IRETD:
	case X86_INS_IRETQ:
	case X86_INS_RETF:
	case X86_INS_RETFQ: return elsewhere;
	default:
		return x86->op_count && x86_64__is_pointer(&x86->operands[0]) ? x86_64__change(insn)
									      : x86_64__use(insn);
	}
}

/* ---- arm64 ---- */

/* Of an instruction whose first operand is the stack pointer. */
static struct stack_effect aarch64__change(const cs_insn *insn)
{
	const cs_arm64 *arm64 = &insn->detail->arm64;
	const cs_arm64_op *op = arm64->operands;
	int64_t by;

	if (insn->id == ARM64_INS_CMP || insn->id == ARM64_INS_CMN || insn->id == ARM64_INS_TST)
		return move_by(0);
	if ((insn->id != ARM64_INS_ADD && insn->id != ARM64_INS_SUB) || arm64->op_count < 3 ||
	    op[1].type != ARM64_OP_REG || op[1].reg != ARM64_REG_SP || op[2].type != ARM64_OP_IMM)
		return elsewhere;
	by = op[2].shift.type == ARM64_SFT_LSL ? op[2].imm << op[2].shift.value : op[2].imm;
	return move_by(insn->id == ARM64_INS_ADD ? by : -by);
}

/*
 * Versions of capstone differ in where they put what is added after an access, but not in the text:
 * "[sp, #-0x20]!" moves it before the access, "[sp], #0x20" after it.
 */
static struct stack_effect aarch64__access(const cs_insn *insn, const arm64_op_mem *mem)
{
	struct stack_effect effect = { .reveal = REVEAL_ANY, .offset = mem->disp };
	const char *end = strchr(insn->op_str, ']');

	if (end && end[1] == '!') {
		effect.by = mem->disp;
	} else if (end && !strncmp(end + 1, ", #", 3)) {
		effect.offset = 0;
		effect.by = strtoll(end + 4, NULL, 0);
	} else if (end && end[1] == ',') {
		return elsewhere;
	}
	return effect;
}

static struct stack_effect aarch64__effect(const cs_insn *insn)
{
	const cs_arm64 *arm64 = &insn->detail->arm64;

	if (insn->id == ARM64_INS_ERET)
		return elsewhere;
	if (arm64->op_count && arm64->operands[0].type == ARM64_OP_REG &&
	    arm64->operands[0].reg == ARM64_REG_SP)
		return aarch64__change(insn);
	for (uint8_t i = 0; i < arm64->op_count; i++) {
		const cs_arm64_op *op = &arm64->operands[i];

		if (op->type == ARM64_OP_MEM && op->mem.base == ARM64_REG_SP &&
		    op->mem.index == ARM64_REG_INVALID)
			return aarch64__access(insn, &op->mem);
	}
	return move_by(0);
}

/* ---- all ---- */

static const struct {
	const char *name;
	cs_arch arch;
	cs_mode mode;
	struct stack_effect (*effect)(const cs_insn *insn);
} decoders[] = {
	{ "x86_64", CS_ARCH_X86, CS_MODE_64, x86_64__effect },
	{ "aarch64", CS_ARCH_ARM64, CS_MODE_LITTLE_ENDIAN, aarch64__effect },
};

/* Opened for each instruction that is translated: that takes a millionth of a run. */
struct stack_effect stack_effect__find(const char *arch, const uint8_t *bytes, size_t size)
{
	struct stack_effect effect = { .reveal = REVEAL_NOTHING };
	cs_insn *insn;
	csh handle;
	size_t i = 0;

	while (strcmp(decoders[i].name, arch) != 0)
		if (++i == sizeof(decoders) / sizeof(*decoders))
			return effect;
	if (cs_open(decoders[i].arch, decoders[i].mode, &handle))
		return effect;
	cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
	if (cs_disasm(handle, bytes, size, 0, 1, &insn)) {
		effect = decoders[i].effect(insn);
		cs_free(insn, 1);
	}
	cs_close(&handle);
	return effect;
}

#else

struct stack_effect stack_effect__find(const char *arch, const uint8_t *bytes, size_t size)
{
	(void)arch, (void)bytes, (void)size;
	return (struct stack_effect){ .reveal = REVEAL_NOTHING };
}

#endif
