// A reader without a mouse: reaches the content, a figure, its passport, a mark of a chart and the filters, and always sees where they are.

import { FIGURE, check, holds, open, service } from "./browser.mjs";

const MOST_STEPS = 400;

const here = (page) => page.evaluate((figure) => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const inner = at.querySelector?.(".hit");
  const marked = inner ? getComputedStyle(inner).stroke !== "none" : false;
  return {
    tag: at.tagName.toLowerCase(), name: at.getAttribute("name"), href: at.getAttribute("href"), class: at.getAttribute("class") ?? "",
    tile: at.closest(figure) !== null, seen: (outlined || marked) && box.width > 0 && box.height > 0, text: at.textContent.trim().slice(0, 40),
  };
}, FIGURE);

async function until(page, wanted) {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press("Tab");
    const at = await here(page);
    if (at.tag === "body") return null;
    holds(`the focus is seen on ${at.tag} “${at.text}”`, at.seen);
    if (wanted(at)) return at;
  }
  return null;
}

await check(async (browser) => {
  const page = await open(browser);
  await page.goto(service + "/");
  await page.keyboard.press("Tab");
  const first = await here(page);
  holds("the first stop leads past the navigation", first.href === "#main");
  await page.keyboard.press("Enter");
  holds("it moves the focus to the content", (await page.evaluate(() => document.activeElement.id)) === "main");

  holds("the period can be reached", await until(page, (at) => at.tag === "select" && at.name === "period"));
  const tile = await until(page, (at) => at.tag === "a" && at.tile);
  holds("a figure can be reached", tile);
  // The first page need not have a chart.
  await page.goto(service + "/dashboards/enforcement");
  const mark = await until(page, (at) => at.class.split(" ").includes("mark"));
  holds("a mark of a chart can be reached", mark);
  if (mark) {
    const told = await page.evaluate(() => document.activeElement.querySelector("title")?.textContent ?? "");
    holds("a mark tells what it shows", told.length > 0);
  }

  await page.goto(service + "/");
  await until(page, (at) => at.tag === "a" && at.tile);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/kpis\//);
  holds("records can be reached from the passport", await until(page, (at) => at.tag === "a" && /\/records/.test(at.href ?? "")));

  // The filters alone with keys: choose the next period, send the form.
  await page.goto(service + "/");
  await page.focus("form.controls select[name=period]");
  await page.keyboard.press("ArrowDown");
  // A script may send the form by itself; without one the button does.
  const sent = page.waitForURL(/period=/, { timeout: 3000 }).then(() => true, () => false);
  if (!(await sent)) {
    await until(page, (at) => at.tag === "button");
    await page.keyboard.press("Enter");
    await page.waitForURL(/period=/);
  }
  holds("a period can be chosen with keys", new URL(page.url()).searchParams.has("period"));
});
