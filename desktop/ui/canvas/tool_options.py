"""The chip at the top of the canvas: the tool in hand and its options."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop.state.editor.tool_state import Tool, ToolState
from desktop.ui.canvas.figure_rows import CropRow, ExtendRow, MoveRow
from desktop.ui.canvas.tool_rows import CombineRow, LikenessRow, PaintRow, Row, joined
from desktop.ui.canvas.tools.canvas_tool import CanvasTool
from desktop.ui.canvas.tools.framing import CropTool, ExtendTool
from desktop.ui.canvas.tools.moving import MoveTool
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.scrub_field import ScrubField


class ToolOptions(Chip):
    """Shows the row of the tool in hand; hidden for tools without options. Rows are made when needed."""

    left = Signal()
    """Enter or Escape: the keyboard is wanted on the canvas."""
    resized = Signal()
    """It has another size, or came into sight: the chips have to be placed again."""

    def __init__(
        self, tools: ToolState, canvas_tools: Mapping[Tool, CanvasTool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tools = tools
        self._canvas_tools = canvas_tools
        self._rows: dict[Tool, Row] = {}
        self._useful = False
        self.setAccessibleName(self.tr("Options of the tool"))
        self._name = QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setProperty("kind", "strong")
        self.row.setContentsMargins(12, 3, 8, 3)
        self.row.setSpacing(10)
        self.row.addWidget(self._name)
        tools.changed.connect(self._on_tools_changed)
        self.hide()

    def set_useful(self, useful: bool) -> None:
        """Whether there is something for tools to work on."""
        if useful != self._useful:
            self._useful = useful
            self._show_row()

    def fit(self, width: int) -> None:
        """Leave out the row's spare fields, then the tool's name, then the names of all fields."""
        row = self._rows.get(self._tools.tool)
        if row is None:
            return
        names: list[QWidget] = [
            field.label for field in row.findChildren(ScrubField) if field not in row.spare
        ]
        groups: list[list[QWidget]] = [*([spare] for spare in row.spare), [self._name], names]
        room = {widget: _room(widget) for group in groups for widget in group}
        wanted = self.sizeHint().width() + sum(room[widget] for widget in room if widget.isHidden())
        for group in groups:
            hidden = wanted > width
            for widget in group:
                wanted -= room[widget] if hidden else 0
                widget.setHidden(hidden)
        row.updateGeometry()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.resized.emit()  # a figure has become longer or shorter
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _on_tools_changed(self, name: str) -> None:
        if name == "tool":
            self._show_row()

    def _show_row(self) -> None:
        tool = self._tools.tool
        for row in self._rows.values():
            row.hide()
        row_of = self._maker(tool) if self._useful else None
        if row_of is None:
            self.hide()
        else:
            if tool not in self._rows:
                self._rows[tool] = row_of()
                self.row.addWidget(self._rows[tool])
            self._name.setText(self._title(tool))
            self._name.setToolTip(self._canvas_tools[tool].words())
            self._rows[tool].show()
            self.show()
        self.adjustSize()
        self.resized.emit()

    def _maker(self, tool: Tool) -> Callable[[], Row] | None:
        tools, canvas_tool = self._tools, self._canvas_tools[tool]
        if isinstance(canvas_tool, MoveTool):
            return lambda: MoveRow(tools, canvas_tool)
        if isinstance(canvas_tool, CropTool):
            return lambda: CropRow(tools, canvas_tool)
        if isinstance(canvas_tool, ExtendTool):
            return lambda: ExtendRow(tools, canvas_tool)
        match tool:
            case Tool.BRUSH:
                return lambda: PaintRow(tools, "brush_size")
            case Tool.ERASER:
                return lambda: PaintRow(tools, "eraser_size")
            case Tool.MASK:
                return lambda: PaintRow(tools, "mask_size", mask=True)
            case Tool.FILL:
                return lambda: LikenessRow(tools, tolerance=True, opacity=True)
            case Tool.PICKER:
                return lambda: LikenessRow(tools, tolerance=False)
            case Tool.RECTANGLE | Tool.ELLIPSE | Tool.LASSO | Tool.POLYGON:
                return lambda: CombineRow(tools)
            case Tool.WAND:
                return lambda: joined(
                    tools, lambda: CombineRow(tools), lambda: LikenessRow(tools, tolerance=True)
                )
            case _:
                return None

    def _title(self, tool: Tool) -> str:
        return {
            Tool.HAND: self.tr("Hand"),
            Tool.MOVE: self.tr("Move"),
            Tool.BRUSH: self.tr("Brush"),
            Tool.ERASER: self.tr("Eraser"),
            Tool.FILL: self.tr("Fill"),
            Tool.PICKER: self.tr("Picker"),
            Tool.MASK: self.tr("Mask brush"),
            Tool.RECTANGLE: self.tr("Rectangle"),
            Tool.ELLIPSE: self.tr("Ellipse"),
            Tool.LASSO: self.tr("Lasso"),
            Tool.POLYGON: self.tr("Polygon"),
            Tool.WAND: self.tr("Magic wand"),
            Tool.CROP: self.tr("Crop"),
            Tool.EXTEND: self.tr("Extend"),
            Tool.ZOOM: self.tr("Zoom"),
        }[tool]


def _room(widget: QWidget) -> int:
    """What it takes in its row, with the space beside it."""
    parent = widget.parentWidget()
    layout = None if parent is None else parent.layout()
    return widget.sizeHint().width() + (0 if layout is None else layout.spacing())
