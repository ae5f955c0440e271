from __future__ import annotations

import io
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from desktop.core import picture_export, pictures
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, Layer, MaskLayer, PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.errors import AppError
from desktop.core.export_options import ExportOptions
from desktop.core.geometry import Point, Rect, Size
from desktop.core.params import PictureRecord
from desktop.core.picture_export import AI_MARK, PROFILE, SETTINGS, embedded, export
from desktop.core.pictures import PictureFormat
from tests.helpers.icc_profiles import rgb_profile
from tests.helpers.records import make_pixels, make_record

FORMATS = get_args(PictureFormat)
SIZE = Size(24, 16)
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"


def filled(
    colour: tuple[int, ...], recipe: PictureRecord | None = None, rect: Rect | None = None
) -> PixelLayer:
    rect = rect or Rect.of(SIZE)
    array = np.full((rect.height, rect.width, 4), colour, np.uint8)
    return PixelLayer(name="Layer", plane=Plane.of(array, rect.origin), recipe=recipe)


def document(*layers: Layer, icc_profile: bytes = b"") -> Document:
    return Document(SIZE, layers, icc_profile=icc_profile)


def read_back(data: bytes) -> pictures.OpenedPicture:
    return pictures.read_bytes(data, "exported")


def pixel(data: bytes) -> tuple[int, ...]:
    """As it stands in the file, before its profile."""
    with Image.open(io.BytesIO(data)) as image:
        found = image.getpixel((0, 0))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_the_flattened_document_is_in_the_file(form: PictureFormat) -> None:
    data = export(
        document(filled((10, 20, 30, 255)), filled((200, 100, 50, 255))), ExportOptions(format=form)
    )
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == form.upper()
    opened = read_back(data)
    assert opened.pixels.size == SIZE
    assert opened.pixels.array[0, 0].tolist() == pytest.approx([200, 100, 50, 255], abs=2)


@pytest.mark.parametrize(
    "options", [{"format": "png"}, {"format": "tiff"}, {"format": "webp", "lossless": True}]
)
def test_lossless_formats_keep_every_pixel(options: dict[str, object]) -> None:
    array = np.random.default_rng(0).integers(0, 256, (16, 24, 4), np.uint8)
    array[..., 3] |= 1  # composing leaves no colours below transparent pixels
    layer = PixelLayer(name="noise", plane=Plane.of(array))
    shown = read_back(export(document(layer), ExportOptions(**options)))
    assert shown.pixels == flatten(document(layer))


@pytest.mark.parametrize("form", ["jpeg", "webp"])
def test_quality_changes_the_size(form: PictureFormat) -> None:
    noise = Document.from_pixels(make_pixels(64, 64), "noise")
    sizes = [len(export(noise, ExportOptions(format=form, quality=quality))) for quality in (20, 60, 100)]
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("size", [Size(48, 32), Size(7, 90), Size(1, 1)])
def test_any_size_is_met_exactly(size: Size) -> None:
    opened = read_back(export(document(filled((200, 100, 50, 255))), ExportOptions(size=size)))
    assert opened.pixels.size == size
    assert tuple(opened.pixels.array[0, 0]) == (200, 100, 50, 255)


def test_scaling_mixes_no_colours_of_transparent_pixels_in() -> None:
    half = filled((255, 0, 0, 255), rect=Rect(0, 0, 12, 16))
    scaled = read_back(export(document(half), ExportOptions(size=Size(9, 5)))).pixels.array
    seen = scaled[scaled[..., 3] > 20]
    assert (seen[:, 0] > 250).all()


@pytest.mark.parametrize(
    "options",
    [
        {"size": Size(20_000, 10), "format": "webp"},
        {"size": Size(20_000, 20_000)},
        {"size": Size(0, 10)},
    ],
)
def test_a_size_that_no_file_can_have_is_told(options: dict[str, object]) -> None:
    with pytest.raises(AppError) as caught:
        export(document(), ExportOptions(**options))
    assert caught.value.code == "too_large_to_export"


@pytest.mark.parametrize("form", ["png", "webp", "tiff"])
def test_transparency_is_kept_or_put_on_a_background(form: PictureFormat) -> None:
    clear = document()
    assert pixel(export(clear, ExportOptions(format=form)))[3] == 0
    on_green = read_back(export(clear, ExportOptions(format=form, background=(0, 128, 0))))
    assert on_green.pixels.array[0, 0].tolist() == pytest.approx([0, 128, 0, 255], abs=2)


@pytest.mark.parametrize(
    ("background", "expected"), [(None, (255, 255, 255)), ((10, 20, 200), (10, 20, 200))]
)
def test_jpeg_has_always_a_background(
    background: tuple[int, int, int] | None, expected: tuple[int, ...]
) -> None:
    data = export(document(), ExportOptions(format="jpeg", background=background))
    assert pixel(data) == pytest.approx(expected, abs=3)


@pytest.mark.parametrize("form", FORMATS)
def test_the_record_of_the_uppermost_recipe_goes_along(form: PictureFormat) -> None:
    lower, upper = make_record(prompt="lower"), make_record(prompt="upper")
    layers = (
        filled((1, 1, 1, 255), lower),
        GroupLayer(name="group", children=(filled((2, 2, 2, 255), upper),)),
        filled((3, 3, 3, 255)),
    )
    opened = read_back(export(document(*layers), ExportOptions(format=form)))
    assert opened.record == upper
    assert opened.infotext is not None
    assert opened.infotext.startswith("upper\nSteps: 20, ")


@pytest.mark.parametrize("hidden", ["layer", "group", "opacity", "empty"])
def test_what_can_not_be_seen_tells_nothing(hidden: str) -> None:
    secret = make_record(prompt="secret lighthouse")
    made = filled((1, 1, 1, 255), secret)
    layer: Layer = {
        "layer": PixelLayer(name="a", plane=made.plane, recipe=secret, visible=False),
        "group": GroupLayer(name="a", children=(made,), visible=False),
        "opacity": PixelLayer(name="a", plane=made.plane, recipe=secret, opacity=0.0),
        "empty": PixelLayer(name="a", plane=Plane(4), recipe=secret),
    }[hidden]
    whole = document(filled((9, 9, 9, 255)), layer)
    assert embedded(whole, ExportOptions()) == ()
    assert b"secret" not in export(whole, ExportOptions())


def test_the_mark_says_whether_all_or_a_part_was_generated() -> None:
    made, painted = filled((1, 1, 1, 255), make_record()), filled((2, 2, 2, 255))
    mask = MaskLayer(name="mask", plane=Plane.of(np.full((16, 24), 255, np.uint8)))
    assert dict(embedded(document(made, mask), ExportOptions()))[AI_MARK] == GENERATED
    assert dict(embedded(document(made, painted), ExportOptions()))[AI_MARK] == COMPOSITE
    assert AI_MARK not in dict(embedded(document(painted), ExportOptions()))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("settings", [True, False])
@pytest.mark.parametrize("ai_mark", [True, False])
@pytest.mark.parametrize("icc_profile", [True, False])
def test_the_list_names_what_is_in_the_file_and_nothing_else_is(
    form: PictureFormat, settings: bool, ai_mark: bool, icc_profile: bool
) -> None:
    whole = document(filled((200, 100, 50, 255), make_record(prompt="lighthouse")), icc_profile=rgb_profile())
    options = ExportOptions(format=form, settings=settings, ai_mark=ai_mark, icc_profile=icc_profile)
    data, told = export(whole, options), dict(embedded(whole, options))
    opened = read_back(data)
    assert (SETTINGS in told, told.get(SETTINGS)) == (settings, opened.infotext)
    assert (opened.record is not None) == settings
    assert (b"lighthouse" in data) == settings
    assert (AI_MARK in told) == (b"iptc.org" in data or b"i\0p\0t\0c" in data) == ai_mark
    assert (PROFILE in told) == bool(opened.icc_profile) == icc_profile
    assert told.get(PROFILE) in ("Test profile", None)


@pytest.mark.parametrize("form", FORMATS)
def test_colours_are_in_the_profile_that_is_embedded(form: PictureFormat) -> None:
    whole = document(filled((200, 100, 50, 255)), icc_profile=rgb_profile())
    options = ExportOptions(format=form, quality=100)
    data = export(whole, options)
    assert pixel(data)[:3] != pytest.approx((200, 100, 50), abs=8), "other numbers"
    assert read_back(data).pixels.array[0, 0].tolist() == pytest.approx([200, 100, 50, 255], abs=4), (
        "the same look"
    )
    plain = export(whole, options.model_copy(update={"icc_profile": False}))
    assert pixel(plain)[:3] == pytest.approx((200, 100, 50), abs=3)


def test_a_damaged_profile_is_not_embedded() -> None:
    whole = document(filled((200, 100, 50, 255)), icc_profile=b"damaged")
    assert embedded(whole, ExportOptions()) == ()
    assert pixel(export(whole, ExportOptions())) == (200, 100, 50)


def test_alpha_passes_by_the_profile() -> None:
    data = export(document(filled((200, 100, 50, 77)), icc_profile=rgb_profile()), ExportOptions())
    assert pixel(data)[3] == 77


def test_layers_come_each_on_its_own_as_large_as_the_canvas() -> None:
    dot = PixelLayer(
        name="../a dot?",
        plane=Plane.of(np.full((1, 1, 4), (9, 8, 7, 255), np.uint8)),
        offset=Point(3, 2),
        opacity=0.5,
        blend=BlendMode.MULTIPLY,
        recipe=make_record(prompt="dot"),
    )
    hidden = PixelLayer(name="hidden", plane=dot.plane, visible=False)
    mask = MaskLayer(name="mask", plane=Plane(1))
    group = GroupLayer(name="group", children=(dot, hidden, mask))
    exported = list(picture_export.export_layers(document(filled((1, 2, 3, 255)), group), ExportOptions()))
    assert [name for name, _ in exported] == ["01-Layer", "02-a-dot"]
    below, above = (read_back(data) for _, data in exported)
    assert (below.pixels.size, below.record) == (SIZE, None)
    assert above.record == make_record(prompt="dot")
    assert tuple(above.pixels.array[2, 3]) == (9, 8, 7, 255)
    assert np.count_nonzero(above.pixels.array[..., 3]) == 1


def test_options_go_through_json() -> None:
    options = ExportOptions(format="webp", size=Size(3, 4), background=(1, 2, 3))
    assert ExportOptions.model_validate_json(options.model_dump_json()) == options


def test_an_export_of_a_document_without_layers_is_a_clear_picture(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(export(document(), ExportOptions()))
    assert not pictures.read(tmp_path / "a.png").pixels.array.any()
