"""The keys of all actions, and changing them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.settings import Settings
from desktop.state.preferences import Preferences
from desktop.ui import shortcuts
from desktop.ui.action_row import ActionRow
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.keycaps import KeyCaps

_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_Meta,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_unknown,
    }
)
_ANSWERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab})


class KeyboardPage(QWidget):
    """One line for each action, under its menu. GUI thread."""

    def __init__(
        self, rows: Sequence[ActionRow], preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._menus: dict[str, QLabel] = {}
        self.lines: dict[str, KeyLine] = {}
        for menu in dict.fromkeys(row.menu for row in rows):
            heading = self._menus[menu] = QLabel(_plain(menu))
            heading.setProperty("kind", "label")
            column.addSpacing(6)
            column.addWidget(heading)
            for row in rows:
                if row.menu == menu:
                    line = self.lines[row.id] = KeyLine(row, rows, preferences)
                    column.addWidget(line)

    def show_matching(self, words: list[str]) -> bool:
        """Show the lines with all words (casefolded); whether there are any."""
        found = {name: line.matches(words) for name, line in self.lines.items()}
        for name, line in self.lines.items():
            line.setVisible(found[name])
        for menu, heading in self._menus.items():
            heading.setVisible(
                any(found[line.row.id] for line in self.lines.values() if line.row.menu == menu)
            )
        return any(found.values())


class KeyLine(QWidget):
    """``Save picture as…   Ctrl+Shift+S   change  reset``"""

    def __init__(self, row: ActionRow, rows: Sequence[ActionRow], preferences: Preferences) -> None:
        super().__init__()
        self.row = row
        self._rows = rows
        self._preferences = preferences
        self._shown: tuple[str, ...] | None = None
        name = _plain(row.text)
        label = QLabel(name)
        label.setToolTip(QCoreApplication.translate("Actions", row.tip))
        self._none = QLabel(self.tr("no key"))
        self._none.setProperty("kind", "secondary")
        self._caps = QHBoxLayout()
        self._caps.setSpacing(10)
        self._reset = IconButton(
            "rotate-ccw", self.tr("Back to the usual keys: {name}").format(name=name), inline=True
        )
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self.change = QPushButton(self.tr("Change"))
        self.change.setProperty("kind", "link")
        self.change.setAccessibleName(self.tr("Change the keys: {name}").format(name=name))
        self.change.setToolTip(self.tr("Press other keys for this action"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 3, 0, 3)
        line.setSpacing(10)
        line.addWidget(label, 1)
        line.addLayout(self._caps)
        line.addWidget(self._none)
        line.addWidget(self._reset)
        line.addWidget(self.change)
        self.change.clicked.connect(self._ask)
        self._reset.clicked.connect(self._go_back)
        preferences.changed.connect(self._show)
        self._show(preferences.current)

    def matches(self, words: list[str]) -> bool:
        keys = " ".join(shortcuts.shown(key) for key in self._keys())
        text = f"{_plain(self.row.text)} {_plain(self.row.menu)} {keys}".casefold()
        return all(word in text for word in words)

    def _keys(self) -> tuple[str, ...]:
        return shortcuts.keys_of(self.row, self._preferences.current.shortcuts)

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        keys = shortcuts.keys_of(self.row, settings.shortcuts)
        if keys == self._shown:
            return
        self._shown = keys
        while (item := self._caps.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        known = shortcuts.to_show(keys)
        for key in known:
            self._caps.addWidget(KeyCaps(key))
        self._none.setVisible(not known)
        self._reset.setVisible(self.row.id in settings.shortcuts)

    @Slot()
    def _ask(self) -> None:
        dialog = KeyDialog(self.row, self._rows, self._preferences.current, self.window())
        dialog.accepted_keys.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def _take(self, keys: tuple[str, ...]) -> None:
        now = self._preferences.current.shortcuts
        self._preferences.update(shortcuts=dict(shortcuts.with_keys(self.row, keys, self._rows, now)))

    @Slot()
    def _go_back(self) -> None:
        self._take(shortcuts.default_keys(self.row))


class KeyDialog(QDialog):
    """Waits for keys to be pressed, and says what they do already before they are taken."""

    accepted_keys = Signal(object)
    """Tuple of keys as portable text: the pressed ones, or none."""

    def __init__(
        self, row: ActionRow, rows: Sequence[ActionRow], settings: Settings, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._row = row
        self._rows = rows
        self._changed = settings.shortcuts
        self._key = ""
        name = _plain(row.text)
        self.setWindowTitle(self.tr("Keys for: {name}").format(name=name))
        self.setAccessibleDescription(self.tr("Press the new keys"))
        self.setMinimumWidth(420)
        self.catcher = _KeyCatcher(self.tr("Press the new keys…"))
        self.warning = QLabel()
        self.warning.setTextFormat(Qt.TextFormat.PlainText)
        self.warning.setWordWrap(True)
        self.warning.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.warning.setMinimumHeight(36)
        self.take = QPushButton(self.tr("Use these keys"))
        self.take.setToolTip(self.tr("Give the action these keys, in place of those it has"))
        self.take.setEnabled(False)
        self.none = QPushButton(self.tr("No keys"))
        self.none.setToolTip(self.tr("The action has no keys any more"))
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setToolTip(self.tr("Leave the keys as they are"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.none)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(self.catcher)
        column.addWidget(self.warning)
        column.addLayout(buttons)
        for button in (self.take, self.none, cancel):
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.take.clicked.connect(self._accept_pressed)
        self.none.clicked.connect(self._accept_none)
        cancel.clicked.connect(self.reject)
        self.catcher.caught.connect(self._show)
        self.catcher.confirmed.connect(self._accept_pressed)
        self.catcher.setFocus()

    @Slot(str)
    def _show(self, key: str) -> None:
        self._key = key
        others = shortcuts.conflicts(self._key, self._row, self._rows, self._changed)
        if others:
            names = ", ".join(_plain(other.text) for other in others)
            words = self.tr("These keys belong to: {names}. They would be taken from there.")
            self.warning.setText(words.format(names=names))
        else:
            self.warning.setText(self.tr("These keys are free."))
        self.take.setEnabled(True)

    @Slot()
    def _accept_pressed(self) -> None:
        self.accepted_keys.emit((self._key,))
        self.accept()

    @Slot()
    def _accept_none(self) -> None:
        self.accepted_keys.emit(())
        self.accept()


class _KeyCatcher(QLabel):
    """Takes any keys. Once some were pressed, Enter, Esc and Tab mean what they mean everywhere."""

    caught = Signal(str)
    """The keys as portable text."""
    confirmed = Signal()
    """Enter was pressed after other keys."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._has_keys = False
        self.setProperty("kind", "strong")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumHeight(48)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words)

    def event(self, event: QEvent) -> bool:
        # Before Tab moves the focus and before the window's own shortcuts.
        if isinstance(event, QKeyEvent) and event.type() != QEvent.Type.KeyRelease:
            if self._has_keys and not event.modifiers() and event.key() in _ANSWERS:
                return self._answer(event)
            event.accept()
            if event.type() == QEvent.Type.KeyPress and event.key() not in _MODIFIERS:
                self._catch(event)
            return True
        return super().event(event)

    def _answer(self, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
            return True
        return super().event(event)

    def _catch(self, event: QKeyEvent) -> None:
        self._has_keys = True
        key = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
        self.setText(shortcuts.shown(key))
        self.caught.emit(key)


def _plain(text: str) -> str:
    return QCoreApplication.translate("Actions", text).replace("&", "").removesuffix("…")
