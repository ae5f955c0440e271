"""Prompts become embeddings: weights, BREAK, clip skip and prompts of any length.

A chunk holds 75 tokens between a start and an end token; chunks are encoded one by one and laid end to end on
the token axis, which cross attention does not mind. The programs that made the prompt language do it so. What
several CLIP encoders read is laid side by side, what T5 reads follows after it (Esser et al., 2024).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F

from desktop.core.errors import AppError
from desktop.core.families import TextEncoder
from desktop.core.prompts import parse
from desktop.engine.chunks import Token, split_into_chunks
from desktop.engine.components import LoadedModel

_CACHED_PROMPTS = 64
_LONG_BLOCK = 256
"""T5 reads a prompt filled up to a multiple of it: what SD3's networks were trained with."""


@dataclass(frozen=True, slots=True)
class Conditioning:
    """Embeddings (1, tokens, width) in the model's dtype; ``negative`` is None without guidance.

    The pooled ones (1, width) sum up a whole prompt, for families that want it.
    """

    positive: torch.Tensor
    negative: torch.Tensor | None
    positive_pooled: torch.Tensor | None = None
    negative_pooled: torch.Tensor | None = None

    def inputs(self) -> dict[str, torch.Tensor | None]:
        """By the names that diffusers pipelines give them."""
        inputs = {"prompt_embeds": self.positive, "negative_prompt_embeds": self.negative}
        if self.positive_pooled is not None:
            inputs["pooled_prompt_embeds"] = self.positive_pooled
            inputs["negative_pooled_prompt_embeds"] = self.negative_pooled
        return inputs


@dataclass(frozen=True, slots=True)
class _Encoded:
    embeddings: torch.Tensor
    pooled: torch.Tensor | None


@dataclass(frozen=True, slots=True)
class _Lengths:
    """What the prompts of a picture are filled up to."""

    chunks: int
    long: int
    """Tokens of T5; 0 for families without."""


class Conditioner:
    """Encodes prompts and remembers the last ones. Lives on the engine's thread."""

    def __init__(self) -> None:
        self._cache: OrderedDict[tuple[str, str, int, _Lengths], _Encoded] = OrderedDict()

    def clear(self) -> None:
        self._cache.clear()

    def encode(
        self, loaded: LoadedModel, prompt: str, negative: str, clip_skip: int, guided: bool
    ) -> Conditioning:
        """Embeddings of both prompts, equally long; raises AppError("bad_value") for the clip skip."""
        _check_clip_skip(loaded, clip_skip)
        prompts = (prompt, negative) if guided else (prompt,)
        lengths = _Lengths(
            max(len(chunks) for text in prompts for chunks in _chunks(loaded, text)),
            max(_long_length(loaded, text) for text in prompts),
        )
        positive = self._encode(loaded, prompt, clip_skip, lengths)
        if not guided:
            return Conditioning(positive.embeddings, None, positive.pooled)
        if not negative.strip() and loaded.info.family.empty_negative_is_zero:
            nothing = None if positive.pooled is None else torch.zeros_like(positive.pooled)
            zeros = torch.zeros_like(positive.embeddings)
            return Conditioning(positive.embeddings, zeros, positive.pooled, nothing)
        other = self._encode(loaded, negative, clip_skip, lengths)
        return Conditioning(positive.embeddings, other.embeddings, positive.pooled, other.pooled)

    def _encode(self, loaded: LoadedModel, prompt: str, clip_skip: int, lengths: _Lengths) -> _Encoded:
        key = (loaded.key, prompt, clip_skip, lengths)
        if key not in self._cache:
            self._cache[key] = _encode(loaded, prompt, clip_skip, lengths)
            while len(self._cache) > _CACHED_PROMPTS:
                self._cache.popitem(last=False)
        self._cache.move_to_end(key)
        return self._cache[key]


def _check_clip_skip(loaded: LoadedModel, clip_skip: int) -> None:
    for encoder in loaded.info.family.encoders:
        layers = loaded.parts[encoder.name].config.num_hidden_layers
        most = layers - encoder.layer + 1
        if clip_skip > most:
            raise AppError(
                "bad_value",
                f"Clip skip {clip_skip} is too high: {loaded.info.title} has {layers} text encoder layers.",
                f"Choose 1 to {most}.",
            )


def _chunks(loaded: LoadedModel, prompt: str) -> list[list[list[Token]]]:
    """The prompt's chunks for each encoder."""
    return [_chunks_for(loaded, encoder, prompt) for encoder in loaded.info.family.encoders]


def _chunks_for(loaded: LoadedModel, encoder: TextEncoder, prompt: str) -> list[list[Token]]:
    tokenizer = loaded.parts[encoder.tokenizer]

    def encode(text: str) -> list[int]:
        ids: list[int] = tokenizer(text, add_special_tokens=False, verbose=False).input_ids
        return ids

    return split_into_chunks(prompt, encode, _chunk_length(loaded, encoder))


def _chunk_length(loaded: LoadedModel, encoder: TextEncoder) -> int:
    return int(loaded.parts[encoder.name].config.max_position_embeddings) - 2


@torch.no_grad()
def _encode(loaded: LoadedModel, prompt: str, clip_skip: int, lengths: _Lengths) -> _Encoded:
    encoded = []
    for encoder in loaded.info.family.encoders:
        chunks = _chunks_for(loaded, encoder, prompt)
        chunks += [[]] * (lengths.chunks - len(chunks))
        read = [_encode_chunk(loaded, encoder, chunk, clip_skip) for chunk in chunks]
        # The first chunk says what a prompt is about: other programs take its summary, too.
        encoded.append(_Encoded(torch.cat([chunk.embeddings for chunk in read], dim=1), read[0].pooled))
    embeddings = torch.cat([one.embeddings for one in encoded], dim=-1)
    pooled = [one.pooled for one in encoded if one.pooled is not None]
    if lengths.long:
        long = _encode_long(loaded, prompt, lengths.long, embeddings)
        widened = F.pad(embeddings, (0, long.shape[-1] - embeddings.shape[-1]))
        embeddings = torch.cat([widened, long], dim=1)
    return _Encoded(embeddings, torch.cat(pooled, dim=-1) if pooled else None)


def _encode_chunk(loaded: LoadedModel, encoder: TextEncoder, chunk: list[Token], clip_skip: int) -> _Encoded:
    """One chunk as (1, 77, width) and, if wanted, its summary (1, width)."""
    tokenizer, network = loaded.parts[encoder.tokenizer], loaded.parts[encoder.name]
    padding = _chunk_length(loaded, encoder) - len(chunk)
    ids = [tokenizer.bos_token_id, *(token.id for token in chunk), tokenizer.eos_token_id]
    ids += [tokenizer.pad_token_id] * padding
    read = _read(network, encoder, torch.tensor([ids], device=loaded.device), clip_skip)
    weights = [1.0, *(token.weight for token in chunk), *[1.0] * (padding + 1)]
    weighted = _weighted(read.embeddings, weights)
    if weighted is not read.embeddings and loaded.info.family.emphasis_keeps_mean:
        weighted *= read.embeddings.mean() / weighted.mean()
    return _Encoded(weighted, read.pooled)


def _read(network: Any, encoder: TextEncoder, batch: torch.Tensor, clip_skip: int) -> _Encoded:
    layer = encoder.layer + clip_skip - 1
    output = network(batch, output_hidden_states=layer > 1)
    hidden: torch.Tensor = output.last_hidden_state
    if layer > 1:
        hidden = output.hidden_states[-layer]
        if encoder.normed:
            text_model = getattr(network, "text_model", network)  # a level that transformers 5 removed
            hidden = text_model.final_layer_norm(hidden)
    return _Encoded(hidden, output.text_embeds if encoder.pooled else None)


def _long_tokens(loaded: LoadedModel, prompt: str) -> list[Token]:
    """For T5, which reads a prompt as a whole: BREAK means nothing to it."""
    encoder = loaded.info.family.long_encoder
    if encoder is None or encoder.tokenizer not in loaded.parts:
        return []
    tokenizer = loaded.parts[encoder.tokenizer]
    tokens = [
        Token(token_id, span.weight)
        for section in parse(prompt)
        for span in section
        for token_id in tokenizer(span.text, add_special_tokens=False, verbose=False).input_ids
    ]
    return [*tokens, Token(tokenizer.eos_token_id, 1.0)]


def _long_length(loaded: LoadedModel, prompt: str) -> int:
    if loaded.info.family.long_encoder is None:
        return 0
    return max(1, -(-len(_long_tokens(loaded, prompt)) // _LONG_BLOCK)) * _LONG_BLOCK


def _encode_long(loaded: LoadedModel, prompt: str, length: int, like: torch.Tensor) -> torch.Tensor:
    """(1, length, width); zeros without T5, as its networks were trained to take."""
    encoder = loaded.info.family.long_encoder
    if encoder is None or encoder.name not in loaded.parts:
        width = loaded.denoiser.config.joint_attention_dim
        return torch.zeros(1, length, width, device=like.device, dtype=like.dtype)
    tokenizer, network = loaded.parts[encoder.tokenizer], loaded.parts[encoder.name]
    tokens = _long_tokens(loaded, prompt)
    padding = length - len(tokens)
    ids = [*(token.id for token in tokens), *[tokenizer.pad_token_id] * padding]
    hidden = network(torch.tensor([ids], device=loaded.device))[0].to(like.dtype)
    return _weighted(hidden, [*(token.weight for token in tokens), *[1.0] * padding])


def _weighted(embeddings: torch.Tensor, weights: list[float]) -> torch.Tensor:
    """Each token's embedding times its weight; the very same tensor when all are 1."""
    if all(weight == 1.0 for weight in weights):
        return embeddings
    factors = torch.tensor(weights, device=embeddings.device, dtype=embeddings.dtype)
    return embeddings * factors[:, None]
