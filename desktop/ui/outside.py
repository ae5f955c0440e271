"""What is to be seen of the work while the window is not looked at: title, task bar, notifications."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from desktop.state.activity import Progress
from desktop.state.job_board import JobRecord, JobStatus
from desktop.state.studio import Studio

if TYPE_CHECKING:
    from desktop.ui.taskbar import Taskbar

Notify = Callable[[str, str], None]


class Outside(QObject):
    """GUI thread. The task bar is looked for when there is progress to show for the first time."""

    def __init__(self, studio: Studio, window: QMainWindow, notify: Notify | None = None) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._notify = notify or self._notify_desktop
        self._title = ""
        self._modified = False
        self._taskbar: Taskbar | None = None
        self._taskbar_sought = False
        studio.activity.progress_changed.connect(self._show_progress)
        studio.activity.long_job_ended.connect(self._tell)
        self._show_title()

    def set_title(self, document: str, *, modified: bool = False) -> None:
        """Name what the canvas shows; empty for nothing. ``modified`` marks work that no file holds."""
        self._title, self._modified = document, modified
        self._show_title()

    def calm(self) -> None:
        """The window is looked at: a failure needs no more attention."""
        if self._taskbar is not None and self._studio.activity.progress.fraction is None:
            self._taskbar.show(Progress())

    @Slot(object)
    def _show_progress(self, progress: Progress) -> None:
        self._show_title()
        if not self._taskbar_sought:
            from desktop.ui.taskbar import make_taskbar  # it loads D-Bus, or COM

            self._taskbar_sought = True
            self._taskbar = make_taskbar(int(self._window.winId()))
        if self._taskbar is not None:
            failed = progress.failed and not self._window.isActiveWindow()
            self._taskbar.show(Progress(progress.fraction, failed))

    def _show_title(self) -> None:
        fraction, mark = self._studio.activity.progress.fraction, "[*]" if self._modified else ""
        if not self._modified:
            self._window.setWindowModified(False)  # which needs its place in the title while it is set
        if fraction is not None:
            percent = round(100 * fraction)
            self._window.setWindowTitle(self.tr("{percent} % - Darkroom").format(percent=percent) + mark)
        else:
            title = self._title.replace("[*]", "[*][*]") + mark  # doubled, it is text
            self._window.setWindowTitle(f"{title} - Darkroom" if title else "Darkroom")
        self._window.setWindowModified(self._modified)

    @Slot(object)
    def _tell(self, record: JobRecord) -> None:
        if self._window.isActiveWindow() or not self._studio.preferences.current.notifications:
            return
        if record.status is JobStatus.FINISHED:
            title = self.tr("Your pictures are ready")
            text = self.tr("Pictures that were made: {count}.").format(count=len(record.saved))
        else:
            title = self.tr("A job failed")
            text = record.error.message if record.error is not None else ""
        self._notify(title, text)

    def _notify_desktop(self, title: str, text: str) -> None:
        from desktop.ui.desktop_notice import notify

        notify(title, text, self._window.windowIcon(), self._window)
