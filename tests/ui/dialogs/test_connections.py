"""The log of connections, shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.core.connection_log import ConnectionLog, Purpose
from desktop.core.paths import Paths
from desktop.state.network_state import NetworkState
from desktop.ui.dialogs.connections import ConnectionsDialog
from tests.helpers.network import make_network


@pytest.fixture
def network(qapp: object) -> Iterator[NetworkState]:
    network = make_network()
    yield network
    network.close()


@pytest.fixture
def dialog(qtbot: QtBot, network: NetworkState) -> ConnectionsDialog:
    log = ConnectionLog(Paths.default().connections)
    log.closed(log.opened("hub.example", Purpose.LOOK_UP), 200, 3000)
    log.opened("files.example", Purpose.DOWNLOAD)
    with qtbot.waitSignal(network.log_read):
        dialog = ConnectionsDialog(network, None)
        qtbot.addWidget(dialog)
        dialog.show()
    return dialog


def test_all_connections_are_listed_newest_first(dialog: ConnectionsDialog) -> None:
    rows = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    assert [[row.text(column) for column in (1, 2, 3)] for row in rows] == [
        ["files.example", "Downloaded a model", "not ended"],
        ["hub.example", "Looked up a model", "3.0 kB received, 200 bytes sent"],
    ]


def test_the_list_is_copied(dialog: ConnectionsDialog) -> None:
    dialog.copy.click()
    first, second = QGuiApplication.clipboard().text().split("\n")
    assert "files.example" in first
    assert "3.0 kB received" in second


def test_the_list_is_cleared(qtbot: QtBot, dialog: ConnectionsDialog, network: NetworkState) -> None:
    with qtbot.waitSignal(network.log_read):
        dialog.clear.click()
    assert dialog.list.topLevelItemCount() == 0
    assert "never connected" in dialog.words.text()
    assert not dialog.copy.isEnabled()


def test_the_switch_is_here_as_well(dialog: ConnectionsDialog, network: NetworkState) -> None:
    dialog.offline.click()
    assert network.is_offline
    network.set_offline(False)
    assert not dialog.offline.isChecked()
