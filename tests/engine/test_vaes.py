"""Another VAE for the same latents."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL
from safetensors.torch import load_file, save_file

from desktop.core.events import Failed, Finished, Step
from desktop.core.geometry import Size
from desktop.core.identify.identified import Container, Identified, Kind
from desktop.core.params import ModelRef
from desktop.core.pictures import read_record
from desktop.core.pixels import Pixels
from desktop.engine.tensors import decode_latents, to_pixels
from tests.engine.conftest import Rig
from tests.helpers.original_files import vae_tensors
from tests.helpers.tiny import info_for

SETTINGS: dict[str, Any] = {"model": "sdxl", "prompt": "a red car", "size": Size(64, 64), "steps": 2}
OTHER = ModelRef(name="other")


@pytest.fixture
def vae_rig(rig: Rig, families: dict[str, Path], tmp_path: Path) -> Rig:
    """Knows the tiny SDXL, and in ``tmp_path / "vae"`` is another VAE for it."""
    rig.models["sdxl"] = info_for(families["sdxl"], "sdxl", size=Size(64, 64))
    folder = shutil.copytree(families["sdxl"] / "vae", tmp_path / "vae")
    weights = folder / "diffusion_pytorch_model.safetensors"
    save_file({name: tensor * 1.25 for name, tensor in load_file(weights).items()}, weights)
    rig.adapters.clear()
    rig.engine._bench.kept.clear()
    return rig


def offer(rig: Rig, path: Path, fits: tuple[str, ...] = ("sdxl",)) -> None:
    """Put a VAE into the library."""
    container = Container.FOLDER if path.is_dir() else Container.SAFETENSORS
    seen = Identified(kind=Kind.VAE, fits=fits, container=container)
    rig.adapters.append(replace(info_for(path, "sdxl"), name="other", kind=Kind.VAE, identified=seen))


def as_folder(folder: Path) -> Path:
    return folder


def as_file(folder: Path) -> Path:
    return shutil.copy(folder / "diffusion_pytorch_model.safetensors", folder.with_suffix(".safetensors"))


def as_original(folder: Path) -> Path:
    file = folder.with_suffix(".safetensors")
    save_file(vae_tensors(load_file(folder / "diffusion_pytorch_model.safetensors")), file)
    return file


def cut_out_of_a_checkpoint(folder: Path) -> Path:
    file = as_original(folder)
    save_file({f"first_stage_model.{name}": tensor for name, tensor in load_file(file).items()}, file)
    return file


def run(rig: Rig, **settings: Any) -> Pixels:
    event = rig.run(**SETTINGS | settings)[-1]
    assert isinstance(event, Finished), event
    return rig.pictures()[0].pixels


@pytest.mark.parametrize("layout", [as_folder, as_file, as_original, cut_out_of_a_checkpoint])
def test_a_picture_is_decoded_by_the_vae_that_its_settings_name(
    vae_rig: Rig, tmp_path: Path, layout: Callable[[Path], Path]
) -> None:
    path = layout(tmp_path / "vae")
    offer(vae_rig, path)
    own = run(vae_rig)
    (latents,) = (latents for _, latents in vae_rig.engine._bench.kept._kept.values())
    vae = AutoencoderKL.from_pretrained(tmp_path / "vae").eval()
    other = run(vae_rig, vae=OTHER)
    assert other == to_pixels(decode_latents(vae, latents))
    assert other != own


def test_the_same_latents_are_decoded_twice_and_sampled_once(vae_rig: Rig, tmp_path: Path) -> None:
    offer(vae_rig, tmp_path / "vae")
    run(vae_rig)
    compared = run(vae_rig, vae=OTHER)
    assert not any(isinstance(event, Step) for event in vae_rig.emitted)
    vae_rig.engine._bench.kept.clear()
    assert run(vae_rig, vae=OTHER) == compared
    assert any(isinstance(event, Step) for event in vae_rig.emitted)


def test_a_picture_asked_for_twice_is_drawn_twice(vae_rig: Rig) -> None:
    run(vae_rig)
    run(vae_rig)
    assert any(isinstance(event, Step) for event in vae_rig.emitted)


@pytest.mark.parametrize("changed", [{"seed": 2}, {"prompt": "a blue car"}, {"steps": 3}])
def test_latents_of_other_settings_are_not_taken(
    vae_rig: Rig, tmp_path: Path, changed: dict[str, Any]
) -> None:
    offer(vae_rig, tmp_path / "vae")
    run(vae_rig)
    run(vae_rig, vae=OTHER, **changed)
    assert any(isinstance(event, Step) for event in vae_rig.emitted)


def test_the_file_names_the_vae_and_its_hash(vae_rig: Rig, tmp_path: Path) -> None:
    offer(vae_rig, as_file(tmp_path / "vae"))
    run(vae_rig, vae=OTHER)
    saved = vae_rig.pictures()[0].saved
    assert saved is not None
    record = read_record(saved.path)
    assert record is not None
    assert record.params.vae is not None
    assert (record.params.vae.name, len(record.params.vae.hash)) == ("other", 10)


def test_the_models_own_vae_is_back_in_the_next_job(vae_rig: Rig, tmp_path: Path) -> None:
    offer(vae_rig, tmp_path / "vae")
    before = run(vae_rig)
    run(vae_rig, vae=OTHER)
    assert run(vae_rig) == before


def _for_other_latents(folder: Path) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"scaling_factor": 0.5}))


def _half(folder: Path) -> None:
    path = folder / "diffusion_pytorch_model.safetensors"
    tensors = load_file(path)
    save_file({name: tensors[name] for name in sorted(tensors)[::2]}, path)


@pytest.mark.parametrize(
    ("change", "fits", "code"),
    [
        (lambda folder: None, ("sd3",), "wrong_base"),
        (_for_other_latents, ("sdxl",), "wrong_base"),
        (_half, ("sdxl",), "model_damaged"),
        (shutil.rmtree, ("sdxl",), "model_missing"),
    ],
)
def test_a_vae_that_does_not_fit_is_refused(
    vae_rig: Rig, tmp_path: Path, change: Callable[[Path], None], fits: tuple[str, ...], code: str
) -> None:
    offer(vae_rig, tmp_path / "vae", fits)
    change(tmp_path / "vae")
    failed = vae_rig.run(**SETTINGS, vae=OTHER)[-1]
    assert isinstance(failed, Failed)
    assert failed.error.code == code


def test_a_vae_that_is_not_there_is_said(vae_rig: Rig) -> None:
    failed = vae_rig.run(**SETTINGS, vae=OTHER)[-1]
    assert isinstance(failed, Failed)
    assert "VAE other" in failed.error.message


def test_a_vae_that_says_it_overflows_runs_in_float32_at_once(
    families: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    vae = AutoencoderKL.from_pretrained(families["sdxl"] / "vae").half().eval()
    vae.register_to_config(force_upcast=True)
    seen: list[torch.dtype] = []
    decode = vae.decode

    def watched(latents: torch.Tensor, **options: Any) -> Any:
        seen.append(latents.dtype)
        return decode(latents, **options)

    monkeypatch.setattr(vae, "decode", watched)
    image = decode_latents(vae, torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(0)))
    assert seen == [torch.float32]
    assert vae.dtype == torch.float16
    assert bool(torch.isfinite(image).all())
