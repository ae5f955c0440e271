from __future__ import annotations

import base64
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core import project_file, settings
from desktop.core.document.document import Document
from desktop.core.errors import ErrorInfo
from desktop.core.geometry import Size
from desktop.core.settings import Session, Settings
from desktop.state.job_board import JobStatus
from desktop.state.notices import NoticeLevel
from desktop.ui.layout import LAYOUT_VERSION
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import current_tokens
from desktop.ui.tokens import HIGH_CONTRAST, LIGHT
from tests.helpers.scripted import Script, make_pixels
from tests.ui.conftest import OpenApp
from tests.ui.jobs import held_script, make_picture, run_job, wait_until_running

LAKE = Document.from_pixels(make_pixels(Size(40, 30)), "Lake")
PAINTED = replace(LAKE, size=Size(40, 20))

# Notices


def test_an_error_is_a_notice_with_its_details_folded(qtbot: QtBot, open_app: OpenApp) -> None:
    error = ErrorInfo("out_of_memory", "Not enough memory.", "Choose a smaller size.", "Traceback: …")
    app = open_app(Script(error=error))
    assert run_job(qtbot, app).status is JobStatus.FAILED
    bar = app.window.notice_bar
    assert bar.isVisible()
    assert bar.text() == "Not enough memory.\nChoose a smaller size.\nTraceback: …"
    details = bar.findChild(QPlainTextEdit)
    assert not details.isVisible()
    (fold,) = (button for button in bar.findChildren(QPushButton) if button.text() == "Details")
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert details.isVisible()


def test_a_failed_job_leaves_the_picture_and_the_next_one_works(qtbot: QtBot, open_app: OpenApp) -> None:
    failure = Script(error=ErrorInfo("nan", "The picture is broken."))
    app = open_app(lambda job: failure if job.params.steps == 13 else Script())
    saved = make_picture(qtbot, app)
    app.studio.prompt.steps = 13
    assert run_job(qtbot, app).status is JobStatus.FAILED
    assert app.studio.canvas.picture is not None
    assert app.studio.canvas.picture.saved == saved
    app.studio.prompt.steps = 12
    assert run_job(qtbot, app).status is JobStatus.FINISHED


# Title


def test_the_title_names_the_picture_on_the_canvas(qtbot: QtBot, app: App) -> None:
    assert app.window.windowTitle() == "Darkroom"
    saved = make_picture(qtbot, app)
    assert app.window.windowTitle() == f"{saved.path.name} - Darkroom"
    assert app.window.windowFilePath() == str(saved.path)
    app.studio.canvas.show(None)
    assert app.window.windowTitle() == "Darkroom"


def test_the_title_names_the_project_and_marks_what_is_not_saved(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    editor, window = app.studio.editor, app.window
    editor.document.open("Open", LAKE)
    assert (window.windowTitle(), window.isWindowModified()) == ("Lake - Darkroom", False)
    editor.document.apply("Paint", PAINTED)
    assert (window.windowTitle(), window.isWindowModified()) == ("Lake[*] - Darkroom", True)
    with qtbot.waitSignal(editor.project.saved):
        editor.project.save(tmp_path / "at dusk.darkroom")
    assert (window.windowTitle(), window.isWindowModified()) == ("at dusk - Darkroom", False)
    assert window.windowFilePath() == str(tmp_path / "at dusk.darkroom")


# Theme


@pytest.mark.parametrize(
    ("action", "name", "tokens"),
    [("theme_light", "light", LIGHT), ("theme_contrast", "high-contrast", HIGH_CONTRAST)],
)
def test_the_theme_changes_at_once_and_stays_for_the_next_start(
    app: App, action: str, name: str, tokens: object
) -> None:
    app.window.actions_[action].trigger()
    assert current_tokens() is tokens
    assert app.window.actions_[action].isChecked()
    assert not app.window.actions_["theme_dark"].isChecked()
    app.studio.preferences.flush()
    assert settings.load(app.studio.paths.settings)[0].theme == name


# Layout


def saved_session(app: App) -> Session:
    """Close the window and read what the next start will read."""
    app.window.close()
    assert app.studio.shutdown()
    return settings.load(app.studio.paths.settings)[0].session


def test_the_layout_comes_back_at_the_next_start(open_app: OpenApp) -> None:
    before = open_app()
    before.window.gallery_dock.close()
    before.window.resize(1100, 720)
    after = open_app(settings=Settings(session=saved_session(before)))
    assert not after.window.gallery_dock.isVisible()
    assert after.window.prompt_dock.isVisible()
    assert after.window.height() == 720


@pytest.mark.parametrize("state", ["", "AAAA", "not base64 at all", base64.b64encode(b"\xff" * 600).decode()])
def test_a_damaged_layout_is_the_first_one_again(open_app: OpenApp, state: str) -> None:
    session = Session(window_geometry=state, window_state=state)
    window = open_app(settings=Settings(session=session)).window
    assert window.dockWidgetArea(window.prompt_dock) is Qt.DockWidgetArea.LeftDockWidgetArea
    assert window.dockWidgetArea(window.gallery_dock) is Qt.DockWidgetArea.BottomDockWidgetArea
    assert window.prompt_dock.isVisible()
    assert window.gallery_dock.isVisible()


def test_the_layout_of_another_version_is_left_alone(open_app: OpenApp) -> None:
    before = open_app()
    before.window.gallery_dock.close()
    other = bytes(before.window.saveState(LAYOUT_VERSION + 1).toBase64().data()).decode()
    after = open_app(settings=Settings(session=Session(window_state=other)))
    assert after.window.gallery_dock.isVisible()


def test_reset_layout_puts_every_dock_back(app: App) -> None:
    window = app.window
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, window.prompt_dock)
    window.gallery_dock.close()
    window.actions_["reset_layout"].trigger()
    assert window.dockWidgetArea(window.prompt_dock) is Qt.DockWidgetArea.LeftDockWidgetArea
    assert window.gallery_dock.isVisible()


# Closing


def questions(window: MainWindow) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def answer(qtbot: QtBot, window: MainWindow, text: str) -> None:
    (box,) = questions(window)
    (button,) = (button for button in box.buttons() if button.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))


def test_an_idle_window_closes_without_a_question(app: App) -> None:
    closed = QSignalSpy(app.window.closed)
    app.window.close()
    assert closed.count() == 1
    assert not app.window.isVisible()


def test_closing_asks_about_work_that_no_file_holds(qtbot: QtBot, app: App) -> None:
    app.studio.editor.document.open("Open", LAKE)
    app.studio.editor.document.apply("Paint", PAINTED)
    app.window.close()
    app.window.close()
    (box,) = questions(app.window)
    assert "Lake" in box.text()
    answer(qtbot, app.window, "Cancel")
    assert app.window.isVisible()
    app.window.close()
    answer(qtbot, app.window, "Don't save")
    assert not app.window.isVisible()


def test_save_and_close_asks_for_a_file_and_closes_when_it_is_written(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    app.studio.editor.document.open("Open", LAKE)
    app.studio.editor.document.apply("Paint", PAINTED)
    app.window.close()
    answer(qtbot, app.window, "Save")
    dialog = app.window.findChild(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "Lake.darkroom"
    with qtbot.waitSignal(app.window.closed):
        dialog.fileSelected.emit(str(tmp_path / "lake.darkroom"))
        dialog.reject()
    assert project_file.load(tmp_path / "lake.darkroom").document.layers[0].name == "Lake"


def test_a_picture_that_was_only_opened_is_closed_without_a_question(app: App) -> None:
    app.studio.editor.document.open("Open", LAKE)
    app.window.close()
    assert not app.window.isVisible()


def test_closing_asks_about_work_in_whose_place_another_picture_is(qtbot: QtBot, app: App) -> None:
    document = app.studio.editor.document
    document.open("Open", LAKE)
    document.apply("Paint", PAINTED)
    document.open("Open", Document.from_pixels(make_pixels(LAKE.size), "Hill"))
    app.window.close()
    assert "Lake" in questions(app.window)[0].text()
    answer(qtbot, app.window, "Bring it back")
    assert (document.document, app.window.isVisible()) == (PAINTED, True)
    app.studio.undo_stack.redo()
    app.window.close()
    answer(qtbot, app.window, "Close without it")
    assert not app.window.isVisible()


def test_closing_for_good_asks_nothing_and_keeps_the_work_for_the_next_start(app: App) -> None:
    app.studio.editor.document.open("Open", LAKE)
    app.studio.editor.document.apply("Paint", PAINTED)
    app.window.close_for_good()
    assert not app.window.isVisible()
    assert app.studio.shutdown()
    assert any(app.studio.paths.recovery.glob("*/about.json"))


def test_closing_asks_once_while_pictures_are_made(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    app.studio.generate()
    app.studio.generate()
    wait_until_running(qtbot, app)
    app.window.close()
    app.window.close()
    (box,) = questions(app.window)
    assert app.window.isVisible()
    assert box.informativeText() == (
        "Finished pictures are saved. Jobs that are kept in the queue for the next start: 2."
    )
    assert box.defaultButton().text() == "Go on"
    answer(qtbot, app.window, "Go on")


def test_go_on_keeps_the_window_and_the_job(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    app.studio.generate()
    running = wait_until_running(qtbot, app)
    closed = QSignalSpy(app.window.closed)
    app.window.close()
    answer(qtbot, app.window, "Go on")
    assert questions(app.window) == []
    assert app.window.isVisible()
    assert closed.count() == 0
    assert app.studio.board.running == running
    app.window.close()
    assert len(questions(app.window)) == 1
    answer(qtbot, app.window, "Go on")


def test_esc_in_the_question_means_go_on(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    app.studio.generate()
    running = wait_until_running(qtbot, app)
    app.window.close()
    (box,) = questions(app.window)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert questions(app.window) == []
    assert app.studio.board.running == running


def test_stop_and_close_ends_the_worker(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    app.studio.generate()
    app.studio.generate()
    wait_until_running(qtbot, app)
    threads = psutil.Process().num_threads()
    closed = QSignalSpy(app.window.closed)
    app.window.close()
    answer(qtbot, app.window, "Stop and close")
    assert closed.count() == 1
    assert not app.window.isVisible()
    assert app.studio.shutdown(timeout_ms=5000)
    assert psutil.Process().num_threads() < threads
    assert [record.status for record in app.studio.board.records] == [JobStatus.CANCELLED] * 2


def test_a_job_that_ends_while_the_question_stands_is_kept(qtbot: QtBot, open_app: OpenApp) -> None:
    script = held_script()
    app = open_app(script)
    app.studio.generate()
    wait_until_running(qtbot, app)
    app.window.close()
    assert script.hold is not None
    with qtbot.waitSignal(app.studio.board.job_ended) as ended:
        script.hold.set()
    answer(qtbot, app.window, "Stop and close")
    assert ended.args[0].status is JobStatus.FINISHED
    assert not app.window.isVisible()


def test_the_window_closes_while_models_are_looked_for(app: App) -> None:
    app.studio.library.refresh()
    app.window.close()
    assert not app.window.isVisible()
    assert app.studio.shutdown()
    assert "library scan" not in {thread.name for thread in threading.enumerate()}


def test_notices_before_the_window_is_shown_are_not_lost(app: App, qapp: QApplication) -> None:
    app.window.hide()
    app.studio.notices.add(NoticeLevel.WARNING, ErrorInfo("settings_damaged", "Your settings are damaged."))
    app.window.show()
    assert app.window.notice_bar.isVisible()
