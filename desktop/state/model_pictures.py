"""The pictures on the models' cards: made with the model itself when the person asks for one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from desktop.core import files
from desktop.core.events import PictureDone
from desktop.core.jobs import JobId
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams
from desktop.core.pixels import Pixels
from desktop.state.background import Background
from desktop.state.job_board import JobBoard, JobRecord
from desktop.state.library_list import LibraryList
from desktop.state.qimages import to_qimage

SIDE = 256
_PROMPT = "a lighthouse on a cliff above the sea at dusk"
_SEED = 8


class ModelPictures(QObject):
    """Images by model name, kept as files of ``folder``. GUI thread; files are read and written beside it."""

    changed = Signal(str)
    """The name of the model that has another picture now, or is making one, or no longer does."""

    def __init__(
        self,
        folder: Path,
        submit: Callable[[GenerateParams], JobId],
        library: LibraryList,
        board: JobBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._submit = submit
        self._images: dict[str, QImage] = {}
        self._making: dict[JobId, str] = {}
        self.background = Background("model pictures", self)
        library.changed.connect(self._read_all)
        board.picture_done.connect(self._on_picture_done)
        board.job_ended.connect(self._on_job_ended)

    def image(self, name: str) -> QImage | None:
        """The model's picture, at most SIDE pixels wide and high; None when there is none (yet)."""
        return self._images.get(name)

    def is_making(self, name: str) -> bool:
        return name in self._making.values()

    def is_for_card(self, job_id: JobId) -> bool:
        """Whether this job makes the picture of a card."""
        return job_id in self._making

    def make(self, info: ModelInfo) -> None:
        """Submit a job for a usable model's picture. Raises AppError as GenerateParams.checked does."""
        params = GenerateParams.checked(
            model=info.ref,
            prompt=next(iter(info.example_prompts), _PROMPT),
            sampler=info.defaults.sampler,
            schedule=info.defaults.schedule,
            steps=info.defaults.steps,
            guidance_scale=info.defaults.guidance_scale,
            size=info.native_size,
            seed=_SEED,
        )
        self._making[self._submit(params)] = info.name
        self.changed.emit(info.name)

    def file(self, name: str) -> Path:
        """Where the model's picture is kept. Two names never share a file."""
        mark = hashlib.sha256(name.encode()).hexdigest()[:8]
        return self._folder / f"{files.safe_stem(name)}-{mark}.webp"

    def close(self) -> None:
        """Wait until every picture that was made is on disk."""
        self.background.close(finish=True)

    @Slot(object)
    def _read_all(self, models: tuple[ModelInfo, ...]) -> None:
        missing = {info.name: self.file(info.name) for info in models if info.name not in self._images}
        if missing:
            self.background.run(lambda: _read(missing), self._take)

    @Slot(object)
    def _on_picture_done(self, done: PictureDone) -> None:
        name = self._making.get(done.job_id)
        if name is not None:
            path, pixels = self.file(name), done.pixels
            self.background.run(lambda: {name: _write(path, pixels)}, self._take)

    @Slot(object)
    def _on_job_ended(self, record: JobRecord) -> None:
        name = self._making.pop(record.id, None)
        if name is not None:
            self.changed.emit(name)

    def _take(self, images: dict[str, QImage]) -> None:
        self._images |= images
        for name in images:
            self.changed.emit(name)


def _read(paths: dict[str, Path]) -> dict[str, QImage]:
    from desktop.core import pictures

    return {name: to_qimage(pictures.read(path).pixels) for name, path in paths.items() if path.is_file()}


def _write(path: Path, pixels: Pixels) -> QImage:
    from desktop.core import pictures

    files.write_bytes(path, pictures.thumbnail_bytes(pixels, SIDE))
    return to_qimage(pixels.thumbnail(SIDE))
