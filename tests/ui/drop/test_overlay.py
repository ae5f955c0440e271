"""Dragging over the real window and letting go."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.document.document import Document
from desktop.core.foreign import read_settings
from desktop.core.geometry import Size
from desktop.core.library import INDEX
from desktop.state.carried import Target
from desktop.ui.drop.overlay import DropOverlay
from tests.helpers.foreign_pictures import samples, write_samples
from tests.helpers.scripted import make_pixels

COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
CORNER = QPointF(5, 5)


def of_files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def of_text(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def drag(app: App, mime: QMimeData, to: QPointF = CORNER) -> DropOverlay:
    """Enter the window at its corner and go on to a place."""
    enter = QDragEnterEvent(QPoint(5, 5), COPY, mime, LEFT, NO_KEYS)
    enter.setAccepted(False)
    QApplication.sendEvent(app.window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(app.window, QDragMoveEvent(to.toPoint(), COPY, mime, LEFT, NO_KEYS))
    return app.window.drop_overlay


def drop(app: App, mime: QMimeData, on: Target | None = None) -> None:
    overlay = drag(app, mime)
    place = CORNER if on is None else overlay.card(on).center()
    QApplication.sendEvent(app.window, QDropEvent(place, COPY, mime, LEFT, NO_KEYS))


def test_targets_light_up_while_dragging(app: App, tmp_path: Path) -> None:
    mime = of_files(tmp_path / "a.png")
    overlay = drag(app, mime)
    assert overlay.isVisible()
    assert overlay.size() == app.window.size()
    assert overlay.targets == (Target.OPEN, Target.SETTINGS, Target.BATCH)
    assert overlay.lit is Target.OPEN
    for target in overlay.targets:
        drag(app, mime, overlay.card(target).center())
        assert overlay.lit is target
    QApplication.sendEvent(app.window, QDragLeaveEvent())
    assert not overlay.isVisible()


def test_the_cards_fit_into_the_narrowest_window(app: App, tmp_path: Path) -> None:
    app.window.resize(app.window.minimumSize())
    overlay = drag(app, of_files(tmp_path / "a.png"))
    for target in overlay.targets:
        assert overlay.card(target).left() >= 0
        assert overlay.card(target).right() <= app.window.width()


@pytest.mark.parametrize("mime", [of_text(""), QMimeData()])
def test_what_can_not_be_used_lights_nothing(app: App, mime: QMimeData) -> None:
    assert not drag(app, mime).isVisible()


@pytest.mark.parametrize("name", samples())
def test_a_picture_of_each_program_is_dropped_and_its_settings_used(
    qtbot: QtBot, app: App, tmp_path: Path, name: str
) -> None:
    path = write_samples(tmp_path)[name]
    with qtbot.waitSignals([app.studio.editor.document.changed, app.studio.notices.added]):
        drop(app, of_files(path))
    found = read_settings(path)
    assert found is not None
    assert not app.window.drop_overlay.isVisible()
    assert app.window.windowTitle() == f"{path.stem} - Darkroom"
    assert app.window.notice_bar.isVisible()
    (offer,) = (
        b for b in app.window.notice_bar.findChildren(QPushButton) if b.text() == "Use these settings"
    )
    offer.click()
    state = app.studio.prompt
    assert (state.prompt, state.negative_prompt) == (found.params.prompt, found.params.negative_prompt)
    assert (state.seed, state.steps, state.sampler) == (
        found.params.seed,
        found.params.steps,
        found.params.sampler,
    )
    assert app.window.prompt.prompt.text == found.params.prompt


def test_settings_are_taken_at_once_on_their_card(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    path = write_samples(tmp_path)["comfyui.png"]
    drop(app, of_files(path), Target.SETTINGS)
    qtbot.waitUntil(lambda: app.studio.prompt.prompt == "a red fox")
    assert app.studio.editor.document.document.empty
    app.window.actions_["undo"].trigger()
    assert app.window.prompt.prompt.text == "a red apple"


def test_an_address_in_the_web_is_refused_in_words(qtbot: QtBot, app: App) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.png")])
    overlay = drag(app, mime)
    assert overlay.isVisible()
    assert overlay.targets == ()
    with qtbot.waitSignal(app.studio.notices.added) as added:
        drop(app, mime)
    assert added.args[0].info.code == "only_links"


def test_dropped_text_goes_to_the_prompt(app: App) -> None:
    drop(app, of_text("in the snow"))
    assert app.window.prompt.prompt.text == "a red apple, in the snow"


def test_many_pictures_become_a_batch(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    paths = list(write_samples(tmp_path).values())[:3]
    with qtbot.waitSignal(app.studio.queue.folders.read) as read:
        drop(app, of_files(*paths))
    assert len(read.args[0].settings) == 3


def test_a_model_folder_is_added(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    folder = tmp_path / "my model"
    folder.mkdir()
    (folder / INDEX).write_text("{}")
    with qtbot.waitSignal(app.studio.notices.added) as added:
        drop(app, of_files(folder))
    assert added.args[0].info.code == "models_added"
    assert app.studio.preferences.current.model_folders == (folder,)


def test_a_hostile_file_is_a_notice_and_the_window_lives(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(samples()["a1111.png"][:90])
    with qtbot.waitSignal(app.studio.notices.added) as added:
        drop(app, of_files(tmp_path / "a.png"))
    assert added.args[0].info.code == "damaged_picture"
    assert app.studio.editor.document.document.empty


def test_a_picture_opens_in_the_real_window_with_its_own_size(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    path = write_samples(tmp_path)["novelai.webp"]
    with qtbot.waitSignal(app.studio.editor.document.changed):
        app.window.receive_files((path,))
    assert app.studio.editor.document.document.size == Size(64, 96)


def test_over_a_document_there_are_cards_for_layer_and_selection_in_two_rows(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    app.window.resize(app.window.minimumSize())
    app.studio.editor.document.open("Open", Document.from_pixels(make_pixels(Size(64, 96)), "Lake"))
    path = write_samples(tmp_path)["a1111.png"]
    overlay = drag(app, of_files(path))
    assert overlay.targets == (Target.OPEN, Target.LAYER, Target.MASK, Target.SETTINGS, Target.BATCH)
    places = [overlay.card(target) for target in overlay.targets]
    assert len({place.top() for place in places}) == 2
    assert all(place.left() >= 0 and place.right() <= app.window.width() for place in places)
    with qtbot.waitSignal(app.studio.editor.document.changed):
        drop(app, of_files(path), Target.LAYER)
    assert [layer.name for layer in app.studio.editor.document.document.layers] == ["Lake", "a1111"]
