// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/mapped_code.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

/* An instruction may go on in the next page. */
#define PAGES 2

struct mapped_code mapped_code__open(const char *path, uint64_t offset)
{
	struct mapped_code mapped = { .at = NULL };
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return mapped;
	mapped.size = PAGES * page;
	mapped.at = mmap(NULL, mapped.size, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd,
			 (off_t)(offset & ~(page - 1)));
	close(fd);
	if (mapped.at == MAP_FAILED)
		mapped = (struct mapped_code){ .at = NULL };
	return mapped;
}

void mapped_code__close(struct mapped_code *mapped)
{
	if (mapped->at)
		munmap(mapped->at, mapped->size);
	mapped->at = NULL;
}
