// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <bpf/btf.h>

#include "bench/kernel/livepatch_layout.h"

#define MODULE_SIZE 1280

/* What is wrong in a made-up kernel. */
enum fault {
	FAULT_NONE,
	FAULT_NO_PATCH,	   /* struct klp_patch is missing */
	FAULT_NO_NEW_FUNC, /* a member is */
	FAULT_SHORT_NAME,  /* the module's name does not fit */
	FAULT_OUTSIDE,	   /* a member ends behind its struct */
	FAULT_BITS,	   /* it is a bit field */
	FAULT_LARGE,
};

static void add_member(struct btf *btf, const char *name, int type, __u32 byte)
{
	assert_int_equal(btf__add_field(btf, name, type, 8 * byte, 0), 0);
}

static struct btf *make_btf(enum fault fault)
{
	struct btf *btf = btf__new_empty();
	int character, index, name, pointer;

	assert_non_null(btf);
	character = btf__add_int(btf, "char", 1, BTF_INT_CHAR);
	index = btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	name = btf__add_array(btf, index, character, fault == FAULT_SHORT_NAME ? 8 : 56);
	pointer = btf__add_ptr(btf, 0);
	btf__add_struct(btf, "module", fault == FAULT_LARGE ? 1U << 20 : MODULE_SIZE);
	add_member(btf, "state", index, 0);
	add_member(btf, "name", name, 24);
	add_member(btf, "init", pointer, 320);
	add_member(btf, "exit", pointer, fault == FAULT_OUTSIDE ? MODULE_SIZE - 4 : 1200);
	if (fault != FAULT_NO_PATCH) {
		btf__add_struct(btf, "klp_patch", 152);
		add_member(btf, "mod", pointer, 0);
		add_member(btf, "objs", pointer, 8);
	}
	btf__add_struct(btf, "klp_object", 160);
	/* A struct has either bit fields or none. */
	if (fault == FAULT_BITS) {
		assert_int_equal(btf__add_field(btf, "funcs", pointer, 65, 1), 0);
	} else {
		add_member(btf, "name", pointer, 0);
		add_member(btf, "funcs", pointer, 8);
	}
	btf__add_struct(btf, "klp_func", 168);
	add_member(btf, "old_name", pointer, 0);
	if (fault != FAULT_NO_NEW_FUNC)
		add_member(btf, "new_func", pointer, 8);
	return btf;
}

static void test_found(void **state)
{
	struct btf *btf = make_btf(FAULT_NONE);
	struct livepatch_layout layout;

	(void)state;
	assert_int_equal(livepatch_layout__read(btf, &layout), 0);
	assert_int_equal(layout.module_size, MODULE_SIZE);
	assert_int_equal(layout.module_name, 24);
	assert_int_equal(layout.module_init, 320);
	assert_int_equal(layout.module_exit, 1200);
	assert_int_equal(layout.patch_size, 152);
	assert_int_equal(layout.patch_mod, 0);
	assert_int_equal(layout.patch_objs, 8);
	assert_int_equal(layout.object_size, 160);
	assert_int_equal(layout.object_funcs, 8);
	assert_int_equal(layout.function_size, 168);
	assert_int_equal(layout.function_old_name, 0);
	assert_int_equal(layout.function_new_func, 8);
	btf__free(btf);
}

static void test_strange(void **state)
{
	struct livepatch_layout layout;

	(void)state;
	for (enum fault fault = FAULT_NO_PATCH; fault <= FAULT_LARGE; fault++) {
		struct btf *btf = make_btf(fault);

		assert_int_equal(livepatch_layout__read(btf, &layout), -ENOENT);
		btf__free(btf);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_strange),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
