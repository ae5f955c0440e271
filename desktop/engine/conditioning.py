"""Prompts become embeddings: weights, BREAK, clip skip and prompts of any length.

A chunk holds 75 tokens between a start and an end token; chunks are encoded one by one and laid end to end on
the token axis, which cross attention does not mind. The programs that made the prompt language do it so.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import torch

from desktop.core.errors import AppError
from desktop.engine.chunks import Token, split_into_chunks
from desktop.engine.components import LoadedModel

_CACHED_PROMPTS = 64


@dataclass(frozen=True, slots=True)
class Conditioning:
    """Embeddings (1, 77 * chunks, width) in the model's dtype; ``negative`` is None without guidance."""

    positive: torch.Tensor
    negative: torch.Tensor | None


class Conditioner:
    """Encodes prompts and remembers the last ones. Lives on the engine's thread."""

    def __init__(self) -> None:
        self._cache: OrderedDict[tuple[str, str, int, int], torch.Tensor] = OrderedDict()

    def clear(self) -> None:
        self._cache.clear()

    def encode(
        self, loaded: LoadedModel, prompt: str, negative: str, clip_skip: int, guided: bool
    ) -> Conditioning:
        """Embeddings of both prompts, equally long; raises AppError("bad_value") for the clip skip."""
        layers = loaded.parts["text_encoder"].config.num_hidden_layers
        if clip_skip > layers:
            raise AppError(
                "bad_value",
                f"Clip skip {clip_skip} is too high: {loaded.info.title} has {layers} text encoder layers.",
                f"Choose 1 to {layers}.",
            )
        if not guided:
            count = len(self._chunks(loaded, prompt))
            return Conditioning(self._encode(loaded, prompt, clip_skip, count), None)
        count = max(len(self._chunks(loaded, text)) for text in (prompt, negative))
        return Conditioning(
            self._encode(loaded, prompt, clip_skip, count), self._encode(loaded, negative, clip_skip, count)
        )

    def _chunks(self, loaded: LoadedModel, prompt: str) -> list[list[Token]]:
        tokenizer = loaded.parts["tokenizer"]

        def encode(text: str) -> list[int]:
            ids: list[int] = tokenizer(text, add_special_tokens=False, verbose=False).input_ids
            return ids

        return split_into_chunks(prompt, encode, _chunk_length(loaded))

    def _encode(self, loaded: LoadedModel, prompt: str, clip_skip: int, count: int) -> torch.Tensor:
        key = (loaded.key, prompt, clip_skip, count)
        if key not in self._cache:
            chunks = self._chunks(loaded, prompt)
            chunks += [[]] * (count - len(chunks))
            encoded = [_encode_chunk(loaded, chunk, clip_skip) for chunk in chunks]
            self._cache[key] = torch.cat(encoded, dim=1)
            while len(self._cache) > _CACHED_PROMPTS:
                self._cache.popitem(last=False)
        self._cache.move_to_end(key)
        return self._cache[key]


def _chunk_length(loaded: LoadedModel) -> int:
    return int(loaded.parts["text_encoder"].config.max_position_embeddings) - 2


@torch.no_grad()
def _encode_chunk(loaded: LoadedModel, chunk: list[Token], clip_skip: int) -> torch.Tensor:
    """One chunk as (1, 77, width)."""
    tokenizer, encoder = loaded.parts["tokenizer"], loaded.parts["text_encoder"]
    padding = _chunk_length(loaded) - len(chunk)
    ids = [tokenizer.bos_token_id, *(token.id for token in chunk), tokenizer.eos_token_id]
    ids += [tokenizer.pad_token_id] * padding
    batch = torch.tensor([ids], device=encoder.device)
    embeddings = _hidden_states(encoder, batch, clip_skip)
    if all(token.weight == 1.0 for token in chunk):
        return embeddings
    weights = torch.ones(len(ids), device=encoder.device, dtype=embeddings.dtype)
    weights[1 : len(chunk) + 1] = torch.tensor([token.weight for token in chunk], dtype=embeddings.dtype)
    weighted = embeddings * weights[:, None]
    if loaded.info.family.emphasis_keeps_mean:
        weighted *= embeddings.mean() / weighted.mean()
    return weighted


def _hidden_states(encoder: Any, batch: torch.Tensor, clip_skip: int) -> torch.Tensor:
    output = encoder(batch, output_hidden_states=clip_skip > 1)
    hidden: torch.Tensor = output.last_hidden_state
    if clip_skip > 1:
        text_model = getattr(encoder, "text_model", encoder)  # a level that transformers 5 removed
        hidden = text_model.final_layer_norm(output.hidden_states[-clip_skip])
    return hidden
