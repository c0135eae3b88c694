// SPDX-License-Identifier: GPL-2.0-or-later
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/process_limits.h"
#include "bench/base/written_file.h"
#include "bench/commands/commands.h"

/* At exit, as argp ends the process after --help. Results that could not be written decide its
 * status. */
static void check_stdout(void)
{
	int err = written_file__flush(stdout);

	if (!err)
		return;
	machine_failure__note_errno(err);
	log__error("cannot write the results to stdout: %s", strerror(-err));
	/* For bisect-step, 2 and 75 would be answers. */
	_exit(argp_err_exit_status == EXIT_NOT_MEASURED && machine_failure__happened()
		      ? EXIT_TRY_AGAIN
		      : argp_err_exit_status);
}

int main(int argc, char **argv)
{
	int status;

	process_limits__open_streams();
	interrupt__install();
	argp_err_exit_status = EXIT_NOT_MEASURED;
	atexit(check_stdout);
	status = commands__run(argc, argv);
	interrupt__die();
	return status;
}
