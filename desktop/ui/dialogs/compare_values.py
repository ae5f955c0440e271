"""Choosing what to compare: one or two settings, and their values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import AppError
from desktop.core.grids import OWN_VAE, Axis, AxisKind, Grid, plan
from desktop.core.params import MAX_SEED, RANDOM_SEED, GenerateParams, random_seed
from desktop.core.texts import QT_TRANSLATE_NOOP
from desktop.state.durations import duration
from desktop.state.notices import NoticeLevel
from desktop.state.studio import Studio
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.icon_button import IconButton

_WIDTH = 560
_NAMES = {
    AxisKind.WORDS: QT_TRANSLATE_NOOP("Compare", "Words in the prompt"),
    AxisKind.MODEL: QT_TRANSLATE_NOOP("Compare", "Model"),
    AxisKind.VAE: QT_TRANSLATE_NOOP("Compare", "VAE"),
    AxisKind.SAMPLER: QT_TRANSLATE_NOOP("Compare", "Sampler"),
    AxisKind.SCHEDULE: QT_TRANSLATE_NOOP("Compare", "Schedule"),
    AxisKind.STEPS: QT_TRANSLATE_NOOP("Compare", "Steps"),
    AxisKind.GUIDANCE: QT_TRANSLATE_NOOP("Compare", "Guidance"),
    AxisKind.SEED: QT_TRANSLATE_NOOP("Compare", "Seed"),
    AxisKind.SIZE: QT_TRANSLATE_NOOP("Compare", "Size"),
    AxisKind.CLIP_SKIP: QT_TRANSLATE_NOOP("Compare", "Clip skip"),
}


class CompareValuesDialog(QDialog):
    """Says at every change how many pictures it will be and how long they take, or what is wrong."""

    def __init__(
        self, studio: Studio, kind: AxisKind, words: str = "", parent: QWidget | None = None
    ) -> None:
        """``words`` of the prompt are the first value when words are compared.

        Raises AppError as PromptState.build does.
        """
        super().__init__(parent)
        self._studio = studio
        self._base = _base(studio)
        self._axes: tuple[Axis, Axis | None] | None = None
        self.setWindowTitle(self.tr("Compare values"))
        intro = QLabel(
            self.tr("The same picture for each value, side by side on one sheet. Commas part the values.")
        )
        intro.setProperty("kind", "readable")
        intro.setWordWrap(True)
        suggestions = {one: _suggestion(studio, self._base, one, words) for one in AxisKind}
        names = {one: _names(studio, one) for one in AxisKind}
        self.across = AxisFields(self.tr("Across"), suggestions, names, optional=False)
        self.down = AxisFields(self.tr("Down"), suggestions, names, optional=True)
        self._say = QLabel()
        self._say.setWordWrap(True)
        self._say.setTextFormat(Qt.TextFormat.PlainText)
        self._say.setMinimumHeight(52)
        self._say.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.start = QPushButton()
        self.start.setDefault(True)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setToolTip(self.tr("Compare nothing"))
        self.start.setToolTip(self.tr("Add the pictures to the queue, as one group"))

        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(14)
        for widget in (intro, self.across, self.down, self._say):
            column.addWidget(widget)
        column.addLayout(buttons)

        self.across.changed.connect(self._check)
        self.down.changed.connect(self._check)
        self.start.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self.across.show_kind(kind)
        self._check()
        self.across.values.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    @property
    def message(self) -> str:
        """What it says about the values."""
        return self._say.text()

    @Slot()
    def accept(self) -> None:
        if self._axes is not None:
            self._studio.queue.compare(self._base, *self._axes)
            super().accept()

    @Slot()
    def _check(self) -> None:
        self._axes = None
        try:
            x = self.across.axis()
            assert x is not None
            y = self.down.axis()
            grid = plan(self._base, x, y)
        except AppError as error:
            self._tell(f"{error.info.message} {error.info.hint}".strip(), wrong=True)
            self.start.setEnabled(False)
            self.start.setText(self.tr("Make pictures"))
            return
        self._axes = x, y
        self.start.setEnabled(True)
        count = len(grid.jobs)
        self.start.setText(
            self.tr("Make one picture")
            if count == 1
            else self.tr("Make {count} pictures").format(count=count)
        )
        self._tell("\n".join((self._forecast(grid), *grid.notes[:2])), wrong=False)

    def _forecast(self, grid: Grid) -> str:
        count, seconds = len(grid.jobs), self._studio.queue.forecast.seconds(grid.jobs)
        pictures = self.tr("1 picture") if count == 1 else self.tr("{count} pictures").format(count=count)
        if seconds is None:
            return pictures
        return self.tr("{pictures}, about {duration}").format(pictures=pictures, duration=duration(seconds))

    def _tell(self, text: str, *, wrong: bool) -> None:
        self._say.setText(text)
        self._say.setProperty("kind", "over" if wrong else "readable")
        self._say.style().unpolish(self._say)
        self._say.style().polish(self._say)


def open_compare(studio: Studio, window: QWidget, kind: AxisKind, words: str = "", *_: object) -> None:
    """Open the dialog, or tell why the settings can't be compared. Takes no more from a signal."""
    try:
        dialog = CompareValuesDialog(studio, kind, words, window)
    except AppError as error:
        studio.notices.add(NoticeLevel.ERROR, error.info)
        return
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class AxisFields(QWidget):
    """One direction of the sheet: which setting, and its values as text; names can be picked from a list."""

    changed = Signal()

    def __init__(
        self,
        label: str,
        suggestions: dict[AxisKind, str],
        names: dict[AxisKind, tuple[str, ...]],
        *,
        optional: bool,
    ) -> None:
        super().__init__()
        self._suggestions = suggestions
        self._names = names
        choices = [Choice(self.tr("Nothing"), None)] if optional else []
        choices += [Choice(QCoreApplication.translate("Compare", _NAMES[kind]), kind) for kind in AxisKind]
        self.kind = ChoiceField(choices, name=label)
        self.kind.setToolTip(self.tr("The setting whose values are compared"))
        self.values = QLineEdit()
        self.values.setMaxLength(20_000)
        self.values.setToolTip(self.tr("For example 5, 7.5, 10 or 1-10 (+3) or 10-30 [5]"))
        self.values.setAccessibleName(self.tr("Values: {direction}").format(direction=label))
        self.pick = IconButton("list-ordered", self.tr("Pick values from a list"))
        self.pick.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.pick)
        self._menu.setAccessibleName(self.tr("Values to pick"))
        self.pick.setMenu(self._menu)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.addWidget(Field(label, self.kind), 0, 0)
        grid.addWidget(Field(self.tr("Values"), self.values), 0, 1)
        grid.addWidget(self.pick, 0, 2, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnMinimumWidth(0, 168)
        grid.setColumnStretch(1, 1)
        self.kind.value_changed.connect(self._suggest)
        self.values.textChanged.connect(self.changed)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._suggest()

    def show_kind(self, kind: AxisKind) -> None:
        self.kind.set_value(kind)

    def axis(self) -> Axis | None:
        """What is chosen; None for nothing. Raises AppError as Axis.parse does."""
        kind = self.kind.value
        return Axis.parse(kind, self.values.text()) if isinstance(kind, AxisKind) else None

    @Slot()
    def _suggest(self) -> None:
        kind = self.kind.value
        known = isinstance(kind, AxisKind)
        with QSignalBlocker(self.values):
            self.values.setText(self._suggestions[kind] if isinstance(kind, AxisKind) else "")
        self.values.setEnabled(known)
        self.pick.setVisible(isinstance(kind, AxisKind) and bool(self._names[kind]))
        self.changed.emit()

    @Slot()
    def _fill_menu(self) -> None:
        kind = self.kind.value
        self._menu.clear()
        if not isinstance(kind, AxisKind):
            return
        chosen = self._chosen(kind)
        for name in self._names[kind]:
            action = self._menu.addAction(name)
            action.setStatusTip(self.tr("Compare this value, or leave it out"))
            action.setCheckable(True)
            action.setChecked(name in chosen)
            action.triggered.connect(self._take_picked)

    @Slot()
    def _take_picked(self) -> None:
        self.values.setText(_list(action.text() for action in self._menu.actions() if action.isChecked()))

    def _chosen(self, kind: AxisKind) -> set[str]:
        try:
            return {str(value) for value in Axis.parse(kind, self.values.text()).values}
        except AppError:
            return set()


def _base(studio: Studio) -> GenerateParams:
    """What the prompt dock holds, with a seed of its own where it has none: all pictures share it."""
    base = studio.prompt.build(draw_seed=False)
    return base if studio.prompt.seed != RANDOM_SEED else base.model_copy(update={"seed": random_seed()})


def _names(studio: Studio, kind: AxisKind) -> tuple[str, ...]:
    """The values that can be picked; empty for numbers and words."""
    match kind:
        case AxisKind.MODEL:
            return tuple(info.name for info in studio.library.usable)
        case AxisKind.VAE:
            vaes = (info for info in studio.parts.vaes if studio.parts.obstacle(info) is None)
            return (OWN_VAE, *(info.name for info in vaes))
        case AxisKind.SAMPLER:
            return tuple(studio.prompt.samplers)
        case AxisKind.SCHEDULE:
            return tuple(studio.prompt.schedules)
        case _:
            return ()


def _suggestion(studio: Studio, base: GenerateParams, kind: AxisKind, words: str) -> str:
    """Values around those that are set, so that one press compares something sensible."""
    match kind:
        case AxisKind.WORDS:
            return f"{_list([words])}, " if words else ""
        case AxisKind.MODEL | AxisKind.VAE | AxisKind.SAMPLER | AxisKind.SCHEDULE:
            return _list(_names(studio, kind)[:4])
        case AxisKind.STEPS:
            half = max(1, base.steps // 2)
            return _list(dict.fromkeys(map(str, (half, base.steps, min(150, 2 * base.steps)))))
        case AxisKind.GUIDANCE:
            around = (max(0.0, base.guidance_scale - 2), base.guidance_scale, base.guidance_scale + 2)
            return _list(dict.fromkeys(f"{min(30.0, value):g}" for value in around))
        case AxisKind.SEED:
            first = min(base.seed, MAX_SEED - 3)
            return f"{first}-{first + 3}"
        case AxisKind.SIZE:
            size = base.size
            return _list(dict.fromkeys((str(size), f"{size.height}x{size.width}")))
        case AxisKind.CLIP_SKIP:
            return "1, 2"


def _list(values: Iterable[str]) -> str:
    """As Axis.parse reads it back: a value with a comma in it in quotes."""
    parts = []
    for value in values:
        cell = io.StringIO()
        csv.writer(cell, lineterminator="").writerow([value])
        parts.append(cell.getvalue())
    return ", ".join(parts)
