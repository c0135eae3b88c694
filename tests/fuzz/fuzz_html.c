// SPDX-License-Identifier: GPL-2.0-or-later
/* Any strings of a stored run, in the page: they are text, and open no tag. */
#include "tests/fuzz/fuzz_target.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "report/html/html.h"

static const char *const tags[] = {
	"a",	  "b",	     "body",  "caption",    "circle", "code",	 "dd",	  "details",
	"div",	  "dl",	     "dt",    "figcaption", "figure", "footer",	 "g",	  "h1",
	"h2",	  "h3",	     "head",  "header",	    "html",   "i",	 "li",	  "link",
	"main",	  "meta",    "nav",   "ol",	    "p",      "path",	 "pre",	  "rect",
	"script", "section", "small", "span",	    "style",  "summary", "svg",	  "table",
	"tbody",  "td",	     "text",  "tfoot",	    "th",     "thead",	 "title", "tr",
	"tspan",  "ul",	     NULL,
};

static bool is_known(const char *name, size_t length)
{
	for (const char *const *tag = tags; *tag; tag++)
		if (strlen(*tag) == length && !strncmp(*tag, name, length))
			return true;
	return false;
}

/* From the '<' to behind the '>'. */
static const char *pass_tag(const char *at)
{
	const char *name = at + 1 + (at[1] == '/');
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
	char quote = 0;

	if (!strncmp(at, "<!DOCTYPE html>", 15))
		return at + 15;
	fuzz__require(is_known(name, length), "each tag is one of the page's own");
	for (at = name + length; *at && (quote || *at != '>'); at++) {
		if (*at == '"')
			quote = quote ? 0 : '"';
		fuzz__require(quote || *at != '<', "a tag ends before the next");
		fuzz__require(quote || strncmp(at, " on", 3) != 0, "no attribute is a script");
	}
	fuzz__require(*at == '>', "each tag ends");
	return at + 1;
}

static const char *pass_until(const char *at, const char *end)
{
	at = strstr(at, end);
	fuzz__require(at, "what is embedded ends");
	return at;
}

static void check_page(const char *at)
{
	size_t scripts = 0;

	while ((at = strchr(at, '<'))) {
		bool is_script = !strncmp(at, "<script>", 8), is_style = !strncmp(at, "<style>", 7);

		scripts += !strncmp(at, "<script", 7);
		at = pass_tag(at);
		if (is_script)
			at = pass_until(at, "</script>");
		if (is_style)
			at = pass_until(at, "</style>");
	}
	fuzz__require(scripts == 1, "the page has one script, its own");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_report report;
	char *page;

	fuzz__drop_log();
	if (!fuzz__report(data, size, &report))
		return 0;
	page = fuzz__text_of(html__write, &report.content);
	fuzz__require_shown(page);
	check_page(page);
	free(page);
	fuzz__free_report(&report);
	return 0;
}
