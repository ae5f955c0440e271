"""Which pictures of the gallery a document came from."""

from __future__ import annotations

from desktop.core.document.document import Document
from desktop.core.document.layers import LayerId, walk


class Lineage:
    """Knows layers by their ids, so that undo and redo need nothing here. GUI thread."""

    def __init__(self) -> None:
        self._pictures: dict[LayerId, int] = {}

    def remember(self, layer_id: LayerId, picture_id: int) -> None:
        """The layer holds this picture of the gallery."""
        self._pictures[layer_id] = picture_id

    def of(self, document: Document) -> dict[LayerId, int]:
        """The gallery's ids of the pictures that are known, by layer, lowest first."""
        layers = (layer.id for layer in walk(document.layers))
        return {key: self._pictures[key] for key in layers if key in self._pictures}

    def parent_of(self, document: Document) -> int | None:
        """The gallery's id of the picture that came into the document last; None when none did."""
        return next(reversed(self.of(document).values()), None)
