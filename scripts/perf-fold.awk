# SPDX-License-Identifier: GPL-2.0-or-later
# Folds the output of `perf script -F comm,ip,sym`: one line per stack, outermost function first, with the
# number of samples. User space, which has addresses in the lower half, appears only as [user]: without
# frame pointers, what perf finds there is unreliable. Code that comes with hooks is named as in
# `hookbench explain`; names in [...] are not kernel functions.
BEGIN {
	for (i = 1; i < 256; i++)
		code[sprintf("%c", i)] = i
}

# A process gives itself its name: whatever is not plain ASCII, as \xNN.
function encoded(text,    out, i, c) {
	if (text !~ /[^ -~]/)
		return text
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		out = out (c ~ /[ -~]/ ? c : sprintf("\\x%02x", code[c]))
	}
	return out
}

function name_of(symbol) {
	# The tag has 16 digits; bpf_prog_add is a kernel function.
	if (match(symbol, /^bpf_prog_[0-9a-f]+/) && RLENGTH == 25)
		return "[bpf program]"
	if (symbol ~ /^bpf_trampoline_/)
		return "[bpf trampoline]"
	if (symbol ~ /^bpf_dispatcher_/)
		return "[bpf dispatcher]"
	if (symbol ~ /^ftrace_trampoline/)
		return "[ftrace trampoline]"
	if (symbol ~ /^kprobe_(opt)?insn_page/)
		return "[kprobe instructions]"
	gsub(/[; ]/, "_", symbol)
	return encoded(symbol)
}

# Leaves out samples of perf itself, before it executes the command.
function end_sample() {
	if (comm != "" && comm != "perf-exec")
		count[comm ";" (stack == "" ? "[user]" : stack)]++
	comm = stack = ""
}

/^[ \t]*$/ {
	end_sample()
	next
}
/^[ \t]+[0-9a-f]+ / && comm != "" {
	# Mawk compares strings: 16-digit addresses that begin with ffff are the kernel's.
	if (length($1) == 16 && substr($1, 1, 4) == "ffff")
		stack = name_of($2) (stack == "" ? "" : ";" stack)
	next
}
{
	end_sample()
	comm = $0
	sub(/^[ \t]+/, "", comm)
	sub(/[ \t]+$/, "", comm)
	gsub(/[; \t]/, "_", comm)
	comm = encoded(comm)
}
END {
	end_sample()
	for (each in count)
		print each, count[each]
}
