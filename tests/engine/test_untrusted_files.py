"""The loaders meet pickles under the names of weights, also ones that came after the library looked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from safetensors import SafetensorError

from desktop.core.errors import AppError
from desktop.core.jobs import CancelToken
from desktop.core.upscalers import UpscalerInfo
from desktop.engine.components import Components
from desktop.engine.device import Machine, plan
from desktop.engine.modules import read_tensors
from desktop.engine.upscalers import load_upscaler
from tests.helpers.pickles import MARKER, attacks
from tests.helpers.tiny import info_for
from tests.helpers.upscaler_files import COMPACT_X4

PLAN = plan(Machine(2, 2, 8 * 2**30))
ATTACKS = sorted(attacks(Path(MARKER)))


@pytest.fixture(params=ATTACKS)
def attack(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    return attacks(tmp_path / MARKER)[request.param]


@pytest.mark.parametrize("part", ["unet/diffusion_pytorch_model", "text_encoder/model"])
def test_no_component_is_loaded_from_a_pickle(
    tiny_sd: Path, tmp_path: Path, attack: bytes, part: str
) -> None:
    """Fault 1."""
    folder = shutil.copytree(tiny_sd, tmp_path / "model")
    info = info_for(folder)
    (folder / f"{part}.safetensors").write_bytes(attack)
    with pytest.raises(AppError) as caught:
        Components(PLAN).load(info, CancelToken())
    assert caught.value.code in ("unsafe_model", "model_damaged")
    assert "can't be loaded" in caught.value.info.message
    assert not (tmp_path / MARKER).exists()


def test_no_upscaler_is_loaded_from_a_pickle(tmp_path: Path, attack: bytes) -> None:
    """Fault 1."""
    path = tmp_path / "sharp.safetensors"
    path.write_bytes(attack)
    with pytest.raises(AppError) as caught:
        load_upscaler(UpscalerInfo("sharp", path, COMPACT_X4), PLAN.device, PLAN.dtype)
    assert caught.value.code in ("unsafe_model", "model_damaged")
    assert "sharp" in caught.value.info.message
    assert not (tmp_path / MARKER).exists()


def test_no_tensor_is_read_from_a_pickle(tmp_path: Path, attack: bytes) -> None:
    """Fault 1."""
    (tmp_path / "x.safetensors").write_bytes(attack)
    with pytest.raises(SafetensorError):
        read_tensors((tmp_path / "x.safetensors",))
    assert not (tmp_path / MARKER).exists()
