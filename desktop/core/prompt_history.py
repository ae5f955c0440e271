"""The prompts that pictures were asked for with, the latest first, in one small JSON file."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from desktop.core import files
from desktop.core.errors import AppError
from desktop.core.params import Frozen

MAX_ENTRIES = 200
_MAX_BYTES = 4_000_000
_Words = Annotated[str, Field(max_length=20_000)]

_log = logging.getLogger(__name__)


class PastPrompt(Frozen):
    """Both prompts as they were typed, choices undrawn."""

    prompt: _Words
    negative_prompt: _Words = ""


class _File(Frozen):
    version: Literal[1] = 1
    prompts: tuple[PastPrompt, ...]


def merged(*lists: Iterable[PastPrompt]) -> tuple[PastPrompt, ...]:
    """One list of the latest 200, without repetitions; earlier lists count as later in time."""
    unique = dict.fromkeys(entry for entries in lists for entry in entries)
    return tuple(unique)[:MAX_ENTRIES]


def load(path: Path) -> tuple[PastPrompt, ...]:
    """The prompts in the file. Never raises: a file that can't be read is no reason to bother anyone, and one
    that is damaged is set aside.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES)
        return merged(_File.model_validate_json(data).prompts)
    except FileNotFoundError:
        return ()
    except OSError as error:
        _log.warning("The prompt history can't be read: %s", error)
    except ValidationError:
        try:
            files.set_aside(path, "damaged")
        except AppError as failure:
            _log.warning("The prompt history could not be set aside: %s", failure)
    return ()


def save(path: Path, prompts: Iterable[PastPrompt]) -> None:
    """Write as many of the latest as 4 MB hold. Raises AppError as files.write_bytes does."""
    kept: list[PastPrompt] = []
    room = _MAX_BYTES - 100
    for entry in prompts:
        room -= len(entry.model_dump_json().encode()) + 1
        if room < 0:
            break
        kept.append(entry)
    files.write_text(path, _File(prompts=tuple(kept)).model_dump_json())
