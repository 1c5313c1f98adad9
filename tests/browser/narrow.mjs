// No page scrolls sideways on a phone of 360 px, and what one touches is large enough.

import { PHONE, check, holds, open, pages, service } from "./browser.mjs";

await check(async (browser) => {
  const found = await pages(await open(browser));
  for (const javaScriptEnabled of [true, false]) {
    const page = await open(browser, { viewport: PHONE, javaScriptEnabled });
    for (const [, path] of found) {
      await page.goto(service + path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      holds(`${path} is ${wide} px wide on a phone of ${PHONE.width}`, wide <= PHONE.width);
      const small = await page.$$eval("button, select, input:not([type=hidden])", (all) =>
        all.filter((each) => each.offsetParent && each.getBoundingClientRect().height < 24 && each.type !== "checkbox" && each.type !== "radio")
          .map((each) => each.outerHTML.slice(0, 80)));
      holds(`${path}: too small to touch: ${small.join(" ")}`, small.length === 0);
    }
    await page.context().close();
  }
});
