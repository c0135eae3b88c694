#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# A small atlas of one real kernel: measured, stored, and not measured again.

load ../cli/support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	mkdir atlas
	export RUNS=$PWD/runs ATLAS=$PWD/atlas ARCHS=x86-64 KERNELS=7.3 BACKENDS=kprobe,fentry
	cat >atlas/findings.txt <<-'EOT'
		# fentry is cheaper than kprobe
		{[7.3 fentry]} and {[7.3 kprobe]}
		claim: [7.3 fentry] < [7.3 kprobe]
		command: hookbench explain --kernel 7.3
		functions: {[7.3 fentry in=__bpf_prog_enter_recur]}
	EOT
}

@test "an atlas of one kernel; its costs are those of a run, and the functions add up to them" {
	PARTS=hooks PAYLOADS=count,empty expect 0 "$repo/scripts/atlas" --measure
	says "hooks-x86-64, 1 of 1: 4 cells are measured"
	PARTS=functions expect 0 "$repo/scripts/atlas" --measure
	PARTS="hooks functions" expect 0 "$repo/scripts/atlas" --store
	expect 0 "$repo/scripts/atlas" --page
	"$HOOKBENCH" run -q --kernel 7.3 --backends kprobe,fentry -o run >/dev/null
	for backend in kprobe fentry; do
		overhead=$(jq ".summary.rows[] | select(.backend == \"$backend\") | .overhead_in_unit" run/result.json)
		grep "^x86-64,7.3,qemu64,,create-unlink,count,$backend,[0-9]*,$overhead,1,measured,$" atlas/costs.csv
		[ "$(grep ",$backend," atlas/functions.csv | awk -F, '{ n += $6 } END { print n }')" -eq "$overhead" ]
	done
	[ "$(grep -c ',measured,' atlas/costs.csv)" -eq 12 ]
	grep -q '<h3>fentry is cheaper than kprobe</h3>' atlas/index.html
	# It goes on where it was.
	rm -r "$(find runs/hooks-x86-64 -mindepth 1 -type d | head -n 1)"
	before=$(find runs -name result.json -newer atlas/index.html | wc -l)
	PARTS=hooks PAYLOADS=count,empty expect 0 "$repo/scripts/atlas" --measure
	[ "$(find runs -name result.json -newer atlas/index.html | wc -l)" -eq $((before + 1)) ]
}
