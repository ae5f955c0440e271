"""Conversions in a studio: planned, agreed to once, followed, cancelled, and listed afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.conversion import Converted, Report, Stage
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.jobs import CancelToken
from desktop.core.legacy import Plan
from desktop.core.library import Library
from desktop.core.paths import Paths
from desktop.state.carried import Carried
from desktop.state.conversion import Conversion
from desktop.state.studio import Studio
from tests.helpers.model_folders import safetensors
from tests.helpers.pickles import torch_zip
from tests.helpers.scripted import make_studio


class Scripted:
    """Converts as it is told, until ``token`` is cancelled if it waits for that."""

    def __init__(self) -> None:
        self.plans: list[Plan] = []
        self.error: AppError | None = None
        self.waits = False
        self.ended = threading.Event()

    def __call__(self, plan: Plan, token: CancelToken, tell: Callable[[Report], None]) -> Converted:
        self.plans.append(plan)
        tell(Report(stage=Stage.READ, done_bytes=1, total_bytes=2))
        try:
            while self.waits:
                token.check()
        finally:
            self.ended.set()
        if self.error is not None:
            raise self.error
        plan.target.parent.mkdir(parents=True, exist_ok=True)
        path = plan.target
        path.write_bytes(safetensors())
        return Converted(plan.source, path, 1, ())


@pytest.fixture
def script() -> Scripted:
    return Scripted()


@pytest.fixture
def conversion(qtbot: QtBot, tmp_path: Path, script: Scripted) -> Iterator[Conversion]:
    conversion = Conversion(Library([tmp_path], tmp_path / "none"), Paths.default(), convert=script)
    yield conversion
    conversion.close()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "dream.ckpt"
    path.write_bytes(torch_zip(b"\x80\x02}."))
    return path


def planned(qtbot: QtBot, conversion: Conversion, source: Path) -> Plan:
    with qtbot.waitSignal(conversion.planned) as told:
        conversion.look_at(source)
    plan: Plan = told.args[0]
    return plan


def test_a_file_is_looked_at_beside_the_window(qtbot: QtBot, conversion: Conversion, source: Path) -> None:
    plan = planned(qtbot, conversion, source)
    assert (plan.target, plan.beside, plan.agreed) == (source.with_suffix(".safetensors"), True, False)
    assert not conversion.is_running


def test_a_file_that_can_not_be_converted_is_told(
    qtbot: QtBot, conversion: Conversion, tmp_path: Path
) -> None:
    with qtbot.waitSignal(conversion.refused) as told:
        conversion.look_at(tmp_path / "gone.ckpt")
    info: ErrorInfo = told.args[0]
    assert info.code == "not_readable"


def test_a_conversion_is_followed_to_its_end(qtbot: QtBot, conversion: Conversion, source: Path) -> None:
    plan = planned(qtbot, conversion, source)
    reports: list[Report] = []
    conversion.progressed.connect(reports.append)
    with qtbot.waitSignal(conversion.finished) as told:
        conversion.start(plan)
        assert conversion.is_running
    made: Converted = told.args[0]
    assert made.path == source.with_suffix(".safetensors")
    assert [report.stage for report in reports] == [Stage.START, Stage.READ]
    assert not conversion.is_running


def test_it_is_agreed_to_once_for_each_file(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    with qtbot.waitSignal(conversion.finished):
        conversion.start(planned(qtbot, conversion, source))
    assert planned(qtbot, conversion, source).agreed
    other = source.with_name("other.ckpt")
    other.write_bytes(source.read_bytes())
    assert not planned(qtbot, conversion, other).agreed


def test_nothing_is_converted_unless_the_agreement_could_be_kept(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    plan = planned(qtbot, conversion, source)
    Paths.default().data.parent.mkdir(parents=True, exist_ok=True)
    Paths.default().data.write_text("a file where the folder should be")
    with qtbot.waitSignal(conversion.refused):
        conversion.start(plan)
    assert script.plans == []


def test_a_failure_is_told_and_another_try_is_possible(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    plan = planned(qtbot, conversion, source)
    script.error = AppError("unsafe_model", "It asks for os.system.")
    with qtbot.waitSignal(conversion.refused) as told:
        conversion.start(plan)
    info: ErrorInfo = told.args[0]
    assert (info.code, conversion.is_running) == ("unsafe_model", False)
    script.error = None
    with qtbot.waitSignal(conversion.finished):
        conversion.start(plan)


def test_a_conversion_can_be_cancelled(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    script.waits = True
    plan = planned(qtbot, conversion, source)
    with qtbot.waitSignal(conversion.progressed, check_params_cb=lambda report: report.stage is Stage.READ):
        conversion.start(plan)
    with qtbot.waitSignal(conversion.cancelled), qtbot.assertNotEmitted(conversion.refused):
        conversion.cancel()
    assert not conversion.is_running


def test_a_second_start_does_nothing_while_one_runs(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    script.waits = True
    plan = planned(qtbot, conversion, source)
    with qtbot.waitSignal(conversion.progressed, check_params_cb=lambda report: report.stage is Stage.READ):
        conversion.start(plan)
        conversion.start(plan)
    with qtbot.waitSignal(conversion.cancelled):
        conversion.cancel()
    assert len(script.plans) == 1


def test_closing_ends_what_is_under_way(
    qtbot: QtBot, conversion: Conversion, source: Path, script: Scripted
) -> None:
    script.waits = True
    plan = planned(qtbot, conversion, source)
    with qtbot.waitSignal(conversion.progressed, check_params_cb=lambda report: report.stage is Stage.READ):
        conversion.start(plan)
    conversion.close()
    assert script.ended.is_set()


# In a studio


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    studio = make_studio()
    yield studio
    assert studio.shutdown()


def test_the_library_is_read_again_after_a_conversion(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    made = Converted(tmp_path / "x.ckpt", tmp_path / "x.safetensors", 1, ())
    with qtbot.waitSignal(studio.library.changed):
        studio.models.conversion.finished.emit(made)


@pytest.mark.parametrize("name", ["x.ckpt", "x.pt", "x.safetensors", "x.SafeTensors"])
def test_a_legacy_file_that_is_dropped_is_offered_for_conversion(
    qtbot: QtBot, studio: Studio, source: Path, name: str
) -> None:
    path = source.rename(source.with_name(name))
    with qtbot.waitSignal(studio.opening.legacy_found) as found:
        studio.opening.take(Carried((path,)))
    assert found.args == [path]


def test_a_sound_file_that_is_dropped_is_not(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "x.ckpt").write_bytes(safetensors())
    with qtbot.waitSignal(studio.notices.added), qtbot.assertNotEmitted(studio.opening.legacy_found):
        studio.opening.take(Carried((tmp_path / "x.ckpt",)))
