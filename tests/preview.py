"""A running ``book.py serve``, as several tests use it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from recomputed.preview import server

PATIENCE = 120
"""Seconds after which a preview that says nothing is taken for broken."""


class Running:
    """A preview of a small book."""

    def __init__(self, root: Path, *options: object):
        command = [sys.executable, "-u", root / "scripts" / "book.py", "serve", "--port", "0"]
        command += options
        self.mark = f"tt-serve-{os.getpid()}-{time.monotonic_ns()}"
        self.root, self.round = root, 0
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "BOOK_TEST": self.mark},
        )
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                break
        else:
            raise AssertionError("the preview did not start")

    def get(self, path: str, host: str | None = None, method: str = "GET"):
        """A response and its body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{self.port}")
        connection.endheaders()
        answer = connection.getresponse()
        return answer, answer.read()

    def listen(self, page: str):
        """The messages for somebody who looks at a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"{server.EVENTS}?page={page}")
        answer = connection.getresponse()
        while line := answer.fp.readline():
            if line.startswith(b"data:"):
                yield json.loads(line[5:])

    def stop(self) -> str:
        """Press Ctrl-C; what was said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=30)[0]
