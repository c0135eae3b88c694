// SPDX-License-Identifier: GPL-2.0-or-later
/* What is made is read again with libelf, and put into memory as the kernel does. */
#include "tests/unit/support.h"

#include <gelf.h>
#include <libelf.h>

#include "bench/kernel/livepatch_module.h"

#define FUNCTION     "do_something"
#define REST	     0x10000009
#define ENABLE	     0x10002000
#define FIRST	     0x20000000 /* where sections are put, each in a megabyte of its own */
#define MAX_SECTIONS 16

static const struct livepatch_layout layout = {
	.module_size = 1280,
	.module_name = 24,
	.module_init = 320,
	.module_exit = 1200,
	.patch_size = 152,
	.patch_mod = 16,
	.patch_objs = 24,
	.object_size = 160,
	.object_funcs = 8,
	.function_size = 168,
	.function_old_name = 0,
	.function_new_func = 8,
};

static struct {
	void *file;
	size_t size, n;
	Elf *elf;
	GElf_Shdr headers[MAX_SECTIONS];
	const char *names[MAX_SECTIONS];
	unsigned char *bytes[MAX_SECTIONS];
} module;

/* ---- the kernel's part ---- */

static size_t find(const char *name)
{
	for (size_t i = 1; i < module.n; i++)
		if (!strcmp(module.names[i], name))
			return i;
	fail_msg("no section %s", name);
	return 0;
}

static uint64_t address_of(size_t section)
{
	return FIRST + (section << 20);
}

/* NULL: nothing was put there. */
static unsigned char *at(uint64_t address)
{
	size_t section = (address - FIRST) >> 20, offset = address & 0xfffff;

	if (address < FIRST || section >= module.n || offset >= module.headers[section].sh_size)
		return NULL;
	return module.bytes[section] + offset;
}

static uint64_t pointer_at(uint64_t address)
{
	uint64_t value;

	assert_non_null(at(address));
	memcpy(&value, at(address), sizeof(value));
	return value;
}

static uint64_t value_of(const GElf_Sym *symbol)
{
	if (symbol->st_shndx == SHN_UNDEF)
		return ENABLE;
	return symbol->st_shndx == SHN_ABS ? symbol->st_value
					   : address_of(symbol->st_shndx) + symbol->st_value;
}

static void relocate(size_t section)
{
	Elf_Data *data = elf_getdata(elf_getscn(module.elf, section), NULL);
	const size_t target = module.headers[section].sh_info;
	Elf_Data *symbols =
		elf_getdata(elf_getscn(module.elf, module.headers[section].sh_link), NULL);
	GElf_Rela r;

	for (int i = 0; gelf_getrela(data, i, &r); i++) {
		unsigned char *place = module.bytes[target] + r.r_offset;
		GElf_Sym symbol;
		uint64_t value;
		uint32_t distance;

		assert_non_null(gelf_getsym(symbols, (int)GELF_R_SYM(r.r_info), &symbol));
		value = value_of(&symbol) + (uint64_t)r.r_addend;
		if (GELF_R_TYPE(r.r_info) == R_X86_64_64) {
			assert_true(r.r_offset + 8 <= module.headers[target].sh_size);
			memcpy(place, &value, sizeof(value));
			continue;
		}
		assert_int_equal(GELF_R_TYPE(r.r_info), R_X86_64_PC32);
		assert_true(r.r_offset + 4 <= module.headers[target].sh_size);
		distance = (uint32_t)(value - (address_of(target) + r.r_offset));
		memcpy(place, &distance, sizeof(distance));
	}
}

static int load(void **state)
{
	size_t names, i;

	(void)state;
	elf_version(EV_CURRENT);
	module.file = livepatch_module__make(&layout, FUNCTION, REST, &module.size);
	assert_non_null(module.file);
	module.elf = elf_memory(module.file, module.size);
	assert_int_equal(elf_getshdrnum(module.elf, &module.n), 0);
	assert_in_range(module.n, 2, MAX_SECTIONS);
	assert_int_equal(elf_getshdrstrndx(module.elf, &names), 0);
	for (i = 1; i < module.n; i++) {
		Elf_Scn *section = elf_getscn(module.elf, i);
		Elf_Data *data = elf_getdata(section, NULL);

		assert_non_null(gelf_getshdr(section, &module.headers[i]));
		module.names[i] = elf_strptr(module.elf, names, module.headers[i].sh_name);
		assert_non_null(module.names[i]);
		module.bytes[i] = malloc(module.headers[i].sh_size);
		memcpy(module.bytes[i], data->d_buf, data->d_size);
	}
	for (i = 1; i < module.n; i++)
		if (module.headers[i].sh_type == SHT_RELA)
			relocate(i);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	for (size_t i = 1; i < module.n; i++)
		free(module.bytes[i]);
	elf_end(module.elf);
	free(module.file);
	return 0;
}

/* Where an instruction leads that ends with a distance of 32 bits. */
static uint64_t target_of(uint64_t instruction, size_t size)
{
	int32_t distance;

	assert_non_null(at(instruction));
	memcpy(&distance, at(instruction) + size - sizeof(distance), sizeof(distance));
	return instruction + size + (uint64_t)(int64_t)distance;
}

/* ---- tests ---- */

static void test_file(void **state)
{
	const GElf_Shdr *m = &module.headers[find(".gnu.linkonce.this_module")];
	const GElf_Shdr *text = &module.headers[find(".text")];
	const size_t facts = find(".modinfo");
	GElf_Ehdr header;

	(void)state;
	assert_non_null(gelf_getehdr(module.elf, &header));
	assert_int_equal(header.e_type, ET_REL);
	assert_int_equal(header.e_machine, EM_X86_64);
	/* The kernel compares it with its own struct. */
	assert_int_equal(m->sh_size, layout.module_size);
	assert_int_equal(m->sh_type, SHT_PROGBITS);
	assert_int_equal(m->sh_flags, SHF_ALLOC | SHF_WRITE);
	assert_int_equal(m->sh_offset % 64, 0);
	assert_int_equal(text->sh_flags, SHF_ALLOC | SHF_EXECINSTR);
	for (size_t i = 1; i < module.n; i++)
		assert_true(module.headers[i].sh_offset + module.headers[i].sh_size <= module.size);
	assert_non_null(memmem(module.bytes[facts], module.headers[facts].sh_size,
			       "license=GPL\0livepatch=Y", sizeof("license=GPL\0livepatch=Y")));
	assert_int_equal(module.bytes[facts][module.headers[facts].sh_size - 1], 0);
}

/* Those that are not local come last; the kernel has to find klp_enable_patch only. */
static void test_symbols(void **state)
{
	const size_t section = find(".symtab");
	Elf_Data *symbols = elf_getdata(elf_getscn(module.elf, section), NULL);
	size_t undefined = 0;
	GElf_Sym symbol;

	(void)state;
	for (int i = 0; gelf_getsym(symbols, i, &symbol); i++) {
		const char *name =
			elf_strptr(module.elf, module.headers[section].sh_link, symbol.st_name);

		assert_non_null(name);
		assert_int_equal(GELF_ST_BIND(symbol.st_info) == STB_LOCAL,
				 (unsigned int)i < module.headers[section].sh_info);
		/* A second function of its name would make the kernel refuse kprobes on it. */
		assert_string_not_equal(name, FUNCTION);
		if (!i || symbol.st_shndx != SHN_UNDEF)
			continue;
		assert_string_equal(name, "klp_enable_patch");
		undefined++;
	}
	assert_int_equal(undefined, 1);
}

static void test_patch(void **state)
{
	const uint64_t self = address_of(find(".gnu.linkonce.this_module"));
	uint64_t init = pointer_at(self + layout.module_init), patch, object, function;

	(void)state;
	assert_string_equal(at(self + layout.module_name), LIVEPATCH_MODULE_NAME);
	assert_memory_equal(at(init), "\xf3\x0f\x1e\xfa\x48\x8d\x3d", 7);
	patch = target_of(init + 4, 7);
	assert_int_equal(*at(init + 11), 0xe9);
	assert_int_equal(target_of(init + 11, 5), ENABLE);
	assert_int_equal(pointer_at(patch + layout.patch_mod), self);
	object = pointer_at(patch + layout.patch_objs);
	function = pointer_at(object + layout.object_funcs);
	assert_string_equal(at(pointer_at(function + layout.function_old_name)), FUNCTION);
	/* Both lists end with zeros. */
	for (size_t i = 0; i < layout.object_size; i++)
		assert_int_equal(*at(object + layout.object_size + i), 0);
	for (size_t i = 0; i < layout.function_size; i++)
		assert_int_equal(*at(function + layout.function_size + i), 0);
	function = pointer_at(function + layout.function_new_func);
	assert_int_equal(*at(function), 0xe9);
	assert_int_equal(target_of(function, 5), REST);
	assert_memory_equal(at(pointer_at(self + layout.module_exit)), "\xf3\x0f\x1e\xfa\xc3", 5);
}

static void test_entries(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		bool is_call;
	} rows[] = {
		{ "\x0f\x1f\x44\x00\x00\x41\x57\x41\x56", 5, false },
		{ "\x66\x66\x66\x66\x90\x41\x57\x41\x56", 5, false },
		{ "\xe8\x01\x02\x03\x04\x41\x57\x41\x56", 5, true },
		{ "\xf3\x0f\x1e\xfa\x0f\x1f\x44\x00\x00", 9, false },
		{ "\x66\x0f\x1f\x00\x0f\x1f\x44\x00\x00", 9, false },
		{ "\x0f\x1f\x40\xd6\x0f\x1f\x44\x00\x00", 9, false },
		{ "\xf3\x0f\x1e\xfa\xe8\x01\x02\x03\x04", 9, true },
		/* A breakpoint, a function that cannot be traced, and one with another nop. */
		{ "\xcc\x1f\x44\x00\x00\x41\x57\x41\x56", 0, false },
		{ "\x41\x57\x41\x56\x55\x53\x48\x83\xec", 0, false },
		{ "\xf3\x0f\x1e\xfa\x41\x57\x41\x56\x55", 0, false },
		{ "\x66\x0f\x1f\x44\x00\x00\x0f\x1f\x44", 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct livepatch_entry entry =
			livepatch_entry__of((const unsigned char *)rows[i].bytes);

		assert_int_equal(entry.size, rows[i].size);
		assert_int_equal(entry.is_call, rows[i].is_call);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_symbols),
		cmocka_unit_test(test_patch),
		cmocka_unit_test(test_entries),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
