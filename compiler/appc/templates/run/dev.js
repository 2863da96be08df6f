// In a page of the app: reloads it when another version took over, and shows
// what is wrong with the spec. Part of no release build.
"use strict";

(() => {
  // A page may ask for it under both of its names.
  if (window.appcIsWatching) return;
  window.appcIsWatching = true;

  const loadedFrom = __GENERATION__;
  const kept = "appc-scroll";

  const reload = () => {
    sessionStorage.setItem(kept, JSON.stringify([location.href, scrollX, scrollY]));
    location.reload();
  };

  const restoreScroll = () => {
    const [href, x, y] = JSON.parse(sessionStorage.getItem(kept) ?? "[]");
    sessionStorage.removeItem(kept);
    if (href === location.href) scrollTo(x, y);
  };

  // A shadow root with a constructed style sheet: neither touches the styles of
  // the app, and a policy without inline styles allows both.
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { all: initial; color-scheme: light dark; }
    section {
      position: fixed; inset: auto 1rem 3.5rem auto; z-index: 2147483647; margin: 0;
      width: min(46rem, calc(100vw - 2rem)); max-height: min(70vh, 40rem); overflow: auto;
      box-sizing: border-box; padding: 0.875rem 1rem; border-radius: 10px;
      border: 1px solid light-dark(#d9544a, #a8443c);
      background: light-dark(#fffafa, #1f1615); color: light-dark(#1a1f2b, #eceef2);
      box-shadow: 0 12px 40px rgb(0 0 0 / 0.28);
      font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif;
    }
    header { display: flex; gap: 0.75rem; align-items: baseline; }
    h2 { flex: 1; margin: 0; font-size: 15px; font-weight: 600; color: light-dark(#b3241a, #ff9d94); }
    p { margin: 0.15rem 0 0.5rem; color: light-dark(#59606e, #a8aebb); }
    pre { margin: 0; overflow-x: auto; font: 12.5px/1.45 ui-monospace, Menlo, Consolas, monospace; }
    button {
      padding: 0.2rem 0.6rem; border: 1px solid light-dark(#ccd1d9, #4a4f58); border-radius: 6px;
      background: none; color: inherit; font: inherit; font-size: 13px; cursor: pointer;
    }
    button:hover { background: rgb(128 128 128 / 0.15); }
    :focus-visible { outline: 2px solid light-dark(#3b5bdb, #8da2fb); outline-offset: 2px; }
  `);

  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  let host;
  const showTrouble = (trouble) => {
    host?.remove();
    host = undefined;
    if (!trouble) return;
    host = document.createElement("appc-trouble");
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    // No dialog element: opening one takes the focus from whoever is typing.
    const panel = make("section", "", { role: "alert", "aria-label": trouble.title });
    const copy = make("button", "Copy for your assistant", { type: "button" });
    const close = make("button", "Hide", { type: "button" });
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(trouble.text);
      copy.textContent = "Copied";
    });
    close.addEventListener("click", () => showTrouble(undefined));
    const header = document.createElement("header");
    header.append(make("h2", trouble.title), copy, close);
    panel.append(
      header,
      make("p", "The last version that worked keeps running below."),
      make("pre", trouble.text),
    );
    root.append(panel);
    document.documentElement.append(host);
  };

  restoreScroll();
  const events = new EventSource("/__appc/events");
  const on = (name, then) => events.addEventListener(name, (event) => then(JSON.parse(event.data)));
  on("hello", (hello) => {
    if (hello.is_running && hello.generation !== loadedFrom) return reload();
    showTrouble(hello.trouble);
  });
  on("trouble", showTrouble);
  on("reload", reload);
  // An open event stream would keep the page out of the back/forward cache.
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
