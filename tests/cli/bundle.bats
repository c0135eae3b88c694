#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154,SC2030,SC2031 # set by bats, or by support.bash; each test has its own matrix
# `hookbench plan --bundle` and `run --bundle`, with a script in QEMU's place. Real kernels are in
# tests/kernel/cells.bats.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	answering_qemu
	mkdir kernels tmp
	kernel kernels/old .
	kernel kernels/new '.environment.kernel_release = "6.18.1-cloud-amd64"'
	matrix=(--cycles 1000 --kernel kernels/old --kernel kernels/new)
	export TMPDIR=$PWD/tmp
}

bundle() { "$HOOKBENCH" plan "$@" --bundle bundle.tar; }

# shard FOLDER [OPTION...]: of what is in bundle.tar.
shard() { "$HOOKBENCH" run -q "${matrix[@]}" --bundle bundle.tar --shard 1/1 -o "$@"; }

# forge FILTER FROM TO: the archive again, after Python statements on the list `m` of (name, bytes), and on `l`, the
# parsed bundle.json.
forge() {
	python3 - "$@" <<-'EOT'
		import io, json, sys, tarfile, zlib
		tar = tarfile.open(sys.argv[2])
		m = [(i.name, tar.extractfile(i).read(), {}) for i in tar]
		l = json.loads(m[0][1])
		def find(kind): return [i for i, f in enumerate(l["files"]) if f["kind"] == kind][0]
		exec(sys.argv[1])
		m[0] = ("bundle.json", json.dumps(l).encode(), {})
		out = tarfile.open(sys.argv[3], "w", format=tarfile.USTAR_FORMAT)
		for name, data, extra in m:
		    i = tarfile.TarInfo(name)
		    i.size = len(data)
		    for key in extra: setattr(i, key, extra[key])
		    out.addfile(i, io.BytesIO(data))
		out.close()
	EOT
}

@test "a bundle has all that its cells need, and gives the same cells" {
	expect 0 bundle "${matrix[@]}"
	says "  old  " "  new  "
	listed=$("$HOOKBENCH" plan "${matrix[@]}" --json)
	[ "$(tar xOf bundle.tar file-0 | jq -c .)" = "$(jq -c . <<<"$listed")" ]
	[ "$(tar xOf bundle.tar bundle.json | jq -r '.files[].kind' | sort | tr '\n' ' ')" = "guest kernel kernel plan " ]
	tar xOf bundle.tar file-1 | cmp - kernels/old
	cp bundle.tar first.tar
	bundle "${matrix[@]}" >/dev/null
	cmp bundle.tar first.tar
	expect 0 "$HOOKBENCH" run -q "${matrix[@]}" --shard 1/1 -o here
	# Where these kernels are not, and nothing can be written but the results and TMPDIR.
	mv kernels gone
	expect 2 "$HOOKBENCH" run -q "${matrix[@]}" --shard 1/1 -o there
	export HOME=/proc/none XDG_CACHE_HOME=/proc/none/cache
	expect 0 shard there
	says "  stored         old" "  stored         new"
	[ "$(jq -c .cells there/plan.json)" = "$(jq -c .cells here/plan.json)" ]
	[ "$(jq -c .vm.image,.vm.guest_checksum there/*/result.json)" = "$(jq -c .vm.image,.vm.guest_checksum here/*/result.json)" ]
	# With the folder of the machine that has them, as if it had measured all.
	expect 0 "$HOOKBENCH" merge here there
	no says "missing"
	expect 0 shard there
	says "  stored before  old" "  stored before  new"
	[ -z "$(ls tmp)" ]
}

@test "programs come along as objects, and not as sources" {
	command -v clang >/dev/null || skip "clang is not installed"
	printf 'int p(void *c) __attribute__((section("raw_tp/sys_enter"), used)); int p(void *c) { return 0; }\nchar l[] __attribute__((section("license"), used)) = "GPL";\n' >probe.bpf.c
	clang -g -O2 -target bpf -c probe.bpf.c -o probe.bpf.o
	expect 2 bundle "${matrix[@]}" --workload getpid --program probe.bpf.c
	says "probe.bpf.c is a source, which would be compiled where it is measured"
	[ ! -e bundle.tar ]
	matrix+=(--workload getpid --program probe.bpf.o)
	expect 0 bundle "${matrix[@]}"
	tar xOf bundle.tar file-4 | cmp - probe.bpf.o
	ids=$("$HOOKBENCH" plan "${matrix[@]}" --json | jq -r '.cells[].id')
	mv probe.bpf.o other.o
	# The fake guest does not measure it; the cells are the same, and each is asked.
	run shard cells
	[ "$(jq -r '.cells[].id' cells/plan.json)" = "$ids" ]
	[ "$(wc -l <booted)" -ge 2 ]
	# A source in its place would have the compiler read files here.
	cp bundle.tar sound.tar
	forge 'i = find("program"); s = b"#include \"/etc/hostname\"\n"; m[i + 1] = (m[i + 1][0], s, {}); l["files"][i].update(name="probe.bpf.c", size=len(s), checksum="crc32:%08x" % zlib.crc32(s))' sound.tar bundle.tar
	expect 2 shard cells
	says "bundle.tar has a source, and no object, as probe.bpf.o"
}

@test "a bundle of other options" {
	bundle "${matrix[@]}" >/dev/null
	expect 2 shard cells --payload empty
	says "bundle.tar and this command are of different plans: from cell 1 on"
	expect 2 shard cells --kernel kernels/third
	says "bundle.tar has no kernel kernels/third: hookbench plan --bundle with the same options makes one that has"
	# A path that is the same file here is not what the bundle calls it.
	expect 2 "$HOOKBENCH" run --cycles 1000 --kernel ./kernels/old --kernel kernels/new --bundle bundle.tar --shard 1/1 -o cells
	says "bundle.tar has no kernel ./kernels/old"
	expect 2 shard cells --program /etc/hostname
	says "bundle.tar has no program /etc/hostname"
	expect 2 "$HOOKBENCH" run --kernel kernels/old --bundle bundle.tar
	says "--bundle has the files of cells: choose some with --shard or --cell"
	[ ! -e cells ]
	[ ! -e booted ]
	[ -z "$(ls tmp)" ]
}

@test "a bundle that is damaged or forged is refused, and nothing is written elsewhere" {
	bundle "${matrix[@]}" >/dev/null
	mv bundle.tar sound.tar
	while IFS='|' read -r filter message; do
		forge "$filter" sound.tar bundle.tar
		expect 2 timeout 60 "$HOOKBENCH" run -q "${matrix[@]}" --bundle bundle.tar --shard 1/1 -o cells
		says "$message"
	done <<-'EOT'
		m[2] = (m[2][0], m[2][1][:-1] + b"x", {})|bundle.tar is damaged: of old it has
		m[2] = (m[2][0], m[2][1] + b"x", {})|bundle.tar is damaged: of old it has
		l["files"][1]["size"] = 3|bundle.tar is damaged: of old it has
		l["files"][1]["size"] = -3|a file's size is not valid
		l["files"][1]["size"] = 1 << 60|a file's size is not valid
		l["files"][1]["name"] = "../../escaped"|a file's name is not valid
		l["files"][1]["name"] = ".."|a file's name is not valid
		l["files"][1]["name"] = ""|a file's name is not valid
		l["files"][1]["name"] = "x" * 5000|a file's name is not valid
		l["files"][1]["name"] = 7|a file's name is not valid
		l["files"][1]["arch"] = "vax"|a file is for an unknown architecture
		l["files"][1]["kind"] = "option"|a file is of an unknown kind
		l["files"][1]["more"] = 1|a file lacks a key, or has one of another type
		del l["files"][1]["checksum"]|a file lacks a key, or has one of another type
		l["files"][2] = l["files"][1]|two of its files have the same name
		l["files"] = []|its list of files is not of a valid length
		l["files"] *= 100|its list of files is not of a valid length
		l["options"] = ["--dir", "/etc"]|it lacks the list of its files
		l["schema"] = "hookbench-bundle/9"|the one that this hookbench reads
		l = [l]|its schema is not
		m[2] = (m[2][0], b"", {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"})|has no file of the name file-1
		m[2] = (m[2][0], b"", {"type": tarfile.LNKTYPE, "linkname": "file-0"})|has no file of the name file-1
		del m[2]|has no file of the name file-1
		m.append((m[2][0], b"another", {}))|has several files of the name file-1
		m[2] = ("/" + m[2][0], m[2][1], {})|has no file of the name file-1
		m[2] = ("../" + m[2][0], m[2][1], {})|has no file of the name file-1
		del l["files"][0], m[1]; m[1:] = [("file-%d" % i, d, e) for i, (n, d, e) in enumerate(m[1:])]|bundle.tar has no plan: make the bundle again
		del l["files"][3]|bundle.tar has no hookbench-guest for x86-64
		l["files"][3]["arch"] = "arm64"|bundle.tar has no hookbench-guest for x86-64
	EOT
	for size in 0 1 511 512 700 1500 3000 $(($(stat -c %s sound.tar) / 2)); do
		head -c "$size" sound.tar >bundle.tar
		expect 2 timeout 60 "$HOOKBENCH" run -q "${matrix[@]}" --bundle bundle.tar --shard 1/1 -o cells
	done
	gzip -c sound.tar >bundle.tar
	expect 2 shard cells
	says "bundle.tar is not a bundle: hookbench plan --bundle makes one"
	rm bundle.tar
	mkfifo bundle.tar
	expect 2 timeout 60 "$HOOKBENCH" run -q "${matrix[@]}" --bundle bundle.tar --shard 1/1 -o cells
	rm bundle.tar
	expect 2 shard cells
	# Not to be filled by what a list only claims.
	truncate -s 3G bundle.tar
	expect 2 shard cells
	[ ! -e cells ]
	[ ! -e booted ]
	[ -z "$(ls tmp)" ]
	[ -z "$(find / -xdev -newer sound.tar -name escaped 2>/dev/null)" ]
}

@test "a bundle that cannot be written or unpacked" {
	expect 2 "$HOOKBENCH" plan "${matrix[@]}" --bundle missing/bundle.tar
	says "cannot write missing/bundle.tar: No such file or directory"
	cp kernels/old $'kernels/\xff'
	expect 2 "$HOOKBENCH" plan --kernel $'kernels/\xff' --bundle latin.tar
	says "names in a bundle are UTF-8"
	[ ! -e latin.tar ]
	mkfifo pipe
	expect 2 timeout 20 "$HOOKBENCH" plan "${matrix[@]}" --bundle pipe
	says "a bundle is a file, and pipe is a pipe or a device"
	[ -p pipe ]
	# A file that may not become as large.
	expect 75 bash -c 'ulimit -f 4; exec "$@"' - "$HOOKBENCH" plan "${matrix[@]}" --bundle full.tar
	[ -z "$(ls -d full.tar* 2>/dev/null)" ]
	bundle "${matrix[@]}" >/dev/null
	TMPDIR=/proc/none expect 2 shard cells
	says "cannot unpack bundle.tar in /proc/none: No such file or directory; TMPDIR chooses another folder"
}
