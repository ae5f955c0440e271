"""Prompts split into chunks that a CLIP text encoder can read. Knows no torch: the window counts with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.core.prompts import parse

CHUNK_LENGTH = 75
"""What fits between the start and the end token of CLIP's 77 positions."""

# A phrase this short is moved whole to the next chunk rather than cut, if a comma stands before it.
_COMMA_REACH = 20

Encode = Callable[[str], list[int]]
"""Text to vocabulary ids, without start and end tokens."""


@dataclass(frozen=True, slots=True)
class Token:
    """A vocabulary id and the factor for its embedding."""

    id: int
    weight: float


def split_into_chunks(prompt: str, encode: Encode, length: int = CHUNK_LENGTH) -> list[list[Token]]:
    """Tokens with weights in chunks of at most ``length``; at least one chunk, each BREAK starts another."""
    commas = encode(",")
    comma = commas[0] if len(commas) == 1 else None
    chunks: list[list[Token]] = []
    for section in parse(prompt):
        rest = [Token(token_id, span.weight) for span in section for token_id in encode(span.text)]
        while len(rest) > length:
            cut = _cut_after_comma(rest, length, comma)
            chunks.append(rest[:cut])
            rest = rest[cut:]
        chunks.append(rest)
    return chunks


def _cut_after_comma(tokens: list[Token], length: int, comma: int | None) -> int:
    for cut in range(length, max(0, length - _COMMA_REACH), -1):
        if tokens[cut - 1].id == comma:
            return cut
    return length
