// Start the slides; make a chart interactive when it is asked for, with Vega from beside this file.
(() => {
  const home = document.currentScript.src;
  Reveal.initialize({
    hash: true, progress: true, controls: true, slideNumber: "c/t", transition: "none",
    width: 1280, height: 720, margin: 0.06, center: false, plugins: [RevealNotes],
  });

  let loading = null;
  function library() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("vega.js", home);
      script.onload = () => resolve(window.vega);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  const tip = document.createElement("div");
  tip.className = "tip";

  // Values come from data: they are put into the page as text, never as markup.
  function tooltip(_handler, event, _item, value) {
    if (value === null || value === undefined || value === "") return tip.remove();
    const pairs = typeof value === "object" ? Object.entries(value) : [["", value]];
    tip.replaceChildren(...pairs.map(([name, text]) => {
      const row = document.createElement("div");
      row.textContent = name ? `${name}: ${text}` : String(text);
      return row;
    }));
    document.body.append(tip);
    const { clientWidth, clientHeight } = document.documentElement;
    tip.style.left = `${Math.min(event.clientX + 14, clientWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(event.clientY + 18, clientHeight - tip.offsetHeight - 8)}px`;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".make-live");
    if (!button) return;
    const figure = button.closest("figure");
    const plot = figure.querySelector(".plot");
    button.disabled = true;
    try {
      const { View, parse } = await library();
      const spec = JSON.parse(figure.querySelector("script").textContent);
      const box = document.createElement("div");
      await new View(parse(spec), { renderer: "svg", container: box, hover: true, tooltip }).runAsync();
      const drawn = box.querySelector("svg");
      drawn.setAttribute("role", "img");
      drawn.setAttribute("aria-label", plot.querySelector("svg").getAttribute("aria-label"));
      drawn.removeAttribute("width");
      drawn.removeAttribute("height");
      plot.classList.add("alive");
      plot.replaceChildren(box);
      button.remove();
    } catch (error) {
      button.textContent = "not available here";
    }
  });
})();
