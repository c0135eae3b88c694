#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What pieces of programs cost, and what a hook costs that is not alone at its function.

load ../cli/support

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	export IMAGE IMAGE_OLD IMAGE_NEW
	IMAGE=$("$repo/scripts/fetch-kernel" 6.12)
	IMAGE_OLD=$("$repo/scripts/fetch-kernel" 5.10)
	IMAGE_NEW=$("$repo/scripts/fetch-kernel" 7.3)
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# price FOLDER PAYLOAD BACKEND: nothing if it has none.
price() {
	awk -F, -v p="$2" -v b="$3" '$1 == p && $3 == b { print $5 }' "$1/prices.csv"
}

@test "prices are the same whatever the hook is, and whichever side of the call it is on" {
	expect 0 "$HOOKBENCH" run -q --report --kernel "$IMAGE_NEW" --payload prices --rounds 1 -o new
	local payload kprobe
	for payload in array percpu-array hash-lookup percpu-hash lru-hash lpm-trie task-storage ringbuf-8 tail-call call \
		loop-100 kfunc read-8 read-64 read-256 ktime pid-tgid current-task; do
		kprobe=$(price new $payload kprobe)
		((kprobe > 0))
		[ "$(for b in kretprobe fentry fexit; do price new $payload $b; done | sort -u)" = "$kprobe" ]
	done
	# A larger piece costs more.
	(($(price new read-8 fentry) < $(price new read-64 fentry)))
	(($(price new read-64 fentry) < $(price new read-256 fentry)))
	# Programs of a type that may not have it say so; those of the other are measured.
	says "kprobe skipped: the kernel rejects it (Invalid argument): the payload needs spin locks in a program of this type"
	[ -z "$(price new spin-lock kprobe)" ]
	(($(price new spin-lock fentry) > 0))
	(($(price new timer fentry) > 0))
	grep -q "| hash-lookup |" new/report.md
	grep -q "price of a payload" new/report.html
}

@test "an old kernel says what it lacks" {
	expect 3 "$HOOKBENCH" run -q --kernel "$IMAGE_OLD" --payload empty,array,loop-100,kfunc --backends fentry --rounds 1 -o old
	says "loop-100: not measured: no hook attaches and is hit: the kernel rejects it" "bpf_loop, of Linux 5.17" \
		"the kfunc bpf_rcu_read_lock, of Linux 6.2"
	[[ $output == *"price"*"array"* ]]
}

@test "functions in user space have the same prices" {
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --workload user-call --payload empty,array,hash-lookup --backends uprobe \
		--report --rounds 1 -o user
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --payload empty,array,hash-lookup --backends kprobe --report --rounds 1 -o kernel
	for payload in array hash-lookup; do [ "$(price user $payload uprobe)" = "$(price kernel $payload kprobe)" ]; done
}

@test "each further copy of a trampoline's program costs the same, and counts its hits" {
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --copies 1,2,4 --backends kprobe,fentry,raw_tp --report --rounds 1 -o copies
	local n
	for n in 1 2 4; do
		jq -e --argjson n $n '.plan.copies == $n and ([.trials[] | select(.backend != "none") |
			.hits == .operations * $n and .expected_hits == .hits] | all)' "copies/copies-$n/result.json"
	done
	overhead() { jq '.summary.rows[] | select(.backend == "fentry").overhead_in_unit' "copies/copies-$1/result.json"; }
	[ $(($(overhead 4) - $(overhead 2))) = $((2 * ($(overhead 2) - $(overhead 1)))) ]
	[ -s copies/plots/copies.svg ]
}

@test "a hook beside another: what both cost does not depend on which one is measured" {
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --backends kprobe,fentry --payload empty --beside none,kprobe,fentry,ftrace \
		--rounds 2 -o beside
	cost() { jq ".summary.rows[] | select(.backend == \"$2\" and (.control | not)).cost_in_unit" "beside/beside-$1/result.json"; }
	# Whatever was attached before: rounds agree.
	jq -e -s 'map(.summary.valid) | length == 4 and all' beside/*/result.json
	# `none` beside a hook is the hook alone; both are dearer than each.
	[ "$(cost kprobe none)" = "$(cost none kprobe)" ]
	[ "$(cost fentry none)" = "$(cost none fentry)" ]
	(($(cost kprobe fentry) > $(cost none fentry) + $(cost none kprobe) - $(cost none none)))
	# Up to the order in which the kernel calls them.
	local difference=$(($(cost kprobe fentry) - $(cost fentry kprobe)))
	((difference >= -8 && difference <= 8))
	# A user of ftrace without BPF: calls then go through its list.
	(($(cost ftrace none) > $(cost none none)))
	(($(cost ftrace fentry) - $(cost ftrace none) > $(cost none fentry) - $(cost none none) + 100))
	jq -e '.plan.beside == "ftrace"' beside/beside-ftrace/result.json
	jq -e '.plan.beside == null' beside/beside-none/result.json
	jq -e '.plan.beside == "kprobe"' beside/beside-kprobe/result.json
}

@test "what cannot be beside is refused" {
	# There, a trampoline's program attaches only once: it is loaded for each trial.
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE_OLD" --backends kprobe --beside fentry -o beside-old
	jq -e '.summary.valid' beside-old/result.json
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE_OLD" --backends kprobe --beside kprobe.multi
	says "--beside kprobe.multi cannot hold do_unlinkat: this kernel is too old: Linux 5.18 or later is required; use another kernel"
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --backends kprobe --beside uprobe
	says "--beside uprobe cannot hold do_unlinkat" "it hooks functions in user space"
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --workload user-call --beside ftrace
	says "--beside ftrace cannot hold user-call:nop, which is in user space"
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --beside nonsense
	says "unknown backend \"nonsense\""
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --beside ftrace:10
	says "without a number: --beside ftrace; --elsewhere ftrace:10 is on other functions"
}

@test "more copies than a kernel takes: which one it refuses" {
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --copies 64 --backends fentry --rounds 1
	says "of 64 cannot be attached" "Argument list too long"
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --copies 64 --backends kprobe --payload empty --rounds 1 -o many
	jq -e '[.trials[] | select(.backend == "kprobe") | .proof_hits == .proof_expected] | all' many/result.json
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --copies 2 --payload printk
	says "the lines of all copies come through one trace pipe"
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --copies 0
	says "--copies"
}

# cost FOLDER BACKEND: in instructions.
cost() { jq ".summary.rows[] | select(.backend == \"$2\" and (.control | not)).cost_in_unit" "$1/result.json"; }

@test "hooks on other functions: what they cost, the same from boot to boot" {
	local backends=kprobe,kprobe.multi,fentry folder
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE_NEW" --backends $backends --payload empty --rounds 1 --report \
		--elsewhere none,kprobe.multi:10,kprobe.multi:1k,fentry.multi:100 -o elsewhere
	jq -e '.elsewhere_functions == null and .elsewhere_runs == 0 and .plan.elsewhere == null' \
		elsewhere/elsewhere-none/result.json
	jq -e '.elsewhere_functions == 1000 and .elsewhere_runs < 1 and .plan.elsewhere == "kprobe.multi:1000"' \
		elsewhere/elsewhere-kprobe.multi_1k/result.json
	jq -e '.elsewhere_functions == 100 and .elsewhere_runs < 1' elsewhere/elsewhere-fentry.multi_100/result.json
	# They are not on the operation's path.
	for folder in elsewhere/elsewhere-*/; do
		[ "$(cost "$folder" none)" = "$(cost elsewhere/elsewhere-none none)" ]
	done
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE_NEW" --fresh-boot --backends $backends --payload empty --rounds 1 \
		--elsewhere kprobe.multi:1k -o again
	for backend in none kprobe kprobe.multi fentry; do
		[ "$(cost again $backend)" = "$(cost elsewhere/elsewhere-kprobe.multi_1k $backend)" ]
	done
}

# A single function that never returns would make the kernel refuse all.
@test "hooks at the return of functions of all names" {
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE_NEW" --backends kprobe --payload empty --rounds 1 \
		--elsewhere fexit.multi:10k -o returns
	jq -e '.elsewhere_functions == 10000 and .summary.valid' returns/result.json
}

@test "a user of ftrace on all functions, and what cannot be elsewhere" {
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE_OLD" --backends kprobe --payload empty --rounds 1 --elsewhere ftrace:all \
		-o all
	says "ftrace held " " other functions, also under none"
	jq -e '.elsewhere_functions > 20000 and .plan.elsewhere == "ftrace:all"' all/result.json
	(($(cost all none) > 10000))
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE_OLD" --backends kprobe --elsewhere 10
	says "--elsewhere kprobe.multi:10: this kernel is too old: Linux 5.18 or later is required"
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE_OLD" --backends kprobe --elsewhere ftrace:10
	says "--elsewhere ftrace:10: kprobe.multi chooses the functions, and this kernel is too old: Linux 5.18 or later is required; ftrace:all needs none"
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --backends kprobe --elsewhere ftrace:1000
	says "--elsewhere ftrace:1000 cannot be attached on this kernel: it takes no more functions by name than fit in 4,095 bytes, and " \
		" of these do; ask for at most as many, or for ftrace:all"
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --backends kprobe --elsewhere 999k
	says "--elsewhere kprobe.multi:999000: on this kernel, " "such functions are not called in each cycle"
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --elsewhere kprobe:10
	says 'the backend "kprobe" is not one with a link for many functions'
}

@test "what attaching costs" {
	expect 0 "$HOOKBENCH" attach-cost -q --kernel "$IMAGE_NEW" --functions 1,10,100 --repeats 1 -o attaching
	says "instructions of the caller" "kprobe.multi "
	local n
	attach() { jq "[.trials[] | select(.backend == \"$1\" and .functions == $2).attach] | min" attaching/attach_cost.json; }
	for backend in kprobe kprobe.multi fentry fentry.multi; do
		for n in 1 10 100; do (($(attach $backend $n) > 0)); done
		(($(attach $backend 100) > $(attach $backend 10)))
	done
	# Each function of its own costs about as much as the first; one link for all costs less.
	(($(attach kprobe 100) > 50 * $(attach kprobe 1)))
	(($(attach kprobe.multi 100) < $(attach kprobe 100) / 2))
	[ "$(wc -l <attaching/attach_cost.csv)" -eq 13 ]
	[ -s attaching/attach_cost.svg ]
	expect 2 "$HOOKBENCH" attach-cost -q --kernel "$IMAGE_OLD" --backends kprobe.multi --functions 1 --repeats 1
	says "kprobe.multi             1 refused: this kernel is too old" "nothing could be attached"
	expect 0 "$HOOKBENCH" attach-cost -q --kernel "$IMAGE_OLD" --functions 1,10 --repeats 1
	says "kprobe.multi             1 refused: this kernel"
}
