// A browser, and visitors in it: a viewport, a colour scheme, with or without scripts.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const PATIENCE_MS = 5_000;

/** Starts the browser. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * Lets a visitor walk through the app; fails if a page had a script error or broke its
 * Content-Security-Policy.
 */
export async function visit(browser, app, { phone = false, dark = false, scripts = true }, walk) {
  const context = await browser.newContext({
    baseURL: app.url,
    viewport: phone ? PHONE : DESKTOP,
    hasTouch: phone,
    isMobile: phone,
    colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: scripts,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const faults = [];
  context.on("weberror", (error) => faults.push(`script: ${error.error().message}`));
  context.on("console", (message) => {
    if (message.type() === "error" && /Content.Security.Policy/i.test(message.text())) {
      faults.push(`policy: ${message.text()}`);
    }
  });
  try {
    const page = await context.newPage();
    await walk(Object.assign(page, { scripts, phone }));
    assert.deepEqual(faults, [], "pages have no script errors and keep their policy");
  } finally {
    await context.close();
  }
}

/** Fails if the page can be scrolled sideways. */
export async function assertFits(page, what) {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(content <= window, `${what} is ${content} px wide in a window of ${window} px`);
}

/** Takes a picture if `SHOTS` names a folder. */
export async function shot(page, name) {
  const folder = process.env.SHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
