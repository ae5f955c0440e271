"""A labelled number."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.slider_field import SliderField
from tests.ui.gestures import turn_wheel


@pytest.fixture
def steps(qtbot: QtBot) -> SliderField:
    field = SliderField("Steps", 1, 150, default=20, slider_maximum=50)
    qtbot.addWidget(field)
    field.resize(200, 60)
    field.show()
    return field


@pytest.fixture
def guidance(qtbot: QtBot) -> SliderField:
    field = SliderField("Guidance", 0, 30, default=5.0, step=0.5, decimals=1)
    qtbot.addWidget(field)
    return field


def type_value(qtbot: QtBot, field: SliderField, text: str) -> None:
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)


def test_typing_sets_an_int_without_decimals(qtbot: QtBot, steps: SliderField) -> None:
    with qtbot.waitSignal(steps.value_changed) as told:
        type_value(qtbot, steps, "30")

    assert told.args == [30]
    assert isinstance(steps.value, int)


def test_typing_reaches_what_the_slider_does_not(qtbot: QtBot, steps: SliderField) -> None:
    type_value(qtbot, steps, "120")

    assert steps.value == 120
    assert steps.slider.value() == steps.slider.maximum()


def test_typed_values_are_clamped(qtbot: QtBot, steps: SliderField) -> None:
    type_value(qtbot, steps, "999")

    assert steps.value == 150
    assert steps.edit.text() == "150"


def test_nonsense_is_undone(qtbot: QtBot, steps: SliderField) -> None:
    with qtbot.assertNotEmitted(steps.value_changed):
        type_value(qtbot, steps, "many")

    assert steps.edit.text() == "20"


@pytest.mark.parametrize("text", ["4.7", "4,7"])
def test_a_point_or_a_comma_separates_decimals(qtbot: QtBot, guidance: SliderField, text: str) -> None:
    type_value(qtbot, guidance, text)

    assert guidance.value == 4.7


def test_escape_brings_the_value_back(qtbot: QtBot, steps: SliderField) -> None:
    steps.edit.selectAll()
    qtbot.keyClicks(steps.edit, "77")
    qtbot.keyClick(steps.edit, Qt.Key.Key_Escape)

    assert steps.value == 20
    assert steps.edit.text() == "20"


def test_a_figure_typed_on_the_slider_starts_typing(qtbot: QtBot, steps: SliderField) -> None:
    qtbot.keyClick(steps.slider, Qt.Key.Key_4)
    qtbot.keyClicks(steps.edit, "2")
    qtbot.keyClick(steps.edit, Qt.Key.Key_Return)

    assert steps.value == 42


def test_arrow_keys_move_by_one_step(qtbot: QtBot, guidance: SliderField) -> None:
    qtbot.keyClick(guidance.slider, Qt.Key.Key_Right)

    assert guidance.value == 5.5


def test_a_press_moves_the_knob_there(qtbot: QtBot, steps: SliderField) -> None:
    slider = steps.slider
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 1, slider.height() // 2))

    assert steps.value == 50


def test_a_double_click_goes_back_to_the_default(qtbot: QtBot, steps: SliderField) -> None:
    steps.set_value(44)

    QTest.mouseDClick(steps.slider, Qt.MouseButton.LeftButton)

    assert steps.value == 20


def test_the_wheel_is_ignored_without_focus(qtbot: QtBot, steps: SliderField) -> None:
    steps.edit.setFocus()

    assert not turn_wheel(steps.slider, 1)
    assert steps.value == 20


def test_the_wheel_works_with_focus(qtbot: QtBot, steps: SliderField) -> None:
    steps.slider.setFocus()

    assert turn_wheel(steps.slider, 1)
    assert steps.value > 20


def test_a_value_set_by_program_is_told_once(qtbot: QtBot, steps: SliderField) -> None:
    told: list[object] = []
    steps.value_changed.connect(told.append)

    steps.set_value(30)
    steps.set_value(30)

    assert told == [30]


def test_the_unit_stands_behind_the_value_and_may_be_left_out_when_typing(qtbot: QtBot) -> None:
    field = SliderField("Opacity", 0, 100, default=100, unit="%")
    qtbot.addWidget(field)
    assert field.edit.text() == "100 %"
    for typed, value in (("40", 40), ("55 %", 55), ("60%", 60)):
        field.edit.setText(typed)
        field.edit.editingFinished.emit()
        assert field.value == value
