"""The papermill engine "fork": cells run in a fork of a process that has loaded the libraries.

Where a kernel takes seconds to start and to import pandas and altair, a fork takes milliseconds,
and is as clean: it has run no cell before. Outputs are those of nbclient, cell by cell, for the
fork holds ipykernel's own shell (:mod:`recomputed.run.shell`). Where there is no fork, the engine
is nbclient's. There are no widgets and no ``input()``.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import select
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from nbformat import from_dict
from papermill.exceptions import PapermillExecutionError

from recomputed.pages import expressions
from recomputed.processes import FORKS
from recomputed.run.engine import BookEngine, fail_on, prepare

PRELOADED = (
    *("pandas", "altair", "nbformat", "ipykernel.ipkernel", "frictionless", "jsonschema"),
    *("IPython.core.completerlib", "IPython.core.crashhandler", "IPython.core.oinspect", "bdb"),
    *("recomputed.chapter", "recomputed.charts.forms", "recomputed.run.shell"),
    *("recomputed.teach.marking", "recomputed.teach.questions", "recomputed.teach.whatif"),
)
LISTENERS: list[Callable[[dict], None]] = []
"""Who is told of each cell as soon as it has run."""

_LENGTH = struct.Struct("!Q")
_TICK = 0.5


@cache
def preload() -> None:
    """Load what chapters import, and let altair and pandas build what they build at first use."""
    for name in PRELOADED:
        importlib.import_module(name)
    import altair as alt
    import pandas as pd
    from altair.utils import schemapi
    from nbformat.v4 import new_output

    from recomputed.charts.validity import to_spec

    new_output("stream", text="")  # compiles the schema by which papermill checks notebooks
    schemapi.DEBUG_MODE = False  # a chart is validated once, whole, when it is shown
    frame = pd.DataFrame({"a": ["x"], "b": [1.0], "year": [2000]})
    line = (
        alt.Chart(frame)
        .mark_line(point=True)
        .encode(x=alt.X("year:O", title="t"), y=alt.Y("b:Q"), color=alt.Color("a:N"), tooltip=["a"])
    )
    to_spec(alt.layer(line, line.mark_bar()).properties(width=1, description="d"))
    frame.pivot(index="year", columns="a", values="b").reset_index().melt("year")


def warm_up(data: Path) -> None:
    """Load the libraries, and grade and audit the data as they are now, once for all forks.

    Raises what is wrong with data or code.
    """
    preload()
    from recomputed.audit import audit
    from recomputed.data.book import EDITIONS
    from recomputed.ledger import current

    for edition in EDITIONS:
        ledger = current(data, edition)
        ledger.grades()
        ledger.all_held()
        audit(ledger.book)
    gc.freeze()  # forks would copy what a collection only looks at


class ForkEngine(BookEngine):
    """Papermill's engine on a fork of this process."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man, kernel_name, start_timeout=60, execution_timeout=None, **options
    ):
        """Run a parameterised notebook; see :class:`recomputed.run.engine.BookEngine`."""
        if not FORKS:
            super().execute_managed_notebook(
                nb_man, kernel_name, start_timeout, execution_timeout, **options
            )
            return
        nb = nb_man.nb
        prepare(nb)
        preload()
        from ipykernel.ipkernel import IPythonKernel

        limit = execution_timeout or options.get("timeout")
        cells = [{"kind": cell.cell_type, "source": cell.source} for cell in nb.cells]
        with Fork(cells) as fork:
            for index, cell in enumerate(nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    _take(cell, index, fork.next(limit))
                    _announce(cell)
                except PapermillExecutionError:
                    raise
                except ForkError as error:
                    raise PapermillExecutionError(
                        index, None, cell.source, error.name, str(error), []
                    ) from None
                finally:
                    nb_man.cell_complete(cell, cell_index=index)
        nb.metadata["language_info"] = from_dict(IPythonKernel.language_info)


def _take(cell, index: int, result: dict) -> None:
    """Put a cell's results into the notebook; raise papermill's error if it failed."""
    if cell.cell_type == "code" and "outputs" in result:
        cell.outputs = [from_dict(output) for output in result["outputs"]]
        cell.execution_count = result["count"]
        for output in cell.outputs:
            if output.output_type == "error":
                raise PapermillExecutionError(
                    index,
                    cell.execution_count,
                    cell.source,
                    output.ename,
                    output.evalue,
                    output.traceback,
                )
    elif cell.cell_type == "markdown":
        cell.metadata.pop("user_expressions", None)
        if result.get("wanted"):
            expressions.store(cell, result["wanted"], result["answers"])
            cell.metadata["user_expressions"] = from_dict(cell.metadata["user_expressions"])
            fail_on(cell, index)


def _announce(cell) -> None:
    """Tell the listeners of a cell."""
    for listener in LISTENERS:
        listener(cell)


class ForkError(Exception):
    """A fork took too long, or is gone; ``name`` is what nbclient would have called it."""

    def __init__(self, name: str, text: str):
        self.name = name
        super().__init__(text)


class Fork:
    """A child process that runs a notebook's cells and sends back what each gave.

    Leaving the context ends the child and whatever it started, wherever it is.

    Parameters
    ----------
    cells : list of dict
        As :func:`recomputed.run.shell.run_cells` takes them.
    """

    def __init__(self, cells: list[dict]):
        self.cells = cells

    def __enter__(self) -> Fork:
        self.results, child_end = os.pipe()
        alive, self.leash = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if not self.pid:
            os.close(self.results)
            os.close(self.leash)
            _be_child(self.cells, child_end, alive)
        os.close(child_end)
        os.close(alive)
        return self

    def __exit__(self, *unused) -> None:
        os.close(self.leash)
        os.close(self.results)
        for end in (os.killpg, os.kill):
            try:
                end(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        os.waitpid(self.pid, 0)

    def next(self, limit: float | None) -> dict:
        """The next cell's results.

        Parameters
        ----------
        limit : float, optional
            Seconds to wait for them.

        Raises
        ------
        ForkError
            If they do not come.
        """
        deadline = time.monotonic() + limit if limit else None
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size, deadline, limit))
        return pickle.loads(self._read(length, deadline, limit))

    def _read(self, size: int, deadline: float | None, limit: float | None) -> bytes:
        parts = []
        while size:
            left = _TICK if deadline is None else min(_TICK, deadline - time.monotonic())
            if left <= 0:
                raise ForkError("CellTimeoutError", f"ran longer than {limit} s")
            if not select.select([self.results], [], [], left)[0]:
                continue
            part = os.read(self.results, min(size, 1 << 20))
            if not part:
                raise ForkError("DeadKernelError", "Kernel died")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _be_child(cells: list[dict], results: int, alive: int) -> None:
    """The life of a fork: run the cells, send the results, end."""
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.Thread(target=end_with_parent, args=(alive,), daemon=True).start()
        from recomputed.run.shell import run_cells

        for result in run_cells(cells):
            _send(results, result)
    except BaseException as error:
        _send(results, {"outputs": [_as_output(error)], "count": None})
    finally:
        os._exit(0)


def end_with_parent(alive: int) -> None:
    """End, with all that cells have started, when the parent's end of the pipe is gone."""
    os.read(alive, 1)
    os.killpg(0, signal.SIGKILL)


def _as_output(error: BaseException) -> dict:
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": [],
    }


def _send(pipe: int, result: dict) -> None:
    data = pickle.dumps(_plain(result))
    view = memoryview(_LENGTH.pack(len(data)) + data)
    while view:
        view = view[os.write(pipe, view) :]


def _plain(value) -> Iterator | dict | list | object:
    """Notebook nodes as plain containers."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
