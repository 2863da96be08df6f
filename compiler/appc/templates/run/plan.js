// Keeps the plan page up to date, and leaves it for the app once that runs.
"use strict";

(() => {
  // Whoever asked for the plan keeps it.
  const isStandIn = location.pathname !== "/__appc/plan";
  const drawnFor = __GENERATION__;
  const get = (id) => document.getElementById(id);

  const showProgress = (progress) => {
    get("build").hidden = !progress;
    if (!progress) return;
    const bar = get("build-bar");
    if (progress.total) {
      bar.max = progress.total;
      bar.value = progress.done;
      get("build-count").textContent = `crate ${progress.done} of ${progress.total}`;
    } else {
      bar.removeAttribute("value");
      get("build-count").textContent = progress.done ? `crate ${progress.done}` : "starting cargo";
    }
    get("build-doing").textContent = progress.doing;
  };

  const showTrouble = (trouble) => {
    get("trouble").hidden = !trouble;
    if (!trouble) return;
    get("build").hidden = true;
    get("trouble-title").textContent = trouble.title;
    get("trouble-text").textContent = trouble.text;
  };

  const events = new EventSource("/__appc/events");
  const on = (name, then) => events.addEventListener(name, (event) => then(JSON.parse(event.data)));
  let inTrouble = !get("trouble").hidden;
  on("hello", (hello) => {
    if ((isStandIn && hello.is_running) || hello.generation !== drawnFor) return location.reload();
    showProgress(hello.progress);
    showTrouble(hello.trouble);
  });
  on("progress", showProgress);
  on("trouble", (trouble) => {
    // A mended spec has another picture.
    if (inTrouble && !trouble) return location.reload();
    inTrouble = Boolean(trouble);
    showTrouble(trouble);
  });
  on("reload", () => location.reload());
})();
