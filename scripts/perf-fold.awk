# SPDX-License-Identifier: GPL-2.0-or-later
# Folds what `perf script -F comm,ip,sym` prints: a line a stack, outermost function first, and in how
# many samples it was. Of user space, which has addresses in the lower half, there is [user] alone:
# without frame pointers, what perf finds there is made up. What hooks bring with them is called as
# `hookbench explain` calls it; [...] are no functions of the kernel.
function name_of(symbol) {
	# The tag is of 16 digits; bpf_prog_add is the kernel's.
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
	return symbol
}

# perf's own, before it has become the command.
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
	# Mawk compares words: of 16 digits, all that begin with ffff are the kernel's.
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
}
END {
	end_sample()
	for (each in count)
		print each, count[each]
}
