#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # scripts for the fake QEMU expand there, not here
# shellcheck disable=SC2154 # set by bats, or by support.bash
# `hookbench regress` with a script in QEMU's place, which answers for each image as a guest would.
# Real kernels are compared in tests/kernel.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	answering_qemu
	kernel old .
	kernel new '.environment.kernel_release = "6.18.1-cloud-amd64"'
}

# With as many cycles as the answers are of.
regress() {
	"$HOOKBENCH" regress -o runs --cycles 1000 "$@"
}

n_booted() { wc -l <booted; }

@test "each kernel is compared with the one before, and the last with the first" {
	kernel middle '.environment.kernel_release = "6.16.0-cloud-amd64" | .trials |= map(if .backend == "kprobe" then .operation.mode += 7 else . end)'
	expect 1 regress --kernel ./old --kernel ./middle --kernel ./new
	says "kernel            none       kprobe    kretprobe       fentry        fexit" \
		"6.12.117+deb13   7,084    373          652          144          205" \
		"6.16.0           7,084    380    +7    652     0    144     0    205     0" \
		"6.18.1           7,084    373    -7    652     0    144     0    205     0" \
		"last - first         0            0            0            0            0" \
		"6.12.117+deb13 -> 6.16.0: regression (kprobe +7)" \
		"6.16.0 -> 6.18.1: improvement (kprobe -7)" \
		"6.12.117+deb13 -> 6.18.1: same"
	[ "${lines[-1]}" = "6.12.117+deb13 to 6.16.0: Regression: kprobe costs 7 instructions more (+1.9 %, moderate); 3 cost the same." ]
	# All are stored, and each is a sound run.
	[ "$(jq -s 'length' runs/*/result.json)" -eq 3 ]
	expect 0 "$HOOKBENCH" compare runs/*-6.12* runs/*-6.18*
}

@test "the operation itself is judged if that is asked for" {
	kernel middle '.environment.kernel_release = "6.16.0-cloud-amd64" | .trials |= map(.operation.mode += 1000)'
	expect 0 regress --kernel ./old --kernel ./middle --kernel ./new
	expect 1 regress --kernel ./old --kernel ./middle --kernel ./new --gate-base
	says "6.12.117+deb13 -> 6.16.0: regression (none +1,000)" "6.16.0 -> 6.18.1: improvement (none -1,000)" \
		"Regression: none, the"
	expect 0 regress --kernel ./old --kernel ./middle --kernel ./new --gate-base --max-increase 1000
}

@test "what is allowed is no regression" {
	kernel new '.trials |= map(if .backend == "kprobe" then .operation.mode += 7 else . end)'
	expect 1 regress --kernel ./old --kernel ./new --max-increase 6
	expect 0 regress --kernel ./old --kernel ./new --max-increase 7
	expect 0 regress --kernel ./old --kernel ./new --max-increase 2%
	says "old -> new: same"
}

@test "the same is not measured again, anything else is" {
	expect 0 regress --kernel ./old --kernel ./new
	[ "$(n_booted)" -eq 2 ]
	expect 0 regress --kernel ./old --kernel ./new
	says "old: measured before, runs/" "new: measured before, runs/" "6.12.117+deb13 -> 6.18.1: same"
	[ "$(n_booted)" -eq 2 ]
	# Another plan, CPU model, command line, or content of the image; and by wish.
	for option in --cycles=500 --payload=empty --backends=fentry --cpu-model=EPYC --append=mitigations=off; do
		rm booted
		regress --kernel ./old --kernel ./new $option || true
		[ "$(n_booted)" -eq 2 ]
	done
	rm booted
	echo "built again" >>new
	expect 0 regress --kernel ./old --kernel ./new
	[ "$(cat booted)" = "$PWD/new" ]
	expect 0 regress --kernel ./old --kernel ./new --fresh
	[ "$(n_booted)" -eq 3 ]
}

@test "stored runs that are invalid, or cannot be read, are not used" {
	expect 0 regress --kernel ./old --kernel ./new
	mkdir runs/0 runs/z
	echo '{' >runs/0/result.json
	echo '{"schema": "hookbench/9"}' >runs/z/result.json
	for file in runs/*6.12*/result.json; do
		jq '.trials[0].hits = 999' "$file" >changed
		mv changed "$file"
	done
	rm booted
	expect 0 regress --kernel ./old --kernel ./new
	[ "$(cat booted)" = "$PWD/old" ]
	no says "schema" "not a stored run"
}

@test "a kernel that fails to boot is a row with its reason, and the others go on" {
	kernel broken .
	echo 'echo "[ 1.0] Kernel panic - not syncing: no root" >&2; exit 0' >answers/broken.sh
	expect 3 regress --kernel ./old --kernel ./broken --kernel ./new
	says "broken           the guest on $PWD/broken ended" "Kernel panic - not syncing: no root" \
		"6.12.117+deb13 -> 6.18.1: same" "6.18.1           7,084    373     0"
	[ "$(jq -s 'length' runs/*/result.json)" -eq 2 ]
	expect 3 regress --kernel ./old --kernel ./missing
	says "missing                      cannot read the kernel image ./missing: No such file"
	kernel new '.trials |= map(if .backend == "kprobe" then .operation.mode += 7 else . end)'
	expect 1 regress --fresh --kernel ./old --kernel ./broken --kernel ./new
}

@test "a kernel that is missing because this machine failed may be there next time" {
	echo '[ -e "'"$PWD"'/second" ] || kill -9 $$' >answers/new.sh
	expect 75 regress --kernel ./old --kernel ./new
	says "the guest on $PWD/new ended before it answered: QEMU was killed by signal 9"
	touch second
	expect 0 regress --kernel ./old --kernel ./new
	says "old: measured before, runs/" "new: measured in "
	# A verdict stands.
	kernel middle '.environment.kernel_release = "6.16.0" | .trials |= map(if .backend == "kprobe" then .operation.mode += 7 else . end)'
	rm second
	expect 1 regress --fresh --kernel ./old --kernel ./middle --kernel ./new
	[ "$(jq -s 'length' runs/*/result.json)" -eq 4 ]
}

@test "nothing could be measured" {
	echo "not a kernel" >text
	expect 2 regress --kernel ./text --kernel ./missing
	says "text: $PWD/text is not a kernel image" "none of the kernels could be measured"
	[ ! -e runs ]
}

@test "a backend that no longer attaches is a regression, by name" {
	kernel new '.environment.kernel_release = "6.18.1-cloud-amd64" | .trials |= map(select(.backend != "fentry")) | .backends |= map(if .backend == "fentry" then .available = false | .reason = "no trampolines" else . end)'
	expect 1 regress --kernel ./old --kernel ./new
	says "6.12.117+deb13 -> 6.18.1: regression (fentry does not attach)"
	expect 0 regress --kernel ./new --kernel ./old
	says "6.18.1 -> 6.12.117+deb13: newly attaches (fentry)"
}

@test "a kernel on which nothing attaches is an answer, and no stored run" {
	kernel new '.error = 95 | .environment.kernel_release = "6.18.1-cloud-amd64" | .trials = [] | .backends |= map(.available = false | .reason = "no BPF")'
	expect 1 regress --kernel ./old --kernel ./new
	says "6.18.1               -      -" "regression (kprobe does not attach, kretprobe does not attach, fentry does not attach, fexit does not attach)"
	[ "$(jq -s 'length' runs/*/result.json)" -eq 1 ]
}

@test "an invalid run is not compared as if it were sound" {
	kernel new '.environment.kernel_release = "6.18.1-cloud-amd64" | .trials[0].hits = 999'
	expect 3 regress --kernel ./old --kernel ./new
	says "6.12.117+deb13 -> 6.18.1: not comparable (the new run is invalid: "
}

@test "two builds with one release are distinguished by their names, or their paths" {
	kernel new .
	expect 0 regress --kernel ./old --kernel ./new
	says "old -> new: same"
	mkdir a b
	kernel a/bzImage .
	cp a/bzImage b/bzImage
	expect 0 regress --kernel a/bzImage --kernel b/bzImage
	says "a/bzImage -> b/bzImage: same" "b/bzImage: measured in"
	expect 0 regress --kernel a/bzImage --kernel b/bzImage --format csv
	says "b/bzImage,6.12.117+deb13-cloud-amd64,kprobe,false" "b/bzImage: measured before"
}

@test "increases that are allowed one by one, and not together" {
	kernel middle '.environment.kernel_release = "6.16.0" | .trials |= map(if .backend == "kprobe" then .operation.mode += 6 else . end)'
	kernel new '.environment.kernel_release = "6.18.1" | .trials |= map(if .backend == "kprobe" then .operation.mode += 12 else . end)'
	expect 1 regress --max-increase 6 --kernel ./old --kernel ./middle --kernel ./new
	says "-> 6.16.0: same" "6.16.0 -> 6.18.1: same" "-> 6.18.1: regression (kprobe +12)"
}

@test "nothing to compare is no verdict" {
	for name in old new; do
		kernel $name '.error = 95 | .environment.kernel_release = "'$name'" | .trials = [] | .backends |= map(.available = false | .reason = "no BPF")'
	done
	expect 3 regress --kernel ./old --kernel ./new
	says "old -> new: nothing to compare" "no two kernels have a hook in common"
	[ ! -e runs ]
}

@test "runs that cannot be stored are no success" {
	# The other run may be stored at the same time.
	echo 'cd '"$PWD"' && until rm -rf runs && (: >runs); do sleep 0.1; done' >answers/new.sh
	expect 2 regress --jobs 1 --kernel ./old --kernel ./new
	says "cannot store the run in runs/"
}

@test "--no-histograms: figures only" {
	kernel new '.environment.kernel_release = "6.18.1" | .trials[].operation |= figured([[7, 1000]])'
	expect 0 regress --kernel ./old --kernel ./new
	[ "$(grep -c ,7,7,1000 runs/*6.18*/histogram.csv)" -eq 12 ]
	[ "$(find runs -name histogram.csv | wc -l)" -eq 1 ]
	rm -rf runs
	expect 0 regress --no-histograms --kernel ./old --kernel ./new
	[ "$(find runs -name histogram.csv | wc -l)" -eq 0 ]
	[ "$(jq '[.trials[].operation | has("histogram")] | any' runs/*6.18*/result.json)" = false ]
}

@test "a run out of which trials were cut is not used again" {
	expect 0 regress --kernel ./old --kernel ./new
	for file in runs/*6.18*/result.json; do
		jq '.trials |= map(select(.backend != "fentry"))' "$file" >changed
		mv changed "$file"
	done
	rm booted
	expect 0 regress --kernel ./old --kernel ./new
	[ "$(cat booted)" = "$PWD/new" ]
}

@test "markdown, and CSV" {
	kernel new '.environment.kernel_release = "6.18.1-cloud-amd64" | .trials |= map(if .backend == "fexit" then .operation.mode -= 5 else . end)'
	expect 0 regress --kernel ./old --kernel ./new --format markdown
	says "| 6.18.1 | 7,084 | 373 | 652 | 144 | 200 (-5) |" "- 6.12.117+deb13 -> 6.18.1: improvement (fexit -5)"
	expect 0 regress -q --kernel ./old --kernel ./new --format csv
	[ "${#lines[@]}" -eq 11 ]
	[ "${lines[0]}" = "name,kernel,backend,reference,unit,cost_in_unit,overhead_in_unit,overhead_low_in_unit,overhead_high_in_unit,difference_in_unit,verdict,note,workload,payload,cpu_model,append,threads,beside,elsewhere,copies,pid_filter" ]
	[ "${lines[10]}" = "new,6.18.1-cloud-amd64,fexit,false,instructions,7284,200,200,200,-5,improvement,,create-unlink,count,qemu64,,1,,,1,false" ]
}

@test "installed kernels, oldest to newest, with the running one marked" {
	mkdir boot
	for version in 6.9.1 6.12.1 5.10.0; do
		kernel boot/vmlinuz-$version '.environment.kernel_release = "'$version'"'
	done
	kernel boot/vmlinuz-6.12.1 '.environment.kernel_release = "'"$(uname -r)"'"'
	: >boot/config-6.12.1
	for name in 6.12.1.old 0-rescue-1234 6.12.1.sig 6.13.0.dpkg-new; do
		fake_image boot/vmlinuz-$name
	done
	mkdir boot/vmlinuz-6.14.0
	ln -s nothing boot/vmlinuz-6.15.0
	kernel boot/vmlinuz-6.12.1-rc2 '.environment.kernel_release = "6.12.1-rc2"'
	ln -s vmlinuz-6.9.1 boot/vmlinuz-current
	expect 0 regress --boot boot
	no says "could not be measured"
	says "5.10.0 -> 6.9.1: same" "6.9.1 -> 6.12.1-rc2: same" "6.12.1-rc2 -> $(uname -r): same" "$(uname -r)*" "*: the running kernel"
}

@test "no kernel is named, and there are none, or only one" {
	mkdir boot
	expect 2 regress --boot boot
	says "there are no kernel images in boot: name at least two kernels with --kernel, such as"
	[ "${#lines[@]}" -eq 1 ]
	fake_image boot/vmlinuz-6.1
	expect 2 regress --boot boot
	says "there is only one kernel image in boot"
	expect 2 regress --boot missing
	says "cannot look for kernel images in missing: No such file"
	expect 2 regress --boot boot --kernel ./old --kernel ./new
	says "remove either --boot or --kernel"
}

@test "bad input: one clear message, status 2" {
	expect 2 regress --kernel ./old
	says "one kernel has nothing to be compared with"
	expect 2 regress --kernel ./old --kernel ./new --kernel "$PWD/old"
	says "$PWD/old is named twice: it is the same image as ./old"
	expect 2 env XDG_CACHE_HOME="$PWD" "$HOOKBENCH" regress --kernel ./old --kernel no-such-version
	says "'no-such-version' is not a kernel name"
	[ "${#lines[@]}" -eq 1 ]
	expect 2 regress --format yaml
	says 'unknown format "yaml"; use one of: table, markdown, csv'
	expect 2 regress --jobs 0
	says "--jobs takes a whole number from 1 to 64"
	expect 2 regress --max-increase x
	says "--max-increase needs"
	expect 2 regress --max-increase lines=x
	says "--max-increase needs a driver and a whole number"
	expect 2 regress --drivers --accel kvm
	says "--explain needs exact mode"
	expect 2 regress words
	says "Too many arguments"
	expect 2 "$HOOKBENCH" regress -o "" --kernel ./old --kernel ./new
	says "cannot store runs in"
	mkdir stored
	: >stored/result.json
	expect 2 "$HOOKBENCH" regress -o stored --kernel ./old --kernel ./new
	says "stored is a stored run, and a run inside another is not found by reports"
	: >file
	expect 2 "$HOOKBENCH" regress -o file/runs --kernel ./old --kernel ./new
	says "cannot store runs in file/runs"
	[ ! -e booted ]
	# run takes one.
	expect 2 "$HOOKBENCH" run --kernel ./old --kernel ./new
	says "one kernel is measured at a time" "regress"
}

# jobs N: how many QEMUs ran at the same time, at most, with --jobs N. Each waits until there were N at
# a time, and then a little for one too many.
jobs_seen() {
	for name in old new third; do
		cat >answers/$name.sh <<-EOF
			mkdir "$PWD/now/\$\$"
			end=\$((\$(date +%s) + 30))
			until ls "$PWD/now" | wc -l >>"$PWD/seen" && grep -qx "$1" "$PWD/seen" || [ "\$(date +%s)" -gt "\$end" ]; do
				sleep 0.05
			done
			sleep 0.3
			ls "$PWD/now" | wc -l >>"$PWD/seen"
			rmdir "$PWD/now/\$\$"
		EOF
	done
	mkdir -p now
	rm -f seen
	regress --fresh --kernel ./old --kernel ./new --kernel ./third --jobs "$1" >/dev/null 2>&1 || true
	sort -n seen | tail -n 1
}

@test "--jobs VMs at a time" {
	kernel third '.environment.kernel_release = "6.19"'
	[ "$(jobs_seen 1)" -eq 1 ]
	[ "$(jobs_seen 2)" -eq 2 ]
	[ "$(jobs_seen 3)" -eq 3 ]
}

@test "on SIGINT: what is finished is stored, and no QEMU is left" {
	kernel slow .
	nap=1000.$$
	echo "exec sleep $nap" >answers/slow.sh
	"$HOOKBENCH" regress -o runs --jobs 2 --kernel ./old --kernel ./slow --kernel ./new >out 2>err &
	pid=$!
	two_stored() { [ "$(find runs -name result.json 2>/dev/null | wc -l)" -ge 2 ]; }
	wait_for two_stored
	pgrep -f "sleep $nap"
	kill -INT $pid
	wait $pid || status=$?
	[ "$status" -eq 130 ]
	no pgrep -f "sleep $nap"
	[ "$(find runs -name result.json | wc -l)" -eq 2 ]
	grep -q "stopped; 2 of 3 kernels were measured before that and stored in runs" err
	[ ! -s out ]
}
