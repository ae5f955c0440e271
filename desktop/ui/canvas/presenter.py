"""The canvas view and what it shows of the application's state."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent

from desktop.core.events import PhaseName
from desktop.core.pixels import Pixels
from desktop.state.background import Background
from desktop.state.canvas_state import CanvasPicture, CanvasPreview
from desktop.state.editor.planes_ahead import SLOW_PIXELS
from desktop.state.job_board import JobRecord
from desktop.state.qimages import to_qimage
from desktop.state.studio import Studio
from desktop.ui.canvas.candidate_chip import CandidateChip
from desktop.ui.canvas.picture_chip import PictureChip
from desktop.ui.canvas.view import CanvasView

_ROOMY = 620
"""From this width on the strip of candidates and the zoom fit side by side."""
_FLIPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CanvasPresenter(QObject):
    """Ties a CanvasView to the picture, the preview and the running job."""

    def __init__(self, studio: Studio, view: CanvasView) -> None:
        super().__init__(view)
        self._studio = studio
        self._view = view
        self._background = Background("large pictures", self)
        self._wanted: Pixels | None = None
        studio.canvas.picture_changed.connect(self._show_picture)
        studio.canvas.preview_changed.connect(self._show_preview)
        studio.board.job_changed.connect(self._show_progress)
        studio.board.job_ended.connect(self._end_progress)
        view.cancel_requested.connect(studio.cancel_current)
        view.installEventFilter(self)
        self.chip = PictureChip()
        self.candidate_chip = CandidateChip(studio)
        for chip in (self.chip, self.candidate_chip):
            view.add_chip(chip, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        self.chip.before_toggled.connect(studio.canvas.show_before)
        self.chip.edit_requested.connect(studio.editor.adopt_shown)
        self.chip.back_requested.connect(self._go_back)
        studio.canvas.before_changed.connect(self._show_before)
        studio.editor.candidates.changed.connect(self._show_chips)
        studio.editor.facts.changed.connect(self._view.arrange_chips)
        studio.device_changed.connect(self._name_device)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys flip through candidates while one is shown; in a narrow view their strip is short."""
        if isinstance(event, QResizeEvent):
            self.candidate_chip.set_compact(event.size().width() < _ROOMY)
        by = None
        if isinstance(event, QKeyEvent) and not event.modifiers():
            by = _FLIPS.get(Qt.Key(event.key()))
        candidates = self._studio.editor.candidates
        if by is None or not (candidates.showing and candidates.offered):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            candidates.step(by)
        return True

    @Slot(object)
    def _name_device(self, device: str) -> None:
        words = self.tr("Describe a picture and press Generate: it will appear here. It is made on {device}.")
        self._view.set_empty_sentence(words.format(device=device))

    def close_work(self) -> None:
        """End the work beside the window."""
        self._background.close(finish=False)

    @Slot(object)
    def _show_picture(self, picture: CanvasPicture | None) -> None:
        self._paint(picture)
        self._show_chips()

    def _paint(self, picture: CanvasPicture | None) -> None:
        """Have the view show a picture over the document; a large one when it is converted."""
        pixels = self._wanted = None if picture is None else picture.pixels
        if pixels is None:
            self._view.set_picture(QImage())
        elif pixels.size.area <= SLOW_PIXELS:
            self._view.set_picture(to_qimage(pixels))
        else:
            self._background.run(lambda: (pixels, to_qimage(pixels)), self._show_converted)

    def _show_converted(self, converted: tuple[Pixels, QImage]) -> None:
        if converted[0] is self._wanted:
            self._view.set_picture(converted[1])

    @Slot()
    def _show_before(self) -> None:
        canvas = self._studio.canvas
        if canvas.preview is None and canvas.has_before:
            self._paint(canvas.before if canvas.shows_before else canvas.picture)
        self._show_chips()

    @Slot()
    def _show_chips(self) -> None:
        canvas, editor = self._studio.canvas, self._studio.editor
        self.chip.set_state(
            before=canvas.has_before,
            shows_before=canvas.shows_before,
            over_document=not editor.document.document.empty,
        )
        self.candidate_chip.refresh()
        self.chip.setVisible(canvas.picture is not None and not editor.candidates.offered)
        self._view.arrange_chips()

    @Slot()
    def _go_back(self) -> None:
        self._studio.canvas.show(None)

    @Slot(object)
    def _show_preview(self, preview: CanvasPreview | None) -> None:
        if preview is None:
            self._view.clear_preview()
        elif preview.place is None or not self._studio.editor.document.document.empty:
            # Of parts without a document below the last preview of all of it says more.
            self._view.set_preview(to_qimage(preview.pixels), preview.size, preview.place)

    @Slot(object)
    def _show_progress(self, record: JobRecord) -> None:
        if record.cancelling:
            self._view.set_progress(self.tr("Stopping…"))
        elif record.phase is PhaseName.SAMPLE and record.step:
            self._view.set_progress(self._words(record), record.step, record.steps, record.seconds_left)
        else:
            self._view.set_progress(self._words(record))

    @Slot(object)
    def _end_progress(self, record: JobRecord) -> None:
        if self._studio.board.running is None:
            self._view.clear_progress()

    def _words(self, record: JobRecord) -> str:
        words = {
            None: self.tr("Starting…"),
            PhaseName.LOAD: self.tr("Loading the model"),
            PhaseName.ENCODE: self.tr("Reading the prompt"),
            PhaseName.SAMPLE: self.tr("Step"),
            PhaseName.DECODE: self.tr("Developing"),
            PhaseName.SAVE: self.tr("Saving"),
        }[record.phase]
        if record.pictures > 1:
            which = self.tr("Picture {number} of {count}").format(
                number=record.picture + 1, count=record.pictures
            )
            return f"{which} · {words}"
        return words
