// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/driver.h"

#include <string.h>

/* clang-format off */
const struct driver driver_table[N_DRIVERS] = {
	[DRIVER_INSTRUCTIONS] = { "instructions", "instructions", false, WHOLE_SUM, "all that are executed" },
	[DRIVER_PLAIN] = { "plain", "instructions", true, WHOLE_SUM, "those of none of the classes below" },
	[DRIVER_BRANCHES] = { "branches", "instructions", true, WHOLE_SUM, "conditional branches" },
	[DRIVER_JUMPS] = { "jumps", "instructions", true, WHOLE_SUM, "direct jumps" },
	[DRIVER_CALLS] = { "calls", "instructions", true, WHOLE_SUM, "direct calls" },
	[DRIVER_INDIRECT_JUMPS] = { "indirect_jumps", "instructions", true, WHOLE_SUM, "jumps to an address in a register or in memory" },
	[DRIVER_INDIRECT_CALLS] = { "indirect_calls", "instructions", true, WHOLE_SUM, "calls of an address in a register or in memory" },
	[DRIVER_RETURNS] = { "returns", "instructions", true, WHOLE_SUM, "returns from calls" },
	[DRIVER_LOCKED] = { "locked", "instructions", true, WHOLE_SUM, "x86-64: with a lock prefix, or xchg with memory; arm64: atomic instructions, and exclusive loads and stores" },
	[DRIVER_BARRIERS] = { "barriers", "instructions", true, WHOLE_SUM, "fences, and what waits for all before it: lfence, mfence, sfence, cpuid; dmb, dsb, isb" },
	[DRIVER_SYSTEM] = { "system", "instructions", true, WHOLE_SUM, "privileged ones, and those for flags and the state of the CPU: pushf, popf, cli, sti, wrmsr, swapgs, rdtsc; msr, mrs, tlbi" },
	[DRIVER_TRAPS] = { "traps", "instructions", true, WHOLE_SUM, "into the kernel and back: int3, syscall, sysret, iret; brk, svc, eret" },
	[DRIVER_OTHER] = { "other", "instructions", true, WHOLE_SUM, "those that capstone does not know" },
	[DRIVER_UNLOCKED] = { "unlocked", "instructions", false, WHOLE_SUM, "of the plain ones on x86-64, those whose lock prefix the kernel has taken away, as the VM has one CPU; with several CPUs they are locked" },
	[DRIVER_TAKEN] = { "taken", "branches", false, WHOLE_SUM, "of the conditional branches, those taken" },
	[DRIVER_LOADS] = { "loads", "accesses", false, WHOLE_SUM, "from memory, as QEMU reports them" },
	[DRIVER_STORES] = { "stores", "accesses", false, WHOLE_SUM, "to memory, as QEMU reports them" },
	[DRIVER_ENTRIES] = { "entries", "entries", false, WHOLE_SUM, "into the kernel: system calls, exceptions and interrupts" },
	[DRIVER_BREAKPOINTS] = { "breakpoints", "entries", false, WHOLE_SUM, "of these, by a breakpoint: #BP; BRK" },
	[DRIVER_STEPS] = { "steps", "entries", false, WHOLE_SUM, "by a single step: #DB; a software step" },
	[DRIVER_PAGE_FAULTS] = { "page_faults", "entries", false, WHOLE_SUM, "by a page fault: #PF; data and instruction aborts" },
	[DRIVER_INTERRUPTS] = { "interrupts", "entries", false, WHOLE_SUM, "by an interrupt" },
	[DRIVER_CODE_LINES] = { "code_lines", "lines", false, WHOLE_SHARED, "distinct cache lines of code, 64 bytes each" },
	[DRIVER_CODE_PAGES] = { "code_pages", "pages", false, WHOLE_SHARED, "distinct pages of code, 4 KiB each" },
	[DRIVER_DATA_LINES] = { "data_lines", "lines", false, WHOLE_SHARED, "distinct cache lines of data, 64 bytes each" },
	[DRIVER_DATA_PAGES] = { "data_pages", "pages", false, WHOLE_SHARED, "distinct pages of data, 4 KiB each" },
	[DRIVER_STACK] = { "stack", "bytes", false, WHOLE_LARGEST, "the largest depth of a stack" },
};
/* clang-format on */

enum driver_id driver__find(const char *key)
{
	int i = 0;

	while (i < N_DRIVERS && strcmp(driver_table[i].key, key) != 0)
		i++;
	return (enum driver_id)i;
}
