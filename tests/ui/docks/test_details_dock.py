from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.state.picture_details import PictureDetails
from desktop.ui.docks.details_dock import DetailsDock
from desktop.ui.docks.details_rows import FactRow
from tests.ui.docks.test_gallery_dock import select, wait_until_shown
from tests.ui.jobs import make_picture


def details(app: App) -> DetailsDock:
    return app.window.layout_.details


def texts(app: App) -> list[str]:
    labels = details(app).findChildren(QLabel)
    return [label.text() for label in labels if label.isVisibleTo(details(app)) and label.text()]


def wait_for(qtbot: QtBot, app: App, picture_id: int) -> None:
    def is_there() -> bool:
        current = app.studio.collection.details.current
        return isinstance(current, PictureDetails) and current.row.id == picture_id

    qtbot.waitUntil(is_there)


def test_without_a_picture_one_sentence_says_what_will_be_here(app: App) -> None:
    assert texts(app) == ["Choose a picture in the gallery to see how it was made."]
    assert not details(app).use_all.isEnabled()


def test_every_setting_is_shown(qtbot: QtBot, app: App) -> None:
    app.studio.prompt.seed, app.studio.prompt.negative_prompt = 77, "blurry"
    saved = make_picture(qtbot, app, "a red apple")
    wait_for(qtbot, app, saved.gallery_id)
    shown = texts(app)
    for text in (
        saved.path.name,
        "a red apple",
        "blurry",
        "starter",
        "77",
        "256 × 192",
        "DPM++ 2M",
        "Karras",
    ):
        assert text in shown


def test_a_value_is_copied_by_its_button_with_the_keyboard(qtbot: QtBot, app: App) -> None:
    app.studio.prompt.seed = 77
    wait_for(qtbot, app, make_picture(qtbot, app).gallery_id)
    (button,) = [
        row.copy for row in details(app).findChildren(FactRow) if row.copy.accessibleName() == "Copy: Seed"
    ]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "77"


def test_looking_at_pictures_changes_no_setting(qtbot: QtBot, app: App) -> None:
    first = make_picture(qtbot, app, "a red apple")
    make_picture(qtbot, app, "a blue car")
    app.studio.prompt.prompt, app.studio.prompt.steps = "mine", 33
    select(app, 1)
    wait_until_shown(qtbot, app, first)
    wait_for(qtbot, app, first.gallery_id)
    assert (app.studio.prompt.prompt, app.studio.prompt.steps) == ("mine", 33)


def test_each_button_takes_its_part(qtbot: QtBot, app: App) -> None:
    prompt, dock = app.studio.prompt, details(app)
    prompt.seed, prompt.width, prompt.height, prompt.steps = 77, 128, 64, 5
    wait_for(qtbot, app, make_picture(qtbot, app, "a red apple").gallery_id)
    prompt.prompt, prompt.seed, prompt.width, prompt.height, prompt.steps = "mine", 1, 256, 256, 9

    def press(button: QPushButton) -> tuple[object, ...]:
        button.click()
        return prompt.prompt, prompt.seed, prompt.width, prompt.height, prompt.steps

    assert press(dock.use_prompt) == ("a red apple", 1, 256, 256, 9)
    assert press(dock.use_seed) == ("a red apple", 77, 256, 256, 9)
    assert press(dock.use_size) == ("a red apple", 77, 128, 64, 9)
    assert press(dock.use_all) == ("a red apple", 77, 128, 64, 5)


def test_several_pictures_tell_how_many_and_what_they_share(qtbot: QtBot, app: App) -> None:
    app.studio.prompt.seed = 5
    for prompt in ("a red apple", "a blue car", "two pears"):
        make_picture(qtbot, app, prompt)
    select(app, 0, 1, 2)
    qtbot.waitUntil(lambda: "3 pictures" in texts(app))
    shown = texts(app)
    assert "5" in shown
    assert "a red apple" not in shown
    assert not details(app).use_all.isVisible()


def test_a_picture_of_the_lineage_is_a_click_away(qtbot: QtBot, app: App) -> None:
    gallery = app.studio.collection.gallery
    first = make_picture(qtbot, app, "a red apple")
    wait_for(qtbot, app, first.gallery_id)
    details(app).use_all.click()
    assert app.studio.reuse.parent_id == first.gallery_id
    second = make_picture(qtbot, app, "a red apple")
    assert [row.id for row in gallery.children(first.gallery_id)] == [second.gallery_id]
    wait_for(qtbot, app, second.gallery_id)
    (button,) = details(app).made_from.findChildren(QToolButton)
    button.click()
    wait_until_shown(qtbot, app, first)
    wait_for(qtbot, app, first.gallery_id)
    assert app.studio.collection.selection.only == first.gallery_id
    assert details(app).led_to.isVisible()
