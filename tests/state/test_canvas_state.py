from __future__ import annotations

from pathlib import Path

from desktop.core.events import PictureDone, Preview
from desktop.core.geometry import Size
from desktop.core.jobs import JobId, SavedPicture
from desktop.state.canvas_state import CanvasPicture, CanvasPreview, CanvasState
from tests.helpers.scripted import make_params, make_pixels, make_record

JOB, OTHER = JobId("job"), JobId("other")
SMALL = make_pixels(Size(32, 24))


def test_a_preview_stands_for_a_picture_of_eight_times_its_size(qapp: object) -> None:
    canvas = CanvasState()
    heard: list[object] = []
    canvas.preview_changed.connect(heard.append)
    canvas.show_preview(Preview(JOB, 0, 1, SMALL))
    assert canvas.preview == CanvasPreview(SMALL, Size(256, 192), JOB)
    assert heard == [canvas.preview]


def test_a_finished_picture_takes_the_place_of_its_preview(qapp: object) -> None:
    canvas = CanvasState()
    heard: list[object] = []
    canvas.picture_changed.connect(heard.append)
    canvas.show_preview(Preview(JOB, 0, 1, SMALL))
    done = PictureDone(JOB, 0, 1, SMALL, make_record(make_params()), SavedPicture(1, Path("a.png")))
    canvas.show_done(done)
    assert canvas.preview is None
    assert canvas.picture == CanvasPicture(done.pixels, done.record, done.saved)
    assert heard == [canvas.picture]


def test_the_end_of_another_job_leaves_the_preview(qapp: object) -> None:
    canvas = CanvasState()
    canvas.show_preview(Preview(JOB, 0, 1, SMALL))
    canvas.end_preview(OTHER)
    assert canvas.preview is not None
    canvas.end_preview(JOB)
    assert canvas.preview is None
