/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All operations of a backend in the formats of the HdrHistogram project, for its plotters and
 * other readers. Its bucket layout for three significant digits is that of bench/model/histogram.h,
 * so buckets correspond one to one.
 *
 * Write errors are reported by the stream.
 */
#ifndef HOOKBENCH_REPORT_TABLES_HDR_H
#define HOOKBENCH_REPORT_TABLES_HDR_H

#include <stdio.h>

#include "bench/model/run.h"
#include "report/figures/merged.h"

/*
 * The percentile text (.hgrm), as outputPercentileDistribution prints it with a scaling ratio of 1
 * and 5 ticks per half distance. Values are in the clock's unit, and equal those of
 * merged__quantile: exact if the cells are, else the highest value of the bucket, but never above
 * the largest value seen. Mean is computed from the values themselves, StdDeviation from the middle
 * of each bucket.
 */
void hdr__write_percentiles(const struct merged *merged, FILE *file);

/*
 * The histogram log (.hlog), format version 1.3: an interval line with a V2 compressed histogram
 * for each backend of the plan, in its order, and one for the control. The tag is the backend's
 * name (with _ for characters that a tag cannot have), or "control". A backend without histograms
 * has no line.
 *
 * These histograms count integers: each cell counts as its lowest value, in the clock's unit,
 * rounded to the nearest. A reader reports the highest value of the bucket for a percentile, which
 * is off by at most 0.1 % and half a unit, and the lowest for the smallest value, off by 0.2 % if a
 * unit is not a tick. Values above 2^53 - 1 count as that.
 *
 * A line's timestamp is 0, the start of the run, because the backends take turns; its interval is
 * the time spent in the backend's own timed loops, in seconds; its max is in the clock's unit.
 *
 * 0, or -ENOMEM, logged.
 */
int hdr__write_log(const struct run *run, FILE *file);

#endif
