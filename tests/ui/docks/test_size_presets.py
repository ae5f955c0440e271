from dataclasses import replace

from desktop.core.geometry import Size
from desktop.ui.docks.size_presets import size_presets
from tests.helpers.scripted import STARTER

SQUARE = replace(STARTER, native_size=Size(512, 512), size_range=(256, 1024))


def test_the_native_size_comes_first_and_nothing_twice() -> None:
    sizes = size_presets(SQUARE)
    assert sizes[0] == Size(512, 512)
    assert len(set(sizes)) == len(sizes) > 3


def test_the_other_proportions_have_about_as_many_pixels() -> None:
    for size in size_presets(SQUARE):
        assert 0.9 < size.area / Size(512, 512).area < 1.1
        assert size.width % 8 == size.height % 8 == 0


def test_no_side_leaves_the_models_range() -> None:
    for size in size_presets(replace(STARTER, native_size=Size(256, 256), size_range=(192, 320))):
        assert min(size.width, size.height) >= 192
        assert max(size.width, size.height) <= 320
