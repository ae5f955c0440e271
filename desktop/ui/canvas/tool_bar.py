"""The slim bar left of the canvas: the tools, and the two colours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QColorDialog, QFrame, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop.state.editor.tool_state import Tool, ToolState
from desktop.ui.theme import current_tokens

_WIDTH = 36
_BUTTON = 28
_GROUPS: tuple[tuple[tuple[Tool, ...], ...], ...] = (
    ((Tool.MOVE,),),
    ((Tool.MASK,), (Tool.BRUSH,), (Tool.ERASER,), (Tool.FILL,), (Tool.PICKER,)),
    ((Tool.RECTANGLE, Tool.ELLIPSE), (Tool.LASSO, Tool.POLYGON), (Tool.WAND,)),
    ((Tool.CROP,), (Tool.EXTEND,)),
    ((Tool.HAND, Tool.ZOOM),),
)
"""Tools that share a button: the one used last is on it, the others in its menu."""


class ToolBar(QWidget):
    """Buttons for the tools' actions. In a low window they scroll; the colours stay. GUI thread."""

    def __init__(self, tools: ToolState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Tools"))
        self.setFixedWidth(_WIDTH)
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons: list[_ToolButton] = []
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(4, 6, 4, 4)
        self._column.setSpacing(2)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.swatches = Swatches(tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(4)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.swatches, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_actions(self, action: Callable[[str], QAction]) -> None:
        """Build the buttons from the tools' actions."""
        for number, group in enumerate(_GROUPS):
            if number:
                self._column.addWidget(_line())
            for sharing in group:
                button = _ToolButton([action(f"tool_{tool}") for tool in sharing])
                self._buttons.append(button)
                self._column.addWidget(button)
        self._column.addStretch(1)


class _ToolButton(QToolButton):
    def __init__(self, actions: list[QAction]) -> None:
        super().__init__()
        self._actions = actions
        self.setFixedSize(_BUTTON, _BUTTON)
        self.setIconSize(QSize(17, 17))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if len(actions) > 1:
            menu = QMenu(self)
            menu.setAccessibleName(self.tr("Tools like this one"))
            menu.addActions(actions)
            self.setMenu(menu)
            self.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        for action in actions:
            action.changed.connect(self._follow)
        self.clicked.connect(self._trigger)
        self._shown = actions[0]
        self.setCheckable(True)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Show the action that is checked, or the one that was."""
        self._shown = next((action for action in self._actions if action.isChecked()), self._shown)
        self.setIcon(self._shown.icon())
        self.setAccessibleName(self._shown.text().replace("&", ""))
        self.setToolTip(self._shown.toolTip())
        self.setEnabled(self._shown.isEnabled())
        self.setChecked(self._shown.isChecked())

    @Slot()
    def _trigger(self) -> None:
        self._shown.trigger()
        self._follow()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.menu() is not None:
            self.showMenu()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.menu() is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current_tokens().text_secondary))
            right, bottom = self.width() - 3.0, self.height() - 3.0
            painter.drawPolygon(
                QPolygonF([QPointF(right, bottom - 4), QPointF(right, bottom), QPointF(right - 4, bottom)])
            )


class Swatches(QWidget):
    """The colour in front, the other one behind it: a click on either chooses it. X swaps them."""

    def __init__(self, tools: ToolState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.setFixedSize(30, 30)
        self.other = _Swatch(self.tr("The other colour"), self)
        self.colour = _Swatch(self.tr("Colour"), self)
        self.other.setGeometry(10, 10, 19, 19)
        self.colour.setGeometry(1, 1, 19, 19)
        self.colour.clicked.connect(self._choose_colour)
        self.other.clicked.connect(self._choose_other)
        tools.changed.connect(self._show)
        self._show("")

    @Slot(str)
    def _show(self, _name: str) -> None:
        self.colour.set_colour(self._tools.colour, self.tr("Colour of brush and fill: {colour}"))
        self.other.set_colour(self._tools.other_colour, self.tr("The other colour: {colour} (X swaps)"))

    @Slot()
    def _choose_colour(self) -> None:
        self._choose("colour", self.tr("Colour"))

    @Slot()
    def _choose_other(self) -> None:
        self._choose("other_colour", self.tr("The other colour"))

    def _choose(self, name: str, title: str) -> None:
        dialog = QColorDialog(QColor(*getattr(self._tools, name)), self.window())
        dialog.setWindowTitle(title)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        before = getattr(self._tools, name)

        def take(colour: QColor) -> None:
            setattr(self._tools, name, (colour.red(), colour.green(), colour.blue()))

        def put_back() -> None:
            setattr(self._tools, name, before)

        dialog.currentColorChanged.connect(take)
        dialog.rejected.connect(put_back)
        dialog.open()


class _Swatch(QToolButton):
    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = QColor()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_colour(self, colour: tuple[int, int, int], words: str) -> None:
        self._colour = QColor(*colour)
        self.setToolTip(words.format(colour=self._colour.name()))
        self.setAccessibleDescription(self._colour.name())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = tokens.accent if self.hasFocus() else tokens.text_readable
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(self._colour)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def _line() -> QFrame:
    line = QFrame()
    line.setFixedHeight(1)
    line.setContentsMargins(4, 0, 4, 0)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(line.palette().ColorRole.Midlight)
    return line
