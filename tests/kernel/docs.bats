#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Every command that README.md and docs/ show works, as docs_commands.txt says, and every link leads somewhere.

load ../cli/support

table=$BATS_TEST_DIRNAME/docs_commands.txt

@test "each command that is shown has its line in docs_commands.txt" {
	"$repo/scripts/docs" --commands | sort -u >"$BATS_TEST_TMPDIR/shown"
	grep -v $'^[#\t]' "$table" | sort >"$BATS_TEST_TMPDIR/listed"
	diff "$BATS_TEST_TMPDIR/shown" "$BATS_TEST_TMPDIR/listed"
}

@test "what other tests do is there" {
	local file text
	while read -r file text; do
		[ "$file" != none ] || continue
		echo "$file: $text"
		grep -qF -- "$text" "$repo/$file"
	done < <(sed -n 's/^\t@ //p' "$table")
}

# A folder as a reader has it: a copy of the repository, a program, kernels in a kernel tree's places.
make_folder() {
	local entry
	mkdir -p bin here/results/runs here/arch/x86/boot here/old here/new
	ln -s "$HOOKBENCH" bin/hookbench
	for entry in "$repo"/*; do
		[[ ${entry##*/} == @(build|results) ]] || cp -r "$entry" here/
	done
	ln -s "$repo/build" here/
	cd here || return
	for entry in . old new; do
		cp bpf/examples/unlink.bpf.c "$entry/mine.bpf.c"
	done
	ln -s "$(scripts/fetch-kernel 6.12)" arch/x86/boot/bzImage
	ln -s "$(scripts/fetch-kernel --arch arm64 6.12)" Image
	make_package
	export PATH=$BATS_TEST_TMPDIR/bin:$PATH package=$PWD/kernel.deb
}

# A package as distributions make them, with the image only.
make_package() {
	mkdir -p ../deb/boot ../deb/DEBIAN
	cp arch/x86/boot/bzImage ../deb/boot/vmlinuz-6.12
	printf 'Package: linux-image\nVersion: 1\nArchitecture: amd64\nMaintainer: none <none@localhost>\nDescription: kernel\n' >../deb/DEBIAN/control
	dpkg-deb -Znone --build ../deb kernel.deb >/dev/null
}

# The command to run and its statuses, of the command that is shown and what is below it; nothing: not here.
how() {
	command=$1 wanted=0
	local line=$2
	case $line in
	@*) command='' && return ;;
	host\ *)
		[ "$hooked" ] && command=${line#host } || command=''
		wanted='0 3'
		return
		;;
	[0-9]\ *) wanted=${line%% *} line=${line#? } ;;
	esac
	[ "$line" = = ] || command=$line
}

@test "each command that is shown works" {
	local shown line command wanted hooked='' result failed=0
	cd "$BATS_TEST_TMPDIR" || return
	! "$HOOKBENCH" attach -q raw_tp -- true 2>/dev/null || hooked=yes
	make_folder
	while read -r shown && IFS=$'\t' read -r line; do
		how "$shown" "${line#$'\t'}"
		[ "$command" ] || continue
		result=0
		timeout 300 bash -c "$command" >../output 2>&1 </dev/null || result=$?
		# Noise is no excuse for a run that does not say so.
		[ "$result" -ne 3 ] || grep -q '^INVALID: ' ../output || wanted=0
		[[ " $wanted " != *" $result "* ]] || continue
		echo "status $result, not $wanted: $command"
		tail -n 5 ../output
		failed=1
	done < <(grep -v '^#' "$table")
	[ "$failed" -eq 0 ]
}

@test "every link of the documentation leads somewhere" {
	local page link file anchor failed=0
	cd "$repo" || return
	for page in README.md CONTRIBUTING.md SECURITY.md results/README.md docs/*.md; do
		while read -r link; do
			file=${link%%#*} anchor=''
			[[ $link != *#* ]] || anchor=${link#*#}
			[[ $link != http* ]] || continue
			file=$(dirname "$page")/$file
			[ "${link%%#*}" ] || file=$page
			[ -e "$file" ] || { echo "$page: no $link" && failed=1 && continue; }
			[ -z "$anchor" ] || headings "$file" | grep -qxF "$anchor" || { echo "$page: no heading $link" && failed=1; }
		done < <(grep -o '](\([^)]*\))' "$page" | sed 's/^](//; s/)$//')
	done
	[ "$failed" -eq 0 ]
}

# The anchors of a page's headings, as GitHub and GitLab make them.
headings() {
	sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}

@test "what is made from stored runs is as scripts/docs makes it" {
	command -v gnuplot >/dev/null || skip "gnuplot is not installed"
	expect 0 env HOOKBENCH="$HOOKBENCH" "$repo/scripts/docs" --check --stored
}

@test "docs: a block that differs is named, and made anew; a command that fails, and an unknown option, end it" {
	cd "$BATS_TEST_TMPDIR" || return
	# shellcheck disable=SC2016 # Markdown
	printf '<!-- output: echo one -->\n```text\ntwo\n```\n\n<!-- output: printf "|%%s|\\n" a -->\n|b|\n\nafter\n' >page.md
	cp page.md old.md
	expect 1 "$repo/scripts/docs" --check page.md
	says "differs: echo one" "< two" "> one" 'differs: printf'
	cmp page.md old.md
	expect 0 "$repo/scripts/docs" page.md
	expect 0 "$repo/scripts/docs" --check page.md
	[ "$(grep -c . page.md)" -eq 7 ]
	grep -qx '|a|' page.md && grep -qx after page.md
	# Up to its end, where it is neither a block nor a table.
	printf '<!-- output: printf "# a\\n\\n|b|\\n" -->\nold\n\n<!-- /output -->\nafter\n' >page.md
	expect 1 "$repo/scripts/docs" --check page.md
	says "< old" "> # a"
	expect 0 "$repo/scripts/docs" page.md
	expect 0 "$repo/scripts/docs" --check page.md
	[ "$(tail -n +2 page.md)" = $'# a\n\n|b|\n<!-- /output -->\nafter' ]
	printf '<!-- output: exit 5 -->\n|b|\n' >page.md
	expect 2 "$repo/scripts/docs" page.md
	says "status 5: exit 5"
	expect 2 "$repo/scripts/docs" --unknown
	expect 2 "$repo/scripts/docs" missing.md
}
