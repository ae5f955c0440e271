"""The strip for flipping through what a job made for the document, and for taking one of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget, QWidgetAction

from desktop.state.properties import bind
from desktop.state.studio import Studio
from desktop.ui.icons import icon
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.icon_button import IconButton
from desktop.ui.widgets.slider_field import SliderField
from desktop.ui.widgets.word_button import WordButton

_SLIDER_WIDTH = 220


class CandidateChip(Chip):
    """``< 2 of 4 > | Before | Apply …``, in sight while candidates wait for a decision. GUI thread."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidates = studio.editor.candidates
        self._canvas = studio.canvas
        self._generation = studio.editor.generation
        self.setAccessibleName(self.tr("Candidates"))
        self.previous = IconButton("chevron-left", self.tr("Previous candidate"), inline=True)
        self.next = IconButton("chevron-right", self.tr("Next candidate"), inline=True)
        self.number = QLabel()
        self.number.setTextFormat(Qt.TextFormat.PlainText)
        self.before = self._button("columns-2", self.tr("Before"))
        self.before.setCheckable(True)
        self.before.setToolTip(self.tr("Show the canvas as it is without the candidate (Shift+B)"))
        self.apply = self._button("check", self.tr("Apply"))
        self.apply.setToolTip(self.tr("Put this candidate on the canvas, as a layer (Shift+Return)"))
        self.apply_inside = IconButton(
            "square-dashed", self.tr("Apply inside of the selection only"), inline=True
        )
        self.more = IconButton("sparkles", self.tr("More like this"), inline=True)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._make_menu(studio))
        self.discard = IconButton(
            "trash-2",
            self.tr("Discard this candidate"),
            tooltip=self.tr("Take this candidate off the strip; in the gallery it stays"),
            inline=True,
        )
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self.previous, self.number, self.next),
            (self.before,),
            (self.apply, self.apply_inside, self.more, self.discard),
        )
        for index, group in enumerate(groups):
            if index:
                self.add_separator()
            for widget in group:
                self.row.addWidget(widget)
        self._connect(studio)
        self.refresh()

    def set_compact(self, compact: bool) -> None:
        """Leave the words out, where there is room for the icons only."""
        for button in (self.before, self.apply):
            button.setText("" if compact else button.accessibleName())
        self.row.setSpacing(2 if compact else 6)
        self.adjustSize()

    def _button(self, icon_name: str, text: str) -> QPushButton:
        button = WordButton(icon_name, text, "chip")
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _make_menu(self, studio: Studio) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("More like this"))
        new_seeds = menu.addAction(icon("dices"), self.tr("New seeds"))
        new_seeds.setStatusTip(self.tr("Make more pictures with this one's settings and other seeds"))
        new_seeds.triggered.connect(self._generation.more_like_this)
        vary = menu.addAction(icon("blend"), self.tr("Vary this one"))
        vary.setStatusTip(self.tr("Make pictures that differ from this one as much as the slider says"))
        vary.triggered.connect(self._generation.vary)
        self.variation = SliderField(
            self.tr("Difference"),
            0.05,
            1.0,
            default=0.2,
            step=0.05,
            decimals=2,
            tooltip=self.tr("How far variations are from this picture: 1 is another picture altogether."),
        )
        bind(
            studio.prompt,
            "variation_strength",
            self.variation,
            getter=partial(getattr, self.variation, "value"),
            setter=self.variation.set_value,
            edited=self.variation.value_changed,
        )
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(10, 4, 10, 6)
        column.addWidget(self.variation)
        holder.setMinimumWidth(_SLIDER_WIDTH)
        slider = QWidgetAction(menu)
        slider.setText(self.tr("Difference"))
        slider.setStatusTip(self.variation.slider.toolTip())
        slider.setDefaultWidget(holder)
        menu.addAction(slider)
        return menu

    def _connect(self, studio: Studio) -> None:
        self.previous.clicked.connect(partial(self._candidates.step, -1))
        self.next.clicked.connect(partial(self._candidates.step, 1))
        self.before.clicked.connect(self._show_before)
        self.apply.clicked.connect(self._candidates.apply)
        self.apply_inside.clicked.connect(self._candidates.apply_to_selection)
        self.discard.clicked.connect(self._candidates.discard)
        self._candidates.changed.connect(self.refresh)
        self._canvas.picture_changed.connect(self.refresh)
        self._canvas.before_changed.connect(self.refresh)
        studio.editor.facts.changed.connect(self.refresh)
        self._facts = studio.editor.facts

    @Slot()
    def refresh(self) -> None:
        """Show how things are now."""
        candidates = self._candidates
        self.setVisible(candidates.offered)
        if not candidates.offered:
            return
        count = len(candidates.items)
        self.number.setText(self.tr("{number} of {count}").format(number=candidates.index + 1, count=count))
        for button in (self.previous, self.next):
            button.setEnabled(count > 1)
        self.before.setChecked(not candidates.showing or self._canvas.shows_before)
        self.apply_inside.setVisible(self._facts.current.selected_inside and self._candidates.fits)
        self.adjustSize()

    @Slot(bool)
    def _show_before(self, on: bool) -> None:
        if self._candidates.showing:
            self._canvas.show_before(on)
        elif not on:
            self._candidates.step(0)
        self.refresh()
