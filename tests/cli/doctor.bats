#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # $0 and $@ of the inner shell
# shellcheck disable=SC2154 # set by bats, or by support.bash
# `hookbench doctor`, mostly on a made-up machine in the folder m. No test sets anything on this one.

load support

cpu=m/sys/devices/system/cpu
governor=$cpu/cpu0/cpufreq/scaling_governor
watchdog=m/proc/sys/kernel/nmi_watchdog
turbo=$cpu/intel_pstate/no_turbo
jit=m/proc/sys/net/core/bpf_jit_enable
state=m/run/hookbench/tuned.json

# file PATH TEXT
file() {
	mkdir -p "$(dirname "$1")"
	printf '%s\n' "$2" >"$1"
}

# A machine that is fit.
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	file $governor performance
	file $turbo 1
	file $watchdog 0
	file $jit 1
	file $cpu/isolated 1
	file $cpu/smt/active 0
	file m/proc/sys/kernel/bpf_stats_enabled 0
	file m/proc/loadavg "0.01 0.02 0.03 1/99 7"
	file m/sys/kernel/mm/transparent_hugepage/enabled "always [madvise] never"
	file m/sys/kernel/tracing/current_tracer nop
	file m/sys/kernel/tracing/kprobe_events ""
}

teardown() {
	! mountpoint -q "$BATS_TEST_TMPDIR/m" || umount -l "$BATS_TEST_TMPDIR/m"
	rm -f /tmp/hookbench-of-$$
}

doctor() {
	"$HOOKBENCH" doctor --sysroot m "$@"
}

# Of a fit machine, what --tune would set.
detune() {
	echo powersave >$governor
	echo 0 >$turbo
	echo 1 >$watchdog
	echo 0 >$jit
}

values() {
	cat $governor $turbo $watchdog $jit | xargs
}

@test "a fit machine is fit, and what is unknown is reported with the reason" {
	expect 0 doctor
	says "governor              ok       performance" "turbo                 ok       no_turbo = 1" \
		"throttling            unknown  the CPU does not count this" "Fit to measure nanoseconds"
	no says warning
	no says "--tune"
}

@test "a disturbance is reported with the reason and the fix, and the status is 3" {
	detune
	echo "p:kprobes/mine do_unlinkat" >m/sys/kernel/tracing/kprobe_events
	expect 3 doctor
	says "governor              warning  powersave" "the frequency follows the load" \
		"echo performance | tee /sys/devices/system/cpu/cpu[0-9]*/cpufreq/scaling_governor" \
		"echo 1 | tee /sys/devices/system/cpu/intel_pstate/no_turbo" "sysctl -w kernel.nmi_watchdog=0" \
		"kprobe-events         warning  p:kprobes/mine do_unlinkat" "> /sys/kernel/tracing/kprobe_events" \
		"--restore restores: governor, turbo, nmi-watchdog, bpf-jit." "Not fit to measure nanoseconds: 5 disturb"
}

@test "advice alone leaves a machine fit" {
	echo >$cpu/isolated
	expect 0 doctor
	says "isolated-cpus         advice   none" "What could be better" "isolcpus="
}

@test "the same as JSON" {
	doctor --format json >fit.json
	[ "$(jq -r '.schema, .fit' fit.json | xargs)" = "hookbench-doctor/1 true" ]
	echo 1 >$watchdog
	doctor --format json >unfit.json || [ $? -eq 3 ]
	[ "$(jq -c .fit unfit.json)" = false ]
	[ "$(jq -c '[.checks[] | select(.state == "warning") | [.name, .now, .wanted, .remedy, .tunable]]' unfit.json)" = \
		'[["nmi-watchdog","nmi_watchdog = 1","nmi_watchdog = 0","sysctl -w kernel.nmi_watchdog=0",true]]' ]
	# Whatever is not ok has its reason.
	[ "$(jq '[.checks[] | select(.state != "ok" and .reason == null)] | length' unfit.json)" -eq 0 ]
	diff <(jq '.checks[].name' fit.json) <(jq '.checks[].name' unfit.json)
}

@test "--tune sets what the table says, --restore puts it back" {
	detune
	echo 1 >$cpu/smt/active
	expect 0 doctor --tune
	says "governor: powersave -> performance (/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor)" \
		"nmi-watchdog: 1 -> 0" "--restore"
	[ "$(values)" = "performance 1 0 1" ]
	[ "$(cat $cpu/smt/active)" = 1 ] # not safe to set
	[ "$(jq -c '[.schema, .settings[0].before, .settings[0].set]' $state)" = '["hookbench-tuned/1","powersave","performance"]' ]
	[ "$(stat -c %a m/run/hookbench)" = 700 ]
	expect 0 doctor --tune
	says "Everything that --tune can change is already as wanted."
	expect 0 doctor --restore
	says "governor: performance -> powersave"
	[ "$(values)" = "powersave 0 1 0" ]
	[ ! -e $state ]
	expect 0 doctor --restore
	says "nothing to restore"
}

@test "--restore leaves values that were changed by others since, and says so" {
	detune
	doctor --tune
	echo schedutil >$governor
	expect 0 doctor --restore
	says "governor: left alone, as it is now schedutil, not performance"
	[ "$(values)" = "schedutil 0 1 0" ]
	[ ! -e $state ]
}

@test "a tuning that was killed in the middle is put back whole" {
	detune
	# Who writes to a full pipe waits: the watchdog's value can be read, and not be set.
	rm $watchdog
	mkfifo $watchdog
	exec 9<>$watchdog
	yes 1 | head -c 65536 >&9
	"$HOOKBENCH" doctor --sysroot m --tune >messages 2>&1 9>&- &
	pid=$!
	wait_for grep -q turbo messages
	# While it is at it, another is not.
	expect 2 doctor --restore
	says "another hookbench doctor is changing settings"
	kill -9 $pid
	wait $pid || true
	exec 9>&-
	rm $watchdog
	echo 1 >$watchdog
	[ "$(values)" = "performance 1 1 0" ]
	[ -s $state ]
	expect 0 doctor --restore
	[ "$(values)" = "powersave 0 1 0" ]
	[ ! -e $state ]
}

@test "on a file system that cannot be written to, nothing is set" {
	needs_root
	detune
	cp -a m copy
	mount -t tmpfs none m
	cp -a copy/. m
	mount -o remount,ro m
	expect 2 doctor --tune
	says "cannot store the previous values" "Read-only file system" "nothing was changed"
	[ "$(values)" = "powersave 0 1 0" ]
	expect 3 doctor
}

@test "a file that refuses is reported, and the others are changed and restored" {
	detune
	rm $watchdog
	ln -s /dev/full $watchdog
	expect 3 doctor --tune
	says "nmi-watchdog: cannot be changed to 0: No space left on device" "turbo: 0 -> 1"
	rm $watchdog
	echo 0 >$watchdog
	expect 0 doctor --restore
	says "turbo: 1 -> 0"
}

@test "stored values that cannot be understood are left, and nothing is set" {
	detune
	file $state '{"schema": "hookbench-tuned/1", "settings": [{"check": "x", "path": "/etc/passwd", "before": "a", "set": "b"}]}'
	for what in --tune --restore; do
		expect 2 doctor $what
		says "does not contain hookbench's settings"
	done
	[ "$(values)" = "powersave 0 1 0" ]
	[ -e $state ]
}

@test "wrong usage is reported" {
	expect 2 doctor --tune --restore
	says "--tune and --restore exclude each other"
	expect 2 doctor --format xml
	says 'unknown format "xml"; use one of: table, json'
	expect 2 doctor --format json --tune
	says "--format cannot be combined"
	expect 2 "$HOOKBENCH" doctor --sysroot nowhere
	says 'no folder "nowhere"'
	expect 2 doctor words
	says "Too many arguments"
}

@test "this machine: every check has an answer" {
	run "$HOOKBENCH" doctor
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ]
	says "governor" "bpf-programs" "scratch-folders" "to measure nanoseconds"
}

@test "without root it shows what it can, says what it cannot see, and sets nothing" {
	needs_root
	[ ! -e /run/hookbench/tuned.json ] || skip "this machine has been tuned"
	cp "$HOOKBENCH" /tmp/hookbench-of-$$ && chmod 755 /tmp/hookbench-of-$$
	as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups /tmp/hookbench-of-$$)
	run "${as_nobody[@]}" doctor
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ]
	says "bpf-programs          unknown  only root may read it" "transparent-hugepage"
	expect 2 "${as_nobody[@]}" doctor --tune
	says "cannot store the previous values" "run hookbench as root"
	[ ! -e /run/hookbench/tuned.json ]
}
