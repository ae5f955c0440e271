"""Fetching one file: on from where it stopped, as often as it takes, and checked before it counts."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx2

from desktop.core import weights
from desktop.core.downloads import RESERVE_BYTES, RemoteFile, free_bytes
from desktop.core.errors import AppError
from desktop.core.net.failures import WORTH_ANOTHER_TRY, refused, unreachable
from desktop.core.net.network import Network
from desktop.core.net.part_file import PartFile
from desktop.core.net.request import get

_LOOK_AT_DISK_EVERY = 64_000_000
_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Means:
    """What a transfer works with."""

    network: Network
    client: httpx2.AsyncClient
    token: str = ""
    sleep: Sleep = asyncio.sleep
    free_bytes: Callable[[Path], int] = free_bytes

    def __repr__(self) -> str:
        return "Means()"  # the token is in no log


class _TryAgain(Exception):
    """``pause_s`` is what the server asks for."""

    def __init__(self, reason: AppError, pause_s: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.pause_s = pause_s


class Transfer:
    """Brings one file to ``part``; ``report`` is told how many of its bytes are there. In an asyncio loop."""

    def __init__(self, means: Means, file: RemoteFile, part: Path, report: Callable[[int], object]) -> None:
        self._means = means
        self._file = file
        self._part = PartFile(part, file)
        self._report = report

    async def run(self) -> None:
        """Return when the file is whole and sound, at ``part``. What was fetched stays if this is cancelled.

        Raises AppError: ``offline``, ``bad_address``, ``disk_full``, ``not_writable``, ``download_changed``,
        ``download_damaged`` after two tries, ``unsafe_model``, ``unreachable``, or a refusal (failures).
        """
        try:
            await self._take_over()
            for is_last in (False, True):
                await self._fetch_all()
                self._part.close()
                if (fault := await asyncio.to_thread(self._find_fault)) is None:
                    self._part.forget()
                    return
                self._part.set_aside()
                if is_last:
                    raise fault
        finally:
            self._part.close()

    async def _take_over(self) -> None:
        stop = threading.Event()
        try:
            await asyncio.to_thread(self._part.find_kept, stop)
        finally:
            stop.set()
        self._report(self._part.size)

    async def _fetch_all(self) -> None:
        pauses = self._means.network.patience.pauses_s
        failures, most = 0, self._part.size
        while True:
            try:
                return await self._pour()
            except _TryAgain as again:
                reason, asked_s = again.reason, again.pause_s
            except httpx2.TransportError as error:
                reason, asked_s = unreachable(self._host, error), 0.0
            failures = 1 if self._part.size > most else failures + 1
            most = max(most, self._part.size)
            if failures > len(pauses) or reason.code == "bad_certificate":
                raise reason
            self._part.close()
            longest = self._means.network.patience.longest_pause_s
            await self._means.sleep(min(max(pauses[failures - 1], asked_s), longest))

    async def _pour(self) -> None:
        """Ask for what is missing, once. Returns when the file has all its bytes."""
        part, kept = self._part, self._part.size
        if kept and kept == self._file.size_bytes:
            return
        headers = {}
        if kept:
            headers["Range"] = f"bytes={kept}-"
            if part.validator:
                headers["If-Range"] = part.validator
        means = self._means
        async with get(
            means.network, means.client, self._file.url, headers=headers, token=means.token
        ) as response:
            total = self._begin(response, kept)
            if total is not None and part.size == total:
                return
            part.remember(_validator(response), total)
            await self._read_body(response, total)
        if total is not None and part.size < total:
            raise httpx2.RemoteProtocolError("the body ended early")

    def _begin(self, response: httpx2.Response, kept: int) -> int | None:
        """Understand the answer's head; the part is at the place where its body goes on. The whole size."""
        status, (start, total) = response.status_code, range_of(response)
        if status == httpx2.codes.RANGE_NOT_SATISFIABLE:
            if total == kept and self._file.size_bytes in (None, kept):
                return kept  # it was whole already
            self._part.restart()
            raise _TryAgain(refused(status, self._host))
        if status in WORTH_ANOTHER_TRY:
            raise _TryAgain(refused(status, self._host), _asked_pause(response))
        if status == httpx2.codes.PARTIAL_CONTENT:
            if start != kept:
                self._part.restart()
                raise _TryAgain(refused(status, self._host))
        elif status == httpx2.codes.OK:
            self._part.restart()  # it has changed, or this server knows no ranges
            total = length_of(response)
        else:
            raise refused(status, self._host)
        if total is not None and self._file.size_bytes not in (None, total):
            raise self._changed(f"{total} bytes instead of {self._file.size_bytes}")
        return self._file.size_bytes if total is None else total

    async def _read_body(self, response: httpx2.Response, total: int | None) -> None:
        part, look_at_disk = self._part, 0
        async for data in response.aiter_raw():
            if part.size >= look_at_disk:
                self._need_space((total - part.size) if total is not None else len(data))
                look_at_disk = part.size + _LOOK_AT_DISK_EVERY
            if part.size == 0 and _is_weights(self._file.path) and weights.is_pickle(data):
                part.discard()
                raise _pickle(self._file.path)
            if total is not None and part.size + len(data) > total:
                raise self._changed(f"more than the {total} bytes that were announced")
            part.write(data)
            self._report(part.size)

    def _need_space(self, size_bytes: int) -> None:
        free = self._means.free_bytes(self._part.path.parent)
        if size_bytes + RESERVE_BYTES > free:
            raise AppError(
                "disk_full",
                f"{self._part.path.stem} needs {size_bytes / 1e9:.1f} GB more, and the disk has"
                f" {free / 1e9:.1f} GB free. What was fetched is kept.",
                "Free some space, then resume; half a gigabyte always stays free.",
                str(self._part.path),
            )

    def _find_fault(self) -> AppError | None:
        """What is wrong with the whole file. A pickle is removed: raises AppError("unsafe_model")."""
        name, path = self._file.path, self._part.path
        if self._file.sha256 and self._part.sha256 != self._file.sha256:
            return _damaged(name, f"SHA-256 {self._part.sha256} instead of {self._file.sha256}")
        try:
            if name.endswith(".safetensors"):
                weights.check_header(path)
            elif name.endswith(".gguf"):
                with path.open("rb") as file:
                    if file.read(4) != b"GGUF":
                        return _damaged(name, "it is no GGUF file")
            elif name.endswith(".json"):
                weights.read_json(path)
        except AppError as error:
            if error.code == "unsafe_model":
                self._part.discard()
                raise
            return _damaged(name, error.info.details)
        except OSError as error:
            return _damaged(name, str(error))
        return None

    def _changed(self, details: str) -> AppError:
        return AppError(
            "download_changed",
            f"{self._host} offers another file now than when it was looked up.",
            "Cancel this download and look the model up again.",
            f"{self._file.path}: {details}",
        )

    @property
    def _host(self) -> str:
        return httpx2.URL(self._file.url).host


def range_of(response: httpx2.Response) -> tuple[int | None, int | None]:
    """Start and whole size of Content-Range, each None when it does not tell."""
    found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if found is None:
        return None, None
    start, total = found.groups()
    return int(start) if start else None, int(total) if total and total != "*" else None


def length_of(response: httpx2.Response) -> int | None:
    text = response.headers.get("Content-Length", "")
    return int(text) if text.isdecimal() else None


def _validator(response: httpx2.Response) -> str:
    """For If-Range: a strong ETag, or else the date (RFC 9110, 13.1.5)."""
    etag = response.headers.get("ETag", "")
    return etag if etag.startswith('"') else response.headers.get("Last-Modified", "")


def _asked_pause(response: httpx2.Response) -> float:
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() and len(text) < 7 else 0.0


def _is_weights(path: str) -> bool:
    return path.endswith((".safetensors", ".gguf"))


def _pickle(path: str) -> AppError:
    return AppError(
        "unsafe_model",
        f"{path} is no model file but a pickle or an archive, which can run programs when it is opened."
        " Nothing of it is kept.",
        "Get the model in safetensors form from a source you trust.",
    )


def _damaged(name: str, details: str) -> AppError:
    return AppError(
        "download_damaged",
        f"{name} arrived damaged, twice. The last try is kept beside it as {Path(name).name}.bad.",
        "Try again later, or get the model from another place.",
        f"{name}: {details}",
    )
