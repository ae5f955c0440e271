"""The history dock: the steps, where we are, and going there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.state.undo_stack import UndoStack
from desktop.ui.docks.history_dock import HistoryDock


class Step(QUndoCommand):
    size_bytes = 1_500_000

    def __init__(self, name: str, done: list[str]) -> None:
        super().__init__(name)
        self._done = done

    def redo(self) -> None:
        self._done.append(self.text())

    def undo(self) -> None:
        self._done.remove(self.text())


class Bench:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.done: list[str] = []
        self.stack = UndoStack()
        self.dock = HistoryDock(self.stack)
        qtbot.addWidget(self.dock)
        self.dock.resize(260, 300)
        self.dock.show()
        for name in ("Brush stroke", "Move layer", "Opacity"):
            self.stack.push(Step(name, self.done))
        qtbot.waitUntil(lambda: self.names == ["Start", "Brush stroke", "Move layer", "Opacity"])

    @property
    def names(self) -> list[str]:
        model = self.dock.list.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    @property
    def here(self) -> str:
        return str(self.dock.list.currentIndex().data())


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_the_last_step_is_where_we_are(bench: Bench) -> None:
    assert bench.here == "Opacity"


def test_a_click_goes_back_and_on(bench: Bench) -> None:
    view = bench.dock.list
    for row, done in ((1, ["Brush stroke"]), (3, ["Brush stroke", "Move layer", "Opacity"]), (0, [])):
        place = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        assert bench.done == done
        assert bench.stack.index == row


def test_the_arrow_keys_go_one_step(bench: Bench) -> None:
    QTest.keyClick(bench.dock.list, Qt.Key.Key_Up)
    assert bench.done == ["Brush stroke", "Move layer"]
    QTest.keyClick(bench.dock.list, Qt.Key.Key_Home)
    assert bench.done == []


def test_what_was_taken_back_is_said_to_be_so(bench: Bench) -> None:
    bench.stack.undo()
    bench.qtbot.waitUntil(lambda: bench.here == "Move layer")
    model = bench.dock.list.model()
    described = Qt.ItemDataRole.AccessibleDescriptionRole
    assert [model.index(row, 0).data(described) for row in range(4)] == ["", "", "", "taken back"]


def test_it_says_how_many_steps_there_are_and_what_they_take(bench: Bench) -> None:
    assert bench.dock.status.text() == "3 steps, 4.5 MB"
    bench.stack.clear()
    bench.qtbot.waitUntil(lambda: bench.dock.status.text() == "0 steps, 0 MB")
    assert bench.names == ["Start"]
