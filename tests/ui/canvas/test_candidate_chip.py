"""The strip of candidates in the real window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.document.document import Document
from desktop.core.document.plane import Plane
from desktop.core.geometry import Size
from desktop.ui.canvas.candidate_chip import CandidateChip
from desktop.ui.canvas.chips import ZoomChip
from desktop.ui.canvas.picture_chip import PictureChip
from tests.helpers.scripted import make_pixels
from tests.ui.jobs import make_picture

SIZE = Size(80, 60)
PICTURE = Document.from_pixels(make_pixels(SIZE, 200), "Lake")


@pytest.fixture
def made(qtbot: QtBot, app: App) -> App:
    """A grey document, and two dark candidates for it: the second one is shown."""
    app.studio.editor.document.open("Open", PICTURE)
    app.studio.prompt.count = 2
    with qtbot.waitSignal(app.studio.board.job_ended):
        app.studio.generate()
    return app


def chip(app: App) -> CandidateChip:
    return app.window.presenter.candidate_chip


def picture_chip(app: App) -> PictureChip:
    return app.window.presenter.chip


def middle(app: App) -> QColor:
    canvas = app.window.canvas
    return canvas.grab().toImage().pixelColor(canvas.rect().center())


def test_the_strip_says_which_one_is_shown_and_flips(made: App) -> None:
    assert chip(made).isVisible()
    assert not picture_chip(made).isVisible()
    assert (chip(made).number.text(), middle(made)) == ("2 of 2", QColor(1, 1, 1))
    chip(made).previous.click()
    assert (chip(made).number.text(), middle(made)) == ("1 of 2", QColor(0, 0, 0))
    chip(made).next.click()
    assert chip(made).number.text() == "2 of 2"


def test_arrow_keys_flip_while_a_candidate_is_shown_and_move_the_canvas_else(made: App) -> None:
    canvas = made.window.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert chip(made).number.text() == "1 of 2"
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert chip(made).number.text() == "2 of 2"
    chip(made).apply.click()
    place = canvas.picture_rect
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert not made.studio.editor.candidates.showing
    assert canvas.picture_rect != place


def test_in_a_narrow_view_the_strip_has_room_beside_the_zoom(made: App) -> None:
    made.window.resize(1440, 900)
    assert chip(made).apply.text() == "Apply"
    made.window.resize(made.window.minimumSize())
    QApplication.processEvents()
    assert (chip(made).apply.text(), chip(made).apply.accessibleName()) == ("", "Apply")
    zoom = made.window.canvas.findChild(ZoomChip)
    assert chip(made).geometry().right() < zoom.geometry().left()
    assert chip(made).geometry().bottom() == zoom.geometry().bottom()


def test_before_shows_the_document(made: App) -> None:
    chip(made).before.click()
    assert (middle(made), chip(made).before.isChecked()) == (QColor(200, 200, 200), True)
    chip(made).before.click()
    assert (middle(made), chip(made).before.isChecked()) == (QColor(1, 1, 1), False)


def test_apply_puts_it_on_the_canvas_and_the_strip_goes(made: App) -> None:
    chip(made).apply.click()
    assert not chip(made).isVisible()
    assert len(made.studio.editor.document.document.layers) == 2
    assert middle(made) == QColor(1, 1, 1)


def test_the_part_in_the_selection_can_be_applied_alone(qtbot: QtBot, made: App) -> None:
    assert not chip(made).apply_inside.isVisible()
    mask = np.zeros((60, 80), np.uint8)
    mask[:, :20] = 255
    made.studio.editor.document.apply("Select", replace(PICTURE, selection=Plane.of(mask)))
    qtbot.waitUntil(chip(made).apply_inside.isVisible)
    chip(made).apply_inside.click()
    assert middle(made) == QColor(200, 200, 200)
    assert made.window.canvas.picture_rect.isValid()


def test_discard_takes_one_off_the_strip_until_none_is_left(made: App) -> None:
    chip(made).discard.click()
    assert (chip(made).number.text(), chip(made).next.isEnabled()) == ("1 of 1", False)
    chip(made).discard.click()
    assert not chip(made).isVisible()
    assert middle(made) == QColor(200, 200, 200)


def test_more_like_this_asks_for_new_seeds_or_for_variations(qtbot: QtBot, made: App) -> None:
    new_seeds, vary = chip(made).more.menu().actions()[:2]
    with qtbot.waitSignal(made.studio.board.job_ended) as ended:
        new_seeds.trigger()
    assert ended.args[0].job.params.variation is None
    chip(made).variation.set_value(0.5)
    with qtbot.waitSignal(made.studio.board.job_ended) as ended:
        vary.trigger()
    assert ended.args[0].job.params.variation.strength == 0.5
    qtbot.waitUntil(lambda: not made.studio.busy)


# A picture that is looked at


def test_a_made_picture_becomes_the_document_by_edit(qtbot: QtBot, app: App) -> None:
    saved = make_picture(qtbot, app)
    assert picture_chip(app).isVisible()
    assert not chip(app).isVisible()
    assert not picture_chip(app).back.isVisible()
    picture_chip(app).edit.click()
    assert not picture_chip(app).isVisible()
    assert app.studio.canvas.picture is None
    document = app.studio.editor.document.document
    assert app.studio.editor.lineage.parent_of(document) == saved.gallery_id


def test_from_a_picture_over_the_document_there_is_a_way_back(qtbot: QtBot, app: App) -> None:
    saved = make_picture(qtbot, app)
    app.studio.editor.document.open("Open", PICTURE)
    with qtbot.waitSignal(app.studio.collection.opened):
        app.studio.show_picture(saved.gallery_id)
    assert picture_chip(app).back.isVisible()
    assert middle(app) == QColor(0, 0, 0)
    picture_chip(app).back.click()
    assert middle(app) == QColor(200, 200, 200)
