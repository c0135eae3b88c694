# SPDX-License-Identifier: GPL-2.0-or-later
# What does not add up in a drivers.json, by another program than hookbench; explain and run: the files beside it.
def classes: ["plain", "branches", "jumps", "calls", "indirect_jumps", "indirect_calls", "returns",
	"locked", "barriers", "system", "traps", "other"];
def adds: classes + ["instructions", "taken", "unlocked", "loads", "stores", "entries",
	"breakpoints", "steps", "page_faults", "interrupts"];
def check(what; good): if good then empty else what end;

[.trials, $explain[0].trials, $run[0].trials] | transpose[] | . as [$t, $e, $r] |
	[check("instructions"; $t.drivers.instructions == $r.operation.mode),
	check("classes"; ([$t.drivers[classes[]] // 0] | add) == $t.drivers.instructions),
	(select($t.functions) |
		check("functions"; ($t.functions | map_values(.instructions)) == $e.functions and
			([$t.functions[].instructions] | add) == $e.length),
		(adds[] | . as $d | check($d; ([$t.functions[][$d] // 0] | add) == ($t.drivers[$d] // 0))),
		check("stack"; ([$t.functions[].stack // 0] | max) == ($t.drivers.stack // 0))),
	("locked", "barriers", "system", "traps" | . as $d |
		check("kinds of \($d)"; ([$t.kinds[$d][]?] | add // 0) == ($t.drivers[$d] // 0))),
	check("breakpoints"; ($t.drivers.breakpoints // 0) == ($t.kinds.traps.int3 // $t.kinds.traps.brk // 0)),
	check("data_lines"; $t.data_lines_range as [$low, $high] | $t.drivers.data_lines // 0 | . >= $low and . <= $high),
	check("stack pointer"; $t.stack_corrected == 0),
	# Capstone knows all.
	check("other"; ($t.drivers.other // 0) == 0),
	check("operations"; $t.used * 10 >= $t.operations * 9 and $t.agreed >= 1)] |
	select(length > 0) | "\($t.backend), round \($t.round): \(join(", "))"
