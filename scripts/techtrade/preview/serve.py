"""``book.py serve``: a preview behind a web server of its own, until Ctrl-C."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

from techtrade.preview import server
from techtrade.preview.follow import TICK, Preview
from techtrade.run import execute
from techtrade.run.project import Project

QUIET = 30.0
"""Seconds without an edit before the whole book (search, downloads) is brought up to date.

It takes seconds in which no page can be written, so it waits until nobody is at work.
"""


def serve(
    project: Project,
    port: int = 8000,
    engine: str = execute.FASTEST,
    tell: Callable[[str], None] = print,
) -> None:
    """Serve the book on this machine and follow edits, until Ctrl-C.

    Parameters
    ----------
    project : Project
        The sources.
    port : int
        The port on the loopback address; 0 for any that is free.
    engine : str
        A papermill engine.
    tell : callable
        Told of each step, in a sentence.

    Raises
    ------
    BookError
        If there is no book to show: nothing has been built yet, and it cannot be.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    preview = Preview(project, tell, engine)
    try:
        preview.open()
        web = server.start(preview.sites, preview.channel, port)
        tell(f"The book is at http://127.0.0.1:{web.server_address[1]}/ (Ctrl-C ends)")
        edited = time.monotonic()
        while True:
            time.sleep(TICK)
            if changed := preview.watch.changed():
                preview.follow(changed)
                edited = time.monotonic()
            elif time.monotonic() - edited > QUIET:
                preview.settle()
    except KeyboardInterrupt:
        tell("Stopped.")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):  # a second Ctrl-C must not stop the closing
            signal.signal(number, signal.SIG_IGN)
        preview.close()


def _interrupt(number, frame) -> None:
    raise KeyboardInterrupt
