"""The project file ``.darkroom``: the document with all its layers, and what was being made with it.

A zip file::

    mimetype           application/x-darkroom, first and stored
    document.json      size, layers, recipes, and where the pixels are (_Content below is its schema)
    session.json       prompt and settings
    candidates.json    results that were not applied
    lineage.json       pictures of the gallery that layers came from
    profile.icc        of the file that the picture came from
    thumbnail.png      at most 256 pixels, for file managers
    merged.png         at most 1024 pixels, for people who look into the file
    planes/N/X_Y.png   plane N's pixels from (X, Y) on, at most 2048 x 2048 of them; only where there are some

Planes are cut so that each part can be packed in a thread of its own, and so that two dots far from each
other do not take the room of all that lies between them. Nothing is unpacked before all of it was checked.
"""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from desktop.core import files, parallel, png, safe_zip
from desktop.core.document.compose import thumbnail
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, Layer, LayerId, MaskLayer, PixelLayer
from desktop.core.document.limits import MAX_PLACE, check_document, check_memory
from desktop.core.document.plane import TILE, Plane, PlaneEditor
from desktop.core.errors import AppError
from desktop.core.geometry import ORIGIN, Point, Rect, Size
from desktop.core.jobs import SavedPicture
from desktop.core.params import Frozen, PictureRecord
from desktop.core.picture_colours import MAX_PROFILE_BYTES
from desktop.core.settings import Session

SUFFIX = ".darkroom"
VERSION = 1
MIMETYPE = b"application/x-darkroom"

MAX_JSON_BYTES = 20_000_000
_PART_TILES = 8
_PART_SIDE = _PART_TILES * TILE
_THUMBNAIL_SIDE = 256
_MERGED_SIDE = 1024

_log = logging.getLogger(__name__)

_Value = TypeVar("_Value")
_Place = Annotated[int, Field(ge=-MAX_PLACE, le=MAX_PLACE)]
_Side = Annotated[int, Field(ge=1, le=_PART_SIDE)]


class Candidate(Frozen):
    """A result that was not applied: its recipe, and where the gallery keeps it."""

    record: PictureRecord
    path: Path | None = None
    gallery_id: int | None = None
    """There, as long as that is still the picture at ``path``."""
    in_part: bool = False
    """Only what differs from the record's source belongs into the document."""


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """Everything that comes back when a project is opened."""

    document: Document
    session: Session | None = None
    """Prompt and settings; without the list of recent projects, which is nobody else's business."""
    candidates: tuple[Candidate, ...] = ()
    """Newest last; of too many (20 MB) the oldest are not kept."""
    lineage: Mapping[LayerId, SavedPicture] = field(default_factory=dict)
    """The gallery's pictures that layers came from."""


class _Part(Frozen):
    """A piece of a plane; x and y in the plane's own coordinates."""

    file: Annotated[str, Field(max_length=200)]
    x: _Place
    y: _Place
    width: _Side
    height: _Side

    @property
    def rect(self) -> Rect:
        return Rect(self.x, self.y, self.width, self.height)


class _Layer(Frozen):
    """Groups have ``children``, the others a ``plane`` at (x, y)."""

    kind: Literal["pixels", "mask", "group"]
    id: Annotated[str, Field(min_length=1, max_length=100)]
    name: str
    visible: bool
    locked: bool
    opacity: Annotated[float, Field(ge=0.0, le=1.0)]
    blend: BlendMode
    x: _Place = 0
    y: _Place = 0
    plane: tuple[_Part, ...] = ()
    recipe: PictureRecord | None = None
    children: tuple[_Layer, ...] = ()


class _Content(Frozen):
    """``document.json``. Layers are listed lowest first."""

    version: Literal[1] = 1
    size: Size
    layers: tuple[_Layer, ...]
    selection: tuple[_Part, ...]
    active: str | None
    profile: bool


class _Version(BaseModel):
    """All that is certain about a file that a newer program wrote."""

    version: int


_KINDS: dict[type[Layer], Literal["pixels", "mask", "group"]] = {
    PixelLayer: "pixels",
    MaskLayer: "mask",
    GroupLayer: "group",
}
_SHARED = tuple(each.name for each in fields(Layer))
_SESSION = TypeAdapter(Session)
_CANDIDATES = TypeAdapter(tuple[Candidate, ...])
_LINEAGE: TypeAdapter[Mapping[LayerId, SavedPicture]] = TypeAdapter(dict[LayerId, SavedPicture])


def save(path: Path, project: Project) -> None:
    """Write ``project`` to ``path``: until all of it is on the disk the old file stays. Any thread.

    Raises AppError as files.write_stream and document.limits.check_document do, and ``project_too_large``.
    """
    check_document(project.document, path.stem)
    files.write_stream(path, partial(_write, project))


def load(path: Path) -> Project:
    """The project at ``path``. Any thread.

    Settings, candidates and lineage that this program does not understand are left out. Raises AppError: as
    safe_zip.opened and document.limits.check_document do, ``not_a_project``, ``newer_project``,
    ``damaged_file``, ``missing_part``, ``out_of_memory`` (told before anything is unpacked).
    """
    with safe_zip.opened(path) as archive:
        if "mimetype" not in archive or archive.read("mimetype", 100) != MIMETYPE:
            raise AppError(
                "not_a_project",
                f"{path.name} is not a Darkroom project.",
                "Open it with the program that made it, and export a picture there.",
                str(path),
            )
        content = _content(path, archive.read("document.json", MAX_JSON_BYTES))
        planes = iter(_planes(archive, content))
        document = Document(
            size=content.size,
            selection=next(planes),
            layers=tuple(_layer(entry, planes) for entry in content.layers),
            active=None if content.active is None else LayerId(content.active),
            icc_profile=archive.read("profile.icc", MAX_PROFILE_BYTES) if content.profile else b"",
        )
        session = _understood(archive, "session.json", _SESSION)
        candidates = _understood(archive, "candidates.json", _CANDIDATES) or ()
        return Project(document, session, candidates, _understood(archive, "lineage.json", _LINEAGE) or {})


def _write(project: Project, file: BinaryIO) -> None:
    document = project.document
    planes = list(document.planes())
    parts = [tuple(_parts(number, plane)) for number, plane in enumerate(planes)]
    left = iter(parts)
    content = _Content(
        size=document.size,
        selection=next(left),
        layers=tuple(_entry(layer, left) for layer in document.layers),
        active=document.active,
        profile=bool(document.icc_profile),
    )
    pieces = ((part, plane) for plane, own in zip(planes, parts, strict=True) for part in own)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("document.json", _json_of(content), zipfile.ZIP_DEFLATED)
        if project.session is not None:
            session = project.session.model_copy(update={"recent_projects": ()})
            archive.writestr("session.json", _SESSION.dump_json(session), zipfile.ZIP_DEFLATED)
        archive.writestr("candidates.json", _newest(project.candidates), zipfile.ZIP_DEFLATED)
        if project.lineage:
            archive.writestr("lineage.json", _LINEAGE.dump_json(dict(project.lineage)), zipfile.ZIP_DEFLATED)
        if document.icc_profile:
            archive.writestr("profile.icc", document.icc_profile, zipfile.ZIP_DEFLATED)
        for name, side in (("thumbnail.png", _THUMBNAIL_SIDE), ("merged.png", _MERGED_SIDE)):
            archive.writestr(name, png.encode(thumbnail(document, side).array))
        for name, data in parallel.in_order(_packed, pieces):
            archive.writestr(name, data)


def _parts(number: int, plane: Plane) -> Iterator[_Part]:
    """Where a plane holds something, cut at every eighth tile."""
    blocks: dict[tuple[int, int], list[Rect]] = {}
    for key in plane.tiles:
        blocks.setdefault((key.row // _PART_TILES, key.column // _PART_TILES), []).append(key.rect)
    for _, rects in sorted(blocks.items()):
        rect = Rect.around(rects)
        file = f"planes/{number}/{rect.x}_{rect.y}.png"
        yield _Part(file=file, x=rect.x, y=rect.y, width=rect.width, height=rect.height)


def _packed(piece: tuple[_Part, Plane]) -> tuple[str, bytes]:
    part, plane = piece
    return part.file, png.encode(plane.read(part.rect))


def _entry(layer: Layer, planes: Iterator[tuple[_Part, ...]]) -> _Layer:
    """The layer as JSON has it; takes its planes from ``planes``, as _layer does."""
    at = ORIGIN
    children: tuple[Layer, ...] = ()
    if isinstance(layer, PixelLayer | MaskLayer):
        at = layer.offset
    elif isinstance(layer, GroupLayer):
        children = layer.children
    return _Layer(
        kind=_KINDS[type(layer)],
        id=layer.id,
        name=layer.name.encode(errors="replace").decode(),
        visible=layer.visible,
        locked=layer.locked,
        opacity=layer.opacity,
        blend=layer.blend,
        x=at.x,
        y=at.y,
        plane=() if isinstance(layer, GroupLayer) else next(planes),
        recipe=layer.recipe if isinstance(layer, PixelLayer) else None,
        children=tuple(_entry(child, planes) for child in children),
    )


def _layer(entry: _Layer, planes: Iterator[Plane]) -> Layer:
    same: dict[str, Any] = {name: getattr(entry, name) for name in _SHARED}
    at = Point(entry.x, entry.y)
    match entry.kind:
        case "pixels":
            return PixelLayer(**same, plane=next(planes), offset=at, recipe=entry.recipe)
        case "mask":
            return MaskLayer(**same, plane=next(planes), offset=at)
        case "group":
            return GroupLayer(**same, children=tuple(_layer(child, planes) for child in entry.children))


def _json_of(content: _Content) -> bytes:
    data = content.model_dump_json().encode()
    if len(data) > MAX_JSON_BYTES:
        raise AppError(
            "project_too_large",
            f"The project was not saved: its layers' recipes have {len(data) / 1e6:.0f} MB of text.",
            "Merge layers that you don't need one by one.",
        )
    return data


def _newest(candidates: tuple[Candidate, ...]) -> bytes:
    """As many as a reader takes, the oldest left out."""
    rows: list[bytes] = []
    size = 2
    for candidate in reversed(candidates):
        row = candidate.model_dump_json().encode()
        size += len(row) + 1
        if size > MAX_JSON_BYTES:
            break
        rows.append(row)
    return b"[" + b",".join(reversed(rows)) + b"]"


def _content(path: Path, data: bytes) -> _Content:
    """``document.json``, checked. Raises AppError."""
    try:
        version = _Version.model_validate_json(data).version
        if version > VERSION:
            raise AppError(
                "newer_project",
                f"{path.name} was saved by a newer version of Darkroom, and can't be opened with this one.",
                "Update Darkroom, then open it again. The file was not changed.",
                f"{path}: version {version}",
            )
        content = _Content.model_validate_json(data)
        entries = list(_entries(content.layers))
        if len({entry.id for entry in entries}) != len(entries):
            raise ValueError("two layers have the same id")
        if min(content.size.width, content.size.height) < 1:
            raise ValueError(f"the canvas has no pixels: {content.size}")
    except ValueError as error:
        raise safe_zip.damaged(path, "part “document.json”", error) from error
    nothing = repeat(Plane(1))
    layers = tuple(_layer(entry, nothing) for entry in content.layers)
    check_document(Document(content.size, layers), path.stem)
    return content


def _entries(layers: tuple[_Layer, ...]) -> Iterator[_Layer]:
    for layer in layers:
        yield layer
        yield from _entries(layer.children)


def _planes(archive: safe_zip.SafeZip, content: _Content) -> list[Plane]:
    """The selection's, then those of the layers as they come. Raises AppError before it takes much memory."""
    wanted = [(1, content.selection)]
    for entry in _entries(content.layers):
        if entry.kind != "group":
            wanted.append((4 if entry.kind == "pixels" else 1, entry.plane))
    needed = sum(channels * part.rect.size.area for channels, parts in wanted for part in parts)
    check_memory(needed, archive.path.name)
    pieces = (
        (number, channels, part, archive.read(part.file))
        for number, (channels, parts) in enumerate(wanted)
        for part in parts
    )
    editors = [PlaneEditor(Plane(channels)) for channels, _ in wanted]
    try:
        for number, part, array in parallel.in_order(_unpacked, pieces):
            editors[number].write(array, part.rect.origin)
    except ValueError as error:
        raise safe_zip.damaged(archive.path, "pixels", error) from error
    return [editor.finish() for editor in editors]


def _unpacked(piece: tuple[int, int, _Part, bytes]) -> tuple[int, _Part, png.Array]:
    number, channels, part, data = piece
    try:
        return number, part, png.decode(data, part.rect.size, channels)
    except ValueError as error:
        raise ValueError(f"{part.file}: {error}") from error


def _understood(archive: safe_zip.SafeZip, name: str, kind: TypeAdapter[_Value]) -> _Value | None:
    """An entry that a project can be opened without."""
    if name not in archive:
        return None
    try:
        return kind.validate_json(archive.read(name, MAX_JSON_BYTES))
    except ValidationError as error:
        _log.warning("Left %s of %s out: %s", name, archive.path, error)
        return None
