"""Seeds of 63 bits."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from desktop.core.params import MAX_SEED, RANDOM_SEED
from desktop.ui.widgets.seed_field import SeedField


@pytest.fixture
def field(qtbot: QtBot) -> SeedField:
    field = SeedField("Seed")
    qtbot.addWidget(field)
    return field


def edit_of(field: SeedField) -> QLineEdit:
    edit = field.findChild(QLineEdit)
    assert isinstance(edit, QLineEdit)
    return edit


def buttons(field: SeedField) -> tuple[QToolButton, QToolButton]:
    """Dice and lock; a line edit has tool buttons of its own."""
    dice, lock = (b for b in field.findChildren(QToolButton) if b.parent() is field)
    return dice, lock


def test_random_at_first(field: SeedField) -> None:
    assert field.value == RANDOM_SEED
    assert edit_of(field).text() == ""


def test_the_largest_seed_is_told_exactly(qtbot: QtBot, field: SeedField) -> None:
    told: list[object] = []
    field.value_changed.connect(told.append)

    qtbot.keyClicks(edit_of(field), str(MAX_SEED))

    assert told[-1] == MAX_SEED == field.value


@pytest.mark.parametrize("text", [str(MAX_SEED + 1), "12a", "-2", "1.5", "१२"])
def test_what_is_no_seed_can_not_be_entered(qtbot: QtBot, field: SeedField, text: str) -> None:
    edit = edit_of(field)
    edit.insert(text)

    assert edit.text() == ""
    assert field.value == RANDOM_SEED


def test_minus_one_means_random(qtbot: QtBot, field: SeedField) -> None:
    field.set_value(7)

    edit_of(field).selectAll()
    qtbot.keyClicks(edit_of(field), "-1")
    qtbot.keyClick(edit_of(field), Qt.Key.Key_Return)

    assert field.value == RANDOM_SEED
    assert edit_of(field).text() == ""


def test_an_emptied_field_means_random(qtbot: QtBot, field: SeedField) -> None:
    field.set_value(7)

    edit_of(field).selectAll()
    qtbot.keyClick(edit_of(field), Qt.Key.Key_Delete)

    assert field.value == RANDOM_SEED


def test_spaces_around_a_pasted_seed_are_dropped(field: SeedField) -> None:
    QGuiApplication.clipboard().setText("  965400086\n")

    edit_of(field).paste()

    assert field.value == 965400086


def test_the_lock_keeps_the_last_seed(qtbot: QtBot, field: SeedField) -> None:
    field.set_last_seed(1234567890123)
    assert edit_of(field).placeholderText() == "1234567890123"

    qtbot.mouseClick(buttons(field)[1], Qt.MouseButton.LeftButton)

    assert field.value == 1234567890123
    assert buttons(field)[1].isChecked()


def test_the_lock_opens_again(qtbot: QtBot, field: SeedField) -> None:
    field.set_value(5)

    qtbot.mouseClick(buttons(field)[1], Qt.MouseButton.LeftButton)

    assert field.value == RANDOM_SEED
    assert not buttons(field)[1].isChecked()


def test_the_lock_draws_a_seed_when_there_was_none(qtbot: QtBot, field: SeedField) -> None:
    qtbot.mouseClick(buttons(field)[1], Qt.MouseButton.LeftButton)

    assert 0 <= field.value < 2**32


def test_the_dice_goes_back_to_random(qtbot: QtBot, field: SeedField) -> None:
    field.set_value(5)

    qtbot.mouseClick(buttons(field)[0], Qt.MouseButton.LeftButton)

    assert field.value == RANDOM_SEED


def test_the_last_seed_can_be_copied(field: SeedField) -> None:
    field.set_last_seed(99)

    field.copy()

    assert QGuiApplication.clipboard().text() == "99"


def test_a_seed_out_of_range_is_a_bug(field: SeedField) -> None:
    with pytest.raises(ValueError, match="seed"):
        field.set_value(MAX_SEED + 1)
