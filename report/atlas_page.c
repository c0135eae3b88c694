// SPDX-License-Identifier: GPL-2.0-or-later
/* atlas-page COSTS.csv KERNELS.csv FINDINGS.csv: the page of the atlas, on stdout. For
 * scripts/atlas. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/written_file.h"
#include "report/html/html_atlas.h"

int main(int argc, char **argv)
{
	struct atlas atlas;
	int err;

	if (argc != 4) {
		log__error("name the files of costs, kernels and findings");
		return 2;
	}
	err = atlas__read(argv[1], argv[2], argv[3], &atlas);
	if (!err) {
		html_atlas__write(&atlas, stdout);
		err = written_file__flush(stdout);
		if (err)
			log__error("cannot write the page: %s", strerror(-err));
	}
	atlas__free(&atlas);
	return err ? 2 : 0;
}
