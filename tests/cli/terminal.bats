#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What a terminal shows: its width, its colours, its locale, and names of any length.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	shopt -s extglob
	command -v script >/dev/null || skip "script (util-linux) is not installed"
	cp "$BATS_TEST_DIRNAME/data/run.json" base.json
	jq -c '.trials |= map(.operation.mode += ({kprobe: 30, fexit: -20, fentry: 1}[.backend] // 0))' base.json >new.json
	export TERM=xterm
	unset NO_COLOR
}

# at COLUMNS STATUS COMMAND...: on a terminal of that width; STATUS any: it does not matter.
at() {
	local columns=$1 wanted=$2
	shift 2
	run script -qec "stty cols $columns rows 50; $(printf '%q ' "$@")" /dev/null </dev/null
	output=${output//$'\r'/}
	[[ $wanted == any || $status -eq $wanted ]] || {
		echo "status $status: $output"
		return 1
	}
}

# fits COLUMNS: no line of the last output is longer, but for a single word, or two of which one is too long.
fits() {
	local line plain
	while IFS= read -r line; do
		plain=${line//$'\e['*([0-9;])[mK]/}
		# A message is one line, for a log.
		((${#plain} <= $1)) || [[ $plain == hookbench:* ]] || [[ $(wc -w <<<"$plain") -le 2 ]] || {
			echo "wider than $1: $plain"
			return 1
		}
	done <<<"$output"
}

says_nan() { grep -iE '(^|[^a-z])(nan|inf)[kMGTP]?($|[^a-z])' <<<"$output"; }

@test "every table fits 80 columns, and 40" {
	mkdir -p runs/{a,b}
	cp base.json runs/a/result.json
	jq -c '.environment.kernel_release = "6.18.1+deb13-cloud-amd64"' new.json >runs/b/result.json
	for width in 80 40; do
		at $width 1 "$HOOKBENCH" compare base.json new.json
		fits $width
		at $width 0 "$HOOKBENCH" report --format table base.json
		fits $width
		at $width 0 "$HOOKBENCH" history runs
		fits $width
		at $width 2 "$HOOKBENCH" list --kernel ./missing
		fits $width
		at $width 2 "$HOOKBENCH" list --long --kernel ./missing
		fits $width
		at $width any "$HOOKBENCH" doctor
		fits $width
	done
	# Where there is room, there is more.
	at 80 1 "$HOOKBENCH" compare base.json new.json
	says "regression, moderate" "     base "
	at 40 1 "$HOOKBENCH" compare base.json new.json
	no says "     base "
	says "regression, moderate"
	at 40 0 "$HOOKBENCH" report --format table base.json
	says "cost overhead ratio"
	no says "p99"
}

@test "colours mean something, and none are where nobody sees them" {
	at 80 1 "$HOOKBENCH" compare base.json new.json
	says $'\e[1;31m        +30\e[0m' $'\e[1;31mregression, moderate\e[0m' $'\e[32mimprovement\e[0m' $'\e[1;31mRegression: kprobe'
	at 80 0 "$HOOKBENCH" report --format table base.json
	says $'\e[32mfentry   \e[0m'
	no says $'\e[32mkprobe'
	jq -c '.trials[0].hits = 999' base.json >invalid.json
	at 80 3 "$HOOKBENCH" report --format table invalid.json
	says $'\e[1;31mINVALID\e[0m'
	for variable in NO_COLOR=1 TERM=dumb; do
		export "${variable?}"
		at 80 1 "$HOOKBENCH" compare base.json new.json
		[[ $output != *$'\e'* ]]
		at 80 3 "$HOOKBENCH" report --format table invalid.json
		[[ $output != *$'\e'* ]]
		unset NO_COLOR
	done
	export TERM=xterm
	expect 1 "$HOOKBENCH" compare base.json new.json
	[[ $output != *$'\e'* ]]
}

@test "the control is shown if there is something to see" {
	expect 0 "$HOOKBENCH" report --format table base.json
	[[ $output != *$'\ncontrol '* ]]
	[[ ${output//$'\n'/ } == *"The control, a second none, cost the same."* ]]
	jq -c '.trials |= map(if .control then .operation.mode += 5 else . end)' base.json >restless.json
	expect 3 "$HOOKBENCH" report --format table restless.json
	says $'\ncontrol ' "INVALID" "the control (a second none) differs from none by 5 to 5"
}

@test "what is unknown is no number" {
	# Two rounds are too few for an interval, and nothing else is known of them.
	jq -c '.clock.unit = "nanoseconds" | .plan.unit = "nanoseconds" | .trials |= map(select(.round <= 2) |
		.attach_ns = null | .detach_ns = null | .elapsed_ns = 0 | .operation.mode_exact = false)' base.json >unknown.json
	for width in 40 80 300; do
		for format in table markdown; do
			at $width any "$HOOKBENCH" report --format $format unknown.json
			[ "${#output}" -gt 50 ]
			no says_nan
			at $width any "$HOOKBENCH" compare unknown.json unknown.json --format $format
			no says_nan
			says "too few rounds for an interval"
		done
	done
}

@test "names of 200 characters" {
	long=$(printf 'x%.0s' {1..200})
	jq -c ".environment.kernel_release = \"6.12-$long\" | .vm.cpu_model = \"$long\"" base.json >long.json
	cp long.json "$long.json"
	for width in 80 40; do
		for run in long.json "$long.json"; do
			at $width 0 "$HOOKBENCH" report --format table "$run"
			fits $width
			at $width 3 "$HOOKBENCH" compare base.json "$run"
			fits $width
			says "NOT COMPARABLE"
		done
	done
}

@test "in any locale, the same" {
	for command in "compare base.json new.json" "report --format table base.json" "compare base.json new.json --format markdown"; do
		# shellcheck disable=SC2086 # words
		LC_ALL=C "$HOOKBENCH" $command >plain || true
		for locale in de_DE.UTF-8 tr_TR.UTF-8; do
			make_locale $locale
			# shellcheck disable=SC2086
			LC_ALL=$locale "$HOOKBENCH" $command >other || true
			cmp plain other
		done
	done
	# No letter is outside ASCII where the terminal may not know it.
	LC_ALL=C "$HOOKBENCH" compare base.json new.json >plain || true
	LC_ALL=C no grep -q '[^ -~]' plain
	LC_ALL=C "$HOOKBENCH" report --format table base.json >plain
	LC_ALL=C no grep -q '[^ -~]' plain
}
