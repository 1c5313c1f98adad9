// axe-core finds nothing on any page, in light and in dark, on a phone and on a desktop.

import { readFileSync } from "node:fs";
import { AXE, DESKTOP, PHONE, check, holds, open, pages, service } from "./browser.mjs";

const axe = readFileSync(AXE, "utf8");

await check(async (browser) => {
  const found = await pages(await open(browser));
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [DESKTOP, PHONE]) {
      const page = await open(browser, { colorScheme, viewport });
      for (const [, path] of found) {
        await page.goto(service + path);
        // What is folded away is read too.
        await page.$$eval("details", (all) => all.forEach((each) => each.setAttribute("open", "")));
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        for (const { id, nodes } of violations) {
          const places = nodes.slice(0, 3).map((node) => `    ${node.html.slice(0, 160)}\n      ${node.failureSummary}`);
          holds(`${path} (${colorScheme}, ${viewport.width} px): ${id}, ${nodes.length} times\n${places.join("\n")}`, false);
        }
      }
      await page.context().close();
    }
  }
});
