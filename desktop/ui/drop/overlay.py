"""What lights up while something is dragged over the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.state.carried import Carried, Target, carried
from desktop.ui.fonts import SMALL_PX, interface_font
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens

_CARD_WIDTH, _CARD_HEIGHT, _GAP = 208, 128, 16
_CARDS_IN_A_ROW = 4
_ICON = 26
_SCRIM_ALPHA = 225
_ICONS = {
    Target.OPEN: "image",
    Target.LAYER: "image-plus",
    Target.MASK: "square-dashed",
    Target.SETTINGS: "sliders-horizontal",
    Target.PROMPT: "pen-tool",
    Target.MODEL: "box",
    Target.BATCH: "layers",
}


@dataclass(frozen=True, slots=True)
class _Card:
    target: Target
    place: QRectF


class DropOverlay(QWidget):
    """Covers ``window`` during a drag from outside, one card for each thing that can be done.

    The card below the cursor is lit, anywhere else the first one, which is the likeliest. It watches the
    window's drag events and is invisible to the mouse itself, so text can still be dropped into a field.
    """

    dropped = Signal(object, object)
    """Carried and Target."""

    def __init__(self, window: QWidget, canvas_is_empty: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._canvas_is_empty = canvas_is_empty
        self._carried = Carried()
        self._targets: tuple[Target, ...] = ()
        self._lit: Target | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @property
    def targets(self) -> tuple[Target, ...]:
        """What the cards offer, from left to right."""
        return self._targets

    @property
    def lit(self) -> Target | None:
        """What a drop would do now."""
        return self._lit

    def card(self, target: Target) -> QRectF:
        """Where a card is, in the window. KeyError for one that is not offered."""
        return {card.target: card.place for card in self._cards()}[target]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QDragEnterEvent():
                return self._enter(event)
            case QDragMoveEvent():
                self._light(event.position())
                event.acceptProposedAction()
                return True
            case QDropEvent():
                self._drop(event)
                return True
        if event.type() == QEvent.Type.DragLeave:
            self.hide()
            return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scrim = QColor(tokens.window)
        scrim.setAlpha(_SCRIM_ALPHA)
        painter.fillRect(self.rect(), scrim)
        if not self._targets:
            painter.setFont(interface_font(strong=True))
            painter.setPen(QColor(tokens.text))
            sentence = self.tr("Nothing is fetched from the web: save the picture first, then drop its file.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, sentence)
        for card in self._cards():
            lit = card.target is self._lit
            painter.setPen(QPen(QColor(tokens.accent if lit else tokens.border), 1.5 if lit else 1))
            painter.setBrush(QColor(tokens.accent_tint if lit else tokens.panel))
            painter.drawRoundedRect(card.place, 10, 10)
            self._paint_words(painter, card, lit)

    # Inside

    def _enter(self, event: QDragEnterEvent) -> bool:
        if event.source() is not None:
            return False  # a picture of the gallery, on its way out
        thing = carried(event.mimeData())
        targets = thing.targets(empty_canvas=self._canvas_is_empty())
        if not targets and not thing.only_links:
            return False
        self._carried, self._targets = thing, targets
        self.setGeometry(self._window.rect())
        self._light(event.position())
        self.show()
        self.raise_()
        event.acceptProposedAction()
        return True

    def _light(self, position: QPointF) -> None:
        under = (card.target for card in self._cards() if card.place.contains(position))
        lit = next(under, self._targets[0] if self._targets else None)
        if lit is not self._lit:
            self._lit = lit
            self.update()

    def _drop(self, event: QDropEvent) -> None:
        self._light(event.position())
        self.hide()
        event.acceptProposedAction()
        self.dropped.emit(self._carried, self._lit)

    def _cards(self) -> list[_Card]:
        """In the middle, in rows as even as can be: the narrowest window has room for four in each."""
        count = len(self._targets)
        width, height = self._window.width(), self._window.height()
        rows = -(-count // _CARDS_IN_A_ROW)
        cards = []
        for row in range(rows):
            targets = self._targets[row * count // rows : (row + 1) * count // rows]
            across = len(targets) * (_CARD_WIDTH + _GAP) - _GAP
            down = rows * (_CARD_HEIGHT + _GAP) - _GAP
            left, top = (width - across) / 2, (height - down) / 2 + row * (_CARD_HEIGHT + _GAP)
            for column, target in enumerate(targets):
                place = QRectF(left + column * (_CARD_WIDTH + _GAP), top, _CARD_WIDTH, _CARD_HEIGHT)
                cards.append(_Card(target, place))
        return cards

    def _paint_words(self, painter: QPainter, card: _Card, lit: bool) -> None:
        tokens = current_tokens()
        color = "accent_text" if lit else "text_readable"
        pixmap = icon_pixmap(_ICONS[card.target], color, _ICON, self.devicePixelRatioF())
        inner = card.place.adjusted(14, 20, -14, -12)
        painter.drawPixmap(QPointF(inner.center().x() - _ICON / 2, inner.top()), pixmap)
        title, sentence = self._words(card.target)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.setFont(interface_font(strong=True))
        painter.setPen(QColor(tokens.text))
        painter.drawText(inner.adjusted(0, _ICON + 12, 0, 0), middle, title)
        painter.setFont(interface_font(SMALL_PX))
        painter.setPen(QColor(tokens.text_readable))
        painter.drawText(inner.adjusted(0, _ICON + 36, 0, 0), middle, sentence)

    def _words(self, target: Target) -> tuple[str, str]:
        many = len(self._carried.paths) > 1
        return {
            Target.OPEN: (
                self.tr("Open the first one") if many else self.tr("Open on the canvas"),
                self.tr("To be edited; settings that it holds are offered."),
            ),
            Target.LAYER: (
                self.tr("Add as a layer"),
                self.tr("It lies over what is on the canvas now."),
            ),
            Target.MASK: (
                self.tr("Use as the selection"),
                self.tr("What is bright in it is selected."),
            ),
            Target.SETTINGS: (
                self.tr("Use its settings"),
                self.tr("Take them into the prompt dock at once."),
            ),
            Target.PROMPT: (
                self.tr("Add to the prompt"),
                self.tr("The text comes after the words that are there."),
            ),
            Target.MODEL: (
                self.tr("Add models"),
                self.tr("Used where they lie; nothing is copied."),
            ),
            Target.BATCH: (
                self.tr("Process as a batch"),
                self.tr("A job for each picture, with its own settings."),
            ),
        }[target]
