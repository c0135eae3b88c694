#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Guards of scripts against what others wrote or may write: text, files, limits.
# kernel-hook is copied alone into /etc, so it has these functions too; tests/cli/scripts.bats compares them.
# shellcheck shell=bash
# shellcheck disable=SC2034 # the variables are for the scripts that source this

# Stdin with control characters, and whatever is not UTF-8, as \xNN. Lines and tabs stay. Also encodes what
# changes the direction of text, or ends a line, in Unicode (U+061C, U+200E, U+2028, U+2066 and others).
printable() {
	tr '\000' '\001' | LC_ALL=C awk '
		BEGIN {
			for (i = 1; i < 256; i++)
				code[sprintf("%c", i)] = i
			tail = "[\200-\277]"
			character = "^([\t -~]|\302[\240-\277]|[\303-\327\331-\337]" tail "|\330[\200-\233\235-\277]|" \
				"\340[\240-\277]" tail "|[\341\343-\354\356\357]" tail tail "|\355[\200-\237]" tail "|" \
				"\342[\202-\277]" tail "|\342\200[\200-\215\220-\247\257-\277]|\342\201[\200-\245\252-\277]|" \
				"\360[\220-\277]" tail tail "|[\361-\363]" tail tail tail "|\364[\200-\217]" tail tail ")"
		}
		!/[^\t -~]/ {
			print
			next
		}
		{
			for (i = 1; i <= length($0); i += n) {
				four = substr($0, i, 4)
				if (match(four, character)) {
					n = RLENGTH
					printf "%s", substr(four, 1, n)
				} else {
					n = 1
					printf "\\x%02x", code[substr(four, 1, 1)]
				}
			}
			print ""
		}'
}

# show TEXT...: sets `shown` to the words as one printable line, cut if it is long.
show() {
	local LC_ALL=C most=1000
	shown=$*
	((${#shown} <= most)) || shown=${shown:0:most}...
	[[ $shown == *[!\ -~]* ]] || return 0
	shown=$(printf %s "${shown//$'\n'/ }" | printable 2>/dev/null) && [[ $shown ]] || shown='(unprintable text)'
}

# distrust PATH [ROOT]: whether root would rely on others, who could change what PATH, an absolute path, leads
# to; then `reason` says how. Checks each folder and link on the way, as seen from within ROOT. What is missing
# could only be created by those who may change its folder. Other users than root put only themselves at risk.
distrust() {
	local rest=${1#/} root=${2-} at='' step='' owner mode links=0
	((EUID == 0)) || return 1
	while :; do
		read -r owner mode < <(stat -c '%u 0%a' "$root${at:-/}" 2>/dev/null) || {
			[[ ! -e $root$at ]] && return 1
			reason="$root$at cannot be checked" && return 0
		}
		((owner == 0)) || { reason="$root${at:-/} belongs to user $owner" && return 0; }
		if [[ -L $root$at && $at ]]; then
			((++links <= 40)) || { reason="$root$at is a link that leads in circles" && return 0; }
			rest=$(readlink "$root$at")/$rest
			[[ $rest == /* ]] && at='' || at=${at%/*}
		elif ((mode & 022)) && [[ ! -d $root$at/ || ! -k $root$at/ ]]; then
			# In a sticky folder, each may only replace what is their own.
			reason="$root${at:-/} may be written by others (mode ${mode#0})" && return 0
		fi
		while [[ $rest == /* ]]; do rest=${rest#/}; done
		[[ $rest ]] || return 1
		step=${rest%%/*} rest=${rest:${#step}}
		case $step in
		.) ;;
		..) at=${at%/*} ;;
		*) at+=/$step ;;
		esac
	done
}

# Descriptors: without stdin, a file would get its number; too few, and each message would blame something else.
# Sets `reason` and fails if there are too few.
check_descriptors() {
	{ : <&0; } 2>/dev/null || exec </dev/null
	[[ $(ulimit -n) == unlimited ]] || (($(ulimit -n) >= 64)) ||
		{ reason="too few files may be open (ulimit -n is $(ulimit -n)): allow at least 64" && return 1; }
}
