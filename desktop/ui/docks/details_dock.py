"""Everything about the selected picture. Looking changes nothing: settings are taken by its buttons alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.gallery import GalleryRow
from desktop.core.params import GenerateParams
from desktop.state.picture_details import PictureDetails
from desktop.state.picture_facts import Fact, common_facts, facts
from desktop.state.studio import Studio
from desktop.ui.docks.details_rows import FactRow, PictureRow, TextBlock, selectable_label
from desktop.ui.widgets.upright_scroll import UprightScroll
from desktop.ui.widgets.word_button import WordButton

_WIDTH = 290
_THUMBNAIL = 72


class DetailsDock(QWidget):
    """One picture with all its settings, or what several have in common."""

    picture_chosen = Signal(int)
    """A picture of the lineage was clicked."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._details = studio.collection.details
        self._thumbnails = studio.collection.thumbnails
        self._params: GenerateParams | None = None
        self._rows: list[FactRow] = []
        self._make_parts()
        self._lay_out()
        self._details.changed.connect(self._show)
        self._thumbnails.ready.connect(self._on_ready)
        for row in (self.made_from, self.led_to):
            row.picture_chosen.connect(self.picture_chosen)
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 400)

    # Building

    def _make_parts(self) -> None:
        self.picture = QLabel()
        self.picture.setFixedSize(_THUMBNAIL, _THUMBNAIL)
        self.title = selectable_label()
        self.title.setProperty("kind", "strong")
        self.subtitle = selectable_label()
        self.prompt = TextBlock(self.tr("Prompt"))
        self.negative = TextBlock(self.tr("Keep out"))
        self.use_all = self._button("rotate-ccw", self.tr("Use all"), self._on_use_all)
        self.use_all.setToolTip(self.tr("Take all settings of this picture into the prompt dock"))
        self.use_prompt = self._button("file-text", self.tr("Use prompt"), self._on_use_prompt)
        self.use_prompt.setToolTip(self.tr("Take prompt and negative prompt; nothing else changes"))
        self.use_seed = self._button("dices", self.tr("Use seed"), self._on_use_seed)
        self.use_seed.setToolTip(self.tr("Keep the seed of this picture for the next ones"))
        self.use_size = self._button("proportions", self.tr("Use size"), self._on_use_size)
        self.use_size.setToolTip(self.tr("Take width and height of this picture"))
        self.made_from = PictureRow(self.tr("Made from"), self._thumbnails)
        self.led_to = PictureRow(self.tr("Led to"), self._thumbnails)
        self.provenance = selectable_label()
        self._hint = QLabel(self.tr("Choose a picture in the gallery to see how it was made."))
        self._hint.setProperty("kind", "readable")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setContentsMargins(16, 32, 16, 16)

    def _button(self, icon_name: str, text: str, do: Callable[[], None]) -> QPushButton:
        button = WordButton(icon_name, text, "small")
        button.clicked.connect(do)
        return button

    def _lay_out(self) -> None:
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(12, 10, 8, 12)
        self._column.setSpacing(12)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        names.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        self._buttons = QWidget()
        grid = QGridLayout(self._buttons)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setSpacing(6)
        for number, button in enumerate((self.use_all, self.use_prompt, self.use_seed, self.use_size)):
            grid.addWidget(button, number // 2, number % 2)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(0)
        self._column.addLayout(head)
        self._column.addWidget(self._buttons)
        self._column.addWidget(self.prompt)
        self._column.addWidget(self.negative)
        self._column.addLayout(self._facts)
        for widget in (self.made_from, self.led_to, self.provenance):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._scroll = UprightScroll(self._content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._hint)
        outer.addWidget(self._scroll, 1)

    # Showing

    @Slot()
    def _show(self) -> None:
        details = self._details.current
        self._hint.setVisible(details is None)
        self._scroll.setVisible(details is not None)
        self._params = None
        if isinstance(details, PictureDetails):
            self._show_one(details)
        elif details is not None:
            self._show_several(details)
        for button in (self.use_all, self.use_prompt, self.use_seed, self.use_size):
            button.setEnabled(self._params is not None)

    def _show_one(self, details: PictureDetails) -> None:
        row, record = details.row, details.record
        self._params = None if record is None else record.params
        self.title.setText(row.path.name)
        self.subtitle.setText(self._state_words(row))
        self.prompt.set_text("" if record is None else record.params.prompt)
        self.negative.set_text("" if record is None else record.params.negative_prompt)
        self._show_facts(facts(row, record))
        self.made_from.set_pictures([] if details.parent is None else [details.parent])
        self.led_to.set_pictures(details.children)
        made = record is not None and bool(record.provenance.versions)
        self.provenance.setVisible(record is not None)
        self.provenance.setText(
            self.tr("Made with a model, in this program; its file says so to others.")
            if made
            else self.tr("Made with a model, in another program, as its file tells.")
        )
        self._buttons.show()
        self._show_picture()

    def _show_several(self, rows: Sequence[GalleryRow]) -> None:
        shared = common_facts(rows)
        self.title.setText(self.tr("{count} pictures").format(count=self.locale().toString(len(rows))))
        self.subtitle.setText(
            self.tr("What they have in common:") if shared else self.tr("They have no setting in common.")
        )
        self.prompt.set_text(next((fact.value for fact in shared if fact.key == "prompt"), ""))
        self.negative.set_text("")
        self._show_facts([fact for fact in shared if fact.key != "prompt"])
        self.made_from.set_pictures([])
        self.led_to.set_pictures([])
        self.provenance.hide()
        self._buttons.hide()
        self._show_picture()

    def _state_words(self, row: GalleryRow) -> str:
        words = [f"{row.size.width} × {row.size.height}"]
        if row.rating:
            words.append(self.tr("rated {rating} of 5").format(rating=row.rating))
        if row.starred:
            words.append(self.tr("starred"))
        if row.imported:
            words.append(self.tr("imported"))
        if row.in_bin:
            words.append(self.tr("in the bin"))
        return " · ".join(words)

    def _show_facts(self, shown: Sequence[Fact]) -> None:
        while len(self._rows) < len(shown):
            self._rows.append(FactRow())
            self._facts.addWidget(self._rows[-1])
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(shown))
            if number < len(shown):
                row.set_fact(shown[number])

    @Slot(object)
    def _on_ready(self, ids: frozenset[int]) -> None:
        details = self._details.current
        if isinstance(details, PictureDetails) and details.row.id in ids:
            self._show_picture()

    def _show_picture(self) -> None:
        details = self._details.current
        one = isinstance(details, PictureDetails)
        self.picture.setVisible(one)
        image = self._thumbnails.image(details.row.id) if isinstance(details, PictureDetails) else None
        if image is None:
            self.picture.setPixmap(QPixmap())
            return
        ratio = self.devicePixelRatioF()
        side = round(_THUMBNAIL * ratio)
        smooth = Qt.TransformationMode.SmoothTransformation
        pixmap = QPixmap.fromImage(image).scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)

    # Using

    @Slot()
    def _on_use_all(self) -> None:
        if self._params is not None:
            self._studio.use_all(self._params, self._studio.collection.selection.only)

    @Slot()
    def _on_use_prompt(self) -> None:
        if self._params is not None:
            self._studio.reuse.use_prompts(self._params, self._studio.collection.selection.only)

    @Slot()
    def _on_use_seed(self) -> None:
        if self._params is not None:
            self._studio.reuse.use_seed(self._params)

    @Slot()
    def _on_use_size(self) -> None:
        if self._params is not None:
            self._studio.reuse.use_size(self._params)
