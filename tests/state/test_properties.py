from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from desktop.state.properties import Observable, Property, bind


def _even(value: int) -> int:
    if value % 2:
        raise ValueError(f"{value} is odd")
    return value


class Lamp(Observable):
    name = Property("lamp")
    watts = Property(10, _even)


def heard(lamp: Lamp) -> list[str]:
    names: list[str] = []
    lamp.changed.connect(names.append)
    return names


def test_a_property_starts_with_its_default_in_each_object(qapp: object) -> None:
    first, second = Lamp(), Lamp()
    first.watts = 20
    assert (first.watts, second.watts) == (20, 10)


def test_only_another_value_is_told(qapp: object) -> None:
    lamp = Lamp()
    names = heard(lamp)
    lamp.watts = 10
    lamp.watts = 12
    lamp.name = "torch"
    assert names == ["watts", "name"]


def test_a_refused_value_changes_nothing(qapp: object) -> None:
    lamp = Lamp()
    names = heard(lamp)
    with pytest.raises(ValueError, match="odd"):
        lamp.watts = 3
    assert (lamp.watts, names) == (10, [])


def bound_box(lamp: Lamp, qtbot: QtBot) -> QSpinBox:
    box = QSpinBox()
    qtbot.addWidget(box)
    bind(lamp, "watts", box, getter=box.value, setter=box.setValue, edited=box.valueChanged)
    return box


def test_a_control_shows_the_value_at_once_and_after_each_change(qtbot: QtBot) -> None:
    lamp = Lamp()
    box = bound_box(lamp, qtbot)
    assert box.value() == 10
    lamp.watts = 30
    assert box.value() == 30


def test_an_edit_reaches_the_state_once(qtbot: QtBot) -> None:
    lamp = Lamp()
    box = bound_box(lamp, qtbot)
    names = heard(lamp)
    box.setValue(44)
    assert (lamp.watts, names) == (44, ["watts"])


def test_an_edit_that_the_state_refuses_is_put_back(qtbot: QtBot) -> None:
    lamp = Lamp()
    box = bound_box(lamp, qtbot)
    box.setValue(11)
    assert (lamp.watts, box.value()) == (10, 10)


def test_two_controls_of_one_value_follow_each_other(qtbot: QtBot) -> None:
    lamp = Lamp()
    first, second = bound_box(lamp, qtbot), bound_box(lamp, qtbot)
    first.setValue(8)
    assert second.value() == 8


def test_typing_does_not_move_the_cursor(qtbot: QtBot) -> None:
    lamp, edit = Lamp(), QLineEdit()
    qtbot.addWidget(edit)
    bind(lamp, "name", edit, getter=edit.text, setter=edit.setText, edited=edit.textChanged)
    edit.setCursorPosition(2)
    edit.insert("xx")
    assert (lamp.name, edit.cursorPosition()) == ("laxxmp", 4)


class Echo(QObject):
    """A control that signals even when it is set to what it holds."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.value = 0
        self.sets = 0

    def set(self, value: int) -> None:
        self.value = value
        self.sets += 1
        self.edited.emit()

    def get(self) -> int:
        return self.value


def test_a_control_that_always_signals_makes_no_loop(qapp: object) -> None:
    lamp, echo = Lamp(), Echo()
    bind(lamp, "watts", echo, getter=echo.get, setter=echo.set, edited=echo.edited)
    lamp.watts = 12
    assert (echo.value, echo.sets) == (12, 2)


def test_a_binding_ends_with_its_control(qtbot: QtBot) -> None:
    lamp = Lamp()
    box = QSpinBox()
    bind(lamp, "watts", box, getter=box.value, setter=box.setValue, edited=box.valueChanged)
    with qtbot.waitSignal(box.destroyed):
        box.deleteLater()
    lamp.watts = 2
    assert lamp.watts == 2


def test_binding_an_unknown_property_is_refused(qapp: object) -> None:
    echo = Echo()
    with pytest.raises(AttributeError):
        bind(Lamp(), "volts", echo, getter=echo.get, setter=echo.set, edited=echo.edited)
