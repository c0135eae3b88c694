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

@test "each command has its manual page, and each shell its completion; uninstall leaves nothing" {
	local tree=$BATS_TEST_TMPDIR/tree command
	mkdir -p "$tree/scripts" "$tree/build"
	cp "$repo/scripts/uninstall" "$tree/scripts"
	DESTDIR=$BATS_TEST_TMPDIR/root cmake --install "$(dirname "$HOOKBENCH")/.." --prefix /opt >/dev/null
	cd "$BATS_TEST_TMPDIR/root/opt/share"
	for command in $("$HOOKBENCH" help | sed -n 's/^  \([a-z-]*\) .*/\1/p'); do
		expect 0 man --warnings -E UTF-8 -l -Tutf8 -Z "man/man1/hookbench-$command.1"
		no says warning
		grep -q '^.SH "\?EXAMPLES' "man/man1/hookbench-$command.1"
		grep -q "[[:blank:]']${command}[) ']" bash-completion/completions/hookbench
		grep -q "'$command:" zsh/site-functions/_hookbench
		grep -q -- "-a $command " fish/vendor_completions.d/hookbench.fish
	done
	bash -n bash-completion/completions/hookbench
	! command -v zsh || zsh -n zsh/site-functions/_hookbench
	! command -v fish || fish -n fish/vendor_completions.d/hookbench.fish
	grep -q -- "--backends=.*fentry.multi" zsh/site-functions/_hookbench
	mkdir "$tree/build/release"
	cp "$(dirname "$HOOKBENCH")/../install_manifest.txt" "$tree/build/release"
	DESTDIR=$BATS_TEST_TMPDIR/root expect 0 "$tree/scripts/uninstall"
	[ -z "$(find "$BATS_TEST_TMPDIR/root" ! -type d)" ]
	[ -z "$(find "$BATS_TEST_TMPDIR/root" -path '*libexec/hookbench*')" ]
	expect 2 "$tree/scripts/uninstall"
	says "nothing was installed"
}

@test "bash completes commands, options and names" {
	"$repo/scripts/help-files" "$HOOKBENCH" "$BATS_TEST_TMPDIR" >/dev/null
	[ -e /usr/share/bash-completion/bash_completion ] || skip "bash-completion is not installed"
	cat >"$BATS_TEST_TMPDIR/try" <<'EOT'
. /usr/share/bash-completion/bash_completion
. bash-completion/completions/hookbench
COMP_LINE=$1 COMP_POINT=${#1}
read -ra COMP_WORDS <<<"$1"
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_hookbench 2>/dev/null
echo "${COMPREPLY[*]}"
EOT
	cd "$BATS_TEST_TMPDIR"
	[ "$(bash try "hookbench re")" = "regress report" ]
	[ "$(bash try "hookbench run --ker")" = "--kernel=" ]
	[ "$(bash try "hookbench run --backends kprobe,fs")" = "kprobe,fsession" ]
	[ "$(bash try "hookbench help comp")" = "compare" ]
}

@test "the installed kernel-hook knows the program that it came with" {
	root=$BATS_TEST_TMPDIR/root
	cmake --install "$(dirname "$HOOKBENCH")/.." --prefix "$root/usr/local" >/dev/null
	expect 0 "$root/usr/local/libexec/hookbench/kernel-hook" --install --root "$root"
	grep -x "HOOKBENCH=/usr/local/bin/hookbench" "$root/etc/default/hookbench-kernel-hook"
}

@test "the Debian package has this version, and is built with what setup installs" {
	cd "$repo"
	[ "$(sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)" = "$(sed -n 's/^project(hookbench VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)" ]
	# Every Debian has what builds C; the rest of debian/'s is the same list.
	diff <(sed -n '/^Build-Depends:/,/^$/{s/^Build-Depends://;s/(.*)//;s/[ ,]//g;p}' debian/control | grep . | grep -v '^debhelper-compat$' | sort) \
		<(sed -n 's/^build  *\([^ ]*\) .*/\1/p' scripts/setup | grep -vx -e make -e libc6-dev | sort)
}
