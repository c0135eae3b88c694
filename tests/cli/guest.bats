#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# The guest program: what it is made of, and how it is found.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	guest=$(dirname "$HOOKBENCH")/hookbench-guest
}

@test "it is one static file of at most 4 MiB" {
	strip -o stripped "$guest"
	[ "$(stat -c %s stripped)" -le $((4 << 20)) ]
	no grep -q "INTERP\|DYNAMIC" <(readelf --program-headers --wide "$guest")
}

@test "it has no statistics, reports, VMs or command line in it" {
	no grep -qaE "gsl_|gnuplot|qemu-system|<html|--help" "$guest"
}

@test "it tells who starts it" {
	expect 2 "$guest"
	says "hookbench-guest is the first process of a VM"
}

@test "a guest program that is missing is told" {
	fake_image image
	fake_qemu 'echo "$@" >>started'
	mkdir elsewhere
	cp "$HOOKBENCH" elsewhere/hookbench
	expect 2 elsewhere/hookbench run --kernel ./image -o out
	says "hookbench-guest is missing" "rebuild or reinstall hookbench"
	no grep -q kernel started
	[ ! -e out ]
}

@test "the installed program finds the installed guest" {
	fake_image image
	fake_qemu 'exit 1'
	cmake --install "$(dirname "$HOOKBENCH")/.." --prefix "$PWD/usr" >/dev/null
	[ -x usr/libexec/hookbench/hookbench-guest ]
	expect 2 usr/bin/hookbench run --kernel ./image -o out
	says "QEMU ended with status 1"
}
