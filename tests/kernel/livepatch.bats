#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# A livepatch as the hook beside: a kernel module that is made for each kernel.

load ../cli/support

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	export IMAGE
	IMAGE=$("$repo/scripts/fetch-kernel" 6.12)
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# beside KERNEL BACKENDS HOOK FOLDER [OPTION...]
beside() {
	expect 0 "$HOOKBENCH" run -q --kernel "$("$repo/scripts/fetch-kernel" "$1")" --backends "$2" --payload empty \
		--beside "$3" -o "$4" "${@:5}"
}

# cost FOLDER BACKEND: in instructions.
cost() { jq ".summary.rows[] | select(.backend == \"$2\" and (.control | not)).cost_in_unit" "$1/result.json"; }

@test "a livepatch is in effect, and costs what the kernel spends on it" {
	local backends=kprobe,kprobe.offset,fentry,fexit,fentry+fexit alone=alone/beside-none patched=alone/beside-livepatch
	local backend
	beside 6.12 $backends none,livepatch alone --explain
	jq -e -s 'map(.summary.valid) | length == 2 and all' alone/*/result.json
	jq -e '.plan.beside == "livepatch"' $patched/result.json
	# The kernel's handler runs once in each operation: it and ftrace's trampoline are the price, and the jump that is
	# the whole replacement.
	functions() { jq "[.trials[] | select(.backend == \"none\").functions][0]" "$1/explain.json"; }
	[ "$(functions $alone | jq 'has("klp_ftrace_handler") or has("?")')" = false ]
	[ $(($(cost $patched none) - $(cost $alone none))) -eq "$(functions $patched | jq '.klp_ftrace_handler + .["[ftrace trampoline]"] + .["?"]')" ]
	[ "$(functions $patched | jq '.["?"]')" -eq 1 ]
	# With another user of ftrace, calls to both go through its list.
	for backend in kprobe fentry fexit fentry+fexit; do
		(($(cost $patched $backend) - $(cost $patched none) > $(cost $alone $backend) - $(cost $alone none) + 100))
	done
	# The function's own code still runs.
	[ $(($(cost $patched kprobe.offset) - $(cost $patched none))) -eq $(($(cost $alone kprobe.offset) - $(cost $alone none))) ]
	# The same in each boot, and with another order of the trials.
	beside 6.12 $backends livepatch again --fresh-boot --seed 7
	for backend in none ${backends//,/ }; do [ "$(cost again "$backend")" = "$(cost $patched "$backend")" ]; done
}

@test "what cannot be beside a livepatch says so, and the others are measured" {
	beside 5.10 kprobe,fentry livepatch old
	says "skipped: a livepatch holds the function, and this kernel refuses a BPF trampoline beside it"
	jq -e '.summary.valid' old/result.json
	(($(cost old kprobe) > $(cost old none)))
	# There, an fexit that joins an fentry would make the kernel stop ftrace.
	beside 6.1 kprobe,fentry,fexit,fentry+fexit livepatch middle
	jq -e '.summary.valid and (.backends | all(.available))' middle/result.json
	(($(cost middle fentry+fexit) > $(cost middle fexit)))
	# There, an fexit is refused, and then each trampoline: whatever comes first.
	beside 6.16 kprobe,fentry,fexit livepatch broken
	jq -e '.summary.valid and ([.backends[] | select(.available).backend] == ["none", "kprobe"])' broken/result.json
	beside 6.16 fentry livepatch entry
	jq -e '.summary.valid and (.backends | all(.available))' entry/result.json
}

# Programs of the user's may do it, too: nothing is measured with hooks that no longer work.
@test "a program that makes the kernel stop ftrace ends the run" {
	cat >both.bpf.c <<-END
		#include <linux/bpf.h>
		#include <bpf/bpf_helpers.h>
		SEC("fentry/do_unlinkat") int at_entry(void *context) { return 0; }
		SEC("fexit/do_unlinkat") int at_exit(void *context) { return 0; }
		char LICENSE[] SEC("license") = "GPL";
	END
	expect 2 "$HOOKBENCH" run -q --kernel "$("$repo/scripts/fetch-kernel" 6.1)" --program both.bpf.c --beside livepatch
	says "beside livepatch made this kernel stop ftrace"
}

@test "the newest kernel" {
	beside 7.3 kprobe,kprobe.multi,fentry,fentry.multi,fexit.multi,fsession none,livepatch new
	says "fexit.multi skipped: a livepatch holds the function, and beside it this kernel refuses a link for many functions"
	jq -e -s 'map(.summary.valid and ([.backends[] | select(.available | not).backend] - ["fexit.multi"] == [])) |
		length == 2 and all' new/*/result.json
	(($(cost new/beside-livepatch none) > $(cost new/beside-none none)))
	[ "$(cost new/beside-livepatch fentry)" = "$(cost new/beside-livepatch fentry.multi)" ]
}

@test "what refuses a livepatch" {
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --backends kprobe --beside livepatch --append module.sig_enforce=1
	says "--beside livepatch cannot hold do_unlinkat on this kernel: it takes only modules that are signed" \
		"remove module.sig_enforce from --append"
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --backends kprobe --beside livepatch --append lockdown=confidentiality
	says "--beside livepatch cannot hold do_unlinkat on this kernel: the function's code cannot be read from /proc/kcore"
	expect 2 "$HOOKBENCH" run -q --kernel "$IMAGE" --workload user-call --beside livepatch
	says "--beside livepatch cannot hold user-call:nop, which is in user space"
}
