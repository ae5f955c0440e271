"""What the person should read: failures, warnings, small print."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import ErrorInfo

HISTORY = 200


class NoticeLevel(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class NoticeItem:
    level: NoticeLevel
    info: ErrorInfo
    action: str = ""
    """The id of an action that helps, to be offered beside it; empty for none."""


class Notices(QObject):
    """The last notices, oldest first. GUI thread only."""

    added = Signal(object)
    """The NoticeItem that came last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: deque[NoticeItem] = deque(maxlen=HISTORY)

    @property
    def history(self) -> tuple[NoticeItem, ...]:
        return tuple(self._history)

    def add(self, level: NoticeLevel, info: ErrorInfo, action: str = "") -> None:
        item = NoticeItem(level, info, action)
        self._history.append(item)
        self.added.emit(item)
