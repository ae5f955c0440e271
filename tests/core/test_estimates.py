from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.core.estimates import Estimates
from desktop.core.events import Timings
from desktop.core.geometry import Size
from desktop.core.params import (
    GenerateParams,
    InpaintOptions,
    ModelRef,
    Source,
    StoredPicture,
    TaskName,
    UpscaleOptions,
)
from desktop.core.samplers import SamplerName
from desktop.core.sizes import DrawingRange

SEEN = Timings(load=2.0, encode=0.1, step=0.5, decode=1.0, total=9.0)


def params(**values: object) -> GenerateParams:
    return GenerateParams.checked(**({"model": ModelRef(name="starter"), "steps": 10} | values))


@pytest.fixture
def estimates(tmp_path: Path) -> Estimates:
    return Estimates(tmp_path / "cache" / "estimates.json")


def test_nothing_is_forecast_before_anything_was_seen(estimates: Estimates) -> None:
    assert estimates.forecast(params(), "cpu") is None


def test_the_same_job_takes_what_it_took(estimates: Estimates) -> None:
    estimates.observe(params(), "cpu", SEEN)
    assert estimates.forecast(params(count=3), "cpu") == Timings(
        load=2.0, encode=0.1, step=0.5, decode=1.0, total=pytest.approx(0.1 + 3 * 6.0)
    )


def test_another_model_or_device_is_another_matter(estimates: Estimates) -> None:
    estimates.observe(params(), "cpu", SEEN)
    assert estimates.forecast(params(model=ModelRef(name="other")), "cpu") is None
    assert estimates.forecast(params(), "cuda:0") is None


def test_another_size_is_scaled_by_its_pixels(estimates: Estimates) -> None:
    estimates.observe(params(size=Size(512, 512)), "cpu", SEEN)
    forecast = estimates.forecast(params(size=Size(1024, 512)), "cpu")
    assert forecast is not None
    assert (forecast.step, forecast.decode, forecast.encode) == (1.0, 2.0, 0.1)


@pytest.mark.parametrize(
    ("change", "factor"), [({"sampler": SamplerName.HEUN}, 2.0), ({"guidance_scale": 1.0}, 0.5)]
)
def test_a_step_is_scaled_by_passes_through_the_network(
    estimates: Estimates, change: dict[str, object], factor: float
) -> None:
    estimates.observe(params(), "cpu", SEEN)
    forecast = estimates.forecast(params(**change), "cpu")
    assert forecast is not None
    assert forecast.step == 0.5 * factor
    assert forecast.decode == 1.0


def test_a_strength_leaves_a_part_of_the_steps(estimates: Estimates) -> None:
    estimates.observe(params(), "cpu", SEEN)
    source = Source(picture=StoredPicture(sha256="0" * 64, size=Size(512, 512)))
    forecast = estimates.forecast(params(task=TaskName.IMAGE, source=source, strength=0.5), "cpu")
    assert forecast is not None
    assert forecast.total == pytest.approx(0.1 + 5 * 0.5 + 1.0)


def masked(size: Size) -> GenerateParams:
    stored = StoredPicture(sha256="0" * 64, size=size)
    source = Source(picture=stored, mask=stored)
    return params(task=TaskName.INPAINT, size=size, source=source, inpaint=InpaintOptions())


def test_a_masked_part_costs_what_masked_parts_did_however_large_the_picture(estimates: Estimates) -> None:
    estimates.observe(params(size=Size(512, 512)), "cpu", Timings(step=0.5, decode=1.0))
    before = estimates.forecast(masked(Size(4096, 4096)), "cpu")
    estimates.observe(masked(Size(4096, 4096)), "cpu", Timings(step=0.75, decode=1.5))
    after = estimates.forecast(masked(Size(2048, 2048)), "cpu")
    assert before is not None
    assert after is not None
    assert (before.step, after.step, after.decode) == (0.5, 0.75, 1.5)


def test_a_masked_part_teaches_nothing_about_whole_pictures(estimates: Estimates) -> None:
    estimates.observe(masked(Size(4096, 4096)), "cpu", SEEN)
    assert estimates.forecast(params(), "cpu") is None


def test_a_size_of_several_passes_is_scaled_by_all_their_pixels(estimates: Estimates) -> None:
    draws = DrawingRange(512**2, 512**2, 512**2, 512, 8)
    estimates.observe(params(size=Size(512, 512)), "cpu", Timings(step=0.5))
    forecast = estimates.forecast(params(size=Size(1024, 1024)), "cpu", draws)
    assert forecast is not None
    # Ten steps of 512 x 512, then four of 1024 x 1024.
    assert forecast.total == pytest.approx(0.5 * (10 + 4 * 4))


def test_the_nearest_size_is_scaled(estimates: Estimates) -> None:
    estimates.observe(params(size=Size(64, 64)), "cpu", Timings(step=100.0, decode=1.0))
    estimates.observe(params(size=Size(512, 512)), "cpu", Timings(step=1.0, decode=1.0))
    forecast = estimates.forecast(params(size=Size(1024, 512)), "cpu")
    assert forecast is not None
    assert forecast.step == 2.0


def test_new_runs_move_the_average_and_old_ones_fade(estimates: Estimates) -> None:
    estimates.observe(params(), "cpu", Timings(step=1.0))
    for _ in range(20):
        estimates.observe(params(), "cpu", Timings(step=2.0))
    forecast = estimates.forecast(params(), "cpu")
    assert forecast is not None
    assert forecast.step == pytest.approx(2.0, abs=0.01)


def test_a_stage_that_did_not_run_teaches_nothing(estimates: Estimates) -> None:
    estimates.observe(params(), "cpu", SEEN)
    estimates.observe(params(), "cpu", Timings(load=0.0, encode=0.0, step=0.5, decode=1.0))
    forecast = estimates.forecast(params(), "cpu")
    assert forecast is not None
    assert (forecast.load, forecast.encode) == (2.0, 0.1)


def test_upscaling_teaches_nothing_and_is_not_forecast(estimates: Estimates) -> None:
    picture = StoredPicture(sha256="0" * 64, size=Size(256, 256))
    upscaling = params(task="upscale", source=Source(picture=picture), upscale=UpscaleOptions())
    estimates.observe(upscaling, "cpu", SEEN)
    assert estimates.forecast(params(), "cpu") is None
    estimates.observe(params(), "cpu", SEEN)
    assert estimates.forecast(upscaling, "cpu") is None


def test_no_forecast_is_negative_even_if_a_measurement_was(estimates: Estimates) -> None:
    estimates.observe(params(), "cpu", Timings(load=-3.0, encode=-1.0, step=-1.0, decode=-1.0))
    forecast = estimates.forecast(params(), "cpu")
    assert forecast == Timings()


def test_what_was_learned_is_kept(estimates: Estimates, tmp_path: Path) -> None:
    estimates.observe(params(), "cpu", SEEN)
    estimates.save()
    again = Estimates(tmp_path / "cache" / "estimates.json")
    again.load()
    assert again.forecast(params(), "cpu") == estimates.forecast(params(), "cpu")


@pytest.mark.parametrize("content", [b"", b"\xff\0", b"[]", b'{"rows": [{}]}', b'{"version": 9, "rows": []}'])
def test_a_damaged_file_means_starting_afresh(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "estimates.json").write_bytes(content)
    estimates = Estimates(tmp_path / "estimates.json")
    estimates.load()
    assert estimates.forecast(params(), "cpu") is None


def test_a_place_that_can_not_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    estimates = Estimates(tmp_path / "file" / "estimates.json")
    estimates.load()
    estimates.observe(params(), "cpu", SEEN)
    estimates.save()
    assert estimates.forecast(params(), "cpu") is not None


def test_the_oldest_rows_go_when_there_are_too_many(estimates: Estimates) -> None:
    for number in range(501):
        estimates.observe(params(model=ModelRef(name=f"model {number}")), "cpu", SEEN)
    assert estimates.forecast(params(model=ModelRef(name="model 0")), "cpu") is None
    assert estimates.forecast(params(model=ModelRef(name="model 500")), "cpu") is not None


def test_a_memory_plan_is_corrected_by_what_was_seen(estimates: Estimates, tmp_path: Path) -> None:
    assert estimates.memory_factor("starter", "cpu") == 1.0
    estimates.observe(params(), "cpu", replace(SEEN, peak_bytes=300, planned_bytes=200))
    assert estimates.memory_factor("starter", "cpu") == 1.5
    estimates.observe(params(), "cpu", replace(SEEN, peak_bytes=200, planned_bytes=200))
    assert estimates.memory_factor("starter", "cpu") == pytest.approx(1.35)
    estimates.save()
    again = Estimates(tmp_path / "cache" / "estimates.json")
    again.load()
    assert again.memory_factor("starter", "cpu") == pytest.approx(1.35)
    assert again.memory_factor("other", "cpu") == again.memory_factor("starter", "cuda") == 1.0


def test_memory_that_could_not_be_measured_teaches_nothing(estimates: Estimates) -> None:
    estimates.observe(params(), "cpu", replace(SEEN, peak_bytes=0, planned_bytes=200))
    assert estimates.memory_factor("starter", "cpu") == 1.0


def test_memory_that_is_far_off_was_something_elses(estimates: Estimates) -> None:
    estimates.observe(params(), "cpu", replace(SEEN, peak_bytes=10**12, planned_bytes=1))
    assert estimates.memory_factor("starter", "cpu") == 5.0
