"""How processes start, and that they end when the one that started them does."""

from __future__ import annotations

import os
import signal
import sys
import threading
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

FORKS = hasattr(os, "fork") and sys.platform != "darwin"
"""Whether a process can fork: on macOS, system libraries do not survive it."""


def context() -> BaseContext:
    """Fork where that is safe, for what is loaded need not be loaded again; else start afresh.

    It is not while other threads run, or Vega's engine, which has threads of its own.
    """
    alone = threading.active_count() == 1 and "vl_convert" not in sys.modules
    return get_context("fork" if FORKS and alone else "spawn")


def end_with_parent(group: bool = False) -> None:
    """Let this process, a child of :mod:`multiprocessing`, end with its parent.

    Parameters
    ----------
    group : bool
        Whether its process group, which it must lead, is to end with it.
    """
    threading.Thread(target=_watch, args=(group,), daemon=True).start()


def _watch(group: bool) -> None:
    wait([parent_process().sentinel])
    if group and hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
