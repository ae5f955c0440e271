from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.geometry import Rect, Size
from desktop.core.regions import region_around


@pytest.mark.parametrize(
    ("mask", "picture", "padding", "region"),
    [
        # Half of the mask's side around it, and at least what the model was trained on.
        (Rect(900, 900, 400, 400), Size(2000, 2000), 0, Rect(700, 700, 800, 800)),
        (Rect(1000, 1000, 10, 10), Size(2000, 2000), 0, Rect(749, 749, 512, 512)),
        (Rect(900, 900, 400, 400), Size(2000, 2000), 100, Rect(800, 800, 600, 600)),
        # A sixteenth of a large picture.
        (Rect(4000, 4000, 200, 200), Size(8000, 8000), 0, Rect(3500, 3500, 1200, 1200)),
        # Moved into the picture.
        (Rect(0, 0, 100, 100), Size(2000, 2000), 0, Rect(0, 0, 512, 512)),
        (Rect(1990, 1000, 10, 10), Size(2000, 2000), 0, Rect(1488, 749, 512, 512)),
        # A small picture as a whole.
        (Rect(10, 10, 10, 10), Size(300, 200), 0, Rect(0, 0, 300, 200)),
        # Not more oblong than 3 to 2.
        (Rect(500, 1000, 1000, 4), Size(2000, 2000), 100, Rect(400, 602, 1200, 800)),
    ],
)
def test_the_region_around_a_mask(mask: Rect, picture: Size, padding: int, region: Rect) -> None:
    assert region_around(mask, picture, padding, 512) == region


@given(st.data())
def test_a_region_holds_the_mask_and_lies_in_the_picture(data: st.DataObject) -> None:
    picture = Size(data.draw(st.integers(1, 3000)), data.draw(st.integers(1, 3000)))
    left, top = data.draw(st.integers(0, picture.width - 1)), data.draw(st.integers(0, picture.height - 1))
    mask = Rect(
        left,
        top,
        data.draw(st.integers(1, picture.width - left)),
        data.draw(st.integers(1, picture.height - top)),
    )
    region = region_around(mask, picture, data.draw(st.integers(0, 2048)), 256)
    assert region.contains(mask)
    assert Rect.of(picture).contains(region)
