"""Where chips float."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.chip import Chip

_MARGIN = 12
_GAP = 8


class Overlay:
    """Keeps chips at the edges of ``host``; one in the middle makes room for those in the corners."""

    def __init__(self, host: QWidget) -> None:
        self._host = host
        self._chips: list[tuple[Chip, Qt.AlignmentFlag]] = []

    def add(self, chip: Chip, edge: Qt.AlignmentFlag) -> None:
        """``edge`` is AlignTop or AlignBottom, with AlignLeft, AlignHCenter or AlignRight."""
        chip.setParent(self._host)
        self._chips.append((chip, edge))
        self.arrange()

    def arrange(self) -> None:
        """Place the chips that are not hidden. Call it when the host or a chip changed its size."""
        area = self._host.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        placed: list[QRect] = []
        in_the_middle_last = sorted(
            self._chips, key=lambda item: bool(item[1] & Qt.AlignmentFlag.AlignHCenter)
        )
        for chip, edge in in_the_middle_last:
            if chip.isHidden():
                continue
            chip.fit(area.width())
            place = QRect(
                area.topLeft(), chip.sizeHint().boundedTo(area.size()).expandedTo(chip.minimumSize())
            )
            if edge & Qt.AlignmentFlag.AlignRight:
                place.moveRight(area.right())
            elif edge & Qt.AlignmentFlag.AlignHCenter:
                place.moveLeft(area.center().x() - place.width() // 2)
            at_bottom = bool(edge & Qt.AlignmentFlag.AlignBottom)
            if at_bottom:
                place.moveBottom(area.bottom())
            while any(place.adjusted(-_GAP, 0, _GAP, 0).intersects(other) for other in placed):
                place.translate(0, -(place.height() + _GAP) if at_bottom else place.height() + _GAP)
            chip.setGeometry(place)
            chip.raise_()
            placed.append(place)
