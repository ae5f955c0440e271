"""What Generate does with the canvas: which task, how strongly, and how a selection is made new."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.params import FillMode, TaskName
from desktop.state.editor.editor import Editor
from desktop.state.editor.meaning import TASKS, obstacle
from desktop.state.prompt_state import MIN_STRENGTH, PromptState
from desktop.state.properties import bind
from desktop.ui.icons import icon
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.slider_field import SliderField


class CanvasRow(QWidget):
    """In sight while there is a picture to start from. Shows PromptState and changes it; GUI thread."""

    def __init__(self, prompt: PromptState, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._editor = editor
        self.task = ChoiceField(name=self.tr("What Generate does"))
        self.image_strength = self._strength(
            self.tr("How much the picture is redrawn: 1 keeps next to nothing of it."), 0.65
        )
        self.inpaint_strength = self._strength(
            self.tr("How much the selection is made new: 1 keeps nothing of what is in it."), 1.0
        )
        self.options = InpaintRows(prompt)
        task = Field(
            self.tr("What Generate does"),
            self.task,
            tooltip=self.tr("Automatic follows what is on the canvas; the button says what that is."),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(task, 0, 0)
        for slider in (self.image_strength, self.inpaint_strength):
            grid.addWidget(slider, 0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid)
        column.addWidget(self.options)
        self._bind()
        self.task.value_changed.connect(self._choose_task)
        editor.facts.changed.connect(self.refresh)
        editor.generation.meaning_changed.connect(self.refresh)
        self.refresh()

    def _strength(self, tooltip: str, default: float) -> SliderField:
        return SliderField(
            self.tr("Strength"),
            MIN_STRENGTH,
            1.0,
            default=default,
            step=0.01,
            decimals=2,
            tooltip=tooltip,
        )

    def _bind(self) -> None:
        for name, slider in (
            ("image_strength", self.image_strength),
            ("inpaint_strength", self.inpaint_strength),
        ):
            bind(
                self._prompt,
                name,
                slider,
                getter=partial(getattr, slider, "value"),
                setter=slider.set_value,
                edited=slider.value_changed,
            )

    @Slot()
    def refresh(self) -> None:
        """Show what can be done with the canvas as it is now."""
        facts, task = self._editor.facts.current, self._editor.generation.meaning.task
        self.setVisible(facts.document or facts.looked_at)
        self.image_strength.setVisible(task is TaskName.IMAGE)
        self.inpaint_strength.setVisible(task is TaskName.INPAINT)
        self.options.setVisible(task is TaskName.INPAINT)
        names = {
            TaskName.TEXT: (self.tr("Text to image"), self.tr("From the words alone.")),
            TaskName.IMAGE: (self.tr("Image to image"), self.tr("The whole picture is drawn over.")),
            TaskName.INPAINT: (self.tr("Inpaint"), self.tr("What is selected, or empty, is made new.")),
        }
        choices = [Choice(self.tr("Automatic"), None, self.tr("What is on the canvas decides."))]
        for one in TASKS:
            reason = obstacle(one, facts)
            name, help_ = names[one]
            words = QCoreApplication.translate("Meaning", reason) if reason else help_
            choices.append(Choice(name, one, words, enabled=not reason))
        with QSignalBlocker(self.task):
            self.task.set_choices(choices)
            self.task.set_value(self._prompt.task)
        self.task.update()

    @Slot(object)
    def _choose_task(self, task: TaskName | None) -> None:
        self._prompt.task = task


class InpaintRows(QWidget):
    """The finer points of making a selection new, folded away until they are wanted."""

    def __init__(self, prompt: PromptState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self.fold = QPushButton(icon("sliders-horizontal"), self.tr("Inpaint options"))
        self.fold.setProperty("kind", "link")
        self.fold.setCheckable(True)
        self.fold.setToolTip(self.tr("What the selection starts from, and how its edge is blended"))
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
        self.soft = QCheckBox(self.tr("Partly selected changes less"))
        self.soft.setToolTip(self.tr("Soft parts of the selection keep more of what is there."))
        self.match_colours = QCheckBox(self.tr("Match colours"))
        self.match_colours.setToolTip(self.tr("Bring the new part's colours in line with its surroundings."))
        self._content = QWidget()
        self._lay_out()
        self._bind()
        self.fold.toggled.connect(self._content.setVisible)
        self._content.hide()

    def _lay_out(self) -> None:
        grid = QGridLayout(self._content)
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
        checks = QVBoxLayout()
        checks.setSpacing(4)
        checks.addStretch(1)
        checks.addWidget(self.match_colours)
        grid.addWidget(fill, 0, 0)
        grid.addLayout(checks, 0, 1)
        grid.addWidget(self.grow, 1, 0)
        grid.addWidget(self.feather, 1, 1)
        grid.addWidget(self.soft, 2, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.fold)
        column.addWidget(self._content)

    def _bind(self) -> None:
        controls: dict[str, SliderField | ChoiceField] = {
            "fill": self.fill,
            "grow": self.grow,
            "feather": self.feather,
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
