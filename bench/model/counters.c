// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/counters.h"

#include "bench/base/maybe_count.h"

const struct counter counters_table[] = {
#define COUNTERS_ROW(name) { #name, offsetof(struct counters, name) },
	COUNTERS(COUNTERS_ROW)
#undef COUNTERS_ROW
		{ NULL, 0 },
};

const struct counters counters_unknown = {
#define COUNTERS_UNKNOWN(name) .name = COUNT_UNKNOWN,
	COUNTERS(COUNTERS_UNKNOWN)
#undef COUNTERS_UNKNOWN
};

int64_t *counters__member(struct counters *c, const struct counter *counter)
{
	return (int64_t *)((char *)c + counter->offset);
}

int64_t counters__value(const struct counters *c, const struct counter *counter)
{
	return *(const int64_t *)((const char *)c + counter->offset);
}

void counters__add(struct counters *total, const struct counters *c)
{
	for (const struct counter *k = counters_table; k->name; k++) {
		int64_t *member = counters__member(total, k);

		*member = maybe_count__sum(*member, counters__value(c, k));
	}
}
