// The preview's own script: takes over pages that were written anew, and tells what changed.
(() => {
  const here = location.pathname.endsWith("/") ? `${location.pathname}index.html` : location.pathname;
  const own = document.currentScript.dataset.state; // names what the page held when it was loaded
  const ARTICLE = "article.bd-article";
  const ASIDE = ["#pst-secondary-sidebar", "nav.bd-links"];
  const BOXES = new Set(["ARTICLE", "SECTION", "DIV"]);
  const soon = window.requestIdleCallback ?? ((work) => setTimeout(work, 300));
  let shown = { state: own, article: null }; // the page as written, before any script touched it

  async function load() {
    const answer = await fetch(location.pathname, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return null; // the preview has ended, or the page is gone
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    return { text, page, state: page.querySelector("script[data-state]").dataset.state };
  }

  const written = (page) => page.querySelector(ARTICLE);

  function remember({ text, state }) {
    shown = { state, article: null };
    soon(() => {
      if (shown.state === state) shown.article = written(new DOMParser().parseFromString(text, "text/html"));
    });
  }

  const attributes = (node) => [...node.attributes].map(({ name, value }) => `${name}=${value}`).join();
  const ownText = (node) => [...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE)
    .map((one) => one.data.trim()).join();

  // Replaces what differs between two written states; all else stays: charts that are alive, what
  // is folded open, chosen or typed. Where a script has added to a box, the whole box is replaced.
  function patch(live, was, now) {
    if (was.isEqualNode(now)) return;
    const boxes = [live, was, now];
    const [mine, old, fresh] = boxes.map((box) => [...box.children]);
    const inside = boxes.every((box) => BOXES.has(box.tagName)) && fresh.length > 0
      && mine.length === old.length && old.length === fresh.length
      && mine.every((child, at) => child.tagName === old[at].tagName)
      && attributes(was) === attributes(now) && ownText(was) === ownText(now);
    if (inside) mine.forEach((child, at) => patch(child, old[at], fresh[at]));
    else replace(live, now);
  }

  function replace(live, now) {
    const folds = (node) => [node, ...node.querySelectorAll("details")].filter((one) => one.tagName === "DETAILS");
    const opened = folds(live).map((one) => one.open);
    folds(now).forEach((one, at) => { one.open = opened[at] ?? one.open; });
    live.replaceWith(document.adoptNode(now));
  }

  async function refresh(loaded) {
    const fresh = loaded ?? await load();
    if (!fresh) return;
    const { scrollX, scrollY } = window;
    const [live, now, was] = [written(document), written(fresh.page), shown.article];
    if (!live || !now) return;
    if (was) patch(live, was, now);
    else replace(live, now);
    for (const part of ASIDE) {
      const [newer, older] = [fresh.page, document].map((page) => page.querySelector(part));
      if (newer && older && newer.textContent !== older.textContent) {
        older.replaceWith(document.adoptNode(newer));
      }
    }
    document.title = fresh.page.title;
    scrollTo(scrollX, scrollY);
    document.dispatchEvent(new CustomEvent("recomputed:refresh"));
    window.recomputedRefreshed = (window.recomputedRefreshed ?? 0) + 1;
    remember(fresh);
  }

  // The page may have been written anew between loading and listening.
  async function catchUp() {
    const fresh = await load();
    if (!fresh) return;
    if (fresh.state !== shown.state) await refresh(fresh);
    else if (!shown.article) shown.article = written(fresh.page);
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
    make("strong", state, head);
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
    events.onopen = () => soon(catchUp);
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
