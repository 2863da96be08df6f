// Every page of the CRM, asked by axe and held to the width of a phone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { startApp } from "../app.mjs";
import { assertFits, launch, visit } from "../browser.mjs";
import { enter, signOut } from "../steps.mjs";

// Evaluated by the browser's tools, since the pages let in no script but their own.
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Every page that somebody who is signed in reaches, by what it is. */
async function pages(page) {
  const found = {
    dashboard: "/overview",
    board: "/pipeline",
    "board, narrowed": "/pipeline?q=a",
    account: "/account",
    members: "/members",
    missing: "/nowhere",
  };
  for (const list of ["companies", "contacts", "deals", "tags", "users"]) {
    found[`list of ${list}`] = `/${list}`;
    found[`list of ${list} that finds nothing`] = `/${list}?q=zzzzzz`;
    await page.goto(`/${list}`);
    const row = page.locator("#results tbody .cell-title a").first();
    if (await row.count()) {
      const path = await row.getAttribute("href");
      found[`record of ${list}`] = path;
      found[`form of ${list}`] = `${path}/edit`;
    }
    if (list !== "users") found[`new form of ${list}`] = `/${list}/new`;
  }
  return found;
}

async function faults(page, what) {
  // As high as the page, so that no bar that keeps to an edge of the window covers a part of it.
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...size, height: Math.max(size.height, height) });
  await page.evaluate(AXE);
  const violations = await page.evaluate(
    async (values) => {
      // The bar of a development build lies over the page.
      document.querySelector(".devbar")?.remove();
      const report = await axe.run({
        runOnly: { type: "tag", values },
        resultTypes: ["violations"],
      });
      return report.violations.map(({ id, impact, nodes }) => ({
        id,
        impact,
        nodes: nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary}`),
      }));
    },
    RULES,
  );
  await page.setViewportSize(size);
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => `${what}: ${id} (${impact}): ${node}`),
  );
}

const VISITORS = {
  "on a desktop": {},
  "in the dark": { dark: true },
  "on a phone": { phone: true },
};
describe("no page has a fault that axe finds", () => {
  for (const [where, visitor] of Object.entries(VISITORS)) {
    test(where, async () => {
      const app = await startApp("acme_crm");
      try {
        await visit(browser, app, visitor, async (page) => {
          await enter(page, app, "**/overview");
          assert.deepEqual(await faultsOfAll(page), []);
        });
      } finally {
        await app.stop();
      }
    });
  }
});

async function faultsOfAll(page) {
  const found = [];
  const look = async (what) => {
    await assertFits(page, what);
    found.push(...(await faults(page, what)));
  };
  for (const [what, path] of Object.entries(await pages(page))) {
    await page.goto(path);
    await look(what);
  }
  await page.goto("/deals/new");
  await page.locator(".form-actions .button-primary").click();
  await page.locator("[aria-invalid=true]").first().waitFor();
  await look("form with faults");
  await page.goto("/overview");
  await signOut(page);
  await look("sign-in");
  for (const path of ["/forgot", "/invite/none"]) {
    await page.goto(path);
    await look(path);
  }
  return found;
}
