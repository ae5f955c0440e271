"""What a single file may lack, and what is said then."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file, save_file

from desktop.core.errors import AppError, JobCancelled
from desktop.core.events import Notice
from desktop.core.families import FAMILIES
from desktop.core.jobs import CancelToken
from desktop.core.paths import resources
from desktop.core.weights import read_json
from desktop.engine.components import Components, LoadedModel
from desktop.engine.device import Machine, plan
from desktop.engine.modules import empty_network, network_class
from tests.engine.conftest import Rig
from tests.helpers.original_files import save_original
from tests.helpers.tiny import info_for

PLAN = plan(Machine(2, 2, 8 * 2**30))


@pytest.fixture
def file(families: dict[str, Path], tmp_path: Path) -> Path:
    """A tiny SDXL as one file."""
    return save_original(families["sdxl"], tmp_path / "model.safetensors", "sdxl")


def load(file: Path, configs: Path, family: str = "sdxl", prediction: str = "epsilon") -> LoadedModel:
    return Components(PLAN, configs).load(info_for(file, family, prediction), CancelToken())


@pytest.mark.parametrize(
    ("without", "words"),
    [
        (("vae",), "no VAE"),
        (("text_encoder_2",), "no second text encoder"),
        (("vae", "text_encoder"), "no VAE and no first text encoder"),
    ],
)
def test_a_missing_part_is_named(
    families: dict[str, Path], tiny_configs: Path, tmp_path: Path, without: tuple[str, ...], words: str
) -> None:
    file = save_original(families["sdxl"], tmp_path / "part.safetensors", "sdxl", without)
    with pytest.raises(AppError, match=words) as caught:
        load(file, tiny_configs)
    assert caught.value.code == "missing_parts"


def test_a_file_that_is_gone_is_missing_not_damaged(tiny_configs: Path, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        load(tmp_path / "gone.safetensors", tiny_configs)
    assert caught.value.code == "model_missing"


def test_a_pickle_under_the_name_of_safetensors_is_refused_unread(tiny_configs: Path, tmp_path: Path) -> None:
    file = tmp_path / "evil.safetensors"
    file.write_bytes(pickle.dumps(Path.cwd, protocol=4))
    with pytest.raises(AppError) as caught:
        load(file, tiny_configs)
    assert caught.value.code == "unsafe_model"


def test_a_file_cut_short_is_damaged(file: Path, tiny_configs: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1000])
    with pytest.raises(AppError) as caught:
        load(file, tiny_configs)
    assert caught.value.code == "model_damaged"


def test_weights_that_are_left_out_are_damage(file: Path, tiny_configs: Path) -> None:
    tensors = load_file(file)
    del tensors["model.diffusion_model.out.2.weight"]
    save_file(tensors, file)
    with pytest.raises(AppError) as caught:
        load(file, tiny_configs)
    assert caught.value.code == "model_damaged"


def test_tensors_that_belong_to_no_part_are_passed_over(file: Path, tiny_configs: Path) -> None:
    extra = {"model_ema.decay": torch.zeros(1), "first_stage_model.loss.logvar": torch.zeros(1)}
    save_file(load_file(file) | extra, file)
    assert load(file, tiny_configs).parts.keys() >= {"unet", "vae", "text_encoder", "text_encoder_2"}


def test_numbers_come_in_the_plans_precision(file: Path, tiny_configs: Path) -> None:
    save_file({name: tensor.half() for name, tensor in load_file(file).items()}, file)
    components = Components(replace(PLAN, dtype=torch.bfloat16), tiny_configs)
    loaded = components.load(info_for(file, "sdxl"), CancelToken())
    for name in ("unet", "vae", "text_encoder", "text_encoder_2"):
        assert {parameter.dtype for parameter in loaded.parts[name].parameters()} == {torch.bfloat16}


def test_weights_do_not_depend_on_the_file_once_loaded(file: Path, tiny_configs: Path) -> None:
    unet = load(file, tiny_configs).parts["unet"]
    before = unet.conv_in.weight.clone()
    with file.open("r+b") as stream:
        stream.write(bytes(file.stat().st_size))
    assert torch.equal(unet.conv_in.weight, before)


def test_what_a_file_says_that_it_predicts_decides(file: Path, tiny_configs: Path) -> None:
    save_file(load_file(file) | {"v_pred": torch.zeros(0), "ztsnr": torch.zeros(0)}, file)
    config = load(file, tiny_configs, prediction="v_prediction").scheduler_config
    assert config["prediction_type"] == "v_prediction"
    assert config["rescale_betas_zero_snr"] is True


def test_weights_of_plain_eight_bits_come_in_the_plans_precision(file: Path, tiny_configs: Path) -> None:
    eight = {name: tensor.to(torch.float8_e4m3fn) for name, tensor in load_file(file).items()}
    save_file(eight, file)
    unet = load(file, tiny_configs).parts["unet"]
    expected = eight["model.diffusion_model.out.2.weight"].float()
    assert torch.equal(unet.conv_out.weight, expected)


def test_weights_with_scales_of_their_own_are_refused(file: Path, tiny_configs: Path) -> None:
    save_file(load_file(file) | {"model.diffusion_model.out.2.scale_weight": torch.ones(1)}, file)
    with pytest.raises(AppError, match="scales") as caught:
        load(file, tiny_configs)
    assert caught.value.code == "unsupported_model"


def test_cancelling_is_seen_while_a_file_loads(
    file: Path, tiny_configs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = CancelToken()
    make = UNet2DConditionModel.from_config

    def cancelled(config: object) -> object:
        token.cancel()
        return make(config)

    monkeypatch.setattr(UNet2DConditionModel, "from_config", cancelled)
    with pytest.raises(JobCancelled):
        Components(PLAN, tiny_configs).load(info_for(file, "sdxl"), token)


def test_a_custom_model_is_wanted_as_a_folder(file: Path, tiny_configs: Path) -> None:
    with pytest.raises(AppError) as caught:
        load(file, tiny_configs, "sd-custom")
    assert caught.value.code == "unsupported_model"


def test_sd3_without_t5_runs_and_says_so(rig: Rig, families: dict[str, Path], tmp_path: Path) -> None:
    file = save_original(families["sd3"], tmp_path / "sd3.safetensors", "sd3", ("text_encoder_3",))
    rig.models["sd3"] = info_for(file, "sd3")
    events = rig.run(model="sd3", sampler="Euler", steps=1)
    told = [event.info.code for event in events if isinstance(event, Notice)]
    assert told == ["without_t5"]
    assert rig.pictures()


@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl", "sdxl-refiner", "sd3", "sd35-medium", "sd35-large"])
def test_every_familys_published_configs_make_networks_of_the_published_sizes(family: str) -> None:
    row = FAMILIES[family]
    for name, numbers in row.parameters.items():
        folders = (resources() / "configs" / folder / name for folder in row.configs)
        config = read_json(next(folder for folder in folders if folder.is_dir()) / "config.json")
        with torch.device("meta"):
            network = empty_network(network_class(min(row.components[name])), config)
        assert sum(parameter.numel() for parameter in network.parameters()) == numbers, name
