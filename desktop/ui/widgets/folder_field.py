"""Fields for one folder and for several."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.widgets.frame import FieldFrame
from desktop.ui.widgets.icon_button import IconButton


class FolderField(FieldFrame):
    """A folder, or none; chosen in the system's dialog."""

    value_changed = Signal(object)
    """Path, or None."""

    def __init__(self, name: str, none_words: str, parent: QWidget | None = None) -> None:
        """``none_words`` stand there while no folder is chosen."""
        self._text = QLineEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(name)
        self._text.setPlaceholderText(none_words)
        self._clear = IconButton("x", self.tr("No folder of your own: {name}").format(name=name), inline=True)
        self._choose = IconButton(
            "folder-open", self.tr("Choose a folder: {name}").format(name=name), inline=True
        )
        super().__init__(self._text, self._clear, self._choose, parent=parent)
        self._name = name
        self._value: Path | None = None
        self.set_value(None)
        self._clear.clicked.connect(self._take_none)
        self._choose.clicked.connect(self._ask)

    @property
    def value(self) -> Path | None:
        return self._value

    def set_value(self, value: Path | None) -> None:
        """Show this folder; tells when that is a change."""
        changed = value != self._value
        self._value = value
        self._text.setText("" if value is None else str(value))
        self._text.setToolTip(self._text.text() or self._text.placeholderText())
        self._clear.setVisible(value is not None)
        if changed:
            self.value_changed.emit(value)

    @Slot()
    def _take_none(self) -> None:
        self.set_value(None)

    @Slot()
    def _ask(self) -> None:
        ask_for_folder(self, self._name, self._value, self._take)

    def _take(self, name: str) -> None:
        self.set_value(Path(name))


class FolderListField(QWidget):
    """Folders in a list, each with a way out of it; more are chosen in the system's dialog."""

    value_changed = Signal(object)
    """Tuple of Paths."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._value: tuple[Path, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self._add = QPushButton(self.tr("Add a folder…"))
        self._add.setToolTip(self.tr("Choose one more folder"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._lines)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._add.clicked.connect(self._ask)

    @property
    def value(self) -> tuple[Path, ...]:
        return self._value

    def set_value(self, value: tuple[Path, ...]) -> None:
        """Show these folders; tells when that is a change."""
        if value == self._value:
            return
        self._value = value
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for folder in value:
            self._lines.addWidget(self._line(folder))
        self.value_changed.emit(value)

    def _line(self, folder: Path) -> QWidget:
        line = QFrame()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        text = QLabel(str(folder))
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setProperty("kind", "readable")
        text.setWordWrap(True)
        words = self.tr("Take {folder} out of the list; nothing in it is changed").format(folder=folder)
        remove = IconButton("x", words, inline=True)
        remove.clicked.connect(lambda: self.set_value(tuple(f for f in self._value if f != folder)))
        row.addWidget(text, 1)
        row.addWidget(remove)
        return line

    @Slot()
    def _ask(self) -> None:
        ask_for_folder(self, self.accessibleName(), self._value[-1] if self._value else None, self._take)

    def _take(self, name: str) -> None:
        if (folder := Path(name)) not in self._value:
            self.set_value((*self._value, folder))


def ask_for_folder(parent: QWidget, title: str, start: Path | None, take: Callable[[str], object]) -> None:
    """Open the system's dialog; ``take`` is called with the folder's name when one was chosen."""
    dialog = QFileDialog(parent, title, str(start or Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
