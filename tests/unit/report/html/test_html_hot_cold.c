// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"
#include "tests/unit/drivers_support.h"

static void write_all(const struct report *r, FILE *file)
{
	struct drivers drivers;

	assert_int_equal(drivers__make(&r->runs[0].run, &r->runs[0].summary, &drivers), 0);
	html_hot_cold__write(&drivers, file);
	drivers__free(&drivers);
}

static void write_page(void)
{
	add_run("6.12", 1, 0)->run.drivers = json_of(drivers_text);
	free(text);
	text = NULL;
	write_report(write_all);
}

static void test_hooks(void **state)
{
	(void)state;
	write_page();
	assert_says("a million times a second");
	assert_says("ten times a second");
	/* kprobe: one entry; 1 locked, and a barrier less; 10 + 4 lines, 10 of them code, 1 page.
	 */
	assert_says(
		"<th scope=\"row\">kprobe</th><td class=\"number\">+1</td><td class=\"number\">0</td>"
		"<td class=\"number\">0</td><td class=\"number\">+14</td>"
		"<td class=\"number\">+10</td><td class=\"number\">+1</td>");
	assert_int_equal(count_of("<th scope=\"row\">none</th>"), 0);
	assert_says("in none of the figures on this page");
}

/* The page as docs/explain.md's table has it: without tags, and with plain characters. */
static void plain(char *page)
{
	static const struct {
		const char *words, *instead;
	} rows[] = { { "<code>", "`" }, { "</code>", "`" }, { "&#39;", "'" }, { "&quot;", "\"" } };
	char *to = page;

	for (const char *at = page; *at;) {
		size_t i = 0;

		while (i < COUNT_OF(rows) && strncmp(at, rows[i].words, strlen(rows[i].words)) != 0)
			i++;
		*to++ = i < COUNT_OF(rows) ? rows[i].instead[0] : *at;
		at += i < COUNT_OF(rows) ? strlen(rows[i].words) : 1;
	}
	*to = '\0';
}

static void test_documentation_says_the_same(void **state)
{
	FILE *file = fopen(SOURCE_FOLDER "/docs/explain.md", "re");
	char line[2048], cells[4][512];
	size_t rows = 0;

	(void)state;
	assert_non_null(file);
	write_page();
	plain(text);
	while (fgets(line, sizeof(line), file) &&
	       strcmp(line, "| of | took | on | source |\n") != 0)
		;
	while (fgets(line, sizeof(line), file) && line[0] == '|') {
		char row[2200];

		if (sscanf(line, "| %511[^|]| %511[^|]| %511[^|]| %511[^|]", cells[0], cells[1],
			   cells[2], cells[3]) != 4 ||
		    !strncmp(cells[0], "---", 3))
			continue;
		for (size_t i = 0; i < 4; i++)
			cells[i][strlen(cells[i]) - 1] = '\0'; /* a space */
		snprintf(row, sizeof(row),
			 "<th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td></tr>",
			 cells[0], cells[1], cells[2], cells[3]);
		assert_says(row);
		rows++;
	}
	fclose(file);
	assert_true(rows > 4);
	assert_int_equal(count_of("</td></tr>\n"), rows + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_hooks),
		on_report(test_documentation_says_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
