from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.geometry import Size
from desktop.core.params import SaveOptions
from desktop.core.pictures import read
from desktop.state.canvas_state import CanvasPicture
from desktop.state.exporter import Exporter
from tests.helpers.scripted import make_params, make_pixels, make_record

PICTURE = CanvasPicture(make_pixels(Size(64, 48), 90), make_record(make_params()))


@pytest.fixture
def exporter(qtbot: QtBot) -> Iterator[Exporter]:
    exporter = Exporter()
    yield exporter
    exporter.close()


def options(tmp_path: Path, **changes: object) -> SaveOptions:
    return SaveOptions.checked(folder=tmp_path, **changes)


def test_a_copy_holds_the_pixels_and_the_settings(qtbot: QtBot, exporter: Exporter, tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "copy.png"
    with qtbot.waitSignal(exporter.saved) as told:
        exporter.save(PICTURE, file, options(tmp_path))
    assert told.args == [file]
    copy = read(file)
    assert (copy.pixels, copy.record) == (PICTURE.pixels, PICTURE.record)


def test_a_picture_without_settings_can_be_saved_too(
    qtbot: QtBot, exporter: Exporter, tmp_path: Path
) -> None:
    with qtbot.waitSignal(exporter.saved):
        exporter.save(CanvasPicture(PICTURE.pixels), tmp_path / "copy.webp", options(tmp_path, format="webp"))
    copy = read(tmp_path / "copy.webp")
    assert (copy.pixels.size, copy.record) == (Size(64, 48), None)


def test_what_is_there_is_replaced(qtbot: QtBot, exporter: Exporter, tmp_path: Path) -> None:
    file = tmp_path / "copy.png"
    file.write_bytes(b"old")
    with qtbot.waitSignal(exporter.saved):
        exporter.save(PICTURE, file, options(tmp_path))
    assert read(file).pixels == PICTURE.pixels
    assert [path.name for path in tmp_path.glob("*copy*")] == ["copy.png"]


def test_a_failure_is_told(qtbot: QtBot, exporter: Exporter, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with qtbot.waitSignal(exporter.failed) as told:
        exporter.save(PICTURE, tmp_path / "file" / "copy.png", options(tmp_path))
    assert told.args[0].code == "not_writable"


def test_close_returns_when_everything_is_on_disk(exporter: Exporter, tmp_path: Path) -> None:
    for number in range(3):
        exporter.save(PICTURE, tmp_path / f"{number}.png", options(tmp_path))
    exporter.close()
    assert all((tmp_path / f"{number}.png").exists() for number in range(3))
    assert "export" not in {thread.name for thread in threading.enumerate()}
