"""Generate, and all else that makes jobs from what is on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.plane import Plane
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.geometry import Size
from desktop.core.input_store import InputStore
from desktop.core.jobs import JobId
from desktop.core.params import (
    MAX_SIDE,
    MIN_SIDE,
    FillMode,
    GenerateParams,
    InpaintOptions,
    Source,
    StoredPicture,
    TaskName,
    UpscaleOptions,
    Variation,
    random_seed,
)
from desktop.core.pixels import Pixels
from desktop.state.background import Background
from desktop.state.canvas_state import CanvasPicture
from desktop.state.editor.canvas_facts import OPAQUE
from desktop.state.editor.editor import Editor
from desktop.state.editor.meaning import Meaning, meaning
from desktop.state.prompt_state import PromptState

Submit = Callable[[GenerateParams, int | None], JobId | None]


@dataclass(frozen=True, slots=True)
class _Start:
    """What a job starts from: pixels, or a document to make them of, and the picture they came from."""

    content: Document | Pixels
    parent_id: int | None


class Generation(QObject):
    """GUI thread. Pictures are composed and kept for the jobs in a thread; the jobs follow a moment later."""

    meaning_changed = Signal()
    started = Signal()
    """A job is being made of what the prompt dock and the canvas hold now."""
    failed = Signal(object)
    """ErrorInfo."""

    def __init__(
        self,
        editor: Editor,
        prompt: PromptState,
        store: InputStore,
        submit: Submit,
        text_parent: Callable[[], int | None],
        parent: QObject | None = None,
    ) -> None:
        """``submit`` takes a job's settings and the gallery's id of its parent.

        ``text_parent`` is asked for the parent of a job that starts from no picture.
        """
        super().__init__(parent)
        self._editor = editor
        self._prompt = prompt
        self._store = store
        self._submit = submit
        self._text_parent = text_parent
        self._background = Background("canvas jobs", self)
        self._background.failed.connect(self.failed)
        self._first = editor.document.document
        self._opened = 0
        """How many documents there have been."""
        editor.document.replaced.connect(self._on_replaced)
        editor.facts.changed.connect(self.meaning_changed)
        prompt.changed.connect(self._on_prompt_changed)

    @property
    def meaning(self) -> Meaning:
        """What Generate does now."""
        return meaning(self._prompt.task, self._editor.facts.current)

    @property
    def size(self) -> Size:
        """Of the next picture: the canvas', where there is something on it."""
        document, over = self._editor.document.document, self._editor.canvas.picture
        if not document.empty:
            return document.size
        if over is not None and self.meaning.task is TaskName.IMAGE:
            return over.pixels.size
        return self._prompt.size

    def forecast_params(self) -> GenerateParams:
        """The next job's settings, as far as they matter for its time; no seed is drawn. Raises AppError."""
        params, task, size = self._prompt.build(draw_seed=False), self.meaning.task, self.size
        source = None if task is TaskName.TEXT else Source(picture=StoredPicture(sha256="0" * 64, size=size))
        strength = self._prompt.strength_for(task)
        return params.model_copy(update={"task": task, "size": size, "strength": strength, "source": source})

    def generate(self) -> JobId | None:
        """Do what ``meaning`` says; None when the job follows later, or can't be, which ``failed`` tells."""
        document = self._editor.document
        if document.document.empty or self._editor.facts.settled:
            return self._generate()
        self._editor.facts.settle(self._generate)
        return None

    def upscale(self, options: UpscaleOptions, strength: float) -> None:
        """Make the picture over the canvas, or else the document, larger; ``strength`` is of the refining."""
        start = self._start()
        if start is None:
            self.failed.emit(self._nothing_there())
            return
        if (draft := self._draft()) is None:
            return
        size = start.content.size
        larger = Size(size.width * options.factor, size.height * options.factor)
        if max(larger.width, larger.height) > MAX_SIDE:
            self.failed.emit(
                ErrorInfo(
                    "picture_too_large",
                    self.tr("The picture would become {size} pixels large.").format(size=larger),
                    self.tr("Sides go up to {side} pixels: choose a smaller factor.").format(side=MAX_SIDE),
                )
            )
            return
        draft = draft.model_copy(
            update={
                "task": TaskName.UPSCALE,
                "size": larger,
                "strength": strength if options.refine else 1.0,
                "upscale": options,
                "count": 1,
            }
        )
        self._begin(draft, start, None)

    @Slot()
    def more_like_this(self) -> None:
        """As many pictures as the prompt dock says, with the shown picture's settings and new seeds."""
        if (picture := self._editor.canvas.picture) is None or picture.record is None:
            return
        new = {"seed": random_seed(), "count": self._prompt.count, "variation": None}
        self.started.emit()
        self._submit(picture.record.params.model_copy(update=new), _gallery_id(picture))

    @Slot()
    def vary(self) -> None:
        """As many pictures that differ a little from the shown one (``variation_strength``)."""
        if (picture := self._editor.canvas.picture) is None or picture.record is None:
            return
        self.started.emit()
        for _ in range(self._prompt.count):
            variation = Variation(seed=random_seed(), strength=self._prompt.variation_strength)
            params = picture.record.params.model_copy(update={"variation": variation})
            self._submit(params, _gallery_id(picture))

    def bring_back(self, source: Source, name: str, parent_id: int | None = None) -> None:
        """Make what a job started from the document, its mask the selection: a step.

        ``name`` is what to call it, ``parent_id`` the gallery's id of the picture that it came from.
        """

        def read() -> Document:
            document = Document.from_pixels(self._store.get(source.picture), name)
            if source.mask is None:
                return document
            return replace(document, selection=Plane.of(self._store.get(source.mask).array))

        self._background.run(read, partial(self._put_back, source.picture, parent_id))

    def _put_back(self, picture: StoredPicture, parent_id: int | None, document: Document) -> None:
        if parent_id is not None and document.active is not None:
            self._editor.lineage.remember(document.active, parent_id)
        self._editor.document.open(self.tr("Bring back its canvas"), document)
        self._editor.candidates.own(picture, self._editor.document.geometry)

    def close(self) -> None:
        self._background.close(finish=False)

    def _generate(self) -> JobId | None:
        now = self.meaning
        if (problem := now.problem) is not None:
            words = (QCoreApplication.translate("Meaning", text) for text in (problem.message, problem.hint))
            self.failed.emit(ErrorInfo(problem.code, *words))
            return None
        if (draft := self._draft()) is None:
            return None
        size = self.size
        if now.task is TaskName.TEXT:
            try:
                params = GenerateParams.checked(**{**dict(draft), "size": size})
            except AppError as error:  # the canvas is too small
                self.failed.emit(error.info)
                return None
            self.started.emit()
            return self._submit(params, self._text_parent())
        start = self._start(over_document=False)
        assert start is not None  # or it would mean something else
        draft = draft.model_copy(
            update={
                "task": now.task,
                "size": size,
                "strength": self._prompt.strength_for(now.task),
                "inpaint": _inpaint(self._prompt.inpaint, now) if now.task is TaskName.INPAINT else None,
            }
        )
        self._begin(draft, start, now)
        return None

    def _draft(self) -> GenerateParams | None:
        """What the prompt dock holds; None when that can't be, which is told."""
        try:
            return self._prompt.build()
        except AppError as error:
            self.failed.emit(error.info)
            return None

    def _start(self, *, over_document: bool = True) -> _Start | None:
        document, over = self._editor.document.document, self._editor.canvas.picture
        if over is not None and (over_document or document.empty):
            return _Start(over.pixels, _gallery_id(over))
        return None if document.empty else _Start(document, self._editor.lineage.parent_of(document))

    def _begin(self, draft: GenerateParams, start: _Start, now: Meaning | None) -> None:
        self.started.emit()
        self._background.run(
            partial(self._with_source, draft, start, now),
            partial(self._hand_in, self._opened, self._editor.document.geometry),
        )

    def _with_source(
        self, draft: GenerateParams, start: _Start, now: Meaning | None
    ) -> tuple[GenerateParams, int | None]:
        """Any thread: keep the pictures that the job needs. Raises AppError."""
        whole = start.content if isinstance(start.content, Pixels) else flatten(start.content)
        mask = None
        if now is not None and now.task is TaskName.INPAINT and isinstance(start.content, Document):
            mask = self._store.put(_mask(start.content, whole, now))
        source = Source(picture=self._store.put(whole), mask=mask)
        return GenerateParams.checked(**{**dict(draft), "source": source}), start.parent_id

    def _hand_in(self, opened: int, geometry: int, ready: tuple[GenerateParams, int | None]) -> None:
        params, parent_id = ready
        if params.source is not None and opened == self._opened:
            self._editor.candidates.own(params.source.picture, geometry)
        self._submit(params, parent_id)

    def _nothing_there(self) -> ErrorInfo:
        return ErrorInfo(
            "no_picture",
            self.tr("There is no picture on the canvas to be made larger."),
            self.tr("Make one, or open one."),
        )

    @Slot()
    def _on_replaced(self) -> None:
        """An empty canvas of a size that somebody chose gives it to the pictures made on it."""
        self._opened += 1
        document = self._editor.document.document
        if document.empty and document is not self._first:
            self._prompt.width = max(MIN_SIDE, document.size.width)
            self._prompt.height = max(MIN_SIDE, document.size.height)

    @Slot(str)
    def _on_prompt_changed(self, name: str) -> None:
        if name == "task":
            self.meaning_changed.emit()


def _gallery_id(picture: CanvasPicture) -> int | None:
    return None if picture.saved is None else picture.saved.gallery_id


def _inpaint(options: InpaintOptions, now: Meaning) -> InpaintOptions:
    """What is transparent has nothing to keep: it begins with the colours at its border."""
    if now.empty_parts and options.fill is FillMode.KEEP:
        return options.model_copy(update={"fill": FillMode.BORDER})
    return options


def _mask(document: Document, whole: Pixels, now: Meaning) -> Pixels:
    """What is made new: white; (H, W)."""
    size = document.size
    if now.selection:
        mask = document.selection.read(document.rect)
    else:
        mask = np.zeros((size.height, size.width), np.uint8)
    if now.empty_parts:
        mask[whole.array[..., 3] < OPAQUE] = 255
    return Pixels(mask)
