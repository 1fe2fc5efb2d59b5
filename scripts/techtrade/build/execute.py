"""Run the chapters through papermill, in parallel, into copies that hold no machine's paths."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from unittest import mock

import nbformat
import papermill
from papermill.engines import papermill_engines
from papermill.translators import papermill_translators
from tqdm import tqdm

import techtrade
from techtrade.build.engine import BookEngine
from techtrade.build.failures import Failure, complaint, describe
from techtrade.build.project import Project, cores

papermill_engines.register("book", BookEngine)  # also from a tree that is not installed

TIME_LIMIT = 120
"""Seconds that one cell may take."""


@dataclass(frozen=True)
class Job:
    """One chapter to run in one edition.

    Parameters
    ----------
    project : Project
        Whose chapter it is.
    name : str
        The notebook's path below the project's root.
    target : Path
        The executed copy to write.
    data_dir : Path
        The data folder.
    edition : {"corrected", "printed"}
        The notebook's parameter.
    engine : str
        A papermill engine by name.
    """

    project: Project
    name: str
    target: Path
    data_dir: Path
    edition: str
    engine: str = "book"


@contextmanager
def kernel_environment() -> Iterator[None]:
    """Kernels see this environment: ours alone, quiet, the same on every run.

    No start-up file, history or kernel of the user's takes part, the package is the one that is
    running now, and nothing is written to the home folder.
    """
    package = str(Path(techtrade.__file__).resolve().parents[1])
    with tempfile.TemporaryDirectory(prefix="tt-") as folder:
        settings = {
            "IPYTHONDIR": folder,
            "JUPYTER_RUNTIME_DIR": folder,
            "JUPYTER_PREFER_ENV_PATH": "1",
            "OPENBLAS_NUM_THREADS": "1",  # the chapters already share the cores
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")])),
        }
        with mock.patch.dict(os.environ, settings):
            yield


def execute_notebook(
    source: Path, target: Path, parameters: dict, engine: str = "book", root: Path | None = None
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
    with kernel_environment():
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
    _make_portable(nb, parameters, Project(root or source.parent))
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, target)
    return nb


def _plain(value):
    """A parameter as papermill can write it into a cell."""
    return str(Path(value).resolve()) if isinstance(value, Path) else value


def _make_portable(nb, parameters: dict, project: Project) -> None:
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


def run_all(jobs: Iterable[Job]) -> list[Failure]:
    """Run jobs in parallel on the cores there are, with a progress bar.

    Returns
    -------
    list of Failure
        In the order of the jobs; empty if all went well.
    """
    jobs = list(jobs)
    failures: dict[Job, Failure] = {}
    pool = ProcessPoolExecutor(
        max(1, min(cores(), len(jobs))),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_end_with_parent,
    )
    try:
        futures = {pool.submit(run, job): job for job in jobs}
        with tqdm(total=len(jobs), desc="Chapters", unit="chapter", dynamic_ncols=True) as bar:
            for future in as_completed(futures):
                if failure := future.result():
                    failures[futures[future]] = failure
                bar.update()
    finally:
        pool.shutdown(cancel_futures=True)
    return [failures[job] for job in jobs if job in failures]


def _end_with_parent() -> None:
    """Let a worker end when the build is killed; its kernel then ends by itself."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
