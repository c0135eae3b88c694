#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# The HTML page of a report in a browser. With a folder in PAGE_SHOTS, screenshots are left there.

load support

puppeteer='puppeteer-core@25.16.0'
axe='axe-core@4.14.1'

# The browser's remote control and the checks, which Debian does not have; or why there are none, in the file
# why.
fetch_puppeteer() {
	local program
	for program in chromium node npm; do
		command -v "$program" >/dev/null || {
			echo "$program is not installed" >"$BATS_FILE_TMPDIR/why"
			return 1
		}
	done
	npm install --prefix "$BATS_FILE_TMPDIR" --no-audit --no-fund --ignore-scripts --prefer-offline --fetch-retries=1 \
		"$puppeteer" "$axe" >"$BATS_FILE_TMPDIR/npm.log" 2>&1 || {
		echo "$puppeteer and $axe cannot be fetched: npm's registry is out of reach" >"$BATS_FILE_TMPDIR/why"
		return 1
	}
}

# make_page NAME RUN...: NAME.html
make_page() {
	local name=$1
	shift
	"$HOOKBENCH" report -q "$@" -o "$name" && mv "$name/report.html" "$name.html"
}

# What the hooks of run.json add, by functions, of which some are cheaper under the hook.
make_explained() {
	mkdir explained.run
	cp "$BATS_TEST_DIRNAME/data/run.json" explained.run/result.json
	jq -c '{schema: "hookbench-explain/1", kernel_release: .environment.kernel_release, workload: "create-unlink",
		payload: "count", trials: [.trials[] | (.operation.mode - 7084) as $more | {round, backend, control,
			length: .operation.mode, operations: 1000, used: 999}
			+ if $more > 0 then {functions: {do_unlinkat: 7080, "[bpf program]": 18, kprobe_ftrace_handler: ($more - 32),
				__x86_indirect_thunk_rax: 18}, stacks: {"do_sys;do_unlinkat": 7080,
				"do_sys;do_unlinkat;kprobe_ftrace_handler;[bpf program]": 18,
				"do_sys;do_unlinkat;kprobe_ftrace_handler": ($more - 32),
				"do_sys;do_unlinkat;__x86_indirect_thunk_rax": 18}}
			else {functions: {do_unlinkat: 7084}, stacks: {"do_sys;do_unlinkat": 7084}} end]}' \
		explained.run/result.json >explained.run/explain.json
	make_page explained explained.run
}

# 60 kernels, one with a name of 200 characters.
make_many() {
	local i name
	mkdir many.runs
	for ((i = 1; i <= 60; i++)); do
		name=6.$i.0
		((i != 30)) || name=6.$i.0-$(printf '%0193d' 0 | tr 0 x)
		mkdir many.runs/$i
		jq -c --arg name "$name" --argjson more $((i % 7)) '.environment.kernel_release = $name
			| .trials |= map(if .backend == "kprobe" then .operation.mode += $more else . end)' \
			"$BATS_TEST_DIRNAME/data/run.json" >many.runs/$i/result.json
	done
	make_page many many.runs
	"$HOOKBENCH" history many.runs -o history.folder >/dev/null
	mv history.folder/history.html history.html
}

# Times that show nothing.
make_noisy() {
	jq -c '.plan.rounds = 12 | .trials |= [.[] as $t | range(1; 13) as $round | $t | .round = $round
		| del(.operation.histogram, .beside.histogram)
		| .operation.p50 += (($round * 7 + .position * 3) % 5 - 2) * 900 + (if .backend == "kprobe" then 60 else 0 end)]
		| .trials |= sort_by(.round, .position)' "$BATS_TEST_DIRNAME/data/nanoseconds.json" >noisy.json
	make_page noisy noisy.json
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
	make_explained
	make_many
	make_noisy
	make_atlas
}

# atlas.html, of costs that are made up.
make_atlas() {
	cat >costs.csv <<-'EOT'
		arch,kernel,cpu_model,append,workload,payload,backend,cost,overhead,smallest_visible,state,reason
		x86-64,6.9,qemu64,,create-unlink,count,none,1000,0,1,measured,
		x86-64,6.9,qemu64,,create-unlink,count,kprobe,1300,300,1,measured,
		x86-64,6.9,qemu64,mitigations=off,create-unlink,count,kprobe,1290,290,1,measured,
		x86-64,6.9,qemu64,,user-call:nop,count,uprobe,1390,1290,1,measured,
		x86-64,6.10,qemu64,,create-unlink,count,none,2000,0,1,measured,
		x86-64,6.10,qemu64,,create-unlink,count,kprobe,,,,skipped,"no, <b>"
		arm64,6.9,cortex-a72,,create-unlink,count,kprobe,1390,390,1,invalid,missed
		arm64,6.10,cortex-a72,,create-unlink,count,kprobe,1700,700,1,measured,
	EOT
	cat >kernels.csv <<-'EOT'
		arch,kernel,release,image_checksum,qemu_version,hookbench_version
		x86-64,6.9,6.9.1-<script>alert(1)</script>,crc32:00000000,7.2,0.1.0
		x86-64,6.10,6.10.1,crc32:00000000,7.2,0.1.0
	EOT
	# shellcheck disable=SC2016 # Markdown
	printf 'title,text,command,functions\na <b>,"b, `c`",hookbench explain,`d` 1\n' >findings.csv
	"${HOOKBENCH%bench/hookbench}report/atlas-page" costs.csv kernels.csv findings.csv >atlas.html
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
	expect 0 node "$BATS_TEST_DIRNAME/page.js" switches "$BATS_FILE_TMPDIR/one.html"
}

@test "each part of a bar says what it is" {
	for page in explained two; do
		expect 0 node "$BATS_TEST_DIRNAME/page.js" bars "$BATS_FILE_TMPDIR/$page.html"
	done
	grep -q 'title="kprobe, dispatch: +341 instructions, 91.4 %"' "$BATS_FILE_TMPDIR/explained.html"
	grep -q 'title="kprobe, the rest: -4 instructions, -1.1 %"' "$BATS_FILE_TMPDIR/explained.html"
}

@test "a flame graph is widened by click and key, and searched" {
	expect 0 node "$BATS_TEST_DIRNAME/page.js" flame "$BATS_FILE_TMPDIR/explained.html"
}

@test "a run over noise is not sure, and says what cannot be excluded" {
	page=$BATS_FILE_TMPDIR/noisy.html
	grep -q '<section class="banner unsure"' "$page"
	grep -qE 'Too noisy to tell kprobe from none: up to [0-9,]+ emulated ns cannot be excluded</h2>' "$page"
	no grep -q "not differ\|no difference from none\|Valid" "$page"
}

@test "axe-core finds no fault, and nothing is cut, from telephone to screen, light and dark" {
	for page in one two explained; do
		expect 0 node "$BATS_TEST_DIRNAME/page.js" axe "$BATS_FILE_TMPDIR/$page.html"
	done
	for page in noisy history invalid; do
		PAGE_WIDTHS=390,1280 expect 0 node "$BATS_TEST_DIRNAME/page.js" axe "$BATS_FILE_TMPDIR/$page.html"
	done
	PAGE_WIDTHS=390 expect 0 node "$BATS_TEST_DIRNAME/page.js" axe "$BATS_FILE_TMPDIR/many.html"
}

@test "a page of 60 kernels stays small" {
	[ "$(stat -c %s "$BATS_FILE_TMPDIR/many.html")" -lt 1500000 ]
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

@test "the atlas: as the other pages, with filters, and whole without JavaScript" {
	local check
	for check in loads structure contrast narrow filters whole; do
		expect 0 node "$BATS_TEST_DIRNAME/page.js" "$check" "$BATS_FILE_TMPDIR/atlas.html"
	done
}
