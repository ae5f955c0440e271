"""Every socket is checked and noted; redirects too."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx2
import pytest

from desktop.core.connection_log import ConnectionLog, Purpose
from desktop.core.errors import AppError
from desktop.core.net.network import Network
from desktop.core.net.request import MAX_REDIRECTS, get
from tests.helpers.http_server import IMPATIENT, Answer, HttpServer


def fetch(network: Network, url: str, token: str = "") -> bytes:
    async def run() -> bytes:
        async with network.client(Purpose.LOOK_UP) as client, get(network, client, url, token=token) as got:
            return await got.aread()

    return asyncio.run(run())


def refusal(network: Network, url: str) -> AppError:
    with pytest.raises(AppError) as caught:
        fetch(network, url)
    return caught.value


def test_a_connection_is_noted_with_what_went_through_it(server: HttpServer, network: Network) -> None:
    assert fetch(network, server.serve("/a", b"x" * 5000)) == b"x" * 5000
    (entry,) = network.log.read()
    assert (entry.host, entry.purpose, entry.ended) == ("127.0.0.1", Purpose.LOOK_UP, True)
    assert entry.received_bytes > 5000
    assert entry.sent_bytes > 50


def test_a_connection_that_fails_is_noted_as_well(server: HttpServer, network: Network) -> None:
    url = server.url
    server.close()
    with pytest.raises(httpx2.ConnectError):
        fetch(network, url)
    assert [entry.received_bytes for entry in network.log.read()] == [0]


def test_offline_opens_no_socket(server: HttpServer, network: Network) -> None:
    network.offline = True
    assert refusal(network, server.serve("/a", b"x")).code == "offline"
    assert server.asked == []
    assert network.log.read() == ()


def test_what_can_not_be_noted_is_not_fetched(server: HttpServer, network: Network, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    network.log = ConnectionLog(tmp_path / "file" / "log")
    assert refusal(network, server.serve("/a", b"x")).code == "not_writable"
    assert server.asked == []


def test_a_name_that_stands_for_this_computer_is_refused(server: HttpServer, tmp_path: Path) -> None:
    """The address is checked where the socket is opened, whatever the name looked like."""
    strict = Network(ConnectionLog(tmp_path / "log"), patience=IMPATIENT)
    port = server.url.rpartition(":")[2]
    assert refusal(strict, f"https://localhost:{port}/a").code == "bad_address"
    assert server.asked == []
    assert strict.log.read() == ()


def test_redirects_are_followed(server: HttpServer, network: Network) -> None:
    server.serve("/b", b"there")
    assert fetch(network, server.redirect("/a", "/b")) == b"there"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "http://10.0.0.1/a", "ftp://example.com/a"])
def test_a_redirect_to_where_nobody_may_go_is_refused(server: HttpServer, network: Network, to: str) -> None:
    assert refusal(network, server.redirect("/a", to)).code == "bad_address"


def test_redirects_in_a_circle_end(server: HttpServer, network: Network) -> None:
    assert refusal(network, server.redirect("/a", "/a")).code == "too_many_redirects"
    assert len(server.asked) == MAX_REDIRECTS + 1


def test_a_token_goes_to_its_own_host_only(server: HttpServer, network: Network) -> None:
    other = HttpServer()
    try:
        to = other.serve("/b", b"there")
        fetch(network, server.redirect("/a", to), token="secret")
        assert server.asked[0].headers["Authorization"] == "Bearer secret"
        assert "Authorization" not in other.asked[0].headers
    finally:
        other.close()


def test_no_cookie_is_kept(server: HttpServer, network: Network) -> None:
    url = server.serve("/a", b"x", Answer(headers={"Set-Cookie": "who=you"}))

    async def run() -> None:
        async with network.client(Purpose.LOOK_UP) as client:
            for _ in range(2):
                async with get(network, client, url) as got:
                    await got.aread()

    asyncio.run(run())
    assert "Cookie" not in server.asked[1].headers
