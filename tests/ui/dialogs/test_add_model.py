"""Adding a model: looking, choosing, fetching."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core import hub
from desktop.core.downloads import Status
from desktop.core.net.failures import refused
from desktop.core.paths import Paths
from desktop.core.settings import Settings
from desktop.state.network_state import NetworkState
from desktop.state.preferences import Preferences
from desktop.ui.dialogs.add_model import AddModelDialog
from tests.helpers.http_server import Answer, HttpServer
from tests.helpers.network import MODEL, make_look, make_network


@pytest.fixture
def server() -> Iterator[HttpServer]:
    server = HttpServer()
    yield server
    server.close()


@pytest.fixture
def preferences(tmp_path: Path) -> Iterator[Preferences]:
    preferences = Preferences(tmp_path / "settings.json", Settings(model_folders=(tmp_path / "more",)))
    yield preferences
    preferences.flush()


@pytest.fixture
def network(qapp: object, server: HttpServer, preferences: Preferences) -> Iterator[NetworkState]:
    network = make_network(preferences)
    yield network
    server.may_end.set()
    network.close()


@pytest.fixture
def dialog(qtbot: QtBot, network: NetworkState, preferences: Preferences) -> AddModelDialog:
    dialog = AddModelDialog(network, preferences, Paths.default().models, None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def ask(qtbot: QtBot, dialog: AddModelDialog, address: str) -> None:
    dialog.address.setText(address)
    with qtbot.waitSignals([dialog._network.look_ups.busy_changed] * 2):
        QTest.keyClick(dialog.address, Qt.Key.Key_Return)


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_an_address_becomes_a_model_by_return_and_return(
    qtbot: QtBot, dialog: AddModelDialog, network: NetworkState, server: HttpServer
) -> None:
    ask(qtbot, dialog, server.serve("/lora.safetensors", MODEL))
    assert dialog.card is not None
    assert "Download" in dialog.start.text()
    assert "20.1 kB" in dialog.start.text()
    assert dialog.start.hasFocus()
    with qtbot.waitSignal(network.downloads.finished):
        QTest.keyClick(dialog.start, Qt.Key.Key_Return)
    assert (Paths.default().models / "lora.safetensors").read_bytes() == MODEL
    assert dialog.card is None
    (row,) = dialog.rows.rows.values()
    assert "Finished and checked" in row.words.text()


def test_nothing_is_asked_before_the_button_is_pressed(
    qtbot: QtBot, dialog: AddModelDialog, server: HttpServer
) -> None:
    QTest.keyClicks(dialog.address, server.serve("/lora.safetensors", MODEL))
    assert server.asked == []
    assert dialog.look.isEnabled()


def test_host_licence_size_and_room_are_shown(
    qtbot: QtBot, dialog: AddModelDialog, network: NetworkState, server: HttpServer
) -> None:
    look = replace(
        make_look(server, "a.safetensors"),
        host="hub.example",
        final_host="files.example",
        licence="cc-by-nc-4.0",
        licence_link="https://l.example",
    )
    with qtbot.waitSignal(network.look_ups.free_known):
        network.look_ups.looked.emit(look)
    assert dialog.card is not None
    shown = words(dialog.card)
    for part in ("hub.example", "files.example", "no commercial use", "https://l.example", "free"):
        assert part in shown


def test_unticking_all_leaves_nothing_to_start(dialog: AddModelDialog, server: HttpServer) -> None:
    dialog._network.look_ups.looked.emit(make_look(server, "a.safetensors", "b.safetensors"))
    assert dialog.card is not None
    assert dialog.start.text().startswith("Download 2 files")
    for row in range(2):
        dialog.card.files.topLevelItem(row).setCheckState(0, Qt.CheckState.Unchecked)
    assert not dialog.start.isEnabled()
    assert "Tick" in dialog.start.text()


def test_what_can_not_be_taken_says_why(dialog: AddModelDialog, server: HttpServer) -> None:
    look = make_look(server, "a.safetensors")
    pickle = replace(look.files[0], is_chosen=False, refusal=hub.PICKLE_WORDS)
    dialog._network.look_ups.looked.emit(replace(look, files=(pickle, *look.files)))
    assert dialog.card is not None
    last = dialog.card.files.topLevelItem(1)
    assert "run programs" in last.text(0)
    assert not last.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert [file.path for file in dialog.card.chosen] == ["a.safetensors"]


def test_too_little_room_is_said_and_another_folder_may_have_it(
    dialog: AddModelDialog, server: HttpServer, tmp_path: Path
) -> None:
    dialog._network.look_ups.looked.emit(make_look(server, "a.safetensors"))
    assert dialog.card is not None
    dialog.card.show_free(Paths.default().models, 1000)
    assert not dialog.start.isEnabled()
    assert "room" in dialog.start.text()
    dialog.card.target.set_value(tmp_path / "more")
    dialog.card.show_free(Paths.default().models, 1000)  # an answer that comes late
    dialog.card.show_free(tmp_path / "more", 10**12)
    assert dialog.start.isEnabled()
    assert dialog.card.folder == tmp_path / "more"


def test_a_gate_asks_for_the_token_and_looks_again(
    qtbot: QtBot, dialog: AddModelDialog, network: NetworkState, server: HttpServer
) -> None:
    url = server.serve("/a.safetensors", MODEL)
    dialog.address.setText(url)
    look = replace(make_look(server, "a.safetensors"), refusal=refused(401, "127.0.0.1"))
    network.look_ups.looked.emit(look)
    assert dialog.card is not None
    assert not dialog.start.isEnabled()
    assert dialog.card.token.hasFocus()
    QTest.keyClicks(dialog.card.token, "secret")
    with qtbot.waitSignal(network.look_ups.looked):
        QTest.keyClick(dialog.card.token, Qt.Key.Key_Return)
    assert server.asked[-1].headers["Authorization"] == "Bearer secret"
    assert dialog.start.isEnabled()
    assert "secret" not in words(dialog)


def test_a_failure_is_said_until_the_address_changes(
    qtbot: QtBot, dialog: AddModelDialog, server: HttpServer
) -> None:
    ask(qtbot, dialog, f"{server.url}/none.safetensors")
    assert "nothing under this address" in dialog.message.text()
    QTest.keyClicks(dialog.address, "x")
    assert "nothing under this address" not in dialog.message.text()


def test_offline_is_said_with_the_way_out(dialog: AddModelDialog, network: NetworkState) -> None:
    network.set_offline(True)
    dialog.address.setText("maker/model")
    assert "offline" in dialog.message.text()
    assert not dialog.look.isEnabled()
    dialog.go_online.click()
    assert not network.is_offline
    assert dialog.look.isEnabled()
    assert not dialog.go_online.isVisible()


def test_a_download_is_paused_and_cancelled_from_its_row(
    qtbot: QtBot, dialog: AddModelDialog, network: NetworkState, server: HttpServer
) -> None:
    look = make_look(server, "a.safetensors")
    server.answers["/a.safetensors"].append(Answer(stall_after=1000))
    key = network.downloads.start(look, (look.files[0].file,), Paths.default().models)
    row = dialog.rows.rows[key]
    assert row.pause.isVisible()
    row.pause.click()
    assert network.downloads.items[0].status is Status.PAUSED
    assert row.resume.isVisible()
    assert not row.pause.isVisible()
    assert "Paused" in row.words.text()
    qtbot.waitUntil(lambda: not network.downloads.is_active)
    row.remove.click()
    assert dialog.rows.rows == {}
    assert dialog.rows.isHidden()


def test_the_menu_opens_one_dialog(app: App) -> None:
    for _ in range(2):
        app.window.actions_["add_model"].trigger()
    assert len(app.window.findChildren(AddModelDialog)) == 1


def test_the_menu_turns_the_switch(app: App) -> None:
    switch = app.window.actions_["work_offline"]
    switch.trigger()
    assert app.studio.network.is_offline
    assert switch.isChecked()
    app.studio.preferences.update(offline=False)
    assert not switch.isChecked()


def test_all_controls_of_card_and_rows_have_names_and_tooltips(
    qtbot: QtBot, dialog: AddModelDialog, network: NetworkState, server: HttpServer
) -> None:
    look = make_look(server, "a.safetensors")
    server.answers["/a.safetensors"].append(Answer(stall_after=1000))
    network.downloads.start(look, (look.files[0].file,), Paths.default().models)
    network.look_ups.looked.emit(replace(look, refusal=refused(401, "127.0.0.1")))
    kinds = (QAbstractButton, QLineEdit, QComboBox, QTreeWidget, QProgressBar)
    controls = [widget for widget in dialog.findChildren(QWidget) if isinstance(widget, kinds)]
    assert len(controls) > 10
    names = [QAccessible.queryAccessibleInterface(w).text(QAccessible.Text.Name) for w in controls]
    assert all(names)
    assert [w for w in controls if not w.toolTip() and not isinstance(w, QProgressBar)] == []
