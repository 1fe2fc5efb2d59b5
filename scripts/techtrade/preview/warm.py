"""Sphinx kept warm: one application for the life of a process, which rewrites single pages.

Sphinx means an application for one build. What it piles up or keeps from build to build is set
right here: the page's own scripts, the cache of resolved pages, the numbers of sections. A page
written by :meth:`Warm.update` is the page of a whole build; what belongs to the book rather than to
one page (search index, downloads, lists of charts) follows with :meth:`Warm.full`.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from techtrade.processes import end_with_parent
from techtrade.run import render
from techtrade.run.configuration import configure, no_copies


class Warm:
    """A Sphinx application on a tree of executed notebooks.

    Parameters
    ----------
    source, out, doctrees : Path
        The tree, the pages, and what Sphinx keeps.
    settings : dict
        Values on top of ``_config.yml``.
    """

    def __init__(self, source: Path, out: Path, settings: dict, doctrees: Path):
        from sphinx.application import Sphinx
        from sphinx.util.docutils import docutils_namespace, patch_docutils

        self.source, self.warnings = source, io.StringIO()
        config = configure(source, settings)
        self._stack = contextlib.ExitStack()
        self._stack.enter_context(patch_docutils(str(source)))
        self._stack.enter_context(docutils_namespace())
        self._stack.enter_context(no_copies())
        self.app = Sphinx(
            str(source),
            None,
            str(out),
            str(doctrees),
            "html",
            config,
            status=None,
            warning=self.warnings,
            freshenv=True,
            keep_going=True,
        )
        self._late: set[str] = set()
        self._prepared = False
        builder, registry = self.app.builder, self.app.registry
        lists = (builder._css_files, builder._js_files, registry.css_files, registry.js_files)
        self._assets = [(files, list(files)) for files in lists]
        self._remember_code(builder.highlighter)

    def _remember_code(self, highlighter) -> None:
        """Colour each piece of code once: an edit of data leaves it as it is."""
        colour, known = highlighter.highlight_block, {}

        def highlight_block(source, lang, opts=None, force=False, location=None, **options):
            key = source, lang, force, repr((opts, options))
            if key in known:
                return known[key]
            told = self.warnings.tell()
            html = colour(source, lang, opts, force, location, **options)
            if self.warnings.tell() == told:  # what is wrong is to be told every time
                known[key] = html
            return html

        highlighter.highlight_block = highlight_block

    def full(self) -> list[str]:
        """Build the whole book, reading what has changed.

        Returns
        -------
        list of str
            Sphinx's warnings.
        """
        for files, first in self._assets:
            files[:] = first
        for name in self._late:
            self.app.env.all_docs[name] = 0  # to be read and written again, with index and search
        self._late.clear()
        self.app.build()
        gc.unfreeze()
        gc.collect()
        gc.freeze()  # or else every later collection goes through the whole book
        _start_engine()  # now, and not when a page waits for its charts
        return self._told()

    def update(self, names: Sequence[str]) -> list[str]:
        """Read and write single pages.

        Parameters
        ----------
        names : sequence of str
            Pages, without suffix.

        Returns
        -------
        list of str
            Sphinx's warnings.
        """
        app, builder, env = self.app, self.app.builder, self.app.env
        for name in names:
            app.emit("env-purge-doc", env, name)
            env.clear_doc(name)
            getattr(env, "_pickled_doctree_cache", {}).pop(name, None)
            builder.read_doc(name)
        app.emit("env-get-updated", env)
        if not self._prepared:
            builder.prepare_writing(set(names))
            self._prepared = True
        with _quick_charts(app, names):
            for name in names:
                self._write(name)
        self._late.update(names)
        return self._told()

    def draw(self, spec: dict) -> list[str]:
        """Draw a chart of a page that is to be updated; nothing to warn of."""
        from techtrade.pages.chart import Chart

        _draw(self.app, Chart.from_output(spec))
        return []

    def _write(self, name: str) -> None:
        from sphinx.util.osutil import relative_uri

        builder = self.app.builder
        doctree = self.app.env.get_and_resolve_doctree(name, builder)
        builder.imgpath = relative_uri(builder.get_target_uri(name), "_images")
        builder.post_process_images(doctree)
        builder.write_doc(name, doctree)

    def _told(self) -> list[str]:
        told = render._told(self.warnings.getvalue(), self.source)
        self.warnings.seek(0)
        self.warnings.truncate()
        return told


@contextlib.contextmanager
def _quick_charts(app, names: Sequence[str]):
    """Draw the charts of single pages, and leave what readers download to the whole build."""
    from techtrade.pages import charts
    from techtrade.pages.domain import BookDomain

    found = BookDomain.of(app.env).data["charts"]
    for one in (one for name in names for one in found.get(name, ())):
        _draw(app, one)
    publish, charts.publish = charts.publish, lambda app, one: None
    try:
        yield
    finally:
        charts.publish = publish


def _start_engine() -> None:
    import vl_convert

    vl_convert.vegalite_to_svg({"mark": "point", "data": {"values": []}})


def _draw(app, one) -> None:
    """Draw what is missing of a chart's pictures; what readers download can wait."""
    from techtrade.pages import charts, pictures

    for job in charts.jobs(app, one):
        if not replace(job, caption=None).done():
            pictures.draw(replace(job, caption=None))


class Renderer:
    """A warm Sphinx in a process of its own, for there can be only one in each.

    Parameters
    ----------
    arguments
        Those of :class:`Warm`.
    """

    def __init__(self, *arguments):
        self.lock = threading.Lock()
        self._arguments = arguments
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(other, *self._arguments), name="renderer"
        )
        self._process.start()
        other.close()

    def ask(self, what: str, *arguments) -> list[str]:
        """Call a method of :class:`Warm`; a failure is told like a warning."""
        with self.lock:
            try:
                self._pipe.send((what, arguments))
                return self._pipe.recv()
            except (EOFError, OSError):
                self._start()
                return ["The process that writes pages has ended; it was started again."]

    def stop(self) -> None:
        """End the process, and those that draw pictures for it."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join(5)


def _serve(pipe, *arguments) -> None:
    """The life of a renderer's process."""
    if hasattr(os, "setsid"):
        os.setsid()  # a group of its own, with the processes that draw pictures
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(group=True)
    warm = None
    while True:
        what, told = pipe.recv()
        try:
            warm = warm or Warm(*arguments)
            pipe.send(getattr(warm, what)(*told))
        except Exception as error:
            pipe.send([f"{type(error).__name__}: {error}"])
