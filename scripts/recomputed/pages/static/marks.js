// Marks of graded numbers: the card opens beside its number, and Escape closes it.
// Without this script the style sheet opens cards below the line (see marks.css).
(() => {
  const SHOW_AFTER = 120;
  const HIDE_AFTER = 250;
  const sheet = matchMedia("(max-width: 40rem)"); // a small screen: the card is a sheet at its foot
  const canPop = "popover" in HTMLElement.prototype;
  let open = null; // the claim whose card is shown
  let pinned = false; // opened by a click or a tap: stays until dismissed
  let timer = 0;

  const cardOf = (claim) => claim.querySelector(".tt-card");
  const markOf = (claim) => claim.querySelector(".tt-mark");

  function place() {
    if (!open) return;
    const card = cardOf(open);
    card.style.left = card.style.top = card.style.maxHeight = "";
    if (sheet.matches) return;
    const lines = open.firstChild.getBoundingClientRect ? open.getClientRects() : [];
    const mark = markOf(open).getBoundingClientRect();
    const line = lines.length ? lines[0] : mark;
    const { offsetWidth: width, offsetHeight: height } = card;
    const right = document.documentElement.clientWidth - width - 8;
    const gap = 6, edge = 8;
    const above = line.top - gap - edge, below = innerHeight - mark.bottom - gap - edge;
    const up = height > below && above > below; // a card longer than its side scrolls
    const tall = Math.min(height, up ? above : below);
    card.style.left = `${Math.max(edge, Math.min(mark.right - width / 2, right))}px`;
    card.style.maxHeight = `${tall}px`;
    card.style.top = `${up ? line.top - gap - tall : mark.bottom + gap}px`;
  }

  function show(claim, pin) {
    clearTimeout(timer);
    if (open && open !== claim) hide();
    pinned = pin || (open === claim && pinned);
    if (open === claim) {
      if (pin) cardOf(claim).inert = false;
      return;
    }
    open = claim;
    const card = cardOf(claim);
    if (!card.querySelector(".tt-close")) card.prepend(closer());
    card.inert = !pin && !claim.matches(":hover"); // opened by focus: a preview, without stops for Tab
    claim.classList.add("tt-open");
    markOf(claim).setAttribute("aria-expanded", "true");
    if (canPop) card.showPopover();
    place();
  }

  function hide() {
    clearTimeout(timer);
    if (!open) return;
    const card = cardOf(open);
    if (card.contains(document.activeElement)) markOf(open).focus({ preventScroll: true });
    if (canPop && card.matches(":popover-open")) card.hidePopover();
    open.classList.remove("tt-open");
    markOf(open).setAttribute("aria-expanded", "false");
    open = null;
    pinned = false;
  }

  function closer() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tt-close";
    button.textContent = "\u00d7";
    button.setAttribute("aria-label", "Close");
    return button;
  }

  const claimAt = (target) => target.closest?.(".tt-claim");

  function prepare() {
    for (const claim of document.querySelectorAll(".tt-claim")) {
      const mark = markOf(claim);
      const card = cardOf(claim);
      if (mark.hasAttribute("aria-controls")) continue;
      mark.setAttribute("aria-expanded", "false");
      mark.setAttribute("aria-controls", card.id);
      if (canPop) card.popover = "manual";
    }
  }

  function start() {
    prepare();
    document.addEventListener("pointerover", (event) => {
      const claim = claimAt(event.target);
      if (event.pointerType !== "mouse") return;
      clearTimeout(timer);
      if (claim && claim !== open && !pinned) timer = setTimeout(() => show(claim, false), SHOW_AFTER);
      if (!claim && open && !pinned) timer = setTimeout(hide, HIDE_AFTER);
    });
    document.addEventListener("focusin", (event) => {
      const claim = claimAt(event.target);
      if (claim && event.target.matches(":focus-visible")) show(claim, false);
      else if (open && !open.contains(event.target)) hide();
    });
    document.addEventListener("click", (event) => {
      const claim = claimAt(event.target);
      if (event.target.closest?.("a")) return;
      if (event.target.closest?.(".tt-close")) hide();
      else if (!claim) hide();
      else if (!cardOf(claim).contains(event.target)) {
        if (open === claim && pinned) hide();
        else show(claim, true);
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && open) {
        event.stopPropagation();
        hide();
      }
    }, true);
    addEventListener("scroll", () => (pinned || sheet.matches ? place() : hide()), { passive: true });
    addEventListener("resize", place);
  }

  document.addEventListener("recomputed:refresh", prepare); // the preview has put in new parts
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
})();
