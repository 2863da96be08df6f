// Pickers of related rows: a text input over a hidden one, options from the server.
// Without scripts the search button beside it does the same. Needs app.js.

function combobox(box) {
  const input = $("input.input", box), value = $("[data-value]", box), many = "multiple" in box.dataset;
  const list = make("div", { class: "combobox-list", role: "listbox", id: `${input.id}-list`, hidden: "" });
  let options = [], active = -1, asked, chosen = input.value, wait;
  box.append(list);
  for (const [name, to] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, to);

  const open = (is) => { list.hidden = !is; input.setAttribute("aria-expanded", is); if (!is) mark(-1); };
  function mark(index) {
    active = index;
    all("[role=option]", list).forEach((row, at) => row.setAttribute("aria-selected", at === index));
    const row = list.children[index];
    row?.scrollIntoView({ block: "nearest" });
    row ? input.setAttribute("aria-activedescendant", row.id) : input.removeAttribute("aria-activedescendant");
  }
  async function search(q) {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams({ q });
    for (const name of (box.dataset.optionsWith ?? "").split(",").filter(Boolean)) query.set(name, input.form.elements[name]?.value ?? "");
    try {
      const answer = await (await fetch(`${box.dataset.optionsUrl}?${query}`, { signal: asked.signal })).json();
      const taken = all("[type=hidden]", box).map((hidden) => many && hidden.value);
      options = answer.options.filter((option) => !taken.includes(option.value));
      const note = options.length ? answer.more && texts.more : texts.none;
      list.replaceChildren(...options.map((option, at) =>
        make("div", { class: "combobox-option", role: "option", id: `${list.id}-${at}` }, make("span", {}, option.label), make("small", {}, option.hint ?? ""))),
        ...(note ? [make("div", { class: "combobox-note" }, note)] : []));
      open(true);
      mark(q && options.length ? 0 : -1);
    } catch (error) {
      if (error.name !== "AbortError") say(texts.failed, true);
    }
  }
  function choose(option) {
    if (many) {
      input.before(make("span", { class: "token" }, option.label, make("input", { type: "hidden", name: box.dataset.name, value: option.value }),
        make("button", { type: "button", "aria-label": `${texts.remove} ${option.label}` }, icon("x"))));
      input.value = "";
    } else {
      input.value = chosen = option.label;
      value.value = option.value;
    }
    (value ?? input).dispatchEvent(new Event("change", { bubbles: true }));
    open(false);
  }
  box.reset = () => choose({ label: "", value: "" });

  on("input", () => { clearTimeout(wait); wait = setTimeout(search, 150, input.value); }, input);
  on("click", () => list.hidden && search(""), input);
  on("blur", () => {
    clearTimeout(wait);
    asked?.abort();
    open(false);
    if (many) input.value = "";
    else if (!input.value && chosen) box.reset();
    else input.value = chosen;
  }, input);
  on("keydown", (event) => {
    const { key } = event, step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && list.hidden) search("");
    else if (step && options.length) mark((active + step + options.length + (active < 0 && step < 0)) % options.length);
    else if (key === "Enter" && options[active] && !list.hidden) choose(options[active]);
    else if (key === "Escape" && !list.hidden) open(false);
    else if (key === "Enter" && input.value === (many ? "" : chosen)) return;
    else if (key === "Enter") clearTimeout(wait), search(input.value);
    else if (key === "Backspace" && many && !input.value) return $(".token:has(+ input)", box)?.remove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, input);
  on("pointerdown", (event) => event.preventDefault(), list);
  on("click", ({ target }) => {
    const at = all("[role=option]", list).indexOf(target.closest("[role=option]"));
    if (at >= 0) choose(options[at]);
  }, list);
  on("click", (event) => {
    const button = event.target.closest(".token button");
    if (!button) return;
    event.preventDefault();
    button.parentElement.remove();
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, box);
}

on("change", ({ target }) => {
  for (const box of all("[data-options-with]")) {
    if (box.reset && target.name && box.dataset.optionsWith.split(",").includes(target.name) && $("[data-value]", box).value) box.reset();
  }
});

all("[data-combobox]").forEach(combobox);
