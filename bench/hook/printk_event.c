// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/printk_event.h"

#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

#include "bench/machine/sysfile.h"

#define WAIT_MS 1000

static const struct guarded_setting *const setting = &guarded_settings[GUARDED_PRINTK_EVENT];

/* Kernels before 5.9 have no such tracepoint, and a user who may not write to it cannot restore it.
 */
void printk_event__keep(struct setting_guard *guard)
{
	if (!guard->is_holding)
		setting_guard__expect(guard, setting, "1");
}

static bool is_on(void)
{
	char line[8] = "";
	int fd = sysfile__open_of("", setting->type, setting->path, O_RDONLY);

	if (fd < 0)
		return true;
	if (read(fd, line, sizeof(line) - 1) < 0)
		line[0] = '\0';
	close(fd);
	return line[0] != '0';
}

void printk_event__wait(const struct setting_guard *guard)
{
	for (int ms = 0; guard->is_holding && ms < WAIT_MS && !is_on(); ms++)
		usleep(1000);
}
