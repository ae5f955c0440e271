from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.geometry import Size
from desktop.core.library import Library
from desktop.core.params import TaskName, UpscaleOptions
from desktop.core.upscalers import UpscalerInfo
from desktop.state.library_list import LibraryList
from desktop.state.upscalers import Upscalers
from desktop.ui.dialogs.upscale import UpscaleDialog
from tests.helpers.upscaler_files import COMPACT_X4
from tests.ui.jobs import make_picture

Open = Callable[..., UpscaleDialog]
SIZE = Size(64, 48)


@pytest.fixture
def upscalers(qapp: object, tmp_path: Path) -> Iterator[Upscalers]:
    library = Library([tmp_path], tmp_path / "embedded")
    models = LibraryList(library)
    upscalers = Upscalers(library, models)
    yield upscalers
    upscalers.close()
    models.close()


@pytest.fixture
def opened(qtbot: QtBot, upscalers: Upscalers) -> Open:
    def build(size: Size = SIZE, model: str = "Starter") -> UpscaleDialog:
        dialog = UpscaleDialog(size, upscalers, model)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return build


def offer(upscalers: Upscalers, *names: str) -> None:
    upscalers._take(tuple(UpscalerInfo(name, Path(name), COMPACT_X4) for name in names))


def told(qtbot: QtBot, dialog: UpscaleDialog) -> tuple[UpscaleOptions, float]:
    with qtbot.waitSignal(dialog.chosen) as signal:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    options, strength = signal.args
    return options, strength


def test_twice_as_large_by_lanczos_is_what_return_chooses(qtbot: QtBot, opened: Open) -> None:
    options, _ = told(qtbot, opened())
    assert options == UpscaleOptions(factor=2)


def test_factor_method_and_refining_are_told(qtbot: QtBot, opened: Open, upscalers: Upscalers) -> None:
    offer(upscalers, "photo")
    dialog = opened()
    dialog.factors.button(4).click()
    dialog.method.setCurrentIndex(1)
    dialog.refine.click()
    dialog.strength.set_value(0.25)
    assert told(qtbot, dialog) == (UpscaleOptions(factor=4, upscaler="photo", refine=True), 0.25)


def test_it_says_how_large_the_picture_becomes(opened: Open) -> None:
    dialog = opened()
    assert dialog.result_size.text() == "64 × 48 becomes 128 × 96 pixels"
    dialog.factors.button(4).click()
    assert dialog.result_size.text() == "64 × 48 becomes 256 × 192 pixels"


def test_what_would_be_too_large_is_refused_in_words(opened: Open) -> None:
    dialog = opened(Size(2049, 100))
    assert dialog.start.isEnabled()
    dialog.factors.button(4).click()
    assert not dialog.start.isEnabled()
    assert "sides go up to 8192 pixels" in dialog.result_size.text()
    dialog.factors.button(2).click()
    assert dialog.start.isEnabled()


def test_upscalers_that_are_found_meanwhile_are_offered(opened: Open, upscalers: Upscalers) -> None:
    dialog = opened()
    assert dialog.method.count() == 1
    offer(upscalers, "drawing", "photo")
    assert [dialog.method.itemText(row) for row in range(3)] == ["Lanczos", "drawing", "photo"]
    assert dialog.method.value == ""


def test_the_strength_is_shown_only_for_refining(opened: Open) -> None:
    dialog = opened()
    assert not dialog.strength.isVisible()
    dialog.refine.click()
    assert dialog.strength.isVisible()
    assert "Starter" in dialog.refine_help.text()


def test_refining_needs_a_model(opened: Open) -> None:
    dialog = opened(model="")
    assert not dialog.refine.isEnabled()
    assert "model" in dialog.refine.toolTip()


def test_the_picture_on_the_canvas_is_made_larger(qtbot: QtBot, app: App) -> None:
    action = app.window.actions_["upscale"]
    assert not action.isEnabled()
    made = make_picture(qtbot, app)
    shown = app.studio.canvas.picture
    assert shown is not None
    action.trigger()
    dialog = app.window.findChild(UpscaleDialog)
    dialog.factors.button(4).click()
    with qtbot.waitSignal(app.studio.board.job_ended) as ended:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    job = ended.args[0].job
    size = shown.pixels.size
    assert job.params.task is TaskName.UPSCALE
    assert job.params.upscale == UpscaleOptions(factor=4)
    assert job.params.size == Size(4 * size.width, 4 * size.height)
    assert job.parent_id == made.gallery_id
