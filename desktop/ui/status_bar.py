"""The line at the bottom: device, memory, model, zoom, queue, speed, the pixel under the cursor, messages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMenu, QProgressBar, QSizePolicy, QStatusBar, QToolButton, QWidget

from desktop.core.document.compose import compose
from desktop.core.geometry import Rect
from desktop.state.studio import Studio
from desktop.ui.first_paint import FirstPaint
from desktop.ui.icons import icon

_MEMORY_INTERVAL_MS = 2000
_MESSAGE_MS = 8000
_ICON = 15
_ICON_GAP = 4
_GIB = 2**30


class StatusBar(QStatusBar):
    """Shows; each part does what its action does when it is clicked."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.setSizeGripEnabled(False)
        self.device = _Part(self.tr("Starting the engine…"), "cpu")
        self.device.setToolTip(self.tr("What pictures are computed on; click for more about this machine"))
        self._bar = QProgressBar()
        self._bar.setFixedSize(56, 5)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Memory"))
        self._bar.setToolTip(self.tr("Memory that Darkroom uses, of what this computer has"))
        self.memory = _Part()
        self.memory.setToolTip(
            self.tr("Memory that Darkroom uses, of what this computer has; click to unload the models")
        )
        self.model = _Part()
        self.model.setToolTip(self.tr("The model that pictures are made with; a click shows all models"))
        self.zoom = _Part()
        self.zoom.setToolTip(self.tr("How large the picture is shown; a click offers other sizes"))
        self.queue = _Part()
        self.queue.setToolTip(self.tr("Jobs that wait; a click shows the queue"))
        self.messages = _Part("", "info")
        self.messages.setAccessibleName(self.tr("Messages"))
        self.messages.setToolTip(self.tr("Messages since the start"))
        self._speed = QLabel()
        self._speed.setToolTip(self.tr("Sampling steps in a second"))
        self._pixel = QLabel()
        self._pixel.setToolTip(self.tr("The pixel under the cursor and its colour"))
        self.network = _Part("", "wifi-off")
        for widget in (self.device, self.memory, self._bar, self.model, self.zoom, self.queue):
            self.addWidget(widget)
        for label in (self._speed, self._pixel):
            self.addWidget(label)
        self.words = _Words()
        self.addWidget(self.words, 1)
        for permanent in (self.network, self.messages):
            self.addPermanentWidget(permanent)
        self._timer = QTimer(self)
        self._timer.setInterval(_MEMORY_INTERVAL_MS)
        self._timer.timeout.connect(self._show_memory)
        self._timer.start()
        FirstPaint(self).happened.connect(self._show_memory)  # which loads psutil
        self._show_queue()
        self._show_model()
        self._show_network()
        self.show_zoom(1.0)
        self._connect()

    def _connect(self) -> None:
        studio = self._studio
        studio.device_changed.connect(self._show_device)
        studio.exporter.saved.connect(self._say_saved)
        studio.memory_freed.connect(self._say_freed)
        studio.board.counts_changed.connect(self._show_queue)
        studio.activity.speed_changed.connect(self._show_speed)
        studio.network.use_changed.connect(self._show_network)
        studio.prompt.changed.connect(self._show_model)
        studio.library.changed.connect(self._show_model)
        studio.canvas.picture_changed.connect(self._show_has_picture)
        studio.editor.document.changed.connect(self._show_has_picture)
        self.messages.clicked.connect(self._show_messages)
        self._show_has_picture()

    def set_actions(self, action: Callable[[str], QAction]) -> None:
        """Tie the parts to the actions of these names."""
        for part, name in (
            (self.device, "about_machine"),
            (self.memory, "free_memory"),
            (self.model, "show_models"),
            (self.queue, "show_queue"),
            (self.network, "connections"),
        ):
            part.clicked.connect(action(name).trigger)
        sizes = QMenu(self.tr("Zoom"), self)
        sizes.setAccessibleName(self.tr("Zoom"))
        sizes.addActions([action(name) for name in ("fit", "actual_size", "zoom_in", "zoom_out")])
        self.zoom.setMenu(sizes)
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    @Slot(object)
    def show_pixel(self, point: QPoint | None) -> None:
        canvas = self._studio.canvas
        if point is None or canvas.preview is not None:
            self._pixel.clear()
            return
        picture = canvas.before if canvas.shows_before else canvas.picture
        if picture is None:
            document = self._studio.editor.document.shown
            pixel = compose(document, Rect(point.x(), point.y(), 1, 1))[0, 0]
        else:
            pixel = picture.pixels.array[point.y(), point.x()]
        red, green, blue = pixel[:3].tolist()
        self._pixel.setText(f"x {point.x()}  y {point.y()}   #{red:02x}{green:02x}{blue:02x}")

    @Slot(str)
    def show_words(self, words: str) -> None:
        """What to do now with the tool in hand."""
        self.words.setText(words)
        self.words.setToolTip(words)

    @Slot(float)
    def show_zoom(self, zoom: float) -> None:
        self.zoom.setText(self.tr("{percent} %").format(percent=round(100 * zoom)))

    @Slot()
    def _show_has_picture(self) -> None:
        there = self._studio.canvas.picture is not None or not self._studio.editor.document.document.empty
        self.zoom.setVisible(there)

    @Slot(object)
    def _show_device(self, device: str) -> None:
        self.device.setText(device)

    @Slot(object)
    def _say_saved(self, path: object) -> None:
        self.showMessage(self.tr("Saved as {path}").format(path=path), _MESSAGE_MS)

    @Slot()
    def _say_freed(self) -> None:
        self._show_memory()
        words = self.tr("The models were unloaded. The next picture loads its model again.")
        self.showMessage(words, _MESSAGE_MS)

    @Slot()
    def _show_memory(self) -> None:
        import psutil

        used, total = psutil.Process().memory_info().rss, psutil.virtual_memory().total
        self.memory.setText(
            self.tr("RAM {used} / {total} GB").format(
                used=QLocale().toString(used / _GIB, "f", 1), total=f"{total / _GIB:.0f}"
            )
        )
        self._bar.setValue(round(100 * used / total))

    @Slot()
    def _show_queue(self) -> None:
        self.queue.setText(self.tr("Queue {count}").format(count=self._studio.board.waiting_count))

    @Slot()
    def _show_model(self, _changed: object = None) -> None:
        info = self._studio.prompt.model_info
        self.model.setText(
            ""
            if info is None
            else self.fontMetrics().elidedText(info.title, Qt.TextElideMode.ElideRight, 160)
        )
        self.model.setVisible(info is not None)

    @Slot(object)
    def _show_speed(self, steps_per_s: float | None) -> None:
        if steps_per_s is None:
            self._speed.clear()
        elif steps_per_s >= 1:
            self._speed.setText(self.tr("{speed} it/s").format(speed=f"{steps_per_s:.1f}"))
        else:
            self._speed.setText(self.tr("{seconds} s/it").format(seconds=f"{1 / steps_per_s:.1f}"))

    @Slot()
    def _show_network(self) -> None:
        network = self._studio.network
        if network.is_in_use:
            look = "wifi", "warning", self.tr("Online"), self.tr("A model is being looked up or fetched")
        elif network.is_offline:
            look = (
                "wifi-off",
                "good",
                self.tr("Always offline"),
                self.tr("Every use of the network is forbidden"),
            )
        else:
            look = "wifi-off", "good", self.tr("Offline"), self.tr("Nothing leaves this computer")
        name, colour, words, tip = look
        self.network.setIcon(icon(name, colour))
        self.network.setText(words)
        self.network.setToolTip(self.tr("{state}; a click shows all connections").format(state=tip))

    @Slot()
    def _show_messages(self) -> None:
        from desktop.ui.dialogs.notice_history import NoticeHistory  # not before someone wants it

        NoticeHistory(self._studio.notices, self.messages).show()


class _Words(QLabel):
    """Text that gives way: cut short where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect().adjusted(8, 0, -8, 0)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)


class _Part(QToolButton):
    """Text, and perhaps an icon, that can be clicked."""

    def __init__(self, text: str = "", icon_name: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "status")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if icon_name:
            self.setIcon(icon(icon_name))
            self.setIconSize(QSize(_ICON + _ICON_GAP, _ICON))
        self.setText(text)
