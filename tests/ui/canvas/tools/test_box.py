"""The arithmetic of handles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.geometry import Rect
from desktop.ui.canvas.tools.box import Box
from desktop.ui.canvas.tools.handles import HANDLES, Handle

BOX = Box(Rect(10, 20, 40, 30))
places = st.floats(-200, 200)


@given(st.sampled_from(HANDLES), places, places, st.floats(-180, 180))
def test_what_is_opposite_of_a_handle_stays(handle: Handle, x: float, y: float, angle: float) -> None:
    box = Box(BOX.bounds, 1.5, 0.5, angle, 7, -3)
    opposite = (1 - handle.across) / 2, (1 - handle.down) / 2

    pulled = box.pulled(handle, (x, y), keeps_shape=False, from_middle=False)

    assert pulled.point(*opposite) == pytest.approx(box.point(*opposite), abs=1e-6)


@given(places, places, st.floats(-180, 180))
def test_a_corner_goes_where_the_pointer_is(x: float, y: float, angle: float) -> None:
    box = Box(BOX.bounds, angle=angle)

    pulled = box.pulled(Handle(1, 1), (x, y), keeps_shape=False, from_middle=False)

    if pulled.width > 1 and pulled.height > 1:
        assert pulled.point(1, 1) == pytest.approx((x, y), abs=1e-6)


def test_over_its_opposite_side_it_is_mirrored() -> None:
    pulled = BOX.pulled(Handle(1, 0), (-30, 0), keeps_shape=False, from_middle=False)

    assert pulled.scale_x == -1
    assert (pulled.left, pulled.width) == pytest.approx((-30, 40))


def test_it_never_becomes_flat() -> None:
    pulled = BOX.pulled(Handle(1, 1), (10, 20), keeps_shape=False, from_middle=False)

    assert min(pulled.width, pulled.height) > 0


def test_a_move_is_by_whole_pixels() -> None:
    assert BOX.moved(3.4, -2.6).affine.whole_move is not None


def test_turning_back_is_as_before() -> None:
    turned = BOX.turned((60, 35), (30, 60), snaps=False).turned((30, 60), (60, 35), snaps=False)

    assert turned.angle == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(
    ("figures", "left", "top", "width", "height"),
    [({"left": 5.0}, 5, 20, 40, 30), ({"width": 80.0}, 10, 20, 80, 30), ({"height": 15.0}, 10, 20, 40, 15)],
)
def test_typed_figures_change_nothing_else(
    figures: dict[str, float], left: float, top: float, width: float, height: float
) -> None:
    placed = BOX.placed(**figures)

    assert (placed.left, placed.top, placed.width, placed.height) == pytest.approx((left, top, width, height))
