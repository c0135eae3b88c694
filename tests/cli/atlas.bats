#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# shellcheck disable=SC2016 # Markdown
# The files of an atlas, from cells that are made up; its findings and tables. page.bats has the page in a browser.

load support

page=${HOOKBENCH%bench/hookbench}report/atlas-page

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export RUNS=$PWD/runs ATLAS=$PWD/atlas PARTS=hooks ARCHS=x86-64
	cell one 6.9.1-cloud empty 0
	cell two 6.10.0-cloud empty 7
	cell three 6.9.1-cloud count 9
	cell four 6.10.0-cloud count 12
	plan one two three four
}

# cell ID KERNEL PAYLOAD MORE [FILTER]: a run in which kprobe is dearer by MORE.
cell() {
	mkdir -p "runs/hooks-x86-64/$1"
	jq -c --arg kernel "$2" --arg payload "$3" --argjson more "$4" '.environment.kernel_release = $kernel | .plan.payload = $payload
		| .vm = {cpu_model: "qemu64", append: null, image_checksum: "crc32:01234567", qemu_version: "7.2"}
		| .summary = {valid: true, problems: [], rows: [.backends[] | select(.available) | {backend, control: false,
			cost_in_unit: 1000, overhead_in_unit: (if .backend == "none" then 0 elif .backend == "kprobe" then 100 + $more else 200 end),
			smallest_visible_in_unit: 1}]} | '"${5:-.}" "$repo/tests/cli/data/run.json" >"runs/hooks-x86-64/$1/result.json"
}

plan() {
	jq -n '{cells: [$ARGS.positional[] | {id: .}]}' --args "$@" >runs/hooks-x86-64/plan.json
}

finding() {
	cat >>atlas/findings.txt
}

content() { sed '/<style>/,/<\/style>/d; /<script>/,/<\/script>/d' "$1"; }

# costs: the columns that matter here.
costs() { cut -d, -f 2,6,7,9,11- atlas/costs.csv | grep "$1"; }

@test "each figure is stored once, by kernel and in the order of the plan" {
	expect 0 "$repo/scripts/atlas" --store
	[ "$(costs ,kprobe,)" = "6.9,empty,kprobe,100,measured,
6.9,count,kprobe,109,measured,
6.10,empty,kprobe,107,measured,
6.10,count,kprobe,112,measured," ]
	[ "$(tail -n +2 atlas/kernels.csv | cut -d, -f -3)" = "x86-64,6.9,6.9.1-cloud
x86-64,6.10,6.10.0-cloud" ]
	# The same cell in another part: the same line; another figure is no atlas.
	cell five 6.9.1-cloud empty 0
	plan one two three four five
	expect 0 "$repo/scripts/atlas" --store
	[ "$(costs ,kprobe, | wc -l)" -eq 4 ]
	cell five 6.9.1-cloud empty 1
	expect 2 "$repo/scripts/atlas" --store
	says "two cells differ" ",kprobe,1000,101," ",kprobe,1000,100,"
	# Unless the rounds of one of them do.
	cell five 6.9.1-cloud empty 1 '.summary.rows |= map(.smallest_visible_in_unit = null)'
	expect 0 "$repo/scripts/atlas" --store
	[ "$(costs ,empty,kprobe, | head -n 1)" = "6.9,empty,kprobe,100,measured," ]
	cell one 6.9.1-cloud empty 1 '.summary.rows |= map(.smallest_visible_in_unit = null)'
	cell five 6.9.1-cloud empty 0
	expect 0 "$repo/scripts/atlas" --store
	[ "$(costs ,empty,kprobe, | head -n 1)" = "6.9,empty,kprobe,100,measured," ]
}

@test "what is skipped or invalid has its reason, and what is missing is said" {
	cell one 6.9.1-cloud empty 0 '.backends |= map(if .backend == "fexit" then .available = false | .reason = "no BTF, \"none\"" else . end)'
	cell four 6.10.0-cloud count 0 '.summary.valid = false | .summary.problems = ["it is wrong"]'
	plan one two three four five
	expect 3 "$repo/scripts/atlas" --store
	says "hooks-x86-64: 4 of 5 cells are measured" ",invalid,it is wrong"
	costs ',fexit,.*skipped,"no BTF, ""none"""'
	[ "$(costs ,invalid, | wc -l)" -gt 2 ]
	"$page" atlas/costs.csv atlas/kernels.csv <(echo) 2>&1 | grep -q "a pipe"
	echo title,text,command,functions >none.csv
	"$page" atlas/costs.csv atlas/kernels.csv none.csv >page.html
	grep -q '<tr><th scope="row">kprobe<td>count.*<td>109<td>invalid$' page.html
	grep -q '<tr><th scope="row">fexit<td>empty.*<td>–<td>200$' page.html
	grep -q '<tr><th scope="row">none<td>empty.*<td>1,000<td>1,000$' page.html
}

@test "findings have the figures of the atlas, or there are none" {
	"$repo/scripts/atlas" --store
	echo 'x86-64,6.10,create-unlink,kprobe,trace_call_bpf,12' >>atlas/functions.csv
	finding <<'EOT'
# kprobe has {+[6.10 kprobe] - [6.9 kprobe]}, <not> "more"
It costs {[6.10 kprobe]} of {[6.10 none cost]}, {.[6.10 kprobe] / [6.10 kprobe payload=empty]} times as much, and
{-3 + (2 - 4) * 1000 + 1}.
claim: [6.10 kprobe] > [6.9 kprobe]
claim: [6.10 kprobe] - 3 = [6.9 kprobe]
command: hookbench explain
functions: `trace_call_bpf` {[6.10 kprobe in=trace_call_bpf]}.
EOT
	expect 0 "$repo/scripts/atlas-findings"
	says '### 1. kprobe has +3, <not> "more"' "It costs 112 of 1,000, 1.0 times as much, and -2,002." '`trace_call_bpf` 12.'
	expect 0 "$repo/scripts/atlas" --page
	grep -q '<h3>kprobe has +3, &lt;not&gt; &quot;more&quot;</h3>' atlas/index.html
	grep -q '<p><code>trace_call_bpf</code> 12.</p>' atlas/index.html
	cp atlas/index.html before.html
	# A figure that changed, one that is not there, and what is no claim.
	sed -i 's/^\(x86-64,6.10,.*,count,kprobe,1000,\)112/\1113/' atlas/costs.csv
	expect 2 "$repo/scripts/atlas-findings"
	says "it is not so that [6.10 kprobe] - 3 = [6.9 kprobe]"
	expect 2 "$repo/scripts/atlas" --page
	cmp before.html atlas/index.html
	finding <<<$'# b\nclaim: [5.0 kprobe] > 1\ncommand: x\nfunctions: x'
	expect 2 "$repo/scripts/atlas-findings"
	says "there is no figure [5.0 kprobe]"
	printf '# c\nclaim: 1\ncommand: x\nfunctions: {1 1}\n' >atlas/findings.txt
	expect 2 "$repo/scripts/atlas-findings"
	says "this is no claim: 1" 'what is "1" in {1 1}?'
}

@test "tables: by kernel, by payload, and prices" {
	"$repo/scripts/atlas" --store
	expect 0 "$repo/scripts/atlas-table" backend=fentry,kprobe
	[ "$output" = "| backend | 6.9 | 6.10 |
| --- | ---: | ---: |
| fentry | 200 | 200 |
| kprobe | 109 | 112 |" ]
	expect 0 "$repo/scripts/atlas-table" --by=payload kernel=6.9 payload=count,empty backend=kprobe
	[ "${lines[2]}" = "| kprobe | 109 | 100 |" ]
	expect 0 "$repo/scripts/atlas-table" --price backend=kprobe payload=count,empty
	[ "${lines[2]}" = '| `count` | 9 | 5 |' ]
}

@test "the page refuses what is no atlas" {
	"$repo/scripts/atlas" --store
	echo title,text,command,functions >none.csv
	for line in 'x86-64,6.9' 'x86-64,7.0,qemu64,,c,count,kprobe,1,1,1,measured,' 'x86-64,6.9,qemu64,,c,count,kprobe,1,1,1,measured,"no' \
		"$(sed -n 2p atlas/costs.csv)"; do
		{ cat atlas/costs.csv && echo "$line"; } >bad.csv
		expect 2 "$page" bad.csv atlas/kernels.csv none.csv
	done
	head -c 100 atlas/costs.csv >bad.csv
	expect 2 "$page" bad.csv atlas/kernels.csv none.csv
	says "line 2 has not 12 cells"
	expect 2 "$page" none.csv atlas/kernels.csv none.csv
	says "its first line is not arch,"
	expect 2 "$page" missing.csv atlas/kernels.csv none.csv
}

@test "the atlas of this repository: its findings are so, its page is made from its files, and is small" {
	export ATLAS=$repo/results/atlas
	expect 0 "$repo/scripts/atlas-findings"
	[ "$(grep -c '^### ' <<<"$output")" -ge 10 ]
	cp -r "$ATLAS" again
	ATLAS=$PWD/again expect 0 "$repo/scripts/atlas" --page
	# Its style and script may be of another day: scripts/docs makes them anew.
	diff <(content again/index.html) <(content "$ATLAS/index.html")
	# The two ways of counting agree: the functions of each backend add up to its overhead.
	awk -F, 'FNR == 1 { next }
		FILENAME ~ /functions/ { sum[$1, $2, $3, $4] += $6; next }
		$4 == "" && $6 == "count" && $3 != "EPYC-Rome" && $11 == "measured" && ($1, $2, $5, $7) in sum {
			n++
			if (sum[$1, $2, $5, $7] != $9) { print; bad = 1 }
		}
		END { exit bad || n < 100 }' "$ATLAS/functions.csv" "$ATLAS/costs.csv"
	[ "$(stat -c %s "$ATLAS/index.html")" -le $((3 << 20)) ]
	[ "$(du -sb "$ATLAS" | cut -f 1)" -le $((4 << 20)) ]
}
