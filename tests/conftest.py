"""What tests in several folders need: the built book, a browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from helpers import ROOT, SOURCES, run_book
from hypothesis import settings

from recomputed.run import publish

# The same examples in every run; `pytest --hypothesis-profile=long` looks for new ones, longer.
settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.register_profile("long", max_examples=2_000, deadline=None)
settings.load_profile("fixed")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _newest(*folders: Path) -> float:
    files = (p for f in folders for p in ([f] if f.is_file() else f.rglob("*")) if p.is_file())
    return max(p.stat().st_mtime for p in files if "__pycache__" not in p.parts)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The pages of the whole book, built now if they are older than its sources."""
    pages = ROOT / "_build" / "html"
    everyone = tmp_path_factory.getbasetemp().parent  # shared by the workers of pytest-xdist
    with publish.lock(everyone, print):
        index = pages / "index.html"
        sources = (ROOT / name for name in SOURCES)
        if not index.exists() or index.stat().st_mtime < _newest(*sources):
            built = run_book("build")
            assert built.returncode == 0, built.stderr
    return pages


@pytest.fixture(scope="session")
def browser() -> str:
    """The path of a Chromium; without one the test is skipped, or fails where one is a must."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found and os.environ.get("TECHTRADE_REQUIRE_BROWSER"):
        pytest.fail("TECHTRADE_REQUIRE_BROWSER is set, but there is no Chromium")
    return found or pytest.skip(
        "no Chromium on this machine: what only a browser shows is untested"
    )
