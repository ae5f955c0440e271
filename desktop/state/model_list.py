"""The installed models as rows: searched, favourites first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage

from desktop.core.identify.identified import Kind
from desktop.core.licences import Terms
from desktop.core.models import ModelInfo
from desktop.core.settings import Settings
from desktop.state.library_list import LibraryList
from desktop.state.model_filter import Choices, ModelFilter
from desktop.state.model_pictures import ModelPictures
from desktop.state.preferences import Preferences
from desktop.state.prompt_state import PromptState
from desktop.state.sidecar_pictures import SidecarPictures


class ModelRole(IntEnum):
    """What a row holds beside DisplayRole (title) and DecorationRole (QImage or None)."""

    INFO = Qt.ItemDataRole.UserRole
    """ModelInfo."""
    FAVOURITE = Qt.ItemDataRole.UserRole + 1
    CHOSEN = Qt.ItemDataRole.UserRole + 2
    """Whether pictures are made with it now."""
    MAKING = Qt.ItemDataRole.UserRole + 3
    """Whether its card's picture is being made."""


class ModelList(QAbstractListModel):
    """GUI thread. Usable models come before those with a problem, favourites before the others."""

    count_changed = Signal()
    """How many models there are, or how many of them match."""

    def __init__(
        self,
        library: LibraryList,
        preferences: Preferences,
        prompt: PromptState,
        pictures: ModelPictures,
        sidecars: SidecarPictures,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._preferences = preferences
        self._prompt = prompt
        self._pictures = pictures
        self._sidecars = sidecars
        self._search = ""
        self._filter = ModelFilter()
        self._choices = Choices()
        self._texts: tuple[tuple[ModelInfo, str], ...] = ()
        self._favourites: tuple[str, ...] = preferences.current.favourite_models
        self._rows: tuple[ModelInfo, ...] = ()
        library.changed.connect(self._take)
        preferences.changed.connect(self._on_settings_changed)
        prompt.changed.connect(self._on_prompt_changed)
        pictures.changed.connect(self._on_picture_changed)
        sidecars.ready.connect(self._on_sidecars_ready)

    @property
    def total(self) -> int:
        """All files of the chosen kind, found by the search or not."""
        return sum(self.kind in (None, info.kind) for info in self._library.everything)

    @property
    def kind(self) -> Kind | None:
        """What is shown; None for everything."""
        return self._filter.kind

    @property
    def filter(self) -> ModelFilter:
        return self._filter

    @property
    def choices(self) -> Choices:
        """What files of the chosen kind can be narrowed down to."""
        return self._choices

    @property
    def kinds(self) -> tuple[tuple[Kind, int], ...]:
        """The kinds that were found and how many of each, in the order of Kind."""
        counts = Counter(info.kind for info in self._library.everything)
        return tuple((kind, counts[kind]) for kind in Kind if counts[kind])

    def set_kind(self, kind: Kind | None) -> None:
        """Show files of this kind, whatever else they are; None for all."""
        if kind != self.kind:
            self._filter = ModelFilter(kind)
            self._take_choices()
            self._rebuild()

    def narrow(
        self, *, family: str | None = None, terms: Terms | None = None, folder: Path | None = None
    ) -> None:
        """Show only files of the kind that are all of this."""
        self._filter = replace(self._filter, family=family, terms=terms, folder=folder)
        self._rebuild()

    def set_search(self, text: str) -> None:
        """Show those whose title, name, family, licence or hash has all words of ``text``."""
        self._search = text
        self._rebuild()

    def index_of(self, name: str) -> QModelIndex:
        """The row of a model; an invalid index when it is not shown."""
        rows = (row for row, info in enumerate(self._rows) if info.name == name)
        return self.index(next(rows, -1))

    def toggle_favourite(self, name: str) -> None:
        """Make a model come first, or no longer; remembered."""
        others = tuple(other for other in self._favourites if other != name)
        added = () if name in self._favourites else (name,)
        self._preferences.update(favourite_models=(*others, *added))

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
            case Qt.ItemDataRole.DecorationRole:
                return self._picture(info)
            case ModelRole.INFO:
                return info
            case ModelRole.FAVOURITE:
                return info.name in self._favourites
            case ModelRole.CHOSEN:
                return info.name == self._prompt.model
            case ModelRole.MAKING:
                return self._pictures.is_making(info.name)
        return None

    def _picture(self, info: ModelInfo) -> QImage | None:
        """The one that the model itself drew for its card, else the one beside its file."""
        if (drawn := self._pictures.image(info.name)) is not None or info.preview is None:
            return drawn
        return self._sidecars.image(info.preview)

    @Slot()
    def _on_sidecars_ready(self) -> None:
        if self._rows:  # the view asks only for the rows in sight
            last = self.index(len(self._rows) - 1)
            self.dataChanged.emit(self.index(0), last, [Qt.ItemDataRole.DecorationRole])

    @Slot()
    def _take(self) -> None:
        self._sidecars.renew()
        self._texts = tuple((info, _searched(info)) for info in self._library.everything)
        if self.kind is not None and not self.total:
            self._filter = ModelFilter()
        self._take_choices()
        self._rebuild()

    def _take_choices(self) -> None:
        """Also gives up what there is no longer."""
        found = self._choices = Choices.of(
            info for info in self._library.everything if self.kind in (None, info.kind)
        )
        chosen = self._filter
        self._filter = replace(
            chosen,
            family=chosen.family if chosen.family in dict(found.families) else None,
            terms=chosen.terms if chosen.terms in dict(found.terms) else None,
            folder=chosen.folder if chosen.folder in dict(found.folders) else None,
        )

    def _rebuild(self) -> None:
        words = self._search.casefold().split()
        found = [
            info
            for info, text in self._texts
            if self._filter.matches(info) and all(word in text for word in words)
        ]
        self.beginResetModel()
        self._rows = tuple(
            sorted(found, key=lambda info: (info.problem is not None, info.name not in self._favourites))
        )
        self.endResetModel()
        self.count_changed.emit()

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        if settings.favourite_models != self._favourites:
            self._favourites = settings.favourite_models
            self._rebuild()

    @Slot(str)
    def _on_prompt_changed(self, name: str) -> None:
        if name == "model" and self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [ModelRole.CHOSEN])

    @Slot(str)
    def _on_picture_changed(self, name: str) -> None:
        if (index := self.index_of(name)).isValid():
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole, ModelRole.MAKING])


def _searched(info: ModelInfo) -> str:
    words = (info.title, info.name, info.shown_family, info.license, info.kind, info.sha256, info.autov3)
    return "\n".join(words).casefold()
