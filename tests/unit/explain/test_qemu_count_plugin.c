// SPDX-License-Identifier: GPL-2.0-or-later
/* The plugin without QEMU: what it makes of instructions that are executed one after another. */
#include "tests/unit/support.h"

#include "bench/explain/profile.h"
#include "bench/explain/qemu_count_arch.c"
#include "bench/explain/qemu_count_operation.c"
#include "bench/explain/qemu_count_plugin.c"
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
