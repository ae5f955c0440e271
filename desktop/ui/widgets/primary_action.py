"""The one primary action of a panel, and what it will cost."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.fonts import interface_font
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import current_tokens

_HEIGHT = 40
_ICON = 17
_GAP = 8


class PrimaryButton(QAbstractButton):
    """A wide button in the accent colour that says in words what will happen, and its shortcut."""

    def __init__(self, icon_name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._hint = ""
        self.setText(text)
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_shortcut_hint(self, sequence: QKeySequence) -> None:
        """Show which keys do the same. The keys themselves belong to the window's action."""
        text = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        self._hint = text.replace("Return", "↵").replace("Enter", "↵")
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(interface_font(14, strong=True)).horizontalAdvance(self.text())
        return QSize(width + _ICON + 110, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        fill, ink = tokens.accent, "on_accent"
        if not self.isEnabled():
            fill, ink = tokens.selection, "text_disabled"
        elif self.isDown():
            fill = tokens.accent_pressed
        elif self.underMouse():
            fill = tokens.accent_hover
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(getattr(tokens, ink)), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)
        strong, small = interface_font(14, strong=True), interface_font(11)
        hint_width = QFontMetrics(small).horizontalAdvance(self._hint) + _GAP if self._hint else 0
        room = self.width() - 2 * 12 - _ICON - _GAP - hint_width
        text = QFontMetrics(strong).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        text_width = QFontMetrics(strong).horizontalAdvance(text)
        left = (self.width() - (_ICON + _GAP + text_width + hint_width)) // 2
        pixmap = icon_pixmap(self._icon_name, ink, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(left, (_HEIGHT - _ICON) // 2, pixmap)
        left += _ICON + _GAP
        painter.setPen(QColor(getattr(tokens, ink)))
        painter.setFont(strong)
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 0, text_width + 2, _HEIGHT), vertical, text)
        painter.setFont(small)
        painter.drawText(QRectF(left + text_width + _GAP, 0, hint_width, _HEIGHT), vertical, self._hint)


class PrimaryAction(QWidget):
    """A PrimaryButton with a forecast under it: "about 6 s · 1.1 GB"."""

    triggered = Signal()

    def __init__(self, icon_name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = PrimaryButton(icon_name, text)
        self._forecast = QLabel()
        self._forecast.setTextFormat(Qt.TextFormat.PlainText)
        self._forecast.setProperty("kind", "readable")
        self._forecast.setWordWrap(True)
        self._forecast.setMinimumHeight(18)
        self._row = QHBoxLayout()
        self._row.setSpacing(2)
        self._row.addWidget(self.button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._row)
        self._below = QHBoxLayout()
        self._below.addWidget(self._forecast, 1)
        column.addLayout(self._below)
        self.setFocusProxy(self.button)
        self.button.clicked.connect(self.triggered)

    def add_beside(self, widget: QWidget) -> None:
        """Put ``widget`` to the right of the button."""
        self._row.addWidget(widget)

    def add_below(self, widget: QWidget) -> None:
        """Put ``widget`` to the right of the forecast."""
        self._below.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def set_text(self, text: str) -> None:
        """What will happen, in words."""
        self.button.setText(text)
        self.button.update()

    def set_forecast(self, text: str) -> None:
        """What it will take; an empty text leaves the line free."""
        self._forecast.setText(text)
        self.button.setAccessibleDescription(text)
