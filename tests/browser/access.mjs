// The pages of access: signing in (also in vain, and too often), the account, the purpose of records, the audit, what is refused.
// Each with axe in light and dark, on a desktop and a phone, with a script and without, on paper; signing in and out by keys alone.
//     node tests/browser/access.mjs ADDRESS PASSWORD [FOLDER]
// The service has the accounts reader (of a role that sees records of people), inspector and nobody (without a role that
// there is), all with PASSWORD. Pictures of the pages go to FOLDER where one is given.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AXE, DESKTOP, PHONE, check, holds, open, service } from "./browser.mjs";

const axe = readFileSync(AXE, "utf8");
const password = process.argv[3] ?? "";
const folder = process.argv[4];
const here = (page) => new URL(page.url()).pathname;

async function signIn(page, name, typed = password) {
  await page.goto(service + "/sign-in");
  await page.fill("#name", name);
  await page.fill("#password", typed);
  await page.click("main button");
}

/** The first list of records that asks what it is looked at for. */
async function records(page) {
  await page.goto(service + "/kpis");
  const codes = await page.$$eval("main a[href^='/kpis/']", (all) => all.map((a) => new URL(a.href).pathname));
  for (const code of new Set(codes)) {
    await page.goto(`${service}${code}/records`);
    if (await page.$("input[name=purpose]")) return `${code}/records`;
  }
  throw new Error("no list of records asks for a purpose");
}

/** Every page of access: its name, who sees it, how one gets there, and its status. */
const PAGES = [
  ["sign-in", null, async (page) => page.goto(service + "/sign-in"), 200],
  ["wrong", null, async (page) => signIn(page, "reader", "not this password"), 401],
  // A name of its own for each look, or nobody else's wait would be the same.
  ["wait", null, async (page, turn) => {
    const origin = { "sec-fetch-site": "same-origin" };
    for (let times = 0; times < 5; times += 1) {
      await page.request.post(service + "/sign-in", { form: { name: `guess${turn}`, password: "x" }, headers: origin });
    }
    await signIn(page, `guess${turn}`, "x");
  }, 429],
  ["account", "reader", async (page) => page.goto(service + "/account"), 200],
  ["purpose", "reader", async (page) => page.goto(service + (await records(page))), 200],
  ["missing", "reader", async (page) => page.goto(service + "/audit"), 404],
  // With the way to the account in its navigation.
  ["home", "reader", async (page) => page.goto(service + "/"), 200],
  ["audit", "inspector", async (page) => page.goto(service + "/audit"), 200],
  ["audit-wrong", "inspector", async (page) => page.goto(service + "/audit?since=soon"), 400],
  ["audit-none", "inspector", async (page) => page.goto(service + "/audit?who=no.such.name"), 200],
  ["no-role", "nobody", async (page) => page.goto(service + "/kpis"), 403],
];

let turn = 0;

/** Goes through the pages as one look has them; who has signed in stays so for all that they see. */
async function each(browser, options, see) {
  let page = null, who;
  for (const [name, account, go, status] of PAGES) {
    if (page === null || account !== who) {
      await page?.context().close();
      page = await open(browser, options);
      who = account;
      if (who) await signIn(page, who);
    }
    const answered = [];
    const told = (response) => { if (response.request().isNavigationRequest()) answered.push(response.status()); };
    page.on("response", told);
    await go(page, turn);
    turn += 1;
    page.off("response", told);
    holds(`${name} is answered ${answered.at(-1)}, not ${status}`, answered.at(-1) === status);
    await see(page, name);
  }
  await page.context().close();
}

async function looks(browser, picture) {
  const grounds = {};
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [DESKTOP, PHONE]) {
      await each(browser, { colorScheme, viewport }, async (page, name) => {
        const place = `${name} (${colorScheme}, ${viewport.width} px)`;
        grounds[colorScheme] = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor);
        if (picture) await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}-${viewport.width}.png`), fullPage: true });
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        for (const { id, nodes } of violations) holds(`${place}: ${id}: ${nodes[0].html.slice(0, 160)}\n  ${nodes[0].failureSummary}`, false);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        holds(`${place} is ${wide} px wide`, wide <= viewport.width);
        const small = await page.$$eval("main button, main select, main input:not([type=hidden]), main label:has(input)", (all) =>
          all.filter((at) => at.offsetParent && at.getBoundingClientRect().height < 24 && !["radio", "checkbox"].includes(at.type)).map((at) => at.outerHTML.slice(0, 80)));
        holds(`${place}: too small to touch: ${small.join(" ")}`, small.length === 0);
        holds(`${place} has one heading`, (await page.$$("h1")).length === 1);
      });
    }
  }
  holds("dark is another ground than light", grounds.light !== grounds.dark);
}

async function paper(browser) {
  const place = mkdtempSync(path.join(tmpdir(), "minhbach-paper-"));
  try {
    await each(browser, {}, async (page, name) => {
      const file = path.join(folder ?? place, `${name}.pdf`);
      const heading = (await page.evaluate(() => document.querySelector("h1").firstChild.textContent)).normalize("NFC").trim();
      const titles = name === "home" ? [] : await page.$$eval("main thead th", (all) => all.map((th) => th.textContent.normalize("NFC").trim()));
      writeFileSync(file, await page.pdf({ preferCSSPageSize: true, format: "A4" }));
      const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).normalize("NFC").replace(/\s+/g, " ");
      holds(`${name}: paper says “${heading}”`, text.includes(heading));
      for (const title of titles) {
        const found = title.split(/\s+/).every((word) => text.includes(word));
        holds(`${name}: the column “${title}” is cut off on paper`, found);
      }
    });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function withoutScript(browser) {
  const page = await open(browser, { javaScriptEnabled: false });
  await page.goto(service + "/kpis?q=a");
  holds("the anonymous are sent to sign in", here(page) === "/sign-in");
  await page.fill("#name", "reader");
  await page.fill("#password", password);
  await page.click("main button");
  holds("and come to where they wanted to go", page.url() === service + "/kpis?q=a");
  const own = await records(page);
  await page.check("input[name=purpose] >> nth=0");
  await page.click("main button");
  holds("a purpose leads to the records", here(page) === own && (await page.$("main table")) !== null);
  await page.goto(service + "/account");
  await page.click("main button");
  holds("signing out leads to the form", here(page) === "/sign-in");
  await page.goto(service + own);
  holds("and is the end", here(page) === "/sign-in");
  await page.context().close();
}

/** Tab until something has the focus; what has it is seen. */
async function until(page, wanted) {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const own = document.activeElement;
      const style = getComputedStyle(own);
      return { tag: own.tagName.toLowerCase(), type: own.type ?? "", seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0, html: own.outerHTML.slice(0, 80) };
    });
    if (at.tag === "body") break;
    holds(`the focus is seen on ${at.html}`, at.seen);
    if (wanted(at)) return true;
  }
  return false;
}

async function byKeys(browser) {
  const page = await open(browser);
  await page.goto(service + "/kpis");
  holds("the name has the focus", await page.evaluate(() => document.activeElement.id === "name"));
  await page.keyboard.type("reader");
  holds("the password is next", await until(page, (at) => at.type === "password"));
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL(service + "/kpis");
  const own = await records(page);
  holds("a purpose can be reached", await until(page, (at) => at.type === "radio"));
  await page.keyboard.press("Space");
  holds("and sent", await until(page, (at) => at.tag === "button"));
  await page.keyboard.press("Enter");
  await page.waitForSelector("main table");
  holds("the records are shown", here(page) === own);
  await page.goto(service + "/account");
  holds("the way out can be reached", await until(page, (at) => at.tag === "button"));
  await page.keyboard.press("Enter");
  await page.waitForURL(service + "/sign-in");
  await page.context().close();
}

await check(async (browser) => {
  if (folder) mkdirSync(folder, { recursive: true });
  await byKeys(browser);
  await withoutScript(browser);
  await looks(browser, Boolean(folder));
  await paper(browser);
});
