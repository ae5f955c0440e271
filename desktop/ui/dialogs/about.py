"""What this is, with what it was made and what it runs on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop import __version__
from desktop.core import crash_report
from desktop.ui.icons import application_icon


def about_box(parent: QWidget, device: str) -> QMessageBox:
    """A box for ``open()``; ``device`` in words, empty while the engine starts."""
    box = QMessageBox(parent)
    box.setWindowTitle(_tr("About Darkroom"))
    box.setIconPixmap(application_icon().pixmap(64, 64))
    box.setText(f"Darkroom {__version__}")
    versions = ", ".join(f"{name} {version}" for name, version in crash_report.versions().items())
    running = device or _tr("the engine is starting")
    box.setInformativeText(
        _tr(
            "Making and editing pictures with diffusion models, on your own machine, offline. "
            "Apache License 2.0.\n\nDevice: {device}\n{versions}",
        ).format(device=running, versions=versions)
    )
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("About", text)
