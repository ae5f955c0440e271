from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextDocument
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from desktop.core.models import ModelInfo
from desktop.core.paths import resources
from desktop.state.model_notes import ModelNotes
from desktop.ui.dialogs.model_card import ModelCardDialog
from tests.helpers.scripted import STARTER
from tests.ui.conftest import OpenApp


@pytest.fixture
def notes(qtbot: QtBot, tmp_path: Path) -> Iterator[ModelNotes]:
    notes = ModelNotes(tmp_path / "notes.json")
    with qtbot.waitSignal(notes.changed):
        notes.load()
    yield notes
    notes.close()


@pytest.fixture
def dialog(qtbot: QtBot, notes: ModelNotes) -> ModelCardDialog:
    return opened(qtbot, STARTER, notes)


def opened(qtbot: QtBot, info: ModelInfo, notes: ModelNotes) -> ModelCardDialog:
    dialog = ModelCardDialog(info, notes, False, None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_card_becomes_readable_text(dialog: ModelCardDialog) -> None:
    dialog.take_card("starter", "---\nlicense: mit\n---\n# Oak\n\nMade from **open** data.\n")
    assert dialog.browser.toPlainText() == "Oak\nMade from open data."


def test_a_card_of_another_model_is_not_shown(dialog: ModelCardDialog) -> None:
    dialog.take_card("other", "# Other")
    assert "Other" not in dialog.browser.toPlainText()


def test_a_model_without_a_card_says_so(dialog: ModelCardDialog) -> None:
    dialog.take_card("starter", "  \n")
    assert "no card" in dialog.browser.toPlainText()


def test_the_licence_is_told(dialog: ModelCardDialog) -> None:
    assert any(label.text().startswith("CC0: Free for any use") for label in dialog.findChildren(QLabel))


def test_a_model_without_a_card_shows_what_a_file_beside_it_says(qtbot: QtBot, notes: ModelNotes) -> None:
    dialog = opened(qtbot, replace(STARTER, description="A <b>style</b>."), notes)
    dialog.take_card("starter", "")
    assert dialog.browser.toPlainText() == "A <b>style</b>."


def test_a_hash_is_copied(qtbot: QtBot, notes: ModelNotes) -> None:
    dialog = opened(qtbot, replace(STARTER, sha256="ab" * 32), notes)
    (copy,) = [b for b in dialog.findChildren(QToolButton) if b.accessibleName() == "Copy: SHA-256"]
    copy.click()
    assert QGuiApplication.clipboard().text() == "ab" * 32


def test_a_trigger_word_is_chosen_by_click_and_by_keyboard(qtbot: QtBot, notes: ModelNotes) -> None:
    dialog = opened(qtbot, replace(STARTER, trigger_words=("sketch", "ink lines")), notes)
    words = dialog.passport.words
    told = QSignalSpy(dialog.passport.words_chosen)
    place = words.visualItemRect(words.item(1)).center()
    QTest.mouseClick(words.viewport(), Qt.MouseButton.LeftButton, pos=place)
    words.setCurrentRow(0)
    QTest.keyClick(words, Qt.Key.Key_Return)
    assert [told.at(row)[0] for row in range(told.count())] == ["ink lines", "sketch"]
    assert dialog.isVisible()


def test_notes_are_kept_apart_from_the_model(
    qtbot: QtBot, dialog: ModelCardDialog, notes: ModelNotes
) -> None:
    QTest.keyClicks(dialog.passport.notes, "good hands")
    assert notes.of("starter") == "good hands"
    again = opened(qtbot, STARTER, notes)
    assert again.passport.notes.toPlainText() == "good hands"


def test_the_star_makes_a_favourite(dialog: ModelCardDialog) -> None:
    told = QSignalSpy(dialog.favourite_toggled)
    dialog.star.click()
    assert told.at(0) == ["starter"]


@pytest.mark.parametrize(
    "text",
    [
        "<img src='http://example.org/x.png'>",
        "<script>alert(1)</script>",
        "<b onclick='x'>bold</b>",
        "![a picture](http://example.org/x.png)",
        "![a picture](file:///etc/passwd)",
    ],
)
def test_no_html_and_no_pictures_come_through(dialog: ModelCardDialog, text: str) -> None:
    dialog.take_card("starter", f"before\n\n{text}\n\nafter")
    html = dialog.browser.toHtml()
    assert "<img" not in html
    assert "<script" not in html
    assert "after" in dialog.browser.toPlainText()


@pytest.mark.parametrize("url", ["http://example.org/x.png", "file:///etc/passwd", "x.png"])
def test_nothing_is_loaded(dialog: ModelCardDialog, url: str) -> None:
    for kind in (QTextDocument.ResourceType.ImageResource, QTextDocument.ResourceType.HtmlResource):
        assert dialog.browser.loadResource(kind.value, QUrl(url)) is None


def test_a_link_opens_only_after_a_question(
    qtbot: QtBot, dialog: ModelCardDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    dialog.browser.anchorClicked.emit(QUrl("https://example.org/"))
    (box,) = dialog.findChildren(QMessageBox)
    assert box.informativeText() == "https://example.org/"
    assert opened == []
    next(b for b in box.buttons() if "browser" in b.text()).click()
    assert opened == ["https://example.org/"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "other.md", "#anchor"])
def test_other_links_do_nothing(dialog: ModelCardDialog, url: str) -> None:
    dialog.browser.anchorClicked.emit(QUrl(url))
    assert dialog.findChildren(QMessageBox) == []


def test_what_is_no_text_for_people_is_shown_as_it_is(dialog: ModelCardDialog) -> None:
    dialog.take_card("starter", "# x" + "y" * 5000)
    assert dialog.browser.toPlainText().startswith("# x")


def test_the_starter_s_card_names_its_data_sources(qtbot: QtBot, open_app: OpenApp) -> None:
    card = resources() / "starter" / "README.md"
    app = open_app(models=(replace(STARTER, card=card, path=Path(card.parent)),))
    app.window.actions_["model_card"].trigger()
    (dialog,) = app.window.findChildren(ModelCardDialog)
    qtbot.waitUntil(lambda: "Noto Emoji" in dialog.browser.toPlainText())
    assert "Apache-2.0" in dialog.browser.toPlainText()
