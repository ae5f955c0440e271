"""The parts that the details of a picture are made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.core.gallery import GalleryRow
from desktop.state.picture_facts import Fact
from desktop.state.thumbnails import Thumbnails
from desktop.ui.widgets.icon_button import IconButton

_LABEL_WIDTH = 84
SMALL_THUMBNAIL = 44


class FactRow(QWidget):
    """A label, its value as text that can be selected, and a button that copies the value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel()
        self._label.setProperty("kind", "label")
        self._label.setFixedWidth(_LABEL_WIDTH)
        self._label.setWordWrap(True)
        self._value = selectable_label()
        self._copied = ""
        self.copy = _copy_button()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._label, 0, top)
        row.addWidget(self._value, 1, top)
        row.addWidget(self.copy, 0, top)
        for label in (self._label, self._value):
            label.setContentsMargins(0, 2, 0, 2)  # as tall as the button: all three on one line
        self.copy.clicked.connect(self._copy)

    def set_fact(self, fact: Fact) -> None:
        self._label.setText(fact.label)
        self._value.setText(fact.shown or fact.value)
        self._copied = fact.value
        self._value.setAccessibleName(fact.label)
        _name_copy_button(self.copy, self.tr("Copy: {label}").format(label=fact.label))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._copied)


class TextBlock(QWidget):
    """A text of some length under its label; hidden while it is empty."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        head = QLabel(label)
        head.setProperty("kind", "label")
        self.copy = _copy_button()
        _name_copy_button(self.copy, self.tr("Copy: {label}").format(label=label))
        self._text = selectable_label()
        self._text.setProperty("kind", "")
        self._text.setAccessibleName(label)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(head)
        line.addStretch(1)
        line.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._text)
        self.copy.clicked.connect(self._copy)

    @property
    def text(self) -> str:
        return self._text.text()

    def set_text(self, text: str) -> None:
        self._text.setText(text)
        self.setVisible(bool(text))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.text())


class PictureRow(QWidget):
    """Small thumbnails that can be clicked, under a label; hidden while there are none."""

    picture_chosen = Signal(int)

    def __init__(self, label: str, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._buttons: dict[int, QToolButton] = {}
        head = QLabel(label)
        head.setProperty("kind", "label")
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(head)
        column.addLayout(self._row)
        thumbnails.ready.connect(self._on_ready)
        self.hide()

    def set_pictures(self, rows: Sequence[GalleryRow]) -> None:
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for row in rows:
            button = QToolButton()
            button.setIconSize(QSize(SMALL_THUMBNAIL, SMALL_THUMBNAIL))
            words = row.prompt or row.path.name
            button.setAccessibleName(self.tr("Show {picture}").format(picture=words))
            button.setToolTip(words)
            button.setProperty("picture", row.id)
            button.clicked.connect(self._on_clicked)
            self._row.addWidget(button)
            self._buttons[row.id] = button
            self._show(row.id)
        self.setVisible(bool(rows))

    @Slot(object)
    def _on_ready(self, ids: frozenset[int]) -> None:
        for picture_id in ids & self._buttons.keys():
            self._show(picture_id)

    def _show(self, picture_id: int) -> None:
        if (image := self._thumbnails.image(picture_id)) is not None:
            self._buttons[picture_id].setIcon(QIcon(QPixmap.fromImage(image)))

    @Slot()
    def _on_clicked(self) -> None:
        self.picture_chosen.emit(int(self.sender().property("picture")))


def selectable_label() -> QLabel:
    """Plain text that wraps, to be selected with the mouse."""
    label = QLabel()
    label.setProperty("kind", "readable")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


def _copy_button() -> IconButton:
    button = IconButton("copy", "-", inline=True)
    button.setIconSize(QSize(13, 13))
    return button


def _name_copy_button(button: IconButton, name: str) -> None:
    button.setAccessibleName(name)
    button.setToolTip(name)
