from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from desktop.core.adapters import without_tags
from desktop.core.events import Cancelled, Event, Failed, Finished, Step
from desktop.core.hashes import autov3
from desktop.core.jobs import CancelToken
from desktop.core.params import LoraUse
from desktop.core.pictures import read_record
from desktop.core.prompts import parse
from tests.engine.conftest import Rig
from tests.helpers.adapter_files import listed, random_pair, save, save_peft

UNET = "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k"
WORDS = "text_encoder.text_model.encoder.layers.1.mlp.fc1"


@pytest.fixture
def lora_rig(tiny_rig: Rig, tmp_path: Path) -> Iterator[Rig]:
    """The tiny model beside a LoRA for its U-Net and one for its encoder."""
    folder = tmp_path / "loras"
    files = (
        save_peft(folder / "shape.safetensors", {UNET: random_pair(torch.zeros(32, 32), alpha=2.0)}),
        save_peft(folder / "words.safetensors", {WORDS: random_pair(torch.zeros(37, 32), alpha=2.0)}),
    )
    tiny_rig.adapters[:] = listed(*files)
    yield tiny_rig
    tiny_rig.adapters.clear()


def draw(rig: Rig, prompt: str = "a car", **settings: object) -> np.ndarray:
    values = {"prompt": prompt, "steps": 2, "model": "tiny", "guidance_scale": 2.0} | settings
    events = rig.run(**values)  # type: ignore[arg-type]
    assert isinstance(events[-1], Finished), events[-1]
    return rig.pictures()[-1].pixels.array


def failure(rig: Rig, prompt: str = "a car", **settings: object) -> Failed:
    events = rig.run(prompt=prompt, steps=2, model="tiny", **settings)  # type: ignore[arg-type]
    assert isinstance(events[-1], Failed)
    return events[-1]


@pytest.mark.parametrize("name", ["shape", "words"])
def test_pictures_before_and_after_a_lora_are_equal_to_the_last_bit(lora_rig: Rig, name: str) -> None:
    before = draw(lora_rig)
    changed = draw(lora_rig, loras=(LoraUse(name=name, unet=2.0, text=2.0),))
    after = draw(lora_rig)
    assert not np.array_equal(before, changed)
    assert np.array_equal(before, after)


def test_a_tag_draws_the_same_as_a_setting(lora_rig: Rig) -> None:
    loras = (LoraUse(name="shape", unet=1.5, text=0.5), LoraUse(name="words", unet=1.0, text=2.0))
    chosen = draw(lora_rig, "a car", loras=loras)
    tagged = draw(lora_rig, "a car<lora:shape:1.5:0.5><lora:words:1:2>")
    assert np.array_equal(chosen, tagged)
    assert lora_rig.pictures()[-1].record.params.prompt == "a car<lora:shape:1.5:0.5><lora:words:1:2>"


def test_tags_and_settings_add_up(lora_rig: Rig) -> None:
    both = draw(lora_rig, "a car<lora:shape:0.5>", loras=(LoraUse(name="shape", unet=1.0, text=1.0),))
    assert np.array_equal(both, draw(lora_rig, loras=(LoraUse(name="shape", unet=1.5, text=1.5),)))


def test_a_strength_for_the_encoder_alone_leaves_the_denoiser(lora_rig: Rig) -> None:
    plain = draw(lora_rig)
    assert np.array_equal(draw(lora_rig, "a car<lora:shape:0:2>"), plain)
    assert not np.array_equal(draw(lora_rig, "a car<lora:words:0:2>"), plain)
    assert np.array_equal(draw(lora_rig, "a car<lora:words:2:0>"), plain)


def test_the_record_tells_the_hashes_of_what_was_used(lora_rig: Rig) -> None:
    draw(lora_rig, "a car <lora:SHAPE:0.5>")
    saved = lora_rig.pictures()[-1].saved
    assert saved is not None
    record = read_record(saved.path)
    assert record is not None
    paths = {info.name: info.path for info in lora_rig.adapters}
    assert record.provenance.lora_hashes == {"shape": autov3(paths["shape"])}


def test_a_name_that_is_not_there_fails_before_loading_with_a_hint_at_close_ones(lora_rig: Rig) -> None:
    failed = failure(lora_rig, "a car <lora:shap:1>")
    assert failed.error.code == "adapter_missing"
    assert "shape" in failed.error.hint


def test_a_lora_of_another_family_is_refused_with_the_reason(lora_rig: Rig, tmp_path: Path) -> None:
    name = "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k"
    path = save_peft(tmp_path / "xl" / "pretty.safetensors", {name: random_pair(torch.zeros(640, 2048))})
    lora_rig.adapters[:] = listed(path)
    failed = failure(lora_rig, "a car <lora:pretty>")
    assert failed.error.code == "wrong_base"
    assert "pretty is made for SDXL; tiny is of the kind SD" in failed.error.message


@pytest.mark.parametrize(
    ("tensors", "feature"),
    [
        (("hada_w1_a", "hada_w1_b", "hada_w2_a", "hada_w2_b"), "LoHa"),
        (("lokr_w1", "lokr_w2"), "LoKr"),
        (("lora_mid.weight", "lora_down.weight", "lora_up.weight"), "lora_mid"),
    ],
)
def test_unsupported_kinds_are_refused_by_the_name_of_what_they_need(
    lora_rig: Rig, tmp_path: Path, tensors: tuple[str, ...], feature: str
) -> None:
    name = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k"
    zeros = {f"{name}.{tensor}": torch.zeros(8, 8) for tensor in tensors}
    path = save(tmp_path / "x" / "odd.safetensors", zeros)
    lora_rig.adapters[:] = listed(path)
    failed = failure(lora_rig, "a car <lora:odd>")
    assert failed.error.code == "unsupported_model"
    assert feature in failed.error.message


def test_a_cancelled_job_leaves_the_model_as_it_was(lora_rig: Rig) -> None:
    before = draw(lora_rig)

    def cancel(event: Event, token: CancelToken) -> None:
        if isinstance(event, Step):
            token.cancel()

    events = lora_rig.run(cancel, prompt="a car <lora:shape:2>", steps=4, model="tiny")
    assert isinstance(events[-1], Cancelled)
    assert np.array_equal(draw(lora_rig), before)


def test_what_is_encoded_has_no_tag() -> None:
    sections = parse(without_tags("a <lora:x:1> car"))
    assert "".join(span.text for section in sections for span in section).split() == ["a", "car"]
