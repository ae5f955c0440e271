"""The dialog that explains a pickle and converts it; the last test runs the real process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.core.conversion import Converted, Report, Stage
from desktop.core.errors import AppError
from desktop.core.jobs import CancelToken
from desktop.core.legacy import Plan, problem_of
from desktop.core.library import Library
from desktop.core.paths import Paths
from desktop.core.weights import read_header
from desktop.state.carried import Carried
from desktop.state.conversion import Conversion
from desktop.ui.dialogs.convert_model import ConvertModelDialog
from tests.helpers.pickles import MARKER, attacks, torch_zip
from tests.helpers.scripted import STARTER
from tests.ui.conftest import OpenApp


class Scripted:
    waits = False
    error: AppError | None = None

    def __call__(self, plan: Plan, token: CancelToken, tell: Callable[[Report], None]) -> Converted:
        tell(Report(stage=Stage.WRITE, done_bytes=1, total_bytes=4))
        while self.waits:
            token.check()
        if self.error is not None:
            raise self.error
        return Converted(plan.source, plan.target, 12, ("epoch",))


@pytest.fixture
def script() -> Scripted:
    return Scripted()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "dream.ckpt"
    path.write_bytes(torch_zip(b"\x80\x02}."))
    return path


@pytest.fixture
def conversion(qtbot: QtBot, tmp_path: Path, script: Scripted) -> Iterator[Conversion]:
    conversion = Conversion(Library([tmp_path], tmp_path / "none"), Paths.default(), convert=script)
    yield conversion
    conversion.close()


def opened(qtbot: QtBot, conversion: Conversion, source: Path) -> ConvertModelDialog:
    dialog = ConvertModelDialog(source, conversion)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.message.startswith("Looking"))
    return dialog


def words(dialog: ConvertModelDialog) -> str:
    return " ".join(label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel))


def test_it_says_plainly_what_will_happen(qtbot: QtBot, conversion: Conversion, source: Path) -> None:
    dialog = opened(qtbot, conversion, source)
    said = words(dialog)
    for part in ("is a pickle", "nothing is run", "dream.ckpt", "dream.safetensors", str(source.parent)):
        assert part in said
    assert "original, which stays as it is" in dialog.message
    assert dialog.act.isEnabled()
    assert not conversion.is_running


def test_its_button_converts_and_then_closes(qtbot: QtBot, conversion: Conversion, source: Path) -> None:
    dialog = opened(qtbot, conversion, source)
    with qtbot.waitSignal(conversion.finished):
        dialog.act.click()
        assert not dialog.act.isEnabled()
    assert "dream.safetensors was made, with 12 tensors" in dialog.message
    assert "Left out, as no part of the weights: epoch." in dialog.message
    with qtbot.waitSignal(dialog.accepted):
        dialog.act.click()


def test_progress_is_shown_in_words_and_as_a_bar(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    script.waits = True
    dialog = opened(qtbot, conversion, source)
    dialog.act.click()
    qtbot.waitUntil(lambda: dialog.message == "Writing the new file: 25 %")
    assert (dialog.bar.isVisible(), dialog.bar.value(), dialog.bar.maximum()) == (True, 250, 1000)


def test_cancel_ends_the_conversion_and_then_closes(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    script.waits = True
    dialog = opened(qtbot, conversion, source)
    dialog.act.click()
    with qtbot.waitSignal(dialog.rejected):
        dialog.reject()
        assert dialog.isVisible()
    assert not conversion.is_running


def test_a_failure_that_may_pass_is_told_and_can_be_tried_again(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    script.error = AppError("disk_full", "The disk is full.", "Free some space.")
    dialog = opened(qtbot, conversion, source)
    with qtbot.waitSignal(conversion.refused):
        dialog.act.click()
    assert dialog.message == "The disk is full. Free some space."
    assert not dialog.bar.isVisible()
    script.error = None
    with qtbot.waitSignal(conversion.finished):
        dialog.act.click()


def test_a_file_that_is_refused_is_not_offered_again(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    script.error = AppError("unsafe_model", "It asks for os.system.", "Remove it.")
    dialog = opened(qtbot, conversion, source)
    with qtbot.waitSignal(conversion.refused):
        dialog.act.click()
    assert dialog.message == "It asks for os.system. Remove it."
    assert not dialog.act.isVisible()


def test_a_file_that_can_not_be_converted_leaves_only_to_close(
    qtbot: QtBot, conversion: Conversion, source: Path
) -> None:
    source.write_bytes(b"<!DOCTYPE html>")
    dialog = opened(qtbot, conversion, source)
    assert "no model file that Darkroom knows" in dialog.message
    assert not dialog.act.isVisible()


def test_a_second_time_it_says_that_it_was_agreed_to(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    script.error = AppError("x", "No.")
    dialog = opened(qtbot, conversion, source)
    with qtbot.waitSignal(conversion.refused):
        dialog.act.click()
    dialog.reject()
    assert "agreed to this for this file before" in opened(qtbot, conversion, source).message


# In the window


def test_a_legacy_model_offers_its_conversion_and_others_do_not(
    open_app: OpenApp, qtbot: QtBot, source: Path
) -> None:
    legacy = replace(
        STARTER, name="dream", title="dream", path=source, problem=problem_of(source), embedded=False
    )
    window = open_app(models=(STARTER, legacy)).window
    action, models = window.actions_["convert_model"], window.layout_.models
    models.list.setCurrentIndex(models.list.model().index(0, 0))
    assert models.current is not None
    assert not action.isEnabled()
    models.list.setCurrentIndex(models.list.model().index(1, 0))
    assert action.isEnabled()
    action.trigger()
    dialog = window.findChild(ConvertModelDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.act.isEnabled)
    assert "dream.ckpt" in words(dialog)
    dialog.reject()


def test_a_file_that_is_dropped_is_converted_by_the_real_process(
    open_app: OpenApp, qtbot: QtBot, tmp_path: Path
) -> None:
    """Fault 2."""
    app = open_app()
    source = tmp_path / "dream.ckpt"
    torch.save({"state_dict": {"a": torch.ones(3)}}, source)
    with qtbot.waitSignal(app.studio.opening.legacy_found):
        app.studio.opening.take(Carried((source,)))
    dialog = app.window.findChild(ConvertModelDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.act.isEnabled)
    with qtbot.waitSignal(app.studio.library.changed, timeout=60_000):
        dialog.act.click()
    assert dict(read_header(Paths.default().models / "dream.safetensors").shapes) == {"a": (3,)}
    dialog.accept()


def test_a_malicious_file_leaves_the_window_alive_and_says_why(
    open_app: OpenApp, qtbot: QtBot, tmp_path: Path
) -> None:
    """Fault 1."""
    app = open_app()
    source = tmp_path / "evil.safetensors"
    source.write_bytes(attacks(tmp_path / MARKER)["zip"])
    with qtbot.waitSignal(app.studio.opening.legacy_found):
        app.studio.opening.take(Carried((source,)))
    dialog = app.window.findChild(ConvertModelDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.act.isEnabled)
    with qtbot.waitSignal(app.studio.models.conversion.refused, timeout=60_000):
        dialog.act.click()
    assert "system to be loaded, which is no part of a model's weights" in dialog.message
    assert not (tmp_path / MARKER).exists()
    dialog.reject()
    job = app.studio.generate()
    assert job is not None
    with qtbot.waitSignal(app.studio.board.job_ended):
        pass
