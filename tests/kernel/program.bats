#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# The user's own programs: compiled for the kernel, measured beside their twins, judged to the instruction.

load ../cli/support

programs=$repo/tests/kernel/programs

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

# sources NAME...: the options for them.
sources() {
	local name
	words=()
	for name in "$@"; do words+=(--program "$programs/$name.bpf.c"); done
}

# field FOLDER ARM COLUMN: of the stored run's summary.
field() {
	jq ".summary.rows[] | select(.backend == \"$2\" and (.control | not)) | .$3" "$1/result.json"
}

# adds_up FOLDER: in each program's row, the parts are the whole, and the dispatch is its twin's overhead.
adds_up() {
	jq -e '.summary as $s | [.plan.programs[] as $p | $s.rows[] | select(.backend == $p.arm) |
		.dispatch_in_unit + .body_in_unit == .overhead_in_unit and
		.dispatch_in_unit == ([$s.rows[] | select(.backend == $p.twin)][0].overhead_in_unit)] |
		length > 0 and all' "$1/result.json"
}

@test "a program of each kind costs its hook and its body, which add up" {
	sources kprobe kretprobe kprobe.multi kretprobe.multi kprobe.session ksyscall kretsyscall rich
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --backends kprobe --kernel "$IMAGE_NEW" --workload create-unlink \
		--cycles 200 -o kprobes
	adds_up kprobes
	sources fentry fexit fsession lsm tp raw_tp tp_btf fmod_ret
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --kernel "$IMAGE_NEW" --workload create-unlink --cycles 200 -o others
	adds_up others
	says "fmod_ret" "not attached: this kernel lets no program change the result of vfs_unlink"
	# One atomic add, whatever the hook is; those that run at both ends do it twice.
	for arm in kprobe-2 kretprobe-2 kprobe.multi-2 kretprobe.multi-2 ksyscall kretsyscall; do
		[ "$(field kprobes $arm body_in_unit)" = 3 ]
	done
	[ "$(field kprobes kprobe.session-2 body_in_unit)" = 6 ]
	for arm in fentry-2 fexit-2 lsm-2 tp-2; do [ "$(field others $arm body_in_unit)" = 3 ]; done
	[ "$(field others fsession-2 body_in_unit)" = 6 ]
	# The kernel's own count of the runs is in the stored run.
	[ "$(jq -c '[.programs[] | select(.attached) | .runs / .operations] | unique' kprobes/result.json)" = "[1,2]" ]
}

@test "an arena is given its address in user space" {
	sources arena
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --kernel "$IMAGE" --workload create-unlink --rounds 1 -o arena
	adds_up arena
	jq -e '.maps[] | select(.type == "arena" and .entries == 16)' arena/result.json
}

@test "old kernels: what they have is measured, and what they lack is named" {
	sources kprobe kprobe.multi fentry fexit lsm tp raw_tp ksyscall
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --kernel "$IMAGE_OLD" --workload create-unlink --cycles 200 -o old
	adds_up old
	says "kprobe.multi" "not attached"
	[ "$(field old kprobe-2 body_in_unit)" = 3 ]
	[ "$(field old fexit-2 body_in_unit)" = 3 ]
}

@test "the built-in fentry, written as a user's own file, costs the same" {
	sources per_cpu
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --backends fentry --kernel "$IMAGE" -o per_cpu
	[ "$(field per_cpu per_cpu overhead_in_unit)" -eq "$(field per_cpu fentry overhead_in_unit)" ]
	# Without --workload, one is found that runs it.
	[ "$(jq -r .plan.workload per_cpu/result.json)" = create-unlink ]
}

@test "one machine instruction more in the body is a regression of one; the same program is the same" {
	sources nops
	for run in base again; do
		"$HOOKBENCH" run -q "${words[@]}" --kernel "$IMAGE" --workload create-unlink -o $run >/dev/null
	done
	"$HOOKBENCH" run -q "${words[@]}" --cflags -DNOPS=1 --kernel "$IMAGE" --workload create-unlink -o more >/dev/null
	expect 0 "$HOOKBENCH" compare base again --max-increase 0
	expect 1 "$HOOKBENCH" compare base more --max-increase 0 --format csv
	[ "$(grep ^nops, <<<"$output" | cut -d, -f4,9)" = "1,regression" ]
	[ "$(grep ^nops.twin, <<<"$output" | cut -d, -f4,9)" = "0,same" ]
	# Two versions in one run.
	mkdir -p old new
	cp "$programs"/{nops.bpf.c,count.h} old
	sed 's/#define NOPS 0/#define NOPS 2/' "$programs/nops.bpf.c" >new/nops.bpf.c
	cp "$programs/count.h" new
	expect 0 "$HOOKBENCH" run -q --program old/nops.bpf.c --program new/nops.bpf.c --kernel "$IMAGE" \
		--workload create-unlink -o both
	[ $(($(field both nops-2 body_in_unit) - $(field both nops body_in_unit))) -eq 2 ]
}

@test "another function by --retarget, a variable by --set, some programs by --only" {
	sources rich
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --kernel "$IMAGE" --workload create-unlink --cycles 200 -o eight
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --set rounds=9 --kernel "$IMAGE" --workload create-unlink --cycles 200 \
		-o nine
	[ "$(field nine rich body_in_unit)" -gt "$(field eight rich body_in_unit)" ]
	[ "$(field nine rich dispatch_in_unit)" -eq "$(field eight rich dispatch_in_unit)" ]
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --retarget vfs_unlink=vfs_rename --kernel "$IMAGE" --cycles 200 -o renamed
	[ "$(jq -r .plan.workload renamed/result.json)" = rename ]
	expect 2 "$HOOKBENCH" run -q "${words[@]}" --only entr --kernel "$IMAGE" --workload create-unlink -o wrong
	says "entr"
	[ ! -e wrong ]
	expect 2 "$HOOKBENCH" run -q "${words[@]}" --set roundz=9 --kernel "$IMAGE" --workload create-unlink -o wrong
	says "roundz" "rounds"
	[ ! -e wrong ]
}

@test "explain: where the body spends its instructions" {
	sources rich
	expect 0 "$HOOKBENCH" explain -q "${words[@]}" --kernel "$IMAGE" --workload create-unlink --cycles 200 -o explained \
		--format csv
	grep -q ",rich,bpf_ringbuf_reserve," <<<"$output"
	[ "$(grep ",rich," <<<"$output" | awk -F, '{ sum += $7 } END { print sum }')" -eq \
		"$(field explained rich body_in_unit)" ]
}

@test "regress: a program on two kernels" {
	sources kprobe
	run "$HOOKBENCH" regress -q "${words[@]}" --kernel "$IMAGE_OLD" --kernel "$IMAGE" -o runs --format csv
	[ "$status" -le 1 ]
	[ "$(grep -c ",kprobe-2," <<<"$output")" -eq 2 ]
	# The second time, nothing is booted.
	run "$HOOKBENCH" regress "${words[@]}" --kernel "$IMAGE_OLD" --kernel "$IMAGE" --workload create-unlink -o runs
	[ "$(grep -c ": measured before, runs/" <<<"$output")" -eq 2 ]
}

@test "regress: a source that compiles for one kernel, and for none" {
	cat >newer.bpf.c <<-'END'
		#include "vmlinux.h"
		#include <bpf/bpf_helpers.h>
		unsigned long size = sizeof(struct fprobe);
		SEC("kprobe/vfs_unlink") int newer(void *ctx) { size++; return 0; }
		char LICENSE[] SEC("license") = "GPL";
	END
	printf 'int f(void) { return x; }\n' >broken.bpf.c
	sources kprobe
	local regress=("$HOOKBENCH" regress --workload create-unlink --kernel "$IMAGE_OLD" --kernel "$IMAGE" --max-increase 1000%
		"${words[@]}" -o compiles)
	expect 0 "${regress[@]}" --program newer.bpf.c
	says "cannot compile newer.bpf.c: newer.bpf.c:3:22: error: invalid application of 'sizeof'" $'clang printed:\n' \
		"newly attaches (newer"
	# The kernel that lacks it is measured, and is not measured again.
	expect 0 "${regress[@]}" --program newer.bpf.c
	[ "$(grep -c "measured before" <<<"$output")" = 2 ]
	# A gate must not open for what no kernel has run.
	expect 3 "${regress[@]}" --program broken.bpf.c
	says "broken.bpf.c could not be measured on any kernel"
}

@test "a program that never ends is named, and tried once" {
	cat >endless.bpf.c <<-'END'
		#include "vmlinux.h"
		#include <bpf/bpf_helpers.h>
		static int inner(__u32 i, void *context) { return 0; }
		static int outer(__u32 i, void *context) { bpf_loop(1 << 23, inner, context, 0); return 0; }
		SEC("kprobe/vfs_unlink") int endless(void *ctx) { bpf_loop(1 << 23, outer, 0, 0); return 0; }
		char LICENSE[] SEC("license") = "GPL";
	END
	expect 2 "$HOOKBENCH" run --timeout 20 --kernel "$IMAGE" --program endless.bpf.c --workload create-unlink
	says "was silent for 20 seconds while it measured endless"
	no grep -q "booting it instead" <<<"$output"
}

@test "bisect-step: a program on another kernel is judged by a stored run" {
	sources nops
	"$HOOKBENCH" run -q "${words[@]}" --kernel "$IMAGE" --workload create-unlink -o good >/dev/null
	expect 0 "$HOOKBENCH" bisect-step -q "${words[@]}" --kernel "$IMAGE" --good good
	says "nops: " "good"
	expect 1 "$HOOKBENCH" bisect-step -q "${words[@]}" --cflags -DNOPS=1 --kernel "$IMAGE" --good good
	says "instructions (+1): bad"
}

@test "inspect: what each kernel makes of a program" {
	run "$HOOKBENCH" inspect -q "$programs/rich.bpf.c" "$programs/fentry.bpf.c" --kernel "$IMAGE_OLD" \
		--kernel "$IMAGE_NEW" --format json
	jq -e 'length == 2 and all(.[]; [.programs[] | select(.attached) | .verified > 0 and .jited_bytes > 0] |
		length == 2 and all) and all(.[]; .maps | map({ (.name): . }) | add |
		.events.type == "ringbuf" and .events.entries == 65536 and .hits_of.entries == 64 and
		.hits_of.key_bytes == 4 and .hits_of.memory_bytes > 0)' <<<"$output"
}

@test "a map that is larger than the VM: --memory makes room" {
	cat >large.bpf.c <<-'END'
		#include <vmlinux.h>
		#include <bpf/bpf_helpers.h>
		struct {
			__uint(type, BPF_MAP_TYPE_ARRAY);
			__uint(max_entries, 100000000);
			__type(key, __u32);
			__type(value, __u64);
		} large SEC(".maps");
		SEC("kprobe/vfs_unlink") int hit(void *ctx)
		{
			__u32 zero = 0;

			return !bpf_map_lookup_elem(&large, &zero);
		}
		char LICENSE[] SEC("license") = "GPL";
	END
	expect 1 "$HOOKBENCH" inspect -q large.bpf.c --kernel "$IMAGE"
	says "Cannot allocate memory" "--memory MIB gives it more"
	expect 0 "$HOOKBENCH" inspect -q large.bpf.c --kernel "$IMAGE" --memory 2000
}

@test "a program that nothing hits is no result" {
	cat >never.bpf.c <<-'END'
		#include <linux/bpf.h>
		#include <bpf/bpf_helpers.h>
		SEC("kprobe/kernel_halt") int never(void *ctx) { return 0; }
		char LICENSE[] SEC("license") = "GPL";
	END
	expect 2 "$HOOKBENCH" run -q --program never.bpf.c --kernel "$IMAGE" -o never
	says "0 hits: the workload create-unlink runs none of its programs"
	[ ! -e never ]
}

# In a VM, as on a busy machine other processes run this program in any workload's operations.
@test "what runs only between operations is no result, and a workload that times it is named" {
	cat >opens.bpf.c <<-'END'
		#include <linux/bpf.h>
		#include <bpf/bpf_helpers.h>
		SEC("tp/syscalls/sys_enter_openat") int opens(void *context) { return 0; }
		char _license[] SEC("license") = "GPL";
	END
	expect 2 "$HOOKBENCH" run --kernel "$IMAGE" --program opens.bpf.c --workload create-unlink -o opens
	says "0 hits in the timed operation: the workload create-unlink runs its programs only between operations" \
		"workload open-close: of those that were tried, the programs run in open-close (1 of 1)" \
		"to measure with it: --workload open-close, or no --workload"
	[ ! -e opens ]
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --program opens.bpf.c --backends none -o opens
	[ "$(jq -r .plan.workload opens/result.json)" = open-close ]
	jq -e '.programs[0] | .timed_runs == .timed_operations' opens/result.json
}

@test "what cannot be measured is refused with its reason" {
	printf 'int f(void) { return x; }\n' >broken.bpf.c
	expect 2 "$HOOKBENCH" run -q --program broken.bpf.c --kernel "$IMAGE"
	says "cannot compile broken.bpf.c" "use of undeclared identifier 'x'"
	cat >refused.bpf.c <<-'END'
		#include <linux/bpf.h>
		#include <bpf/bpf_helpers.h>
		SEC("kprobe/vfs_unlink") int reads_wild(void *ctx) { return *(volatile int *)0x1000; }
		char LICENSE[] SEC("license") = "GPL";
	END
	expect 2 "$HOOKBENCH" run -q --program refused.bpf.c --kernel "$IMAGE" --workload create-unlink
	# A short log is shown whole; of a long one the end, unless all is asked for.
	says "the verifier refuses the program reads_wild" "refused: the verifier's log:" "R1 invalid mem access"
	{
		printf '#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n'
		printf 'SEC("kprobe/vfs_unlink") int reads_wild(void *ctx) {\n'
		for i in {1..40}; do printf '\tasm volatile("r2 = %d" ::: "r2");\n' "$i"; done
		printf '\treturn *(volatile int *)0x1000; }\nchar LICENSE[] SEC("license") = "GPL";\n'
	} >refused.bpf.c
	expect 2 "$HOOKBENCH" run -q --program refused.bpf.c --kernel "$IMAGE" --workload create-unlink
	says "the end of the verifier's log; --verbose shows all of it" "r2 = 40"
	no grep -q "r2 = 2 " <<<"$output"
	expect 2 "$HOOKBENCH" run -q --verbose --program refused.bpf.c --kernel "$IMAGE" --workload create-unlink
	says "refused: the verifier's log:" "r2 = 2 " "r2 = 40"
	cat >xdp.bpf.c <<-'END'
		#include <linux/bpf.h>
		#include <bpf/bpf_helpers.h>
		SEC("xdp") int passes(struct xdp_md *ctx) { return XDP_PASS; }
		char LICENSE[] SEC("license") = "GPL";
	END
	expect 2 "$HOOKBENCH" run -q --program xdp.bpf.c --kernel "$IMAGE" --workload create-unlink
	says "passes" "packets of a network device"
	head -c 100000 /dev/urandom >noise.bpf.o
	expect 2 "$HOOKBENCH" run -q --program noise.bpf.o --kernel "$IMAGE"
	expect 2 "$HOOKBENCH" run -q --program /bin/true --kernel "$IMAGE"
	says "not for BPF"
	expect 2 "$HOOKBENCH" run -q --program missing.bpf.c --kernel "$IMAGE"
	says "missing.bpf.c" "No such file"
}
