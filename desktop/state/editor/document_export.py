"""The document as files for other programs, written beside the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.core import files
from desktop.core.document.document import Document
from desktop.core.export_options import ExportOptions
from desktop.state.background import Background
from desktop.state.editor.document_state import DocumentState


class DocumentExport(QObject):
    """Exports the document of the moment it is asked to. GUI thread."""

    written = Signal(object, object)
    """The Path of the file or folder, and sentences about what it does not hold (tuple)."""
    failed = Signal(object)
    """ErrorInfo."""

    def __init__(self, document: DocumentState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._background = Background("export", self)
        self._background.failed.connect(self.failed)
        self.last: Path | None = None
        """What was written last."""

    def close(self) -> None:
        """Wait until everything is on the disk."""
        self._background.close(finish=True)

    def write_picture(self, file: Path, options: ExportOptions) -> None:
        """All layers together; replaces what is there (the dialog has asked)."""
        self._run(partial(_write_picture, self._document.document, file, options), file)

    def write_layers(self, folder: Path, options: ExportOptions) -> None:
        """Each visible layer into a file of its own in ``folder``; never over one that is there."""
        self._run(partial(_write_layers, self._document.document, folder, options), folder)

    def write_openraster(self, file: Path) -> None:
        """With all layers, for Krita, GIMP and others; replaces what is there."""
        from desktop.core import openraster

        self._run(partial(openraster.save, file, self._document.document), file)

    def _run(self, work: partial[tuple[str, ...]], target: Path) -> None:
        self._background.run(work, partial(self._tell, target))

    def _tell(self, target: Path, notes: tuple[str, ...]) -> None:
        self.last = target
        self.written.emit(target, notes)


def _write_picture(document: Document, file: Path, options: ExportOptions) -> tuple[str, ...]:
    from desktop.core.picture_export import export

    files.write_bytes(file, export(document, options))
    return ()


def _write_layers(document: Document, folder: Path, options: ExportOptions) -> tuple[str, ...]:
    from desktop.core.picture_export import export_layers
    from desktop.core.pictures import SUFFIXES

    for name, content in export_layers(document, options):
        files.write_new(folder, name, SUFFIXES[options.format], content)
    return ()
