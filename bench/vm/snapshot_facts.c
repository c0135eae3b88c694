// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/snapshot_facts.h"

#include <errno.h>
#include <string.h>

#include "bench/vm/qemu.h"

#define FIRST_TIME INT64_C(1577836800) /* the year 2020 */
#define DAY_S	   86400

bool snapshot_facts__may_be_taken(int64_t taken, time_t now)
{
	return taken >= FIRST_TIME && taken - DAY_S <= now;
}

/* Any other byte would be no bool at all. */
static bool is_bool(const void *bytes, size_t offset)
{
	unsigned char byte;

	memcpy(&byte, (const char *)bytes + offset, 1);
	return byte <= 1;
}

/* One that was not found out is empty. */
static bool is_version(const char version[QEMU_VERSION_SIZE])
{
	return memchr(version, '\0', QEMU_VERSION_SIZE) &&
	       (!version[0] || qemu__is_version(version));
}

int snapshot_facts__read(const void *bytes, size_t size, time_t now, struct snapshot_facts *facts)
{
	if (size <= sizeof(*facts) || !is_bool(bytes, offsetof(struct snapshot_facts, is_elf)))
		return -EINVAL;
	memcpy(facts, bytes, sizeof(*facts));
	if (snapshot_facts__may_be_taken(facts->taken, now) && is_version(facts->qemu_version))
		return 0;
	memset(facts, 0, sizeof(*facts));
	return -EINVAL;
}
