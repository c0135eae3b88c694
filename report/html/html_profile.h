/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sampled call stacks as an HTML page. */
#ifndef HOOKBENCH_REPORT_HTML_HTML_PROFILE_H
#define HOOKBENCH_REPORT_HTML_HTML_PROFILE_H

#include "report/document/profile_folder.h"

/* Writes the page with all its flame graphs to the file `page`, atomically. 0 or -errno, logged. */
int html_profile__write(const struct profile_folder *profile, const char *page);

#endif
