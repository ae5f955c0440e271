"""Pictures against each other, over the whole window, with the settings in which they differ."""

from __future__ import annotations

from string import ascii_uppercase

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.state.comparison import AMPLIFIED, Comparison
from desktop.state.picture_facts import differences
from desktop.ui.compare.view import CompareMode, CompareView
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.word_button import WordButton

_TABLE_WIDTH = (150, 95)
"""Of the names, and of each picture's values."""


class CompareDialog(QDialog):
    """1, 2 and 3 choose the mode, Esc closes. Ends when it closes."""

    def __init__(self, comparison: Comparison, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Compare pictures"))
        self.resize(parent.window().size() - QSize(48, 48))
        self._comparison = comparison
        self.view = CompareView(self)
        self._words = QLabel()
        self._words.setProperty("kind", "readable")
        self.buttons: dict[CompareMode, QPushButton] = {}
        self._make_buttons()
        self.table = self._make_table()
        self._lay_out()
        pictures = comparison.pictures
        names = [
            f"{letter} · {one.row.path.name}" for letter, one in zip(ascii_uppercase, pictures, strict=False)
        ]
        self.view.set_pictures(names, [one.image for one in pictures], comparison.difference)
        self.set_mode(CompareMode.SLIDER if len(pictures) == 2 else CompareMode.SIDE_BY_SIDE)
        self.view.setFocus()

    def set_mode(self, mode: CompareMode) -> None:
        """Change how the pictures are shown; nothing happens when these pictures can't be shown so."""
        if not self.buttons[mode].isEnabled():
            return
        self.buttons[mode].setChecked(True)
        self.view.set_mode(mode)
        self._words.setText(self._say(mode))

    # Building

    def _make_buttons(self) -> None:
        two = len(self._comparison.pictures) == 2
        rows = (
            (
                CompareMode.SLIDER,
                "square-split-horizontal",
                self.tr("Slider"),
                two,
                self.tr("Only for two pictures"),
            ),
            (CompareMode.SIDE_BY_SIDE, "columns-2", self.tr("Side by side"), True, ""),
            (
                CompareMode.DIFFERENCE,
                "blend",
                self.tr("Difference"),
                self._comparison.difference is not None,
                self.tr("Only for two pictures of the same size"),
            ),
        )
        group = QButtonGroup(self)
        for number, (mode, icon_name, text, possible, why_not) in enumerate(rows, 1):
            button = WordButton(icon_name, text)
            button.setProperty("kind", "filter")
            button.setProperty("mode", mode.value)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setEnabled(possible)
            shown = self.tr("{mode} ({key})").format(mode=text, key=number)
            button.setToolTip(shown if possible else why_not)
            button.clicked.connect(self._on_button)
            group.addButton(button)
            self.buttons[mode] = button
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.activated.connect(button.click)

    def _make_table(self) -> QTableWidget:
        pictures = self._comparison.pictures
        found = differences([(one.row, one.record) for one in pictures])
        table = QTableWidget(len(found), 1 + len(pictures))
        table.setAccessibleName(self.tr("Settings that differ"))
        letters = list(ascii_uppercase[: len(pictures)])
        table.setHorizontalHeaderLabels([self.tr("Setting"), *letters])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setFixedWidth(_TABLE_WIDTH[0] + _TABLE_WIDTH[1] * len(pictures))
        for line, one in enumerate(found):
            for column, value in enumerate((one.label, *one.values)):
                item = QTableWidgetItem(value or "–")
                item.setToolTip(value)
                table.setItem(line, column, item)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 8, 8)
        top.setSpacing(8)
        for button in self.buttons.values():
            top.addWidget(button)
        top.addSpacing(8)
        top.addWidget(self._words)
        top.addStretch(1)
        fit = IconButton("maximize", self.tr("Fit the pictures into the view (0)"))
        fit.clicked.connect(self.view.fit)
        close = IconButton("x", self.tr("Close the comparison (Esc)"))
        close.clicked.connect(self.close)
        top.addWidget(fit)
        top.addWidget(close)
        panel = QWidget()
        panel.setProperty("kind", "panel")
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side = QVBoxLayout(panel)
        side.setContentsMargins(0, 12, 0, 0)
        side.setSpacing(8)
        empty = self.table.rowCount() == 0
        note = QLabel(
            self.tr("All known settings are the same.") if empty else self.tr("What differs between them:")
        )
        note.setProperty("kind", "readable")
        note.setContentsMargins(8, 0, 8, 0)
        side.addWidget(note)
        side.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(row, 1)

    @Slot()
    def _on_button(self) -> None:
        self.set_mode(CompareMode(str(self.sender().property("mode"))))

    def _say(self, mode: CompareMode) -> str:
        if mode is CompareMode.SLIDER:
            return self.tr("Drag the line, or use the arrow keys.")
        if mode is CompareMode.SIDE_BY_SIDE:
            return self.tr("The wheel zooms, dragging moves, all together.")
        largest = self._comparison.largest_difference
        if largest == 0:
            return self.tr("The two pictures are equal, pixel by pixel.")
        return self.tr("{factor} times amplified; the largest difference is {largest} of 255.").format(
            factor=AMPLIFIED, largest=largest
        )
