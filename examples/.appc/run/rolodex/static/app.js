// Makes the pages quicker to use. Every page works without this file: each data
// attribute below sits on a form or a link that does the same with a page load.

const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (type, act, root = document) => root.addEventListener(type, act);
const texts = { cancel: "Cancel", copied: "Copied", failed: "That didn’t work. Try again.", none: "Nothing found",
  more: "Type to narrow the list", dismiss: "Dismiss", remove: "Remove", keys: "Keyboard shortcuts", search: "Search",
  create: "New", edit: "Edit", save: "Save", go: "Go to", off: "Turn off", on: "Turn on",
  ...JSON.parse(document.body.dataset.texts ?? "{}") };

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function icon(name) {
  const use = $("use").cloneNode();
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${name}`));
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon icon-small");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

// Toasts leave after a while, bad news stays until dismissed.
function show(toast) {
  const close = make("button", { class: "button button-plain button-icon", type: "button", "aria-label": texts.dismiss }, icon("x"));
  const leave = () => { toast.dataset.leaving = ""; setTimeout(() => toast.remove(), 200); };
  toast.append(close);
  on("click", leave, close);
  if (!toast.matches(".toast-danger")) setTimeout(leave, 6000);
}

function say(text, bad) {
  const toast = make("div", { class: bad ? "toast toast-danger" : "toast" }, icon(bad ? "warning" : "check"), make("span", {}, text));
  $("[data-toasts]").append(toast);
  show(toast);
}

// Lists and boards: fetch the page at the new address and put its fragments in place.
let loading, typing;

async function load(url, { history: way = "pushState", source } = {}) {
  loading?.abort();
  const { signal } = (loading = new AbortController());
  const results = $("[data-fragment=results]");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { "X-Fragment": "results" }, signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!$("[data-fragment=results]", page)) return location.assign(url);
    for (const fresh of all("[data-fragment]", page)) {
      const old = $(`[data-fragment="${fresh.dataset.fragment}"]`);
      if (old && !old.contains(source)) old.replaceChildren(...fresh.childNodes);
    }
    history[way]({ fragment: true }, "", url);
    results.removeAttribute("aria-busy");
    ready();
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

function address(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${new URL(form.action).pathname}?${new URLSearchParams(filled)}`;
}

if ($("[data-fragment=results]")) history.replaceState({ fragment: true }, "");

on("popstate", ({ state }) => {
  if (!state?.fragment) return;
  const asked = new URLSearchParams(location.search);
  for (const field of all("[data-results-form] [name]")) if (!field.closest("[data-fragment]")) field.value = asked.get(field.name) ?? "";
  load(location.href, { history: "replaceState" });
}, window);

for (const type of ["input", "change"]) on(type, ({ target }) => {
  const form = target.closest("[data-results-form]");
  if (!form) return target.matches("[data-autosubmit]") && type === "change" && target.form.requestSubmit();
  const text = target.matches("input:not([type=checkbox], [type=radio], [type=date])");
  if (text !== (type === "input")) return;
  clearTimeout(typing);
  typing = setTimeout(() => load(address(form), { history: text ? "replaceState" : "pushState", source: target }), text ? 200 : 0);
});

// Questions before what can't be undone. A link is a page that asks; here it is posted at once.
function dialog(title, ...content) {
  const heading = make("h2", { id: "dialog-title" }, title);
  const box = make("dialog", { class: "dialog", "aria-labelledby": "dialog-title" }, heading, ...content);
  document.body.append(box);
  on("close", () => box.remove(), box);
  on("click", (event) => event.target === box && box.close(), box);
  box.showModal();
  return box;
}

function ask({ confirm, confirmDetail, confirmLabel }, act) {
  const no = make("button", { class: "button", value: "", autofocus: "" }, texts.cancel);
  const yes = make("button", { class: "button button-danger", value: "yes" }, confirmLabel ?? confirm);
  const form = make("form", { method: "dialog", class: "dialog-actions" }, no, yes);
  const box = dialog(confirm, make("p", {}, confirmDetail ?? ""), form);
  on("close", () => box.returnValue === "yes" && act(), box);
}

on("submit", (event) => {
  const form = event.target, results = form.matches("[data-results-form]");
  if (event.defaultPrevented) return;
  if (form.dataset.confirm && !("sure" in form.dataset)) {
    event.preventDefault();
    ask(form.dataset, () => { form.dataset.sure = ""; form.requestSubmit(event.submitter); });
  } else if (results) {
    event.preventDefault();
    $("[popover]", form)?.hidePopover();
    load(address(form));
  } else if (form.matches("[data-theme-switch]")) {
    event.preventDefault();
    theme(event.submitter.value);
  } else if (form.method === "post") {
    if ("sent" in form.dataset) return event.preventDefault();
    form.dataset.sent = "";
    delete form.dataset.sure;
    changed = false;
  }
});

function theme(value) {
  document.documentElement.dataset.theme = value;
  document.cookie = `theme=${value}; path=/; max-age=31536000; samesite=lax`;
  for (const button of all("[data-theme-switch] button")) button.setAttribute("aria-pressed", button.value === value);
}

// A form with unsaved input holds the reader back.
let changed = Boolean($("form[data-guard=changed]"));
for (const type of ["input", "change"]) on(type, ({ target }) => { if (target.closest("[data-guard]")) changed = true; });
on("beforeunload", (event) => changed && event.preventDefault(), window);
on("pageshow", () => all("[data-sent]").forEach((form) => delete form.dataset.sent), window);

on("click", (event) => {
  const { target } = event, near = (selector) => target.closest(selector);
  const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = near("a[href]"), copy = near("[data-copy], [data-copy-from]"), row = near("tr[data-href]");
  if (near("[data-filter-open]")) $(`[data-filter="${near("[data-filter-open]").dataset.filterOpen}"]`)?.setAttribute("open", "");
  if (copy) {
    const from = document.getElementById(copy.dataset.copyFrom);
    navigator.clipboard.writeText(copy.dataset.copy ?? from.value ?? from.textContent)
      .then(() => say(texts.copied), () => say(texts.failed, true));
  } else if (link?.dataset.confirm) {
    event.preventDefault();
    ask(link.dataset, () => {
      const form = make("form", { method: "post", action: link.href });
      document.body.append(form);
      form.submit();
    });
  } else if (link && plain && link.closest("[data-fragment]") && link.pathname === location.pathname && link.search !== location.search) {
    event.preventDefault();
    load(link.href);
    if (link.closest(".pager")) scrollTo(0, 0);
  } else if (row && !near("a, button, input, select, label, summary, [popover]") && !String(getSelection())) {
    const href = $("a", row)?.href;
    if (href) plain ? location.assign(href) : open(href);
  }
});

// Dates such as "2 hours ago" stay true.
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
const units = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

function age() {
  for (const time of all("time[data-relative]")) {
    const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
    const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", Infinity];
    time.textContent = relative.format(Math.trunc(seconds / size), unit);
  }
}

// A table that fits needs no scroll box, so its header can stick.
function fit() {
  for (const wrap of all(".table-wrap")) {
    delete wrap.dataset.fits;
    if (wrap.scrollWidth <= wrap.clientWidth) wrap.dataset.fits = "";
  }
}

function ready() {
  age();
  fit();
}

ready();
setInterval(age, 60000);
on("resize", fit, window);
all("[data-toast]").forEach(show);
$("[data-focus]")?.focus();

const refresh = $("[data-refresh]");
if (refresh) setInterval(async () => {
  const page = await fetch(location).then((answer) => answer.text(), () => "");
  const fresh = $("[data-refresh]", new DOMParser().parseFromString(page, "text/html"));
  if (fresh) refresh.replaceChildren(...fresh.childNodes);
  else if (page) location.reload();
}, refresh.dataset.refresh * 1000);
