"""Pictures that lie somewhere, made ready to be listed: ours, other programs' and plain ones."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from desktop.core import pictures
from desktop.core.errors import AppError
from desktop.core.foreign import ForeignSettings, read_settings
from desktop.core.gallery_schema import Entry
from desktop.core.params import PictureRecord, Provenance
from desktop.core.pixels import Pixels

THUMBNAIL_SIDE = 256
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
# Year 9892: a forged date may not be one that no clock can show.
_LATEST_S = 250_000_000_000

_log = logging.getLogger(__name__)


def made(path: Path, pixels: Pixels, record: PictureRecord, parent_id: int | None = None) -> Entry:
    """The entry of a picture that this program made. Raises AppError("gallery_failed") for an odd name."""
    check_name(path)
    thumbnail = pictures.thumbnail_bytes(pixels, THUMBNAIL_SIDE)
    return Entry(path, pixels.size, created_s(record), thumbnail, record, parent_id=parent_id)


def imported(path: Path) -> Entry:
    """The entry of a picture from anywhere, with the settings that it says, ours or another program's.

    Raises AppError as pictures.read does, and as ``made``.
    """
    check_name(path)
    picture = pictures.read(path)
    thumbnail = pictures.thumbnail_bytes(picture.pixels, THUMBNAIL_SIDE)
    found = None if picture.record else read_settings(path)
    record = foreign_record(path, found) if found else picture.record
    created = modified_s(path) if picture.record is None else created_s(picture.record)
    return Entry(path, picture.pixels.size, created, thumbnail, record, source="imported")


def foreign_record(path: Path, found: ForeignSettings) -> PictureRecord:
    """Another program's settings in ``path``, as far as they can be used here, as our record.

    How it was made there is not known, and when only by the file's own date.
    """
    created = datetime.fromtimestamp(modified_s(path), UTC).astimezone().isoformat()
    provenance = Provenance(
        program=found.program, created=created, device="", dtype="", threads=0, versions={}
    )
    return PictureRecord(params=found.params, provenance=provenance)


def modified_s(path: Path) -> int:
    """When the file was changed last, in Unix seconds; 0 when it is gone."""
    try:
        return min(max(int(path.stat().st_mtime), 0), _LATEST_S)
    except OSError:
        return 0


def created_s(record: PictureRecord) -> int:
    """When the picture was made, in Unix seconds; 0 when its record does not say so properly."""
    try:
        seconds = int(datetime.fromisoformat(record.provenance.created).timestamp())
    except (ValueError, OverflowError):
        return 0
    return min(max(seconds, 0), _LATEST_S)


def unlisted(folder: Path, listed: Collection[str], found_so_far: Callable[[int], None]) -> list[Path]:
    """The pictures below ``folder`` that hold our record and are not in ``listed``; oldest first.

    ``found_so_far`` is called before each file is looked at, and may raise to stop.
    """
    found: list[tuple[int, Path]] = []
    for path in folder.rglob("*"):
        if path.suffix.lower() in _SUFFIXES and str(path) not in listed:
            found_so_far(len(found))
            with _passed_over(path):
                if record := pictures.read_record(path):
                    found.append((created_s(record), path))
    return [path for _, path in sorted(found)]


def found_again(path: Path) -> Iterator[Entry]:
    """The entry of a picture that this program made once; none when it can't be opened, which is logged."""
    with _passed_over(path):
        picture = pictures.read(path)
        if picture.record is not None:
            yield made(path, picture.pixels, picture.record)


def check_name(path: Path) -> None:
    """Raise AppError("gallery_failed") for a path that can't be written down."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise AppError(
            "gallery_failed",
            "The picture's folder has a name that is not UTF-8, and can't be listed in the gallery.",
            "Rename the folder or choose another one.",
            ascii(str(path)),
        ) from error


@contextlib.contextmanager
def _passed_over(path: Path) -> Iterator[None]:
    try:
        yield
    except AppError as error:
        _log.info("Not in the gallery: %s: %s", path, error)
