// SPDX-License-Identifier: GPL-2.0-or-later
/* The plugin without QEMU: what it makes of instructions that are executed one after another. */
#include "tests/unit/support.h"

#include "bench/explain/profile.h"
#include "bench/explain/qemu_count_access.c"
#include "bench/explain/qemu_count_arch.c"
#include "bench/explain/qemu_count_effect.c"
#include "bench/explain/qemu_count_operation.c"
#include "bench/explain/qemu_count_plugin.c"
#include "bench/explain/qemu_count_stack.c"
#include "bench/explain/qemu_count_table.c"
#include "bench/explain/qemu_count_trial.c"

/* ---- a QEMU that does nothing ---- */

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
					   void (*cb)(qemu_plugin_id_t id,
						      struct qemu_plugin_tb *tb))
{
	(void)id, (void)cb;
}

void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
					    void (*cb)(unsigned int cpu, void *data),
					    enum qemu_plugin_cb_flags flags, void *data)
{
	(void)insn, (void)cb, (void)flags, (void)data;
}

void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn,
				      void (*cb)(unsigned int cpu, qemu_plugin_meminfo_t info,
						 uint64_t address, void *data),
				      enum qemu_plugin_cb_flags flags, enum qemu_plugin_mem_rw rw,
				      void *data)
{
	(void)insn, (void)cb, (void)flags, (void)rw, (void)data;
}

/* Here, what is passed as `info` is the size, and 0x100 for a store. */
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t info)
{
	return info & 0x100;
}

unsigned int qemu_plugin_mem_size_shift(qemu_plugin_meminfo_t info)
{
	return info & 0xff;
}

void qemu_plugin_reset(qemu_plugin_id_t id, void (*cb)(qemu_plugin_id_t id))
{
	(void)id, (void)cb;
}

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb)
{
	(void)tb;
	return 0;
}

struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i)
{
	(void)tb, (void)i;
	return NULL;
}

size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn)
{
	(void)insn;
	return 0;
}

uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn)
{
	(void)insn;
	return 0;
}

/* ---- instructions ---- */

static void test_kinds(void **state)
{
	static const struct {
		uint8_t bytes[12];
		enum kind kind;
	} rows[] = {
		{ { 0x90 }, KIND_PLAIN },
		{ { 0xe8, 1, 2, 3, 4 }, KIND_CALL },
		{ { 0xff, 0xd0 }, KIND_CALL },	     /* call *%rax */
		{ { 0x41, 0xff, 0xd3 }, KIND_CALL }, /* call *%r11 */
		{ { 0x2e, 0xe8, 1 }, KIND_CALL },    /* padded by a prefix */
		{ { 0xff, 0xe0 }, KIND_JUMP },	     /* jmp *%rax */
		{ { 0x41, 0xff, 0xe3 }, KIND_JUMP }, /* jmp *%r11 */
		{ { 0xff, 0xc0 }, KIND_PLAIN },	     /* inc %eax */
		{ { 0xff, 0x30 }, KIND_PLAIN },	     /* push (%rax) */
		{ { 0xc3 }, KIND_RETURN },
		{ { 0xf3, 0xc3 }, KIND_RETURN },
		{ { 0xc2, 8, 0 }, KIND_RETURN },
		{ { 0xeb, 2 }, KIND_JUMP },
		{ { 0xe9, 1, 2, 3, 4 }, KIND_JUMP },
		{ { 0x74, 2 }, KIND_JUMP },
		{ { 0x0f, 0x84, 1, 2, 3, 4 }, KIND_JUMP },
		{ { 0x0f, 0x94, 0xc0 }, KIND_PLAIN }, /* sete %al */
		{ { 0x0f, 0x05 }, KIND_ENTER },	      /* syscall */
		{ { 0x48, 0x0f, 0x07 }, KIND_LEAVE }, /* sysretq */
		{ { 0x48, 0xcf }, KIND_LEAVE },	      /* iretq */
		{ { 0xcc }, KIND_ENTER },
		{ { 0xf3, 0x48, 0xab }, KIND_PLAIN }, /* rep stosq */
	};

	enum kind (*kind_of)(const uint8_t *) = count_arch__find("x86_64")->kind_of;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (kind_of(rows[i].bytes) != rows[i].kind)
			fail_msg("row %zu is of kind %d", i, kind_of(rows[i].bytes));
}

/* Words as objdump shows them. */
static void test_kinds_of_arm64(void **state)
{
	static const struct {
		uint32_t word;
		enum kind kind;
	} rows[] = {
		{ 0xd503201f, KIND_PLAIN },  /* nop */
		{ 0xd503233f, KIND_PLAIN },  /* paciasp */
		{ 0x94000010, KIND_CALL },   /* bl */
		{ 0xd63f0120, KIND_CALL },   /* blr x9 */
		{ 0xd63f093f, KIND_CALL },   /* blraaz x9 */
		{ 0xd73f0930, KIND_CALL },   /* blraa x9, x16 */
		{ 0xd65f03c0, KIND_RETURN }, /* ret */
		{ 0xd65f0140, KIND_RETURN }, /* ret x10 */
		{ 0xd65f0bff, KIND_RETURN }, /* retaa */
		{ 0xd61f0200, KIND_JUMP },   /* br x16 */
		{ 0xd71f0a11, KIND_JUMP },   /* braa x16, x17 */
		{ 0x17fffff0, KIND_JUMP },   /* b */
		{ 0x54000041, KIND_JUMP },   /* b.ne */
		{ 0xb4000041, KIND_JUMP },   /* cbz x1 */
		{ 0x35000041, KIND_JUMP },   /* cbnz w1 */
		{ 0x36000041, KIND_JUMP },   /* tbz w1, #0 */
		{ 0xb7f80041, KIND_JUMP },   /* tbnz x1, #63 */
		{ 0xd4000001, KIND_ENTER },  /* svc #0 */
		{ 0xd4000002, KIND_ENTER },  /* hvc #0 */
		{ 0xd4200080, KIND_ENTER },  /* brk #4 */
		{ 0xd69f03e0, KIND_LEAVE },  /* eret */
		{ 0xd69f0bff, KIND_LEAVE },  /* eretaa */
		{ 0xd53be040, KIND_PLAIN },  /* mrs x0, cntvct_el0 */
		{ 0xc85f7c41, KIND_PLAIN },  /* ldxr x1, [x2] */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint8_t bytes[KIND_BYTES] = { (uint8_t)rows[i].word, (uint8_t)(rows[i].word >> 8),
					      (uint8_t)(rows[i].word >> 16),
					      (uint8_t)(rows[i].word >> 24) };

		if (count_arch__find("aarch64")->kind_of(bytes) != rows[i].kind)
			fail_msg("%08x is of kind %d", rows[i].word,
				 count_arch__find("aarch64")->kind_of(bytes));
	}
	assert_null(count_arch__find("riscv64"));
}

struct step {
	uint64_t address;
	enum kind kind;
};

/* Executes it, in the only operation of a trial, and reads what is written. */
static void execute(const struct step *steps, size_t n, unsigned int times,
		    struct profiles *profiles)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	plugin.output = fileno(file);
	fputs("hookbench-count 1\n", file);
	fflush(file);
	on_trial_begin(0, NULL);
	for (unsigned int t = 0; t < times; t++) {
		on_operation_begin(0, NULL);
		for (size_t i = 0; i < n; i++) {
			struct item *item =
				table__get(&plugin.instructions, steps[i].address, NULL);

			item->next = steps[i].address + 1;
			item->kind = steps[i].kind;
			on_instruction(0, item);
		}
		on_operation_end(0, NULL);
	}
	on_trial_end(0, NULL);
	log_begin();
	assert_int_equal(profiles__read(file, profiles), 0);
	assert_int_equal(profiles->n, 1);
	assert_int_equal(profiles->v[0].operations, times);
	fclose(file);
}

/* The addresses of the callers, outermost first, up to the stretch at `address`. */
static void assert_stack(const struct profiles *profiles, uint64_t address, const char *wanted)
{
	const struct profile *p = &profiles->v[0];
	char text[256] = "", longer[300];
	size_t i = 0;

	while (i < p->n_stretches && p->stretches[i].address != address)
		i++;
	assert_true(i < p->n_stretches);
	for (size_t at = i + 1; at; at = p->stretches[at - 1].parent) {
		snprintf(longer, sizeof(longer), "%" PRIx64 "%s%.200s",
			 p->stretches[at - 1].address, text[0] ? " " : "", text);
		snprintf(text, sizeof(text), "%.255s", longer);
	}
	assert_string_equal(text, wanted);
}

static void test_calls_and_returns(void **state)
{
	static const struct step steps[] = {
		{ 0x100, KIND_PLAIN },	{ 0x101, KIND_CALL },	{ 0x200, KIND_CALL },
		{ 0x300, KIND_RETURN }, { 0x201, KIND_RETURN }, { 0x102, KIND_JUMP },
		{ 0x400, KIND_CALL },	{ 0x500, KIND_RETURN }, { 0x401, KIND_PLAIN },
	};
	struct profiles profiles;

	(void)state;
	execute(steps, COUNT_OF(steps), 3, &profiles);
	assert_int_equal(profiles.v[0].length, COUNT_OF(steps));
	assert_int_equal(profiles.v[0].used, 3);
	assert_stack(&profiles, 0x300, "100 200 300");
	assert_stack(&profiles, 0x201, "100 201");
	assert_stack(&profiles, 0x400, "400"); /* jumped to: beside 100, not below it */
	assert_stack(&profiles, 0x500, "400 500");
	profiles__free(&profiles);
}

/* call thunk; in it, call; overwrite the return address; ret, to the function that is meant. */
static void test_retpoline(void **state)
{
	static const struct step steps[] = {
		{ 0x100, KIND_CALL },	{ 0x200, KIND_CALL },	{ 0x210, KIND_RETURN },
		{ 0x300, KIND_PLAIN },	{ 0x301, KIND_RETURN }, { 0x101, KIND_CALL },
		{ 0x400, KIND_RETURN }, { 0x102, KIND_PLAIN },
	};
	struct profiles profiles;

	(void)state;
	execute(steps, COUNT_OF(steps), 1, &profiles);
	assert_stack(&profiles, 0x300, "100 200 300");
	assert_stack(&profiles, 0x101, "101");
	assert_stack(&profiles, 0x400, "101 400");
	profiles__free(&profiles);
}

/* A return address that was replaced: the function returns to a trampoline, and that to the caller.
 */
static void test_return_hook(void **state)
{
	static const struct step steps[] = {
		{ 0x100, KIND_CALL },	{ 0x200, KIND_RETURN }, { 0x900, KIND_CALL },
		{ 0xa00, KIND_RETURN }, { 0x901, KIND_RETURN }, { 0x101, KIND_PLAIN },
	};
	struct profiles profiles;

	(void)state;
	execute(steps, COUNT_OF(steps), 1, &profiles);
	assert_stack(&profiles, 0x900, "100 900");
	assert_stack(&profiles, 0xa00, "100 900 a00");
	assert_stack(&profiles, 0x101, "101");
	profiles__free(&profiles);
}

/* Into the kernel and back, with an exception on the way; a repeated instruction is no jump. */
static void test_traps(void **state)
{
	static const struct step steps[] = {
		{ 0x100, KIND_ENTER }, { 0x200, KIND_CALL },  { 0x300, KIND_PLAIN },
		{ 0x800, KIND_PLAIN }, { 0x801, KIND_LEAVE }, { 0x300, KIND_PLAIN },
		{ 0x301, KIND_PLAIN }, { 0x301, KIND_PLAIN }, { 0x302, KIND_RETURN },
		{ 0x201, KIND_LEAVE }, { 0x101, KIND_PLAIN },
	};
	struct profiles profiles;

	(void)state;
	execute(steps, COUNT_OF(steps), 1, &profiles);
	assert_int_equal(profiles.v[0].length, COUNT_OF(steps));
	assert_stack(&profiles, 0x800, "100 200 300 800");
	assert_stack(&profiles, 0x101, "101");
	profiles__free(&profiles);
}

/* A shorter length is rare; one is common; of its paths the most frequent is taken. */
static void test_which_path_is_written(void **state)
{
	static const struct step a[] = { { 0x10, KIND_PLAIN }, { 0x11, KIND_PLAIN } },
				 b[] = { { 0x20, KIND_PLAIN }, { 0x21, KIND_PLAIN } },
				 c[] = { { 0x30, KIND_PLAIN } };
	static const struct {
		const struct step *steps;
		size_t n;
	} operations[] = { { c, 1 }, { a, 2 }, { b, 2 }, { b, 2 }, { a, 2 }, { b, 2 } };
	const struct path *path;

	(void)state;
	on_trial_begin(0, NULL);
	for (size_t i = 0; i < COUNT_OF(operations); i++) {
		on_operation_begin(0, NULL);
		for (size_t j = 0; j < operations[i].n; j++)
			on_instruction(0, table__get(&plugin.instructions,
						     operations[i].steps[j].address, NULL));
		on_operation_end(0, NULL);
	}
	path = counted_trial__choose(&plugin.trial);
	assert_int_equal(path->length, 2);
	assert_int_equal(path->operations, 3);
	assert_int_equal(counted_trial__count_length(&plugin.trial, 2), 5);
	assert_true(path->instructions.items[0]->address == 0x20);
	/* Two of seven are common. */
	on_operation_begin(0, NULL);
	on_instruction(0, table__get(&plugin.instructions, 0x30, NULL));
	on_operation_end(0, NULL);
	assert_int_equal(counted_trial__choose(&plugin.trial)->length, 1);
}

/* ---- accesses ---- */

/* An instruction that is executed, and an access that it then makes; `info`: see above; 0: none. */
struct access_step {
	uint64_t address;
	enum kind kind;
	qemu_plugin_meminfo_t info;
	uint64_t data;
};

#define LOAD  3 /* 8 bytes */
#define STORE (0x100 | 3)

static struct code *code_of(const struct access_step *step)
{
	return code__get(table__get(&plugin.instructions, step->address, NULL), step->address + 1,
			 step->kind, "x86_64", (const uint8_t[CODE_BYTES]){ 0x90, 0x91 });
}

static void execute_accesses(const struct access_step *steps, size_t n)
{
	on_operation_begin(0, NULL);
	for (size_t i = 0; i < n; i++) {
		struct code *code = code_of(&steps[i]);

		on_code(0, code);
		if (steps[i].info)
			on_access(0, steps[i].info, steps[i].data, code->item);
	}
	on_operation_end(0, NULL);
}

static int accesses_begin(void **state)
{
	FILE *file = tmpfile();

	plugin.has_drivers = plugin.operation.has_accesses = true;
	plugin.output = fileno(file);
	fputs("hookbench-count 1\n", file);
	fflush(file);
	on_trial_begin(0, NULL);
	*state = file;
	return 0;
}

static int accesses_end(void **state)
{
	counted_trial__clear(&plugin.trial);
	operation__clear(&plugin.operation);
	plugin.has_drivers = plugin.operation.has_accesses = false;
	fclose(*state);
	return 0;
}

/* Two loads and a store of one instruction, across lines and pages; a branch that is taken once. */
static void test_accesses_and_turns(void **state)
{
	static const struct access_step steps[] = {
		{ 0x100, KIND_PLAIN, LOAD, 0x1000 },  { 0x101, KIND_JUMP, 0, 0 },
		{ 0x100, KIND_PLAIN, LOAD, 0x1008 },  { 0x101, KIND_JUMP, 0, 0 },
		{ 0x102, KIND_PLAIN, STORE, 0x103c }, { 0x103, KIND_PLAIN, STORE, 0x1ffc },
		{ 0x103, KIND_PLAIN, STORE, 0x1000 },
	};
	const struct profile *p;
	struct profiles profiles;

	for (size_t i = 0; i < 3; i++)
		execute_accesses(steps, COUNT_OF(steps));
	on_trial_end(0, NULL);
	log_begin();
	assert_int_equal(profiles__read(*state, &profiles), 0);
	p = &profiles.v[0];
	assert_true(p->has_accesses);
	assert_int_equal(p->agreed, 3);
	assert_int_equal(p->loads, 2);
	assert_int_equal(p->stores, 3);
	assert_int_equal(p->data_lines.common, 4); /* 0x1000, 0x1040, 0x1fc0, 0x2000 */
	assert_int_equal(p->data_pages.common, 2);
	assert_true(p->counts[0].address == 0x100);
	assert_int_equal(p->accesses[0].loads, 2);
	assert_int_equal(p->accesses[0].n_lines, 1);
	assert_int_equal(p->accesses[1].turns, 1);
	assert_int_equal(p->accesses[2].stores, 1);
	assert_int_equal(p->accesses[2].n_lines, 2);
	/* A repetition does not turn. */
	assert_int_equal(p->accesses[3].turns, 0);
	assert_int_equal(p->accesses[3].stores, 2);
	assert_int_equal(p->accesses[3].size, 1);
	assert_int_equal(p->accesses[3].bytes[0], 0x90);
	profiles__free(&profiles);
}

/* Of a path's operations, those with the most common number of lines; the range is of all. */
static void test_most_common_lines(void **state)
{
	static const uint64_t second[] = { 0x2000, 0x1040, 0x1040, 0x1000, 0x1040, 0x2000 };
	struct access_step steps[] = { { 0x100, KIND_PLAIN, LOAD, 0x1000 },
				       { 0x101, KIND_PLAIN, LOAD, 0 } };
	struct profiles profiles;

	for (size_t i = 0; i < COUNT_OF(second); i++) {
		steps[1].data = second[i];
		execute_accesses(steps, COUNT_OF(steps));
	}
	on_trial_end(0, NULL);
	log_begin();
	assert_int_equal(profiles__read(*state, &profiles), 0);
	assert_int_equal(profiles.v[0].used, 6);
	assert_int_equal(profiles.v[0].agreed, 5);
	assert_int_equal(profiles.v[0].data_lines.common, 2);
	assert_int_equal(profiles.v[0].data_lines.low, 1);
	assert_int_equal(profiles.v[0].data_lines.high, 2);
	assert_int_equal(profiles.v[0].data_pages.common, 1); /* the most common of these */
	assert_int_equal(profiles.v[0].data_pages.high, 2);
	assert_int_equal(profiles.v[0].lines[1], 0x1040 / 64);
	profiles__free(&profiles);
}

/* What an interrupt stores is reported with any instruction. */
static void test_access_of_another_instruction(void **state)
{
	static const struct access_step a = { 0x100, KIND_PLAIN, 0, 0 },
					b = { 0x101, KIND_PLAIN, 0, 0 };
	struct item *first = code_of(&a)->item, *second = code_of(&b)->item;

	(void)state;
	on_operation_begin(0, NULL);
	on_code(0, code_of(&a));
	on_code(0, code_of(&b));
	on_access(0, STORE, 0x1000, first);
	assert_int_equal(plugin.operation.accesses.stores, 0);
	assert_int_equal(first->access->stores, 0);
	on_access(0, STORE, 0x1000, second);
	assert_int_equal(second->access->stores, 1);
	on_operation_end(0, NULL);
	/* Nothing is left for the next one, nor counted between two. */
	on_access(0, STORE, 0x1000, second);
	assert_int_equal(second->access->stores, 0);
	assert_int_equal(plugin.operation.accesses.lines, 0);
}

/* A breakpoint, and what was there before and is there again, without another translation. */
static void test_two_codes_at_an_address(void **state)
{
	static const uint8_t nop[CODE_BYTES] = { 0x0f, 0x1f, 0x44 }, int3[CODE_BYTES] = { 0xcc };
	struct item *item = table__get(&plugin.instructions, 0x900, NULL);
	struct item *next = table__get(&plugin.instructions, 0x905, NULL);
	struct code *codes[] = { code__get(item, 0x905, KIND_PLAIN, "x86_64", nop),
				 code__get(item, 0x901, KIND_ENTER, "x86_64", int3) };
	struct code *after =
		code__get(next, 0x906, KIND_PLAIN, "x86_64", (const uint8_t[CODE_BYTES]){ 0x90 });
	static const size_t order[] = { 0, 1, 0 };
	static const uint8_t sizes[] = { 5, 1, 5 };
	struct profiles profiles;

	assert_ptr_equal(code__get(item, 0x905, KIND_PLAIN, "x86_64", nop), codes[0]);
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		if (i)
			on_trial_begin(0, NULL);
		on_operation_begin(0, NULL);
		on_code(0, codes[order[i]]);
		on_code(0, after);
		on_operation_end(0, NULL);
		on_trial_end(0, NULL);
	}
	log_begin();
	assert_int_equal(profiles__read(*state, &profiles), 0);
	assert_int_equal(profiles.n, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct profile_access *access = &profiles.v[i].accesses[0];

		assert_int_equal(access->size, sizes[i]);
		assert_memory_equal(access->bytes, codes[order[i]]->bytes, sizes[i]);
		/* Only behind the breakpoint, another instruction than the next one follows. */
		assert_int_equal(access->turns, order[i]);
	}
	profiles__free(&profiles);
}

/* More variants and touches than there is room for at first. */
static void test_many_touches(void **state)
{
	struct access_step *steps = calloc(5000, sizeof(*steps));
	struct profiles profiles;

	assert_non_null(steps);
	for (size_t i = 0; i < 5000; i++)
		steps[i] = (struct access_step){ 0x100 + i, KIND_PLAIN, LOAD, i * 64 };
	for (size_t i = 0; i < 2 * MAX_VARIANTS; i++) {
		steps[i].data = 0;
		execute_accesses(steps, 5000);
	}
	execute_accesses(steps, 5000);
	on_trial_end(0, NULL);
	log_begin();
	assert_int_equal(profiles__read(*state, &profiles), 0);
	assert_int_equal(profiles.v[0].used, 2 * MAX_VARIANTS + 1);
	assert_int_equal(profiles.v[0].agreed, 2);
	assert_int_equal(profiles.v[0].data_lines.common, 5000 - 2 * MAX_VARIANTS + 1);
	profiles__free(&profiles);
	free(steps);
}

/* Outside of trials and of operations nothing counts. */
static void test_nothing_between(void **state)
{
	struct item *item = table__get(&plugin.instructions, 0x700, NULL);

	(void)state;
	plugin.trial.active = false;
	on_operation_begin(0, NULL);
	on_instruction(0, item);
	assert_int_equal(item->count, 0);
	on_trial_begin(0, NULL);
	on_instruction(0, item);
	on_operation_end(0, NULL);
	assert_int_equal(item->count, 0);
	assert_int_equal(plugin.trial.operations, 0);
}

/* At the end of a block, and so near a page's end that it may go on behind it. */
static void test_may_be_cut(void **state)
{
	(void)state;
	plugin.arch = count_arch__find("x86_64");
	assert_true(may_be_cut(0xff2, 3));
	assert_false(may_be_cut(0xff1, 3));
	assert_false(may_be_cut(0xff2, 0));
	assert_false(may_be_cut(0x1000, 1));
	/* All have four bytes there, at multiples of four. */
	plugin.arch = count_arch__find("aarch64");
	assert_false(may_be_cut(0xffc, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_kinds_of_arm64),
		cmocka_unit_test(test_calls_and_returns),
		cmocka_unit_test(test_retpoline),
		cmocka_unit_test(test_return_hook),
		cmocka_unit_test(test_traps),
		cmocka_unit_test(test_which_path_is_written),
		cmocka_unit_test(test_nothing_between),
		cmocka_unit_test(test_may_be_cut),
		cmocka_unit_test_setup_teardown(test_accesses_and_turns, accesses_begin,
						accesses_end),
		cmocka_unit_test_setup_teardown(test_most_common_lines, accesses_begin,
						accesses_end),
		cmocka_unit_test_setup_teardown(test_access_of_another_instruction, accesses_begin,
						accesses_end),
		cmocka_unit_test_setup_teardown(test_two_codes_at_an_address, accesses_begin,
						accesses_end),
		cmocka_unit_test_setup_teardown(test_many_touches, accesses_begin, accesses_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
