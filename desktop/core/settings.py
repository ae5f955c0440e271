"""What the program remembers between runs, as one JSON file."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from desktop.core import files
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.export_options import ExportOptions
from desktop.core.geometry import Size
from desktop.core.params import MAX_LORAS, MAX_SEED, RANDOM_SEED, FillMode, Frozen, LoraUse, TaskName
from desktop.core.samplers import SamplerName, ScheduleName
from desktop.core.texts import QT_TRANSLATE_NOOP

VERSION = 1
MAX_RECENT_PROJECTS = 10
_MAX_BYTES = 1_000_000

_log = logging.getLogger(__name__)


_Name = Annotated[str, Field(max_length=200)]
_Strength = Annotated[float, Field(ge=0.01, le=1.0)]


class Page(StrEnum):
    """Where the preferences show a setting."""

    PICTURES = QT_TRANSLATE_NOOP("Settings", "Pictures")
    LOOK = QT_TRANSLATE_NOOP("Settings", "Look")
    MODELS = QT_TRANSLATE_NOOP("Settings", "Models")
    NETWORK = QT_TRANSLATE_NOOP("Settings", "Network")


@dataclass(frozen=True, slots=True)
class Shown:
    """Marks a setting that the preferences show. ``choices`` are the words for its values, in order."""

    page: Page
    choices: tuple[tuple[str, str], ...] = ()
    """Value and its words; for settings with a few values."""


class ExportKind(StrEnum):
    """What of the canvas becomes a file."""

    PICTURE = "picture"
    LAYERS = "layers"
    OPENRASTER = "openraster"


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
    task: Literal[TaskName.TEXT, TaskName.IMAGE, TaskName.INPAINT] | None = None
    """What Generate does where that is possible; None lets the canvas decide."""
    image_strength: _Strength = 0.65
    inpaint_strength: _Strength = 1.0
    fill: FillMode = FillMode.KEEP
    grow: Annotated[int, Field(ge=0, le=256)] = 4
    feather: Annotated[int, Field(ge=0, le=256)] = 10
    padding: Annotated[int, Field(ge=0, le=2048)] = 0
    soft: bool = True
    match_colours: bool = True
    variation_strength: _Strength = 0.2
    loras: Annotated[tuple[LoraUse, ...], Field(max_length=MAX_LORAS)] = ()
    vae: str = ""
    """Another VAE's name; empty for the model's own."""
    refiner: str = ""
    """The name of the model that finishes pictures; empty for none."""
    hand_over: Annotated[float, Field(ge=0.01, le=0.99)] = 0.8
    """RefinerOptions.switch_at."""
    shift: Annotated[float, Field(ge=0.1, le=20.0)] | None = None
    """GenerateParams.shift."""
    recent_projects: Annotated[tuple[Path, ...], Field(max_length=MAX_RECENT_PROJECTS)] = ()
    """Project files, the last one first."""
    export: ExportOptions = ExportOptions()
    """How the canvas was exported last."""
    export_kind: ExportKind = ExportKind.PICTURE
    window_geometry: str = ""
    """QMainWindow.saveGeometry, base64."""
    window_state: str = ""
    """QMainWindow.saveState, base64."""
    recent_actions: Annotated[tuple[_Name, ...], Field(max_length=20)] = ()
    """What was last chosen in the command palette, newest first: ids of actions."""


class Settings(Frozen):
    """The person's choices. A field that is Shown has its label in ``title``, its help in ``description``."""

    version: Literal[1] = 1
    pictures_folder: Annotated[
        Path | None,
        Field(
            title=QT_TRANSLATE_NOOP("Settings", "Pictures folder"),
            description=QT_TRANSLATE_NOOP(
                "Settings", "Where finished pictures are saved. Empty: the usual place."
            ),
        ),
        Shown(Page.PICTURES),
    ] = None
    picture_format: Annotated[
        Literal["png", "jpeg", "webp"],
        Field(
            title=QT_TRANSLATE_NOOP("Settings", "Picture format"),
            description=QT_TRANSLATE_NOOP("Settings", "PNG keeps every pixel; JPEG and WebP are smaller."),
        ),
        Shown(Page.PICTURES, (("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WebP"))),
    ] = "png"
    quality: Annotated[
        int,
        Field(
            ge=1,
            le=100,
            title=QT_TRANSLATE_NOOP("Settings", "Quality"),
            description=QT_TRANSLATE_NOOP("Settings", "For JPEG and WebP: higher is better and larger."),
        ),
        Shown(Page.PICTURES),
    ] = 95
    include_prompt: Annotated[
        bool,
        Field(
            title=QT_TRANSLATE_NOOP("Settings", "Save prompts in pictures"),
            description=QT_TRANSLATE_NOOP(
                "Settings",
                "Whoever has the picture can read them. The other settings are saved in any case.",
            ),
        ),
        Shown(Page.PICTURES),
    ] = True
    notifications: Annotated[
        bool,
        Field(
            title=QT_TRANSLATE_NOOP("Settings", "Tell when long jobs end"),
            description=QT_TRANSLATE_NOOP(
                "Settings",
                "A notification of the desktop, when another window is in front and the job took over 15 s.",
            ),
        ),
        Shown(Page.PICTURES),
    ] = True
    theme: Annotated[
        Literal["system", "dark", "light", "high-contrast"],
        Field(
            title=QT_TRANSLATE_NOOP("Settings", "Theme"),
            description=QT_TRANSLATE_NOOP("Settings", "Colours of the window."),
        ),
        Shown(
            Page.LOOK,
            (
                ("system", QT_TRANSLATE_NOOP("Settings", "As the desktop has it")),
                ("dark", QT_TRANSLATE_NOOP("Settings", "Dark")),
                ("light", QT_TRANSLATE_NOOP("Settings", "Light")),
                ("high-contrast", QT_TRANSLATE_NOOP("Settings", "High contrast")),
            ),
        ),
    ] = "dark"
    language: Annotated[
        Literal["system", "en", "de"],
        Field(
            title=QT_TRANSLATE_NOOP("Settings", "Language"),
            description=QT_TRANSLATE_NOOP(
                "Settings", "Of the menus and messages. It changes at the next start."
            ),
        ),
        Shown(
            Page.LOOK,
            (
                ("system", QT_TRANSLATE_NOOP("Settings", "As the desktop has it")),
                ("en", "English"),
                ("de", "Deutsch"),
            ),
        ),
    ] = "system"
    reduced_motion: Annotated[
        bool,
        Field(
            title=QT_TRANSLATE_NOOP("Settings", "Reduce motion"),
            description=QT_TRANSLATE_NOOP("Settings", "No animations: changes appear at once."),
        ),
        Shown(Page.LOOK),
    ] = False
    model_folders: Annotated[
        tuple[Path, ...],
        Field(
            title=QT_TRANSLATE_NOOP("Settings", "Model folders"),
            description=QT_TRANSLATE_NOOP(
                "Settings", "Folders with models, beside the program's own. Nothing in them is changed."
            ),
        ),
        Shown(Page.MODELS),
    ] = ()
    offline: Annotated[
        bool,
        Field(
            title=QT_TRANSLATE_NOOP("Settings", "Work offline"),
            description=QT_TRANSLATE_NOOP(
                "Settings",
                "Nothing is fetched at all. Otherwise Darkroom uses the network only when you press something"
                " that says so; each connection is noted under Models, Connections.",
            ),
        ),
        Shown(Page.NETWORK),
    ] = False
    favourite_models: Annotated[tuple[_Name, ...], Field(max_length=1000)] = ()
    """Names of the models that come first."""
    shortcuts: Annotated[dict[_Name, tuple[_Name, ...]], Field(max_length=1000)] = Field(default_factory=dict)
    """Action id to its keys (QKeySequence's portable text), for actions whose keys were changed."""
    session: Session = Session()


@dataclass(frozen=True, slots=True)
class SettingRow:
    """What the preferences need to know of one setting."""

    name: str
    title: str
    help: str
    shown: Shown
    default: object
    minimum: int | None = None
    maximum: int | None = None


def rows(page: Page) -> tuple[SettingRow, ...]:
    """The settings of a page, in order."""
    found = []
    for name, field in Settings.model_fields.items():
        shown = next((item for item in field.metadata if isinstance(item, Shown)), None)
        if shown is None or shown.page is not page:
            continue
        found.append(
            SettingRow(
                name=name,
                title=field.title or name,
                help=field.description or "",
                shown=shown,
                default=field.get_default(call_default_factory=True),
                minimum=_bound(field.metadata, "ge"),
                maximum=_bound(field.metadata, "le"),
            )
        )
    return tuple(found)


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


def export(path: Path, settings: Settings) -> None:
    """Write the settings without the session, for another computer. Raises AppError as files do."""
    files.write_text(path, settings.model_dump_json(indent=2, exclude={"session"}))


def read_exported(path: Path, session: Session) -> Settings:
    """The settings of a file that ``export`` wrote, with this session.

    Raises AppError: ``settings_unreadable``, ``settings_newer``, ``bad_value`` for anything else.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES)
    except OSError as error:
        raise AppError(
            "settings_unreadable",
            f"{path.name} can't be read: {error.strerror or error}.",
            "Your settings are as they were.",
            str(path),
        ) from None
    try:
        return Settings.model_validate_json(data).model_copy(update={"session": session})
    except ValidationError as error:
        newer = _version(data) > VERSION
        reason = "was made by a newer version of Darkroom" if newer else "holds no settings of Darkroom"
        raise AppError(
            "settings_newer" if newer else "bad_value",
            f"{path.name} {reason}.",
            "Your settings are as they were.",
            str(error),
        ) from None


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


def _bound(metadata: list[Any], name: str) -> int | None:
    bounds = (getattr(item, name, None) for item in metadata)
    return next((bound for bound in bounds if isinstance(bound, int)), None)


def _version(data: bytes) -> int:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return 0
    version = content.get("version") if isinstance(content, dict) else None
    return version if isinstance(version, int) else 0
