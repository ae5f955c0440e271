"""Files, pictures and text from outside, in a studio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.core import openraster, pictures, project_file
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import PixelLayer
from desktop.core.foreign import read_settings
from desktop.core.geometry import Size
from desktop.core.identify.identified import Kind
from desktop.core.library import INDEX
from desktop.core.models import ModelInfo
from desktop.core.params import PictureRecord, SaveOptions
from desktop.core.pictures import encode
from desktop.core.pixels import Pixels
from desktop.state.carried import Carried, Target
from desktop.state.notices import NoticeItem, NoticeLevel
from desktop.state.opening import OPEN_SCALED, USE_FOUND_SETTINGS
from desktop.state.studio import Studio
from tests.helpers.foreign_pictures import A1111, samples, write_samples
from tests.helpers.model_folders import safetensors, tensor
from tests.helpers.scripted import STARTER, make_params, make_pixels, make_record, make_studio

Make = Callable[..., Studio]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    """Starts studios with these models."""
    made: list[Studio] = []

    def start(*models: ModelInfo) -> Studio:
        made.append(make_studio(models=models or (STARTER,)))
        with qtbot.waitSignals([made[-1].library.changed, made[-1].device_changed]):
            made[-1].start()
        return made[-1]

    yield start
    for studio in made:
        assert studio.shutdown()


@pytest.fixture
def studio(make: Make) -> Studio:
    return make()


def opened_after(qtbot: QtBot, studio: Studio, carried: Carried, target: Target | None = None) -> Document:
    with qtbot.waitSignal(studio.editor.document.changed):
        studio.opening.take(carried, target)
    return studio.editor.document.document


def recipe(document: Document) -> PictureRecord | None:
    (layer,) = document.layers
    assert isinstance(layer, PixelLayer)
    return layer.recipe


def write(path: Path, pixels: Pixels, record: PictureRecord | None = None) -> Path:
    path.write_bytes(encode(pixels, record, SaveOptions(folder=path.parent)))
    return path


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
        document = opened_after(qtbot, studio, Carried((path,)))
    item: NoticeItem = added.args[0]

    assert (document.layers[0].name, document.size) == (path.stem, Size(64, 96))
    record = recipe(document)
    assert record is not None
    assert record.params == found.params
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


def test_a_recipe_s_files_are_found_by_their_hashes_whatever_they_are_called(
    qtbot: QtBot, make: Make
) -> None:
    renamed = replace(STARTER, name="mine", sha256="45dee52b8a" + "0" * 54)
    lora = replace(STARTER, name="sketch", kind=Kind.LORA, autov3="0123456789ab")
    studio = make(STARTER, renamed, lora)
    text = (
        "a cat <lora:ink:0.8>\nSteps: 20, Sampler: Euler, Seed: 1, Size: 64x96, Model hash: 45dee52b8a, "
        'Model: dreamshaper_8, Lora hashes: "ink: 0123456789ab"'
    )
    item = notice_after(qtbot, studio, Carried(text=text), Target.SETTINGS)
    assert "not installed" not in item.info.hint
    assert studio.prompt.model == "mine"
    assert studio.prompt.prompt == "a cat <lora:sketch:0.8>"


def test_our_own_picture_says_all_of_its_settings(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    record = make_record(make_params(prompt="a lake"))
    path = write(tmp_path / "ours.png", make_pixels(Size(64, 64)), record)
    with qtbot.waitSignal(studio.notices.added) as added:
        document = opened_after(qtbot, studio, Carried((path,)))
    assert recipe(document) == record
    assert "with Darkroom" in added.args[0].info.message
    assert added.args[0].info.hint == "All of them can be used."


def test_a_plain_picture_opens_without_an_offer(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    path = write(tmp_path / "plain.png", make_pixels(Size(64, 64), 9))
    document = opened_after(qtbot, studio, Carried((path,)))
    assert (recipe(document), flatten(document)) == (None, make_pixels(Size(64, 64), 9))
    assert not studio.editor.project.modified
    assert studio.notices.history == ()
    assert studio.opening.found is None


def test_a_picture_without_a_file_opens(qtbot: QtBot, studio: Studio) -> None:
    image = QImage(8, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#204060"))
    document = opened_after(qtbot, studio, Carried(image=image))
    assert flatten(document).array[0, 0].tolist() == [0x20, 0x40, 0x60, 255]
    assert studio.editor.project.modified  # it lies nowhere else


# Into the document


def test_a_picture_is_added_as_a_layer_in_the_middle(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    studio.editor.document.open("Open", Document.from_pixels(make_pixels(Size(80, 60), 7), "Lake"))
    carried = Carried((write(tmp_path / "hat.png", make_pixels(Size(20, 20), 99)),))
    document = opened_after(qtbot, studio, carried, Target.LAYER)
    assert [layer.name for layer in document.layers] == ["Lake", "hat"]
    expected = make_pixels(Size(80, 60), 7).array.copy()
    expected[20:40, 30:50, :3] = 99
    assert np.array_equal(flatten(document).array, expected)
    studio.undo_stack.undo()
    assert len(studio.editor.document.document.layers) == 1


def test_a_picture_s_bright_parts_become_the_selection(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    studio.editor.document.open("Open", Document.from_pixels(make_pixels(Size(80, 60)), "Lake"))
    array = np.zeros((60, 80, 4), np.uint8)
    array[:, 40:, :3], array[:30, :, 3] = 255, 255  # bright at the right, opaque at the top
    document = opened_after(qtbot, studio, Carried((write(tmp_path / "m.png", Pixels(array)),)), Target.MASK)
    mask = document.selection.read(document.rect)
    assert (mask[:30, 40:].min(), mask[30:].max(), mask[:, :40].max()) == (255, 0, 0)


def test_a_mask_of_another_size_is_stretched(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    studio.editor.document.open("Open", Document.from_pixels(make_pixels(Size(80, 60)), "Lake"))
    path = write(tmp_path / "m.png", make_pixels(Size(7, 5), 255))
    document = opened_after(qtbot, studio, Carried((path,)), Target.MASK)
    assert document.selection.read(document.rect).min() == 255


def test_on_an_empty_canvas_what_is_dropped_as_a_layer_is_opened(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    path = write(tmp_path / "hat.png", make_pixels(Size(20, 20)))
    assert opened_after(qtbot, studio, Carried((path,)), Target.LAYER).size == Size(20, 20)


def test_a_project_is_opened_with_its_name(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "lake.darkroom"
    project_file.save(path, project_file.Project(Document.from_pixels(make_pixels(Size(8, 8)), "Layer")))
    opened_after(qtbot, studio, Carried((path,)))
    assert (studio.editor.project.name, studio.editor.project.file) == ("lake", path)


def test_layers_of_another_program_are_opened_and_saving_asks_for_a_file(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    path = tmp_path / "sea.ora"
    openraster.save(path, Document.from_pixels(make_pixels(Size(8, 8)), "Layer"))
    document = opened_after(qtbot, studio, Carried((path,)))
    assert [layer.name for layer in document.layers] == ["Layer"]
    project = studio.editor.project
    assert (project.name, project.file, project.modified) == ("sea", None, False)


# Files with a past


def test_what_was_done_to_a_file_s_colours_is_told(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    image = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    image.save(tmp_path / "print.tif")
    with qtbot.waitSignal(studio.notices.added) as added:
        document = opened_after(qtbot, studio, Carried((tmp_path / "print.tif",)))
    assert added.args[0].info.code == "opened_with_notes"
    assert "print.tif" in added.args[0].info.message
    red, green, blue, alpha = flatten(document).array[0, 0]
    assert (red > 150, green < 80, blue < 80, alpha) == (True, True, True, 255)


def test_a_file_s_profile_stays_with_the_document(
    qtbot: QtBot, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = pictures.OpenedPicture(make_pixels(Size(8, 8)), icc_profile=b"wide")
    monkeypatch.setattr(pictures, "read", lambda path: opened)
    path = write(tmp_path / "a.png", make_pixels(Size(8, 8)))
    assert opened_after(qtbot, studio, Carried((path,))).icc_profile == b"wide"


def test_a_picture_too_large_for_a_canvas_is_offered_smaller(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    path = write(tmp_path / "wide.png", make_pixels(Size(9000, 10)))
    item = notice_after(qtbot, studio, Carried((path,)))
    assert (item.info.code, item.action) == ("too_large_for_canvas", OPEN_SCALED)
    assert studio.editor.document.document.empty
    with qtbot.waitSignal(studio.editor.document.changed):
        studio.opening.open_scaled()
    assert studio.editor.document.document.size == Size(8192, 9)
    assert not studio.opening.can_open_scaled


def test_as_a_layer_it_is_refused(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    before = Document.from_pixels(make_pixels(Size(8, 8)), "Lake")
    studio.editor.document.open("Open", before)
    path = write(tmp_path / "wide.png", make_pixels(Size(9000, 10)))
    item = notice_after(qtbot, studio, Carried((path,)), Target.LAYER)
    assert item.info.code == "too_large_for_canvas"
    assert studio.editor.document.document is before


# What can't be opened


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
    assert studio.editor.document.document.empty


def test_a_file_that_is_gone_is_a_notice(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    assert notice_after(qtbot, studio, Carried((tmp_path / "a.png",))).info.code == "not_readable"


# Settings without the picture


def test_settings_can_be_taken_at_once(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    path = write_samples(tmp_path)["a1111.png"]
    item = notice_after(qtbot, studio, Carried((path,)), Target.SETTINGS)
    assert item.info.code == "settings_taken"
    qtbot.waitUntil(lambda: studio.prompt.seed == 965400086)
    assert studio.editor.document.document.empty


def test_settings_in_a_text_are_taken(studio: Studio) -> None:
    studio.opening.take(Carried(text=A1111))
    assert studio.prompt.seed == 965400086
    assert studio.prompt.negative_prompt == "blurry,\ndark"


def test_a_picture_without_settings_is_told(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    path = write(tmp_path / "plain.png", make_pixels(Size(64, 64)))
    item = notice_after(qtbot, studio, Carried((path,)), Target.SETTINGS)
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


def test_a_file_that_is_no_model_is_told(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(safetensors({"thing": tensor([2], 0, 8)}))
    with qtbot.assertNotEmitted(studio.opening.model_folder_found):
        item = notice_after(qtbot, studio, Carried((path,)))
    assert (item.level, item.info.code) == (NoticeLevel.WARNING, "unknown_model_file")


def test_the_folder_of_a_lora_becomes_a_model_folder(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "ink.safetensors"
    name = "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k"
    shapes = {
        f"{name}.lora_A.weight": tensor([1, 768], 0, 3072),
        f"{name}.lora_B.weight": tensor([1, 1], 3072, 3076),
    }
    path.write_bytes(safetensors(shapes, b"\0" * 3076))
    with qtbot.waitSignal(studio.opening.model_folder_found) as found:
        item = notice_after(qtbot, studio, Carried((path,)))
    assert found.args == [tmp_path]
    assert item.info.message == "ink.safetensors stands in the dock LoRA now."


# Many


def test_many_pictures_are_a_batch(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    paths = tuple(write_samples(tmp_path).values())
    with qtbot.waitSignal(studio.queue.folders.read) as read:
        studio.opening.open_files(paths)
    assert len(read.args[0].settings) == len(paths)
