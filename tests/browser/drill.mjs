// From a figure to the records behind its number, in two clicks, and the count agrees.

import { FIGURE, VALUE, check, holds, open, service } from "./browser.mjs";

await check(async (browser) => {
  const page = await open(browser);
  await page.goto(service + "/");
  const codes = await page.$$eval(FIGURE, (all) => all.map((own) => own.querySelector(".code").textContent.trim()));
  holds("the first page has figures", codes.length > 0);
  for (const code of codes) {
    await page.goto(service + "/");
    const figure = page.locator(FIGURE).filter({ has: page.locator(`.code:text-is("${code}")`) }).first();
    const value = (await figure.locator(VALUE).first().textContent()).trim();
    await figure.locator(`a[href*="/kpis/${code}"]`).first().click();
    // Behind the value may stand what it is: provisional, of a small sample.
    const again = (await page.textContent(".hero p.value")).trim();
    holds(`${code}: the passport says ${again}, the figure ${value}`, again.startsWith(value));
    await page.click(`#records a[href*="/kpis/${code}/records"]`);
    const path = new URL(page.url()).pathname;
    holds(`${code}: the second click leads to its records, not to ${path}`, path === `/kpis/${code}/records`);
    const told = await page.textContent("main");
    const rows = await page.$$eval("main table tbody tr", (all) => all.length);
    holds(`${code}: a list of records says how many there are`, /\d+ bản ghi/.test(told));
    holds(`${code}: records are listed`, rows > 0 || /(^|\s)0 bản ghi/.test(told));
    await page.goBack();
    holds(`${code}: the way back is the passport`, new URL(page.url()).pathname === `/kpis/${code}`);
  }
});
