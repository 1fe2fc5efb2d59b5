// Charts come alive when they near the window: the one Vega script is fetched then, each chart is
// drawn out of sight over its picture, and takes the picture's place when it is ready.
(() => {
  const home = document.currentScript.src;
  const NARROW = 520; // px of column; charts.css shows the narrow picture at the same width
  let loading = null;

  function library() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("vega.js", home);
      script.onload = () => resolve(window.vega);
      script.onerror = () => reject(new Error("the chart script is not there"));
      document.head.append(script);
    });
    return loading;
  }

  const tip = document.createElement("div");
  tip.className = "tt-tip";
  tip.setAttribute("aria-hidden", "true");

  // Values come from data: they are put into the page as text, never as markup.
  function tooltip(_handler, event, _item, value) {
    if (value === null || value === undefined || value === "") {
      tip.remove();
      return;
    }
    const pairs = typeof value === "object" ? Object.entries(value) : [["", value]];
    tip.replaceChildren(...pairs.map(([name, text]) => {
      const row = document.createElement("div");
      const label = document.createElement("span");
      const number = document.createElement("b");
      label.textContent = name;
      number.textContent = String(text);
      row.append(label, number);
      return row;
    }));
    document.body.append(tip);
    const { clientWidth, clientHeight } = document.documentElement;
    const x = Math.min(event.clientX + 14, clientWidth - tip.offsetWidth - 8);
    const y = event.clientY + 18 + tip.offsetHeight > clientHeight
      ? event.clientY - tip.offsetHeight - 12 : event.clientY + 18;
    tip.style.transform = `translate(${Math.max(8, x)}px, ${Math.max(8, y)}px)`;
  }

  function told(plot, form) {
    const { wide, narrow } = JSON.parse(plot.querySelector('script[type="application/json"]').textContent);
    if (form === "wide") return wide;
    const data = narrow.data?.map((one) => wide.data.find(({ name }) => name === one) ?? one);
    return { ...wide, ...narrow, data: data ?? wide.data };
  }

  const fitting = (plot) => (plot.clientWidth <= NARROW ? "narrow" : "wide");

  async function draw(plot) {
    const form = fitting(plot);
    if (plot.dataset.form === form) return;
    plot.dataset.form = form;
    const vega = await library();
    const spec = told(plot, form);
    const stage = document.createElement("div");
    stage.className = `tt-live tt-${form}`;
    plot.append(stage);
    const view = new vega.View(vega.parse(spec), { renderer: "svg" })
      .tooltip(tooltip).hover().initialize(stage);
    await view.runAsync();
    const picture = plot.querySelector(`.tt-picture.tt-${form} svg`);
    const svg = stage.querySelector("svg");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", picture?.getAttribute("aria-label") ?? "");
    for (const node of svg.querySelectorAll("[role], [aria-roledescription], [aria-label]")) {
      for (const name of ["role", "aria-roledescription", "aria-label"]) node.removeAttribute(name);
    }
    plot.view?.finalize();
    plot.querySelector(".tt-live.tt-ready")?.remove();
    plot.view = view;
    stage.classList.add("tt-ready");
    plot.classList.add("tt-alive");
    plot.dispatchEvent(new CustomEvent("recomputed:live", { bubbles: true }));
  }

  const attempt = (plot) => draw(plot).catch((error) => {
    delete plot.dataset.form; // the picture stays
    console.error("This chart stays a picture:", error);
  });

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      attempt(target);
    }
  }, { rootMargin: "300px 0px" });
  const turned = new ResizeObserver((entries) => {
    for (const { target } of entries) if (target.view) attempt(target);
  });
  addEventListener("scroll", () => tip.remove(), { passive: true });

  function start() {
    for (const plot of document.querySelectorAll(".tt-plot:not([data-watched])")) {
      plot.dataset.watched = "";
      near.observe(plot);
      turned.observe(plot);
    }
  }

  document.addEventListener("recomputed:refresh", start); // the preview has put in new parts
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
