#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154,SC2030,SC2031 # set by bats, or by support.bash; each test has its own words
# scripts/slurm on a real Slurm: two nodes on this machine. KERNELS names the kernels. Needs root.

load ../cli/support
load cluster

setup_file() {
	needs_root
	local program
	for program in munged slurmctld slurmd sbatch; do
		command -v "$program" || skip "$program is not installed: apt-get install slurmctld slurmd slurm-client munge"
	done
	export cluster=$BATS_FILE_TMPDIR/cluster
	cluster_begin
	wait_for node_is 1 idle
	wait_for node_is 2 idle
}

teardown_file() {
	[ ! -s "${cluster-}/slurm.conf" ] || cluster_end
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export HOOKBENCH SLURM_CONF=$cluster/slurm.conf
	words=(--backends "kprobe,fentry" --payload "empty,count")
	for kernel in ${KERNELS:-5.10 6.12}; do words+=(--kernel "$kernel"); done
}

# submit FOLDER SHARDS: sets `array` and `last`.
submit() {
	expect 0 "$repo/scripts/slurm/submit" "$1" "$2" "${words[@]}"
	array=$(sed -n 's/^shards //p' <<<"$output") last=$(sed -n 's/^merge //p' <<<"$output")
}

# ended JOB...: no job of these is waiting or running.
ended() { [ -z "$(squeue -h -j "$(IFS=,; echo "$*")" 2>/dev/null)" ]; }
wait_long() {
	local end=$((SECONDS + 300))
	until "$@"; do
		((SECONDS < end)) || return 1
		sleep 0.5
	done
}

numbers() {
	find "$1" -name result.json -exec jq -cS '[.environment.kernel_release, .plan, .backends,
		[.summary.rows[] | [.backend, .control, .cost_in_unit, .overhead_in_unit, .hits]]]' {} + | sort
}

running_daemons() { pgrep -f "^(slurmstepd:|slurmd |slurmctld |munged )" | sort; }
some_run() { [ -n "$(find . -name result.json)" ]; }

running_on() { squeue -h -t running -w "$1" -o %A | head -n 1; }
runs_on() { [ -n "$(running_on "$1")" ]; }

@test "two nodes measure a matrix, and the last job judges it as one machine does" {
	submit "$PWD/cells" 4
	wait_long ended "$array" "$last"
	[ "$(find cells -maxdepth 2 -name result.json | wc -l)" -eq 4 ]
	[ -s cells/merged/report/report.html ]
	# 1: a newer kernel is dearer than 5.10.
	[ "$(scontrol -o show job "$last" | grep -o 'ExitCode=[0-9]*')" = ExitCode=1 ]
	expect 1 bash -c '"$@" 2>/dev/null' - "$HOOKBENCH" merge -q cells
	cp -r cells/merged "$BATS_FILE_TMPDIR/whole"
	for payload in empty count; do
		words=(--backends "kprobe,fentry" --payload "$payload")
		for kernel in ${KERNELS:-5.10 6.12}; do words+=(--kernel "$kernel"); done
		expect 1 "$HOOKBENCH" regress "${words[@]}" -o alone/payload-$payload
	done
	[ "$(numbers cells/merged)" = "$(numbers alone)" ]
}

@test "a node that dies in the middle loses nothing: its job is run again, with the same numbers" {
	# Long enough to be killed in the middle.
	words+=(--fresh-boot)
	submit "$PWD/cells" 2
	wait_long runs_on 2
	sleep 1
	node_kill 2 "$(running_on 2)"
	wait_long ended "$array" "$last"
	sinfo -h -N -n 2 -o %T | grep -q '^down'
	[ "$(find cells -maxdepth 2 -name result.json | wc -l)" -eq 4 ]
	[ "$(scontrol -o show job "$array" | grep -o 'Restarts=[1-9]' | wc -l)" -ge 1 ]
	[ -s cells/merged/report/report.html ]
	[ "$(numbers cells/merged)" = "$(numbers "$BATS_FILE_TMPDIR/whole")" ]
}

@test "bench-slurm compares two nodes with one, and ended halfway it leaves nothing" {
	local before after
	expect 0 env KERNELS="6.1 6.12" RUNS=1 "$repo/scripts/bench-slurm"
	says "two nodes are"
	before=$(running_daemons)
	TMPDIR=$PWD KERNELS="6.1 6.12" RUNS=9 "$repo/scripts/bench-slurm" >/dev/null 2>&1 3>&- &
	wait_long some_run
	kill "$!"
	wait "$!" || true
	after=$(running_daemons)
	[ "$before" = "$after" ]
	[ -z "$(ls -A)" ]
}
