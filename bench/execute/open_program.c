// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/open_program.h"

#include <errno.h>

#include "bench/objects/program_object.h"
#include "bench/vm/boot_kernel.h"

/* An error of -ENOENT or -EACCES would be one of the command that is run. */
static int of_program(int err)
{
	return err == -ENOENT || err == -EACCES ? -EINVAL : err;
}

int open_program(const struct program_request *request, const struct where *where,
		 struct program_arm *program, const struct backend **backend)
{
	struct compile_options options = { 0 };
	struct program_object object;
	char image[4096];
	int err = 0;

	*program = (struct program_arm){ 0 };
	if (!request->files || !request->files->n)
		return 0;
	if (where->in_vm) {
		err = where__find_image(where, where->kernel, image, sizeof(image));
		if (!err)
			err = boot_kernel__arch(image, &options.arch);
		options.image = image;
	}
	options.cflags = request->files->cflags;
	if (!err)
		err = program_object__load(request->files->v[0].path, &options, &object);
	if (!err)
		err = program_arm__open(program, request->files->v[0].arm, object.bytes,
					object.size, request->settings, backend);
	return of_program(err);
}
