"""The LoRAs and textual inversions that were found, as rows: those that fit the model come first."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot

from desktop.core.models import ModelInfo
from desktop.state.adapters_state import AdaptersState


class LoraRole(IntEnum):
    """What a row holds beside DisplayRole (title)."""

    INFO = Qt.ItemDataRole.UserRole
    """ModelInfo."""
    USED = Qt.ItemDataRole.UserRole + 1
    """Whether the next picture is drawn with it."""
    OBSTACLE = Qt.ItemDataRole.UserRole + 2
    """ErrorInfo: why it can't be used with the chosen model; else None."""


class LoraList(QAbstractListModel):
    """GUI thread."""

    count_changed = Signal()
    """How many there are, or how many of them match."""

    def __init__(self, adapters: AdaptersState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._adapters = adapters
        self._search = ""
        self._rows: tuple[ModelInfo, ...] = ()
        adapters.changed.connect(self._rebuild)
        self._rebuild()

    @property
    def total(self) -> int:
        """All, found by the search or not."""
        return len(self._adapters.found)

    def set_search(self, text: str) -> None:
        """Show those whose title, name, family or trigger words have all words of ``text``."""
        self._search = text
        self._rebuild()

    def index_of(self, name: str) -> QModelIndex:
        """The row of a file; an invalid index when it is not shown."""
        return self.index(next((row for row, info in enumerate(self._rows) if info.name == name), -1))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid():
            return None
        info = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return info.title
            case LoraRole.INFO:
                return info
            case LoraRole.USED:
                return self._adapters.use(info.name) is not None
            case LoraRole.OBSTACLE:
                return self._adapters.obstacle(info)
        return None

    @Slot()
    def _rebuild(self) -> None:
        words = self._search.casefold().split()
        found = [info for info in self._adapters.found if all(word in _searched(info) for word in words)]
        rows = tuple(sorted(found, key=lambda info: self._adapters.obstacle(info) is not None))
        if rows == self._rows:
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        self.count_changed.emit()


def _searched(info: ModelInfo) -> str:
    return "\n".join((info.title, info.name, info.shown_family, *info.trigger_words)).casefold()
