#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What is kept between runs: listed and cleaned.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export XDG_CACHE_HOME=$PWD/cache
	umask 022
}

make_cache() {
	mkdir -p cache/hookbench/{kernels/modules-6.12,snapshots,objects}
	head -c 3M /dev/zero | tr '\0' x >cache/hookbench/kernels/vmlinuz-6.12
	echo module >cache/hookbench/kernels/modules-6.12/kvm.ko
	echo state >cache/hookbench/snapshots/6.12-0123abcd.snapshot
	echo object >cache/hookbench/objects/89abcdef.object
	touch -d '40 days ago' cache/hookbench/kernels/vmlinuz-6.12 cache/hookbench/objects/89abcdef.object
}

@test "an empty cache is no error, and nothing is made" {
	expect 0 "$HOOKBENCH" cache
	says "0 files, 0.0 MiB"
	[ ! -e cache ]
	expect 0 "$HOOKBENCH" cache --clean
	says "removed 0 files, 0.0 MiB"
}

@test "each kind has its size and last use, and with its name, each file" {
	make_cache
	expect 0 "$HOOKBENCH" cache
	says "kind" "last used" "4 files, 3.0 MiB"
	grep -E "^kernels +3\.0 MiB  $(date +%F) [0-9:]+ +2$" <<<"$output"
	grep -E "^objects +0\.0 MiB  $(date -d '40 days ago' +%F) [0-9:]+ +1$" <<<"$output"
	[ "${#lines[@]}" -eq 5 ]
	expect 0 "$HOOKBENCH" cache kernels
	grep -E "^kernels +3\.0 MiB  $(date -d '40 days ago' +%F) [0-9:]+ +vmlinuz-6\.12$" <<<"$output"
	expect 0 "$HOOKBENCH" cache snapshots
	grep -E "^snapshots +0\.0 MiB  $(date +%F) [0-9:]+ +6\.12-0123abcd\.snapshot$" <<<"$output"
	expect 0 "$HOOKBENCH" cache objects
	says "89abcdef.object" "1 file, 0.0 MiB"
	no grep -q vmlinuz <<<"$output"
}

@test "it is cleaned by kind, by age, and as a whole" {
	make_cache
	expect 0 "$HOOKBENCH" cache snapshots --clean
	says "removed 1 file"
	[ -z "$(ls cache/hookbench/snapshots)" ]
	expect 0 "$HOOKBENCH" cache --older-than 30
	says "removed 2 files, 3.0 MiB"
	[ "$(find cache/hookbench -type f ! -name lock)" = cache/hookbench/kernels/modules-6.12/kvm.ko ]
	touch mine cache/hookbench/kernels/mine
	expect 0 "$HOOKBENCH" cache --clean
	says "removed 1 file"
	[ -e cache/hookbench/kernels/mine ]
}

@test "a file with escape sequences in its name is shown harmlessly" {
	make_cache
	touch cache/hookbench/objects/$'a\e[31mb\n.object'
	expect 0 "$HOOKBENCH" cache objects
	no grep -q $'\e' <<<"$output"
	says "2 files"
}

@test "wrong use" {
	expect 2 "$HOOKBENCH" cache snapshot
	says 'there is no "snapshot" in the cache; use one of: kernels, kernels-amd64, kernels-arm64, snapshots, unpacked, vmlinux, objects, texts, boots'
	expect 2 "$HOOKBENCH" cache --older-than 1d
	expect 2 "$HOOKBENCH" cache --older-than -1
	expect 2 "$HOOKBENCH" cache kernels objects
}

@test "what fetch-kernel is working on stays" {
	make_cache
	exec 8>>cache/hookbench/kernels/lock
	flock 8
	expect 2 "$HOOKBENCH" cache --clean
	says "a fetch-kernel is at work there" "removed 2 files"
	[ -e cache/hookbench/kernels/vmlinuz-6.12 ]
}

@test "a cache of another user is left alone" {
	make_cache
	chmod 777 cache/hookbench/objects
	expect 0 "$HOOKBENCH" cache --clean
	says "left out: $PWD/cache/hookbench/objects belongs to another user, or can be changed by others, and is not used"
	[ -e cache/hookbench/objects/89abcdef.object ]
	# What all kinds are in is told of once.
	chmod 777 cache/hookbench
	expect 0 "$HOOKBENCH" cache
	[ "$(grep -c "left out: $PWD/cache/hookbench belongs to another user" <<<"$output")" -eq 1 ]
	[ "$(grep -c "left out" <<<"$output")" -eq 1 ]
	mv cache/hookbench moved
	ln -s ../moved cache/hookbench
	expect 0 "$HOOKBENCH" cache
	[ "$(grep -c "left out: $PWD/cache/hookbench is a link, and is not used" <<<"$output")" -eq 1 ]
	rm cache/hookbench
	touch cache/hookbench
	expect 0 "$HOOKBENCH" cache
	says "left out: $PWD/cache/hookbench is not a folder"
}
