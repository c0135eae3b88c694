# SPDX-License-Identifier: GPL-2.0-or-later
# The few things people do; each is a script or a program that also works by itself.
# Variables of `make bench`: KERNEL=path-or-version ARCH=arm64|x86-64 BACKENDS=list CYCLES=n ROUNDS=n
# Variables of `make report`: RUNS=list OUTPUT=folder
# Variables of `make regress`: KERNELS=list BACKENDS=list JOBS=n MAX_INCREASE=n GATE_BASE=yes
.PHONY: all help bench regress report atlas test test-boots test-programs test-drivers test-faults test-kvm test-slurm test-package package check docs fuzz build guest-arm64 guest-x86-64 setup install uninstall \
	baselines regress-baselines \
	calibrate bench-boot bench-gate bench-program bench-harness bench-macro bench-matrix bench-shards bench-slurm clean

all: build

# This list.
help:
	@awk '/^# [^S]/ { text = text "\n   " substr($$0, 2) } /^[a-z].*:/ && text { sub(/:.*/, ""); print "make " $$0 text } !/^#/ { text = "" }' Makefile

# The program, build/release/bench/hookbench.
build:
	@scripts/build release

# Measures the four usual hooks, on this kernel or in a VM.
bench:
	@scripts/bench

# Tables, plots and a page of stored runs: RUNS=folders OUTPUT=folder
report:
	@scripts/report

# Each kernel in a VM, compared with the one before.
regress:
	@scripts/regress

# All hooks on all kernels: results/atlas. Hours; what is measured already is not measured again: PARTS=list KERNELS=list
atlas:
	@scripts/atlas

# All tests; what a machine cannot run is skipped, with the reason.
test:
	@scripts/test

# What needs KVM, or a running kernel with all hooks: on emulated machines that have them.
test-kvm:
	@scripts/test-kvm

# scripts/slurm on a real Slurm of two nodes on this machine, as root.
test-slurm:
	@scripts/test-slurm

# hookbench's Debian package, for this release of Debian, into build/package.
package:
	@scripts/package

# The package built, installed, run and removed in a fresh Debian 12 and 13, as root.
test-package:
	@scripts/test-package

# Booted or continued, an image costs the same: KERNELS=list TIMES=n
test-boots:
	@scripts/test-boots

# The parts of users' programs of each kind add up: KERNELS=list
test-programs:
	@scripts/test-programs

# What makes instructions dear adds up, on all series: KERNELS=list ARCH=arm64
test-drivers:
	@scripts/test-drivers

# Hostile guests and files, kills, small limits: FAULT_SECONDS=n (600) SEED=n SUITES=list
test-faults:
	@scripts/test-faults

# Format, static analysis, shell: what needs no kernel.
check:
	@scripts/check

# The outputs and pictures in README.md and docs/, made anew; scripts/docs --check says which differ.
docs: build
	@scripts/docs

# Looks for bytes that break a reader or a writer, FUZZ_SECONDS=n long.
fuzz:
	@scripts/fuzz

# hookbench-guest for kernels of another architecture.
guest-arm64 guest-x86-64: guest-%:
	@scripts/build-guest $*

# The Debian packages that anything here needs.
setup:
	@scripts/setup all

# Below PREFIX (/usr/local), and as if DESTDIR were the root.
install: build
	@cmake --install build/release $(if $(PREFIX),--prefix "$(PREFIX)")

# What make install has put there, with the same PREFIX and DESTDIR.
uninstall:
	@scripts/uninstall

# The runs of results/baselines, made anew.
baselines:
	@scripts/baselines

# The same kernels as in results/baselines, measured again: no instruction may differ.
regress-baselines:
	@scripts/regress-baselines

# How much longer a verdict takes than booting the same kernel.
bench-boot:
	@scripts/bench-boot

# How long a pull request waits for the gate in CI, from an empty cache and from a warm one.
bench-gate:
	@scripts/bench-gate

# What --program adds to the time of a run.
bench-program:
	@scripts/bench-program

# What the harness itself costs beside what it measures.
bench-harness:
	@scripts/bench-harness

# False alarms, power and coverage of the intervals on this machine's noise; 18 minutes. RECORDINGS=files: of those.
calibrate:
	@scripts/calibrate

# What hooks cost whole programs: KERNEL=path-or-version BACKENDS=list ROUNDS=n RUNS=n
bench-macro:
	@scripts/bench-macro

# How long nine kernels take, and what a second CPU brings.
bench-matrix:
	@scripts/bench-matrix

# How much faster two shards of that matrix at a time are than one: KERNELS=list
bench-shards:
	@scripts/bench-shards

# What a second node brings on a real Slurm, beside what two boots gain: KERNELS=list RUNS=n
bench-slurm:
	@scripts/bench-slurm

# Removes what was built.
clean:
	@rm -rf build
