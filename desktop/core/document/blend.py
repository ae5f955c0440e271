"""How a layer mixes with what is below it: W3C, Compositing and Blending Level 1, sections 9 and 10.

The recommendation mixes straight colours, ``Cs = (1 - ab) Cs + ab B(Cb, Cs)``, and lays the result over the
backdrop with source-over. Multiplied out, the premultiplied result is

    co = cs (1 - ab) + cb (1 - as) + as ab B(Cb, Cs)

and every B here can be had, times ``as ab``, from premultiplied colours: nothing is divided by alpha, and
transparent pixels need no special case. Arrays are float32, premultiplied, planar: (4, h, w), 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from desktop.core.document.layers import BlendMode

Planes = NDArray[np.float32]

_Mix = Callable[[Planes, Planes, Planes, Planes], Planes]
"""``as ab B(Cb, Cs)`` (3, h, w) from cb, cs (3, h, w), ab, as (h, w)."""

_LUM = (np.float32(0.3), np.float32(0.59), np.float32(0.11))


def lay_over(backdrop: Planes, source: Planes, mode: BlendMode) -> None:
    """Mix ``source`` (4, h, w) into ``backdrop``, in place; ``source`` is used up."""
    uncovered = 1 - source[3]
    if mode is not BlendMode.NORMAL:
        mixed = _MIXES[mode](backdrop[:3], source[:3], backdrop[3], source[3])
        source[:3] *= 1 - backdrop[3]
        source[:3] += mixed
    backdrop *= uncovered
    backdrop += source


def _multiply(cb: Planes, cs: Planes, _ab: Planes, _as: Planes) -> Planes:
    mixed: Planes = cb * cs
    return mixed


def _screen(cb: Planes, cs: Planes, ab: Planes, as_: Planes) -> Planes:
    mixed: Planes = cb * (as_ - cs)
    mixed += cs * ab
    return mixed


def _overlay(cb: Planes, cs: Planes, ab: Planes, as_: Planes) -> Planes:
    """Multiply by 2 cb where the backdrop is dark, else screen, which is (2 cb - ab) (as - 2 cs) more."""
    mixed: Planes = 2 * cb
    more = mixed - ab
    np.maximum(more, 0, out=more)
    more *= as_ - 2 * cs
    mixed *= cs
    mixed += more
    return mixed


def _darken(cb: Planes, cs: Planes, ab: Planes, as_: Planes) -> Planes:
    mixed: Planes = cb * as_
    np.minimum(mixed, cs * ab, out=mixed)
    return mixed


def _lighten(cb: Planes, cs: Planes, ab: Planes, as_: Planes) -> Planes:
    mixed: Planes = cb * as_
    np.maximum(mixed, cs * ab, out=mixed)
    return mixed


def _colour(cb: Planes, cs: Planes, ab: Planes, as_: Planes) -> Planes:
    return _set_lum(cs * ab, _lum(cb) * as_, ab * as_)


def _luminosity(cb: Planes, cs: Planes, ab: Planes, as_: Planes) -> Planes:
    return _set_lum(cb * as_, _lum(cs) * ab, ab * as_)


def _lum(colour: Planes) -> Planes:
    lum: Planes = colour[0] * _LUM[0]
    lum += colour[1] * _LUM[1]
    lum += colour[2] * _LUM[2]
    return lum


def _set_lum(colour: Planes, lum: Planes, limit: Planes) -> Planes:
    """SetLum and ClipColor, in place, of colours whose white is ``limit`` instead of 1."""
    colour += lum - _lum(colour)
    low, high = colour.min(axis=0), colour.max(axis=0)
    shrink = np.ones_like(lum)
    np.divide(lum, lum - low, out=shrink, where=low < 0)
    # A grey at the limit may be above it by rounding; it is its own lum, and nothing is to be shrunk.
    np.divide(limit - lum, high - lum, out=shrink, where=(high > limit) & (high > lum))
    colour -= lum
    colour *= shrink
    colour += lum
    return colour


_MIXES: Mapping[BlendMode, _Mix] = MappingProxyType(
    {
        BlendMode.MULTIPLY: _multiply,
        BlendMode.SCREEN: _screen,
        BlendMode.OVERLAY: _overlay,
        BlendMode.DARKEN: _darken,
        BlendMode.LIGHTEN: _lighten,
        BlendMode.COLOUR: _colour,
        BlendMode.LUMINOSITY: _luminosity,
    }
)
