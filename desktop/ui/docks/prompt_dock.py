"""What the next picture will be made from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Signal, Slot
from PySide6.QtGui import QKeySequence, QTextCursor
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.core.geometry import Size
from desktop.core.grids import AxisKind
from desktop.core.models import ModelInfo
from desktop.core.params import MAX_SIDE, MIN_SIDE, RANDOM_SEED, TaskName
from desktop.core.samplers import SAMPLERS, SamplerName
from desktop.state.editor.document_state import DocumentChange
from desktop.state.properties import bind
from desktop.state.studio import Studio
from desktop.state.token_counts import TokenCounts
from desktop.ui.docks.canvas_controls import CanvasSizeField, InpaintOptions, StrengthField, TaskSwitch
from desktop.ui.docks.compare_menus import CompareMenus
from desktop.ui.docks.editing_bar import EditingBar
from desktop.ui.docks.few_step_note import FewStepNote
from desktop.ui.docks.lora_rows import LoraRows
from desktop.ui.docks.parts_fields import PartsFields
from desktop.ui.docks.prompt_example import PromptExample
from desktop.ui.docks.prompt_header import PromptHeader
from desktop.ui.docks.size_presets import size_presets
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.primary_action import PrimaryAction
from desktop.ui.widgets.prompt_field import PromptEdit, PromptField
from desktop.ui.widgets.seed_field import SeedField
from desktop.ui.widgets.size_field import SizeField
from desktop.ui.widgets.slider_field import SliderField
from desktop.ui.widgets.stepper import Stepper
from desktop.ui.widgets.upright_scroll import FittingScroll
from desktop.ui.widgets.word_button import WordButton

_WIDTH = 312


class PromptDock(QWidget):
    """Shows PromptState and changes it; holds nothing itself."""

    generate_requested = Signal()

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._prompt = studio.prompt
        self._library = studio.library
        self._board = studio.board
        self._make_controls()
        self._lay_out()
        self._offer_comparisons()
        self._bind()
        self._connect()
        self._show_models(studio.library.models)
        self._show_choices()
        self._show_guidance()
        self._show_canvas()
        self._show_meaning()

    def set_generate_shortcut(self, keys: QKeySequence) -> None:
        self.action.button.set_shortcut_hint(keys)

    @property
    def words(self) -> PromptEdit:
        """The box that words go to: the negative prompt's while it has the keyboard, else the prompt's."""
        return self.negative.edit if self.negative.edit.hasFocus() else self.prompt.edit

    # Building

    def _make_controls(self) -> None:
        self.prompt = PromptField(
            self.tr("What should be there"),
            placeholder=self.tr("a blue car on a yellow background"),
            tooltip=self.tr(
                "Describe the picture. (more:1.3) and [less] weigh words, BREAK starts a new part."
            ),
            lines=3,
        )
        self.negative = PromptField(
            self.tr("Keep out"),
            placeholder=self.tr("what the picture should not have"),
            tooltip=self.tr("What to steer away from. Has no effect at a guidance of 1 or less."),
            lines=1,
        )
        self.example = PromptExample(self._studio.prompt_tools.drawing)
        self.header = PromptHeader(self._studio.prompt_tools)
        self.model = ChoiceField(name=self.tr("Model"))
        self.loras = LoraRows(self._prompt, self._studio.adapters)
        self.few_step = FewStepNote(self._studio.adapters)
        self.sampler = ChoiceField(name=self.tr("Sampler"))
        self.schedule = ChoiceField(name=self.tr("Schedule"))
        self.steps = SliderField(
            self.tr("Steps"),
            1,
            150,
            default=20,
            slider_maximum=60,
            tooltip=self.tr("How often the picture is refined: more takes longer and soon changes little."),
        )
        self.guidance = SliderField(
            self.tr("Guidance"),
            0,
            30,
            default=7.0,
            step=0.5,
            decimals=1,
            slider_maximum=15,
            tooltip=self.tr("How closely the picture follows the prompt; too much looks burnt."),
        )
        self.size_field = SizeField(self.tr("Size"))
        self.seed = SeedField(self.tr("Seed"))
        self.count = Stepper(self.tr("Pictures"), 1, 1000)
        self.clip_skip = Stepper(self.tr("Clip skip"), 1, 12)
        self.strength = StrengthField(self._prompt)
        self.parts = PartsFields(self._prompt, self._studio.parts)
        self.inpaint = InpaintOptions(self._prompt)
        self.task = TaskSwitch(self._prompt, self._studio.editor)
        self.action = PrimaryAction("sparkles", self.tr("Generate"))
        self.more = WordButton("sliders-horizontal", self.tr("More options"), "link")
        self.more.setCheckable(True)
        self.more.setToolTip(self.tr("Clip skip, other parts for the model, and how a selection is made new"))
        self.action.add_beside(self.task)
        self.action.add_below(self.more)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        sampler = Field(
            self.tr("Sampler"), self.sampler, tooltip=self.tr("The method that turns noise into the picture.")
        )
        schedule = Field(
            self.tr("Schedule"),
            self.schedule,
            tooltip=self.tr("How the noise is taken away over the steps; Automatic is the model's own way."),
        )
        size = Field(
            self.tr("Size"),
            self.size_field,
            tooltip=self.tr(
                "Width and height in pixels, in steps of 8. Models draw best near their own size."
            ),
        )
        self.own_size, self.canvas_size = size, CanvasSizeField()
        seed = Field(
            self.tr("Seed"),
            self.seed,
            tooltip=self.tr("The same seed and settings give the same picture. Empty: a new one each time."),
        )
        count = Field(self.tr("Pictures"), self.count, tooltip=self.tr("How many; each uses the next seed."))
        clip_skip = Field(
            self.tr("Clip skip"),
            self.clip_skip,
            tooltip=self.tr("1 uses the text encoder's last layer; some models were trained with 2."),
        )
        model = Field(self.tr("Model"), self.model, tooltip=self.tr("The diffusion model that draws."))
        drawn_with = QVBoxLayout()
        drawn_with.setSpacing(8)
        for widget in (model, self.loras, self.parts.trouble, self.few_step):
            drawn_with.addWidget(widget)
        grid.addLayout(drawn_with, 0, 0, 1, 2)
        for row, pair in enumerate(((sampler, schedule), (self.steps, self.guidance), (size, seed)), start=1):
            grid.addWidget(pair[0], row, 0)
            grid.addWidget(pair[1], row, 1)

        grid.addWidget(self.canvas_size, 3, 0)
        self._grid, self._count, self._clip_skip = grid, count, clip_skip
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.prompt)
        words.addWidget(self.example)
        column.addLayout(words)
        column.addWidget(self.negative)
        column.addLayout(grid)
        column.addWidget(self.parts)
        column.addWidget(self.inpaint)

        footer = QWidget()
        foot = QVBoxLayout(footer)
        foot.setContentsMargins(12, 0, 12, 10)
        foot.addWidget(self.action)

        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(EditingBar(self._studio.queue.editing))
        self._scroll = FittingScroll(fields)
        whole.addWidget(self._scroll)
        whole.addWidget(footer)
        whole.addStretch(1)

    def sizeHint(self) -> QSize:
        return QSize(max(_WIDTH, self.minimumSizeHint().width()), 600)

    def _offer_comparisons(self) -> None:
        compared: dict[AxisKind, QWidget] = {
            AxisKind.WORDS: self.prompt,
            AxisKind.MODEL: self.model,
            AxisKind.VAE: self.parts.vae,
            AxisKind.SAMPLER: self.sampler,
            AxisKind.SCHEDULE: self.schedule,
            AxisKind.STEPS: self.steps,
            AxisKind.GUIDANCE: self.guidance,
            AxisKind.SIZE: self.size_field,
            AxisKind.SEED: self.seed,
            AxisKind.CLIP_SKIP: self.clip_skip,
        }
        menus = CompareMenus(self._studio, self)
        for kind, control in compared.items():
            menus.add(kind, control)

    # State to controls and back

    def _bind(self) -> None:
        p = self._prompt
        for name, field in (("prompt", self.prompt), ("negative_prompt", self.negative)):
            text = partial(getattr, field, "text")
            bind(p, name, field, getter=text, setter=field.set_text, edited=field.text_changed)
        controls: dict[str, SliderField | ChoiceField | SeedField | Stepper] = {
            "sampler": self.sampler,
            "schedule": self.schedule,
            "steps": self.steps,
            "guidance_scale": self.guidance,
            "seed": self.seed,
            "count": self.count,
            "clip_skip": self.clip_skip,
        }
        for name, control in controls.items():
            value = partial(getattr, control, "value")
            bind(p, name, control, getter=value, setter=control.set_value, edited=control.value_changed)
        size = self.size_field
        bind(
            p,
            "width",
            size,
            getter=lambda: size.value.width,
            setter=lambda width: size.set_value(Size(width, size.value.height)),
            edited=size.value_changed,
        )
        bind(
            p,
            "height",
            size,
            getter=lambda: size.value.height,
            setter=lambda height: size.set_value(Size(size.value.width, height)),
            edited=size.value_changed,
        )

    def _connect(self) -> None:
        self._prompt.choices_changed.connect(self._show_choices)
        self._prompt.changed.connect(self._on_prompt_changed)
        self._library.changed.connect(self._show_models)
        self._studio.tokens.counted.connect(self._show_tokens)
        self._studio.device_changed.connect(self._show_action)
        self._board.counts_changed.connect(self._show_action)
        self._studio.queue.desk.paused_changed.connect(self._show_action)
        self._studio.editor.generation.meaning_changed.connect(self._show_meaning)
        self._studio.editor.document.changed.connect(self._on_document_changed)
        self.model.value_changed.connect(self._choose_model)
        self.action.triggered.connect(self.generate_requested)
        self.more.toggled.connect(self._unfold)
        self.parts.offered_changed.connect(self._show_meaning)
        self.header.wildcard_chosen.connect(self._insert)
        self._studio.adapters.words_chosen.connect(self._insert_phrase)
        self._studio.adapters.words_kept_out.connect(self._keep_out)

    @Slot(str)
    def _insert(self, words: str) -> None:
        self.words.textCursor().insertText(words)
        self.words.setFocus()

    @Slot(str)
    def _keep_out(self, words: str) -> None:
        before = self._prompt.negative_prompt.rstrip(", ")
        self._prompt.negative_prompt = f"{before}, {words}" if before else words

    @Slot(str)
    def _insert_phrase(self, words: str) -> None:
        """Put words at the cursor, apart from what stands before them."""
        until = self.words.textCursor()
        until.setPosition(0, QTextCursor.MoveMode.KeepAnchor)
        before = until.selectedText().replace("\u2029", "\n")
        apart = before.rstrip(" ").endswith((",", "(", "\n")) or not before.strip()
        between = "" if not before or before.endswith((" ", "(", "\n")) else " "
        self._insert(f"{between}{words}" if apart else f", {words}")

    @Slot(object)
    def _show_models(self, models: tuple[ModelInfo, ...]) -> None:
        with QSignalBlocker(self.model):
            self.model.set_choices([_model_choice(info) for info in models])
            self.model.set_value(self._prompt.model)
        self.model.setPlaceholderText(self.tr("Looking for models…") if self._library.scanning else "")
        self.model.update()

    @Slot(object)
    def _choose_model(self, name: object) -> None:
        info = self._library.find(str(name))
        if info is not None and name != self._prompt.model:
            self._prompt.choose_model(info)

    @Slot()
    def _show_choices(self) -> None:
        p = self._prompt
        with (
            QSignalBlocker(self.sampler),
            QSignalBlocker(self.schedule),
        ):  # the state itself leaves what is gone
            self.sampler.set_choices([Choice(name, name, _sampler_help(name)) for name in p.samplers])
            self.sampler.set_value(p.sampler)
            self.schedule.set_choices([Choice(name, name) for name in p.schedules])
            self.schedule.set_value(p.schedule)
        self.sampler.update()
        self.schedule.update()

    @Slot(str)
    def _on_prompt_changed(self, name: str) -> None:
        if name == "model":
            self.model.set_value(self._prompt.model)
            self._show_model_limits()
        elif name == "guidance_scale":
            self._show_guidance()
        elif name == "last_seed" and self._prompt.last_seed != RANDOM_SEED:
            self.seed.set_last_seed(self._prompt.last_seed)
        self._show_action()

    def _show_guidance(self) -> None:
        """Without guidance there is nothing to keep out by."""
        guided = self._prompt.guidance_scale > 1.0
        self.negative.edit.setEnabled(guided)
        self.negative.label.setText(
            self.tr("Keep out") if guided else self.tr("Keep out: only with guidance")
        )

    def _show_model_limits(self) -> None:
        info = self._prompt.model_info
        if info is None:
            return
        self.size_field.set_limits(MIN_SIDE, MAX_SIDE, info.family.size_multiple)
        self.size_field.set_presets(size_presets(info))
        self.steps.set_default(info.defaults.steps)
        self.guidance.set_default(info.defaults.guidance_scale)

    @Slot(object)
    def _show_tokens(self, counts: TokenCounts | None) -> None:
        if counts is not None:
            self.prompt.set_token_count(counts.prompt, counts.limit)
            self.negative.set_token_count(counts.negative_prompt, counts.limit)

    @Slot()
    def _show_action(self) -> None:
        """Say in words what Generate will do, and how long it takes."""
        count, meaning = self._prompt.count, self._studio.editor.generation.meaning
        paused, waits = self._studio.queue.desk.paused, self._studio.busy
        if meaning.task is not TaskName.TEXT:
            text = QCoreApplication.translate("Meaning", meaning.words)
        elif paused:
            text = self.tr("Add to the paused queue")
        elif waits:
            text = self.tr("Add to the queue")
        elif count == 1:
            text = self.tr("Generate")
        else:
            text = self.tr("Generate {count} pictures").format(count=count)
        self.action.set_text(text)
        forecast = self._studio.forecast.words()
        if not self._studio.device:
            forecast = self.tr("The engine is starting; you can already queue pictures.")
        if meaning.task is not TaskName.TEXT and (paused or waits):
            queued = self.tr("goes to the paused queue") if paused else self.tr("goes to the queue")
            forecast = f"{queued} · {forecast}" if forecast else queued
        self.action.set_forecast(forecast)

    @Slot(object)
    def _on_document_changed(self, change: DocumentChange) -> None:
        if change.resized or change.layers:
            self._show_canvas()
            self._show_action()

    @Slot()
    def _show_meaning(self) -> None:
        """Have the controls there that matter for what Generate does."""
        task = self._studio.editor.generation.meaning.task
        starts_from_picture = task is not TaskName.TEXT
        for widget in (self.strength, self._count, self._clip_skip):
            self._grid.removeWidget(widget)
        places: tuple[tuple[QWidget, int, int], ...]
        if starts_from_picture:
            places = ((self.strength, 4, 0), (self._count, 4, 1), (self._clip_skip, 5, 0))
        else:
            places = ((self._count, 4, 0), (self._clip_skip, 4, 1))
        for widget, row, column in places:
            self._grid.addWidget(widget, row, column)
        self.strength.setVisible(starts_from_picture)
        self.strength.show_task(task)
        self.more.setVisible(starts_from_picture or self.parts.offered)
        unfolded = self.more.isChecked()
        self.parts.show_unfolded(unfolded)
        self._clip_skip.setVisible(unfolded or not starts_from_picture)
        self.inpaint.setVisible(unfolded and task is TaskName.INPAINT)
        self.task.show_facts()
        self._show_action()

    @Slot(bool)
    def _unfold(self, on: bool) -> None:
        self._show_meaning()
        if on:
            self._scroll.show_end()

    def _show_canvas(self) -> None:
        document = self._studio.editor.document.document
        self.canvas_size.show_size(document.size)
        self.own_size.setVisible(document.empty)
        self.canvas_size.setVisible(not document.empty)


def _sampler_help(name: SamplerName) -> str:
    return QCoreApplication.translate("Samplers", SAMPLERS[name].help)


def _model_choice(info: ModelInfo) -> Choice:
    if info.problem is not None:
        return Choice(info.title, info.name, info.problem.message, icon="triangle-alert", enabled=False)
    about = f"{info.native_size} · {info.license}" if info.license else str(info.native_size)
    return Choice(info.title, info.name, about, tag=info.family.title, icon="box")
