# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with scripts/test-faults and common.bash
# Hostile guests: a stand-in for QEMU with a row for each thing that a guest may do wrong.

# What asks a guest something: a name, the documented statuses, and the words. VM stands for the options of a VM,
# OBJECT for a program of the user's.
guest_commands() {
	cat <<'EOT'
run|0 2 3 75|run VM --backends none,kprobe --rounds 2 --cycles 10 -o out
attach|any|attach VM --fetch /tmp/fetched --fetch-to fetched fentry -- true
trace|any|trace VM fentry -- true
trace-own|any|trace VM --program OBJECT --event typed_event -- true
attach-own|any|attach VM --program OBJECT -- true
macro|0 2 3 75|macro VM --backends none,kprobe --rounds 1 -o out -- true
explain|0 2 3 75|explain VM --backends none,kprobe -o out
list|0 2 75|list VM
regress|0 1 2 3 75|regress VM --kernel ./image2 -o out
report|0 2 3 75|run VM --report --explain -o out
bisect-step|0 1 125 128|bisect-step --kernel ./image --timeout 2 --time-limit 4 --backend kprobe --good run
attach-cost|0 2 75|attach-cost VM -o out
boot|0 2 75|boot VM
EOT
}

guests_setup() {
	local good=$work/answers
	mkdir -p "$good"
	cp "$repo/tests/cli/data/attach.json" "$good/attach.json"
	jq -c '{run: .}' "$repo/tests/cli/data/run.json" >"$good/run.json"
	cp "$good/run.json" "$good/probe.json"
	jq -c '{run: ., hyperfine: {"001-01-none.json": "{\"results\": []}"}, attaches: true}' "$repo/tests/cli/data/run.json" >"$good/macro.json"
	echo '{"backend": "fentry", "function": "do_unlinkat", "placement": "", "events": 1, "lost": 0, "status": 0, "release": "6.12.0"}' >"$good/trace.json"
	echo '{"environment": {"kernel_release": "6.12.0"}, "trials": [{"backend": "kprobe", "functions": 1, "repeat": 1, "load": 1, "attach": 2, "detach": 3, "load_ns": 4, "attach_ns": 5, "detach_ns": 6, "reason": null}]}' >"$good/attach_cost.json"
	fake_image >"$work/image"
	guest_path=$programs/bin:$PATH
}

guests_rows() { "$programs/bin/qemu-system-x86_64" --modes; }

# guest_case COMMAND MODE HOOKBENCH: sets `statuses`, too.
guest_case() {
	local line
	line=$(guest_commands | grep "^$1|")
	IFS='|' read -r _ statuses line <<<"$line"
	new_room guests
	line=${line/OBJECT/$repo/tests/fuzz/corpus/object/events}
	read -ra words <<<"$3 ${line/VM/--kernel .\/image --timeout 2 --time-limit 4}"
	cp "$work/image" "$room/here/image"
	cp "$work/image" "$room/here/image2"
	mkdir "$room/here/run" "$room/here/fetched"
	cp "$repo/tests/cli/data/run.json" "$room/here/run/result.json"
	guest_seed=$((RANDOM << 15 | RANDOM))
	try env PATH="$guest_path" FAULT_MODE="$2" FAULT_SEED=$guest_seed FAULT_ANSWERS="$work/answers" "${words[@]}"
	count "hostile guests"
}

# What a trial has left beside its results.
judge_here() {
	local file
	for file in "$room"/here/* "$room"/here/.[!.]* "$room"/here/fetched/*; do
		case ${file#"$room"/here/} in
		image | image2 | run | fetched | fetched/fetched | results | *'*'*) ;;
		out)
			((status == 0 || status == 1 || status == 3)) || found left "$1: $file, though its status is $status" "$room"
			;;
		*) found left "$1: $file" "$room" ;;
		esac
	done
}

# Each mode with run, and with the documented message; QEMU's memory is the stand-in's.
guests_row() {
	local mode most text statuses
	IFS='|' read -r mode most text <<<"$1"
	guest_case run "$mode" "$ci"
	[[ $text == - ]] || statuses=2
	# What killed QEMU was this machine's.
	[[ $text != "killed by signal"* ]] || statuses=75
	judge "run, mode $mode" "$statuses"
	judge_text "run, mode $mode"
	judge_here "run, mode $mode"
	[[ $text == - ]] || judge_messages "run, mode $mode" "$most" "$text"
}

# Most often a mutant of good messages, with any command.
guests_next() {
	local mode=hostile statuses program=$sanitized names
	mapfile -t names < <(guest_commands | cut -d '|' -f 1)
	below 8
	case $n in
	0) mode=out-of-order ;;
	1) one_of silence close-and-live end-badly be-killed answer-and-hang alive-for-ever log-for-ever half-an-answer deep-lists && mode=$chosen ;;
	esac
	one_of "${names[@]}"
	guest_case "$chosen" "$mode" "$program"
	judge "$chosen, mode $mode, seed $guest_seed" "$statuses"
	# The output of a command in the guest is the user's.
	[[ $chosen == attach || $chosen == trace ]] || judge_text "$chosen, mode $mode, seed $guest_seed"
	judge_here "$chosen, mode $mode, seed $guest_seed"
}
