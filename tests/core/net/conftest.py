"""A server that misbehaves, and a network that may reach nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.connection_log import ConnectionLog
from desktop.core.net.network import Network
from tests.helpers.http_server import IMPATIENT, LOCAL_RULES, HttpServer


@pytest.fixture
def server() -> Iterator[HttpServer]:
    server = HttpServer()
    yield server
    server.close()


@pytest.fixture
def network(tmp_path: Path) -> Network:
    return Network(ConnectionLog(tmp_path / "connections.jsonl"), rules=LOCAL_RULES, patience=IMPATIENT)
