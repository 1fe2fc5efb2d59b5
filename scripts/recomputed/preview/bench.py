"""One edition of a preview: a process that runs chapters and writes pages, in forks of itself.

It holds what chapters import, the data, and what Sphinx knows of the pages. A fork starts from
there and ends with its page: it is quick, and nothing of one edit is left for the next. Orders come
from standard input and answers go to standard output, one line of JSON each.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import select
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from recomputed.errors import BookError
from recomputed.pages import charts, pictures
from recomputed.pages.chart import Chart, specs
from recomputed.patches import myst_nb_writes_no_copies
from recomputed.processes import FORKS
from recomputed.run import changes, configuration, execute, forked, pipeline, publish, render, renew
from recomputed.run.project import EDITIONS, Job, Project


class Interrupted(Exception):
    """There is a further order, or there will be none any more."""


class Bench:
    """The pages of one edition.

    Parameters
    ----------
    request : Request
        The project, the edited data, the edition, the folder to work in, the engine.
    tell : callable
        Told of each thing that has been done, as a dict.
    """

    def __init__(self, request: pipeline.Request, tell: Callable[[dict], None]):
        self.request, self.tell = request, tell
        self.project, self.edition, self.space = request.project, request.edition, request.workspace
        self.tree = self.space.executed(self.edition)
        self.settings = configuration.edition_settings(self.project, self.edition, with_other=True)
        self.app, self.first, self._engine = None, {}, None

    # --- orders

    def start(self) -> None:
        """Make the whole edition, and keep at hand what a page is made from."""
        self._check()
        if self.sources.engine == "fork" and FORKS:
            forked.preload()
        self.in_fork(self._make)
        if (self.space.site / "index.html").is_file() and FORKS:
            self._know_the_pages()
        self.first = self.first or changes.read(self.tree, self.project.notebooks())

    def pages(self, viewed: Sequence[str]) -> None:
        """Run the stale ones of some chapters, in their order, and write their pages."""
        self._check()
        if self.app:
            self._renew([name for name in viewed if name in self.project.notebooks()])

    def rest(self) -> None:
        """Run every other stale chapter, on grades that are computed once for all of them."""
        self._check()
        names = self.project.notebooks()
        if not self.app:
            self.start()
            self.tell({"reload": True})
        elif self._stale(names):
            forked.warm_up(self.sources.data)
            self._renew(names)
        shutil.copytree(self.sources.data, self.tree / "data", dirs_exist_ok=True)
        found = changes.in_pages(self.first, changes.read(self.tree, names))
        folder = EDITIONS[self.edition]
        for one in [*found["sentences"], *found["charts"]]:
            one["edition"] = self.edition
            one["href"] = one["href"] if folder == "." else f"{folder}/{one['href']}"
        claims = {one["claim"]: one for one in reversed(found["sentences"]) if one["claim"]}
        self.tell({"claims": list(reversed(claims.values())), "charts": found["charts"]})

    def whole(self) -> None:
        """Bring all pages, search and downloads up to date."""
        self.in_fork(self._whole)

    # --- parts of them

    def _check(self) -> None:
        """Read the data as they are now; raises what is wrong with them."""
        target = self.space.folder / "data"
        data = pipeline.prepare_data(self.request, target, lambda note: None)
        self.sources = renew.Sources(self.project, data, self.space, self.request.engine)
        self.tell({"error": "", "of": "data"})

    def _know_the_pages(self) -> None:
        """Let Sphinx load what it knows of the pages."""
        from sphinx.application import Sphinx
        from sphinx.util.docutils import docutils_namespace, patch_docutils

        self._names = contextlib.ExitStack()
        self._names.enter_context(patch_docutils(str(self.tree)))
        self._names.enter_context(docutils_namespace())
        self.warnings = io.StringIO()
        places = self.tree.resolve(), self.space.site.resolve(), self.space.doctrees(self.edition)
        source, site, doctrees = map(str, places)
        config = configuration.configure(self.tree, self.settings)
        options = {"status": None, "warning": self.warnings, "keep_going": True}
        self.app = Sphinx(source, None, site, doctrees, "html", config, **options)
        self.app.builder.prepare_writing(set(self.app.env.all_docs))
        first = self.project.notebooks()[0]  # for what libraries do at their first use
        execute.run(self.sources.job(first, self.edition))
        self._write(first.removesuffix(".ipynb"))
        gc.freeze()  # forks would copy what a collection only looks at

    def _stale(self, names: Sequence[str]) -> list[Job]:
        runs = self.sources.runs()
        jobs = [self.sources.job(name, self.edition) for name in names]
        return [job for job in jobs if not runs.is_fresh(job, job.target)]

    def _renew(self, names: Sequence[str]) -> None:
        for job in self._stale(names):
            self.in_fork(self._chapter, job)

    def in_fork(self, work: Callable, *arguments: object) -> None:
        """Do some work in a fork, and wait for it.

        Raises
        ------
        Interrupted
            If there is a further order; the fork is ended.
        """
        if not FORKS:
            work(*arguments)
            return
        (ended, end), (alive, leash) = os.pipe(), os.pipe()
        sys.stderr.flush()
        child = os.fork()
        if not child:
            os.close(ended)
            os.close(leash)
            os.setsid()
            threading.Thread(target=forked.end_with_parent, args=(alive,), daemon=True).start()
            try:
                work(*arguments)
            except Exception as error:
                self.tell({"error": f"{type(error).__name__}: {error}", "of": "pages"})
            finally:
                os._exit(0)
        os.close(end)
        os.close(alive)
        try:
            if ended not in select.select([ended, 0], [], [])[0]:
                raise Interrupted
        finally:
            for end_it in (os.killpg, os.kill):  # with what it has started, if it has a group yet
                with contextlib.suppress(ProcessLookupError):
                    end_it(child, signal.SIGTERM)
            os.waitpid(child, 0)
            os.close(ended)
            os.close(leash)

    # --- in forks

    def _make(self) -> None:
        """Run what must run, on all cores, and write all pages."""
        for failure in renew.renew(self.sources, [self.edition]):
            self.tell({"error": str(failure), "of": failure.chapter})
        if all((self.tree / name).is_file() for name in self.project.notebooks()):
            self._whole()

    def _whole(self) -> None:
        if self.app:
            self._names.close()
        with publish.staging(self.space.site) as folder:
            source, doctrees = self.tree.resolve(), self.space.doctrees(self.edition).resolve()
            told = render.render(source, folder.resolve(), self.settings, doctrees)
            self.tell({"error": "\n".join(told[:20]), "of": "pages"})
            if (folder / "index.html").is_file() and not (told and self.space.site.exists()):
                publish.publish(folder, self.space.site)

    def _chapter(self, job: Job) -> None:
        """Run a chapter, drawing its charts while its cells still run, and write its page."""
        began = time.perf_counter()
        runs = self.sources.runs()
        key = runs.key(job)
        forked.LISTENERS[:] = [self._draw]
        if failure := execute.run(job):
            self.tell({"error": str(failure), "of": job.name})
            return
        page = job.name.removesuffix(".ipynb")
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])  # no page is left half written
        self._write(page)
        runs.note({job: key})
        told = render.told(self.warnings.getvalue(), self.tree)
        self.tell({"page": page, "ms": round(1000 * (time.perf_counter() - began))})
        if told:
            self.tell({"error": "\n".join(told), "of": job.name})

    def _draw(self, cell: dict) -> None:
        """Draw what a page shows of a cell's charts; what readers download can wait."""
        if not self._engine:  # which takes half a second to load, while the cells run
            self._engine = threading.Thread(target=pictures.start_engine, daemon=True)
            self._engine.start()
        for spec in specs(cell):
            for job in charts.jobs(self.app, Chart.from_output(spec)):
                if not replace(job, caption=None).done():
                    self._engine.join()
                    pictures.draw(replace(job, caption=None))

    def _write(self, page: str) -> None:
        """Read and write one page, as Sphinx does within a build."""
        from sphinx.util.osutil import relative_uri

        app, builder, env = self.app, self.app.builder, self.app.env
        app.emit("env-purge-doc", env, page)
        env.clear_doc(page)
        with myst_nb_writes_no_copies():
            builder.read_doc(page)
        app.emit("env-get-updated", env)
        doctree = env.get_and_resolve_doctree(page, builder)
        builder.imgpath = relative_uri(builder.get_target_uri(page), "_images")
        builder.post_process_images(doctree)
        builder.write_doc(page, doctree)


def main() -> None:
    """Take orders until there are no more."""
    orders = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 (what waits stays in the pipe)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # what a library prints is no answer
    os.environ.setdefault("RECOMPUTED_PICTURES", "0")
    told, number = json.loads(orders.readline()), 0

    def tell(answer: dict) -> None:
        answers.write(json.dumps({"number": number, **answer}) + "\n")

    edited = Path(told["data"]) if told["data"] else None
    bench = Bench(
        pipeline.Request(
            Project(Path(told["root"])),
            edited,
            told["edition"],
            Path(told["folder"]),
            told["engine"],
        ),
        tell,
    )
    while line := orders.readline():
        order = json.loads(line)
        number = order.pop("number")
        try:
            getattr(bench, order.pop("do"))(**order)
        except Interrupted:
            pass
        except (BookError, OSError) as error:
            tell({"error": str(error), "of": "data"})
        tell({"done": True})


if __name__ == "__main__":
    main()
