from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QFile
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.core.errors import ErrorInfo
from desktop.core.gallery import Gallery
from desktop.core.params import SaveOptions
from desktop.core.picture_store import PictureStore
from desktop.state.background import Background
from desktop.state.gallery_edits import GalleryEdits
from desktop.state.undo_stack import UndoStack
from tests.helpers.records import make_pixels, make_record

Do = Callable[[Callable[[], object]], None]


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    gallery = Gallery(tmp_path / "gallery.db")
    yield gallery
    gallery.close()


@pytest.fixture
def ids(gallery: Gallery, tmp_path: Path) -> list[int]:
    store, save = PictureStore(gallery), SaveOptions(folder=tmp_path / "pictures")
    return [store.save(make_pixels(), make_record(seed=seed), save, 0).gallery_id for seed in range(3)]


@pytest.fixture
def undo_stack(qapp: object) -> UndoStack:
    return UndoStack()


@pytest.fixture
def edits(gallery: Gallery, undo_stack: UndoStack) -> Iterator[GalleryEdits]:
    background = Background("gallery")
    edits = GalleryEdits(gallery, background, undo_stack)
    background.failed.connect(edits.failed)
    yield edits
    background.close(finish=True)


@pytest.fixture
def do(qtbot: QtBot, edits: GalleryEdits) -> Do:
    """Calls and waits until the gallery has changed."""

    def do(change: Callable[[], object]) -> None:
        with qtbot.waitSignal(edits.changed):
            change()

    return do


def stars(gallery: Gallery, ids: list[int]) -> list[bool]:
    return [row.starred for row in gallery.rows(ids)]


def test_only_stars_that_were_given_are_taken_back(
    gallery: Gallery, ids: list[int], edits: GalleryEdits, undo_stack: UndoStack, do: Do
) -> None:
    gallery.set_starred([ids[0]], True)
    do(lambda: edits.toggle_star(ids))
    assert stars(gallery, ids) == [True, True, True]
    do(undo_stack.undo)
    assert stars(gallery, ids) == [True, False, False]
    do(undo_stack.redo)
    assert stars(gallery, ids) == [True, True, True]


def test_two_quick_presses_are_a_star_and_none(
    qtbot: QtBot, gallery: Gallery, ids: list[int], edits: GalleryEdits
) -> None:
    told = QSignalSpy(edits.changed)
    edits.toggle_star(ids[:1])
    edits.toggle_star(ids[:1])
    qtbot.waitUntil(lambda: told.count() == 2)
    assert stars(gallery, ids) == [False, False, False]


def test_each_picture_gets_its_own_rating_back(
    gallery: Gallery, ids: list[int], edits: GalleryEdits, undo_stack: UndoStack, do: Do
) -> None:
    gallery.set_rating([ids[0]], 2)
    gallery.set_rating([ids[1]], 5)
    do(lambda: edits.rate(ids, 4))
    assert [row.rating for row in gallery.rows(ids)] == [4, 4, 4]
    do(undo_stack.undo)
    assert [row.rating for row in gallery.rows(ids)] == [2, 5, 0]


def test_deleted_pictures_come_back(
    gallery: Gallery, ids: list[int], edits: GalleryEdits, undo_stack: UndoStack, do: Do
) -> None:
    do(lambda: edits.move_to_bin(ids[:2]))
    assert gallery.ids() == [ids[2]]
    do(undo_stack.undo)
    assert gallery.ids() == ids[::-1]


def test_steps_that_follow_each_other_at_once_are_taken_back_in_turn(
    qtbot: QtBot, gallery: Gallery, ids: list[int], edits: GalleryEdits, undo_stack: UndoStack
) -> None:
    told = QSignalSpy(edits.changed)
    edits.toggle_star(ids[:1])
    edits.move_to_bin(ids[:1])
    undo_stack.undo()
    undo_stack.undo()
    undo_stack.redo()
    # The first step alone leaves the stars as all five do: looking at them says nothing of the others.
    qtbot.waitUntil(lambda: told.count() == 5)
    assert stars(gallery, ids) == [True, False, False]
    assert gallery.ids() == ids[::-1]


def test_nothing_selected_is_no_step(edits: GalleryEdits, undo_stack: UndoStack) -> None:
    edits.toggle_star([])
    assert len(undo_stack) == 0


def test_a_change_that_fails_is_told_and_its_undo_does_nothing(
    qtbot: QtBot, gallery: Gallery, ids: list[int], edits: GalleryEdits, undo_stack: UndoStack
) -> None:
    heard: list[ErrorInfo] = []
    edits.failed.connect(heard.append)
    gallery.read_only = True
    gallery._file.read_only = True
    edits.toggle_star(ids)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].code == "gallery_read_only"
    with qtbot.waitSignal(edits.changed):
        undo_stack.undo()
    assert stars(gallery, ids) == [False, False, False]


def test_the_bin_is_emptied_into_the_system_s_trash(
    qtbot: QtBot,
    gallery: Gallery,
    ids: list[int],
    edits: GalleryEdits,
    do: Do,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trashed: list[str] = []
    monkeypatch.setattr(QFile, "moveToTrash", lambda name: trashed.append(name) or True)
    paths = [str(row.path) for row in gallery.rows(ids)]
    do(lambda: edits.move_to_bin(ids[:2]))
    with qtbot.waitSignal(edits.trashed) as told:
        edits.empty_bin()
    assert told.args == [2]
    assert sorted(trashed) == sorted(paths[:2])
    assert gallery.ids("bin:yes") == []


def test_a_file_that_the_system_does_not_take_is_told(
    qtbot: QtBot,
    gallery: Gallery,
    ids: list[int],
    edits: GalleryEdits,
    do: Do,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFile, "moveToTrash", lambda name: False)
    path = gallery.rows(ids)[0].path
    do(lambda: edits.move_to_bin(ids[:1]))
    with qtbot.waitSignal(edits.failed) as told:
        edits.empty_bin()
    assert told.args[0].code == "not_trashed"
    assert told.args[0].details == str(path)
    assert path.exists()
