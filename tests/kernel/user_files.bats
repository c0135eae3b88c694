#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # the inner shell's own variables
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Hooks on functions of programs and libraries that users name, on real kernels.

load ../cli/support

# calls N calls `work` and malloc N times; `refused` begins with an instruction that older kernels do not probe.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	cat >calls.c <<-'EOT'
		#include <stdlib.h>
		static void *volatile kept;
		__attribute__((noinline)) int work(int i) { __asm__ volatile(""); kept = malloc(8 + i % 8); return i; }
		#ifdef __x86_64__
		__asm__(".globl refused\n.type refused, %function\nrefused:\n"
			".byte 0x66, 0x2e, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0\nret\n.size refused, . - refused\n");
		#endif
		/* As <sys/sdt.h> does: a nop, and a note that says where. */
		#define PROBE(provider, name) __asm__ volatile("990: nop\n" \
			".pushsection .note.stapsdt,\"\",\"note\"\n.balign 4\n.4byte 992f-991f, 994f-993f, 3\n" \
			"991: .asciz \"stapsdt\"\n992: .balign 4\n993: .8byte 990b, _.stapsdt.base, 0\n" \
			".asciz \"" #provider "\"\n.asciz \"" #name "\"\n.asciz \"\"\n994: .balign 4\n.popsection\n" \
			".pushsection .stapsdt.base,\"aG\",\"progbits\",.stapsdt.base,comdat\n.weak _.stapsdt.base\n" \
			".hidden _.stapsdt.base\n_.stapsdt.base: .space 1\n.size _.stapsdt.base, 1\n.popsection\n")
		int main(int n, char **words)
		{
			int sum = 0;
			for (int i = 0, times = n > 1 ? atoi(words[1]) : 10; i < times; i++)
			{
				PROBE(calls, working);
				sum += work(i);
			}
			return sum < 0;
		}
	EOT
	cc -O1 -o calls calls.c
	cc -O1 -no-pie -o fixed calls.c
	cc -O1 -static -o alone calls.c
	# What was stripped is in a file beside it.
	objcopy --only-keep-debug fixed bare.debug
	objcopy --strip-all --add-gnu-debuglink=bare.debug fixed bare
	for kernel in 5.10 6.12 7.3; do
		"$repo/scripts/fetch-kernel" "$kernel" >"image-$kernel"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# attach KERNEL BACKEND TARGET COMMAND...
attach() {
	local kernel=$1 backend=$2 target=$3
	shift 3
	rm -f json
	"$HOOKBENCH" attach "$backend" --target "$target" --json json --kernel "$(<"image-$kernel")" -- "$@"
}

# A session runs at the entry and at the return.
@test "each call of a program's function is a hit, by each backend" {
	expect 0 "$HOOKBENCH" macro -q --backends all --target ./calls:work --kernel "$(<image-7.3)" --rounds 1 --runs 1 \
		-o all -- ./calls 500
	jq -e --arg file "$(realpath calls)" '.target.symbol == "calls:work" and .target.file == $file and
		.target.offset > 0 and .plan.target == "./calls:work"' all/result.json
	[ "$(jq -c '[.backends[].command_hits]' all/result.json)" = "[null,500,500,500,500,1000,null]" ]
}

@test "a program that is not moved, and a place by its offset" {
	expect 0 attach 5.10 uprobe ./fixed:work ./fixed 300
	says "uprobe on fixed:work, payload count, in a VM with 5.10" "hits 300"
	jq -e '.hook.hits == 300 and .hook.file != null' json
	offset=$(jq .hook.offset json)
	expect 0 attach 5.10 uretprobe "./fixed+$offset" ./fixed 200
	jq -e --arg name "$(printf 'fixed+0x%x' "$offset")" '.hook.hits == 200 and .hook.function == $name' json
}

@test "a library's function, by its name" {
	expect 0 attach 5.10 uprobe libc.so.6:malloc ./calls 250
	says "uprobe on libc.so.6:malloc"
	hits=$(jq .hook.hits json)
	[ "$hits" -ge 250 ]
	[ "$hits" -lt 260 ]
}

@test "no hits: it is said why that may be" {
	expect 0 attach 5.10 uprobe libc.so.6:malloc ./alone
	says "0 hits: nothing came to libc.so.6:malloc" "./alone is statically linked"
}

@test "a file that is replaced meanwhile is not hooked" {
	expect 0 "$HOOKBENCH" attach uprobe --target ./calls:work --kernel "$(<image-5.10)" --json json --add mv --add cp -- \
		sh -c './calls 7; cp ./calls ./new; mv ./new ./calls; ./calls 20'
	says "was replaced by another while the command ran: the hook stayed in the old file"
	jq -e '.hook.hits == 7' json
}

# What is written into a file in place is hooked where the old code was.
@test "a file of a program's section that is written to meanwhile; and one that no command comes to" {
	cp "$repo/tests/kernel/programs/count.h" .
	cat >work.bpf.c <<-'EOT'
		#include <linux/ptrace.h>
		#include <stdbool.h>
		#include "count.h"
		SEC("uprobe/./calls:work") int at_work(void *ctx) { (void)ctx; return count(); }
		/* Without <bpf/usdt.bpf.h>. */
		SEC("usdt/./calls:calls:working") int at_probe(void *ctx) { (void)ctx; return 0; }
		char LICENSE[] SEC("license") = "GPL";
	EOT
	expect 0 "$HOOKBENCH" attach --program work.bpf.c --kernel "$(<image-6.12)" --json json --add cp --add cat -- \
		sh -c './calls 7; cp ./calls ./new; cat ./new >./calls; ./calls 20'
	says "./calls was written to while the command ran: the hook stayed at its offset"
	jq -e '.hook.hits == 27' json
	says "at_probe is not attached: ./calls:calls:working: its object lacks the maps in which libbpf keeps USDT probes; #include <bpf/usdt.bpf.h>" \
		"package libbpf-dev"
	expect 0 "$HOOKBENCH" attach --program work.bpf.c --kernel "$(<image-6.12)" -- ./alone 5
	says "0 hits: nothing came to ./calls:work, which is in ./calls" "./alone is statically linked"
}

@test "an instruction that no probe can take the place of" {
	[ "$(uname -m)" = x86_64 ] || skip "the instruction is one of x86-64"
	expect 2 attach 6.12 uprobe ./calls:refused ./calls
	says "uprobe cannot be attached: in this kernel, no probe can take the place of this instruction"
	no says "the command took"
	expect 2 attach 5.10 uretprobe ./calls:refused+10 ./calls
	says "it hooks the return of a function, and this place is behind its first instruction"
}

# The twin of a program hooks the same place as the backend of that name, and the parts are the whole.
@test "programs for functions of a workload: dispatch and body" {
	local words=()
	for kind in uprobe uretprobe uprobe.multi uretprobe.multi uprobe.session; do
		words+=(--program "$repo/tests/kernel/programs/$kind.bpf.c")
	done
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --backends all --payload empty --workload user-call --kernel "$(<image-7.3)" --cycles 200 -o own
	jq -e '.summary as $s | [.plan.programs[] as $p | $s.rows[] | select(.backend == $p.arm) |
		.dispatch_in_unit + .body_in_unit == .overhead_in_unit and
		.dispatch_in_unit == ([$s.rows[] | select(.backend == $p.twin)][0].overhead_in_unit) and
		.dispatch_in_unit == ([$s.rows[] | select(.backend + "-2" == $p.arm)][0].overhead_in_unit)] |
		length == 5 and all' own/result.json
	jq -e '[.programs[] | .attached and .runs > 0] | length == 5 and all' own/result.json
}

@test "a program names the function: the workload is found by it" {
	sed s/user_call_nop/user_call_ret/ "$repo/tests/kernel/programs/uprobe.bpf.c" >ret.bpf.c
	expect 0 "$HOOKBENCH" run --program ret.bpf.c --cflags "-I$repo/tests/kernel/programs" --kernel "$(<image-5.10)" \
		--cycles 200 -o ret
	says "workload user-call"
	jq -e '.plan.workload == "user-call" and .plan.target == "user-call:ret" and .summary.valid' ret/result.json
	# Or the probe; the twin costs what the backend costs, and the rest is what reads the argument.
	expect 0 "$HOOKBENCH" run --program "$repo/tests/kernel/programs/usdt.bpf.c" --backends usdt --payload empty \
		--kernel "$(<image-5.10)" --cycles 200 -o usdt
	jq -e '.plan.target == "user-call:usdt" and .summary.valid and .programs[0].runs > 0 and
		([.summary.rows[] | {(.backend): .}] | add |
			.["usdt-2.twin"].overhead_in_unit == .usdt.overhead_in_unit and
			.["usdt-2"].dispatch_in_unit == .usdt.overhead_in_unit and
			.["usdt-2"].body_in_unit > 300 and
			.["usdt-2"].dispatch_in_unit + .["usdt-2"].body_in_unit == .["usdt-2"].overhead_in_unit)' usdt/result.json
	sed s,/proc/self/exe:user_call_nop,libc.so.6:malloc, "$repo/tests/kernel/programs/uprobe.bpf.c" >malloc.bpf.c
	expect 2 "$HOOKBENCH" run --program malloc.bpf.c --cflags "-I$repo/tests/kernel/programs" --kernel "$(<image-5.10)" \
		--workload user-call --cycles 200 -o malloc
	says "libc.so.6:malloc: no workload calls it" "hookbench attach, macro or trace"
}

@test "a program's sections for a command: attached, counted, and named if not" {
	cp "$repo/tests/kernel/programs/libraries.bpf.c" "$repo/tests/kernel/programs/count.h" .
	printf '%s\n' 'PROGRAM("uprobe/./bare:work", at_bare)' >>libraries.bpf.c
	expect 0 "$HOOKBENCH" attach --program libraries.bpf.c --kernel "$(<image-6.12)" --json json -- ./calls 40
	jq -e '[.hook.programs[] | select(.attached) | {(.name): .runs}] | add |
		.at_bare == 0 and .at_work == 40 and .from_work == 40 and .at_multi == 40 and .at_probe == 40 and .at_malloc >= 40' json
	reason() {
		jq -r ".hook.programs[] | select(.name == \"$1\").reason" json
	}
	[[ $(reason at_no_function) == "./calls:wark: it has no such function; similar names: work" ]]
	[[ $(reason at_no_file) == "./none:work: there is no file ./none" ]]
	[[ $(reason at_no_name) == 'its target "./calls" should be FILE:FUNCTION'* ]]
	[[ $(reason at_no_probe) == "./calls:calls:wroking: it has no such probe; similar names: calls:working" ]]
	[[ $(reason at_nothing) == *"it runs only if another program calls it" ]]
	sed 's,/proc/self/exe:user_call_nop,libc.so.6:malloc,' "$repo/tests/kernel/programs/uprobe.bpf.c" >inspected.bpf.c
	expect 0 "$HOOKBENCH" inspect inspected.bpf.c --kernel "$(<image-5.10)"
	says "libc.so.6:malloc"
	# Each is loaded, whether there is what it would be attached to or not.
	expect 1 "$HOOKBENCH" inspect libraries.bpf.c --kernel "$(<image-5.10)" --format json
	jq -e '[.[] | .programs[]? | select(.attached) | .name] |
		sort == ["at_bare", "at_malloc", "at_probe", "at_work", "from_work"]' <<<"$output"
	jq -e '[.[] | .programs[]? | select(.name == "at_no_file")][0] |
		.reason == "./none:work: there is no file ./none" and .verified > 0' <<<"$output"
}
