"""The line at the bottom: device, memory, queue, the pixel under the cursor, messages."""

from __future__ import annotations

import psutil
from PySide6.QtCore import QPoint, QTimer, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

from desktop.state.studio import Studio
from desktop.ui.icons import icon

_MEMORY_INTERVAL_MS = 2000
_GIB = 2**30


class StatusBar(QStatusBar):
    """Shows; changes nothing."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._process = psutil.Process()
        self.setSizeGripEnabled(False)
        chip = QLabel()
        chip.setPixmap(icon("cpu").pixmap(15, 15))
        self._device = QLabel(self.tr("Starting the engine…"))
        self._device.setToolTip(self.tr("What pictures are computed on"))
        self._bar = QProgressBar()
        self._bar.setFixedSize(68, 5)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Memory"))
        self._memory = QLabel()
        self._memory.setToolTip(self.tr("Memory that Darkroom uses, of what this computer has"))
        self._queue = QLabel()
        self._queue.setToolTip(self.tr("Jobs that wait"))
        self._pixel = QLabel()
        self._pixel.setToolTip(self.tr("The pixel under the cursor and its colour"))
        self._offline = QLabel(self.tr("Offline"))
        self._offline.setToolTip(self.tr("Nothing leaves this computer"))
        offline_icon = QLabel()
        offline_icon.setPixmap(icon("wifi-off", "good").pixmap(15, 15))
        for widget in (chip, self._device, _gap(), self._memory, self._bar, _gap(), self._queue, _gap()):
            self.addWidget(widget)
        self.addWidget(self._pixel)
        self.addPermanentWidget(offline_icon)
        self.addPermanentWidget(self._offline)
        self._timer = QTimer(self)
        self._timer.setInterval(_MEMORY_INTERVAL_MS)
        self._timer.timeout.connect(self._show_memory)
        self._timer.start()
        self._show_memory()
        self._show_queue()
        studio.device_changed.connect(self._show_device)
        studio.exporter.saved.connect(self._say_saved)
        studio.board.counts_changed.connect(self._show_queue)

    @Slot(object)
    def show_pixel(self, point: QPoint | None) -> None:
        picture = self._studio.canvas.picture
        if point is None or picture is None or self._studio.canvas.preview is not None:
            self._pixel.clear()
            return
        red, green, blue = (int(v) for v in picture.pixels.array[point.y(), point.x(), :3])
        self._pixel.setText(f"x {point.x()}  y {point.y()}   #{red:02x}{green:02x}{blue:02x}")

    @Slot(object)
    def _show_device(self, device: str) -> None:
        self._device.setText(device)

    @Slot(object)
    def _say_saved(self, path: object) -> None:
        self.showMessage(self.tr("Saved as {path}").format(path=path), 8000)

    @Slot()
    def _show_memory(self) -> None:
        used, total = self._process.memory_info().rss, psutil.virtual_memory().total
        self._memory.setText(
            self.tr("RAM {used} / {total} GB").format(used=f"{used / _GIB:.1f}", total=f"{total / _GIB:.0f}")
        )
        self._bar.setValue(round(100 * used / total))

    @Slot()
    def _show_queue(self) -> None:
        self._queue.setText(self.tr("Queue {count}").format(count=self._studio.board.waiting_count))


def _gap() -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(10)
    return gap
