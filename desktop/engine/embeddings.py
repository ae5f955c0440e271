"""Textual inversions (Gal et al., 2022): learned vectors that stand in a prompt as if they were words.

The tokenizer and the table of the text encoder's words stay as they are: while a prompt is read, each vector
takes the place of a token that the encoder knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import torch
from safetensors import SafetensorError

from desktop.core.adapters import EmbeddingNames, EmbeddingWord
from desktop.core.errors import AppError
from desktop.core.models import ModelInfo
from desktop.engine.components import LoadedModel
from desktop.engine.modules import read_tensors

_ENCODERS = {"clip_l": "text_encoder", "clip_g": "text_encoder_2"}
"""Of files that hold vectors for several; the others are for the family's first encoder."""
_PLACEHOLDER = 0


@contextmanager
def readable(loaded: LoadedModel, chosen: Sequence[ModelInfo]) -> Iterator[LoadedModel]:
    """The model with tokenizers that know the textual inversions and encoders that read them, for a while.

    Raises AppError("model_damaged") for a file that can't be read, ("wrong_base") for another width.
    """
    if not chosen:
        yield loaded
        return
    vectors = {info.name: _read(info, loaded) for info in chosen}
    names = EmbeddingNames(vectors)
    parts = dict(loaded.parts)
    with ExitStack() as hooks:
        for encoder in loaded.info.family.encoders:
            network = loaded.parts[encoder.name]
            mine = {name: found[encoder.name] for name, found in vectors.items() if encoder.name in found}
            words = _Words(network, mine)
            parts[encoder.tokenizer] = _Tokenizer(loaded.parts[encoder.tokenizer], names, words.ids)
            hooks.callback(network.register_forward_pre_hook(words.hide).remove)
            hooks.callback(network.get_input_embeddings().register_forward_hook(words.put).remove)
        yield replace(loaded, parts=parts)


def _read(info: ModelInfo, loaded: LoadedModel) -> Mapping[str, torch.Tensor]:
    """Vectors (n, width) by the encoder that reads them."""
    try:
        tensors = read_tensors([info.path])
    except (SafetensorError, OSError) as error:
        raise AppError(
            "model_damaged",
            f"The textual inversion {info.name} can't be read: it is missing or damaged.",
            "Copy or download it again.",
            f"{info.path}: {error}",
        ) from None
    first = loaded.info.family.encoders[0].name
    several = _ENCODERS.keys() & tensors.keys()
    named = {_ENCODERS[name]: tensors[name] for name in several} or {
        first: tensors.get("emb_params", next(iter(tensors.values()), torch.empty(0, 0)))
    }
    found = {}
    for encoder in loaded.info.family.encoders:
        table = loaded.parts[encoder.name].get_input_embeddings().weight
        if encoder.name not in named:
            continue
        read = named[encoder.name]
        read = read[None] if read.ndim == 1 else read
        if read.ndim != 2 or read.shape[1] != table.shape[1] or len(read) == 0:
            raise AppError(
                "wrong_base",
                f"The textual inversion {info.name} does not fit {loaded.info.title}: its vectors are of "
                "another width.",
                f"Choose one made for {loaded.info.family.title} models.",
                f"{info.path}: {tuple(read.shape)} for {encoder.name} of width {table.shape[1]}",
            )
        found[encoder.name] = read.to(dtype=torch.float32, copy=True)
    return found


class _Words:
    """The vectors of one encoder, as token ids beyond its vocabulary."""

    def __init__(self, network: Any, vectors: Mapping[str, torch.Tensor]) -> None:
        self._first = int(network.config.vocab_size)
        self._table = torch.cat(list(vectors.values())) if vectors else torch.empty(0)
        self.ids: dict[str, list[int]] = {}
        start = self._first
        for name, found in vectors.items():
            self.ids[name] = list(range(start, start + len(found)))
            start += len(found)
        self._batch = torch.empty(0, dtype=torch.long)

    def hide(self, network: Any, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        """Before the encoder: it takes the highest id for the prompt's end, and knows no others."""
        self._batch = inputs[0]
        return (self._batch.masked_fill(self._batch >= self._first, _PLACEHOLDER), *inputs[1:])

    def put(self, table: Any, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> torch.Tensor:
        """After the encoder's table of words."""
        learned = self._batch >= self._first
        if not bool(learned.any()):
            return output
        output = output.clone()
        output[learned] = self._table.to(output)[self._batch[learned] - self._first]
        return output


class _Tokenizer:
    """A tokenizer that knows some more words. Stands in for it where prompts are encoded."""

    def __init__(self, tokenizer: Any, names: EmbeddingNames, ids: Mapping[str, list[int]]) -> None:
        self._tokenizer = tokenizer
        self._names = names
        self._ids = ids
        self.bos_token_id = tokenizer.bos_token_id
        self.eos_token_id = tokenizer.eos_token_id
        self.pad_token_id = tokenizer.pad_token_id

    def __call__(self, text: str, **options: Any) -> SimpleNamespace:
        ids: list[int] = []
        for piece in self._names.split(text):
            if isinstance(piece, EmbeddingWord):
                # An encoder that the file has no vectors for reads nothing in its place.
                ids += self._ids.get(piece.name, [])
            else:
                ids += self._tokenizer(piece, **options).input_ids
        return SimpleNamespace(input_ids=ids)
