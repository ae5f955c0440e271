from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.core import project_file
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.plane import Plane
from desktop.core.geometry import Size
from desktop.core.jobs import SavedPicture
from desktop.core.paths import Paths
from desktop.core.recovery import RecoveryStore
from desktop.state.canvas_state import CanvasPicture
from desktop.state.editor.candidates import Candidate
from desktop.state.editor.lineage import Lineage
from desktop.state.editor.project import RESTORE
from desktop.state.studio import Studio
from tests.helpers.scripted import make_pixels, make_studio

SIZE = Size(75, 50)
PICTURE = Document.from_pixels(make_pixels(SIZE, 77), "Lake")
OTHER = Document.from_pixels(make_pixels(SIZE, 99), "Sea")
OpenStudio = Callable[[], Studio]


@pytest.fixture
def open_studio(qtbot: QtBot) -> Iterator[OpenStudio]:
    studios: list[Studio] = []

    def build() -> Studio:
        studio = make_studio()
        studios.append(studio)
        with qtbot.waitSignals([studio.library.changed, studio.device_changed]):
            studio.start()
        return studio

    yield build
    for studio in studios:
        assert studio.shutdown()


@pytest.fixture
def studio(open_studio: OpenStudio) -> Studio:
    return open_studio()


def painted(value: int = 5) -> Document:
    """The picture with another corner, and a selection."""
    (layer,) = PICTURE.layers
    pixels = make_pixels(SIZE, value)
    mask = np.zeros((50, 75), np.uint8)
    mask[:10] = 255
    plane = Plane.of(pixels.array)
    return replace(PICTURE.with_layer(replace(layer, plane=plane)), selection=Plane.of(mask))  # type: ignore[call-arg]


def save(qtbot: QtBot, studio: Studio, path: Path) -> None:
    with qtbot.waitSignal(studio.editor.project.saved):
        studio.editor.project.save(path)


def pretend_that_it_crashed() -> None:
    """Rename what the last run kept: its process is no longer there."""
    for folder in Paths.default().recovery.iterdir():
        process, _, random = folder.name.split("-")
        folder.rename(folder.with_name(f"{process}-1-{random}"))


def test_a_picture_that_was_only_opened_is_not_modified(studio: Studio) -> None:
    project = studio.editor.project
    assert (project.name, project.modified) == ("", False)
    studio.editor.open_picture(CanvasPicture(make_pixels(SIZE), opened=Path("lake at dusk.png")))
    assert (project.name, project.modified, project.file) == ("lake at dusk", False, None)
    studio.editor.document.apply("Paint", PICTURE)
    assert project.modified


def test_a_saved_project_comes_back_with_selection_settings_and_candidates(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    file, project = tmp_path / "lake.darkroom", studio.editor.project
    studio.editor.document.open("Open", PICTURE)
    with qtbot.waitSignal(studio.board.job_ended):
        studio.generate()
    studio.editor.document.apply("Paint", painted())
    studio.prompt.prompt, studio.prompt.image_strength = "a lake", 0.3
    save(qtbot, studio, file)
    assert (project.file, project.name, project.modified) == (file, "lake", False)
    assert project.recent == (file,)

    studio.prompt.prompt, studio.prompt.image_strength = "a sea", 0.9
    studio.editor.document.open("New", Document(Size(64, 64)))
    assert (project.file, studio.editor.document.document.empty) == (None, True)
    with qtbot.waitSignal(studio.editor.document.replaced):
        project.open(file)
    document = studio.editor.document.document
    assert np.array_equal(flatten(document).array, flatten(painted()).array)
    assert np.array_equal(document.selection.read(document.rect), painted().selection.read(document.rect))
    assert (studio.prompt.prompt, studio.prompt.image_strength) == ("a lake", 0.3)
    assert len(studio.editor.candidates.items) == 1
    assert (project.file, project.modified) == (file, False)

    studio.undo_stack.undo()
    assert studio.prompt.prompt == "a sea"
    studio.undo_stack.undo()
    assert studio.editor.document.document.empty
    assert project.file is None


def make_candidate(qtbot: QtBot, studio: Studio) -> Candidate:
    """Make the selection of the picture new."""
    studio.editor.document.open("Open", replace(PICTURE, selection=painted().selection))
    with qtbot.waitSignal(studio.board.job_ended):
        studio.generate()
    (candidate,) = studio.editor.candidates.items
    assert candidate.patch is not None
    return candidate


def test_candidates_come_back_with_what_of_them_is_new(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    made, editor = make_candidate(qtbot, studio), studio.editor
    save(qtbot, studio, tmp_path / "lake.darkroom")
    with qtbot.waitSignal(editor.document.replaced):
        editor.project.open(tmp_path / "lake.darkroom")

    (candidate,) = editor.candidates.items
    assert candidate.patch is not None
    assert candidate.picture.saved == made.picture.saved
    assert not candidate.patch.pixels.array[-1, :, 3].all() or candidate.patch.pixels.size != SIZE
    editor.candidates.apply()
    assert np.array_equal(flatten(editor.document.document).array, made.picture.pixels.array)


def test_candidates_whose_source_is_gone_come_back_whole(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    make_candidate(qtbot, studio)
    save(qtbot, studio, tmp_path / "lake.darkroom")
    for kept in Paths.default().inputs.iterdir():
        kept.unlink()
    with qtbot.waitSignal(studio.editor.document.replaced):
        studio.editor.project.open(tmp_path / "lake.darkroom")
    (candidate,) = studio.editor.candidates.items
    assert candidate.patch is None


def test_an_opened_project_knows_which_pictures_its_layers_came_from(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    made, editor = make_candidate(qtbot, studio), studio.editor
    editor.candidates.apply()
    save(qtbot, studio, tmp_path / "lake.darkroom")
    editor.lineage = editor.candidates._lineage = Lineage()
    with qtbot.waitSignal(editor.document.replaced):
        editor.project.open(tmp_path / "lake.darkroom")
    assert made.picture.saved is not None
    assert editor.lineage.parent_of(editor.document.document) == made.picture.saved.gallery_id


def test_another_picture_of_the_same_number_is_not_where_a_layer_came_from(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    (layer,) = PICTURE.layers
    lineage = {layer.id: SavedPicture(make_candidate(qtbot, studio).picture.saved.gallery_id, Path("x.png"))}
    project_file.save(tmp_path / "a.darkroom", project_file.Project(PICTURE, lineage=lineage))
    with qtbot.waitSignal(studio.editor.document.replaced):
        studio.editor.project.open(tmp_path / "a.darkroom")
    assert studio.editor.lineage.parent_of(studio.editor.document.document) is None


def test_steps_after_saving_are_work_that_the_file_does_not_hold(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    project = studio.editor.project
    studio.editor.document.open("Open", PICTURE)
    studio.editor.document.apply("Paint", painted())
    save(qtbot, studio, tmp_path / "lake.darkroom")
    studio.undo_stack.undo()
    assert (project.modified, project.file) == (True, tmp_path / "lake.darkroom")
    studio.undo_stack.redo()
    assert not project.modified


def test_what_is_painted_while_it_is_saved_is_not_saved(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    studio.editor.document.open("Open", PICTURE)
    with qtbot.waitSignal(studio.editor.project.saved):
        studio.editor.project.save(tmp_path / "lake.darkroom")
        studio.editor.document.apply("Paint", painted())
    assert studio.editor.project.modified
    loaded = project_file.load(tmp_path / "lake.darkroom").document
    assert set(flatten(loaded).array[..., 0].flat) == {77}


def test_another_document_that_was_opened_meanwhile_has_no_file(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    studio.editor.document.open("Open", PICTURE)
    with qtbot.waitSignal(studio.editor.project.saved):
        studio.editor.project.save(tmp_path / "lake.darkroom")
        studio.editor.document.open("Open", OTHER)
    assert studio.editor.project.file is None
    studio.undo_stack.undo()
    assert studio.editor.project.file == tmp_path / "lake.darkroom"


def test_revert_brings_back_what_the_file_holds(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    studio.editor.document.open("Open", PICTURE)
    save(qtbot, studio, tmp_path / "lake.darkroom")
    studio.editor.document.apply("Paint", painted())
    with qtbot.waitSignal(studio.editor.document.replaced):
        studio.editor.project.revert()
    assert set(flatten(studio.editor.document.document).array[..., 0].flat) == {77}
    assert not studio.editor.project.modified


def test_a_file_that_is_no_project_is_told_and_nothing_changes(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    studio.editor.document.open("Open", PICTURE)
    (tmp_path / "a.darkroom").write_bytes(b"no zip")
    with qtbot.waitSignal(studio.notices.added):
        studio.editor.project.open(tmp_path / "a.darkroom")
    assert studio.editor.document.document is PICTURE


def test_a_project_that_can_not_be_written_stays_modified(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    studio.editor.document.open("Open", PICTURE, modified=True)
    with qtbot.waitSignal(studio.notices.added):
        studio.editor.project.save(tmp_path / "file" / "lake.darkroom")
    assert (studio.editor.project.modified, studio.editor.project.file) == (True, None)


def test_settings_of_a_model_that_is_gone_leave_the_model(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    session = studio.prompt.to_session(studio.preferences.current.session)
    session = session.model_copy(update={"model": "gone", "prompt": "a fox"})
    project_file.save(tmp_path / "a.darkroom", project_file.Project(PICTURE, session))
    with qtbot.waitSignal(studio.editor.document.replaced):
        studio.editor.project.open(tmp_path / "a.darkroom")
    assert (studio.prompt.model, studio.prompt.prompt) == ("starter", "a fox")


# After a crash


def test_a_canvas_of_a_run_that_was_cut_off_is_offered_and_comes_back(
    qtbot: QtBot, open_studio: OpenStudio, tmp_path: Path
) -> None:
    before = open_studio()
    before.editor.document.open("Open", PICTURE)
    save(qtbot, before, tmp_path / "lake.darkroom")
    before.prompt.prompt = "a lake"
    before.editor.document.apply("Paint", painted())
    before.shutdown()  # without a question: what would be lost is kept
    pretend_that_it_crashed()

    after = open_studio()
    qtbot.waitUntil(lambda: bool(after.notices.history))
    (notice,) = after.notices.history
    assert (notice.info.code, notice.action) == ("canvas_found", RESTORE)
    assert "lake" in notice.info.message
    with qtbot.waitSignal(after.editor.document.replaced):
        after.editor.project.restore()
    document, project = after.editor.document.document, after.editor.project
    assert np.array_equal(flatten(document).array, flatten(painted()).array)
    assert document.has_selection
    assert after.prompt.prompt == "a lake"
    assert (project.file, project.modified) == (tmp_path / "lake.darkroom", True)

    project.abandon()
    after.shutdown()
    assert RecoveryStore(Paths.default().recovery).found() is None
    assert not any(Paths.default().recovery.iterdir())


def test_the_canvas_is_kept_before_each_job(qtbot: QtBot, studio: Studio) -> None:
    studio.editor.document.open("Open", PICTURE)
    studio.editor.document.apply("Paint", painted())
    with qtbot.waitSignal(studio.board.job_ended):
        studio.generate()
    qtbot.waitUntil(lambda: any(Paths.default().recovery.glob("*/about.json")))


@pytest.mark.parametrize("modified", [True, False])
def test_nothing_stays_behind_of_what_is_saved_or_not_wanted(
    qtbot: QtBot, studio: Studio, tmp_path: Path, modified: bool
) -> None:
    studio.editor.document.open("Open", PICTURE)
    studio.editor.document.apply("Paint", painted())
    studio.editor.project.keep()
    qtbot.waitUntil(lambda: any(Paths.default().recovery.glob("*/about.json")))
    if modified:
        studio.editor.project.abandon()
    else:
        save(qtbot, studio, tmp_path / "lake.darkroom")
    studio.shutdown()
    assert not any(Paths.default().recovery.glob("*/about.json"))


def kept_names() -> set[str]:
    """What the canvases are called that a start after a crash would find."""
    files = Paths.default().recovery.glob("*/about.json")
    return {json.loads(file.read_text())["about"]["name"] for file in files}


def work_on_two(studio: Studio) -> None:
    studio.editor.document.open("Open", PICTURE)
    studio.editor.document.apply("Paint", painted())
    studio.editor.document.open("Open", OTHER)
    studio.editor.document.apply("Paint", replace(OTHER, selection=painted().selection))


def test_work_that_another_document_has_taken_the_place_of_is_kept_as_well(
    qtbot: QtBot, open_studio: OpenStudio
) -> None:
    before = open_studio()
    work_on_two(before)
    before.shutdown()
    assert kept_names() == {"Lake", "Sea"}
    pretend_that_it_crashed()

    after = open_studio()
    for number, shade in enumerate((99, 5), start=1):  # the newest one first
        qtbot.waitUntil(lambda number=number: len(after.notices.history) == number)
        with qtbot.waitSignal(after.editor.document.replaced):
            after.editor.project.restore()
        assert set(flatten(after.editor.document.document).array[..., 0].flat) == {shade}
    qtbot.waitUntil(lambda: not after.editor.project.can_restore)


def test_work_that_undo_brings_back_is_kept_in_its_own_place(qtbot: QtBot, studio: Studio) -> None:
    work_on_two(studio)
    studio.editor.project.keep()
    studio.undo_stack.go_to(studio.undo_stack.index - 2)
    studio.editor.document.apply("Paint", painted(6))
    studio.editor.project.keep()
    studio.editor.project._background.close(finish=True)
    assert kept_names() == {"Lake", "Sea"}
    assert len(list(Paths.default().recovery.glob("*/canvas-*"))) == 2


def test_work_that_was_left_and_is_not_wanted_is_not_kept(studio: Studio) -> None:
    work_on_two(studio)
    studio.editor.project.abandon()
    studio.editor.project.abandon_left()
    studio.shutdown()
    assert kept_names() == set()


def test_a_canvas_that_could_not_be_kept_is_kept_at_the_next_time(qtbot: QtBot, studio: Studio) -> None:
    folder = Paths.default().recovery
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.touch()  # where the folder should be
    studio.editor.document.open("Open", PICTURE)
    studio.editor.document.apply("Paint", painted())
    with qtbot.waitSignal(studio.notices.added):
        studio.editor.project.keep()
    folder.unlink()
    studio.editor.project.keep()
    studio.editor.project._background.close(finish=True)
    assert kept_names() == {"Lake"}
