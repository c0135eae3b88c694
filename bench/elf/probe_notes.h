/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The notes that <sys/sdt.h> leaves in an ELF file, one for each place of a static probe (USDT):
 * https://sourceware.org/systemtap/wiki/UserSpaceProbeImplementation
 */
#ifndef HOOKBENCH_BENCH_ELF_PROBE_NOTES_H
#define HOOKBENCH_BENCH_ELF_PROBE_NOTES_H

#include <stdint.h>

struct Elf; /* libelf's */

/* Addresses as they were when the file was linked; the names are foreign, and end with a NUL. */
struct probe_note {
	uint64_t nop;
	uint64_t base;	    /* of the section .stapsdt.base at that time; 0: none */
	uint64_t semaphore; /* 0: the probe has none */
	const char *provider, *name;
};

/* What is done with a note; another value than 0 ends the walk. */
typedef int (*probe_note_fn)(const struct probe_note *note, void *context);

/* 0; -ENOEXEC at a damaged note; or what the function returned. */
int probe_notes__walk(struct Elf *elf, probe_note_fn take, void *context);

#endif
