"""The Gallery menu: what is done with pictures that were made already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMessageBox

from desktop.core.gallery import MAX_RATING
from desktop.state.comparison import COMPARED, Comparison
from desktop.state.studio import Studio
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet
from desktop.ui.docks.gallery_header import BIN

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_MESSAGE_MS = 8000


class GalleryCommands(CommandSet):
    """On the selected pictures. GUI thread. Many short methods, as the menu has many entries."""

    def __init__(self, studio: Studio, window: MainWindow) -> None:
        super().__init__(studio, window)
        collection = studio.collection
        self._collection = collection
        self._edits = collection.edits
        collection.compared.connect(self._show_comparison)
        collection.edits.trashed.connect(self._say_trashed)

    # What can be done

    @property
    def ids(self) -> tuple[int, ...]:
        return self._collection.selection.ids

    def has_selection(self) -> bool:
        return bool(self.ids)

    def can_compare(self) -> bool:
        return len(self.ids) in COMPARED

    def has_pictures(self) -> bool:
        return self._collection.list.rowCount() > 0

    def shows_bin(self) -> bool:
        return BIN in self._collection.list.search_text.split()

    def can_restore(self) -> bool:
        return self.shows_bin() and self.has_selection()

    def shows_boards(self) -> bool:
        return not self.window.gallery.boards.isHidden()

    def shows_grid(self) -> bool:
        return self.window.gallery.strip.wraps

    def has_before(self) -> bool:
        return self.studio.canvas.has_before

    def shows_before(self) -> bool:
        return self.studio.canvas.shows_before

    # Changing

    def toggle_star(self) -> None:
        self._edits.toggle_star(self.ids)

    def rate(self, rating: int) -> None:
        self._edits.rate(self.ids, rating)

    def delete(self) -> None:
        self._edits.move_to_bin(self.ids)

    def restore(self) -> None:
        self._edits.restore(self.ids)

    def ask_to_empty_bin(self) -> None:
        box = QMessageBox(self.window)
        box.setObjectName("empty_bin")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Empty the bin?"))
        box.setText(self.tr("The pictures in the bin are taken off the gallery for good."))
        box.setInformativeText(
            self.tr("Files that Darkroom made go to the system's trash; imported files stay where they are.")
        )
        empty = box.addButton(self.tr("Empty the bin"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep them"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        empty.clicked.connect(self._edits.empty_bin)
        box.finished.connect(box.deleteLater)
        box.open()

    def new_board(self) -> None:
        self.window.gallery.boards.create_board(self.ids)

    def save_search(self) -> None:
        self.window.gallery.header.save_search()

    # Looking

    def select_all(self) -> None:
        self.window.gallery.strip.selectAll()

    def compare(self) -> None:
        self._collection.compare(self.ids)

    def toggle_bin(self) -> None:
        self.window.gallery.header.set_text("" if self.shows_bin() else BIN)

    def toggle_boards(self) -> None:
        self.window.gallery.header.boards.toggle()

    def toggle_grid(self) -> None:
        """Make the dock as high as a grid needs, or as low as a strip is."""
        self.window.layout_.set_gallery_tall(not self.shows_grid())

    def show_newer(self) -> None:
        self.window.gallery.step(-1)

    def show_older(self) -> None:
        self.window.gallery.step(1)

    def toggle_before(self) -> None:
        self.studio.canvas.show_before(not self.studio.canvas.shows_before)

    @Slot(object)
    def _show_comparison(self, comparison: Comparison) -> None:
        if len(comparison.pictures) in COMPARED:
            from desktop.ui.compare.dialog import CompareDialog

            CompareDialog(comparison, self.window).open()

    @Slot(int)
    def _say_trashed(self, count: int) -> None:
        words = self.tr("The bin is empty; files moved to the trash: {count}.").format(count=count)
        self.window.statusBar().showMessage(words, _MESSAGE_MS)


def _rate(rating: int) -> ActionRow:
    words = (
        QT_TRANSLATE_NOOP("Actions", "No rating"),
        QT_TRANSLATE_NOOP("Actions", "Rate &1"),
        QT_TRANSLATE_NOOP("Actions", "Rate &2"),
        QT_TRANSLATE_NOOP("Actions", "Rate &3"),
        QT_TRANSLATE_NOOP("Actions", "Rate &4"),
        QT_TRANSLATE_NOOP("Actions", "Rate &5"),
    )
    return ActionRow(
        f"rate_{rating}",
        "G&allery",
        words[rating],
        QT_TRANSLATE_NOOP("Actions", "Rate the selected pictures, from 1 to 5"),
        lambda commands: commands.rate(rating),
        "",
        (str(rating),),
        GalleryCommands.has_selection,
        line_above=rating == 0,
        on_canvas=True,
        in_gallery=True,
    )


ACTIONS = (
    ActionRow(
        "star",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "&Star"),
        QT_TRANSLATE_NOOP("Actions", "Give the selected pictures a star, or take it away"),
        GalleryCommands.toggle_star,
        "star",
        ("S", "*"),
        GalleryCommands.has_selection,
        on_canvas=True,
        in_gallery=True,
    ),
    *(_rate(rating) for rating in range(MAX_RATING + 1)),
    ActionRow(
        "compare",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "&Compare"),
        QT_TRANSLATE_NOOP("Actions", "See two to four selected pictures side by side, or what differs"),
        GalleryCommands.compare,
        "columns-2",
        ("C",),
        GalleryCommands.can_compare,
        line_above=True,
        in_gallery=True,
    ),
    ActionRow(
        "before",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "Show the picture &before"),
        QT_TRANSLATE_NOOP("Actions", "Show what was on the canvas before this picture was made"),
        GalleryCommands.toggle_before,
        "history",
        ("Shift+B",),
        GalleryCommands.has_before,
        GalleryCommands.shows_before,
        on_canvas=True,
        in_gallery=True,
    ),
    ActionRow(
        "newer_picture",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "Ne&wer picture"),
        QT_TRANSLATE_NOOP("Actions", "Go one picture back in the gallery"),
        GalleryCommands.show_newer,
        "chevron-left",
        ("Alt+Left",),
        GalleryCommands.has_pictures,
    ),
    ActionRow(
        "older_picture",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "&Older picture"),
        QT_TRANSLATE_NOOP("Actions", "Go one picture on in the gallery"),
        GalleryCommands.show_older,
        "chevron-right",
        ("Alt+Right",),
        GalleryCommands.has_pictures,
    ),
    ActionRow(
        "select_all",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "Select &all pictures"),
        QT_TRANSLATE_NOOP("Actions", "Select everything that the search finds"),
        GalleryCommands.select_all,
        "",
        ("Ctrl+A",),
        GalleryCommands.has_pictures,
        line_above=True,
        in_gallery=True,
    ),
    ActionRow(
        "delete_pictures",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "&Delete"),
        QT_TRANSLATE_NOOP("Actions", "Move the selected pictures to the bin; their files stay for now"),
        GalleryCommands.delete,
        "trash-2",
        ("Del",),
        GalleryCommands.has_selection,
        in_gallery=True,
    ),
    ActionRow(
        "restore_pictures",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "&Restore"),
        QT_TRANSLATE_NOOP("Actions", "Take the selected pictures out of the bin"),
        GalleryCommands.restore,
        "archive-restore",
        (),
        GalleryCommands.can_restore,
    ),
    ActionRow(
        "show_bin",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "S&how the bin"),
        QT_TRANSLATE_NOOP("Actions", "Look at what was deleted"),
        GalleryCommands.toggle_bin,
        checked=GalleryCommands.shows_bin,
        line_above=True,
    ),
    ActionRow(
        "empty_bin",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "Empt&y the bin…"),
        QT_TRANSLATE_NOOP("Actions", "Move what was deleted to the system's trash; asks first"),
        GalleryCommands.ask_to_empty_bin,
        "trash-2",
    ),
    ActionRow(
        "gallery_boards",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "Show boards"),
        QT_TRANSLATE_NOOP("Actions", "Show or hide the list of boards beside the pictures"),
        GalleryCommands.toggle_boards,
        keys=("Ctrl+B",),
        checked=GalleryCommands.shows_boards,
        line_above=True,
    ),
    ActionRow(
        "new_board",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "New board…"),
        QT_TRANSLATE_NOOP("Actions", "Make a board with the selected pictures"),
        GalleryCommands.new_board,
        "layers",
    ),
    ActionRow(
        "save_search",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "Save the search…"),
        QT_TRANSLATE_NOOP("Actions", "Keep what is searched for under a name"),
        GalleryCommands.save_search,
        "bookmark",
    ),
    ActionRow(
        "gallery_grid",
        "G&allery",
        QT_TRANSLATE_NOOP("Actions", "&Grid"),
        QT_TRANSLATE_NOOP("Actions", "Show the pictures in a grid, or in one row"),
        GalleryCommands.toggle_grid,
        keys=("Ctrl+G",),
        checked=GalleryCommands.shows_grid,
        in_gallery=True,
    ),
)

PICTURE_MENU = (
    "star",
    "compare",
    "use_settings",
    "use_seed",
    "bring_back_canvas",
    "export_pictures",
    "copy_path",
    "show_in_folder",
    "delete_pictures",
    "restore_pictures",
)
"""The actions of a picture's context menu, in order."""
