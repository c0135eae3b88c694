// SPDX-License-Identifier: GPL-2.0-or-later
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/process_limits.h"
#include "bench/commands/commands.h"

/* The exit status: `status`, unless the results could not be written. */
static int check_stdout(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	log__error("cannot write the results to stdout: %s", strerror(errno));
	return argp_err_exit_status; /* for bisect-step, 2 would be an answer */
}

int main(int argc, char **argv)
{
	int status;

	process_limits__open_streams();
	interrupt__install();
	argp_err_exit_status = EXIT_NOT_MEASURED;
	status = commands__run(argc, argv);
	interrupt__die();
	return check_stdout(status);
}
