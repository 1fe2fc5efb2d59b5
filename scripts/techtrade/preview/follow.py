"""A preview that follows every edit: the page in view is rerun, rewritten and refreshed first."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from pathlib import Path

from techtrade.errors import BookError
from techtrade.preview.crew import Crew
from techtrade.preview.server import Channel
from techtrade.preview.watch import Watch
from techtrade.run import changes, execute, publish, renew
from techtrade.run.dependencies import CODE, Places, Record, content
from techtrade.run.project import EDITIONS, Project, Workspace
from techtrade.tables import Book

TICK = 0.04
MOMENT = 0.15
BREATH = 0.4
"""Seconds that the browser has to itself to draw the page in view, before other chapters run."""

SOURCES = ("_config.yml", "_toc.yml", "index.ipynb", "chapters", "assets")


class Preview:
    """The book as it is being edited.

    Parameters
    ----------
    project : Project
        The sources.
    tell : callable
        Told of each step, in a sentence.
    engine : str
        A papermill engine.
    """

    def __init__(self, project: Project, tell: Callable[[str], None], engine: str):
        self.project, self.tell = project, tell
        places = [project.data.resolve(), CODE, *(project.root.resolve() / s for s in SOURCES)]
        self.watch = Watch(places)
        self.data = project.data.resolve()
        self.space = Workspace(project.root / "_build" / "serve")
        self.sources = renew.Sources(project, self.data, self.space, engine)
        self.channel = Channel()
        self.sites = {name: self.space.folder / "site" / name for name in EDITIONS}
        self.errors: dict[str, str] = {}
        self.files: set[str] = set()
        self.crew = Crew(project, self.space, self.sites, engine)
        self._stack = ExitStack()
        self._late = False
        self._round = 0

    # --- from nothing to a book

    def open(self) -> None:
        """Run what must run, write all pages, and keep everything warm."""
        self._stack.enter_context(publish.lock(self.space.folder, self.tell))
        self._check()
        if failed := renew.renew(self.sources, EDITIONS):
            self._fail({one.chapter: str(one) for one in failed})
            if not self._complete():
                raise BookError("\n".join(self.errors.values()))
        self.crew.start()
        warnings = self._whole()
        if warnings and not (self.sites["corrected"] / "index.html").exists():
            raise BookError("\n".join(warnings))
        self._complain(warnings)
        names = self.project.notebooks()
        self.first = {e: changes.read(self.space.executed(e), names) for e in EDITIONS}
        self.record = self.sources.record()

    def _complete(self) -> bool:
        return all(
            (self.space.executed(e) / name).is_file()
            for e in EDITIONS
            for name in self.project.notebooks()
        )

    def _whole(self) -> list[str]:
        """Bring search, lists and downloads of both editions up to date."""
        self._late = False
        return self.crew.write_all()

    def close(self) -> None:
        """End every process."""
        self.channel.tell(None)
        self.crew.stop()
        self._stack.close()

    # --- edits

    def follow(self, changed: set[Path]) -> None:
        """Bring the book up to date after an edit.

        Parameters
        ----------
        changed : set of Path
            The files that came, went or changed.
        """
        began = time.perf_counter()
        self.files |= {self.project.shown(path) for path in changed}
        try:
            changed = self._checked(changed)
            if any(self._is_structure(path) for path in changed):
                self._again()
            elif not self._rerun(began):
                return  # edited once more: the next round goes on from here
        except BookError as error:
            self._fail({"data": str(error)})
        self._panel("Up to date")

    def _checked(self, changed: set[Path]) -> set[Path]:
        """What changed, checked; a file that is still being written gets a moment's time."""
        try:
            self._check(changed)
        except BookError:
            time.sleep(MOMENT)
            while self.watch.differs():
                changed = changed | self.watch.changed()
                time.sleep(MOMENT)
            self._check(changed)
        return changed

    def _is_structure(self, path: Path) -> bool:
        """Whether a change touches more than what chapters read."""
        if path.suffix in (".ipynb", ".csv"):
            return not path.exists()
        return path.name != "datapackage.json"

    def _again(self) -> None:
        """Start afresh after a change of code, settings or the set of chapters."""
        self._panel("Starting afresh …")
        self.crew.stop()
        if failed := renew.renew(self.sources, EDITIONS):
            self._fail({one.chapter: str(one) for one in failed})
        self.crew.start()
        self._complain(self._whole())
        self.record = self.sources.record()
        self.channel.tell({"reload": True})

    def _check(self, changed: Iterable[Path] = ()) -> None:
        """Read the data files that changed, or all; raises what is wrong with them."""
        self.errors.pop("data", None)
        book = Book(self.data, "printed")
        if not changed or any(path.name == "datapackage.json" for path in changed):
            book.check()
            return
        for resource in book.package["resources"]:
            if any(path == self.data / resource["path"] for path in changed):
                book.load(resource["name"])
        if any(path.name == "claims.csv" for path in changed):
            book.claims  # noqa: B018 (read for its errors)

    def _stale(self, jobs: Iterable[execute.Job]) -> list[execute.Job]:
        """What of this must run."""
        return [job for job in jobs if not renew.is_fresh(self.record, job, job.target)]

    def _by_view(self) -> tuple[list[execute.Job], list[execute.Job]]:
        """The chapters that somebody looks at, the latest first, and the others."""
        names = self.project.notebooks()
        jobs = [self.sources.job(name, edition) for edition in EDITIONS for name in names]
        rank = {page: at for at, page in enumerate(self.channel.viewed())}
        viewed = [job for job in jobs if _address(job) in rank]
        viewed.sort(key=lambda job: rank[_address(job)])
        return viewed, [job for job in jobs if _address(job) not in rank]

    def _rerun(self, began: float) -> bool:
        """Run what is stale; false if another edit came before the end."""
        self.record = Record(self.record.file, Places(self.project, self.data))
        viewed, others = self._by_view()
        before: dict[execute.Job, str] = {}
        futures: dict[Future, execute.Job] = {}
        try:
            for part in (viewed, others):  # nothing competes with the page in view
                jobs = self._stale(part)
                before |= {job: content(job.project.root / job.name) for job in jobs}
                if futures:
                    time.sleep(BREATH)
                futures |= (started := self.crew.run(jobs))
                if part is viewed:
                    self._sync_data()
                waiting = set(started)
                while waiting:
                    done, waiting = wait(waiting, TICK, FIRST_COMPLETED)
                    for future in done:
                        self._take(futures[future], future.result(), before, began)
                    if waiting and self.watch.differs():
                        self.crew.abandon(waiting)
                        self.record.save()
                        return False
        except BrokenProcessPool:
            self._fail(
                {"processes": "A chapter's process was ended from outside; starting afresh."}
            )
            self._again()
        self.record.save()
        return True

    def _take(self, job: execute.Job, done: execute.Run, before: dict, began: float) -> None:
        """Put a chapter that has run on its page."""
        self.errors.pop(job.name, None)
        if done.failure:
            self._fail({job.name: str(done.failure)})
            return
        page = job.name.removesuffix(".ipynb")
        self._late = True
        told = self.crew.write(job.edition, page)
        if not told:
            self.channel.tell({"pages": [_address(job)]})
        renew.note(self.record, job, done, before[job])
        if told:
            self._complain(told)
            return
        milliseconds = 1000 * (time.perf_counter() - began)
        self.tell(f"{job.name} ({job.edition}): {milliseconds:.0f} ms")

    def _sync_data(self) -> None:
        """The data that pages offer for download."""
        for edition in EDITIONS:
            target = self.space.executed(edition) / "data"
            shutil.copytree(self.data, target, dirs_exist_ok=True)

    def settle(self) -> None:
        """After a while without edits: what belongs to the whole book."""
        if self._late:
            self._complain(self._whole())

    # --- what is told

    def _fail(self, errors: dict[str, str]) -> None:
        self.errors |= errors
        for text in errors.values():
            self.tell(text)

    def _complain(self, warnings: list[str]) -> None:
        self.errors.pop("pages", None)
        if warnings:
            self._fail({"pages": "\n".join(warnings[:20])})

    def _panel(self, state: str) -> None:
        """Tell all pages what differs from the book as it was when the preview began."""
        names = self.project.notebooks()
        told: dict[str, list] = {"sentences": [], "charts": []}
        for edition, prefix in EDITIONS.items():
            now = changes.read(self.space.executed(edition), names)
            for kind, found in changes.in_pages(self.first[edition], now).items():
                for one in found:
                    href = one["href"] if prefix == "." else f"{prefix}/{one['href']}"
                    told[kind].append({**one, "href": href, "edition": edition})
        claims = {
            (one["edition"], one["claim"]): one
            for one in reversed(told["sentences"])
            if one["claim"]
        }
        self._round += 1
        panel = {
            "round": self._round,
            "state": state,
            "files": sorted(self.files),
            "claims": list(reversed(claims.values())),
            "charts": told["charts"],
            "errors": list(self.errors.values()),
        }
        self.channel.tell({"panel": json.loads(json.dumps(panel))})


def _address(job: execute.Job) -> str:
    """The address of a chapter's page."""
    prefix = EDITIONS[job.edition]
    page = job.name.removesuffix(".ipynb") + ".html"
    return f"/{page}" if prefix == "." else f"/{prefix}/{page}"
