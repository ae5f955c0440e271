"""Turning the picture by some degrees, seen while it turns."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.state.editor.editor import Editor
from desktop.ui.dialogs.canvas_dialog import CanvasDialog
from desktop.ui.dialogs.preview_pane import PreviewPane
from desktop.ui.theme import current_tokens
from desktop.ui.widgets.slider_field import SliderField

_PREVIEW = QSize(460, 320)
_LIMIT = 45.0
_LINES = 12


class StraightenDialog(CanvasDialog):
    """A grid helps to find the horizon."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(
            _tr("Straighten"),
            _tr("Turn the picture until what should be level lies along the lines."),
            _tr("Straighten"),
            _tr("Turn the picture and all its layers"),
            parent,
        )
        self._editor = editor
        document = editor.document.document
        self._preview = _Preview(document.size.width / document.size.height)
        self.angle = SliderField(
            self.tr("Degrees"),
            -_LIMIT,
            _LIMIT,
            default=0.0,
            step=0.1,
            decimals=1,
            unit="°",
            tooltip=self.tr("With the clock; less than 0 turns against it"),
        )
        self.crop = QCheckBox(self.tr("Cut off the empty corners"))
        self.crop.setChecked(True)
        self.crop.setToolTip(self.tr("Without this, the canvas grows until all of the picture fits"))
        self.body.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.angle)
        self.body.addWidget(self.crop)
        self.angle.value_changed.connect(self._show)
        self.crop.toggled.connect(self._show)
        editor.thumbnails.pictured.connect(self._preview.set_image)
        editor.thumbnails.make_picture(document, 2 * _PREVIEW.width())
        self._show()

    @Slot()
    def accept(self) -> None:
        self._editor.canvas_edits.straighten(float(self.angle.value), crop=self.crop.isChecked())
        super().accept()

    @Slot()
    def _show(self) -> None:
        degrees = float(self.angle.value)
        self._preview.turn(degrees, crop=self.crop.isChecked())
        self.act.setEnabled(degrees != 0)
        if degrees == 0:
            self.tell(self.tr("Drag the slider, or click its value and type."))
        elif self.crop.isChecked():
            self.tell(self.tr("The canvas becomes smaller: the frame shows what stays."))
        else:
            self.tell(self.tr("The canvas becomes larger; its corners are transparent."))


class _Preview(PreviewPane):
    """A small copy, turned; what is cut off lies in shade."""

    def __init__(self, aspect: float) -> None:
        super().__init__(_PREVIEW)
        self._aspect = aspect
        self._degrees = 0.0
        self._crop = True

    def turn(self, degrees: float, *, crop: bool) -> None:
        self._degrees, self._crop = degrees, crop
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = self.begin_painting()
        width, height = self._aspect, 1.0
        cosine = math.cos(math.radians(self._degrees))
        sine = abs(math.sin(math.radians(self._degrees)))
        across, down = width * cosine + height * sine, width * sine + height * cosine
        scale = min((self.width() - 24) / across, (self.height() - 24) / down)
        picture = _centred(width * scale, height * scale)
        part = min(width / across, height / down)
        frame = _centred(width * part * scale, height * part * scale)
        if not self._crop:
            frame = _centred(across * scale, down * scale)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.save()
        painter.rotate(self._degrees)
        if self.image.isNull():
            painter.fillRect(picture, QColor(tokens.track))
        else:
            painter.drawImage(picture, self.image)
        painter.restore()
        if self._crop:
            shade = QPainterPath()
            shade.addRect(_centred(self.width(), self.height()))
            hole = QPainterPath()
            hole.addRect(frame)
            painter.fillPath(shade.subtracted(hole), QColor(0, 0, 0, 120))
        painter.setPen(QPen(QColor(255, 255, 255, 70), 1))
        for number in range(1, _LINES):
            y = frame.top() + frame.height() * number / _LINES
            x = frame.left() + frame.width() * number / _LINES
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 1.5))
        painter.drawRect(frame)


def _centred(width: float, height: float) -> QRectF:
    return QRectF(-width / 2, -height / 2, width, height)


def _tr(text: str) -> str:
    return QCoreApplication.translate("StraightenDialog", text)
