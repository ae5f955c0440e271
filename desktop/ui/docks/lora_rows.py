"""The LoRAs that the next picture is drawn with, each with its strength."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.params import LoraUse
from desktop.state.adapters_state import AdaptersState
from desktop.state.prompt_state import PromptState
from desktop.ui.docks.lora_delegate import breakable
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.slider_field import SliderField

_LETTERS = 26


class LoraRows(QWidget):
    """Shows PromptState.loras and changes them; hidden when there are none."""

    def __init__(self, prompt: PromptState, adapters: AdaptersState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._adapters = adapters
        self.rows: dict[str, LoraRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        prompt.changed.connect(self._on_prompt_changed)
        adapters.changed.connect(self._show)
        self._show()

    @Slot(str)
    def _on_prompt_changed(self, name: str) -> None:
        if name == "loras":
            self._show()

    @Slot()
    def _show(self) -> None:
        uses = {use.name: use for use in self._prompt.loras}
        for name in self.rows.keys() - uses.keys():
            row = self.rows.pop(name)
            row.hide()
            row.deleteLater()
        for name, use in uses.items():
            if name not in self.rows:
                self.rows[name] = LoraRow(use, self._adapters, self)
                self._column.addWidget(self.rows[name])
            self.rows[name].show_use(use)
        self.setVisible(bool(uses))


class LoraRow(QWidget):
    """One of them. One strength counts for all that it changes, until the encoders' own one is unfolded."""

    def __init__(self, use: LoraUse, adapters: AdaptersState, parent: QWidget) -> None:
        super().__init__(parent)
        self._adapters = adapters
        self._use = use
        name = use.name if len(use.name) <= _LETTERS else f"{use.name[: _LETTERS - 1]}…"
        help_text = self.tr(
            "How much of {name} is added: 0 is nothing, 1 what it was made for. Negative values can be typed."
        )
        self.unet = _strength(name, help_text.format(name=use.name))
        self.text = _strength(
            self.tr("Text encoders"),
            self.tr("How much of {name} changes how the prompt is read.").format(name=use.name),
        )
        self.text.slider.setAccessibleName(self.tr("Text encoders of {name}").format(name=use.name))
        self.fold = IconButton(
            "sliders-horizontal",
            self.tr("Text encoders of {name} apart").format(name=use.name),
            tooltip=self.tr("Set the strength for the text encoders apart"),
            checkable=True,
            inline=True,
        )
        self.remove = IconButton("x", self.tr("Remove {name}").format(name=use.name), inline=True)
        self.remove.setToolTip(self.tr("Draw without this LoRA"))
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.unet, 1)
        first.addWidget(self.fold)
        first.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self.text)
        self.trouble = QLabel()
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setWordWrap(True)
        self.trouble.setProperty("kind", "over")
        column.addWidget(self.trouble)
        self.fold.setChecked(use.text != use.unet)
        self.text.setVisible(self.fold.isChecked())
        self.unet.value_changed.connect(self._set_unet)
        self.text.value_changed.connect(self._set_text)
        self.fold.toggled.connect(self._unfold)
        self.remove.clicked.connect(self._remove)

    def show_use(self, use: LoraUse) -> None:
        """Show these strengths."""
        self._use = use
        with QSignalBlocker(self.unet), QSignalBlocker(self.text):
            self.unet.set_value(use.unet)
            self.text.set_value(use.text)
        if use.text != use.unet:
            self.fold.setChecked(True)
        trouble = self._adapters.trouble(use)
        self.trouble.setVisible(trouble is not None)
        self.trouble.setText(
            "" if trouble is None else breakable(f"{trouble.message} {trouble.hint}".strip())
        )

    @Slot(object)
    def _set_unet(self, value: float) -> None:
        text = None if self.fold.isChecked() else value
        self._adapters.set_strength(self._use.name, unet=value, text=text)

    @Slot(object)
    def _set_text(self, value: float) -> None:
        self._adapters.set_strength(self._use.name, text=value)

    @Slot(bool)
    def _unfold(self, unfolded: bool) -> None:
        self.text.setVisible(unfolded)
        if not unfolded:
            self._adapters.set_strength(self._use.name, text=self._use.unet)

    @Slot()
    def _remove(self) -> None:
        self._adapters.remove(self._use.name)


def _strength(label: str, tooltip: str) -> SliderField:
    return SliderField(
        label, -2, 2, default=1.0, step=0.05, decimals=2, slider_minimum=0, slider_maximum=2, tooltip=tooltip
    )
