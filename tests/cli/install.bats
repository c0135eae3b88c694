#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154,SC2016,SC2164 # set by support.bash; a script in quotes; bats runs with -e
# What `make install` puts in place works from there.

load support

@test "the installed program finds its script, and the manual page is there" {
	cmake --install "$(dirname "$HOOKBENCH")/.." --prefix "$BATS_TEST_TMPDIR/usr" >/dev/null
	cd "$BATS_TEST_TMPDIR"
	[ -f usr/share/man/man1/hookbench.1 ]
	expect 0 usr/bin/hookbench --version
	[ -f usr/libexec/hookbench/hookbench-count.so ]
	# The script beside it answers, not the source tree's: this one is a stand-in.
	printf '#!/bin/sh\necho "asked for $2" >&2\nexit 2\n' >usr/libexec/hookbench/fetch-kernel
	expect 2 usr/bin/hookbench run --kernel 6.12
	says "asked for 6.12"
}

@test "the installed kernel-hook knows the program that it came with" {
	root=$BATS_TEST_TMPDIR/root
	cmake --install "$(dirname "$HOOKBENCH")/.." --prefix "$root/usr/local" >/dev/null
	expect 0 "$root/usr/local/libexec/hookbench/kernel-hook" --install --root "$root"
	grep -x "HOOKBENCH=/usr/local/bin/hookbench" "$root/etc/default/hookbench-kernel-hook"
}
