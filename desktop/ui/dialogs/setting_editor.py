"""One setting of the table as a row: its name and help, its control, its default and the way back to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, SignalInstance, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.errors import AppError
from desktop.core.settings import SettingRow, Settings
from desktop.state.preferences import Preferences
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.folder_field import FolderField, FolderListField
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.stepper import Stepper

_CONTROL_WIDTH = 240


class SettingEditor(QWidget):
    """Applies at once, and follows changes from elsewhere. GUI thread."""

    def __init__(self, row: SettingRow, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._preferences = preferences
        self._title, self._help = translated(row.title), translated(row.help)
        title, words, self._default = QLabel(self._title), QLabel(self._help), QLabel()
        words.setProperty("kind", "readable")
        words.setWordWrap(True)
        self._default.setProperty("kind", "secondary")
        self._default.setWordWrap(True)
        self._reset = IconButton(
            "rotate-ccw", self.tr("Back to the default: {name}").format(name=self._title), inline=True
        )
        self.control, self._set, edited = self._make_control()
        title.setBuddy(self.control)
        self.control.setToolTip(self._help)
        self.control.setAccessibleDescription(self._help)

        text = QVBoxLayout()
        text.setSpacing(3)
        for label in (title, words, self._default):
            text.addWidget(label)
        beside = QHBoxLayout()
        beside.setSpacing(6)
        beside.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.control, 1, Qt.AlignmentFlag.AlignTop)
        row_layout = QHBoxLayout(self)
        row_layout.setContentsMargins(0, 10, 0, 10)
        row_layout.setSpacing(24)
        row_layout.addLayout(text, 1)
        holder = QWidget()
        holder.setFixedWidth(_CONTROL_WIDTH + 30)
        holder.setLayout(beside)
        beside.setContentsMargins(0, 0, 0, 0)
        row_layout.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)

        edited.connect(self._apply)
        self._reset.clicked.connect(self._go_back)
        preferences.changed.connect(self._show)
        self._show(preferences.current)

    def matches(self, words: list[str]) -> bool:
        """Whether all words (casefolded) are in its name, help or choices."""
        choices = " ".join(translated(text) for _, text in self.row.shown.choices)
        text = f"{self._title} {self._help} {choices}".casefold()
        return all(word in text for word in words)

    def _make_control(self) -> tuple[QWidget, Callable[[object], object], SignalInstance]:
        row, name = self.row, self._title
        if row.shown.choices:
            choice = ChoiceField(
                [Choice(translated(text), value) for value, text in row.shown.choices], name=name
            )
            return choice, choice.set_value, choice.value_changed
        match row.default:
            case bool():
                check = QCheckBox(self.tr("On"))
                check.setAccessibleName(name)
                return check, lambda value: check.setChecked(bool(value)), check.toggled
            case int():
                assert row.minimum is not None
                assert row.maximum is not None
                number = Stepper(name, row.minimum, row.maximum, value=row.default)
                return number, lambda value: number.set_value(int(str(value))), number.value_changed
            case tuple():
                folders = FolderListField(name)
                return folders, lambda value: folders.set_value(_paths(value)), folders.value_changed
        folder = FolderField(name, self.tr("The usual place"))
        return (
            folder,
            lambda value: folder.set_value(value if isinstance(value, Path) else None),
            folder.value_changed,
        )

    def _words_for(self, value: object) -> str:
        for choice, text in self.row.shown.choices:
            if choice == value:
                return translated(text)
        match value:
            case bool():
                return self.tr("on") if value else self.tr("off")
            case None:
                return self.tr("the usual place")
            case ():
                return self.tr("none")
        return str(value)

    @Slot(object)
    def _apply(self, value: object) -> None:
        if value == getattr(self._preferences.current, self.row.name):
            return
        try:
            self._preferences.update(**{self.row.name: value})
        except AppError:
            self._show(self._preferences.current)

    @Slot()
    def _go_back(self) -> None:
        self._preferences.reset(self.row.name)

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        value = getattr(settings, self.row.name)
        self._set(value)
        self._reset.setVisible(value != self.row.default)
        self._default.setText(self.tr("Default: {value}").format(value=self._words_for(self.row.default)))


def translated(text: str) -> str:
    """A text of the table of settings in the person's language."""
    return QCoreApplication.translate("Settings", text)


def _paths(value: object) -> tuple[Path, ...]:
    return tuple(item for item in value if isinstance(item, Path)) if isinstance(value, tuple) else ()
