"""What is swept away of the pictures that jobs started from."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.document.document import Document
from desktop.core.geometry import Size
from desktop.core.input_store import InputStore
from desktop.core.params import Source, StoredPicture, TaskName
from desktop.core.paths import Paths
from desktop.core.project_file import Project
from desktop.core.recovery import About, RecoveryStore
from desktop.state.canvas_state import CanvasPicture
from desktop.state.studio import Studio
from tests.helpers.scripted import make_params, make_pixels, make_record, make_studio

SIZE = Size(64, 64)


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    studio = make_studio()
    with qtbot.waitSignals([studio.library.changed, studio.device_changed]):
        studio.start()
    yield studio
    assert studio.shutdown()


@pytest.fixture
def store() -> InputStore:
    return InputStore(Paths.default().inputs)


def old(store: InputStore, value: int, days: int = 40) -> StoredPicture:
    ref = store.put(make_pixels(SIZE, value))
    then = time.time() - days * 86_400
    os.utime(store.path(ref), (then, then))
    return ref


def from_picture(ref: StoredPicture) -> dict[str, object]:
    return {"task": TaskName.IMAGE, "source": Source(picture=ref), "size": SIZE}


def sweep(qtbot: QtBot, studio: Studio) -> int:
    gone: list[int] = []
    studio._sweep.sweep(gone.append)
    qtbot.waitUntil(lambda: bool(gone))
    return gone[0]


def test_what_nothing_points_at_goes_after_a_month(qtbot: QtBot, studio: Studio, store: InputStore) -> None:
    unused, recent = old(store, 1), old(store, 2, days=20)
    assert sweep(qtbot, studio) == 1
    assert not store.path(unused).exists()
    assert store.path(recent).exists()


def test_what_a_picture_of_the_gallery_was_made_from_stays(
    qtbot: QtBot, studio: Studio, store: InputStore
) -> None:
    ref = old(store, 1)
    with qtbot.waitSignal(studio.board.job_ended):
        studio.submit(make_params(**from_picture(ref)))
    studio.board.forget([record.id for record in studio.board.records])
    studio.editor.candidates.discard_all()
    assert sweep(qtbot, studio) == 0
    assert store.path(ref).exists()


def test_what_a_waiting_job_starts_from_stays(qtbot: QtBot, studio: Studio, store: InputStore) -> None:
    ref = old(store, 1)
    studio.queue.desk.pause()
    studio.submit(make_params(**from_picture(ref)))
    assert sweep(qtbot, studio) == 0


def test_what_a_job_of_another_run_starts_from_stays(qtbot: QtBot, studio: Studio, store: InputStore) -> None:
    ref = old(store, 1)
    Paths.default().queue.write_text(make_params(**from_picture(ref)).model_dump_json())
    assert sweep(qtbot, studio) == 0


def test_what_layers_and_candidates_were_made_from_stays(
    qtbot: QtBot, studio: Studio, store: InputStore
) -> None:
    records = [make_record(make_params(**from_picture(old(store, value)))) for value in (1, 2)]
    document = Document.from_pixels(make_pixels(SIZE, 77), "Lake")
    (layer,) = document.layers
    studio.editor.document.open("Open", document.with_layer(replace(layer, recipe=records[0])))
    studio.editor.candidates.restore([(CanvasPicture(make_pixels(SIZE), records[1]), None)])
    assert sweep(qtbot, studio) == 0


@pytest.mark.parametrize("left", [True, False])
def test_it_waits_for_a_start_without_a_canvas_to_bring_back(qtbot: QtBot, left: bool) -> None:
    if left:
        recovery = RecoveryStore(Paths.default().recovery)
        document = Document.from_pixels(make_pixels(SIZE, 77), "Lake")
        recovery.keep(Project(document), About(name="lake"))
        (folder,) = Paths.default().recovery.iterdir()
        folder.rename(folder.with_name(f"{os.getpid()}-1-{folder.name.rpartition('-')[2]}"))
    studio = make_studio()
    with qtbot.waitSignals([studio.library.changed, studio.device_changed]):
        studio.start()
    if left:
        qtbot.waitUntil(lambda: studio.editor.project.can_restore)
        assert not studio._sweep._timer.isActive()
    else:
        qtbot.waitUntil(lambda: studio._sweep._timer.isActive())
    assert studio.shutdown()
