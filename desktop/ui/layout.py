"""The docks: which there are, where they stand at the first start, and how the keyboard goes round them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QWidget

from desktop.state.studio import Studio
from desktop.ui.docks.details_dock import DetailsDock
from desktop.ui.docks.dock import Dock
from desktop.ui.docks.gallery_dock import GalleryDock
from desktop.ui.docks.history_dock import HistoryDock
from desktop.ui.docks.layers_dock import LayersDock
from desktop.ui.docks.lora_dock import LoraDock
from desktop.ui.docks.models_dock import ModelsDock
from desktop.ui.docks.prompt_dock import PromptDock
from desktop.ui.docks.queue_dock import QueueDock

LAYOUT_VERSION = 5
"""Raise it when docks are added or renamed: older layouts are then left alone."""

_GALLERY_HEIGHT = 190
_SPARE = 40
"""More than two rows of a grid, so that it shows that there are others."""
_RIGHT_WIDTH = 290
_STACKED_HEIGHT = 780
"""From this height of the window on, layers and history stand above details, models and LoRAs."""
_LAYERS_SHARE = 0.52


class Layout:
    """Builds the docks into ``window``, whose central widget is there already. GUI thread."""

    def __init__(self, studio: Studio, window: QMainWindow, canvas: QWidget) -> None:
        self._window = window
        self._canvas = canvas
        self._hidden: tuple[Dock, ...] = ()
        self.prompt = PromptDock(studio)
        self.gallery = GalleryDock(studio)
        self.prompt_dock = Dock("prompt", _tr("Prompt"), self.prompt, window, self.prompt.header)
        self.gallery_dock = Dock("gallery", _tr("Gallery"), self.gallery, window, self.gallery.header)
        self.queue = QueueDock(studio)
        self.queue_dock = Dock("queue", _tr("Queue"), self.queue, window, self.queue.header)
        self.details = DetailsDock(studio)
        self.details_dock = Dock("details", _tr("Details"), self.details, window)
        self.models = ModelsDock(studio)
        self.models_dock = Dock("models", _tr("Models"), self.models, window)
        self.loras = LoraDock(studio.adapters)
        self.loras_dock = Dock("loras", _tr("LoRA"), self.loras, window)
        self.layers = LayersDock(studio)
        self.layers_dock = Dock("layers", _tr("Layers"), self.layers, window)
        self.history = HistoryDock(studio.undo_stack)
        self.history_dock = Dock("history", _tr("History"), self.history, window)
        self.docks = (
            self.prompt_dock,
            self.gallery_dock,
            self.queue_dock,
            self.layers_dock,
            self.history_dock,
            self.details_dock,
            self.models_dock,
            self.loras_dock,
        )
        self._place()
        self._stacked = True
        self._initial = window.saveState(LAYOUT_VERSION)

    def reset(self) -> None:
        """Put every dock back where it was at the first start."""
        self._hidden = ()
        self._window.restoreState(self._initial, LAYOUT_VERSION)
        self._stacked = True
        self.fit_height()

    def restore(self, state: str) -> None:
        """Take a layout of ``saved``; one that does not fit this version gives the first one."""
        if state and not self._window.restoreState(QByteArray.fromBase64(state.encode()), LAYOUT_VERSION):
            self.reset()
        self._stacked = self.details_dock not in self._window.tabifiedDockWidgets(self.layers_dock)

    def fit_height(self) -> None:
        """Stack the docks at the right where the window is high enough, else put them into one row of tabs.

        Not when the person has put them elsewhere.
        """
        stacked = self._window.height() >= _STACKED_HEIGHT
        if stacked == self._stacked or not self._is_own_arrangement():
            return
        self._stacked = stacked
        in_front = [dock for dock in self._right() if not dock.widget().visibleRegion().isEmpty()]
        if stacked:
            width = self.layers_dock.width()
            for dock in self._right():  # what is split off a tab would become one itself
                self._window.removeDockWidget(dock)
            self._stack(width)
            for dock in self._right():
                dock.show()
            for dock in self._right():
                dock.show_title()
        else:
            for dock in (self.details_dock, self.models_dock, self.loras_dock):
                self._window.tabifyDockWidget(self.history_dock, dock)
        for dock in reversed(in_front or [self.layers_dock]):  # of layers and details in one row, layers
            dock.raise_()

    def _is_own_arrangement(self) -> bool:
        """Whether the docks at the right stand together as this class puts them."""
        window, area = self._window, Qt.DockWidgetArea.RightDockWidgetArea
        groups = (self._right(),) if not self._stacked else (self._right()[:2], self._right()[2:])
        return all(
            window.dockWidgetArea(dock) == area
            and not dock.isFloating()
            and not dock.isHidden()
            and set(window.tabifiedDockWidgets(dock)) == set(group) - {dock}
            for group in groups
            for dock in group
        )

    def _right(self) -> tuple[Dock, ...]:
        return self.layers_dock, self.history_dock, self.details_dock, self.models_dock, self.loras_dock

    def _stack(self, width: int) -> None:
        """Layers and history above details and models, at the right."""
        window = self._window
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.layers_dock)
        window.splitDockWidget(self.layers_dock, self.details_dock, Qt.Orientation.Vertical)
        window.tabifyDockWidget(self.layers_dock, self.history_dock)
        window.tabifyDockWidget(self.details_dock, self.models_dock)
        window.tabifyDockWidget(self.models_dock, self.loras_dock)
        height = max(2, window.height())
        window.resizeDocks(
            [self.layers_dock, self.details_dock],
            [round(height * _LAYERS_SHARE), round(height * (1 - _LAYERS_SHARE))],
            Qt.Orientation.Vertical,
        )
        window.resizeDocks([self.layers_dock], [width], Qt.Orientation.Horizontal)

    def saved(self) -> str:
        """The layout as text, with the docks that are hidden only for now."""
        for dock in self._hidden:
            dock.show()
        self._hidden = ()
        return bytes(self._window.saveState(LAYOUT_VERSION).toBase64().data()).decode()

    def reveal(self, dock: Dock, inside: QWidget) -> None:
        """Bring a dock to the front, and the keyboard to ``inside``."""
        dock.show()
        dock.raise_()
        inside.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_all(self) -> None:
        """Hide all docks; or show those again that this hid, or all when none is there."""
        shown = tuple(dock for dock in self.docks if not dock.isHidden())
        for dock in shown or self._hidden or self.docks:
            dock.setVisible(not shown)
        self._hidden = shown

    def set_gallery_tall(self, tall: bool) -> None:
        """Make the gallery's dock as high as a grid needs, or as low as a strip."""
        frame = self.gallery_dock.height() - self.gallery.height()
        height = self.gallery.grid_height + frame + _SPARE if tall else _GALLERY_HEIGHT
        if self.gallery_dock.isFloating():
            self.gallery_dock.resize(self.gallery_dock.width(), height)
        else:
            self._window.resizeDocks([self.gallery_dock], [height], Qt.Orientation.Vertical)

    def focus_next(self) -> None:
        """Take the keyboard to the next area: docks and canvas in turn, closed docks left out."""
        gallery = self.gallery.search if self.gallery.strip.isHidden() else self.gallery.strip
        areas: tuple[tuple[QWidget, QWidget], ...] = (
            (self.prompt_dock, self.prompt.prompt.edit),
            (self._canvas, self._canvas),
            (self.gallery_dock, gallery),
            (self.queue_dock, self.queue.view),
            (self.layers_dock, self.layers.view),
            (self.history_dock, self.history.list),
            (self.models_dock, self.models.list),
            (self.loras_dock, self.loras.list),
            (self.details_dock, self.details.use_all),
        )
        shown = [area for area in areas if not area[1].visibleRegion().isEmpty()]
        focus = QApplication.focusWidget()
        inside = [area is focus or (focus is not None and area.isAncestorOf(focus)) for area, _ in shown]
        at = inside.index(True) if True in inside else -1
        shown[(at + 1) % len(shown)][1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place(self) -> None:
        window = self._window
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setDockOptions(window.dockOptions() | QMainWindow.DockOption.GroupedDragging)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            window.setCorner(corner, Qt.DockWidgetArea.BottomDockWidgetArea)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.prompt_dock)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.gallery_dock)
        window.tabifyDockWidget(self.gallery_dock, self.queue_dock)
        self.gallery_dock.raise_()
        window.resizeDocks([self.prompt_dock], [self.prompt.sizeHint().width()], Qt.Orientation.Horizontal)
        self._stack(_RIGHT_WIDTH)
        self.layers_dock.raise_()
        self.details_dock.raise_()
        window.resizeDocks([self.gallery_dock], [_GALLERY_HEIGHT], Qt.Orientation.Vertical)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Layout", text)
