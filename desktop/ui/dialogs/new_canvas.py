"""Beginning an empty canvas."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QPushButton, QWidget

from desktop.core.document.document import MAX_DOCUMENT_SIDE
from desktop.core.geometry import Size
from desktop.state.editor.canvas_edits import Colour
from desktop.state.studio import Studio
from desktop.ui.dialogs.canvas_dialog import CanvasDialog
from desktop.ui.theme import current_tokens
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.size_field import SizeField

_PRESETS = (
    Size(512, 512),
    Size(768, 512),
    Size(512, 768),
    Size(1024, 1024),
    Size(1216, 832),
    Size(832, 1216),
    Size(1344, 768),
    Size(1920, 1080),
    Size(2048, 2048),
)
_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)


class NewCanvasDialog(CanvasDialog):
    """What is on the canvas can be brought back with undo."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(
            _tr("New canvas"),
            _tr("An empty canvas takes the place of this one; undo brings it back."),
            _tr("Begin"),
            _tr("Begin with this canvas"),
            parent,
        )
        self._editor = studio.editor
        document = self._editor.document.document
        self.size_field = SizeField(self.tr("Size"))
        self.size_field.set_limits(1, MAX_DOCUMENT_SIDE, 1)
        self.size_field.set_presets(_PRESETS)
        self.size_field.set_value(studio.prompt.size if document.empty else document.size)
        self.background = ChoiceField(
            [
                Choice(self.tr("Transparent"), "none"),
                Choice(self.tr("White"), "white"),
                Choice(self.tr("Black"), "black"),
                Choice(self.tr("A colour"), "colour"),
            ],
            name=self.tr("Background"),
        )
        self.colour: Colour = self._editor.tools.colour
        self.pick = QPushButton(self.tr("Choose a colour…"))
        self.pick.setToolTip(self.tr("The colour of the whole canvas"))
        self.pick.setIconSize(QSize(16, 16))
        row = QHBoxLayout()
        row.setSpacing(16)
        tip = self.tr("Width by height in pixels; the button lists common sizes")
        row.addWidget(Field(self.tr("Size"), self.size_field, tooltip=tip), 1)
        tip = self.tr("What the canvas holds at first; what is transparent can be made by Generate")
        row.addWidget(Field(self.tr("Background"), self.background, tooltip=tip), 1)
        self.body.addLayout(row)
        self.body.addWidget(self.pick)
        self.background.value_changed.connect(self._show)
        self.pick.clicked.connect(self._ask_for_colour)
        self._show()

    @Slot()
    def accept(self) -> None:
        colours = {"none": None, "white": _WHITE, "black": _BLACK, "colour": self.colour}
        self._editor.canvas_edits.new(self.size_field.value, colours[str(self.background.value)])
        super().accept()

    @Slot()
    def _ask_for_colour(self) -> None:
        dialog = QColorDialog(QColor(*self.colour), self)
        dialog.setWindowTitle(self.tr("Colour of the canvas"))
        dialog.colorSelected.connect(self._take_colour)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(QColor)
    def _take_colour(self, colour: QColor) -> None:
        self.colour = (colour.red(), colour.green(), colour.blue())
        self._show()

    @Slot()
    def _show(self) -> None:
        self.pick.setVisible(self.background.value == "colour")
        self.pick.setIcon(_swatch(self.colour))
        transparent = self.background.value == "none"
        self.tell(
            self.tr("Generate fills it with a picture of this size.")
            if transparent
            else self.tr("It begins with one layer of this colour.")
        )


def _swatch(colour: Colour) -> QIcon:
    pixmap = QPixmap(32, 32)
    pixmap.fill(QColor(*colour))
    painter = QPainter(pixmap)
    painter.setPen(QColor(current_tokens().border))
    painter.drawRect(0, 0, 31, 31)
    painter.end()
    return QIcon(pixmap)


def _tr(text: str) -> str:
    return QCoreApplication.translate("NewCanvasDialog", text)
