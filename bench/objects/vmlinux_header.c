// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/vmlinux_header.h"

#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/base/memory_file.h"
#include "bench/objects/image_btf.h"
#include "bench/objects/tool.h"
#include "bench/vm/kernel_content.h"
#include "bench/vm/keyed_cache.h"

#define RUNNING_KERNEL "/sys/kernel/btf/vmlinux"
/* Of an image; vmlinux with all that a debugger wants may have 1 GB. */
/* Debian's have 4 MB. */
#define HEADER_MOST ((size_t)64 << 20)

/* ---- bpftool ---- */

static int report(const char *name, int err, const struct tool_result *result)
{
	char *text;

	if (err)
		return err == -EINTR ? err
				     : log__fail(err, "cannot make vmlinux.h of %s by bpftool: %s",
						 name, strerror(-err));
	if (asprintf(&text, "bpftool cannot make vmlinux.h of %s; a newer one may. It printed:\n%s",
		     name, result->messages) < 0)
		return log__out_of_memory();
	log__write_lines(LOG_ERROR, text);
	free(text);
	return -EINVAL;
}

static int dump(const char *name, const void *btf, size_t btf_size, char **text, size_t *size)
{
	int fd = memory_file__make("btf", btf, btf_size), err;
	struct tool_result result = { 0 };
	char path[64];
	char *words[] = { (char *)"bpftool", (char *)"btf", (char *)"dump",
			  (char *)"file",    path,	    (char *)"format",
			  (char *)"c",	     NULL };

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	err = fd < 0 ? fd : tool__run(words, HEADER_MOST, fd, &result);
	if (fd >= 0)
		close(fd);
	if (err || !WIFEXITED(result.status) || WEXITSTATUS(result.status) || !result.size) {
		err = report(name, err, &result);
		tool__free(&result);
		return err;
	}
	*text = result.output;
	*size = result.size;
	free(result.messages);
	return 0;
}

/* ---- the whole ---- */

static int make(const char *name, const void *image, size_t image_size, char **text, size_t *size)
{
	void *btf;
	size_t btf_size;
	int err = image_btf__read(name, image, image_size, &btf, &btf_size);

	if (err)
		return err;
	err = dump(name, btf, btf_size, text, size);
	free(btf);
	return err;
}

/* What is in the cache has no NUL behind it. */
static int end_text(char **text, size_t size)
{
	char *grown = realloc(*text, size + 1);

	if (!grown) {
		free(*text);
		return log__out_of_memory();
	}
	grown[size] = '\0';
	*text = grown;
	return 0;
}

static int get(const char *name, const void *image, size_t image_size, char **text, size_t *size)
{
	uint32_t checksum = checksum__add(0, image, image_size);
	struct keyed_cache cache;
	char version[128];
	void *cached;
	int err = tool__version("bpftool", "makes vmlinux.h", "bpftool", version, sizeof(version));

	if (err)
		return err;
	keyed_cache__open(&cache, "vmlinux", NULL,
			  json_pack("{s:s, s:I, s:I, s:s}", "schema", "hookbench-vmlinux/1",
				    "image", (json_int_t)checksum, "size", (json_int_t)image_size,
				    "bpftool", version));
	if (!keyed_cache__read(&cache, HEADER_MOST, &cached, size)) {
		*text = cached;
		err = end_text(text, *size);
	} else {
		err = make(name, image, image_size, text, size);
		if (!err)
			keyed_cache__write(&cache, *text, *size);
	}
	keyed_cache__close(&cache);
	return err;
}

int vmlinux_header__get(const char *image, char **text, size_t *size)
{
	void *bytes;
	size_t image_size;
	int err;

	if (!image && access(RUNNING_KERNEL, R_OK))
		return log__fail(
			-errno,
			"cannot read " RUNNING_KERNEL
			", which vmlinux.h is made from: %s; the running kernel may have no BTF: take another by --kernel, or a program that does not include vmlinux.h",
			strerror(errno));
	err = input_file__read(image ? image : RUNNING_KERNEL, "a kernel image", KERNEL_FILE_MOST,
			       &bytes, &image_size);
	if (err)
		return err;
	err = get(image ? image : "the running kernel", bytes, image_size, text, size);
	free(bytes);
	return err;
}

/* "struct NAME;" or "union NAME;", after the tabs of a member. */
static bool is_unnamed_member(const char *line)
{
	static const char *const kinds[] = { "struct ", "union " };
	const char *at = line + strspn(line, "\t");

	for (size_t i = 0; at > line && i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t n = strlen(kinds[i]);

		if (!strncmp(at, kinds[i], n))
			return at[n + strcspn(at + n, " ;{\n")] == ';';
	}
	return false;
}

bool vmlinux_header__has_unnamed_members(const char *text)
{
	for (; text; text = strchr(text, '\n')) {
		text += *text == '\n';
		if (is_unnamed_member(text))
			return true;
	}
	return false;
}
