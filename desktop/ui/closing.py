"""What is asked before the window closes: about work that no file holds, and about pictures being made."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.state.editor.document_state import LeftBehind
from desktop.state.job_board import JobRecord
from desktop.state.studio import Studio
from desktop.ui.saving import save_project


class Closing(QObject):
    """One question at a time; none twice while it stands. GUI thread."""

    def __init__(self, studio: Studio, window: QWidget) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._agreed = False
        """Close without a question, whatever there is."""
        self._left_is_known = False
        """Close whatever is no longer on the canvas."""

    def may_close(self) -> bool:
        """Whether to close now. If not, a question stands, which closes the window when that is wanted."""
        if self._agreed:
            return True
        if self._studio.editor.project.would_be_lost:
            self._ask_to_save()
            return False
        left = self._studio.editor.document.left_behind
        if left is not None and not self._left_is_known:
            self._ask_about(left)
            return False
        if self._studio.busy:
            self._ask_to_stop()
            return False
        return True

    @Slot()
    def close_for_good(self) -> None:
        """Close without asking; what no file holds is kept for the next start."""
        self._agreed = True
        self._window.close()

    def _ask_to_save(self) -> None:
        if (box := self._question("ask_to_save")) is None:
            return
        name = self._studio.editor.project.name
        box.setWindowTitle(self.tr("Save the project?"))
        box.setText(self.tr("There are changes to “{name}” that are not saved.").format(name=name))
        box.setInformativeText(self.tr("Pictures that were made are in the gallery in any case."))
        save = box.addButton(self.tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton(self.tr("Don't save"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(stay)
        save.clicked.connect(self._save)
        drop.clicked.connect(self._drop)
        box.open()

    def _ask_about(self, left: LeftBehind) -> None:
        if (box := self._question("ask_about_left")) is None:
            return
        box.setWindowTitle(self.tr("Close Darkroom?"))
        name = left.title or self.tr("Untitled")
        box.setText(
            self.tr("“{name}” is not saved, and another picture has taken its place.").format(name=name)
        )
        box.setInformativeText(self.tr("Until Darkroom is closed it can be brought back, and saved."))
        bring = box.addButton(self.tr("Bring it back"), QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton(self.tr("Close without it"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(bring)
        box.setEscapeButton(stay)
        bring.clicked.connect(partial(self._studio.undo_stack.go_to, left.steps))
        drop.clicked.connect(self._leave)
        box.open()

    def _ask_to_stop(self) -> None:
        if (box := self._question("ask_to_close")) is None:
            return
        running: JobRecord | None = self._studio.board.running
        box.setWindowTitle(self.tr("Close Darkroom?"))
        box.setText(self.tr("Pictures are still being made."))
        box.setInformativeText(
            self.tr(
                "Finished pictures are saved. Jobs that are kept in the queue for the next start: {count}."
            ).format(count=self._studio.board.waiting_count + bool(running))
        )
        close = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        close.clicked.connect(self.close_for_good)
        box.open()

    def _question(self, name: str) -> QMessageBox | None:
        """A box for a question; None while one stands."""
        if self._window.findChild(QMessageBox, name) is not None:
            return None
        box = QMessageBox(self._window)
        box.setObjectName(name)
        box.setIcon(QMessageBox.Icon.Question)
        box.finished.connect(box.deleteLater)
        return box

    @Slot()
    def _save(self) -> None:
        save_project(self._studio.editor.project, self._window, self._window.close)

    @Slot()
    def _leave(self) -> None:
        self._left_is_known = True
        self._studio.editor.project.abandon_left()
        self._window.close()

    @Slot()
    def _drop(self) -> None:
        self._studio.editor.project.abandon()
        self._window.close()
