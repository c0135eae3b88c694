// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/hypervisor.h"

#include <stdio.h>
#include <string.h>

#include "bench/machine/arch.h"
#include "bench/machine/sysfile.h"

bool hypervisor__is_above(const char *root)
{
	FILE *file = sysfile__open_in(root, "/proc/cpuinfo");
	char line[8192] = "";

	/* All CPUs have the same flags, and the kernel may have to wake each CPU that is read. */
	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, "flags", strlen("flags")))
			break;
	if (file)
		fclose(file);
	return strstr(line, " hypervisor") != NULL;
}

/* False if the CPU cannot report a hypervisor. */
static bool ask_cpu(char *name, size_t size)
{
	char signature[13] = "";

	if (!ARCH_KNOWS_HYPERVISOR)
		return false;
	if (!hypervisor__is_above("")) {
		snprintf(name, size, "none");
		return true;
	}
	arch__read_hypervisor(signature);
	snprintf(name, size, "%s", signature);
	return name[0];
}

void hypervisor__name(char *name, size_t size)
{
	name[0] = '\0';
	if (!ask_cpu(name, size))
		sysfile__read_line("/sys/hypervisor/type", name, size);
}
