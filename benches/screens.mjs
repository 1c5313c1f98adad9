// How much a reader has to scroll and to print: phone screens of 360 × 740 and sheets of A4 of every dashboard, whether
// anything is wider than the phone, the smallest body text there, and tab stops.
//     MINHBACH_NODE_MODULES=target/test-tools/node_modules node benches/screens.mjs http://127.0.0.1:3890 [PATH…]
// Nothing fails here: it prints a line a page.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PHONE, check, open, service } from "../tests/browser/browser.mjs";

function sheets(pdf) {
  const folder = mkdtempSync(path.join(tmpdir(), "minhbach-screens-"));
  try {
    const file = path.join(folder, "page.pdf");
    writeFileSync(file, pdf);
    return Number(/^Pages:\s+(\d+)/m.exec(execFileSync("pdfinfo", [file], { encoding: "utf8" }))[1]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await check(async (browser) => {
  const page = await open(browser, PHONE);
  await page.goto(service + "/");
  const links = await page.$$eval("nav a", (all) => all.map((link) => new URL(link.href).pathname));
  const paths = process.argv.length > 3 ? process.argv.slice(3) : [...new Set(links)];
  console.log("screens  sheets  first value px  stops  overflow  path");
  for (const each of paths) {
    await page.setViewportSize(PHONE);
    await page.goto(service + each);
    const seen = await page.evaluate(() => {
      const first = document.querySelector("p.value, .live b, td.n");
      const stops = Array.from(document.querySelectorAll("a[href], button, select, input:not([type=hidden]), summary, [tabindex='0']"));
      return {
        height: document.documentElement.scrollHeight,
        first: first ? Math.round(first.getBoundingClientRect().top + scrollY) : null,
        stops: stops.filter((at) => at.checkVisibility({ contentVisibilityAuto: true })).length,
        overflow: document.documentElement.scrollWidth > innerWidth,
      };
    });
    const paper = sheets(await page.pdf({ preferCSSPageSize: true, format: "A4", printBackground: true }));
    const cell = (value, width) => String(value).padStart(width);
    console.log(`${cell((seen.height / PHONE.height).toFixed(1), 7)}  ${cell(paper, 6)}  ${cell(seen.first ?? "—", 14)}  ${cell(seen.stops, 5)}  ${cell(seen.overflow ? "yes" : "no", 8)}  ${each}`);
  }
});
