// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the drivers mean for a hook that is hit often, and for one that is hit rarely. What they
 * typically cost is cited, as ranges, in a table of its own: no figure of hookbench is made of it.
 */
#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/html/html_parts.h"

/* Of the table of hooks. */
#define COLUMNS 6

/* docs/explain.md has the same table; a test compares them. */
static const struct {
	const char *drivers[3], *cost, *on, *source;
} costs[] = {
	{ { "breakpoints" },
	  "0.43 µs for a breakpoint with its handler, 0.06 µs for a jump in its place",
	  "Xeon E5410, 2.33 GHz",
	  "the kernel's Documentation/trace/kprobes.rst, “Optimized Probe Overhead”" },
	{ { "entries" },
	  "about 440 cycles into the kernel, and 270 back",
	  "Xeon E5 v3, by a page fault",
	  "“x86 Ring Switch Overhead (Page Fault version)”, lastweek.io, 2020" },
	{ { "locked" },
	  "17 to 19 cycles for a compare-and-exchange in the cache",
	  "AMD Jaguar; Intel Alder Lake",
	  "LLVM, “[X86][Btver2] Fix latency and throughput of CMPXCHG instructions”, 2019; uops.info" },
	{ { "branches", "returns", "indirect_*" },
	  "11 to 20 cycles if predicted wrongly",
	  "Neoverse N1; Cortex-A76; Sandy Bridge to Skylake",
	  "LLVM's AArch64SchedNeoverseN1.td; 7-cpu.com; A. Fog, “The microarchitecture of Intel, AMD and VIA CPUs”" },
	{ { "code_lines", "data_lines" },
	  "4 cycles in the first cache, 10 or 11 in the second, about 40 in the third",
	  "Xeon 5500; Graviton2",
	  "Intel, “Performance Analysis Guide for Core i7 and Xeon 5500”; AnandTech on Graviton2, 2020" },
	{ { "code_lines", "data_lines" },
	  "60 to 130 ns from memory",
	  "Xeon 5500; Graviton2; Xeon Silver 4110 under load",
	  "the same; Intel's Memory Latency Checker, as posted in Intel's forum for software tuning" },
};

static int64_t added(const struct driven *d, enum driver_id driver)
{
	return driven_pair__difference(&d->of[driver]);
}

/* What waits for all before it, or cannot be predicted at all. */
static int64_t waits(const struct driven *d)
{
	return added(d, DRIVER_LOCKED) + added(d, DRIVER_UNLOCKED) + added(d, DRIVER_BARRIERS) +
	       added(d, DRIVER_SYSTEM);
}

static void write_hooks(const struct drivers *drivers, FILE *file)
{
	static const char *const columns[] = {
		"entries", "locked, serialising", "branches, returns",
		"lines",   "of these, code",	  "pages",
	};

	fputs("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Each hit\"><table><thead><tr><th scope=\"col\" rowspan=\"2\">Each hit adds</th>"
	      "<th scope=\"colgroup\" class=\"number\" colspan=\"3\">Hot</th>"
	      "<th scope=\"colgroup\" class=\"number\" colspan=\"3\">Cold</th></tr><tr>",
	      file);
	for (size_t k = 0; k < COLUMNS; k++)
		print__html(file, "<th scope=\"col\" class=\"number\">%s</th>", columns[k]);
	fputs("</tr></thead><tbody>\n", file);
	for (size_t i = 0; i < drivers->n; i++) {
		const struct driven *d = &drivers->v[i];
		const int64_t numbers[COLUMNS] = {
			added(d, DRIVER_ENTRIES),
			waits(d),
			added(d, DRIVER_BRANCHES) + added(d, DRIVER_RETURNS) +
				added(d, DRIVER_INDIRECT_CALLS) + added(d, DRIVER_INDIRECT_JUMPS),
			added(d, DRIVER_CODE_LINES) + added(d, DRIVER_DATA_LINES),
			added(d, DRIVER_CODE_LINES),
			added(d, DRIVER_CODE_PAGES) + added(d, DRIVER_DATA_PAGES),
		};

		if (d->reference)
			continue;
		print__html(file, "<tr><th scope=\"row\">%s</th>", d->backend);
		for (size_t k = 0; k < COLUMNS; k++) {
			char cell[CELL_SIZE];

			format__grouped(cell, (double)numbers[k], true);
			print__html(file, "<td class=\"number\">%s</td>", cell);
		}
		fputs("</tr>\n", file);
	}
	fputs("</tbody></table></div>\n", file);
}

static void write_costs(FILE *file)
{
	fputs("<p>Typical costs, for orientation. They are other people's measurements on other machines, and in none of the figures on this page.</p>\n"
	      "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Times\"><table><thead><tr><th scope=\"col\">Of</th><th scope=\"col\">Took</th>"
	      "<th scope=\"col\">On</th><th scope=\"col\">Source</th></tr></thead><tbody>\n",
	      file);
	for (size_t i = 0; i < sizeof(costs) / sizeof(*costs); i++) {
		fputs("<tr><th scope=\"row\">", file);
		for (size_t k = 0; k < 3 && costs[i].drivers[k]; k++)
			print__html(file, "%s<code>%s</code>", k ? ", " : "", costs[i].drivers[k]);
		print__html(file, "</th><td>%s</td><td>%s</td><td>%s</td></tr>\n", costs[i].cost,
			    costs[i].on, costs[i].source);
	}
	fputs("</tbody></table></div>\n", file);
}

void html_hot_cold__write(const struct drivers *drivers, FILE *file)
{
	if (drivers->n < 2)
		return;
	fputs("<details><summary>Hot and cold: what this means for a hook</summary>\n"
	      "<p><b>A hook that is hit a million times a second</b> has its code and data in the first caches, and its branches in the predictor. What it adds is then the time of its instructions, and of those that others wait for: entering the kernel and leaving it, locked and serialising instructions, and branches that cannot be learned. At that rate, each nanosecond of a hit takes a thousandth of a CPU.</p>\n"
	      "<p><b>A hook that is hit ten times a second</b> finds caches, address translations and predictors full of something else. Each line and each page that it touches may have to be fetched first, its branches are guessed, and the number of its instructions hardly matters. Each hit may then take several times as long. Ten a second are no load for a CPU, but each delays the operation that is hit.</p>\n",
	      file);
	write_hooks(drivers, file);
	write_costs(file);
	fputs("</details>\n", file);
}
