// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/firmware.h"

#include <endian.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/machine/arch.h"

/* QEMU's docs/specs/fw_cfg: the keys of the signature and of the directory. */
#define KEY_SIGNATURE 0x00
#define KEY_DIRECTORY 0x19
#define FILES_MOST    256

struct entry {
	uint32_t size; /* these are big-endian */
	uint16_t key;
	uint16_t reserved;
	char name[56];
};

static bool is_there(const struct arch_firmware *device)
{
	char signature[4] = { 0 };

	arch__select_firmware(device, KEY_SIGNATURE);
	arch__read_firmware(device, signature, sizeof(signature));
	return !memcmp(signature, "QEMU", sizeof(signature));
}

bool firmware__is_readable(void)
{
	struct arch_firmware device;
	bool is = !arch__open_firmware(&device);

	if (is) {
		is = is_there(&device);
		arch__close_firmware(&device);
	}
	return is;
}

static bool find(const struct arch_firmware *device, const char *name, struct entry *entry)
{
	uint32_t n = 0;

	arch__select_firmware(device, KEY_DIRECTORY);
	arch__read_firmware(device, &n, sizeof(n));
	n = be32toh(n);
	for (uint32_t i = 0; i < n && i < FILES_MOST; i++) {
		arch__read_firmware(device, entry, sizeof(*entry));
		if (!strncmp(entry->name, name, sizeof(entry->name)))
			return true;
	}
	return false;
}

static char *read_file(const struct arch_firmware *device, const char *name, size_t most,
		       size_t *size)
{
	struct entry entry = { 0 };
	char *bytes;

	if (!find(device, name, &entry) || be32toh(entry.size) > most)
		return NULL;
	*size = be32toh(entry.size);
	bytes = malloc(*size + 1);
	if (!bytes)
		return NULL;
	arch__select_firmware(device, be16toh(entry.key));
	arch__read_firmware(device, bytes, *size);
	return bytes;
}

char *firmware__read(const char *name, size_t most, size_t *size)
{
	struct arch_firmware device;
	char *bytes;

	if (arch__open_firmware(&device))
		return NULL;
	bytes = read_file(&device, name, most, size);
	arch__close_firmware(&device);
	return bytes;
}
