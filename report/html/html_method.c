// SPDX-License-Identifier: GPL-2.0-or-later
/* How it was measured, in plain words; only what these runs did. */
#include "report/html/html_parts.h"

static bool is_exact(const struct run *run)
{
	return run->unit == CLOCK_INSTRUCTIONS;
}

static bool is_time(const struct run *run)
{
	return !is_exact(run);
}

static bool is_emulated_time(const struct run *run)
{
	return is_time(run) && run__is_emulated(run);
}

static bool is_paced(const struct run *run)
{
	return run->plan.rate_hz > 0;
}

static bool is_macro(const struct run *run)
{
	return plan__is_macro(&run->plan);
}

static bool is_any(const struct run *run)
{
	(void)run;
	return true;
}

static const struct {
	bool (*applies)(const struct run *run);
	const char *title, *text;
} parts[] = {
	{ is_any, "What is compared",
	  "A workload calls the kernel function, or the system call, that is hooked, many times, "
	  "and "
	  "the duration of every call is recorded. Each hook has its own trials, and so has "
	  "<b>none</b>, where nothing is attached. All of them together, in an order drawn at "
	  "random, are a round. A hook\342\200\231s overhead is its cost less that of <b>none</b> "
	  "in the same round. Each round has a second <b>none</b>, the control: it must show no "
	  "overhead, or the run is invalid. The BPF programs count their hits, so that a hook that "
	  "was not run is noticed." },
	{ is_macro, "Commands",
	  "What is timed are whole runs of a command, by hyperfine, with the hook attached; an "
	  "operation is one of them. How often one run hits the hook was counted in a run by "
	  "itself before the rounds." },
	{ is_exact, "Instructions",
	  "The kernel runs in an emulator whose clock advances by one for each guest instruction. "
	  "There is no noise: the same kernel gives the same number on every run and on every "
	  "machine, so a difference of one instruction is a difference. Cost is the smallest value "
	  "that is common: seen at least a quarter as often as the most frequent one. Instructions "
	  "are not time: one may take a fraction of a nanosecond or, with a "
	  "cache miss, a hundred." },
	{ is_time, "Nanoseconds",
	  "Cost is the median of a trial. Every round gives one difference for each hook; the "
	  "overhead is their Hodges\342\200\223Lehmann estimate (the median of the means of all "
	  "pairs), which a few disturbed rounds hardly move. The interval is found by drawing "
	  "rounds "
	  "anew (bootstrap) and holds the overhead with 95 % confidence. Whether a hook differs "
	  "from "
	  "<b>none</b> is asked of all hooks together, corrected by Holm\342\200\231s method. "
	  "Boots "
	  "differ too, and one run cannot tell by how much." },
	{ is_emulated_time, "Emulated time",
	  "These nanoseconds are those of an emulated CPU. They show that all works, and say "
	  "nothing "
	  "about hardware." },
	{ is_paced, "Pace",
	  "The workload slept between the calls. The overhead is that of a rare hit, with cold "
	  "caches and a CPU that was idle." },
};

static bool applies_to_any(bool (*applies)(const struct run *run), const struct report *report)
{
	for (size_t i = 0; i < report->n; i++)
		if (applies(&report->runs[i].run))
			return true;
	return false;
}

void html_method__write(const struct report *report, FILE *file)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (applies_to_any(parts[i].applies, report))
			fprintf(file, "<h3>%s</h3>\n<p>%s</p>\n", parts[i].title, parts[i].text);
}
