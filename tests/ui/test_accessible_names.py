"""Every control says what it is to a screen reader."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QScrollBar,
    QSizeGrip,
    QSlider,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.errors import ErrorInfo
from desktop.state.editor.editor import Editor
from desktop.state.notices import NoticeLevel
from desktop.state.undo_stack import UndoStack
from desktop.ui.canvas.view import CanvasView
from desktop.ui.dialogs.preferences import PreferencesDialog
from desktop.ui.widgets.choice_field import Choice, ChoiceField
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.notice_bar import NoticeBar
from desktop.ui.widgets.primary_action import PrimaryAction
from desktop.ui.widgets.prompt_field import PromptField
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.seed_field import SeedField
from desktop.ui.widgets.size_field import SizeField
from desktop.ui.widgets.slider_field import SliderField
from desktop.ui.widgets.stepper import Stepper
from desktop.ui.widgets.thumbnail_delegate import MarkRoles, ThumbnailDelegate
from desktop.ui.widgets.thumbnails import ThumbnailView
from tests.helpers.scripted import Script
from tests.ui.conftest import OpenApp
from tests.ui.jobs import held_script, make_picture, wait_until_running

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    CanvasView,
)


def notice() -> NoticeBar:
    bar = NoticeBar()
    bar.show_notice("error", "No", "Do", "Why")
    return bar


def busy_canvas() -> CanvasView:
    view = CanvasView(Editor(UndoStack()))
    view.set_progress("Step", 1, 2, 3.0)
    return view


@pytest.mark.parametrize(
    "build",
    [
        lambda: Field("Sampler", ChoiceField([Choice("Euler", 1)])),
        lambda: SliderField("Steps", 1, 50, default=20),
        lambda: SizeField("Size"),
        lambda: SeedField("Seed"),
        lambda: Stepper("Pictures", 1, 9),
        lambda: PrimaryAction("sparkles", "Generate"),
        lambda: SearchField("Search models"),
        lambda: PromptField("Prompt"),
        lambda: ThumbnailView("Newest pictures", ThumbnailDelegate(MarkRoles(256, 257))),
        notice,
        busy_canvas,
    ],
)
def test_every_control_has_a_name(qtbot: QtBot, build: Callable[[], QWidget]) -> None:
    root = build()
    qtbot.addWidget(root)
    root.show()
    controls = [w for w in (root, *root.findChildren(QWidget)) if isinstance(w, CONTROLS) and w.isVisible()]
    assert controls

    nameless = []
    for control in controls:
        interface = QAccessible.queryAccessibleInterface(control)
        if not interface.text(QAccessible.Text.Name):
            nameless.append(control)
    assert not nameless


def test_a_field_hands_its_label_and_tooltip_to_its_control(qtbot: QtBot) -> None:
    choice = ChoiceField([Choice("Euler", 1)])
    field = Field("Sampler", choice, tooltip="How noise becomes a picture")
    qtbot.addWidget(field)

    assert choice.accessibleName() == "Sampler"
    assert choice.toolTip() == field.label.toolTip() == "How noise becomes a picture"


INTERACTIVE = (*CONTROLS, QAbstractSlider, QAbstractSpinBox, QAbstractItemView, QTextEdit, QMenu, QTabBar)
# Parts that Qt puts into its own widgets: they speak through the widget that they belong to.
PARTS = (QScrollBar, QSizeGrip)


def all_widgets(app: App) -> list[QWidget]:
    """Of the window with everything in it unfolded, and of its dialogs."""
    window = app.window
    app.studio.notices.add(NoticeLevel.ERROR, ErrorInfo("x", "Message", "Hint", "Details"))
    app.studio.preferences.update(model_folders=(Path("/models"),))
    dialogs = ("about", "preferences", "palette", "shortcut_sheet", "model_card", "report_problem", "upscale")
    dialogs += ("new_canvas", "canvas_size", "scale_canvas", "straighten", "export_canvas")
    dialogs += ("add_model", "connections")
    for name in dialogs:
        window.actions_[name].trigger()
    for dialog in window.findChildren(PreferencesDialog):
        dialog.keyboard.lines["about"].change.click()
    window.status.messages.click()
    window.close()  # asks
    widgets = [window, *window.findChildren(QWidget)]  # dialogs are children, too
    return [widget for widget in dict.fromkeys(widgets) if not isinstance(widget, PARTS)]


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def is_inner(widget: QWidget) -> bool:
    """Whether Qt made it as a part of another widget: a list in a combo box, a button of a tab bar."""
    return widget.objectName().startswith("qt_") or isinstance(
        widget.parent(), QComboBox | QMenuBar | QTabBar
    )


@pytest.fixture
def busy_app(qtbot: QtBot, open_app: OpenApp) -> App:
    """With a picture in the gallery and a job under way, so that nothing is hidden for want of content."""
    script = held_script()
    app = open_app(lambda job: script if job.params.steps == 13 else Script())
    make_picture(qtbot, app)
    app.studio.prompt.steps = 13
    app.studio.generate()
    wait_until_running(qtbot, app)
    return app


def test_everything_in_the_window_and_its_dialogs_has_a_name(busy_app: App) -> None:
    controls = [w for w in all_widgets(busy_app) if isinstance(w, INTERACTIVE) and not is_inner(w)]
    assert len(controls) > 40
    assert [(w, w.parent()) for w in controls if not name_of(w)] == []


def test_every_field_and_button_of_the_window_has_a_tooltip(busy_app: App) -> None:
    def tooltip(widget: QWidget) -> str:
        """Qt asks the widgets around for one that has none itself."""
        while not widget.toolTip() and not widget.isWindow():
            widget = widget.parentWidget()
        return widget.toolTip()

    kinds = (QAbstractButton, QComboBox, QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSlider)
    controls = [w for w in all_widgets(busy_app) if isinstance(w, kinds) and not is_inner(w)]
    silent = [w for w in controls if not tooltip(w) and not isinstance(w.window(), QMessageBox)]
    assert [name_of(widget) for widget in silent] == []
