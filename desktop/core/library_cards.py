"""What a model's folder says of itself: ``studio.json``, and the front matter of its README.md."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from desktop.core.errors import AppError
from desktop.core.params import MAX_SIDE, MIN_SIDE
from desktop.core.samplers import SamplerName, ScheduleName
from desktop.core.weights import read_json

CARD = "studio.json"
_README_BYTES = 64_000
_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---", re.DOTALL)
_STATED = re.compile(
    r"""^(license|base_model|datasets):[ \t]*(?:\r?\n[ \t]*-[ \t]*)?["']?([^"'\r\n]{1,100}?)["']?[ \t]*$""",
    re.MULTILINE,
)
"""One value, or the first one of a list."""

_log = logging.getLogger(__name__)

_Side = Annotated[int, Field(ge=MIN_SIDE, le=MAX_SIDE)]


class StudioCard(BaseModel):
    """``studio.json`` in a model's folder: what its maker recommends, over the family's row. All optional."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    title: Annotated[str, Field(max_length=100)] = ""
    license: Annotated[str, Field(max_length=100)] = ""
    native_size: tuple[_Side, _Side] | None = None
    """Width and height."""
    size_range: tuple[_Side, _Side] | None = None
    """Shortest and longest side that it draws well."""
    sampler: SamplerName | None = None
    schedule: ScheduleName | None = None
    steps: Annotated[int, Field(ge=1, le=150)] | None = None
    guidance_scale: Annotated[float, Field(ge=0.0, le=30.0)] | None = None
    example_prompts: Annotated[tuple[Annotated[str, Field(max_length=500)], ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> StudioCard:
        if self.size_range and self.size_range[0] > self.size_range[1]:
            raise ValueError("size_range goes from the shortest to the longest side")
        return self


def studio_card(folder: Path) -> StudioCard:
    """The card, or an empty one: a bad card is no reason not to use a good model."""
    if not (folder / CARD).is_file():
        return StudioCard()
    try:
        return StudioCard.model_validate(read_json(folder / CARD))
    except (AppError, OSError, ValidationError) as error:
        _log.warning("%s is ignored: %s", folder / CARD, error)
        return StudioCard()


def stated_in(readme: Path) -> dict[str, str]:
    """Licence, base model and data from the front matter of a model card, as far as it says."""
    try:
        with readme.open("rb") as file:
            text = file.read(_README_BYTES).decode(errors="replace")
    except OSError:
        return {}
    front = _FRONT_MATTER.match(text)
    return {found[1]: found[2].strip() for found in _STATED.finditer(front[1])} if front else {}
