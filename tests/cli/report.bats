#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016,SC2154 # expands in a script; set by bats, or by support.bash
# `hookbench report`, from outside. What a browser makes of the page is in page.bats, and what
# HdrHistogram's own reader makes of its files in hdr.bats.

load support

data=$BATS_TEST_DIRNAME/data

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

needs_gnuplot() {
	command -v gnuplot || skip "gnuplot is not installed"
}

# nothing_left FOLDER: no temporary folder of a report.
nothing_left() {
	no find "$1" -name 'hookbench-report-*' -print -quit | grep .
}

@test "one run: everything, by default into its own folder" {
	needs_gnuplot
	mkdir run
	cp "$data/nanoseconds.json" run/result.json
	expect 0 "$HOOKBENCH" report run
	says "run/report.html" "run/report.md" "run/summary.csv" "run/plots/overhead.svg"
	for file in report.html report.md {summary,trials,histogram}.csv hdr/{none,control,kprobe}.hgrm hdr/latency.hlog \
		plots/{overhead,density,percentiles,ecdf,difference}.{svg,png,gnuplot}; do
		[ -s "run/$file" ]
	done
	# At twice the pixels, which a PNG has in its head: 1640 by 920.
	[ "$(od -An -tx1 -j16 -N8 run/plots/overhead.png | xargs)" = "00 00 06 68 00 00 03 98" ]
	[ ! -e run/matrix.csv ]
	[ ! -e run/plots/rounds.svg ] # there is one round
	cmp run/result.json "$data/nanoseconds.json"
	nothing_left run
	# Its file, and once more over what is there.
	expect 0 "$HOOKBENCH" report -q run/result.json
	[ -z "$output" ]
}

@test "flame graphs are coloured by what was counted, in one run" {
	mkdir one
	cp "$data/run.json" one/result.json
	expect 2 "$HOOKBENCH" report one --flame-by locked
	says "one does not show what makes instructions dear"
	[ ! -e one/report.html ]
	expect 2 "$HOOKBENCH" report one --flame-by lock
	says 'unknown driver "lock"; use one of: instructions, plain'
	expect 2 "$HOOKBENCH" report one "$data/nanoseconds.json" -o several --flame-by locked
	says "--flame-by needs one run"
	expect 2 "$HOOKBENCH" report one --flame-by locked --plot overhead
	expect 2 "$HOOKBENCH" report --folded one --flame-by locked
}

@test "the same figures in page, Markdown, CSV and terminal" {
	for name in run nanoseconds; do
		expect 0 "$HOOKBENCH" report -q "$data/$name.json" -o $name
		# The terminal's table is printed by compare and run alone: that of a stored run by comparing it
		# with itself.
		run "$HOOKBENCH" compare "$data/$name.json" "$data/$name.json"
		terminal=$output
		awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
			$at["reference"] == "false" { print $at["backend"], $at["overhead_in_unit"] }' $name/summary.csv >figures
		[ -s figures ]
		while read -r backend overhead; do
			shown=$(LC_ALL=C printf "%+'.0f" "$overhead" | sed -E ':a; s/([0-9])([0-9]{3})($|,)/\1,\2\3/; ta')
			echo "$backend: $overhead, shown as $shown"
			grep -F "$backend" <<<"$terminal" | grep -qF "${shown#+}"
			grep -F "| $backend |" $name/report.md | grep -qF "$shown"
			# The cell of the table has the figure itself, and as it is shown.
			tr -d '\n' <$name/report.html | grep -qE "<th[^>]*>$backend</th>.{0,400}${shown/+/\\+}"
			grep -qF "$shown" $name/report.html
			[ ! -e $name/plots/overhead.svg ] || grep -qF "<title>$backend: $shown " $name/plots/overhead.svg
		done <figures
	done
}

@test "several runs: a matrix, one row each, and plots across" {
	needs_gnuplot
	jq -c '.environment.kernel_release = "6.13.0-amd64" | .started = "2026-02-01T00:00:00Z"
		| .trials |= map(if .backend == "kprobe" then .operation.mode += 9 else . end)' "$data/run.json" >new.json
	expect 2 "$HOOKBENCH" report "$data/run.json" new.json
	says "a report on several runs needs a folder" "-o DIR"
	expect 0 "$HOOKBENCH" report "$data/run.json" new.json -o both
	says "both/matrix.csv" "both/plots/kernels.svg"
	[ "$(head -1 both/summary.csv | tr , '\n' | tail -3 | xargs)" = "threads rate_hz started" ]
	# One line of names, and five backends with a control for each.
	[ "$(wc -l <both/summary.csv)" -eq 13 ]
	[ "$(cut -d, -f1 both/summary.csv | sort -u | wc -l)" -eq 3 ]
	grep -q "kprobe (+9" both/report.md
	grep -q "regression" both/matrix.csv
	[ "$(wc -l <both/report.md)" -lt 60 ]
	# A folder of runs is as good.
	mkdir -p folder/{a,b}
	cp "$data/run.json" folder/a/result.json
	cp new.json folder/b/result.json
	expect 0 "$HOOKBENCH" report -q folder -o again
	diff both/summary.csv again/summary.csv
}

@test "runs that differ in threads are plotted by threads" {
	needs_gnuplot
	for n in 1 2 4; do
		jq -c ".plan.threads = $n | .trials[].elapsed_ns = 50000000" "$data/nanoseconds.json" >$n.json
	done
	expect 0 "$HOOKBENCH" report -q 1.json 2.json 4.json -o out
	for plot in threads throughput; do
		[ -s out/plots/$plot.svg ]
	done
	[ ! -e out/plots/kernels.svg ]
	grep -q "2 threads" out/report.html
}

@test "a plot alone" {
	needs_gnuplot
	expect 0 "$HOOKBENCH" report "$data/nanoseconds.json" --plot ecdf -o out
	[ "$output" = "out/plots/ecdf.svg, .png, .gnuplot" ]
	[ "$(find out -type f | sort | xargs)" = "out/plots/ecdf.gnuplot out/plots/ecdf.png out/plots/ecdf.svg" ]
	# The script draws it again by itself.
	(cd out/plots && gnuplot -e "set terminal svg; set output 'again.svg'" ecdf.gnuplot)
	grep -q "<svg" out/plots/again.svg
	expect 2 "$HOOKBENCH" report "$data/nanoseconds.json" --plot pie
	says "unknown plot \"pie\""
	expect 2 "$HOOKBENCH" report "$data/nanoseconds.json" --plot kernels -o out
	says "no data for the plot \"kernels\""
	expect 0 "$HOOKBENCH" report --help
	says "percentiles" "HdrHistogram"
}

@test "no gnuplot: everything but the plots, and what to install" {
	PATH=/nonexistent expect 0 "$HOOKBENCH" report "$data/nanoseconds.json" -o out
	says "gnuplot is not installed; install it with apt-get install gnuplot-nox" "out/report.html"
	[ -s out/report.html ]
	[ -s out/hdr/kprobe.hgrm ]
	no ls out/plots/*
	grep -q "gnuplot" out/report.html
	PATH=/nonexistent expect 2 "$HOOKBENCH" report "$data/nanoseconds.json" --plot ecdf -o other
}

@test "a gnuplot that crashes costs the plots only" {
	mkdir bin
	printf '#!/bin/sh\nkill -SEGV $$\n' >bin/gnuplot
	chmod +x bin/gnuplot
	PATH=$PWD/bin:$PATH expect 0 "$HOOKBENCH" report "$data/nanoseconds.json" -o out
	says "gnuplot could not draw: it was killed by a signal" "this report has no plots"
	[ -s out/report.html ]
	nothing_left out
}

@test "names that need escaping, and what claims to be code" {
	folder=$'<script>alert(1)<\\script> & "quoted"'
	mkdir "$folder"
	jq -c '.environment.kernel_release = "6.1`touch pwned`'"'"'; system '"'"'touch pwned'"'"'<b>\u001b[31m"' "$data/nanoseconds.json" >"$folder/result.json"
	expect 0 "$HOOKBENCH" report -q "$folder"
	[ -s "$folder/report.html" ]
	no grep -q "<script>alert\|pwned.\{1,6\}<b>" "$folder/report.html"
	no grep -q $'\033' "$folder/report.html"
	[ -z "$(find . -name pwned)" ]
}

@test "ends of lines in names are no commands of gnuplot" {
	needs_gnuplot
	jq -c '.environment.kernel_release = "x\"\nEOD\nsystem(\"touch pwned\")\n$z << EOD\n"' "$data/run.json" >a.json
	jq -c '(.. | strings | select(. == "kprobe")) |= "k\nEOD\n!touch pwned\n"' "$data/run.json" >b.json
	expect 0 "$HOOKBENCH" report -q a.json "$data/run.json" -o several
	run "$HOOKBENCH" report -q b.json -o one
	[ -z "$(find . -name pwned)" ]
	[ -s several/plots/kernels.svg ]
}

@test "labels that are too long are cut, and touch nothing else" {
	long=$(printf 'parameter=%.0s' {1..12})
	for n in 1 2 3; do
		jq -c ".vm.append = \"$long\"" "$data/run.json" >$n.json
	done
	expect 0 "$HOOKBENCH" report -q "$data/run.json" {1,2,3}.json -o out
	[ "$(awk -F, 'NR > 1 { print $NF }' out/summary.csv | sort -u)" = "$(jq -r .started "$data/run.json")" ]
	grep -q '#3' out/report.html
	grep -q '#4' out/report.html
}

@test "folders of runs are in the order of their numbers" {
	needs_gnuplot
	for n in 1 2 4 16; do
		mkdir -p runs/threads-$n
		jq -c ".plan.threads = $n" "$data/nanoseconds.json" >runs/threads-$n/result.json
	done
	expect 0 "$HOOKBENCH" report -q runs -o out
	[ "$(awk -F, 'NR > 1 { print $(NF - 2) }' out/summary.csv | uniq | xargs)" = "1 2 4 16" ]
}

@test "a stored run's own files are not replaced by others', and nothing of an earlier report stays" {
	needs_gnuplot
	mkdir a
	cp "$data/run.json" a/result.json
	expect 2 "$HOOKBENCH" report -q a "$data/nanoseconds.json" -o a
	says "a is a stored run, and its files would be mixed with the report's"
	[ "$(ls a)" = result.json ]
	expect 0 "$HOOKBENCH" report -q "$data/nanoseconds.json" a -o out
	[ -s out/matrix.csv ]
	[ -s out/plots/overhead_2.svg ]
	[ -s out/hdr/1-kprobe.hgrm ]
	touch out/plots/mine.txt
	expect 0 "$HOOKBENCH" report -q a -o out
	[ "$(find out -type f -newer a/result.json -name '*_2.*' -o -name matrix.csv -o -name '1-*')" = "" ]
	[ -e out/plots/mine.txt ]
	# A run without histograms has none of their files.
	jq -c 'del(.trials[].operation.histogram)' "$data/run.json" >figures.json
	expect 0 "$HOOKBENCH" report -q figures.json -o out
	[ ! -e out/hdr ]
	[ ! -e out/histogram.csv ]
}

@test "only none was measured, and a plot that cannot be drawn" {
	jq -c '.trials |= map(select(.backend == "none")) | .backends |= map(if .backend == "none" then . else .available = false | .reason = "no" end)' "$data/nanoseconds.json" >1.json
	jq -c '.environment.kernel_release = "7"' 1.json >2.json
	expect 0 "$HOOKBENCH" report 1.json 2.json -o out
	no grep -q "could not draw" <<<"$output"
	grep -q "no hook was measured" out/report.html
	jq -c '.trials[0].operation.histogram.cells = []' "$data/nanoseconds.json" >empty.json
	expect 0 "$HOOKBENCH" report empty.json -o empty
	no grep -q "could not draw" <<<"$output"
	jq -c "$figured"'.trials[].operation |= figured([[0, 200]])' "$data/nanoseconds.json" >zero.json
	expect 0 "$HOOKBENCH" report zero.json -o zero
	no grep -q "could not draw" <<<"$output"
}

@test "runs that are short of something come out right" {
	while read -r name filter; do
		jq -c "$figured $filter" "$data/nanoseconds.json" >"$name.json"
		expect 0 "$HOOKBENCH" report -q "$name.json" -o "$name"
		[ -s "$name/report.html" ]
	done <<'EOT'
skipped .backends[1] += {available: false, reason: "this kernel has no kprobes", remedy: "another"} | .trials |= map(select(.backend != "kprobe"))
single .trials |= map(.operation |= figured([[.histogram.cells[0][0], 1]]) | .operations = 1 | .expected_hits = null)
missed .trials |= map(if .backend == "kprobe" then .missed = 3 else . end)
figures del(.trials[].operation.histogram)
EOT
	grep -q "this kernel has no kprobes" skipped/report.html
	grep -q "INVALID\|Invalid" missed/report.html
	grep -q "3 missed hits" missed/report.md
	[ ! -e figures/histogram.csv ]
}

@test "what cannot be read or written: a message, and nothing half" {
	expect 2 "$HOOKBENCH" report
	says "name a stored run"
	expect 2 "$HOOKBENCH" report nowhere
	says "nowhere"
	echo '{"schema": "hookbench/99"}' >future.json
	expect 2 "$HOOKBENCH" report future.json
	says "hookbench/99"
	touch file
	expect 2 "$HOOKBENCH" report "$data/run.json" -o file
	says "cannot write a report into file" "-o"
	[ ! -s file ]
}

@test "a stored run that is a pipe is refused, not waited for or read twice" {
	mkdir piped
	mkfifo pipe piped/result.json
	for run in pipe piped; do
		expect 2 timeout 60 "$HOOKBENCH" report $run -o out
		says "is not a stored run, but a pipe; it must be a file"
		expect 2 timeout 60 "$HOOKBENCH" compare $run $run
		says "is not a stored run, but a pipe"
	done
	expect 2 bash -c '"$0" compare <(cat "$1") "$1"' "$HOOKBENCH" "$repo/tests/cli/data/run.json"
	says "is not a stored run, but a pipe"
	mkdir stacks
	mkfifo stacks/none.folded
	echo "a;b 1" >stacks/tp.folded
	expect 2 timeout 60 "$HOOKBENCH" report --folded stacks -o out
	says "cannot read stacks/none.folded: it is a pipe"
	rm stacks/none.folded
	mkfifo stacks/profile.json
	expect 2 timeout 60 "$HOOKBENCH" report --folded stacks -o out
	says "cannot read stacks/profile.json: it is a pipe"
}

@test "a result or an explanation that is no file: what it is" {
	mkdir -p hollow/result.json explained
	expect 2 "$HOOKBENCH" report hollow -o out
	says "hollow/result.json is not a stored run, but a folder"
	cp "$data/run.json" explained/result.json
	ln -s /dev/zero explained/explain.json
	expect 2 timeout 60 "$HOOKBENCH" explain explained
	says "cannot read explained/explain.json, and ignored it: it is a device or a socket"
	rm explained/explain.json
	mkfifo explained/explain.json
	expect 2 timeout 60 "$HOOKBENCH" explain explained
	says "cannot read explained/explain.json, and ignored it: it is a pipe"
}

@test "a full disk: a message, no half page, nothing left" {
	needs_root
	unshare --mount true || skip "no mount namespace can be made here (a chroot?)"
	mkdir small
	small_size=16k
	full() {
		SIZE=$small_size unshare --mount sh -c 'mount -t tmpfs -o "size=$SIZE" none small && "$@"; status=$?; ls -A small >left; exit $status' sh "$@"
	}
	expect 75 full "$HOOKBENCH" report "$data/nanoseconds.json" -o small
	says "cannot write a report into small: No space left on device"
	[ ! -s left ]
	expect 75 full "$HOOKBENCH" report "$data/nanoseconds.json" -o small/deep/er
	says "cannot write a report into small/deep/er: No space left on device"
	[ ! -s left ]
	# Stacks of some backends would be taken for those of all.
	mkdir explained
	cp "$repo/tests/fuzz/corpus/run/instructions.json" explained/result.json
	jq '.kernel_release = "6.12.117+deb13-cloud-amd64" | .trials |= (map(.same_length = 1000) |
		[.[0], .[1], (.[0] | .control = true), .[2]])' "$repo/tests/fuzz/corpus/explain/plain.json" >explained/explain.json
	# These are of the same run, but do not add up.
	expect 3 "$HOOKBENCH" explain explained --folded stacks
	says "none: 5000 instructions" "kprobe: +364 instructions"
	[ "$(find stacks -name '*.folded' | wc -l)" -gt 1 ]
	small_size=4k
	expect 75 full "$HOOKBENCH" explain explained --folded small/stacks
	says "cannot write stacks into small/stacks: No space left on device"
	[ ! -s left ]
}
