// SPDX-License-Identifier: GPL-2.0-or-later
/* mutate SEED FILE: writes a hostile version of a file, of JSON or any other text, to stdout. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/faults/mutate.h"

static char *read_file(const char *path, size_t *size)
{
	char *text = NULL;
	FILE *in = fopen(path, "re"), *out = open_memstream(&text, size);
	int c;

	if (!in || !out) {
		perror(path);
		exit(2);
	}
	while ((c = getc(in)) != EOF)
		putc(c, out);
	fclose(in);
	fclose(out);
	return text;
}

int main(int argc, char **argv)
{
	uint64_t seed;
	size_t size;
	char *text, *changed;
	json_t *json;

	if (argc != 3) {
		fprintf(stderr, "Usage: mutate SEED FILE\n");
		return 2;
	}
	seed = strtoull(argv[1], NULL, 10);
	text = read_file(argv[2], &size);
	json = json_loadb(text, size, 0, NULL);
	changed = json ? mutate__document(&seed, json, &size) : mutate__bytes(&seed, text, &size);
	json_decref(json);
	free(text);
	if (!changed || fwrite(changed, 1, size, stdout) != size)
		return 2;
	free(changed);
	return 0;
}
