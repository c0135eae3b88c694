#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154,SC2030,SC2031 # set by bats, or by support.bash
# A stored run in HdrHistogram's formats, as the project's own package for JavaScript reads it.
# data/nanoseconds.json is a run of 5.10.262 of one round, with its histograms.

load support

package=hdr-histogram-js@3.0.1

# Why the package cannot be had here, in a file for the tests, which cannot see variables from here.
setup_file() {
	local log=$BATS_FILE_TMPDIR/npm.log why=$BATS_FILE_TMPDIR/why
	if ! command -v node || ! command -v npm; then
		echo "node or npm is not installed" >"$why"
	elif ! npm install --prefix "$BATS_FILE_TMPDIR" --no-audit --no-fund --ignore-scripts --prefer-offline --fetch-retries=1 \
		--fetch-retries=1 --fetch-retry-maxtimeout=10000 --fetch-timeout=30000 "$package" >"$log" 2>&1; then
		# Anything else is not the network's fault, and no reason to skip.
		if grep -qE 'E(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|NETUNREACH|HOSTUNREACH|TIMEDOUT|NOTCACHED)|ERR_SOCKET_TIMEOUT' "$log"; then
			echo "$package cannot be fetched: npm's registry is out of reach" >"$why"
		else
			cat "$log" >&2
			return 1
		fi
	fi
}

setup() {
	[ ! -s "$BATS_FILE_TMPDIR/why" ] || skip "$(cat "$BATS_FILE_TMPDIR/why")"
	cd "$BATS_TEST_TMPDIR" || return
}

# read_back RUN: writes it in HdrHistogram's formats, and what the package reads to read.json.
read_back() {
	expect 0 "$HOOKBENCH" report -q "$1" -o .
	NODE_PATH=$BATS_FILE_TMPDIR/node_modules node "$BATS_TEST_DIRNAME/hdr.js" hdr/latency.hlog >read.json
}

# same_figures RUN: the values read are those of a run of one round: all tags and counts, and the other
# figures to half a unit and 0.1 %; the smallest to 0.2 %, as it is a bucket's lowest value twice over.
same_figures() {
	jq -n --slurpfile run "$1" --slurpfile read read.json '
		def tag: if .control then "control" else .backend end;
		def near($a; $b; $of): ($a - $b) | fabs <= 0.5 + $b / $of;
		$run[0].trials as $trials | $read[0] as $read
		| [if ($read | keys) == ([$trials[] | tag] | unique) then empty else "tags" end,
			($trials[] | .operation as $o | tag as $tag | $read[$tag] as $r
				| ("count" | select($r.count != ([$o.histogram.cells[][1]] | add))),
				("min" | select(near($r.min; $o.min; 500) | not)),
				("mean", "p50", "p90", "p99", "p999", "max" | select(near($r[.]; $o[.]; 1000) | not))
				| {tag: $tag, figure: ., wanted: $o[.], read: $r[.]})]' >unequal
	[ "$(cat unequal)" = "[]" ] || {
		cat unequal
		return 1
	}
}

# same_text TAG: what the package prints, but for the digits that it does not know: it has a value's
# bucket, where we know the value (the largest always), and so the mean.
same_text() {
	jq -r ".[\"$1\"].hgrm" read.json | head -n -1 >"$1.theirs"
	paste -d '\n' "hdr/$1.hgrm" "$1.theirs" | awk '
		NR % 2 { ours = $0; next }
		ours == $0 { next }
		{
			split(ours, a, /[ ,=\]]+/)
			n = split($0, b, /[ ,=\]]+/)
			for (i = 1; i <= n; i++) {
				d = a[i] - b[i]
				if (a[i] != b[i] && (a[i] !~ /[.]...$/ || d * d > (b[i] / 1000) ^ 2)) {
					print ours; print; bad = 1
				}
			}
		}
		END { exit bad || !NR }'
}

@test "nanoseconds: the package reads the figures of the run" {
	read_back "$BATS_TEST_DIRNAME/data/nanoseconds.json"
	same_figures "$BATS_TEST_DIRNAME/data/nanoseconds.json"
	for tag in none kprobe control; do same_text $tag; done
}

@test "exact instructions: the package reads the figures of the run" {
	read_back "$repo/tests/fuzz/corpus/run/histogram.json"
	same_figures "$repo/tests/fuzz/corpus/run/histogram.json"
	for tag in none kretprobe control; do same_text $tag; done
}

@test "ticks that are no nanoseconds: values are in nanoseconds" {
	for scale in 0.4081632653 41.6666666667 0.0123; do
		jq --argjson k "$scale" '.clock.units_per_tick = $k
			| .trials[].operation |= (.mode *= $k | .min *= $k | .mean *= $k | .max *= $k | .p50 *= $k | .p90 *= $k | .p99 *= $k | .p999 *= $k)' \
			"$BATS_TEST_DIRNAME/data/nanoseconds.json" >run.json
		read_back run.json
		same_figures run.json
	done
}

# Small values have a bucket each: no digit may differ. So many of them that levels have more digits
# than are printed.
@test "the percentile text is, to the byte, the package's" {
	jq "$figured"'.trials[] |= (.operation |= figured([range(0; 2000; 7) | [., (2100 - .) * 13]] + [[2046, 1], [2047, 2]])
		| .operations = .operation.count)' "$BATS_TEST_DIRNAME/data/nanoseconds.json" >run.json
	read_back run.json
	for tag in none kprobe control; do
		jq -j ".$tag.hgrm" read.json | diff - hdr/$tag.hgrm
	done
}

@test "the log says when, and how long" {
	jq '.started = "2026-01-31T12:34:56Z" | .trials[].elapsed_ns = 1234000000' "$BATS_TEST_DIRNAME/data/nanoseconds.json" >run.json
	read_back run.json
	jq -e 'all(.[]; .start_ms / 1000 == ("2026-01-31T12:34:56Z" | fromdate) and .length_ms == 1234)' read.json
}

@test "a run without histograms has none of these files" {
	jq -c 'del(.trials[].operation.histogram)' "$BATS_TEST_DIRNAME/data/run.json" >run.json
	expect 0 "$HOOKBENCH" report -q run.json -o .
	no ls hdr/*
}
