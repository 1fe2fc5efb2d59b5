"""``book.py serve``: the book in a browser, behind every edit by a second, until Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from watchfiles import DefaultFilter, awatch

from recomputed import folders
from recomputed.data.book import Book
from recomputed.errors import BookError
from recomputed.preview import server
from recomputed.run.freshness import CODE
from recomputed.run.pipeline import Request
from recomputed.run.project import EDITIONS, Workspace
from recomputed.run.publish import lock

STEP = 20
"""Milliseconds without a further change that make an edit complete."""

MOMENT = 1.0
"""Seconds that a file may be gone, or half written, before anybody is told."""

BREATH = 0.4
"""Seconds that the browser has to itself to draw the page in view, before other chapters run."""

QUIET = 30.0
"""Seconds without an edit before the whole book (search, downloads) is brought up to date."""

STRUCTURE = {".py", ".css", ".js", ".html", ".toml", ".yml", ".bib", ".svg"}
"""Endings of files that more rests on than what chapters read."""

FAILED = "The code has failed; the terminal says where."
WRONG = "Something is wrong; the last good pages stay"


class Crew:
    """The process of one edition: see :mod:`recomputed.preview.bench`.

    Parameters
    ----------
    told : dict
        What it is told first.
    hear : callable
        Given the edition, and whatever it says.
    """

    def __init__(self, told: dict, hear: Callable[[str, dict], None]):
        self.told, self.hear = told, hear
        self._number = 0
        self._waiting: dict[int, asyncio.Future] = {}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, in the place of the one there is."""
        await self.stop()
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "recomputed.preview.bench"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 26,
            start_new_session=True,  # Ctrl-C is for us, who end it
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(CODE.parent), *sys.path])},
        )
        self._listener = asyncio.create_task(self._listen(self._process))
        self._say(self.told)
        await self.ask("start")

    async def stop(self) -> None:
        """End it; it ends what it has started."""
        if self._process:
            self._process.stdin.close()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._process.wait(), 5)
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._listener
            self._process = None

    def lives(self) -> bool:
        """Whether it takes orders."""
        return self._process is not None and not self._listener.done()

    def _say(self, told: dict) -> None:
        self._process.stdin.write(json.dumps(told).encode() + b"\n")

    async def ask(self, what: str, **told: object) -> None:
        """Give an order, which ends the last one, and wait until it is done."""
        if not self.lives():
            raise BookError(FAILED)
        self._number = number = self._number + 1
        self._waiting[number] = done = asyncio.get_running_loop().create_future()
        self._say({"number": number, "do": what, **told})
        await done

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        while line := await process.stdout.readline():
            said = json.loads(line)
            late = said["number"] < self._number  # what an order says that a further one has ended
            if "done" not in said:
                if not (late and "error" in said):
                    self.hear(self.told["edition"], said)
            elif not (done := self._waiting.pop(said["number"])).done():
                done.set_result(None)
        for done in self._waiting.values():
            if not done.done():
                done.set_exception(BookError(FAILED))
        self._waiting.clear()


class Preview:
    """The book as it is being edited.

    Parameters
    ----------
    request : Request
        The project, the edited data, the engine.
    tell : callable
        Told of each step, in a sentence.
    """

    def __init__(self, request: Request, tell: Callable[[str], None]):
        self.request, self.tell = request, tell
        self.channel = server.Channel()
        self.root = request.project.root.resolve()
        self.folder = self.root / "_build" / "serve"
        self.crew = {edition: self._crew(edition) for edition in EDITIONS}
        self.sites = {edition: Workspace(self.folder / edition).site for edition in EDITIONS}
        self.errors: dict[tuple[str, str], str] = {}
        self.differs: dict[str, dict] = {}
        self.files: set[str] = set()
        self.round = 0

    def _crew(self, edition: str) -> Crew:
        told = {
            "root": str(self.root),
            "data": str(self.request.edited.resolve()) if self.request.edited else "",
            "folder": str(self.folder / edition),
            "edition": edition,
            "engine": self.request.engine,
        }
        return Crew(told, self._hear)

    def _hear(self, edition: str, said: dict) -> None:
        """Take what a process says."""
        if "error" in said:
            self.errors.pop((edition, said["of"]), None)
            if said["error"]:
                self.errors[edition, said["of"]] = said["error"]
                self.tell(said["error"])
        elif "page" in said:
            self.channel.tell({"pages": [_address(edition, said["page"])]})
            self.tell(f"{said['page']} ({edition}): {said['ms']} ms")
        elif "reload" in said:
            self.channel.tell({"reload": True})
        elif "claims" in said:
            self.differs[edition] = said

    async def start(self) -> None:
        """Start all processes, or start them again on changed code."""
        await asyncio.gather(*(one.start() for one in self.crew.values()))

    async def close(self) -> None:
        """End every process."""
        self.channel.tell(None)
        await asyncio.gather(*(one.stop() for one in self.crew.values()))

    # --- edits

    def places(self) -> list[Path]:
        """The folders whose files count."""
        data = self.request.project.data
        folders = [self.request.edited, data, CODE, Book(data).paper.folder]
        folders += [self.root / "chapters", self.root / "assets"]
        return [folder.resolve() for folder in folders if folder and folder.is_dir()]

    async def follow(self, changed: set[Path]) -> None:
        """Bring the book up to date after edits, and forget them; a further edit cancels this."""
        self.files |= {self.request.project.shown(path) for path in changed}
        self.errors.clear()
        self.panel("Working …")
        try:
            await self._renew(changed)
            if any(of == "data" for _, of in self.errors):
                await asyncio.sleep(MOMENT)
                await self._renew(set())
        except BookError as error:
            self.errors["", "code"] = str(error)
            self.tell(str(error))
        changed.clear()
        self.panel(WRONG if self.errors else "Up to date")
        await asyncio.sleep(QUIET)
        await self._ask(EDITIONS, "whole")
        if self.errors:
            self.panel(WRONG)

    async def _renew(self, changed: set[Path]) -> None:
        dead = not all(one.lives() for one in self.crew.values())
        if dead or any(map(_is_structure, changed)):
            _check_code(changed)
            await self.start()
            self.channel.tell({"reload": True})
        viewed: dict[str, list[str]] = {}
        for page in self.channel.viewed():
            edition, name = _page(page)
            viewed.setdefault(edition, []).append(name)
        asked = [self.crew[edition].ask("pages", viewed=names) for edition, names in viewed.items()]
        await asyncio.gather(*asked)
        if viewed:
            await asyncio.sleep(BREATH)
        await self._ask(EDITIONS, "rest")

    async def _ask(self, editions, what: str) -> None:
        await asyncio.gather(*(self.crew[edition].ask(what) for edition in editions))

    def panel(self, state: str) -> None:
        """Tell all pages what differs from the book as it was when its processes started."""
        self.round += 1
        told = list(self.differs.values())
        panel = {
            "round": self.round,
            "state": state,
            "files": sorted(self.files),
            "claims": [claim for one in told for claim in one["claims"]],
            "charts": [chart for one in told for chart in one["charts"]],
            "errors": list(dict.fromkeys(self.errors.values())),
        }
        self.channel.tell({"panel": panel})


def _address(edition: str, page: str) -> str:
    """The address of a page."""
    prefix = EDITIONS[edition]
    return f"/{page}.html" if prefix == "." else f"/{prefix}/{page}.html"


def _page(address: str) -> tuple[str, str]:
    """The edition and the notebook of a page."""
    prefix = f"/{EDITIONS['printed']}/"
    edition = "printed" if address.startswith(prefix) else "corrected"
    page = address.removeprefix(prefix if edition == "printed" else "/")
    return edition, page.removesuffix(".html") + ".ipynb"


def _is_structure(path: Path) -> bool:
    """Whether a change touches more than what chapters read."""
    return path.suffix in STRUCTURE or (path.suffix == ".json" and CODE in path.parents)


def _check_code(changed: set[Path]) -> None:
    """Refuse modules that are no Python, before anything is ended for them."""
    for path in changed:
        if path.suffix == ".py" and path.is_file():
            try:
                compile(path.read_bytes(), path.name, "exec")
            except (SyntaxError, ValueError) as error:
                line = getattr(error, "lineno", None)
                raise BookError(f"{path.name}, line {line}: {error}") from None


async def _watch(edits: asyncio.Queue, top: Path, folders: list[Path]) -> None:
    """Put the files that came, went or changed into a queue, edit by edit."""
    names = {top / name for name in ("_config.yml", "_toc.yml", "index.ipynb")}
    kept = DefaultFilter(ignore_entity_patterns=(r"^[.~]", r"\.pyc$", r"~$", r"\.egg-info$"))

    async def watch(*places: Path, recursive: bool) -> None:
        options = {"watch_filter": kept, "step": STEP, "recursive": recursive}
        async for found in awatch(*places, **options):
            paths = {Path(path) for _, path in found}
            if paths := paths if recursive else paths & names:
                await edits.put(paths)

    await asyncio.gather(watch(*folders, recursive=True), watch(top, recursive=False))


async def _serve(request: Request, port: int, tell: Callable[[str], None]) -> None:
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    preview = Preview(request, tell)
    edits: asyncio.Queue[set[Path]] = asyncio.Queue()
    tasks = [asyncio.create_task(_watch(edits, preview.root, preview.places()))]
    try:
        free = server.start(preview.sites, preview.channel, port)
        if port not in (0, free):
            tell(f"Port {port} is taken.")
        await preview.start()
        if not all((site / "index.html").is_file() for site in preview.sites.values()):
            raise BookError("\n".join(dict.fromkeys(preview.errors.values())))
        tell(f"The book is at http://127.0.0.1:{free}/ (Ctrl-C ends)")
        if preview.errors:
            preview.panel(WRONG)
        changed: set[Path] = set()
        while True:
            changed |= await edits.get()
            await _end(tasks[1:])
            tasks[1:] = [asyncio.create_task(preview.follow(changed))]
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):  # a second Ctrl-C must not stop the closing
            signal.signal(number, signal.SIG_IGN)
        await _end(tasks)
        await preview.close()


async def _end(tasks: list[asyncio.Task]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def serve(request: Request, port: int = 8000, tell: Callable[[str], None] = print) -> None:
    """Serve the book on this machine and follow edits, until Ctrl-C.

    Parameters
    ----------
    request : Request
        The project, the edited data and the engine.
    port : int
        The port on the loopback address, or the next that is free; 0 for any.
    tell : callable
        Told of each step, in a sentence.

    Raises
    ------
    BookError
        If there is no book to show: nothing has been built yet, and it cannot be.
    """
    root = request.project.root
    folder = root / "_build" / "serve"
    inputs = [request.edited] if request.edited else []
    places = [folder, *(folder / edition for edition in EDITIONS)]
    for place in (folder.parent, *places):
        folders.claim(place, root, inputs=inputs)
    with ExitStack() as locks:
        for place in places:
            locks.enter_context(lock(place, tell))
        try:
            asyncio.run(_serve(request, port, tell))
        except (KeyboardInterrupt, asyncio.CancelledError):
            tell("Stopped.")
