// Reloads the page once the application was built anew. Development only.
(() => {
  let known = null;
  const ask = async () => {
    try {
      const answer = await fetch("/_dev/version", { cache: "no-store" });
      const version = answer.ok ? await answer.text() : known;
      if (known && version && version !== known) location.reload();
      known = version ?? known;
    } catch {
      // The server is away while it is being built.
    }
    setTimeout(ask, document.hidden ? 5000 : 700);
  };
  ask();
})();
