#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # scripts for the stand-in expand there, not here
# shellcheck disable=SC2154 # set by bats, or by support.bash
# The hook of a kernel's installation, with a script in hookbench's place; the real one is called from
# a real package's installation in tests/kernel/install.bats.

load support

hook=$BATS_TEST_DIRNAME/../../scripts/kernel-hook

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	unset DEBIAN_HAS_FRONTEND DEB_MAINT_PARAMS
	export KERNEL_HOOK_CONFIG=$PWD/settings
	echo "the running kernel" >base
	echo "the new kernel" >new
	settings
	stand_in 'echo "6.1.0-56 -> 6.12.1: same"'
	# A time that no other process sleeps.
	nap=1000.$$$BATS_TEST_NUMBER
}

# settings [LINE]...: the last of a name holds.
settings() {
	printf '%s\n' "BASE_IMAGE=$PWD/base" "HOOKBENCH=$PWD/hookbench" "STATE_DIR=$PWD/state" "$@" >settings
}

# stand_in SCRIPT: a hookbench that is a script.
stand_in() {
	printf '#!/bin/bash\n%s\n' "$1" >hookbench
	chmod +x hookbench
}

# tool NAME SCRIPT: a program of the system that is a script, first in PATH.
tool() {
	mkdir -p bin
	printf '#!/bin/bash\n%s\n' "$2" >"bin/$1"
	chmod +x "bin/$1"
}

# Sends a signal, once the stand-in sleeps: signal NUMBER PID.
signal() {
	wait_for pgrep -f "sleep $nap"
	kill "-$1" "$2"
}

# three_lines TEXT...: the last output is three lines that hold each text, and nothing is left behind.
three_lines() {
	if [ "${#lines[@]}" -ne 3 ] || [ "$(grep -c '^hookbench: .' <<<"$output")" -ne 3 ]; then
		echo "not three lines:"
		echo "$output"
		return 1
	fi
	says "$@"
	# What was ended may not be gone yet.
	wait_until_not pgrep -f "sleep $nap"
	no grep -q . <(find state -name 'kernel-hook.*' 2>/dev/null)
}

# called TEXT...: as Debian's package calls it, it ends with 0 and three lines that hold each text.
called() {
	expect 0 "$hook" 6.12.1 "$PWD/new"
	three_lines "$@"
}

@test "three lines: what was compared, the verdict, the report" {
	stand_in 'echo "kernel kprobe"; echo; echo "6.1.0-56 -> 6.12.1: regression (kprobe +16, kretprobe +55)"
echo "hookbench: warning: a word aside" >&2; exit 1'
	called "regression (kprobe +16, kretprobe +55)"
	[ "${lines[0]}" = "hookbench: new kernel 6.12.1 compared with $PWD/base" ]
	[[ ${lines[1]} == "hookbench: regression (kprobe +16, kretprobe +55);"* ]]
	[ "${lines[2]}" = "hookbench: report: $PWD/state/reports/6.12.1.txt" ]
	output=$(cat state/reports/6.12.1.txt)
	says "${lines[0]}" "${lines[1]}" "date: $(date +%Y)" "$PWD/new" "$PWD/base" "kernel kprobe" "a word aside" "status 1"
}

@test "improved, the same, not comparable" {
	stand_in 'echo "6.1.0-56 -> 6.12.1: improvement (fentry -19)"'
	called "no regression: improvement (fentry -19)"
	stand_in 'echo "6.1.0-56 -> 6.12.1: same"'
	called "no regression: same"
	stand_in 'echo "6.1.0-56 -> 6.12.1: not comparable (different payload: count, empty)"; exit 3'
	called "no verdict: not comparable (different payload: count, empty)"
}

@test "hookbench gets both images and the folder for its runs" {
	stand_in 'printf "%s\n" "$@" >words; echo "A -> B: same"'
	called "no regression: same"
	diff words <(printf '%s\n' regress -q --kernel "$PWD/base" --kernel "$PWD/new" -o "$PWD/state/runs")
}

@test "low priority, and the first to go without memory" {
	stand_in 'echo "nice $(nice), io $(ionice), oom $(cat /proc/self/oom_score_adj)"; echo "A -> B: same"'
	called same
	grep -q "^nice 19, io idle, oom 1000$" state/reports/6.12.1.txt
}

@test "a PATH without /usr/local, such as apt's, and none" {
	stand_in 'echo "PATH $PATH"; echo "A -> B: same"'
	PATH=/usr/sbin:/usr/bin:/sbin:/bin called same
	grep -E "^PATH /usr/sbin:.*:/usr/local/bin:" state/reports/6.12.1.txt
	expect 0 env -u PATH "$hook" 6.12.1 "$PWD/new"
	three_lines same
}

@test "the installation's stdin is left alone" {
	stand_in 'cat >eaten; echo "A -> B: same"'
	printf 'one\ntwo\n' | {
		"$hook" 6.12.1 "$PWD/new" >/dev/null
		cat >left
	}
	[ "$(wc -l <left)" -eq 2 ]
	[ ! -s eaten ]
}

@test "hookbench says why there is no verdict" {
	for code in 2 3; do
		stand_in 'echo "hookbench: warning: aside" >&2
echo "hookbench: there is no qemu-system-x86_64 on this machine: install it" >&2; echo "hookbench: more" >&2; exit '$code
		called "no verdict: there is no qemu-system-x86_64 on this machine: install it" "report: "
	done
	stand_in 'echo "hookbench: '"$PWD"'/new ended while booting: Kernel panic" >&2; echo "trace" >&2; exit 2'
	called "no verdict: $PWD/new ended while booting: Kernel panic"
	stand_in 'exit 2'
	called "no verdict: hookbench ended with status 2"
}

@test "hookbench breaks: an unknown status, no verdict with 0 or 1, a signal, no program" {
	stand_in 'echo "a word" >&2; exit 77'
	called "no verdict: hookbench ended with status 77" "a word"
	for code in 0 1; do
		stand_in 'exit '$code
		called "no verdict: hookbench ended with status $code"
	done
	stand_in 'kill -9 $$'
	called "no verdict: hookbench was killed by signal 9" "run $hook 6.12.1"
	printf 'not a program' >hookbench
	called "no verdict"
	chmod -x hookbench
	called "no verdict: HOOKBENCH=$PWD/hookbench in $PWD/settings is not a program"
	settings HOOKBENCH=
	if ! type -P hookbench; then called "no verdict: there is no hookbench in PATH"; fi
}

@test "the time limit ends the whole group, also what ignores signals" {
	settings TIME_LIMIT=1
	stand_in "sleep $nap & (trap '' TERM; sleep $nap) & sleep $nap"
	called "no verdict: not finished within 1 s" "TIME_LIMIT in $PWD/settings"
	stand_in "trap '' TERM; while :; do sleep $nap; done"
	called "no verdict: not finished within 1 s"
}

@test "what hookbench leaves behind is ended" {
	stand_in "(trap '' TERM HUP; exec sleep $nap) & echo 'A -> B: same'"
	called "no regression: same"
}

@test "a signal to the hook: three lines, 0, and no process" {
	# hookbench may take away what it has made.
	stand_in "trap 'touch tidy; exit' TERM; echo before; sleep $nap & wait"
	for number in INT TERM HUP QUIT; do
		rm -f tidy
		env --default-signal="$number" "$hook" 6.12.1 "$PWD/new" >out 2>&1 &
		pid=$!
		signal $number $pid
		wait $pid
		output=$(cat out)
		mapfile -t lines <out
		three_lines "no verdict: interrupted" "run $hook 6.12.1" "report: "
		grep -q "^before$" state/reports/6.12.1.txt
		[ -e tidy ]
	done
}

@test "a hook that is killed takes hookbench with it, and the next one takes its files away" {
	stand_in "sleep $nap & sleep $nap"
	"$hook" 6.12.1 "$PWD/new" 3>&- &
	pid=$!
	signal KILL $pid
	no wait $pid
	wait_until_not pgrep -f "sleep $nap"
	stand_in 'echo "A -> B: same"'
	called same
}

@test "whoever reads may be gone" {
	stand_in 'sleep 0.2; echo "A -> B: same"'
	mkfifo pipe
	"$hook" 6.12.1 "$PWD/new" >pipe &
	pid=$!
	head -n 1 pipe
	wait $pid
	grep -q "no regression" state/reports/6.12.1.txt
}

@test "no image of the running kernel, none of the new one, twice the same" {
	settings BASE_IMAGE=
	tool uname 'echo 9.9.9-none'
	PATH=$PWD/bin:$PATH called "no verdict: the running kernel, 9.9.9-none, has no image" "BASE_IMAGE in $PWD/settings"
	settings BASE_IMAGE=/nowhere
	called "no verdict: /nowhere cannot be read" BASE_IMAGE
	settings
	expect 0 "$hook" 9.9.9-none
	three_lines "no verdict: the new kernel has no image in /boot"
	expect 0 "$hook" 9.9.9-none "$PWD"
	three_lines "no verdict: the new kernel has no image in /boot"
	expect 0 "$hook" 6.1 "$PWD/base"
	three_lines "no verdict: the two images are identical"
}

@test "a version that is none" {
	for version in ../../etc/passwd 6.1/2 .. "" "6 1" '$(touch gone)' $'6.1\n6.2'; do
		expect 0 "$hook" "$version" "$PWD/new"
		three_lines "no verdict: ${version@Q} is not a kernel version" "no report"
	done
	expect 0 "$hook"
	three_lines "no verdict" "--help"
	[ ! -e gone ]
}

@test "bad settings" {
	settings "TIME_LIMIT=soon"
	called "no verdict: TIME_LIMIT=soon in $PWD/settings is not a number of seconds"
	settings "TIME_LIMIT=0"
	called "no verdict: TIME_LIMIT=0"
	settings "STATE_DIR=here"
	called "no verdict: STATE_DIR=here"
	settings "if ["
	called "no verdict: line 4 of $PWD/settings"
	settings 'PATH=/nowhere'
	called "no verdict: line 4"
	# Not by chance an empty line, or a comment.
	{ printf x && head -c 10000 /dev/urandom; } >settings
	called "no verdict: line 1 of"
	rm settings
	mkdir settings
	called "no verdict: $PWD/settings cannot be read"
	rmdir settings
	mkfifo settings
	called "no verdict: $PWD/settings cannot be read"
}

@test "settings are taken as they are; comments, empty lines and quotes" {
	settings '' '  # a comment' "HOOKBENCH=\"$PWD/hookbench\"" "STATE_DIR='$PWD/a state'"
	printf %s "BASE_IMAGE=$PWD/base" >>settings
	called "no regression: same" "report: $PWD/a state/reports/6.12.1.txt"
	settings 'BASE_IMAGE=$(touch gone)'
	called 'no verdict: $(touch gone) cannot be read'
	[ ! -e gone ]
}

@test "a folder that cannot be written" {
	settings STATE_DIR=/proc/nowhere
	called "no verdict: cannot write to /proc/nowhere" "no report"
	: >state
	settings
	called "no verdict: cannot write to $PWD/state" "no report"
	rm state
	mkdir -p state/reports/6.12.1.txt/full
	called "no regression: same" "no report: cannot write $PWD/state/reports/6.12.1.txt"
}

@test "a disk that is full, is read-only, or becomes full while measuring" {
	needs_root
	unshare --mount true || skip "no mount namespace can be made here (a chroot?)"
	export hook
	expect 0 unshare -m sh -c 'mkdir state && mount -t tmpfs -o size=2m none state 2>/dev/null || exit 9; "$hook" 6.12.1 "$PWD/new"' || {
		[ "$status" -ne 9 ] || skip "no mounting here"
		false
	}
	three_lines "no verdict: the disk of $PWD/state is full" "report: "
	expect 0 unshare -m sh -c 'mount -t tmpfs -o ro none state; "$hook" 6.12.1 "$PWD/new"'
	three_lines "no verdict: cannot write to $PWD/state" "no report"
	stand_in 'head -c 1G /dev/zero >state/runs/big; echo "A -> B: same"'
	expect 0 unshare -m sh -c 'mount -t tmpfs -o size=16m none state; "$hook" 6.12.1 "$PWD/new"; find state -name "kernel-hook.*"'
	three_lines "no verdict: hookbench ended with status" "no report: cannot write"
}

@test "whatever tool is missing or fails: three lines and 0" {
	for name in cat cut date df env flock grep head ionice mkdir mktemp mv nice rm sed setpriv sha256sum stat tail timeout uname; do
		rm -rf bin
		tool $name 'echo "broken" >&2; exit 1'
		PATH=$PWD/bin:$PATH run "$hook" 6.12.1 "$PWD/new"
		[ "$status" -eq 0 ] && [ "$(grep -c ^hookbench: <<<"$output")" -eq 3 ] || {
			echo "without $name: status $status, $output"
			return 1
		}
		rm -rf state/kernel-hook.*
	done
}

@test "hookbench gets neither the lock nor debconf's fd 3" {
	stand_in 'ls -l /proc/$$/fd; echo "A -> B: same"'
	"$hook" 6.12.1 "$PWD/new" 3>three
	no grep -E " 3 -> |/lock$" state/reports/6.12.1.txt
	grep " 0 -> /dev/null" state/reports/6.12.1.txt
}

@test "under debconf, stdin and stdout are left to it" {
	DEBIAN_HAS_FRONTEND=1 "$hook" 6.12.1 "$PWD/new" >out 2>err
	[ ! -s out ]
	[ "$(wc -l <err)" -eq 3 ]
	grep -q "no regression: same" err
	# And with the real one, which fails at a word that is not of its protocol.
	[ -x /usr/share/debconf/frontend ] || skip "debconf is not installed"
	printf 'Config: c\nTemplates: t\n\nName: c\nDriver: File\nFilename: %s\n\nName: t\nDriver: File\nFilename: %s\n' \
		"$PWD/c.dat" "$PWD/t.dat" >debconf.conf
	printf '#!/bin/sh\nset -e\n. /usr/share/debconf/confmodule\ndb_version 2.0\n%s >&3\ndb_version 2.0\necho "it goes on" >&2\n' \
		"'$hook' 6.12.1 '$PWD/new'" >maintainer-script
	chmod +x maintainer-script
	expect 0 env DEBIAN_FRONTEND=noninteractive DEBCONF_SYSTEMRC="$PWD/debconf.conf" /usr/share/debconf/frontend ./maintainer-script
	says "no regression: same" "it goes on"
}

@test "only an installation is measured" {
	for parameters in remove "purge" "'abort-upgrade' '6.1'" "upgrade 6.1"; do
		expect 0 env DEB_MAINT_PARAMS="$parameters" "$hook" 6.12.1 "$PWD/new"
		[ -z "$output" ]
	done
	expect 0 "$hook" remove 6.12.1 "$PWD/entry"
	[ -z "$output" ]
	[ ! -e state ]
	for parameters in "configure" "'configure' ''" "configure 6.1.0-1"; do
		DEB_MAINT_PARAMS=$parameters called "no regression"
	done
}

@test "both interfaces called for one installation: one measurement, reported twice" {
	stand_in 'echo once >>measured; echo "hookbench: out of luck" >&2; exit 2'
	called "no verdict: out of luck"
	first=$output
	expect 0 "$hook" add 6.12.1 "$PWD/entry" "$PWD/new"
	[ "$output" = "$first" ]
	[ "$(wc -l <measured)" -eq 1 ]
	# The same interface again, another image, or much later: another installation.
	called "out of luck"
	[ "$(wc -l <measured)" -eq 2 ]
	echo "a newer kernel" >new
	expect 0 "$hook" add 6.12.1 "$PWD/entry" "$PWD/new"
	[ "$(wc -l <measured)" -eq 3 ]
	touch -d "20 minutes ago" state/reports/6.12.1.txt
	called "out of luck"
	[ "$(wc -l <measured)" -eq 4 ]
}

@test "two at once: one after the other, within the limit" {
	stand_in 'sleep 1; echo "A -> B: same"'
	"$hook" 6.12.1 "$PWD/new" >out 2>&1 &
	expect 0 "$hook" 6.12.2 "$PWD/new"
	wait
	three_lines "no regression: same"
	grep -q "no regression: same" out
	settings TIME_LIMIT=1
	exec 8>state/lock
	flock 8
	called "no verdict: another measurement has held $PWD/state/lock"
	exec 8>&-
}

@test "output has a limit, whatever becomes of its writer" {
	settings TIME_LIMIT=20
	for script in 'exec yes "a line"' 'exec tr "\0" a </dev/zero' 'exec yes >&2' \
		'head -c 2M /dev/urandom; echo; echo "A -> B: same"'; do
		stand_in "$script"
		began=$SECONDS
		called "no verdict: hookbench printed more than 1 MB, so it is not trusted" "report: "
		((SECONDS - began < 20))
		[ "$(stat -c %s state/reports/6.12.1.txt)" -lt 9000000 ]
	done
	# Who does not end at the limit ends at that of the time, and fills no disk meanwhile.
	settings TIME_LIMIT=2
	stand_in "trap '' XFSZ; while :; do echo $nap; head -c 1M /dev/zero; done 2>/dev/null & sleep $nap"
	called "no verdict: "
	says "printed more than 1 MB"
}

@test "words of others are encoded: lines, and the report" {
	stand_in 'printf "A -> B: same \e[31m\a\x9b\xc2\x9b\r\xe2\x80\xae\n"; printf "\e]0;owned\a\0 gr\xc3\xbcn\n" >&2'
	called 'no regression: same \x1b[31m\x07\x9b\xc2\x9b\x0d\xe2\x80\xae'
	no grep -P '[\x00-\x08\x0b-\x1f\x7f]|\x9b|\xe2\x80' state/reports/6.12.1.txt
	grep -qF '\x1b]0;owned\x07\x01 grün' state/reports/6.12.1.txt
	settings $'BASE_IMAGE=/\e[2J'
	called 'no verdict: /\x1b[2J cannot be read'
}

@test "root relies on nothing that others may change: settings, program, folders" {
	needs_root
	# distrusted FILE: not when another owns it, nor when others may write it, whether the hook is called or installed.
	distrusted() {
		chown 65534 "$1"
		called "no verdict: " "cannot be trusted: $1 belongs to user 65534" "only root may be able to change it"
		[ ! -e ran ]
		chown 0 "$1"
		for mode in g+w o+w; do
			before=$(stat -c %a "$1")
			chmod $mode "$1"
			called "no verdict: " "cannot be trusted: $1 may be written by others"
			[ ! -e ran ]
			chmod "$before" "$1"
		done
	}
	mkdir -p their/bin state/reports state/runs
	mv hookbench their/bin
	settings HOOKBENCH="$PWD/their/bin/hookbench"
	printf '#!/bin/sh\ntouch ran; echo "A -> B: same"\n' >their/bin/hookbench
	for file in settings their/bin/hookbench their/bin their state state/reports; do distrusted "$PWD/$file"; done
	called "no regression: same"
	# What a link leads to, and who may change the link.
	rm ran
	mkdir links
	ln -s ../their/bin links/bin
	settings HOOKBENCH="$PWD/links/bin/hookbench"
	distrusted "$PWD/their"
	distrusted "$PWD/links"
	chown -h 65534 links/bin
	called "no verdict: " "$PWD/links/bin belongs to user 65534"
	# A sticky folder, such as /tmp, does no harm to what is root's in it.
	chown -h 0 links/bin
	chmod 1777 their
	called "no regression: same"
}

@test "--install refuses a source tree that another user may write" {
	needs_root
	mkdir -p tree/scripts tree/build/release/bench root
	cp "$hook" tree/scripts
	cp hookbench tree/build/release/bench
	refused() {
		expect 2 tree/scripts/kernel-hook --install --root "$1"
		says "nothing is installed, because root would rely on" "$2" "cmake --install"
		[ -z "$(find root -type f)" ]
	}
	chown 65534 tree
	refused root "$PWD/tree belongs to user 65534"
	chown 0 tree
	chmod g+w tree/scripts/kernel-hook
	refused root "$PWD/tree/scripts/kernel-hook may be written by others (mode 775)"
	chmod g-w tree/scripts/kernel-hook
	# The program, as seen from within the root.
	cp -r tree root/tree
	chown 65534 root/tree/build/release
	expect 2 root/tree/scripts/kernel-hook --install --root root
	says "$PWD/root/tree/build/release belongs to user 65534"
	[ ! -e root/etc ]
	rm -r root/tree
	mkdir -p root/etc/default
	echo 'HOOKBENCH=/x' >root/etc/default/hookbench-kernel-hook
	chown 65534 root/etc/default/hookbench-kernel-hook
	expect 2 tree/scripts/kernel-hook --install --root root
	says "hookbench-kernel-hook belongs to user 65534"
	rm -r root/etc
	(umask 0 && expect 0 tree/scripts/kernel-hook --install --root root)
	[ -z "$(find root -perm /022 -type f -o -perm /022 -type d)" ]
}

@test "waiting for another measurement is said at once" {
	settings TIME_LIMIT=2
	mkdir state
	exec 8>state/lock
	flock 8
	"$hook" 6.12.1 "$PWD/new" >out 8>&- &
	wait_for grep -q "once another measurement has released $PWD/state/lock (waiting for 2 s at most)" out
	[ "$(wc -l <out)" -eq 1 ]
	wait $!
	[ "$(wc -l <out)" -eq 3 ]
	exec 8>&-
}

@test "only folders that are its own are removed" {
	mkdir -p state/kernel-hook.abcdef state/kernel-hook.notes.txt
	ln -s . state/kernel-hook.ghijkl
	expect 0 "$hook" 6.12.1 "$PWD/new"
	[ ! -e state/kernel-hook.abcdef ]
	[ -d state/kernel-hook.notes.txt ]
	[ -L state/kernel-hook.ghijkl ]
}

@test "no stdin, few descriptors, other locales, an image that is a pipe" {
	expect 0 bash -c '"$0" 6.12.1 "$1" <&-' "$hook" "$PWD/new"
	three_lines "no regression: same"
	expect 0 bash -c 'ulimit -n 20; "$0" 6.12.1 "$1"' "$hook" "$PWD/new"
	three_lines "no verdict: too few files may be open (ulimit -n is 20)"
	mkfifo pipe
	settings BASE_IMAGE="$PWD/pipe"
	called "no verdict: $PWD/pipe cannot be read"
	settings
	for locale in de_DE.UTF-8 tr_TR.UTF-8 C; do
		make_locale "$locale"
		LC_ALL=$locale called "no regression: same"
	done
}

@test "--install puts copies where both interfaces call them; --uninstall takes them away" {
	mkdir root
	expect 0 "$hook" --install --root root
	says "root/etc/kernel/postinst.d/zy-hookbench" "root/etc/kernel/install.d/95-hookbench.install" "root/etc/default/hookbench-kernel-hook"
	for file in root/etc/kernel/postinst.d/zy-hookbench root/etc/kernel/install.d/95-hookbench.install; do
		[ -x $file ]
		[ ! -L $file ]
		cmp $file "$hook"
	done
	# Debian's names, and nothing else beside them.
	[ "$(run-parts --test root/etc/kernel/postinst.d)" = root/etc/kernel/postinst.d/zy-hookbench ]
	[ "$(find root -type f | wc -l)" -eq 3 ]
	# A user's settings stay; doing it again is not an error.
	echo "TIME_LIMIT=7" >root/etc/default/hookbench-kernel-hook
	expect 0 root/etc/kernel/postinst.d/zy-hookbench --install --root "$PWD/root"
	[ "$(cat root/etc/default/hookbench-kernel-hook)" = "TIME_LIMIT=7" ]
	expect 0 "$hook" --uninstall --root=root
	says "removed $PWD/root/etc/kernel/postinst.d/zy-hookbench" "left $PWD/root/etc/default/hookbench-kernel-hook"
	[ -z "$(find root/etc/kernel -type f)" ]
	expect 0 "$hook" --uninstall --root=root
}

@test "the settings that --install writes are those that there are, and hold" {
	mkdir root
	"$hook" --install --root root
	file=root/etc/default/hookbench-kernel-hook
	[ "$(sed -n 's/^#*\([A-Z_]*\)=.*/\1/p' $file | xargs)" = "BASE_IMAGE TIME_LIMIT HOOKBENCH STATE_DIR" ]
	sed -i "s|^#*STATE_DIR=.*|STATE_DIR=$PWD/state|; s|^#*BASE_IMAGE=.*|BASE_IMAGE=$PWD/base|; s|^#*HOOKBENCH=.*|HOOKBENCH=$PWD/hookbench|" $file
	export KERNEL_HOOK_CONFIG=$PWD/$file
	called "no regression: same"
	# Without any, it is all defaults: not ours to write to.
	tool mkdir 'echo "$@" >>made; exit 1'
	PATH=$PWD/bin:$PATH KERNEL_HOOK_CONFIG=/nowhere called "cannot write to /var/lib/hookbench"
}

@test "the copies are called: by run-parts, by kernel-install" {
	mkdir root boot
	"$hook" --install --root root
	expect 0 run-parts --report --exit-on-error --arg=6.12.1 --arg="$PWD/new" root/etc/kernel/postinst.d
	says "zy-hookbench:" "new kernel 6.12.1" "no regression: same" "report: "
	command -v kernel-install || skip "kernel-install is not installed"
	install() {
		env KERNEL_INSTALL_PLUGINS="$PWD/root/etc/kernel/install.d/95-hookbench.install" BOOT_ROOT="$PWD/boot" \
			MACHINE_ID=0123456789abcdef0123456789abcdef kernel-install "$@"
	}
	expect 0 install add 6.12.2 "$PWD/new"
	three_lines "new kernel 6.12.2" "no regression: same"
	grep -qx "called by: kernel-install" state/reports/6.12.2.txt
	expect 0 install remove 6.12.2
	[ -z "$output" ]
}

@test "wrong use ends with 2" {
	for words in "--install --root /nowhere" --root=. "--install here" --nonsense "--install --root=/proc"; do
		# shellcheck disable=SC2086
		expect 2 "$hook" $words
		says "kernel-hook: "
	done
	expect 0 "$hook" --help
	says "Usage: kernel-hook" BASE_IMAGE TIME_LIMIT HOOKBENCH STATE_DIR
}
