"""Where the picture lies."""

import pytest
from PySide6.QtCore import QMarginsF, QPointF, QSizeF

from desktop.ui.canvas.viewport import MAX_ZOOM, MIN_ZOOM, Viewport

VIEW = Viewport(QSizeF(800, 600), QSizeF(200, 100))


def test_fitting_uses_the_shorter_way() -> None:
    fitted = VIEW.fitted(QMarginsF(0, 0, 0, 0))

    assert fitted.zoom == 4.0
    assert fitted.target.getRect() == (0, 100, 800, 400)


def test_fitting_keeps_the_margins() -> None:
    fitted = VIEW.fitted(QMarginsF(100, 0, 100, 200))

    assert fitted.target.getRect() == (100, 50, 600, 300)


def test_margins_that_leave_nothing_are_dropped() -> None:
    assert VIEW.fitted(QMarginsF(400, 300, 400, 300)).zoom == 4.0


@pytest.mark.parametrize("anchor", [QPointF(400, 300), QPointF(650, 220), QPointF(10, 490)])
@pytest.mark.parametrize("zoom", [0.5, 3.7, 16.0])
def test_the_anchor_stays_while_zooming(anchor: QPointF, zoom: float) -> None:
    start = VIEW.fitted(QMarginsF(0, 0, 0, 0))
    there = start.to_picture(anchor)

    zoomed = start.zoomed(zoom, anchor)

    assert zoomed.to_picture(anchor).x() == pytest.approx(there.x(), abs=1 / zoom)
    assert zoomed.to_picture(anchor).y() == pytest.approx(there.y(), abs=1 / zoom)


def test_zoom_has_limits() -> None:
    assert VIEW.zoomed(1e6, QPointF()).zoom == MAX_ZOOM
    assert VIEW.zoomed(1e-6, QPointF()).zoom == MIN_ZOOM


def test_steps_lead_there_and_back() -> None:
    assert VIEW.step_in() == 1.5
    assert VIEW.zoomed(1.5, QPointF()).step_out() == 1
    assert VIEW.zoomed(1.87, QPointF()).step_in() == 2


def test_a_resized_view_keeps_its_middle() -> None:
    start = VIEW.centered(1.0)

    assert start.resized(QSizeF(400, 300)).to_picture(QPointF(200, 150)) == start.to_picture(
        QPointF(400, 300)
    )


def test_pixels_lie_on_whole_device_pixels() -> None:
    target = VIEW.centered(1.0).panned(QPointF(0.4, 0.7)).target

    assert all(value == int(value) for value in target.getRect())
