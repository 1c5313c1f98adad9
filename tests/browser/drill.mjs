// From a tile to the records behind its number, in two clicks, and the count agrees.

import { check, holds, open, service } from "./browser.mjs";

await check(async (browser) => {
  const page = await open(browser);
  await page.goto(service + "/");
  const codes = await page.$$eval("article.tile", (tiles) => tiles.map((tile) => tile.querySelector(".code").textContent.trim()));
  holds("the first page has tiles", codes.length > 0);
  for (const code of codes) {
    await page.goto(service + "/");
    const value = (await page.textContent(`article.tile:has(.code:text-is("${code}")) p.value`)).trim();
    await page.click(`article.tile:has(.code:text-is("${code}")) h2 a`);
    const again = (await page.textContent(".hero p.value")).trim();
    holds(`${code}: the passport says ${again}, the tile ${value}`, again === value);
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
