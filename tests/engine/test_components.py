from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file, save_file

from desktop.core.errors import AppError, JobCancelled
from desktop.core.jobs import CancelToken
from desktop.core.memory_plan import MemoryPlan, Mode
from desktop.engine.components import Components
from desktop.engine.device import DevicePlan, Machine, plan
from tests.helpers.tiny import info_for

PLAN = plan(Machine(2, 2, 8 * 2**30))


@pytest.fixture
def copy(tiny_sd: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_sd, tmp_path / "model")


def load(folder: Path, plan: DevicePlan = PLAN) -> Components:
    components = Components(plan)
    components.load(info_for(folder), CancelToken())
    return components


def test_a_model_loaded_twice_shares_its_parts(copy: Path) -> None:
    components = Components(PLAN)
    first = components.load(info_for(copy), CancelToken())
    again = components.load(info_for(copy), CancelToken())
    assert all(first.parts[name] is again.parts[name] for name in first.parts)


def test_parts_have_the_plans_dtype_and_no_gradients(copy: Path) -> None:
    half = Components(replace(PLAN, dtype=torch.bfloat16))
    loaded = half.load(info_for(copy), CancelToken())
    for name in ("unet", "vae", "text_encoder"):
        parameters = list(loaded.parts[name].parameters())
        assert {parameter.dtype for parameter in parameters} == {torch.bfloat16}
        assert not any(parameter.requires_grad for parameter in parameters)


def test_the_least_recently_used_model_leaves_when_the_budget_is_spent(copy: Path, tmp_path: Path) -> None:
    other = shutil.copytree(copy, tmp_path / "other")
    one = load(copy).size_bytes
    components = Components(replace(PLAN, cache_bytes=one + one // 2))
    first = components.load(info_for(copy), CancelToken())
    components.load(info_for(other), CancelToken())
    assert components.size_bytes <= one + one // 2
    again = components.load(info_for(copy), CancelToken())
    assert again.parts["unet"] is not first.parts["unet"]


def test_a_model_larger_than_the_budget_still_loads(copy: Path) -> None:
    assert load(copy, replace(PLAN, cache_bytes=1)).size_bytes > 1


def test_a_changed_file_is_loaded_again(copy: Path) -> None:
    components = Components(PLAN)
    first = components.load(info_for(copy), CancelToken())
    weights = copy / "unet" / "diffusion_pytorch_model.safetensors"
    doubled = {name: 2 * tensor for name, tensor in load_file(weights).items()}
    weights.unlink()
    save_file(doubled, weights)
    again = components.load(info_for(copy), CancelToken())
    assert torch.equal(again.parts["unet"].conv_in.weight, 2 * first.parts["unet"].conv_in.weight)


def test_half_precision_files_alone_are_found(copy: Path) -> None:
    weights = copy / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_name("diffusion_pytorch_model.fp16.safetensors"))
    assert load(copy).size_bytes > 0


def test_half_precision_shards_alone_are_found(copy: Path) -> None:
    unet = UNet2DConditionModel.from_pretrained(copy / "unet")
    shutil.rmtree(copy / "unet")
    unet.save_pretrained(copy / "unet", variant="fp16", max_shard_size="100KB")
    loaded = Components(PLAN).load(info_for(copy), CancelToken())
    assert sum(path.parent.name == "unet" for path in loaded.weights) > 1


def test_only_the_files_that_were_loaded_are_named(copy: Path) -> None:
    weights = copy / "unet" / "diffusion_pytorch_model.safetensors"
    shutil.copy(weights, weights.with_name("diffusion_pytorch_model.fp16.safetensors"))
    loaded = Components(PLAN).load(info_for(copy), CancelToken())
    assert [path.relative_to(copy).as_posix() for path in sorted(loaded.weights)] == [
        "text_encoder/model.safetensors",
        "unet/diffusion_pytorch_model.safetensors",
        "vae/diffusion_pytorch_model.safetensors",
    ]


def test_a_file_replaced_by_an_older_one_is_loaded_again(copy: Path) -> None:
    components = Components(PLAN)
    first = components.load(info_for(copy), CancelToken())
    os.utime(copy / "unet" / "diffusion_pytorch_model.safetensors", (1, 1))
    assert components.load(info_for(copy), CancelToken()).key != first.key


def test_parts_that_models_have_in_common_are_kept_once(copy: Path, tmp_path: Path) -> None:
    other = shutil.copytree(copy, tmp_path / "other")
    weights = other / "unet" / "diffusion_pytorch_model.safetensors"
    save_file({name: tensor + 1 for name, tensor in load_file(weights).items()}, weights)
    components = Components(PLAN)
    first = components.load(info_for(copy), CancelToken())
    alone = components.size_bytes
    second = components.load(info_for(other), CancelToken(), beside=first)
    assert second.parts["vae"] is first.parts["vae"]
    assert second.parts["text_encoder"] is first.parts["text_encoder"]
    assert second.parts["unet"] is not first.parts["unet"]
    assert components.size_bytes < 2 * alone


def test_weights_of_another_precision_come_in_the_plans(copy: Path) -> None:
    weights = copy / "unet" / "diffusion_pytorch_model.safetensors"
    save_file({name: tensor.to(torch.float8_e4m3fn) for name, tensor in load_file(weights).items()}, weights)
    unet = Components(PLAN).load(info_for(copy), CancelToken()).parts["unet"]
    assert {parameter.dtype for parameter in unet.parameters()} == {torch.float32}


def test_networks_are_those_that_diffusers_loads(copy: Path) -> None:
    mine = Components(PLAN).load(info_for(copy), CancelToken()).parts["unet"]
    theirs = UNet2DConditionModel.from_pretrained(copy / "unet").state_dict()
    assert all(torch.equal(tensor, theirs[name]) for name, tensor in mine.state_dict().items())
    assert mine.state_dict().keys() == theirs.keys()


def test_an_autoencoder_of_old_names_is_read(copy: Path) -> None:
    weights = copy / "vae" / "diffusion_pytorch_model.safetensors"
    new = load_file(weights)
    pairs = ((".to_q.", ".query."), (".to_k.", ".key."), (".to_v.", ".value."), (".to_out.0.", ".proj_attn."))
    old = {}
    for name, tensor in new.items():
        for now, before in pairs:
            name = name.replace(now, before)
        old[name] = tensor.clone()
    assert old.keys() != new.keys()
    save_file(old, weights)
    vae = Components(PLAN).load(info_for(copy), CancelToken()).parts["vae"]
    assert all(torch.equal(tensor, new[name]) for name, tensor in vae.state_dict().items())


def test_cancelling_is_seen_while_a_part_loads(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = CancelToken()
    made = UNet2DConditionModel.from_config

    def cancelled(*args: Any, **options: Any) -> Any:
        token.cancel()
        return made(*args, **options)

    monkeypatch.setattr(UNet2DConditionModel, "from_config", cancelled)
    with pytest.raises(JobCancelled):
        Components(PLAN).load(info_for(copy), token)


def test_other_models_leave_before_a_new_one_is_read(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = shutil.copytree(copy, tmp_path / "other")
    one = load(copy).size_bytes
    components = Components(replace(PLAN, cache_bytes=one + one // 10))
    components.load(info_for(copy), CancelToken())
    held: list[int] = []
    make = UNet2DConditionModel.from_config

    def making(*args: Any, **options: Any) -> Any:
        held.append(components.size_bytes)
        return make(*args, **options)

    monkeypatch.setattr(UNet2DConditionModel, "from_config", making)
    components.load(info_for(other), CancelToken())
    assert held[0] < one


def _truncate(folder: Path) -> None:
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])


def _lose_the_vae(folder: Path) -> None:
    shutil.rmtree(folder / "vae")


def _lose_the_vocabulary(folder: Path) -> None:
    for name in ("vocab.json", "merges.txt", "tokenizer.json"):
        (folder / "tokenizer" / name).unlink()


def _break_a_config(folder: Path) -> None:
    (folder / "unet" / "config.json").write_text("{")


def _break_the_index(folder: Path) -> None:
    (folder / "model_index.json").write_text("[1, 2]")


def _only_pickles(folder: Path) -> None:
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))


def _lose_half_of(file: str) -> Callable[[Path], None]:
    def lose(folder: Path) -> None:
        tensors = load_file(folder / file)
        save_file({name: tensors[name] for name in sorted(tensors)[::2]}, folder / file)

    return lose


def _link_to_nowhere(folder: Path) -> None:
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.unlink()
    weights.symlink_to(folder / "gone")


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (_truncate, "model_damaged"),
        (_lose_the_vae, "missing_file"),
        (_lose_the_vocabulary, "model_damaged"),
        (_break_a_config, "model_damaged"),
        (_break_the_index, "model_damaged"),
        (_only_pickles, "unsafe_model"),
        (_lose_half_of("unet/diffusion_pytorch_model.safetensors"), "model_damaged"),
        (_lose_half_of("vae/diffusion_pytorch_model.safetensors"), "model_damaged"),
        (_lose_half_of("text_encoder/model.safetensors"), "model_damaged"),
        (_link_to_nowhere, "model_damaged"),
    ],
)
def test_damage_is_named(copy: Path, damage: Callable[[Path], None], code: str) -> None:
    damage(copy)
    with pytest.raises(AppError) as caught:
        load(copy)
    assert caught.value.code == code
    assert "model" in caught.value.info.message


def test_a_folder_that_is_gone_is_missing_not_damaged(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        load(tmp_path / "gone")
    assert caught.value.code == "model_missing"


@pytest.mark.parametrize(
    "entry",
    [
        ["os", "system"],
        ["diffusers", "FlaxUNet"],
        ["pipeline", "Evil"],
        ["transformers", "AutoModel"],
        ["transformers", "UNet2DConditionModel"],
    ],
)
def test_classes_outside_the_family_row_are_refused_unseen(copy: Path, entry: list[str]) -> None:
    (copy / "pipeline.py").write_text("raise SystemExit('run!')")
    index = json.loads((copy / "model_index.json").read_text())
    (copy / "model_index.json").write_text(json.dumps(index | {"unet": entry}))
    with pytest.raises(AppError) as caught:
        load(copy)
    assert caught.value.code == "unsafe_model"
    assert "pipeline" not in sys.modules


# Memory plans


def memory(mode: Mode = Mode.RESIDENT, spare_bytes: int = 0, bfloat16: bool = False) -> MemoryPlan:
    return MemoryPlan(mode, frozenset(), False, bfloat16, 0, 0, spare_bytes, 1.0, False)


def test_other_models_leave_when_a_plan_has_no_room_for_them(copy: Path, tmp_path: Path) -> None:
    other = shutil.copytree(copy, tmp_path / "other")
    components = load(other)
    one = components.size_bytes
    # Another model of the same numbers would be shared.
    weights = copy / "unet" / "diffusion_pytorch_model.safetensors"
    save_file({name: tensor + 1 for name, tensor in load_file(weights).items()}, weights)
    components.load(info_for(copy), CancelToken(), memory=memory(spare_bytes=one))
    assert components.size_bytes > one
    components.load(info_for(copy), CancelToken(), memory=memory(spare_bytes=0))
    assert components.size_bytes == one


def test_a_model_is_kept_apart_in_each_dtype(copy: Path) -> None:
    components = Components(PLAN)
    exact = components.load(info_for(copy), CancelToken(), memory=memory())
    small = components.load(info_for(copy), CancelToken(), memory=memory(bfloat16=True))
    assert exact.parts["unet"].dtype is torch.float32
    assert small.parts["unet"].dtype is torch.bfloat16


def test_numbers_are_counted_without_loading_and_the_same_after(copy: Path) -> None:
    components = Components(PLAN)
    counted = components.numbers(info_for(copy))
    assert components.size_bytes == 0
    assert counted.keys() == {"vae", "unet", "text_encoder"}
    loaded = components.load(info_for(copy), CancelToken())
    assert counted["unet"] == sum(parameter.numel() for parameter in loaded.parts["unet"].parameters())
    assert components.numbers(info_for(copy)) == counted
    assert components.bytes_in_memory() == components.size_bytes
