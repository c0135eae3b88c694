// SPDX-License-Identifier: GPL-2.0-or-later
// node hdr.js LOG: what the HdrHistogram project's own package reads in a histogram log, as JSON: a
// member for each tag. NODE_PATH names the folder where the package hdr-histogram-js is.
"use strict";

const fs = require("fs");
const hdr = require("hdr-histogram-js");

const percentiles = { p50: 50, p90: 90, p99: 99, p999: 99.9 };

function figures(histogram) {
	const all = {
		count: histogram.totalCount,
		min: histogram.getValueAtPercentile(0),
		max: histogram.maxValue,
		mean: histogram.mean,
		start_ms: histogram.startTimeStampMsec,
		length_ms: histogram.endTimeStampMsec - histogram.startTimeStampMsec,
		hgrm: histogram.outputPercentileDistribution(5, 1),
	};

	for (const [name, percentile] of Object.entries(percentiles))
		all[name] = histogram.getValueAtPercentile(percentile);
	return all;
}

const reader = new hdr.HistogramLogReader(fs.readFileSync(process.argv[2], "utf8"), 64);
const tags = {};

for (let histogram; (histogram = reader.nextIntervalHistogram()); )
	tags[histogram.tag] = figures(histogram);
console.log(JSON.stringify(tags));
