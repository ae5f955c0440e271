from __future__ import annotations

from desktop.core.events import Preview
from desktop.core.geometry import Rect, Size
from desktop.core.jobs import JobId
from desktop.state.canvas_state import CanvasPicture, CanvasPreview, CanvasState
from tests.helpers.scripted import make_pixels

JOB, OTHER = JobId("job"), JobId("other")
SMALL = make_pixels(Size(32, 24))
SIZE, PART = Size(250, 190), Rect(8, 16, 64, 64)


def test_a_preview_stands_for_a_picture_or_a_part_of_it(qapp: object) -> None:
    canvas = CanvasState()
    heard: list[object] = []
    canvas.preview_changed.connect(heard.append)
    canvas.show_preview(Preview(JOB, 0, 1, SMALL), SIZE)
    assert canvas.preview == CanvasPreview(SMALL, SIZE, JOB)
    canvas.show_preview(Preview(JOB, 0, 1, SMALL, PART), SIZE)
    assert canvas.preview == CanvasPreview(SMALL, SIZE, JOB, PART)
    assert heard[-1] == canvas.preview


def test_what_a_job_made_can_be_compared_with_what_it_replaced(qapp: object) -> None:
    canvas = CanvasState()
    first, second = CanvasPicture(SMALL), CanvasPicture(make_pixels(Size(32, 24), 9))
    canvas.show_made(first)
    assert (canvas.picture, canvas.before, canvas.has_before) == (first, None, False)
    canvas.show_made(second)
    assert (canvas.picture, canvas.before, canvas.has_before) == (second, first, True)
    canvas.show_before(True)
    assert canvas.shows_before
    canvas.show(first)
    assert (canvas.shows_before, canvas.has_before) == (False, False)


def test_before_a_picture_over_a_document_was_the_document(qapp: object) -> None:
    canvas = CanvasState()
    canvas.show_made(CanvasPicture(SMALL))
    canvas.set_over_document(True)
    canvas.show_made(CanvasPicture(make_pixels(Size(32, 24), 9)))
    assert (canvas.before, canvas.has_before) == (None, True)
    canvas.show_before(True)
    assert canvas.shows_before
    canvas.show(None)
    assert (canvas.shows_before, canvas.has_before) == (False, False)


def test_the_end_of_another_job_leaves_the_preview(qapp: object) -> None:
    canvas = CanvasState()
    canvas.show_preview(Preview(JOB, 0, 1, SMALL), SIZE)
    canvas.end_preview(OTHER)
    assert canvas.preview is not None
    canvas.end_preview(JOB)
    assert canvas.preview is None
