# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2016 # scripts of an inner shell
# shellcheck disable=SC2034,SC2154 # shared with scripts/test-faults and common.bash
# Situations: each command with little of something, or without it.

# A name, and a script that makes the situation and then runs "$@" in it; the current folder is the command's.
situations() {
	cat <<'EOT'
files-3|ulimit -n 3; exec "$@"
files-8|ulimit -n 8; exec "$@"
files-16|ulimit -n 16; exec "$@"
files-24|ulimit -n 24; exec "$@"
files-64|ulimit -n 64; exec "$@"
stack-64|ulimit -s 64; exec "$@"
stack-160|ulimit -s 160; exec "$@"
stack-1024|ulimit -s 1024; exec "$@"
file-size-0|ulimit -f 0; exec "$@"
file-size-8|ulimit -f 8; exec "$@"
memory-100M|ulimit -v 100000; exec "$@"
memory-30M|ulimit -v 30000; exec "$@"
processes|ulimit -u 1; exec "$@"
no-home|unset HOME XDG_CACHE_HOME; exec "$@"
empty-home|export HOME= XDG_CACHE_HOME=; exec "$@"
no-tmpdir|export TMPDIR=/nowhere; exec "$@"
no-environment|exec env -i "$@"
no-path|export PATH=/nowhere; exec "$@"
no-stdin|exec "$@" <&-
no-stdout|exec "$@" >&-
no-stderr|exec "$@" 2>&-
none-of-them|exec "$@" <&- >&- 2>&-
stdout-full|exec "$@" >/dev/full
stderr-full|exec "$@" 2>/dev/full
stdout-gone|"$@" | true; exit ${PIPESTATUS[0]}
small-disk|mount -t tmpfs -o size=16k faults . && cp -r ../spare/. . && exec "$@"
full-disk|mount -t tmpfs -o size=64k faults . && cp -r ../spare/. . && { head -c 1M /dev/zero >filler; exec "$@"; } 2>&1
read-only|mount -t tmpfs faults . && cp -r ../spare/. . && mount -o remount,ro . && exec "$@"
out-is-a-link|mkdir elsewhere; ln -s elsewhere out; exec "$@"
out-is-a-file|echo >out; exec "$@"
out-is-in-a-file|echo >file; ln -s file/out out; exec "$@"
image-is-a-fifo|rm image; mkfifo image; exec "$@"
image-is-a-folder|rm image; mkdir image; exec "$@"
image-is-endless|rm image; ln -s /dev/zero image; exec "$@"
run-is-a-fifo|rm run/result.json; mkfifo run/result.json; exec "$@"
run-is-endless|rm run/result.json; ln -s /dev/zero run/result.json; exec "$@"
run-is-a-pipe|rm run/result.json; ln -s /dev/stdin run/result.json; cat ../spare/run/result.json | "$@"; exit ${PIPESTATUS[1]}
folder-is-gone|mkdir gone; cd gone; rmdir ../gone; exec "$@"
nobody|exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
no-capabilities|exec setpriv --bounding-set -all --inh-caps -all "$@"
german|export LC_ALL=de_DE.UTF-8; exec "$@"
signals-ignored|trap '' INT TERM HUP PIPE CHLD; exec "$@"
EOT
}

# A name, the documented statuses, and the words.
situation_commands() {
	cat <<'EOT'
list|0 2|HOOKBENCH list
run|0 2 3|HOOKBENCH run --backends none,HOOK --rounds 2 --cycles 200 -o out
run-null|0 2 3|HOOKBENCH run --backends none --workload null --rounds 2 --cycles 200 -o out
run-report|0 2 3|HOOKBENCH run --backends none,HOOK --rounds 2 --cycles 200 --report -o out
attach|0 2 126|HOOKBENCH attach HOOK -- /bin/true
trace|0 2 126|HOOKBENCH trace HOOK -- /bin/true
macro|0 2 3|HOOKBENCH macro --backends none,HOOK --rounds 1 -o out -- /bin/true
doctor|0 2 3|HOOKBENCH doctor
compare|0 1 2 3|HOOKBENCH compare run run
report|0 2|HOOKBENCH report run -o out
explain|0 2 3|HOOKBENCH explain run
run-vm|0 2 3|HOOKBENCH run --kernel ./image --timeout 5 --time-limit 8 -o out
attach-vm|0 2|HOOKBENCH attach --kernel ./image --timeout 5 --time-limit 8 fentry -- /bin/true
regress-vm|0 1 2 3|HOOKBENCH regress --kernel ./image --kernel ./image2 --timeout 5 --time-limit 8 -o out
fetch-kernel|0 2|SCRIPTS/fetch-kernel --offline --list
EOT
}

situations_setup() {
	find_hook
	spare=$work/spare
	mkdir -p "$spare/run" "$work/situation-answers"
	cp "$repo/tests/cli/data/run.json" "$spare/run/result.json"
	jq -c '{run: .}' "$repo/tests/cli/data/run.json" >"$work/situation-answers/run.json"
	cp "$repo/tests/cli/data/attach.json" "$work/situation-answers/attach.json"
	fake_image | tee "$spare/image" >"$spare/image2"
}

situations_rows() {
	local situation
	while IFS='|' read -r situation _; do
		situation_commands | cut -d '|' -f 1 | sed "s/^/$situation /"
	done < <(situations)
}

situations_row() {
	local situation=${1% *} name=${1#* } script statuses line
	script=$(situations | grep "^$situation|")
	script=${script#*|}
	IFS='|' read -r _ statuses line < <(situation_commands | grep "^$name|")
	[[ $EUID -eq 0 ]] || [[ ! $script =~ mount|setpriv ]] || return 0
	# In a chroot, there may be no mounts of one's own.
	[[ $script != mount* ]] || unshare --mount true 2>/dev/null || return 0
	new_room situations
	cp -r "$spare/." "$room/here"
	cp -r "$spare" "$room/spare"
	chmod a+rx "$work"
	chmod -R a+rX "$room"
	line=${line//HOOKBENCH/$ci}
	line=${line//HOOK/$hook}
	line=${line//SCRIPTS/$repo/scripts}
	read -ra words <<<"$line"
	# A checkout may be in a folder of its owner's alone.
	[[ $situation != nobody ]] || setpriv --reuid 65534 --regid 65534 --clear-groups test -x "${words[0]}" || return 0
	# What is mounted goes with the shell.
	local wrapped=(bash -c "cd \"\$PWD\"; $script" situation "${words[@]}")
	[[ $script != mount* ]] || wrapped=(unshare --mount "${wrapped[@]}")
	try env PATH="$programs/bin:$PATH" FAULT_MODE=good FAULT_ANSWERS="$work/situation-answers" "${wrapped[@]}"
	count situations
	# Where the machine lacks something, another attempt may do.
	case $situation in
	files-* | memory-* | processes | small-disk | full-disk | file-size-*) statuses="$statuses 75" ;;
	esac
	# Without stderr there is no message; a shell or the loader may not even start hookbench.
	case $situation in
	no-stderr | none-of-them | stderr-full | file-size-0) statuses=any ;;
	no-stdout) statuses="$statuses 2" ;;
	stdout-full) statuses="$statuses 75" ;;
	stdout-gone) statuses="$statuses 141" ;;
	no-environment | no-path) statuses="$statuses 126 127" ;;
	files-3 | memory-30M) statuses="$statuses 127" ;;
	file-size-*) statuses="$statuses 153" ;;
	esac
	judge "$name, $situation" "$statuses"
	# Where less is written, a character may be cut.
	[[ $situation == file-size-* ]] || judge_text "$name, $situation"
	judge_results "$name" "$name, $situation"
	judge_stored "$name, $situation"
}

# What was measured is stored, where it was to be or elsewhere.
judge_stored() {
	[[ $name == run* || $name == macro* ]] || return 0
	# No place takes a file that is too large.
	[[ $situation != file-size-* ]] || return 0
	! grep -qa 'per operation' "$room/stdout" || [[ -s $room/here/out/result.json ]] ||
		grep -qaE '[Ss]tored in' "$room/stderr" || found lost "$1: measured, but not stored" "$room"
}

situations_next() {
	local rows
	mapfile -t rows < <(situations_rows)
	one_of "${rows[@]}"
	situations_row "$chosen"
}
