from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core import project_file
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.geometry import Size
from desktop.core.infotext import to_infotext
from desktop.core.pictures import read
from desktop.core.settings import Settings
from desktop.state.qimages import to_qimage
from tests.helpers.scripted import make_pixels
from tests.ui.conftest import OpenApp
from tests.ui.jobs import make_picture, run_job


def trigger(app: App, name: str) -> None:
    action = app.window.actions_[name]
    assert action.isEnabled()
    action.trigger()


def codes(app: App) -> list[str]:
    return [item.info.code for item in app.studio.notices.history]


def save_as(app: App, file: Path) -> None:
    """Choose ``file`` in the dialog."""
    trigger(app, "save_as")
    dialog = app.window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()


# Files


@pytest.mark.parametrize("name", ["copy.png", "copy.jpg", "copy.JPEG", "copy.webp"])
def test_a_copy_is_saved_with_the_pictures_settings(
    qtbot: QtBot, app: App, tmp_path: Path, name: str
) -> None:
    make_picture(qtbot, app)
    shown = app.studio.canvas.picture
    assert shown is not None
    file = tmp_path / "new" / name
    with qtbot.waitSignal(app.studio.exporter.saved):
        save_as(app, file)
    copy = read(file)
    assert copy.record == shown.record
    assert copy.pixels.size == shown.pixels.size
    assert app.window.status.currentMessage() == f"Saved as {file}"


def test_the_dialog_offers_the_pictures_own_folder_and_name(qtbot: QtBot, app: App) -> None:
    saved = make_picture(qtbot, app)
    trigger(app, "save_as")
    dialog = app.window.findChild(QFileDialog)
    assert [Path(name) for name in dialog.selectedFiles()] == [saved.path]
    dialog.close()


def test_a_copy_leaves_the_prompt_out_when_the_settings_say_so(
    qtbot: QtBot, open_app: OpenApp, tmp_path: Path
) -> None:
    app = open_app(settings=Settings(include_prompt=False))
    make_picture(qtbot, app, "a secret")
    with qtbot.waitSignal(app.studio.exporter.saved):
        save_as(app, tmp_path / "copy.png")
    assert b"a secret" not in (tmp_path / "copy.png").read_bytes()


def test_another_kind_of_file_is_refused_with_the_kinds_that_work(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    make_picture(qtbot, app)
    save_as(app, tmp_path / "copy.bmp")
    assert codes(app) == ["bad_value"]
    assert ".webp" in app.window.notice_bar.text()
    assert not (tmp_path / "copy.bmp").exists()


def test_a_copy_that_can_not_be_written_is_told(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    make_picture(qtbot, app)
    (tmp_path / "file").touch()
    with qtbot.waitSignal(app.studio.exporter.failed):
        save_as(app, tmp_path / "file" / "copy.png")
    assert codes(app) == ["not_writable"]


# Projects


def open_lake(app: App) -> Document:
    document = Document.from_pixels(make_pixels(Size(40, 30), 7), "Lake")
    app.studio.editor.document.open("Open", document, modified=True)
    return document


def test_save_asks_for_a_file_once(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    open_lake(app)
    trigger(app, "save")
    dialog = app.window.findChild(QFileDialog)
    with qtbot.waitSignal(app.studio.editor.project.saved):
        dialog.fileSelected.emit(str(tmp_path / "lake.darkroom"))
    dialog.close()
    app.studio.editor.document.apply("Crop", Document(Size(8, 8)))
    with qtbot.waitSignal(app.studio.editor.project.saved):
        app.studio.editor.project.save()
    assert project_file.load(tmp_path / "lake.darkroom").document.size == Size(8, 8)


def test_without_a_project_the_picture_that_is_looked_at_is_saved(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    make_picture(qtbot, app)
    trigger(app, "save")
    with qtbot.waitSignal(app.studio.exporter.saved):
        app.window.findChild(QFileDialog).fileSelected.emit(str(tmp_path / "copy.png"))
    app.window.findChild(QFileDialog).close()


def test_revert_goes_back_to_the_file(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    open_lake(app)
    assert not app.window.actions_["revert"].isEnabled()
    with qtbot.waitSignal(app.studio.editor.project.saved):
        app.studio.editor.project.save(tmp_path / "lake.darkroom")
    app.studio.editor.document.apply("Crop", Document(Size(8, 8)))
    with qtbot.waitSignal(app.studio.editor.document.replaced):
        trigger(app, "revert")
    assert app.studio.editor.document.document.size == Size(40, 30)


def test_recent_projects_are_offered(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    assert not app.window.actions_["open_recent"].isEnabled()
    open_lake(app)
    for name in ("lake", "sea"):
        with qtbot.waitSignal(app.studio.editor.project.saved):
            app.studio.editor.project.save(tmp_path / f"{name}.darkroom")
    trigger(app, "open_recent")
    (menu,) = (m for m in app.window.findChildren(QMenu) if m.accessibleName() == "Recent projects")
    assert [action.text() for action in menu.actions()] == ["sea.darkroom", "lake.darkroom"]
    with qtbot.waitSignal(app.studio.editor.document.replaced):
        menu.actions()[1].trigger()
    menu.close()
    assert app.studio.editor.project.name == "lake"


# Candidates, and where pictures come from


def test_candidates_are_applied_and_discarded_by_actions(qtbot: QtBot, app: App) -> None:
    names = ("apply_candidate", "next_candidate", "discard_candidate", "back_to_canvas")
    open_lake(app)
    assert not any(app.window.actions_[name].isEnabled() for name in names)
    app.studio.prompt.count = 2
    run_job(qtbot, app)
    assert all(app.window.actions_[name].isEnabled() for name in names)
    candidates = app.studio.editor.candidates
    trigger(app, "next_candidate")
    assert candidates.index == 0
    trigger(app, "discard_candidate")
    assert len(candidates.items) == 1
    trigger(app, "apply_candidate")
    assert len(app.studio.editor.document.document.layers) == 2
    assert not app.window.actions_["apply_candidate"].isEnabled()


def test_the_canvas_of_a_picture_of_the_gallery_is_brought_back(qtbot: QtBot, app: App) -> None:
    open_lake(app)
    saved = run_job(qtbot, app).saved[-1]
    app.studio.editor.document.open("New", Document(Size(64, 64)))
    app.studio.prompt.image_strength = 0.1
    app.studio.collection.selection.set((saved.gallery_id,))
    qtbot.waitUntil(app.window.actions_["bring_back_canvas"].isEnabled)
    with qtbot.waitSignal(app.studio.editor.document.replaced):
        trigger(app, "bring_back_canvas")
    assert flatten(app.studio.editor.document.document) == make_pixels(Size(40, 30), 7)
    assert app.studio.prompt.image_strength == 0.65


# Folders


@pytest.fixture
def opened_folders(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Stands for the system's file manager."""
    folders: list[Path] = []

    def open_url(url: QUrl) -> bool:
        folders.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return folders


def test_the_pictures_folder_is_shown(qtbot: QtBot, app: App, opened_folders: list[Path]) -> None:
    saved = make_picture(qtbot, app)
    trigger(app, "show_in_folder")
    assert opened_folders == [saved.path.parent]


def test_the_models_folder_is_made_and_shown(app: App, opened_folders: list[Path]) -> None:
    assert not app.studio.paths.models.exists()
    trigger(app, "models_folder")
    assert opened_folders == [app.studio.paths.models]
    assert app.studio.paths.models.is_dir()


def test_a_models_folder_that_can_not_be_made_is_told(app: App, opened_folders: list[Path]) -> None:
    app.studio.paths.models.parent.mkdir(parents=True, exist_ok=True)
    app.studio.paths.models.touch()
    trigger(app, "models_folder")
    assert codes(app) == ["not_writable"]
    assert opened_folders == []


def test_without_a_file_manager_the_folder_is_named(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    trigger(app, "models_folder")
    assert str(app.studio.paths.models) in app.window.notice_bar.text()


# The picture's settings


def test_the_settings_go_to_the_clipboard_as_other_programs_read_them(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app, "a cactus")
    record = app.studio.canvas.picture.record
    trigger(app, "copy_settings")
    text = QGuiApplication.clipboard().text()
    assert text == to_infotext(record)
    assert text.startswith("a cactus\nSteps: 10, Sampler: DPM++ 2M")


def test_the_picture_goes_to_the_clipboard(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    with qtbot.waitSignal(app.studio.editor.clipboard.copied):
        trigger(app, "copy")
    copied = QGuiApplication.clipboard().image()
    original = to_qimage(app.studio.canvas.picture.pixels)
    assert copied.convertToFormat(original.format()) == original


@pytest.mark.parametrize("focus", ["canvas", "prompt box"])
def test_the_pictures_settings_are_taken_and_ctrl_z_gives_the_old_ones_back(
    qtbot: QtBot, app: App, focus: str
) -> None:
    make_picture(qtbot, app, "a cactus")
    prompt = app.studio.prompt
    prompt.steps = 33
    box = app.window.prompt.prompt.edit
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "two cars")
    trigger(app, "use_settings")
    assert (prompt.prompt, prompt.steps) == ("a cactus", 10)
    target = app.window.canvas if focus == "canvas" else box
    target.setFocus()
    QTest.keySequence(target, QKeySequence("Ctrl+Z"))
    assert (prompt.prompt, prompt.steps) == ("two cars", 33)
    assert box.toPlainText() == "two cars"
    QTest.keySequence(target, QKeySequence("Ctrl+Y"))
    assert (prompt.prompt, prompt.steps) == ("a cactus", 10)


def test_ctrl_z_in_the_prompt_box_takes_back_typing_first(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app, "a cactus")
    app.studio.prompt.steps = 33
    trigger(app, "use_settings")
    box = app.window.prompt.prompt.edit
    box.setFocus()
    QTest.keyClicks(box, " at night")
    QTest.keySequence(box, QKeySequence("Ctrl+Z"))
    assert (app.studio.prompt.prompt, app.studio.prompt.steps) == ("a cactus", 10)
    QTest.keySequence(box, QKeySequence("Ctrl+Z"))
    assert app.studio.prompt.steps == 33


def test_the_pictures_seed_is_kept(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    trigger(app, "use_seed")
    assert app.window.prompt.seed.value == app.studio.canvas.picture.record.params.seed


# Models and view


def test_models_are_looked_for_again(qtbot: QtBot, app: App) -> None:
    with qtbot.waitSignal(app.studio.library.changed):
        trigger(app, "rescan_models")


def test_zoom_in_zoom_out_actual_size_and_fit(qtbot: QtBot, app: App) -> None:
    make_picture(qtbot, app)
    canvas = app.window.canvas
    fitted = canvas.zoom
    trigger(app, "actual_size")
    assert canvas.zoom == 1.0
    trigger(app, "zoom_in")
    assert canvas.zoom > 1.0
    trigger(app, "zoom_out")
    assert canvas.zoom == pytest.approx(1.0)
    trigger(app, "fit")
    assert canvas.zoom == fitted


def test_full_screen_and_back(qtbot: QtBot, app: App) -> None:
    trigger(app, "full_screen")
    qtbot.waitUntil(app.window.isFullScreen)
    assert app.window.actions_["full_screen"].isChecked()
    trigger(app, "full_screen")
    qtbot.waitUntil(lambda: not app.window.isFullScreen())
    assert not app.window.actions_["full_screen"].isChecked()
