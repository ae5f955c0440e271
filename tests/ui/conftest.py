"""Widgets are tested as they look in the dark theme."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.theme import apply_theme, current_tokens
from desktop.ui.tokens import DARK


@pytest.fixture(autouse=True)
def dark_theme(qapp: QApplication) -> None:
    if current_tokens() is not DARK or not qapp.styleSheet():
        apply_theme(qapp, "dark")
