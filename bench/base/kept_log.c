// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/kept_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct kept_message {
	enum log_level level;
	char *text; /* NULL: there was no memory for it */
};

static void keep(enum log_level level, const char *text, void *context)
{
	struct kept_log *kept = context;
	struct kept_message *v = reallocarray(kept->v, kept->n + 1, sizeof(*v));

	if (!v)
		return;
	kept->v = v;
	v[kept->n++] = (struct kept_message){ level, strdup(text) };
}

void kept_log__begin(struct kept_log *kept)
{
	log__set_thread_sink(keep, kept);
}

void kept_log__end(void)
{
	log__set_thread_sink(NULL, NULL);
}

void kept_log__first_error(const struct kept_log *kept, char *text, size_t size)
{
	size_t i = 0;

	while (i < kept->n && (kept->v[i].level != LOG_ERROR || !kept->v[i].text))
		i++;
	snprintf(text, size, "%s", i < kept->n ? kept->v[i].text : "");
	text[strcspn(text, "\n")] = '\0';
}

void kept_log__write(const struct kept_log *kept, const char *name)
{
	for (size_t i = 0; i < kept->n; i++)
		if (kept->v[i].text)
			log__repeat(kept->v[i].level, name, kept->v[i].text);
}

void kept_log__free(struct kept_log *kept)
{
	for (size_t i = 0; i < kept->n; i++)
		free(kept->v[i].text);
	free(kept->v);
	*kept = (struct kept_log){ 0 };
}
