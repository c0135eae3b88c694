/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Points of the program whose execution the QEMU plugin must see (see
 * bench/explain/qemu_count_plugin.c). Their addresses are stored in a section of the program; they
 * add no instruction to timed code.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_CLOCK_POINTS_H
#define HOOKBENCH_BENCH_MACHINE_CLOCK_POINTS_H

/* Also used in assembler, which only understands numbers. */
enum point {
	POINT_ROUNDS = 0, /* rounds of trials begin */
	POINT_TRIAL_BEGIN = 1,
	POINT_TRIAL_END = 2,
	POINT_OPERATION_BEGIN = 3, /* the clock read before an operation: counting starts */
	POINT_OPERATION_END = 4,   /* the clock read after it: counting stops */
	POINT_ROUNDS_END = 5,	   /* counting ends */
};

/*
 * For asm statements: makes their label 661 a point; `number` is a string. A note is two 32-bit
 * numbers: the distance from the note to the point in bytes, which needs no relocation, and enum
 * point.
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
