from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.events import Patch, PictureDone
from desktop.core.geometry import EMPTY, Point, Rect, Size
from desktop.core.jobs import JobId, SavedPicture
from desktop.core.params import Source, StoredPicture, TaskName
from desktop.state.canvas_state import CanvasPicture
from desktop.state.editor import candidates, planes_ahead
from desktop.state.editor.canvas_edits import CanvasEdits
from desktop.state.editor.editor import Editor
from desktop.state.undo_stack import UndoStack
from tests.helpers.scripted import make_params, make_pixels, make_record

SIZE = Size(40, 30)
FIRST, SECOND = JobId("first"), JobId("second")
DOCUMENT = Document.from_pixels(make_pixels(SIZE, 10), "Picture")


@pytest.fixture
def editor(qtbot: QtBot) -> Editor:
    editor = Editor(UndoStack())
    yield editor
    editor.close()


@pytest.fixture
def opened(editor: Editor) -> Editor:
    editor.document.open("Open", DOCUMENT)
    return editor


PATCH = Patch(make_pixels(Size(5, 4), 200), Point(10, 20))
SOURCE = StoredPicture(sha256="1" * 64, size=SIZE)


def done(value: int, job: JobId = FIRST, patch: Patch | None = None, size: Size = SIZE) -> PictureDone:
    """With a patch it started from SOURCE."""
    params = make_params(prompt=f"a hat, number {value}", seed=value)
    if patch is not None:
        source = {"task": TaskName.IMAGE, "source": Source(picture=SOURCE)}
        params = params.model_copy(update=source)
    record = make_record(params)
    saved = SavedPicture(value, Path(f"{value}.png"))
    return PictureDone(job, 0, 1, make_pixels(size, value), record, saved, patch)


def shown(editor: Editor) -> int | None:
    """The value of the picture that lies over the document."""
    picture = editor.canvas.picture
    return None if picture is None else int(picture.pixels.array[0, 0, 0])


def looks(editor: Editor) -> np.ndarray:
    """What the document looks like, one channel."""
    return flatten(editor.document.document).array[..., 0]


# Over a document


def test_the_first_picture_of_a_job_is_shown_and_the_others_follow_who_looks_at_the_last(
    opened: Editor,
) -> None:
    opened.candidates.take(done(1))
    assert shown(opened) == 1
    opened.candidates.take(done(2))
    assert shown(opened) == 2
    opened.candidates.step(-1)
    opened.candidates.take(done(3))
    assert (shown(opened), opened.candidates.index, len(opened.candidates.items)) == (1, 0, 3)


def test_a_picture_is_not_shown_in_the_middle_of_a_stroke(opened: Editor) -> None:
    opened.document.show(Document.from_pixels(make_pixels(SIZE, 20), "Stroke"), Rect.of(SIZE), EMPTY)
    opened.candidates.take(done(1))
    assert (shown(opened), len(opened.candidates.items)) == (None, 1)


def test_flipping_goes_round(opened: Editor) -> None:
    for value in (1, 2, 3):
        opened.candidates.take(done(value))
    opened.candidates.step(1)
    assert shown(opened) == 1
    opened.candidates.step(-1)
    assert shown(opened) == 3


def test_flipping_first_shows_the_current_one_again(opened: Editor) -> None:
    for value in (1, 2):
        opened.candidates.take(done(value))
    opened.canvas.show(None)
    assert not opened.candidates.showing
    opened.candidates.step(1)
    assert (shown(opened), opened.candidates.showing) == (2, True)


def test_an_applied_one_is_a_layer_with_its_recipe_and_one_step(opened: Editor) -> None:
    opened.candidates.take(done(200))
    opened.candidates.apply()
    layer = opened.document.document.layers[-1]
    assert isinstance(layer, PixelLayer)
    assert (layer.name, layer.recipe) == ("a hat, candidate 1", done(200).record)
    assert opened.document.document.active == layer.id
    assert (shown(opened), set(looks(opened).flat)) == (None, {200})
    assert opened.lineage.parent_of(opened.document.document) == 200
    assert opened.document.modified


def test_an_applied_one_can_be_taken_back(editor: Editor) -> None:
    stack = UndoStack()
    editor = Editor(stack)
    editor.document.open("Open", DOCUMENT)
    editor.candidates.take(done(200))
    editor.candidates.apply()
    assert stack.names == ("Open", "Apply result")
    stack.undo()
    assert editor.document.document is DOCUMENT
    assert editor.lineage.parent_of(DOCUMENT) is None
    editor.close()


def test_only_the_patch_of_an_inpainted_one_is_applied(opened: Editor) -> None:
    opened.candidates.own(SOURCE, opened.document.geometry)
    opened.candidates.take(done(200, patch=PATCH))
    opened.candidates.apply()
    expected = np.full((30, 40), 10)
    expected[20:24, 10:15] = 200
    assert np.array_equal(looks(opened), expected)


def test_what_was_made_of_another_document_is_applied_as_it_looks(opened: Editor) -> None:
    opened.candidates.own(SOURCE, opened.document.geometry)
    opened.document.open("Open", Document.from_pixels(make_pixels(SIZE, 50), "Other"))
    opened.candidates.take(done(200, patch=PATCH))
    opened.candidates.apply()
    assert set(looks(opened).flat) == {200}


def test_more_of_a_project_s_candidates_are_patches_as_well(opened: Editor) -> None:
    before = done(100, patch=PATCH)
    picture = CanvasPicture(before.pixels, before.record, before.saved)
    opened.candidates.restore([(picture, PATCH)])
    opened.candidates.take(done(200, patch=PATCH))
    assert [one.patch for one in opened.candidates.items] == [PATCH, PATCH]


def test_an_inpainted_one_becomes_the_document_as_a_whole(editor: Editor) -> None:
    editor.candidates.own(SOURCE, editor.document.geometry)
    editor.candidates.take(done(200, patch=PATCH))
    editor.candidates.apply()
    assert set(looks(editor).flat) == {200}


@pytest.mark.parametrize("edit", [partial(CanvasEdits.flip, horizontal=True), lambda e: e.rotate(2)])
def test_one_of_the_canvas_before_it_was_turned_or_mirrored_takes_the_place_of_all_layers(
    opened: Editor, edit: Callable[[CanvasEdits], object]
) -> None:
    opened.candidates.own(SOURCE, opened.document.geometry)
    opened.candidates.take(done(200, patch=PATCH))
    opened.canvas.show(None)
    edit(opened.canvas_edits)
    assert not opened.candidates.fits
    opened.candidates.take(done(201, patch=PATCH))  # its job had begun before
    opened.candidates.apply()
    assert len(opened.document.document.layers) == 1
    assert set(looks(opened).flat) == {200}
    assert opened.candidates.fits  # the others belong to it


def test_one_fits_again_when_the_canvas_is_turned_back_by_undo(editor: Editor) -> None:
    stack = UndoStack()
    editor = Editor(stack)
    editor.document.open("Open", DOCUMENT)
    editor.candidates.own(SOURCE, editor.document.geometry)
    editor.candidates.take(done(200, patch=PATCH))
    editor.canvas.show(None)
    editor.canvas_edits.flip(horizontal=True)
    stack.undo()
    assert editor.candidates.fits
    editor.close()


@pytest.mark.parametrize("patch", [None, PATCH])
def test_one_of_another_size_takes_the_place_of_all_layers(opened: Editor, patch: Patch | None) -> None:
    opened.candidates.own(SOURCE, opened.document.geometry)
    opened.candidates.take(done(200, patch=patch))
    opened.canvas.show(None)
    smaller = Rect(5, 5, 20, 10)
    opened.canvas_edits.resize(smaller)
    selected = replace(opened.document.document, selection=Plane.of(np.full((10, 20), 255, np.uint8)))
    opened.document.apply("Select", selected)
    opened.candidates.apply_to_selection()
    assert opened.document.document is selected
    opened.candidates.apply()
    document = opened.document.document
    assert (document.size, len(document.layers), document.has_selection) == (SIZE, 1, False)
    assert set(looks(opened).flat) == {200}


def test_one_can_be_applied_inside_of_the_selection_only(opened: Editor) -> None:
    mask = np.zeros((30, 40), np.uint8)
    mask[:10, :20] = 255
    selected = Document(SIZE, DOCUMENT.layers, selection=Plane.of(mask), active=DOCUMENT.active)
    opened.document.apply("Select", selected)
    opened.candidates.take(done(200))
    opened.candidates.apply_to_selection()
    expected = np.full((30, 40), 10)
    expected[:10, :20] = 200
    assert np.array_equal(looks(opened), expected)


def test_without_a_selection_nothing_is_applied_to_it(opened: Editor) -> None:
    opened.candidates.take(done(200))
    opened.candidates.apply_to_selection()
    assert opened.document.document is DOCUMENT


def test_a_discarded_one_leaves_the_strip_and_its_neighbour_is_shown(opened: Editor) -> None:
    for value in (1, 2, 3):
        opened.candidates.take(done(value))
    opened.candidates.discard()
    assert (shown(opened), len(opened.candidates.items)) == (2, 2)
    opened.candidates.discard()
    opened.candidates.discard()
    assert (shown(opened), opened.candidates.items) == (None, ())


def test_all_can_be_discarded(opened: Editor) -> None:
    for value in (1, 2):
        opened.candidates.take(done(value))
    opened.candidates.discard_all()
    assert (shown(opened), opened.candidates.items) == (None, ())


def test_more_pictures_are_added_until_one_was_applied(opened: Editor) -> None:
    opened.candidates.take(done(1, FIRST))
    opened.candidates.take(done(2, SECOND))
    assert len(opened.candidates.items) == 2
    opened.candidates.apply()
    opened.candidates.take(done(3, SECOND))
    assert (len(opened.candidates.items), shown(opened)) == (3, None)
    opened.candidates.take(done(4, JobId("third")))
    assert (len(opened.candidates.items), shown(opened)) == (1, 4)


def test_jobs_that_were_asked_for_before_do_not_disturb_who_goes_on(opened: Editor) -> None:
    opened.candidates.expect((FIRST, SECOND))
    opened.candidates.take(done(1, FIRST))
    opened.candidates.apply()
    opened.candidates.take(done(2, SECOND))
    assert (shown(opened), len(opened.candidates.items)) == (None, 2)
    opened.candidates.forget(SECOND)
    opened.candidates.take(done(3, JobId("third")))
    assert (shown(opened), len(opened.candidates.items)) == (3, 1)


def test_nor_who_has_opened_another_document(opened: Editor) -> None:
    opened.candidates.expect((FIRST,))
    opened.document.open("Open", Document.from_pixels(make_pixels(SIZE), "Other"))
    opened.candidates.take(done(1, FIRST))
    assert (shown(opened), len(opened.candidates.items)) == (None, 1)
    assert not opened.candidates.offered


def test_candidates_of_another_document_are_forgotten(opened: Editor) -> None:
    opened.candidates.take(done(1))
    opened.document.open("Open", Document.from_pixels(make_pixels(SIZE), "Other"))
    assert opened.candidates.items == ()


def test_the_oldest_go_when_they_take_too_much(opened: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "BUDGET_BYTES", 2 * SIZE.area * 4)
    for value in (1, 2, 3):
        opened.candidates.take(done(value))
    assert [int(one.picture.pixels.array[0, 0, 0]) for one in opened.candidates.items] == [2, 3]
    assert opened.candidates.showing


def test_the_layer_of_a_large_picture_is_made_while_it_is_looked_at(
    qtbot: QtBot, opened: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planes_ahead, "SLOW_PIXELS", 1)
    made = []
    plane_of = planes_ahead._plane_of
    monkeypatch.setattr(planes_ahead, "_plane_of", lambda one: made.append(one) or plane_of(one))
    opened.candidates.take(done(200))
    qtbot.waitUntil(lambda: opened.planes._ready is not None)
    opened.candidates.apply()
    assert len(made) == 1
    assert set(looks(opened).flat) == {200}

    opened.canvas.show(CanvasPicture(make_pixels(SIZE, 40)))
    qtbot.waitUntil(lambda: opened.planes._ready is not None)
    opened.adopt_shown()
    assert len(made) == 2
    assert set(looks(opened).flat) == {40}


# Over an empty canvas


def test_over_an_empty_canvas_each_picture_is_shown_and_the_next_job_s_replace_them(editor: Editor) -> None:
    editor.candidates.take(done(1, FIRST))
    editor.candidates.take(done(2, FIRST))
    assert (shown(editor), len(editor.candidates.items)) == (2, 2)
    editor.candidates.take(done(3, SECOND))
    assert (shown(editor), len(editor.candidates.items)) == (3, 1)


def test_on_an_empty_canvas_it_becomes_the_document(editor: Editor) -> None:
    editor.candidates.take(done(200))
    editor.candidates.apply()
    assert editor.document.document.size == SIZE
    assert set(looks(editor).flat) == {200}
    assert not editor.document.modified


# Before something is changed


def test_editing_adopts_the_candidate_that_is_shown(opened: Editor) -> None:
    opened.candidates.take(done(200))
    opened.adopt_shown()
    assert (shown(opened), set(looks(opened).flat)) == (None, {200})


def test_editing_while_the_document_is_shown_in_its_place_leaves_the_candidate(opened: Editor) -> None:
    opened.candidates.take(done(200))
    opened.canvas.show_before(True)
    opened.adopt_shown()
    assert (shown(opened), opened.document.document) == (None, DOCUMENT)
    assert len(opened.candidates.items) == 1


def test_editing_a_picture_of_the_gallery_makes_it_the_document(opened: Editor) -> None:
    opened.candidates.take(done(200))
    picture = opened.canvas.picture
    assert picture is not None
    opened.candidates.discard()
    opened.canvas.show(picture)
    opened.adopt_shown()
    (layer,) = opened.document.document.layers
    assert isinstance(layer, PixelLayer)
    assert (layer.recipe, set(looks(opened).flat)) == (picture.record, {200})
    assert opened.lineage.parent_of(opened.document.document) == 200
    assert not opened.document.modified


def test_nothing_is_adopted_when_nothing_lies_over_the_document(opened: Editor) -> None:
    opened.adopt_shown()
    assert opened.document.document is DOCUMENT
