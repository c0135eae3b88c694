// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/guest_log.h"

#include <stdio.h>
#include <string.h>

static void keep(struct guest_log *log, enum log_level level, const char *text)
{
	size_t i = log->n_late++ % GUEST_LOG_LAST;

	log->late[i].level = level;
	snprintf(log->late[i].text, sizeof(log->late[i].text), "%s", text);
}

int guest_log__add(struct guest_log *log, enum log_level level, const char *text)
{
	if (log->shown < GUEST_LOG_FIRST) {
		/* An empty message is a line, too. */
		log->shown += strlen(text) + 1;
		log__write_lines(level, text);
	} else {
		keep(log, level, text);
	}
	return 0;
}

void guest_log__end(struct guest_log *log)
{
	size_t first = log->n_late > GUEST_LOG_LAST ? log->n_late - GUEST_LOG_LAST : 0;

	if (first)
		log__warning(
			"the guest logged more than %d KiB: %zu message%s left out here, and the last %d follow",
			GUEST_LOG_FIRST / 1024, first, first == 1 ? " is" : "s are",
			GUEST_LOG_LAST);
	for (size_t i = first; i < log->n_late; i++)
		log__write_lines(log->late[i % GUEST_LOG_LAST].level,
				 log->late[i % GUEST_LOG_LAST].text);
	log->n_late = 0;
}
