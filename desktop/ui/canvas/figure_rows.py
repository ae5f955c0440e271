"""Figures of what is moved, cropped or extended, to be read and typed; and what Enter and Escape do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Slot

from desktop.state.editor.tool_state import ToolState
from desktop.ui.canvas.tool_rows import Row
from desktop.ui.canvas.tools.framing import CropTool, ExtendTool, FrameTool
from desktop.ui.canvas.tools.moving import MoveTool
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.scrub_field import ScrubField

_FAR = 32_768


class FigureRow(Row):
    """Base: fields, then apply and forget, which work while something waits for them."""

    def __init__(self, tools: ToolState, tool: MoveTool | FrameTool) -> None:
        super().__init__(tools)
        self.tool = tool
        self._showing = False
        self._apply = IconButton("check", self.tr("Apply"), tooltip=self.tr("Apply (Enter)"))
        self._forget = IconButton("x", self.tr("Forget"), tooltip=self.tr("Forget it (Esc)"))
        self._apply.clicked.connect(tool.apply)
        self._forget.clicked.connect(tool.cancel)
        tool.state_changed.connect(self.show_figures)

    def field(
        self,
        name: str,
        label: str,
        take: Callable[[float], object],
        *,
        least: float = -_FAR,
        most: float = _FAR,
        decimals: int = 0,
        step: float = 1.0,
        suffix: str = "",
    ) -> ScrubField:
        field = ScrubField(name, least, most, label=label, decimals=decimals, step=step, suffix=suffix)
        field.value_changed.connect(partial(self._take, take))
        self.add(field)
        return field

    def finish(self) -> None:
        """After all fields."""
        self.add(self._apply, self._forget)
        self.show_figures()

    @Slot()
    def show_figures(self) -> None:
        self._apply.setEnabled(self.tool.open)
        self._forget.setEnabled(self.tool.open)
        self._showing = True
        self.fill()
        self._showing = False

    def fill(self) -> None:
        """Show the figures as they are."""
        raise NotImplementedError

    def _take(self, take: Callable[[float], object], value: float) -> None:
        if not self._showing:
            take(value)


class MoveRow(FigureRow):
    """Place, size and angle of the layer."""

    def __init__(self, tools: ToolState, tool: MoveTool) -> None:
        super().__init__(tools, tool)
        self._move = tool
        self.left = self.field(self.tr("Left"), "x", lambda value: self._put(left=value))
        self.top = self.field(self.tr("Top"), "y", lambda value: self._put(top=value))
        self.width_ = self.field(self.tr("Width"), self.tr("w"), lambda v: self._put(width=v), least=1)
        self.height_ = self.field(self.tr("Height"), self.tr("h"), lambda v: self._put(height=v), least=1)
        self.angle = self.field(
            self.tr("Angle"),
            "∠",
            lambda value: self._put(angle=value),
            least=-180,
            most=180,
            decimals=1,
            step=0.5,
            suffix="°",
        )
        self.finish()

    def fill(self) -> None:
        box = self._move.box
        for field in (self.left, self.top, self.width_, self.height_, self.angle):
            field.setEnabled(box is not None)
        if box is not None:
            self.left.set_value(box.left)
            self.top.set_value(box.top)
            self.width_.set_value(box.width)
            self.height_.set_value(box.height)
            self.angle.set_value(box.angle)

    def _put(self, **figures: float) -> None:
        if (box := self._move.box) is not None:
            self._move.set_box(box.placed(**figures))


class CropRow(FigureRow):
    """Place and size of what stays, and by how much the picture is turned."""

    def __init__(self, tools: ToolState, tool: CropTool) -> None:
        super().__init__(tools, tool)
        self._crop = tool
        self.left = self.field(self.tr("Left"), "x", lambda value: self._put(left=value), least=0)
        self.top = self.field(self.tr("Top"), "y", lambda value: self._put(top=value), least=0)
        self.width_ = self.field(self.tr("Width"), self.tr("w"), lambda v: self._put(width=v), least=1)
        self.height_ = self.field(self.tr("Height"), self.tr("h"), lambda v: self._put(height=v), least=1)
        self.angle = self.field(
            self.tr("Straighten by"),
            "∠",
            tool.set_angle,
            least=-45,
            most=45,
            decimals=1,
            step=0.1,
            suffix="°",
        )
        self.finish()

    def fill(self) -> None:
        rect = self._crop.rect
        self.left.set_value(rect.x)
        self.top.set_value(rect.y)
        self.width_.set_value(rect.width)
        self.height_.set_value(rect.height)
        self.angle.set_value(self._crop.angle)

    def _put(
        self,
        left: float | None = None,
        top: float | None = None,
        width: float | None = None,
        height: float | None = None,
    ) -> None:
        frame = self._crop.frame
        self._crop.set_frame(
            QRectF(
                frame.left() if left is None else left,
                frame.top() if top is None else top,
                frame.width() if width is None else width,
                frame.height() if height is None else height,
            )
        )


class ExtendRow(FigureRow):
    """How many pixels are added at each side."""

    def __init__(self, tools: ToolState, tool: ExtendTool) -> None:
        super().__init__(tools, tool)
        self._extend = tool
        self.left = self.field(self.tr("Left"), self.tr("left"), lambda v: self._put(left=v), least=0)
        self.top = self.field(self.tr("Top"), self.tr("top"), lambda v: self._put(top=v), least=0)
        self.right = self.field(self.tr("Right"), self.tr("right"), lambda v: self._put(right=v), least=0)
        self.bottom = self.field(self.tr("Bottom"), self.tr("bottom"), lambda v: self._put(bottom=v), least=0)
        self.finish()

    def fill(self) -> None:
        rect, canvas = self._extend.rect, self._extend.canvas
        self.left.set_value(canvas.x - rect.x)
        self.top.set_value(canvas.y - rect.y)
        self.right.set_value(rect.right - canvas.right)
        self.bottom.set_value(rect.bottom - canvas.bottom)

    def _put(self, **added: float) -> None:
        sides = {
            "left": self.left.value,
            "top": self.top.value,
            "right": self.right.value,
            "bottom": self.bottom.value,
            **added,
        }
        canvas = self._extend.canvas
        frame = QRectF(canvas.x, canvas.y, canvas.width, canvas.height)
        self._extend.set_frame(frame.adjusted(-sides["left"], -sides["top"], sides["right"], sides["bottom"]))
