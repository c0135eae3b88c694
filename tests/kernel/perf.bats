#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# The real perf under hooks in a VM: it counts, it samples, and its names of what hooks bring are right.

load ../cli/support
bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	"$repo/scripts/fetch-kernel" 6.12 >image
	# 2,000 files.
	cat >tree <<-'EOT'
		#!/bin/sh
		mkdir /tmp/t && cd /tmp/t || exit
		i=0
		while [ $i -lt 2000 ]; do : >$i && i=$((i + 1)); done
	EOT
	chmod +x tree
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

@test "perf stat: operations are the files removed, by each hook" {
	expect 0 "$repo/scripts/perf-stat" --kernel "$(cat image)" --backends fentry --runs 2 --add ./tree --add mkdir \
		--prepare ./tree --csv csv -- rm -rf /tmp/t
	says "times are emulated" "software events only" "Per operation; a run has 2000 operations (hits under fentry)"
	awk -F, '$2 == "fentry" && $3 == "task-clock" { exit !($5 > 1000000) }' csv
}

@test "perf record: frames of the hook are below the function, with perf's own names; the file comes back" {
	expect 0 "$HOOKBENCH" attach fentry --kernel "$(cat image)" --add mkdir --add ./tree --add rm --fetch /tmp/data --fetch /tmp/list -- \
		./tree '&&' perf record -q -F 8000 -g -o /tmp/data rm -rf /tmp/t '&&' \
		sh -c 'perf script --no-inline -i /tmp/data -F comm,ip,sym >/tmp/list'
	[ "$(head -c 8 data)" = PERFILE2 ]
	awk 'function check() { if (trampoline && caller ~ /^do_unlinkat/) found++ }
		/^$/ { trampoline = caller = "" }
		trampoline != "" && caller == "" && NF == 2 { caller = $2; check() }
		$2 ~ /^bpf_trampoline_[0-9]+/ { trampoline = $2; caller = "" }
		END { print found + 0; exit !(found > 0) }' list
}
