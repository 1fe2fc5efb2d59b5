"""Run a notebook's cells in this process, with the outputs that a kernel would have sent.

The shell is ipykernel's own; only its session is another, which keeps each message instead of
sending it. So formatters, tracebacks, metadata and counts are the kernel's, not an imitation. Meant
for a fresh fork of a process that has loaded the libraries: see :mod:`recomputed.run.forked`.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from ipykernel.jsonutil import json_clean
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session
from traitlets.config import Config

from recomputed.pages import expressions

PARTS = {
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}
"""What a notebook keeps of a message that is an output."""


class Recorder(Session):
    """A session that keeps messages as notebook outputs."""

    def __init__(self, **options):
        super().__init__(**options)
        self.outputs: list[dict] = []
        self._displays: dict[str, list[dict]] = {}

    def send(self, stream, msg_or_type, content=None, parent=None, ident=None, **unused):
        """Take a message in place of sending it."""
        message = msg_or_type
        if not isinstance(message, dict):
            message = self.msg(msg_or_type, content=content, parent=parent)
        self._take(message)
        return message

    def _take(self, message: dict) -> None:
        kind, content = message["msg_type"], message["content"]
        name = content.get("transient", {}).get("display_id")
        if kind == "clear_output":
            self.outputs.clear()
        elif kind == "update_display_data":
            for output in self._displays.get(name, ()):
                output.update(data=content["data"], metadata=content["metadata"])
        elif kind in PARTS:
            output = {"output_type": kind, **{part: content[part] for part in PARTS[kind]}}
            self.outputs.append(output)
            if name:
                self._displays.setdefault(name, []).append(output)

    def write(self, name: str, text: str) -> None:
        """Append to the cell's text output; writes in a row make one output."""
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        elif text:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})


class Stream(io.TextIOBase):
    """Standard output or error of the cells."""

    encoding = "utf-8"

    def __init__(self, recorder: Recorder, name: str):
        self.recorder, self.name = recorder, name

    def writable(self) -> bool:
        """Cells write here."""
        return True

    def write(self, text: str) -> int:
        """Keep a text."""
        self.recorder.write(self.name, text)
        return len(text)


class Descriptors:
    """What bypasses Python's streams, such as a library in C, or a program that a cell starts."""

    def __init__(self, recorder: Recorder):
        self.recorder = recorder
        self.files = {}
        for number, name in ((1, "stdout"), (2, "stderr")):
            self.files[name] = file = tempfile.TemporaryFile()  # noqa: SIM115 (kept open)
            os.dup2(file.fileno(), number)

    def collect(self) -> None:
        """Move what was written to the cell's outputs."""
        for name, file in self.files.items():
            if os.fstat(file.fileno()).st_size:
                file.seek(0)
                self.recorder.write(name, file.read().decode("utf-8", "replace"))
                file.seek(0)
                file.truncate()


def make_shell(recorder: Recorder) -> ZMQInteractiveShell:
    """Make the kernel's shell, without history, start-up files or a kernel."""
    if InteractiveShell.initialized():  # whichever kind the forking process had
        type(InteractiveShell.instance()).clear_instance()
    config = Config()
    config.HistoryManager.enabled = False
    shell = ZMQInteractiveShell.instance(config=config, ipython_dir=tempfile.mkdtemp())
    for part in (shell.displayhook, shell.display_pub):
        part.session, part.pub_socket, part.topic = recorder, object(), b""
    from ipykernel.compiler import XCachingCompiler

    shell.compiler_class = XCachingCompiler
    shell.compile = XCachingCompiler()
    return shell


def _no_input(prompt: str = "") -> str:
    from IPython.core.error import StdinNotImplementedError

    raise StdinNotImplementedError(
        "raw_input was called, but this frontend does not support input requests."
    )


@contextmanager
def redirected(recorder: Recorder) -> Iterator[Descriptors]:
    """Let everything that cells write go to the recorder."""
    descriptors = Descriptors(recorder)
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream(recorder, "stdout"), Stream(recorder, "stderr")
    try:
        yield descriptors
    finally:
        sys.stdout, sys.stderr = streams


def run_cells(cells: list[dict]) -> Iterator[dict]:
    """Run the cells of a notebook one after the other, up to the first that fails.

    Parameters
    ----------
    cells : list of dict
        Each with ``kind`` (``code``, ``markdown``, …) and ``source``.

    Yields
    ------
    dict
        For a code cell ``outputs`` and ``count``; for a Markdown cell ``answers`` to its
        expressions; for others nothing.
    """
    import builtins

    recorder = Recorder()
    shell = make_shell(recorder)
    builtins.input = _no_input
    with redirected(recorder) as descriptors:
        for cell in cells:
            recorder.outputs = []
            if cell["kind"] == "code" and cell["source"].strip():
                result = shell.run_cell(cell["source"], store_history=True)
                descriptors.collect()
                yield {"outputs": recorder.outputs, "count": shell.execution_count - 1}
                if not result.success:
                    return
            elif cell["kind"] == "markdown":
                wanted = [expression for expression, _ in expressions.find(cell["source"])]
                answers = shell.user_expressions(expressions.ask(wanted))
                yield {"wanted": wanted, "answers": json_clean(answers)}
            else:
                yield {}
