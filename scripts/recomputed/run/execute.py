"""Run the chapters through papermill, in parallel, into copies that hold no machine's paths."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest import mock

import nbformat
import papermill
from papermill.engines import papermill_engines
from papermill.translators import papermill_translators
from tqdm import tqdm

from recomputed.patches import papermill_writes_nothing
from recomputed.processes import FORKS, context, end_with_parent
from recomputed.run import forked
from recomputed.run.engine import BookEngine
from recomputed.run.failures import Failure, complaint, describe
from recomputed.run.project import BuildError, Job, Project, cores

papermill_engines.register("book", BookEngine)  # also from a tree that is not installed
papermill_engines.register("fork", forked.ForkEngine)

FASTEST = "fork" if FORKS else "book"
"""The engine that a build uses unless told otherwise; both give the same."""

TIME_LIMIT = 120
"""Seconds that one cell may take."""


@contextmanager
def kernel_environment() -> Iterator[None]:
    """Kernels see this environment: ours alone, quiet, the same on every run.

    No start-up file, history or kernel of the user's takes part, packages are the ones that this
    process finds, and nothing is written to the home folder.
    """
    with tempfile.TemporaryDirectory(prefix="tt-") as folder:
        settings = {
            "IPYTHONDIR": folder,
            "JUPYTER_RUNTIME_DIR": folder,
            "JUPYTER_PREFER_ENV_PATH": "1",
            "OPENBLAS_NUM_THREADS": "1",  # the chapters already share the cores
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path if path),
        }
        with mock.patch.dict(os.environ, settings):
            yield


def execute_notebook(
    source: Path,
    target: Path,
    parameters: dict,
    engine: str = "book",
    root: Path | None = None,
) -> nbformat.NotebookNode:
    """Run one notebook with papermill and write its executed copy.

    Parameters
    ----------
    source, target : Path
        The notebook, which is only read, and the copy.
    parameters : dict
        Papermill's parameters: ``data_dir``, ``edition``.
    engine : str, optional
        A papermill engine by name.
    root : Path, optional
        The project's root; paths are stored relative to it.

    Returns
    -------
    nbformat.NotebookNode
        What was written.

    Raises
    ------
    papermill.exceptions.PapermillExecutionError
        If a cell, or an expression in the prose, fails.
    """
    source, target = Path(source).resolve(), Path(target).resolve()
    with kernel_environment(), papermill_writes_nothing():
        nb = papermill.execute_notebook(
            source,
            None,
            parameters={name: _plain(value) for name, value in parameters.items()},
            engine_name=engine,
            cwd=source.parent,
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=TIME_LIMIT,
        )
    make_portable(nb, parameters, Project(root or source.parent))
    write(nb, target)
    return nb


def write(nb: nbformat.NotebookNode, target: Path) -> None:
    """Write an executed copy; see :func:`as_text`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(as_text(nb), encoding="utf-8")


def as_text(nb: nbformat.NotebookNode) -> str:
    """A notebook as JSON with a line for each cell: a tenth of the time that indenting takes."""
    rest = {name: value for name, value in nb.items() if name != "cells"}
    *cells, last = (
        json.dumps(part, ensure_ascii=False, sort_keys=True) for part in [*nb.cells, rest]
    )
    return '{"cells": [\n' + ",\n".join(cells) + "\n],\n" + last.removeprefix("{") + "\n"


def _plain(value):
    """A parameter as papermill can write it into a cell."""
    return str(Path(value).resolve()) if isinstance(value, Path) else value


def make_portable(nb, parameters: dict, project: Project) -> None:
    """Take out of an executed notebook what differs from machine to machine and run to run."""
    shown = {
        name: project.shown(value) if isinstance(value, Path) else value
        for name, value in parameters.items()
    }
    nb.metadata["papermill"] = {"parameters": shown}
    for cell in nb.cells:
        cell.metadata.pop("papermill", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
            translate = papermill_translators.find_translator("python3", "python")
            cell.source = translate.codify(shown, "Parameters")


def run(job: Job) -> Failure | None:
    """Run one job; a failure is a result, so that the other chapters go on."""
    source = job.project.root / job.name
    parameters = {"data_dir": job.data_dir, "edition": job.edition}
    try:
        nb = execute_notebook(source, job.target, parameters, job.engine, job.project.root)
    except Exception as error:
        return describe(error, source, job.name, job.edition)
    return complaint(nb, job.name, job.edition)


@contextmanager
def workers(engine: str, number: int, data: Path) -> Iterator[ProcessPoolExecutor]:
    """Processes that run jobs, with libraries and grades at hand where the engine forks.

    They do not draw the pictures that notebooks hold for nbconvert: the pages have their own.

    Parameters
    ----------
    engine : str
        A papermill engine by name.
    number : int
        How many processes.
    data : Path
        The data folder.
    """
    pictures = {"RECOMPUTED_PICTURES": os.environ.get("RECOMPUTED_PICTURES", "0")}
    # Processes whose hashes are those of a kernel, by which sets are ordered in outputs.
    kind = multiprocessing.get_context("spawn") if sys.flags.hash_randomization else context()
    with kernel_environment(), mock.patch.dict(os.environ, pictures):
        if engine == "fork" and kind.get_start_method() == "fork":
            with suppress(Exception):  # the chapters meet with it, and tell where
                forked.warm_up(data)  # once, for all of them
        pool = ProcessPoolExecutor(number, kind, _begin, (engine, data))
        try:
            yield pool
        except BaseException:
            for process in list((pool._processes or {}).values()):
                process.terminate()  # their forks end with them
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _begin(engine: str, data: Path) -> None:
    """Prepare a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who waits for us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()
    if engine == "fork" and FORKS:
        with suppress(Exception):  # the chapters meet with it, and tell where
            forked.warm_up(data)


def run_all(jobs: Iterable[Job]) -> list[Failure]:
    """Run jobs in parallel on the cores there are, with a progress bar.

    Parameters
    ----------
    jobs : iterable of Job
        What to run.

    Returns
    -------
    list of Failure
        In the order of the jobs; empty if all went well.

    Raises
    ------
    BuildError
        If the system ended one of the processes.
    """
    jobs = list(jobs)
    if not jobs:
        return []
    try:
        with workers(jobs[0].engine, min(cores(), len(jobs)), jobs[0].data_dir) as pool:
            futures = {pool.submit(run, job): job for job in jobs}
            tqdm.monitor_interval = 0  # no thread of its own, which would outlive the bar
            shown = {"desc": "Chapters", "unit": "chapter", "dynamic_ncols": True}
            done = tqdm(as_completed(futures), total=len(jobs), **shown)
            failures = {futures[future]: future.result() for future in done}
    except BrokenProcessPool:
        raise BuildError("a chapter's process was ended from outside; is memory short?") from None
    return [failures[job] for job in jobs if failures[job]]
