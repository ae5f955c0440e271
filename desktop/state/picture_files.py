"""Many picture files at once: listed where they lie, or copied to a folder, beside the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core import files
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.gallery import Gallery
from desktop.core.params import SaveOptions

_FORMATS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}
_TOLD_ABOUT = 20


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """Without a ``format`` (of SaveOptions) each picture keeps its own."""

    folder: Path
    format: str | None
    quality: int
    settings: bool
    """Whether the copies hold prompt and settings."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` pictures."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a batch ended. ``problems`` are the first failures; ``passed_over`` were in the gallery already."""

    done: int
    passed_over: int
    failed: int
    problems: tuple[ErrorInfo, ...]


class PictureBatch(QObject):
    """Does one thing with many pictures, in a thread. GUI thread; further batches wait for their turn."""

    progressed = Signal(object)
    """Progress."""
    ended = Signal(object)
    """Outcome; not told when the program closes."""
    _next = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Callable[[], None]] = []
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self._next.connect(self._start_next)

    @property
    def busy(self) -> bool:
        return self._thread is not None

    def close(self) -> None:
        """Stop after the picture that is being worked on, and wait for that."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join()

    def _begin(self, find: Callable[[], Sequence[Path]], work: Callable[[Path], object]) -> None:
        self._waiting.append(partial(self._run, find, work))
        if self._thread is None:
            self._start_next()

    @Slot()
    def _start_next(self) -> None:
        if self._thread is not None:
            self._thread.join()  # it has said that it ends
        self._thread = None
        if self._waiting and not self._closing.is_set():
            self._thread = threading.Thread(target=self._waiting.pop(0), name="pictures")
            self._thread.start()

    def _run(self, find: Callable[[], Sequence[Path]], work: Callable[[Path], object]) -> None:
        done, passed_over, problems = 0, 0, list[ErrorInfo]()
        paths: Sequence[Path] = ()
        try:
            paths = find()
        except AppError as error:
            problems.append(error.info)
        for index, path in enumerate(paths):
            if self._closing.is_set():
                return
            self.progressed.emit(Progress(index, len(paths)))
            try:
                work(path)
            except AppError as error:
                if error.code == "already_listed":
                    passed_over += 1
                else:
                    problems.append(error.info)
            else:
                done += 1
        self.ended.emit(Outcome(done, passed_over, len(problems), tuple(problems[:_TOLD_ABOUT])))
        self._next.emit()


class Imports(PictureBatch):
    """Lists pictures in the gallery where they lie."""

    def __init__(self, gallery: Gallery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gallery = gallery

    def add_files(self, paths: Sequence[Path]) -> None:
        self._begin(lambda: paths, self._gallery.import_file)

    def add_folder(self, folder: Path) -> None:
        """All pictures in ``folder`` and the folders in it, oldest first."""
        self._begin(lambda: _pictures_below(folder), self._gallery.import_file)


class Copies(PictureBatch):
    """Copies pictures of the gallery; never over a file that is there."""

    def __init__(self, gallery: Gallery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gallery = gallery

    def export(self, ids: Sequence[int], options: CopyOptions) -> None:
        self._begin(lambda: [row.path for row in self._gallery.rows(ids)], lambda path: _copy(path, options))


def _copy(path: Path, options: CopyOptions) -> None:
    if options.format is None and options.settings:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise AppError(
                "not_readable",
                f"{path.name} can't be read: {error.strerror or error}.",
                "Check that the file is there and that you may read it.",
                f"{path}: {error}",
            ) from error
        files.write_new(options.folder, path.stem, path.suffix, data)
        return
    from desktop.core import pictures

    opened = pictures.read(path)
    form = options.format or _FORMATS.get(path.suffix.lower(), "png")
    save = SaveOptions.checked(folder=options.folder, format=form, quality=options.quality)
    data = pictures.encode(opened.pixels, opened.record if options.settings else None, save)
    files.write_new(options.folder, files.safe_stem(path.stem), pictures.SUFFIXES[form], data)


def _pictures_below(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.suffix.lower() in _FORMATS and path.is_file()]
    return sorted(found, key=_modified)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
