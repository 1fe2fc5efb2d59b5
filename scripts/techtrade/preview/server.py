"""The web server of the preview: this machine only, this site only."""

from __future__ import annotations

import hashlib
import json
import posixpath
import queue
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

EVENTS = "/__events"
SCRIPT = "/__serve.js"
TAG = '<script src="{script}" data-state="{state}" defer></script></body>'
PRINTED = "/as-printed/"
BEAT = 15


class Channel:
    """Those who look at pages, and what is to be told to them."""

    def __init__(self):
        self._lock = threading.Lock()
        self._listeners: dict[queue.Queue, str] = {}
        self.last: dict = {}

    def listen(self, page: str) -> queue.Queue:
        """A queue of messages for somebody who looks at a page."""
        box: queue.Queue = queue.Queue()
        with self._lock:
            self._listeners[box] = page
            if self.last:
                box.put(self.last)
        return box

    def leave(self, box: queue.Queue) -> None:
        """Forget a listener."""
        with self._lock:
            self._listeners.pop(box, None)

    def tell(self, message: dict | None) -> None:
        """Send a message to all; None ends their connections."""
        with self._lock:
            if message and "panel" in message:
                self.last = {"panel": message["panel"]}
            for box in self._listeners:
                box.put(message)

    def viewed(self) -> list[str]:
        """The pages looked at, the latest first."""
        with self._lock:
            return list(dict.fromkeys(reversed(self._listeners.values())))


class Handler(SimpleHTTPRequestHandler):
    """Files of the site, and the stream of events; nothing else."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments, sites: dict[str, Path], channel: Channel, **options):
        self.sites, self.channel = sites, channel
        super().__init__(*arguments, **options)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def parse_request(self) -> bool:
        """Refuse requests that came under another host's name."""
        if not super().parse_request():
            return False
        host = (self.headers.get("Host") or "").lower()
        port = self.server.server_address[1]
        if host in {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}:
            return True
        self.send_error(403, "This book is for this computer only")
        return False

    def translate_path(self, path: str) -> str:
        """The file behind an address; one that does not exist if it lies outside the site."""
        path = posixpath.normpath(unquote(urlsplit(path).path)) + (
            "/" if path.endswith("/") else ""
        )
        root = self.sites["corrected"]
        if path.startswith(PRINTED) and "printed" in self.sites:
            root, path = self.sites["printed"], path[len(PRINTED) - 1 :]
        try:
            file = (root / path.lstrip("/")).resolve()
            inside = file.is_relative_to(root.resolve())
        except (OSError, ValueError):
            inside = False
        return str(file) if inside else str(root / "no-such-file")

    def list_directory(self, path):
        """Show no folder's list."""
        self.send_error(404)

    def end_headers(self) -> None:
        """Let nothing be kept, guessed or framed."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
        super().end_headers()

    def do_GET(self) -> None:
        """Answer a request."""
        told = urlsplit(self.path)
        if told.path == EVENTS:
            self._stream(parse_qs(told.query).get("page", [""])[0])
        elif told.path == SCRIPT:
            script = files("techtrade.preview") / "serve.js"
            self._send(script.read_bytes(), "text/javascript; charset=utf-8")
        else:
            file = Path(self.translate_path(self.path))
            if file.is_dir():
                file = file / "index.html"
            if file.suffix == ".html" and file.is_file():
                page = file.read_bytes()
                state = hashlib.sha256(page).hexdigest()[:16]
                tag = TAG.format(script=SCRIPT, state=state).encode()
                self._send(tag.join(page.rsplit(b"</body>", 1)), "text/html; charset=utf-8")
            else:
                super().do_GET()

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, page: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.close_connection = True
        box = self.channel.listen(page)
        try:
            while True:
                try:
                    message = box.get(timeout=BEAT)
                except queue.Empty:
                    self.wfile.write(b":\n\n")  # finds out who has gone
                    continue
                if message is None:
                    return
                self.wfile.write(b"data: " + json.dumps(message).encode() + b"\n\n")
                self.wfile.flush()
        except OSError:
            return
        finally:
            self.channel.leave(box)


def start(sites: dict[str, Path], channel: Channel, port: int) -> ThreadingHTTPServer:
    """Serve the editions of a site on the loopback address, in threads.

    Parameters
    ----------
    sites : dict
        The folder of each edition.
    channel : Channel
        Whom to tell what.
    port : int
        The port; 0 for any that is free.
    """
    handler = partial(Handler, sites=sites, channel=channel)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
