/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's root file system: the guest program as /init, and the files that a command needs. */
#ifndef HOOKBENCH_BENCH_VM_INITRAMFS_H
#define HOOKBENCH_BENCH_VM_INITRAMFS_H

struct guest_files;
struct vm_request;

/*
 * Makes the archive in memory, with `program` as /init, with `files` unless NULL, and with the
 * request, if there is one, as WIRE_FIRST_REQUEST. A descriptor for the caller to close; or
 * -errno, logged.
 */
int initramfs__make(const char *program, const struct guest_files *files,
		    const struct vm_request *first);

#endif
