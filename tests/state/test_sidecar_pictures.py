"""Pictures beside model files, read once a card asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.core import pictures
from desktop.core.geometry import Size
from desktop.state import sidecar_pictures
from desktop.state.sidecar_pictures import SIDE, SidecarPictures
from tests.helpers.scripted import make_pixels


@pytest.fixture
def sidecars(qapp: object) -> Iterator[SidecarPictures]:
    sidecars = SidecarPictures()
    yield sidecars
    sidecars.close()


def picture(path: Path) -> Path:
    path.write_bytes(pictures.thumbnail_bytes(make_pixels(Size(300, 150)), 300))
    return path


def test_a_picture_is_read_when_it_is_asked_for_and_made_small(
    qtbot: QtBot, sidecars: SidecarPictures, tmp_path: Path
) -> None:
    path = picture(tmp_path / "a.webp")
    with qtbot.waitSignal(sidecars.ready):
        assert sidecars.image(path) is None
    image = sidecars.image(path)
    assert image is not None
    assert (image.width(), image.height()) == (SIDE, SIDE // 2)


def test_what_is_no_picture_is_read_once(
    qtbot: QtBot, sidecars: SidecarPictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    with qtbot.waitSignal(sidecars.ready):
        sidecars.image(tmp_path / "a.png")
    monkeypatch.setattr(sidecar_pictures, "_read", lambda path: pytest.fail("it was read again"))
    assert sidecars.image(tmp_path / "a.png") is None


def test_of_cards_that_went_by_only_the_last_ones_are_read(
    qtbot: QtBot, sidecars: SidecarPictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def note(path: Path) -> QImage:
        read.append(path.name)
        return QImage(1, 1, QImage.Format.Format_RGB32)

    monkeypatch.setattr(sidecar_pictures, "_read", note)
    monkeypatch.setattr(sidecar_pictures, "ASKED", 2)
    for number in range(5):
        sidecars.image(tmp_path / str(number))
    qtbot.waitUntil(lambda: len(read) == 3)
    assert sorted(read) == ["0", "3", "4"]


def test_it_is_read_again_after_files_may_have_changed(
    qtbot: QtBot, sidecars: SidecarPictures, tmp_path: Path
) -> None:
    path = picture(tmp_path / "a.webp")
    with qtbot.waitSignal(sidecars.ready):
        sidecars.image(path)
    path.write_bytes(pictures.thumbnail_bytes(make_pixels(Size(50, 50)), 50))
    sidecars.renew()
    with qtbot.waitSignal(sidecars.ready):
        before = sidecars.image(path)
    after = sidecars.image(path)
    assert before is not None
    assert after is not None
    assert (before.height(), after.height()) == (SIDE // 2, 50)
