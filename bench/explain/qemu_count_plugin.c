// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A TCG plugin: which instructions the timed operations execute, and under which calls.
 *
 * It runs inside QEMU, with one virtual CPU. hookbench's program in the guest tells it what is
 * under way by the addresses that it executes (bench/machine/clock_points.h): rounds begin, a trial
 * begins, the clock is read before an operation, after it, the trial has ended. Until rounds begin,
 * only the first of these is looked for, so that booting stays fast.
 *
 * Operations are told apart by their path: the number of times that they execute each instruction.
 * Of each trial, the path that most operations of the shortest common length take is written, which
 * is what the guest takes for the trial's cost (histogram__shortest_common):
 *
 *   hookbench-count 1
 *   trial OPERATIONS LENGTH SAME_LENGTH USED
 *   i ADDRESS COUNT                 instructions of one operation; addresses are hexadecimal
 *   n NUMBER PARENT ADDRESS COUNT   a stretch of code and what it was called from; 0: nothing
 *   end
 *
 * The sum of the counts of the i lines is LENGTH, and so is that of the n lines. A parent comes
 * before its children.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/explain/qemu_plugin.h"
#include "bench/machine/clock_points.h"
#include "bench/model/histogram.h"

#define MAX_PATHS  32
#define MAX_DEPTH  256
#define MAX_POINTS 64

/* Of x86-64. */
#define PAGE_MASK	(~UINT64_C(0xfff))
#define MAX_INSTRUCTION 15

/* ---- the interface of this QEMU ---- */

int qemu_plugin_version = 1;

/*
 * QEMU refuses a plugin of an interface that it does not know, and reads the number before it calls
 * anything: it is found out while this file is being loaded, by what QEMU exports. Versions, with
 * what came or went (QEMU's include/qemu/qemu-plugin.h): 2 (QEMU 9.0) qemu_plugin_n_vcpus went; 3
 * (9.1) another qemu_plugin_insn_data, and qemu_plugin_request_time_control came; 4 (9.2)
 * qemu_plugin_read_memory_vaddr came. QEMU 10 takes 2 and later ones.
 */
static __attribute__((constructor)) void find_version(void)
{
	if (dlsym(RTLD_DEFAULT, "qemu_plugin_read_memory_vaddr"))
		qemu_plugin_version = 4;
	else if (dlsym(RTLD_DEFAULT, "qemu_plugin_request_time_control"))
		qemu_plugin_version = 3;
	else if (!dlsym(RTLD_DEFAULT, "qemu_plugin_n_vcpus"))
		qemu_plugin_version = 2;
}

/* Its first bytes, up to `size`; the rest is 0. */
static void read_bytes(const struct qemu_plugin_insn *insn, uint8_t *to, size_t size)
{
	typedef const void *(*old_fn)(const struct qemu_plugin_insn *insn);
	typedef size_t (*new_fn)(const struct qemu_plugin_insn *insn, void *to, size_t size);
	static void *insn_data; /* is called by one of two signatures */
	size_t n = qemu_plugin_insn_size(insn);

	if (!insn_data)
		insn_data = dlsym(RTLD_DEFAULT, "qemu_plugin_insn_data");
	memset(to, 0, size);
	n = n < size ? n : size;
	if (qemu_plugin_version >= 3)
		((new_fn)insn_data)(insn, to, n);
	else
		memcpy(to, ((old_fn)insn_data)(insn), n);
}

/* ---- memory ---- */

/* QEMU is of no use to anybody without the counts. */
static void *grow(void *memory, size_t n, size_t size)
{
	memory = reallocarray(memory, n, size);
	if (!memory) {
		fprintf(stderr, "hookbench's plugin: out of memory\n");
		abort();
	}
	return memory;
}

static void *make(size_t size)
{
	return memset(grow(NULL, 1, size), 0, size);
}

/* ---- what is counted ---- */

/* How an instruction goes on. */
enum kind {
	KIND_PLAIN,  /* to the next one; if not, there was an exception or an interrupt */
	KIND_JUMP,   /* a jump, taken or not */
	KIND_CALL,   /* pushes the next one's address */
	KIND_RETURN, /* to where the stack says */
	KIND_ENTER,  /* into the kernel */
	KIND_LEAVE,  /* to where an exception or system call was */
};

/* An instruction's address, or a stretch of code within one call: from a jump's target on. */
struct item {
	uint64_t address;
	uint64_t next;	     /* of an instruction: the address behind it */
	enum kind kind;	     /* of an instruction */
	struct item *parent; /* of a stretch: what it was called from; NULL: nothing */
	unsigned int number; /* of a stretch, from 1; written is its number */
	uint64_t count;	     /* in this operation */
};

/* Items by address and parent; open addressing. */
struct table {
	struct item **slots;
	size_t n, size; /* a power of 2 */
};

static size_t hash(uint64_t address, const struct item *parent)
{
	uint64_t h = (address ^ (uintptr_t)parent * 31) * UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)(h >> 20);
}

static struct item **table__slot(const struct table *t, uint64_t address, const struct item *parent)
{
	size_t i = hash(address, parent) & (t->size - 1);

	while (t->slots[i] && (t->slots[i]->address != address || t->slots[i]->parent != parent))
		i = (i + 1) & (t->size - 1);
	return &t->slots[i];
}

static void table__enlarge(struct table *t)
{
	struct table larger = { .n = t->n, .size = t->size ? 2 * t->size : 1 << 14 };

	larger.slots = grow(NULL, larger.size, sizeof(struct item *));
	memset(larger.slots, 0, larger.size * sizeof(struct item *));
	for (size_t i = 0; i < t->size; i++)
		if (t->slots[i])
			*table__slot(&larger, t->slots[i]->address, t->slots[i]->parent) =
				t->slots[i];
	free(t->slots);
	*t = larger;
}

/* Makes it if it is new. Items stay where they are. */
static struct item *table__get(struct table *t, uint64_t address, struct item *parent)
{
	struct item **slot;

	if (2 * t->n >= t->size)
		table__enlarge(t);
	slot = table__slot(t, address, parent);
	if (!*slot) {
		*slot = make(sizeof(**slot));
		(*slot)->address = address;
		(*slot)->parent = parent;
		(*slot)->number = (unsigned int)++t->n;
	}
	return *slot;
}

static struct table instructions, stretches;

/* The items with a count, and with what each was counted. */
struct counts {
	struct item **items;
	uint64_t *n_of; /* NULL while the items have it */
	size_t n, size;
};

static void counts__add(struct counts *c, struct item *item)
{
	if (item->count++)
		return;
	if (c->n == c->size) {
		c->size = c->size ? 2 * c->size : 4096;
		c->items = grow(c->items, c->size, sizeof(struct item *));
	}
	c->items[c->n++] = item;
}

static void counts__clear(struct counts *c)
{
	for (size_t i = 0; i < c->n; i++)
		c->items[i]->count = 0;
	c->n = 0;
}

static struct counts counts__copy(const struct counts *c)
{
	struct counts copy = { .n = c->n, .size = c->n };

	copy.items = grow(NULL, c->n + 1, sizeof(struct item *));
	copy.n_of = grow(NULL, c->n + 1, sizeof(*copy.n_of));
	for (size_t i = 0; i < c->n; i++) {
		copy.items[i] = c->items[i];
		copy.n_of[i] = c->items[i]->count;
	}
	return copy;
}

static void counts__free(struct counts *c)
{
	free(c->items);
	free(c->n_of);
	*c = (struct counts){ 0 };
}

/* The same for two operations that execute the same instructions as often, in any order. */
static uint64_t counts__mix(const struct counts *c)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < c->n; i++) {
		uint64_t h = c->items[i]->address * UINT64_C(0x9e3779b97f4a7c15);

		h ^= h >> 29;
		sum += h * c->items[i]->count;
	}
	return sum;
}

/* ---- calls ---- */

struct frame {
	uint64_t back;	   /* where a return from it goes */
	struct item *from; /* the stretch that called */
	bool trap;	   /* an exception or a system call: left by KIND_LEAVE */
};

static struct {
	bool active;
	uint64_t length;
	struct counts instructions, stretches;
	struct frame frames[MAX_DEPTH];
	size_t depth;
	const struct item *last; /* instruction; NULL at the start */
	struct item *stretch;	 /* that is being executed */
} operation;

static void operation__push(uint64_t to, uint64_t back, bool trap)
{
	struct item *from = operation.stretch;

	if (operation.depth < MAX_DEPTH)
		operation.frames[operation.depth++] = (struct frame){ back, from, trap };
	operation.stretch = table__get(&stretches, to, from);
}

/* Goes on at `to` in the frame that is now on top of the others. */
static void operation__go(uint64_t to)
{
	struct item *caller = operation.depth ? operation.frames[operation.depth - 1].from : NULL;

	operation.stretch = table__get(&stretches, to, caller);
}

/*
 * A return that goes where no call was is a jump: in retpolines, and to the trampolines that
 * kernels put in the place of a return address. The frames stay, for the return that still comes.
 */
static void operation__return(uint64_t to)
{
	size_t i = operation.depth;

	while (i && operation.frames[i - 1].back != to && !operation.frames[i - 1].trap)
		i--;
	if (i && !operation.frames[i - 1].trap)
		operation.depth = i - 1;
	operation__go(to);
}

static void operation__leave(uint64_t to)
{
	while (operation.depth && !operation.frames[operation.depth - 1].trap)
		operation.depth--;
	if (operation.depth)
		operation.depth--;
	operation__go(to);
}

/* From the last instruction to one that does not lie behind it, or that is called. */
static void operation__turn(uint64_t to)
{
	const struct item *last = operation.last;

	switch (last->kind) {
	case KIND_CALL: operation__push(to, last->next, false); break;
	case KIND_RETURN: operation__return(to); break;
	case KIND_LEAVE: operation__leave(to); break;
	case KIND_JUMP: operation__go(to); break;
	case KIND_PLAIN:
	case KIND_ENTER: operation__push(to, last->next, true); break;
	}
}

static void on_instruction(unsigned int cpu, void *data)
{
	const struct item *last = operation.last;
	struct item *instruction = data;

	(void)cpu;
	if (!operation.active)
		return;
	/* A repeated instruction comes back to itself. */
	if (!last)
		operation__go(instruction->address);
	else if (instruction != last &&
		 (instruction->address != last->next || last->kind == KIND_CALL))
		operation__turn(instruction->address);
	operation.last = instruction;
	operation.length++;
	counts__add(&operation.instructions, instruction);
	counts__add(&operation.stretches, operation.stretch);
}

/* ---- trials ---- */

struct path {
	uint64_t length, mix, operations;
	struct counts instructions, stretches; /* of one operation */
};

static struct {
	bool active;
	uint64_t operations;
	struct path paths[MAX_PATHS];
	size_t n;
} trial;

static int output = -1;

static void path__free(struct path *path)
{
	counts__free(&path->instructions);
	counts__free(&path->stretches);
}

static void trial__clear(void)
{
	for (size_t i = 0; i < trial.n; i++)
		path__free(&trial.paths[i]);
	trial.n = 0;
	trial.operations = 0;
}

/* A place for a new path: where there is none left, that of the rarest. */
static struct path *trial__place(void)
{
	struct path *rarest = &trial.paths[0];

	if (trial.n < MAX_PATHS)
		return &trial.paths[trial.n++];
	for (size_t i = 1; i < trial.n; i++)
		if (trial.paths[i].operations < rarest->operations)
			rarest = &trial.paths[i];
	path__free(rarest);
	return rarest;
}

static void trial__add_operation(void)
{
	uint64_t mix = counts__mix(&operation.instructions);
	struct path *path = NULL;

	trial.operations++;
	for (size_t i = 0; i < trial.n && !path; i++)
		if (trial.paths[i].mix == mix && trial.paths[i].length == operation.length)
			path = &trial.paths[i];
	if (!path) {
		path = trial__place();
		*path = (struct path){ .length = operation.length,
				       .mix = mix,
				       .instructions = counts__copy(&operation.instructions),
				       .stretches = counts__copy(&operation.stretches) };
	}
	path->operations++;
}

static uint64_t trial__count_length(uint64_t length)
{
	uint64_t n = 0;

	for (size_t i = 0; i < trial.n; i++)
		n += trial.paths[i].length == length ? trial.paths[i].operations : 0;
	return n;
}

static const struct path *trial__choose(void)
{
	const struct path *best = NULL;
	uint64_t most = 0;

	for (size_t i = 0; i < trial.n; i++) {
		uint64_t n = trial__count_length(trial.paths[i].length);

		most = n > most ? n : most;
	}
	for (size_t i = 0; i < trial.n; i++) {
		const struct path *path = &trial.paths[i];

		if (trial__count_length(path->length) * HISTOGRAM_COMMON < most)
			continue;
		if (!best || path->length < best->length ||
		    (path->length == best->length && path->operations > best->operations))
			best = path;
	}
	return best;
}

/* Callers too have a line, though nothing was counted in them since they were written. */
static void write_stretch(FILE *file, struct item *item, uint64_t count, bool *written)
{
	if (written[item->number])
		return;
	if (item->parent)
		write_stretch(file, item->parent, item->parent->count, written);
	written[item->number] = true;
	fprintf(file, "n %u %u %llx %llu\n", item->number, item->parent ? item->parent->number : 0,
		(unsigned long long)item->address, (unsigned long long)count);
}

static void write_stretches(FILE *file, const struct counts *c)
{
	bool *written = make((stretches.n + 1) * sizeof(*written));

	for (size_t i = 0; i < c->n; i++)
		c->items[i]->count = c->n_of[i];
	for (size_t i = 0; i < c->n; i++)
		write_stretch(file, c->items[i], c->n_of[i], written);
	for (size_t i = 0; i < c->n; i++)
		c->items[i]->count = 0;
	free(written);
}

/* At once, and whole: hookbench ends QEMU as soon as it has the guest's answer. */
static void trial__write(void)
{
	const struct path *path = trial__choose();
	FILE *file = fdopen(dup(output), "w");

	if (!file)
		return;
	fprintf(file, "trial %llu %llu %llu %llu\n", (unsigned long long)trial.operations,
		(unsigned long long)(path ? path->length : 0),
		(unsigned long long)(path ? trial__count_length(path->length) : 0),
		(unsigned long long)(path ? path->operations : 0));
	for (size_t i = 0; path && i < path->instructions.n; i++)
		fprintf(file, "i %llx %llu\n",
			(unsigned long long)path->instructions.items[i]->address,
			(unsigned long long)path->instructions.n_of[i]);
	if (path)
		write_stretches(file, &path->stretches);
	fprintf(file, "end\n");
	fclose(file);
}

/* ---- points of the guest's program ---- */

static struct {
	enum point point;
	uint64_t offset; /* from where POINT_ROUNDS lies */
} points[MAX_POINTS];
static size_t n_points;
static uint64_t base; /* the address of POINT_ROUNDS; 0 before */
static qemu_plugin_id_t plugin;

static void operation__clear(void)
{
	counts__clear(&operation.instructions);
	counts__clear(&operation.stretches);
	operation.active = false;
	operation.length = 0;
	operation.depth = 0;
	operation.last = NULL;
	operation.stretch = NULL;
}

static void on_trial_begin(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	operation__clear();
	trial__clear();
	trial.active = true;
}

static void on_trial_end(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	operation__clear();
	if (trial.active)
		trial__write();
	trial.active = false;
}

static void on_operation_begin(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	operation__clear();
	operation.active = trial.active;
}

static void on_operation_end(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	if (operation.active)
		trial__add_operation();
	operation__clear();
}

static void translate_all(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);

static void after_reset(qemu_plugin_id_t id)
{
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate_all);
}

static void on_rounds(unsigned int cpu, void *data)
{
	(void)cpu;
	if (base)
		return;
	base = *(const uint64_t *)data;
	qemu_plugin_reset(plugin, after_reset);
}

static void translate_nothing(qemu_plugin_id_t id)
{
	(void)id;
}

/* What follows runs as fast as without a plugin. */
static void on_rounds_end(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	operation__clear();
	qemu_plugin_reset(plugin, translate_nothing);
}

static void (*const on_point[])(unsigned int cpu, void *data) = {
	[POINT_TRIAL_BEGIN] = on_trial_begin,	      [POINT_TRIAL_END] = on_trial_end,
	[POINT_OPERATION_BEGIN] = on_operation_begin, [POINT_OPERATION_END] = on_operation_end,
	[POINT_ROUNDS_END] = on_rounds_end,
};

/* ---- translation ---- */

/*
 * By Intel's manual, volume 2, appendix A: legacy prefixes and REX come before the opcode, and bits
 * 3 to 5 of the byte behind opcode FF tell its meaning.
 */
static enum kind kind_of(const uint8_t *bytes)
{
	static const uint8_t prefixes[] = { 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65,
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

static void register_points(struct qemu_plugin_insn *insn, uint64_t address)
{
	for (size_t i = 0; i < n_points; i++)
		if (base + points[i].offset == address)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_point[points[i].point],
							       QEMU_PLUGIN_CB_NO_REGS, NULL);
}

/*
 * QEMU ends a block before an instruction that goes on into the next page, and then begins another
 * one with it; but it is listed at the end of the first block too, cut at the page's end (seen with
 * QEMU 7.2). What is known of it from its own block is right.
 */
static bool may_be_cut(uint64_t address, size_t i)
{
	return i && (address & PAGE_MASK) != ((address + MAX_INSTRUCTION - 1) & PAGE_MASK);
}

/* Callbacks of an instruction are called in the order in which they were registered: its point
 * comes first, so that the read before the operation counts, and the one behind it does not. */
static void translate_all(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint64_t address = qemu_plugin_insn_vaddr(insn);
		struct item *item = table__get(&instructions, address, NULL);
		uint8_t bytes[12];

		read_bytes(insn, bytes, sizeof(bytes));
		if (!item->next || !may_be_cut(address, i)) {
			item->next = address + qemu_plugin_insn_size(insn);
			item->kind = kind_of(bytes);
		}
		register_points(insn, address);
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_instruction, QEMU_PLUGIN_CB_NO_REGS,
						       item);
	}
}

/* POINT_ROUNDS is known by its bytes, wherever the program was loaded. */
static void translate_until_rounds(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	static const uint8_t wanted[] = { POINT_ROUNDS_BYTES };
	size_t n = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint8_t bytes[sizeof(wanted)];
		uint64_t *address;

		if (qemu_plugin_insn_size(insn) != sizeof(wanted))
			continue;
		read_bytes(insn, bytes, sizeof(bytes));
		if (memcmp(bytes, wanted, sizeof(wanted)) != 0)
			continue;
		address = make(sizeof(*address));
		*address = qemu_plugin_insn_vaddr(insn);
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_rounds, QEMU_PLUGIN_CB_NO_REGS,
						       address);
	}
}

/* Arguments, as clock_points__arguments writes them: output=DESCRIPTOR, and pPOINT=OFFSET for each.
 */
QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
					   int argc, char **argv)
{
	static const char header[] = "hookbench-count 1\n";

	(void)info;
	plugin = id;
	for (int i = 0; i < argc; i++) {
		char *end;

		if (!strncmp(argv[i], "output=", 7)) {
			output = (int)strtol(argv[i] + 7, NULL, 10);
		} else if (argv[i][0] == 'p' && n_points < MAX_POINTS) {
			points[n_points].point = (enum point)strtol(argv[i] + 1, &end, 10);
			points[n_points++].offset = (uint64_t)strtoll(end + 1, NULL, 10);
		}
	}
	if (output < 0 || write(output, header, sizeof(header) - 1) < 0) {
		fprintf(stderr, "hookbench's plugin: there is nowhere to write the counts to\n");
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate_until_rounds);
	return 0;
}
