// On A4: every sheet says what it is, and no chart is cut.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { check, holds, open, pages, service } from "./browser.mjs";

/** The text of each sheet. */
export function sheets(pdf) {
  const folder = mkdtempSync(path.join(tmpdir(), "minhbach-paper-"));
  try {
    const file = path.join(folder, "page.pdf");
    writeFileSync(file, pdf);
    execFileSync("pdftotext", ["-layout", file, path.join(folder, "page.txt")]);
    return readFileSync(path.join(folder, "page.txt"), "utf8").split("\f").filter((sheet) => sheet.trim());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const plain = (text) => text.normalize("NFC").replace(/\s+/g, " ");

await check(async (browser) => {
  const page = await open(browser);
  for (const [name, path] of await pages(page)) {
    if (name === "not-found") continue;
    await page.goto(service + path);
    const workspace = plain(await page.textContent(".workspace")).trim();
    const heading = plain(await page.evaluate(() => document.querySelector("h1").firstChild.textContent)).trim();
    const snapshot = (await page.textContent("footer code")).trim();
    const paper = sheets(await page.pdf({ preferCSSPageSize: true, format: "A4", printBackground: false }));
    holds(`${path} is printed`, paper.length > 0);
    const first = plain(paper[0]);
    for (const wanted of [workspace, heading]) {
      holds(`${path}: the first sheet says “${wanted}”, but it reads: ${first.slice(0, 200)}`, first.includes(wanted));
    }
    paper.forEach((sheet, index) => {
      holds(`${path}: sheet ${index + 1} says which snapshot it is of (${snapshot})`, plain(sheet).includes(snapshot));
    });
    if (name === "first" || name === "passport") {
      holds(`${path}: the first sheet says the period and the date of the data`, /\d{2}\/\d{1,2}\/\d{4}.\d{2}\/\d{1,2}\/\d{4}/.test(first));
    }
    await page.emulateMedia({ media: "print" });
    const cut = await page.$$eval("svg.chart", (all) => all.filter((svg) => {
      let kept = false;
      for (let at = svg; at; at = at.parentElement) kept ||= getComputedStyle(at).breakInside.startsWith("avoid");
      // 25 cm at 96 px an inch: a taller one could not be kept whole.
      return svg.getBoundingClientRect().height > 0 && (!kept || svg.getBoundingClientRect().height > 945);
    }).map((svg) => svg.getAttribute("class")));
    holds(`${path}: may be cut between sheets: ${cut.join(", ")}`, cut.length === 0);
    await page.emulateMedia({ media: null });
  }
});
