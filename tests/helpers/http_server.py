"""A server on this computer that behaves as badly as it is told, request by request."""

from __future__ import annotations

import contextlib
import re
import threading
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from desktop.core.net.addresses import AddressRules
from desktop.core.net.network import Patience

LOCAL_RULES = AddressRules(frozenset({"http"}), lambda address: address.is_loopback)
IMPATIENT = Patience(connect_s=5.0, stall_s=0.1, pauses_s=(1.0, 3.0, 10.0))
"""For servers that stall; pauses go to the test's own ``sleep``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one request is answered; the defaults are those of an honest server."""

    status: int = 0
    """Other than 0: no content, this status."""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    """Close after so many bytes of the body."""
    stall_after: int | None = None
    """Say nothing more after so many bytes, until the client goes or the server closes."""
    knows_ranges: bool = True
    announced: int = 0
    """Added to the length that is announced."""
    tells_length: bool = True
    flipped: int | None = None
    """The place of a byte that is wrong."""
    shifted: int = 0
    """Added to the start of the range that is announced and sent."""


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: Mapping[str, str]


class HttpServer:
    """Serves bytes under paths. ``answers`` of a path are used one by one, then it is honest."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.etags: dict[str, str] = defaultdict(lambda: '"one"')
        self.answers: dict[str, deque[Answer]] = defaultdict(deque)
        self.asked: list[Asked] = []
        self.may_end = threading.Event()
        server = self

        class Handler(_Handler):
            owner = server

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="test server")
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def serve(self, path: str, content: bytes, *answers: Answer) -> str:
        """Put content under a path; returns its address."""
        self.content[path] = content
        self.answers[path].extend(answers)
        return self.url + path

    def redirect(self, path: str, to: str) -> str:
        self.answers[path].extend([Answer(302, {"Location": to})] * 20)
        return self.url + path

    def ranges(self, path: str) -> list[str]:
        """The Range header of each request for a path, empty where there was none."""
        return [asked.headers.get("Range", "") for asked in self.asked if asked.path == path]

    def close(self) -> None:
        self.may_end.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    owner: HttpServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        owner, path = self.owner, urlsplit(self.path).path
        owner.asked.append(Asked(path, dict(self.headers)))
        answer = owner.answers[path].popleft() if owner.answers[path] else Answer()
        if answer.status or path not in owner.content:
            self.send_response(answer.status or 404)
            for name, value in {"Content-Length": "0", **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            return
        self.close_connection = True
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the client has seen enough
            self._send(owner.content[path], owner.etags[path], path, answer)

    def _send(self, content: bytes, etag: str, path: str, answer: Answer) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        same = self.headers.get("If-Range", etag) == etag
        start = int(asked[1]) if asked and same and answer.knows_ranges else None
        if start is not None and start >= len(content):
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(content)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = bytearray(content)
        if answer.flipped is not None:
            body[answer.flipped] ^= 1
        first = (start or 0) + answer.shifted
        last = int(asked[2]) + 1 if asked and asked[2] and start is not None else len(body)
        part = bytes(body[first:last])
        self.send_response(200 if start is None else 206)
        if start is not None:
            self.send_header("Content-Range", f"bytes {first}-{last - 1}/{len(body)}")
        if answer.tells_length:
            self.send_header("Content-Length", str(len(part) + answer.announced))
        self.send_header("ETag", etag)
        self.send_header("Content-Type", self.owner.types.get(path, "application/octet-stream"))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        if answer.stall_after is not None:
            self.wfile.write(part[: answer.stall_after])
            self.wfile.flush()
            self.owner.may_end.wait(30)
            return
        self.wfile.write(part if answer.cut_after is None else part[: answer.cut_after])

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""
