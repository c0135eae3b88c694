// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/named_kernels.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/vm/kernel_image.h"

/* ---- names ---- */

static bool is_name_of_another(const struct named_kernels *kernels, const struct named_kernel *own)
{
	for (size_t i = 0; i < kernels->n; i++)
		if (&kernels->v[i] != own && !strcmp(kernels->v[i].name, own->name))
			return true;
	return false;
}

/* Names each kernel by the base name of what was given, or by all of it if base names are equal. */
static void set_names(struct named_kernels *kernels)
{
	bool same[OPTIONS_MAX_KERNELS];

	for (size_t i = 0; i < kernels->n; i++)
		kernels->v[i].name = text__base_name(kernels->v[i].given);
	for (size_t i = 0; i < kernels->n; i++)
		same[i] = is_name_of_another(kernels, &kernels->v[i]);
	for (size_t i = 0; i < kernels->n; i++)
		if (same[i])
			kernels->v[i].name = kernels->v[i].given;
}

/* ---- images ---- */

/* The kernel already named with this image; NULL if it is new. */
static const struct named_kernel *find_image(const struct named_kernels *kernels, const char *image)
{
	for (size_t i = 0; i < kernels->n; i++)
		if (!strcmp(kernels->v[i].image, image))
			return &kernels->v[i];
	return NULL;
}

static int add(struct named_kernels *kernels, const struct where *where, const char *given,
	       bool may_repeat)
{
	struct named_kernel *kernel = &kernels->v[kernels->n];
	const struct named_kernel *same;
	char path[PATH_MAX], image[PATH_MAX];
	int err = where__find_image(where, given, path, sizeof(path));

	if (err)
		return err;
	/* If the file is missing, that is reported when it is opened. */
	if (!realpath(path, image))
		snprintf(image, sizeof(image), "%s", path);
	same = find_image(kernels, image);
	if (same) {
		if (!may_repeat)
			log__error("%s is named twice: it is the same image as %s", given,
				   same->given);
		return may_repeat ? 0 : -EEXIST;
	}
	snprintf(kernel->given, sizeof(kernel->given), "%s", given);
	snprintf(kernel->image, sizeof(kernel->image), "%s", image);
	kernels->n++;
	return 0;
}

static int add_installed(struct named_kernels *kernels, const struct where *where,
			 const char *folder)
{
	char *paths[OPTIONS_MAX_KERNELS];
	int n = kernel_image__installed(folder, paths, OPTIONS_MAX_KERNELS), err = 0;

	if (n < 0)
		return n;
	if (n < 2) {
		log__error(
			"%s in %s: name at least two kernels with --kernel, such as --kernel 6.12 --kernel 7.3",
			n ? "there is only one kernel image" : "there are no kernel images",
			folder);
		err = -ENOENT;
	}
	for (int i = 0; i < n; i++) {
		/* A link to another image is not meant to be compared with it. */
		if (!err)
			err = add(kernels, where, paths[i], true);
		free(paths[i]);
	}
	return err;
}

int named_kernels__find_given(struct named_kernels *kernels, const struct options *options)
{
	int err = 0;

	kernels->n = 0;
	for (size_t i = 0; i < options->n_kernels && !err; i++)
		err = add(kernels, &options->where, options->kernels[i], false);
	if (!err)
		set_names(kernels);
	return err;
}

static int find_to_compare(struct named_kernels *kernels, const struct options *options)
{
	if (options->n_kernels > 1)
		return named_kernels__find_given(kernels, options);
	return log__fail(
		-EINVAL,
		"one kernel has nothing to be compared with: name another with --kernel, or measure one kernel with hookbench run");
}

int named_kernels__find(struct named_kernels *kernels, const struct options *options,
			const char *folder)
{
	int err;

	if (options->n_kernels)
		return find_to_compare(kernels, options);
	kernels->n = 0;
	err = add_installed(kernels, &options->where, folder);
	if (!err)
		set_names(kernels);
	return err;
}
