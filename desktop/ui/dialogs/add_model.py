"""Adding a model from the hub or an address: look first, then fetch; and the downloads under way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import ErrorInfo
from desktop.state import download_words
from desktop.state.network_state import NetworkState
from desktop.state.preferences import Preferences
from desktop.ui.dialogs.download_rows import DownloadRows
from desktop.ui.dialogs.look_card import LookCard
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.primary_action import PrimaryButton
from desktop.ui.widgets.upright_scroll import UprightScroll

if TYPE_CHECKING:
    from desktop.core.net.look_up import Look

_WIDTH, _HEIGHT = 700, 620


class AddModelDialog(QDialog):
    """Not modal: downloads go on when it is closed. GUI thread."""

    connections_wanted = Signal()
    folder_wanted = Signal(object)
    """The Path of a folder to be shown."""

    def __init__(
        self, network: NetworkState, preferences: Preferences, own: Path, parent: QWidget | None
    ) -> None:
        """``own`` is the program's model folder."""
        super().__init__(parent)
        self._network = network
        self._preferences = preferences
        self._own = own
        self.setWindowTitle(self.tr("Add a model"))
        self.resize(_WIDTH, _HEIGHT)
        self.address = QLineEdit()
        self.address.setPlaceholderText(self.tr("owner/name, or the https address of a .safetensors file"))
        self.look = QPushButton(self.tr("Look up"))
        self.look.setToolTip(self.tr("Ask what is there: its description and one byte of a file are fetched"))
        self.look.setAutoDefault(False)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.go_online = QPushButton(self.tr("Use the network"))
        self.go_online.setProperty("kind", "small")
        self.go_online.setToolTip(self.tr("Turn the offline switch: then looking up and fetching work"))
        self.go_online.setAutoDefault(False)
        self._failure = ""
        self._is_token_lost = False
        self.card: LookCard | None = None
        self.start = PrimaryButton("download", self.tr("Download"))
        self.start.setToolTip(self.tr("Fetch the ticked files, and check them on the way"))
        self.start.hide()
        self._empty = QLabel(
            self.tr(
                "Models come from huggingface.co by their name, as it stands at the top of their page,"
                " or as a .safetensors or .gguf file from any site by its address.\n\n"
                "Each file is checked against what its host says of it, before it becomes a model here."
                " Files that could run programs (.ckpt, .pt, .bin) are not fetched."
            )
        )
        self._empty.setWordWrap(True)
        self._empty.setProperty("kind", "readable")
        self.rows = DownloadRows(network.downloads)
        self._build()
        self._connect()
        self._show_state()
        self._show_empty()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard; in the address it looks up."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focused := self.focusWidget(), QAbstractButton):
            focused.click()

    def _build(self) -> None:
        tip = self.tr("A repository of huggingface.co, or a file anywhere on the internet")
        field = Field(self.tr("Model"), self.address, tooltip=tip)
        ask = QHBoxLayout()
        ask.setSpacing(8)
        ask.addWidget(field, 1)
        ask.addWidget(self.look, 0, Qt.AlignmentFlag.AlignBottom)
        told = QHBoxLayout()
        told.setSpacing(12)
        told.addWidget(self.message, 1)
        told.addWidget(self.go_online, 0, Qt.AlignmentFlag.AlignTop)
        content = QWidget()
        self._content = QVBoxLayout(content)
        self._content.setContentsMargins(0, 0, 6, 0)
        self._content.setSpacing(12)
        self._content.addWidget(self._empty)
        self._content.addWidget(self.rows)
        self._content.addStretch(1)
        area = UprightScroll(content, widest=_WIDTH)
        content.setAutoFillBackground(False)  # the dialog's own colour shows
        connections = QPushButton(self.tr("All connections…"))
        connections.setProperty("kind", "link")
        connections.setToolTip(self.tr("See every connection that Darkroom ever made"))
        connections.clicked.connect(self.connections_wanted)
        close = QPushButton(self.tr("Close"))
        close.setToolTip(self.tr("Close this window; downloads go on"))
        close.clicked.connect(self.accept)
        for button in (connections, close):
            button.setAutoDefault(False)
        end = QHBoxLayout()
        end.addWidget(connections)
        end.addStretch(1)
        end.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addLayout(ask)
        column.addLayout(told)
        column.addWidget(area, 1)
        column.addWidget(self.start)
        column.addLayout(end)

    def _connect(self) -> None:
        look_ups = self._network.look_ups
        self.address.returnPressed.connect(self._ask)
        self.address.textEdited.connect(self._on_address_edited)
        self.address.textChanged.connect(self._show_state)
        self.look.clicked.connect(self._ask)
        self.go_online.clicked.connect(self._go_online)
        self.start.clicked.connect(self._start)
        self.rows.folder_wanted.connect(self.folder_wanted)
        look_ups.looked.connect(self._show_look)
        look_ups.failed.connect(self._show_failure)
        look_ups.busy_changed.connect(self._show_state)
        look_ups.free_known.connect(self._show_free)
        look_ups.token_kept.connect(self._on_token_kept)
        self._network.use_changed.connect(self._show_state)
        self._network.downloads.changed.connect(self._show_empty)
        self.finished.connect(look_ups.stop)

    @Slot()
    def _ask(self) -> None:
        look_ups = self._network.look_ups
        if look_ups.is_busy:
            look_ups.stop()
        elif address := self.address.text().strip():
            self._take_card(None)
            self._failure = ""
            look_ups.ask(address)

    @Slot()
    def _go_online(self) -> None:
        self._network.set_offline(False)
        self.address.setFocus()

    @Slot(object)
    def _show_look(self, look: Look) -> None:
        self._take_card(LookCard(look, self._folders()))
        self._show_state()

    @Slot(object)
    def _show_failure(self, info: ErrorInfo) -> None:
        self._failure = f"{info.message} {info.hint}".strip()
        self._show_state()

    @Slot(object, object)
    def _show_free(self, folder: Path, free: int | None) -> None:
        if self.card is not None:
            self.card.show_free(folder, free)

    @Slot(str)
    def _on_token(self, token: str) -> None:
        if self.card is not None:
            self._network.look_ups.set_token(self.card.look.host, token)

    @Slot(str, bool)
    def _on_token_kept(self, _host: str, is_kept: bool) -> None:
        self._is_token_lost = not is_kept
        self._ask()

    @Slot()
    def _start(self) -> None:
        card = self.card
        if card is not None and not card.problem:
            self._network.downloads.start(card.look, card.chosen, card.folder)
            self._take_card(None)
            self.address.clear()
            self.address.setFocus()

    @Slot()
    def _on_address_edited(self) -> None:
        self._failure = ""
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        busy, offline = self._network.look_ups.is_busy, self._network.is_offline
        self.look.setText(self.tr("Stop") if busy else self.tr("Look up"))
        self.look.setEnabled(busy or (not offline and bool(self.address.text().strip())))
        self.go_online.setVisible(offline)
        warning = self.tr("Darkroom works offline: nothing is looked up or fetched.") if offline else ""
        words = warning or self._failure or self._hint(is_busy=busy)
        self.message.setText(words)
        self.message.setVisible(bool(words))
        self.message.setProperty("kind", "over" if warning or self._failure else "readable")
        self.message.style().polish(self.message)
        self._show_start()

    def _hint(self, *, is_busy: bool) -> str:
        if is_busy:
            return self.tr("Looking…")
        if self._is_token_lost:
            return self.tr(
                "No keyring was found: the token holds until Darkroom ends. It is written nowhere."
            )
        if self.card is None:
            return self.tr("Looking up fetches a description and one byte of a file, nothing else.")
        return ""

    @Slot()
    def _show_start(self) -> None:
        """The button says what it costs, or why it can't be pressed."""
        card = self.card
        if card is None:
            return
        count, size = len(card.chosen), card.chosen_bytes
        words = self.tr("Download") if count == 1 else self.tr("Download {count} files").format(count=count)
        if size:
            words = f"{words}  ·  {download_words.size(size)}"
        self.start.setText(card.problem or words)
        self.start.setAccessibleName(card.problem or words)
        self.start.setEnabled(not card.problem and not self._network.is_offline)
        self.start.setToolTip(card.problem or self.tr("Fetch the ticked files, and check them on the way"))
        self.start.update()

    @Slot()
    def _show_empty(self) -> None:
        self._empty.setVisible(self.card is None and not self._network.downloads.items)

    def _folders(self) -> list[tuple[str, Path]]:
        added = self._preferences.current.model_folders
        own = (self.tr("Darkroom's own models"), self._own)
        return [own, *((folder.name or str(folder), folder) for folder in added)]

    def _take_card(self, card: LookCard | None) -> None:
        """Show this card in place of the one before."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
        self.card = card
        self.start.setVisible(card is not None)
        self._show_empty()
        if card is None:
            return
        self._content.insertWidget(0, card)
        card.choice_changed.connect(self._show_start)
        card.folder_changed.connect(self._network.look_ups.ask_free)
        card.token_given.connect(self._on_token)
        self._network.look_ups.ask_free(card.folder)
        self._show_start()
        (self.start if self.start.isEnabled() else card.token if card.look.refusal else card.files).setFocus()
