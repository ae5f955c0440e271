"""Cutting the canvas or giving it room, on any side."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop.core.document.document import MAX_DOCUMENT_SIDE
from desktop.core.geometry import Point, Rect, Size
from desktop.state.editor.editor import Editor
from desktop.ui.dialogs.canvas_dialog import CanvasDialog
from desktop.ui.dialogs.preview_pane import PreviewPane
from desktop.ui.theme import current_tokens
from desktop.ui.widgets.anchor_grid import AnchorGrid
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.size_field import SizeField
from desktop.ui.widgets.slider_field import SliderField

_PREVIEW = QSize(220, 200)


class CanvasSizeDialog(CanvasDialog):
    """Size and margins say the same in two ways: whichever is changed, the other follows."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(
            _tr("Canvas size"),
            _tr("Room is added or cut off at the sides; the picture itself keeps its size."),
            _tr("Change the canvas"),
            _tr("Give the canvas this size"),
            parent,
        )
        self._editor = editor
        document = editor.document.document
        self._before = document.size
        self._rect = document.rect
        self.size_field = SizeField(self.tr("Size"))
        self.size_field.set_limits(1, MAX_DOCUMENT_SIDE, 1)
        self.size_field.set_value(document.size)
        self.percent = SliderField(
            self.tr("Percent"),
            1,
            1000,
            default=100,
            slider_maximum=300,
            unit="%",
            tooltip=self.tr("Both sides, compared to what they are now"),
        )
        self.anchor = AnchorGrid(self.tr("Where the picture stays"))
        self.margins = {side: _Margin(name) for side, name in self._sides().items()}
        self._preview = _Preview(document.size)
        self._lay_out()
        self.size_field.value_changed.connect(self._take_size)
        self.percent.value_changed.connect(self._take_percent)
        self.anchor.value_changed.connect(self._take_anchor)
        for margin in self.margins.values():
            margin.valueChanged.connect(self._take_margins)
        editor.thumbnails.pictured.connect(self._preview.set_image)
        editor.thumbnails.make_picture(document, 2 * _PREVIEW.width())
        self._show()

    @property
    def canvas(self) -> Rect:
        """The canvas to come, in today's coordinates."""
        return self._rect

    @Slot()
    def accept(self) -> None:
        self._editor.canvas_edits.resize(self._rect)
        super().accept()

    def _sides(self) -> dict[str, str]:
        return {
            "left": self.tr("Left"),
            "top": self.tr("Top"),
            "right": self.tr("Right"),
            "bottom": self.tr("Bottom"),
        }

    def _lay_out(self) -> None:
        margins = QGridLayout()
        margins.setSpacing(8)
        tip = self.tr("Pixels to add on this side; less than 0 cuts off")
        for number, margin in enumerate(self.margins.values()):
            margins.addWidget(Field(margin.accessibleName(), margin, tooltip=tip), number % 2, number // 2)
        anchor = Field(self.tr("The picture stays"), self.anchor)
        sizes = QVBoxLayout()
        sizes.setSpacing(10)
        sizes.addWidget(Field(self.tr("Size"), self.size_field, tooltip=self.tr("Width by height in pixels")))
        sizes.addWidget(self.percent)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addLayout(sizes, 1)
        top.addWidget(anchor)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(top)
        right.addLayout(margins)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._preview)
        row.addLayout(right, 1)
        self.body.addLayout(row)

    @Slot(object)
    def _take_size(self, size: Size) -> None:
        column, row = self.anchor.value
        more = Point(size.width - self._before.width, size.height - self._before.height)
        self._set(Rect.of(size, Point(-(more.x * column // 2), -(more.y * row // 2))))

    @Slot(object)
    def _take_percent(self, percent: int) -> None:
        def scaled(side: int) -> int:
            return min(MAX_DOCUMENT_SIDE, max(1, round(side * percent / 100)))

        self._take_size(Size(scaled(self._before.width), scaled(self._before.height)))

    @Slot(object)
    def _take_anchor(self, _place: object) -> None:
        self._take_size(self._rect.size)

    @Slot()
    def _take_margins(self) -> None:
        left, top, right, bottom = (margin.value() for margin in self.margins.values())
        self._set(Rect.between(-left, -top, self._before.width + right, self._before.height + bottom))

    def _set(self, rect: Rect) -> None:
        self._rect = rect
        self._show()

    def _show(self) -> None:
        rect, before = self._rect, self._before
        values = (-rect.x, -rect.y, rect.right - before.width, rect.bottom - before.height)
        for margin, value in zip(self.margins.values(), values, strict=True):
            with QSignalBlocker(margin):
                margin.setValue(value)
        possible = not rect.empty and max(rect.width, rect.height) <= MAX_DOCUMENT_SIDE
        if possible:
            with QSignalBlocker(self.size_field), QSignalBlocker(self.percent):
                self.size_field.set_value(rect.size)
                self.percent.set_value(round(100 * rect.width / before.width))
        self._preview.set_rect(rect)
        self.act.setEnabled(possible and rect != Rect.of(before))
        if rect.empty:
            self.tell(self.tr("Nothing would be left of the canvas."), warns=True)
        elif not possible:
            limit = self.locale().toString(MAX_DOCUMENT_SIDE)
            self.tell(self.tr("A side has {limit} pixels at most.").format(limit=limit), warns=True)
        elif rect.contains(Rect.of(before)):
            size = f"{rect.width} × {rect.height}"
            self.tell(self.tr("The canvas will have {size} pixels. Nothing is cut off.").format(size=size))
        else:
            self.tell(
                self.tr(
                    "The canvas will have {size} pixels. What lies outside is no longer seen;"
                    " the layers keep it."
                ).format(size=f"{rect.width} × {rect.height}")
            )


class _Margin(QSpinBox):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(-MAX_DOCUMENT_SIDE, MAX_DOCUMENT_SIDE)
        self.setKeyboardTracking(False)
        self.setSuffix(" px")


class _Preview(PreviewPane):
    """The picture, the canvas to come around it, and in shade what is cut off."""

    def __init__(self, before: Size) -> None:
        super().__init__(_PREVIEW)
        self._before = Rect.of(before)
        self._rect = self._before

    def set_rect(self, rect: Rect) -> None:
        self._rect = rect
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = self.begin_painting()
        rect = self._rect if not self._rect.empty else Rect(self._rect.x, self._rect.y, 1, 1)
        both = self._before.united(rect)
        scale = min((self.width() - 24) / both.width, (self.height() - 24) / both.height)
        left = (self.width() - both.width * scale) / 2 - both.x * scale
        top = (self.height() - both.height * scale) / 2 - both.y * scale

        def placed(area: Rect) -> QRectF:
            return QRectF(
                left + area.x * scale, top + area.y * scale, area.width * scale, area.height * scale
            )

        after, before = placed(rect), placed(self._before)
        painter.fillRect(after, QColor(tokens.checker_dark))
        if self.image.isNull():
            painter.fillRect(before, QColor(tokens.track))
        else:
            painter.setOpacity(0.3)
            painter.drawImage(before, self.image)
            painter.setOpacity(1.0)
            painter.setClipRect(after)
            painter.drawImage(before, self.image)
            painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 1.5))
        painter.drawRect(after)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CanvasSizeDialog", text)
