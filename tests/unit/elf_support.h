/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small programs and libraries that the compiler makes for a test, in the current folder. */
#ifndef HOOKBENCH_TESTS_UNIT_ELF_SUPPORT_H
#define HOOKBENCH_TESTS_UNIT_ELF_SUPPORT_H

#include "tests/unit/support.h"

/* words: for cc, such as "-no-pie -o program program.c". */
static inline void compile(const char *words)
{
	char line[1024];

	snprintf(line, sizeof(line), "cc -w %s", words);
	assert_int_equal(system(line), 0);
}

/* Functions, a variable, a function that is only called, and one that is not there on its own. */
#define PROGRAM                                                                \
	"#include <stdio.h>\n"                                                 \
	"int variable = 1;\n"                                                  \
	"static inline __attribute__((always_inline)) int put_in(int x)\n"     \
	"{ return x * variable + 3; }\n"                                       \
	"static __attribute__((noinline)) int same(int x)\n"                   \
	"{ __asm__ volatile(\"\"); return x + variable; }\n"                   \
	"__attribute__((noinline)) int work_here(int x)\n"                     \
	"{ __asm__ volatile(\"\"); return put_in(x) + same(x); }\n"            \
	"int other(int x);\n"                                                  \
	"int main(int n, char **words)\n"                                      \
	"{ for (int i = 0; i < 5; i++) variable += work_here(i) + other(i);\n" \
	"  puts(\"done\"); return 0; }\n"
#ifdef __x86_64__
#define KNOWN_CODE \
	".byte 0x0f, 0x1f, 0x44, 0, 0\\nret\\n" /* the first instruction has five bytes */
#define KNOWN_SIZE 5
#else
#define KNOWN_CODE "nop\\nret\\n"
#define KNOWN_SIZE 4
#endif
/* A function of which the instructions are known. */
#define KNOWN                                                                    \
	"__asm__(\".globl known\\n.type known, %function\\nknown:\\n" KNOWN_CODE \
	".size known, . - known\\n\");\n"
#define OTHER                                                    \
	KNOWN                                                    \
	"extern int variable;\n"                                 \
	"static __attribute__((noinline)) int same(int x)\n"     \
	"{ __asm__ volatile(\"\"); return x * variable * 5; }\n" \
	"int other(int x) { return same(x) + same(x + 1); }\n"

static inline void write_program(void)
{
	write_text_file("program.c", PROGRAM);
	write_text_file("other.c", OTHER);
}

/* The address that `nm` shows for a symbol. */
static inline uint64_t address_of(const char *path, const char *symbol)
{
	char line[256], name[128];
	uint64_t address = 0, found = 0;
	FILE *pipe;

	snprintf(line, sizeof(line), "nm %s", path);
	pipe = popen(line, "r");
	assert_non_null(pipe);
	while (fgets(line, sizeof(line), pipe))
		if (sscanf(line, "%" SCNx64 " %*c %127s", &address, name) == 2 &&
		    !strcmp(name, symbol))
			found = address;
	pclose(pipe);
	assert_true(found);
	return found;
}

#endif
