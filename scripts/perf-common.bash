# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by perf-stat and perf-record: options, whether perf may count, and running a command under a hook.
# shellcheck shell=bash
# shellcheck disable=SC2034 # the variables are for the scripts that source this

program=${0##*/}
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
backends=kprobe,kretprobe,fentry,fexit,tp,raw_tp,tp_btf
attach_options=()
kernel='' user='' prepare='' ignore_failure=''
rounds='' runs='' default_runs=5
# shellcheck source=scripts/guard.bash
source "$repo/scripts/guard.bash"

# What this script reads is written in C's way; the command keeps the user's locale.
decimal=$(printf %.1f 0)
user_locale=(-u LC_ALL)
[[ ! ${LC_ALL+set} ]] || user_locale=("LC_ALL=$LC_ALL")
export LC_ALL=C

say() {
	show "$@"
	printf '%s: %s\n' "$program" "$shown" >&2
}
die() {
	say "$@"
	exit 2
}

common_help() {
	cat <<EOT
What is measured:
  --backends LIST     ways to attach, separated by commas; none is always added, twice
                      (default: $backends)
  --payload NAME      what the program does at each hit (default: count)
  --prepare COMMAND   shell command line to run before each run, not measured
  --ignore-failure    continue if the command fails

Where:
  --user NAME         run the command as this user (default: the user who called sudo)
  --kernel IMAGE      measure in a VM with this kernel (default: --accel tcg)
  --add PATH          put this file, program or folder into the VM; may be repeated. The command
                      itself, perf and sh are included; programs of --prepare must be added
  --accel, --append, --cpu-model, --memory, --timeout, --time-limit
                      as for hookbench attach
EOT
}

is_number() { [[ $2 =~ ^[1-9][0-9]{0,8}$ ]] || die "$1 needs a whole number, at least 1, not \"$2\""; }

# common_option OPTION VALUE: takes it if it is one of those above; a missing value is an error. Sets
# `taken` to the number of words taken, or 0.
common_option() {
	taken=2
	case $1 in
	--ignore-failure) ignore_failure=yes taken=1 && return ;;
	--backends | --payload | --prepare | --user | --kernel | --add | --accel | --append | --cpu-model | \
		--memory | --timeout | --time-limit | --rounds | --runs) ;;
	*) taken=0 && return ;;
	esac
	(($# > 1)) || die "$1 needs a value; see $program --help"
	case $1 in
	--backends) backends=$2 ;;
	--prepare) prepare=$2 ;;
	--rounds) is_number "$@" && rounds=$2 ;;
	--runs) is_number "$@" && runs=$2 ;;
	--user) user=$2 attach_options+=("$1" "$2") ;;
	--kernel) kernel=$2 attach_options+=("$1" "$2") ;;
	*) attach_options+=("$1" "$2") ;;
	esac
}

# Splits --option=value; sets `words` to the words before the command, and `command` to the command.
split_words() {
	words=() command=()
	while (($#)); do
		case $1 in
		--) shift && command=("$@") && return ;;
		--*=*) words+=("${1%%=*}" "${1#*=}") ;;
		*) words+=("$1") ;;
		esac
		shift
	done
}

find_hookbench() {
	local built=$repo/build/release/bench/hookbench
	hookbench=${HOOKBENCH:-$built}
	[[ -x $hookbench ]] || hookbench=$(command -v hookbench) ||
		die "hookbench is not built yet: run make in $repo"
}

find_perf() {
	local version
	command -v perf >/dev/null || die "perf is missing: install Debian's package linux-perf (scripts/setup perf)"
	version=$(perf --version 2>&1) || true
	[[ $version =~ ^perf\ version\ (([0-9]+)\.([0-9]+)[^ ]*) ]] ||
		die "perf does not run: \"perf --version\" says: ${version:-nothing}"
	perf_version=${BASH_REMATCH[1]}
	((BASH_REMATCH[2] > 5 || (BASH_REMATCH[2] == 5 && BASH_REMATCH[3] >= 10))) ||
		die "perf $perf_version is too old: it does not support BPF programs and trampolines; 5.10 or newer is needed"
	command -v jq >/dev/null || die "jq is missing: install it (scripts/setup scripts)"
}

# The user that perf runs as here, as a number.
perf_user() {
	local name=${user:-${SUDO_UID:-$EUID}}
	[[ $name =~ ^[0-9]+$ ]] && echo "$name" && return
	id -u "$name" 2>/dev/null || die "there is no user \"$name\""
}

# Checks that this user may count in the kernel, where most of a hook's cost is.
check_permission() {
	local level uid
	uid=$(perf_user) || exit
	level=$(cat /proc/sys/kernel/perf_event_paranoid 2>/dev/null) ||
		die "this kernel has no perf events (CONFIG_PERF_EVENTS is not set)"
	((uid == 0 || level <= 1)) ||
		die "user $uid may not count in the kernel: kernel.perf_event_paranoid is $level; run 'sysctl kernel.perf_event_paranoid=1' as root, or use --user root"
	((EUID == 0)) || die "attaching a hook requires root: use sudo, or a VM (--kernel)"
}

# All checks that are possible before anything is measured.
check_all() {
	check_descriptors || die "$reason"
	((${#command[@]})) || die "a command is missing: put it after --; see $program --help"
	find_hookbench
	find_perf
	if [[ $kernel ]]; then
		# /bin is a link to usr/bin, and perf starts --prepare by /bin/sh.
		attach_options+=(--add "${command[0]}" --add /bin/sh)
	else
		check_permission
	fi
	command -v -- "${command[0]}" >/dev/null || die "${command[0]}: there is no such command"
	IFS=, read -ra hooks <<<"$backends"
	rows=(none)
	for backend in "${hooks[@]}"; do
		[[ $backend == none ]] || rows+=("$backend")
	done
	((${#rows[@]} > 1)) || die "--backends names no hook"
	rows+=(control)
	rounds=${rounds:-$([[ $kernel ]] && echo 1 || echo 3)}
	runs=${runs:-$default_runs}
}

# `scratch` is removed at the end; scratch/user is a folder that the command's user can write to. Locked, so
# that the next run can tell what is left of one that was killed.
make_scratch() {
	remove_left
	scratch=$(mktemp -d "${TMPDIR:-/tmp}/hookbench-perf.XXXXXX") || die "cannot write to ${TMPDIR:-/tmp}"
	trap clean_up EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	trap 'exit 129' HUP
	exec {scratch_lock}<"$scratch"
	flock "$scratch_lock"
	mkdir "$scratch/user"
	chmod 711 "$scratch"
	if [[ ! $kernel ]]; then chown "$(perf_user)" "$scratch/user"; fi
	declare -gA skipped=() hits=()
}

# Those of a minute ago are surely locked, if they are in use.
remove_left() {
	local left
	for left in "${TMPDIR:-/tmp}"/hookbench-perf.??????; do
		[[ -d $left && ! -L $left && -O $left ]] || continue
		(($(stat -c %Y "$left") < EPOCHSECONDS - 60)) || continue
		! flock --nonblock "$left" true || rm -rf "$left"
	done
}

clean_up() {
	trap '' INT TERM HUP
	if [[ $child ]]; then
		kill "$child" 2>/dev/null || true
		wait "$child" 2>/dev/null || true
	fi
	rm -rf "$scratch"
}

# run COMMAND...: bash runs a trap only between commands, but at once while it waits. A signal to timeout, which
# has a group of its own, ends the whole group, perf's command included: perf itself would wait for that. The
# same happens when this script ends, whatever ends it.
child=''
run() {
	local status=0
	setpriv --pdeathsig TERM timeout --kill-after=5 0 "$@" {scratch_lock}<&- &
	child=$!
	wait "$child" || status=$?
	child=''
	return "$status"
}

# The order of the rows in a round: each round starts with a different row.
order_of() {
	local n=${#rows[@]} i
	order=()
	for ((i = 0; i < n; i++)); do order+=("${rows[(i + $1 - 1) % n]}"); done
}

# The reason why a backend could not be attached, from the messages of attach.
reason_in() { sed -n 's/^hookbench: [^ ]* cannot be attached: //p' "$1" | head -n 1; }

# under_hook ROW COMMAND...: runs it under that row's hook, with the result in document.json. Returns 1 if
# the hook does not attach, with the reason in `skipped`; any other failure ends the script.
under_hook() {
	local row=$1 backend=$1 status=0 reason now
	shift
	[[ $row != control ]] || backend=none
	rm -f "$scratch/document.json"
	# In a VM, there are no other locales than C. Jobs in the background ignore INT, unless told otherwise.
	local locale=("${user_locale[@]}")
	[[ ! $kernel ]] || locale=()
	run env --default-signal=INT,QUIT "${locale[@]}" "$hookbench" attach "$backend" "${attach_options[@]}" -q --json "$scratch/document.json" \
		-- "$@" </dev/null >"$scratch/stdout" 2>"$scratch/stderr" || status=$?
	if [[ ! -s $scratch/document.json ]]; then
		reason=$(reason_in "$scratch/stderr")
		if [[ $reason && $row != none ]]; then
			skipped[$row]=$reason
			return 1
		fi
		printable <"$scratch/stderr" >&2
		die "nothing could be measured with $row, see above"
	fi
	if ((status)) && [[ ! $ignore_failure ]]; then
		cat "$scratch/stdout" "$scratch/stderr" | printable >&2
		die "the command, or perf, failed with status $status under $row, see above; --ignore-failure continues"
	fi
	grep -E '^(warning|hookbench: warning)' "$scratch/stderr" | printable >&2 || true
	now=$(jq -r '.hook.hits // ""' "$scratch/document.json")
	[[ $now =~ ^[0-9]{1,18}$ ]] || now=''
	# Those of other processes are among them: the fewest are the truest.
	if [[ $now ]] && ((now <= ${hits[$row]:-$now})); then hits[$row]=$now; fi
	release=$(jq -r .environment.kernel_release "$scratch/document.json")
	where=$(jq -r 'if .vm then "VM, \(.vm.accelerator)" + ({kvm: "", exact: ": a nanosecond is an instruction"}[.vm.accelerator] // ": times are emulated")
		else "the running kernel" end' "$scratch/document.json")
}

# Rows that were skipped, and why.
print_skipped() {
	local row
	for row in "${rows[@]}"; do
		[[ ! ${skipped[$row]:-} ]] || printf '%-12s skipped: %s\n' "$row" "${skipped[$row]}"
	done
}

# The first hook that counted.
first_hook() {
	local row
	for row in "${rows[@]}"; do
		[[ $row == none || $row == control || ${skipped[$row]:-} ]] || { echo "$row" && return; }
	done
	return 1
}
