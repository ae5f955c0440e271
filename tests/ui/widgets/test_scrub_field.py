"""A number that is dragged, typed or stepped."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.scrub_field import ScrubField


@pytest.fixture
def field(qtbot: QtBot) -> ScrubField:
    field = ScrubField("size", 1, 200, value=50, suffix=" px")
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.edit.clearFocus()
    return field


def drag(widget: QWidget, pixels: int) -> None:
    start = widget.rect().center()
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    place = QPointF(start + QPoint(pixels, 0))
    move = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        place,
        widget.mapToGlobal(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, move)
    QTest.mouseRelease(
        widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(pixels, 0)
    )


def type_value(qtbot: QtBot, field: ScrubField, text: str) -> None:
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)


def test_a_drag_changes_it_and_tells(qtbot: QtBot, field: ScrubField) -> None:
    with qtbot.waitSignal(field.value_changed) as told:
        drag(field.edit, 20)

    assert told.args == [70]
    assert field.edit.text() == "70 px"


def test_a_drag_ends_at_the_maximum(field: ScrubField) -> None:
    drag(field.edit, 900)

    assert field.value == 200


def test_sizes_grow_by_a_share_of_themselves(qtbot: QtBot) -> None:
    field = ScrubField("size", 1, 2000, value=500, proportional=True)
    qtbot.addWidget(field)
    field.show()

    drag(field.edit, 20)

    assert 550 < field.value < 700


def test_a_click_begins_to_type(field: ScrubField) -> None:
    drag(field.edit, 0)

    assert field.edit.hasFocus()
    assert field.edit.selectedText() == "50 px"
    assert field.value == 50


@pytest.mark.parametrize(("text", "value"), [("80", 80), ("80 px", 80), ("9999", 200), ("x", 50)])
def test_typed_values_are_clamped_and_nonsense_undone(
    qtbot: QtBot, field: ScrubField, text: str, value: int
) -> None:
    type_value(qtbot, field, text)

    assert field.value == value
    assert field.edit.text() == f"{value} px"


def test_arrows_step(qtbot: QtBot, field: ScrubField) -> None:
    qtbot.keyClick(field.edit, Qt.Key.Key_Up)
    qtbot.keyClick(field.edit, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    assert field.value == 41
