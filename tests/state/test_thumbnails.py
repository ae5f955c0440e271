from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.core import pictures
from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.state import thumbnails as module
from desktop.state.thumbnails import WAITING, Thumbnails
from tests.helpers.scripted import make_pixels

SIDE = 16


class Files:
    """Gives a thumbnail file for every id, in the order that it was asked; may have to wait."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.threads: set[int] = set()
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.data: bytes | None = pictures.thumbnail_bytes(make_pixels(Size(64, 32), 200), 256)
        self.fails = False

    def read(self, picture_id: int) -> bytes | None:
        self.asked.append(picture_id)
        self.threads.add(threading.get_ident())
        assert self.may_go_on.wait(5)
        if self.fails:
            raise AppError("gallery_failed", "It can't be read.")
        return self.data


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def thumbnails(qtbot: QtBot, files: Files) -> Iterator[Thumbnails]:
    made = Thumbnails(files.read, SIDE)
    yield made
    files.may_go_on.set()
    made.close()


def wait_for(qtbot: QtBot, thumbnails: Thumbnails, picture_id: int) -> None:
    with qtbot.waitSignal(thumbnails.ready):
        assert thumbnails.image(picture_id) is None


def test_an_image_is_decoded_elsewhere_cut_square_and_kept(
    qtbot: QtBot, thumbnails: Thumbnails, files: Files
) -> None:
    wait_for(qtbot, thumbnails, 1)
    image = thumbnails.image(1)
    assert image is not None
    assert (image.width(), image.height()) == (SIDE, SIDE)
    assert image.pixelColor(8, 8).red() == pytest.approx(QColor(200, 200, 200).red(), abs=4)
    assert files.asked == [1]
    assert threading.get_ident() not in files.threads


def test_what_was_asked_for_last_comes_first(qtbot: QtBot, thumbnails: Thumbnails, files: Files) -> None:
    files.may_go_on.clear()
    thumbnails.image(1)
    qtbot.waitUntil(lambda: files.asked == [1])
    for picture_id in (2, 3, 4, 2):
        thumbnails.image(picture_id)
    files.may_go_on.set()
    qtbot.waitUntil(lambda: len(files.asked) == 4)
    assert files.asked == [1, 2, 4, 3]


def test_a_view_that_never_rests_gets_its_images(
    qtbot: QtBot, thumbnails: Thumbnails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET_S", 5.0)
    monkeypatch.setattr(module, "PATIENCE_S", 0.02)
    qtbot.waitUntil(lambda: thumbnails.image(1) is not None)


def test_what_was_passed_long_ago_is_not_made(qtbot: QtBot, thumbnails: Thumbnails, files: Files) -> None:
    files.may_go_on.clear()
    for picture_id in range(WAITING + 10):
        thumbnails.image(picture_id)
    files.may_go_on.set()
    qtbot.waitUntil(lambda: len(files.asked) == WAITING)
    assert sorted(files.asked) == list(range(10, WAITING + 10))


@pytest.mark.parametrize("fails", [True, False])
def test_one_that_can_not_be_had_is_asked_for_once(
    qtbot: QtBot, thumbnails: Thumbnails, files: Files, fails: bool
) -> None:
    files.fails, files.data = fails, None
    wait_for(qtbot, thumbnails, 1)
    assert thumbnails.image(1) is None
    assert files.asked == [1]


def test_only_so_many_bytes_are_kept(
    qtbot: QtBot, thumbnails: Thumbnails, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", 2 * SIDE * SIDE * 4)
    for picture_id in (1, 2, 3):
        wait_for(qtbot, thumbnails, picture_id)
    assert thumbnails.image(3) is not None
    assert thumbnails.image(2) is not None
    wait_for(qtbot, thumbnails, 1)
    assert files.asked == [1, 2, 3, 1]


def test_another_size_makes_them_again(qtbot: QtBot, thumbnails: Thumbnails, files: Files) -> None:
    wait_for(qtbot, thumbnails, 1)
    thumbnails.set_side(2 * SIDE)
    wait_for(qtbot, thumbnails, 1)
    image = thumbnails.image(1)
    assert image is not None
    assert image.width() == 2 * SIDE
