"""What helps with writing prompts: weights, earlier prompts, styles, wildcards."""

from __future__ import annotations

from desktop.core import files
from desktop.core.errors import AppError
from desktop.state.notices import NoticeLevel
from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow
from desktop.ui.commands.command_set import CommandSet


class PromptCommands(CommandSet):
    """GUI thread."""

    def weigh_more(self) -> None:
        self.window.prompt.words.weigh(1)

    def weigh_less(self) -> None:
        self.window.prompt.words.weigh(-1)

    def earlier_prompt(self) -> None:
        self.studio.prompt_tools.history.earlier()

    def later_prompt(self) -> None:
        self.studio.prompt_tools.history.later()

    def show_styles(self) -> None:
        from desktop.ui.dialogs.styles import StylesDialog

        dialog = StylesDialog(self.studio.prompt_tools.styles, self.studio.prompt, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_wildcards_folder(self) -> None:
        folder = self.studio.prompt_tools.drawing.folder
        try:
            files.make_folder(folder)
        except AppError as error:
            self.studio.notices.add(NoticeLevel.ERROR, error.info)
        else:
            self.open_folder(folder)


ACTIONS = (
    ActionRow(
        "weigh_more",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "Weigh words &more"),
        QT_TRANSLATE_NOOP("Actions", "Raise the weight of the chosen words, or of the word at the cursor"),
        PromptCommands.weigh_more,
        "chevron-up",
        ("Ctrl+Up",),
        line_above=True,
    ),
    ActionRow(
        "weigh_less",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "Weigh words &less"),
        QT_TRANSLATE_NOOP("Actions", "Lower the weight of the chosen words, or of the word at the cursor"),
        PromptCommands.weigh_less,
        "chevron-down",
        ("Ctrl+Down",),
    ),
    ActionRow(
        "earlier_prompt",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "&Earlier prompt"),
        QT_TRANSLATE_NOOP("Actions", "Go back to the prompt that was used before"),
        PromptCommands.earlier_prompt,
        "history",
        ("Alt+Up",),
        line_above=True,
    ),
    ActionRow(
        "later_prompt",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "Later pr&ompt"),
        QT_TRANSLATE_NOOP(
            "Actions", "Go on to the prompt that was used after it, and back to your own words"
        ),
        PromptCommands.later_prompt,
        "",
        ("Alt+Down",),
    ),
    ActionRow(
        "styles",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "St&yles…"),
        QT_TRANSLATE_NOOP("Actions", "Put a style's words around the prompt, or make styles of your own"),
        PromptCommands.show_styles,
        "book-open",
        ("Ctrl+Shift+Y",),
        line_above=True,
    ),
    ActionRow(
        "wildcards_folder",
        "&Edit",
        QT_TRANSLATE_NOOP("Actions", "Open the &wildcards folder"),
        QT_TRANSLATE_NOOP("Actions", "Show the folder with the lists that prompts can draw words from"),
        PromptCommands.open_wildcards_folder,
        "folder",
    ),
)
