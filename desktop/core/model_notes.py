"""What a person wrote about models, in one small JSON file: never in the models or beside them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from desktop.core import files
from desktop.core.errors import AppError
from desktop.core.params import Frozen

MAX_NOTE = 4000
"""Characters."""
_MAX_BYTES = 50_000_000

_log = logging.getLogger(__name__)


class _File(Frozen):
    version: Literal[1] = 1
    notes: dict[str, Annotated[str, Field(max_length=MAX_NOTE)]]


def load(path: Path) -> dict[str, str]:
    """The notes by the models' names. Never raises; a damaged file is set aside, which the log tells.

    Any thread.
    """
    try:
        with path.open("rb") as file:
            return dict(_File.model_validate_json(file.read(_MAX_BYTES)).notes)
    except FileNotFoundError:
        return {}
    except OSError as error:
        _log.warning("The notes on models can't be read: %s", error)
    except ValidationError:
        try:
            files.set_aside(path, "damaged")
        except AppError as failure:
            _log.warning("The notes on models could not be set aside: %s", failure)
    return {}


def save(path: Path, notes: Mapping[str, str]) -> None:
    """Write all notes; returns when they are on the disk. Raises AppError as files.write_bytes does."""
    files.write_text(path, _File(notes=dict(notes)).model_dump_json(indent=1))
