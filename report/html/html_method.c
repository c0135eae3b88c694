// SPDX-License-Identifier: GPL-2.0-or-later
/* How the runs were measured, in plain words; only the parts that apply to them. */
#include "report/html/html_parts.h"

#include "bench/base/print.h"

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
	  "A workload calls the hooked kernel function or system call many times, and the duration of every call is recorded. "
	  "Each hook has its own trials, and so does <b>none</b>, where nothing is attached. "
	  "One trial of each, in random order, is a round. "
	  "A hook\342\200\231s overhead is its cost minus the cost of <b>none</b> in the same round. "
	  "Each round has a second <b>none</b>, the control: it must show no overhead, or the run is invalid. "
	  "The BPF programs count their hits, so a hook that did not run is detected." },
	{ is_macro, "Commands",
	  "hyperfine times whole runs of a command with the hook attached; an operation is one run. "
	  "The hits of one run were counted in a separate run before the rounds." },
	{ is_exact, "Instructions",
	  "The kernel runs in an emulator whose clock advances by one for each guest instruction. "
	  "There is no noise: the same kernel gives the same number in every run and on every machine, so even a difference of one instruction is real. "
	  "The cost is the smallest common value: the smallest that occurs at least a quarter as often as the most frequent one. "
	  "Instructions are not time: an instruction may take a fraction of a nanosecond or, with a cache miss, a hundred nanoseconds." },
	{ is_time, "Nanoseconds",
	  "The cost is the median of a trial. "
	  "Every round gives one difference for each hook; the overhead is their Hodges\342\200\223Lehmann estimate (the median of the means of all pairs), which a few disturbed rounds barely affect. "
	  "The 95 % confidence interval is found by resampling the rounds (bootstrap). "
	  "Whether hooks differ from <b>none</b> is tested for all hooks together, with Holm\342\200\231s correction. "
	  "The fastest quarter of each trial are the operations that nothing else on the core slowed down: their mean has an estimate and an interval of its own, as has the mean of all operations. "
	  "Where an interval leaves open more than hooks cost, nothing is said but that it is too noisy to tell. "
	  "Boots differ too, and a single run cannot show by how much." },
	{ is_emulated_time, "Emulated time",
	  "These nanoseconds are those of an emulated CPU. "
	  "They show that everything works, but say nothing about hardware." },
	{ is_paced, "Pace",
	  "The workload slept between calls. "
	  "The overhead is that of a rare hit, with cold caches on an idle CPU." },
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
		if (applies_to_any(parts[i].applies, report)) {
			print__html(file, "<h3>%s</h3>\n<p>", parts[i].title);
			fputs(parts[i].text, file);
			fputs("</p>\n", file);
		}
}
