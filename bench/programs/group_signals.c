// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/group_signals.h"

enum signal_way group_signals__take(struct group_signals *g, int number, pid_t sender,
				    bool is_reported, bool hold, uint64_t now_ns)
{
	struct group_signal *last = &g->last[number];
	bool was_held = last->until_ns;

	if (last->has_come && last->sender == sender && last->is_reported != is_reported) {
		*last = (struct group_signal){ 0 };
		return was_held ? SIGNAL_IS_OF_GROUP : SIGNAL_IS_KNOWN;
	}
	*last = (struct group_signal){ sender, true, is_reported, 0 };
	/* Two of one number that come together are one, as everywhere. */
	if (hold || was_held)
		last->until_ns = now_ns + GROUP_SIGNALS_MS * UINT64_C(1000000);
	return SIGNAL_IS_FIRST;
}

int group_signals__due(struct group_signals *g, uint64_t now_ns)
{
	for (int i = 0; i < GROUP_SIGNALS_MOST; i++) {
		struct group_signal *last = &g->last[i];

		if (!last->until_ns || last->until_ns > now_ns)
			continue;
		last->until_ns = 0;
		return i;
	}
	return 0;
}

bool group_signals__are_held(const struct group_signals *g)
{
	for (int i = 0; i < GROUP_SIGNALS_MOST; i++)
		if (g->last[i].until_ns)
			return true;
	return false;
}
