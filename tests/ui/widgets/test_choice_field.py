"""A list to choose from."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.samplers import SamplerName
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from tests.ui.gestures import turn_wheel

SAMPLERS = [
    Choice(str(name), name, f"About {name}")
    for name in (SamplerName.DDIM, SamplerName.EULER, SamplerName.LCM)
]


@pytest.fixture
def field(qtbot: QtBot) -> ChoiceField:
    field = ChoiceField(SAMPLERS, name="Sampler")
    qtbot.addWidget(field)
    field.show()
    return field


def test_the_first_entry_is_chosen_at_first(field: ChoiceField) -> None:
    assert field.value is SamplerName.DDIM


def test_the_keyboard_chooses_and_the_data_itself_is_told(qtbot: QtBot, field: ChoiceField) -> None:
    with qtbot.waitSignal(field.value_changed) as told:
        qtbot.keyClick(field, Qt.Key.Key_Down)

    assert told.args == [SamplerName.EULER]
    assert isinstance(told.args[0], SamplerName)


def test_a_choice_survives_new_choices_that_have_it(qtbot: QtBot, field: ChoiceField) -> None:
    field.set_value(SamplerName.EULER)

    with qtbot.assertNotEmitted(field.value_changed):
        field.set_choices(SAMPLERS[1:])

    assert field.value is SamplerName.EULER


def test_a_choice_that_is_gone_is_replaced_and_told(qtbot: QtBot, field: ChoiceField) -> None:
    with qtbot.waitSignal(field.value_changed) as told:
        field.set_choices(SAMPLERS[2:])

    assert told.args == [SamplerName.LCM]


def test_an_unknown_value_chooses_nothing(field: ChoiceField) -> None:
    field.set_value("no such sampler")

    assert field.value is None


def test_each_entry_has_its_help(field: ChoiceField) -> None:
    assert field.itemData(1, Qt.ItemDataRole.ToolTipRole) == "About Euler"


def test_a_disabled_entry_is_skipped_by_the_keyboard(qtbot: QtBot, field: ChoiceField) -> None:
    field.set_choices([SAMPLERS[0], Choice("Euler", SamplerName.EULER, enabled=False), SAMPLERS[2]])

    qtbot.keyClick(field, Qt.Key.Key_Down)

    assert field.value is SamplerName.LCM


def test_the_wheel_is_ignored_without_focus(field: ChoiceField) -> None:
    field.clearFocus()

    assert not turn_wheel(field, -1)
    assert field.value is SamplerName.DDIM


def test_the_wheel_works_with_focus(field: ChoiceField) -> None:
    field.setFocus()

    turn_wheel(field, -1)

    assert field.value is SamplerName.EULER
