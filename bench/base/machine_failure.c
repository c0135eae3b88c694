// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/machine_failure.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

/* Of the thread, as its messages are: passing it along every path of errors would say no more. */
static _Thread_local bool happened;

/* What says of the machine that it lacks something now; EFBIG: a limit of the file system's. */
static const int of_the_machine[] = {
	ENOMEM, ENOSPC, EDQUOT, EFBIG, EIO, EMFILE, ENFILE, EAGAIN, ESTALE,
};

void machine_failure__note(void)
{
	happened = true;
}

int machine_failure__note_errno(int err)
{
	for (size_t i = 0; i < sizeof(of_the_machine) / sizeof(*of_the_machine); i++)
		if (abs(err) == of_the_machine[i])
			happened = true;
	return err;
}

bool machine_failure__happened(void)
{
	return happened;
}

void machine_failure__forget(void)
{
	happened = false;
}
