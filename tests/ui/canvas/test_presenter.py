from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.core.events import Cancelled, Phase, PhaseName, Started, Step
from desktop.core.geometry import Size
from desktop.core.jobs import JobId
from desktop.state.canvas_state import CanvasPicture
from desktop.state.studio import Studio
from desktop.ui.canvas.chips import ProgressChip
from desktop.ui.canvas.presenter import CanvasPresenter
from desktop.ui.canvas.view import CanvasView
from tests.helpers.scripted import make_params, make_pixels, make_studio
from tests.ui.conftest import OpenApp
from tests.ui.jobs import held_script, wait_until_running


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    """Not started: the tests send the events."""
    studio = make_studio()
    yield studio
    assert studio.shutdown()


@pytest.fixture
def view(qtbot: QtBot, studio: Studio) -> Iterator[CanvasView]:
    view = CanvasView(studio.editor)
    qtbot.addWidget(view)
    view.resize(640, 480)
    view.show()
    CanvasPresenter(studio, view)
    yield view
    view.close_work()


def start_job(studio: Studio, **changes: object) -> JobId:
    job_id = studio.submit(make_params(**changes))
    studio.board.receive(Started(job_id))
    return job_id


def progress(view: CanvasView) -> str:
    chip = view.findChild(ProgressChip)
    return chip.accessibleDescription() if chip.isVisible() else ""


def middle_color(view: CanvasView) -> QColor:
    return view.grab().toImage().pixelColor(view.rect().center())


def test_a_job_that_began_says_so(studio: Studio, view: CanvasView) -> None:
    start_job(studio)
    assert progress(view) == "Starting…"


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (PhaseName.LOAD, "Loading the model"),
        (PhaseName.ENCODE, "Reading the prompt"),
        (PhaseName.SAMPLE, "Step"),
        (PhaseName.DECODE, "Developing"),
        (PhaseName.SAVE, "Saving"),
    ],
)
def test_each_phase_has_its_words(studio: Studio, view: CanvasView, phase: PhaseName, words: str) -> None:
    job = start_job(studio)
    studio.board.receive(Phase(job, phase, 0, 1))
    assert progress(view) == words


def test_a_step_shows_how_far_it_is_and_how_long_it_takes(studio: Studio, view: CanvasView) -> None:
    job = start_job(studio)
    studio.board.receive(Phase(job, PhaseName.SAMPLE, 0, 1))
    studio.board.receive(Step(job, 0, 1, 2, 4, 6.0))
    assert progress(view) == "Step 2 / 4 6 s left"


def test_one_of_several_pictures_is_numbered(studio: Studio, view: CanvasView) -> None:
    job = start_job(studio, count=3)
    studio.board.receive(Phase(job, PhaseName.SAMPLE, 1, 3))
    studio.board.receive(Step(job, 1, 3, 1, 4, None))
    assert progress(view) == "Picture 2 of 3 · Step 1 / 4"


def test_a_cancelled_job_is_stopping_and_then_gone(studio: Studio, view: CanvasView) -> None:
    job = start_job(studio)
    studio.board.mark_cancelling(job)
    assert progress(view) == "Stopping…"
    studio.board.receive(Cancelled(job))
    assert progress(view) == ""


def test_the_end_of_a_waiting_job_leaves_the_running_ones_progress(studio: Studio, view: CanvasView) -> None:
    start_job(studio)
    waiting = studio.submit(make_params())
    studio.board.receive(Cancelled(waiting))
    assert progress(view) == "Starting…"


def test_pictures_come_and_go(studio: Studio, view: CanvasView) -> None:
    studio.canvas.show(CanvasPicture(make_pixels(Size(64, 32), 200)))
    assert not view.picture_rect.isEmpty()
    assert middle_color(view) == QColor(200, 200, 200)
    studio.canvas.show(None)
    assert view.picture_rect.isEmpty()


def test_a_large_picture_is_shown_when_it_is_converted(
    qtbot: QtBot, studio: Studio, view: CanvasView
) -> None:
    studio.canvas.show(CanvasPicture(make_pixels(Size(1200, 1000), 200)))
    qtbot.waitUntil(lambda: middle_color(view) == QColor(200, 200, 200))
    studio.canvas.show(CanvasPicture(make_pixels(Size(1200, 1000), 100)))
    studio.canvas.show(CanvasPicture(make_pixels(Size(64, 32), 50)))
    assert middle_color(view) == QColor(50, 50, 50)
    qtbot.waitUntil(lambda: not any(thread.name == "large pictures" for thread in threading.enumerate()))
    assert middle_color(view) == QColor(50, 50, 50)


def test_a_preview_fills_the_pictures_place_until_the_picture_is_done(
    qtbot: QtBot, open_app: OpenApp
) -> None:
    script = held_script(before_step=2)
    app = open_app(script)
    view = app.window.canvas
    app.studio.generate()
    qtbot.waitUntil(lambda: app.studio.canvas.preview is not None)
    preview_place = view.picture_rect
    assert preview_place.width() / preview_place.height() == pytest.approx(256 / 192, rel=0.01)
    assert middle_color(view) == QColor(0, 0, 0)  # the script's preview is black
    assert script.hold is not None
    with qtbot.waitSignal(app.studio.board.job_ended):
        script.hold.set()
    assert app.studio.canvas.preview is None
    assert app.studio.canvas.picture is not None
    assert view.picture_rect == preview_place


def test_the_chips_button_cancels_the_running_job(qtbot: QtBot, open_app: OpenApp) -> None:
    app = open_app(held_script())
    app.studio.generate()
    running = wait_until_running(qtbot, app)
    chip = app.window.canvas.findChild(ProgressChip)
    with qtbot.waitSignal(app.studio.board.job_ended) as ended:
        QTest.mouseClick(chip.cancel_button, Qt.MouseButton.LeftButton)
    assert ended.args[0].id == running.id
