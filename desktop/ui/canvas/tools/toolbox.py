"""All tools of the canvas."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from desktop.state.background import Background
from desktop.state.editor.editor import Editor
from desktop.state.editor.tool_state import Tool
from desktop.ui.canvas.navigation import Navigation
from desktop.ui.canvas.tools.canvas_tool import CanvasTool
from desktop.ui.canvas.tools.colours import FillTool, PickerTool, WandTool
from desktop.ui.canvas.tools.framing import CropTool, ExtendTool
from desktop.ui.canvas.tools.looking import HandTool, ZoomTool
from desktop.ui.canvas.tools.moving import MoveTool
from desktop.ui.canvas.tools.painting import BrushTool, EraserTool, MaskTool
from desktop.ui.canvas.tools.selecting import EllipseTool, LassoTool, PolygonTool, RectangleTool


def make_tools(
    editor: Editor, view: Navigation, background: Background, parent: QObject
) -> Mapping[Tool, CanvasTool]:
    """One of each; what takes long they do in ``background``."""
    return {
        Tool.HAND: HandTool(editor, view, parent),
        Tool.ZOOM: ZoomTool(editor, view, parent),
        Tool.MOVE: MoveTool(editor, view, background, parent),
        Tool.CROP: CropTool(editor, view, background, parent),
        Tool.EXTEND: ExtendTool(editor, view, background, parent),
        Tool.BRUSH: BrushTool(editor, view, background, parent),
        Tool.ERASER: EraserTool(editor, view, background, parent),
        Tool.MASK: MaskTool(editor, view, background, parent),
        Tool.FILL: FillTool(editor, view, background, parent),
        Tool.PICKER: PickerTool(editor, view, parent),
        Tool.WAND: WandTool(editor, view, background, parent),
        Tool.RECTANGLE: RectangleTool(editor, view, parent),
        Tool.ELLIPSE: EllipseTool(editor, view, parent),
        Tool.LASSO: LassoTool(editor, view, parent),
        Tool.POLYGON: PolygonTool(editor, view, parent),
    }
