// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/ftrace_user.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/hook/link.h"

#define TRACEPOINT "ftrace/function"
/* Of one value in a filter, with a blank and its NUL: the kernel's MAX_FILTER_STR_VAL. */
#define VALUE_SIZE 255

/* How much of the list one value takes; at least one name. */
static size_t fit(const char *const *functions, size_t n)
{
	size_t length = strlen(functions[0]), i;

	for (i = 1; i < n && length + 1 + strlen(functions[i]) < VALUE_SIZE; i++)
		length += 1 + strlen(functions[i]);
	return i;
}

int ftrace_user__format(char filter[FTRACE_FILTER_SIZE], const char *const *functions, size_t n,
			bool is_but)
{
	const char *const start = is_but ? "ip != " : "ip == ";
	const char *const and_so_on = is_but ? " && ip != " : " || ip == ";
	size_t length = 0, next = 0;

	for (size_t i = 0; i < n; i++) {
		const char *before = i < next ? "," : i ? and_so_on : start;

		if (i == next)
			next += fit(functions + i, n - i);
		length += (size_t)snprintf(filter + length, FTRACE_FILTER_SIZE - length, "%s%s",
					   before, functions[i]);
		if (length >= FTRACE_FILTER_SIZE)
			return -E2BIG;
	}
	return 0;
}

size_t ftrace_user__fit(const char *const *functions, size_t n)
{
	char filter[FTRACE_FILTER_SIZE];
	size_t fitting = 0;

	while (fitting < n && !ftrace_user__format(filter, functions, fitting + 1, false))
		fitting++;
	return fitting;
}

int ftrace_user__open(const char *const *functions, size_t n, bool is_but)
{
	struct perf_event_attr event = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(event),
		.disabled = 1,
	};
	char filter[FTRACE_FILTER_SIZE];
	uint64_t id;
	int err = ftrace_user__format(filter, functions, n, is_but), fd;

	if (!err)
		err = tracepoint__id(TRACEPOINT, &id);
	if (err)
		return err;
	event.config = id;
	/* The kernel hooks all functions until the filter is set. */
	fd = (int)syscall(SYS_perf_event_open, &event, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (!n || !ioctl(fd, PERF_EVENT_IOC_SET_FILTER, filter))
		return fd;
	err = -errno;
	close(fd);
	return err;
}

const char *ftrace_user__error(int err)
{
	switch (-err) {
	case ENOENT: return "it has no tracepoint ftrace:function (CONFIG_FUNCTION_TRACER)";
	case E2BIG: return "it takes no more functions by name than fit in 4,095 bytes";
	default: return strerror(-err);
	}
}
