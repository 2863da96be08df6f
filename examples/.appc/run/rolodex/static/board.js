// Boards: move a card by pointer, or by the form in its menu. Needs app.js.

async function move(card, column, home, spoken) {
  const board = card.closest("[data-board]"), { field, moveUrl } = board.dataset;
  const next = card.nextElementSibling?.dataset.card ?? "";
  const body = new URLSearchParams({ id: card.dataset.card, [field]: column.dataset.column, version: card.dataset.version, before: next });
  let answer;
  try {
    const response = await fetch(moveUrl, { method: "POST", keepalive: true, headers: { Accept: "application/json" }, body });
    answer = await response.json();
    if (!response.ok) throw answer;
  } catch ({ error }) {
    home();
    return say(error ?? texts.failed, true);
  }
  card.dataset.version = answer.version;
  for (const button of all(`[data-move] [name="${field}"]`, card)) button.setAttribute("aria-pressed", button.value === column.dataset.column);
  for (const [value, sums] of Object.entries(answer.columns ?? {})) {
    const of = $(`[data-column="${CSS.escape(value)}"]`, board);
    for (const key of ["count", "total"]) if (of && key in sums) $(`[data-${key}]`, of)?.replaceChildren(sums[key]);
  }
  if (spoken && answer.message) say(answer.message);
}

function place(card) {
  const parent = card.parentElement, next = card.nextElementSibling;
  return () => parent.insertBefore(card, next);
}

on("pointerdown", (down) => {
  const card = down.target.closest("[data-board] [data-card]");
  if (!card || down.button || down.target.closest("[popover], button")) return;
  if (down.pointerType !== "mouse" && !down.target.closest("[data-handle]")) return;
  const box = card.getBoundingClientRect(), home = place(card), from = card.closest("[data-column]");
  const board = card.closest("[data-board]"), stop = new AbortController();
  let ghost, column;
  const track = (type, act) => addEventListener(type, act, { signal: stop.signal, passive: false });
  function drag(event) {
    const x = event.clientX - down.clientX, y = event.clientY - down.clientY;
    if (!ghost && Math.hypot(x, y) < 6) return;
    if (!ghost) {
      ghost = card.cloneNode(true);
      ghost.classList.add("card-ghost");
      Object.assign(ghost.style, { width: `${box.width}px`, left: `${box.left}px`, top: `${box.top}px` });
      document.body.append(ghost);
      card.dataset.lifted = "";
      getSelection().removeAllRanges();
    }
    ghost.style.translate = `${x}px ${y}px`;
    const edge = (at, size) => (at < 50 ? -12 : at > size - 90 ? 12 : 0);
    board.scrollLeft += edge(event.clientX - board.getBoundingClientRect().left, board.clientWidth);
    scrollBy(0, edge(event.clientY, innerHeight));
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-column]");
    if (!over) return;
    column?.removeAttribute("data-target");
    (column = over).dataset.target = "";
    const below = all("[data-card]", over).find((other) => other !== card && event.clientY < other.getBoundingClientRect().top + other.offsetHeight / 2);
    $("[data-cards]", over).insertBefore(card, below ?? null);
  }
  function drop(keep) {
    stop.abort();
    if (!ghost) return;
    ghost.remove();
    delete card.dataset.lifted;
    column?.removeAttribute("data-target");
    const release = new AbortController();
    addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, signal: release.signal });
    setTimeout(() => release.abort());
    if (keep && column && column !== from) move(card, column, home);
    else home();
  }
  track("pointermove", drag);
  track("pointerup", () => drop(true));
  track("pointercancel", () => drop(false));
  track("keydown", (event) => event.key === "Escape" && drop(false));
});

on("dragstart", (event) => event.target.closest("[data-board]") && event.preventDefault());

on("submit", (event) => {
  const form = event.target.closest("[data-board] [data-move]");
  if (!form) return;
  event.preventDefault();
  const card = form.closest("[data-card]"), home = place(card);
  const column = $(`[data-column="${CSS.escape(event.submitter.value)}"]`, form.closest("[data-board]"));
  form.hidePopover?.();
  if (!column || column.contains(card)) return;
  $("[data-cards]", column).prepend(card);
  $("button", card).focus();
  move(card, column, home, true);
});
