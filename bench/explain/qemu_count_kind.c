// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/qemu_count_kind.h"

#include <string.h>

/*
 * Intel's manual, volume 2, appendix A: legacy prefixes and REX precede the opcode; after opcode
 * FF, bits 3 to 5 of the next byte select the instruction.
 */
enum kind kind_of(const uint8_t bytes[KIND_BYTES])
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
