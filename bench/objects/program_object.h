/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The user's own programs: a FILE of --program becomes an ELF object that can be sent to whatever
 * measures it. A source is compiled for the kernel that is measured; an object and eunomia's
 * package.json are read. Files are foreign: they are bounded and checked, and nothing of them is
 * run or loaded here.
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_PROGRAM_OBJECT_H
#define HOOKBENCH_BENCH_OBJECTS_PROGRAM_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/base/checksum.h"
#include "bench/model/plan.h"
#include "bench/objects/compile.h"

/* The most characters of an arm's name: its twin's, NAME.twin, must also fit in NAME_SIZE. */
#define PROGRAM_NAME_MOST   24
#define PROGRAM_TWIN_SUFFIX ".twin"

/* Owns its bytes. */
struct program_object {
	char source[256];   /* the file's base name; foreign */
	char compiler[128]; /* its version, on one line; "" if the file was no source; foreign */
	char checksum[CHECKSUM_SIZE]; /* of the bytes */
	void *bytes;		      /* an ELF object for BPF with one program at least */
	size_t size;		      /* at most PROGRAM_OBJECT_MOST */
};

/*
 * Reads FILE, by its content: an object, a package.json, or a source, which is compiled or found in
 * the cache. `options` is for a source. 0 with the object, for the caller to free; or -errno,
 * logged: -EINTR after a signal.
 */
int program_object__load(const char *path, const struct compile_options *options,
			 struct program_object *object);
/*
 * The same of bytes that are an object or a package.json, but no source; `name` is for the messages
 * and becomes `source`.
 */
int program_object__from_bytes(const char *name, const void *bytes, size_t size,
			       struct program_object *object);
/* Whether FILE would be compiled, and so may differ by kernel. False if it cannot be read. */
bool program_object__is_source(const char *path);
/*
 * An object with the same programs in the same sections, each of which returns 0 at once. 0 with
 * the twin, for the caller to free; -ENOTSUP, not logged, if programs are for USDT, which libbpf
 * attaches only with maps that a twin lacks; another -errno, logged.
 */
int program_object__make_twin(const struct program_object *object, struct program_object *twin);
/* Also of an object that is all 0. */
void program_object__free(struct program_object *object);

/*
 * The name of FILE's arm: its base name without .bpf.c, .c, .bpf.o, .o or .json; of a package.json,
 * its folder's name. It is a name as of wire__is_name of at most PROGRAM_NAME_MOST characters, does
 * not begin with a dash and does not end like a twin's. Two files may get the same name.
 */
void program_object__name(const char *path, char name[NAME_SIZE]);

#endif
