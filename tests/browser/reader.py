"""What a reader does, hears and sees, for the tests in a browser."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page

CHAPTER = "chapters/section-1.html"
ALIVE = "(plot) => plot.classList.contains('tt-alive')"


@dataclass
class Heard:
    """What a page asked for and complained of."""

    requests: list[tuple[str, int]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Follow a page."""
        page.on("requestfinished", lambda r: self.requests.append((r.url, _size(r))))
        page.on("requestfailed", lambda r: self.complaints.append(f"failed: {r.url}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._console)

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")


def _size(request) -> int:
    response = request.response()
    return int(response.headers.get("content-length", 0)) if response else 0


def read_through(page: Page) -> None:
    """Scroll past every chart and wait until each is alive."""
    for plot in page.query_selector_all(".tt-plot"):
        plot.evaluate("(plot) => plot.scrollIntoView({behavior: 'instant'})")
        page.wait_for_function(ALIVE, arg=plot)


def switch_theme(page: Page, theme: str) -> None:
    """Press the theme's own button until the page is light or dark."""
    for _ in range(3):
        if page.evaluate("document.documentElement.dataset.theme") == theme:
            return
        page.evaluate("document.querySelector('.theme-switch-button').click()")
    raise AssertionError(f"the button does not lead to the {theme} theme")
