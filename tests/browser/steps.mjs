// What a person does on any app's pages.

import assert from "node:assert/strict";

const PASSWORD = "correct horse battery";

/** Makes the first account by its link, or lets the development build sign the visitor in. */
export async function enter(page, app, home) {
  if (app.invite) {
    await page.goto(app.invite);
    await fillAccount(page, { name: "Ada Berg", email: "ada@example.test" });
    await page.getByRole("button", { name: "Create account" }).click();
  } else {
    await page.goto("/");
  }
  await page.waitForURL(home);
}

/** Signs somebody up: at once, or by the link in the mail where mail reaches people. */
export async function signUp(page, person) {
  await page.goto("/sign-up");
  const send = page.getByRole("button", { name: "Send me a link" });
  if (await send.count()) {
    await page.getByLabel("Email", { exact: true }).fill(person.email);
    await send.click();
    await page.getByText("Look into your mail").waitFor();
    await page.goto(await mailedLink(page, person.email));
  }
  await fillAccount(page, person);
  await page.getByRole("button", { name: "Create account" }).click();
}

async function mailedLink(page, email) {
  await page.goto("/_dev/outbox");
  await page.locator(".outbox-link", { hasText: email }).first().click();
  const link = page.frameLocator(".outbox-mail iframe").locator("a[href*='/invite/']").first();
  return link.getAttribute("href");
}

async function fillAccount(page, { name, email }) {
  await page.getByLabel("Your name").fill(name);
  const address = page.getByLabel("Email", { exact: true });
  if (await address.isEditable()) await address.fill(email);
  await page.getByLabel("Choose a password").fill(PASSWORD);
}

/** Signs out through the user's menu; on a phone that is inside the sheet. */
export async function signOut(page) {
  if (page.phone) await page.getByRole("button", { name: "Menu", exact: true }).click();
  await page.locator("[popovertarget=user-menu]").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in*");
}

/** Fills fields by their names, then saves. */
export async function save(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "object") await choose(page, name, value.choose);
    else await page.locator(`[id="${name}"]`).fill(value);
  }
  await page.locator(".form-actions .button-primary").click();
}

/** Chooses a related row: from a list, from suggestions, or by the picker's own search. */
export async function choose(page, name, label) {
  const list = page.locator(`select[id="${name}"]`);
  if (await list.count()) {
    await list.selectOption({ label });
    return;
  }
  const box = page.locator(`.combobox:has([id="${name}"])`);
  await box.locator(`[id="${name}"]`).fill(label);
  if (page.scripts) {
    await box.getByRole("option", { name: label }).first().click();
    return;
  }
  await box.getByRole("button", { name: "Search" }).click();
  await page.locator(`select[name="${name}"]`).selectOption({ label });
}

/** Deletes the record whose page this is. */
export async function deleteRecord(page) {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.locator("#more .menu-item-danger").click();
  const dialog = page.locator(page.scripts ? "dialog[open]" : ".status-page");
  await dialog.locator(".button-danger").click();
}

/** Searches the list that this page shows. */
export async function search(page, words) {
  await page.locator(".toolbar [name=q]").fill(words);
  await submit(page);
  await page.waitForURL((url) => url.searchParams.get("q") === words);
}

/** Sends the toolbar's form where no script does. */
export async function submit(page) {
  if (!page.scripts) await page.locator(".toolbar > .without-script").click();
}

/** Opens a group of the filter panel. */
export async function openFilter(page, name) {
  await page.locator(".toolbar > [popovertarget=filters]").click();
  const group = page.locator(`[data-filter="${name}"]`);
  if (!(await group.evaluate((details) => details.open))) await group.locator("summary").click();
  return group;
}

/** Waits until the list shows exactly these rows, in this order. */
export async function assertRows(page, names) {
  await eventually(async () => {
    const shown = await page.locator("#results tbody .cell-title").allInnerTexts();
    assert.deepEqual(shown.map((text) => text.trim()), names);
  });
}

/** Tries until it does not fail, at most for as long as a page may take. */
export async function eventually(attempt, patience = 5_000) {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

/** Reads an amount as it is shown: `€1,234.50` is 1234.5. */
export function amount(text) {
  return Number(text.replace(/[^\d.-]/g, ""));
}
