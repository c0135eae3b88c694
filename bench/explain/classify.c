// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/classify.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

#ifdef HAVE_CAPSTONE

#include <capstone/capstone.h>

/* A name ends with "*" if more may follow. The kind is the name, without that. */
struct mnemonic {
	const char *name;
	enum driver_id driver;
};

static const struct mnemonic *find(const struct mnemonic *rows, const char *name)
{
	for (; rows->name; rows++) {
		size_t n = strcspn(rows->name, "*");

		if (!strncmp(rows->name, name, n) && (rows->name[n] || !name[n]))
			return rows;
	}
	return NULL;
}

static bool has_kinds(enum driver_id driver)
{
	return driver == DRIVER_LOCKED || driver == DRIVER_BARRIERS || driver == DRIVER_SYSTEM ||
	       driver == DRIVER_TRAPS;
}

static void set(struct instruction_class *class, enum driver_id driver, const char *prefix,
		const char *kind)
{
	class->driver = driver;
	if (has_kinds(driver))
		snprintf(class->kind, sizeof(class->kind), "%s%.*s", prefix,
			 (int)strcspn(kind, "*"), kind);
}

static bool has_group(const cs_insn *insn, unsigned int group)
{
	for (uint8_t i = 0; i < insn->detail->groups_count; i++)
		if (insn->detail->groups[i] == group)
			return true;
	return false;
}

/* ---- x86-64 ---- */

/* Before those that capstone calls privileged, of which some are not system instructions. */
static const struct mnemonic x86_64_mnemonics[] = {
	{ "call", DRIVER_CALLS },	  { "lcall", DRIVER_CALLS },
	{ "jmp", DRIVER_JUMPS },	  { "ljmp", DRIVER_JUMPS },
	{ "ret", DRIVER_RETURNS },	  { "retf*", DRIVER_RETURNS },
	{ "loop*", DRIVER_BRANCHES },	  { "j*", DRIVER_BRANCHES },
	{ "lfence", DRIVER_BARRIERS },	  { "mfence", DRIVER_BARRIERS },
	{ "sfence", DRIVER_BARRIERS },	  { "cpuid", DRIVER_BARRIERS },
	{ "serialize", DRIVER_BARRIERS }, { "iret*", DRIVER_TRAPS },
	{ "int3", DRIVER_TRAPS },	  { "int1", DRIVER_TRAPS },
	{ "int", DRIVER_TRAPS },	  { "syscall", DRIVER_TRAPS },
	{ "sysenter", DRIVER_TRAPS },	  { "sysret*", DRIVER_TRAPS },
	{ "sysexit*", DRIVER_TRAPS },	  { "ud2*", DRIVER_TRAPS },
	{ "pushf*", DRIVER_SYSTEM },	  { "popf*", DRIVER_SYSTEM },
	{ "cli", DRIVER_SYSTEM },	  { "sti", DRIVER_SYSTEM },
	{ "wrmsr", DRIVER_SYSTEM },	  { "rdmsr", DRIVER_SYSTEM },
	{ "swapgs", DRIVER_SYSTEM },	  { "rdtsc", DRIVER_SYSTEM },
	{ "rdtscp", DRIVER_SYSTEM },	  { "rdpmc", DRIVER_SYSTEM },
	{ "stac", DRIVER_SYSTEM },	  { "clac", DRIVER_SYSTEM },
	{ "verw", DRIVER_SYSTEM },	  { "verr", DRIVER_SYSTEM },
	{ "xgetbv", DRIVER_SYSTEM },	  { "xsetbv", DRIVER_SYSTEM },
	{ "xsave*", DRIVER_SYSTEM },	  { "xrstor*", DRIVER_SYSTEM },
	{ "fxsave*", DRIVER_SYSTEM },	  { "fxrstor*", DRIVER_SYSTEM },
	{ "rdfsbase", DRIVER_SYSTEM },	  { "wrfsbase", DRIVER_SYSTEM },
	{ "rdgsbase", DRIVER_SYSTEM },	  { "wrgsbase", DRIVER_SYSTEM },
	{ "rdpkru", DRIVER_SYSTEM },	  { "wrpkru", DRIVER_SYSTEM },
	{ NULL, DRIVER_OTHER },
};

static bool x86_64__has_memory(const cs_x86 *x86)
{
	for (uint8_t i = 0; i < x86->op_count; i++)
		if (x86->operands[i].type == X86_OP_MEM)
			return true;
	return false;
}

/* Intel's manual, volume 2, LOCK: those that it may precede, if they write memory. */
static const char *const x86_64_lockable[] = { "add", "adc",	 "and",	      "btc",	    "btr",
					       "bts", "cmpxchg", "cmpxchg8b", "cmpxchg16b", "dec",
					       "inc", "neg",	 "not",	      "or",	    "sbb",
					       "sub", "xadd",	 "xor",	      NULL };

/*
 * Kernels on one CPU put a prefix for the data segment, which means nothing, in place of lock.
 * Nothing else puts it before these.
 */
static bool x86_64__is_unlocked(const cs_insn *insn, const char *name)
{
	const cs_x86 *x86 = &insn->detail->x86;

	if (insn->bytes[0] != X86_PREFIX_DS || !x86->op_count ||
	    x86->operands[0].type != X86_OP_MEM)
		return false;
	for (size_t i = 0; x86_64_lockable[i]; i++)
		if (!strcmp(x86_64_lockable[i], name))
			return true;
	return false;
}

static enum driver_id x86_64__flow(enum driver_id driver, const cs_x86 *x86)
{
	if (x86->op_count && x86->operands[0].type == X86_OP_IMM)
		return driver;
	return driver == DRIVER_CALLS	? DRIVER_INDIRECT_CALLS
	       : driver == DRIVER_JUMPS ? DRIVER_INDIRECT_JUMPS
					: driver;
}

static void x86_64__classify(csh handle, const cs_insn *insn, struct instruction_class *class)
{
	const cs_x86 *x86 = &insn->detail->x86;
	const char *name = cs_insn_name(handle, insn->id); /* without a prefix */
	const struct mnemonic *row = find(x86_64_mnemonics, name);

	if (x86->prefix[0] == X86_PREFIX_LOCK)
		set(class, DRIVER_LOCKED, "lock ", name);
	else if (insn->id == X86_INS_XCHG && x86_64__has_memory(x86))
		set(class, DRIVER_LOCKED, "", name);
	else if (row)
		set(class, x86_64__flow(row->driver, x86), "", row->name);
	else if (has_group(insn, CS_GRP_PRIVILEGE))
		set(class, DRIVER_SYSTEM, "", insn->id == X86_INS_MOV ? "mov cr, dr" : name);
	else
		set(class, DRIVER_PLAIN, "", "");
	class->unlocked = class->driver == DRIVER_PLAIN && x86_64__is_unlocked(insn, name);
}

/* ---- arm64 ---- */

static const struct mnemonic aarch64_mnemonics[] = {
	{ "bl", DRIVER_CALLS },	     { "blr*", DRIVER_INDIRECT_CALLS },
	{ "brk", DRIVER_TRAPS },     { "br*", DRIVER_INDIRECT_JUMPS },
	{ "b", DRIVER_JUMPS },	     { "b.*", DRIVER_BRANCHES },
	{ "bc.*", DRIVER_BRANCHES }, { "cbz", DRIVER_BRANCHES },
	{ "cbnz", DRIVER_BRANCHES }, { "tbz", DRIVER_BRANCHES },
	{ "tbnz", DRIVER_BRANCHES }, { "ret*", DRIVER_RETURNS },
	{ "svc", DRIVER_TRAPS },     { "hvc", DRIVER_TRAPS },
	{ "smc", DRIVER_TRAPS },     { "eret*", DRIVER_TRAPS },
	{ "udf", DRIVER_TRAPS },     { "isb", DRIVER_BARRIERS },
	{ "dsb", DRIVER_BARRIERS },  { "dmb", DRIVER_BARRIERS },
	{ "sb", DRIVER_BARRIERS },   { "msr", DRIVER_SYSTEM },
	{ "mrs", DRIVER_SYSTEM },    { "tlbi", DRIVER_SYSTEM },
	{ "dc", DRIVER_SYSTEM },     { "ic", DRIVER_SYSTEM },
	{ "at", DRIVER_SYSTEM },     { "sys*", DRIVER_SYSTEM },
	{ "wfi", DRIVER_SYSTEM },    { "wfe", DRIVER_SYSTEM },
	{ "ldxr*", DRIVER_LOCKED },  { "ldaxr*", DRIVER_LOCKED },
	{ "ldxp", DRIVER_LOCKED },   { "ldaxp", DRIVER_LOCKED },
	{ "stxr*", DRIVER_LOCKED },  { "stlxr*", DRIVER_LOCKED },
	{ "stxp", DRIVER_LOCKED },   { "stlxp", DRIVER_LOCKED },
	{ NULL, DRIVER_OTHER },
};

/*
 * Those of Armv8.1 to 8.3 that capstone does not know before its version 5, and one older. Arm's
 * manual (DDI 0487), C4.1, "Loads and stores": atomic memory operations, with swp and ldapr;
 * compare and swap; unprivileged ones.
 */
static const struct {
	uint32_t mask, value;
	enum driver_id driver;
	const char *kind;
} aarch64_words[] = {
	/* Also those that do not keep the old value: stadd and so on. */
	{ 0x3f20fc00, 0x38200000, DRIVER_LOCKED, "ldadd" },
	{ 0x3f20fc00, 0x38201000, DRIVER_LOCKED, "ldclr" },
	{ 0x3f20fc00, 0x38202000, DRIVER_LOCKED, "ldeor" },
	{ 0x3f20fc00, 0x38203000, DRIVER_LOCKED, "ldset" },
	{ 0x3f20fc00, 0x38204000, DRIVER_LOCKED, "ldsmax" },
	{ 0x3f20fc00, 0x38205000, DRIVER_LOCKED, "ldsmin" },
	{ 0x3f20fc00, 0x38206000, DRIVER_LOCKED, "ldumax" },
	{ 0x3f20fc00, 0x38207000, DRIVER_LOCKED, "ldumin" },
	{ 0x3f20fc00, 0x38208000, DRIVER_LOCKED, "swp" },
	{ 0x3fa07c00, 0x08a07c00, DRIVER_LOCKED, "cas" },
	{ 0xbfa07c00, 0x08207c00, DRIVER_LOCKED, "casp" },
	{ 0x3f200c00, 0x38000800, DRIVER_PLAIN, "" },	       /* ldtr, sttr */
	{ 0x3ffffc00, 0x38bfc000, DRIVER_PLAIN, "" },	       /* ldapr */
	{ 0xfffff800, 0xd73f0800, DRIVER_INDIRECT_CALLS, "" }, /* blraa, blrab */
	{ 0xfffff81f, 0xd63f081f, DRIVER_INDIRECT_CALLS, "" }, /* blraaz, blrabz */
	{ 0xfffff800, 0xd71f0800, DRIVER_INDIRECT_JUMPS, "" }, /* braa, brab */
	{ 0xfffff81f, 0xd61f081f, DRIVER_INDIRECT_JUMPS, "" }, /* braaz, brabz */
	{ 0xfffffbff, 0xd65f0bff, DRIVER_RETURNS, "" },	       /* retaa, retab */
	{ 0xfffffbff, 0xd69f0bff, DRIVER_TRAPS, "eret" },      /* eretaa, eretab */
	{ 0xffffffff, 0xd50330ff, DRIVER_BARRIERS, "sb" },
};

static bool aarch64__classify_word(const uint8_t *bytes, size_t size,
				   struct instruction_class *class)
{
	uint32_t word;

	if (size != 4)
		return false;
	word = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
	for (size_t i = 0; i < sizeof(aarch64_words) / sizeof(*aarch64_words); i++)
		if ((word & aarch64_words[i].mask) == aarch64_words[i].value) {
			set(class, aarch64_words[i].driver, "", aarch64_words[i].kind);
			return true;
		}
	return false;
}

static void aarch64__classify(csh handle, const cs_insn *insn, struct instruction_class *class)
{
	const struct mnemonic *row = find(aarch64_mnemonics, insn->mnemonic);

	(void)handle;
	if (row)
		set(class, row->driver, "", row->name);
	else
		set(class, DRIVER_PLAIN, "", "");
	class->breakpoint = insn->id == ARM64_INS_BRK;
}

/* ---- all ---- */

static const struct arch {
	const char *machine;
	cs_arch arch;
	cs_mode mode;
	void (*classify)(csh handle, const cs_insn *insn, struct instruction_class *class);
	/* Looks at the bytes before capstone does; NULL: does not. */
	bool (*classify_word)(const uint8_t *bytes, size_t size, struct instruction_class *class);
} archs[] = {
	{ "x86_64", CS_ARCH_X86, CS_MODE_64, x86_64__classify, NULL },
	{ "aarch64", CS_ARCH_ARM64, CS_MODE_LITTLE_ENDIAN, aarch64__classify,
	  aarch64__classify_word },
};

struct classifier {
	const struct arch *arch;
	csh handle;
	cs_insn *insn;
};

int classifier__check(void)
{
	return 0;
}

static int classifier__start(struct classifier *c)
{
	cs_err err = cs_open(c->arch->arch, c->arch->mode, &c->handle);

	if (err)
		return log__fail(-ENOTSUP, "capstone cannot decode %s: %s", c->arch->machine,
				 cs_strerror(err));
	cs_option(c->handle, CS_OPT_DETAIL, CS_OPT_ON);
	c->insn = cs_malloc(c->handle);
	return c->insn ? 0 : log__out_of_memory();
}

static const struct arch *find_arch(const char *machine)
{
	for (size_t i = 0; i < sizeof(archs) / sizeof(*archs); i++)
		if (!strcmp(archs[i].machine, machine))
			return &archs[i];
	return NULL;
}

int classifier__open(const char *machine, struct classifier **classifier)
{
	const struct arch *arch = find_arch(machine);
	struct classifier *c;
	int err;

	*classifier = NULL;
	if (!arch)
		return log__fail(-ENOTSUP, "the drivers of %s are not known", machine);
	c = calloc(1, sizeof(*c));
	if (!c)
		return log__out_of_memory();
	c->arch = arch;
	err = classifier__start(c);
	if (err)
		classifier__close(c);
	else
		*classifier = c;
	return err;
}

void classifier__close(struct classifier *c)
{
	if (c && c->insn)
		cs_free(c->insn, 1);
	if (c && c->handle)
		cs_close(&c->handle);
	free(c);
}

static void set_other(struct instruction_class *class, const uint8_t *bytes, size_t size)
{
	class->driver = DRIVER_OTHER;
	for (size_t i = 0; i < size && 2 * i + 2 < sizeof(class->kind); i++)
		snprintf(class->kind + 2 * i, 3, "%02x", bytes[i]);
}

void classifier__classify(struct classifier *c, const uint8_t *bytes, size_t size,
			  struct instruction_class *class)
{
	const uint8_t *at = bytes;
	uint64_t address = 0;
	size_t left = size;

	*class = (struct instruction_class){ 0 };
	if (c->arch->classify_word && c->arch->classify_word(bytes, size, class))
		return;
	if (cs_disasm_iter(c->handle, &at, &left, &address, c->insn) && !left)
		c->arch->classify(c->handle, c->insn, class);
	else
		set_other(class, bytes, size);
}

#else

int classifier__check(void)
{
	return log__fail(
		-ENOSYS,
		"drivers need capstone, which hookbench was built without: install libcapstone-dev (scripts/setup build), then build hookbench again");
}

int classifier__open(const char *machine, struct classifier **classifier)
{
	(void)machine;
	*classifier = NULL;
	return classifier__check();
}

void classifier__close(struct classifier *classifier)
{
	(void)classifier;
}

void classifier__classify(struct classifier *classifier, const uint8_t *bytes, size_t size,
			  struct instruction_class *class)
{
	(void)classifier, (void)bytes, (void)size;
	*class = (struct instruction_class){ .driver = DRIVER_OTHER };
}

#endif
