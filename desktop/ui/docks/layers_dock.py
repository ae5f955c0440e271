"""The layers of the document, and what is done with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from desktop.core.document.layers import BlendMode, LayerId
from desktop.state.editor.document_state import DocumentChange
from desktop.state.editor.layer_rows import LayerRow
from desktop.state.studio import Studio
from desktop.ui.docks.drag_out import DragHandle, PictureDrag
from desktop.ui.docks.layer_delegate import Part, blend_name
from desktop.ui.docks.layers_view import Drop, LayersView
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.slider_field import SliderField

BUTTONS = ("new_layer", "new_group", "new_mask", "duplicate_layer", "merge_down", "delete_layer")
"""The actions below the list."""


class LayersDock(QWidget):
    """Binds to the editor; the buttons and the menu are the window's actions. GUI thread."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor = studio.editor
        self._menu: tuple[QAction, ...] = ()
        self.view = LayersView(editor.rows, editor.tools)
        self.drag = PictureDrag(editor.drag_files, studio.paths.dragged, self)
        self._hint = QLabel(
            self.tr("Layers stand here: open or drop a picture, or begin with an empty layer.")
        )
        self._hint.setProperty("kind", "readable")
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(12, 10, 12, 10)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.blend = ChoiceField(
            [Choice(blend_name(mode), mode) for mode in BlendMode], name=self.tr("Blend mode")
        )
        self.opacity = SliderField(
            self.tr("Opacity"),
            0,
            100,
            default=100,
            unit="%",
            tooltip=self.tr("How much of the layer is seen, in percent"),
        )
        self.controls = QWidget()
        row = QGridLayout(self.controls)
        row.setContentsMargins(12, 6, 12, 0)
        row.setHorizontalSpacing(12)
        tip = self.tr("How the layer mixes with what lies below it")
        row.addWidget(Field(self.tr("Blend mode"), self.blend, tooltip=tip), 0, 0)
        row.addWidget(self.opacity, 0, 1)
        row.setColumnStretch(0, 1)
        row.setColumnStretch(1, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(8, 4, 10, 6)
        self._buttons.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._hint, 1)
        column.addWidget(self.view, 1)
        column.addWidget(self.controls)
        column.addLayout(self._buttons)

        self.view.layer_chosen.connect(self._choose)
        self.view.moved.connect(self._move)
        self.view.part_clicked.connect(self._toggle)
        self.view.step_requested.connect(editor.layers.step)
        self.view.dragged.connect(self.drag.prepare_layer)
        self.view.dragged_out.connect(self.drag.start)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._ask_for_menu)
        editor.rows.renamed.connect(editor.layers.rename)
        self.blend.value_changed.connect(self._set_blend)
        self.opacity.slider.sliderPressed.connect(editor.layers.begin_opacity)
        self.opacity.value_changed.connect(self._set_opacity)
        editor.document.changed.connect(self._on_changed)
        self._show()

    def set_actions(self, menu: Sequence[QAction], copy: QAction) -> None:
        """What a layer's menu offers, some of it (BUTTONS) as buttons; ``copy`` copies the picture."""
        self._menu = tuple(menu)
        for name in BUTTONS:
            self._buttons.addWidget(_ActionButton(next(a for a in menu if a.objectName() == name)))
        self._buttons.addStretch(1)
        handle = DragHandle(
            self.tr("Drag the picture out"),
            self.tr("Drag the whole picture to another program; a click copies it"),
        )
        handle.dragged.connect(self.drag.prepare_picture)
        handle.left.connect(self.drag.start)
        handle.clicked.connect(copy.trigger)
        self._buttons.addWidget(handle)

    @Slot(str)
    def _choose(self, layer_id: str) -> None:
        self._editor.document.set_active(LayerId(layer_id))

    @Slot(str, object)
    def _move(self, layer_id: str, drop: Drop) -> None:
        self._editor.layers.move_onto(LayerId(layer_id), drop.group, drop.above)

    @Slot(object, object)
    def _toggle(self, row: LayerRow, part: Part) -> None:
        editor = self._editor
        if row.layer is None:
            editor.tools.shows_mask = not editor.tools.shows_mask
        elif part is Part.EYE:
            editor.layers.toggle_visible(row.layer.id)
        elif part is Part.LOCK:
            editor.layers.toggle_locked(row.layer.id)
        else:
            editor.rows.toggle_folded(row.layer.id)

    @Slot(QPoint)
    def _ask_for_menu(self, place: QPoint) -> None:
        row = self.view.row_at(place) or self.view.current_row()  # a key asks for it at any place
        if row is None or row.layer is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.tr("Layer"))
        menu.addActions(self._menu)
        menu.popup(self.view.viewport().mapToGlobal(place))

    @Slot(object)
    def _set_blend(self, mode: object) -> None:
        if isinstance(mode, BlendMode):
            self._editor.layers.set_blend(mode)

    @Slot(object)
    def _set_opacity(self, percent: int) -> None:
        self._editor.layers.set_opacity(percent / 100)

    @Slot(object)
    def _on_changed(self, change: DocumentChange) -> None:
        if change.layers or not change.selection.empty:
            self._show()

    def _show(self) -> None:
        document = self._editor.document.document
        empty = self._editor.rows.rowCount() == 0
        self._hint.setVisible(empty)
        self.view.setVisible(not empty)
        layer = document.active_layer
        self.controls.setEnabled(layer is not None)
        if layer is None:
            self.view.clearSelection()
            return
        self._editor.rows.unfold_to(layer.id)
        self.view.show_chosen(layer.id)
        with QSignalBlocker(self.blend), QSignalBlocker(self.opacity):
            self.blend.set_value(layer.blend)
            self.opacity.set_value(round(100 * layer.opacity))


class _ActionButton(IconButton):
    """An action as an icon; enabled as it is."""

    def __init__(self, action: QAction) -> None:
        super().__init__("plus", action.text().replace("&", "").removesuffix("…"))
        self._action = action
        self.setIcon(action.icon())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
