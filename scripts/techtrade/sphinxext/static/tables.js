// Tables marked tt-sortable can be sorted by their headings; those marked tt-filterable get a
// field to search and a list to choose from for each heading with data-filter. Without this
// script they are plain tables.
(() => {
  const text = (cell) => (cell?.dataset.sort ?? cell?.textContent ?? "").trim();
  const number = (value) => {
    const parsed = Number.parseFloat(value.replace(/[,\s]/g, "").replace("−", "-"));
    return Number.isNaN(parsed) ? null : parsed;
  };

  function compare(a, b) {
    const [x, y] = [number(a), number(b)];
    if (x !== null && y !== null) return x - y;
    return a.localeCompare(b, "en", { numeric: true });
  }

  function sortable(table) {
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    for (const head of heads) {
      if (head.hasAttribute("data-no-sort")) continue;
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

  function filterable(table) {
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    const bar = document.createElement("div");
    bar.className = "tt-filters";
    const words = document.createElement("input");
    words.type = "search";
    const count = document.createElement("output");
    const choices = heads.filter((head) => head.hasAttribute("data-filter")).map((head) => {
      const select = document.createElement("select");
      const column = head.cellIndex;
      const values = new Set(rows.map((row) => text(row.cells[column])));
      select.append(new Option("all", ""));
      for (const value of [...values].sort(compare)) {
        const shown = rows.find((row) => text(row.cells[column]) === value).cells[column];
        select.append(new Option(shown.dataset.label ?? shown.textContent.trim(), value));
      }
      bar.append(labelled(head.textContent.trim(), select));
      return { column, select };
    });
    bar.prepend(labelled("Search", words));
    bar.append(count);
    const apply = () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const content = row.textContent.toLowerCase();
        const fits = wanted.every((word) => content.includes(word))
          && choices.every(({ column, select }) => !select.value || text(row.cells[column]) === select.value);
        row.hidden = !fits;
        shown += fits;
      }
      count.textContent = `${shown} of ${rows.length} rows`;
    };
    bar.addEventListener("input", apply);
    apply();
    (table.closest(".tt-frame") ?? table).before(bar);
  }

  function start() {
    document.querySelectorAll("table.tt-filterable").forEach(filterable);
    document.querySelectorAll("table.tt-sortable").forEach(sortable);
    // A link to something folded opens the fold.
    const unfold = () => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target) return;
      const folds = [];
      for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) folds.push(fold);
      const inner = target.matches("details") ? target : target.querySelector(":scope > details");
      if (inner) folds.push(inner);
      if (folds.every((fold) => fold.open)) return;
      folds.forEach((fold) => (fold.open = true));
      target.scrollIntoView();
    };
    addEventListener("hashchange", unfold);
    unfold();
  }

  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
