#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # scripts for the fake QEMU expand there, not here
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What can go wrong with a VM, mostly shown with a script in QEMU's place; the real one is used in
# tests/kernel.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	fake_image image
	# A time that no other process sleeps.
	nap=1000.$$$BATS_TEST_NUMBER
}

@test "an image that is none, cannot be read, or is not there" {
	echo "not a kernel" >text
	expect 2 "$HOOKBENCH" run --kernel ./text
	says "./text is not a kernel image" "vmlinuz"
	expect 2 "$HOOKBENCH" run --kernel /nowhere/vmlinuz
	says "cannot read the kernel image /nowhere/vmlinuz: No such file"
	expect 2 "$HOOKBENCH" run --kernel .
	says "." "Is a directory"
	: >empty
	expect 2 "$HOOKBENCH" boot --kernel empty
	says "empty is not a kernel image"
}

# deb NAME FILE...: a package with these files, each below the folder that its name says.
deb() {
	local file
	rm -rf tree
	mkdir -p tree/DEBIAN
	printf 'Package: x\nVersion: 1\nArchitecture: amd64\nMaintainer: x\nDescription: x\n' >tree/DEBIAN/control
	for file in "${@:2}"; do
		mkdir -p "tree/${file%/*}"
		echo "$file" | cat image - >"tree/$file"
	done
	dpkg-deb --root-owner-group --build tree "$1" >/dev/null
}

@test "a package without an image, with two, cut off, or with one that cannot be started" {
	export XDG_CACHE_HOME=$PWD/cache
	deb none.deb boot/config-1
	expect 2 "$HOOKBENCH" boot --kernel ./none.deb
	says "the package ./none.deb has no kernel image in /boot or /lib/modules"
	deb two.deb boot/vmlinuz-1 usr/lib/modules/2/vmlinuz
	expect 2 "$HOOKBENCH" boot --kernel ./two.deb
	says "the package ./two.deb has 2 kernel images; unpack it, and name one of them"
	deb one.deb boot/vmlinuz-1
	head -c 300 one.deb >cut.deb
	expect 2 "$HOOKBENCH" boot --kernel ./cut.deb
	says "cannot unpack the package ./cut.deb: it is damaged"
	printf '#!/bin/sh\n' >image
	deb script.deb boot/vmlinuz-1
	expect 2 "$HOOKBENCH" boot --kernel ./script.deb
	says "./script.deb is not a kernel image"
	fake_qemu "$hello"'; printf "%s " "$@" >>'"$PWD"'/started; echo "{\"ready\": {}}"; read -r request'
	expect 0 "$HOOKBENCH" boot --kernel ./one.deb
	grep -- "-kernel /proc/self/fd/" started
}

@test "a kernel for another architecture, and one that QEMU cannot start" {
	head -c 4096 /dev/zero >riscv
	printf 'RSC\005' | dd of=riscv bs=1 seek=56 conv=notrunc status=none
	expect 2 "$HOOKBENCH" boot --kernel ./riscv
	says "./riscv is a kernel for riscv64; name an image for one of these architectures: x86-64, arm64"
	gzip -k riscv
	expect 2 "$HOOKBENCH" boot --kernel ./riscv.gz
	says "./riscv.gz is a kernel for riscv64"
	expect 2 "$HOOKBENCH" boot --kernel /bin/true
	says "/bin/true cannot be started: it has no PVH note"
	printf 'MZ' | cat - riscv | head -c 200 >efi
	expect 2 "$HOOKBENCH" boot --kernel ./efi
	says "./efi is a program for EFI without a kernel in it"
}

@test "an image that is a pipe is refused, not waited for" {
	mkfifo pipe
	for command in run list boot "trace fentry" "attach none -- true"; do
		# shellcheck disable=SC2086 # several words
		expect 2 timeout 60 "$HOOKBENCH" ${command%% *} --kernel ./pipe ${command#"${command%% *}"}
		says "./pipe is not a kernel image, but a pipe or a device; put its content into a file"
	done
	expect 2 timeout 60 "$HOOKBENCH" regress --kernel ./image --kernel ./pipe
	says "./pipe is not a kernel image, but a pipe"
	expect 2 bash -c '"$0" boot --kernel <(cat image)' "$HOOKBENCH"
	says "is not a kernel image, but a pipe"
	expect 2 timeout 60 "$HOOKBENCH" attach none --kernel ./image --add "$PWD/pipe" -- true
	says "cannot put $PWD/pipe into the guest: it is neither a file nor a folder"
}

@test "streams that the caller has closed do not become those of QEMU" {
	fake_qemu 'for word; do case $word in /proc/self/fd/[012]) exit 9 ;; esac; done
'"$greet"
	for closed in '<&-' '<&- >&-' '<&- >&- 2>&-'; do
		expect 0 bash -c 'exec "$0" boot --kernel ./image '"$closed" "$HOOKBENCH"
	done
}

@test "a version that there is not" {
	expect 2 env XDG_CACHE_HOME="$BATS_TEST_TMPDIR" "$HOOKBENCH" run --kernel not-a-version
	says "fetch-kernel: 'not-a-version' is not a kernel name"
	[ "${#lines[@]}" -eq 1 ]
	# A folder of that name is no image, and does not hide the version.
	mkdir not-a-version
	for command in run list boot explain "regress --kernel ./empty" "attach none" "trace tp" "macro --backends none"; do
		words=()
		[[ $command != @(attach|trace|macro)* ]] || words=(-- true)
		# shellcheck disable=SC2086 # words
		run "$HOOKBENCH" $command --kernel not-a-version "${words[@]}"
		says "fetch-kernel: 'not-a-version' is not a kernel name"
	done
}

@test "no QEMU" {
	mkdir empty
	expect 2 env PATH="$PWD/empty" "$HOOKBENCH" run --kernel ./image
	says "no qemu-system-x86_64 on this machine" "scripts/setup"
}

@test "a QEMU that refuses: its own words are shown" {
	fake_qemu 'echo "unable to find CPU model" >&2; exit 1'
	expect 2 "$HOOKBENCH" run --kernel ./image --cpu-model nonsense
	says "ended while booting: QEMU ended with status 1" "| unable to find CPU model"
}

@test "a kernel that cannot be unpacked and ends at once: the image may be damaged" {
	fake_qemu 'exit 0'
	expect 2 "$HOOKBENCH" run --kernel ./image
	says "ended while booting: it rebooted or powered off; the image may be damaged: its compressed kernel could not be unpacked"
}

@test "a kernel that panics while it boots: the reason is reported" {
	fake_qemu 'exec >&2
echo "[ 1.0] Kernel panic - not syncing: VFS: no root"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo "[ 1.$i] trace $i"; done'
	expect 2 "$HOOKBENCH" run --kernel ./image
	says "ended while booting: Kernel panic - not syncing: VFS: no root" "trace 20"
	no says "trace 2"$'\n'
}

@test "a guest that never reports is ended after --timeout" {
	fake_qemu 'exec sleep '"$nap"
	expect 2 "$HOOKBENCH" run --kernel ./image --timeout 1
	says "did not boot within 1 second," "--timeout"
	no pgrep -f "sleep $nap"
}

@test "a guest that reports and then is silent is ended after --timeout" {
	fake_qemu "$hello"'
exec sleep '"$nap"
	expect 2 "$HOOKBENCH" run --kernel ./image --timeout 1
	says "was silent for 1 second,"
}

@test "a guest that never answers, however much it says, is ended after --time-limit" {
	fake_qemu "$greet"'
while sleep 0.05; do echo "{\"alive\": {}}"; done'
	expect 2 "$HOOKBENCH" run --kernel ./image --time-limit 2
	says "the guest on ./image was stopped after 2 seconds; --time-limit SECONDS allows more time"
}

@test "a QEMU that closes all its lines but lives on is ended" {
	fake_qemu 'exec >&- 2>&- <&-
exec sleep '"$nap"
	expect 2 "$HOOKBENCH" run --kernel ./image
	says "ended while booting: QEMU closed its lines and went on, and was stopped"
	no pgrep -f "sleep $nap"
}

@test "a log without end is shown only in part" {
	fake_qemu "$greet"'
for i in {1..3000}; do echo "{\"log\": {\"level\": 1, \"text\": \"this is message number $i of this guest\"}}"; done
echo "{\"failed\": {\"error\": 5}}"'
	expect 2 "$HOOKBENCH" run --kernel ./image -o out
	says "message number 1 of" "the guest logged more than 64 KiB: " " messages are left out here" "message number 3000 of"
	no says "message number 2990 of"
	[ "${#output}" -lt 200000 ]
}

@test "a command line that is too long for the kernel is refused before it boots" {
	fake_qemu 'echo "$@" >>started; exit 1'
	expect 2 "$HOOKBENCH" run --kernel ./image --append "$(printf 'x%.0s' {1..2048})" -o out
	says "the kernel's command line would have " " bytes, and kernels for x86-64 take at most 2047: shorten --append by "
	no says "timeout"
	no grep -q kernel started
	[ ! -e out ]
}

@test "a guest that dies half-way" {
	fake_qemu "$hello"'
kill -9 $$'
	expect 75 "$HOOKBENCH" run --kernel ./image -o out
	says "ended before it answered: QEMU was killed by signal 9"
	[ ! -e out ]
}

@test "what the machine lacks may be there next time: a status of its own" {
	fake_qemu 'echo "qemu: cannot set up guest memory: Cannot allocate memory" >&2; exit 1'
	expect 75 "$HOOKBENCH" run --kernel ./image -o out
	says "ended while booting: QEMU ended with status 1" "Cannot allocate memory"
	# A panic is the kernel's, whatever ends QEMU then.
	fake_qemu 'echo "Kernel panic - not syncing: Cannot allocate memory" >&2; kill -9 $$'
	expect 2 "$HOOKBENCH" run --kernel ./image -o out
}

@test "an answer that is no run" {
	fake_qemu "$greet"'
echo "{\"log\": {\"level\": 1, \"text\": \"a warning of the guest\"}}"
echo "{\"reply\": {\"run\": {\"schema\": \"hookbench/9\"}}}"
exec sleep '"$nap"
	expect 2 "$HOOKBENCH" run --kernel ./image -o out
	says "warning: a warning of the guest" 'its schema is "hookbench/9"'
	[ ! -e out ]
}

# breaks SCRIPT TEXT...: a guest that does what the script says is ended, for a reason that holds each
# text.
breaks() {
	fake_qemu "$1"'
exec sleep '"$nap"
	shift
	expect 2 "$HOOKBENCH" run --kernel ./image -o out
	says "$@" "the guest on ./image was stopped because of this"
	[ ! -e out ]
	no pgrep -f "sleep $nap"
}

@test "a guest that breaks the protocol is ended, with what is wrong" {
	breaks 'head -c 100000 /dev/urandom | tr -d "\n"; echo' "the guest sent a line that is not a message"
	breaks 'echo "{\"hello\": {\"version\": 2, \"lang\": \"C\"}}"' \
		"the guest uses version 2 of the protocol, and this hookbench version 1" "install hookbench and hookbench-guest together"
	breaks 'echo "{\"hello\": \"6.12\"}"' "the guest uses version 0 of the protocol"
	breaks 'echo "{\"ready\": {}}"' 'a message "ready" before "hello"'
	breaks "$hello; $hello" 'a message "hello" twice'
	breaks "$hello"'; echo "{\"reply\": {}}"' 'a message "reply" without a request'
	breaks "$greet"'; echo "{\"progress\": 3}"' 'invalid message "progress": "progress" is not an object'
	breaks "$greet"'; echo "{\"log\": {\"level\": 9999, \"text\": \"\"}}"' '"level" is not a whole number from 0 to 2'
	breaks "$greet"'; echo "{\"reply\": {}}"' 'invalid message "reply": "run" is not an object'
	breaks "$greet"'; echo "{\"file\": {\"index\": 0, \"data\": \"\"}}"' '"index" is not that of a requested file'
	breaks "$greet"'; echo "{\"explode\": {}}"' 'unknown message "explode"'
	breaks "$greet"'; echo "{\"reply\": {\"run\": {\"environment\": {\"kernel_release\": \"../../x\"}}}}"' \
		'"kernel_release" is not a name'
	breaks "$greet"'; head -c 70000000 /dev/zero | tr "\0" x' "a line that is longer than any message"
}

@test "what a guest logs does not act upon the terminal" {
	fake_qemu "$greet"'
echo "{\"log\": {\"level\": 0, \"text\": \"\\u001b[2Jone\\nand \\u202e two\"}}"
echo "{\"failed\": {\"error\": 5}}"'
	expect 2 "$HOOKBENCH" run --kernel ./image -o out
	says '\x1b[2Jone'$'\n''  and \xe2\x80\xae two'
}

@test "a guest that fails: its reason is the only message, or its error if it gave none" {
	fake_qemu "$greet"'
echo "{\"log\": {\"level\": 0, \"text\": \"the reason\"}}"
echo "{\"failed\": {\"error\": 5}}"'
	expect 2 "$HOOKBENCH" run --kernel ./image -o out
	[ "$output" = "hookbench: the reason" ]
	expect 2 "$HOOKBENCH" attach-cost --kernel ./image -o out
	[ "$output" = "hookbench: the reason" ]
	# A warning is no reason.
	fake_qemu "$greet"'
echo "{\"log\": {\"level\": 1, \"text\": \"a warning\"}}"
echo "{\"failed\": {\"error\": 5}}"'
	expect 2 "$HOOKBENCH" run --kernel ./image -o out
	says "a warning" "the guest on ./image failed and did not say why: Input/output error"
	expect 2 "$HOOKBENCH" attach --kernel ./image kprobe -- /bin/true
	says "the guest on ./image failed and did not say why: Input/output error"
}

@test "the request comes over the wire, and is all that a guest is given" {
	fake_qemu "$greet"'
echo "$request" >'"$PWD"'/request
exit 1'
	expect 2 "$HOOKBENCH" run --kernel ./image --rounds 3 --backends kprobe -o out
	jq -e 'keys == ["run"] and .run.plan.rounds == 3 and .run.plan.backends == ["none", "kprobe"] and
		.run.explain == false' request
}

@test "after each round the host decides whether there is another" {
	jq -c '.plan.precision = "2%"' "$repo/tests/cli/data/nanoseconds.json" >run.json
	fake_qemu "$greet"'
printf "{\"round\": {\"run\": %s}}\n" "$(jq -c ".trials |= map(select(.round == 1))" '"$PWD"'/run.json)"
read -r first
echo "$first" >'"$PWD"'/verdict
printf "{\"reply\": {\"run\": %s}}\n" "$(cat '"$PWD"'/run.json)"'
	# Status 3: the stand-in has measured too little.
	expect 3 "$HOOKBENCH" run --kernel ./image --accel tcg --precision 2% -o out
	# One round is never enough.
	[ "$(cat verdict)" = '{"verdict":{"continue":true}}' ]
	rm -r out
	breaks "$greet"'; echo "{\"round\": {}}"' '"run" is not an object'
}

@test "booting is told to power off, and waited for" {
	fake_qemu "$greet"'
echo "$request" >'"$PWD"'/request'
	expect 0 "$HOOKBENCH" boot --kernel ./image
	[ "$(cat request)" = '{"power_off":{}}' ]
}

@test "QEMU ends with hookbench: on SIGTERM, and on SIGKILL" {
	fake_qemu 'exec sleep '"$nap"
	for number in 15 9; do
		"$HOOKBENCH" run --kernel ./image 2>/dev/null &
		pid=$!
		wait_for pgrep -f "sleep $nap"
		kill -$number $pid
		wait $pid || true
		wait_until_not pgrep -f "sleep $nap"
	done
}

@test "--accel kvm without KVM says so; auto goes on with exact mode" {
	fake_qemu 'case "$*" in *"-accel kvm"*) echo "no KVM here" >&2; exit 1 ;; esac
echo "$@" >'"$BATS_TEST_TMPDIR"'/words; exit 0'
	expect 2 "$HOOKBENCH" run --kernel ./image --accel kvm
	says "KVM" "--accel"
	expect 2 "$HOOKBENCH" run --kernel ./image --accel auto
	says "falling back to --accel exact"
	grep -q -- "-icount shift=0,sleep=off" words
}
