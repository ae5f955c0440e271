from __future__ import annotations

import math

import pytest

from desktop.core.document.affine import Affine
from desktop.core.errors import AppError
from desktop.core.geometry import EMPTY, Point, Rect


def _near(place: tuple[float, float], expected: tuple[float, float]) -> bool:
    return math.dist(place, expected) < 1e-9


def test_each_constructor_moves_places_as_it_says() -> None:
    centre = (10.0, 20.0)
    assert _near(Affine.translation(3, -2).place(1, 1), (4, -1))
    assert _near(Affine.scaling(2, 3, centre).place(11, 21), (12, 23))
    assert _near(Affine.rotation(90, centre).place(11, 20), (10, 21))  # from the right to below: clockwise
    assert _near(Affine.rotation(30).place(1, 0), (math.cos(math.pi / 6), 0.5))
    assert _near(Affine.flip(horizontal=True, centre=centre).place(13, 5), (7, 5))
    assert _near(Affine.flip(horizontal=False, centre=centre).place(13, 5), (13, 35))


def test_then_does_one_after_the_other() -> None:
    both = Affine.translation(5, 0).then(Affine.scaling(2, 2))
    assert _near(both.place(1, 1), (12, 2))


def test_the_inverse_takes_it_back() -> None:
    there = Affine.rotation(33, (4, 5)).then(Affine.scaling(2, -0.5)).then(Affine.translation(7, 8))
    assert _near(there.inverse().place(*there.place(3.5, -2.25)), (3.5, -2.25))


@pytest.mark.parametrize("flat", [Affine.scaling(0, 1), Affine.scaling(1, 0), Affine.scaling(math.nan, 1)])
def test_what_leaves_nothing_has_no_inverse(flat: Affine) -> None:
    with pytest.raises(AppError) as error:
        flat.inverse()
    assert error.value.code == "transform_flat"


def test_around_holds_all_corners_and_no_pixel_more() -> None:
    assert Affine.scaling(1.5, 1).around(Rect(1, 0, 3, 2)) == Rect(1, 0, 5, 2)
    assert Affine.rotation(180).around(Rect(1, 2, 3, 4)) == Rect(-4, -6, 3, 4)
    assert Affine.rotation(45).around(Rect(0, 0, 10, 10)) == Rect.between(-8, 0, 8, 15)
    assert Affine.rotation(45).around(EMPTY) == EMPTY


def test_whole_moves_are_known() -> None:
    assert Affine.translation(3, -4).whole_move == Point(3, -4)
    assert Affine().whole_move == Point(0, 0)
    assert Affine.translation(0.5, 0).whole_move is None
    assert Affine.rotation(180).whole_move is None


def test_quarter_turns_and_mirrors_are_exact() -> None:
    for degrees in (90, -90, 180, 270, 450):
        assert Affine.rotation(degrees, (7, 7)).quarters is not None
    assert Affine.flip(horizontal=True, centre=(1.5, 0)).quarters == (-1, 0, 0, 1)
    assert Affine.rotation(90, (0.5, 0)).quarters is None  # between the pixels
    assert Affine.rotation(1).quarters is None
    assert Affine.scaling(2, 2).quarters is None
