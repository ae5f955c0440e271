"""What the program remembers between runs, as one JSON file."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from desktop.core import files
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.geometry import Size
from desktop.core.params import MAX_SEED, RANDOM_SEED, Frozen
from desktop.core.samplers import SamplerName, ScheduleName

VERSION = 1
_MAX_BYTES = 1_000_000

_log = logging.getLogger(__name__)


class Session(Frozen):
    """Where the person left off. Not shown in the settings dialog."""

    model: str = ""
    """The last model's name; empty for the first one found."""
    prompt: Annotated[str, Field(max_length=20_000)] = ""
    negative_prompt: Annotated[str, Field(max_length=20_000)] = ""
    sampler: SamplerName | None = None
    """None here and below: the model's own default."""
    schedule: ScheduleName | None = None
    steps: Annotated[int, Field(ge=1, le=150)] | None = None
    guidance_scale: Annotated[float, Field(ge=0.0, le=30.0)] | None = None
    size: Size | None = None
    seed: Annotated[int, Field(ge=RANDOM_SEED, le=MAX_SEED)] = RANDOM_SEED
    count: Annotated[int, Field(ge=1, le=1000)] = 1
    clip_skip: Annotated[int, Field(ge=1, le=12)] = 1
    window_geometry: str = ""
    """QMainWindow.saveGeometry, base64."""
    window_state: str = ""
    """QMainWindow.saveState, base64."""


class Settings(Frozen):
    """The person's choices. Each field's ``title`` is its label and ``description`` its help."""

    version: Literal[1] = 1
    pictures_folder: Annotated[
        Path | None,
        Field(
            title="Pictures folder", description="Where finished pictures are saved. Empty: the usual place."
        ),
    ] = None
    picture_format: Annotated[
        Literal["png", "jpeg", "webp"],
        Field(title="Picture format", description="PNG keeps every pixel; JPEG and WebP are smaller."),
    ] = "png"
    quality: Annotated[
        int,
        Field(ge=1, le=100, title="Quality", description="For JPEG and WebP: higher is better and larger."),
    ] = 95
    include_prompt: Annotated[
        bool,
        Field(
            title="Save prompts in pictures",
            description="Whoever has the picture can read them. The other settings are saved in any case.",
        ),
    ] = True
    theme: Annotated[
        Literal["dark", "light", "high-contrast"],
        Field(title="Theme", description="Colours of the window."),
    ] = "dark"
    reduced_motion: Annotated[
        bool, Field(title="Reduce motion", description="No animations: changes appear at once.")
    ] = False
    model_folders: Annotated[
        tuple[Path, ...],
        Field(title="Model folders", description="Folders with models, beside the program's own."),
    ] = ()
    session: Session = Session()


def load(path: Path) -> tuple[Settings, ErrorInfo | None]:
    """The settings in ``path``, and what to tell the person when they could not be used. Never raises.

    A file that is damaged or from a newer version is set aside and the defaults are returned. A good one is
    also kept as a second copy, see ``previous``.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES)
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), ErrorInfo(
            "settings_unreadable",
            f"Your settings can't be read: {error.strerror or error}. Darkroom starts with the usual ones.",
            "Check that you may read the file.",
            str(path),
        )
    try:
        settings = Settings.model_validate_json(data)
    except ValidationError as error:
        return Settings(), _set_aside(path, data, error)
    _keep_copy(path, data)
    return settings, None


def save(path: Path, settings: Settings) -> None:
    """Write the settings; returns when they are on the disk. Raises AppError as files.write_bytes does."""
    files.write_text(path, settings.model_dump_json(indent=2))


def previous(path: Path) -> Settings | None:
    """The settings of the last start that could read them, to be offered after the file was damaged."""
    try:
        with _copy_of(path).open("rb") as file:
            return Settings.model_validate_json(file.read(_MAX_BYTES))
    except (OSError, ValidationError):
        return None


def _copy_of(path: Path) -> Path:
    return path.with_name(path.name + ".previous")


def _keep_copy(path: Path, data: bytes) -> None:
    copy = _copy_of(path)
    try:
        if not copy.exists() or copy.read_bytes() != data:
            files.write_bytes(copy, data)
    except (OSError, AppError) as error:
        _log.warning("No second copy of the settings was kept: %s", error)


def _set_aside(path: Path, data: bytes, error: ValidationError) -> ErrorInfo:
    newer = _version(data) > VERSION
    reason = "made by a newer version of Darkroom" if newer else "damaged"
    try:
        kept = files.set_aside(path, reason).name
    except AppError as failure:
        _log.warning("The settings could not be set aside: %s", failure)
        kept = path.name
    return ErrorInfo(
        "settings_newer" if newer else "settings_damaged",
        f"Your settings file is {reason}. Darkroom starts with the usual ones; the file is kept as {kept}.",
        "You can go back to the previous settings." if previous(path) else "Choose your settings again.",
        str(error),
    )


def _version(data: bytes) -> int:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return 0
    version = content.get("version") if isinstance(content, dict) else None
    return version if isinstance(version, int) else 0
