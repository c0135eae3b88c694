#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016,SC2154 # of jq; set by bats, or by support.bash
# Stored runs of which nothing is true: each string that a run may hold is one that a terminal, a browser,
# a spreadsheet, a test system, gnuplot or a shell would act on. It must come out as text everywhere.

load support

# ESC, BEL, C1 as UTF-8, a line of its own, tags, quotes, and what opens something in Markdown, XML,
# gnuplot. Short, as names have a limit.
poison='\u001b[31m\u0007\u009b\nok 9 b<b>&'
# The rest, where there is room.
more=' # SKIP <script>alert(1)</script>\u202e\"'"'"'`id`|*_[x](y)@z $\\]]><!-- =1+1'

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	seeds=$repo/tests/fuzz/corpus
}

# Adds a text to every string of a run but those that decide how it is read, and to the names of objects.
# poison_run FILE >FILE
poison_run() {
	jq -c --arg short "$(jq -rn "\"$poison\"")" --arg long "$(jq -rn "\"$more\"")" '
		def hostile: if test("^(hookbench/1|hookbench|hookbench-explain/1|instructions|nanoseconds)$") then .
			elif length < 8 then . + $short else . + $short + $long end;
		def names: ["backend", "backends", "workload", "payload", "unit", "source", "schema", "name", "started",
			"symbol", "return_type", "placement", "must_be"];
		walk(if type == "object" then
			with_entries(.key as $key | if (.value | type) == "string" and (names | index($key) | not)
				then .value |= hostile else . end) else . end)
		| (.. | objects | select(has("backend")) | .backend) |= (if . == "kprobe" then "=k" + $short else . end)
		| if .plan then .plan.backends |= map(if . == "kprobe" then "=k" + $short else . end) else . end
		| if .plan then .plan.workload = $short | .plan.payload = $short | .target.symbol = $short else . end' "$1"
}

# A stored run, and one of the same without `count` of something: two that differ.
hostile_runs() {
	mkdir -p $'a\e[31m\x9b\nok 9 b' second
	first=$'a\e[31m\x9b\nok 9 b'
	poison_run "$seeds/run/$1.json" >"$first/result.json"
	poison_run "$seeds/run/$1.json" |
		jq -c '(.. | objects | select(has("mode")) | .mode) |= . + 3' >second/result.json
}

# Nothing that a terminal acts on, but for newlines and tabs, and only UTF-8.
is_shown() {
	if LC_ALL=C grep -aq $'[\x01-\x08\x0b-\x1f\x7f]' "$1" || LC_ALL=C grep -aqP '\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]' "$1"; then
		echo "control characters in $1:"
		LC_ALL=C cat -v "$1" | head -n 20
		return 1
	fi
	iconv -f UTF-8 -t UTF-8 "$1" >/dev/null || {
		echo "$1 is not UTF-8"
		return 1
	}
}

# shown FILE COMMAND...: what it prints, to either, is shown as text; the name of the run is no line.
shown() {
	local file=$1
	shift
	"$@" >"$file" 2>"$file.errors" || true
	[ -s "$file" ] || [ -s "$file.errors" ] || {
		echo "nothing is printed: $*"
		return 1
	}
	is_shown "$file"
	is_shown "$file.errors"
	no grep -q '^ok 9 b' "$file" "$file.errors"
}

@test "the poison is taken: the runs are read, with it" {
	for kind in instructions nanoseconds; do
		hostile_runs $kind
		expect 0 "$HOOKBENCH" report "$first" -o page
		grep -q 'ok 9 b' page/report.html
		[ "$(jq '[.. | strings | select(contains("ok 9 b"))] | length' "$first/result.json")" -gt 15 ]
		rm -r page "$first" second
	done
}

@test "compare, in every format" {
	for kind in instructions nanoseconds; do
		hostile_runs $kind
		for format in table markdown json csv junit ktap; do
			shown $format "$HOOKBENCH" compare --force --format $format "$first" second
			[ -s $format ]
		done
		no grep -q '<b>\|<script\|<!--' markdown junit
		# The tests of KTAP, in order, and nothing else.
		no grep -qv '^#\|^KTAP version 1$\|^1\.\.[0-9]*$\|^\(not \)\?ok [0-9]' ktap
		[ "$(grep -c '^\(not \)\?ok ' ktap)" = "$(sed -n 's/^1\.\.//p' ktap)" ]
		no grep -q '^[^#].*b<b>.*#.*SKIP <' ktap
		no grep -q '\(^\|,\)"\?[=@]' csv
		jq . json >/dev/null
		rm -r "$first" second
	done
}

@test "report: the page, Markdown, CSV, drawings, and what is said" {
	for kind in instructions nanoseconds; do
		hostile_runs $kind
		for runs in 1 2; do
			set -- "$first"
			[ $runs -eq 1 ] || set -- "$first" second
			shown said "$HOOKBENCH" report "$@" -o page
			[ -s page/report.html ]
			for file in page/*.html page/*.md page/*.csv page/hdr/*; do
				[ ! -e "$file" ] || is_shown "$file"
			done
			no grep -q 'b<b>\|<script>alert\|<!--' page/report.html
			# An indented block is text as it is.
			no grep -q '^ \{0,3\}[^ ].*\(b<b>\|<script\|<!--\)' page/report.md
			[ "$(grep -c '<script' page/report.html)" -eq 1 ]
			no grep -q '\(^\|,\)"\?[=@]' page/*.csv
			if command -v gnuplot >/dev/null; then
				[ "$(find page -name '*.svg' | wc -l)" -ge 1 ]
				for file in page/plots/*.svg page/plots/*.gnuplot; do
					is_shown "$file"
				done
				no grep -q 'b<b>\|<script>alert\|<!--' page/plots/*.svg
				! command -v xmllint >/dev/null || xmllint --noout page/plots/*.svg
			fi
			rm -r page
		done
		rm -r "$first" second
	done
}

@test "explain, in every format, and its files" {
	hostile_runs instructions
	for run in "$first" second; do
		poison_run "$seeds/explain/plain.json" |
			jq -c --slurpfile run "$run/result.json" '.kernel_release = "../../" + .kernel_release
				| .workload = $run[0].plan.workload | .payload = $run[0].plan.payload
				| .trials as $of | .trials = [$run[0].trials[] as {$round, $backend, $control}
					| ($of[] | select(.backend == $backend)) + {$round, $control, same_length: 1000}]
				| .trials |= map(.functions |= with_entries(.key += "\u001b[m\nok 9 b,\"<b>"))
				| .trials |= map(.stacks |= with_entries(.key += "\u001b[m\nok 9 b"))' >"$run/explain.json"
		jq -c --slurpfile explain "$run/explain.json" '.environment.kernel_release = $explain[0].kernel_release' \
			"$run/result.json" >of_it
		mv of_it "$run/result.json"
	done
	for format in table json csv; do
		shown $format "$HOOKBENCH" explain --format $format "$first"
		shown $format-2 "$HOOKBENCH" explain --format $format "$first" second
	done
	no grep -q '\(^\|,\)"\?[=@]' csv
	mkdir -p deep/folder
	shown said "$HOOKBENCH" explain --folded deep/folder/stacks "$first" second
	[ -z "$(find . -path ./deep/folder/stacks -prune -o -name '*.folded' -print)" ]
	find deep -name '*.folded' | while read -r file; do
		is_shown "$file"
		no grep -q '^ok 9 b' "$file"
	done
}

@test "a run that is refused is refused in plain words" {
	mkdir refused
	for change in '.schema += $p' '.clock.unit += $p' '.plan.backends[0] = $p' '.started = [$p]' \
		'.plan.unit = $p' '.plan.rounds = $p' '.backends = {($p): 1}' '.trials = $p' '. + {($p): 1} | del(.plan)'; do
		jq -c --arg p "$(jq -rn "\"$poison$more\"")" "$change" "$seeds/run/instructions.json" >refused/result.json
		shown said "$HOOKBENCH" report refused -o page
		shown said "$HOOKBENCH" compare --format ktap refused refused
		rm -rf page
	done
	printf '{"a": "\x9b\e[31m' >refused/result.json
	shown said "$HOOKBENCH" compare refused refused
}

@test "what a guest says, and the kernel it claims to be" {
	fake_image image
	# As the text of a message; where a name belongs, the message is refused.
	for message in '{"log": {"level": 0, "text": $p}}' '{"log": {"level": 2, "text": $p}}' '{"failed": {"error": 5, "x": $p}}' \
		'{($p): {}}' '{"hello": {"version": 1, "release": $p}}' '{"progress": {"backend": $p}}'; do
		jq -cn --arg p "$(jq -rn "\"$poison$more\"")" "$message" >sent
		fake_qemu "$greet; cat $PWD/sent"
		shown said "$HOOKBENCH" run -q --kernel ./image --timeout 5 -o out
		rm -rf out
	done
	# Its console, as bytes.
	fake_qemu 'printf "\e[31m\a\x9b\xc2\x9bKernel panic - \e]0;x\a\n" >&2; exit 1'
	shown said "$HOOKBENCH" run --kernel ./image --timeout 5 -o out
	grep -q 'Kernel panic' said.errors
}

@test "names on this machine: a file, a folder, a script" {
	name=$'x\e[31m\x9b\ny'
	shown said "$HOOKBENCH" report "$name"
	shown said "$HOOKBENCH" compare "$name" "$name"
	shown said "$HOOKBENCH" run --kernel "./$name"
	printf '#!/bin/sh\r\ntrue\r\n' >"$name"
	chmod +x "$name"
	shown said "$HOOKBENCH" attach none -- "./$name"
}

@test "random titles are drawn" {
	command -v gnuplot >/dev/null || skip "gnuplot is not installed"
	mkdir run
	# Bytes from a fixed sequence: quotes, brackets, signs, letters of several bytes.
	awk 'BEGIN { srand(7); for (i = 0; i < 40; i++) { s = ""; for (k = 0; k < 24; k++) s = s sprintf("%c", 32 + int(95 * rand())); print s } }' >titles
	printf '%s\n' "true ''" "a\\" "'" "''" '"' '`id`' '\n' '%s%n%d' '{a' '}' '@x' '#' '$0' 'a] ]>b]]>' >>titles
	while IFS= read -r title; do
		jq -c --arg t "$title" '.environment.kernel_release = $t | .plan.backends[1] = "k" + $t[0:20]
			| (.. | objects | select(.backend? == "kprobe") | .backend) = "k" + $t[0:20]' \
			"$seeds/run/instructions.json" >run/result.json
		expect 0 "$HOOKBENCH" report run -o page --plot overhead
		[ -s page/plots/overhead.svg ]
		! command -v xmllint >/dev/null || xmllint --noout page/plots/overhead.svg
		rm -r page
	done <titles
}
