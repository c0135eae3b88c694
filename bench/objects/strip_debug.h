/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Takes DWARF out of an object that clang has written: it has a checksum of each source file,
 * comments included, and libbpf does not read it. BTF stays.
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_STRIP_DEBUG_H
#define HOOKBENCH_BENCH_OBJECTS_STRIP_DEBUG_H

/*
 * Writes the file in place. Sections of DWARF stay, with their numbers, which symbols refer to, but
 * are empty. 0; -EINVAL if it is no ELF file, or -errno; not logged.
 */
int strip_debug(const char *path);

#endif
