# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # repo is set by support.bash
# A machine that machines for testing often are not: its kernel has kprobes and fentry, and KVM works on it.
# It is a VM of hookbench's own, on an emulated CPU with AMD's SVM, in which steps of a test run as root.

: "${MACHINE_MODULES:?the path of the program of machine_modules.c}"

# The programs that the steps call, besides those that these start.
machine_programs=(bash sh cat chmod cp dirname env grep gzip head id kill ln ls mkdir mknod mktemp mv readlink rm sed
	sleep sort tar timeout touch true uname hyperfine)

# What /usr/share/qemu leads to, for the options that hookbench gives QEMU.
machine_firmware=(/usr/share/qemu /usr/share/seabios /usr/lib/*/qemu/accel-tcg-*.so)

# The machine takes 2 GiB, and QEMU some more; a tmpfs for its files comes on top.
machine_needs_mib=3000

# boot_machine SECONDS ACCELERATOR: boots it with this accelerator (tcg, exact), and runs the steps on stdin there,
# a bash script. In it, $hookbench and $image are paths; `step` is as below; what is in $out comes back, into the
# folder out here. What is in the folder machine is there, too. Ends it after so many seconds.
boot_machine() {
	local limit=$1 accelerator=$2 file added=() names=(irqbypass kvm kvm-amd) release free_mib
	[ "$(uname -m)" = x86_64 ] || skip "its emulated CPU is an x86-64 one"
	free_mib=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
	[ "$free_mib" -ge "$machine_needs_mib" ] ||
		skip "needs $machine_needs_mib MiB of free memory, and there are $free_mib"
	image=$("$repo/scripts/fetch-kernel" --modules "$(IFS=, && echo "${names[*]}")" 6.12) ||
		skip "the kernel package and its modules cannot be fetched"
	release=${image##*/vmlinuz-}
	names=("${names[@]/#/${image%/*}/modules-$release/}")

	mkdir -p machine/tools/bench machine/tools/workloads out
	cp "$HOOKBENCH" "${HOOKBENCH%/*}/hookbench-guest" machine/tools/bench
	cp -r "${HOOKBENCH%/*}/../workloads/bin" machine/tools/workloads
	cp "$image" machine/vmlinuz
	cp "$MACHINE_MODULES" machine/load-modules
	cp "${names[@]/%/.ko}" machine
	{
		machine_steps
		cat
	} >machine/steps
	for file in ./machine "${machine_programs[@]}" "${machine_firmware[@]}" qemu-system-x86_64 /etc/passwd /etc/group; do
		added+=(--add "$file")
	done
	echo "# booting a machine with SVM, emulated: a minute or more" >&3
	# It says what it does, and whatever fails there shows.
	timeout --kill-after 10 "$limit" "$HOOKBENCH" attach none -q --kernel "$image" --cpu-model EPYC,+svm,+npt \
		--accel "$accelerator" --memory 2048 --timeout 400 "${added[@]}" --fetch /tmp/out.tar.gz -- bash machine/steps >said 2>&1 || {
		echo "the machine ended with status $?:"
		cat said
		return 1
	}
	tar -xzf out.tar.gz
}

# The beginning of the script. step NAME COMMAND...: what it prints is out/NAME.out and out/NAME.err, its exit
# status out/NAME.status. A step that hangs ends after a while, with status 124.
machine_steps() {
	cat <<-'EOT'
		folder=$PWD/machine hookbench=$PWD/machine/tools/bench/hookbench image=$PWD/machine/vmlinuz
		out=/tmp/out
		mkdir -p "$out"
		finish() {
			cd /tmp && tar -czf out.tar.gz out
		}
		trap finish EXIT
		cd /tmp
		step() {
			local name=$1 status=0
			shift
			echo "$name: ${*##*/}"
			timeout 400 "$@" >"$out/$name.out" 2>"$out/$name.err" </dev/null || status=$?
			echo "$status" >"$out/$name.status"
		}
		load_kvm() {
			"$folder/load-modules" "$folder"/{irqbypass,kvm,kvm-amd}.ko
		}
	EOT
}

# ended NAME STATUS...: with one of these; output is then what it printed, both streams.
ended() {
	local name=$1 status wanted
	shift
	output=$(cat "out/$name.out" "out/$name.err")
	status=$(cat "out/$name.status") || {
		cat said
		return 1
	}
	for wanted; do
		[ "$status" -ne "$wanted" ] || return 0
	done
	echo "$name: status $status, not $*"
	echo "$output"
	return 1
}
