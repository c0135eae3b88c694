// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/capabilities.h"

#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool has(int capability)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	memset(data, 0, sizeof(data));
	return !syscall(SYS_capget, &header, data) &&
	       data[CAP_TO_INDEX(capability)].effective & CAP_TO_MASK(capability);
}

bool capabilities__have(int capability)
{
	bool is_part = capability == CAP_BPF || capability == CAP_PERFMON;

	return has(capability) || (is_part && has(CAP_SYS_ADMIN));
}

bool capabilities__are_of_namespace(void)
{
	const char first[] = "user:[4026531837]"; /* the kernel's PROC_USER_INIT_INO */
	char link[32] = "";
	ssize_t n = readlink("/proc/self/ns/user", link, sizeof(link) - 1);

	return n > 0 && strcmp(link, first) != 0;
}
