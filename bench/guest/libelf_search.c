// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libelf.a of elfutils 0.192, which Debian 13 has, lacks two functions that it calls itself when a
 * file is opened and closed (sourceware.org/PR32293). They prepare and empty a tree, in memory that
 * is zeros, for chunks that nothing in the guest asks for (elf_getdata_rawchunk): there is nothing
 * to do. Weak: a libelf.a that is whole may bring its own.
 */
void eu_search_tree_init(void *tree);
void eu_search_tree_fini(void *tree, void (*free_node)(void *));

__attribute__((weak)) void eu_search_tree_init(void *tree)
{
	(void)tree;
}

__attribute__((weak)) void eu_search_tree_fini(void *tree, void (*free_node)(void *))
{
	(void)tree;
	(void)free_node;
}
