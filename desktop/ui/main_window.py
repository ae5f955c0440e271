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
from desktop.ui.commands.queue import JOB_MENU
from desktop.ui.layout import Layout
from desktop.ui.status_bar import StatusBar
from desktop.ui.theme import apply_theme
from desktop.ui.title_row import TitleRow
from desktop.ui.widgets.notice_bar import NoticeBar


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
        self.actions_ = Actions(studio, self)
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

        self.layout_ = Layout(self._studio, self, self.canvas)
        self.prompt, self.gallery = self.layout_.prompt, self.layout_.gallery
        self.queue = self.layout_.queue
        self.prompt_dock, self.gallery_dock = self.layout_.prompt_dock, self.layout_.gallery_dock
        self.status = StatusBar(self._studio)
        self.setStatusBar(self.status)

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
        self.queue.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.queue.view.addActions([self.actions_[name] for name in JOB_MENU])
        self.queue.action_requested.connect(self.actions_.trigger)
        self.queue.selection_changed.connect(refresh)
        studio.queue.desk.paused_changed.connect(refresh)
        studio.notices.added.connect(self._show_notice)
        studio.canvas.picture_changed.connect(self._show_title)
        studio.preferences.changed.connect(self._apply_settings)
        studio.canvas.picture_changed.connect(refresh)
        studio.board.counts_changed.connect(refresh)
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

    # Closing

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and hasattr(self, "actions_"):
            self.actions_.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._studio.busy and not self._may_close:
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
        box = QMessageBox(self)
        box.setObjectName("ask_to_close")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Close Darkroom?"))
        box.setText(self.tr("Pictures are still being made."))
        box.setInformativeText(
            self.tr(
                "Finished pictures are saved. Jobs that are kept in the queue for the next start: {count}."
            ).format(count=self._studio.board.waiting_count + bool(running))
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
