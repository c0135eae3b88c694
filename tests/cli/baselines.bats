#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016,SC2154 # expands in scripts; set by bats, or by support.bash
# The runs in results/baselines: sound, small, and what README says of them.

load support

@test "there is one run of each series for each architecture, and no other" {
	cd "$repo/results/baselines" || return
	wanted=$(grep -v '^#' kernels.txt)
	for arch in x86-64 arm64; do
		there=$(cd $arch && printf '%s\n' */ | sed -E 's/^([0-9]+\.[0-9]+)\..*/\1/' | sort -V)
		diff <(echo "$wanted") <(echo "$there")
	done
}

@test "each is readable, exact and sound, and names what it was measured with" {
	cd "$repo/results/baselines" || return
	for run in */*/; do
		expect 0 "$HOOKBENCH" compare "$run" "$run"
		[ "$(jq -c '[.summary.valid, .clock.unit, .environment.kernel_release]' "$run/result.json")" = '[true,"instructions","'"$(basename "$run")"'"]' ]
		jq -e '.vm | [.qemu_version, .cpu_model, .image_checksum, .guest_checksum] | all' "$run/result.json"
		# On arm64, fentry and fexit came later.
		[[ $run == arm64/* ]] || jq -e '[.backends[].available] | all' "$run/result.json"
	done
}

@test "they are small: figures of all trials, no histograms" {
	cd "$repo/results/baselines" || return
	[ "$(jq -s '[.[].trials[].operation | has("histogram")] | any' ./*/*/result.json)" = false ]
	[ "$(jq -s '[.[].trials | length] | unique' -c ./x86-64/*/result.json)" = "[12]" ]
	[ "$(cat ./*/*/* | wc -c)" -lt 600000 ]
}

@test "the documentation's matrices have their figures" {
	cd "$repo/results/baselines" || return
	for run in */*/; do
		release=$(basename "$run")
		figures=$(awk -F, 'NR > 1 && $7 == "false" { print $6 == "true" ? $10 : $11 }' "$run/summary.csv" | xargs)
		# Without separators, differences, and what a kernel does not have.
		[ "${run%%/*}" = arm64 ] && page=arm64.md || page=kernels.md
		row=$(grep -F "| ${release%-cloud-*} |" "$repo/docs/$page" | sed -E 's/\([^)]*\)//g; s/,//g; s/^\|[^|]*\|//; s/\|//g; s/ - / /g; s/ - / /g' | xargs)
		echo "$release: $figures, in $page $row"
		[ "$row" = "$figures" ]
	done
}

# A tree of its own with the scripts that make and check baselines, and a script in QEMU's place.
made_up_tree() {
	export ARCHS=x86-64
	mkdir -p "$BATS_TEST_TMPDIR/tree/scripts" "$BATS_TEST_TMPDIR/tree/results/baselines" \
		"$BATS_TEST_TMPDIR/tree/build/release/bench"
	cd "$BATS_TEST_TMPDIR/tree" || return
	cp "$repo/scripts/baselines" "$repo/scripts/regress-baselines" "$repo/scripts/guard.bash" scripts
	for name in setup build build-guest; do
		printf '#!/bin/sh\n' >scripts/$name
	done
	# Releases are known by their images, series by links to these.
	printf '#!/bin/sh\n[ "$1" != --arch ] || shift 2\nfor name; do [ -e "%s/$name" ] || exit 2; echo "%s/$name"; done\n' "$PWD" "$PWD" >scripts/fetch-kernel
	chmod +x scripts/*
	ln -s "$HOOKBENCH" build/release/bench/hookbench
	printf '# comment\n6.1\n6.2\n' >results/baselines/kernels.txt
	answering_qemu
	for series in 6.1 6.2; do
		kernel $series.0 '.environment.kernel_release = "'$series'.0"'
		ln -s $series.0 $series
	done
	expect 0 scripts/baselines
	says "| 6.2.0 | 7,084 | 373 |"
	[ "$(echo results/baselines/x86-64/*/)" = "results/baselines/x86-64/6.1.0/ results/baselines/x86-64/6.2.0/" ]
}

# From now on, the guest of 6.2.0 answers with data/run.json after a jq filter.
later() {
	kernel 6.2.0 '.environment.kernel_release = "6.2.0" | '"$1"
}

@test "baselines are replaced by all new ones, or not at all" {
	made_up_tree
	touch results/baselines/x86-64/6.1.0/old
	later '.trials[0].hits = 9'
	expect 2 scripts/baselines
	says "of 2 kernels, 1 gave a valid run; results/baselines/x86-64 is unchanged"
	# What a kernel calls itself becomes a folder's name.
	for release in '../../elsewhere' '/etc/x' '..' 'a b'; do
		later '.environment.kernel_release = "'"$release"'"'
		expect 2 scripts/baselines
	done
	echo 'exit 1' >answers/6.2.0.sh
	expect 2 scripts/baselines
	mkdir results/baselines/x86-64/notes
	rm 6.2
	expect 123 scripts/baselines
	[ -e results/baselines/x86-64/6.1.0/old ]
	[ "$(find results/baselines/x86-64 -mindepth 1 -maxdepth 1 | wc -l)" -eq 3 ]
	later .
	ln -s 6.2.0 6.2
	rm answers/6.2.0.sh
	expect 0 scripts/baselines
	[ ! -e results/baselines/x86-64/6.1.0/old ]
	[ -d results/baselines/x86-64/notes ]
}

@test "regress-baselines: no difference, one instruction, what cannot be judged" {
	made_up_tree
	expect 0 scripts/regress-baselines
	says "6.1.0                          same" "6.2.0                          same"
	later '.trials |= map(if .backend == "fentry" then .operation.mode -= 1 else . end)'
	expect 1 scripts/regress-baselines
	says "6.2.0                          DIFFERS: fentry 144 -> 143"
	# The cost of none too, where the program is the same.
	later '.trials |= map(.operation.mode += 1)'
	expect 1 scripts/regress-baselines
	says "DIFFERS: none 7084 -> 7085"
	# And not where it is another: there it moves by an instruction now and then.
	result=results/baselines/x86-64/6.2.0/result.json
	cp $result result
	jq '.vm.guest_checksum = "crc32:0"' result >$result
	expect 0 scripts/regress-baselines
	says "6.2.0                          same"
	# What varies, as the baseline says, is the same as far as it does.
	jq '(.backends[] | select(.backend == "fentry")) |= (.varies = "it may" | .varies_by = 0)' result >$result
	later '.trials |= map(if .backend == "fentry" then .operation.mode += 4 else . end)'
	expect 0 scripts/regress-baselines
	says "6.2.0                          same"
	later '.trials |= map(if .backend == "fentry" then .operation.mode += 5 else . end)'
	expect 1 scripts/regress-baselines
	says "DIFFERS: fentry 144 -> 149"
	cp result $result
	later '.trials[0].hits = 9'
	expect 3 scripts/regress-baselines
	says "6.2.0                          cannot be judged: the new run is invalid"
	later '.tool.programs.fentry = "crc32:0" | .trials |= map(if .backend == "fentry" then .operation.mode -= 1 else . end)'
	expect 3 scripts/regress-baselines
	says "cannot be judged: fentry 144 -> 143; but the environment differs (program.fentry"
	echo 'exit 1' >answers/6.2.0.sh
	expect 3 scripts/regress-baselines
	says "6.1.0                          same" "6.2.0                          cannot be judged: it could not be measured"
}
