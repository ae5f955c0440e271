"""The styles that can be put around a prompt: the person's own and the program's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from desktop.core import styles
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.styles import Style, StyleFile
from desktop.state.background import Background
from desktop.state.prompt_state import PromptState
from desktop.state.undo import ChangePrompts
from desktop.state.undo_stack import UndoStack


@dataclass(frozen=True, slots=True)
class StyleEntry:
    """A style as it is listed: ``own`` ones are in the person's file and can be edited and deleted."""

    style: Style
    own: bool


class Styles(QObject):
    """Both files as one list; an own style takes the place of the program's of the same name. GUI thread."""

    changed = Signal()
    problem_found = Signal(object)
    """ErrorInfo: some rows of the person's file can't be used."""

    def __init__(
        self,
        prompt: PromptState,
        undo_stack: UndoStack,
        path: Path,
        bundled: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.background = Background("styles", self)
        self._prompt = prompt
        self._undo_stack = undo_stack
        self._path = path
        self._bundled_path = bundled
        self._own: tuple[Style, ...] = ()
        self._bundled: tuple[Style, ...] = ()
        self._loaded = False

    @property
    def entries(self) -> tuple[StyleEntry, ...]:
        """The person's own, then the program's."""
        own = [StyleEntry(style, own=True) for style in self._own]
        names = {style.name.casefold() for style in self._own}
        rest = [StyleEntry(s, own=False) for s in self._bundled if s.name.casefold() not in names]
        return (*own, *rest)

    @property
    def can_save(self) -> bool:
        """Whether the person's file was read: what could not be read must not be written over."""
        return self._loaded

    def load(self) -> None:
        """Read both files; ``changed`` tells when they were."""
        self.background.run(partial(styles.load, self._bundled_path), self._on_bundled_loaded)
        self.background.run(partial(styles.load, self._path), self._on_own_loaded)

    def close(self) -> None:
        """Wait until everything is on disk."""
        self.background.close(finish=True)

    def preview(self, style: Style) -> tuple[str, str]:
        """The prompt and negative prompt as they would be with the style."""
        return styles.apply(style, self._prompt.prompt, self._prompt.negative_prompt)

    def use(self, style: Style) -> None:
        """Put the style's words around the prompts; can be undone."""
        text = self.tr("Use the style {name}").format(name=style.name)
        self._undo_stack.push(ChangePrompts(self._prompt, self.preview(style), text))

    def save(self, style: Style, replaces: str = "") -> None:
        """Keep a style among the person's own, in place of the own one named ``replaces``; can be undone.

        Raises AppError: ``bad_style_name``, ``style_exists``.
        """
        style = Style(style.name.strip(), style.prompt.strip(), style.negative_prompt.strip())
        styles.check_name(style.name)
        key, old = style.name.casefold(), replaces.casefold()
        if key != old and any(other.name.casefold() == key for other in self._own):
            raise AppError(
                "style_exists",
                self.tr("There is a style of yours called {name} already.").format(name=style.name),
                self.tr("Choose another name."),
            )
        names = [other.name.casefold() for other in self._own]
        own = list(self._own)
        if old in names:
            own[names.index(old)] = style
        else:
            own.append(style)
        self._push(tuple(own), self.tr("Save the style {name}").format(name=style.name))

    def delete(self, name: str) -> None:
        """Take one of the person's own away; can be undone."""
        own = tuple(style for style in self._own if style.name != name)
        self._push(own, self.tr("Delete the style {name}").format(name=name))

    def set_own(self, own: tuple[Style, ...]) -> None:
        """Have these as the person's own, and write them to their file. For undo."""
        self._own = own
        self.background.run(partial(styles.save, self._path, own))
        self.changed.emit()

    def _push(self, own: tuple[Style, ...], text: str) -> None:
        if own != self._own and self.can_save:
            self._undo_stack.push(_ChangeStyles(self, self._own, own, text))

    def _on_bundled_loaded(self, file: StyleFile) -> None:
        self._bundled = file.styles
        self.changed.emit()

    def _on_own_loaded(self, file: StyleFile) -> None:
        self._own = file.styles
        self._loaded = True
        self.changed.emit()
        if file.problems:
            info = ErrorInfo(
                "styles_damaged",
                self.tr("Some of your styles can't be used."),
                self.tr("The others are there. Saving a style leaves out the rows that can't be used."),
                "\n".join((str(self._path), *file.problems)),
            )
            self.problem_found.emit(info)


class _ChangeStyles(QUndoCommand):
    def __init__(
        self, styles: Styles, before: tuple[Style, ...], after: tuple[Style, ...], text: str
    ) -> None:
        super().__init__(text)
        self._styles = styles
        self._before, self._after = before, after

    def redo(self) -> None:
        self._styles.set_own(self._after)

    def undo(self) -> None:
        self._styles.set_own(self._before)
