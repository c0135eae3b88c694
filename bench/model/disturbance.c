// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/disturbance.h"

#include "bench/base/maybe_count.h"

const struct disturbance_kind disturbance_kinds[] = {
#define DISTURBANCE_ROW(name, unit, words, share) \
	{ #name, words, share, offsetof(struct disturbance, name) },
	DISTURBANCES(DISTURBANCE_ROW)
#undef DISTURBANCE_ROW
		{ NULL, NULL, 1, 0 },
};

const struct disturbance disturbance_unknown = {
#define DISTURBANCE_UNKNOWN(name, unit, words, share) .name = COUNT_UNKNOWN,
	DISTURBANCES(DISTURBANCE_UNKNOWN)
#undef DISTURBANCE_UNKNOWN
};

int64_t *disturbance__member(struct disturbance *d, const struct disturbance_kind *kind)
{
	return (int64_t *)((char *)d + kind->offset);
}

int64_t disturbance__value(const struct disturbance *d, const struct disturbance_kind *kind)
{
	return *(const int64_t *)((const char *)d + kind->offset);
}

void disturbance__add(struct disturbance *total, const struct disturbance *d)
{
	for (const struct disturbance_kind *k = disturbance_kinds; k->name; k++) {
		int64_t *member = disturbance__member(total, k);

		*member = maybe_count__sum(*member, disturbance__value(d, k));
	}
}

struct disturbance disturbance__between(const struct disturbance *before,
					const struct disturbance *after)
{
	struct disturbance d;

	for (const struct disturbance_kind *k = disturbance_kinds; k->name; k++)
		*disturbance__member(&d, k) = maybe_count__difference(
			disturbance__value(after, k), disturbance__value(before, k));
	return d;
}
