// The preview's own script: takes over pages that were written anew, and tells what changed.
(() => {
  const here = location.pathname.endsWith("/") ? `${location.pathname}index.html` : location.pathname;
  const PARTS = ["article.bd-article", "#pst-secondary-sidebar", "nav.bd-links"];

  async function refresh() {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const { scrollX, scrollY } = window;
    const opened = [...document.querySelectorAll("article.bd-article details")].map((one) => one.open);
    const [article, old] = [fresh, document].map((page) => page.querySelector(PARTS[0]));
    if (!article || !old) return;
    article.querySelectorAll("details").forEach((one, at) => { one.open = opened[at] ?? one.open; });
    old.replaceWith(document.adoptNode(article));
    for (const part of PARTS.slice(1)) {
      const [newer, older] = [fresh, document].map((page) => page.querySelector(part));
      if (newer && older && newer.textContent !== older.textContent) {
        older.replaceWith(document.adoptNode(newer));
      }
    }
    document.title = fresh.title;
    scrollTo(scrollX, scrollY);
    document.dispatchEvent(new CustomEvent("techtrade:refresh"));
    window.techtradeRefreshed = (window.techtradeRefreshed ?? 0) + 1;
  }

  // Everything that comes from data is put in as text, never as markup.
  function make(tag, text, parent, href) {
    const node = document.createElement(tag);
    node.textContent = text;
    if (href) node.href = new URL(href, `${location.origin}/`);
    parent.append(node);
    return node;
  }

  const box = document.createElement("aside");
  box.id = "tt-serve";
  box.setAttribute("aria-label", "What changed");
  box.style.cssText = "position:fixed;right:1rem;bottom:1rem;z-index:2000;max-width:min(34rem,92vw);"
    + "max-height:45vh;overflow:auto;font-size:.8rem;line-height:1.4;padding:.6rem .8rem;"
    + "background:var(--pst-color-surface);color:var(--pst-color-text-base);"
    + "border:1px solid var(--pst-color-border);border-radius:.4rem;"
    + "box-shadow:0 2px 12px var(--pst-color-shadow)";
  let folded = false;

  function list(title, entries, parent) {
    if (!entries.length) return;
    make("strong", `${title} (${entries.length})`, parent);
    const ul = make("ul", "", parent);
    ul.style.cssText = "margin:.1rem 0 .4rem;padding-left:1.1rem";
    for (const entry of entries.slice(0, 60)) entry(make("li", "", ul));
    if (entries.length > 60) make("li", `… and ${entries.length - 60} more`, ul);
  }

  function panel(told) {
    box.replaceChildren();
    const { files, claims, charts, errors, state } = told;
    const head = make("div", "", box);
    make("strong", errors.length ? "Something is wrong; the last good pages stay" : state, head);
    const fold = make("button", folded ? "show" : "hide", head);
    fold.style.cssText = "float:right;margin-left:1rem;font:inherit";
    fold.onclick = () => { folded = !folded; panel(told); };
    if (folded && !errors.length) return;
    for (const error of errors) {
      const pre = make("pre", error, box);
      pre.style.cssText = "white-space:pre-wrap;margin:.3rem 0;color:var(--tt-alarm)";
      pre.setAttribute("role", "alert");
    }
    list("Files changed", files.map((name) => (li) => { li.textContent = name; }), box);
    list("Claims", claims.map((one) => (li) => {
      make("a", one.claim, li, one.href);
      const verdict = one.verdict_before === one.verdict_after
        ? one.verdict_after : `${one.verdict_before} → ${one.verdict_after}`;
      make("span", ` printed ${one.printed}: ${one.before || "–"} → ${one.after || "–"} (${verdict})`, li);
    }), box);
    list("Charts", charts.map((one) => (li) => { make("a", one.title, li, one.href); }), box);
  }

  function start() {
    document.body.append(box);
    box.hidden = true;
    const events = new EventSource(`/__events?page=${encodeURIComponent(here)}`);
    events.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.pages?.includes(here)) refresh();
      if (message.reload) location.reload();
      if (message.panel) {
        box.hidden = false;
        panel(message.panel);
      }
    };
    addEventListener("pagehide", () => events.close());
  }
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
