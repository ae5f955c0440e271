"""Files, pictures and text from outside, in a studio."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.core.foreign import read_settings
from desktop.core.geometry import Size
from desktop.core.library import INDEX
from desktop.core.params import SaveOptions
from desktop.core.pictures import encode
from desktop.state.canvas_state import CanvasPicture
from desktop.state.carried import Carried, Target
from desktop.state.notices import NoticeItem, NoticeLevel
from desktop.state.opening import USE_FOUND_SETTINGS
from desktop.state.studio import Studio
from tests.helpers.foreign_pictures import A1111, samples, write_samples
from tests.helpers.scripted import make_params, make_pixels, make_record, make_studio


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    studio = make_studio()
    with qtbot.waitSignals([studio.library.changed, studio.device_changed]):
        studio.start()
    yield studio
    assert studio.shutdown()


def shown_after(qtbot: QtBot, studio: Studio, path: Path) -> CanvasPicture:
    with qtbot.waitSignal(studio.canvas.picture_changed) as shown:
        studio.opening.open_files([path])
    picture: CanvasPicture = shown.args[0]
    return picture


def notice_after(qtbot: QtBot, studio: Studio, carried: Carried, target: Target | None = None) -> NoticeItem:
    with qtbot.waitSignal(studio.notices.added) as added:
        studio.opening.take(carried, target)
    item: NoticeItem = added.args[0]
    return item


@pytest.mark.parametrize("name", samples())
def test_a_picture_of_each_program_opens_and_offers_its_settings(
    qtbot: QtBot, studio: Studio, tmp_path: Path, name: str
) -> None:
    path = write_samples(tmp_path)[name]
    found = read_settings(path)
    assert found is not None
    with qtbot.waitSignal(studio.notices.added) as added:
        picture = shown_after(qtbot, studio, path)
    item: NoticeItem = added.args[0]

    assert (picture.opened, picture.pixels.size) == (path, Size(64, 96))
    assert picture.record is not None
    assert picture.record.params == found.params
    assert (item.level, item.info.code, item.action) == (
        NoticeLevel.INFO,
        "settings_found",
        USE_FOUND_SETTINGS,
    )
    assert found.program in item.info.message
    told = f"{item.info.hint}\n{item.info.details}"
    assert all(sentence in told for sentence in found.unmatched)
    assert f"The model {found.params.model.name} is not installed." in told or not found.params.model.name
    assert studio.prompt.prompt == "a red apple"

    studio.opening.use_found()
    assert studio.prompt.prompt == found.params.prompt
    assert (studio.prompt.seed, studio.prompt.steps) == (found.params.seed, found.params.steps)
    studio.undo_stack.undo()
    assert studio.prompt.prompt == "a red apple"


def test_our_own_picture_says_all_of_its_settings(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    record = make_record(make_params(prompt="a lake"))
    data = encode(make_pixels(Size(64, 64)), record, SaveOptions(folder=tmp_path))
    (tmp_path / "ours.png").write_bytes(data)
    with qtbot.waitSignal(studio.notices.added) as added:
        picture = shown_after(qtbot, studio, tmp_path / "ours.png")
    assert picture.record == record
    assert "with Darkroom" in added.args[0].info.message
    assert added.args[0].info.hint == "All of them can be used."


def test_a_plain_picture_opens_without_an_offer(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    data = encode(make_pixels(Size(64, 64), 9), None, SaveOptions(folder=tmp_path))
    (tmp_path / "plain.png").write_bytes(data)
    picture = shown_after(qtbot, studio, tmp_path / "plain.png")
    assert (picture.record, picture.pixels) == (None, make_pixels(Size(64, 64), 9))
    assert studio.notices.history == ()
    assert studio.opening.found is None


def test_a_picture_without_a_file_opens(qtbot: QtBot, studio: Studio) -> None:
    image = QImage(8, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#204060"))
    with qtbot.waitSignal(studio.canvas.picture_changed) as shown:
        studio.opening.take(Carried(image=image))
    picture: CanvasPicture = shown.args[0]
    assert picture.file is None
    assert picture.pixels.array[0, 0].tolist() == [0x20, 0x40, 0x60, 255]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unknown_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_picture"),
        (samples()["a1111.png"][:200], "damaged_picture"),
    ],
)
def test_a_file_that_is_no_picture_is_a_notice(
    qtbot: QtBot, studio: Studio, tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "a.png").write_bytes(content)
    item = notice_after(qtbot, studio, Carried((tmp_path / "a.png",)))
    assert (item.level, item.info.code) == (NoticeLevel.ERROR, code)
    assert studio.canvas.picture is None


def test_a_file_that_is_gone_is_a_notice(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    assert notice_after(qtbot, studio, Carried((tmp_path / "a.png",))).info.code == "not_readable"


# Settings without the picture


def test_settings_can_be_taken_at_once(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    path = write_samples(tmp_path)["a1111.png"]
    item = notice_after(qtbot, studio, Carried((path,)), Target.SETTINGS)
    assert item.info.code == "settings_taken"
    qtbot.waitUntil(lambda: studio.prompt.seed == 965400086)
    assert studio.canvas.picture is None


def test_settings_in_a_text_are_taken(studio: Studio) -> None:
    studio.opening.take(Carried(text=A1111))
    assert studio.prompt.seed == 965400086
    assert studio.prompt.negative_prompt == "blurry,\ndark"


def test_a_picture_without_settings_is_told(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    data = encode(make_pixels(Size(64, 64)), None, SaveOptions(folder=tmp_path))
    (tmp_path / "plain.png").write_bytes(data)
    item = notice_after(qtbot, studio, Carried((tmp_path / "plain.png",)), Target.SETTINGS)
    assert (item.level, item.info.code) == (NoticeLevel.WARNING, "no_settings")


# Words


@pytest.mark.parametrize(
    ("before", "after"), [("", "snow"), ("a fox", "a fox, snow"), ("a fox, ", "a fox, snow")]
)
def test_text_goes_to_the_prompt(studio: Studio, before: str, after: str) -> None:
    studio.prompt.prompt = before
    studio.opening.take(Carried(text=" snow\n"))
    assert studio.prompt.prompt == after
    studio.undo_stack.undo()
    assert studio.prompt.prompt == before


def test_text_that_is_too_long_is_told(qtbot: QtBot, studio: Studio) -> None:
    item = notice_after(qtbot, studio, Carried(text="x" * 20_001))
    assert item.info.code == "prompt_too_long"
    assert studio.prompt.prompt == "a red apple"


@pytest.mark.parametrize(
    ("carried", "code"), [(Carried(only_links=True), "only_links"), (Carried(text=" "), "nothing_usable")]
)
def test_what_can_not_be_used_is_told(qtbot: QtBot, studio: Studio, carried: Carried, code: str) -> None:
    assert notice_after(qtbot, studio, carried).info.code == code


# Models


def test_a_folder_with_a_model_is_found(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "a model").mkdir()
    (tmp_path / "a model" / INDEX).write_text("{}")
    with qtbot.waitSignal(studio.opening.model_folder_found) as found:
        studio.opening.take(Carried((tmp_path / "a model",)))
    assert found.args == [tmp_path / "a model"]


def test_a_folder_without_models_is_told(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    with qtbot.assertNotEmitted(studio.opening.model_folder_found):
        item = notice_after(qtbot, studio, Carried((tmp_path,)), Target.MODEL)
    assert item.info.code == "no_models"


def test_a_model_in_a_single_file_is_refused_for_now(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    item = notice_after(qtbot, studio, Carried((tmp_path / "x.safetensors",)))
    assert (item.level, item.info.code) == (NoticeLevel.WARNING, "single_file_model")


# Many


def test_many_pictures_are_a_batch(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    paths = tuple(write_samples(tmp_path).values())
    with qtbot.waitSignal(studio.queue.folders.read) as read:
        studio.opening.open_files(paths)
    assert len(read.args[0].settings) == len(paths)
