"""The web server of the preview: this machine only, this site only."""

from __future__ import annotations

import asyncio
import hashlib
import json
import mimetypes
from importlib.resources import files
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from recomputed.errors import BookError

EVENTS, SCRIPT = "/__events", "/__serve.js"
TAG = '<script src="{script}" data-state="{state}" defer></script></body>'
PORTS = 20
BEAT = 15


class Channel:
    """Those who look at pages, and what is to be told to them."""

    def __init__(self):
        self.listeners: dict[asyncio.Queue, str] = {}
        self.panel: dict = {}

    def tell(self, message: dict | None) -> None:
        """Send a message to all; None ends their connections."""
        if message and "panel" in message:
            self.panel = message
        for box in self.listeners:
            box.put_nowait(message)

    def viewed(self) -> list[str]:
        """The pages looked at, the latest first."""
        return list(dict.fromkeys(reversed(self.listeners.values())))


class Handler(RequestHandler):
    """Refuses requests that came under another host's name; lets nothing be kept or framed."""

    def initialize(self, sites: dict[str, Path], channel: Channel, port: int) -> None:
        """Take what the application was given."""
        self.sites, self.channel, self.port = sites, channel, port

    def prepare(self) -> None:
        """Look at a request before it is answered."""
        hosts = f"127.0.0.1:{self.port}", f"localhost:{self.port}"
        if self.request.host.lower() not in hosts:
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        """Say so to the browser."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", "frame-ancestors 'none'")


class Page(Handler):
    """The files of the site; pages with the preview's script."""

    def get(self, path: str) -> None:
        """Answer with a file."""
        if f"/{path}" == SCRIPT:
            file = Path(str(files("recomputed.preview") / "serve.js"))
        else:
            file = self._file(path)
        body = file.read_bytes()
        if file.suffix == ".html":
            state = hashlib.sha256(body).hexdigest()[:16]
            tag = TAG.format(script=SCRIPT, state=state).encode()
            body = tag.join(body.rsplit(b"</body>", 1))
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        text = kind.startswith("text/") or kind.endswith(("javascript", "json"))
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.write(body)

    def _file(self, path: str) -> Path:
        edition = "corrected"
        if path.startswith("as-printed/"):
            edition, path = "printed", path.removeprefix("as-printed/")
        root = self.sites[edition].resolve()
        try:
            file = (root / path).resolve()
            file = file / "index.html" if file.is_dir() else file
            if file.is_relative_to(root) and file.is_file():
                return file
        except (OSError, ValueError):
            pass
        raise HTTPError(404)


class Events(Handler):
    """The stream of what is told to those who look at a page."""

    async def get(self) -> None:
        """Tell until the page is left."""
        self.set_header("Content-Type", "text/event-stream")
        self.box: asyncio.Queue = asyncio.Queue()
        self.channel.listeners[self.box] = self.get_argument("page", "")
        if self.channel.panel:
            self.box.put_nowait(self.channel.panel)
        try:
            await self.flush()
            while (message := await self._next()) is not None:
                self.write(f"data: {json.dumps(message)}\n\n" if message else ":\n\n")
                await self.flush()
        except StreamClosedError:
            pass
        finally:
            del self.channel.listeners[self.box]

    async def _next(self) -> dict | None:
        try:
            return await asyncio.wait_for(self.box.get(), BEAT)
        except TimeoutError:
            return {}

    def on_connection_close(self) -> None:
        """Forget whoever has gone."""
        self.box.put_nowait(None)


def start(sites: dict[str, Path], channel: Channel, port: int) -> int:
    """Serve the editions of a site on the loopback address.

    Parameters
    ----------
    sites : dict
        The folder of each edition.
    channel : Channel
        Whom to tell what.
    port : int
        The port, or the next that is free; 0 for any.

    Returns
    -------
    int
        The port.

    Raises
    ------
    BookError
        If none of the ports is free.
    """
    last = min(port + PORTS, 1 << 16) - 1
    for candidate in range(port, last + 1):
        try:
            sockets = bind_sockets(candidate, "127.0.0.1")
        except OSError:
            continue
        found = sockets[0].getsockname()[1]
        told = {"sites": sites, "channel": channel, "port": found}
        pages = Application(
            [(EVENTS, Events, told), (r"/(.*)", Page, told)], log_function=lambda handler: None
        )
        HTTPServer(pages).add_sockets(sockets)
        return found
    raise BookError(f"serve: ports {port} to {last} are taken; name another: --port")
