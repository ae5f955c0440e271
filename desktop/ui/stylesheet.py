"""The one style sheet, filled from a theme's tokens.

Widgets ask for a look with the dynamic property ``kind`` (a QLabel of kind "secondary", a QPushButton of kind
"link"), never with a style sheet of their own.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from desktop.core import paths
from desktop.ui.fonts import SMALL_PX
from desktop.ui.tokens import Tokens

_SHEET = Template("""
QMainWindow, QDialog { background: $window; }
QMainWindow::separator { background: $separator; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }

QWidget[kind="title"] { background: $window; border-bottom: 1px solid $separator; }
QMenuBar { background: transparent; padding: 2px 4px; spacing: 2px; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 8px; border-radius: 4px; border: 1px solid transparent; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px; }
QMenu::icon { padding-left: 6px; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 6px; }
QMenu::indicator:checked { image: url($glyphs/check.svg); }
QMenu::right-arrow { image: url($glyphs/chevron-right.svg); width: 12px; height: 12px; margin-right: 4px; }
QToolTip { background: $window; color: $text; border: 1px solid $border; padding: 4px 6px; }

QDockWidget { titlebar-close-icon: none; titlebar-normal-icon: none; }
QDockWidget::title { background: $panel; padding: 8px 12px; border-bottom: 1px solid $separator; }
QStatusBar { background: $window; border-top: 1px solid $separator; color: $text_readable; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $text_readable; font-size: ${small}px; padding: 4px 8px; }
QToolButton[kind="status"] {
    color: $text_readable; font-size: ${small}px; padding: 3px 8px; border-radius: 4px;
}
QToolButton[kind="status"]:hover { color: $text; background: $hover; }

QTabBar { background: $panel; qproperty-drawBase: 0; }
QTabBar::tab {
    padding: 8px 14px; color: $text_secondary; border: none; border-bottom: 2px solid transparent;
}
QMainWindow > QTabBar::tab { padding: 8px 7px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent_text; }
QTabWidget::pane { border: none; border-top: 1px solid $separator; }

QLabel { background: transparent; }
QWidget[kind="panel"] { background: $panel; }
QFrame[kind="card"] { background: $panel; border: 1px solid $border; border-radius: 8px; }
QFrame[kind="gate"] { background: $window; border: 1px solid $border; border-radius: 6px; }
QFrame[kind="editing"] { background: $accent_tint; border-bottom: 1px solid $separator; }
QAbstractScrollArea { background: transparent; border: none; }
QLabel[kind="secondary"] { color: $text_secondary; font-size: ${small}px; }
QLabel[kind="readable"] { color: $text_readable; font-size: ${small}px; }
QLabel[kind="label"] { color: $text_secondary; font-size: ${small}px; }
QLabel[kind="label"]:disabled { color: $text_disabled; }
QLabel[kind="value"] { color: $text_secondary; font-size: ${small}px; }
QLabel[kind="over"] { color: $warning; font-size: ${small}px; font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="heading"] { font-size: 16px; font-weight: 600; padding-bottom: 6px; }
QLabel[kind="empty"] { color: $on_surround; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox {
    background: $field; border: 1px solid $border; border-radius: 6px; padding: 0 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QSpinBox, QDoubleSpinBox { min-height: 28px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus
{
    border-color: $accent;
}
QLineEdit:disabled, QPlainTextEdit:disabled { color: $text_disabled; }
QPlainTextEdit[kind="prompt"] { padding: 5px 6px; }
QPlainTextEdit[kind="details"] { padding: 4px; color: $text_readable; font-size: ${small}px; }
QLineEdit[kind="bare"] {
    background: transparent; border: none; border-radius: 0; padding: 0; min-height: 16px;
}
QLineEdit[kind="value"] {
    background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: 0 0 0 4px; min-height: 16px;
}
QLineEdit[kind="value"]:hover { background: $hover; }
QLineEdit[kind="value"]:focus { background: $field; border-color: $accent; }

QComboBox {
    background: $field; border: 1px solid $border; border-radius: 6px; padding: 0 28px 0 10px;
    min-height: 28px; combobox-popup: 0;
}
QComboBox:hover { border-color: $track; }
QComboBox:focus, QComboBox:on { border-color: $accent; }
QComboBox:disabled { color: $text_disabled; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $panel; border: 1px solid $border; padding: 4px; outline: none;
    selection-background-color: $hover; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $hover; color: $text; }
QComboBox QAbstractItemView::item:disabled { color: $text_disabled; }

QPushButton {
    background: $panel; border: 1px solid $border; border-radius: 6px; padding: 0 12px; min-height: 28px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $field; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $text_disabled; }
QPushButton:default { border-color: $accent; }
QPushButton[kind="link"] {
    border: 1px solid transparent; background: transparent; padding: 0 4px; min-height: 20px;
    color: $text_readable; font-size: ${small}px; }
QPushButton[kind="link"]:hover { color: $text; }
QPushButton[kind="link"]:focus { border-color: $accent; }
QPushButton[kind="link"]:disabled { color: $text_disabled; }
QPushButton[kind="chip"] {
    border: 1px solid transparent; background: transparent; padding: 0 6px; min-height: 24px;
}
QPushButton[kind="chip"]:hover { background: $hover; }
QPushButton[kind="chip"]:checked { background: $accent_tint; color: $accent_text; }
QPushButton[kind="chip"]:focus { border-color: $accent; }

QPushButton[kind="filter"] {
    border: 1px solid $border; border-radius: 5px; background: transparent; padding: 0 8px; min-height: 20px;
    color: $text_readable; font-size: ${small}px;
}
QPushButton[kind="filter"]:hover { background: $hover; color: $text; }
QPushButton[kind="filter"]:checked {
    background: $accent_tint; border-color: $accent_tint; color: $accent_text;
}
QPushButton[kind="filter"]:focus { border-color: $accent; }
QPushButton[kind="segment"]:checked {
    background: $accent_tint; border-color: $accent; color: $accent_text;
}
QPushButton[kind="small"] { padding: 0 8px; min-height: 24px; font-size: ${small}px; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $field; }
QToolButton:checked { background: $accent_tint; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="cell"] { background: $field; border-color: $border; border-radius: 4px; }
QToolButton[kind="cell"]:checked { background: $accent_tint; border-color: $accent; }
QToolButton[kind="inline"] { padding: 2px; border-radius: 4px; }
QToolButton[kind="inline"]:checked { background: transparent; }

QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $text_secondary; background: $field; border-radius: 4px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url($glyphs/check-on-accent.svg);
}
QRadioButton::indicator:checked {
    background: $on_accent; border: 5px solid $accent; width: 6px; height: 6px;
}
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $text_disabled; }

QListView, QTreeView, QTableView { background: $panel; outline: none; }
QListView::item:selected, QTreeView::item:selected { background: $selection; color: $text; }
QListView[kind="popup"] { border: 1px solid $border; padding: 4px; }
QListView[kind="popup"]::item { padding: 4px 6px; border-radius: 4px; }
QTreeView[kind="files"] { background: $field; border: 1px solid $border; border-radius: 6px; padding: 4px; }
QTreeView[kind="files"]::item { min-height: 24px; padding: 0 6px; border-radius: 4px; }
QTreeView[kind="files"]:focus { border-color: $accent; }
QTreeView[kind="files"]::item:disabled { color: $text_disabled; }
QTreeView::indicator {
    width: 14px; height: 14px; border: 1px solid $text_secondary; background: $field; border-radius: 4px;
}
QTreeView::indicator:checked {
    background: $accent; border-color: $accent; image: url($glyphs/check-on-accent.svg);
}
QTableView::item { padding: 5px 8px; }
QHeaderView::section { background: $panel; color: $text_secondary; border: none; padding: 6px 8px; }
QListWidget { background: transparent; }
QListWidget::item { padding: 7px 8px; border-radius: 6px; }
QListWidget[kind="words"]::item { padding: 3px 8px; border: 1px solid $track; border-radius: 6px; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $selection; color: $text; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle {
    background: $track; border-radius: 3px; margin: 2px; min-width: 28px; min-height: 28px;
}
QScrollBar::handle:hover { background: $text_secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $track; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of the whole application."""
    glyphs = (paths.resources() / "icons" / "glyphs").as_posix()
    return _SHEET.substitute(
        asdict(tokens), small=SMALL_PX, glyphs=f'"{glyphs}"' if " " in glyphs else glyphs
    )
