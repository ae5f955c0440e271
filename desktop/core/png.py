"""PNG for planes: written fast, and read only as large as it was announced.

The writer knows one filter ("up") and one strategy (runs): on a 2048 x 2048 photograph it takes a third of
the time of Pillow's level 1 (135 against 380 ms), and the file is a fifth smaller, as small as with level 4.
"""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from desktop.core.geometry import Size

Array = NDArray[np.uint8]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_UP = 2
_BAND = 256
_COLOUR_TYPES = {1: 0, 4: 6}
_MODES = {1: "L", 4: "RGBA"}


def encode(array: Array) -> bytes:
    """A PNG of an (H, W, 4) sRGB picture with straight alpha, or of an (H, W) mask. Any thread.

    Every value is kept, those below transparent pixels too (PNG specification, third edition).
    """
    height, width = array.shape[:2]
    channels = 4 if array.ndim == 3 else 1
    rows = np.ascontiguousarray(array).reshape(height, width * channels)
    compressor = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)
    data = [compressor.compress(_filtered(rows, top).data) for top in range(0, height, _BAND)]
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    colours = _chunk(b"sRGB", b"\0") if channels == 4 else b""
    content = _chunk(b"IDAT", b"".join(data) + compressor.flush())
    return _SIGNATURE + _chunk(b"IHDR", header) + colours + content + _chunk(b"IEND", b"")


def decode(data: bytes, size: Size, channels: int) -> Array:
    """The pixels of a PNG that ``encode`` wrote: (H, W, 4), or (H, W) for one channel. Any thread.

    Raises ValueError for one of another size or kind, before it is unpacked, and for a damaged one.
    """
    from PIL.PngImagePlugin import PngImageFile

    try:
        with PngImageFile(io.BytesIO(data)) as image:
            if image.size != (size.width, size.height) or image.mode != _MODES[channels]:
                raise ValueError(f"a {image.mode} picture of {image.size}, not {_MODES[channels]} of {size}")
            return np.array(image)
    except (OSError, SyntaxError, LookupError, EOFError, struct.error, zlib.error) as error:
        raise ValueError(str(error)) from error


def _filtered(rows: Array, top: int) -> Array:
    """A band of rows, each as its difference to the one above, behind the filter's number."""
    band = rows[top : top + _BAND]
    filtered = np.empty((band.shape[0], band.shape[1] + 1), np.uint8)
    filtered[:, 0] = _UP
    filtered[0, 1:] = band[0] - rows[top - 1] if top else band[0]
    np.subtract(band[1:], band[:-1], out=filtered[1:, 1:])
    return filtered


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))
