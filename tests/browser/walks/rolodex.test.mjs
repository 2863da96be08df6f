// Rolodex as its users meet it: everybody keeps contacts that nobody else sees.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp } from "../app.mjs";
import { assertFits, launch, shot, visit } from "../browser.mjs";
import { assertRows, deleteRecord, save, signOut, signUp } from "../steps.mjs";

const ANN = { name: "Ann Lindqvist", email: "ann@example.test" };
const BEN = { name: "Ben Okafor", email: "ben@example.test" };

let browser;
let app;
before(async () => {
  browser = await launch();
  app = await startApp("rolodex");
});
after(async () => {
  await browser?.close();
  await app?.stop();
});

/** A visitor who is signed out; a development build signs everybody in at first. */
async function asStranger(visitor, walk) {
  await visit(browser, app, visitor, async (page) => {
    await page.goto("/");
    if (!page.url().includes("/sign-in")) await signOut(page);
    await walk(page);
  });
}

async function asNewcomer(visitor, person, walk) {
  await asStranger(visitor, async (page) => {
    await signUp(page, person);
    await page.waitForURL("**/contacts");
    await walk(page);
  });
}

async function addContact(page, fields) {
  await page.goto("/contacts");
  await page.locator("[data-create]").first().click();
  await save(page, fields);
  await page.getByRole("heading", { level: 1, name: fields.name, exact: true }).waitFor();
  return new URL(page.url()).pathname;
}

async function walk(page) {
  assert.match(await page.locator(".empty").innerText(), /No contacts yet/);
  await page.locator(".empty [data-create]").waitFor();
  await assertFits(page, "the empty list");

  await addContact(page, { name: "Mara First", email: "mara@example.test", company: "Helix" });
  const second = await addContact(page, { name: "Nils Second" });
  await page.goto("/contacts");
  await assertRows(page, ["Nils Second", "Mara First"]);
  const mara = page.locator("#results tbody tr", { hasText: "Mara First" });
  assert.match(await mara.innerText(), /mara@example\.test/);
  assert.match(await mara.innerText(), /Helix/);
  await assertFits(page, "the list");

  await page.goto(second);
  await deleteRecord(page);
  await page.waitForURL("**/contacts");
  await assertRows(page, ["Mara First"]);
  await page.reload();
  await assertRows(page, ["Mara First"]);

  const head = page.locator(page.phone ? ".topbar" : ".sidebar");
  assert.match(await head.innerText(), /Rolodex/);
  await signOut(page);
}

const VISITORS = {
  "on a desktop": {},
  "on a phone": { phone: true },
  "without scripts": { scripts: false },
};
for (const [where, visitor] of Object.entries(VISITORS)) {
  test(`somebody signs up and keeps contacts ${where}`, () => {
    const email = `${where.replaceAll(" ", "-")}@example.test`;
    return asNewcomer(visitor, { name: "Cleo Marsh", email }, walk);
  });
}

test("a stranger only sees the login page", () =>
  asStranger({}, async (page) => {
    for (const path of ["/", "/contacts", "/contacts/new", "/users", "/account"]) {
      await page.goto(path);
      assert.equal(new URL(page.url()).pathname, "/sign-in", path);
    }
    await shot(page, "rolodex-sign-in-light");
    const answer = await page.request.get("/api/contacts", { maxRedirects: 0 });
    assert.equal(answer.status(), 401);
  }));

test("nobody reaches the contacts of somebody else", () =>
  asNewcomer({}, ANN, async (ann) => {
    const path = await addContact(ann, { name: "Ann's secret", email: "secret@example.test" });
    await asNewcomer({ dark: true }, BEN, async (ben) => {
      assert.match(await ben.locator(".empty").innerText(), /No contacts yet/);
      await shot(ben, "rolodex-empty-dark");
      await assertRefused(ben, path);
    });
    await ann.goto(path);
    await ann.getByRole("heading", { level: 1, name: "Ann's secret", exact: true }).waitFor();
    await ann.goto("/contacts");
    await shot(ann, "rolodex-list-light");
    await assertAnswered(ann, path);
  }));

async function assertRefused(page, path) {
  for (const [what, send] of requests(page, path)) {
    const answer = await send();
    assert.equal(answer.status(), 404, what);
    assert.doesNotMatch(await answer.text(), /secret/i, what);
  }
  const listed = await page.request.get("/api/contacts");
  assert.equal(listed.status(), 200);
  assert.doesNotMatch(await listed.text(), /secret/i);
}

/** The same requests reach their owner's contact, so a refusal is not one of a wrong address. */
async function assertAnswered(page, path) {
  for (const [what, send] of requests(page, path)) {
    if (what === "delete") continue;
    assert.notEqual((await send()).status(), 404, what);
  }
  assert.equal((await page.request.get(`/api${path}`)).status(), 404, "deleted by the last one");
}

function requests(page, path) {
  const options = { headers: { origin: new URL(app.url).origin }, maxRedirects: 0 };
  const form = { name: "Taken over", version: "" };
  const data = { name: "Taken over" };
  return Object.entries({
    page: () => page.request.get(path, options),
    "edit form": () => page.request.get(`${path}/edit`, options),
    update: () => page.request.post(path, { ...options, form }),
    delete: () => page.request.post(`${path}/delete`, { ...options, form: {} }),
    "api read": () => page.request.get(`/api${path}`, options),
    "api update": () => page.request.patch(`/api${path}`, { ...options, data }),
    "api delete": () => page.request.delete(`/api${path}`, options),
  });
}
