# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # $1 in a script for later
# shellcheck disable=SC2154 # output and status are set by bats' run
# What the tests of the command line share. HOOKBENCH names the program that is tested.

: "${HOOKBENCH:?the path of the hookbench to test}"
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export repo

# For jq: a distribution of these exact cells, in ticks of one unit, with the figures that they have. The mode
# is the most frequent value, as in nanoseconds.
export figured='def figured($cells): ($cells | map(.[1]) | add) as $n | ($cells | map(.[1]) | max) as $most
	| def at($share): [foreach $cells[] as [$v, $c] (0; . + $c; [., $v])] | map(select(.[0] >= $share * $n - 1e-6))[0][1];
	.count = $n | .over = 0 | .mode_exact = true | .mode_count = $most | .mode = ($cells | map(select(.[1] == $most))[0][0])
	| .min = $cells[0][0] | .max = $cells[-1][0] | .mean = ($cells | map(.[0] * .[1]) | add) / $n
	| .p50 = at(0.5) | .p90 = at(0.9) | .p99 = at(0.99) | .p999 = at(0.999)
	| .histogram = {exact: true, cells: $cells};'

# expect STATUS COMMAND...: runs it, and shows its output if it ends otherwise.
expect() {
	local wanted=$1
	shift
	# bats takes 127 for a mistake of the test's, unless told.
	if [ "$wanted" -eq 127 ]; then run -127 "$@"; else run "$@"; fi
	[ "$status" -eq "$wanted" ] || {
		echo "status $status, not $wanted: $*"
		echo "$output"
		return 1
	}
}

# says TEXT...: the last output holds each of them.
says() {
	local text
	for text; do
		[[ $output == *"$text"* ]] || {
			echo "\"$text\" is not in:"
			echo "$output"
			return 1
		}
	done
}

# no COMMAND...: it must fail. (In bats, a mere "!" fails a test only on its last line.)
no() {
	if "$@"; then
		echo "must fail: $*"
		return 1
	fi
}

needs_root() {
	[ "$(id -u)" -eq 0 ] || skip "needs root"
}

# raw_tp is the hook that most kernels take.
needs_hook() {
	needs_root
	"$HOOKBENCH" attach -q raw_tp -- true || skip "raw_tp cannot be attached here"
}

# make_locale NAME: compiled for this test, if it is not C.
make_locale() {
	[ "$1" != C ] || return 0
	command -v localedef >/dev/null || skip "localedef is not installed"
	export LOCPATH=$BATS_TEST_TMPDIR/locales
	mkdir -p "$LOCPATH"
	[ -d "$LOCPATH/$1" ] || localedef -i "${1%.*}" -f UTF-8 "$LOCPATH/$1" 2>/dev/null || [ -d "$LOCPATH/$1" ] ||
		skip "localedef has no $1 here"
}

# Waits until a condition holds: at most a minute, which is what a busy machine may need.
wait_for() {
	local end=$((SECONDS + 60))
	until "$@"; do
		if ((SECONDS > end)); then
			echo "in vain: $*"
			return 1
		fi
		sleep 0.05
	done
}

# wait_until_not COMMAND...: until it fails.
wait_until_not() {
	wait_for fails "$@"
}

fails() {
	! "$@"
}

# Whether a QEMU runs that was started on IMAGE.
qemu_runs() {
	pgrep -af '^qemu-system' | grep -F -- " -kernel $1 "
}

# A file that looks enough like a bzImage to be given to QEMU.
fake_image() {
	head -c 514 /dev/zero >"$1"
	printf 'HdrS' >>"$1"
	head -c 1024 /dev/zero >>"$1"
}

# For the script of fake_qemu, whose stdin and stdout are the guest's line, and whose stderr is its
# console: what a guest says once it has booted; then the request is read, as $request.
export hello='echo "{\"hello\": {\"version\": 1, \"release\": \"1.0\"}}"'
export greet="$hello"'
echo "{\"ready\": {}}"
read -r request'

# fake_qemu SCRIPT: a QEMU that is a script, first in PATH. The CPU models that it lists are those in the
# file cpu-models, as QEMU prints them; without that file there is no list.
fake_qemu() {
	mkdir -p "$BATS_TEST_TMPDIR/bin"
	printf '#!/bin/bash\ncase $1 in --version) exit 1 ;; -cpu) exec cat "%s/cpu-models" ;; esac\n%s\n' \
		"$BATS_TEST_TMPDIR" "$1" >"$BATS_TEST_TMPDIR/bin/qemu-system-x86_64"
	chmod +x "$BATS_TEST_TMPDIR/bin/qemu-system-x86_64"
	PATH="$BATS_TEST_TMPDIR/bin:$PATH"
}

# A QEMU that answers for an image with answers/NAME.json, after doing what answers/NAME.sh says, which
# knows QEMU's arguments as $all. It powers off if asked to. Each image that it boots is a line of the
# file booted.
answering_qemu() {
	mkdir -p answers
	fake_qemu "$greet"'
all="$*"
while [ "$1" != -kernel ]; do shift; done
echo "$2" >>'"$PWD"'/booted
case $request in *\"power_off\"*) exit ;; esac
answer='"$PWD"'/answers/$(basename "$2")
[[ $request != *power_off* ]] || exit 0
[ ! -e "$answer.sh" ] || . "$answer.sh"
jq -c "{reply: ({run: del(.error)} + if .error then {error} else {} end)}" "$answer.json"'
}

# attach_reply FILTER: for the script of fake_qemu, the answer of a guest to attach, after a jq filter.
attach_reply() {
	printf "echo '%s'\n" "$(jq -c "$1 | {reply: .}" "$repo/tests/cli/data/attach.json")"
}

# kernel NAME FILTER: an image for answering_qemu; its guest answers with data/run.json after a jq filter.
kernel() {
	fake_image "$1"
	echo "$1" >>"$1"
	jq -c "$figured $2" "$repo/tests/cli/data/run.json" >"answers/${1##*/}.json"
}

# make_counts_runs: a program ./counts-runs, which tells whether a hookbench that has started it has BPF
# statistics on. It looks at the descriptors of those above it and of no other process.
make_counts_runs() {
	cat >counts-runs <<-'EOT'
		#!/bin/sh
		p=$PPID
		while [ "$p" -gt 1 ]; do
			case $(readlink "/proc/$p/exe") in */hookbench) ls -l "/proc/$p/fd" ;; esac
			p=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$p/status")
		done | grep -q bpf-stats
	EOT
	chmod +x counts-runs
}
