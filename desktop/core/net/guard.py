"""Where sockets are opened: the switch, the addresses that names stand for, and the log, checked there."""

# ruff: noqa: ASYNC109 - the signatures are httpcore2's

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import httpcore2
import httpx2

from desktop.core.connection_log import Purpose
from desktop.core.errors import AppError

if TYPE_CHECKING:
    from desktop.core.net.network import Network

_SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """httpx2's transport over a pool whose sockets a GuardedBackend opens."""

    def __init__(self, network: Network, purpose: Purpose) -> None:
        # Not super().__init__: it takes no backend. The pool is all that it would make.
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            network_backend=GuardedBackend(network, purpose),
        )


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to the very address that was checked, so that a name can't point elsewhere a moment later."""

    def __init__(self, network: Network, purpose: Purpose) -> None:
        self._network = network
        self._purpose = purpose
        self._backend = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Raises AppError: ``offline``, ``bad_address``, ``not_writable`` (the log); httpcore2's errors."""
        self._network.require()
        addresses = await self._resolve(host, port)
        key = self._network.log.opened(host, self._purpose)
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = await self._backend.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _GuardedStream(stream, self._network, key)
        self._network.log.closed(key, 0, 0)
        raise failure

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _resolve(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        addresses = [str(entry[4][0]) for entry in found]
        for address in addresses:
            self._network.rules.check_resolved(host, ipaddress.ip_address(address.split("%")[0]))
        return list(dict.fromkeys(addresses))


class _GuardedStream(httpcore2.AsyncNetworkStream):
    """Counts, and stops when the switch is turned."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream, network: Network, key: str) -> None:
        self._stream = stream
        self._network = network
        self._key = key
        self._sent = self._received = 0
        self._is_open = True

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._network.require()
        data = await self._stream.read(max_bytes, timeout)
        self._received += len(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._network.require()
        await self._stream.write(buffer, timeout)
        self._sent += len(buffer)

    async def aclose(self) -> None:
        if self._is_open:
            self._is_open = False
            with contextlib.suppress(AppError):  # the opening is noted
                self._network.log.closed(self._key, self._sent, self._received)
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        # What is inside the encryption is counted: this stream stays the outer one.
        try:
            self._stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self.aclose()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
