"""Asking for a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from desktop.core.gallery_names import MAX_NAME


def ask_name(
    parent: QWidget, title: str, label: str, name: str, done: Callable[[str], object]
) -> QInputDialog:
    """Open a small dialog that starts with ``name``; ``done`` gets what was typed, unless it is blank."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(name)
    dialog.setOkButtonText(QCoreApplication.translate("Name", "OK"))
    dialog.setCancelButtonText(QCoreApplication.translate("Name", "Cancel"))
    dialog.setMinimumWidth(340)

    def take(text: str) -> None:
        if text.strip():
            done(text)

    dialog.textValueSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    if (field := dialog.findChild(QLineEdit)) is not None:
        field.setMaxLength(MAX_NAME)
        field.setAccessibleName(label)
        field.setToolTip(label)
    return dialog
