from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.state.library_list import LibraryList
from desktop.state.upscalers import Upscalers
from tests.helpers.upscaler_files import COMPACT_X2, ESRGAN_X4, layout_file


class Rig:
    def __init__(self, folder: Path) -> None:
        library = Library([folder], folder / "embedded")
        self.models = LibraryList(library)
        self.upscalers = Upscalers(library, self.models)

    def names(self) -> list[str]:
        return [info.name for info in self.upscalers.upscalers]


@pytest.fixture
def rig(qapp: object, tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.upscalers.close()
    rig.models.close()


def test_upscalers_are_looked_for_after_each_scan_for_models(qtbot: QtBot, rig: Rig, tmp_path: Path) -> None:
    layout_file(tmp_path / "ESRGAN/photo.safetensors", ESRGAN_X4)
    with qtbot.waitSignal(rig.upscalers.changed) as told:
        rig.models.refresh()
    assert rig.names() == ["photo"]
    assert told.args == [rig.upscalers.upscalers]
    layout_file(tmp_path / "drawing.safetensors", COMPACT_X2)
    with qtbot.waitSignal(rig.upscalers.changed):
        rig.models.refresh()
    assert rig.names() == ["drawing", "photo"]


def test_nothing_is_told_when_all_is_as_before(qtbot: QtBot, rig: Rig, tmp_path: Path) -> None:
    layout_file(tmp_path / "photo.safetensors", ESRGAN_X4)
    with qtbot.waitSignal(rig.upscalers.changed):
        rig.models.refresh()
    told: list[object] = []
    rig.upscalers.changed.connect(told.append)
    with qtbot.waitSignal(rig.upscalers._background._ended):
        rig.models.refresh()
    assert told == []
