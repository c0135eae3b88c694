#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Several real kernels at once: compared, judged to the instruction, and bisected.

load ../cli/support

# Oldest first. The overheads of kprobe rise with 6.1, those of kretprobe with 6.12.
series="5.10 6.1 6.12 7.3"

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	# shellcheck disable=SC2086 # words
	"$repo/scripts/fetch-kernel" $series >images
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# overhead BACKEND FOLDER: of a stored run.
overhead() {
	jq ".summary.rows[] | select(.backend == \"$1\") | .overhead_in_unit" "$2/result.json"
}

# stored RELEASE: the folder in runs/ of the kernel whose release begins so.
stored() {
	find runs -maxdepth 1 -name "*Z-$1.*"
}

@test "each kernel is compared with the one before, with the figures of its own run" {
	mapfile -t words < <(sed 's/^/--kernel=/' images)
	expect 1 "$HOOKBENCH" regress "${words[@]}" -o runs --format csv
	[ "$(jq -s '[.[].summary.valid] | all' runs/*/result.json)" = true ]
	for kernel in $series; do
		for backend in kprobe kretprobe fentry fexit; do
			says ",$backend,false,instructions," "$(jq -r .environment.kernel_release "$(stored "$kernel")/result.json"),$backend,"
			value=$(grep ",$kernel\.[^,]*,$backend," <<<"$output" | cut -d, -f7)
			[ "$value" -eq "$(overhead $backend "$(stored "$kernel")")" ]
		done
	done
	# In the order that was asked for, whatever finished first.
	[ "$(grep ,kprobe, <<<"$output" | sed -E 's/^[^,]*,([0-9]+\.[0-9]+)\..*/\1/' | xargs)" = "$series" ]
	# The second time, nothing is booted.
	expect 1 "$HOOKBENCH" regress "${words[@]}" -o runs
	[ "$(grep -c ": measured before, runs/" <<<"$output")" -eq 4 ]
}

@test "one machine instruction more in the program is a regression of one, and none is the same" {
	image=$(tail -n 2 images | head -n 1)
	"$HOOKBENCH" run -q --kernel "$image" --payload empty -o empty >/dev/null
	"$HOOKBENCH" run -q --kernel "$image" --payload empty -o again >/dev/null
	"$HOOKBENCH" run -q --kernel "$image" --payload empty+1 -o more >/dev/null
	expect 0 "$HOOKBENCH" compare empty again --format csv
	[ "$(cut -d, -f4,9 <<<"$output" | sed -n '3,$p' | sort -u)" = "0,same" ]
	# Another payload is no comparison of kernels, unless it is wanted.
	expect 3 "$HOOKBENCH" compare empty more
	expect 1 "$HOOKBENCH" compare empty more --force --format csv
	[ "$(cut -d, -f4,9 <<<"$output" | sed -n '3,$p' | sort -u)" = "1,regression" ]
}

# first_bad BACKEND: what git bisect finds between the first and the last of the series.
first_bad() {
	rm -rf tree
	git init -q tree
	(
		cd tree || exit
		git config user.name tester
		git config user.email tester@localhost
		while read -r image; do
			echo "$image" >image
			git add image
			git commit -qm "${image##*/}"
		done <../images
		git bisect start HEAD HEAD~3 >/dev/null
		# shellcheck disable=SC2016 # expands in each step
		git bisect run sh -c '"$HOOKBENCH" bisect-step -q --kernel "$(cat image)" --backend '"$1"' --good ../good' >../bisect.log 2>&1
		git show -q --format=%s refs/bisect/bad
	)
}

@test "git bisect finds the kernel in which a backend's cost first rose" {
	ln -s "$(stored 5.10)" good
	export HOOKBENCH
	[[ $(first_bad kprobe) == vmlinuz-6.1.* ]]
	[[ $(first_bad kretprobe) == vmlinuz-6.12.* ]]
	grep -q "^kretprobe: .* instructions (+[0-9]*): bad" bisect.log
}
