"""The composition root: builds the objects, connects them and runs until the window is closed."""

from __future__ import annotations

import asyncio
import locale
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import qasync
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.core import files, log, settings
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.estimates import Estimates
from desktop.core.gallery import Gallery
from desktop.core.hashes import HashCache
from desktop.core.last_run import LastRun, RunMarker
from desktop.core.library import Library
from desktop.core.library_index import LibraryIndex
from desktop.core.paths import Paths, resources
from desktop.core.queue import JobQueue
from desktop.single_instance import SingleInstance
from desktop.state.notices import NoticeLevel
from desktop.state.preferences import Preferences
from desktop.state.studio import Studio
from desktop.termination import Termination
from desktop.ui import translation
from desktop.ui.first_paint import FirstPaint
from desktop.ui.icons import application_icon
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import apply_theme
from desktop.worker.runner import LocalRunner, Runner

FAILED, USAGE = 1, 2
"""Exit codes: a session ended with an exception; there is no display for a window."""
_LISTEN_AFTER_MS = 500
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_REFUSALS = (
    "could not connect to display",
    "Failed to create wl_display",
    "Could not find the Qt platform plugin",
)
"""What Qt says of a display that does not answer and of a platform that is none: nothing is damaged then."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    """The running application: what ``main`` and the demo drive."""

    qt: QApplication
    studio: Studio
    window: MainWindow
    marker: RunMarker | None = None
    """Says on the disk that the program runs; None where nobody will ask."""


def build(qt: QApplication, paths: Paths, *, keep_queue: bool = True) -> App:
    """Make every object and show the window; the engine starts when the event loop turns.

    Without ``keep_queue`` the jobs of the last run stay in their file, untouched.
    """
    current, settings_notice = settings.load(paths.settings)
    previous = None if settings_notice is None else settings.previous(paths.settings)
    marker = RunMarker(paths.run_marker, paths.crash_log)
    last_run = marker.last_run()
    translation.install(qt, current.language, resources() / "translations")
    apply_theme(qt, current.theme, reduced_motion=current.reduced_motion)
    gallery = Gallery(paths.gallery)
    pictures = current.pictures_folder or paths.pictures
    models = Library(
        (paths.models, *current.model_folders),
        resources() / "starter",
        LibraryIndex(paths.library_index),
        HashCache(paths.hashes),
    )
    studio = Studio(
        queue=JobQueue(),
        make_runner=lambda: _make_runner(paths, pictures, models, gallery, marker),
        make_counter=_make_counter,
        estimates=Estimates(paths.estimates),
        gallery=gallery,
        library=models,
        preferences=Preferences(paths.settings, current, previous=previous),
        paths=paths,
    )
    window = MainWindow(studio)
    if settings_notice is not None:
        offer = "" if previous is None else "previous_settings"
        studio.notices.add(NoticeLevel.WARNING, settings_notice, offer)
    if not last_run.ended:
        studio.notices.add(NoticeLevel.WARNING, _unclean_end(last_run), "report_problem")
    studio.restore(keep_queue=keep_queue)
    FirstPaint(window.canvas).happened.connect(studio.begin)
    window.show()
    return App(qt, studio, window, marker)


def make_qapplication(argv: Sequence[str]) -> QApplication:
    """The one QApplication, with what must be set around its making."""
    qInstallMessageHandler(_QtMessages())
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


def display_problem(environ: Mapping[str, str], platform: str) -> str | None:
    """What to say where no window could be seen, or None. A chosen Qt platform is taken at its word."""
    needed = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if platform != "linux" or any(environ.get(name) for name in needed):
        return None
    return (
        "Darkroom found no display to open its window on: neither DISPLAY nor WAYLAND_DISPLAY is set.\n"
        "What works without one:\n"
        '  python3 main.py generate "PROMPT" -o FILE   makes a picture\n'
        "  python3 main.py demo                        makes one in the real window, and a picture of that"
    )


def main(argv: Sequence[str]) -> int:
    """Open the window with the files in ``argv`` and return its exit code: 2 where there is no display.

    When Darkroom runs already, that one shows itself and opens the files.
    """
    problem = display_problem(os.environ, sys.platform)
    if problem is not None:
        print(problem, file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return USAGE
    # Ctrl+C ends the program at once while it starts; Python's own handler would raise wherever it is.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    paths, opened = Paths.default(), [Path(name).absolute() for name in argv]
    instance = SingleInstance(paths.data)
    try:
        if not instance.claim() and instance.hand_over(opened):
            return 0
    except AppError as error:
        from installer import gate

        gate.tell(str(error))
        return FAILED
    log.setup(paths.logs)
    try:
        with log.native_crashes(paths.logs):
            app = build(make_qapplication(["darkroom", *argv]), paths)
            instance.files_received.connect(app.window.receive_files)
            app.studio.opening.open_files(opened)
            # Well after the first paint: it loads a library that nothing else needs. Starts until then wait.
            QTimer.singleShot(_LISTEN_AFTER_MS, instance.listen)
            return run(app, until_closed)
    finally:
        instance.close()


def run(app: App, session: Callable[[App], Coroutine[None, None, int]]) -> int:
    """Run ``session`` in the window's event loop, put everything away, and return the session's exit code."""
    errors, termination = UncaughtErrors(app.studio), Termination(app.window.close_for_good)
    errors.install()
    termination.install()
    try:
        with qasync.QEventLoop(app.qt) as loop:
            loop.set_exception_handler(errors.on_task_fault)
            code: int = FAILED
            try:
                code = loop.run_until_complete(session(app))
            finally:
                put_away(app, code)
    finally:
        termination.remove()
        errors.remove()
    return code


async def until_closed(app: App) -> int:
    """Wait until the person closes the window."""
    closed = asyncio.Event()
    app.window.closed.connect(closed.set)
    await closed.wait()
    return 0


def put_away(app: App, code: int) -> None:
    """End threads and close files; leaves the process with ``code`` when the worker does not end in 5 s.

    So it does, with FAILED, after a bug in that: threads that go on would crash the process and hide the bug.
    """
    app.window.hide()
    try:
        ended = app.studio.shutdown()
    except Exception:  # noqa: BLE001 - whatever it is, it is logged and the process goes
        _log.exception("not everything could be put away")
        logging.shutdown()
        os._exit(FAILED)
    if app.marker is not None:
        try:
            app.marker.end()
        except AppError as error:
            _log.warning("%s", error)
    if not ended:
        _log.error("the worker did not end in time")
        logging.shutdown()
        os._exit(code)  # everything that was finished is on disk; Qt would abort on a running QThread


class _QtMessages:
    """Sends Qt's messages to the log, and says in our words why Qt can't start. Any thread."""

    def __init__(self) -> None:
        self._refusal = ""

    def __call__(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        logging.getLogger(f"qt.{context.category or 'default'}").log(_QT_LEVELS[kind], "%s", text)
        if any(words in text for words in _REFUSALS):
            self._refusal = text
        if kind is QtMsgType.QtFatalMsg and "platform plugin" in text:
            code = self._explain(text)  # Qt would abort
            logging.shutdown()
            os._exit(code)

    def _explain(self, text: str) -> int:
        if self._refusal:
            print(f"Darkroom can't open its window: {self._refusal}", file=sys.stderr)  # noqa: T201
            return USAGE
        from installer import bootstrap

        code: int = bootstrap.explain_failed_start(RuntimeError(text))
        return code


def _unclean_end(last_run: LastRun) -> ErrorInfo:
    what = "crashed" if last_run.crashed else "was ended before it could put everything away"
    return ErrorInfo(
        "unclean_end",
        f"Darkroom {what} the last time.",
        "Your pictures are safe. You can look at what helps to find the fault; nothing is sent.",
    )


def _make_runner(
    paths: Paths, pictures: Path, models: Library, gallery: Gallery, marker: RunMarker
) -> Runner:
    """Runs in the worker's thread: the one place where the window's process imports torch."""
    from desktop.engine.start import start_engine

    try:
        marker.begin()
    except AppError as error:
        _log.warning("%s", error)
    for folder in (paths.config, paths.data, paths.cache, pictures):
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
        self._telling = False
        self._caught.connect(self._tell)

    def install(self) -> None:
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def on_task_fault(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """For asyncio's loop: what a task or a callback left uncaught."""
        error = context.get("exception")
        if isinstance(error, Exception):
            self._on_exception(type(error), error, error.__traceback__)
        else:
            _log.error("in the event loop: %s", context.get("message"))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        _log.error("not caught: %s", details)
        if self._telling:
            return  # the fault is in the telling, which would go round without an end
        info = ErrorInfo(
            "internal_error",
            f"Something went wrong inside Darkroom ({kind.__name__}).",
            "Your pictures are safe. Please report this with the details below.",
            details,
        )
        self._caught.emit(info)

    @Slot(object)
    def _tell(self, info: ErrorInfo) -> None:
        self._telling = True
        self._studio.notices.add(NoticeLevel.ERROR, info)
        self._telling = False
