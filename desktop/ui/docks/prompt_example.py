"""What a prompt with choices in it may become."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.state.prompt_drawing import Example, PromptDrawing
from desktop.ui.icons import icon
from desktop.ui.widgets.icon_button import IconButton

_LETTERS = 220


class PromptExample(QWidget):
    """A line under the prompt: one example and a dice, or what is wrong. Hidden when nothing is drawn."""

    def __init__(self, drawing: PromptDrawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dice = IconButton("dices", self.tr("Draw another example"), inline=True)
        self._dice.setToolTip(self.tr("Draw again; a seed that is kept becomes another one"))
        self._warning = QLabel()
        self._warning.setPixmap(icon("triangle-alert", "warning").pixmap(15, 15))
        self._warning.setAccessibleName(self.tr("Warning"))
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setProperty("kind", "readable")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for mark in (self._dice, self._warning):
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self._dice.clicked.connect(drawing.draw_again)
        drawing.example_changed.connect(self._show)
        self.hide()

    @Slot(object)
    def _show(self, example: Example | None) -> None:
        self.setVisible(example is not None)
        if example is None:
            return
        problem = example.problem
        self._dice.setVisible(problem is None)
        self._warning.setVisible(problem is not None)
        if problem is None:
            text = example.text if len(example.text) <= _LETTERS else f"{example.text[:_LETTERS]}…"
            self.label.setText(text)
            self.label.setToolTip(self.tr("What one picture's prompt becomes; each seed draws its own"))
        else:
            self.label.setText(problem.message)
            self.label.setToolTip(problem.hint)
