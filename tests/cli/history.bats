#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# `hookbench history` on stored runs that are made up.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	stored a 6.9.0 2026-01-03 0
	stored b 6.10.0 2026-01-01 7
	stored c 6.18.1 2026-01-02 7
}

# stored NAME KERNEL DAY MORE [FILTER]: a run in which kprobe is dearer by MORE.
stored() {
	mkdir -p "runs/$1"
	jq -c --arg kernel "$2" --arg day "$3" --argjson more "$4" '.environment.kernel_release = $kernel | .started = "\($day)T00:00:00Z"
		| .trials |= map(if .backend == "kprobe" then .operation.mode += $more else . end) | '"${5:-.}" \
		"$repo/tests/cli/data/run.json" >"runs/$1/result.json"
}

@test "every difference is a change, by kernel in the order of versions" {
	expect 0 "$HOOKBENCH" history runs
	says "kprobe: instructions per operation, 1 change in 3 runs" \
		"fentry: instructions per operation, 0 changes in 3 runs"
	no says "none:"
	kprobe=$(sed -n '/^kprobe/,/^$/p' <<<"$output" | awk 'NF > 2 && !/^kprobe/ { print $1, $3, $4 }')
	[ "$kprobe" = "6.9.0 373 
6.10.0 380 +7
6.18.1 380 " ]
	expect 0 "$HOOKBENCH" history runs --by date --backend kprobe
	[ "$(awk 'NF > 2 && !/^kprobe/ { print $1, $3, $4 }' <<<"$output")" = "6.10.0 380 
6.18.1 380 
6.9.0 373 -7" ]
}

@test "a release candidate comes before its release" {
	stored a 7.3.0-rc1 2026-01-01 0
	stored b 7.3.0 2026-01-02 7
	stored c 7.4~rc1-cloud-amd64 2026-01-03 7
	stored d 7.4-cloud-amd64 2026-01-04 9
	expect 0 "$HOOKBENCH" history runs --backend kprobe
	[ "$(awk 'NR > 1 { print $1, $4 }' <<<"$output")" = "7.3.0-rc1 
7.3.0 +7
7.4~rc1-cloud-amd64 
7.4-cloud-amd64 +2" ]
}

@test "as CSV, with the figures of the runs" {
	expect 0 "$HOOKBENCH" history runs --format csv --backend kprobe
	[ "${lines[0]}" = "backend,kernel,started,unit,overhead_in_unit,difference_in_unit,change,note,commit" ]
	[ "${lines[2]%%,,*}" = "kprobe,6.10.0,2026-01-01T00:00:00Z,instructions,380,7,true" ]
	[ "${#lines[@]}" -eq 4 ]
}

@test "a plot, with a line for each backend and the changes marked" {
	# Names that gnuplot must not take for its own words, and one run that lacks a backend.
	stored d "6.19'.system(\"touch hit\").'" 2026-01-04 9 '.trials |= map(select(.backend != "fentry")) | .backends |= map(if .backend == "fentry" then .available = false else . end)'
	expect 0 "$HOOKBENCH" history runs -o out
	says "kprobe: instructions per operation, 2 changes in 4 runs" "Stored in out"
	[ "$(wc -l <out/history.csv)" -eq $((1 + 4 * 4)) ]
	[ -s out/history.svg ] && [ -s out/history.png ]
	[ ! -e hit ] && [ ! -e out/hit ]
	# The points of the lines, and those that changed, are those of the table.
	[ "$(sed -n '/^\$d0 /,/^EOD/p' out/history.gnuplot | sed '1d;$d')" = $'1 373\n2 380\n3 380\n4 382' ]
	[ "$(sed -n '/^\$c0 /,/^EOD/p' out/history.gnuplot | sed '1d;$d')" = $'2 380 +7\n4 382 +2' ]
	[ "$(sed -n '/^\$d2 /,/^EOD/p' out/history.gnuplot | sed '1d;$d')" = $'1 144\n2 144\n3 144' ]
	grep -q '>6.10.0<' out/history.svg
	grep -q '>+7<' out/history.svg
	(cd out && gnuplot -e 'set terminal dumb' history.gnuplot) | grep -q kprobe
	expect 0 "$HOOKBENCH" history runs/a --backend kprobe -o one
	[ -s one/history.svg ]
	expect 2 "$HOOKBENCH" history runs -o out
	# Without gnuplot, all but the plot.
	mkdir bin
	PATH=$PWD/bin expect 0 "$HOOKBENCH" history runs -o without
	says "gnuplot is not installed"
	[ -s without/history.csv ] && [ ! -e without/history.svg ]
	[ "$(grep -c '<figure class="trend">' without/history.html)" -eq 4 ]
}

@test "a page, with the changes, a panel a hook and each point" {
	stored d "6.19<script>alert(1)</script>" 2026-01-04 9
	expect 0 "$HOOKBENCH" history runs -o out
	page=out/history.html
	grep -q "<h1>2 changes of 4 hooks in 4 runs</h1>" $page
	# The changes are those of the CSV, by run and then by hook.
	changes=$(sed -n '/id="changes"/,/<\/section>/s/.*<th scope="row">\([^<]*\)<\/th><td>\([^<]*\)<\/td><td class="number">\([^<]*\)<\/td><td class="number"><span class="change [a-z]*"><b>\([^<]*\)<.*/\1 \2 \3 \4/p' $page)
	[ "$changes" = "6.10.0 kprobe 380 +7
6.19&lt;script&gt;alert(1)&lt;/script&gt; kprobe 382 +2" ]
	grep -q "not counted: measure with --explain" $page
	no grep -q "<script>alert" $page
	[ "$(grep -c '<section aria-labelledby="hook-' $page)" -eq 4 ]
	[ "$(grep -c '<th scope="row">' $page)" -eq $((2 + 4 * 4)) ]
	# A panel for each hook, with each change at the line, and the last value at its end.
	[ "$(grep -c '<figure class="trend">' $page)" -eq 4 ]
	grep -q '<title>kprobe on 6.10.0: +380 instructions, +7 from before</title>' $page
	grep -q 'class="worse" x="[0-9.]*" y="[0-9.]*" text-anchor="middle">+7</text>' $page
	grep -q 'font-weight="600">+382</text>' $page
	# A change for the better, and one without a number.
	stored e 6.20.0 2026-01-05 0 '.trials |= map(select(.backend != "fentry")) | .backends |= map(if .backend == "fentry" then .available = false | .reason = "no BTF" else . end)'
	expect 0 "$HOOKBENCH" history runs -o better
	grep -q '<span class="change improvement"><b>-9</b></span>' better/history.html
	grep -q '<b>gone</b></span></td><td class="words">it does not attach on the new kernel: no BTF</td>' better/history.html
}

@test "by commit: as given, or as the kernel's release ends" {
	stored a 6.12.0 2026-01-03 0 '.commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"'
	stored b 6.12.0 2026-01-01 7 '.commit = "cccccccccccccccccccccccccccccccccccccccc"'
	stored c 6.12.0-rc1-00005-gbbbbbbbbbbbb 2026-01-02 7
	# Measured again, later: it stays with its commit. A short id is that of a long one.
	stored d 6.12.0 2026-01-09 7 '.commit = "ccccccc"'
	expect 0 "$HOOKBENCH" history runs --by commit --backend kprobe
	[ "$(awk 'NR > 1 { print $1, $2, $4, $5 }' <<<"$output")" = "cccccccccccc 6.12.0 380 
ccccccc 6.12.0 380 
bbbbbbbbbbbb 6.12.0-rc1-00005-gbbbbbbbbbbbb 380 
aaaaaaaaaaaa 6.12.0 373 -7" ]
	expect 0 "$HOOKBENCH" history runs --by commit --backend kprobe -o out
	grep -q ">aaaaaaaaaaaa<" out/history.html
	[ "$(tail -n 1 out/history.csv | cut -d, -f 9)" = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ]
	command -v gnuplot >/dev/null && grep -q ">bbbbbbbbbbbb<" out/history.svg
	rm -r runs
	stored a 6.9.0 2026-01-03 0
	expect 2 "$HOOKBENCH" history runs --by commit
	says "none of these runs says its commit: measure with --commit"
	expect 2 "$HOOKBENCH" history runs --by branch
	says "--by takes kernel, date or commit"
}

@test "a run stores the commit that it is given, or that CI works on" {
	answering_qemu
	kernel image .
	kernel other '.environment.kernel_release = "6.18.1"'
	one=0123456789abcdef0123456789abcdef01234567
	expect 0 "$HOOKBENCH" run -q --kernel ./image --commit $one -o given
	[ "$(jq -r .commit given/result.json)" = $one ]
	GITHUB_SHA=$one CI_COMMIT_SHA=abcdef0 expect 0 "$HOOKBENCH" run -q --kernel ./image -o github
	[ "$(jq -r .commit github/result.json)" = $one ]
	GITHUB_SHA=$one expect 0 "$HOOKBENCH" run -q --kernel ./image --cycles 1000 --shard 1/1 -o cells
	[ "$(jq -r .commit cells/*/result.json)" = $one ]
	GITHUB_SHA='' CI_COMMIT_SHA=abcdef0 expect 0 "$HOOKBENCH" regress -q --kernel ./image --kernel ./other -o gitlab
	[ "$(jq -r .commit gitlab/*/result.json | sort -u)" = abcdef0 ]
	GITHUB_SHA="main; rm -rf /" CI_COMMIT_SHA='' expect 0 "$HOOKBENCH" run -q --kernel ./image -o none
	[ "$(jq -r .commit none/result.json)" = null ]
	for wrong in main ABCDEF0 abcdef ''; do
		expect 2 "$HOOKBENCH" run -q --kernel ./image --commit "$wrong" -o wrong
		says "--commit takes the id of a commit, 7 to 64 digits 0-9 and a-f, not \"$wrong\""
	done
	[ ! -e wrong ]
}

@test "an invalid run is passed over, and one that cannot be compared says why" {
	stored b 6.10.0 2026-01-01 7 '.trials[0].hits = 999'
	expect 0 "$HOOKBENCH" history runs --backend kprobe
	says "invalid: " "1 change in 3 runs"
	grep -qE '6\.18\.1 .* 380 +\+7$' <<<"$output"
	# A backend that one of them lacks.
	stored b 6.10.0 2026-01-01 0 '.trials |= map(select(.backend != "fentry")) | .backends |= map(if .backend == "fentry" then .available = false else . end)'
	expect 0 "$HOOKBENCH" history runs --backend fentry
	says "1 change in 3 runs" "it does not attach on the new kernel"
	grep -qE '6\.10\.0 .* - +- ' <<<"$output"
	# The next one is compared with the last that has it.
	grep -qE '6\.18\.1 .* 144 *$' <<<"$output"
}

@test "runs of several variants are no history, and wrong use says so" {
	stored d 6.18.1 2026-01-04 0 '.plan.payload = "empty"'
	expect 3 "$HOOKBENCH" history runs
	says "these runs differ in more than the kernel"
	expect 2 "$HOOKBENCH" history
	expect 2 "$HOOKBENCH" history runs/a --backend lsm
	says 'none of these runs has a backend "lsm"'
	expect 2 "$HOOKBENCH" history runs --by size
	expect 2 "$HOOKBENCH" history missing
	expect 0 "$HOOKBENCH" history runs/a
}
