"""The conversion of a legacy model file, as the window knows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core import conversion, legacy
from desktop.core.conversion import Converted, Report
from desktop.core.errors import AppError, ErrorInfo, JobCancelled
from desktop.core.jobs import CancelToken
from desktop.core.legacy import Consents, Plan
from desktop.core.library import Library
from desktop.core.paths import Paths
from desktop.state.background import Background

T = TypeVar("T")
Convert = Callable[[Plan, CancelToken, Callable[[Report], None]], Converted]


class Conversion(QObject):
    """One file at a time: looked at, agreed to, converted in a process of its own. GUI thread."""

    planned = Signal(object)
    """Plan of the file that was asked about last."""
    progressed = Signal(object)
    """Report of the process; the first one comes at once."""
    finished = Signal(object)
    """Converted: the new file is on the disk."""
    refused = Signal(object)
    """ErrorInfo: the file can't be converted, or its conversion failed."""
    cancelled = Signal()
    _told = Signal(object)

    def __init__(
        self,
        library: Library,
        paths: Paths,
        parent: QObject | None = None,
        *,
        convert: Convert = conversion.convert,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._own = paths.models
        self._consents = Consents(paths.consents)
        self._convert = convert
        self._token: CancelToken | None = None
        self._background = Background("conversion", self)
        self._told.connect(self._on_told)

    @property
    def is_running(self) -> bool:
        """Whether a process reads a file now."""
        return self._token is not None

    def look_at(self, source: Path) -> None:
        """See what a conversion would do; ``planned`` or ``refused`` follows."""
        roots, own, consents = self._library.folders, self._own, self._consents

        def look() -> Plan | ErrorInfo:
            return _caught(lambda: legacy.plan(source, roots, own, consents))

        self._background.run(look, self._on_planned, replaces="plan")

    def start(self, plan: Plan) -> None:
        """Convert: a person agreed to it, which is remembered. Nothing happens while one is converted."""
        if self._token is not None:
            return
        token = self._token = CancelToken()
        self._background.run(lambda: _caught(lambda: self._work(plan, token)), partial(self._on_ended, token))
        self.progressed.emit(Report())

    def cancel(self) -> None:
        """End the process; ``cancelled`` follows, unless it was done by then."""
        if self._token is not None:
            self._token.cancel()

    def close(self) -> None:
        """End the process and wait for that: nothing of an unfinished file is left."""
        self.cancel()
        self._background.close(finish=False)

    def _work(self, plan: Plan, token: CancelToken) -> Converted | None:
        """In its thread. None when it was cancelled."""
        try:
            if not plan.agreed:
                self._consents.give(plan.source)
            return self._convert(plan, token, self._told.emit)
        except JobCancelled:
            return None

    @Slot(object)
    def _on_told(self, report: Report) -> None:
        if self._token is not None:
            self.progressed.emit(report)

    def _on_planned(self, result: Plan | ErrorInfo) -> None:
        (self.refused if isinstance(result, ErrorInfo) else self.planned).emit(result)

    def _on_ended(self, token: CancelToken, result: Converted | ErrorInfo | None) -> None:
        self._token = None
        if result is None:
            self.cancelled.emit()
        elif isinstance(result, ErrorInfo):
            self.refused.emit(result)
        else:
            self.finished.emit(result)


def _caught(work: Callable[[], T]) -> T | ErrorInfo:
    """The result, or what to tell of the failure."""
    try:
        return work()
    except AppError as error:
        return error.info
    except OSError as error:
        return ErrorInfo(
            "not_readable",
            f"The file can't be read: {error.strerror or error}.",
            "Check that it is there and that you may read it.",
            str(error),
        )
