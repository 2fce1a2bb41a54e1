// Uses the pages as a person does: node page.test.mjs EVALUATE.html COMPARE.html [SCREENSHOTS]
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [evaluatePage, comparePage, screenshots] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

/** Opens a page; whatever it logs or asks of the outside fails the test at the end. */
async function open(file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) wrong.push(message.text()); });
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => { if (request.url() !== page.url() && !request.url().startsWith("file://")) wrong.push(request.url()); });
  await page.goto(pathToFileURL(path.resolve(file)).href);
  return { page, finish: async () => { assert.deepEqual(wrong, []); await context.close(); } };
}

async function accessible(page, what) {
  // The page forbids foreign scripts; the debugger's own evaluation is not bound by that.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = serious.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
  assert.deepEqual(told, [], what);
}

const tests = {
  async "sorts by points and by the guide's order"() {
    const { page, finish } = await open(evaluatePage);
    const table = page.locator("table.list").first();
    const ids = () => table.locator("tr.program").evaluateAll((rows) => rows.map((row) => row.dataset.id));
    const scores = () => table.locator("tr.program").evaluateAll((rows) => rows.map((row) => Number(row.dataset.score)));
    const before = await ids();
    const points = table.getByRole("button", { name: "Points" });
    await points.click();
    const sorted = await scores();
    assert.deepEqual(sorted, sorted.toSorted((a, b) => b - a));
    assert.equal(await table.locator("thead th").last().getAttribute("aria-sort"), "descending");
    assert.equal(await table.locator("tr.group").first().isVisible(), false);
    await points.click();
    assert.deepEqual(await scores(), sorted.toReversed());
    await table.getByRole("button", { name: "Tier" }).click();
    assert.deepEqual(await ids(), before);
    assert.equal(await table.locator("tr.group").first().isVisible(), true);
    await finish();
  },

  async "filters by a word and by tier"() {
    const { page, finish } = await open(evaluatePage);
    const form = page.locator("form.tools").first();
    const rows = page.locator("table.list").first().locator("tr.program:visible");
    const all = await rows.count();
    await form.getByRole("searchbox").fill("fresno");
    const found = await rows.count();
    assert.ok(found > 0 && found < all, `${found} of ${all}`);
    assert.match(await form.locator("output").textContent(), new RegExp(`^${found} of ${all}$`));
    await form.getByRole("searchbox").fill("");
    await form.getByRole("combobox").selectOption({ index: 1 });
    assert.ok((await rows.count()) < all);
    await finish();
  },

  async "opens a row and all rows"() {
    const { page, finish } = await open(evaluatePage);
    const table = page.locator("table.list").first();
    const row = table.locator("tr.why details").first();
    await row.locator("summary").click();
    assert.equal(await row.locator("li").first().isVisible(), true);
    await page.getByRole("button", { name: "Open all reasons" }).first().click();
    assert.equal(await table.locator("details:not([open])").count(), 0);
    await finish();
  },

  async "can be walked by keyboard"() {
    const { page, finish } = await open(evaluatePage);
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(":focus").textContent(), "Skip to the content");
    assert.equal(await page.locator(":focus").isVisible(), true);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Points" }).first().focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    const outline = await page.locator(":focus").evaluate((one) => getComputedStyle(one).outlineStyle);
    assert.equal(outline, "solid");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("table.list").first().locator("thead th").last().getAttribute("aria-sort"), "descending");
    const summary = page.locator("tr.why summary").first();
    await summary.focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("tr.why details").first().getAttribute("open"), "");
    await finish();
  },

  async "leads from a passage's id to the passage"() {
    const { page, finish } = await open(evaluatePage);
    await page.locator(".short .source a").first().click();
    await page.waitForFunction(() => document.querySelector(".passages > div:target")?.checkVisibility());
    await finish();
  },

  async "can be read without script"() {
    const { page, finish } = await open(evaluatePage, { javaScriptEnabled: false });
    assert.equal(await page.locator("form.tools:visible").count(), 0);
    assert.equal(await page.getByRole("heading", { level: 1 }).isVisible(), true);
    await page.locator("tr.why summary").first().click();
    assert.equal(await page.locator("tr.why li").first().isVisible(), true);
    await finish();
  },

  async "filters and opens a comparison"() {
    const { page, finish } = await open(comparePage);
    const table = page.locator("table.topics").first();
    const rows = table.locator("tr.program:visible");
    const all = await rows.count();
    await page.getByRole("searchbox").first().fill("visa");
    const found = await rows.count();
    assert.ok(found > 0 && found < all, `${found} of ${all}`);
    await page.getByRole("searchbox").first().fill("");
    await table.getByRole("button", { name: "Topic" }).click();
    assert.equal(await table.locator("thead th").first().getAttribute("aria-sort"), "ascending");
    await table.locator("summary").first().click();
    assert.equal(await table.locator("details").first().getAttribute("open"), "");
    await finish();
  },

  async "fits every screen, light and dark, and has no serious finding of axe"() {
    for (const [name, file] of [["evaluate", evaluatePage], ["compare", comparePage]]) {
      for (const width of [390, 1280]) {
        for (const colorScheme of ["light", "dark"]) {
          const what = `${name}, ${width} px, ${colorScheme}`;
          const { page, finish } = await open(file, { viewport: { width, height: 844 }, colorScheme });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${what}: ${wide} px wide`);
          if (screenshots) await page.screenshot({ path: path.join(screenshots, `${name}-${width}-${colorScheme}.png`) });
          await accessible(page, what);
          await finish();
        }
      }
    }
  },

  async "prints with every reason"() {
    const { page, finish } = await open(evaluatePage);
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await page.locator("tr.why li").first().isVisible(), true);
    assert.equal(await page.locator("form.tools:visible").count(), 0);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await page.locator("tr.why details[open]").count(), 0);
    await finish();
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n${error.stack}`);
  }
}
await browser.close();
process.exitCode = failed === 0 ? 0 : 1;
