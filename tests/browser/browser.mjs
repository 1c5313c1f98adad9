// Chromium, the pages of a running service, and what a check says. Every check is one process:
//     node tests/browser/NAME.mjs ADDRESS
// It ends with 0 where everything held, and names every page and rule where something did not.

import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const modules = process.env.MINHBACH_NODE_MODULES;
if (!modules) {
  console.error("MINHBACH_NODE_MODULES names no folder: ./test installs it");
  process.exit(2);
}
const installed = createRequire(path.resolve(modules) + "/");
const { chromium } = installed("playwright-core");

/** A figure of its own: a tile, or a line of a table of several; and its value. */
export const FIGURE = "article.tile, .several tbody tr";
export const VALUE = "p.value, td.n b";

export const AXE = installed.resolve("axe-core/axe.min.js");

// Nothing is asked of the network but the service.
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
];

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** The address of the service, without a slash at its end. */
export const service = (process.argv[2] ?? "").replace(/\/$/, "");

// What a service says of a page that it refuses is no mistake of the page.
const REFUSED = /status of (400|401|403|404|429)\b/;

const failures = [];

/** Holds one statement; the check goes on, so that one run tells everything that is wrong. */
export function holds(statement, true_) {
  if (!true_) failures.push(statement);
}

/** Runs a check with a browser and ends the process. */
export async function check(run) {
  const profile = mkdtempSync(path.join(tmpdir(), "minhbach-chromium-"));
  const browser = await chromium.launch({
    executablePath: process.env.MINHBACH_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS, env: { ...process.env, HOME: profile },
  });
  try {
    await run(browser);
  } catch (error) {
    failures.push(String(error?.stack ?? error));
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
  for (const failure of failures) console.error(failure);
  process.exit(failures.length ? 1 : 0);
}

/** A page of its own; `options` are Playwright's. Mistakes that the page itself reports count as failures. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, locale: "vi-VN", ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && !REFUSED.test(message.text())) {
      failures.push(`${page.url()}: the browser reports: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => failures.push(`${page.url()}: the script fails: ${error}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(service + "/")) failures.push(`${page.url()} asks elsewhere: ${request.url()}`);
  });
  return page;
}

/**
 * One address of every kind of page, found as a reader finds them: from the first page through its links.
 * Name and path; names are fit for files.
 */
export async function pages(page) {
  await page.goto(service + "/");
  const links = await page.$$eval("nav a[href^='/']", (all) => all.map((a) => a.getAttribute("href")));
  const code = await page.$eval(`:is(${FIGURE}) .code`, (code) => code.textContent.trim());
  const found = new Map([["first", "/"]]);
  for (const link of links) {
    const { pathname } = new URL(link, service);
    if (pathname !== "/") found.set(pathname.slice(1).replaceAll("/", "-"), pathname);
  }
  found.set("kpis", "/kpis");
  found.set("kpis-search", "/kpis?q=xu+ly");
  found.set("problems", "/problems");
  found.set("passport", `/kpis/${code}`);
  found.set("records", `/kpis/${code}/records`);
  found.set("not-found", "/nowhere");
  return [...found];
}
