"""What Generate does with the canvas: which task, how strongly, and how a selection is made new."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QActionGroup, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.geometry import Size
from desktop.core.params import FillMode, TaskName
from desktop.state.editor.editor import Editor
from desktop.state.editor.meaning import TASKS, obstacle
from desktop.state.prompt_state import MIN_STRENGTH, PromptState
from desktop.state.properties import bind
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.slider_field import SliderField

_SWITCH = QSize(32, 40)
_CHEVRON = 16


class TaskSwitch(QToolButton):
    """The narrow part beside the Generate button: opens a menu with what Generate could do instead."""

    def __init__(self, prompt: PromptState, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._editor = editor
        self.setFixedSize(_SWITCH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("What Generate does"))
        self.setToolTip(self.tr("What Generate does: decided by what is on the canvas, or by you"))
        self._menu = QMenu(self)
        self._menu.setAccessibleName(self.accessibleName())
        self._menu.setToolTipsVisible(True)
        group = QActionGroup(self)
        self.choices = {}
        for task, text in (
            (None, self.tr("Automatic")),
            (TaskName.TEXT, self.tr("Text to image")),
            (TaskName.IMAGE, self.tr("Image to image")),
            (TaskName.INPAINT, self.tr("Inpaint")),
        ):
            action = self._menu.addAction(text)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(partial(self._choose, task))
            self.choices[task] = action
        self.clicked.connect(self._open)

    def show_facts(self) -> None:
        """Offer what is possible now, and say of the rest why it is not."""
        facts = self._editor.facts.current
        self.setVisible(facts.document or facts.looked_at)
        helps = {
            TaskName.TEXT: self.tr("From the words alone, at the size of the canvas"),
            TaskName.IMAGE: self.tr("The whole picture is drawn over, as much as the strength says"),
            TaskName.INPAINT: self.tr("What is selected, or empty, is made new; all else stays"),
        }
        self.choices[None].setStatusTip(self.tr("What is on the canvas decides"))
        for task in TASKS:
            reason = obstacle(task, facts)
            words = QCoreApplication.translate("Meaning", reason) if reason else helps[task]
            self.choices[task].setEnabled(not reason)
            self.choices[task].setStatusTip(words)
            self.choices[task].setToolTip(words)
        self.choices[self._prompt.task].setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        fill = tokens.accent_pressed if self.isDown() else tokens.accent
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_hover if self.underMouse() and not self.isDown() else fill))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.on_accent), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)
        pixmap = icon_pixmap("chevron-down", "on_accent", _CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - _CHEVRON) // 2, (self.height() - _CHEVRON) // 2, pixmap)

    @Slot()
    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _choose(self, task: TaskName | None, _checked: bool = False) -> None:
        self._prompt.task = task


class CanvasSizeField(Field):
    """Stands where the picture's size is chosen, while the canvas decides it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.edit = QLineEdit()
        self.edit.setEnabled(False)
        super().__init__(
            _tr("Canvas size"),
            self.edit,
            tooltip=_tr("What is on the canvas decides the size. The menu Canvas changes it."),
            parent=parent,
        )

    def show_size(self, size: Size) -> None:
        self.edit.setText(f"{size.width} × {size.height}")


class StrengthField(QWidget):
    """A slider for each task that has a strength; the one that matters is there."""

    def __init__(self, prompt: PromptState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = self._slider(
            prompt,
            "image_strength",
            self.tr("How much the picture is redrawn: 1 keeps next to nothing of it."),
            0.65,
        )
        self.inpaint = self._slider(
            prompt,
            "inpaint_strength",
            self.tr("How much the selection is made new: 1 keeps nothing of what is in it."),
            1.0,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.image)
        column.addWidget(self.inpaint)

    def show_task(self, task: TaskName) -> None:
        self.image.setVisible(task is TaskName.IMAGE)
        self.inpaint.setVisible(task is TaskName.INPAINT)

    def _slider(self, prompt: PromptState, name: str, tooltip: str, default: float) -> SliderField:
        slider = SliderField(
            self.tr("Strength"),
            MIN_STRENGTH,
            1.0,
            default=default,
            step=0.01,
            decimals=2,
            tooltip=tooltip,
        )
        bind(
            prompt,
            name,
            slider,
            getter=partial(getattr, slider, "value"),
            setter=slider.set_value,
            edited=slider.value_changed,
        )
        return slider


class InpaintOptions(QWidget):
    """The finer points of making a selection new."""

    def __init__(self, prompt: PromptState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self.fill = ChoiceField(
            [
                Choice(self.tr("As it is"), FillMode.KEEP, self.tr("What is there now shows through.")),
                Choice(self.tr("Blurred"), FillMode.BLUR, self.tr("The colours that are there, no shapes.")),
                Choice(self.tr("Border"), FillMode.BORDER, self.tr("The surroundings, drawn inwards.")),
                Choice(self.tr("Grey"), FillMode.NEUTRAL, self.tr("Nothing to go by.")),
                Choice(self.tr("Noise"), FillMode.NOISE, self.tr("Random colours: the freest start.")),
            ],
            name=self.tr("Start from"),
        )
        self.grow = SliderField(
            self.tr("Grow"),
            0,
            256,
            default=4,
            slider_maximum=64,
            tooltip=self.tr("How many pixels further than the selection the new part reaches."),
        )
        self.feather = SliderField(
            self.tr("Feather"),
            0,
            256,
            default=10,
            slider_maximum=64,
            tooltip=self.tr("Over how many pixels the new part fades into the old one."),
        )
        self.padding = SliderField(
            self.tr("Surroundings"),
            0,
            2048,
            default=0,
            slider_maximum=512,
            tooltip=self.tr(
                "How many pixels around the selection the model sees. 0 chooses them by the selection's size."
            ),
        )
        self.soft = QCheckBox(self.tr("Soft parts change less"))
        self.soft.setToolTip(self.tr("Soft parts of the selection keep more of what is there."))
        self.match_colours = QCheckBox(self.tr("Match colours"))
        self.match_colours.setToolTip(self.tr("Bring the new part's colours in line with its surroundings."))
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        fill = Field(
            self.tr("Start from"),
            self.fill,
            tooltip=self.tr("What stands in the selection before it is drawn; empty parts take the border."),
        )
        grid.addWidget(fill, 0, 0, 1, 2)
        grid.addWidget(self.grow, 1, 0)
        grid.addWidget(self.feather, 1, 1)
        grid.addWidget(self.padding, 2, 0, 1, 2)
        grid.addWidget(self.soft, 3, 0, 1, 2)
        grid.addWidget(self.match_colours, 4, 0, 1, 2)

    def _bind(self) -> None:
        controls: dict[str, SliderField | ChoiceField] = {
            "fill": self.fill,
            "grow": self.grow,
            "feather": self.feather,
            "padding": self.padding,
        }
        for name, control in controls.items():
            value = partial(getattr, control, "value")
            bind(
                self._prompt,
                name,
                control,
                getter=value,
                setter=control.set_value,
                edited=control.value_changed,
            )
        for name, check in (("soft", self.soft), ("match_colours", self.match_colours)):
            bind(
                self._prompt,
                name,
                check,
                getter=check.isChecked,
                setter=check.setChecked,
                edited=check.toggled,
            )


def _tr(text: str) -> str:
    return QCoreApplication.translate("CanvasSizeField", text)
