"""The Tools menu: what the pointer does on the canvas, and how large the brush is."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.document.brush import MAX_SIZE, MIN_SIZE
from desktop.state.editor.tool_state import Tool
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet

_SIZES = {Tool.BRUSH: "brush_size", Tool.ERASER: "eraser_size", Tool.MASK: "mask_size"}
_PAINTS = (Tool.BRUSH, Tool.ERASER, Tool.MASK, Tool.FILL, Tool.PICKER)
_HARDNESS_STEP = 0.1


class ToolCommands(CommandSet):
    """GUI thread."""

    def take(self, tool: Tool) -> None:
        """Take a tool in hand, and the keyboard to the canvas, which its keys belong to."""
        self.studio.editor.tools.tool = tool
        self.window.canvas.setFocus()

    def has(self, tool: Tool) -> bool:
        return self.studio.editor.tools.tool is tool

    def paints(self) -> bool:
        return self.studio.editor.tools.tool in _SIZES

    def can_swap(self) -> bool:
        return self.studio.editor.tools.tool in _PAINTS

    def larger(self) -> None:
        self._resize(1)

    def smaller(self) -> None:
        self._resize(-1)

    def harder(self) -> None:
        self._harden(_HARDNESS_STEP)

    def softer(self) -> None:
        self._harden(-_HARDNESS_STEP)

    def swap(self) -> None:
        """Paint or erase with the mask brush; the two colours otherwise."""
        tools = self.studio.editor.tools
        if tools.tool is Tool.MASK:
            tools.mask_erases = not tools.mask_erases
        else:
            tools.colour, tools.other_colour = tools.other_colour, tools.colour

    def toggle_veil(self) -> None:
        tools = self.studio.editor.tools
        tools.shows_mask = not tools.shows_mask

    def shows_veil(self) -> bool:
        return self.studio.editor.tools.shows_mask

    def transform(self) -> None:
        """Take the move tool, whose handles scale and turn."""
        self.take(Tool.MOVE)

    def _resize(self, steps: int) -> None:
        tools = self.studio.editor.tools
        if (name := _SIZES.get(tools.tool)) is not None:
            setattr(tools, name, stepped_size(float(getattr(tools, name)), steps))

    def _harden(self, by: float) -> None:
        tools = self.studio.editor.tools
        tools.hardness = min(1.0, max(0.0, round(tools.hardness + by, 2)))


def stepped_size(size: float, steps: int) -> float:
    """The next brush size: a pixel more or less first, then ever larger steps."""
    step = max(1.0, round(size * 0.12))
    return min(MAX_SIZE, max(MIN_SIZE, round(size) + steps * step))


def _take(tool: Tool) -> Callable[[ToolCommands], None]:
    def take(commands: ToolCommands) -> None:
        commands.take(tool)

    return take


def _has(tool: Tool) -> Callable[[ToolCommands], bool]:
    def has(commands: ToolCommands) -> bool:
        return commands.has(tool)

    return has


def _tool(
    tool: Tool, text: str, tip: str, icon: str, keys: tuple[str, ...], *, line_above: bool = False
) -> ActionRow:
    return ActionRow(
        f"tool_{tool}",
        "&Tools",
        text,
        tip,
        _take(tool),
        icon,
        keys,
        checked=_has(tool),
        line_above=line_above,
        on_canvas=True,
    )


ACTIONS = (
    _tool(
        Tool.MOVE,
        QT_TRANSLATE_NOOP("Actions", "Mo&ve"),
        QT_TRANSLATE_NOOP("Actions", "Move, scale and turn the layer"),
        "move",
        ("V",),
    ),
    _tool(
        Tool.MASK,
        QT_TRANSLATE_NOOP("Actions", "&Mask brush"),
        QT_TRANSLATE_NOOP("Actions", "Paint over what is to become new"),
        "highlighter",
        ("M",),
        line_above=True,
    ),
    _tool(
        Tool.BRUSH,
        QT_TRANSLATE_NOOP("Actions", "&Brush"),
        QT_TRANSLATE_NOOP("Actions", "Paint on the layer"),
        "brush",
        ("B",),
    ),
    _tool(
        Tool.ERASER,
        QT_TRANSLATE_NOOP("Actions", "&Eraser"),
        QT_TRANSLATE_NOOP("Actions", "Make the layer transparent"),
        "eraser",
        ("E",),
    ),
    _tool(
        Tool.FILL,
        QT_TRANSLATE_NOOP("Actions", "&Fill"),
        QT_TRANSLATE_NOOP("Actions", "Fill an area of like colour"),
        "paint-bucket",
        ("G",),
    ),
    _tool(
        Tool.PICKER,
        QT_TRANSLATE_NOOP("Actions", "Colour &picker"),
        QT_TRANSLATE_NOOP("Actions", "Take a colour from the picture"),
        "pipette",
        ("I",),
    ),
    _tool(
        Tool.RECTANGLE,
        QT_TRANSLATE_NOOP("Actions", "Select a &rectangle"),
        QT_TRANSLATE_NOOP("Actions", "Drag a rectangle to select what is inside"),
        "square-dashed",
        ("R",),
        line_above=True,
    ),
    _tool(
        Tool.ELLIPSE,
        QT_TRANSLATE_NOOP("Actions", "Select an ell&ipse"),
        QT_TRANSLATE_NOOP("Actions", "Drag an ellipse to select what is inside"),
        "circle-dashed",
        ("Shift+R",),
    ),
    _tool(
        Tool.LASSO,
        QT_TRANSLATE_NOOP("Actions", "&Lasso"),
        QT_TRANSLATE_NOOP("Actions", "Draw around what is to be selected"),
        "lasso",
        ("L",),
    ),
    _tool(
        Tool.POLYGON,
        QT_TRANSLATE_NOOP("Actions", "Select a pol&ygon"),
        QT_TRANSLATE_NOOP("Actions", "Click corners around what is to be selected"),
        "pentagon",
        ("Shift+L",),
    ),
    _tool(
        Tool.WAND,
        QT_TRANSLATE_NOOP("Actions", "Magic &wand"),
        QT_TRANSLATE_NOOP("Actions", "Select an area of like colour"),
        "wand-sparkles",
        ("W",),
    ),
    _tool(
        Tool.CROP,
        QT_TRANSLATE_NOOP("Actions", "&Crop"),
        QT_TRANSLATE_NOOP("Actions", "Cut the canvas to a part of it, and straighten it"),
        "crop",
        ("C",),
        line_above=True,
    ),
    _tool(
        Tool.EXTEND,
        QT_TRANSLATE_NOOP("Actions", "E&xtend"),
        QT_TRANSLATE_NOOP("Actions", "Drag the edges of the canvas outward, for Generate to fill"),
        "expand",
        ("Shift+C",),
    ),
    _tool(
        Tool.HAND,
        QT_TRANSLATE_NOOP("Actions", "&Hand"),
        QT_TRANSLATE_NOOP("Actions", "Move the view"),
        "hand",
        ("H",),
        line_above=True,
    ),
    _tool(
        Tool.ZOOM,
        QT_TRANSLATE_NOOP("Actions", "&Zoom"),
        QT_TRANSLATE_NOOP("Actions", "Show a part of the picture larger"),
        "zoom-in",
        ("Z",),
    ),
    ActionRow(
        "transform",
        "&Tools",
        QT_TRANSLATE_NOOP("Actions", "&Transform the layer"),
        QT_TRANSLATE_NOOP("Actions", "Take the layer's handles to scale and turn it; Enter applies"),
        ToolCommands.transform,
        keys=("Ctrl+T",),
        line_above=True,
    ),
    ActionRow(
        "brush_larger",
        "&Tools",
        QT_TRANSLATE_NOOP("Actions", "L&arger brush"),
        QT_TRANSLATE_NOOP("Actions", "Make the brush, eraser or mask brush larger"),
        ToolCommands.larger,
        keys=("]",),
        can=ToolCommands.paints,
        line_above=True,
        on_canvas=True,
    ),
    ActionRow(
        "brush_smaller",
        "&Tools",
        QT_TRANSLATE_NOOP("Actions", "&Smaller brush"),
        QT_TRANSLATE_NOOP("Actions", "Make the brush, eraser or mask brush smaller"),
        ToolCommands.smaller,
        keys=("[",),
        can=ToolCommands.paints,
        on_canvas=True,
    ),
    ActionRow(
        "brush_harder",
        "&Tools",
        QT_TRANSLATE_NOOP("Actions", "Har&der brush"),
        QT_TRANSLATE_NOOP("Actions", "Make the edge of the brush harder"),
        ToolCommands.harder,
        keys=("Shift+]", "Shift+}"),
        can=ToolCommands.paints,
        on_canvas=True,
    ),
    ActionRow(
        "brush_softer",
        "&Tools",
        QT_TRANSLATE_NOOP("Actions", "S&ofter brush"),
        QT_TRANSLATE_NOOP("Actions", "Make the edge of the brush softer"),
        ToolCommands.softer,
        keys=("Shift+[", "Shift+{"),
        can=ToolCommands.paints,
        on_canvas=True,
    ),
    ActionRow(
        "swap",
        "&Tools",
        QT_TRANSLATE_NOOP("Actions", "Swap colo&urs, or add and take away"),
        QT_TRANSLATE_NOOP(
            "Actions", "Swap the two colours; with the mask brush, add to the selection or take away"
        ),
        ToolCommands.swap,
        "arrow-left-right",
        ("X",),
        ToolCommands.can_swap,
        on_canvas=True,
    ),
    ActionRow(
        "selection_veil",
        "&Tools",
        QT_TRANSLATE_NOOP("Actions", "Selection as veil"),
        QT_TRANSLATE_NOOP("Actions", "Show the selection as a coloured veil, or as an outline"),
        ToolCommands.toggle_veil,
        "highlighter",
        ("Q",),
        checked=ToolCommands.shows_veil,
        on_canvas=True,
    ),
)
