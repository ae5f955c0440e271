"""The life of the project: new, opened, saved, kept against a crash, brought back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand

from desktop.core.document.document import Document
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.recovery import About, Recovered, RecoveryStore
from desktop.core.settings import MAX_RECENT_PROJECTS, Session
from desktop.state.background import Background
from desktop.state.editor.editor import Editor
from desktop.state.editor.project_pictures import Loaded, ProjectPictures
from desktop.state.notices import NoticeLevel, Notices
from desktop.state.preferences import Preferences
from desktop.state.prompt_state import PromptState
from desktop.state.undo_stack import UndoStack

if TYPE_CHECKING:
    from desktop.core.openraster import OpenedRaster
    from desktop.core.project_file import Project

KEEP_EVERY_MS = 120_000
RESTORE = "restore_canvas"
"""The id of the action that calls ``restore``."""


class ProjectState(QObject):
    """Reads and writes in a thread, from the values that documents are. GUI thread.

    A document that only holds a picture, as it was made or opened, is not ``modified``: it lies elsewhere.
    """

    changed = Signal()
    """``name``, ``file`` or ``modified`` may be another."""
    found_changed = Signal()
    """``can_restore`` is another."""
    saved = Signal(object)
    """The Path that holds the project now."""

    def __init__(
        self,
        editor: Editor,
        prompt: PromptState,
        undo_stack: UndoStack,
        preferences: Preferences,
        notices: Notices,
        recovery: RecoveryStore,
        pictures: ProjectPictures,
        knows_model: Callable[[str], bool],
        nothing_found: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        """``nothing_found`` is called after a start when no earlier run left a canvas behind."""
        super().__init__(parent)
        self._editor = editor
        self._document = editor.document
        self._prompt = prompt
        self._undo_stack = undo_stack
        self._preferences = preferences
        self._notices = notices
        self._recovery = recovery
        self._pictures = pictures
        self._knows_model = knows_model
        self._nothing_found = nothing_found
        self._background = Background("project", self)
        self._background.failed.connect(self._on_failed)
        self._kept: dict[int, Document | None] = {}
        """What the recovery store holds, or will in a moment, of each document that was opened; None when
        writing failed."""
        self._could_keep = True
        """Whether that went well the last time: one notice is enough for a disk that is full."""
        self._recovered: Recovered | None = None
        self._abandoned: Document | None = None
        self._left_abandoned = False
        self._timer = QTimer(self)
        self._timer.setInterval(KEEP_EVERY_MS)
        self._timer.timeout.connect(self.keep)
        self._document.modified_changed.connect(self.changed)
        self._document.leaving.connect(self._on_leaving)

    @property
    def name(self) -> str:
        """What the person calls it: of its file, or of the picture in it; empty for an empty canvas."""
        return self._document.title or ("" if self._document.document.empty else self.tr("Untitled"))

    @property
    def file(self) -> Path | None:
        return self._document.file

    @property
    def modified(self) -> bool:
        return self._document.modified

    @property
    def recent(self) -> tuple[Path, ...]:
        """Project files, the last one first."""
        return self._preferences.current.session.recent_projects

    def start(self) -> None:
        """Look for what an earlier run left, and keep the canvas from now on."""
        self._background.run(self._recovery.found, self._tell_found)
        self._timer.start()

    def close(self) -> None:
        """End the work beside the window; what would be lost otherwise is kept for the next start."""
        self._timer.stop()
        self.keep()
        if not self.would_be_lost:
            self._discard(self._document.number)
        if self._left_abandoned or self._document.left_behind is None:
            for number in self._kept.keys() - {self._document.number}:
                self._discard(number)
        self._background.close(finish=True)

    # From files and into files

    def open(self, path: Path) -> None:
        """Bring back a project with its prompt and settings, or the layers of an OpenRaster file; steps."""
        from desktop.core import openraster

        if path.suffix.casefold() == openraster.SUFFIX:
            self._background.run(partial(openraster.load, path), partial(self._show_raster, path))
        else:
            self._background.run(
                partial(self._load, path), partial(self._show, self.tr("Open project"), path)
            )

    def revert(self) -> None:
        """Go back to what the file holds; a step. Does nothing without a file."""
        if (file := self.file) is not None:
            self._background.run(partial(self._load, file), partial(self._show, self.tr("Revert"), file))

    def save(self, path: Path | None = None, then: Callable[[], object] | None = None) -> None:
        """Write the project to ``path``, or to its own file, then call ``then``. Without either: nothing."""
        if (path := path or self.file) is None:
            return
        from desktop.core import project_file

        number, document = self._document.number, self._document.document
        mark, snapshot = self._document.begin_saving(), self._snapshot()

        def saved(_: object) -> None:
            mark(path)
            if self._kept.get(number) is document or (number == self._document.number and not self.modified):
                self._discard(number)
            self._on_saved(path, then)

        self._background.run(lambda: project_file.save(path, snapshot()), saved)

    # Against crashes

    @Slot()
    def keep(self) -> None:
        """Keep the canvas for the start after a crash, if there is work on it that no file holds."""
        number, document = self._document.number, self._document.document
        if document is self._kept.get(number) or not self.would_be_lost:
            return
        self._kept[number] = document
        about, snapshot = About(name=self.name, project=self.file), self._snapshot()

        def write() -> ErrorInfo | None:
            try:
                self._recovery.keep(snapshot(), about, number)
            except AppError as error:
                return error.info
            return None

        self._background.run(write, partial(self._on_kept, number, document))

    @property
    def can_restore(self) -> bool:
        """Whether a canvas of a run that was cut off was found."""
        return self._recovered is not None

    def restore(self) -> None:
        """Bring that back: a step."""
        if (recovered := self._recovered) is not None:
            self._recovered = None
            self.found_changed.emit()
            self._background.run(
                lambda: self._pictures.of(recovered.load()), partial(self._show_recovered, recovered)
            )

    def abandon(self) -> None:
        """The person does not want to keep the document as it is."""
        self._abandoned = self._document.document

    def abandon_left(self) -> None:
        """The person does not want to keep those that another document has taken the place of."""
        self._left_abandoned = True

    @property
    def would_be_lost(self) -> bool:
        """Whether there is work that no file holds, and that the person has not given up."""
        return self.modified and self._document.document is not self._abandoned

    def _snapshot(self) -> Callable[[], Project]:
        """What is to be kept of this moment; called in any thread."""
        from desktop.core import project_file

        candidates = tuple(
            project_file.Candidate(
                record=picture.record,
                path=picture.file,
                gallery_id=None if picture.saved is None else picture.saved.gallery_id,
                in_part=candidate.patch is not None and self._editor.candidates.in_place(candidate),
            )
            for candidate in self._editor.candidates.items
            if (picture := candidate.picture).record is not None
        )
        document = self._document.document
        project = project_file.Project(document, self._prompt.to_session(Session()), candidates)
        return partial(self._pictures.with_lineage, project, self._editor.lineage.of(document))

    def _load(self, path: Path) -> Loaded:
        """Any thread."""
        from desktop.core import project_file

        return self._pictures.of(project_file.load(path))

    def _show(self, step: str, path: Path, loaded: Loaded) -> None:
        self._put(step, path, loaded)
        self._remember(path)

    def _show_raster(self, path: Path, opened: OpenedRaster) -> None:
        """Saving asks for a file: the format can't hold all that a project is."""
        self._document.open(self.tr("Open layers"), opened.document, title=path.stem)
        if opened.notes:
            words = " ".join(QCoreApplication.translate("PictureNotes", note) for note in opened.notes)
            message = self.tr("{name} looks other than in the program that made it.").format(name=path.name)
            self._notices.add(NoticeLevel.INFO, ErrorInfo("opened_with_notes", message, words))

    def _show_recovered(self, recovered: Recovered, loaded: Loaded) -> None:
        about = recovered.about
        self._put(self.tr("Restore the canvas"), about.project, loaded, title=about.name, modified=True)
        self.keep()  # under this run's name, before the other one goes

        def forget() -> Recovered | None:
            self._recovery.forget(recovered)
            return self._recovery.found()

        self._background.run(forget, self._tell_found)

    def _put(
        self, step: str, file: Path | None, loaded: Loaded, *, title: str = "", modified: bool = False
    ) -> None:
        project = loaded.project
        self._document.open(step, project.document, file, title=title, modified=modified)
        self._editor.candidates.restore(loaded.candidates)
        for layer_id, picture_id in loaded.lineage.items():
            self._editor.lineage.remember(layer_id, picture_id)
        if (session := project.session) is not None:
            if not self._knows_model(session.model):
                session = session.model_copy(update={"model": self._prompt.model})
            self._undo_stack.push(_UseSession(self._prompt, session, self.tr("Use the project's settings")))

    def _on_saved(self, path: Path, then: Callable[[], object] | None) -> None:
        self._remember(path)
        self.saved.emit(path)
        if then is not None:
            then()

    def _remember(self, path: Path) -> None:
        session = self._preferences.current.session
        recent = (path, *(other for other in session.recent_projects if other != path))
        update = {"recent_projects": recent[:MAX_RECENT_PROJECTS]}
        self._preferences.update(session=session.model_copy(update=update))
        self.changed.emit()

    def _tell_found(self, recovered: Recovered | None) -> None:
        if recovered is None:
            self._nothing_found()
        else:
            self._recovered = recovered
            self.found_changed.emit()
            when = QDateTime.fromSecsSinceEpoch(round(recovered.kept.timestamp()))
            time = QLocale().toString(when, QLocale.FormatType.ShortFormat)
            words = self.tr("Darkroom was cut off. The canvas with {name} was kept at {time}.")
            info = ErrorInfo(
                "canvas_found",
                words.format(name=recovered.about.name or self.tr("your work"), time=time),
                self.tr("You can restore it; what is on the canvas now can be brought back by undo."),
            )
            self._notices.add(NoticeLevel.INFO, info, RESTORE)

    @Slot()
    def _on_leaving(self) -> None:
        """Undo still reaches it, so it is kept as well, unless it was given up."""
        self._left_abandoned = False
        if self._document.document is self._abandoned:
            self._discard(self._document.number)
        self.keep()

    def _on_kept(self, number: int, document: Document, problem: ErrorInfo | None) -> None:
        if problem is not None:
            if self._kept.get(number) is document:
                self._kept[number] = None  # the next time is another try
            if self._could_keep:
                self._on_failed(problem)
        self._could_keep = problem is None

    def _discard(self, number: int) -> None:
        """Keep nothing more of this document against a crash."""
        if number in self._kept:
            del self._kept[number]
            self._background.run(partial(self._recovery.discard, number))

    @Slot(object)
    def _on_failed(self, info: ErrorInfo) -> None:
        self._notices.add(NoticeLevel.ERROR, info)


class _UseSession(QUndoCommand):
    """A project's prompt and settings in place of those in the prompt dock."""

    def __init__(self, prompt: PromptState, session: Session, text: str) -> None:
        super().__init__(text)
        self._prompt = prompt
        self._after = session
        self._before = prompt.to_session(Session())

    def redo(self) -> None:
        self._prompt.from_session(self._after)

    def undo(self) -> None:
        self._prompt.from_session(self._before)
