// Northwind Hiring as its users meet it: strangers apply with files, recruiters look at them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp } from "../app.mjs";
import { assertFits, launch, shot, visit } from "../browser.mjs";
import { enter, signOut } from "../steps.mjs";

const PAPERS = { name: "Papers of Zoë.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 one page") };
const LIAR = { name: "papers.pdf", mimeType: "application/pdf", buffer: Buffer.from("<script>alert(1)</script>") };
// A picture of one dot.
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);
const PORTRAIT = { name: "me.png", mimeType: "image/png", buffer: DOT };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

async function asRecruiter(visitor, walk) {
  const app = await startApp("northwind_hiring");
  try {
    await visit(browser, app, visitor, async (page) => {
      await enter(page, app, "**/applicants");
      await walk(page);
    });
  } finally {
    await app.stop();
  }
}

async function fill(page, name) {
  await page.goto("/applicants/new");
  await page.locator("#name").fill(name);
  await page.locator("#email").fill("zoe@example.test");
  const position = page.locator("select#position");
  if (await position.count()) await position.selectOption({ index: 1 });
  else await choosePosition(page);
}

async function choosePosition(page) {
  const box = page.locator('.combobox:has([id="position"])');
  if (page.scripts) {
    await box.locator("#position").click();
    await box.getByRole("option").first().click();
    return;
  }
  await box.getByRole("button", { name: "Search" }).click();
  await page.locator('select[name="position"]').selectOption({ index: 1 });
}

const send = (page) => page.locator(".form-actions .button-primary").click();

async function apply(page) {
  await fill(page, "Zoë Falk");
  await page.locator("input#resume").setInputFiles(LIAR);
  await page.locator("input#photo").setInputFiles(PORTRAIT);
  await send(page);
  await page.getByText("Choose a file of this kind: PDF").first().waitFor();
  assert.match(await page.locator(".file-kept").innerText(), /me\.png/, "the other file is kept");
  await shot(page, `hiring-refused-${page.scripts}`);

  await page.locator("input#resume").setInputFiles(PAPERS);
  await send(page);
  await page.getByRole("heading", { level: 1, name: "Zoë Falk" }).waitFor();
  await shot(page, `hiring-record-${page.scripts}`);
  const picture = page.locator(".picture-image");
  // The page stands before its pictures do.
  const width = await picture.evaluate((image) => image.decode().then(() => image.naturalWidth));
  assert.equal(width, 1);
  await assertFits(page, "the record");
  return new URL(page.url()).pathname;
}

async function assertInert(page, path) {
  const answer = await page.request.get(`${path}/files/resume`);
  assert.equal(answer.status(), 200);
  assert.match(answer.headers()["content-disposition"], /^attachment; .*Papers%20of%20Zo%C3%AB\.pdf$/);
  assert.match(answer.headers()["content-security-policy"], /sandbox/);
  assert.equal(answer.headers()["x-content-type-options"], "nosniff");
  const again = await page.request.get(`${path}/files/resume`, {
    headers: { "If-None-Match": answer.headers().etag },
  });
  assert.equal(again.status(), 304);
}

async function change(page, path) {
  await page.goto(`${path}/edit`);
  await page.locator("label", { hasText: "Remove" }).click();
  await send(page);
  await page.getByRole("heading", { level: 1, name: "Zoë Falk" }).waitFor();
  assert.equal(await page.locator(".picture-image").count(), 0, "the picture is removed");
  assert.match(await page.locator("a.file").innerText(), /Papers of Zoë\.pdf/, "the papers stay");
}

const VISITORS = {
  "on a desktop": {},
  "on a phone": { phone: true },
  "without scripts": { scripts: false },
};
for (const [where, visitor] of Object.entries(VISITORS)) {
  test(`files are sent, refused, kept, shown and removed ${where}`, () =>
    asRecruiter(visitor, async (page) => {
      const path = await apply(page);
      await assertInert(page, path);
      await change(page, path);
      await page.goto("/applicants");
      await page.locator(".thumbnail").first().waitFor();
      await shot(page, `hiring-list-${where.replaceAll(" ", "-")}`);
      await assertFits(page, "the list");
    }));
}

test("whoever may not read an applicant gets none of its files", async () => {
  let path;
  await asRecruiter({}, async (page) => {
    path = await apply(page);
    await page.goto("/pipeline");
    await shot(page, "hiring-board");
    await page.goto("/positions");
    await shot(page, "hiring-positions");
    await signOut(page);
    for (const file of ["resume", "photo", "photo?size=small", "email"]) {
      const answer = await page.request.get(`${path}/files/${file}`, { maxRedirects: 0 });
      assert.ok([303, 401, 404].includes(answer.status()), `${file}: ${answer.status()}`);
      const api = await page.request.get(`/api${path}/files/${file}`);
      assert.ok([401, 404].includes(api.status()), `${file}: ${api.status()}`);
    }
  });
});

test("a stranger applies with files", () =>
  asRecruiter({ scripts: false }, async (page) => {
    await signOut(page);
    await fill(page, "Somebody New");
    await page.locator("input#resume").setInputFiles(PAPERS);
    await send(page);
    await page.getByText("The applicant was sent.").waitFor();
    await shot(page, "hiring-public-form");
  }));
