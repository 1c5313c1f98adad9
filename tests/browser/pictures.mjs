// Every page as a picture: light, dark, on a phone, on paper.  node pictures.mjs ADDRESS FOLDER

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DESKTOP, PHONE, check, open, pages, service } from "./browser.mjs";

const folder = process.argv[3] ?? "pictures";

await check(async (browser) => {
  mkdirSync(folder, { recursive: true });
  const found = await pages(await open(browser));
  const looks = [
    ["light", { viewport: DESKTOP, colorScheme: "light" }],
    ["dark", { viewport: DESKTOP, colorScheme: "dark" }],
    ["phone", { viewport: PHONE, colorScheme: "light", deviceScaleFactor: 2 }],
  ];
  for (const [look, options] of looks) {
    const page = await open(browser, options);
    for (const [name, address] of found) {
      await page.goto(service + address);
      await page.screenshot({ path: path.join(folder, `${name}-${look}.png`), fullPage: true });
    }
    await page.context().close();
  }
  const page = await open(browser);
  for (const [name, address] of found) {
    await page.goto(service + address);
    writeFileSync(path.join(folder, `${name}.pdf`), await page.pdf({ preferCSSPageSize: true, format: "A4" }));
  }
  console.log(`${found.length} pages: ${found.map(([, address]) => address).join(" ")}`);
});
