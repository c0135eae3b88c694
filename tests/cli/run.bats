#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # $0 and $@ of the inner shell
# shellcheck disable=SC2154 # set by bats, or by support.bash
# `hookbench run` on the running kernel, which may be able to hook nothing.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

theirs=/tmp/hookbench-theirs-$$

teardown() {
	rm -rf /tmp/hookbench-of-$$ $theirs
	[ -z "${stopped:-}" ] || kill -9 "$stopped"
	! mountpoint -q "$BATS_TEST_TMPDIR/mount" || umount -l "$BATS_TEST_TMPDIR/mount"
}

small=(--backends none --rounds 2 --cycles 500)

@test "a run is stored whole, and printed" {
	needs_root
	run "$HOOKBENCH" run "${small[@]}"
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ] # 3: the machine was too restless
	says "backend" "none" "control" "nanoseconds per operation" "Stored in results/runs/"
	cd results/runs/*
	[ "$(echo *)" = "histogram.csv result.json summary.csv trials.csv" ]
	[ "$(jq -r .schema result.json)" = hookbench/1 ]
	[ "$(jq '.trials | length' result.json)" -eq 4 ]
	[ "$(jq '[.trials[].operations] | add' result.json)" -eq 2000 ]
	[ "$(jq '[.trials[].operation.histogram.cells[][1]] | add' result.json)" -eq 2000 ]
	[ "$(jq '.clock.cost.count' result.json)" -eq 1000 ]
	[ "$(wc -l <trials.csv)" -eq 5 ]
	[ "$(wc -l <summary.csv)" -eq 3 ]
	[ "$(stat -c %a .)" = "$(printf '%o' $((0777 & ~$(umask))))" ]
}

@test "what disturbed a trial, and what the kernel logged, is stored" {
	needs_root
	"$HOOKBENCH" run -q "${small[@]}" --threads 2 -o out || [ $? -eq 3 ]
	cd out
	[ "$(jq -c '[.trials[].disturbance | .voluntary_switches, .involuntary_switches, .minor_faults, .major_faults, .interrupts] | map(type) | unique' result.json)" = '["number"]' ]
	[ "$(jq '.trials[0].disturbance | length' result.json)" -eq 9 ]
	[[ $(head -1 trials.csv) == *,voluntary_switches,*,throttles,* ]]
	[ "$(jq '.environment | has("kernel_log_lines") and has("kernel_log")' result.json)" = true ]
}

@test "facts of the machine are stored; what it does not have is null" {
	needs_root
	"$HOOKBENCH" run -q "${small[@]}" -o out || [ $? -eq 3 ]
	fact() { jq -r ".environment.$1" out/result.json; }
	[ "$(fact perf_event_paranoid)" = "$(cat /proc/sys/kernel/perf_event_paranoid)" ]
	[ "$(fact cpus_isolated)" = "$(cat /sys/devices/system/cpu/isolated)" ]
	[ "$(fact boost)" = "$(cat /sys/devices/system/cpu/cpufreq/boost 2>/dev/null || echo null)" ]
	[ "$(fact no_turbo)" = "$(cat /sys/devices/system/cpu/intel_pstate/no_turbo 2>/dev/null || echo null)" ]
	if grep -qw hypervisor /proc/cpuinfo; then
		no [ "$(fact hypervisor)" = none ]
	fi
}

@test "text for people is on stderr and results are on stdout; -q leaves the errors" {
	needs_root
	"$HOOKBENCH" run -q "${small[@]}" -o out >stdout 2>stderr || [ $? -eq 3 ]
	[ ! -s stderr ]
	grep -q '^none ' stdout
	no grep -q $'\e' stdout
}

@test "every workload runs; create-unlink has a control" {
	needs_root
	for workload in create-unlink unlink-missing null; do
		"$HOOKBENCH" run -q "${small[@]}" --workload $workload -o $workload || [ $? -eq 3 ]
	done
	[ "$(jq '.trials[0].beside.count' create-unlink/result.json)" -eq 500 ]
	[ "$(jq '.trials[0].beside' null/result.json)" = null ]
}

@test "several threads each run all cycles" {
	needs_root
	"$HOOKBENCH" run -q "${small[@]}" --threads 2 -o out || [ $? -eq 3 ]
	[ "$(jq '.trials[0].operations' out/result.json)" -eq 1000 ]
}

@test "several numbers of threads are a run each" {
	needs_root
	"$HOOKBENCH" run -q "${small[@]}" --threads 1,2 -o out >table || [ $? -eq 3 ]
	[ "$(jq -c '[.plan.threads, .trials[0].operations]' out/threads-1/result.json)" = "[1,500]" ]
	[ "$(jq -c '[.plan.threads, .trials[0].operations]' out/threads-2/result.json)" = "[2,1000]" ]
	grep -qx "threads                    1                  2" table
	grep -q "^operations per second, all threads" table
	[ "$(grep -c "^unit: nanoseconds" table)" -eq 2 ]
}

@test "threads run on CPUs of their own, of those that were named" {
	needs_root
	last=$(($(getconf _NPROCESSORS_ONLN) - 1))
	"$HOOKBENCH" run -q "${small[@]}" --cpus $last -o out || [ $? -eq 3 ]
	[ "$(jq -r '.cpus, .plan.cpus' out/result.json | xargs)" = "$last $last" ]
	"$HOOKBENCH" run -q "${small[@]}" -o chosen || [ $? -eq 3 ]
	[[ $(jq -r '.cpus' chosen/result.json) =~ ^[0-9]+$ ]]
	[ "$(jq '.plan.cpus' chosen/result.json)" = null ]
	expect 2 "$HOOKBENCH" run "${small[@]}" --cpus $last --threads 2 -o no
	says "2 threads need 2 CPUs, available: 1"
	expect 2 "$HOOKBENCH" run "${small[@]}" --threads 250 -o no
	says "250 threads need 250 CPUs"
	expect 2 "$HOOKBENCH" run --cpus 1000
	says "CPU 1000 is offline or does not exist; online CPUs:"
	for wrong in "" x 1- -1 1,,2 "1,"; do
		expect 2 "$HOOKBENCH" run --cpus "$wrong"
		says "--cpus takes a list of CPU numbers such as 2,4-7"
	done
	[ ! -e no ]
}

@test "paced operations sleep in between; the reached rate is reported" {
	needs_root
	"$HOOKBENCH" run -q --backends none --rounds 2 --rate 200 -o out >table || [ $? -eq 3 ]
	[ "$(jq -c '[.plan.rate_hz, .plan.cycles, .plan.warmup]' out/result.json)" = "[200,100,25]" ]
	jq -e '[.trials[].elapsed_ns > 450000000] | all' out/result.json
	# As fast as was asked for, or slower: a busy machine may wake them late.
	reached=$(jq '([.trials[].operations] | add) * 1e9 / ([.trials[].elapsed_ns + 5e6] | add)' out/result.json)
	grep -q "paced: 200 operations per second and thread requested, $(printf %.0f "$reached") achieved" table
	"$HOOKBENCH" run -q --backends none --rounds 2 --cycles 500 --rate 1M -o fast >table || [ $? -eq 3 ]
	grep -q "(the maximum)" table
}

@test "rounds are added until they are precise enough, or the time is over" {
	needs_root
	"$HOOKBENCH" run -q --backends none --cycles 200 --precision 1000000ns -o out || [ $? -eq 3 ]
	[ "$(jq '[.trials[].round] | max' out/result.json)" -eq 10 ]
	[ "$(jq -c '[.plan.precision, .plan.max_time_s]' out/result.json)" = '["1000000ns",60]' ]
}

@test "a precision that the time does not allow is stored, and no success" {
	needs_root
	"$HOOKBENCH" list --backends tp >/dev/null 2>&1 || skip "no hook attaches here"
	# How many rounds fit into a time is the machine's: a busy one gets more of it.
	for seconds in 2 10 60; do
		rm -rf out
		expect 3 "$HOOKBENCH" run --backends tp --cycles 200 --precision 0.001ns --max-time $seconds -o out
		rounds=$(jq '[.trials[].round] | max' out/result.json)
		several="s within $seconds s were"
		[ "$rounds" -gt 1 ] || several=" within $seconds s was"
		says "$rounds round$several not enough for a precision of 0.001ns: allow more time with --max-time"
		[ "$rounds" -le 10 ] || break
	done
	[ "$rounds" -gt 10 ]
}

@test "the order of the trials is the seed's" {
	needs_root
	for i in 1 2; do
		"$HOOKBENCH" run -q "${small[@]}" --rounds 20 --seed 7 -o $i || [ $? -eq 3 ]
	done
	diff <(jq -c '[.trials[].control]' 1/result.json) <(jq -c '[.trials[].control]' 2/result.json)
	[ "$(jq .plan.seed 1/result.json)" -eq 7 ]
}

@test "a reader that hangs up does not lose the run" {
	needs_root
	"$HOOKBENCH" run -q "${small[@]}" -o out | true
	[ -s out/result.json ]
}

@test "an existing folder is not written to" {
	mkdir out
	touch out/mine
	expect 2 "$HOOKBENCH" run "${small[@]}" -o out
	says "already exists"
	[ "$(ls out)" = mine ]
}

@test "what a new folder cannot replace is reported before anything is measured" {
	mkdir empty
	ln -s empty link
	ln -s nowhere dangling
	for link in link link/ dangling; do
		expect 2 "$HOOKBENCH" run "${small[@]}" -o $link
		says "cannot store the run in \"$link\": it is a link; choose a new folder with -o"
		no says "backend"
	done
	needs_root
	mkdir mount
	mount -t tmpfs none mount
	expect 2 "$HOOKBENCH" run "${small[@]}" -o mount
	says "it is a mount point"
	no says "backend"
}

@test "a folder that cannot be created is reported before anything is measured" {
	expect 2 "$HOOKBENCH" run "${small[@]}" -o /proc/nowhere/out
	says "cannot store runs in /proc/nowhere" "-o"
	no says "backend"
	cd /proc
	expect 2 "$HOOKBENCH" run "${small[@]}"
	says "cannot store runs in results/runs" "-o"
	no says "backend"
}

@test "without root: why, status 2, nothing left" {
	needs_root
	# A program without read permission would show nothing.
	cp "$HOOKBENCH" /tmp/hookbench-of-$$ && chmod 755 /tmp/hookbench-of-$$
	as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups /tmp/hookbench-of-$$)
	expect 2 "${as_nobody[@]}" run --backends raw_tp -o /tmp/hookbench-out-$$
	says "nothing could be measured" "only root may load BPF programs, or who has CAP_BPF and CAP_PERFMON" "sudo" "--kernel"
	expect 2 "${as_nobody[@]}" run --dir /tmp -o /tmp/hookbench-out-$$
	says "nothing could be measured" "only root may load BPF programs" "sudo"
	expect 2 "${as_nobody[@]}" run -o "$BATS_TEST_TMPDIR/out"
	says "Permission denied" "-o"
	no compgen -G "/tmp/hookbench-scratch-*"
	[ ! -e /tmp/hookbench-out-$$ ]
}

@test "root without capabilities is told which; two of them suffice, for anybody" {
	needs_hook
	local name=/tmp/hookbench-of-$$ text without
	while IFS=: read -r without text; do
		expect 2 setpriv --bounding-set="$without" "$HOOKBENCH" run --backends raw_tp "${small[@]:2}" -o out
		says "nothing could be measured" "$text"
		expect 2 setpriv --bounding-set="$without" "$HOOKBENCH" attach raw_tp -- true
		says "raw_tp cannot be attached: $text"
	done <<-'EOT'
		-sys_admin,-bpf,-perfmon:this process is root, but has neither CAP_BPF nor CAP_PERFMON
		-sys_admin,-bpf:this process lacks CAP_BPF
		-sys_admin,-perfmon:this process lacks CAP_PERFMON
	EOT
	expect 0 setpriv --bounding-set=-sys_admin "$HOOKBENCH" run --backends raw_tp --rounds 1 --cycles 100 -o as-root
	says "a private tmpfs cannot be mounted without CAP_SYS_ADMIN"
	cp "$HOOKBENCH" $name && chmod 755 $name
	mkdir $theirs && chown 65534 $theirs
	as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps="+bpf,+perfmon" --ambient-caps="+bpf,+perfmon" "$name")
	cd $theirs
	for backend in raw_tp tp_btf; do
		expect 0 "${as_user[@]}" run --backends $backend --rounds 1 --cycles 100 --dir . -o "run-$backend"
		expect 0 "${as_user[@]}" attach $backend -- rm -f x
	done
	no compgen -G "/dev/shm/hookbench-scratch-*"
}

@test "root of a user namespace is told that it is" {
	needs_hook
	unshare -Ur true || skip "no user namespaces here"
	expect 2 unshare -Ur "$HOOKBENCH" attach raw_tp -- true
	says "root in a user namespace only"
}

@test "hooks that this kernel lacks are explained" {
	needs_root
	[ ! -e /sys/bus/event_source/devices/kprobe ] || skip "this kernel has kprobes"
	expect 2 "$HOOKBENCH" run --backends kprobe
	says "nothing could be measured" "CONFIG_KPROBE" "--kernel"
	[ ! -e results ]
	expect 2 "$HOOKBENCH" list --backends kprobe
	expect 0 "$HOOKBENCH" list --backends none
	# Without a choice it tries all, and reports whether a run without one would have its own.
	expect 2 "$HOOKBENCH" list --long
	says "Workloads:" "Payloads:" "none             yes" "kprobe           no: this kernel has no kprobe" "tp_btf "
	# Short, the names are enough, but for what it has not got.
	expect 2 "$HOOKBENCH" list
	says "Workloads: create-unlink, unlink-missing," "Payloads: count, empty," "--long says what each of them is." \
		"  yes: none," "kprobe           no: this kernel has no kprobe"
	no says "none             yes" "increments a per-CPU counter"
}

@test "a livepatch is loaded into no running kernel" {
	expect 2 "$HOOKBENCH" run -q --backends kprobe --beside livepatch -o livepatch
	says "--beside livepatch loads a kernel module, and hookbench loads none into the running kernel; name a kernel with --kernel"
	[ ! -e livepatch ]
}

@test "a kernel without BTF has no fentry, and says so; the target is found all the same" {
	needs_root
	unshare --mount true || skip "no mount namespace can be made here (a chroot?)"
	# In a mount namespace of its own, the BTF is hidden.
	without_btf() {
		unshare --mount sh -c 'mount -t tmpfs none /sys/kernel/btf && exec "$0" "$@"' "$@"
	}
	expect 2 without_btf "$HOOKBENCH" list --backends fentry
	says "hooking " "unlinkat:" "fentry           no: this kernel has no BTF (CONFIG_DEBUG_INFO_BTF is not set)"
}

# Mount namespaces are for tests that hide a file, and a sign that root here may do what root may.
needs_tracepoints() {
	needs_root
	unshare --mount true || skip "no mount namespace can be made here (a chroot?)"
	grep -q " perf_syscall_enter" /proc/kallsyms || skip "this kernel has no system call tracepoints"
	[ -e /sys/kernel/btf/vmlinux ] || skip "this kernel has no BTF"
}

@test "the tracepoints of the system call can be measured, on all CPUs" {
	needs_tracepoints
	# hits BACKEND: the least of its trials.
	hits() {
		jq "[.trials[] | select(.backend == \"$1\") | .hits] | min" out/result.json
	}
	# Other processes make some, too: in one of some runs, fewer than there would be without the filter,
	# which are three times as many.
	measured_in_peace() {
		rm -rf out
		run "$HOOKBENCH" run -q --backends tp,raw_tp,tp_btf --threads 2 --rounds 6 --cycles 2000 -o out
		[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || return # 3: the machine was too restless
		[ "$(hits tp)" -lt 8000 ] && [ "$(hits raw_tp)" -lt 8000 ] && [ "$(hits tp_btf)" -lt 8000 ]
	}
	wait_for measured_in_peace
	says "nanoseconds per operation"
	[ "$(jq '[.backends[].available] | all' out/result.json)" = true ]
	for backend in tp raw_tp tp_btf; do
		[ "$(hits $backend)" -ge 4000 ]
	done
	[ "$(jq '[.trials[] | select(.backend != "none") | .expected_hits == 4000 and .missed == null] | all' out/result.json)" = true ]
}

@test "more copies than files may be open: the limit is named" {
	needs_tracepoints
	expect 2 bash -c 'ulimit -n 64; exec "$0" run --backends tp --copies 64 "$@" -o out' "$HOOKBENCH" "${small[@]:2}"
	says "this process may not have so many files open" "ulimit -n 4096"
	[ ! -e out ]
}

@test "a kernel without the function carries what does not hook it" {
	needs_tracepoints
	# In a mount namespace of its own, BTF and symbols are hidden.
	without_function() {
		unshare --mount sh -c 'mount -t tmpfs none /sys/kernel/btf && mount --bind /dev/null /proc/kallsyms && exec "$0" "$@"' "$@"
	}
	expect 2 without_function "$HOOKBENCH" list --backends fentry,tp,raw_tp,tp_btf
	says "warning: this kernel has none of the target functions (do_unlinkat, filename_unlinkat)"
	says "none             yes" "fentry           no: this kernel lacks the function to hook" "tp               yes" "raw_tp           yes"
	says "tp_btf           no: this kernel has no BTF"
}

# The program that hangs on an event or a tracepoint of a process, by its number.
program_of() {
	bpftool perf show | sed -n "s/^pid $1 .*prog_id \([0-9]*\).*/\1/p"
}

# hook_and_stop BACKEND: a long run in the background, `stopped` while its hook, `program`, is attached.
hook_and_stop() {
	"$HOOKBENCH" run --backends "$1" --rounds 1000 --cycles 100k -o out 2>/dev/null &
	stopped=$!
	wait_for stops_hooked
}

# Stops it; if its hook is not attached, it goes on.
stops_hooked() {
	kill -STOP "$stopped"
	program=$(program_of "$stopped")
	[ -n "$program" ] || fails kill -CONT "$stopped"
}

@test "hooks on tracepoints are gone after SIGKILL" {
	needs_tracepoints
	for backend in tp raw_tp tp_btf; do
		hook_and_stop $backend
		bpftool prog show id "$program"
		kill -9 $stopped
		wait $stopped || true
		stopped=
		wait_until_not bpftool prog show id "$program"
		no grep "prog $program " <(bpftool link show)
		no grep "prog_id $program " <(bpftool perf show)
	done
}

@test "a full disk under -o ends in a message, with nothing left there; the run is stored elsewhere" {
	needs_root
	mkdir mount elsewhere
	export TMPDIR=$PWD/elsewhere
	mount -t tmpfs -o size=8k none mount
	expect 75 "$HOOKBENCH" run "${small[@]}" -o mount/out
	says "cannot store the run in mount/out: No space left on device" "the run was stored in results/runs/"
	[ -z "$(ls -A mount)" ]
	expect 0 "$HOOKBENCH" report results/runs/*
	cd mount
	expect 75 "$HOOKBENCH" run "${small[@]}"
	says "cannot store the run in results/runs/" "No space left on device" "the run was stored in $TMPDIR/"
	[ -z "$(ls -A results/runs)" ]
	[ "$(jq -r .schema "$TMPDIR"/*/result.json)" = hookbench/1 ]
}

@test "a full --dir ends in a message, with nothing left in it" {
	needs_root
	mkdir mount
	mount -t tmpfs -o nr_inodes=3 none mount
	expect 2 "$HOOKBENCH" run "${small[@]}" --dir mount
	says "No space left on device"
	[ -z "$(ls -A mount)" ]
}

@test "a read-only --dir ends in a message" {
	needs_root
	mkdir mount
	mount -t tmpfs -o ro none mount
	expect 2 "$HOOKBENCH" run "${small[@]}" --dir mount
	says "mount: Read-only file system" "--dir"
	expect 2 "$HOOKBENCH" run "${small[@]}" --dir missing
	says "missing: No such file or directory"
}

# start_long DIR: a run that would take minutes, in the background; waits until it works in DIR.
start_long() {
	local before
	before=$(ls "$1")
	new_folder() { [ -n "$(comm -13 <(echo "$before") <(ls "$1"))" ]; }
	env --default-signal=HUP "$HOOKBENCH" run --backends none --rounds 1 --cycles 100M --dir "$1" -o out 2>stderr &
	pid=$!
	wait_for new_folder "$1"
}

@test "SIGINT, SIGTERM and SIGHUP end a run at once, by that signal, with nothing left" {
	needs_root
	mkdir dir
	for number in 2 15 1; do
		set -m # or the shell has background processes ignore SIGINT
		start_long dir
		kill -$number $pid
		status=0
		wait $pid || status=$?
		[ "$status" -eq $((128 + number)) ]
		[ -z "$(ls dir)" ]
		[ ! -e out ]
	done
}

@test "what SIGKILL leaves in --dir is removed by the next run; a live one's folder is not" {
	needs_root
	mkdir dir
	start_long dir
	kill -9 $pid
	wait $pid || true
	[ "$(find dir -mindepth 1 -maxdepth 1 | wc -l)" -eq 1 ]
	start_long dir
	live=$pid
	"$HOOKBENCH" run -q "${small[@]}" --dir dir -o second || [ $? -eq 3 ]
	[ "$(find dir -mindepth 1 -maxdepth 1 | wc -l)" -eq 1 ]
	kill $live
	wait $live || true
	[ -z "$(ls dir)" ]
}

# Whether the process `pid` has a thread beside its first.
has_worker() {
	[ "$(find "/proc/$pid/task" -mindepth 1 -maxdepth 1 | wc -l)" -gt 1 ]
}

@test "without --dir nothing is left even after SIGKILL" {
	needs_root
	before=$(wc -l </proc/self/mountinfo)
	"$HOOKBENCH" run "${small[@]}" --cycles 100M -o out 2>/dev/null &
	pid=$!
	wait_for has_worker
	kill -9 $pid
	status=0
	wait $pid || status=$?
	[ "$status" -eq 137 ] # it was still at work
	[ "$(wc -l </proc/self/mountinfo)" -eq "$before" ]
	[ ! -e out ]
}

@test "memory does not grow with cycles" {
	needs_root
	# Resident memory in KiB at its highest, of a run of $1 cycles; without what ASan keeps of freed memory.
	peak() {
		ASAN_OPTIONS=${ASAN_OPTIONS-}:quarantine_size_mb=0:thread_local_quarantine_size_kb=0 "$HOOKBENCH" run -q --backends none --rounds 1 --workload unlink-missing \
			--cycles "$1" -o "out-$1" >/dev/null || [ $? -eq 3 ]
		jq .tool.max_rss_kib "out-$1/result.json"
	}
	# Different values that were seen, which are what is stored; the busier the machine, the more.
	cells() {
		jq '[.trials[].operation.histogram.cells | length] | add' "out-$1/result.json"
	}
	small_peak=$(peak 10k)
	# What else hookbench finds on the machine, such as hooks of other tests, only adds to a peak: one of
	# several is without.
	for _ in 1 2 3 4 5; do
		rm -rf out-2500k
		large_peak=$(peak 2500k) # twice: none and its control
		more_cells=$(($(cells 2500k) - $(cells 10k)))
		echo "$small_peak KiB at 10 thousand cycles, $large_peak KiB at 2.5 million, with $more_cells more cells"
		# A cell takes 60 bytes or so. Cycles do not count: 8 bytes of each were 19,000 KiB.
		[ $((large_peak - small_peak)) -gt $((512 + more_cells / 8)) ] || return 0
	done
	false
}
