// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/doctor/host.h"

#include <stdio.h>
#include <string.h>

#include "bench/machine/hypervisor.h"
#include "bench/machine/sysfile.h"

void host__examine_isolated(const struct check *check, const struct machine *machine,
			    struct finding *finding)
{
	char line[224];
	int err = sysfile__read_line_in(machine->root, "/sys/devices/system/cpu/isolated", line,
					sizeof(line));

	if (err)
		finding__set_unreadable(finding, err);
	else if (!line[0])
		finding__set(finding, check__severity(check), "none", "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, line, "%s", "");
}

void host__examine_hypervisor(const struct check *check, const struct machine *machine,
			      struct finding *finding)
{
	char name[64] = "";

	if (machine__is_this(machine))
		hypervisor__name(name, sizeof(name));
	else
		snprintf(name, sizeof(name), "%s",
			 hypervisor__is_above(machine->root) ? "some" : "none");
	if (!name[0])
		finding__set(finding, FITNESS_UNKNOWN, "", "%s", check->absent);
	else if (!strcmp(name, "none"))
		finding__set(finding, FITNESS_OK, name, "%s", "");
	else
		finding__set(finding, check__severity(check), name, "%s", check->why);
}

/* One that the kernel lacks is on. */
void host__examine_switch(const struct check *check, const struct machine *machine,
			  struct finding *finding)
{
	if (kernel_switch__is_off(check->kernel_switch, machine->root))
		finding__set(finding, check__severity(check), "off", "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, "on", "%s", "");
}
