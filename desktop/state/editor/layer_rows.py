"""The layers as a list to show: the topmost first, groups folded or not, the selection above them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QImage

from desktop.core.document.edits import siblings
from desktop.core.document.layers import GroupLayer, Layer, LayerId, MaskLayer, PixelLayer, walk
from desktop.state.editor.document_state import DocumentChange, DocumentState
from desktop.state.editor.layer_thumbnails import LayerThumbnails

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SELECTION = LayerId("selection")


class LayerRole(IntEnum):
    """Beside Qt's DisplayRole (the name), EditRole and DecorationRole (a QImage or None)."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """LayerRow."""
    SOFT = Qt.ItemDataRole.UserRole + 2
    """Whether it is a mask, or the selection, with soft edges (bool)."""


@dataclass(frozen=True, slots=True)
class LayerRow:
    """``layer`` is None for the selection. ``depth`` counts the groups around it."""

    layer: Layer | None
    depth: int = 0
    folded: bool = False
    """Of a group: what is in it is not listed."""
    dimmed: bool = False
    """A group around it is hidden."""


class LayerRows(QAbstractListModel):
    """Follows the document; rows that stay the same keep their place. GUI thread."""

    renamed = Signal(str, str)
    """The id of a layer, and the name that the person gave it."""

    def __init__(
        self, document: DocumentState, thumbnails: LayerThumbnails, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._thumbnails = thumbnails
        self._folded: set[LayerId] = set()
        self._rows: list[LayerRow] = []
        self.following = False
        """Rows come and go with the document: what a view makes current then is nobody's choice."""
        document.changed.connect(self._on_changed)
        thumbnails.made.connect(self._on_thumbnail)
        self._follow()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def row(self, place: int) -> LayerRow:
        return self._rows[place]

    def place_of(self, layer_id: LayerId | None) -> int | None:
        """Where a layer stands; None when it is not listed."""
        rows = enumerate(self._rows)
        return next((n for n, row in rows if row.layer is not None and row.layer.id == layer_id), None)

    @property
    def top(self) -> LayerId | None:
        """The topmost layer."""
        layers = self._document.document.layers
        return layers[-1].id if layers else None

    def around(self, layer_id: LayerId) -> tuple[LayerId | None, LayerId | None]:
        """The group that a layer is in, and the layer right below it there; None without one."""
        group, beside = siblings(self._document.document, layer_id)
        place = next(place for place, layer in enumerate(beside) if layer.id == layer_id)
        return None if group is None else group.id, beside[place - 1].id if place else None

    def is_around(self, outer: LayerId, layer_id: LayerId | None) -> bool:
        """Whether a layer lies in ``outer``, however deep, or is it."""
        layer = self._document.document.find(outer)
        return layer is not None and any(inner.id == layer_id for inner in walk((layer,)))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case LayerRole.ROW:
                return row
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self.tr("Selection") if row.layer is None else row.layer.name
            case LayerRole.SOFT:
                return self._thumbnails.is_soft(_SELECTION if row.layer is None else row.layer.id)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._described(row)
            case Qt.ItemDataRole.DecorationRole:
                return self.picture(row)
            case _:
                return None

    def picture(self, row: LayerRow) -> QImage | None:
        """The thumbnail; the one before while another is made. None for groups."""
        document = self._document.document
        match row.layer:
            case None:
                selection = MaskLayer(id=_SELECTION, name="", plane=document.selection)
                return self._thumbnails.image(selection, document.rect)
            case PixelLayer() | MaskLayer():
                return self._thumbnails.image(row.layer, document.rect)
            case _:
                return None

    def _described(self, row: LayerRow) -> str:
        """What a row's icons say, for those who don't see them."""
        if row.layer is None:
            return ""
        words = []
        if isinstance(row.layer, GroupLayer):
            words.append(self.tr("folded group") if row.folded else self.tr("group"))
        if isinstance(row.layer, MaskLayer):
            words.append(self.tr("mask"))
        if not row.layer.visible:
            words.append(self.tr("hidden"))
        if row.layer.locked:
            words.append(self.tr("locked"))
        return ", ".join(words)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a new name: whoever hears ``renamed`` gives it."""
        row = self._rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or row.layer is None or not str(value).strip():
            return False
        self.renamed.emit(row.layer.id, str(value).strip())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self._rows[index.row()].layer is None else flags | Qt.ItemFlag.ItemIsEditable

    def toggle_folded(self, group: LayerId) -> None:
        """List what is in a group, or no longer."""
        self._folded ^= {group}
        self._follow()

    def unfold_to(self, layer_id: LayerId) -> None:
        """Unfold the groups around a layer."""
        around = _groups_around(self._document.document.layers, layer_id)
        if self._folded & around:
            self._folded -= around
            self._follow()

    @Slot(object)
    def _on_changed(self, change: DocumentChange) -> None:
        if change.layers or not change.selection.empty or change.resized:
            self._follow()

    @Slot(str)
    def _on_thumbnail(self, layer_id: str) -> None:
        for place, row in enumerate(self._rows):
            if layer_id == (_SELECTION if row.layer is None else row.layer.id):
                index = self.index(place)
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def _follow(self) -> None:
        self.following = True
        self._take_rows()
        self.following = False

    def _take_rows(self) -> None:
        """Take the document's rows; only those between the first and the last that differ are touched."""
        document = self._document.document
        rows = [LayerRow(None)] if document.has_selection else []
        rows.extend(_listed(document.layers, self._folded))
        self._thumbnails.keep_only({_SELECTION, *(layer.id for layer in walk(document.layers))})
        before, ids, old_ids = self._rows, [_id(row) for row in rows], [_id(row) for row in self._rows]
        start = _common(ids, old_ids)
        end = _common(ids[start:][::-1], old_ids[start:][::-1])
        if (stop := len(old_ids) - end) > start:
            self.beginRemoveRows(_ROOT, start, stop - 1)
            self._rows = before[:start] + before[stop:]
            self.endRemoveRows()
        if (stop := len(ids) - end) > start:
            self.beginInsertRows(_ROOT, start, stop - 1)
            self._rows = self._rows[:start] + rows[start:stop] + self._rows[start:]
            self.endInsertRows()
        old, self._rows = self._rows, rows
        for place, (one, other) in enumerate(zip(old, rows, strict=True)):
            if one != other or other.layer is None:
                self.dataChanged.emit(self.index(place), self.index(place))


def _listed(
    layers: tuple[Layer, ...], folded: set[LayerId], depth: int = 0, dimmed: bool = False
) -> Iterator[LayerRow]:
    for layer in reversed(layers):
        if isinstance(layer, GroupLayer):
            yield LayerRow(layer, depth, layer.id in folded, dimmed)
            if layer.id not in folded:
                yield from _listed(layer.children, folded, depth + 1, dimmed or not layer.visible)
        else:
            yield LayerRow(layer, depth, dimmed=dimmed)


def _groups_around(layers: tuple[Layer, ...], layer_id: LayerId) -> set[LayerId]:
    for layer in layers:
        if isinstance(layer, GroupLayer):
            if any(child.id == layer_id for child in layer.children):
                return {layer.id}
            if found := _groups_around(layer.children, layer_id):
                return {layer.id, *found}
    return set()


def _id(row: LayerRow) -> tuple[str, int]:
    """What makes it the same row: a layer that moves into a group is another one."""
    return _SELECTION if row.layer is None else row.layer.id, row.depth


def _common(one: list[tuple[str, int]], other: list[tuple[str, int]]) -> int:
    """How many of the first items are equal."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
