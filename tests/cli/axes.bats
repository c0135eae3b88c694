#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # scripts for the fake QEMU expand there, not here
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Options of `hookbench run` with several values: a run for each combination. A script is in QEMU's place;
# real kernels are measured in tests/kernel.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	answering_qemu
	kernel image .
	printf '%s\n' "Available CPUs:" "x86 qemu64  (alias)" "x86 EPYC  (alias)" "x86 EPYC-Rome  (alias)" "" \
		"Recognized CPUID flags:" "  ibpb" >cpu-models
	# What differs between the combinations; a line of the file started for each.
	jq -c '.trials |= map(if .backend == "fentry" then .operation.mode += 15 else . end)' answers/image.json >answers/dear.json
	echo 'echo "$all" >>'"$PWD"'/started
case $all in *"-cpu EPYC "*mitigations=off*) ;; *"-cpu EPYC "*) answer='"$PWD"'/answers/dear ;; esac' >answers/image.sh
}

needs_gnuplot() {
	command -v gnuplot >/dev/null || skip "gnuplot is not installed"
}

product() {
	"$HOOKBENCH" run --kernel ./image --cpu-model qemu64,EPYC --append '' --append mitigations=off "$@"
}

@test "each combination is a stored run, and all are one table" {
	expect 0 product -o out
	says "do_unlinkat on 6.12.117+deb13-cloud-amd64 (VM, exact); create-unlink, payload count, 2 rounds of 1,000 cycles" \
		"cpu-model  append            none  kprobe  kretprobe  fentry  fexit" \
		"qemu64     (none)           7,084    +373       +652    +144   +205" \
		"qemu64     mitigations=off  7,084    +373       +652    +144   +205" \
		"EPYC       (none)           7,084    +373       +652    +159   +205" \
		"EPYC       mitigations=off  7,084    +373       +652    +144   +205" \
		"EPYC, mitigations=off: measured in " "stored in out/cpu-model-EPYC,append-mitigations=off"
	[ "$(wc -l <booted)" -eq 4 ]
	[ "$(cd out && echo *)" = "cpu-model-EPYC,append-mitigations=off cpu-model-EPYC,append-none cpu-model-qemu64,append-mitigations=off cpu-model-qemu64,append-none" ]
	[ "$(jq -c '[.vm.cpu_model, .vm.append]' out/*EPYC*off/result.json out/*EPYC*none/result.json | xargs)" = '[EPYC,mitigations=off] [EPYC,null]' ]
	[ "$(grep -c -- "-cpu EPYC .*mitigations=off" started)" -eq 1 ]
}

@test "without -o each has a folder of its own below results/runs" {
	expect 0 product --jobs 1
	[ "$(jq -s length results/runs/*/result.json)" -eq 4 ]
}

@test "Markdown to be pasted is all that is on stdout" {
	product --format markdown -o out >table 2>/dev/null
	[ "$(sed -n 4p table)" = "| cpu-model | append | none (cost) | kprobe | kretprobe | fentry | fexit |" ]
	[ "$(sed -n 8p table)" = "| EPYC | (none) | 7,084 | 373 | 652 | 159 | 205 |" ]
	expect 2 product --format pdf
	says 'unknown format "pdf"; use one of: table, markdown'
}

@test "one boot for many: runs in other modes share the guest that they need" {
	rm answers/image.sh
	fake_qemu "$hello"'; echo "{\"ready\": {}}"; echo "$*" >>'"$PWD"'/booted
while read -r request; do
	echo "$request" >>'"$PWD"'/requests
	jq -c "{reply: {run: .}}" '"$PWD"'/answers/image.json
done'
	expect 0 "$HOOKBENCH" run --kernel ./image --accel tcg --payload count,empty --cpu-model qemu64,EPYC -o shared
	[ "$(wc -l <booted)" -eq 2 ]
	[ "$(wc -l <requests)" -eq 4 ]
	[ "$(jq -rs '[.[] | .vm.cpu_model] | sort | join(" ")' shared/*/result.json)" = "EPYC EPYC qemu64 qemu64" ]
	# In exact mode each has its own.
	rm booted requests
	expect 0 "$HOOKBENCH" run --kernel ./image --payload count,empty -o own
	[ "$(wc -l <booted)" -eq 2 ]
}

@test "the report is labelled by what differs, with no verdict" {
	needs_gnuplot
	expect 0 product --report -o out
	says "Report: out/report.html"
	grep -q "| 6.12.117+deb13, EPYC, no --append | 7,084 | 373 | 652 | 159 | 205 |" out/report.md
	grep -q "6.12.117+deb13, EPYC, mitigations=off" out/report.html
	no grep -E "cannot be compared|class=\"change" out/report.html
	[ "$(sed -n '/,fentry,/p' out/matrix.csv | cut -d, -f 9,17,18 | xargs)" = "144,qemu64, 144,qemu64,mitigations=off 159,EPYC, 144,EPYC,mitigations=off" ] ||
		{ cat out/matrix.csv && false; }
	[ -s out/plots/runs.svg ]
	grep -q "fentry on 6.12.117+deb13, EPYC, no --append: +159 instructions" out/plots/runs.svg
	grep -q "In 4 runs, kprobe adds 373 instructions, kretprobe 652 instructions, fentry 144 to 159 instructions" out/report.md
	# The same of the folder, later.
	expect 0 "$HOOKBENCH" report -q out -o again
	diff <(sort again/matrix.csv) <(sort out/matrix.csv)
}

@test "several workloads: each has its own row, and the hooks for its kind of function" {
	echo 'case $request in *\"workload\":\"user-call\"*) answer='"$PWD"'/answers/user ;; esac' >answers/image.sh
	jq -c '.plan.workload = "user-call" | (.. | strings | select(. == "kprobe")) = "uprobe" | (.. | strings | select(. == "fentry")) = "uretprobe"' \
		answers/image.json >answers/user.json
	expect 0 "$HOOKBENCH" run --kernel ./image --workload create-unlink,user-call -o out
	says "6.12.117+deb13-cloud-amd64 (VM, exact, qemu64); payload count, 2 rounds of 1,000 cycles" \
		"workload        none  kprobe  kretprobe  fentry  fexit  uprobe  uretprobe" \
		"create-unlink  7,084    +373       +652    +144   +205       -          -" \
		"user-call      7,084       -       +652       -   +205    +373       +144"
	[ "$(cd out && echo *)" = "workload-create-unlink workload-user-call" ]
	"$HOOKBENCH" run --kernel ./image --workload create-unlink,user-call --format markdown -o again 2>/dev/null >table
	grep -qF "| workload | none (cost) | kprobe | kretprobe | fentry | fexit | uprobe | uretprobe |" table
	# The cells of a plan, each with its own hooks.
	expect 0 "$HOOKBENCH" plan --kernel ./image --workload getpid,user-call --payload count,empty --json
	[ "$(jq -c '.cells[] | [.workload, .payload, .key.plan.backends[1]]' <<<"$output" | xargs)" = \
		"[getpid,count,kprobe] [getpid,empty,kprobe] [user-call,count,uprobe] [user-call,empty,uprobe]" ]
	expect 0 "$HOOKBENCH" plan --kernel ./image --workload getpid,user-call --backends all --json
	[ "$(jq -r '.cells[1].key.plan.backends | map(select(startswith("k") or startswith("f"))) | length' <<<"$output")" -eq 0 ]
	rm booted
	# A target that one of them cannot call.
	expect 2 "$HOOKBENCH" run --kernel ./image --workload create-unlink,user-call --target vfs_unlink
	says "--target vfs_unlink is a function of the kernel, and an operation of --workload user-call calls none"
	for order in "--workload getpid,user-call --target user-call:nop" "--target user-call:nop --workload getpid,user-call"; do
		# shellcheck disable=SC2086 # words
		expect 2 "$HOOKBENCH" run --kernel ./image $order
		says "--target user-call:nop is a function of the workload user-call, which --workload getpid does not call"
	done
	expect 2 "$HOOKBENCH" run --kernel ./image --workload getpid,nothing
	says 'unknown workload "nothing"; use one of: '
	for command in explain list; do
		expect 2 "$HOOKBENCH" $command --kernel ./image --workload getpid,rename
		says "one value of --workload, not 2"
	done
	[ ! -e booted ]
}

@test "kernel arguments keep their commas; one value is one run, as ever" {
	expect 0 "$HOOKBENCH" run --kernel ./image --append isolcpus=1,2 --cpu-model qemu64,+ibpb -o out
	[ "$(jq -c '[.vm.cpu_model, .vm.append]' out/result.json)" = '["qemu64,+ibpb","isolcpus=1,2"]' ]
	expect 0 "$HOOKBENCH" run --kernel ./image --append '' -o plain
	[ "$(jq .vm.append plain/result.json)" = null ]
}

@test "a combination that fails is reported with the reason, and the others continue" {
	cat >>answers/image.sh <<-EOF
		case \$all in *"-cpu EPYC "*mitigations=off*) echo "[ 1.0] Kernel panic - not syncing: no root" >&2; exit 0 ;; esac
	EOF
	expect 3 product -o out
	says "EPYC       mitigations=off  not measured" "EPYC, mitigations=off: not measured: the guest on" "Kernel panic - not syncing: no root" \
		"EPYC       (none)           7,084"
	[ "$(jq -s length out/*/result.json)" -eq 3 ]
	echo 'exit 1' >answers/image.sh
	expect 2 product -o none
	[ ! -e none ]
}

@test "an invalid run of several is marked" {
	jq -c '.trials[0].hits = 999' answers/image.json >answers/dear.json
	expect 3 product -o out
	says "+205  INVALID" "EPYC, no --append: INVALID, do not rely on these numbers: "
}

@test "an unknown CPU model is refused before anything boots, with near names" {
	expect 2 "$HOOKBENCH" run --kernel ./image --cpu-model qemu64,EPYC-Roma -o out
	says 'QEMU has no CPU model "EPYC-Roma" for x86-64, but it has EPYC-Rome; qemu-system-x86_64 -cpu help lists all 3'
	[ "${#lines[@]}" -eq 1 ]
	for command in regress explain list; do
		expect 2 "$HOOKBENCH" $command --kernel ./image --cpu-model zzz
		says 'QEMU has no CPU model "zzz" for x86-64; qemu-system-x86_64 -cpu help lists all 3'
	done
	expect 2 "$HOOKBENCH" run --kernel ./image --cpu-model ""
	says 'QEMU has no CPU model ""'
	[ ! -e booted ]
}

@test "other commands take one value of each, and say which option has more" {
	expect 2 "$HOOKBENCH" explain --kernel ./image --payload count,empty
	says "one value of --payload, not 2" "use hookbench run or regress to measure several"
	expect 2 "$HOOKBENCH" explain --kernel ./image --append a --append b
	says "one value of --append, not 2"
	expect 2 "$HOOKBENCH" list --kernel ./image --cpu-model qemu64,EPYC
	says "one value of --cpu-model, not 2"
	[ ! -e booted ]
}

@test "the help offers lists where they are taken" {
	for command in run regress; do
		expect 0 "$HOOKBENCH" $command --help
		says "--workload=LIST" "--beside=LIST" "--copies=LIST" "--payload=LIST" "--cpu-model=LIST" "one run per"
	done
	expect 0 "$HOOKBENCH" explain --help
	says "--beside=HOOK" "--copies=N" "--workload=NAME" "--payload=NAME" "--cpu-model=NAME" "--pid-filter=yes|no"
	no says "one run" "LIST or" "--elsewhere=LIST"
}

@test "regress has a matrix for each combination" {
	kernel other '.environment.kernel_release = "6.18.1"'
	expect 0 "$HOOKBENCH" regress -o runs --cycles 1000 --kernel ./image --kernel ./other --payload count,empty --cpu-model qemu64,EPYC
	says "count, qemu64" "count, EPYC" "empty, qemu64" "empty, EPYC"
	[ "$(grep -c -- "-> 6.18.1: " <<<"$output")" -eq 4 ]
	[ "$(find runs -name result.json | wc -l)" -eq 8 ]
	expect 0 "$HOOKBENCH" regress -o runs --cycles 1000 --kernel ./image --kernel ./other --payload count,empty --format csv
	[ "$(grep -c "^name,kernel" <<<"$output")" -eq 1 ]
	[ "$(grep -c "^image," <<<"$output")" -eq 10 ]
	# One combination's regression is the whole's.
	jq -c '.trials |= map(if .backend == "kprobe" then .operation.mode += 7 else . end)' answers/other.json >answers/slower.json
	echo 'case $request in *empty*) answer='"$PWD"'/answers/slower ;; esac' >answers/other.sh
	expect 1 "$HOOKBENCH" regress -o runs --fresh --report --cycles 1000 --kernel ./image --kernel ./other --payload empty,count
	says "regression (kprobe +7)" ": same"
	[ -e runs/report/matrix.csv ]
	expect 2 "$HOOKBENCH" regress -o runs --kernel ./image --kernel ./other --payload count,empty --drivers --format csv
	says "one value of --payload, not 2"
}

@test "bad values: one clear message, and nothing boots" {
	expect 2 "$HOOKBENCH" run --kernel ./image --payload count,nothing
	says 'unknown payload "nothing"; use one of: count'
	expect 2 "$HOOKBENCH" run --kernel ./image --payload count,count
	says '--payload has the value "count" twice'
	expect 2 "$HOOKBENCH" run --kernel ./image --threads 1,2
	says "exact mode has one CPU"
	expect 2 "$HOOKBENCH" run --append a --append b
	says "name its kernel with --kernel"
	expect 2 "$HOOKBENCH" run --payload count,empty --jobs 2
	says "--jobs needs exact mode"
	mkdir full
	touch full/mine
	expect 2 product -o full
	says "already exists"
	[ ! -e booted ]
	expect 2 product --kernel ./nothing
	says "one kernel is measured at a time"
	expect 2 "$HOOKBENCH" run --kernel ./nothing --payload count,empty
	says "cannot read the kernel image ./nothing"
	[ "${#lines[@]}" -eq 1 ]
}

@test "on SIGINT: what is finished is stored, and no QEMU is left" {
	cat >>answers/image.sh <<-'EOF'
		case $all in *"-cpu EPYC "*) exec sleep 1000 ;; esac
	EOF
	"$HOOKBENCH" run --kernel ./image --cpu-model qemu64,EPYC --append '' --append quiet --jobs 1 -o out >stdout 2>stderr &
	pid=$!
	two_stored() { [ "$(find out -name result.json 2>/dev/null | wc -l)" -ge 2 ]; }
	wait_for two_stored
	kill -INT $pid
	status=0
	wait $pid || status=$?
	[ "$status" -eq 130 ]
	grep -q "stopped; 2 of 4 runs were measured and stored before that" stderr
	[ "$(jq -s length out/*/result.json)" -eq 2 ]
	[ ! -s stdout ]
	no qemu_runs "$PWD/image"
}
