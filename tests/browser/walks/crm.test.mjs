// The CRM as its users meet it: companies, contacts, a pipeline of deals.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startApp } from "../app.mjs";
import { assertFits, launch, shot, visit } from "../browser.mjs";
import {
  amount,
  assertRows,
  choose,
  deleteRecord,
  enter,
  openFilter,
  save,
  search,
  signOut,
} from "../steps.mjs";

const STAGES = ["Lead", "Qualified", "Proposal", "Closed"];
const COMPANY = "Zephyr Instruments";
const CONTACT = "Zora Quist";
const DEAL = "Zeppelin refit";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

async function withApp(visitor, walk) {
  const app = await startApp("acme_crm");
  try {
    await visit(browser, app, visitor, async (page) => {
      await enter(page, app, "**/overview");
      await walk(page, app);
    });
  } finally {
    await app.stop();
  }
}

async function makeCompany(page, name) {
  await page.goto("/companies/new");
  await save(page, { name });
  await assertHeading(page, name);
  return new URL(page.url()).pathname;
}

async function makeContact(page, name, company) {
  await page.goto("/contacts/new");
  await save(page, { company: { choose: company }, name });
  await assertHeading(page, name);
  return new URL(page.url()).pathname;
}

async function makeDeal(page, title, company, value) {
  await page.goto("/deals/new");
  await save(page, { title, company: { choose: company }, value });
  await assertHeading(page, title);
  return new URL(page.url()).pathname;
}

function assertHeading(page, text) {
  return page.getByRole("heading", { level: 1, name: text, exact: true }).waitFor();
}

function field(page, label) {
  return page.locator(`.field:has(dt:text-is("${label}")) dd`);
}

async function sums(page) {
  await page.goto("/overview");
  await page.getByText("Show as table").click();
  const rows = await page.locator(".tile tbody tr").evaluateAll((all) =>
    all.map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
  );
  return new Map(rows.map(([stage, value]) => [stage, amount(value)]));
}

function column(page, stage) {
  return page.locator(`[data-column="${stage}"]`);
}

function card(page, title) {
  return page.locator("article.card", { hasText: title });
}

async function moveByMenu(page, title, stage) {
  await card(page, title).locator(".card-button[popovertarget]").click();
  const moved = page.waitForResponse("**/pipeline/move");
  await page.locator(`[data-move]:popover-open button[value="${stage}"]`).click();
  await moved;
}

async function assertInColumn(page, title, stage) {
  await column(page, stage).locator("article.card", { hasText: title }).waitFor();
}

async function walk(page) {
  const company = await makeCompany(page, COMPANY);
  const contact = await makeContact(page, CONTACT, COMPANY);
  const before = await sums(page);
  assert.deepEqual([...before.keys()], STAGES, "the dashboard sums each stage");

  await page.goto("/deals/new");
  const offered = await page.locator("#stage option").allInnerTexts();
  assert.deepEqual(offered, STAGES, "four stages are offered");
  const deal = await makeDeal(page, DEAL, COMPANY, "1200");
  assert.equal(await page.locator(".page-heading .badge").innerText(), "Lead");

  await page.goto(company);
  await page.locator(".related", { hasText: "Contacts" }).getByText(CONTACT).waitFor();
  await page.locator(".related", { hasText: "Deals" }).getByText(DEAL).waitFor();

  await page.goto(`${deal}/edit`);
  await save(page, { value: "2500.50", contact: { choose: CONTACT } });
  await assertHeading(page, DEAL);
  assert.equal(amount(await field(page, "Value").innerText()), 2500.5);
  await field(page, "Contact").getByText(CONTACT, { exact: true }).waitFor();
  const edited = await sums(page);
  assert.equal(edited.get("Lead") - before.get("Lead"), 2500.5, "the dashboard follows a deal");

  await page.goto("/pipeline");
  await moveByMenu(page, DEAL, "Qualified");
  await assertInColumn(page, DEAL, "Qualified");
  await page.goto("/pipeline");
  await assertInColumn(page, DEAL, "Qualified");
  const moved = await sums(page);
  assert.equal(moved.get("Lead"), before.get("Lead"));
  assert.equal(moved.get("Qualified") - before.get("Qualified"), 2500.5);

  await page.goto(company);
  await deleteRecord(page);
  await page.getByText("Move or close this company's deals first.").first().waitFor();
  await page.goto(company);
  await assertHeading(page, COMPANY);

  await page.goto(`${company}/edit`);
  await save(page, { name: `${COMPANY} Ltd`, website: "https://zephyr.example" });
  await assertHeading(page, `${COMPANY} Ltd`);
  await page.goto(`${contact}/edit`);
  await save(page, { email: "zora@zephyr.example" });
  await field(page, "Email").getByText("zora@zephyr.example").waitFor();

  for (const [path, list] of [
    [deal, "/deals"],
    [contact, "/contacts"],
    [company, "/companies"],
  ]) {
    await page.goto(path);
    await deleteRecord(page);
    await page.waitForURL(`**${list}`);
    const gone = await page.goto(path);
    assert.equal(gone.status(), 404, `${path} is deleted`);
  }
}

async function screens(page, app, suffix, check) {
  const company = await makeCompany(page, COMPANY);
  await makeContact(page, CONTACT, COMPANY);
  const deal = await makeDeal(page, DEAL, COMPANY, "1200");
  const paths = {
    list: "/deals",
    record: company,
    deal,
    form: `${deal}/edit`,
    board: "/pipeline",
    dashboard: "/overview",
  };
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(path);
    if (name === "dashboard") await page.locator("svg.chart").waitFor();
    await shot(page, `crm-${name}-${suffix}`);
    await check?.(name);
  }
  await page.goto("/overview");
  await signOut(page);
  await shot(page, `crm-sign-in-${suffix}`);
  await check?.("sign-in");
}

describe("a deal from lead to sale", () => {
  test("on a desktop", () => withApp({}, walk));
  test("on a phone", () => withApp({ phone: true }, walk));
  test("without scripts", () => withApp({ scripts: false }, walk));
});

describe("the board", () => {
  test("keeps a card where it was dropped", () =>
    withApp({}, async (page) => {
      await makeCompany(page, COMPANY);
      await makeDeal(page, DEAL, COMPANY, "1200");
      await page.goto("/pipeline");
      await drag(page, DEAL, "Proposal");
      await assertInColumn(page, DEAL, "Proposal");
      await page.goto("/pipeline");
      await assertInColumn(page, DEAL, "Proposal");
    }));

  test("puts a card back that may not move, and says why", () =>
    withApp({}, async (page) => {
      await makeCompany(page, COMPANY);
      await makeDeal(page, DEAL, COMPANY, "1200");
      await page.goto("/pipeline");
      await drag(page, DEAL, "Closed");
      await page.getByText("A closed deal needs its closing date.").waitFor();
      await assertInColumn(page, DEAL, "Lead");
    }));
});

async function drag(page, title, stage) {
  const moved = page.waitForResponse("**/pipeline/move");
  const start = await card(page, title).boundingBox();
  await page.mouse.move(start.x + start.width / 2, start.y + start.height - 20);
  await page.mouse.down();
  const goal = await column(page, stage).locator("[data-cards]").boundingBox();
  await page.mouse.move(goal.x + goal.width / 2, goal.y + 60, { steps: 10 });
  await page.mouse.up();
  await moved;
}

for (const scripts of [true, false]) {
  describe(scripts ? "lists" : "lists without scripts", () => {
    test("search and filter", () =>
      withApp({ scripts }, async (page) => {
        await makeCompany(page, COMPANY);
        await makeCompany(page, "Zenith Freight");
        await makeContact(page, CONTACT, COMPANY);
        await makeDeal(page, DEAL, COMPANY, "1200");
        await makeDeal(page, "Zeppelin hangar", "Zenith Freight", "987654.32");

        await page.goto("/companies");
        await search(page, "zephyr");
        await assertRows(page, [COMPANY]);
        await page.goto("/contacts");
        await search(page, "quist");
        await assertRows(page, [CONTACT]);
        await page.goto("/deals");
        await search(page, "zeppelin ref");
        await assertRows(page, [DEAL]);

        await page.goto("/deals");
        await search(page, "zeppelin");
        await narrow(page, "value", (group) => group.locator("[name=value_from]").fill("900000"));
        await assertRows(page, ["Zeppelin hangar"]);
        await page.goto("/deals?q=zeppelin");
        await narrow(page, "stage", (group) => group.locator("[value=Closed]").check());
        await assertRows(page, []);
      }));
  });
}

test("contacts are filtered by their company", () =>
  withApp({}, async (page) => {
    await makeCompany(page, COMPANY);
    await makeContact(page, CONTACT, COMPANY);
    await page.goto("/contacts");
    await openFilter(page, "company");
    await choose(page, "filter-company", COMPANY);
    await assertRows(page, [CONTACT]);
  }));

async function narrow(page, name, set) {
  const group = await openFilter(page, name);
  await set(group);
  if (!page.scripts) await page.locator("#filters .button-primary").click();
}

describe("what may not be", () => {
  for (const scripts of [true, false]) {
    test(`is said at its field, ${scripts ? "with" : "without"} scripts`, () =>
      withApp({ scripts }, async (page) => {
        await makeCompany(page, COMPANY);
        await page.goto("/deals/new");
        await save(page, { title: DEAL, company: { choose: COMPANY }, value: "-1" });
        await assertRefused(page, "value");
        assert.equal(await page.inputValue("#title"), DEAL, "what was typed stays");

        await page.goto("/contacts/new");
        await save(page, { name: CONTACT });
        await assertRefused(page, "company");
      }));
  }
});

async function assertRefused(page, name) {
  await page.locator(`#${name}-error`).waitFor();
  const control = page.locator(`#${name}`);
  assert.equal(await control.getAttribute("aria-invalid"), "true");
  assert.match(await control.getAttribute("aria-describedby"), new RegExp(`${name}-error`));
  assert.notEqual((await page.locator(`#${name}-error`).innerText()).trim(), "");
}

test("whoever is signed out is sent to sign in", () =>
  withApp({}, async (page) => {
    await signOut(page);
    for (const path of ["/", "/overview", "/pipeline", "/companies", "/contacts", "/deals/new"]) {
      await page.goto(path);
      assert.equal(new URL(page.url()).pathname, "/sign-in", path);
    }
    const answer = await page.request.get("/api/deals", { maxRedirects: 0 });
    assert.equal(answer.status(), 401);
  }));

describe("screens", () => {
  test("fit a desktop", () =>
    withApp({}, (page, app) => screens(page, app, "light", (name) => assertFits(page, name))));
  test("follow a dark device", () =>
    withApp({ dark: true }, (page, app) =>
      screens(page, app, "dark", async () => {
        const ground = await page.evaluate(() => {
          const paint = document.createElement("canvas").getContext("2d");
          paint.fillStyle = getComputedStyle(document.body).backgroundColor;
          paint.fillRect(0, 0, 1, 1);
          return [...paint.getImageData(0, 0, 1, 1).data];
        });
        assert.ok(Math.max(...ground.slice(0, 3)) < 80, `the ground is ${ground}`);
      }),
    ));
  test("fit a phone", () =>
    withApp({ phone: true }, (page, app) =>
      screens(page, app, "phone", (name) => assertFits(page, name)),
    ));
});

describe("the development bar", () => {
  test("shows the app as somebody else", () =>
    withApp({}, async (page) => {
      await page.getByRole("button", { name: /^Acting as/ }).click();
      await page.locator("#act-as button", { hasText: "Sales" }).first().click();
      await page.locator(".user-menu-button small", { hasText: "Sales" }).waitFor();
      await page.goto("/companies");
      await page.locator("#results tbody .cell-title a").first().click();
      await page.locator("[data-edit]").waitFor();
      assert.equal(await page.locator("#more .menu-item-danger").count(), 0, "sales may not delete");
    }));

  test("starts empty", () =>
    withApp({}, async (page) => {
      await page.getByRole("button", { name: "Start empty" }).click();
      await page.locator("dialog[open] .button-danger").click();
      await page.locator(".banner").waitFor({ state: "detached" });
      await page.goto("/deals");
      await page.getByText("No deals yet").waitFor();
      assert.deepEqual([...(await sums(page)).values()], [0, 0, 0, 0]);
    }));
});

test("a form is sent once, however often it is asked to", () =>
  withApp({}, async (page) => {
    await page.goto("/companies/new");
    await page.locator("#name").fill("Twice Ltd");
    let posts = 0;
    await page.route("**/companies", async (route) => {
      posts += 1;
      await new Promise((done) => setTimeout(done, 500));
      await route.continue();
    });
    await page.evaluate(async () => {
      const form = document.querySelector("main form.form");
      form.requestSubmit();
      await new Promise((done) => setTimeout(done, 150));
      form.requestSubmit();
    });
    await assertHeading(page, "Twice Ltd");
    assert.equal(posts, 1);
  }));
