"""Comparing values: the same settings drawn once for each value of one or two of them."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.params import GenerateParams, ModelRef
from desktop.core.samplers import SamplerName, ScheduleName

MAX_CELLS = 200
MAX_LABEL = 200
OWN_VAE = "model's own"
"""What is typed for no other VAE."""
_MAX_TEXT = 20_000

Value = str | int | float | Size

_NUMBER = r"[+-]?(?:\d{1,19}\.?\d{0,9}|\.\d{1,9})"
_RANGE = re.compile(
    rf"\s*({_NUMBER})\s*-\s*({_NUMBER})\s*(?:\(\s*({_NUMBER})\s*\)|\[\s*(\d{{1,4}})\s*\])?\s*", re.ASCII
)


class AxisKind(StrEnum):
    """What can be compared, by the label that a person sees."""

    WORDS = "Words in the prompt"
    MODEL = "Model"
    VAE = "VAE"
    SAMPLER = "Sampler"
    SCHEDULE = "Schedule"
    STEPS = "Steps"
    GUIDANCE = "Guidance"
    SEED = "Seed"
    SIZE = "Size"
    CLIP_SKIP = "Clip skip"


@dataclass(frozen=True, slots=True)
class Axis:
    """Values of one setting, in the order they are drawn. For WORDS the others replace the first."""

    kind: AxisKind
    values: tuple[Value, ...]

    @classmethod
    def parse(cls, kind: AxisKind, text: str) -> Axis:
        """Values as a person types them: ``5, 7.5, 10``, ``1-10``, ``1-10 (+3)``, ``10-30 [5]``.

        Commas part them; one inside a value needs quotes, ``"a, b", c``. Ranges, by a step or with so many
        values, are for numbers. Whether the values are possible is ``plan``'s question.

        Raises AppError: ``bad_axis`` names the first bad value, ``grid_too_large``.
        """
        read = _READERS[kind]
        numeric = _NUMERIC.get(kind)
        values: list[Value] = []
        for part in _parts(text):
            found = _range(part, numeric) if numeric else None
            values += [read(part)] if found is None else found
            if len(values) > MAX_CELLS:
                raise _too_large(f"{kind} alone has more than {MAX_CELLS} values")
        values = list(dict.fromkeys(values))
        if not values or (kind is AxisKind.WORDS and len(values) < 2):
            raise AppError(
                "bad_axis",
                f"{kind} has no values to compare.",
                "Type the words to replace first, then what replaces them: apple, pear, plum."
                if kind is AxisKind.WORDS
                else "Type some values with commas between them.",
            )
        return cls(kind, tuple(values))

    @property
    def labels(self) -> tuple[str, ...]:
        """A short text for each value."""
        plain = self.kind in _PLAIN
        texts = (f"{value:g}" if isinstance(value, float) else str(value) for value in self.values)
        return tuple((text if plain else f"{self.kind} {text}")[:MAX_LABEL] for text in texts)


@dataclass(frozen=True, slots=True)
class Grid:
    """What to draw, row by row: ``cells[row * len(columns) + column]``."""

    columns: tuple[str, ...]
    """Labels above; one empty one when there is a single column without an axis."""
    rows: tuple[str, ...]
    cells: tuple[GenerateParams | None, ...]
    """Settings of one picture each; None for a combination that can't be drawn."""
    notes: tuple[str, ...]
    """A sentence for each combination that was left out."""

    @property
    def jobs(self) -> tuple[GenerateParams, ...]:
        """The cells that can be drawn."""
        return tuple(cell for cell in self.cells if cell is not None)


def plan(params: GenerateParams, x: Axis, y: Axis | None = None) -> Grid:
    """The pictures of a comparison, all with the seed of ``params`` unless the seed is what is compared.

    Raises AppError: ``grid_too_large`` (over 200 pictures), ``same_axis``, ``words_not_found``, and
    ``bad_value`` when not one combination can be drawn.
    """
    across, down = x.labels, y.labels if y else ("",)
    if len(across) * len(down) > MAX_CELLS:
        raise _too_large(f"{len(across)} by {len(down)} are {len(across) * len(down)} pictures")
    if y is not None and y.kind is x.kind is not AxisKind.WORDS:
        raise AppError(
            "same_axis", f"Both directions compare {x.kind}.", "Choose something else for one of them."
        )
    first = params.for_picture(0)
    for axis in (x, y):
        if axis is not None and axis.kind is AxisKind.WORDS:
            _check_words(first, str(axis.values[0]))
    cells: list[GenerateParams | None] = []
    notes: dict[str, None] = {}
    failure: AppError | None = None
    for row, column in itertools.product(range(len(down)), range(len(across))):
        try:
            cells.append(_changed(first, [(x, column)] + ([(y, row)] if y else [])))
        except AppError as error:
            failure = error
            cells.append(None)
            where = ", ".join(label for label in (across[column], down[row]) if label)
            notes[f"{where}: left out. {error.info.message}"] = None
    if failure is not None and not any(cells):
        raise failure
    return Grid(across, down, tuple(cells), tuple(notes))


def _changed(params: GenerateParams, choices: list[tuple[Axis, int]]) -> GenerateParams:
    """All values at once, so that a sampler and the schedule that goes with it can come from both axes."""
    update: dict[str, object] = {}
    words: dict[str, str] = {}
    for axis, index in choices:
        value = axis.values[index]
        if axis.kind is AxisKind.WORDS:
            words[str(axis.values[0])] = str(value)
        elif axis.kind is AxisKind.MODEL:
            update["model"] = params.model if value == params.model.name else ModelRef(name=str(value))
        elif axis.kind is AxisKind.VAE:
            update["vae"] = _vae(params, str(value))
        else:
            update[_FIELDS[axis.kind]] = value
    if words:
        update |= {name: _replaced(getattr(params, name), words) for name in ("prompt", "negative_prompt")}
    values = {name: getattr(params, name) for name in GenerateParams.model_fields}
    return GenerateParams.checked(**(values | update))


def _vae(params: GenerateParams, name: str) -> ModelRef | None:
    if name == OWN_VAE:
        return None
    return params.vae if params.vae is not None and params.vae.name == name else ModelRef(name=name)


def _replaced(text: str, words: dict[str, str]) -> str:
    """In one pass: what one axis put in is not replaced by the other."""
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(pattern, lambda match: words[match[0]], text)


def _check_words(params: GenerateParams, words: str) -> None:
    if words not in params.prompt and words not in params.negative_prompt:
        raise AppError(
            "words_not_found",
            f"“{words[:60]}” does not stand in the prompt.",
            "The first value is what the others replace: write it as in the prompt, capitals included.",
        )


def _parts(text: str) -> list[str]:
    if len(text) > _MAX_TEXT:
        raise _too_large(f"the list is longer than {_MAX_TEXT} characters")
    rows = csv.reader([" ".join(text.split())], skipinitialspace=True)
    return [part for row in rows for cell in row if (part := cell.strip())]


def _range(part: str, kind: type[int] | type[float]) -> list[Value] | None:
    """The numbers of ``1-10 (+3)`` or ``10-30 [5]``; None when it is no range."""
    match = _RANGE.fullmatch(part)
    if match is None:
        return None
    first, last = Decimal(match[1]), Decimal(match[2])  # a float can't hold every seed
    if match[4]:
        count = int(match[4])
        if not 1 <= count <= MAX_CELLS:
            raise _too_large(f"{part} are {count} values")
        parts = max(1, count - 1)
        numbers = [first + (last - first) * index / parts for index in range(count)]
    else:
        step = Decimal(match[3] or (1 if last >= first else -1))
        if step == 0 or (last - first) * step < 0:
            raise AppError(
                "bad_axis", f"{part} leads nowhere.", "Give a step that goes from one to the other."
            )
        count = int((last - first) / step) + 1
        if count > MAX_CELLS:
            raise _too_large(f"{part} are {count} values")
        numbers = [first + step * index for index in range(count)]
    return [round(number) if kind is int else float(round(number, 6)) for number in numbers]


def _read_number(kind: Callable[[str], Value], what: str) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        try:
            return kind(text)
        except ValueError:
            raise _bad_value(text, what) from None

    return read


def _read_name(names: type[StrEnum]) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        known = {name.casefold(): name for name in names}
        if text.casefold() not in known:
            raise _bad_value(text, f"one of {', '.join(names)}")
        return known[text.casefold()]

    return read


def _read_vae(text: str) -> Value:
    return OWN_VAE if text.casefold() == OWN_VAE else text


def _bad_value(text: str, what: str) -> AppError:
    return AppError("bad_axis", f"“{text[:60]}” can't be compared: it is not {what}.", "Correct this value.")


def _too_large(reason: str) -> AppError:
    return AppError(
        "grid_too_large",
        f"That is too much to compare: {reason}.",
        f"Up to {MAX_CELLS} pictures go into one comparison: take fewer values.",
    )


_READERS: dict[AxisKind, Callable[[str], Value]] = {
    AxisKind.WORDS: str,
    AxisKind.MODEL: str,
    AxisKind.VAE: _read_vae,
    AxisKind.SAMPLER: _read_name(SamplerName),
    AxisKind.SCHEDULE: _read_name(ScheduleName),
    AxisKind.STEPS: _read_number(int, "a whole number"),
    AxisKind.GUIDANCE: _read_number(float, "a number"),
    AxisKind.SEED: _read_number(int, "a whole number"),
    AxisKind.SIZE: _read_number(Size.parse, "a size such as 512x768"),
    AxisKind.CLIP_SKIP: _read_number(int, "a whole number"),
}
_PLAIN = frozenset({AxisKind.WORDS, AxisKind.MODEL, AxisKind.VAE, AxisKind.SAMPLER, AxisKind.SCHEDULE})
"""Kinds whose values say by themselves what they are."""
_NUMERIC: dict[AxisKind, type[int] | type[float]] = {
    AxisKind.STEPS: int,
    AxisKind.GUIDANCE: float,
    AxisKind.SEED: int,
    AxisKind.CLIP_SKIP: int,
}
_FIELDS: dict[AxisKind, str] = {
    AxisKind.SAMPLER: "sampler",
    AxisKind.SCHEDULE: "schedule",
    AxisKind.STEPS: "steps",
    AxisKind.GUIDANCE: "guidance_scale",
    AxisKind.SEED: "seed",
    AxisKind.SIZE: "size",
    AxisKind.CLIP_SKIP: "clip_skip",
}
