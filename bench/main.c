// SPDX-License-Identifier: GPL-2.0-or-later
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/process_limits.h"
#include "bench/base/written_file.h"
#include "bench/commands/commands.h"

/* The exit status: `status`, unless the results could not be written. */
static int check_stdout(int status)
{
	int err = written_file__flush(stdout);

	if (!err)
		return status;
	machine_failure__note_errno(err);
	log__error("cannot write the results to stdout: %s", strerror(-err));
	/* For bisect-step, 2 and 75 would be answers. */
	return argp_err_exit_status == EXIT_NOT_MEASURED && machine_failure__happened()
		       ? EXIT_TRY_AGAIN
		       : argp_err_exit_status;
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
