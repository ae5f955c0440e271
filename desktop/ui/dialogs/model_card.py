"""A model's passport beside its makers' own description, made readable."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QDesktopServices, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.core.models import ModelInfo
from desktop.state.model_notes import ModelNotes
from desktop.ui.dialogs.passport import Passport
from desktop.ui.theme import current_tokens
from desktop.ui.widgets.icon_button import IconButton

_FRONT_MATTER = re.compile(r"\A﻿?---\r?\n.*?\r?\n---[ \t]*(\r?\n|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)")
_LINE = 4000
"""A longer line is no text for people: such a card is shown as it is."""


class ModelCardDialog(QDialog):
    """For ``open()``; ``take_card`` brings the text. Links open only after a question, images never."""

    favourite_toggled = Signal(str)
    """The model's name."""

    def __init__(self, info: ModelInfo, notes: ModelNotes, favourite: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.name = info.name
        self._description = info.description
        self.setWindowTitle(self.tr("Model card: {title}").format(title=info.title))
        self.resize(980, 640)
        title = QLabel(info.title)
        title.setProperty("kind", "strong")
        title.setTextFormat(Qt.TextFormat.PlainText)
        self.star = IconButton("star", self.tr("Favourite"), checkable=True)
        self.star.setToolTip(self.tr("Favourites stand before the other models"))
        self.star.setChecked(favourite)
        self.star.clicked.connect(self._toggle_favourite)
        self.passport = Passport(info, notes)
        self.browser = _Card()
        self.browser.setPlainText(self.tr("Reading the card…"))
        self.browser.setAccessibleName(self.tr("Model card"))
        self.browser.setToolTip(self.tr("What its makers say of the model"))
        self.browser.anchorClicked.connect(self._ask_to_open)
        close = QPushButton(self.tr("Close"))
        close.setToolTip(self.tr("Close this window"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.star)
        both = QHBoxLayout()
        both.setSpacing(8)
        both.addWidget(self.passport)
        both.addWidget(self.browser, 1)
        column.addLayout(head)
        column.addLayout(both, 1)
        column.addLayout(buttons)
        close.setFocus()

    @Slot(str, str)
    def take_card(self, name: str, markdown: str) -> None:
        """Show the text of a README.md if it is this model's; empty when it has none."""
        if name != self.name:
            return
        if markdown.strip():
            self.browser.show_markdown(markdown)
        elif self._description:
            self.browser.setPlainText(self._description)
        else:
            self.browser.setPlainText(self.tr("This model brings no card along. Ask where you got it from."))

    @Slot()
    def _toggle_favourite(self) -> None:
        self.favourite_toggled.emit(self.name)

    @Slot(QUrl)
    def _ask_to_open(self, url: QUrl) -> None:
        if url.scheme() not in ("http", "https"):
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Open a web page?"))
        box.setText(self.tr("The card points to a page on the internet."))
        box.setInformativeText(url.toDisplayString())
        box.setTextFormat(box.textFormat().PlainText)
        go = box.addButton(self.tr("Open in the browser"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Stay here"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        go.clicked.connect(lambda: QDesktopServices.openUrl(url))
        box.finished.connect(box.deleteLater)
        box.open()


class _Card(QTextBrowser):
    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.document().setDocumentMargin(14)
        self.setTabChangesFocus(True)

    def show_markdown(self, text: str) -> None:
        body = _IMAGE.sub(lambda found: f"*{found[1]}*" if found[1] else "", _FRONT_MATTER.sub("", text))
        if any(len(line) > _LINE for line in body.splitlines()):
            self.setPlainText(text)
            return
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(body, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        self._space_out()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _space_out(self) -> None:
        """Qt sets Markdown without air, and draws tables in the colour of the text."""
        cursor, block = QTextCursor(self.document()), self.document().begin()
        while block.isValid():
            spaced = block.blockFormat()
            heading = spaced.headingLevel() > 0
            inside_table = QTextCursor(block).currentTable() is not None
            if not inside_table:
                spaced.setTopMargin(14 if heading else 0)
                spaced.setBottomMargin(6 if heading or block.textList() else 10)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(spaced)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format()
                table.setBorderBrush(QColor(current_tokens().border))
                table.setBorderCollapse(True)
                table.setCellPadding(5)
                table.setBottomMargin(12)
                frame.setFormat(table)

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """Nothing is loaded: neither from the internet nor from the disk."""
        return None
