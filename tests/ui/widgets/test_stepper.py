"""A small whole number."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.stepper import Stepper


@pytest.fixture
def stepper(qtbot: QtBot) -> Stepper:
    stepper = Stepper("Pictures", 1, 100, value=4)
    qtbot.addWidget(stepper)
    return stepper


def edit_of(stepper: Stepper) -> QLineEdit:
    edit = stepper.findChild(QLineEdit)
    assert isinstance(edit, QLineEdit)
    return edit


def test_the_buttons_step(qtbot: QtBot, stepper: Stepper) -> None:
    less, more = stepper.findChildren(QToolButton)
    told: list[int] = []
    stepper.value_changed.connect(told.append)

    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(less, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(less, Qt.MouseButton.LeftButton)

    assert told == [5, 4, 3]


@pytest.mark.parametrize(("typed", "value"), [("12", 12), ("0", 1), ("500", 100)])
def test_typing_is_clamped(qtbot: QtBot, stepper: Stepper, typed: str, value: int) -> None:
    edit_of(stepper).selectAll()
    qtbot.keyClicks(edit_of(stepper), typed)
    edit_of(stepper).editingFinished.emit()

    assert stepper.value == value
    assert edit_of(stepper).text() == str(value)


def test_letters_can_not_be_typed(qtbot: QtBot, stepper: Stepper) -> None:
    qtbot.keyClicks(edit_of(stepper), "x")

    assert edit_of(stepper).text() == "4"


def test_arrow_keys_step(qtbot: QtBot, stepper: Stepper) -> None:
    qtbot.keyClick(edit_of(stepper), Qt.Key.Key_Up)

    assert stepper.value == 5


def test_a_button_that_leads_out_of_the_range_is_disabled(stepper: Stepper) -> None:
    less, more = stepper.findChildren(QToolButton)

    stepper.set_value(1)

    assert not less.isEnabled()
    assert more.isEnabled()
