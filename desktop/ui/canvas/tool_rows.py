"""What the tool in hand can be told: a row of controls for each kind of tool."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.document.brush import MAX_SIZE, MIN_SIZE
from desktop.core.document.selection import Combine
from desktop.state.editor.tool_state import ToolState
from desktop.state.properties import bind
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.scrub_field import ScrubField
from desktop.ui.widgets.slider_field import SliderField


class Row(QWidget):
    """Controls side by side. GUI thread."""

    def __init__(self, tools: ToolState) -> None:
        super().__init__()
        self.tools = tools
        self.spare: list[QWidget] = []
        """What goes where there is little room, the first one first; it is found elsewhere, too."""
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(8)

    def add(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self.line.addWidget(widget)

    def share(self, name: str, label: str, tooltip: str) -> ScrubField:
        """A share (0 to 1) of ToolState, as percent."""
        field = ScrubField(label, 0, 100, suffix=self.tr(" %"), tooltip=tooltip)
        bind(
            self.tools,
            name,
            field,
            getter=lambda: field.value / 100,
            setter=lambda value: field.set_value(value * 100),
            edited=field.value_changed,
        )
        return field

    def switch(self, name: str, icon: str, words: str, tooltip: str) -> IconButton:
        """A yes or no of ToolState."""
        button = IconButton(icon, words, tooltip=tooltip, checkable=True)
        bind(
            self.tools,
            name,
            button,
            getter=button.isChecked,
            setter=button.setChecked,
            edited=button.toggled,
        )
        return button


class PaintRow(Row):
    """Brush, eraser, mask brush: size, hardness, opacity, pressure; the rest in a small panel."""

    def __init__(self, tools: ToolState, size_name: str, *, mask: bool = False) -> None:
        super().__init__(tools)
        size = ScrubField(
            self.tr("size"),
            MIN_SIZE,
            MAX_SIZE,
            proportional=True,
            tooltip=self.tr("Diameter of the brush in pixels ([ and ])"),
        )
        bind(
            tools,
            size_name,
            size,
            getter=lambda: size.value,
            setter=size.set_value,
            edited=size.value_changed,
        )
        self.add(size)
        self._shares = {
            "hardness": self.share(
                "hardness", self.tr("hardness"), self.tr("The part of the brush that is full")
            ),
            "opacity": self.share("opacity", self.tr("opacity"), self.tr("The most that one stroke covers")),
        }
        self.spare = [self._shares["opacity"], self._shares["hardness"]]
        self.add(
            *self._shares.values(),
            self.switch(
                "pressure_to_size",
                "pen-tool",
                self.tr("Pressure changes the size"),
                self.tr("A pen that presses less paints thinner"),
            ),
        )
        if mask:
            self.add(
                self.switch(
                    "mask_erases",
                    "eraser",
                    self.tr("Take away"),
                    self.tr("Take away from the selection instead of adding to it (X)"),
                )
            )
        self._more = IconButton("sliders-horizontal", self.tr("More about the brush"))
        self._more.clicked.connect(self._show_more)
        self.add(self._more)

    @Slot()
    def _show_more(self) -> None:
        elsewhere = {name for name, field in self._shares.items() if field.isHidden()}
        panel = _BrushPanel(self.tools, elsewhere, self._more)
        panel.move(self._more.mapToGlobal(self._more.rect().bottomLeft()))
        panel.show()


class _BrushPanel(QWidget):
    """Flow, spacing, and whether pressure changes the opacity. Closes when something else is clicked.

    With ``elsewhere``, what the row has no room for.
    """

    def __init__(self, tools: ToolState, elsewhere: Collection[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Brush"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(10)
        rows = (
            ("hardness", self.tr("Hardness, %"), self.tr("The part of the brush that is full"), 0, 80),
            ("opacity", self.tr("Opacity, %"), self.tr("The most that one stroke covers"), 0, 100),
            ("flow", self.tr("Flow, %"), self.tr("What one dab of the brush covers"), 1, 100),
            ("spacing", self.tr("Spacing, %"), self.tr("Between dabs, as a part of the brush's size"), 1, 10),
        )
        for name, label, tooltip, least, default in rows:
            if name not in ("flow", "spacing", *elsewhere):
                continue
            field = SliderField(label, least, 100, default=default, tooltip=tooltip)
            field.setMinimumWidth(200)
            bind(
                tools,
                name,
                field,
                getter=partial(_as_share, field),
                setter=partial(_show_share, field),
                edited=field.value_changed,
            )
            column.addWidget(field)
        row = Row(tools)
        row.add(
            row.switch(
                "pressure_to_opacity",
                "blend",
                self.tr("Pressure changes the opacity"),
                self.tr("A pen that presses less covers less"),
            )
        )
        column.addWidget(row)


class LikenessRow(Row):
    """Wand, fill, picker: how alike, and where to look."""

    def __init__(self, tools: ToolState, *, tolerance: bool, opacity: bool = False) -> None:
        super().__init__(tools)
        if tolerance:
            field = ScrubField(
                self.tr("tolerance"),
                0,
                255,
                tooltip=self.tr("The largest difference of red, green, blue or alpha, 0 to 255"),
            )
            bind(
                tools,
                "tolerance",
                field,
                getter=lambda: int(field.value),
                setter=field.set_value,
                edited=field.value_changed,
            )
            self.add(field)
        if opacity:
            self.add(self.share("opacity", self.tr("opacity"), self.tr("How much the colour covers")))
        if tolerance:
            self.add(
                self.switch(
                    "contiguous",
                    "link",
                    self.tr("Only what hangs together"),
                    self.tr("Only what hangs together with the place that is clicked"),
                )
            )
        self.add(
            self.switch(
                "all_layers",
                "layers",
                self.tr("Look at all layers"),
                self.tr("Look at the whole picture, not at the chosen layer alone"),
            )
        )


class CombineRow(Row):
    """What a new selection does with the one that is there."""

    def __init__(self, tools: ToolState) -> None:
        super().__init__(tools)
        self.line.setSpacing(2)
        self._buttons: dict[Combine, IconButton] = {}
        for how, icon, words in (
            (Combine.REPLACE, "square", self.tr("Select anew")),
            (Combine.ADD, "squares-unite", self.tr("Add to the selection (Shift)")),
            (Combine.SUBTRACT, "squares-subtract", self.tr("Take away from the selection (Alt)")),
            (Combine.INTERSECT, "squares-intersect", self.tr("Keep what is in both (Shift+Alt)")),
        ):
            button = IconButton(icon, words, checkable=True)
            button.setAutoExclusive(True)
            button.clicked.connect(partial(self._choose, how))
            self._buttons[how] = button
            self.add(button)
        tools.changed.connect(self._show)
        self._show("combine")

    def _choose(self, how: Combine, _checked: bool = False) -> None:
        self.tools.combine = how

    @Slot(str)
    def _show(self, name: str) -> None:
        if name == "combine":
            self._buttons[self.tools.combine].setChecked(True)


def joined(tools: ToolState, *rows: Callable[[], Row]) -> Row:
    """Several rows as one."""
    whole = Row(tools)
    parts = [make() for make in rows]
    whole.add(*parts)
    whole.spare = [widget for part in parts for widget in part.spare]
    return whole


def _as_share(field: SliderField) -> float:
    return field.value / 100


def _show_share(field: SliderField, share: float) -> None:
    field.set_value(share * 100)
