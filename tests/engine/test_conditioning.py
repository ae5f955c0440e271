from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import StableDiffusion3Pipeline, StableDiffusionPipeline, StableDiffusionXLPipeline

from desktop.core.errors import AppError
from desktop.core.jobs import CancelToken
from desktop.engine.chunks import Token, split_into_chunks
from desktop.engine.components import Components, LoadedModel
from desktop.engine.conditioning import Conditioner, Conditioning
from desktop.engine.device import Machine, plan
from tests.helpers.tiny import info_for, save_tiny_sd, starter_info


@pytest.fixture(scope="module")
def starter() -> LoadedModel:
    components = Components(plan(Machine(2, 2, 8 * 2**30)))
    return components.load(starter_info(), CancelToken())


@pytest.fixture(scope="module")
def sdxl(families: dict[str, Path]) -> LoadedModel:
    components = Components(plan(Machine(2, 2, 8 * 2**30)))
    return components.load(info_for(families["sdxl"], "sdxl"), CancelToken())


@pytest.fixture(scope="module")
def sd3(families: dict[str, Path]) -> LoadedModel:
    components = Components(plan(Machine(2, 2, 8 * 2**30)))
    return components.load(info_for(families["sd3"], "sd3"), CancelToken())


def chunks_of(loaded: LoadedModel, prompt: str) -> list[list[Token]]:
    tokenizer = loaded.parts["tokenizer"]
    return split_into_chunks(
        prompt, lambda text: tokenizer(text, add_special_tokens=False, verbose=False).input_ids
    )


def test_a_plain_prompt_gives_what_diffusers_gives(starter: LoadedModel) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(starter.info.path, dtype=torch.float32)
    positive, negative = pipeline.encode_prompt("two penguins, flat", "cpu", 1, True, "red")
    ours = Conditioner().encode(starter, "two penguins, flat", "red", 1, guided=True)
    assert torch.equal(ours.positive, positive)
    assert torch.equal(ours.negative, negative)


def test_clip_skip_two_takes_the_layer_before_the_last(starter: LoadedModel) -> None:
    tokenizer, encoder = starter.parts["tokenizer"], starter.parts["text_encoder"]
    batch = tokenizer("a pear", padding="max_length", max_length=77, return_tensors="pt").input_ids
    with torch.no_grad():
        output = encoder(batch, output_hidden_states=True)
        expected = encoder.final_layer_norm(output.hidden_states[-2])
    ours = Conditioner().encode(starter, "a pear", "", 2, guided=False).positive
    assert torch.equal(ours, expected)
    assert not torch.equal(ours, output.last_hidden_state)


def test_without_guidance_there_is_no_negative(starter: LoadedModel) -> None:
    assert Conditioner().encode(starter, "a pear", "red", 1, guided=False).negative is None


def test_a_long_prompt_is_chunked_not_cut(starter: LoadedModel) -> None:
    prompt = "a red apple " * 60
    conditioning = Conditioner().encode(starter, prompt, "", 1, guided=True)
    tokens = len(starter.parts["tokenizer"](prompt, add_special_tokens=False, verbose=False).input_ids)
    assert tokens > 150
    chunks = chunks_of(starter, prompt)
    assert sum(len(chunk) for chunk in chunks) == tokens
    assert all(len(chunk) <= 75 for chunk in chunks)
    assert conditioning.positive.shape == (1, 77 * len(chunks), 192)
    assert conditioning.negative is not None
    assert conditioning.negative.shape == conditioning.positive.shape


def test_a_phrase_is_moved_whole_to_the_next_chunk(starter: LoadedModel) -> None:
    tokenizer = starter.parts["tokenizer"]
    words = "a apple," * 24 + " blue car blue car blue car blue car"
    first, second = chunks_of(starter, words)
    assert tokenizer.decode([token.id for token in first]).strip().endswith(",")
    assert "car" in tokenizer.decode([token.id for token in second])


def test_break_starts_another_chunk(starter: LoadedModel) -> None:
    assert len(chunks_of(starter, "a car BREAK a tree")) == 2


def test_a_weight_of_one_changes_nothing(starter: LoadedModel) -> None:
    plain = Conditioner().encode(starter, "a red car", "", 1, guided=False).positive
    weighted = Conditioner().encode(starter, "a (red:1.0) car", "", 1, guided=False).positive
    assert torch.equal(plain, weighted)


def test_a_weight_multiplies_its_own_tokens_alone(starter: LoadedModel) -> None:
    plain = Conditioner().encode(starter, "a red car", "", 1, guided=False).positive[0]
    weighted = Conditioner().encode(starter, "a (red:1.5) car", "", 1, guided=False).positive[0]
    assert torch.allclose(weighted[2], plain[2] * 1.5)
    assert torch.equal(weighted[[0, 1, 3, 4]], plain[[0, 1, 3, 4]])


def test_sd1_keeps_the_mean_as_other_programs_do(tmp_path: Path) -> None:
    info = info_for(save_tiny_sd(tmp_path / "sd1", cross_attention_dim=768), family="sd1")
    loaded = Components(plan(Machine(2, 2, 8 * 2**30))).load(info, CancelToken())
    plain = Conditioner().encode(loaded, "a red car", "", 1, guided=False).positive
    by_hand = plain.clone()
    by_hand[0, 2] *= 1.5
    by_hand *= plain.mean() / by_hand.mean()
    weighted = Conditioner().encode(loaded, "a (red:1.5) car", "", 1, guided=False).positive
    assert torch.allclose(weighted, by_hand, rtol=1e-5)


def test_a_repeated_prompt_is_not_encoded_again(starter: LoadedModel) -> None:
    conditioner = Conditioner()
    first = conditioner.encode(starter, "a pear", "", 1, guided=True)
    second = conditioner.encode(starter, "a pear", "", 1, guided=True)
    assert first.positive is second.positive


def test_a_clip_skip_beyond_the_layers_is_refused(starter: LoadedModel) -> None:
    with pytest.raises(AppError, match="Clip skip 5"):
        Conditioner().encode(starter, "a pear", "", 5, guided=True)


def test_two_encoders_give_what_diffusers_gives(sdxl: LoadedModel) -> None:
    pipeline = StableDiffusionXLPipeline.from_pretrained(sdxl.info.path, dtype=torch.float32)
    theirs = pipeline.encode_prompt("a red car", device="cpu", negative_prompt="blue")
    assert_equal(Conditioner().encode(sdxl, "a red car", "blue", 1, guided=True), theirs)


def test_no_negative_prompt_is_zeros_where_models_were_trained_so(sdxl: LoadedModel) -> None:
    pipeline = StableDiffusionXLPipeline.from_pretrained(sdxl.info.path, dtype=torch.float32)
    theirs = pipeline.encode_prompt("a red car", device="cpu")
    assert_equal(Conditioner().encode(sdxl, "a red car", " ", 1, guided=True), theirs)
    assert not theirs[1].any()


def test_three_encoders_give_what_diffusers_gives(sd3: LoadedModel) -> None:
    pipeline = StableDiffusion3Pipeline.from_pretrained(sd3.info.path, dtype=torch.float32)
    with torch.no_grad():  # with gradients attention takes another way, and rounds otherwise
        theirs = pipeline.encode_prompt("a red car", None, None, device="cpu", negative_prompt="blue")
    assert_equal(Conditioner().encode(sd3, "a red car", "blue", 1, guided=True), theirs)


def test_clip_skip_counts_from_the_layer_that_the_family_reads(sdxl: LoadedModel, sd3: LoadedModel) -> None:
    pipeline = StableDiffusionXLPipeline.from_pretrained(sdxl.info.path, dtype=torch.float32)
    theirs = pipeline.encode_prompt("a red car", device="cpu", clip_skip=1)
    assert torch.equal(Conditioner().encode(sdxl, "a red car", "", 2, guided=False).positive, theirs[0])
    with pytest.raises(AppError, match="Choose 1 to 2"):
        Conditioner().encode(sd3, "a red car", "", 3, guided=False)


@pytest.mark.parametrize("width", [32, 40])
def test_a_weight_works_on_both_encoders_and_keeps_each_ones_mean(sdxl: LoadedModel, width: int) -> None:
    columns = slice(0, 32) if width == 32 else slice(32, 72)
    plain = Conditioner().encode(sdxl, "a red car", "", 1, guided=False)
    by_hand = plain.positive[0, :, columns].clone()
    mean = by_hand.mean()
    by_hand[2] *= 1.2  # start, a, red
    by_hand *= mean / by_hand.mean()
    weighted = Conditioner().encode(sdxl, "a (red:1.2) car", "", 1, guided=False)
    assert torch.allclose(weighted.positive[0, :, columns], by_hand, rtol=1e-4, atol=1e-6)
    assert torch.equal(weighted.positive_pooled, plain.positive_pooled)


def test_a_weight_works_on_clip_and_t5(sd3: LoadedModel) -> None:
    plain = Conditioner().encode(sd3, "a red car", "", 1, guided=False).positive[0]
    weighted = Conditioner().encode(sd3, "(a red car:2)", "", 1, guided=False).positive[0]
    tokens = len(sd3.parts["tokenizer_3"]("a red car", add_special_tokens=False).input_ids)
    assert torch.allclose(weighted[77 : 77 + tokens], 2 * plain[77 : 77 + tokens])
    assert torch.equal(weighted[77 + tokens :], plain[77 + tokens :])
    clip = [1, 2, 3]  # between start and end
    assert torch.allclose(weighted[clip], 2 * plain[clip])
    assert torch.equal(weighted[[0, *range(4, 77)]], plain[[0, *range(4, 77)]])


def test_long_prompts_are_chunked_for_every_encoder(sdxl: LoadedModel, sd3: LoadedModel) -> None:
    prompt = "a red apple " * 60
    of_sdxl = Conditioner().encode(sdxl, prompt, "blue", 1, guided=True)
    chunks = len(chunks_of(sdxl, prompt))
    assert chunks > 2
    assert of_sdxl.positive.shape == of_sdxl.negative.shape == (1, 77 * chunks, 72)
    assert of_sdxl.positive_pooled.shape == (1, 40)
    of_sd3 = Conditioner().encode(sd3, prompt, "blue", 1, guided=True)
    long = of_sd3.positive.shape[1] - 77 * chunks
    assert long % 256 == 0
    assert long >= len(sd3.parts["tokenizer_3"](prompt).input_ids) > 256
    assert of_sd3.positive.shape == of_sd3.negative.shape == (1, 77 * chunks + long, 80)


def test_the_summary_is_that_of_the_first_chunk(sdxl: LoadedModel) -> None:
    first = Conditioner().encode(sdxl, "a red car", "", 1, guided=False).positive_pooled
    both = Conditioner().encode(sdxl, "a red car BREAK a tree", "", 1, guided=False).positive_pooled
    assert torch.equal(both, first)


def test_without_t5_its_part_is_zeros(sd3: LoadedModel) -> None:
    parts = {name: part for name, part in sd3.parts.items() if not name.endswith("_3")}
    without = replace(sd3, parts=parts, key="without")
    embeddings = Conditioner().encode(without, "a red car", "", 1, guided=False).positive
    assert embeddings.shape == (1, 77 + 256, 80)
    assert not embeddings[:, 77:].any()


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_t5_gives_what_diffusers_gives_in_half_precision(
    families: dict[str, Path], dtype: torch.dtype
) -> None:
    half = replace(plan(Machine(2, 2, 8 * 2**30)), dtype=dtype)
    loaded = Components(half).load(info_for(families["sd3"], "sd3"), CancelToken())
    pipeline = StableDiffusion3Pipeline.from_pretrained(families["sd3"], dtype=dtype)
    with torch.no_grad():
        theirs = pipeline.encode_prompt("a red car", None, None, device="cpu", negative_prompt="blue")
    ours = Conditioner().encode(loaded, "a red car", "blue", 1, guided=True)
    assert ours.positive.dtype == dtype
    assert_equal(ours, theirs)
    mine = {name: tensor.dtype for name, tensor in loaded.parts["text_encoder_3"].state_dict().items()}
    assert mine == {name: tensor.dtype for name, tensor in pipeline.text_encoder_3.state_dict().items()}


def assert_equal(ours: Conditioning, theirs: tuple[torch.Tensor, ...]) -> None:
    mine = (ours.positive, ours.negative, ours.positive_pooled, ours.negative_pooled)
    assert all(torch.equal(one, other) for one, other in zip(mine, theirs, strict=True))
