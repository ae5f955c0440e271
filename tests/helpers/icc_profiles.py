"""Small colour profiles made after ICC.1:2022: no file of anyone else's."""

from __future__ import annotations

import struct

_D50 = (0.9642, 1.0, 0.8249)
SRGB_PRIMARIES = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
"""XYZ of red, green and blue, adapted to D50."""
WIDE_PRIMARIES = ((0.7347, 0.2653, 0.0), (0.1152, 0.7117, 0.0065), (0.1143, 0.0230, 0.8184))


def rgb_profile(primaries: tuple[tuple[float, ...], ...] = WIDE_PRIMARIES, gamma: float = 1.8) -> bytes:
    """A display with these primaries."""
    curve = b"curv" + bytes(4) + struct.pack(">IH2x", 1, round(gamma * 256))
    tags = {b"wtpt": _xyz(_D50), b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    tags |= {name: _xyz(value) for name, value in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)}
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags)


def grey_profile(gamma: float) -> bytes:
    curve = b"curv" + bytes(4) + struct.pack(">IH2x", 1, round(gamma * 256))
    return _profile(b"mntr", b"GRAY", b"XYZ ", {b"wtpt": _xyz(_D50), b"kTRC": curve})


def cmyk_profile() -> bytes:
    """A printer whose full cyan is a strong red, so that it can't be taken for a guess; black is black."""
    table = b""
    for corner in range(16):
        cyan, _, _, black = ((corner >> bit) & 1 for bit in (3, 2, 1, 0))
        lab = (0, 128, 128) if black else (136, 208, 195) if cyan else (255, 128, 128)
        table += bytes(lab)
    ramp = bytes(range(256))
    identity = struct.pack(">9i", *(65_536 if place in (0, 4, 8) else 0 for place in range(9)))
    lut = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + identity + ramp * 4 + table + ramp * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"wtpt": _xyz(_D50), b"A2B0": lut, b"A2B1": lut})


def _profile(kind: bytes, space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    name = b"Test profile"
    description = b"desc" + bytes(4) + struct.pack(">I", len(name) + 1) + name + bytes(1 + 4 + 4 + 2 + 1 + 67)
    tags = {b"desc": description, b"cprt": b"text" + bytes(4) + b"None\0", **tags}
    place = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        table += name + struct.pack(">II", place + len(body), len(content))
        body += content
    header = struct.pack(">I4sI4s4s4s", place + len(body), bytes(4), 0x02400000, kind, space, connection)
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += struct.pack(">3i", *(round(value * 65_536) for value in _D50))
    return header.ljust(128, b"\0") + table + body


def _xyz(value: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(part * 65_536) for part in value))
