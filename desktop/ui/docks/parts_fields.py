"""Another VAE, a model that finishes pictures, the schedule's shift: where the chosen model takes them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desktop.core.errors import ErrorInfo
from desktop.core.models import ModelInfo
from desktop.state.parts_state import PartsState
from desktop.state.prompt_state import MAX_HAND_OVER, MAX_SHIFT, MIN_HAND_OVER, MIN_SHIFT, PromptState
from desktop.state.properties import bind
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.slider_field import SliderField
from desktop.ui.widgets.typed_number import typed_number


class PartsFields(QWidget):
    """Shown while the options are unfolded; the VAE also while it can't be used."""

    offered_changed = Signal()
    """``offered`` may be another."""

    def __init__(self, prompt: PromptState, parts: PartsState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._parts = parts
        self._unfolded = False
        self.vae = ChoiceField(name=self.tr("VAE"))
        self.refiner = ChoiceField(name=self.tr("Refiner"))
        self.hand_over = SliderField(
            self.tr("Hand over at"),
            MIN_HAND_OVER,
            MAX_HAND_OVER,
            default=0.8,
            step=0.01,
            decimals=2,
            tooltip=self.tr("After this share of the noise is gone, the refiner takes over."),
        )
        self.shift = ShiftEdit()
        self.trouble = QLabel()
        """Why the chosen VAE can't be used: for a place beside the model."""
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setProperty("kind", "over")
        self.trouble.setWordWrap(True)
        self._lay_out()
        self._bind()
        parts.changed.connect(self._show_choices)
        prompt.changed.connect(self._on_prompt_changed)
        self._show_choices()

    @property
    def offered(self) -> bool:
        """Whether there is something to choose for the model."""
        return self._offers_vae or self._offers_refiner or self._offers_shift

    def show_unfolded(self, on: bool) -> None:
        """Have all fields there that go with the model, or only what is in trouble."""
        self._unfolded = on
        self._show_fields()

    def _lay_out(self) -> None:
        self._vae = Field(
            self.tr("VAE"),
            self.vae,
            tooltip=self.tr("Turns what the model made into the picture: colours and fine detail."),
        )
        self._refiner = Field(
            self.tr("Refiner"),
            self.refiner,
            tooltip=self.tr("A second model that makes the last steps."),
        )
        self._shift = Field(
            self.tr("Shift"),
            self.shift,
            tooltip=self.tr(
                "How long the schedule stays at high noise: more for large pictures. Empty: the model's own."
            ),
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._vae, 0, 0, 1, 2)
        grid.addWidget(self._refiner, 1, 0)
        grid.addWidget(self.hand_over, 1, 1)
        grid.addWidget(self._shift, 2, 0)

    def _bind(self) -> None:
        bind(
            self._prompt,
            "hand_over",
            self.hand_over,
            getter=partial(getattr, self.hand_over, "value"),
            setter=self.hand_over.set_value,
            edited=self.hand_over.value_changed,
        )
        bind(
            self._prompt,
            "shift",
            self.shift,
            getter=partial(getattr, self.shift, "value"),
            setter=self.shift.set_value,
            edited=self.shift.value_changed,
        )
        self.vae.value_changed.connect(self._take_vae)
        self.refiner.value_changed.connect(self._take_refiner)

    @Slot(object)
    def _take_vae(self, name: object) -> None:
        self._prompt.vae = str(name or "")

    @Slot(object)
    def _take_refiner(self, name: object) -> None:
        self._prompt.refiner = str(name or "")

    @Slot(str)
    def _on_prompt_changed(self, name: str) -> None:
        if name in ("vae", "refiner"):
            self._show_choices()

    @Slot()
    def _show_choices(self) -> None:
        vaes = [Choice(self.tr("The model's own"), "", icon="box")]
        vaes += [_vae_choice(info, self._parts.obstacle(info)) for info in self._parts.vaes]
        refiners = [Choice(self.tr("None"), "")]
        refiners += [Choice(info.title, info.name, icon="box") for info in self._parts.refiners]
        for field, choices, chosen in (
            (self.vae, vaes, self._prompt.vae),
            (self.refiner, refiners, self._prompt.refiner),
        ):
            if all(choice.data != chosen for choice in choices):
                gone = self.tr("It is not in your model folders.")
                choices.append(Choice(chosen, chosen, gone, icon="triangle-alert", enabled=False))
            with QSignalBlocker(field):
                field.set_choices(choices)
                field.set_value(chosen)
            field.update()
        model = self._prompt.model_info
        self.shift.set_usual(None if model is None else model.family.shift)
        self._show_fields()
        self.offered_changed.emit()

    @property
    def _offers_vae(self) -> bool:
        return bool(self._parts.vaes) or bool(self._prompt.vae)

    @property
    def _offers_refiner(self) -> bool:
        return bool(self._parts.refiners) or bool(self._prompt.refiner)

    @property
    def _offers_shift(self) -> bool:
        return self._prompt.model_info is not None and self._prompt.takes_shift

    def _show_fields(self) -> None:
        trouble = self._parts.vae_trouble
        self.trouble.setText("" if trouble is None else f"{trouble.message} {trouble.hint}".strip())
        self.trouble.setVisible(trouble is not None)
        on = self._unfolded
        self._vae.setVisible(trouble is not None or (on and self._offers_vae))
        self._refiner.setVisible(on and self._offers_refiner)
        self.hand_over.setVisible(on and bool(self._prompt.refiner))
        self._shift.setVisible(on and self._offers_shift)
        self.setVisible(trouble is not None or (on and self.offered))


class ShiftEdit(QLineEdit):
    """A number; empty is the model's own. What is typed is taken at the end, nonsense is undone."""

    value_changed = Signal(object)
    """float or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: float | None = None
        self.setMaxLength(12)
        self.editingFinished.connect(self._take_text)

    @property
    def value(self) -> float | None:
        return self._value

    def set_value(self, value: float | None) -> None:
        """Show ``value``, clamped to the range; tells when that is a change."""
        number = None if value is None else min(MAX_SHIFT, max(MIN_SHIFT, float(value)))
        changed = number != self._value
        self._value = number
        self.setText("" if number is None else _number(number))
        if changed:
            self.value_changed.emit(number)

    def set_usual(self, value: float | None) -> None:
        """What most models of the kind have: shown dimmed while nothing is set."""
        self.setPlaceholderText("" if value is None else _number(value))

    @Slot()
    def _take_text(self) -> None:
        text = self.text().strip()
        number = typed_number(text)
        if not text:
            self.set_value(None)
        elif self._value is not None and (number is None or text == _number(self._value)):
            self.set_value(self._value)
        else:
            self.set_value(number)


def _number(value: float) -> str:
    return QLocale().toString(value, "g", 6)


def _vae_choice(info: ModelInfo, obstacle: ErrorInfo | None) -> Choice:
    if obstacle is not None:
        return Choice(info.title, info.name, obstacle.message, icon="triangle-alert", enabled=False)
    return Choice(info.title, info.name, icon="box")
