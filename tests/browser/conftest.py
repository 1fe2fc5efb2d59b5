"""A real browser on the built book, over HTTP and from the file system."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright


class Quiet(SimpleHTTPRequestHandler):
    """A static server that keeps no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def pages(request) -> Path:
    """The built book; ``TECHTRADE_SITE`` names one that is there already."""
    if told := os.environ.get("TECHTRADE_SITE"):
        return Path(told).resolve()
    return request.getfixturevalue("site")


@pytest.fixture(scope="session")
def names(pages: Path) -> list[str]:
    """Every page of the corrected edition."""
    found = sorted(p.relative_to(pages).as_posix() for p in pages.rglob("*.html"))
    return [n for n in found if not n.startswith(("_", "as-printed/", "slides/"))]


@pytest.fixture(scope="session")
def served(pages: Path) -> Iterator[str]:
    """The address of the book on a static server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=pages))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium(browser: str) -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader with a fresh profile at a desk, in the light theme."""
    opened = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield opened
    opened.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader with a phone."""
    opened = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    yield opened
    opened.close()


@pytest.fixture
def unscripted(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader without JavaScript."""
    opened = chromium.new_context(java_script_enabled=False)
    yield opened
    opened.close()
