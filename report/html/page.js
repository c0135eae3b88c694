// SPDX-License-Identifier: GPL-2.0-or-later
// Makes the page interactive: sorts tables, toggles the lines of plots, shows values on hover.
(() => {
	"use strict";

	const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);

	// ---- tables ----

	// Unknown values come last in either direction.
	const compare = (a, b, sign) => {
		const x = parseFloat(a.dataset.value), y = parseFloat(b.dataset.value);
		if (a.tagName === "TH")
			return sign * a.textContent.localeCompare(b.textContent, "en", { numeric: true });
		if (isNaN(x) || isNaN(y))
			return isNaN(x) - isNaN(y);
		return sign * (x - y);
	};

	const sort = (table, header) => {
		const column = header.cellIndex, body = table.tBodies[0];
		const rising = header.getAttribute("aria-sort") !== "ascending";

		for (const other of table.tHead.rows[0].cells)
			other.removeAttribute("aria-sort");
		header.setAttribute("aria-sort", rising ? "ascending" : "descending");
		body.append(...[...body.rows].sort(
			(a, b) => compare(a.cells[column], b.cells[column], rising ? 1 : -1)));
	};

	for (const table of document.querySelectorAll("table.sortable")) {
		for (const header of table.tHead.rows[0].cells) {
			const button = make("button", { type: "button", className: "sort" });

			button.append(...header.childNodes);
			button.addEventListener("click", () => sort(table, header));
			header.append(button);
		}
	}

	// Says that a table goes on to the side, where it does.
	const widths = new ResizeObserver((entries) => {
		for (const { target } of entries)
			target.classList.toggle("is-wide", target.scrollWidth > target.clientWidth + 1);
	});

	for (const scroll of document.querySelectorAll(".scroll"))
		widths.observe(scroll);

	// ---- the value of a point ----

	const tip = make("div", { id: "tip", hidden: true });
	let shown = null;

	const hide = () => {
		tip.hidden = true;
		if (shown)
			shown.classList.remove("is-shown");
		shown = null;
	};

	const show = (point) => {
		const box = point.getBoundingClientRect();
		let top = box.top - 8;

		if (shown !== point)
			hide();
		shown = point;
		point.classList.add("is-shown");
		tip.textContent = point.getAttribute("aria-label");
		tip.hidden = false;
		top -= tip.offsetHeight;
		if (top < 4)
			top = box.bottom + 8;
		const left = Math.min(Math.max((box.left + box.right - tip.offsetWidth) / 2, 4),
			document.documentElement.clientWidth - tip.offsetWidth - 4);
		tip.style.transform = `translate(${left}px, ${top}px)`;
	};

	document.body.append(tip);
	document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
	// A focused point keeps its value shown, because focusing it may have caused the scrolling.
	const follow = () => {
		if (shown && shown === document.activeElement)
			show(shown);
		else
			hide();
	};

	window.addEventListener("scroll", follow, { passive: true, capture: true });

	// ---- plots ----

	const titleOf = (group) => [...group.children].find((child) => child.tagName === "title");

	// Removes a title and returns its text: browsers would show it a second time.
	const takeTitle = (group) => {
		const title = titleOf(group), text = title.textContent.trim();

		title.remove();
		return text;
	};

	const isSeen = (point) => !point.closest(".is-off");

	const distance = (point, x, y) => {
		const box = point.getBoundingClientRect();

		return Math.hypot((box.left + box.right) / 2 - x, (box.top + box.bottom) / 2 - y);
	};

	// The maximum distance of the pointer from a point, in pixels.
	const REACH = 24;

	const nearest = (points, event) => {
		let best = null, least = REACH;

		for (const point of points.filter(isSeen)) {
			const d = distance(point, event.clientX, event.clientY);

			if (d < least)
				[best, least] = [point, d];
		}
		return best;
	};

	// Each plot is one tab stop; arrow keys move from point to point.
	const step = (points, point, by) => {
		const seen = points.filter(isSeen), next = seen[seen.indexOf(point) + by];

		if (!next)
			return;
		point.tabIndex = -1;
		next.tabIndex = 0;
		next.focus();
	};

	const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

	// Each point has its value as label. The first is the tab stop.
	const makePoints = (points) => {
		for (const point of points) {
			point.setAttribute("role", "img");
			point.classList.add("point");
			point.tabIndex = -1;
			point.addEventListener("focus", () => show(point));
			point.addEventListener("blur", hide);
			point.addEventListener("keydown", (event) => {
				if (!STEPS[event.key])
					return;
				event.preventDefault();
				step(points, point, STEPS[event.key]);
			});
		}
		if (points.length)
			points[0].tabIndex = 0;
	};

	const preparePoints = (plot) => {
		const points = [...plot.querySelectorAll("g")].filter((g) => titleOf(g) &&
			[...g.children].some((child) => ["use", "circle", "rect", "path"].includes(child.tagName)) &&
			!/_plot_\d+/.test(g.id));

		for (const point of points)
			point.setAttribute("aria-label", takeTitle(point));
		makePoints(points);
		if (points.length)
			plot.setAttribute("role", "group");
		plot.addEventListener("pointermove", (event) => {
			const point = nearest(points, event);

			if (point)
				show(point);
			else
				hide();
		});
		plot.addEventListener("pointerleave", hide);
		return points;
	};

	const NO_COLOURS = ["", "none", "currentColor", "black"];
	const SHAPES = "path, use, rect, circle, polygon";

	const colourOf = (groups) => {
		for (const part of groups.flatMap((group) => [...group.querySelectorAll(SHAPES)]))
			for (const name of ["stroke", "fill", "color"]) {
				const colour = part.getAttribute(name) || "";

				if (!NO_COLOURS.includes(colour))
					return colour;
			}
		return "currentColor";
	};

	// A hidden point must not be the tab stop.
	const moveStop = (points) => {
		const stop = points.find((point) => point.tabIndex === 0), next = points.find(isSeen);

		if (!stop || isSeen(stop) || !next)
			return;
		stop.tabIndex = -1;
		next.tabIndex = 0;
	};

	const makeSwitch = (label, groups, points) => {
		const button = make("button", { type: "button" }), swatch = make("i");

		swatch.style.setProperty("--swatch", colourOf(groups));
		swatch.setAttribute("aria-hidden", "true");
		button.append(swatch, label);
		button.setAttribute("aria-pressed", "true");
		button.addEventListener("click", () => {
			const on = button.getAttribute("aria-pressed") !== "true";

			button.setAttribute("aria-pressed", String(on));
			for (const group of groups)
				group.classList.toggle("is-off", !on);
			moveStop(points);
			hide();
		});
		return button;
	};

	const prepareLines = (plot, points) => {
		const lines = new Map();
		const row = make("div", { className: "lines" });

		for (const group of plot.querySelectorAll('g[id*="_plot_"]')) {
			const label = titleOf(group) ? takeTitle(group) : "";

			// Without a title, gnuplot writes the group's id.
			if (label && label !== group.id && !/_plot_\d+/.test(label))
				lines.set(label, [...(lines.get(label) || []), group]);
		}
		if (lines.size < 2)
			return;
		row.setAttribute("role", "group");
		row.setAttribute("aria-label", "Lines of the plot");
		for (const [label, groups] of lines)
			row.append(makeSwitch(label, groups, points));
		plot.before(row);
	};

	for (const plot of document.querySelectorAll(".plot")) {
		// Removes the drawing's own title, which would be shown wherever the pointer is.
		for (const title of plot.querySelectorAll("svg > title"))
			title.remove();
		prepareLines(plot, preparePoints(plot));
	}

	// ---- bars ----

	for (const bars of document.querySelectorAll(".bars ol")) {
		const parts = [...bars.querySelectorAll(".part")];

		for (const part of parts) {
			part.setAttribute("aria-label", part.title);
			part.removeAttribute("title");
			part.addEventListener("pointerenter", () => show(part));
			part.addEventListener("pointerleave", hide);
		}
		makePoints(parts);
	}

	// ---- print ----

	let closed = [];

	const open = () => {
		closed = closed.concat([...document.querySelectorAll("details:not([open])")]);
		for (const details of closed)
			details.open = true;
	};

	const close = () => {
		for (const details of closed)
			details.open = false;
		closed = [];
	};

	matchMedia("print").addEventListener("change", (event) => event.matches ? open() : close());
	window.addEventListener("beforeprint", open);
	window.addEventListener("afterprint", close);
})();
