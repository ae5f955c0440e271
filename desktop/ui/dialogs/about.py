"""What this is, with what it was made and what it runs on."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop import __version__
from desktop.ui.icons import application_icon

_LIBRARIES = ("PySide6-Essentials", "torch", "diffusers", "transformers", "pillow")


def about_box(parent: QWidget, device: str) -> QMessageBox:
    """A box for ``open()``; ``device`` in words, empty while the engine starts."""
    tr = QCoreApplication.translate
    box = QMessageBox(parent)
    box.setWindowTitle(tr("About", "About Darkroom"))
    box.setIconPixmap(application_icon().pixmap(64, 64))
    box.setText(f"Darkroom {__version__}")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES)
    running = device or tr("About", "the engine is starting")
    box.setInformativeText(
        tr(
            "About",
            "Making and editing pictures with diffusion models, on your own machine, offline. "
            "Apache License 2.0.\n\nDevice: {device}\nPython {python}, {versions}",
        ).format(device=running, python=platform.python_version(), versions=versions)
    )
    return box
