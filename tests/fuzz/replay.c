// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs the fuzz target on the files that it is given, as libFuzzer's own main would. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/model/store.h"
#include "tests/fuzz/fuzz_target.h"

static bool replay(const char *path)
{
	FILE *file = fopen(path, "re");
	uint8_t *bytes = NULL;
	struct stat st;
	bool done = false;

	/* Of just that size, so that a sanitizer sees what is read beyond it. */
	if (file && !fstat(fileno(file), &st))
		bytes = malloc((size_t)st.st_size);
	if (bytes && fread(bytes, 1, (size_t)st.st_size, file) == (size_t)st.st_size)
		done = !LLVMFuzzerTestOneInput(bytes, (size_t)st.st_size);
	if (!done)
		fprintf(stderr, "replay: cannot read %s\n", path);
	free(bytes);
	if (file)
		fclose(file);
	return done;
}

/* Mutating what is no run any more leads nowhere. What libFuzzer found has no such ending. */
static bool is_seed(const char *path)
{
	const char *ending = strrchr(path, '.');

	return strstr(path, "/corpus/run/") && ending && !strcmp(ending, ".json");
}

static bool check_seed(const char *path)
{
	struct run run;

	if (store__read(path, &run))
		return false;
	run__free(&run);
	return true;
}

int main(int argc, char **argv)
{
	bool good = argc > 1;

	/* Before the target drops what is logged. */
	for (int i = 1; i < argc; i++)
		if (is_seed(argv[i]))
			good &= check_seed(argv[i]);
	for (int i = 1; i < argc; i++)
		good &= replay(argv[i]);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
