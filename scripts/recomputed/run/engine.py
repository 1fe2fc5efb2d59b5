"""The papermill engine "book": nbclient, and the values of the ``{eval}`` roles of the prose.

Papermill finds it by the entry point ``papermill.engine``. The build's copies keep the roles, for
the pages make marks of them; what ``papermill`` and ``jupyter nbconvert --execute`` write by
themselves shows the values in their place, in any notebook program. What the book asks of an
engine besides running code cells stands in :func:`prepare`, :func:`fail_on` and
:mod:`recomputed.pages.expressions`, for engines that run cells in another way.
"""

from __future__ import annotations

import os
from uuid import uuid4

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_core.utils import ensure_async, run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.preprocessors import ExecutePreprocessor
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from recomputed.pages import expressions
from recomputed.pages.plain import Fill, PlainMarkdown

SOCKET_PATH_LIMIT = 100
"""Bytes; the system allows 107 (103 on macOS), and the kernel adds two or three."""


def prepare(nb) -> None:
    """Hide what papermill adds to a notebook, the cell with its parameters, from the page."""
    for cell in nb.cells:
        tags = cell.metadata.get("tags", [])
        if "injected-parameters" in tags and "remove-cell" not in tags:
            cell.metadata["tags"] = [*tags, "remove-cell"]


def fail_on(cell, cell_index: int) -> None:
    """Raise papermill's own error if an expression of a Markdown cell has no value."""
    if failed := expressions.first_failure(cell):
        result = failed["result"]
        raise PapermillExecutionError(
            cell_index,
            None,
            expressions.role(failed["expression"]),
            result["ename"],
            result["evalue"],
            result.get("traceback", []),
        )


class AsksForValues:
    """What a client of nbclient's needs to ask the kernel for the values in the prose."""

    async def async_execute_cell(self, cell, cell_index, *args, **kwargs):
        """Run a code cell, or evaluate a Markdown cell's expressions."""
        try:
            if cell.cell_type == "markdown":
                await self._evaluate(cell)
                fail_on(cell, cell_index)
                return cell
            return await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        except (CellTimeoutError, DeadKernelError) as error:  # neither says where
            name, source = type(error).__name__, cell.source
            why = f"ran longer than {self.timeout} s" if name == "CellTimeoutError" else str(error)
            raise PapermillExecutionError(cell_index, None, source, name, why, []) from None

    async def _evaluate(self, cell) -> None:
        """Ask the kernel for a Markdown cell's expressions and store its answers."""
        cell.metadata.pop("user_expressions", None)
        if wanted := [expression for expression, _ in expressions.find(cell.source)]:
            message = await ensure_async(
                self.kc.execute(
                    "", silent=True, store_history=False, user_expressions=expressions.ask(wanted)
                )
            )
            reply = await self.async_wait_for_reply(message, cell)
            expressions.store(cell, wanted, reply["content"]["user_expressions"])

    execute_cell = run_sync(async_execute_cell)


class BookClient(AsksForValues, PapermillNotebookClient):
    """Runs code cells as papermill does, and Markdown cells by their expressions."""


class Execute(AsksForValues, ExecutePreprocessor):
    """nbconvert's own step of executing, for ``--execute``; values stand in the prose after it."""

    def preprocess(self, nb, resources=None, km=None):
        """Run the notebook, and write the values into it."""
        nb, resources = super().preprocess(nb, resources, km)
        write_values(nb)
        return nb, resources


def write_values(nb) -> None:
    """Put the stored values, with the verdicts' signs, and plain Markdown in the roles' place.

    A notebook whose prose asks for no value stays as it is.
    """
    if not any(cell.metadata.get("user_expressions") for cell in nb.cells):
        return
    for step in (Fill(marks=True), PlainMarkdown()):
        step.preprocess(nb, {})


class BookEngine(NBClientEngine):
    """Papermill's engine on nbclient, with :class:`BookClient` for the client."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man, kernel_name, start_timeout=60, execution_timeout=None, **options
    ):
        """Run a parameterised notebook.

        Parameters
        ----------
        nb_man : papermill.engines.NotebookExecutionManager
            The notebook, and papermill's record of the run.
        kernel_name : str
            The kernel to run it on.
        start_timeout, execution_timeout : float, optional
            Seconds for the kernel to start, and for each cell.
        **options
            What papermill passes to nbclient.
        """
        prepare(nb_man.nb)
        unused = {"input_path", "timeout", "startup_timeout"}
        BookClient(
            nb_man,
            timeout=execution_timeout or options.get("timeout"),
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            record_timing=False,  # equal runs give equal files
            extra_arguments=["--log-level=CRITICAL"],
            config=_transport(),
            **{name: value for name, value in options.items() if name not in unused},
        ).execute()


class PlainEngine(BookEngine):
    """Papermill's default engine in this environment: a notebook that any program can show."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, *args, **options):
        """Run a parameterised notebook, and write the values into its prose."""
        super().execute_managed_notebook(nb_man, *args, **options)
        write_values(nb_man.nb)


papermill_engines.register(None, PlainEngine)  # entry points are loaded after papermill's own


def _transport() -> Config:
    """Sockets, not ports, where there are any: kernels that start together cannot collide."""
    socket = os.path.join(jupyter_runtime_dir(), uuid4().hex[:12])
    if os.name != "posix" or len(os.fsencode(socket)) > SOCKET_PATH_LIMIT:
        return Config()
    os.makedirs(os.path.dirname(socket), mode=0o700, exist_ok=True)
    return Config({"KernelManager": {"transport": "ipc", "ip": socket}})
