"""What was found under an address: where it comes from, what may be done with it, and what to take."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.downloads import RESERVE_BYTES, RemoteFile
from desktop.core.hub import Offer
from desktop.state import download_words
from desktop.ui.widgets.choice_field import Choice, ChoiceField

if TYPE_CHECKING:
    from desktop.core.net.look_up import Look

_ROW = 24
_SHOWN_ROWS = 7
_FILE = Qt.ItemDataRole.UserRole


class LookCard(QFrame):
    """Shows a Look; tells what is chosen of it. GUI thread."""

    choice_changed = Signal()
    folder_changed = Signal(object)
    """The Path that files would go to."""
    token_given = Signal(str)

    def __init__(
        self, look: Look, folders: Sequence[tuple[str, Path]], parent: QWidget | None = None
    ) -> None:
        """``folders`` are what each is called, and where it is."""
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.look = look
        self._free: int | None = None
        title = _text(look.title, "strong")
        self.files = _Files(look.files, self.tr("Files"))
        self.files.itemChanged.connect(self._on_changed)
        self.target = ChoiceField([Choice(name, path, str(path)) for name, path in folders])
        self.target.setAccessibleName(self.tr("Goes to"))
        self.target.setToolTip(self.tr("The model folder that the files are put into"))
        self.target.value_changed.connect(self._on_folder)
        self.room = _text("", "secondary")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._add(self.tr("From"), download_words.source(look))
        self._add(self.tr("Licence"), download_words.licence(look))
        if look.licence_link:
            self._add(self.tr("Its text"), look.licence_link)
        self._add(self.tr("Page"), look.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addWidget(title)
        column.addLayout(self._grid)
        self.token = QLineEdit()
        self._gate = self._make_gate(look)
        if self._gate is not None:
            column.addWidget(self._gate)
        column.addWidget(self.files)
        target = QHBoxLayout()
        target.setSpacing(10)
        label = _text(self.tr("Goes to"), "label")
        label.setBuddy(self.target)
        target.addWidget(label)
        target.addWidget(self.target, 1)
        target.addWidget(self.room)
        column.addLayout(target)
        self._show_room()

    @property
    def chosen(self) -> tuple[RemoteFile, ...]:
        """The ticked files."""
        return self.files.chosen

    @property
    def chosen_bytes(self) -> int | None:
        """Their sizes together; None when one is unknown."""
        sizes = [file.size_bytes for file in self.chosen]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    @property
    def folder(self) -> Path:
        folder = self.target.value
        assert isinstance(folder, Path)
        return folder

    @property
    def problem(self) -> str:
        """Why a download can't start now, in words; empty when it can."""
        if self.look.refusal is not None:
            return self.tr("Access has to be given first.")
        if not self.chosen:
            return self.tr("Tick the files to take.")
        if self._is_short():
            return self.tr("There is not enough room on this disk: choose another folder, or free some.")
        return ""

    def show_free(self, folder: Path, free: int | None) -> None:
        """The room of a folder's disk; the one of another folder is ignored."""
        if folder == self.folder:
            self._free = free
            self._show_room()
            self.choice_changed.emit()

    def _is_short(self) -> bool:
        return self._free is not None and (self.chosen_bytes or 0) + RESERVE_BYTES > self._free

    def _make_gate(self, look: Look) -> QWidget | None:
        """What is to be done about a closed or gated repository, with a place for the token."""
        if look.refusal is None:
            if look.is_gated:
                self._add(self.tr("Access"), self.tr("Gated by its makers; your token has access."))
            return None
        gate = QFrame()
        gate.setProperty("kind", "gate")
        info = look.refusal.info
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setAccessibleName(self.tr("Access token"))
        self.token.setPlaceholderText(self.tr("Access token of {host}").format(host=look.host))
        self.token.setToolTip(self.tr("It is kept in the keyring of your system, in no file of Darkroom"))
        give = QPushButton(self.tr("Use this token"))
        give.setToolTip(self.tr("Keep the token and look again"))
        give.setAutoDefault(False)
        give.setEnabled(False)
        self.token.textChanged.connect(lambda text: give.setEnabled(bool(text.strip())))
        self.token.returnPressed.connect(give.click)
        give.clicked.connect(self._give_token)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.token, 1)
        row.addWidget(give)
        column = QVBoxLayout(gate)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        column.addWidget(_text(info.message, "over"))
        column.addWidget(_text(info.hint, "readable"))
        column.addLayout(row)
        return gate

    def _add(self, name: str, value: str) -> None:
        row = self._grid.rowCount()
        text = _text(value, "readable")
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(_text(name, "label"), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)

    @Slot()
    def _give_token(self) -> None:
        if token := self.token.text().strip():
            self.token.clear()
            self.token_given.emit(token)

    @Slot()
    def _on_changed(self) -> None:
        self._show_room()
        self.choice_changed.emit()

    @Slot(object)
    def _on_folder(self, folder: object) -> None:
        self._free = None
        self._show_room()
        self.folder_changed.emit(folder)

    def _show_room(self) -> None:
        free = self._free
        words = "" if free is None else self.tr("{size} free").format(size=download_words.size(free))
        self.room.setText(words)
        self.room.setProperty("kind", "over" if self._is_short() else "secondary")
        self.room.style().polish(self.room)


class _Files(QTreeWidget):
    """The files with their sizes; those that can't be taken come last, with the reason."""

    def __init__(self, offers: Sequence[Offer], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(self.tr("Tick what is to be fetched"))
        self.setProperty("kind", "files")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.header().setAccessibleName(name)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for offer in sorted(offers, key=lambda offer: bool(offer.refusal)):
            self.addTopLevelItem(self._item(offer))
        shown = min(self.topLevelItemCount(), _SHOWN_ROWS)
        self.setFixedHeight(shown * _ROW + 10)

    @property
    def chosen(self) -> tuple[RemoteFile, ...]:
        items = (self.topLevelItem(row) for row in range(self.topLevelItemCount()))
        return tuple(
            item.data(0, _FILE)
            for item in items
            if item is not None and item.checkState(0) is Qt.CheckState.Checked
        )

    def _item(self, offer: Offer) -> QTreeWidgetItem:
        file = offer.file
        if offer.refusal:
            reason = QCoreApplication.translate("Downloads", offer.refusal)
            item = QTreeWidgetItem([f"{file.path}   {reason}", ""])
            item.setToolTip(0, reason)
            item.setFlags(Qt.ItemFlag.ItemIsSelectable)
        else:
            known = file.size_bytes is not None
            item = QTreeWidgetItem(
                [file.path, download_words.size(file.size_bytes or 0) if known else self.tr("size unknown")]
            )
            item.setData(0, _FILE, file)
            checked = Qt.CheckState.Checked if offer.is_chosen else Qt.CheckState.Unchecked
            item.setCheckState(0, checked)
            if file.sha256:
                item.setToolTip(0, self.tr("SHA-256 {digest}").format(digest=file.sha256))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item


def _text(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(kind not in ("label", "secondary"))
    return label
