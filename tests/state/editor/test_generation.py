from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.plane import Plane
from desktop.core.geometry import Point, Rect, Size
from desktop.core.input_store import InputStore
from desktop.core.jobs import Job
from desktop.core.params import FillMode, Source, StoredPicture, TaskName, UpscaleOptions
from desktop.core.pixels import Pixels
from desktop.state.canvas_state import CanvasPicture
from desktop.state.studio import Studio
from tests.helpers.scripted import Script, make_pixels, make_studio

SIZE = Size(75, 50)
PICTURE = Document.from_pixels(make_pixels(SIZE, 77), "Picture")
OpenStudio = Callable[..., Studio]


@pytest.fixture
def open_studio(qtbot: QtBot) -> Iterator[OpenStudio]:
    studios: list[Studio] = []

    def build(*args: object) -> Studio:
        studio = make_studio(*args)  # type: ignore[arg-type]
        studios.append(studio)
        with qtbot.waitSignals([studio.library.changed, studio.device_changed]):
            studio.start()
        return studio

    yield build
    for studio in studios:
        assert studio.shutdown()


@pytest.fixture
def studio(open_studio: OpenStudio) -> Studio:
    """Its jobs run through at once."""
    return open_studio()


def selected(document: Document, rect: Rect) -> Document:
    white = np.full((rect.height, rect.width), 255, np.uint8)
    return replace(document, selection=Plane.of(white, rect.origin))


def job_after(qtbot: QtBot, studio: Studio, do: Callable[[], object]) -> Job:
    with qtbot.waitSignal(studio.board.job_ended) as ended:
        do()
    job: Job = ended.args[0].job
    return job


def kept(studio: Studio, ref: StoredPicture | None) -> Pixels:
    assert ref is not None
    return InputStore(studio.paths.inputs).get(ref)


def codes(studio: Studio) -> list[str]:
    return [item.info.code for item in studio.notices.history]


def test_a_picture_on_the_canvas_is_redrawn_at_its_own_size(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", PICTURE)
    studio.prompt.image_strength = 0.4
    assert studio.generate() is None
    job = job_after(qtbot, studio, lambda: None)
    assert job.params.source is not None
    assert (job.params.task, job.params.size, job.params.strength) == (TaskName.IMAGE, SIZE, 0.4)
    assert kept(studio, job.params.source.picture) == make_pixels(SIZE, 77)
    assert job.params.source.mask is None


def test_a_selection_is_made_new_and_the_rest_stays(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", selected(PICTURE, Rect(10, 5, 20, 15)))
    studio.prompt.feather = 3
    job = job_after(qtbot, studio, studio.generate)
    assert job.params.source is not None
    assert job.params.task is TaskName.INPAINT
    assert job.params.inpaint == studio.prompt.inpaint
    mask = kept(studio, job.params.source.mask).array
    assert (mask.sum() // 255, mask[5:20, 10:30].min()) == (300, 255)
    studio.editor.candidates.apply()
    picture = studio.editor.candidates.items[0].picture.pixels.array[..., 0]
    assert (set(picture[5:20, 10:30].flat), picture[0, 0]) == ({0}, 77)


def test_the_empty_edge_of_an_extended_canvas_is_filled_from_its_border(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", replace(PICTURE, size=Size(95, 50)))
    job = job_after(qtbot, studio, studio.generate)
    assert job.params.source is not None
    assert job.params.inpaint is not None
    assert (job.params.size, job.params.inpaint.fill) == (Size(95, 50), FillMode.BORDER)
    mask = kept(studio, job.params.source.mask).array
    assert (mask[:, :75].max(), mask[:, 75:].min()) == (0, 255)


def test_a_chosen_way_to_fill_is_kept_for_an_empty_edge(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", replace(PICTURE, size=Size(95, 50)))
    studio.prompt.fill = FillMode.NOISE
    job = job_after(qtbot, studio, studio.generate)
    assert job.params.inpaint is not None
    assert job.params.inpaint.fill is FillMode.NOISE


def test_words_alone_over_a_document_make_a_picture_of_the_canvas_size(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", replace(PICTURE, size=Size(200, 104)))
    studio.prompt.task = TaskName.TEXT
    job = job_after(qtbot, studio, studio.generate)
    assert (job.params.task, job.params.size) == (TaskName.TEXT, Size(200, 104))


def test_a_new_canvas_gives_its_size_to_the_pictures_made_on_it(qtbot: QtBot, studio: Studio) -> None:
    before = studio.prompt.size
    studio.editor.document.open("New", Document(Size(320, 40)))
    assert studio.prompt.size == Size(320, 64)
    studio.prompt.width, studio.prompt.height = before.width, before.height
    studio.undo_stack.undo()
    assert studio.prompt.size == before


def test_a_picture_that_is_looked_at_can_be_redrawn(qtbot: QtBot, studio: Studio) -> None:
    studio.canvas.show(CanvasPicture(make_pixels(SIZE, 5)))
    studio.prompt.task = TaskName.IMAGE
    job = job_after(qtbot, studio, studio.generate)
    assert job.params.source is not None
    assert (job.params.task, job.params.size) == (TaskName.IMAGE, SIZE)
    assert kept(studio, job.params.source.picture) == make_pixels(SIZE, 5)


def test_on_an_empty_canvas_generate_goes_on_making_pictures(qtbot: QtBot, studio: Studio) -> None:
    first, second = (job_after(qtbot, studio, studio.generate) for _ in range(2))
    assert first.params.task is second.params.task is TaskName.TEXT
    assert studio.editor.document.document.empty


def test_a_selection_outside_of_the_canvas_is_told(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", selected(PICTURE, Rect(300, 300, 20, 20)))
    with qtbot.waitSignal(studio.notices.added):
        studio.generate()
    assert codes(studio) == ["selection_outside"]
    assert studio.board.records == ()


def test_the_document_may_change_while_its_job_is_prepared(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", PICTURE)
    qtbot.waitUntil(lambda: studio.editor.facts.settled)

    def generate_and_go_on() -> None:
        studio.generate()
        studio.editor.document.apply("Paint", Document.from_pixels(make_pixels(SIZE, 1), "Other"))

    job = job_after(qtbot, studio, generate_and_go_on)
    assert job.params.source is not None
    assert kept(studio, job.params.source.picture) == make_pixels(SIZE, 77)


def test_another_document_opened_meanwhile_gets_the_picture_as_a_whole(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", selected(PICTURE, Rect(10, 5, 20, 15)))
    qtbot.waitUntil(lambda: studio.editor.facts.settled)

    def generate_and_open() -> None:
        studio.generate()
        studio.editor.document.open("Open", Document.from_pixels(make_pixels(SIZE, 1), "Other"))

    assert job_after(qtbot, studio, generate_and_open).params.task is TaskName.INPAINT
    assert [candidate.patch for candidate in studio.editor.candidates.items] == [None]


def test_settings_that_can_not_be_are_told(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio(None, ())
    studio.editor.document.open("Open", PICTURE)
    with qtbot.waitSignal(studio.notices.added):
        studio.generate()
    assert codes(studio) == ["no_model"]


# Lineage


def test_a_job_s_parent_is_the_picture_that_was_applied_last(qtbot: QtBot, studio: Studio) -> None:
    first = job_after(qtbot, studio, studio.generate)
    assert first.parent_id is None
    studio.editor.adopt_shown()
    parent = studio.editor.lineage.parent_of(studio.editor.document.document)
    assert parent is not None
    second = job_after(qtbot, studio, studio.generate)
    assert second.parent_id == parent
    studio.editor.candidates.apply()
    third = job_after(qtbot, studio, studio.generate)
    assert third.parent_id not in (None, parent)


# Larger, and more of the same


def test_the_document_is_made_larger(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", PICTURE)
    options = UpscaleOptions(factor=4)
    job = job_after(qtbot, studio, lambda: studio.editor.generation.upscale(options, 0.3))
    assert (job.params.task, job.params.size, job.params.upscale) == (
        TaskName.UPSCALE,
        Size(300, 200),
        options,
    )
    assert job.params.strength == 1.0
    studio.editor.candidates.apply()
    document = studio.editor.document.document
    assert (document.size, len(document.layers)) == (Size(300, 200), 1)
    studio.undo_stack.undo()
    assert studio.editor.document.document is PICTURE


def test_the_picture_over_the_canvas_is_made_larger_and_refined(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", PICTURE)
    studio.canvas.show(CanvasPicture(make_pixels(Size(64, 64), 5)))
    options = UpscaleOptions(refine=True)
    job = job_after(qtbot, studio, lambda: studio.editor.generation.upscale(options, 0.3))
    assert (job.params.size, job.params.strength) == (Size(128, 128), 0.3)


def test_a_canvas_too_small_for_words_alone_is_told(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", PICTURE)
    studio.prompt.task = TaskName.TEXT
    with qtbot.waitSignal(studio.notices.added):
        studio.generate()
    assert codes(studio) == ["bad_value"]


@pytest.mark.parametrize(("document", "code"), [(None, "no_picture"), (Size(4096, 16), "picture_too_large")])
def test_what_can_not_be_made_larger_is_told(studio: Studio, document: Size | None, code: str) -> None:
    if document is not None:
        studio.editor.document.open("Open", Document.from_pixels(make_pixels(document), "Wide"))
    studio.editor.generation.upscale(UpscaleOptions(factor=4), 0.3)
    assert codes(studio) == [code]


def test_more_like_this_has_the_same_settings_and_another_seed(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", selected(PICTURE, Rect(10, 5, 20, 15)))
    first = job_after(qtbot, studio, studio.generate)
    studio.prompt.prompt, studio.prompt.count = "something else", 2
    more = job_after(qtbot, studio, studio.editor.generation.more_like_this)
    assert more.params.count == 2
    assert more.params.seed != first.params.seed
    same = {"seed": first.params.seed, "count": 1}
    assert more.params.model_copy(update=same) == first.params
    assert more.parent_id is not None


def test_variations_keep_the_seed_and_mix_in_others(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio(lambda job: Script() if job.params.variation is None else Script(hold=hold))
    hold = threading.Event()
    first = job_after(qtbot, studio, studio.generate)
    studio.prompt.count, studio.prompt.variation_strength = 2, 0.35
    studio.editor.generation.vary()
    jobs = [record.job for record in studio.board.records if record.job.id != first.id]
    assert [(job.params.seed, job.params.count) for job in jobs] == [(first.params.seed, 1)] * 2
    variations = [job.params.variation for job in jobs]
    assert [one.strength for one in variations if one is not None] == [0.35, 0.35]
    assert len({one.seed for one in variations if one is not None}) == 2
    studio.cancel_all()
    qtbot.waitUntil(lambda: not studio.busy)


# Forecasts


def test_the_forecast_is_for_the_canvas_size_and_the_strength(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", PICTURE)
    qtbot.waitUntil(lambda: studio.editor.facts.settled)
    studio.prompt.image_strength = 0.5
    params = studio.editor.generation.forecast_params()
    assert (params.task, params.size, params.denoise) == (TaskName.IMAGE, SIZE, 0.5)


# Back again


def test_the_canvas_of_a_picture_comes_back_with_its_mask(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", selected(PICTURE, Rect(10, 5, 20, 15)))
    job = job_after(qtbot, studio, studio.generate)
    assert job.params.source is not None
    studio.editor.document.open("New", Document(Size(64, 64)))
    with qtbot.waitSignal(studio.editor.document.replaced):
        studio.editor.generation.bring_back(job.params.source, "Lake", 7)
    document = studio.editor.document.document
    assert flatten(document) == make_pixels(SIZE, 77)
    assert document.selection.content_bounds() == Rect(10, 5, 20, 15)
    assert studio.editor.lineage.parent_of(document) == 7
    studio.undo_stack.undo()
    assert studio.editor.document.document.empty


def test_an_input_that_is_gone_is_told(qtbot: QtBot, studio: Studio) -> None:
    gone = Source(picture=StoredPicture(sha256="0" * 64, size=SIZE))
    with qtbot.waitSignal(studio.notices.added):
        studio.editor.generation.bring_back(gone, "Lake")
    assert codes(studio) == ["input_missing"]


# Where layers lie


def test_a_layer_s_place_counts(qtbot: QtBot, studio: Studio) -> None:
    (layer,) = PICTURE.layers
    moved = replace(layer, offset=Point(20, 0))  # type: ignore[call-arg]
    studio.editor.document.open("Open", replace(PICTURE, layers=(moved,)))
    job = job_after(qtbot, studio, studio.generate)
    assert job.params.source is not None
    mask = kept(studio, job.params.source.mask).array
    assert (mask[:, :20].min(), mask[:, 20:].max()) == (255, 0)
