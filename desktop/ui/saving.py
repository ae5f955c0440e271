"""Asking where a project goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.files import safe_stem
from desktop.state.editor.project import ProjectState


def save_project(project: ProjectState, window: QWidget, then: Callable[[], object] | None = None) -> None:
    """Save to the project's own file, or ask for one; ``then`` is called when it is on the disk."""
    if project.file is not None:
        project.save(then=then)
    else:
        save_project_as(project, window, then)


def save_project_as(project: ProjectState, window: QWidget, then: Callable[[], object] | None = None) -> None:
    """Ask for a file, and save there. The dialog asks before one is replaced."""
    from desktop.core.project_file import SUFFIX

    dialog = QFileDialog(window, _tr("Save the project"), str(_folder(project)))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([f"{_tr('Darkroom projects')} (*{SUFFIX})"])
    dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
    dialog.selectFile(f"{safe_stem(project.name or _tr('Picture'))}{SUFFIX}")
    dialog.fileSelected.connect(lambda name: project.save(Path(name), then))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _folder(project: ProjectState) -> Path:
    """Where the project is, or the last one was, or else where documents are."""
    if project.file is not None:
        return project.file.parent
    if project.recent:
        return project.recent[0].parent
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Saving", text)
