"""W3C, Compositing and Blending Level 1, in float64, written down as it stands there: straight colours,
one pixel array at a time, nothing rounded in between."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.document.layers import BlendMode, GroupLayer, Layer, MaskLayer, PixelLayer
from desktop.core.geometry import Point, Rect

Real = NDArray[np.float64]


def blended(mode: BlendMode, cb: Real, cs: Real) -> Real:
    """B(Cb, Cs) of straight colours (..., 3), section 10."""
    match mode:
        case BlendMode.NORMAL:
            return cs
        case BlendMode.MULTIPLY:
            return cs * cb
        case BlendMode.SCREEN:
            return cb + cs - cb * cs
        case BlendMode.OVERLAY:
            return hard_light(cs, cb)
        case BlendMode.DARKEN:
            return np.minimum(cb, cs)
        case BlendMode.LIGHTEN:
            return np.maximum(cb, cs)
        case BlendMode.COLOUR:
            return set_lum(cs, lum(cb))
        case BlendMode.LUMINOSITY:
            return set_lum(cb, lum(cs))


def hard_light(cb: Real, cs: Real) -> Real:
    twice = 2 * cs - 1
    return np.where(cs <= 0.5, cb * 2 * cs, cb + twice - cb * twice)


def lum(c: Real) -> Real:
    return (0.3 * c[..., 0] + 0.59 * c[..., 1] + 0.11 * c[..., 2])[..., None]


def clip_colour(c: Real) -> Real:
    light, low, high = lum(c), c.min(-1, keepdims=True), c.max(-1, keepdims=True)
    with np.errstate(all="ignore"):
        c = np.where(low < 0, light + (c - light) * light / (light - low), c)
        return np.where(high > 1, light + (c - light) * (1 - light) / (high - light), c)


def set_lum(c: Real, light: Real) -> Real:
    return clip_colour(c + (light - lum(c)))


def over(backdrop: Real, source: Real, mode: BlendMode) -> Real:
    """Section 9.1's general formula, then section 5.1's simple alpha compositing; (..., 4) straight."""
    cb, ab, cs, as_ = backdrop[..., :3], backdrop[..., 3:], source[..., :3], source[..., 3:]
    mixed = (1 - ab) * cs + ab * blended(mode, cb, cs)
    premultiplied = as_ * mixed + (1 - as_) * ab * cb
    alpha = as_ + ab * (1 - as_)
    colour = np.divide(premultiplied, alpha, out=np.zeros_like(cb), where=alpha > 0)
    return np.concatenate((colour, alpha), axis=-1)


def picture(layers: tuple[Layer, ...], rect: Rect) -> Real:
    """What layers look like in ``rect``: (h, w, 4) straight, 0 to 1."""
    result = np.zeros((rect.height, rect.width, 4))
    for layer in layers:
        if not layer.visible:
            continue
        match layer:
            case PixelLayer():
                source = layer.plane.read(rect.moved(Point(0, 0) - layer.offset)) / 255
            case GroupLayer():
                source = picture(layer.children, rect)
            case MaskLayer():
                shown = layer.plane.read(rect.moved(Point(0, 0) - layer.offset)) / 255
                result[..., 3] *= 1 - layer.opacity * (1 - shown)
                continue
            case _:
                raise TypeError(layer)
        source[..., 3] *= layer.opacity
        result = over(result, source, layer.blend)
    return result


def assert_same_picture(array: NDArray[np.uint8], expected: Real) -> None:
    """Alpha, and the colours of what can be seen, within 1/255."""
    assert np.abs(array[..., 3] / 255 - expected[..., 3]).max(initial=0) <= 1 / 255
    seen = expected[..., 3] > 0.5 / 255
    difference = np.abs(array[..., :3] / 255 - expected[..., :3])[seen]
    assert difference.max(initial=0) <= 1 / 255
