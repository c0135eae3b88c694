#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What a real kernel does, booted in a VM. KERNEL is a name for scripts/fetch-kernel; INDEPENDENT is
# the program of independent.c.

load ../cli/support

setup_file() {
	: "${KERNEL:?a version for fetch-kernel}" "${INDEPENDENT:?the path of independent}"
	image=$("$BATS_TEST_DIRNAME/../../scripts/fetch-kernel" "$KERNEL")
	export image
	# The run that most tests look at.
	cd "$BATS_FILE_TMPDIR" || return
	"$HOOKBENCH" run --kernel "$image" -o first >table 2>messages
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# Overhead in instructions of each backend of a stored run, as "backend overhead" lines.
overheads() {
	jq -r '.summary.rows[] | select(.reference | not) | "\(.backend) \(.overhead_in_unit)"' \
		"$1/result.json"
}

@test "the run is sound, exact, and every hook was hit by every operation" {
	[ "$(jq .summary.valid first/result.json)" = true ]
	[ "$(jq -r .clock.unit first/result.json)" = instructions ]
	[ "$(jq -r .vm.accelerator first/result.json)" = exact ]
	[ "$(jq '[.backends[].available] | all' first/result.json)" = true ]
	# Two rounds of five backends and a second none.
	[ "$(jq '.trials | length' first/result.json)" -eq 12 ]
	[ "$(jq '[.trials[] | select(.backend != "none") | .hits == 300 and .expected_hits == 300] | all' first/result.json)" = true ]
	[ "$(jq '[.trials[] | .missed // 0, .recursion // 0] | add' first/result.json)" -eq 0 ]
	[ "$(jq '[.trials[] | .operation.mode_exact and .operation.mode_count >= 270] | all' first/result.json)" = true ]
	[ "$(jq '.summary.rows[] | select(.control) | .overhead_in_unit' first/result.json)" -eq 0 ]
}

@test "the target is the one that this kernel has" {
	case $(jq -r .environment.kernel_release first/result.json) in
	[56].*) wanted=do_unlinkat ;;
	*) wanted=filename_unlinkat ;;
	esac
	[ "$(jq -r .target.symbol first/result.json)" = $wanted ]
	[ "$(jq -r .target.parameters first/result.json)" -eq 2 ]
	case $(jq -r .environment.kernel_release first/result.json) in
	5.10.*) wanted="long int" ;;
	*) wanted=int ;;
	esac
	[ "$(jq -r .target.return_type first/result.json)" = "$wanted" ]
}

@test "missed hits are unknown only where the kernel does not count them" {
	missed=$(jq -c '[.trials[] | select(.backend == "kprobe") | .missed] | unique' first/result.json)
	case $(jq -r .environment.kernel_release first/result.json) in
	5.*) [ "$missed" = '[null]' ] ;;
	6.[0-9].*) skip "6.7 added it, and some stable series have taken it over" ;;
	*) [ "$missed" = '[0]' ] ;;
	esac
}

@test "hooks cost in the order that is known: fentry < fexit < kprobe < kretprobe" {
	order=$(overheads first | sort -n -k2 | cut -d' ' -f1 | tr '\n' ' ')
	[ "$order" = "fentry fexit kprobe kretprobe " ]
	overheads first | awk '$2 <= 0 { exit 1 }'
}

@test "creating files, which no hook should move, costs the same under all" {
	jq -c '[.trials[].beside.mode] | unique' first/result.json
	[ "$(jq '[.trials[].beside.mode] | unique | length' first/result.json)" -eq 1 ]
}

@test "a kprobe at the entry is placed on ftrace" {
	[ "$(jq -r '[.trials[] | select(.backend == "kprobe") | .placement] | unique[]' first/result.json)" = ftrace ]
}

@test "another boot, order, number of rounds and cycles give the same overheads, to the instruction" {
	expect 0 "$HOOKBENCH" run -q --kernel "$image" --seed 99 --rounds 3 --cycles 400 -o second
	diff <(overheads first) <(overheads second)
	[ "$(jq .summary.valid second/result.json)" = true ]
}

@test "another program that attaches the same way finds the same differences" {
	"$INDEPENDENT" "$image" >independent.json
	differences='{"kprobe - fentry": (.kprobe - .fentry), "kretprobe - kprobe": (.kretprobe - .kprobe), "fexit - fentry": (.fexit - .fentry)}'
	mine=$(jq -c '[.summary.rows[] | {(.backend): .cost_in_unit}] | add | '"$differences" first/result.json)
	others=$(jq -c "$differences" independent.json)
	echo "hookbench $mine, independent $others"
	[ "$mine" = "$others" ]
}

@test "the payload empty: hits are proved by the kernel's run count" {
	expect 0 "$HOOKBENCH" run -q --kernel "$image" --payload empty --rounds 1 -o empty
	[ "$(jq '[.trials[] | select(.backend != "none") | .hits == null and .proof_expected > 0 and .proof_hits == .proof_expected] | all' empty/result.json)" = true ]
	# It costs less than counting, by the same number of instructions for each hook.
	join <(overheads first | sort) <(overheads empty | sort) | awk '{ print $2 - $3 }' | sort -u >less
	[ "$(wc -l <less)" -eq 1 ]
	[ "$(cat less)" -gt 0 ]
}

@test "tracepoints of the system call: sound, exact, every operation a hit, missed hits unknown" {
	expect 0 "$HOOKBENCH" run -q --kernel "$image" --backends tp,raw_tp,tp_btf -o tracepoints
	[ "$(jq .summary.valid tracepoints/result.json)" = true ]
	[ "$(jq '[.backends[].available] | all' tracepoints/result.json)" = true ]
	[ "$(jq '[.trials[] | select(.backend != "none") | .hits == 300 and .expected_hits == 300 and .missed == null] | all' tracepoints/result.json)" = true ]
	[ "$(jq '[.trials[] | .operation.mode_exact and .operation.mode_count >= 270] | all' tracepoints/result.json)" = true ]
	# The raw tracepoint is the cheaper one.
	[ "$(overheads tracepoints | sort -n -k2 | tail -n 1 | cut -d' ' -f1)" = tp ]
	overheads tracepoints | awk '$2 <= 0 { exit 1 }'
	# Under each of them, other system calls cost more too.
	none=$(jq '.summary.rows[0].beside_in_unit' tracepoints/result.json)
	[ "$(jq "[.summary.rows[] | select(.backend != \"none\") | .beside_in_unit > $none] | all" tracepoints/result.json)" = true ]
	# What runs at every system call is proved by more runs than operations.
	expect 0 "$HOOKBENCH" run -q --kernel "$image" --backends tp,raw_tp,tp_btf --payload empty --rounds 1 -o quiet
	[ "$(jq -c '[.trials[] | select(.backend == "tp") | .proof_hits == .proof_expected]' quiet/result.json)" = '[true]' ]
	[ "$(jq -c '[.trials[] | select(.backend == "raw_tp" or .backend == "tp_btf") | .proof_hits > .proof_expected]' quiet/result.json)" = '[true,true]' ]
}

# in_d_drop OPTION...: instructions of the function that takes the file out of its bucket.
in_d_drop() {
	rm -rf dropped folded
	expect 0 "$HOOKBENCH" explain -q --kernel "$image" --backends none --folded folded -o dropped "$@"
	sed -n 's/.*;___d_drop \([0-9]*\)$/\1/p' folded/none.folded >count
	[ "$(wc -l <count)" -eq 1 ]
	in_function=$(cat count)
}

@test "no other entry of the dentry cache shares the bucket of the workload's file" {
	[ "$KERNEL" = 5.10 ] || skip "shown on the kernel that has most entries"
	in_d_drop
	alone=$in_function
	in_d_drop --append dhash_entries=2097152
	[ "$in_function" -eq "$alone" ]
	# With others in it, one of them must be told where its new neighbour is.
	in_d_drop --append dhash_entries=256
	[ "$in_function" -eq "$((alone + 1))" ]
}

@test "the workload unlink-missing is cheaper, null costs what the clock costs and hits nothing" {
	expect 0 "$HOOKBENCH" run -q --kernel "$image" --workload unlink-missing --rounds 1 -o missing
	[ "$(jq '.summary.rows[0].cost_in_unit' missing/result.json)" -lt "$(jq '.summary.rows[0].cost_in_unit' first/result.json)" ]
	expect 0 "$HOOKBENCH" run -q --kernel "$image" --workload null --rounds 1 -o null
	[ "$(jq '.summary.rows[0].cost_in_unit' null/result.json)" -eq "$(jq '.clock.cost.mode' first/result.json)" ]
	[ "$(jq '[.summary.rows[] | .overhead_in_unit == 0 and (.hits // 0) == 0] | all' null/result.json)" = true ]
}

@test "the table says what the stored run says" {
	while read -r backend overhead; do
		grep -E "^$backend +[0-9,]+ +\+$overhead " table
	done < <(overheads first)
	grep -q "^Stored in first$" messages
}

@test "list shows what this kernel supports" {
	expect 0 "$HOOKBENCH" list -q --kernel "$image"
	[[ $output =~ \ \ yes:\ none,\ kprobe,\ kretprobe,.*\ fentry,\ fexit ]]
	# A hint that one in a VM gets is none to use a VM.
	no says "in a VM"
	[[ $KERNEL = 7.3 ]] || says "use another kernel: --kernel IMAGE"
}

@test "--accel tcg measures emulated nanoseconds" {
	run "$HOOKBENCH" run -q --kernel "$image" --accel tcg --rounds 6 --cycles 300 -o tcg
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ] # 3: the machine was too restless
	says "emulated nanoseconds"
	[ "$(jq -r .clock.unit tcg/result.json)" = nanoseconds ]
	[ "$(jq '[.trials[] | select(.backend != "none") | .hits >= 300] | all' tcg/result.json)" = true ]
}

@test "a guest that hangs, panics, reboots or powers off" {
	[ "$KERNEL" = 5.10 ] || skip "the host's part does not depend on the kernel: shown on the one that boots fastest"
	# Others may boot the same image at the same time: the QEMU that is looked for has a file of its own.
	own=$PWD/own-image
	cp "$image" "$own"
	# fault NAME [OPTION...]
	fault() {
		expect 2 "$HOOKBENCH" list --kernel "$own" --accel tcg --append "hookbench.fault=$1" "${@:2}"
	}
	fault panic
	says "Kernel panic - not syncing: Attempted to kill init"
	fault reboot
	says "it rebooted or powered off" "The end of the guest's console"
	fault power-off
	says "it rebooted or powered off"
	# Longer than a boot is silent when other VMs run beside it, on a busy machine.
	fault hang --timeout 60
	says "was silent for 60 seconds"
	no qemu_runs "$own"
}

@test "memory in the guest does not grow with cycles" {
	[ "$KERNEL" = 5.10 ] || skip "the harness does not depend on the kernel: shown on the one that boots fastest"
	rss() {
		"$HOOKBENCH" run -q --kernel "$image" --accel tcg --backends none --rounds 1 \
			--workload unlink-missing --cycles "$1" -o "rss-$1" >/dev/null || [ $? -eq 3 ]
		jq .tool.max_rss_kib "rss-$1/result.json"
	}
	# Different values that were seen, as in tests/cli/run.bats.
	cells() {
		jq '[.trials[].operation.histogram.cells | length] | add' "rss-$1/result.json"
	}
	few=$(rss 10k)
	many=$(rss 300k)
	more_cells=$(($(cells 300k) - $(cells 10k)))
	echo "$few KiB at 10 thousand cycles, $many KiB at 300 thousand, with $more_cells more cells"
	[ $((many - few)) -le $((512 + more_cells / 8)) ]
}

@test "a foreign hook on the function is seen and named" {
	[ "$KERNEL" = 6.12 ] || [ "$KERNEL" = 5.10 ] || skip "shown on the oldest kernel and on 6.12"
	run "$HOOKBENCH" run -q --kernel "$image" --accel tcg --rounds 2 --cycles 200 --backends fentry \
		--append "ftrace=function ftrace_filter=do_unlinkat" -o others
	says "do_unlinkat was already hooked by tracefs/enabled_functions"
	[ "$(jq -r .environment.other_hooks others/result.json)" = tracefs/enabled_functions ]
	# Locked down for confidentiality, the list is not readable, and nothing breaks.
	run "$HOOKBENCH" run -q --kernel "$image" --accel tcg --rounds 2 --cycles 200 --backends fentry \
		--append lockdown=confidentiality -o unknown
	[ "$(jq -r .environment.other_hooks unknown/result.json)" = null ]
}

@test "a hook that the kernel refuses is a skipped row with its reason" {
	[ "$KERNEL" = 6.12 ] || skip "the host's part does not depend on the kernel: shown on 6.12"
	expect 0 "$HOOKBENCH" run -q --kernel "$image" --append lockdown=confidentiality \
		--backends kprobe,kretprobe,fentry,fexit,tp,raw_tp,tp_btf -o locked
	says "kprobe    skipped: not permitted, and the kernel is locked down"
	says "tp        skipped: not permitted, and the kernel is locked down"
	[ "$(jq -r '.backends[] | select(.available | not) | .backend' locked/result.json | xargs)" = "kprobe kretprobe tp" ]
	[[ $(jq -r .environment.lockdown locked/result.json) == *"[confidentiality]"* ]]
}
