/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The atlas as one self-contained page, like html.h. */
#ifndef HOOKBENCH_REPORT_HTML_HTML_ATLAS_H
#define HOOKBENCH_REPORT_HTML_HTML_ATLAS_H

#include <stdio.h>

#include "report/document/atlas.h"

/* Write errors are reported by the stream. */
void html_atlas__write(const struct atlas *atlas, FILE *file);

#endif
