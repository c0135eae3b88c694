#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# The runs in results/baselines: sound, small, and what README says of them.

load support

setup() {
	cd "$repo/results/baselines" || return
}

@test "there is one run of each series, and no other" {
	wanted=$(grep -v '^#' kernels.txt)
	there=$(printf '%s\n' */ | sed -E 's/^([0-9]+\.[0-9]+)\..*/\1/' | sort -V)
	diff <(echo "$wanted") <(echo "$there")
}

@test "each is readable, exact and sound, and tells what it was measured with" {
	for run in */; do
		expect 0 "$HOOKBENCH" compare "$run" "$run"
		[ "$(jq -c '[.summary.valid, .clock.unit, .environment.kernel_release]' "$run/result.json")" = '[true,"instructions","'"${run%/}"'"]' ]
		jq -e '.vm | [.qemu_version, .cpu_model, .image_checksum, .guest_checksum] | all' "$run/result.json"
		jq -e '[.backends[].available] | all' "$run/result.json"
	done
}

@test "they are small: figures of all trials, no histograms" {
	[ "$(jq -s '[.[].trials[].operation | has("histogram")] | any' ./*/result.json)" = false ]
	[ "$(jq -s '[.[].trials | length] | unique' -c ./*/result.json)" = "[12]" ]
	[ "$(cat ./*/* | wc -c)" -lt 250000 ]
}

@test "README's matrix has their figures" {
	for run in */; do
		release=${run%/}
		figures=$(awk -F, 'NR > 1 && $7 == "false" { print $6 == "true" ? $10 : $11 }' "$run/summary.csv" | xargs)
		# Without separators and differences.
		row=$(grep -F "| ${release%-cloud-amd64} |" "$repo/README.md" | sed -E 's/\([^)]*\)//g; s/,//g; s/^\|[^|]*\|//; s/\|//g' | xargs)
		echo "$release: $figures, in README $row"
		[ "$row" = "$figures" ]
	done
}
