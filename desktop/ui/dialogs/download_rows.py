"""The downloads as rows: title, how far, and what can be done about each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.core.downloads import Status
from desktop.state import download_words
from desktop.state.downloads import DownloadItem, Downloads
from desktop.ui.icons import icon_pixmap
from desktop.ui.widgets.icon_button import IconButton

_ICON = 16
_ICONS = {
    Status.WAITING: ("clock", "text_secondary"),
    Status.RUNNING: ("download", "accent_text"),
    Status.PAUSED: ("pause", "text_secondary"),
    Status.FAILED: ("circle-alert", "bad"),
    Status.FINISHED: ("circle-check", "good"),
}


class DownloadRows(QWidget):
    """Follows the list, the newest on top; hidden while it is empty. GUI thread."""

    folder_wanted = Signal(object)
    """The Path of a model that is finished."""

    def __init__(self, downloads: Downloads, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._downloads = downloads
        self.rows: dict[str, DownloadRow] = {}
        """By the download's id."""
        heading = QLabel(self.tr("Downloads"))
        heading.setProperty("kind", "strong")
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(heading)
        column.addLayout(self._column)
        downloads.changed.connect(self._follow)
        downloads.progressed.connect(self._refresh)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        items = {item.plan.id: item for item in self._downloads.items}
        for gone in self.rows.keys() - items.keys():
            row = self.rows.pop(gone)
            row.hide()
            row.deleteLater()
        for key, item in items.items():
            if key not in self.rows:
                self.rows[key] = row = DownloadRow(item)
                self._column.insertWidget(0, row)
                row.paused.connect(self._downloads.pause)
                row.resumed.connect(self._downloads.resume)
                row.removed.connect(self._downloads.remove)
                row.folder_wanted.connect(self.folder_wanted)
        self.setVisible(bool(items))
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        for item in self._downloads.items:
            if (row := self.rows.get(item.plan.id)) is not None:
                row.show_item(item)


class DownloadRow(QWidget):
    """One download."""

    paused = Signal(str)
    resumed = Signal(str)
    removed = Signal(str)
    folder_wanted = Signal(object)

    def __init__(self, item: DownloadItem) -> None:
        super().__init__()
        self._item = item
        title = item.plan.title
        self._status: Status | None = None
        self._icon = QLabel()
        self._icon.setFixedWidth(_ICON + 6)
        self._title = QLabel(title)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.words = QLabel()
        self.words.setProperty("kind", "secondary")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName(self.tr("Progress: {title}").format(title=title))
        self.pause = IconButton("pause", self.tr("Pause: {title}").format(title=title))
        self.resume = IconButton("play", self.tr("Go on: {title}").format(title=title))
        self.folder = IconButton("folder-open", self.tr("Show the folder: {title}").format(title=title))
        self.remove = IconButton("x", "")
        text = QVBoxLayout()
        text.setSpacing(3)
        for widget in (self._title, self.bar, self.words):
            text.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(4)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        row.addSpacing(8)
        for button in (self.pause, self.resume, self.folder, self.remove):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.pause.clicked.connect(lambda: self.paused.emit(item.plan.id))
        self.resume.clicked.connect(lambda: self.resumed.emit(item.plan.id))
        self.remove.clicked.connect(lambda: self.removed.emit(item.plan.id))
        self.folder.clicked.connect(self._want_folder)
        self.show_item(item)

    def show_item(self, item: DownloadItem) -> None:
        """Show how this download is now."""
        self._item = item
        self.words.setText(download_words.state(item))
        total = item.plan.size_bytes
        if total is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(1000 * min(1.0, item.done_bytes / max(1, total))))
        if item.status is not self._status:
            self._status = item.status
            self._show_status(item.status)

    def _show_status(self, status: Status) -> None:
        name, color = _ICONS[status]
        self._icon.setPixmap(icon_pixmap(name, color, _ICON, self.devicePixelRatioF()))
        self.bar.setVisible(status in (Status.RUNNING, Status.PAUSED))
        self.pause.setVisible(status in (Status.RUNNING, Status.WAITING))
        self.resume.setVisible(status in (Status.PAUSED, Status.FAILED))
        self.folder.setVisible(status is Status.FINISHED)
        words = (
            self.tr("Take {title} off this list; the model stays")
            if status is Status.FINISHED
            else self.tr("Cancel {title}, and remove what was fetched")
        ).format(title=self._item.plan.title)
        self.remove.setAccessibleName(words)
        self.remove.setToolTip(words)

    @Slot()
    def _want_folder(self) -> None:
        if (path := self._item.path) is not None:
            self.folder_wanted.emit(path if path.suffix == "" else path.parent)
