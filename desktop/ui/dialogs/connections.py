"""Every connection that was ever made: when, to whom, why, and how much."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.connection_log import Connection
from desktop.state import download_words
from desktop.state.network_state import NetworkState

_SHOWN = 2000


class ConnectionsDialog(QDialog):
    """Not modal; reads the log when it opens and when something was fetched. GUI thread."""

    def __init__(self, network: NetworkState, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._network = network
        self._log: tuple[Connection, ...] = ()
        self.setWindowTitle(self.tr("Connections"))
        self.resize(840, 480)
        self.words = QLabel()
        self.words.setProperty("kind", "readable")
        self.words.setWordWrap(True)
        self.offline = QCheckBox(self.tr("Work offline"))
        self.offline.setToolTip(self.tr("Forbid every use of the network"))
        self.list = QTreeWidget()
        self.list.setProperty("kind", "files")
        self.list.setAccessibleName(self.tr("Connections, newest first"))
        self.list.setToolTip(self.tr("What went over the network"))
        self.list.setHeaderLabels([self.tr("Time"), self.tr("Host"), self.tr("Why"), self.tr("How much")])
        self.list.header().setAccessibleName(self.tr("Columns"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(True)
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.setToolTip(self.tr("Put the whole list on the clipboard"))
        self.clear = QPushButton(self.tr("Clear"))
        self.clear.setToolTip(self.tr("Forget all connections"))
        close = QPushButton(self.tr("Close"))
        close.setToolTip(self.tr("Close this window"))
        close.setDefault(True)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.words, 1)
        top.addWidget(self.offline, 0, Qt.AlignmentFlag.AlignTop)
        end = QHBoxLayout()
        end.setSpacing(8)
        end.addWidget(self.copy)
        end.addWidget(self.clear)
        end.addStretch(1)
        end.addWidget(close)
        for button in (self.copy, self.clear):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addLayout(end)
        self.copy.clicked.connect(self._copy)
        self.clear.clicked.connect(network.clear_log)
        close.clicked.connect(self.accept)
        self.offline.clicked.connect(network.set_offline)
        network.log_read.connect(self._show)
        network.use_changed.connect(self._on_use_changed)
        self._on_use_changed()
        self.list.setFocus()

    @Slot()
    def _on_use_changed(self) -> None:
        self.offline.setChecked(self._network.is_offline)
        self._network.read_log()

    @Slot(object)
    def _show(self, log: tuple[Connection, ...]) -> None:
        self._log = log
        self.list.clear()
        self.list.addTopLevelItems([QTreeWidgetItem(_cells(entry)) for entry in log[:_SHOWN]])
        self.words.setText(
            self.tr("Darkroom has connected %n times. Only hosts are noted, no addresses.", "", len(log))
            if log
            else self.tr("Darkroom has never connected to anything.")
        )
        for button in (self.copy, self.clear):
            button.setEnabled(bool(log))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(map(download_words.connection, self._log)))


def _cells(entry: Connection) -> list[str]:
    when = entry.time.astimezone().strftime("%Y-%m-%d  %H:%M:%S")
    return [when, entry.host, download_words.purpose(entry), download_words.amount(entry)]
