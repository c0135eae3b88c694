/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files page.css and page.js, and those of the atlas, which the build embeds. */
#ifndef HOOKBENCH_REPORT_HTML_PAGE_H
#define HOOKBENCH_REPORT_HTML_PAGE_H

/* Texts that end with NUL; none contains "</". */
extern const char page_css[];
extern const char page_js[];
extern const char atlas_css[];
extern const char atlas_js[];

#endif
