# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # variables are shared with scripts/test-faults and the suites
# What the suites of scripts/test-faults share. A suite is a file with the functions NAME_setup, NAME_rows,
# which prints what is tried once in any case, NAME_row ROW, and NAME_next, which tries something by chance.

ci=$repo/build/ci/bench/hookbench sanitized=$repo/build/sanitize/bench/hookbench
# Limits: none of what is tried takes a tenth of this on an idle machine.
hang_s=120 most_rss_kib=$((1536 * 1024))
# Sanitizers say what is wrong by ending with this status.
sanitizer_status=77
export ASAN_OPTIONS=exitcode=$sanitizer_status:detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=4096
export UBSAN_OPTIONS=exitcode=$sanitizer_status:print_stacktrace=1

# ---- chance ----

# below N: sets `n` to a number below N.
below() { n=$(((RANDOM << 15 | RANDOM) % $1)); }

# one_of WORD...: sets `chosen` to one of them.
one_of() {
	below $#
	shift "$n"
	chosen=$1
}

# ---- findings ----

# found KIND TEXT FOLDER: keeps the folder, and tells.
found() {
	local kind=$1 text=$2 folder=$3 name
	name=$keep/$kind-$BASHPID-$RANDOM
	mkdir -p "$keep"
	[[ ! -d $folder ]] || cp -r "$folder" "$name" 2>/dev/null || true
	echo "$kind" >>"$work/found"
	{
		echo "FOUND $kind (seed $seed): $text"
		[[ ! -d $name ]] || echo "  kept in $name"
		[[ ! -s $folder/stderr ]] || tail -n 8 "$folder/stderr" | cut -c 1-300 | sed 's/^/  | /'
	} | printable >&2
}

# count NAME: for the summary.
count() { echo "$1" >>"$work/counts.$BASHPID"; }

# ---- one trial ----

# new_room SUITE: sets `room` to an empty folder, with a temporary and a home folder of its own. The command
# works in room/here.
new_room() {
	room=$work/$1
	rm -rf "$room"
	mkdir -p "$room/here" "$room/tmp" "$room/home"
	words=()
	signal=''
}

# try COMMAND...: runs it in `room`, and sets status, killed_by, ms, rss_kib, hung and left. Options of
# supervise are in `signal`.
try() {
	local line
	printf '%q ' "$@" >"$room/command"
	(
		cd "$room/here"
		# shellcheck disable=SC2086 # words
		TMPDIR=$room/tmp HOME=$room/home XDG_CACHE_HOME=$room/home/.cache "$programs/supervise" -t "$hang_s" $signal \
			"$@" 3>"$room/end" >"$room/stdout" 2>"$room/stderr" </dev/null
	) || true
	line=$(<"$room/end")
	[[ $line =~ ^status=(-?[0-9]+)\ signal=([0-9]+)\ ms=([0-9]+)\ rss_kib=([0-9]+)\ hung=([01])\ left=(.*)$ ]] || {
		found harness "supervise said \"$line\"" "$room"
		return 0
	}
	status=${BASH_REMATCH[1]} killed_by=${BASH_REMATCH[2]} ms=${BASH_REMATCH[3]} rss_kib=${BASH_REMATCH[4]}
	hung=${BASH_REMATCH[5]} left=${BASH_REMATCH[6]}
}

# judge WHAT STATUSES [SIGNAL]: whether what try did is as it must be. STATUSES are those allowed, or "any".
judge() {
	local what=$1 statuses=" $2 " signal_sent=${3:-0} where=$room
	((!hung)) || found hang "$what: not ended after $((ms / 1000)) s" "$where"
	if ((status == sanitizer_status)) || grep -qaE 'AddressSanitizer|runtime error:|Assertion|stack smashing' "$room/stderr"; then
		found crash "$what: a sanitizer" "$where"
	elif ((!hung && killed_by && killed_by != signal_sent)); then
		found crash "$what: killed by signal $killed_by" "$where"
	elif ((!hung && !killed_by)) && [[ $statuses != " any " && $statuses != *" $status "* ]]; then
		found status "$what: status $status, not$statuses" "$where"
	elif ((status == 2)) && [[ ! -s $room/stderr && ! -s $room/stdout && $statuses != " any " ]]; then
		found silent "$what: status 2 without a message" "$where"
	fi
	[[ ! $left ]] || found left "$what: processes: $left" "$where"
	[[ ${words[0]-} == "$sanitized" ]] || ((rss_kib <= most_rss_kib)) || found memory "$what: $((rss_kib / 1024)) MiB" "$where"
	judge_files "$what" "$where"
}

judge_files() {
	local what=$1 where=$2 file
	# What was killed by SIGKILL could remove nothing.
	((killed_by == 9)) || for file in "$room"/tmp/* "$room"/tmp/.[!.]* "$room"/home/* "$room"/home/.[!.]*; do
		[[ ! -e $file || $file == */.cache ]] || found left "$what: $file" "$where"
	done
	for file in /hookbench-escape* /tmp/hookbench-escape* /etc/cron.d/hookbench-escape* "$work"/hookbench-escape* \
		"$HOME"/hookbench-escape* "$room"/hookbench-escape* "$room"/here/hookbench-escape*; do
		[[ ! -e $file ]] || {
			found escape "$what: $file" "$where"
			rm -rf "$file"
		}
	done
}

# judge_text WHAT: what was printed acts on no terminal.
judge_text() {
	local stream
	for stream in stdout stderr; do
		printable <"$room/$stream" >"$room/printable"
		cmp -s "$room/printable" "$room/$stream" || found raw "$1: $stream is not printable" "$room"
	done
}

# judge_messages WHAT MOST TEXT: at most so many errors, none twice, and one with this text.
judge_messages() {
	local errors
	errors=$(grep -a '^hookbench: ' "$room/stderr" | grep -av '^hookbench: warning: ') || true
	(($(wc -l <<<"$errors") <= $2)) || found messages "$1: more than $2 errors" "$room"
	[[ -z $(sort <<<"$errors" | uniq -d) ]] || found messages "$1: an error twice" "$room"
	[[ ! $3 ]] || grep -qaF -e "$3" "$room/stderr" || found messages "$1: no \"$3\"" "$room"
}

# judge_results NAME WHAT: nothing is in the folder out, or whole results of the command NAME.
judge_results() {
	local out=$room/here/out folder
	[[ -d $out && ! -L $out && -n $(ls -A "$out" 2>/dev/null) ]] || return 0
	case $1 in
	perf-record)
		# At the end, at once.
		[[ ! -e $out/report.html ]] || tail -c 20 "$out/report.html" | grep -q '</html>' || found half "$2: half a page" "$room"
		;;
	report)
		# File by file, each of them whole.
		((status != 0)) || [[ -s $out/report.html && -s $out/report.md ]] || found half "$2: half a report" "$room"
		[[ ! -e $out/report.html ]] || tail -c 20 "$out/report.html" | grep -q '</html>' || found half "$2: half a page" "$room"
		;;
	run-product | regress*)
		for folder in "$out"/*/; do [[ ! -e $folder ]] || is_run "$folder" || [[ -s $folder/report.html ]] || found half "$2: half a run, $folder" "$room"; done
		;;
	run* | macro*) is_run "$out" || found half "$2: half a run" "$room" ;;
	esac
}

is_run() { jq -e '.schema and (.trials | length > 0)' "$1/result.json" >/dev/null 2>&1; }

# ---- the machine ----

# One line for each fact that hookbench might change: settings, events, mounts.
machine_state() {
	local file
	for file in /proc/sys/kernel/{bpf_stats_enabled,perf_event_paranoid,ftrace_enabled,nmi_watchdog,randomize_va_space} \
		/proc/sys/net/core/bpf_jit_{enable,kallsyms,harden} \
		/sys/kernel/tracing/{tracing_on,kprobe_events,uprobe_events,events/enable,events/bpf_trace/bpf_trace_printk/enable}; do
		[[ ! -r $file ]] || echo "$file $({ tr '\n' ' ' <"$file"; } 2>/dev/null)"
	done
	awk '$5 ~ /hookbench/ { print "mount", $5 }' /proc/self/mountinfo | grep -vF "$work" || true
}

# Programs and links that no process holds, and that were not there before: "prog 7".
orphans() {
	[[ $EUID -eq 0 ]] || return 0
	local held
	held=$(cat /proc/[0-9]*/fdinfo/* 2>/dev/null | awk '$1 ~ /^(prog_id|link_id):$/ { sub("_id:", "", $1); print $1, $2 }' | sort -u) || true
	{
		bpftool --json prog list 2>/dev/null | jq -r '.[] | "prog \(.id)"'
		bpftool --json link list 2>/dev/null | jq -r '.[] | "link \(.id)"'
	} | grep -vxF -f <(echo "$held") || true
}

# What differs from the state at the beginning.
difference() {
	orphans | grep -vxF -f "$work/orphans" || true
	machine_state | diff "$state_before" - | grep '^[<>]' || true
}

# The kernel takes a moment to free what a process held, and others may change the machine, too: only what
# stays for a minute was left.
check_machine() {
	local left_over
	left_over=$(difference)
	for _ in {1..60}; do
		[[ $left_over ]] || return 0
		sleep 1
		left_over=$(difference | grep -xF -e "$left_over") || true
	done
	found left "$1: after a minute, $left_over" "$room"
	machine_state >"$state_before"
	orphans >>"$work/orphans"
}

# ---- what suites need ----

# A file that looks enough like a bzImage to be given to QEMU.
fake_image() {
	head -c 514 /dev/zero
	printf 'HdrS'
	head -c 1024 /dev/zero
}

# Sets `hook` to one that attaches here, if any does.
find_hook() {
	local name
	hook=tp
	for name in raw_tp tp; do
		! "$ci" list --backends $name >/dev/null 2>&1 || hook=$name
	done
}

# ---- suites ----

# Rows first, then by chance, until the time is over.
run_suite() {
	local suite=$1 row rows
	RANDOM=$(((seed + ${#suite} * 7919) % 32768))
	room=$work/none
	"${suite}_setup"
	mapfile -t rows < <("${suite}_rows" | shuf --random-source=<(yes "$seed"))
	echo "${#rows[@]}" >"$work/rows.$suite"
	: >"$work/done.$suite"
	for row in "${rows[@]}"; do
		"${suite}_row" "$row"
		echo "$row" >>"$work/done.$suite"
		((SECONDS < ends)) || break
	done
	while ((SECONDS < ends)); do "${suite}_next"; done
}

number_of() { cat "$work"/counts.* 2>/dev/null | grep -cx "$1" || true; }

summary() {
	local suite kind n
	echo "test-faults: seed $seed, $SECONDS s"
	for suite in "${suites[@]}"; do
		printf '  %-24s %s of %s\n' "rows of $suite" "$(grep -c . "$work/done.$suite" 2>/dev/null || true)" "$(cat "$work/rows.$suite")"
	done
	for kind in "hostile guests" "hostile inputs" kills situations; do
		printf '  %-24s %s\n' "$kind" "$(number_of "$kind")"
	done
	for kind in crash hang left escape status silent raw memory messages half lost harness; do
		n=$(grep -cx $kind "$work/found" 2>/dev/null) || true
		printf '  found: %-17s %s\n' $kind "${n:-0}"
	done
	[[ ! -s $work/found ]] || {
		echo "test-faults: something was found, see above; SEED=$seed tries the same again, and $keep has it" >&2
		exit 1
	}
}
