"""The models' cards: order, search, favourites, pictures, folders and descriptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.core import files
from desktop.core.errors import ErrorInfo
from desktop.core.identify.identified import Identified, Kind
from desktop.core.licences import Terms
from desktop.core.models import ModelInfo
from desktop.core.settings import Settings
from desktop.state import model_folders
from desktop.state.model_filter import ModelFilter
from desktop.state.model_list import ModelRole
from desktop.state.studio import Studio
from tests.helpers.scripted import STARTER, Script, ScriptedLibrary, make_studio

OAK = replace(STARTER, name="oak", title="Oak", license="MIT", embedded=False, path=Path("/models/oak"))
ASH = replace(STARTER, name="ash", title="Ash XL", family_key="sd1", embedded=False, path=Path("/more/ash"))
BROKEN = replace(
    OAK, name="broken", title="Broken", problem=ErrorInfo("damaged", "It is damaged.", "Get it again.")
)

Open = Callable[..., Studio]


@pytest.fixture
def open_studio(qtbot: QtBot) -> Iterator[Open]:
    opened: list[Studio] = []

    def build(*models: ModelInfo, settings: Settings | None = None, script: Script | None = None) -> Studio:
        opened.append(make_studio(script, models or (STARTER,), settings))
        with qtbot.waitSignals([opened[-1].library.changed, opened[-1].device_changed]):
            opened[-1].start()
        return opened[-1]

    yield build
    for studio in opened:
        assert studio.shutdown()


def names(studio: Studio) -> list[str]:
    models = studio.models.list
    return [models.index(row).data(ModelRole.INFO).name for row in range(models.rowCount())]


def role(studio: Studio, name: str, which: int) -> object:
    return studio.models.list.index_of(name).data(which)


# The list


STYLE = replace(
    OAK,
    name="style",
    title="Style",
    kind=Kind.LORA,
    container="single-file",
    family_title="SDXL",
    problem=ErrorInfo("unsupported_model", "It is a LoRA."),
    identified=Identified(kind=Kind.LORA, family="sdxl"),
)


def test_only_models_are_shown_until_another_kind_is_chosen(open_studio: Open) -> None:
    studio = open_studio(STARTER, STYLE)
    assert names(studio) == ["starter"]
    assert studio.models.list.kinds == ((Kind.CHECKPOINT, 1), (Kind.LORA, 1))
    studio.models.list.set_kind(Kind.LORA)
    assert names(studio) == ["style"]
    assert studio.models.list.total == 1
    studio.models.list.set_kind(None)
    assert names(studio) == ["starter", "style"]


def test_files_are_searched_by_family_and_kind(open_studio: Open) -> None:
    studio = open_studio(STARTER, STYLE)
    studio.models.list.set_kind(None)
    studio.models.list.set_search("lora sdxl")
    assert names(studio) == ["style"]


def test_files_are_not_among_the_models(open_studio: Open) -> None:
    studio = open_studio(STARTER, STYLE)
    assert studio.library.models == (STARTER,)
    assert studio.library.everything == (STARTER, STYLE)


def test_a_kind_that_is_gone_gives_way_to_models(qtbot: QtBot, open_studio: Open) -> None:
    studio = open_studio(STARTER, STYLE)
    studio.models.list.set_kind(Kind.LORA)
    library = studio.library._library
    assert isinstance(library, ScriptedLibrary)
    library.models = (STARTER,)
    with qtbot.waitSignal(studio.library.changed):
        studio.library.refresh()
    assert names(studio) == ["starter"]


def test_files_are_narrowed_down_by_family_licence_and_folder(open_studio: Open) -> None:
    studio = open_studio(STARTER, OAK, ASH, STYLE)
    models = studio.models.list
    assert models.choices.folders == ((Path("."), 1), (Path("/models"), 1), (Path("/more"), 1))
    assert models.choices.terms == ((Terms.FREE, 3),)
    models.narrow(folder=Path("/more"))
    assert names(studio) == ["ash"]
    models.narrow(family=ASH.shown_family, terms=Terms.NONE)
    assert names(studio) == []
    models.narrow()
    models.set_kind(None)
    models.narrow(family="SDXL")
    assert names(studio) == ["style"]
    models.set_kind(Kind.CHECKPOINT)
    assert names(studio) == ["starter", "oak", "ash"]


def test_a_filter_for_what_is_gone_is_given_up(qtbot: QtBot, open_studio: Open) -> None:
    studio = open_studio(STARTER, ASH)
    studio.models.list.narrow(folder=Path("/more"), terms=Terms.FREE)
    library = studio.library._library
    assert isinstance(library, ScriptedLibrary)
    library.models = (STARTER,)
    with qtbot.waitSignal(studio.library.changed):
        studio.library.refresh()
    assert names(studio) == ["starter"]
    assert studio.models.list.filter == ModelFilter(terms=Terms.FREE)


def test_models_that_can_not_be_used_come_last(open_studio: Open) -> None:
    assert names(open_studio(BROKEN, STARTER, OAK)) == ["starter", "oak", "broken"]


def test_favourites_come_first_and_are_remembered(open_studio: Open) -> None:
    studio = open_studio(STARTER, OAK, ASH)
    studio.models.list.toggle_favourite("ash")
    assert names(studio) == ["ash", "starter", "oak"]
    assert role(studio, "ash", ModelRole.FAVOURITE) is True
    assert studio.preferences.current.favourite_models == ("ash",)
    studio.models.list.toggle_favourite("ash")
    assert names(studio) == ["starter", "oak", "ash"]


def test_a_favourite_of_the_last_time_is_one_again(open_studio: Open) -> None:
    assert names(open_studio(STARTER, OAK, settings=Settings(favourite_models=("oak",)))) == [
        "oak",
        "starter",
    ]


@pytest.mark.parametrize(
    ("search", "found"),
    [("", ["starter", "oak", "ash"]), ("OAK", ["oak"]), ("mit", ["oak"]), ("xl 1.x", ["ash"]), ("elm", [])],
)
def test_a_search_looks_at_title_kind_and_licence(open_studio: Open, search: str, found: list[str]) -> None:
    studio = open_studio(STARTER, OAK, ASH)
    studio.models.list.set_search(search)
    assert names(studio) == found
    assert studio.models.list.total == 3


def test_the_chosen_model_is_marked(qtbot: QtBot, open_studio: Open) -> None:
    studio = open_studio(STARTER, OAK)
    assert role(studio, "starter", ModelRole.CHOSEN) is True
    with qtbot.waitSignal(studio.models.list.dataChanged):
        studio.prompt.choose_model(OAK)
    assert role(studio, "starter", ModelRole.CHOSEN) is False
    assert role(studio, "oak", ModelRole.CHOSEN) is True


def test_an_unknown_name_has_no_row(open_studio: Open) -> None:
    studio = open_studio()
    assert not studio.models.list.index_of("nobody").isValid()
    assert studio.models.list.data(QModelIndex()) is None


# The pictures


def test_a_card_s_picture_is_made_with_the_model_s_own_example(qtbot: QtBot, open_studio: Open) -> None:
    studio = open_studio()
    pictures = studio.models.pictures
    pictures.make(STARTER)
    assert role(studio, "starter", ModelRole.MAKING) is True
    qtbot.waitUntil(lambda: pictures.image("starter") is not None)
    (record,) = studio.board.records
    params = record.job.params
    assert (params.prompt, params.size, params.steps) == ("a red apple", STARTER.native_size, 10)
    assert isinstance(role(studio, "starter", Qt.ItemDataRole.DecorationRole), QImage)
    qtbot.waitUntil(lambda: role(studio, "starter", ModelRole.MAKING) is False)


def test_the_canvas_keeps_its_picture_meanwhile(qtbot: QtBot, open_studio: Open) -> None:
    studio = open_studio()
    studio.models.pictures.make(STARTER)
    qtbot.waitUntil(lambda: studio.models.pictures.image("starter") is not None)
    assert studio.canvas.picture is None


def test_the_canvas_shows_no_preview_of_a_card_s_picture(qtbot: QtBot, open_studio: Open) -> None:
    studio = open_studio()
    told = QSignalSpy(studio.canvas.preview_changed)
    with qtbot.waitSignals([studio.board.preview_received, studio.board.job_ended]):
        studio.models.pictures.make(STARTER)
    assert told.count() == 0


def test_a_card_s_picture_is_there_at_the_next_start(qtbot: QtBot, open_studio: Open) -> None:
    studio = open_studio()
    studio.models.pictures.make(STARTER)
    qtbot.waitUntil(lambda: studio.models.pictures.image("starter") is not None)
    later = open_studio()
    qtbot.waitUntil(lambda: later.models.pictures.image("starter") is not None)


def test_a_job_that_fails_leaves_the_card_without_a_picture(qtbot: QtBot, open_studio: Open) -> None:
    studio = open_studio(script=Script(error=ErrorInfo("x", "No.")))
    with qtbot.waitSignal(studio.board.job_ended):
        studio.models.pictures.make(STARTER)
    assert not studio.models.pictures.is_making("starter")
    assert studio.models.pictures.image("starter") is None


def test_a_damaged_picture_is_told_and_the_models_are_there(qtbot: QtBot, open_studio: Open) -> None:
    studio = make_studio()
    file = studio.models.pictures.file("starter")
    files.write_bytes(file, b"no picture")
    with qtbot.waitSignals([studio.models.failed, studio.library.changed]):
        studio.start()
    assert names(studio) == ["starter"]
    assert studio.shutdown()


def test_two_names_never_share_a_picture(open_studio: Open) -> None:
    pictures = open_studio().models.pictures
    assert pictures.file("a b") != pictures.file("a-b")
    assert pictures.file("../../x").parent == pictures.file("x").parent


# The folders


def scans(studio: Studio) -> int:
    library = studio.models.folders._library
    assert isinstance(library, ScriptedLibrary)
    return library.scans


def test_an_added_folder_is_looked_at_and_remembered(qtbot: QtBot, open_studio: Open, tmp_path: Path) -> None:
    studio = open_studio()
    with qtbot.waitSignal(studio.library.changed):
        assert studio.models.folders.add(tmp_path)
    assert studio.preferences.current.model_folders == (tmp_path,)
    assert studio.models.folders._library.folders == (studio.paths.models, tmp_path)
    assert not studio.models.folders.add(tmp_path)
    with qtbot.waitSignal(studio.library.changed):
        studio.models.folders.remove(tmp_path)
    assert studio.models.folders._library.folders == (studio.paths.models,)


def test_a_model_knows_the_added_folder_it_is_in(open_studio: Open) -> None:
    studio = open_studio(OAK, ASH, settings=Settings(model_folders=(Path("/models"),)))
    assert studio.models.folders.added_folder_of(OAK) == Path("/models")
    assert studio.models.folders.added_folder_of(ASH) is None


def test_other_settings_do_not_make_it_look_again(open_studio: Open) -> None:
    studio = open_studio()
    before = scans(studio)
    studio.preferences.update(quality=50)
    assert (scans(studio), studio.library.scanning) == (before, False)


def test_a_model_that_is_copied_into_a_folder_is_found(
    qtbot: QtBot, open_studio: Open, tmp_path: Path
) -> None:
    studio = open_studio(settings=Settings(model_folders=(tmp_path,)))
    folders = studio.models.folders
    folders._library.use_folders((studio.paths.models, tmp_path))
    folders._pause.setInterval(1)
    with qtbot.waitSignal(studio.library.changed):
        studio.library.refresh()
    qtbot.waitUntil(lambda: folders._watcher is not None and bool(folders._watcher.directories()))
    with qtbot.waitSignal(studio.library.changed):
        (tmp_path / "new").mkdir()


def watched(studio: Studio) -> set[str]:
    watcher = studio.models.folders._watcher
    return set(watcher.directories()) if watcher is not None else set()


def test_the_folders_of_all_files_are_watched(qtbot: QtBot, open_studio: Open, tmp_path: Path) -> None:
    for name in ("loras/deep", "models/oak"):
        (tmp_path / name).mkdir(parents=True)
    studio = open_studio(
        STARTER,
        replace(OAK, path=tmp_path / "models/oak"),
        replace(STYLE, path=tmp_path / "loras/deep/style.safetensors"),
    )
    wanted = {str(tmp_path / name) for name in ("loras/deep", "models", "models/oak")}
    qtbot.waitUntil(lambda: watched(studio) >= wanted)


def test_the_folders_are_looked_at_when_the_window_comes_back(
    qtbot: QtBot, open_studio: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = open_studio()
    folders = studio.models.folders
    folders._pause.setInterval(0)
    before = scans(studio)
    folders._on_application_state_changed(Qt.ApplicationState.ApplicationActive)
    assert not folders._pause.isActive()  # that was done a moment ago
    monkeypatch.setattr(model_folders, "LOOKED_S", -1.0)
    folders._on_application_state_changed(Qt.ApplicationState.ApplicationInactive)
    assert not folders._pause.isActive()
    with qtbot.waitSignal(studio.library.changed):
        folders._on_application_state_changed(Qt.ApplicationState.ApplicationActive)
    assert scans(studio) == before + 1


# The descriptions


def test_a_card_is_read_beside_the_window(qtbot: QtBot, open_studio: Open, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Oak")
    studio = open_studio()
    with qtbot.waitSignal(studio.models.card_read) as read:
        studio.models.read_card(replace(OAK, card=tmp_path / "README.md"))
    assert read.args == ["oak", "# Oak"]


@pytest.mark.parametrize("card", [None, Path("/nowhere/README.md")])
def test_a_model_without_a_card_has_an_empty_one(qtbot: QtBot, open_studio: Open, card: Path | None) -> None:
    studio = open_studio()
    with qtbot.waitSignal(studio.models.card_read) as read:
        studio.models.read_card(replace(OAK, card=card))
    assert read.args == ["oak", ""]
