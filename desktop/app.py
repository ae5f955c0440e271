"""The composition root: builds the objects, connects them and runs until the window is closed."""

from __future__ import annotations

import asyncio
import locale
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import qasync
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.core import files, log, settings
from desktop.core.errors import ErrorInfo
from desktop.core.estimates import Estimates
from desktop.core.gallery import Gallery
from desktop.core.library import Library
from desktop.core.paths import Paths, resources
from desktop.core.queue import JobQueue
from desktop.state.notices import NoticeLevel
from desktop.state.preferences import Preferences
from desktop.state.studio import Studio
from desktop.ui.icons import application_icon
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import apply_theme
from desktop.worker.runner import LocalRunner, Runner

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    """The running application: what ``main`` and the demo drive."""

    qt: QApplication
    studio: Studio
    window: MainWindow


def build(qt: QApplication, paths: Paths) -> App:
    """Make every object and show the window; the engine starts when the event loop turns."""
    current, settings_notice = settings.load(paths.settings)
    apply_theme(qt, current.theme, reduced_motion=current.reduced_motion)
    gallery = Gallery(paths.gallery)
    models = Library((paths.models, *current.model_folders), resources() / "starter")
    studio = Studio(
        queue=JobQueue(),
        make_runner=lambda: _make_runner(paths, models, gallery),
        make_counter=_make_counter,
        estimates=Estimates(paths.estimates),
        gallery=gallery,
        library=models,
        preferences=Preferences(paths.settings, current),
        paths=paths,
    )
    window = MainWindow(studio)
    if settings_notice is not None:
        studio.notices.add(NoticeLevel.WARNING, settings_notice)
    window.show()
    studio.start()
    return App(qt, studio, window)


def make_qapplication(argv: Sequence[str]) -> QApplication:
    """The one QApplication, with what must be set around its making."""
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    qt = QApplication(list(argv))
    # QApplication takes the user's locale; a decimal comma would make tokenizers and others misread numbers.
    locale.setlocale(locale.LC_NUMERIC, "C")
    qt.setApplicationName("Darkroom")
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName("darkroom")
    qt.setWindowIcon(application_icon())
    qt.setQuitOnLastWindowClosed(False)  # the event loop ends when everything has been put away
    return qt


def main(argv: Sequence[str]) -> int:
    """Open the window and return its exit code."""
    paths = Paths.default()
    log.setup(paths.logs)
    with log.native_crashes(paths.logs):
        return run(build(make_qapplication(["darkroom", *argv]), paths), until_closed)


def run(app: App, session: Callable[[App], Coroutine[None, None, int]]) -> int:
    """Run ``session`` in the window's event loop, put everything away, and return the session's exit code."""
    errors = UncaughtErrors(app.studio)
    errors.install()
    try:
        with qasync.QEventLoop(app.qt) as loop:
            code: int = loop.run_until_complete(session(app))
            put_away(app)
    finally:
        errors.remove()
    return code


async def until_closed(app: App) -> int:
    """Wait until the person closes the window."""
    closed = asyncio.Event()
    app.window.closed.connect(closed.set)
    await closed.wait()
    return 0


def put_away(app: App) -> None:
    """End threads and close files; leaves the process at once when the worker does not end in 5 s."""
    app.window.hide()
    if not app.studio.shutdown():
        _log.error("the worker did not end in time")
        logging.shutdown()
        os._exit(0)  # everything that was finished is on disk; Qt would abort on a running QThread


def _make_runner(paths: Paths, models: Library, gallery: Gallery) -> Runner:
    """Runs in the worker's thread: the one place where the window's process imports torch."""
    from desktop.engine.start import start_engine

    for folder in (paths.config, paths.data, paths.cache, paths.pictures):
        files.remove_leftovers(folder)  # of writes that a power cut interrupted
    return LocalRunner(start_engine(paths, models, gallery))


def _make_counter(model: Path) -> Callable[[str], int]:
    from desktop.engine.token_counter import token_counter

    return token_counter(model)


class UncaughtErrors(QObject):
    """What nobody caught, in any thread, is logged and becomes a notice."""

    _caught = Signal(object)

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._caught.connect(self._tell)

    def install(self) -> None:
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        _log.error("not caught: %s", details)
        info = ErrorInfo(
            "internal_error",
            f"Something went wrong inside Darkroom ({kind.__name__}).",
            "Your pictures are safe. Please report this with the details below.",
            details,
        )
        self._caught.emit(info)

    @Slot(object)
    def _tell(self, info: ErrorInfo) -> None:
        self._studio.notices.add(NoticeLevel.ERROR, info)
