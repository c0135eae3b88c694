// SPDX-License-Identifier: GPL-2.0-or-later
// page.js CHECK FILE.html: opens a page in Chromium, and fails if the check does. For page.bats.
// NODE_PATH holds puppeteer-core and axe-core, CHROMIUM is the browser. PAGE_SHOTS: a folder for screenshots.
// PAGE_WIDTHS: of the check axe (default: 390,820,1280).
"use strict";

const assert = require("assert");
const path = require("path");
const puppeteer = require("puppeteer-core");

const [check, file] = process.argv.slice(2);
const WIDTHS = process.env.PAGE_WIDTHS ? process.env.PAGE_WIDTHS.split(",").map(Number) : [390, 820, 1280];
const AXE = check === "axe" ? require("axe-core") : null;

// The value of each row in a column, as it is sorted.
const column = (page, index) => page.$eval("table.sortable", (table, i) =>
	[...table.tBodies[0].rows].map((row) => row.cells[i].dataset.value || ""), index);

const tip = (page) => page.$eval("#tip", (element) => element.hidden ? "" : element.textContent);

const isVisible = (page, selector) => page.$eval(selector, (element) =>
	element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));

// Media queries tell the page when it is drawn next.
const setMedia = async (page, type) => {
	await page.emulateMediaType(type);
	await page.evaluate(() => new Promise((resolve) =>
		requestAnimationFrame(() => requestAnimationFrame(resolve))));
};

const checks = {
	async loads(page) {
		assert.equal(await page.$eval("html", (html) => html.lang), "en");
		assert.notEqual(await page.title(), "");
		assert.equal((await page.$$("h1")).length, 1);
		assert.equal((await page.$$("main")).length, 1);
	},

	// Every level of headings comes after the one above it, and every id is there once.
	async structure(page) {
		const levels = await page.$$eval("h1, h2, h3, h4",
			(headings) => headings.map((heading) => Number(heading.tagName[1])));
		levels.forEach((level, i) => assert.ok(i ? level <= levels[i - 1] + 1 : level === 1, levels));
		const ids = await page.$$eval("[id]", (elements) => elements.map((element) => element.id));
		assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), []);
		const tree = JSON.stringify(await page.accessibility.snapshot());
		assert.ok(tree.includes("columnheader") || tree.includes("button"), tree);
		assert.equal(await page.$$eval("button, a", (all) => all.filter(
			(element) => !element.textContent.trim()).length), 0);
	},

	async hover(page) {
		// The first plot with lines, or else of a panel.
		const point = await page.$("figure:has(.lines) .point") || await page.$(".trend .point");

		await point.scrollIntoView();
		await point.hover();
		assert.match(await tip(page), /\d/);
		await page.keyboard.press("Escape");
		assert.equal(await tip(page), "");
		await page.mouse.move(1, 1);
		assert.equal(await tip(page), "");
	},

	async focus(page) {
		if (await page.$(".lines")) {
			await page.$eval("figure:has(.lines) .lines button:last-child", (button) => button.focus());
			await page.keyboard.press("Tab");
		} else {
			await page.$eval(".trend .point[tabindex='0']", (point) => point.focus());
		}
		const first = await tip(page);
		assert.match(first, /\d/);
		await page.keyboard.press("ArrowRight");
		assert.match(await tip(page), /\d/);
		assert.notEqual(await tip(page), first);
		await page.keyboard.press("ArrowLeft");
		assert.equal(await tip(page), first);
	},

	async switches(page) {
		// Of the first plot with lines: each has a group for the line, and one or two for its points.
		const seen = () => page.$eval("figure:has(.lines)", (figure) =>
			[...figure.querySelectorAll('g[id*="_plot_"]')].filter(
				(group) => group.getBoundingClientRect().width > 0).length);
		const lines = await page.$eval(".lines", (list) => list.querySelectorAll("button").length);
		const all = await seen();
		const button = await page.$(".lines button");

		assert.ok(all && all % lines === 0, `${all} groups of ${lines} lines`);
		await button.click();
		assert.equal(await button.evaluate((b) => b.getAttribute("aria-pressed")), "false");
		assert.equal(await seen(), all - all / lines);
		// The stop of the tabulator went on to a line that is seen.
		const name = await button.evaluate((b) => b.textContent.trim());
		await page.$eval(".lines button:last-child", (b) => b.focus());
		await page.keyboard.press("Tab");
		assert.ok(!(await tip(page)).startsWith(`${name}:`));
		await setMedia(page, "print");
		assert.equal(await seen(), all);
		await setMedia(page, "screen");
		await button.focus();
		await page.keyboard.press("Space");
		assert.equal(await seen(), all);
		const colours = await page.$eval(".lines", (list) => [...list.querySelectorAll("i")].map(
			(swatch) => getComputedStyle(swatch).backgroundColor));
		assert.equal(new Set(colours).size, colours.length);
	},

	// Each part of a bar says what it is, by pointer and by key; a chart is one stop of the tabulator.
	async bars(page) {
		const parts = await page.$$(".bars .part");
		const label = (part) => part.evaluate((element) => element.getAttribute("aria-label"));

		assert.ok(parts.length > 2);
		for (const part of parts)
			assert.match(await label(part), /: [+-]?[\d,]+ instructions/);
		assert.equal((await page.$$(".bars .part[tabindex='0']")).length, (await page.$$(".bars")).length);
		// Scrolling hides what was shown.
		await parts[0].scrollIntoView();
		await setMedia(page, "screen");
		await parts[0].hover();
		assert.equal(await tip(page), await label(parts[0]));
		await parts[0].focus();
		await page.keyboard.press("ArrowRight");
		assert.equal(await tip(page), await label(parts[1]));
		await page.keyboard.press("ArrowLeft");
		assert.equal(await tip(page), await label(parts[0]));
		// Cheapest first, and none is longer than what it is on.
		const charts = await page.$$eval(".bars", (all) => all.map((bars) =>
			[...bars.querySelectorAll(".bar-value")].map((value) => Number(value.textContent.replaceAll(",", "")))));
		for (const values of charts)
			assert.deepEqual(values, [...values].sort((a, b) => a - b));
		const past = await page.$$eval(".bars .part", (all) => all.filter((part) =>
			part.getBoundingClientRect().right > part.parentElement.getBoundingClientRect().right + 1).length);
		assert.equal(past, 0);
	},

	// A box is widened by click and key, found by name, and all are there again; also on a telephone.
	async flame(page) {
		await page.$$eval("details", (all) => all.forEach((details) => { details.open = true; }));
		await setMedia(page, "screen");
		const figure = await page.$("figure.flame.is-live:has(.point[aria-label^='kprobe_ftrace_handler'])");
		const box = (name) => figure.$(`.point[aria-label^='${name}']`);
		const width = async (name) => (await (await box(name)).boundingBox())?.width || 0;
		const texts = () => figure.$$eval(".names text", (all) => all.map((text) => text.textContent).filter(Boolean));
		const reset = await figure.$(".flame-bar button"), all = await width("do_sys");

		assert.ok(await width("kprobe_ftrace_handler") < all);
		assert.ok((await texts()).includes("do_sys"));
		assert.equal(await reset.evaluate((button) => button.disabled), true);
		await (await box("kprobe_ftrace_handler")).click();
		assert.ok(Math.abs(await width("kprobe_ftrace_handler") - all) < 2);
		// Its callers are as wide, and its neighbours are away.
		assert.ok(Math.abs(await width("do_sys") - all) < 2);
		assert.equal(await width("__x86_indirect_thunk_rax"), 0);
		assert.ok((await texts()).includes("kprobe_ftrace_handler"));
		await page.keyboard.press("Escape");
		assert.ok(await width("__x86_indirect_thunk_rax") > 0);
		// By keys: down to the caller and up to the widest callee again.
		const from = await box("kprobe_ftrace_handler");
		await from.evaluate((g) => g.focus());
		await page.keyboard.press("ArrowDown");
		assert.match(await tip(page), /^do_unlinkat:/);
		await page.keyboard.press("ArrowUp");
		assert.match(await tip(page), /^kprobe_ftrace_handler:/);
		await page.keyboard.press("ArrowLeft");
		assert.match(await tip(page), /^__x86_indirect_thunk_rax:/);
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("Enter");
		assert.ok(Math.abs(await width("kprobe_ftrace_handler") - all) < 2);
		await reset.click();
		assert.ok(await width("kprobe_ftrace_handler") < all);
		await (await figure.$("input")).type("KPROBE_ftr");
		assert.match(await figure.$eval("output", (output) => output.textContent), /^1 box, \d+\.\d %$/);
		assert.equal((await figure.$$(".is-hit")).length, 1);
		await page.setViewport({ width: 390, height: 800 });
		await setMedia(page, "screen");
		assert.ok(await width("do_sys") > 250);
		assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
	},

	async sorts(page) {
		const index = 2; // the overhead
		const header = `table.sortable th:nth-child(${index + 1})`;
		const before = await column(page, index);
		const numbers = before.filter((value) => value !== "").map(Number).sort((a, b) => a - b);
		const unknown = before.filter((value) => value === "");
		const sorted = async () => (await column(page, index)).map((v) => v === "" ? v : Number(v));

		assert.ok(unknown.length);
		await page.click(`${header} button`);
		assert.deepEqual(await sorted(), [...numbers, ...unknown]);
		assert.equal(await page.$eval(header, (th) => th.getAttribute("aria-sort")), "ascending");
		await page.focus(`${header} button`);
		await page.keyboard.press("Enter");
		assert.deepEqual(await sorted(), [...numbers.reverse(), ...unknown]);
		assert.equal(await page.$eval(header, (th) => th.getAttribute("aria-sort")), "descending");
		await page.click("table.sortable th:first-child button");
		assert.equal((await page.$$("table.sortable:first-of-type th[aria-sort]")).length, 1);
		const names = await page.$eval("table.sortable",
			(table) => [...table.tBodies[0].rows].map((row) => row.cells[0].textContent));
		assert.deepEqual(names, [...names].sort());
	},

	// Text stands out from what is behind it, as WCAG AA has it, in both colour schemes.
	async contrast(page) {
		for (const scheme of ["light", "dark"]) {
			await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
			// Until the colours are drawn, and have changed whole.
			await page.evaluate(async () => {
				await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
				await Promise.all(document.getAnimations().map((animation) => animation.finished));
			});
			const low = await page.evaluate(() => {
				const parse = (colour) => colour.match(/[\d.]+/g).map(Number);
				const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
					.map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
					.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
				const behind = (element) => {
					for (let e = element; e; e = e.parentElement) {
						const colour = parse(getComputedStyle(e).backgroundColor);
						if (colour.length === 3 || colour[3] > 0)
							return colour;
					}
					return [255, 255, 255];
				};
				const bad = [];
				for (const element of document.querySelectorAll("body *:not(svg *)")) {
					const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
					if (!own || !element.checkVisibility())
						continue;
					const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
					const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
					if (ratio < 4.5)
						bad.push(`${element.className || element.tagName} ${ratio.toFixed(2)}`);
				}
				return bad;
			});
			assert.deepEqual(low, [], scheme);
		}
	},

	// What axe-core finds, on telephone, tablet and screen, with all details open.
	async axe(page, open) {
		await page.setBypassCSP(true);
		await open();
		await page.$$eval("details", (all) => all.forEach((details) => { details.open = true; }));
		await page.addScriptTag({ content: AXE.source });
		for (const width of WIDTHS)
			for (const scheme of ["light", "dark"]) {
				await page.setViewport({ width, height: 900 });
				await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
				await setMedia(page, "screen");
				await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
				const { violations } = await page.evaluate(() =>
					window.axe.run(document, { resultTypes: ["violations"] }));
				assert.deepEqual(violations.map(({ id, nodes }) =>
					`${width} ${scheme} ${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 150))}`), []);
				// Nothing is cut: the page is as wide as the screen, and so is what is no table or plot.
				assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
				assert.deepEqual(await page.$$eval("h1, h2, h3, p, li, dd, pre, .bars *, summary", (all) =>
					all.filter((e) => e.checkVisibility() && !e.closest(".scroll, .unseen") &&
						e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 150))), []);
				await shoot(page, `${path.basename(file, ".html")}-${width}-${scheme}`);
			}
	},

	async dark(page) {
		const paper = () => page.$eval("html", (html) => getComputedStyle(html).backgroundColor);
		const light = await paper();

		await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
		assert.notEqual(await paper(), light);
		assert.equal(await page.$eval(".plot svg, .trends svg", (svg) => getComputedStyle(svg).color),
			await page.$eval("body", (body) => getComputedStyle(body).color));
	},

	async print(page) {
		assert.equal(await isVisible(page, ".environment tbody tr"), false);
		await setMedia(page, "print");
		assert.equal(await page.$$eval("details", (all) => all.filter((d) => !d.open).length), 0);
		assert.equal(await isVisible(page, ".environment tbody tr"), true);
		if (await page.$(".lines"))
			assert.equal(await isVisible(page, ".lines"), false);
		await setMedia(page, "screen");
		assert.equal(await isVisible(page, ".environment tbody tr"), false);
	},

	// Nothing is wider than a telephone but what can be scrolled by itself.
	async narrow(page) {
		await page.setViewport({ width: 360, height: 740 });
		assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
	},

	// The atlas begins with a page of it; each filter leaves what it names, and no column that is the same everywhere.
	async filters(page) {
		const shown = () => page.$$eval("table.atlas tbody tr:not([hidden])", (rows) => rows.map(
			(row) => [...row.cells].filter((cell) => !cell.hidden).map((cell) => cell.textContent.trim()).join(" ")));
		const choose = (title, value) => page.evaluate((t, v) => {
			const select = [...document.querySelectorAll("#filters label")].find(
				(label) => label.firstChild.data === t).querySelector("select");
			select.value = v;
			select.dispatchEvent(new Event("change"));
		}, title, value);
		const all = await page.$$eval("table.atlas tbody tr", (rows) => rows.length);

		assert.deepEqual(await shown(), ["none 1,000 2,000", "kprobe 300 –"]);
		assert.match(await page.$eval("#shown", (p) => p.textContent), /^2 of 5 lines/);
		await choose("Kernel", "6.10");
		assert.deepEqual(await shown(), ["none 2,000", "kprobe –"]);
		await choose("Architecture", "arm64");
		assert.deepEqual(await shown(), ["kprobe cortex-a72 700"]);
		await choose("Kernel", "all");
		assert.deepEqual(await shown(), ["kprobe cortex-a72 invalid 700"]);
		await choose("Call", "user-call:nop");
		assert.deepEqual(await shown(), ["uprobe x86-64 qemu64 1,290 "]);
		await page.click("#filters button");
		assert.equal((await shown()).length, all);
		await setMedia(page, "print");
		assert.equal(await isVisible(page, "#filters"), false);
	},

	// Without a script the table of the atlas is whole.
	async whole(page, open) {
		await page.setJavaScriptEnabled(false);
		await open();
		assert.equal((await page.$$("button, select")).length, 0);
		assert.equal((await page.$$("table.atlas tbody tr")).length, 5);
		assert.equal((await page.$$("table.atlas [hidden]")).length, 0);
	},

	// What is made by a script is missing, and nothing else.
	async noscript(page, open) {
		await page.setJavaScriptEnabled(false);
		await open();
		assert.equal((await page.$$("button")).length, 0);
		assert.ok((await page.$$("table.sortable tbody tr")).length > 2);
		assert.equal((await page.$$("#tip")).length, 0);
		assert.ok((await page.$$(".plot g > title")).length > 4);
		// No script, no frame to wait for.
		await page.emulateMediaType("print");
		assert.ok((await page.pdf()).length > 0);
		assert.equal(await isVisible(page, ".environment tbody tr"), true);
	},
};

const shoot = async (page, name) => {
	if (!process.env.PAGE_SHOTS)
		return;
	await page.screenshot({ path: path.join(process.env.PAGE_SHOTS, `${name}.png`), fullPage: true });
};

const main = async () => {
	const browser = await puppeteer.launch({
		executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
		args: ["--no-sandbox", "--disable-gpu"],
		// For a browser that hangs; a busy machine may take long.
		timeout: 120000,
		protocolTimeout: 300000,
	});
	const page = await browser.newPage();
	page.setDefaultTimeout(120000);
	const url = `file://${path.resolve(file)}`;
	const said = [], asked = [];

	page.on("console", (message) => said.push(message.text()));
	page.on("pageerror", (error) => said.push(String(error)));
	page.on("request", (request) => asked.push(request.url()));
	const open = () => page.goto(url, { waitUntil: "load" });
	try {
		await page.setViewport({ width: 1280, height: 900 });
		await open();
		await checks[check](page, open);
		await shoot(page, `${path.basename(file, ".html")}-${check}`);
		assert.deepEqual(said, []);
		assert.deepEqual(asked.filter((one) => one !== url && !one.startsWith("data:")), []);
	} finally {
		await browser.close();
	}
};

main().catch((error) => {
	console.error(error.message || error);
	process.exit(1);
});
