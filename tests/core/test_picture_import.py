"""Opening files of every kind that other programs and cameras write."""

from __future__ import annotations

import contextlib
import io
import struct
import tracemalloc
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from desktop.core import picture_colours, pictures
from desktop.core.document.document import Document
from desktop.core.document.limits import check_canvas
from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.params import SaveOptions
from desktop.core.picture_colours import CONVERTED, GUESSED, IGNORED, REDUCED, SEVERAL
from tests.helpers.icc_profiles import SRGB_PRIMARIES, cmyk_profile, grey_profile, rgb_profile
from tests.helpers.records import make_pixels, make_record

RAMP = np.array([[0, 128, 257, 32_768, 65_407, 65_535]], np.uint16)
RAMP_IN_8_BITS = [0, 0, 1, 128, 255, 255]
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def saved(path: Path, image: Image.Image, **options: Any) -> Path:
    image.save(path, **options)
    return path


def colour(opened: pictures.OpenedPicture) -> tuple[int, ...]:
    return tuple(int(value) for value in opened.pixels.array[0, 0])


def refused(path: Path) -> AppError:
    with pytest.raises(AppError) as caught:
        pictures.read(path)
    assert caught.value.info.hint
    assert path.name in caught.value.info.message
    return caught.value


def tiff(
    samples: bytes, *, bits: tuple[int, ...], photometric: int, kind: int = 1, order: str = "<"
) -> bytes:
    """One row of pixels, after the TIFF 6.0 specification."""
    channels = len(bits)
    width = len(samples) * 8 // sum(bits)
    entries = [(256, width), (257, 1), (259, 1), (262, photometric), (277, channels), (278, 1)]
    place = 8 + 2 + 12 * (len(entries) + 4) + 4
    shorts = struct.pack(f"{order}{channels}H", *bits)
    kinds = struct.pack(f"{order}{channels}H", *[kind] * channels)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    rows = [(tag, 3, 1, struct.pack(f"{order}HH", value, 0)) for tag, value in entries]
    for tag, content in ((258, shorts), (339, kinds)):
        at = place + (0 if tag == 258 else len(shorts))
        inline = content.ljust(4, b"\0") if channels <= 2 else struct.pack(f"{order}I", at)
        rows.append((tag, 3, channels, inline))
    data_at = place + len(shorts) + len(kinds)
    rows += [(273, 4, 1, struct.pack(f"{order}I", data_at))]
    rows += [(279, 4, 1, struct.pack(f"{order}I", len(samples)))]
    table = b"".join(struct.pack(f"{order}HHI", *row[:3]) + row[3] for row in sorted(rows))
    return head + struct.pack(f"{order}H", len(rows)) + table + bytes(4) + shorts + kinds + samples


@pytest.mark.parametrize("form", ["TIFF", "BMP", "GIF"])
def test_more_formats_are_read(tmp_path: Path, form: str) -> None:
    opened = pictures.read(saved(tmp_path / "a", Image.new("RGB", (3, 2), (255, 0, 51)), format=form))
    assert (opened.pixels.size, colour(opened), opened.notes) == (Size(3, 2), (255, 0, 51, 255), ())


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_packed_tiffs_are_read(tmp_path: Path, compression: str) -> None:
    image = make_pixels(40, 30).to_pil()
    opened = pictures.read(saved(tmp_path / "a.tif", image, compression=compression))
    assert opened.pixels == make_pixels(40, 30)


def test_our_own_tiff_says_who_made_it(tmp_path: Path) -> None:
    data = pictures.encode_image(
        make_pixels().to_pil(), pictures.Encoding("tiff"), pictures.Texts(make_record(prompt="ein Löwe 🦁"))
    )
    (tmp_path / "a.tif").write_bytes(data)
    opened = pictures.read(tmp_path / "a.tif")
    assert opened.record == make_record(prompt="ein Löwe 🦁")
    assert opened.infotext is not None
    assert opened.infotext.startswith("ein Löwe 🦁\nSteps: 20, ")


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "TIFF"])
def test_of_several_pictures_the_first_is_opened_and_told(tmp_path: Path, form: str) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "lime", "blue")]
    path = saved(
        tmp_path / "a", frames[0], format=form, save_all=True, append_images=frames[1:], **_exact(form)
    )
    opened = pictures.read(path)
    assert (colour(opened), opened.notes) == ((255, 0, 0, 255), (SEVERAL,))


def _exact(form: str) -> dict[str, bool]:
    return {"lossless": True} if form == "WEBP" else {}


def test_a_gif_of_ten_thousand_frames_opens_like_any_other(tmp_path: Path) -> None:
    """Fault 4: only the first frames are looked at."""
    buffer = io.BytesIO()
    Image.new("L", (1, 1)).save(buffer, "GIF", save_all=True, append_images=[Image.new("L", (1, 1), 255)])
    data = buffer.getvalue()
    second = data.rindex(b"!\xf9\x04")
    (tmp_path / "a.gif").write_bytes(data[:second] + data[second:-1] * 10_000 + b";")
    assert pictures.read(tmp_path / "a.gif").notes == (SEVERAL,)


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_exif_orientation_is_followed_once(tmp_path: Path, form: str, orientation: int) -> None:
    image = Image.new("RGB", (3, 2))
    image.putpixel((0, 0), (255, 255, 255))
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = pictures.read(saved(tmp_path / "a", image, format=form, exif=exif))
    row, column = np.argwhere(opened.pixels.array[..., 0] == 255)[0]
    corners = {3: (Size(3, 2), (1, 2)), 6: (Size(2, 3), (0, 1)), 8: (Size(2, 3), (2, 0))}
    assert (opened.pixels.size, (row, column)) == corners[orientation]


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_16_bit_grey_is_scaled_not_clipped(tmp_path: Path, form: str) -> None:
    opened = pictures.read(saved(tmp_path / "a", Image.fromarray(RAMP), format=form))
    assert opened.pixels.array[0, :, 0].tolist() == RAMP_IN_8_BITS
    assert (opened.pixels.array[..., 3] == 255).all()
    assert opened.notes == (REDUCED,)


@pytest.mark.parametrize("order", ["<", ">"])
def test_16_bit_grey_of_either_byte_order(tmp_path: Path, order: str) -> None:
    samples = RAMP.astype(f"{order}u2").tobytes()
    (tmp_path / "a.tif").write_bytes(tiff(samples, bits=(16,), photometric=1, order=order))
    assert pictures.read(tmp_path / "a.tif").pixels.array[0, :, 0].tolist() == RAMP_IN_8_BITS


def test_16_bit_grey_where_0_is_white(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(tiff(RAMP.tobytes(), bits=(16,), photometric=0))
    found = pictures.read(tmp_path / "a.tif").pixels.array[0, :, 0].tolist()
    assert found == [255 - value for value in RAMP_IN_8_BITS]


@pytest.mark.parametrize("order", ["<", ">"])
def test_16_bit_colour_tiff(tmp_path: Path, order: str) -> None:
    samples = np.array([0, 32_896, 65_535, 65_535, 257, 0]).astype(f"{order}u2").tobytes()
    (tmp_path / "a.tif").write_bytes(tiff(samples, bits=(16, 16, 16), photometric=2, order=order))
    opened = pictures.read(tmp_path / "a.tif")
    assert opened.pixels.array[0, :, :3].tolist() == [[0, 128, 255], [255, 1, 0]]
    assert opened.notes == (REDUCED,)


@pytest.mark.parametrize("alpha", [False, True])
def test_16_bit_colour_png(tmp_path: Path, alpha: bool) -> None:
    import cv2

    values = [65_535, 32_896, 0, 32_896][: 4 if alpha else 3]  # cv2 has blue first
    _, data = cv2.imencode(".png", np.full((2, 2, len(values)), values, np.uint16))
    (tmp_path / "a.png").write_bytes(data.tobytes())
    opened = pictures.read(tmp_path / "a.png")
    assert colour(opened) == (0, 128, 255, 128 if alpha else 255)
    assert opened.notes == (REDUCED,)


@pytest.mark.parametrize(
    ("bits", "kind", "photometric"),
    [((32,), 3, 1), ((32, 32, 32), 3, 2), ((32,), 1, 1), ((16,), 2, 1), ((32, 32, 32), 1, 2)],
)
def test_floating_point_and_32_bit_pictures_are_refused_in_words(
    tmp_path: Path, bits: tuple[int, ...], kind: int, photometric: int
) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(tiff(bytes(2 * sum(bits) // 8), bits=bits, photometric=photometric, kind=kind))
    error = refused(path)
    assert (error.code, "8 or 16 bits" in error.info.hint) == ("unsupported_picture", True)


def test_a_palette_with_transparency(tmp_path: Path) -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([10, 20, 30, 200, 100, 50])
    image.putpixel((1, 0), 1)
    for form in ("PNG", "GIF"):
        opened = pictures.read(saved(tmp_path / form, image, format=form, transparency=0))
        assert opened.pixels.array[0, 0, 3] == 0
        assert opened.pixels.array[0, 1].tolist() == [200, 100, 50, 255]


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("LA", (100, 50), (100, 100, 100, 50)),
        ("1", 1, (255, 255, 255, 255)),
        ("L", 7, (7, 7, 7, 255)),
        ("RGBA", (1, 2, 3, 0), (1, 2, 3, 0)),
    ],
)
def test_grey_black_and_white_and_alpha(
    tmp_path: Path, mode: str, value: Any, expected: tuple[int, ...]
) -> None:
    opened = pictures.read(saved(tmp_path / "a.png", Image.new(mode, (2, 2), value)))
    assert (colour(opened), opened.notes) == (expected, ())


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_colours_go_through_the_files_profile_which_is_kept(tmp_path: Path, form: str) -> None:
    image = Image.new("RGB", (16, 16), (200, 100, 50))
    path = saved(tmp_path / "a", image, format=form, icc_profile=rgb_profile(), **_exact(form))
    opened = pictures.read(path)
    assert opened.pixels.array[0, 0, :3].tolist() == pytest.approx([255, 86, 48], abs=3)
    assert (opened.icc_profile, opened.notes) == (rgb_profile(), (CONVERTED,))


def test_a_profile_that_is_srgb_changes_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", make_pixels().to_pil(), icc_profile=SRGB)
    opened = pictures.read(path)
    assert (opened.pixels, opened.icc_profile, opened.notes) == (make_pixels(), SRGB, ())


def test_alpha_passes_by_the_profile(tmp_path: Path) -> None:
    image = Image.new("RGBA", (2, 2), (200, 100, 50, 77))
    opened = pictures.read(saved(tmp_path / "a.png", image, icc_profile=rgb_profile()))
    assert colour(opened)[3] == 77
    assert colour(opened)[:3] == pytest.approx((255, 86, 48), abs=1)


@pytest.mark.parametrize(("mode", "value"), [("L", 100), ("LA", (100, 77))])
def test_grey_goes_through_a_grey_profile(tmp_path: Path, mode: str, value: Any) -> None:
    image = Image.new(mode, (2, 2), value)
    opened = pictures.read(saved(tmp_path / "a.png", image, icc_profile=grey_profile(1.0)))
    assert colour(opened) == (168, 168, 168, 77 if mode == "LA" else 255)
    assert (opened.icc_profile, opened.notes) == (b"", (CONVERTED,))


@pytest.mark.parametrize("form", ["TIFF", "JPEG"])
def test_printing_colours_go_through_their_profile(tmp_path: Path, form: str) -> None:
    image = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    opened = pictures.read(saved(tmp_path / "a", image, format=form, icc_profile=cmyk_profile()))
    assert opened.pixels.array[0, 0, :3].tolist() == pytest.approx([251, 0, 8], abs=4), (
        "the profile's cyan is red"
    )
    assert (opened.icc_profile, opened.notes) == (b"", (CONVERTED,))


@pytest.mark.parametrize("form", ["TIFF", "JPEG"])
def test_printing_colours_without_a_profile_are_guessed_and_told(tmp_path: Path, form: str) -> None:
    image = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    opened = pictures.read(saved(tmp_path / "a", image, format=form))
    assert opened.pixels.array[0, 0, :3].tolist() == pytest.approx([0, 255, 255], abs=3)
    assert opened.notes == (GUESSED,)


def test_lab_colours_are_read(tmp_path: Path) -> None:
    white = Image.merge("LAB", [Image.new("L", (2, 2), value) for value in (255, 128, 128)])
    opened = pictures.read(saved(tmp_path / "a.tif", white))
    assert opened.pixels.array[0, 0, :3].tolist() == pytest.approx([255, 255, 255], abs=1)


@pytest.mark.parametrize(
    ("mode", "profile"),
    [
        ("RGB", b"not a profile"),
        ("RGB", rgb_profile()[:200]),
        ("RGB", rgb_profile()[:128] + bytes(300)),
        ("RGB", cmyk_profile()),
        ("RGB", grey_profile(1.0)),
        ("L", cmyk_profile()),
        ("CMYK", rgb_profile()),
        ("RGB", rgb_profile() + bytes(picture_colours.MAX_PROFILE_BYTES)),
    ],
)
def test_a_profile_that_is_damaged_or_does_not_fit_is_left_out_and_told(
    tmp_path: Path, mode: str, profile: bytes
) -> None:
    image = Image.new(mode, (2, 2))
    opened = pictures.read(saved(tmp_path / "a.tif", image, icc_profile=profile))
    assert (opened.icc_profile, opened.notes) == (b"", (IGNORED,))
    assert colour(opened)[:3] in ((0, 0, 0), (255, 255, 255))


@pytest.mark.parametrize("form", ["TIFF", "BMP", "GIF"])
def test_a_truncated_file_is_told(tmp_path: Path, form: str) -> None:
    path = saved(tmp_path / "a", make_pixels(64, 64).to_pil(), format=form)
    data = path.read_bytes()
    for length in (12, 40, len(data) // 2):
        path.write_bytes(data[:length])
        with warnings.catch_warnings(action="ignore"):  # Pillow's, of tags that it passes over
            assert refused(path).code == "damaged_picture"


@pytest.mark.parametrize("form", ["TIFF", "BMP", "GIF"])
def test_a_picture_of_30000_pixels_is_refused_with_its_size(tmp_path: Path, form: str) -> None:
    """Fault 4: only the header is read."""
    path = saved(tmp_path / "a", Image.new("RGB", (4, 3)), format=form)
    data = path.read_bytes()
    match form:
        case "TIFF":
            place = data.index(struct.pack("<HHI", 256, 4, 1))
            wide = struct.pack("<I", 30_000)
            data = data[: place + 8] + wide + data[place + 12 : place + 20] + wide + data[place + 24 :]
        case "BMP":
            data = data[:18] + struct.pack("<ii", 30_000, 30_000) + data[26:]
        case "GIF":
            data = data[:6] + struct.pack("<HH", 30_000, 30_000) + data[10:]
    path.write_bytes(data)
    tracemalloc.start()
    error = refused(path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (error.code, "30000 x 30000" in error.info.message) == ("picture_too_large", True)
    assert peak_bytes < 10_000_000


def test_what_is_too_large_for_a_canvas_is_read_all_the_same_and_offered_smaller(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", Image.new("L", (9000, 20)))
    opened = pictures.read(path)
    with pytest.raises(AppError) as caught:
        check_canvas(opened.pixels.size, path.name)
    assert caught.value.code == "too_large_for_canvas"
    assert "9000 × 20" in caught.value.info.message
    assert "8192x18" in caught.value.info.hint
    smaller = pictures.read_scaled(path, 8192)
    check_canvas(smaller.pixels.size, path.name)
    assert smaller.pixels.size == Size(8192, 18)


def test_a_canvas_of_the_largest_size_is_fine() -> None:
    check_canvas(Size(8192, 8192), "a.png")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_scaled_picture_keeps_its_sides_and_its_look(tmp_path: Path, form: str, orientation: int) -> None:
    wave = np.linspace(0, 255, 900, dtype=np.uint8)[None].repeat(600, axis=0)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path / "a", Image.fromarray(wave).convert("RGB"), format=form, exif=exif)
    scaled = pictures.read_scaled(path, 90)
    whole = pictures.read(path).pixels.thumbnail(90)
    assert scaled.pixels.size == whole.size == (Size(90, 60) if orientation == 1 else Size(60, 90))
    assert np.abs(scaled.pixels.array.astype(int) - whole.array).max() <= 3


def test_a_picture_that_is_small_enough_is_not_scaled(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", make_pixels(50, 40).to_pil())
    assert pictures.read_scaled(path, 50).pixels == make_pixels(50, 40)


def test_scaling_lets_nothing_of_transparent_colours_be_seen(tmp_path: Path) -> None:
    array = np.zeros((40, 40, 4), np.uint8)
    array[:, ::2] = (255, 0, 0, 255)
    array[:, 1::2] = (0, 255, 0, 0)
    scaled = pictures.read_scaled(saved(tmp_path / "a.png", Image.fromarray(array)), 10).pixels.array
    assert scaled[..., 1].max() == 0


def test_a_picture_inside_of_a_file_is_read_by_its_bytes() -> None:
    data = pictures.encode(make_pixels(), None, SaveOptions(folder=Path("pictures")))
    assert pictures.read_bytes(data, "layer.png").pixels == make_pixels()
    with pytest.raises(AppError) as caught:
        pictures.read_bytes(data[:100], "layer.png")
    assert "layer.png" in caught.value.info.message


def test_a_document_keeps_the_profile(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", make_pixels().to_pil(), icc_profile=rgb_profile(SRGB_PRIMARIES, 2.0))
    opened = pictures.read(path)
    document = Document.from_pixels(opened.pixels, "a", opened.icc_profile)
    assert document.icc_profile == rgb_profile(SRGB_PRIMARIES, 2.0)


@pytest.mark.parametrize("form", ["TIFF", "BMP", "GIF"])
def test_damage_anywhere_gives_a_picture_or_a_clear_failure(tmp_path: Path, form: str) -> None:
    profile = {"icc_profile": rgb_profile()} if form == "TIFF" else {}
    path = saved(tmp_path / "a", make_pixels(9, 9).to_pil(), format=form, **profile)
    data = path.read_bytes()
    chance = np.random.default_rng(0)
    for _ in range(150):
        damaged = bytearray(data)
        for place in chance.integers(0, min(len(data), 1200), 3):
            damaged[place] = chance.integers(256)
        path.write_bytes(damaged)
        with warnings.catch_warnings(action="ignore"), contextlib.suppress(AppError):
            pictures.read(path)
