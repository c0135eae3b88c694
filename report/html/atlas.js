// SPDX-License-Identifier: GPL-2.0-or-later
// Filters for the table of the atlas, which is whole without them.
(() => {
	"use strict";

	const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);
	const table = document.querySelector("table.atlas"), head = table.tHead.rows[0].cells;
	const lines = [...table.tBodies[0].rows];
	// The columns that say what was measured; the others are kernels.
	const KEYS = 6, ALL = "all";
	// What is shown at first: a page of it.
	const FIRST = { Payload: "count", Call: "create-unlink", Architecture: "x86-64", "CPU model": "qemu64",
		Mitigations: "on" };
	const chosen = [], said = make("p", { className: "note", id: "shown" });

	// What is the same in each line need not be there, and other kernels are not wanted. The hook stays.
	const isHidden = (i) => i < KEYS ? chosen[i].value !== ALL :
		![ALL, head[i].textContent].includes(chosen[KEYS].value);

	// By all filters but one.
	const isWanted = (line, but) => chosen.slice(0, KEYS).every((select, i) =>
		select === but || select.value === ALL || select.value === line.cells[i].textContent.trim());

	const filter = (changed) => {
		let shown = 0;

		for (const line of lines) {
			line.hidden = !isWanted(line, null);
			shown += !line.hidden;
		}
		for (const row of table.rows)
			for (let i = 1; i < head.length; i++)
				row.cells[i].hidden = isHidden(i);
		// What was chosen last is shown, whatever the others say: arm64 has no qemu64.
		if (!shown && changed) {
			const others = chosen.slice(0, KEYS).filter((select) => select !== changed && select.value !== ALL);

			(others.find((select) => lines.some((line) => isWanted(line, select))) || others[0]).value = ALL;
			filter(changed);
			return;
		}
		said.textContent = `${shown.toLocaleString("en")} of ${lines.length.toLocaleString("en")} lines`;
	};

	const choose = (title, values, first) => {
		const label = make("label", { textContent: title }), select = make("select");

		select.append(...[ALL, ...values].map((value) => new Option(value, value)));
		if (values.includes(first))
			select.value = first;
		select.addEventListener("change", () => filter(select));
		label.append(select);
		chosen.push(select);
		return label;
	};

	const form = document.querySelector("#filters");

	for (let i = 0; i < KEYS; i++) {
		const values = new Set(lines.map((line) => line.cells[i].textContent.trim()));

		form.append(choose(head[i].textContent, [...values], FIRST[head[i].textContent]));
	}
	form.append(choose("Kernel", [...head].slice(KEYS).map((cell) => cell.textContent)));

	const all = make("button", { type: "button", textContent: "Show all" });

	all.addEventListener("click", () => {
		for (const select of chosen)
			select.value = ALL;
		filter();
	});
	said.setAttribute("role", "status");
	form.append(all, said);
	filter();
})();
