"""All keys on one sheet, made from the table of actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.command import Command
from desktop.ui.shortcuts import to_show
from desktop.ui.widgets.keycaps import KeyCaps
from desktop.ui.widgets.search_field import SearchField

_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    widget: QWidget


@dataclass(frozen=True, slots=True)
class _Group:
    widget: QWidget
    lines: tuple[_Line, ...]


class ShortcutSheet(QDialog):
    """Grouped by menu, in two columns; for ``open()``."""

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(820, 620)
        self.search = SearchField(self.tr("Search actions and keys"))
        self.search.setToolTip(self.tr("Show the actions with these words, or with these keys"))
        self._nothing = QLabel(self.tr("No action with keys matches this search."))
        self._nothing.setProperty("kind", "readable")
        self._nothing.hide()
        self._groups = [
            _group(path, [command for command in commands if command.path == path])
            for path in dict.fromkeys(command.path for command in commands if _keys(command.action))
        ]
        sheet = QWidget()
        sheet.setProperty("kind", "panel")
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(20, 16, 20, 16)
        columns.setSpacing(40)
        for groups in _shared_out(self._groups):
            column = QVBoxLayout()
            column.setSpacing(18)
            for group in groups:
                column.addWidget(group.widget)
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.search)
        layout.addWidget(self._nothing)
        layout.addWidget(area, 1)
        self.search.search_changed.connect(self._show_found)

    @Slot(str)
    def _show_found(self, text: str) -> None:
        words = text.casefold().split()
        any_found = False
        for group in self._groups:
            found = [all(word in line.text for word in words) for line in group.lines]
            for line, is_found in zip(group.lines, found, strict=True):
                line.widget.setVisible(is_found)
            group.widget.setVisible(any(found))
            any_found = any_found or any(found)
        self._nothing.setVisible(not any_found)


def _group(title: str, commands: Sequence[Command]) -> _Group:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    heading = QLabel(title)
    heading.setProperty("kind", "strong")
    column.addWidget(heading)
    lines = tuple(_line(command) for command in commands if _keys(command.action))
    for line in lines:
        column.addWidget(line.widget)
    return _Group(widget, lines)


def _line(command: Command) -> _Line:
    text, keys = command.text, _keys(command.action)
    widget = QWidget()
    row = QGridLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setHorizontalSpacing(10)
    label = QLabel(text)
    label.setToolTip(command.action.statusTip())
    row.addWidget(label, 0, 0)
    row.setColumnStretch(0, 1)
    for place, key in enumerate(keys, 1):
        row.addWidget(KeyCaps(key), 0, place)
    return _Line(f"{text}\n{' '.join(keys)}".casefold(), widget)


def _keys(action: QAction) -> list[str]:
    return to_show(key.toString() for key in action.shortcuts())


def _shared_out(groups: Sequence[_Group]) -> list[list[_Group]]:
    """The groups in their order, in columns of about the same length."""
    columns: list[list[_Group]] = [[] for _ in range(_COLUMNS)]
    total = sum(len(group.lines) + 2 for group in groups)
    used = 0
    for group in groups:
        columns[min(_COLUMNS - 1, used * _COLUMNS // max(1, total))].append(group)
        used += len(group.lines) + 2
    return columns
