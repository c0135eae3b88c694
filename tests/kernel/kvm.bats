#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# KVM, where it works, where it is missing, and where it is there and does not work.

load ../cli/support
load machine
bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	# exact: QEMU 7.2 loses interrupts now and then where timers run beside a CPU with SVM, which then hangs.
	boot_machine 1500 exact <<-'EOT'
		load_kvm
		in_kvm=(--kernel "$image" --timeout 380)
		small=(--backends fentry --cycles 20)
		measure=("$hookbench" run "${in_kvm[@]}" "${small[@]}")
		ls -l /dev/kvm >"$out/device"
		step run "${measure[@]}" --accel kvm --precision 1000000ns --max-time 1 -o "$out/run"
		step auto "$hookbench" list --backends kprobe "${in_kvm[@]}" --accel auto
		step attach "$hookbench" attach fexit "${in_kvm[@]}" --accel kvm --json "$out/attach.json" -- \
			touch /tmp/a /tmp/b '&&' rm /tmp/a /tmp/b

		# Each falls back to what takes longer than these seconds.
		brief=(--kernel "$image" --timeout 2)
		# By KVM two seconds may suffice to boot: here it waits for a disk that never comes.
		step slow "$hookbench" run "${brief[@]}" "${small[@]}" --accel auto -o "$out/slow" \
			--append "rdinit=/none root=/dev/sda rootwait"
		mv /dev/kvm /dev/kvm.away
		step missing "$hookbench" run "${brief[@]}" "${small[@]}" --accel kvm -o "$out/missing"
		step missing-auto "$hookbench" run "${brief[@]}" "${small[@]}" --accel auto -o "$out/missing"
		ln -s null /dev/kvm
		step unusable "${measure[@]}" --accel kvm -o "$out/unusable"
		step unusable-auto "$hookbench" run "${brief[@]}" "${small[@]}" --accel auto -o "$out/unusable"
		step unusable-attach "$hookbench" attach fentry "${brief[@]}" --accel auto -- true
	EOT
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# is FILE FILTER...: jq finds each of them true.
is() {
	local file=$1 filter
	shift
	for filter; do
		jq -e "$filter" "$file" >value || {
			echo "not so: $filter"
			jq -c 'del(.trials, .environment.mitigations)' "$file"
			return 1
		}
	done
}

@test "the machine has KVM" {
	grep '^c' out/device
}

# 3: an emulated machine may be too restless for its control.
@test "--accel kvm measures nanoseconds, of KVM, with every hook hit" {
	ended run 0 3
	says "nanoseconds per operation" "kvm"
	is out/run/result.json '.vm.accelerator == "kvm"' '.vm.cpu_model == "host"' \
		'.clock.unit == "nanoseconds"' '.environment.hypervisor == "KVMKVMKVM"' \
		'.clock.source == "tsc" or .clock.source == "monotonic_raw"' \
		'.clock.units_per_tick > 0' '.clock.cost.count > 0' \
		'[.backends[].available] | all' \
		'[.trials[] | select(.backend != "none") | .hits >= .expected_hits and .expected_hits == 20] | all' \
		'[.trials[] | .missed // 0, .recursion // 0] | add == 0'
}

@test "--precision adds rounds in a VM, as many as it needs" {
	is out/run/result.json '.plan.precision == "1000000ns"' '.plan.max_time_s == 1' \
		'[.trials[].round] | max >= 1' '[.trials[].round] | (unique | length) == max'
}

@test "--accel auto takes KVM where it works" {
	ended auto 0
	grep -E '^ +kprobe +yes' out/auto.out
	no grep "falling back" out/auto.err
}

@test "a command runs under a hook by KVM" {
	ended attach 0
	is out/attach.json '.vm.accelerator == "kvm"' '.hook.hits == 2' '.command.status == 0'
}

@test "a guest that does not boot in time with KVM: auto falls back, and says so" {
	ended slow 2
	says "did not boot within 2 seconds" "KVM does not work here: falling back to --accel exact."
	[ "$(grep -c "did not boot within" out/slow.err)" -eq 2 ]
	[ ! -e out/slow ]
}

@test "without /dev/kvm, --accel kvm says so, and auto falls back" {
	ended missing 2
	says "KVM cannot be used: /dev/kvm: No such file or directory; --accel exact works without it"
	no grep "falling back" out/missing.err
	ended missing-auto 2
	says "/dev/kvm: No such file or directory" "falling back to --accel exact." "did not boot within 2 seconds"
	[ ! -e out/missing ]
}

@test "with a /dev/kvm that cannot be used, --accel kvm says so, and auto falls back" {
	ended unusable 2
	says "ended while booting: QEMU ended with status 1; KVM may not work on this machine"
	ended unusable-auto 2
	says "falling back to --accel exact." "did not boot within 2 seconds"
	ended unusable-attach 2
	says "falling back to --accel tcg."
	[ ! -e out/unusable ]
}
