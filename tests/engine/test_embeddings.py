from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from desktop.core.errors import AppError
from desktop.core.events import Failed, Finished
from desktop.core.geometry import Size
from desktop.core.hashes import file_sha256
from desktop.core.identify.identified import Container, Identified, Kind
from desktop.core.jobs import CancelToken
from desktop.core.models import ModelInfo
from desktop.engine.components import LoadedModel
from desktop.engine.conditioning import Conditioner
from desktop.engine.embeddings import readable
from tests.engine.conftest import Rig
from tests.helpers.adapter_files import save
from tests.helpers.tiny import info_for

WIDTH = 32


def embedding(path: Path, tensors: Mapping[str, torch.Tensor], *fits: str) -> ModelInfo:
    """A file of the tiny models' width, as the library would list it."""
    save(path, tensors)
    seen = Identified(kind=Kind.EMBEDDING, container=Container.SAFETENSORS, fits=fits)
    return replace(info_for(path), name=path.stem, kind=Kind.EMBEDDING, identified=seen)


@pytest.fixture
def loaded(tiny_rig: Rig) -> LoadedModel:
    """The tiny model's parts."""
    bench = tiny_rig.engine._bench
    return bench.components.load(tiny_rig.models["tiny"], CancelToken())


def encoded(loaded: LoadedModel, prompt: str) -> torch.Tensor:
    return Conditioner().encode(loaded, prompt, "", 1, guided=False).positive


def vectors_of(loaded: LoadedModel, words: str, encoder: str = "text_encoder") -> torch.Tensor:
    """What the encoder's own table holds for these words: an embedding of them must read the same."""
    tokenizer = loaded.parts[encoder.replace("text_encoder", "tokenizer")]
    ids = tokenizer(words, add_special_tokens=False).input_ids
    return loaded.parts[encoder].get_input_embeddings().weight[ids].detach().clone()


@pytest.mark.parametrize("key", ["emb_params", "<car>"])
def test_vectors_stand_for_tokens(loaded: LoadedModel, tmp_path: Path, key: str) -> None:
    vectors = vectors_of(loaded, "blue car")
    assert len(vectors) > 1
    info = embedding(tmp_path / "thing.safetensors", {key: vectors})
    with readable(loaded, [info]) as reader:
        made = encoded(reader, "a thing, on (embedding:THING:1.3) grass")
    assert torch.equal(made, encoded(loaded, "a blue car, on (blue car:1.3) grass"))


def test_encoder_and_tokenizer_are_as_before(loaded: LoadedModel, tmp_path: Path) -> None:
    known = len(loaded.parts["tokenizer"])
    before = encoded(loaded, "a thing")
    info = embedding(tmp_path / "thing.safetensors", {"emb_params": torch.ones(3, WIDTH)})
    with readable(loaded, [info]) as reader:
        assert not torch.equal(encoded(reader, "a thing"), before)
    assert torch.equal(encoded(loaded, "a thing"), before)
    assert len(loaded.parts["tokenizer"]) == known
    network = loaded.parts["text_encoder"]
    assert network.get_input_embeddings().num_embeddings == network.config.vocab_size
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())


def test_vectors_of_another_width_are_a_wrong_base(loaded: LoadedModel, tmp_path: Path) -> None:
    info = embedding(tmp_path / "thing.safetensors", {"emb_params": torch.ones(3, 768)})
    with pytest.raises(AppError) as caught, readable(loaded, [info]):
        pass
    assert caught.value.code == "wrong_base"


def test_a_damaged_file_is_told(loaded: LoadedModel, tmp_path: Path) -> None:
    info = embedding(tmp_path / "thing.safetensors", {"emb_params": torch.ones(3, WIDTH)})
    info.path.write_bytes(b"\1\0\0\0\0\0\0\0{")
    with pytest.raises(AppError) as caught, readable(loaded, [info]):
        pass
    assert caught.value.code == "model_damaged"


def test_both_encoders_of_sdxl_read_their_own_vectors(
    rig: Rig, families: dict[str, Path], tmp_path: Path
) -> None:
    loaded = rig.engine._bench.components.load(info_for(families["sdxl"], "sdxl"), CancelToken())
    tensors = {
        "clip_l": vectors_of(loaded, "blue car"),
        "clip_g": vectors_of(loaded, "blue car", "text_encoder_2"),
    }
    info = embedding(tmp_path / "thing.safetensors", tensors, "sdxl")
    with readable(loaded, [info]) as reader:
        made = Conditioner().encode(reader, "a thing here", "thing", 1, guided=True)
    plain = Conditioner().encode(loaded, "a blue car here", "blue car", 1, guided=True)
    for name in ("positive", "negative", "positive_pooled", "negative_pooled"):
        assert torch.equal(getattr(made, name), getattr(plain, name)), name


def draw(rig: Rig, prompt: str, **settings: Any) -> np.ndarray[Any, Any]:
    events = rig.run(prompt=prompt, steps=2, model="tiny", size=Size(64, 64), **settings)
    assert isinstance(events[-1], Finished), events[-1]
    return rig.pictures()[-1].pixels.array


def test_a_job_uses_what_its_prompts_name(tiny_rig: Rig, tmp_path: Path) -> None:
    thing = embedding(tmp_path / "thing.safetensors", {"emb_params": torch.ones(2, WIDTH)})
    before = draw(tiny_rig, "a thing")
    tiny_rig.adapters[:] = [thing]
    try:
        changed = draw(tiny_rig, "a thing")
        record = tiny_rig.pictures()[-1].record
        negative = draw(tiny_rig, "a car", negative_prompt="embedding:thing")
    finally:
        tiny_rig.adapters.clear()
    assert not np.array_equal(before, changed)
    assert not np.array_equal(negative, draw(tiny_rig, "a car", negative_prompt="embed thing"))
    assert record.provenance.embedding_sha256 == {"thing": file_sha256(thing.path)}
    assert np.array_equal(draw(tiny_rig, "a thing"), before)


def test_one_made_for_another_family_is_a_word_unless_it_is_asked_for(tiny_rig: Rig, tmp_path: Path) -> None:
    before = draw(tiny_rig, "a thing")
    tiny_rig.adapters[:] = [embedding(tmp_path / "thing.safetensors", {"clip_l": torch.ones(1, 8)}, "sdxl")]
    try:
        assert np.array_equal(draw(tiny_rig, "a thing"), before)
        failed = tiny_rig.run(prompt="embedding:thing", model="tiny")[-1]
    finally:
        tiny_rig.adapters.clear()
    assert isinstance(failed, Failed)
    assert failed.error.code == "wrong_base"


def test_an_unknown_name_after_embedding_fails(tiny_rig: Rig) -> None:
    failed = tiny_rig.run(prompt="a car, embedding:nothing", model="tiny")[-1]
    assert isinstance(failed, Failed)
    assert failed.error.code == "adapter_missing"
