"""The Models menu: the model that the models dock points at, and the folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from desktop.core import files, legacy
from desktop.core.errors import AppError
from desktop.core.models import ModelInfo
from desktop.core.settings import Page
from desktop.state.notices import NoticeLevel
from desktop.state.studio import Studio
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class ModelsCommands(CommandSet):
    """GUI thread."""

    def __init__(self, studio: Studio, window: MainWindow) -> None:
        super().__init__(studio, window)
        studio.opening.legacy_found.connect(self.convert_file)

    def current(self) -> ModelInfo | None:
        return self.window.layout_.models.current

    def has_model(self) -> bool:
        return self.current() is not None

    def can_make_picture(self) -> bool:
        info, pictures = self.current(), self.studio.models.pictures
        usable = info is not None and info.problem is None and info.makes_pictures
        return info is not None and usable and not pictures.is_making(info.name)

    def is_favourite(self) -> bool:
        info = self.current()
        return info is not None and info.name in self.studio.preferences.current.favourite_models

    def is_idle(self) -> bool:
        return bool(self.studio.device) and not self.studio.busy

    def is_in_added_folder(self) -> bool:
        info = self.current()
        return info is not None and self.studio.models.folders.added_folder_of(info) is not None

    def show_loras(self) -> None:
        layout = self.window.layout_
        layout.reveal(layout.loras_dock, layout.loras.list)

    def show_models(self) -> None:
        layout = self.window.layout_
        layout.reveal(layout.models_dock, layout.models.list)

    def make_picture(self) -> None:
        if (info := self.current()) is None:
            return
        try:
            self.studio.models.pictures.make(info)
        except AppError as error:
            self.studio.notices.add(NoticeLevel.ERROR, error.info)

    def show_card(self) -> None:
        if (info := self.current()) is None:
            return
        from desktop.ui.dialogs.model_card import ModelCardDialog

        models = self.studio.models
        dialog = ModelCardDialog(info, models.notes, self.is_favourite(), self.window)
        models.card_read.connect(dialog.take_card)
        dialog.favourite_toggled.connect(models.list.toggle_favourite)
        dialog.passport.words_chosen.connect(self.studio.adapters.insert)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        models.read_card(info)

    def can_move(self) -> bool:
        info = self.current()
        return info is not None and self.studio.models.moves.can_move(info)

    def move_to_right_folder(self) -> None:
        if (info := self.current()) is not None:
            self.studio.models.moves.move(info)

    def can_convert(self) -> bool:
        info = self.current()
        return info is not None and legacy.is_convertible(info.problem)

    def convert(self) -> None:
        if (info := self.current()) is not None:
            self.convert_file(info.path)

    @Slot(object)
    def convert_file(self, path: Path) -> None:
        """Offer the conversion of a legacy file."""
        from desktop.ui.dialogs.convert_model import ConvertModelDialog

        if self.window.findChild(ConvertModelDialog) is not None:
            return  # it is modal: another file was dropped on it
        dialog = ConvertModelDialog(path, self.studio.models.conversion, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def toggle_favourite(self) -> None:
        if (info := self.current()) is not None:
            self.studio.models.list.toggle_favourite(info.name)

    def open_model_folder(self) -> None:
        if (info := self.current()) is not None:
            self.open_folder(info.path)

    def is_offline(self) -> bool:
        return self.studio.network.is_offline

    def toggle_offline(self) -> None:
        self.studio.network.set_offline(not self.studio.network.is_offline)

    def add_model(self) -> None:
        from desktop.ui.dialogs.add_model import AddModelDialog  # not before someone wants it

        dialog = self.window.findChild(AddModelDialog)
        if dialog is None:
            studio = self.studio
            dialog = AddModelDialog(studio.network, studio.preferences, studio.paths.models, self.window)
            dialog.connections_wanted.connect(self.show_connections)
            dialog.folder_wanted.connect(self.open_folder)
            dialog.finished.connect(dialog.deleteLater)
            dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    @Slot()
    def show_connections(self) -> None:
        from desktop.ui.dialogs.connections import ConnectionsDialog

        dialog = self.window.findChild(ConnectionsDialog)
        if dialog is None:
            dialog = ConnectionsDialog(self.studio.network, self.window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def add_folder(self) -> None:
        from desktop.ui.widgets.folder_field import ask_for_folder

        ask_for_folder(self.window, self.tr("Add a folder with models"), None, self._add)

    @Slot(str)
    def _add(self, name: str) -> None:
        self.studio.models.folders.add(Path(name))

    def remove_folder(self) -> None:
        folders, info = self.studio.models.folders, self.current()
        if info is not None and (folder := folders.added_folder_of(info)) is not None:
            folders.remove(folder)

    def show_folders(self) -> None:
        self.window.actions_.preferences_at(Page.MODELS)

    def rescan_models(self) -> None:
        self.studio.library.refresh()

    def open_models_folder(self) -> None:
        folder = self.studio.paths.models
        try:
            files.make_folder(folder)
        except AppError as error:
            self.studio.notices.add(NoticeLevel.ERROR, error.info)
        else:
            self.open_folder(folder)

    def free_memory(self) -> None:
        self.studio.free_memory()


ACTIONS = (
    ActionRow(
        "show_models",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "&Show the models"),
        QT_TRANSLATE_NOOP("Actions", "Go to the dock with all installed models"),
        ModelsCommands.show_models,
        "box",
        ("Ctrl+Shift+M",),
    ),
    ActionRow(
        "show_loras",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "S&how the LoRAs"),
        QT_TRANSLATE_NOOP("Actions", "Go to the dock with LoRAs and textual inversions"),
        ModelsCommands.show_loras,
        "layers",
        ("Ctrl+Alt+L",),
    ),
    ActionRow(
        "model_card",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "Model &card"),
        QT_TRANSLATE_NOOP("Actions", "Read what its makers say of the model: data, licence, limits"),
        ModelsCommands.show_card,
        "book-open",
        can=ModelsCommands.has_model,
        line_above=True,
    ),
    ActionRow(
        "convert_model",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "Con&vert to safetensors…"),
        QT_TRANSLATE_NOOP("Actions", "Make a file that can be used from an old one, without running it"),
        ModelsCommands.convert,
        "shield-check",
        can=ModelsCommands.can_convert,
    ),
    ActionRow(
        "move_model",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "Move to the ri&ght folder"),
        QT_TRANSLATE_NOOP("Actions", "Move a misplaced file to the folder for its kind, with all beside it"),
        ModelsCommands.move_to_right_folder,
        "arrow-right",
        can=ModelsCommands.can_move,
    ),
    ActionRow(
        "favourite_model",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "&Favourite"),
        QT_TRANSLATE_NOOP("Actions", "Favourites stand before the other models"),
        ModelsCommands.toggle_favourite,
        "star",
        can=ModelsCommands.has_model,
        checked=ModelsCommands.is_favourite,
    ),
    ActionRow(
        "model_picture",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "Make a &thumbnail"),
        QT_TRANSLATE_NOOP("Actions", "Let the model draw the picture of its card, from its own example"),
        ModelsCommands.make_picture,
        "image-plus",
        can=ModelsCommands.can_make_picture,
    ),
    ActionRow(
        "model_folder",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "Open the model's fol&der"),
        QT_TRANSLATE_NOOP("Actions", "Show the folder that the model's files are in"),
        ModelsCommands.open_model_folder,
        "folder-open",
        can=ModelsCommands.has_model,
    ),
    ActionRow(
        "add_model",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "Add a &model…"),
        QT_TRANSLATE_NOOP("Actions", "Look up a model on the hub or under an address, and fetch it"),
        ModelsCommands.add_model,
        "download",
        ("Ctrl+Alt+M",),
        line_above=True,
    ),
    ActionRow(
        "connections",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "Co&nnections…"),
        QT_TRANSLATE_NOOP("Actions", "See every connection that Darkroom ever made"),
        ModelsCommands.show_connections,
        "list-ordered",
    ),
    ActionRow(
        "work_offline",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "&Work offline"),
        QT_TRANSLATE_NOOP("Actions", "Forbid every use of the network"),
        ModelsCommands.toggle_offline,
        "wifi-off",
        checked=ModelsCommands.is_offline,
    ),
    ActionRow(
        "add_model_folder",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "&Add a folder…"),
        QT_TRANSLATE_NOOP("Actions", "Use the models of one more folder; they stay where they are"),
        ModelsCommands.add_folder,
        "folder-plus",
        line_above=True,
    ),
    ActionRow(
        "remove_model_folder",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "&Remove the model's folder"),
        QT_TRANSLATE_NOOP("Actions", "Look no more into the added folder of this model; nothing is deleted"),
        ModelsCommands.remove_folder,
        "minus",
        can=ModelsCommands.is_in_added_folder,
    ),
    ActionRow(
        "model_folders",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "All model fold&ers…"),
        QT_TRANSLATE_NOOP("Actions", "See, add and remove the folders that models are looked for in"),
        ModelsCommands.show_folders,
        "folder",
    ),
    ActionRow(
        "rescan_models",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "&Look for models again"),
        QT_TRANSLATE_NOOP("Actions", "Read the model folders again, after copying models there"),
        ModelsCommands.rescan_models,
        "refresh-cw",
        ("F5",),
    ),
    ActionRow(
        "models_folder",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "&Open the models folder"),
        QT_TRANSLATE_NOOP("Actions", "Show the folder that models can be copied into"),
        ModelsCommands.open_models_folder,
        "hard-drive",
    ),
    ActionRow(
        "free_memory",
        "&Models",
        QT_TRANSLATE_NOOP("Actions", "&Unload the models"),
        QT_TRANSLATE_NOOP("Actions", "Give their memory back; the next picture loads its model again"),
        ModelsCommands.free_memory,
        "memory-stick",
        can=ModelsCommands.is_idle,
        line_above=True,
    ),
)
MODEL_MENU = (
    "model_card",
    "convert_model",
    "move_model",
    "favourite_model",
    "model_picture",
    "model_folder",
    "remove_model_folder",
)
"""The actions that the menu of a card offers."""
