"""Icons: SVG files drawn in the colours of the theme, when and at the resolution they are needed."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from desktop.core import paths
from desktop.ui.theme import current_tokens
from desktop.ui.tokens import Tokens

_TOKEN_NAMES = frozenset(field.name for field in fields(Tokens))


def icon(name: str, color: str | None = None) -> QIcon:
    """The icon ``icons/lucide/NAME.svg`` in the token ``color`` of the theme at the time of painting.

    Without ``color`` it is readable grey, accent when checked, and dim when disabled. The file is read at the
    first paint; a name that does not exist raises FileNotFoundError there. ValueError for an unknown token.
    """
    if color is not None and color not in _TOKEN_NAMES:
        raise ValueError(f"{color!r} is not a colour token")
    return QIcon(_SvgEngine(f"lucide/{name}", color))


def brand_icon() -> QIcon:
    """The aperture in the accent colour, for the menu bar and the about dialog."""
    return QIcon(_SvgEngine("aperture", "accent"))


def application_icon() -> QIcon:
    """The program's own icon in all its sizes, for windows and the task bar."""
    result = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        result.addFile(str(paths.resources() / "icons" / f"darkroom-{side}.png"), QSize(side, side))
    return result


def icon_pixmap(name: str, color: str, side: int, device_pixel_ratio: float) -> QPixmap:
    """A square pixmap of ``side`` logical pixels in the token ``color``, for painting code."""
    return _pixmap(f"lucide/{name}", getattr(current_tokens(), color), side, device_pixel_ratio)


class _SvgEngine(QIconEngine):
    """Square, at the left of what is wider: a button's words then stand that far from its icon."""

    def __init__(self, file: str, color: str | None) -> None:
        super().__init__()
        self._file = file
        self._color = color

    def clone(self) -> QIconEngine:
        return _SvgEngine(self._file, self._color)

    def key(self) -> str:
        return "darkroom-svg"

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        pixmap = _pixmap(self._file, self._rgb(mode, state), side, ratio)
        painter.drawPixmap(rect.x(), rect.y() + (rect.height() - side) // 2, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        side = min(size.width(), size.height())
        square = _pixmap(self._file, self._rgb(mode, state), side, scale)
        if side <= 0 or size.width() <= side:
            return square
        whole = QPixmap(round(size.width() * scale), round(side * scale))
        whole.setDevicePixelRatio(scale)
        whole.fill(Qt.GlobalColor.transparent)
        painter = QPainter(whole)
        painter.drawPixmap(0, 0, square)
        painter.end()
        return whole

    def _rgb(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        tokens = current_tokens()
        if mode == QIcon.Mode.Disabled:
            return tokens.text_disabled
        if self._color is not None:
            return str(getattr(tokens, self._color))
        if state == QIcon.State.On:
            return tokens.accent_text
        return tokens.text if mode == QIcon.Mode.Active else tokens.text_readable


def _pixmap(file: str, rgb: str, side: int, ratio: float) -> QPixmap:
    pixels = max(1, round(side * ratio))
    key = f"darkroom:{file}:{rgb}:{pixels}:{ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    path = paths.resources() / "icons" / f"{file}.svg"
    svg = path.read_bytes().replace(b"currentColor", QColor(rgb).name().encode())
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap
