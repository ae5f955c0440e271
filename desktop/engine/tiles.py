"""A picture drawn in overlapping tiles, so that any size needs the memory of one row of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from desktop.core.geometry import Rect
from desktop.core.pixels import Pixels
from desktop.core.tiling import Tiling
from desktop.engine.tensors import to_pixels

Draw = Callable[[Pixels, Rect], Tensor]
"""A tile of the source and where it lies there, to what it becomes: (1, 3, factor H, factor W) in [-1, 1]."""


def draw_in_tiles(
    source: NDArray[np.uint8],
    into: NDArray[np.uint8],
    factor: int,
    tiling: Tiling,
    draw: Draw,
    done: Callable[[int], None],
) -> None:
    """Draw each tile of ``source`` and blend them in ``into``; alpha there stays as it is.

    ``source`` is (H, W, 4), ``into`` (factor H, factor W, 4); with factor 1 both may be the same array,
    because rows are written only when no tile needs them any more. ``done`` is told how many tiles are drawn,
    and may raise to stop, as ``draw`` may. Where a pixel depends on no more than ``tiling.margin`` pixels
    around it, the result is that of drawing the picture whole.
    """
    height, width = source.shape[:2]
    rows, columns = tiling.spans(height), tiling.spans(width)
    across, down = _weights(columns, factor, tiling.margin), _weights(rows, factor, tiling.margin)
    counter = itertools.count(1)
    begun = torch.zeros(3, 0, width * factor)
    for row, (span, next_span) in enumerate(itertools.zip_longest(rows, rows[1:])):
        band = torch.zeros(3, len(span) * factor, width * factor)
        band[:, : begun.shape[1]] = begun
        for column, weights in zip(columns, across, strict=True):
            place = Rect.between(column.start, span.start, column.stop, span.stop)
            tile = draw(Pixels(source[span.start : span.stop, column.start : column.stop]), place)
            part = band[:, :, column.start * factor : column.stop * factor]
            part += tile[0].float().cpu() * weights * down[row][:, None]
            done(next(counter))
        ready = len(span) * factor if next_span is None else (next_span.start - span.start) * factor
        top = span.start * factor
        into[top : top + ready, :, :3] = to_pixels(band[:, :ready]).array[..., :3]
        begun = band[:, ready:]


def _weights(spans: Sequence[range], factor: int, margin: int) -> list[Tensor]:
    """How much each span counts at each of its pixels, enlarged: at every pixel they add up to 1.

    Two neighbours go over into each other linearly between their margins.
    """
    length = spans[-1].stop * factor
    raw = [torch.ones(len(span) * factor, dtype=torch.float64) for span in spans]
    for index, (span, after) in enumerate(itertools.pairwise(spans)):
        overlap = span.stop - after.start
        places = (torch.arange(overlap * factor, dtype=torch.float64) + 0.5) / factor
        ramp = ((places - margin) / max(1, overlap - 2 * margin)).clamp(0, 1)
        raw[index][len(span) * factor - len(ramp) :] *= 1 - ramp
        raw[index + 1][: len(ramp)] *= ramp
    total = torch.zeros(length, dtype=torch.float64)
    for span, weights in zip(spans, raw, strict=True):
        total[span.start * factor : span.stop * factor] += weights
    return [
        (weights / total[span.start * factor : span.stop * factor]).float()
        for span, weights in zip(spans, raw, strict=True)
    ]
