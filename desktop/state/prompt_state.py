"""What the next picture will be made from: the model's choice, the prompt and every setting beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.models import ModelInfo
from desktop.core.params import (
    MAX_LORAS,
    MAX_SEED,
    MAX_SIDE,
    MIN_SIDE,
    RANDOM_SEED,
    FillMode,
    GenerateParams,
    InpaintOptions,
    LoraUse,
    ModelRef,
    RefinerOptions,
    TaskName,
    random_seed,
)
from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName
from desktop.core.settings import Session
from desktop.state.properties import Observable, Property

Number = TypeVar("Number", int, float)
MAX_PROMPT_LENGTH = 20_000
MIN_STRENGTH = 0.01
MIN_HAND_OVER, MAX_HAND_OVER = 0.01, 0.99
MIN_SHIFT, MAX_SHIFT = 0.1, 20.0


def _within(low: Number, high: Number) -> Callable[[Number], Number]:
    """A check for numbers of the bounds' type, between the bounds."""

    def check(value: Number) -> Number:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{value!r} is not a number")
        if not low <= value <= high:
            raise ValueError(f"{value} is not between {low} and {high}")
        if type(low)(value) != value:
            raise ValueError(f"{value} is not a whole number")
        return type(low)(value)

    return check


def _text(value: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not text")
    if len(value) > MAX_PROMPT_LENGTH:
        raise ValueError(f"the text is longer than {MAX_PROMPT_LENGTH} characters")
    value.encode()  # half of a surrogate pair fits in no file; its UnicodeEncodeError is a ValueError
    return value


def _shift(value: float | None) -> float | None:
    return None if value is None else _within(MIN_SHIFT, MAX_SHIFT)(float(value))


def _task(value: TaskName | None) -> TaskName | None:
    task = None if value is None else TaskName(value)
    if task is TaskName.UPSCALE:
        raise ValueError("a picture is made larger by its own command")
    return task


def _loras(value: tuple[LoraUse, ...]) -> tuple[LoraUse, ...]:
    if len(value) > MAX_LORAS or len({use.name for use in value}) < len(value):
        raise ValueError(f"more than {MAX_LORAS} LoRAs, or one of them twice")
    return tuple(LoraUse.model_validate(use.model_dump()) for use in value)


class PromptState(Observable):
    """The settings that the prompt dock shows. GUI thread only.

    Setting a value that is out of its range raises ValueError and changes nothing. Two things follow by
    themselves: a sampler that does not take the current schedule brings back Automatic, and one that needs
    more steps raises their number.
    """

    prompt = Property("", _text)
    negative_prompt = Property("", _text)
    model = Property("", _text)
    """The model's name in the library; empty before one was chosen."""
    sampler = Property(SamplerName.DPMPP_2M, SamplerName)
    schedule = Property(ScheduleName.AUTOMATIC, ScheduleName)
    steps = Property(20, _within(1, 150))
    guidance_scale = Property(7.0, _within(0.0, 30.0))
    width = Property(512, _within(MIN_SIDE, MAX_SIDE))
    height = Property(512, _within(MIN_SIDE, MAX_SIDE))
    seed = Property(RANDOM_SEED, _within(RANDOM_SEED, MAX_SEED))
    """-1 draws a fresh one for each job."""
    count = Property(1, _within(1, 1000))
    clip_skip = Property(1, _within(1, 12))
    last_seed = Property(RANDOM_SEED, _within(RANDOM_SEED, MAX_SEED))
    """The seed of the last job; -1 before there was one."""
    task = Property[TaskName | None](None, _task)
    """What Generate does where that is possible; None lets the canvas decide (state.editor.meaning)."""
    image_strength = Property(0.65, _within(MIN_STRENGTH, 1.0))
    """How much a picture is redrawn."""
    inpaint_strength = Property(1.0, _within(MIN_STRENGTH, 1.0))
    """How much a selection is made new."""
    fill = Property(FillMode.KEEP, FillMode)
    """This and the next five: core.params.InpaintOptions."""
    grow = Property(4, _within(0, 256))
    feather = Property(10, _within(0, 256))
    padding = Property(0, _within(0, 2048))
    soft = Property(True)
    match_colours = Property(True)
    variation_strength = Property(0.2, _within(MIN_STRENGTH, 1.0))
    """How far variations are from the picture that they vary."""

    loras = Property[tuple[LoraUse, ...]]((), _loras)
    """Beside those that tags in the prompts name."""
    vae = Property("", _text)
    """The name of another VAE in the library than the model's own; empty for that."""
    refiner = Property("", _text)
    """The name of the model that finishes pictures; empty for none. Only where ``takes_refiner``."""
    hand_over = Property(0.8, _within(MIN_HAND_OVER, MAX_HAND_OVER))
    """RefinerOptions.switch_at."""
    shift = Property[float | None](None, _shift)
    """How far the schedule leans to high noise; None is the model's own. Only where ``takes_shift``."""

    model_chosen = Signal(object)
    """The model was chosen for a picture: core.families.Defaults, which the settings are now."""
    choices_changed = Signal()
    """``samplers`` or ``schedules`` offers something else. Comes before the values that follow from it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model_info: ModelInfo | None = None
        self.changed.connect(self._on_changed)

    @property
    def model_info(self) -> ModelInfo | None:
        """What is known of the model; None while the library has no such model."""
        return self._model_info

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def inpaint(self) -> InpaintOptions:
        """How a selection is made new."""
        return InpaintOptions(
            fill=self.fill,
            grow=self.grow,
            feather=self.feather,
            padding=self.padding,
            soft=self.soft,
            match_colours=self.match_colours,
        )

    @property
    def samplers(self) -> tuple[SamplerName, ...]:
        """The samplers that go with the model."""
        info = self._model_info
        names = tuple(SAMPLERS) if info is None else info.family.samplers
        if info is not None and info.prediction_type == "v_prediction":
            names = tuple(name for name in names if SAMPLERS[name].v_prediction)
        return names

    @property
    def schedules(self) -> tuple[ScheduleName, ...]:
        """The schedules that go with the sampler and the model."""
        names = SAMPLERS[self.sampler].schedules
        info = self._model_info
        return names if info is None else tuple(name for name in names if name in info.family.schedules)

    @property
    def takes_refiner(self) -> bool:
        """Whether models of this kind can have their pictures finished by another; unknown ones may."""
        return self._model_info is None or bool(self._model_info.family.refiner)

    @property
    def takes_shift(self) -> bool:
        """Whether the model's schedule has a shift; that of an unknown one may."""
        return self._model_info is None or self._model_info.family.shift is not None

    def strength_for(self, task: TaskName, otherwise: float = 1.0) -> float:
        """The strength that is set for a task, or ``otherwise`` for one that has none here."""
        strengths = {TaskName.IMAGE: self.image_strength, TaskName.INPAINT: self.inpaint_strength}
        return strengths.get(task, otherwise)

    def choose_model(self, info: ModelInfo) -> None:
        """Take the model and what it draws best with: size, sampler, schedule, steps, guidance."""
        self.adopt_model(info)
        self.width, self.height = info.native_size.width, info.native_size.height
        self.sampler = info.defaults.sampler
        self.schedule = info.defaults.schedule
        self.steps = info.defaults.steps
        self.guidance_scale = info.defaults.guidance_scale
        self.model_chosen.emit(info.defaults)

    def adopt_model(self, info: ModelInfo) -> None:
        """Take the model and keep every setting that goes with it; a VAE stays and may not fit.

        ``changed`` tells of it in any case: of the last session's model only the name was known until now.
        """
        self._model_info = info
        if self.model == info.name:
            self.changed.emit("model")
        else:
            self.model = info.name
        self.choices_changed.emit()
        if self.sampler not in self.samplers:
            self.sampler = info.defaults.sampler
        if self.schedule not in self.schedules:
            self.schedule = ScheduleName.AUTOMATIC
        if not self.takes_refiner:
            self.refiner = ""
        if not self.takes_shift:
            self.shift = None

    def build(self, *, draw_seed: bool = True, like: GenerateParams | None = None) -> GenerateParams:
        """The job's settings, with its seed drawn if it is random; a forecast leaves the seed alone.

        Task, source and size are those of ``like``, if that has a source. Raises AppError: "no_model" before
        a model was chosen, "bad_value" for settings that don't fit.
        """
        if not self.model:
            raise AppError("no_model", "No model is chosen.", "Choose one in the prompt dock.")
        seed = max(0, self.seed)
        if draw_seed and self.seed == RANDOM_SEED:
            seed = random_seed()
        values: dict[str, object] = {
            "model": ModelRef(name=self.model) if self._model_info is None else self._model_info.ref,
            "prompt": self.prompt,
            "negative_prompt": self.negative_prompt,
            "sampler": self.sampler,
            "schedule": self.schedule,
            "steps": self.steps,
            "guidance_scale": self.guidance_scale,
            "size": self.size,
            "seed": seed,
            "count": self.count,
            "clip_skip": self.clip_skip,
            "loras": self.loras,
            "shift": self.shift,
            "vae": ModelRef(name=self.vae) if self.vae else None,
            "refiner": self._refiner_options(),
        }
        if like is not None and like.source is not None:
            values |= {name: getattr(like, name) for name in ("task", "source", "size", "upscale")}
            values["strength"] = self.strength_for(like.task, like.strength)
            values["inpaint"] = self.inpaint if like.task is TaskName.INPAINT else None
        params = GenerateParams.checked(**values)
        if draw_seed:
            self.last_seed = params.seed
        return params

    def apply(self, params: GenerateParams, info: ModelInfo | None = None) -> None:
        """Take every setting of a picture ("use all"); its model only if ``info`` of it is given."""
        if info is not None:
            self.adopt_model(info)
        self.prompt = params.prompt
        self.negative_prompt = params.negative_prompt
        self.sampler = params.sampler
        self.schedule = params.schedule
        self.steps = params.steps
        self.guidance_scale = params.guidance_scale
        if params.source is None:  # else it is its source's size, which comes with the canvas
            self.width, self.height = params.size.width, params.size.height
        self.seed = params.seed
        self.count = params.count
        self.clip_skip = params.clip_skip
        self.loras = params.loras
        self.vae = "" if params.vae is None else params.vae.name
        self.shift = params.shift if self.takes_shift else None
        refiner = params.refiner if self.takes_refiner else None
        self.refiner = "" if refiner is None else refiner.model.name
        if refiner is not None:
            self.hand_over = min(MAX_HAND_OVER, max(MIN_HAND_OVER, refiner.switch_at))
        if params.task is TaskName.IMAGE:
            self.image_strength = max(MIN_STRENGTH, params.strength)
        elif params.task is TaskName.INPAINT:
            self.inpaint_strength = max(MIN_STRENGTH, params.strength)
        if (inpaint := params.inpaint) is not None:
            self.fill, self.grow, self.feather = inpaint.fill, inpaint.grow, inpaint.feather
            self.soft, self.match_colours = inpaint.soft, inpaint.match_colours
            self.padding = inpaint.padding

    def to_session(self, session: Session) -> Session:
        """``session`` with these settings in it, for the next start or for undo."""
        return session.model_copy(
            update={name: getattr(self, name) for name in (*_SESSION, "task", "shift")} | {"size": self.size}
        )

    def from_session(self, session: Session) -> None:
        """Take the settings of ``to_session``. What the session leaves open stays as it is."""
        for name in _SESSION:
            if (value := getattr(session, name)) is not None:
                setattr(self, name, value)
        self.task, self.shift = session.task, session.shift
        if session.size is not None:
            self.width, self.height = session.size.width, session.size.height

    def _refiner_options(self) -> RefinerOptions | None:
        if not self.refiner:
            return None
        return RefinerOptions(model=ModelRef(name=self.refiner), switch_at=self.hand_over)

    @Slot(str)
    def _on_changed(self, name: str) -> None:
        if name == "sampler":
            self.choices_changed.emit()
            self.steps = max(self.steps, SAMPLERS[self.sampler].min_steps)
        if name in ("sampler", "schedule") and self.schedule not in self.schedules:
            self.schedule = ScheduleName.AUTOMATIC
        if name == "model" and self._model_info is not None and self._model_info.name != self.model:
            self._model_info = None
            self.choices_changed.emit()


# In the order in which they are taken: what a value brings along comes before the value that replaces it.
_SESSION = (
    "model",
    "prompt",
    "negative_prompt",
    "sampler",
    "schedule",
    "steps",
    "guidance_scale",
    "seed",
    "count",
    "clip_skip",
    "image_strength",
    "inpaint_strength",
    "fill",
    "grow",
    "feather",
    "padding",
    "soft",
    "match_colours",
    "variation_strength",
    "loras",
    "vae",
    "refiner",
    "hand_over",
)
