"""Messages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.notice_bar import NoticeBar


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    return bar


def button(bar: NoticeBar, text: str) -> QPushButton:
    return next(b for b in bar.findChildren(QPushButton) if b.text() == text)


def test_hidden_until_there_is_something_to_say(bar: NoticeBar) -> None:
    assert bar.isHidden()

    bar.show_notice("info", "The size was snapped.")

    assert bar.isVisible()


def test_details_are_folded_until_asked_for(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice("error", "The model is damaged.", "Choose another one.", "Traceback")
    details = bar.findChild(QPlainTextEdit)
    assert details.isHidden()

    qtbot.mouseClick(button(bar, "Details"), Qt.MouseButton.LeftButton)

    assert details.isVisible()
    assert details.toPlainText() == "Traceback"


def test_there_is_no_fold_without_details(bar: NoticeBar) -> None:
    bar.show_notice("error", "The model is damaged.")

    assert button(bar, "Details").isHidden()


def test_a_new_notice_folds_the_old_details(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice("error", "One", details="Traceback")
    qtbot.mouseClick(button(bar, "Details"), Qt.MouseButton.LeftButton)

    bar.show_notice("error", "Two", details="Another")

    assert bar.findChild(QPlainTextEdit).isHidden()


def test_copy_takes_everything(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice("error", "The model is damaged.", "Choose another one.", "Traceback")

    qtbot.mouseClick(button(bar, "Copy"), Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == "The model is damaged.\nChoose another one.\nTraceback"


def test_close_hides_and_tells(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice("warning", "Low memory.")

    with qtbot.waitSignal(bar.closed):
        qtbot.mouseClick(bar.findChild(QToolButton), Qt.MouseButton.LeftButton)

    assert bar.isHidden()


def test_markup_in_a_message_stays_text(bar: NoticeBar) -> None:
    bar.show_notice("error", "<b>No</b> such model")

    formats = {label.textFormat() for label in bar.findChildren(QLabel) if label.text()}
    assert formats == {Qt.TextFormat.PlainText}


def test_the_level_is_a_word_too(bar: NoticeBar) -> None:
    bar.show_notice("warning", "Low memory.")

    assert "Warning" in {label.accessibleName() for label in bar.findChildren(QLabel)}


def test_an_unknown_level_is_a_bug(bar: NoticeBar) -> None:
    with pytest.raises(KeyError):
        bar.show_notice("panic", "!")


def test_an_action_is_offered_beside_the_notice(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice("warning", "It crashed.")
    (button,) = (b for b in bar.findChildren(QPushButton) if b.text() not in ("Details", "Copy"))
    assert not button.isVisible()
    bar.offer("report_problem", "Report a problem…", "Versions and logs")
    assert button.text() == "Report a problem…"
    with qtbot.waitSignal(bar.action_chosen) as chosen:
        button.click()
    assert chosen.args == ["report_problem"]
    assert not bar.isVisible()


def test_the_next_notice_has_no_action(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice("warning", "It crashed.")
    bar.offer("report_problem", "Report a problem…", "Versions and logs")
    bar.show_notice("info", "Saved.")
    assert "Report a problem…" not in [b.text() for b in bar.findChildren(QPushButton) if b.isVisible()]
