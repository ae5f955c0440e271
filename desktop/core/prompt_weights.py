"""Weighing words of a prompt by hand: ``word`` becomes ``(word:1.1)``, and plain again at 1.0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.core.prompts import MAX_WEIGHT, ROUND, SQUARE

STEP = 0.1

_WORD = re.compile(r"(?:\\.|[^\s\\,;:|()\[\]{}<>$])+")
_BRACKET = re.compile(r"\\.|[()\[\]]", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_EXPLICIT = re.compile(r":\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$")


@dataclass(frozen=True, slots=True)
class Edit:
    """What to put in place of ``start`` to ``end``; ``select`` is to be selected then. Indices into str."""

    start: int
    end: int
    text: str
    select: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Group:
    """Brackets from ``start`` to ``end``, the words between ``inner`` ones, and their weight."""

    start: int
    end: int
    inner: tuple[int, int]
    weight: float


def weighed(prompt: str, start: int, end: int, steps: int) -> Edit | None:
    """Raise (or with negative ``steps`` lower) the weight of a selection by tenths; None: nothing to weigh.

    Without a selection (``start == end``) it is the innermost weighted group around the cursor, or else the
    word there. ``(word)`` and ``[word]`` become numbers. Weights stay between 0 and 10.
    """
    groups = list(_groups(prompt))
    if start == end:
        around = [group for group in groups if group.start < start < group.end]
        if around:
            return _changed(prompt, min(around, key=lambda group: group.end - group.start), steps)
        start, end = _word(prompt, start)
    while start < end and prompt[start].isspace():
        start += 1
    while start < end and prompt[end - 1].isspace():
        end -= 1
    for group in groups:
        if (start, end) in ((group.start, group.end), group.inner):
            return _changed(prompt, group, steps)
    words = prompt[start:end]
    inside_tag = any(tag.start() < end and start < tag.end() for tag in _TAG.finditer(prompt))
    if not words or words == "BREAK" or inside_tag or not _is_balanced(words):
        return None
    return _changed(prompt, _Group(start, end, (start, end), 1.0), steps)


def _changed(prompt: str, group: _Group, steps: int) -> Edit:
    weight = min(MAX_WEIGHT, max(0.0, round(group.weight + steps * STEP, 2)))
    words = prompt[slice(*group.inner)]
    number = f"{weight:.2f}".removesuffix("0")  # 1.1, 2.0, 1.25
    text = words if weight == 1.0 else f"({words}:{number})"
    first = group.start + (weight != 1.0)
    return Edit(group.start, group.end, text, (first, first + len(words)))


def _word(prompt: str, cursor: int) -> tuple[int, int]:
    """The word that touches the cursor, the one after it first."""
    touching = [match.span() for match in _WORD.finditer(prompt) if match.start() <= cursor <= match.end()]
    return touching[-1] if touching else (cursor, cursor)


def _groups(prompt: str) -> Iterator[_Group]:
    """Every pair of brackets, inner ones first."""
    opened: list[int] = []
    for match in _BRACKET.finditer(prompt):
        symbol, place = match[0], match.start()
        if symbol in "([":
            opened.append(place)
        elif symbol in ")]" and opened and prompt[opened[-1]] == {")": "(", "]": "["}[symbol]:
            start = opened.pop()
            yield _group(prompt, start, place + 1)


def _group(prompt: str, start: int, end: int) -> _Group:
    if prompt[start] == "[":
        return _Group(start, end, (start + 1, end - 1), round(SQUARE, 1))
    number = _EXPLICIT.search(prompt, start + 1, end - 1)
    if number is None:
        return _Group(start, end, (start + 1, end - 1), ROUND)
    return _Group(start, end, (start + 1, number.start()), float(number[1]))


def _is_balanced(words: str) -> bool:
    opened = ""
    for match in _BRACKET.finditer(words):
        symbol = match[0]
        if symbol in "([":
            opened += symbol
        elif symbol in ")]":
            if opened[-1:] + symbol not in ("()", "[]"):
                return False
            opened = opened[:-1]
    return not opened
