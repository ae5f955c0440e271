"""The window: docks around the canvas, menus, status. It arranges and connects; what happens is elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from desktop.core.settings import Settings
from desktop.state.canvas_state import CanvasPicture
from desktop.state.job_board import JobRecord
from desktop.state.notices import NoticeItem
from desktop.state.studio import Studio
from desktop.ui.actions import Actions
from desktop.ui.canvas.presenter import CanvasPresenter
from desktop.ui.canvas.view import CanvasView
from desktop.ui.commands import Commands
from desktop.ui.docks.dock import Dock
from desktop.ui.docks.gallery_dock import GalleryDock
from desktop.ui.docks.prompt_dock import PromptDock
from desktop.ui.status_bar import StatusBar
from desktop.ui.theme import apply_theme
from desktop.ui.title_row import TitleRow
from desktop.ui.widgets.notice_bar import NoticeBar

LAYOUT_VERSION = 1
"""Raise it when docks are added or renamed: older layouts are then left alone."""


class MainWindow(QMainWindow):
    """GUI thread. ``closed`` comes once, when the window is gone for good."""

    closed = Signal()

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._may_close = False
        self.setWindowTitle("Darkroom")
        self.setMinimumSize(1100, 700)
        self.resize(1440, 900)
        self._build()
        self._initial_state = self.saveState(LAYOUT_VERSION)
        self.commands = Commands(studio, self.canvas, self)
        self.actions_ = Actions(self.commands, self)
        self._build_menus()
        self._connect()
        self._restore_layout()

    # Building

    def _build(self) -> None:
        self.canvas = CanvasView()
        self.presenter = CanvasPresenter(self._studio, self.canvas)
        self.notice_bar = NoticeBar()
        center = QWidget()
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice_bar)
        column.addWidget(self.canvas, 1)
        self.setCentralWidget(center)

        self.prompt = PromptDock(self._studio)
        self.gallery = GalleryDock(self._studio)
        self.prompt_dock = Dock("prompt", self.tr("Prompt"), self.prompt, self)
        self.gallery_dock = Dock("gallery", self.tr("Gallery"), self.gallery, self, self.gallery.search)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.prompt_dock)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.gallery_dock)
        self.resizeDocks([self.prompt_dock], [self.prompt.sizeHint().width()], Qt.Orientation.Horizontal)
        self.resizeDocks([self.gallery_dock], [190], Qt.Orientation.Vertical)
        self.status = StatusBar(self._studio)
        self.setStatusBar(self.status)

    def _build_menus(self) -> None:
        self._title = TitleRow()
        self.setMenuWidget(self._title)
        docks = (self.prompt_dock, self.gallery_dock)
        self.actions_.fill(self._title.bar, {"&View": [dock.toggleViewAction() for dock in docks]})
        for dock in docks:
            dock.toggleViewAction().setStatusTip(
                self.tr("Show or hide the dock {title}").format(title=dock.windowTitle())
            )

    def _connect(self) -> None:
        studio, refresh = self._studio, self.actions_.refresh
        self.prompt.generate_requested.connect(self.commands.generate)
        self.commands.layout_reset_requested.connect(self.reset_layout)
        self.commands.next_area_requested.connect(self._focus_next_area)
        self.prompt.set_generate_shortcut(self.actions_["generate"].shortcut())
        self.canvas.pixel_hovered.connect(self.status.show_pixel)
        self.canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.canvas.addActions(
            [
                self.actions_[name]
                for name in (
                    "copy_picture",
                    "copy_settings",
                    "use_settings",
                    "use_seed",
                    "save_as",
                    "show_in_folder",
                )
            ]
        )
        studio.notices.added.connect(self._show_notice)
        studio.canvas.picture_changed.connect(self._show_title)
        studio.preferences.changed.connect(self._apply_settings)
        studio.canvas.picture_changed.connect(refresh)
        studio.board.job_added.connect(refresh)
        studio.board.job_ended.connect(refresh)
        studio.undo_stack.indexChanged.connect(refresh)

    # What the state tells

    @Slot(object)
    def _show_notice(self, item: NoticeItem) -> None:
        self.notice_bar.show_notice(item.level.value, item.info.message, item.info.hint, item.info.details)

    @Slot(object)
    def _show_title(self, picture: CanvasPicture | None) -> None:
        name = picture.saved.path.name if picture is not None and picture.saved is not None else ""
        self._title.set_document(name)
        self.setWindowTitle(f"{name} - Darkroom" if name else "Darkroom")
        self.setWindowFilePath(str(picture.saved.path) if picture and picture.saved else "")

    @Slot(object)
    def _apply_settings(self, settings: Settings) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, settings.theme, reduced_motion=settings.reduced_motion)
        self.actions_.refresh()

    # Keyboard

    @Slot()
    def _focus_next_area(self) -> None:
        """Go round: prompt, canvas, gallery; closed docks are left out."""
        strip, search = self.gallery.strip, self.gallery.search
        areas: tuple[tuple[QWidget, QWidget], ...] = (
            (self.prompt_dock, self.prompt.prompt.edit),
            (self.canvas, self.canvas),
            (self.gallery_dock, search if strip.isHidden() else strip),
        )
        shown = [area for area in areas if area[0].isVisible()]
        focus = QApplication.focusWidget()
        inside = [area is focus or (focus is not None and area.isAncestorOf(focus)) for area, _ in shown]
        at = inside.index(True) if True in inside else -1
        shown[(at + 1) % len(shown)][1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Layout

    @Slot()
    def reset_layout(self) -> None:
        """Put every dock back where it was at the first start."""
        self.restoreState(self._initial_state, LAYOUT_VERSION)

    def _restore_layout(self) -> None:
        session = self._studio.preferences.current.session
        self.restoreGeometry(_decoded(session.window_geometry))
        if session.window_state and not self.restoreState(_decoded(session.window_state), LAYOUT_VERSION):
            self.reset_layout()

    def _keep_layout(self) -> None:
        preferences = self._studio.preferences
        layout = {
            "window_geometry": _encoded(self.saveGeometry()),
            "window_state": _encoded(self.saveState(LAYOUT_VERSION)),
        }
        preferences.update(session=preferences.current.session.model_copy(update=layout))

    # Closing

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and hasattr(self, "actions_"):
            self.actions_.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.commands.is_busy() and not self._may_close:
            event.ignore()
            self._ask_to_close()
            return
        self._keep_layout()
        event.accept()
        self.closed.emit()

    def _ask_to_close(self) -> None:
        """Once, while pictures are being made; not again while the question stands."""
        if self.findChild(QMessageBox, "ask_to_close") is not None:
            return
        running: JobRecord | None = self._studio.board.running
        waiting = len(self._studio.board.waiting)
        box = QMessageBox(self)
        box.setObjectName("ask_to_close")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Close Darkroom?"))
        box.setText(self.tr("Pictures are still being made."))
        box.setInformativeText(
            self.tr("Finished pictures are kept. Jobs that will be dropped: {count}.").format(
                count=waiting + bool(running)
            )
        )
        close = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        close.clicked.connect(self._close_for_good)
        box.finished.connect(box.deleteLater)
        box.open()

    @Slot()
    def _close_for_good(self) -> None:
        self._may_close = True
        self.close()


def _encoded(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()


def _decoded(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode())
