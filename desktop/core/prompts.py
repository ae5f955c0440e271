r"""The prompt language of CLIP models: weights, escapes and BREAK.

The syntax that users know from other programs, read from its published description:

- ``(word)`` multiplies the weight by 1.1, ``[word]`` divides it by 1.1, both nest;
- ``(word:1.3)`` multiplies it by 1.3;
- ``\(``, ``\)``, ``\[``, ``\]`` and ``\\`` are the characters themselves;
- ``BREAK`` as a word of its own ends the chunk of 75 tokens;
- a bracket that is never closed counts to the end, a closing one without an opening one is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ROUND = 1.1
SQUARE = 1 / 1.1
MAX_WEIGHT = 10.0

_TOKEN = re.compile(
    r"""
    \\(?P<escaped>[\\()\[\]])
    |(?P<open>[(\[])
    |:\s*(?P<weight>[+-]?(?:\d+\.?\d*|\.\d+))\s*\)
    |(?P<close>[)\]])
    |\b(?P<end>BREAK)\b
    |(?P<text>[^\\()\[\]:B]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of prompt and the factor for its tokens' embeddings, within ±10."""

    text: str
    weight: float


def parse(prompt: str) -> tuple[tuple[Span, ...], ...]:
    """Split a prompt into sections (at BREAK), each into spans of one weight. Never raises.

    Neighbours of equal weight are joined; a prompt without text gives one section with no spans.
    """
    pieces: list[str | None] = []  # None stands for BREAK
    weights: list[float] = []
    opened: dict[str, list[int]] = {"(": [], "[": []}

    def scale(start: int, factor: float) -> None:
        for index in range(start, len(weights)):
            weights[index] *= factor

    def add(text: str | None) -> None:
        pieces.append(text)
        weights.append(1.0)

    for match in _TOKEN.finditer(prompt):
        match match.lastgroup:
            case "open":
                opened[match["open"]].append(len(pieces))
            case "weight" if opened["("]:
                scale(opened["("].pop(), float(match["weight"]))
            case "close" if match["close"] == ")" and opened["("]:
                scale(opened["("].pop(), ROUND)
            case "close" if match["close"] == "]" and opened["["]:
                scale(opened["["].pop(), SQUARE)
            case "end":
                add(None)
            case "escaped":
                add(match["escaped"])
            case _:
                add(match[0])
    for start in opened["("]:
        scale(start, ROUND)
    for start in opened["["]:
        scale(start, SQUARE)
    return _joined(pieces, weights)


def _joined(pieces: list[str | None], weights: list[float]) -> tuple[tuple[Span, ...], ...]:
    sections: list[list[Span]] = [[]]
    for text, weight in zip(pieces, weights, strict=True):
        if text is None:
            sections.append([])
            continue
        spans = sections[-1]
        weight = max(-MAX_WEIGHT, min(MAX_WEIGHT, weight))
        if spans and spans[-1].weight == weight:
            spans[-1] = Span(spans[-1].text + text, weight)
        else:
            spans.append(Span(text, weight))
    return tuple(tuple(spans) for spans in sections)
