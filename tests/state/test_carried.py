from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from desktop.core.library import INDEX
from desktop.state.carried import Target, carried
from tests.helpers.foreign_pictures import A1111


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    mime.setText("\n".join(map(str, paths)))  # file managers say it as text, too
    return mime


def test_one_picture(tmp_path: Path) -> None:
    thing = carried(files(tmp_path / "a.png"))
    assert thing.paths == (tmp_path / "a.png",)
    assert thing.targets(empty_canvas=True) == (Target.OPEN, Target.SETTINGS, Target.BATCH)


def test_many_pictures(tmp_path: Path) -> None:
    thing = carried(files(tmp_path / "a.png", tmp_path / "b.jpg"))
    assert thing.targets(empty_canvas=True) == (Target.BATCH, Target.OPEN)


def test_into_a_document_a_picture_can_also_go_as_a_layer_or_as_the_selection(tmp_path: Path) -> None:
    into = (Target.LAYER, Target.MASK)
    one = carried(files(tmp_path / "a.png")).targets(empty_canvas=False)
    assert one == (Target.OPEN, *into, Target.SETTINGS, Target.BATCH)
    mime = QMimeData()
    mime.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    assert carried(mime).targets(empty_canvas=False) == (Target.OPEN, *into)
    many = carried(files(tmp_path / "a.png", tmp_path / "b.jpg")).targets(empty_canvas=False)
    assert many == (Target.BATCH, Target.OPEN)


@pytest.mark.parametrize("name", ["lake.darkroom", "lake.ORA"])
def test_a_file_with_layers_is_opened(tmp_path: Path, name: str) -> None:
    assert carried(files(tmp_path / name)).targets(empty_canvas=False) == (Target.OPEN,)


def test_a_folder_with_pictures(tmp_path: Path) -> None:
    assert carried(files(tmp_path)).targets(empty_canvas=True) == (Target.BATCH, Target.MODEL)


def test_a_model_folder(tmp_path: Path) -> None:
    (tmp_path / INDEX).write_text("{}")
    assert carried(files(tmp_path)).targets(empty_canvas=True) == (Target.MODEL,)


@pytest.mark.parametrize("name", ["model.safetensors", "Model.CKPT", "x.gguf"])
def test_a_model_in_a_file(tmp_path: Path, name: str) -> None:
    assert carried(files(tmp_path / name)).targets(empty_canvas=True) == (Target.MODEL,)


def test_a_picture_without_a_file() -> None:
    mime = QMimeData()
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    mime.setUrls([QUrl("https://example.org/a.png")])
    thing = carried(mime)
    assert thing.image is not None
    assert thing.targets(empty_canvas=True) == (Target.OPEN,)


def test_text() -> None:
    mime = QMimeData()
    mime.setText("a red fox")
    assert carried(mime).targets(empty_canvas=True) == (Target.PROMPT,)


def test_text_that_says_how_a_picture_was_made() -> None:
    mime = QMimeData()
    mime.setText(A1111)
    assert carried(mime).targets(empty_canvas=True) == (Target.SETTINGS, Target.PROMPT)


def test_addresses_in_the_web_are_no_text() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.png")])
    mime.setText("https://example.org/a.png")
    thing = carried(mime)
    assert (thing.targets(empty_canvas=True), thing.only_links) == ((), True)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing(text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    assert carried(mime).targets(empty_canvas=True) == ()
