"""Width and height."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop.core.geometry import Size
from desktop.ui.widgets.size_field import SizeField, proportion


@pytest.fixture
def field(qtbot: QtBot) -> SizeField:
    field = SizeField("Size")
    qtbot.addWidget(field)
    field.set_limits(128, 1024, 8)
    field.set_value(Size(320, 256))
    return field


def text_of(field: SizeField) -> QLineEdit:
    edit = field.findChild(QLineEdit)
    assert isinstance(edit, QLineEdit)
    return edit


def type_size(qtbot: QtBot, field: SizeField, text: str) -> None:
    text_of(field).selectAll()
    qtbot.keyClicks(text_of(field), text)
    qtbot.keyClick(text_of(field), Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("512x768", Size(512, 768)),
        ("512 × 768", Size(512, 768)),
        ("512*768", Size(512, 768)),
        ("512, 768", Size(512, 768)),
        ("512 768", Size(512, 768)),
        ("512", Size(512, 512)),
        ("500x300", Size(504, 304)),
        ("1x9999", Size(128, 1024)),
    ],
)
def test_what_is_typed_becomes_a_size(qtbot: QtBot, field: SizeField, text: str, size: Size) -> None:
    type_size(qtbot, field, text)

    assert field.value == size
    assert text_of(field).text() == f"{size.width} × {size.height}"


@pytest.mark.parametrize("text", ["wide", "", "1x2x3", "-4x8"])
def test_nonsense_is_undone(qtbot: QtBot, field: SizeField, text: str) -> None:
    with qtbot.assertNotEmitted(field.value_changed):
        if text:
            type_size(qtbot, field, text)
        else:
            text_of(field).clear()
            qtbot.keyClick(text_of(field), Qt.Key.Key_Return)

    assert text_of(field).text() == "320 × 256"


@pytest.mark.parametrize(
    ("text", "size"), [("640x256", Size(640, 512)), ("320x512", Size(640, 512)), ("160", Size(160, 128))]
)
def test_kept_proportions_move_the_other_side(qtbot: QtBot, field: SizeField, text: str, size: Size) -> None:
    field.keep_proportions.setChecked(True)

    type_size(qtbot, field, text)

    assert field.value == size


def test_arrows_change_the_side_under_the_cursor(qtbot: QtBot, field: SizeField) -> None:
    text_of(field).setCursorPosition(0)
    qtbot.keyClick(text_of(field), Qt.Key.Key_Up)
    text_of(field).end(False)
    qtbot.keyClick(text_of(field), Qt.Key.Key_Down)

    assert field.value == Size(328, 248)


def test_swap_is_told_once(qtbot: QtBot, field: SizeField) -> None:
    told: list[object] = []
    field.value_changed.connect(told.append)

    field.swap()

    assert told == [Size(256, 320)]


def test_a_preset_is_taken_from_the_menu(field: SizeField) -> None:
    field.set_presets([Size(256, 256), Size(320, 192)])
    menu = field.findChild(QMenu)
    assert isinstance(menu, QMenu)

    menu.actions()[-1].trigger()

    assert field.value == Size(320, 192)
    assert menu.actions()[-1].text() == "320 × 192\t5:3"


def test_limits_that_are_no_multiples_are_kept(field: SizeField) -> None:
    field.set_limits(100, 500, 16)

    field.set_value(Size(1, 9999))

    assert field.value == Size(112, 496)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (Size(256, 256), "1:1"),
        (Size(256, 192), "4:3"),
        (Size(320, 192), "5:3"),
        (Size(272, 184), "3:2"),
        (Size(184, 272), "2:3"),
        (Size(1368, 768), "16:9"),
        (Size(768, 1344), "9:16"),
        (Size(1536, 640), "21:9"),
        (Size(2048, 256), "8:1"),
        (Size(2056, 256), "8.03:1"),
    ],
)
def test_proportions_read_as_people_name_them(size: Size, words: str) -> None:
    assert proportion(size) == words
