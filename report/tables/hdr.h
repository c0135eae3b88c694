/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All operations of a backend in the formats of the HdrHistogram project, for the plotters and
 * readers that know them. Its bucket layout for three significant digits is that of
 * bench/model/histogram.h, so that a bucket here is a bucket there.
 *
 * Errors of writing are the stream's.
 */
#ifndef HOOKBENCH_REPORT_TABLES_HDR_H
#define HOOKBENCH_REPORT_TABLES_HDR_H

#include <stdio.h>

#include "bench/model/run.h"
#include "report/figures/merged.h"

/*
 * The percentile text (.hgrm), as outputPercentileDistribution prints it with a scaling ratio of 1
 * and 5 ticks per half distance. Values are in the clock's unit, and the same as merged__quantile
 * has: exact if the cells are, else the highest of the bucket, but not above the largest that was
 * seen. Mean is that of the values themselves; StdDeviation takes a bucket for its middle.
 */
void hdr__write_percentiles(const struct merged *merged, FILE *file);

/*
 * The histogram log (.hlog), format version 1.3: an interval line with a V2 compressed histogram
 * for each backend of the plan, in its order, and one for the control. The tag is the backend's
 * name (with _ for what a tag cannot have), or "control". A backend without histograms has no line.
 *
 * Histograms there count whole numbers: each cell counts as its lowest value, in the clock's unit,
 * rounded to the nearest. What a reader then tells of a percentile, the highest value of the
 * bucket, is off by at most 0.1 % and half a unit; the lowest, which it tells of the smallest
 * value, by 0.2 % if a unit is not a tick. A value above 2^53 - 1 counts as that.
 *
 * A line's timestamp is 0, the start of the run, as the backends take turns; its interval is the
 * time that the backend's own timed loops took, in seconds; its max is in the clock's unit.
 *
 * 0, or -ENOMEM, logged.
 */
int hdr__write_log(const struct run *run, FILE *file);

#endif
