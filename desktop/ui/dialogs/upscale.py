"""How the picture on the canvas is made larger."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.geometry import Size
from desktop.core.params import MAX_SIDE, UpscaleOptions
from desktop.state.upscalers import Upscalers
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.slider_field import SliderField

_FACTORS = (2, 4)
_STRENGTH = 0.25
"""More draws what the prompt names anew in every tile."""
_FACTOR_WIDTH = 56
_WIDTH = 440


class UpscaleDialog(QDialog):
    """Asks for factor, method and refining; tells what size the picture gets, or that it is too large."""

    chosen = Signal(object, float)
    """UpscaleOptions, and the strength to refine with."""

    def __init__(
        self, size: Size, upscalers: Upscalers, model_title: str, parent: QWidget | None = None
    ) -> None:
        """``size`` is the picture's; ``model_title`` is what refines, empty without a model."""
        super().__init__(parent)
        self._size = size
        self._upscalers = upscalers
        self.setWindowTitle(self.tr("Upscale"))
        self.setMinimumWidth(_WIDTH)
        self.result_size = QLabel()
        self.result_size.setWordWrap(True)
        self.factors = QButtonGroup(self)
        for factor in _FACTORS:
            self.factors.addButton(self._factor_button(factor), factor)
        self.method = ChoiceField(name=self.tr("Method"))
        self.method_help = QLabel()
        self.method_help.setProperty("kind", "secondary")
        self.method_help.setWordWrap(True)
        self.refine = QCheckBox(self.tr("Refine with the prompt"))
        self.refine.setEnabled(bool(model_title))
        self.refine.setToolTip(
            self.tr("Draw over the larger picture part by part: adds detail, and takes much longer")
            if model_title
            else self.tr("Needs a model: choose one in the prompt dock")
        )
        self.strength = SliderField(
            self.tr("Strength"),
            0.05,
            1.0,
            default=_STRENGTH,
            step=0.05,
            decimals=2,
            slider_maximum=0.75,
            tooltip=self.tr(
                "How much may change: low adds detail, high draws what the prompt names in every tile"
            ),
        )
        self.refine_help = QLabel(
            self.tr("{model} draws over the larger picture in overlapping tiles.").format(model=model_title)
        )
        self.refine_help.setProperty("kind", "secondary")
        self.refine_help.setWordWrap(True)
        self.start = QPushButton(self.tr("Upscale"))
        self.start.setDefault(True)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Leave the picture as it is"))
        self._arrange()
        self._offer_methods()
        self._show_possible()
        self._connect()

    def _factor_button(self, factor: int) -> QPushButton:
        button = QPushButton(f"{factor}×")
        button.setProperty("kind", "segment")
        button.setAutoDefault(False)
        button.setCheckable(True)
        button.setChecked(factor == _FACTORS[0])
        button.setFixedWidth(_FACTOR_WIDTH)
        name = self.tr("{factor} times as wide and as high").format(factor=factor)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _arrange(self) -> None:
        factors = QWidget()
        factors.setAccessibleName(self.tr("Factor"))
        factors.setFocusProxy(self.factors.button(_FACTORS[0]))
        buttons = QHBoxLayout(factors)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(6)
        for button in self.factors.buttons():
            buttons.addWidget(button)
        choices = QHBoxLayout()
        choices.setSpacing(16)
        choices.addWidget(Field(self.tr("Factor"), factors))
        tooltip = self.tr("What makes the picture larger")
        choices.addWidget(Field(self.tr("Method"), self.method, tooltip=tooltip), 1)
        end = QHBoxLayout()
        end.setSpacing(8)
        end.addStretch(1)
        end.addWidget(self.cancel)
        end.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.result_size)
        column.addLayout(choices)
        column.addWidget(self.method_help)
        column.addSpacing(4)
        column.addWidget(self.refine)
        column.addWidget(self.refine_help)
        column.addWidget(self.strength)
        column.addSpacing(4)
        column.addLayout(end)

    def _connect(self) -> None:
        self._upscalers.changed.connect(self._offer_methods)
        self.factors.idToggled.connect(self._show_possible)
        self.method.value_changed.connect(self._show_possible)
        self.refine.toggled.connect(self._show_possible)
        self.start.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.accepted.connect(self._tell)
        self.finished.connect(self.deleteLater)

    @Slot()
    def _offer_methods(self) -> None:
        lanczos = Choice("Lanczos", "", self.tr("Sharp resampling: adds nothing, takes a moment"))
        networks = (
            Choice(info.name, info.name, str(info.path), tag=f"{info.scale}×")
            for info in self._upscalers.upscalers
        )
        self.method.set_choices([lanczos, *networks])

    @Slot()
    def _show_possible(self) -> None:
        factor = self.factors.checkedId()
        larger = Size(self._size.width * factor, self._size.height * factor)
        fits = max(larger.width, larger.height) <= MAX_SIDE
        words = (
            self.tr("{width} × {height} becomes {wider} × {higher} pixels")
            if fits
            else self.tr("{width} × {height} would become {wider} × {higher}: sides go up to {side} pixels.")
        )
        self.result_size.setText(
            words.format(
                width=self._size.width,
                height=self._size.height,
                wider=larger.width,
                higher=larger.height,
                side=MAX_SIDE,
            )
        )
        self.result_size.setProperty("kind", "strong" if fits else "over")
        self.style().polish(self.result_size)
        self.start.setEnabled(fits)
        self.start.setToolTip(self.tr("Add it to the queue") if fits else self.result_size.text())
        self.method_help.setText(
            self.tr("A network draws the larger picture, tile by tile.")
            if self.method.value
            else self.tr(
                "Smooth and fast. Upscalers (ESRGAN, .safetensors) in a model folder are offered here, too."
            )
        )
        for widget in (self.strength, self.refine_help):
            widget.setVisible(self.refine.isChecked())
        self.adjustSize()

    @Slot()
    def _tell(self) -> None:
        method = self.method.value
        options = UpscaleOptions(
            factor=4 if self.factors.checkedId() == 4 else 2,
            upscaler=method if isinstance(method, str) else "",
            refine=self.refine.isChecked(),
        )
        self.chosen.emit(options, float(self.strength.value))
