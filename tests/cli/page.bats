#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# The HTML page of a report in a browser. With a folder in PAGE_SHOTS, screenshots are left there.

load support

puppeteer='puppeteer-core@25.16.0'

# The browser's remote control, which Debian does not have; or why there is none, in the file why.
fetch_puppeteer() {
	local program
	for program in chromium node npm; do
		command -v "$program" >/dev/null || {
			echo "$program is not installed" >"$BATS_FILE_TMPDIR/why"
			return 1
		}
	done
	npm install --prefix "$BATS_FILE_TMPDIR" --no-audit --no-fund --ignore-scripts --prefer-offline --fetch-retries=1 \
		"$puppeteer" >"$BATS_FILE_TMPDIR/npm.log" 2>&1 || {
		echo "$puppeteer cannot be fetched: npm's registry is out of reach" >"$BATS_FILE_TMPDIR/why"
		return 1
	}
}

# make_page NAME RUN...: NAME.html
make_page() {
	local name=$1
	shift
	"$HOOKBENCH" report -q "$@" -o "$name" && mv "$name/report.html" "$name.html"
}

setup_file() {
	fetch_puppeteer || return 0
	NODE_PATH=$BATS_FILE_TMPDIR/node_modules
	CHROMIUM=$(command -v chromium)
	export NODE_PATH CHROMIUM
	cd "$BATS_FILE_TMPDIR" || return
	jq -c '.environment.kernel_release = "6.13.0-<script>alert(1)</script>"
		| .trials |= map(if .backend == "kprobe" then .operation.mode += 9 else . end)' \
		"$BATS_TEST_DIRNAME/data/run.json" >other.json
	make_page one "$BATS_TEST_DIRNAME/data/nanoseconds.json"
	make_page two "$BATS_TEST_DIRNAME/data/run.json" other.json
	jq -c '.trials |= map(if .backend == "kprobe" then .missed = 5 else . end)
		| .backends[4] += {available: false, reason: "it may not", remedy: "ask"}
		| .trials |= map(select(.backend != "fexit"))' \
		"$BATS_TEST_DIRNAME/data/run.json" >missed.json
	make_page invalid missed.json
}

setup() {
	[ ! -e "$BATS_FILE_TMPDIR/why" ] || skip "$(<"$BATS_FILE_TMPDIR/why")"
}

# in_browser CHECK [PAGE]: on the page of one run, on that of several, and on PAGE.
in_browser() {
	local check=$1 page
	shift
	for page in one two "$@"; do
		expect 0 node "$BATS_TEST_DIRNAME/page.js" "$check" "$BATS_FILE_TMPDIR/$page.html"
	done
}

@test "the page loads in silence and requests nothing" {
	in_browser loads invalid
}

@test "headings are in order, ids are unique, and buttons have names" {
	in_browser structure invalid
}

@test "the pointer on a point shows its value" {
	in_browser hover
}

@test "the keyboard goes from point to point, and shows their values" {
	in_browser focus
}

@test "a button switches a line off and on; on paper all are there" {
	in_browser switches
}

@test "tables are sorted by click and by key" {
	in_browser sorts
}

@test "dark where the system is" {
	in_browser dark
}

@test "text can be read: contrast, light and dark" {
	in_browser contrast invalid
}

@test "paper has all details" {
	in_browser print
}

@test "a narrow screen scrolls one way" {
	in_browser narrow
}

@test "without JavaScript, all is there to be read" {
	in_browser noscript
}
