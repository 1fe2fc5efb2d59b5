// Long tables can be sorted by their headings, and the scorecard filtered by words and by what its
// rows say of themselves (data-part, data-kind, data-verdict). Without this script they are plain
// tables.
(() => {
  const SORTABLE = ".tt-scorecard table, table.tt-errata, table.tt-glossary, table.tt-sortable";
  const NUMBER = /^[-−+]?[\d,]*\.?\d+\s?%?$/;
  const text = (cell) => (cell?.dataset.sort ?? cell?.textContent ?? "").trim();
  const number = (value) =>
    NUMBER.test(value) ? Number.parseFloat(value.replaceAll(",", "").replace("−", "-")) : null;

  function compare(a, b) {
    const [x, y] = [number(a), number(b)];
    if (x !== null && y !== null) return x - y;
    return a.localeCompare(b, "en", { numeric: true });
  }

  function sortable(table) {
    if (table.querySelectorAll("tbody tr").length < 5) return; // a glance sorts these
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "tt-sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const column = head.cellIndex;
        for (const body of table.tBodies) {
          const rows = [...body.rows].sort((a, b) => compare(text(a.cells[column]), text(b.cells[column])));
          body.append(...(down ? rows.reverse() : rows));
        }
      });
    }
  }

  function labelled(name, control) {
    const label = document.createElement("label");
    label.append(name, " ", control);
    return label;
  }

  function filterable(box) {
    const rows = [...box.querySelectorAll("tbody tr")];
    const bar = document.createElement("div");
    bar.className = "tt-filters";
    const words = document.createElement("input");
    words.type = "search";
    bar.append(labelled("Search", words));
    const choices = Object.keys(rows[0]?.dataset ?? {}).map((key) => {
      const select = document.createElement("select");
      const values = new Set(rows.map((row) => row.dataset[key]));
      select.append(new Option("all", ""), ...[...values].map((value) => new Option(value)));
      bar.append(labelled(key[0].toUpperCase() + key.slice(1), select));
      return { key, select };
    });
    const count = document.createElement("output");
    bar.append(count);
    const apply = () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const content = row.textContent.toLowerCase();
        row.hidden = !wanted.every((word) => content.includes(word))
          || choices.some(({ key, select }) => select.value && row.dataset[key] !== select.value);
        shown += !row.hidden;
      }
      count.textContent = `${shown} of ${rows.length} rows`;
    };
    bar.addEventListener("input", apply);
    apply();
    box.prepend(bar);
  }

  // On a phone each cell stands under the name of its column (see tables.css).
  function nameCells(table) {
    const names = [...table.tHead.rows[0].cells].map((head) => head.textContent);
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, place) => { cell.dataset.column = names[place]; });
    }
  }

  // A link to something folded opens the fold.
  function unfold() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const folds = [];
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) folds.push(fold);
    const inner = target.matches("details") ? target : target.querySelector(":scope > details");
    if (inner) folds.push(inner);
    if (folds.every((fold) => fold.open)) return;
    folds.forEach((fold) => (fold.open = true));
    target.scrollIntoView();
  }

  function prepare() {
    const without = (selector, part) => [...document.querySelectorAll(selector)]
      .filter((one) => !one.querySelector(part));
    without(".tt-scorecard", ".tt-filters").forEach(filterable);
    without(".tt-rows", "[data-column]").forEach(nameCells);
    without(SORTABLE, ".tt-sort").forEach(sortable);
  }

  function start() {
    prepare();
    addEventListener("hashchange", unfold);
    unfold();
  }

  document.addEventListener("recomputed:refresh", prepare); // the preview has put in new parts
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
