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

	const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

	// Each plot is one tab stop; arrow keys move from point to point.
	const step = (points, point, key) => {
		const seen = points.filter(isSeen);

		return seen[seen.indexOf(point) + STEPS[key]];
	};

	// Each point has its value as label. The first is the tab stop. next: where an arrow key leads.
	const makePoints = (points, role = "img", next = step) => {
		for (const point of points) {
			point.setAttribute("role", role);
			point.classList.add("point");
			point.tabIndex = -1;
			point.addEventListener("focus", () => show(point));
			point.addEventListener("blur", hide);
			point.addEventListener("keydown", (event) => {
				const other = STEPS[event.key] && next(points, point, event.key);

				if (!STEPS[event.key])
					return;
				event.preventDefault();
				if (!other)
					return;
				point.tabIndex = -1;
				other.tabIndex = 0;
				other.focus();
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

	for (const plot of document.querySelectorAll(":not(.flame) > .plot")) {
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

	// ---- flame graphs ----

	// As flame.c draws them: all boxes side by side, callees above their callers.
	const MARGIN = 8, WHOLE = { x: MARGIN, y: Infinity, w: 804 };
	const LETTER = 7, NARROWEST = 0.5, NEARLY = 0.06;

	const SVG = "http://www.w3.org/2000/svg";

	const readFrame = (g) => {
		const rect = g.querySelector("rect"), label = takeTitle(g);
		const text = g.querySelector("text") || document.createElementNS(SVG, "text");
		const [x, y, w] = ["x", "y", "width"].map((name) => Number(rect.getAttribute(name)));

		g.setAttribute("aria-label", label);
		text.setAttribute("y", y + 13);
		return { g, rect, text, x, y, w, name: label.slice(0, label.lastIndexOf(": ")) };
	};

	const holds = (outer, inner) => outer.x <= inner.x + NEARLY &&
		outer.x + outer.w >= inner.x + inner.w - NEARLY;

	const writeLabel = (frame, x, w) => {
		const letters = Math.floor((w - 6) / LETTER);

		frame.text.setAttribute("x", x + 3);
		frame.text.textContent = frame.g.classList.contains("is-off") || letters < 3 ? "" :
			frame.name.length > letters ? `${frame.name.slice(0, letters - 1)}\u2026` : frame.name;
	};

	const prepareFlame = (figure) => {
		const plot = figure.querySelector(".plot"), svg = plot.querySelector("svg");
		const frames = [...svg.querySelectorAll('g[id$="_frames"] > g')].map(readFrame);
		const of = new Map(frames.map((frame) => [frame.g, frame]));
		const heading = svg.querySelector(":scope > text"), height = svg.viewBox.baseVal.height;
		// A key within the drawing has its own width.
		const isFixed = Boolean(svg.querySelector(":scope > rect"));
		const bar = make("div", { className: "flame-bar" });
		const search = make("input", { type: "search", placeholder: "Find a function", spellcheck: false });
		const reset = make("button", { type: "button", textContent: "Show all", disabled: true });
		const found = make("output");
		const names = document.createElementNS(SVG, "g"); // what is written: a box has its whole name as label
		let zoom = WHOLE;

		const draw = () => {
			const width = isFixed ? WHOLE.w + 2 * MARGIN : Math.max(plot.clientWidth, 280);
			const scale = (width - 2 * MARGIN) / zoom.w;

			svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
			heading.setAttribute("x", width / 2);
			for (const frame of frames) {
				const isUnder = frame.y > zoom.y && holds(frame, zoom);
				const w = isUnder ? width - 2 * MARGIN : frame.w * scale;
				const x = isUnder ? MARGIN : MARGIN + (frame.x - zoom.x) * scale;

				frame.g.classList.toggle("is-under", isUnder);
				frame.g.classList.toggle("is-off", !isUnder &&
					!(frame.y <= zoom.y && holds(zoom, frame) && w >= NARROWEST));
				frame.rect.setAttribute("x", x);
				frame.rect.setAttribute("width", Math.max(w, NARROWEST));
				writeLabel(frame, x, w);
			}
			moveStop(frames.map(({ g }) => g));
		};

		const zoomTo = (frame) => {
			zoom = frame;
			reset.disabled = frame === WHOLE;
			hide();
			draw();
		};

		// Up to a callee, down to the caller, and sideways in the row.
		const next = (points, point, key) => {
			const from = of.get(point), seen = frames.filter(({ g }) => isSeen(g));
			const row = seen.filter(({ y }) => y === from.y).sort((a, b) => a.x - b.x);

			if (key === "ArrowUp")
				return seen.filter((f) => f.y < from.y && holds(from, f)).sort((a, b) => b.y - a.y || b.w - a.w)[0]?.g;
			if (key === "ArrowDown")
				return seen.filter((f) => f.y > from.y && holds(f, from)).sort((a, b) => a.y - b.y)[0]?.g;
			return row[row.indexOf(from) + STEPS[key]]?.g;
		};

		const find = () => {
			const word = search.value.trim().toLowerCase();
			const hits = frames.filter(({ name }) => word && name.toLowerCase().includes(word));
			// A hit within another is a part of it.
			const outer = hits.filter((hit) => !hits.some((other) => other.y > hit.y && holds(other, hit)));
			const share = 100 * outer.reduce((sum, { w }) => sum + w, 0) / WHOLE.w;

			for (const frame of frames)
				frame.g.classList.toggle("is-hit", hits.includes(frame));
			found.textContent = word ? `${hits.length} box${hits.length === 1 ? "" : "es"}, ${share.toFixed(1)} %` : "";
		};

		for (const title of svg.querySelectorAll(":scope > title"))
			title.remove();
		if (!frames.length)
			return;
		makePoints(frames.map(({ g }) => g), "button", next);
		for (const frame of frames) {
			frame.g.addEventListener("click", () => zoomTo(frame));
			frame.g.addEventListener("pointerenter", () => show(frame.g));
			frame.g.addEventListener("pointerleave", hide);
			frame.g.addEventListener("keydown", (event) => {
				if (event.key !== "Enter" && event.key !== " ")
					return;
				event.preventDefault();
				zoomTo(frame);
			});
		}
		figure.addEventListener("keydown", (event) => event.key === "Escape" && zoomTo(WHOLE));
		search.setAttribute("aria-label", `Find a function in ${plot.getAttribute("aria-label").split(";")[0]}`);
		search.addEventListener("input", find);
		reset.addEventListener("click", () => zoomTo(WHOLE));
		window.addEventListener("beforeprint", () => zoomTo(WHOLE));
		bar.append(search, reset, found);
		plot.before(bar);
		names.setAttribute("aria-hidden", "true");
		names.classList.add("names");
		names.append(...frames.map(({ text }) => text));
		svg.append(names);
		plot.setAttribute("role", "group");
		figure.querySelector("figcaption").append(
			" A click on a box, or Enter, widens it; Escape shows all.");
		figure.classList.add("is-live");
		new ResizeObserver(() => plot.clientWidth && draw()).observe(plot);
	};

	document.querySelectorAll("figure.flame").forEach(prepareFlame);

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
