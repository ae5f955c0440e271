"""The window: docks around the canvas, menus, status. It arranges and connects; what happens is elsewhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import ErrorInfo
from desktop.core.settings import Settings
from desktop.state.notices import NoticeItem, NoticeLevel
from desktop.state.studio import Studio
from desktop.ui.actions import Actions
from desktop.ui.canvas.presenter import CanvasPresenter
from desktop.ui.canvas.tool_bar import ToolBar
from desktop.ui.canvas.view import CanvasView
from desktop.ui.closing import Closing
from desktop.ui.commands import gallery
from desktop.ui.commands.layers import LAYER_MENU
from desktop.ui.commands.models import MODEL_MENU
from desktop.ui.commands.queue import JOB_MENU
from desktop.ui.docks.picture_menu import PictureMenu
from desktop.ui.drop.overlay import DropOverlay
from desktop.ui.layout import Layout
from desktop.ui.outside import Outside
from desktop.ui.status_bar import StatusBar
from desktop.ui.theme import apply_theme
from desktop.ui.title_row import TitleRow
from desktop.ui.widgets.notice_bar import NoticeBar

CANVAS_MENU = ("copy", "copy_settings", "use_settings", "use_seed", "save_as", "show_in_folder")


class MainWindow(QMainWindow):
    """GUI thread. ``closed`` comes once, when the window is gone for good."""

    closed = Signal()

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self.closing = Closing(studio, self)
        self._look = self._look_of(studio.preferences.current)
        self.setMinimumSize(1100, 700)
        self.resize(1440, 900)
        self._build()
        self.actions_ = Actions(studio, self)
        self._build_menus()
        self._connect()
        self._restore_layout()

    # Building

    def _build(self) -> None:
        self.canvas = CanvasView(self._studio.editor)
        self.presenter = CanvasPresenter(self._studio, self.canvas)
        self.notice_bar = NoticeBar()
        center = QWidget()
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice_bar)
        self.tool_bar = ToolBar(self._studio.editor.tools)
        row = QHBoxLayout()
        row.setSpacing(1)
        row.addWidget(self.tool_bar)
        row.addWidget(self.canvas, 1)
        column.addLayout(row, 1)
        self.setCentralWidget(center)
        self.canvas.setFocus()  # not the first tool

        self.layout_ = Layout(self._studio, self, self.canvas)
        self.prompt, self.gallery = self.layout_.prompt, self.layout_.gallery
        self.queue = self.layout_.queue
        self.prompt_dock, self.gallery_dock = self.layout_.prompt_dock, self.layout_.gallery_dock
        document = self._studio.editor.document
        self.drop_overlay = DropOverlay(self, lambda: document.document.empty)
        self.status = StatusBar(self._studio)
        self.setStatusBar(self.status)
        self.outside = Outside(self._studio, self)

    def _build_menus(self) -> None:
        self._title = TitleRow()
        self.setMenuWidget(self._title)
        docks = self.layout_.docks
        self.actions_.fill(self._title.bar, {"&View": [dock.toggleViewAction() for dock in docks]})
        for dock in docks:
            dock.toggleViewAction().setStatusTip(
                self.tr("Show or hide the dock {title}").format(title=dock.windowTitle())
            )

    def _connect(self) -> None:
        studio, refresh = self._studio, self.actions_.refresh
        self.prompt.generate_requested.connect(self.actions_["generate"].trigger)
        self._show_generate_key()
        self.actions_["generate"].changed.connect(self._show_generate_key)
        self.prompt.header.styles_requested.connect(self.actions_["styles"].trigger)
        self.prompt.header.folder_requested.connect(self.actions_["wildcards_folder"].trigger)
        self.drop_overlay.dropped.connect(studio.opening.take)
        studio.opening.found_changed.connect(refresh)
        self.canvas.pixel_hovered.connect(self.status.show_pixel)
        self.canvas.zoom_changed.connect(self.status.show_zoom)
        self.status.set_actions(self.actions_.__getitem__)
        self.notice_bar.action_chosen.connect(self.actions_.trigger)
        models = self.layout_.models
        models.menu_wanted.connect(self._show_model_menu)
        models.current_changed.connect(refresh)
        studio.device_changed.connect(refresh)
        self._connect_canvas()
        self._connect_layers()
        self._connect_gallery()
        self.queue.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.queue.view.addActions([self.actions_[name] for name in JOB_MENU])
        self.queue.action_requested.connect(self.actions_.trigger)
        self.queue.selection_changed.connect(refresh)
        studio.queue.desk.paused_changed.connect(refresh)
        studio.notices.added.connect(self._show_notice)
        studio.canvas.picture_changed.connect(self._show_title)
        studio.editor.project.changed.connect(self._show_title)
        studio.editor.project.saved.connect(refresh)
        studio.editor.project.found_changed.connect(refresh)
        studio.editor.candidates.changed.connect(refresh)
        studio.collection.details.changed.connect(refresh)
        studio.preferences.changed.connect(self._apply_settings)
        QApplication.styleHints().colorSchemeChanged.connect(self._on_desktop_theme_changed)
        studio.canvas.picture_changed.connect(refresh)
        studio.board.counts_changed.connect(refresh)
        studio.undo_stack.index_changed.connect(refresh)

    def _connect_canvas(self) -> None:
        studio, canvas = self._studio, self.canvas
        self.tool_bar.set_actions(self.actions_.__getitem__)
        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        canvas.customContextMenuRequested.connect(self._show_canvas_menu)
        canvas.words_changed.connect(self.status.show_words)
        canvas.tool_failed.connect(self._say_failed)
        studio.editor.tools.changed.connect(self.actions_.refresh)

    def _connect_layers(self) -> None:
        actions, dock = self.actions_, self.layout_.layers
        dock.set_actions([actions[name] for name in LAYER_MENU], actions["copy_merged"])

    def _connect_gallery(self) -> None:
        studio, actions, strip = self._studio, self.actions_, self.gallery.strip
        strip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        strip.customContextMenuRequested.connect(self._show_picture_menu)
        self.gallery.header.grid_toggled.connect(actions["gallery_grid"].trigger)
        self.gallery.header.compare_requested.connect(actions["compare"].trigger)
        self.layout_.details.picture_chosen.connect(self.gallery.reveal)
        self.presenter.chip.step_requested.connect(self.gallery.step)
        studio.canvas.before_changed.connect(actions.refresh)
        studio.collection.selection.changed.connect(actions.refresh)
        studio.collection.list.listed.connect(actions.refresh)
        self.gallery.wrapping_changed.connect(actions.refresh)

    @Slot(QPoint)
    def _show_canvas_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.tr("Canvas"))
        menu.addActions([self.actions_[name] for name in CANVAS_MENU])
        menu.popup(self.canvas.mapToGlobal(place))

    @Slot(object)
    def _say_failed(self, info: ErrorInfo) -> None:
        self._studio.notices.add(NoticeLevel.WARNING, info)

    @Slot(QPoint)
    def _show_picture_menu(self, place: QPoint) -> None:
        actions = [self.actions_[name] for name in gallery.PICTURE_MENU]
        menu = PictureMenu(self._studio.collection, actions, self.actions_["new_board"], self)
        menu.popup(self.gallery.strip.viewport().mapToGlobal(place))

    # What the state tells

    @Slot(object)
    def _show_notice(self, item: NoticeItem) -> None:
        self.notice_bar.show_notice(item.level.value, item.info.message, item.info.hint, item.info.details)
        if item.action:
            action = self.actions_[item.action]
            self.notice_bar.offer(item.action, action.text().replace("&", ""), action.statusTip())

    @Slot()
    def _show_title(self) -> None:
        """Name the picture that is looked at, or else the project, which candidates are for."""
        editor = self._studio.editor
        picture, project = self._studio.canvas.picture, editor.project
        if editor.candidates.offered:
            picture = None
        file = project.file if picture is None else picture.file
        name = project.name if picture is None else "" if file is None else file.name
        modified = project.modified and picture is None
        self._title.set_document(f"{name}*" if modified else name)
        self.outside.set_title(name, modified=modified)
        self.setWindowFilePath("" if file is None else str(file))

    @Slot(object)
    def _apply_settings(self, settings: Settings) -> None:
        self.actions_.refresh()
        # A style sheet makes every widget measure itself again: only when something looks different.
        if (look := self._look_of(settings)) != self._look:
            self._look = look
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            apply_theme(app, settings.theme, reduced_motion=settings.reduced_motion)

    @staticmethod
    def _look_of(settings: Settings) -> tuple[str, bool, Qt.ColorScheme]:
        return settings.theme, settings.reduced_motion, QApplication.styleHints().colorScheme()

    @Slot()
    def _on_desktop_theme_changed(self) -> None:
        self._apply_settings(self._studio.preferences.current)

    @Slot()
    def _show_generate_key(self) -> None:
        self.prompt.set_generate_shortcut(self.actions_["generate"].shortcut())

    @Slot(QPoint)
    def _show_model_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.tr("Model"))
        menu.addActions([self.actions_[name] for name in MODEL_MENU])
        menu.popup(place)

    @Slot(object)
    def receive_files(self, paths: tuple[Path, ...]) -> None:
        """Come to the front, and open what a second start was given."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self._studio.opening.open_files(paths)

    # Layout

    def focus_next_area(self) -> None:
        self.layout_.focus_next()

    def reset_layout(self) -> None:
        self.layout_.reset()

    def _restore_layout(self) -> None:
        session = self._studio.preferences.current.session
        self.restoreGeometry(QByteArray.fromBase64(session.window_geometry.encode()))
        self.layout_.restore(session.window_state)

    def _keep_layout(self) -> None:
        preferences = self._studio.preferences
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        layout = {"window_geometry": geometry, "window_state": self.layout_.saved()}
        preferences.update(session=preferences.current.session.model_copy(update=layout))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "layout_"):
            self.layout_.fit_height()

    # Closing

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.outside.calm()
        if event.type() == QEvent.Type.WindowStateChange and hasattr(self, "actions_"):
            self.actions_.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.closing.may_close():
            event.ignore()
            return
        self._keep_layout()
        self.canvas.close_work()
        self.presenter.close_work()
        event.accept()
        self.closed.emit()

    @Slot()
    def close_for_good(self) -> None:
        """Close without asking, also while pictures are being made."""
        self.closing.close_for_good()
