// SPDX-License-Identifier: GPL-2.0-or-later
/* What every row of the table promises, and what the harness takes for granted of every program. */
#include "tests/unit/support.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "bench/hook/backends.h"
#include "bench/hook/hook.h"
#include "bench/model/plan.h"

static void check_hook(const struct backend *b)
{
	assert_non_null(b->requires);
	for (const struct requirement *const *r = b->requires; *r; r++) {
		assert_non_null((*r)->is_missing);
		assert_non_null((*r)->reason);
		assert_non_null((*r)->remedy);
	}
	assert_non_null(b->parts[0].side);
	for (size_t i = 0; i < BACKEND_MAX_PARTS && b->parts[i].side; i++)
		assert_non_null(b->parts[i].attach);
	assert_in_range(backend__runs_of_call(b), 1, 2);
	if (b->traced_by)
		assert_null(backend__find(b->traced_by)->traced_by);
}

static void test_table(void **state)
{
	(void)state;
	assert_false(backend__is_hook(&backends[0]));
	for (const struct backend *b = backends; b->name; b++) {
		assert_true(b->name[0] && strlen(b->name) < NAME_SIZE);
		assert_non_null(b->help);
		/* Finds the row itself, so no two have the same name. */
		assert_ptr_equal(backend__find(b->name), b);
		if (backend__is_hook(b))
			check_hook(b);
		else
			assert_false(b->needs_function);
	}
	assert_null(backend__find("strange"));
	assert_null(backend__find(""));
}

/* A program for each part, or for none: a payload that only one side of a pair has is a mistake. */
static bool has_programs(const struct bpf_object *object, const struct backend *b,
			 const char *program)
{
	unsigned int n = 0, parts = 0;
	char name[PROGRAM_NAME_SIZE];

	for (; parts < BACKEND_MAX_PARTS && b->parts[parts].side; parts++) {
		attachment__format_program(&b->parts[parts], program, name, sizeof(name));
		n += bpf_object__find_program_by_name(object, name) != NULL;
	}
	assert_true(!n || n == parts);
	return n;
}

/* Each payload's maps are in the object, by the end of their name. */
static void check_maps(const struct bpf_object *object, const struct payload *p)
{
	const struct bpf_map *map;

	for (size_t i = 0; i < PAYLOAD_MAX_MAPS && p->maps[i]; i++) {
		unsigned int n = 0;

		bpf_object__for_each_map(map, object)
		{
			size_t length = strlen(bpf_map__name(map)), end = strlen(p->maps[i]);

			n += length >= end &&
			     !strcmp(bpf_map__name(map) + length - end, p->maps[i]);
		}
		/* The two sides of a price may have one each. */
		assert_in_range(n, 1, p->is_price ? 2 : 1);
	}
}

static void check_object(const struct backend *b, const void *(*elf)(size_t *size), bool of_prices)
{
	size_t size, n = 0, programs = 0;
	const void *bytes = elf(&size);
	struct bpf_object *object = bpf_object__open_mem(bytes, size, NULL);
	struct bpf_program *program;

	assert_non_null(object);
	for (const struct payload *p = payloads; p->name; p++) {
		bool has = has_programs(object, b, p->program);

		if (p->is_price != of_prices)
			continue;
		assert_int_equal(has, backend__carries(b, p));
		/* Without these, hooks could not be compared; the needs of others are reported. */
		assert_true(has || p->needs);
		if (has)
			check_maps(object, p);
		n += has;
		if (p->user_program && has_programs(object, b, p->user_program))
			n++;
		else
			assert_false(b->is_user && p->user_program);
	}
	bpf_object__for_each_program(program, object) programs++;
	/* And no program that no payload names; prices are for each side, one with a target. */
	if (of_prices)
		assert_int_equal(programs,
				 (bpf_object__find_program_by_name(object, "exit_array") ? 2 : 1) *
					 (n + 1));
	else
		assert_int_equal(programs, n * (b->parts[1].side ? 2 : 1));
	bpf_object__close(object);
}

static void test_programs(void **state)
{
	(void)state;
	for (const struct backend *b = backends; b->name; b++) {
		if (!backend__is_hook(b))
			continue;
		check_object(b, b->elf, false);
		if (b->older_elf)
			check_object(b, b->older_elf, false);
		if (b->prices_elf)
			check_object(b, b->prices_elf, true);
	}
}

static const struct target old_target = { .symbol = "do_unlinkat", .name_parameter = 1 };
static const struct target new_target = { .symbol = "filename_unlinkat", .name_parameter = 1 };

static void check_carried(const char *backend, const char *payload, const struct target *target,
			  const char *reason)
{
	char text[256];

	hook__explain_payload(backend__find(backend), payload__find(payload), target,
			      workload__find("create-unlink"), text, sizeof(text));
	assert_string_equal(text, reason);
}

/* If the name is already freed at the return, it is not read. */
static void test_what_is_carried(void **state)
{
	char text[256];

	(void)state;
	check_carried("none", "duration", &old_target, "");
	check_carried("kprobe", "args", &old_target, "");
	check_carried("fexit", "args", &new_target, "");
	check_carried("fexit", "args", &old_target,
		      "the payload args needs a file name that can be read at the hit, and the "
		      "function frees it before returning");
	check_carried("kretprobe", "args", &new_target,
		      "the payload args needs a file name that can be read at the hit, and this "
		      "hook does not receive the arguments");
	check_carried("fentry", "duration", &new_target,
		      "the payload duration needs hooks at both the entry and the return");
	check_carried("fentry+fexit", "duration", &new_target, "");
	check_carried("fmod_ret", "args", &old_target, "");
	hook__explain_payload(backend__find("fmod_ret"), payload__find("count"), &old_target,
			      workload__find("getpid"), text, sizeof(text));
	assert_string_equal(text, "the workload getpid passes no security hook that can be used");
}

/* In user space, what can be hooked depends on the function. */
static void test_user_targets(void **state)
{
	static const struct {
		const char *backend, *target, *reason;
	} rows[] = {
		{ "uprobe", "user-call:nop", "" },
		{ "uprobe", "user-call:usdt", "" },
		{ "uretprobe", "user-call:usdt-semaphore", "" },
		{ "usdt", "user-call:usdt", "" },
		{ "usdt", "user-call:usdt-semaphore", "" },
		{ "usdt", "user-call:nop",
		  "it hooks USDT probes, and user-call:nop has none: use --target user-call:usdt" },
		{ "kprobe", "user-call:usdt",
		  "it hooks the kernel, and this workload calls a function in user space" },
	};
	char text[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target target = { .is_user = true, .name_parameter = -1 };

		strcpy(target.symbol, rows[i].target);
		hook__explain_payload(backend__find(rows[i].backend), payload__find("count"),
				      &target, workload__find("user-call"), text, sizeof(text));
		assert_string_equal(text, rows[i].reason);
	}
	check_carried("usdt", "count", &new_target,
		      "it hooks functions in user space, and this one is the kernel's");
	check_carried("kprobe", "usdt-arg", &new_target,
		      "the payload usdt-arg needs a USDT probe that is hooked by libbpf");
}

/* At a USDT probe, programs can do what they can at any other place. */
static void test_usdt_carries_what_uprobe_does(void **state)
{
	const struct backend *uprobe = backend__find("uprobe"), *usdt = backend__find("usdt");

	(void)state;
	for (const struct payload *p = payloads; p->name; p++) {
		if (backend__carries(uprobe, p) && !p->needs_name)
			assert_true(backend__carries(usdt, p));
	}
	assert_true(backend__carries(usdt, payload__find("usdt-arg")));
}

static void test_hits_of_call(void **state)
{
	(void)state;
	const struct {
		const char *backend, *payload;
		unsigned int hits;
	} calls[] = {
		{ "kprobe", "count", 1 },	  { "kprobe+kretprobe", "count", 2 },
		{ "kprobe.session", "count", 2 }, { "fentry+fexit", "ringbuf", 1 },
		{ "fsession", "duration", 1 },	  { "fentry", "ringbuf", 1 },
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		assert_int_equal(hook__hits_of_call(backend__find(calls[i].backend),
						    payload__find(calls[i].payload)),
				 calls[i].hits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_programs),
		cmocka_unit_test(test_what_is_carried),
		cmocka_unit_test(test_user_targets),
		cmocka_unit_test(test_usdt_carries_what_uprobe_does),
		cmocka_unit_test(test_hits_of_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
