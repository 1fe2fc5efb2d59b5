"""The processes that a preview keeps warm: some run chapters, one per edition writes pages."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future, wait
from contextlib import ExitStack, suppress
from multiprocessing import get_context
from pathlib import Path

from techtrade import checks
from techtrade.preview.warm import Renderer
from techtrade.processes import FORKS
from techtrade.run import execute
from techtrade.run.configuration import edition_settings
from techtrade.run.project import EDITIONS, Project, Workspace, cores

SOON = 0.1


class Crew:
    """Warm processes for a project's pages.

    Parameters
    ----------
    project : Project
        The sources.
    space : Workspace
        Where the executed copies and what Sphinx has read of them are.
    sites : dict
        The folder of each edition's pages.
    engine : str
        A papermill engine.
    """

    def __init__(self, project: Project, space: Workspace, sites: dict[str, Path], engine: str):
        self.project, self.space, self.sites, self.engine = project, space, sites, engine
        self._running: set[Future] = set()
        self._stack = ExitStack()

    def start(self) -> None:
        """Start all of them."""
        number = cores()
        charts = get_context("spawn").SimpleQueue()
        self.pool = self._stack.enter_context(
            execute.workers(self.engine, number, self.project.data, charts)
        )
        for _ in range(number):
            self.pool.submit(time.sleep, 0.5)  # so that every one of them is started
        self.renderers = {edition: self._renderer(edition) for edition in EDITIONS}
        threading.Thread(target=self._draw_ahead, args=(charts,), daemon=True).start()
        self._stack.callback(charts.put, None)

    def _renderer(self, edition: str) -> Renderer:
        doctrees = self.space.doctrees(edition).resolve()
        shutil.rmtree(doctrees, ignore_errors=True)
        settings = edition_settings(self.project, edition, with_other=True)
        tree, site = self.space.executed(edition).resolve(), self.sites[edition].resolve()
        renderer = Renderer(tree, site, settings, doctrees)
        self._stack.callback(renderer.stop)
        return renderer

    def _draw_ahead(self, charts) -> None:
        """Have each new chart drawn while the cells behind it still run."""
        while spec := charts.get():
            edition = spec["usermeta"]["techtrade"]["edition"]
            self.renderers[edition].ask("draw", spec)

    def stop(self) -> None:
        """End all of them, whatever they are at."""
        self.abandon(self._running)
        self._stack.close()

    def _give_up(self) -> None:
        """Let every chapter be that is running now (on nbclient, it runs to its end)."""
        if self.engine == "fork" and FORKS:
            for process in list(self.pool._processes or ()):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGUSR1)  # see execute._begin

    def run(self, jobs: Iterable[execute.Job]) -> dict[Future, execute.Job]:
        """Begin to run chapters."""
        passed = frozenset(checks.PASSED)
        futures = {self.pool.submit(execute.run_known, job, passed): job for job in jobs}
        self._running = {one for one in self._running if not one.done()} | futures.keys()
        return futures

    def abandon(self, running: Iterable[Future]) -> None:
        """Let chapters be whose results nobody wants any more, and wait until they are."""
        left = {future for future in running if not future.cancel()}
        while left:  # one that was next in line may have begun meanwhile
            self._give_up()
            left = wait(left, SOON).not_done

    def write(self, edition: str, page: str) -> list[str]:
        """Write one page; Sphinx's warnings."""
        return self.renderers[edition].ask("update", [page])

    def write_all(self) -> list[str]:
        """Bring all pages, search, lists and downloads up to date; Sphinx's warnings."""
        answers: dict[str, list[str]] = {}
        threads = [
            threading.Thread(target=lambda e=e: answers.update({e: self.renderers[e].ask("full")}))
            for e in EDITIONS
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return list(dict.fromkeys(text for told in answers.values() for text in told))
