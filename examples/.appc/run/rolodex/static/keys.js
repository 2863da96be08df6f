// Keyboard shortcuts, and the sheet that lists them and can turn them off. Needs app.js.

let going = 0;

function sheet() {
  const keys = [["/", texts.search, "[data-search]"], ["c", texts.create, "[data-create]"], ["e", texts.edit, "[data-edit]"], ["Ctrl Enter", texts.save, "[data-guard]"]]
    .filter(([, , selector]) => $(selector)).concat(all("[data-key]").map((link) => [`g ${link.dataset.key}`, `${texts.go} ${link.textContent.trim()}`]), [["?", texts.keys]]);
  const list = make("dl", { class: "shortcuts" }, ...keys.flatMap(([press, does]) =>
    [make("dt", {}, ...press.split(" ").map((key) => make("kbd", {}, key))), make("dd", {}, does)]));
  const off = localStorage.shortcuts === "off";
  const turn = make("button", { class: "button", value: "turn" }, off ? texts.on : texts.off);
  const box = dialog(texts.keys, list, make("form", { method: "dialog", class: "dialog-actions" }, turn, make("button", { class: "button", autofocus: "" }, texts.dismiss)));
  on("close", () => { if (box.returnValue === "turn") localStorage.shortcuts = off ? "on" : "off"; }, box);
}

on("keydown", (event) => {
  const { key, target } = event;
  if (key === "Enter" && (event.ctrlKey || event.metaKey)) return target.closest("form[data-guard]")?.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.shortcuts === "off" || $("dialog[open]")) return;
  if (target.matches("input:not([type=checkbox], [type=radio]), select, textarea")) return key === "Escape" && target.matches("[data-search]") && target.blur();
  const went = Date.now() - going < 1500 && $(`[data-key="${CSS.escape(key)}"]`);
  going = key === "g" ? Date.now() : 0;
  const found = went || $({ "/": "[data-search]", c: "[data-create]", e: "[data-edit]" }[key] ?? "[data-no-key]");
  if (key === "?") sheet();
  else if (!found) return;
  else found.matches("input") ? found.select() : found.click();
  event.preventDefault();
});

on("click", ({ target }) => target.closest("[data-shortcuts]") && sheet());
