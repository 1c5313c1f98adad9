// Filters and the period change the numbers, stand in the address, and survive navigation; with a script and without.

import { FIGURE, VALUE, check, holds, open, service } from "./browser.mjs";

const values = (page) => page.$$eval(FIGURE, (all, value) =>
  all.map((own) => `${own.querySelector(".code").textContent.trim()} ${own.querySelector(value).textContent.trim()}`), VALUE);

async function filtered(browser, javaScriptEnabled) {
  const how = javaScriptEnabled ? "with a script" : "without a script";
  const page = await open(browser, { javaScriptEnabled });
  await page.goto(service + "/");
  const before = await values(page);
  const box = page.locator("form.controls input[type=checkbox]").first();
  const [name, code] = [await box.getAttribute("name"), await box.getAttribute("value")];
  await page.locator("form.controls details").first().locator("summary").click();
  await box.check();
  await send(page);
  const address = new URL(page.url());
  holds(`${how}: the address says ${name}=${code}`, address.searchParams.getAll(name).includes(code));
  const after = await values(page);
  holds(`${how}: the filter changes the numbers`, JSON.stringify(before) !== JSON.stringify(after));
  holds(`${how}: the page says what it is filtered by`, (await page.locator(".filtered").count()) > 0);

  await page.locator(FIGURE).first().locator("a[href*='/kpis/']").first().click();
  holds(`${how}: the filter goes along to the passport`, new URL(page.url()).searchParams.getAll(name).includes(code));
  await page.goto(address.href);
  for (const href of await page.$$eval("nav a[href^='/']", (all) => all.map((a) => a.getAttribute("href")))) {
    const to = new URL(href, service);
    if (!/^\/(dashboards|kpis|plan|data)(\/|$)/.test(to.pathname)) continue;
    holds(`${how}: ${to.pathname} in the navigation keeps the filter`, to.searchParams.getAll(name).includes(code));
  }

  const period = page.locator("#choose-period");
  const other = await period.evaluate((s) => [...s.options].find((o) => !o.selected && /^\d{4}$/.test(o.value)).value);
  await period.selectOption(other);
  await send(page, `period=${other}`);
  const now = new URL(page.url());
  holds(`${how}: the address says period=${other}`, now.searchParams.getAll("period").join("") === other);
  holds(`${how}: the period keeps the filter`, now.searchParams.getAll(name).includes(code));
  holds(`${how}: the period changes the numbers`, JSON.stringify(await values(page)) !== JSON.stringify(after));
  await page.context().close();
}

/** Sends the form, unless a script has done so already. */
async function send(page, wanted) {
  if (wanted === undefined || !page.url().includes(wanted)) {
    try {
      await page.click("form.controls button[type=submit]", { timeout: 5000 });
    } catch (error) {
      if (wanted === undefined) throw error;
    }
  }
  if (wanted !== undefined) await page.waitForURL((url) => url.search.includes(wanted));
  await page.waitForLoadState("load");
}

await check(async (browser) => {
  await filtered(browser, false);
  await filtered(browser, true);
});
