from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from desktop.core.errors import AppError, ErrorInfo
from desktop.core.identify.identified import Kind
from desktop.core.library import Library
from desktop.core.library_index import LibraryIndex
from desktop.core.models import ModelInfo
from desktop.core.params import ModelRef
from desktop.state import library_list
from desktop.state.library_list import LibraryList
from tests.helpers.model_infos import adapter_info
from tests.helpers.scripted import STARTER, ScriptedLibrary

OTHER = replace(STARTER, name="other", embedded=False)
BROKEN = replace(STARTER, name="broken", problem=ErrorInfo("damaged", "It is damaged."))


@pytest.fixture
def open_list(qapp: object) -> Iterator[Callable[[ScriptedLibrary], LibraryList]]:
    lists: list[LibraryList] = []

    def build(library: ScriptedLibrary) -> LibraryList:
        lists.append(LibraryList(library))
        return lists[-1]

    yield build
    for one in lists:
        one.close()


OpenList = Callable[[ScriptedLibrary], LibraryList]


def test_a_refresh_finds_the_models_behind_the_window(qtbot: QtBot, open_list: OpenList) -> None:
    library = ScriptedLibrary(STARTER, BROKEN)
    models = open_list(library)
    with qtbot.waitSignal(models.changed) as told:
        models.refresh()
        assert models.scanning
    assert told.args == [(STARTER, BROKEN)]
    assert (models.models, models.usable) == ((STARTER, BROKEN), (STARTER,))
    assert not models.scanning
    assert threading.get_ident() not in library.threads


def test_only_usable_models_are_found_by_name(qtbot: QtBot, open_list: OpenList) -> None:
    models = open_list(ScriptedLibrary(STARTER, BROKEN))
    with qtbot.waitSignal(models.changed):
        models.refresh()
    assert models.find("starter") == STARTER
    assert models.find("broken") is None


@pytest.mark.parametrize(
    ("found", "choice"), [((BROKEN, OTHER, STARTER), STARTER), ((BROKEN, OTHER), OTHER), ((BROKEN,), None)]
)
def test_the_first_choice_is_the_embedded_model(
    qtbot: QtBot, open_list: OpenList, found: tuple[ModelInfo, ...], choice: ModelInfo | None
) -> None:
    models = open_list(ScriptedLibrary(*found))
    with qtbot.waitSignal(models.changed):
        models.refresh()
    assert models.first_choice() == choice


def test_a_refresh_during_a_scan_scans_once_more(qtbot: QtBot, open_list: OpenList) -> None:
    library = ScriptedLibrary(STARTER)
    library.may_go_on.clear()
    models = open_list(library)
    with qtbot.waitSignals([models.changed, models.changed]):
        for _ in range(3):
            models.refresh()
        library.may_go_on.set()
    assert library.scans == 2


@pytest.mark.parametrize(
    ("failure", "code"), [(AppError("not_readable", ""), "not_readable"), (KeyError("bug"), "internal_error")]
)
def test_a_failed_scan_is_told_and_leaves_the_models(
    qtbot: QtBot, open_list: OpenList, failure: Exception, code: str
) -> None:
    library = ScriptedLibrary(STARTER)
    models = open_list(library)
    with qtbot.waitSignal(models.changed):
        models.refresh()
    library.failure = failure
    with qtbot.waitSignal(models.scan_failed) as told:
        models.refresh()
    assert told.args[0].code == code
    assert models.models == (STARTER,)


def test_close_waits_for_a_scan_and_does_not_tell_it(open_list: OpenList) -> None:
    library = ScriptedLibrary(STARTER)
    models = open_list(library)
    models.refresh()
    models.close()
    QCoreApplication.sendPostedEvents(models, QEvent.Type.MetaCall.value)
    assert models.models == ()


def test_a_long_scan_tells_how_many_files_it_found(
    qtbot: QtBot, open_list: OpenList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_list, "PROGRESS_S", 0.0)
    models = open_list(ScriptedLibrary(STARTER, OTHER))
    with qtbot.waitSignal(models.progress) as told:
        models.refresh()
    assert told.args == [2]


def test_close_stops_a_scan(open_list: OpenList, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ckpt").write_bytes(b"x")
    index = LibraryIndex(tmp_path / "index.json")
    models = open_list(Library((tmp_path,), tmp_path / "none", index))
    models._closed = True
    models._run_scan()
    assert list(index.rows()) == [str(tmp_path / "a.ckpt")]  # what was read is not read again


def test_loras_of_a_recipe_are_found_by_their_hashes(qtbot: QtBot, open_list: OpenList) -> None:
    lora = replace(STARTER, name="sketch", kind=Kind.LORA, autov3="0123456789ab", sha256="c" * 64)
    models = open_list(ScriptedLibrary(STARTER, lora, replace(lora, name="a:b")))
    with qtbot.waitSignal(models.changed):
        models.refresh()
    recipe = {"ink": "0123456789ab", "by-sha": "c" * 10, "Sketch": "d" * 12, "gone": "e" * 12}
    assert models.lora_names(recipe) == {"ink": "sketch", "by-sha": "sketch"}


def test_the_vae_of_a_picture_is_found_by_name_or_else_by_its_hash(qtbot: QtBot, open_list: OpenList) -> None:
    vae = replace(adapter_info("bright", "sdxl", kind=Kind.VAE), sha256="ab" * 32)
    models = open_list(ScriptedLibrary(STARTER, vae))
    with qtbot.waitSignal(models.changed):
        models.refresh()
    for ref in (ModelRef(name="Bright.safetensors"), ModelRef(name="renamed", hash="ababababab")):
        assert models.find_vae(ref) == vae
    for ref in (ModelRef(name="renamed", hash="0123456789"), ModelRef(name="renamed")):
        assert models.find_vae(ref) is None
