"""A NetworkState that reaches a server on this computer and nothing else."""

from __future__ import annotations

import hashlib
import json

from desktop.core.connection_log import ConnectionLog
from desktop.core.downloads import RemoteFile
from desktop.core.hub import Offer
from desktop.core.net.look_up import Look
from desktop.core.net.network import Network, Patience
from desktop.core.paths import Paths
from desktop.core.settings import Settings
from desktop.core.tokens import TokenStore
from desktop.state.network_state import NetworkState
from desktop.state.preferences import Preferences
from tests.helpers.http_server import LOCAL_RULES, HttpServer

HEADER = json.dumps({"w": {"dtype": "F32", "shape": [5000], "data_offsets": [0, 20_000]}}).encode()
MODEL = len(HEADER).to_bytes(8, "little") + HEADER + bytes(range(250)) * 80
"""A sound safetensors file of 20 kB."""


class MemoryKeyring:
    """A keyring that ends with the test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def make_network(preferences: Preferences | None = None) -> NetworkState:
    """Close it in the end."""
    paths = Paths.default()
    return NetworkState(
        paths,
        preferences or Preferences(paths.settings, Settings()),
        network=Network(
            ConnectionLog(paths.connections),
            rules=LOCAL_RULES,
            patience=Patience(connect_s=5.0, stall_s=30.0, pauses_s=()),
        ),
        tokens=TokenStore(MemoryKeyring()),
    )


def make_look(server: HttpServer, *paths: str, folder: str = "") -> Look:
    """What a look at sound models under these paths would find."""
    offers = []
    for path in paths:
        url = server.serve(f"/{path}", MODEL)
        digest = hashlib.sha256(MODEL).hexdigest()
        file = RemoteFile(url=url, path=path, size_bytes=len(MODEL), sha256=digest)
        offers.append(Offer(file, is_chosen=True))
    return Look(server.url, "Model", "127.0.0.1", "127.0.0.1", tuple(offers), folder)
