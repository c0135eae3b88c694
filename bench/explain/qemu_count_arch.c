// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/qemu_count_arch.h"

#include <string.h>

#include "bench/machine/arch/point_rounds.h"

/* ---- x86-64 ---- */

/*
 * Intel's manual, volume 2, appendix A: legacy prefixes and REX precede the opcode; after opcode
 * FF, bits 3 to 5 of the next byte select the instruction.
 */
static enum kind x86_64__kind(const uint8_t bytes[KIND_BYTES])
{
	const uint8_t prefixes[] = { 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65,
				     0x66, 0x67, 0xf0, 0xf2, 0xf3 };
	const uint8_t *b = bytes;

	while (b < bytes + 8 && memchr(prefixes, *b, sizeof(prefixes)))
		b++;
	if ((*b & 0xf0) == 0x40)
		b++;
	switch (*b) {
	case 0xe8: return KIND_CALL;
	case 0xc2:
	case 0xc3: return KIND_RETURN;
	case 0xcf: return KIND_LEAVE;
	case 0xcc:
	case 0xcd: return KIND_ENTER;
	case 0xff:
		switch (b[1] >> 3 & 7) {
		case 2: return KIND_CALL;
		case 4: return KIND_JUMP;
		default: return KIND_PLAIN;
		}
	case 0x0f:
		if (b[1] == 0x05)
			return KIND_ENTER;
		if (b[1] == 0x07)
			return KIND_LEAVE;
		return (b[1] & 0xf0) == 0x80 ? KIND_JUMP : KIND_PLAIN;
	default: break;
	}
	if ((*b & 0xf0) == 0x70 || *b == 0xeb || *b == 0xe9 || (*b >= 0xe0 && *b <= 0xe3))
		return KIND_JUMP;
	return KIND_PLAIN;
}

/* ---- arm64 ---- */

/*
 * Arm's manual (DDI 0487), C4.1, "Branches, Exception Generating and System instructions". Those
 * with pointer authentication have other values in bits 10, 11 and 24.
 */
static const struct {
	uint32_t mask, value;
	enum kind kind;
} aarch64_kinds[] = {
	{ 0xfc000000, 0x94000000, KIND_CALL },	 /* BL */
	{ 0xfefff000, 0xd63f0000, KIND_CALL },	 /* BLR */
	{ 0xfefff000, 0xd65f0000, KIND_RETURN }, /* RET */
	{ 0xfefff000, 0xd61f0000, KIND_JUMP },	 /* BR */
	{ 0xfc000000, 0x14000000, KIND_JUMP },	 /* B */
	{ 0xff000000, 0x54000000, KIND_JUMP },	 /* B.cond, BC.cond */
	{ 0x7e000000, 0x34000000, KIND_JUMP },	 /* CBZ, CBNZ */
	{ 0x7e000000, 0x36000000, KIND_JUMP },	 /* TBZ, TBNZ */
	{ 0xffe0001c, 0xd4000000, KIND_ENTER },	 /* SVC, HVC, SMC */
	{ 0xffe0001f, 0xd4200000, KIND_ENTER },	 /* BRK */
	{ 0xfffff000, 0xd69f0000, KIND_LEAVE },	 /* ERET */
};

static enum kind aarch64__kind(const uint8_t bytes[KIND_BYTES])
{
	uint32_t word = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
			(uint32_t)bytes[3] << 24;

	for (size_t i = 0; i < sizeof(aarch64_kinds) / sizeof(*aarch64_kinds); i++)
		if ((word & aarch64_kinds[i].mask) == aarch64_kinds[i].value)
			return aarch64_kinds[i].kind;
	return KIND_PLAIN;
}

/* ---- all ---- */

static const struct count_arch archs[] = {
	{ "x86_64", { POINT_ROUNDS_X86_64 }, 8, 15, x86_64__kind },
	{ "aarch64", { POINT_ROUNDS_AARCH64 }, 4, 4, aarch64__kind },
};

const struct count_arch *count_arch__find(const char *name)
{
	for (size_t i = 0; i < sizeof(archs) / sizeof(*archs); i++)
		if (!strcmp(archs[i].name, name))
			return &archs[i];
	return NULL;
}
