"""The prompt box."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.tokens import DARK
from desktop.ui.widgets.prompt_field import PromptField


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.setLayout(QVBoxLayout())
    window.resize(300, 400)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def field(window: QWidget) -> PromptField:
    field = PromptField("Prompt", placeholder="What should be there", lines=3, max_lines=6)
    window.layout().addWidget(field)
    window.layout().addWidget(QLineEdit())
    window.show()
    window.activateWindow()
    field.edit.setFocus()
    return field


def test_typing_is_told(qtbot: QtBot, field: PromptField) -> None:
    told: list[str] = []
    field.text_changed.connect(told.append)

    qtbot.keyClicks(field.edit, "a fox")

    assert told[-1] == "a fox" == field.text


def test_the_same_text_again_is_no_change(qtbot: QtBot, field: PromptField) -> None:
    field.set_text("a fox")

    with qtbot.assertNotEmitted(field.text_changed):
        field.set_text("a fox")


def test_undo_is_the_windows_until_something_was_typed(
    qtbot: QtBot, window: QWidget, field: PromptField
) -> None:
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), window)
    field.set_text("an owl")

    with qtbot.waitSignal(shortcut.activated):
        qtbot.keySequence(field.edit, "Ctrl+Z")
    qtbot.keyClicks(field.edit, "s")
    with qtbot.assertNotEmitted(shortcut.activated):
        qtbot.keySequence(field.edit, "Ctrl+Z")

    assert field.text == "an owl"


def test_tab_leaves_the_box(qtbot: QtBot, window: QWidget, field: PromptField) -> None:
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)

    assert field.text == ""
    assert not field.edit.hasFocus()


def test_ctrl_enter_is_the_windows(qtbot: QtBot, window: QWidget, field: PromptField) -> None:
    shortcut = QShortcut(QKeySequence("Ctrl+Return"), window)

    with qtbot.waitSignal(shortcut.activated):
        qtbot.keyClick(field.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert field.text == ""


def test_enter_makes_a_line(qtbot: QtBot, field: PromptField) -> None:
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)

    assert field.text == "\n"


def test_pasted_text_is_plain(field: PromptField) -> None:
    data = QMimeData()
    data.setHtml("<b>bold</b> fox")
    data.setText("bold fox")

    field.edit.insertFromMimeData(data)

    assert field.text == "bold fox"


def test_the_token_count_warns_above_the_limit(field: PromptField) -> None:
    count = next(label for label in field.findChildren(QLabel) if label is not field.label)

    field.set_token_count(31, 75)
    assert (count.text(), count.property("kind")) == ("31 / 75", "value")

    field.set_token_count(80, 75)
    assert (count.text(), count.property("kind")) == ("80 / 75", "over")


def test_the_box_grows_with_its_text_up_to_a_limit(field: PromptField) -> None:
    empty = field.edit.sizeHint().height()

    field.set_text("one\ntwo\nthree\nfour\nfive")
    grown = field.edit.sizeHint().height()
    field.set_text("\n" * 40)

    assert empty < grown < field.edit.sizeHint().height() < 2.5 * empty


def test_weights_are_tinted(field: PromptField) -> None:
    field.set_text("a lake, (warm light:1.2), a cabin")

    looks = field.edit.document().firstBlock().layout().formats()

    assert [(look.start, look.length) for look in looks] == [(8, 16)]
    assert looks[0].format.foreground().color() == QColor(DARK.accent_text)


def drawn_parts(field: PromptField) -> list[str]:
    parts = []
    block = field.edit.document().firstBlock()
    while block.isValid():
        for look in block.layout().formats():
            if look.format.background().color() == QColor(DARK.track):
                units = block.text().encode("utf-16-le")[2 * look.start : 2 * (look.start + look.length)]
                parts.append(units.decode("utf-16-le"))
        block = block.next()
    return parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a {red|3::blue} car", ["{", "|3::", "}"]),
        ("{2$$a|b}", ["{2$$", "|", "}"]),
        ("🦊 in __animals/cats__", ["__animals/cats__"]),
        ("${v=!{a|b}} ${v}", ["${", "{", "|", "}}", "${", "}"]),
        ("<random:a,b> <lora:x:1>", ["<random:a,b>", "<lora:x:1>"]),
        ("embedding:easy, a cat", ["embedding:easy"]),
        ("{a|\nb}", ["{", "|", "}"]),
        ("a | b } c", []),
        (r"\{a\|b\} snake_case", []),
    ],
)
def test_what_is_drawn_is_marked(field: PromptField, text: str, parts: list[str]) -> None:
    field.set_text(text)
    assert drawn_parts(field) == parts


def test_break_is_bold_only_as_a_word(field: PromptField) -> None:
    field.set_text("a BREAK b UNBREAKABLE")
    (look,) = field.edit.document().firstBlock().layout().formats()
    assert (look.start, look.length) == (2, 5)
    assert look.format.font().bold() or look.format.fontWeight() > 400


# Weights by keys


def select(field: PromptField, start: int, end: int) -> None:
    cursor = field.edit.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    field.edit.setTextCursor(cursor)


def test_the_selection_is_weighed_and_stays_selected(field: PromptField) -> None:
    field.set_text("🦊 warm light")  # Qt counts the fox as two
    select(field, 3, 13)
    field.edit.weigh(1)
    field.edit.weigh(1)
    assert field.text == "🦊 (warm light:1.2)"
    assert field.edit.textCursor().selectedText() == "warm light"
    field.edit.weigh(-2)
    assert field.text == "🦊 warm light"


def test_weighing_is_undone_like_typing(qtbot: QtBot, field: PromptField) -> None:
    field.set_text("a fox")
    field.edit.weigh(1)
    assert field.text == "a (fox:1.1)"
    qtbot.keySequence(field.edit, "Ctrl+Z")
    assert field.text == "a fox"


def test_files_are_not_pasted_as_text(qtbot: QtBot, window: QWidget, field: PromptField) -> None:
    shortcut = QShortcut(QKeySequence("Ctrl+V"), window)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/a.png")])
    mime.setText("/a.png")
    QGuiApplication.clipboard().setMimeData(mime)
    with qtbot.waitSignal(shortcut.activated):
        qtbot.keySequence(field.edit, "Ctrl+V")
    assert field.text == ""
    QGuiApplication.clipboard().setText("a fox")
    qtbot.keySequence(field.edit, "Ctrl+V")
    assert field.text == "a fox"
