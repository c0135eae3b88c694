# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with scripts/test-faults and common.bash
# Signals at random times. A command that got one leaves nothing; after SIGKILL, which it does not notice, no
# more than what it next removes itself.

# A name, and the words. VM is a stand-in that never answers; FETCH, STAT: scripts.
kill_commands() {
	cat <<'EOT'
list|HOOKBENCH list
run|HOOKBENCH run -q --backends none,HOOK --rounds 4 --cycles 5k -o out
run-dir|HOOKBENCH run -q --backends none,HOOK --rounds 4 --cycles 2k --dir scratch -o out
run-report|HOOKBENCH run -q --backends none,HOOK --rounds 2 --cycles 500 --report -o out
run-product|HOOKBENCH run -q --backends none,HOOK --rounds 2 --cycles 500 --payload empty,count -o out
attach|HOOKBENCH attach -q HOOK -- sh -c 'sleep 0.1; sleep 0.2 & sleep 0.3; true'
attach-user|HOOKBENCH attach -q --user nobody HOOK -- sh -c 'sleep 0.2 & sleep 0.3; true'
trace|HOOKBENCH trace HOOK -- sh -c 'sleep 0.1; sleep 0.3; true'
trace-alone|HOOKBENCH trace HOOK
trace-printk|HOOKBENCH trace --printk HOOK -- sh -c 'sleep 0.3; true'
macro|HOOKBENCH macro -q --backends none,HOOK --rounds 2 -o out -- sleep 0.02
macro-shell|HOOKBENCH macro -q --backends none,HOOK --rounds 1 -o out --shell sh -- 'sleep 0.02 & wait'
doctor|HOOKBENCH doctor
doctor-tune|HOOKBENCH doctor --sysroot machine --tune
compare|HOOKBENCH compare run run
report|HOOKBENCH report run -o out
explain|HOOKBENCH explain run
run-vm|HOOKBENCH run --kernel ./image -o out
attach-vm|HOOKBENCH attach --kernel ./image fentry -- true
regress-vm|HOOKBENCH regress --kernel ./image --kernel ./image2 -o out
fetch-kernel|SCRIPTS/fetch-kernel --offline --list
kernel-hook|SCRIPTS/kernel-hook 6.12.1 ./image2
perf-record|SCRIPTS/perf-record --backends none,HOOK --rounds 1 --runs 1 -o out -- sh -c 'sleep 0.1; true'
perf-stat|SCRIPTS/perf-stat --backends none,HOOK --rounds 1 -- sh -c 'sleep 0.1; true'
EOT
}

kills_setup() {
	find_hook
	fake_image >"$work/kill-image"
	# perf takes seconds to look up names.
	declare -gA usual_ms=([perf-record]=6000)
}

kills_rows() { kill_commands | cut -d '|' -f 1; }

kill_room() {
	new_room kills
	mkdir "$room/here/scratch" "$room/here/run"
	cp "$work/kill-image" "$room/here/image"
	{ cat "$work/kill-image" && echo another; } >"$room/here/image2"
	cp "$repo/tests/cli/data/run.json" "$room/here/run/result.json"
	kill_machine
	# A script, because who may write to the build is not known.
	printf '#!/bin/bash\nexec %q "$@"\n' "$ci" >"$room/here/hookbench"
	chmod +x "$room/here/hookbench"
	printf '%s\n' "BASE_IMAGE=$room/here/image" "HOOKBENCH=$room/here/hookbench" "STATE_DIR=$room/here/state" \
		TIME_LIMIT=1 >"$room/here/settings"
}

# A machine that --tune has much to set on. It does so on none but this.
kill_machine() {
	local cpu at=$room/here/machine
	mkdir -p "$at"/sys/devices/system/cpu/cpu{0..63}/cpufreq "$at/proc/sys/kernel" "$at/proc/sys/net/core"
	for cpu in "$at"/sys/devices/system/cpu/cpu*/cpufreq; do echo powersave >"$cpu/scaling_governor"; done
	echo 1 >"$at/proc/sys/kernel/nmi_watchdog"
	echo 0 >"$at/proc/sys/net/core/bpf_jit_enable"
	machine_settings >"$room/settings-before"
}

machine_settings() { (cd "$room/here/machine" && grep -r . sys proc | sort); }

# Whenever --tune ended, --restore has all of it back.
judge_tuned() {
	signal=''
	try "$ci" doctor --sysroot machine --restore
	judge "$1, and --restore" 0
	machine_settings | cmp -s "$room/settings-before" - || found left "$1: settings are not restored" "$room"
	[[ ! -e $room/here/machine/run/hookbench/tuned.json ]] || found left "$1: a record of what was restored" "$room"
}

# kill_try LINE: with `signal`, in the room that there is.
kill_try() {
	local line=$1
	line=${line//HOOKBENCH/$ci}
	line=${line//HOOK/$hook}
	line=${line//SCRIPTS/$repo/scripts}
	eval "words=($line)"
	try env PATH="$programs/bin:$PATH" HOOKBENCH="$ci" KERNEL_HOOK_CONFIG="$room/here/settings" FAULT_MODE=silence "${words[@]}"
}

# kills_once NAME SIGNAL
kills_once() {
	local line number=$2 at group=''
	line=$(kill_commands | grep "^$1|")
	line=${line#*|}
	# A command whose usual time is not known yet, or that has no end, is killed within its first second.
	at=${usual_ms[$1]:-1000}
	below $((at + at / 10 + 20))
	at=$n
	((number != 2)) || group=-g
	kill_room
	signal="$group -k $number:$at"
	kill_try "$line"
	count kills
	# It may have ended before.
	((killed_by)) || usual_ms[$1]=$ms
	judge "$1, signal $number after $at ms" any "$number"
	judge_results "$1" "$1, signal $number after $at ms"
	((number == 9)) || judge_left "$1, signal $number after $at ms"
	((number != 9)) || judge_after_kill "$1" "$line" "$at"
	[[ $1 != doctor-tune ]] || judge_tuned "$1, signal $number after $at ms"
	check_machine "$1, signal $number after $at ms"
}

# What is left in the working folder, beside the results.
judge_left() {
	local file
	for file in "$room"/here/* "$room"/here/.[!.]* "$room"/here/scratch/* "$room"/here/scratch/.[!.]* \
		"$room"/here/state/kernel-hook.* "$room"/here/machine/run/hookbench/*; do
		case ${file#"$room/here/"} in
		image | image2 | run | scratch | out | machine | hookbench | settings | state | *'*'*) ;;
		# The previous values, which --restore needs.
		machine/run/hookbench/tuned.json) ;;
		*) found left "$1: $file" "$room" ;;
		esac
	done
}

# Run once more, to its end, a command removes what the one that was killed could not.
judge_after_kill() {
	rm -rf "$room/here/out"
	# Some is removed only when it is old.
	find "$room/tmp" -mindepth 1 -maxdepth 1 -exec touch -d '2 minutes ago' {} +
	# Of a command that never ends, the end is a signal.
	signal='-k 15:3000'
	[[ $1 != trace-alone && $1 != *-vm ]] || signal='-k 15:500'
	kill_try "$2"
	judge "$1, again after a kill at $3 ms" any 15
	judge_left "$1, again after a kill at $3 ms"
}

kills_row() {
	one_of 9 9 15 2
	kills_once "$1" "$chosen"
}

kills_next() {
	local names
	mapfile -t names < <(kills_rows)
	one_of "${names[@]}"
	kills_row "$chosen"
}
