"""The View menu: zoom, themes, layout."""

from __future__ import annotations

from desktop.ui.action_row import QT_TRANSLATE_NOOP, ActionRow, Key
from desktop.ui.commands.command_set import CommandSet


class ViewCommands(CommandSet):
    """GUI thread."""

    def is_dark_theme(self) -> bool:
        return self.studio.preferences.current.theme == "dark"

    def is_light_theme(self) -> bool:
        return self.studio.preferences.current.theme == "light"

    def is_contrast_theme(self) -> bool:
        return self.studio.preferences.current.theme == "high-contrast"

    def is_system_theme(self) -> bool:
        return self.studio.preferences.current.theme == "system"

    def is_full_screen(self) -> bool:
        return self.window.isFullScreen()

    def zoom_in(self) -> None:
        self.window.canvas.zoom_in()

    def zoom_out(self) -> None:
        self.window.canvas.zoom_out()

    def actual_size(self) -> None:
        self.window.canvas.zoom_to_actual_size()

    def fit(self) -> None:
        self.window.canvas.fit()

    def use_dark_theme(self) -> None:
        self.studio.preferences.update(theme="dark")

    def use_light_theme(self) -> None:
        self.studio.preferences.update(theme="light")

    def use_contrast_theme(self) -> None:
        self.studio.preferences.update(theme="high-contrast")

    def use_system_theme(self) -> None:
        self.studio.preferences.update(theme="system")

    def toggle_full_screen(self) -> None:
        if self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()

    def go_to_next_area(self) -> None:
        self.window.focus_next_area()

    def show_queue(self) -> None:
        layout = self.window.layout_
        layout.reveal(layout.queue_dock, layout.queue.view)

    def toggle_docks(self) -> None:
        self.window.layout_.toggle_all()

    def reset_layout(self) -> None:
        self.window.reset_layout()


ACTIONS = (
    ActionRow(
        "zoom_in",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "Zoom &in"),
        QT_TRANSLATE_NOOP("Actions", "Show the picture larger"),
        ViewCommands.zoom_in,
        "zoom-in",
        (Key.ZoomIn, "Ctrl++", "Ctrl+="),
        ViewCommands.has_canvas,
    ),
    ActionRow(
        "zoom_out",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "Zoom &out"),
        QT_TRANSLATE_NOOP("Actions", "Show the picture smaller"),
        ViewCommands.zoom_out,
        "zoom-out",
        (Key.ZoomOut, "Ctrl+-"),
        ViewCommands.has_canvas,
    ),
    ActionRow(
        "actual_size",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "&Actual size"),
        QT_TRANSLATE_NOOP("Actions", "One screen pixel for each pixel of the picture"),
        ViewCommands.actual_size,
        "",
        ("Ctrl+1",),
        ViewCommands.has_canvas,
    ),
    ActionRow(
        "fit",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "&Fit"),
        QT_TRANSLATE_NOOP("Actions", "Show the whole picture"),
        ViewCommands.fit,
        "maximize",
        ("Ctrl+0",),
        ViewCommands.has_canvas,
    ),
    ActionRow(
        "theme_dark",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "&Dark theme"),
        QT_TRANSLATE_NOOP("Actions", "Dark panels around the picture"),
        ViewCommands.use_dark_theme,
        checked=ViewCommands.is_dark_theme,
        line_above=True,
    ),
    ActionRow(
        "theme_light",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "&Light theme"),
        QT_TRANSLATE_NOOP("Actions", "Light panels around the picture"),
        ViewCommands.use_light_theme,
        checked=ViewCommands.is_light_theme,
    ),
    ActionRow(
        "theme_contrast",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "&High-contrast theme"),
        QT_TRANSLATE_NOOP("Actions", "Black panels, white text and clear borders"),
        ViewCommands.use_contrast_theme,
        checked=ViewCommands.is_contrast_theme,
    ),
    ActionRow(
        "theme_system",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "&Theme of the desktop"),
        QT_TRANSLATE_NOOP("Actions", "Light or dark as the desktop is"),
        ViewCommands.use_system_theme,
        checked=ViewCommands.is_system_theme,
    ),
    ActionRow(
        "full_screen",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "F&ull screen"),
        QT_TRANSLATE_NOOP("Actions", "Use the whole screen"),
        ViewCommands.toggle_full_screen,
        "expand",
        ("F11",),
        checked=ViewCommands.is_full_screen,
        line_above=True,
    ),
    ActionRow(
        "next_area",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "&Next area"),
        QT_TRANSLATE_NOOP("Actions", "Take the keyboard to the next dock, or to the canvas"),
        ViewCommands.go_to_next_area,
        "",
        ("F6",),
        line_above=True,
    ),
    ActionRow(
        "show_queue",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "Go to the &queue"),
        QT_TRANSLATE_NOOP("Actions", "Show the dock with the jobs that run and wait"),
        ViewCommands.show_queue,
        "list-ordered",
        ("Ctrl+Shift+Q",),
    ),
    ActionRow(
        "toggle_docks",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "Hide or show all do&cks"),
        QT_TRANSLATE_NOOP("Actions", "Leave the picture alone in the window, or bring the docks back"),
        ViewCommands.toggle_docks,
        "columns-2",
        ("Tab",),
        on_canvas=True,
    ),
    ActionRow(
        "reset_layout",
        "&View",
        QT_TRANSLATE_NOOP("Actions", "&Reset layout"),
        QT_TRANSLATE_NOOP("Actions", "Put all docks back where they were at the first start"),
        ViewCommands.reset_layout,
        "layout-grid",
    ),
)
