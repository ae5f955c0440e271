from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from desktop.core.events import (
    Cancelled,
    Event,
    Failed,
    Finished,
    Phase,
    PhaseName,
    Preview,
    Started,
    Step,
)
from desktop.core.geometry import Size
from desktop.core.hashes import file_sha256
from desktop.core.jobs import CancelToken
from desktop.core.params import Source, UpscaleOptions
from desktop.core.pictures import read_record
from desktop.core.pixels import Pixels
from desktop.core.upscalers import Network, UpscalerInfo
from desktop.engine.tasks.upscale import with_colours_of
from desktop.engine.tensors import from_pixels, to_pixels
from desktop.engine.upscalers import load_upscaler
from tests.engine.conftest import Rig
from tests.helpers.upscaler_files import COMPACT_X2, COMPACT_X4, weights_file

CPU = torch.device("cpu")
PROMPT = "a red apple on a blue background"


def smooth(width: int, height: int) -> Pixels:
    """Colours that go over into each other, opaque."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    rgb = np.stack([90 + 80 * x, 90 + 60 * y, 170 - 60 * x * y], axis=-1)
    return Pixels.from_rgb(rgb.round().astype(np.uint8))


def with_alpha(pixels: Pixels, alpha: NDArray[np.uint8]) -> Pixels:
    array = pixels.array.copy()
    array[..., 3] = alpha
    return Pixels(array)


class Upscaling:
    """Runs upscaling jobs on a rig."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig

    def run(
        self,
        source: Pixels,
        factor: int = 2,
        upscaler: str = "",
        refine: bool = False,
        cancel_at: type[Event] | None = None,
        **settings: Any,
    ) -> list[Event]:
        def on_event(event: Event, token: CancelToken) -> None:
            if cancel_at is not None and isinstance(event, cancel_at):
                token.cancel()

        values = {
            "model": "starter" if refine else "not installed",
            "task": "upscale",
            "prompt": PROMPT,
            "source": Source(picture=self.rig.inputs.put(source)),
            "upscale": UpscaleOptions(factor=factor, upscaler=upscaler, refine=refine),
            "size": Size(source.size.width * factor, source.size.height * factor),
        }
        return self.rig.run(on_event, **(values | settings))

    def picture(self) -> Pixels:
        (done,) = self.rig.pictures()
        return done.pixels

    def error(self) -> str:
        last = self.rig.emitted[-1]
        assert isinstance(last, Failed)
        return last.error.code

    def steps(self) -> list[tuple[int, int]]:
        return [(event.step, event.steps) for event in self.rig.emitted if isinstance(event, Step)]


@pytest.fixture
def upscaling(rig: Rig) -> Upscaling:
    return Upscaling(rig)


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory, shared_engine: Rig) -> dict[str, Path]:
    """Upscalers that the shared engine finds, by name."""
    folder = shared_engine.folder / "upscalers"
    return {
        name: weights_file(folder / f"{name}.safetensors", network)
        for name, network in {"two": COMPACT_X2, "four": COMPACT_X4}.items()
    }


def whole(path: Path, network: Network, source: Pixels, factor: int) -> Pixels:
    """The source through a network in one piece."""
    upscaler = load_upscaler(UpscalerInfo("x", path, network), CPU, torch.float32)
    return to_pixels(upscaler.enlarge(from_pixels(source, CPU, torch.float32), factor))


@pytest.mark.parametrize("factor", [2, 4])
def test_lanczos_is_pillows_and_needs_no_model(upscaling: Upscaling, factor: int) -> None:
    source = smooth(33, 20)
    events = upscaling.run(source, factor)
    size = (33 * factor, 20 * factor)
    expected = source.to_pil().resize(size, Image.Resampling.LANCZOS)
    assert upscaling.picture() == Pixels.from_pil(expected)
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    phases = [event.name for event in events if isinstance(event, Phase)]
    assert phases == [PhaseName.LOAD, PhaseName.SAMPLE, PhaseName.SAVE]


def test_the_file_says_that_no_model_had_a_part_in_it(upscaling: Upscaling) -> None:
    upscaling.run(smooth(20, 10))
    (done,) = upscaling.rig.pictures()
    assert done.saved is not None
    record = read_record(done.saved.path)
    assert record == done.record
    assert (record.provenance.model_sha256, record.provenance.upscaler_sha256) == ("", "")
    assert record.params.upscale == UpscaleOptions(factor=2)


@pytest.mark.parametrize(
    ("name", "network", "factor"), [("two", COMPACT_X2, 2), ("two", COMPACT_X2, 4), ("four", COMPACT_X4, 2)]
)
def test_an_upscaler_draws_in_tiles_what_it_draws_whole(
    upscaling: Upscaling, networks: dict[str, Path], name: str, network: Network, factor: int
) -> None:
    source = Pixels.from_rgb(np.random.default_rng(0).integers(0, 256, (40, 300, 3), dtype=np.uint8))
    upscaling.run(source, factor, name)
    difference = upscaling.picture().array.astype(int) - whole(networks[name], network, source, factor).array
    assert np.abs(difference).max() <= 1
    assert (difference != 0).mean() < 1e-3
    assert upscaling.steps() == [(1, 2), (2, 2)]


def test_the_file_says_which_upscaler_it_was(upscaling: Upscaling, networks: dict[str, Path]) -> None:
    upscaling.run(smooth(20, 10), 2, "two")
    (done,) = upscaling.rig.pictures()
    assert done.record.provenance.upscaler_sha256 == file_sha256(networks["two"])
    assert done.record.provenance.model_sha256 == ""


@pytest.mark.parametrize("upscaler", ["", "two"])
def test_alpha_is_enlarged_beside_the_colours(
    upscaling: Upscaling, networks: dict[str, Path], upscaler: str
) -> None:
    alpha = np.zeros((24, 32), np.uint8)
    alpha[8:16, 8:24] = 255
    upscaling.run(with_alpha(smooth(32, 24), alpha), 2, upscaler)
    expected = np.asarray(Image.fromarray(alpha).resize((64, 48), Image.Resampling.LANCZOS))
    assert np.array_equal(upscaling.picture().array[..., 3], expected)


def test_what_transparency_hides_leaves_no_rim(upscaling: Upscaling, networks: dict[str, Path]) -> None:
    alpha = np.zeros((24, 32), np.uint8)
    alpha[8:16, 8:24] = 255
    pictures = []
    for hidden in (0, 255):
        array = np.full((24, 32, 4), hidden, np.uint8)
        array[8:16, 8:24, :3] = (90, 120, 150)
        upscaling.run(with_alpha(Pixels(array), alpha), 2, "two")
        pictures.append(upscaling.picture().array[16:32, 16:48])
    assert np.array_equal(*pictures)


def test_another_size_than_the_factors_is_refused(upscaling: Upscaling) -> None:
    upscaling.run(smooth(20, 10), 2, size=Size(40, 21))
    assert upscaling.error() == "bad_value"
    assert upscaling.rig.files() == []


def test_an_upscaler_that_is_not_there_is_told_before_any_work(upscaling: Upscaling) -> None:
    events = upscaling.run(smooth(20, 10), 2, "not there", refine=True)
    assert upscaling.error() == "upscaler_missing"
    assert not any(isinstance(event, Phase) for event in events)


def test_a_model_that_is_not_there_fails_only_a_refining_job(upscaling: Upscaling) -> None:
    upscaling.run(smooth(20, 10), 2, model="not installed")
    assert isinstance(upscaling.rig.emitted[-1], Finished)
    upscaling.run(smooth(20, 10), 2, refine=True, model="not installed")
    assert isinstance(upscaling.rig.emitted[-1], Failed)


def test_a_cancelled_job_stops_between_tiles(upscaling: Upscaling, networks: dict[str, Path]) -> None:
    events = upscaling.run(smooth(600, 300), 2, "two", cancel_at=Step)
    assert isinstance(events[-1], Cancelled)
    assert len(upscaling.steps()) == 1
    assert upscaling.rig.files() == []


def test_a_cancelled_job_stops_between_the_steps_of_a_tile(upscaling: Upscaling) -> None:
    events = upscaling.run(smooth(80, 60), 4, refine=True, steps=10, strength=0.5, cancel_at=Step)
    assert isinstance(events[-1], Cancelled)
    assert upscaling.steps() == [(1, 2 * 5)]


def test_refining_tells_tiles_and_steps_as_one_count(upscaling: Upscaling, networks: dict[str, Path]) -> None:
    events = upscaling.run(smooth(150, 64), 2, "two", refine=True, steps=4, strength=0.5)
    assert upscaling.steps() == [(step, 1 + 2 * 2) for step in range(1, 6)]
    assert not any(isinstance(event, Preview) for event in events)
    (done,) = upscaling.rig.pictures()
    assert len(done.record.provenance.model_sha256) == len(done.record.provenance.upscaler_sha256) == 64


@pytest.mark.parametrize("size", [(51, 33), (130, 4)])
def test_a_refined_picture_has_any_size_exactly(upscaling: Upscaling, size: tuple[int, int]) -> None:
    upscaling.run(smooth(*size), 2, refine=True, steps=2, strength=0.5)
    assert upscaling.picture().size == Size(2 * size[0], 2 * size[1])


def test_the_record_of_a_refined_picture_makes_it_again(upscaling: Upscaling) -> None:
    source = smooth(64, 40)
    upscaling.run(source, 2, refine=True, steps=4, strength=0.5, seed=5, count=2)
    first, second = upscaling.rig.pictures()
    assert first.pixels != second.pixels
    settings = second.record.params.model_dump(include={"steps", "strength", "seed"})
    upscaling.run(source, 2, refine=True, **settings)
    assert upscaling.picture() == second.pixels


def test_refining_adds_detail_and_keeps_coarse_colours(upscaling: Upscaling) -> None:
    source = smooth(96, 80)
    upscaling.run(source, 4)
    plain = upscaling.picture()
    upscaling.run(source, 4, refine=True, steps=8, strength=0.3, prompt="", guidance_scale=1.0)
    refined = upscaling.picture()
    change = refined.array[..., :3].astype(float) - plain.array[..., :3]
    assert np.abs(change).mean() > 1
    coarse = [
        np.asarray(one.to_pil().filter(ImageFilter.GaussianBlur(24)), float) for one in (plain, refined)
    ]
    assert np.abs(coarse[0] - coarse[1]).max() < 15  # 30 without keeping them


def test_no_seam_shows_where_refined_tiles_meet(upscaling: Upscaling) -> None:
    source = smooth(112, 48)  # becomes two tiles that have 64 pixels in common
    upscaling.run(source, 4)
    plain = upscaling.picture().array[..., :3].astype(float)
    upscaling.run(source, 4, refine=True, steps=8, strength=0.3, prompt="", guidance_scale=1.0)
    change = upscaling.picture().array[..., :3] - plain
    steps = np.abs(np.diff(change, axis=1)).mean(axis=(0, 2))[16:-16]
    assert steps.max() < 4  # 7 where tiles are cut hard


def test_only_detail_is_taken_from_what_is_drawn() -> None:
    source = from_pixels(smooth(160, 128), CPU, torch.float32)
    detail = torch.zeros_like(source)
    detail[..., ::2] = 0.2
    detail[..., 1::2] = -0.2
    result = with_colours_of(source, source + 0.5 + detail)
    torch.testing.assert_close(result, source + detail, atol=0.02, rtol=0)
