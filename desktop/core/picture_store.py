"""Finished pictures: onto the disk, then into the gallery."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from desktop.core import files
from desktop.core.gallery import Gallery
from desktop.core.jobs import SavedPicture
from desktop.core.params import PictureRecord, SaveOptions
from desktop.core.pixels import Pixels

_log = logging.getLogger(__name__)


class PictureStore:
    """Saves pictures so that one told as saved is on the disk. Any thread, any number of processes."""

    def __init__(self, gallery: Gallery) -> None:
        self._gallery = gallery

    def save(
        self,
        pixels: Pixels,
        record: PictureRecord,
        options: SaveOptions,
        index: int,
        parent_id: int | None = None,
    ) -> SavedPicture:
        """Write picture ``index`` (from 0) of a job and list it; returns when both are on the disk.

        ``parent_id`` is the gallery's id of the picture that it came from.

        Without ``options.file`` the name is new: ``YYYY-MM/<date>-<time>-<seed>-<prompt>``, the prompt only
        where it may be seen. With it, the first picture replaces that file and later ones get a counter.

        Raises AppError: ``disk_full`` or ``not_writable``, and nothing was changed; ``gallery_...``, and the
        picture's file is there all the same.
        """
        from desktop.core import pictures

        data = pictures.encode(pixels, record, options)
        path = self._write(data, record, options, index).absolute()
        _log.info("Saved %s x %s pixels, %s bytes", pixels.size.width, pixels.size.height, len(data))
        return SavedPicture(self._gallery.add(path, pixels, record, parent_id), path)

    def _write(self, data: bytes, record: PictureRecord, options: SaveOptions, index: int) -> Path:
        if options.file is not None:
            if index > 0:
                return files.write_new(options.file.parent, options.file.stem, options.file.suffix, data)
            files.write_bytes(options.file, data)
            return options.file
        created = datetime.fromisoformat(record.provenance.created)
        prompt = record.params.prompt if options.include_prompt else ""
        stem = files.safe_stem(f"{created:%Y%m%d-%H%M%S}-{record.params.seed}-{prompt}")
        from desktop.core.pictures import SUFFIXES

        return files.write_new(options.folder / f"{created:%Y-%m}", stem, SUFFIXES[options.format], data)
