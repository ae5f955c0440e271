"""Why sampler, steps and guidance are what they are, while a few-step model or LoRA is in use."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.core.few_step import METHODS
from desktop.state.adapters_state import AdaptersState, Advice

_LETTERS = 40


class FewStepNote(QWidget):
    """A sentence and a button that takes or takes back the settings; hidden without advice."""

    def __init__(self, adapters: AdaptersState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._adapters = adapters
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setProperty("kind", "readable")
        self.button = QPushButton(self.tr("Use these"))
        self.button.setToolTip(self.tr("Set sampler, steps and guidance to what it is made for"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.button.clicked.connect(self._act)
        adapters.advice_changed.connect(self._show)
        self._show(adapters.advice)

    @Slot(object)
    def _show(self, advice: Advice | None) -> None:
        self.setVisible(advice is not None)
        if advice is None:
            return
        name, settings = advice.few_step.name, advice.few_step.settings
        name = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
        method = METHODS[advice.few_step.method].title
        if advice.followed:
            text = self.tr(
                "{name} is made for few steps ({method}): sampler, steps and guidance follow it. Without "
                "guidance the words to keep out have no effect."
            )
            self.button.setText(self.tr("Undo"))
            self.button.setToolTip(self.tr("Bring back sampler, steps and guidance from before"))
        else:
            text = self.tr("{name} is made for {method}: {sampler}, {steps} steps, guidance {guidance}.")
            self.button.setText(self.tr("Use these"))
            self.button.setToolTip(self.tr("Set sampler, steps and guidance to what it is made for"))
        self.button.setVisible(not advice.followed or advice.can_go_back)
        self.label.setText(
            text.format(
                name=name,
                method=method,
                sampler=settings.sampler,
                steps=settings.steps,
                guidance=f"{settings.guidance_scale:g}",
            )
        )

    @Slot()
    def _act(self) -> None:
        advice = self._adapters.advice
        if advice is not None and advice.followed:
            self._adapters.go_back()
        else:
            self._adapters.follow()
