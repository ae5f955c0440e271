from __future__ import annotations

import itertools

import pytest

from desktop.core.geometry import Size
from desktop.core.tiling import Tiling


@pytest.mark.parametrize("tiling", [Tiling(16, 2, 4), Tiling(32, 0, 0), Tiling(64, 8, 16, multiple=8)])
@pytest.mark.parametrize("length", [1, 7, 16, 17, 31, 64, 65, 100, 641])
def test_spans_cover_all_with_enough_in_common(tiling: Tiling, length: int) -> None:
    spans = tiling.spans(length)
    assert (spans[0].start, spans[-1].stop) == (0, length)
    assert {len(span) for span in spans} == {min(tiling.side, length)}
    for one, after in itertools.pairwise(spans):
        assert one.start < after.start
        assert one.stop - after.start >= tiling.overlap
    assert all(span.start % tiling.multiple == 0 for span in spans[:-1])


def test_no_more_spans_than_needed_are_made() -> None:
    assert [span.start for span in Tiling(64, 8, 16).spans(96)] == [0, 32]
    assert Tiling(64, 8, 16).count(Size(96, 97)) == 2 * 3


@pytest.mark.parametrize("tiling", [(16, 4, 8), (16, 8, 0), (16, 3, 3, 8)])
def test_tiles_that_only_overlap_are_refused(tiling: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        Tiling(*tiling)
