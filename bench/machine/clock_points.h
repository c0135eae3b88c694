/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Points of the program that the plugin in QEMU must know when they are executed (see
 * bench/explain/qemu_count_plugin.c). Their addresses are noted in a section of the program; code
 * that is timed has not one instruction more because of them.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_CLOCK_POINTS_H
#define HOOKBENCH_BENCH_MACHINE_CLOCK_POINTS_H

/* In assembler too, where only numbers are understood. */
enum point {
	POINT_ROUNDS = 0, /* rounds of trials begin */
	POINT_TRIAL_BEGIN = 1,
	POINT_TRIAL_END = 2,
	POINT_OPERATION_BEGIN = 3, /* reads the clock before an operation: it counts */
	POINT_OPERATION_END = 4,   /* and after it: it does not */
	POINT_ROUNDS_END = 5,	   /* nothing more is counted */
};

/*
 * For asm: label 661 of it is a point; `number` is a text. Distances need no relocation. A note is
 * two 32-bit numbers: from itself to the point, in bytes, and enum point.
 */
#define POINT_NOTE(number)                                         \
	"\n\t.pushsection " POINT_SECTION ", \"a\", @progbits\n\t" \
	".balign 4\n\t.long 661b - ., " number "\n\t.popsection"
#define POINT_SECTION "hookbench_points"

void clock_points__mark_rounds(void);
void clock_points__mark_rounds_end(void);
void clock_points__mark_trial_begin(void);
void clock_points__mark_trial_end(void);

#endif
