"""The pictures and masks that jobs start from, kept by their content so that any job can be run again."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from desktop.core import files, png
from desktop.core.errors import AppError
from desktop.core.params import StoredPicture
from desktop.core.pixels import Pixels

_COLOUR_TYPE = 25
"""Where a PNG says whether it is a mask (0) or has colours and alpha (6)."""


class InputStore:
    """One lossless PNG for each content, in one folder. No state: any thread, several processes at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, pixels: Pixels) -> StoredPicture:
        """Keep ``pixels``, unless they are there already. Raises AppError as core.files does."""
        ref = StoredPicture(sha256=_sha256(pixels), size=pixels.size)
        try:
            os.utime(self.path(ref))  # it is wanted again
        except OSError:
            files.write_bytes(self.path(ref), png.encode(pixels.array))
        return ref

    def sweep(self, wanted: Collection[str], older_than_s: float, now_s: float) -> int:
        """Remove files that were kept or wanted last before so many seconds, and are not in ``wanted``.

        ``wanted`` has their SHA-256, ``now_s`` is Unix time. Returns how many are gone. Never raises.
        """
        count = 0
        with contextlib.suppress(OSError):
            for path in list(self._folder.glob("*.png")):
                if path.stem not in wanted and path.stat().st_mtime < now_s - older_than_s:
                    files.remove(path)
                    count += 1
        return count

    def get(self, ref: StoredPicture) -> Pixels:
        """The very same pixels. Raises AppError("input_missing") or AppError("input_damaged")."""
        path = self.path(ref)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise AppError(
                "input_missing",
                "The picture that this job starts from is no longer there.",
                "Open the picture again and start anew.",
                str(path),
            ) from None
        except OSError as error:
            raise _damaged(path, str(error)) from None
        channels = 1 if data[_COLOUR_TYPE : _COLOUR_TYPE + 1] == b"\0" else 4
        try:
            pixels = Pixels(png.decode(data, ref.size, channels))
        except ValueError as error:
            raise _damaged(path, str(error)) from None
        if _sha256(pixels) != ref.sha256:
            raise _damaged(path, "its pixels are not those of its name")
        return pixels

    def path(self, ref: StoredPicture) -> Path:
        """Where the file is, or would be."""
        return self._folder / f"{ref.sha256}.png"


def _sha256(pixels: Pixels) -> str:
    """Of the shape and the raw pixels: a PNG's own bytes depend on who packed them."""
    digest = hashlib.sha256(repr(pixels.array.shape).encode())
    digest.update(pixels.array.data)
    return digest.hexdigest()


def _damaged(path: Path, details: str) -> AppError:
    return AppError(
        "input_damaged",
        "The picture that this job starts from is damaged.",
        "Open the picture again and start anew.",
        f"{path}: {details}",
    )
