// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/document/csv_table.h"

static struct csv_table table;

static int read_text(const char *text, size_t size)
{
	FILE *file = fopen("table.csv", "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
	log_begin();
	return csv_table__read("table.csv", "a,b", &table);
}

static int read_string(const char *text)
{
	return read_text(text, strlen(text));
}

static void test_cells(void **state)
{
	(void)state;
	assert_int_equal(read_string("a,b\n1,\n\"x, \"\"y\"\"\",\"\"\n,last"), 0);
	assert_int_equal(table.n_rows, 3);
	assert_string_equal(csv_table__cell(&table, 0, 0), "1");
	assert_string_equal(csv_table__cell(&table, 0, 1), "");
	assert_string_equal(csv_table__cell(&table, 1, 0), "x, \"y\"");
	assert_string_equal(csv_table__cell(&table, 1, 1), "");
	assert_string_equal(csv_table__cell(&table, 2, 0), "");
	assert_string_equal(csv_table__cell(&table, 2, 1), "last");
	csv_table__free(&table);
	assert_int_equal(read_string("a,b"), 0);
	assert_int_equal(table.n_rows, 0);
	csv_table__free(&table);
}

static void test_refused(void **state)
{
	static const char *const lines[] = {
		"a,b\n1",	 "a,b\n1,2,3", "a,b\n\n1,2", "a,b\n\"1,2",
		"a,b\n\"1\"2,3", "a,b\n1,2,",  "a,c\n1,2",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		assert_int_equal(read_string(lines[i]), -EPROTO);
		assert_int_equal(caught.n[LOG_ERROR], 1);
		csv_table__free(&table);
	}
	/* A NUL would hide what follows. */
	assert_int_equal(read_text("a,b\n1\0,2\n", 9), -EPROTO);
	csv_table__free(&table);
	assert_int_equal(csv_table__read("missing.csv", "a,b", &table), -ENOENT);
	csv_table__free(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_cells),
		folder_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
