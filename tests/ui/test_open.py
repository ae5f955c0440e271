"""Open and paste in the real window, by their keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.geometry import Size
from tests.helpers.foreign_pictures import write_samples


def press(app: App, keys: str) -> None:
    combination = QKeySequence(keys)[0]
    QTest.keyClick(QApplication.focusWidget(), combination.key(), combination.keyboardModifiers())


def copy_files(*paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    mime.setText("\n".join(map(str, paths)))
    QGuiApplication.clipboard().setMimeData(mime)


def test_a_file_is_pasted_even_while_the_prompt_has_the_keyboard(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    copy_files(write_samples(tmp_path)["a1111.png"])
    app.window.prompt.prompt.edit.setFocus()
    with qtbot.waitSignal(app.studio.editor.document.changed):
        press(app, "Ctrl+V")
    assert app.window.windowTitle() == "a1111 - Darkroom"
    assert app.window.prompt.prompt.text == "a red apple"


def test_a_picture_is_pasted(qtbot: QtBot, app: App) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(image)
    app.window.canvas.setFocus()
    with qtbot.waitSignal(app.studio.editor.document.changed):
        press(app, "Ctrl+V")
    assert app.studio.editor.document.document.size == Size(40, 30)
    assert app.window.windowTitle() == "Pasted[*] - Darkroom"


def test_text_is_pasted_where_the_cursor_is(app: App) -> None:
    QGuiApplication.clipboard().setText("blur")
    app.window.prompt.negative.edit.setFocus()
    press(app, "Ctrl+V")
    assert (app.studio.prompt.negative_prompt, app.studio.prompt.prompt) == ("blur", "a red apple")


def test_text_goes_to_the_prompt_when_no_field_has_the_keyboard(app: App) -> None:
    QGuiApplication.clipboard().setText("in the snow")
    app.window.canvas.setFocus()
    press(app, "Ctrl+V")
    assert app.studio.prompt.prompt == "a red apple, in the snow"


def test_the_menu_pastes_into_the_field_with_the_keyboard(app: App) -> None:
    QGuiApplication.clipboard().setText("blur")
    app.window.prompt.negative.edit.setFocus()
    app.window.actions_["paste"].trigger()
    assert app.studio.prompt.negative_prompt == "blur"


def test_files_are_chosen_and_opened(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    path = write_samples(tmp_path)["invokeai.png"]
    app.window.canvas.setFocus()
    press(app, "Ctrl+O")
    dialog = app.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    with qtbot.waitSignal(app.studio.editor.document.changed):
        dialog.filesSelected.emit([str(path)])
    dialog.reject()
    assert app.studio.editor.project.name == path.stem
    app.window.actions_["use_found_settings"].trigger()
    assert app.studio.prompt.prompt == "a lighthouse at dawn"


def test_a_second_start_brings_the_window_to_the_front(qtbot: QtBot, app: App) -> None:
    app.window.showMinimized()
    app.window.receive_files(())
    assert not app.window.isMinimized()
    assert app.window.isVisible()
