/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files page.css and page.js, which the build embeds in the program. */
#ifndef HOOKBENCH_REPORT_HTML_PAGE_H
#define HOOKBENCH_REPORT_HTML_PAGE_H

/* Texts that end with NUL; neither contains "</". */
extern const char page_css[];
extern const char page_js[];

#endif
