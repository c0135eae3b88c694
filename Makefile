# SPDX-License-Identifier: GPL-2.0-or-later
# The few things people do; each is a script or a program that also works by itself.
# Variables of `make bench`: KERNEL=path-or-version BACKENDS=list CYCLES=n ROUNDS=n
.PHONY: all bench test check fuzz build setup install bench-boot bench-harness clean

all: build

build:
	@scripts/build release

bench:
	@scripts/bench

test:
	@scripts/test

# Format, static analysis, shell: what needs no kernel.
check:
	@scripts/check

# Looks for bytes that break the reader of stored runs, FUZZ_SECONDS=n long.
fuzz:
	@scripts/fuzz

setup:
	@scripts/setup all

install: build
	@cmake --install build/release

# How much longer a verdict takes than booting the same kernel.
bench-boot:
	@scripts/bench-boot

# What the harness itself costs beside what it measures.
bench-harness:
	@scripts/bench-harness

clean:
	@rm -rf build
