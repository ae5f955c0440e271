from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.core.errors import AppError
from desktop.core.estimates import Estimates
from desktop.core.events import Timings
from desktop.core.geometry import Size
from desktop.core.memory_plan import GIB, Mode, Room
from desktop.core.params import GenerateParams
from desktop.state.job_forecast import JobForecast
from tests.helpers.scripted import STARTER, make_params

SDXL = replace(STARTER, family_key="sdxl", native_size=Size(1024, 1024))
COMPUTER = Room("cpu", 4, 32 * GIB, 32 * GIB, 32 * GIB, 32 * GIB)
CARD = Room("cuda", 2, GIB, 5 * GIB, 32 * GIB, 32 * GIB)

Forecast = Callable[..., JobForecast]


@pytest.fixture
def estimates(tmp_path: Path) -> Estimates:
    return Estimates(tmp_path / "estimates.json")


@pytest.fixture
def sdxl(estimates: Estimates) -> Forecast:
    def forecast(room: Room | None, side: int = 1024) -> JobForecast:
        params = make_params(size=Size(side, side))
        made = JobForecast(lambda: params, lambda name: SDXL, estimates, lambda: "here")
        made.room = room
        return made

    return forecast


def test_memory_is_told_before_this_machine_has_made_a_picture(sdxl: Forecast) -> None:
    assert sdxl(COMPUTER).words() == "about 15.9 GB of memory"


def test_seconds_and_memory_are_told_side_by_side(sdxl: Forecast, estimates: Estimates) -> None:
    estimates.observe(make_params(size=Size(1024, 1024)), "here", Timings(step=1.0, decode=2.0))
    assert sdxl(COMPUTER).words() == "about 6.0 s · 15.9 GB"


def test_what_a_job_really_took_corrects_the_next_forecast(sdxl: Forecast, estimates: Estimates) -> None:
    params = make_params(size=Size(1024, 1024))
    before = sdxl(COMPUTER).memory()
    assert before is not None
    took = Timings(peak_bytes=before.peak_bytes * 3 // 2, planned_bytes=before.peak_bytes)
    estimates.observe(params, "here", took)
    after = sdxl(COMPUTER).memory()
    assert after is not None
    assert after.peak_bytes == pytest.approx(before.peak_bytes * 1.5, rel=0.001)


def test_what_other_programs_take_now_is_left_out(sdxl: Forecast) -> None:
    plan = sdxl(CARD).memory()
    assert plan is not None
    assert plan.mode is Mode.STREAM
    assert not plan.tight


def test_what_can_not_fit_says_so(sdxl: Forecast) -> None:
    forecast = sdxl(replace(COMPUTER, device_total=8 * GIB, memory_total=8 * GIB))
    with pytest.raises(AppError):
        forecast.memory()
    assert "This computer has 8.0 GB." in forecast.words()


def test_nothing_is_told_before_the_engine_has_looked_at_the_machine(sdxl: Forecast) -> None:
    assert sdxl(None).words() == ""


def test_settings_that_can_not_be_have_no_forecast(estimates: Estimates) -> None:
    def refused() -> GenerateParams:
        raise AppError("bad_value", "No.")

    forecast = JobForecast(refused, lambda name: SDXL, estimates, lambda: "here")
    forecast.room = COMPUTER
    assert forecast.words() == ""
