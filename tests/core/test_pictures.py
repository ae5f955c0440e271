from __future__ import annotations

import contextlib
import io
import struct
import tempfile
import warnings
import zlib
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop.core import pictures
from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.params import MAX_SEED, GenerateParams, ModelRef, PictureRecord, SaveOptions
from desktop.core.pixels import Pixels
from desktop.core.samplers import SAMPLERS
from tests.helpers.foreign_pictures import unicode_comment, with_exif
from tests.helpers.records import make_pixels, make_record

Format = Literal["png", "jpeg", "webp"]
FORMATS = get_args(Format)
TINY = make_pixels(8, 8)


def options(form: Format = "png", include_prompt: bool = True, quality: int = 95) -> SaveOptions:
    return SaveOptions(folder=Path("pictures"), format=form, include_prompt=include_prompt, quality=quality)


def read_back(data: bytes) -> pictures.OpenedPicture:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        path.write_bytes(data)
        opened = pictures.read(path)
        assert pictures.read_record(path) == opened.record
        return opened


def refused(path: Path) -> str:
    with pytest.raises(AppError) as caught:
        pictures.read(path)
    assert caught.value.info.hint
    assert path.name in caught.value.info.message
    return caught.value.code


def save_png(path: Path, texts: PngInfo | None = None) -> Path:
    Image.new("RGB", (4, 4)).save(path, pnginfo=texts)
    return path


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PROMPTS = st.text(st.characters(codec="utf-8"), max_size=200) | st.lists(
    st.sampled_from(
        [
            "a cat",
            "🐧",
            "é",
            "\n",
            "\r\n",
            '"',
            "\\",
            "Negative prompt: ",
            "Steps: 20, ",
            "\0",
            "\ufffe",
            "</x>",
        ]
    )
).map("".join)


@st.composite
def records(draw: st.DrawFn) -> PictureRecord:
    sampler = draw(st.sampled_from(list(SAMPLERS.values())))
    return make_record(
        prompt=draw(PROMPTS),
        negative_prompt=draw(PROMPTS),
        prompt_template=draw(PROMPTS),
        negative_template=draw(PROMPTS),
        model=ModelRef(name=draw(PROMPTS), hash=draw(st.sampled_from(["", "0123456789"]))),
        sampler=sampler.name,
        schedule=draw(st.sampled_from(sampler.schedules)),
        steps=draw(st.integers(sampler.min_steps, 150)),
        guidance_scale=draw(st.floats(0.0, 30.0)),
        size=Size(draw(st.integers(64, 4096)), draw(st.integers(64, 4096))),
        seed=draw(st.integers(0, MAX_SEED - 1000)),
        count=draw(st.integers(1, 1000)),
        clip_skip=draw(st.integers(1, 12)),
    )


@settings(max_examples=60, deadline=None)
@given(records(), st.sampled_from(FORMATS))
def test_every_record_comes_back_equal(record: PictureRecord, form: Format) -> None:
    assert read_back(pictures.encode(TINY, record, options(form))).record == record


@settings(max_examples=40, deadline=None)
@given(records(), st.sampled_from(FORMATS))
def test_with_prompts_left_out_all_else_comes_back(record: PictureRecord, form: Format) -> None:
    opened = read_back(pictures.encode(TINY, record, options(form, include_prompt=False)))
    words = ("prompt", "negative_prompt", "prompt_template", "negative_template")
    bare = record.params.model_copy(update=dict.fromkeys(words, ""))
    assert opened.record == record.model_copy(update={"params": bare})


@pytest.mark.parametrize("form", FORMATS)
def test_prompts_that_are_left_out_are_nowhere_in_the_file(form: Format) -> None:
    words = ["secret lighthouse", "hidden foghorn", "masked {boat}", "veiled {buoy}"]
    names = ("prompt", "negative_prompt", "prompt_template", "negative_template")
    record = make_record(**dict(zip(names, words, strict=True)))
    for include_prompt in (True, False):
        data = pictures.encode(TINY, record, options(form, include_prompt))
        texts = [data.decode("latin-1"), *(data[start:].decode("utf-16-be", "replace") for start in (0, 1))]
        seen = [any(word in text for text in texts) for word in words]
        assert seen == [include_prompt] * 4


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("character", ["x", "🐧", "\x01"])
def test_prompts_of_full_length_come_back(form: Format, character: str) -> None:
    record = make_record(prompt=character * 20_000, negative_prompt=character * 20_000)
    assert read_back(pictures.encode(TINY, record, options(form))).record == record


def test_text_that_no_file_can_hold_never_gets_this_far() -> None:
    with pytest.raises(AppError) as caught:
        GenerateParams.checked(model=ModelRef(name="starter"), prompt="\ud800")
    assert caught.value.code == "bad_value"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("prompt", ["a red apple", "é", "ein Apfel 🍎"])
def test_other_programs_find_their_text(form: Format, prompt: str) -> None:
    opened = read_back(pictures.encode(TINY, make_record(prompt=prompt), options(form)))
    assert opened.infotext is not None
    assert opened.infotext.startswith(f"{prompt}\nSteps: 20, Sampler: DPM++ 2M, ")


def test_text_too_long_for_jpegs_exif_is_left_out_and_the_record_kept() -> None:
    record = make_record(prompt="x" * 20_000, negative_prompt="y" * 20_000)
    opened = read_back(pictures.encode(TINY, record, options("jpeg")))
    assert (opened.record, opened.infotext) == (record, None)


@pytest.mark.parametrize("form", FORMATS)
def test_the_file_says_that_a_model_made_it(form: Format) -> None:
    image = Image.open(io.BytesIO(pictures.encode(TINY, make_record(), options(form))))
    image.load()
    xmp = image.info.get("xmp") or image.info["XML:com.adobe.xmp"].encode()
    assert b"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia" in xmp
    assert image.format == form.upper()


@pytest.mark.parametrize("form", FORMATS)
def test_without_a_record_the_file_holds_the_pixels_alone(form: Format) -> None:
    data = pictures.encode(TINY, None, options(form))
    opened = read_back(data)
    assert (opened.record, opened.infotext) == (None, None)
    assert b"iptc" not in data


def test_png_keeps_every_pixel() -> None:
    pixels = Pixels(np.random.default_rng(0).integers(0, 256, (9, 7, 4), dtype=np.uint8))
    assert read_back(pictures.encode(pixels, make_record(), options())).pixels == pixels


def test_jpeg_puts_transparency_on_white() -> None:
    clear = Pixels(np.zeros((8, 8, 4), np.uint8))
    opened = read_back(pictures.encode(clear, None, options("jpeg")))
    assert (opened.pixels.array == 255).all()


@pytest.mark.parametrize("form", ["jpeg", "webp"])
def test_quality_changes_the_size(form: Format) -> None:
    pixels = make_pixels(64, 64)
    sizes = [len(pictures.encode(pixels, None, options(form, quality=quality))) for quality in (20, 60, 100)]
    assert sizes == sorted(set(sizes))


def test_a_greyscale_picture_is_read_as_colour(tmp_path: Path) -> None:
    Image.new("L", (3, 2), 7).save(tmp_path / "grey.png")
    assert pictures.read(tmp_path / "grey.png").pixels == Pixels.from_rgb(np.full((2, 3, 3), 7, np.uint8))


def test_a_photo_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (30, 20)).save(tmp_path / "photo.jpg", exif=exif)
    assert pictures.read(tmp_path / "photo.jpg").pixels.size == Size(20, 30)


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        (b"UNICODE\0" + "é\nSteps: 1".encode("utf-16-be"), "é\nSteps: 1"),
        (b"UNICODE\0" + "é\nSteps: 1".encode("utf-16-le"), "é\nSteps: 1"),
        (b"ASCII\0\0\0a\nSteps: 1", "a\nSteps: 1"),
        ("é\nSteps: 1".encode(), "é\nSteps: 1"),
    ],
)
def test_every_form_of_user_comment_is_read(tmp_path: Path, comment: bytes, text: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = comment
    Image.new("RGB", (4, 4)).save(tmp_path / "a.jpg", exif=exif)
    assert pictures.read(tmp_path / "a.jpg").infotext == text


def test_a_record_that_is_forged_or_newer_is_none(tmp_path: Path) -> None:
    for content in ("{", '{"params": {"steps": 1000000000}}', "[" * 100_000, "null", '{"version": 9}'):
        texts = PngInfo()
        texts.add_itxt("darkroom", content)
        texts.add_text("parameters", "a cat")
        opened = pictures.read(save_png(tmp_path / "a.png", texts))
        assert (opened.record, opened.infotext) == (None, "a cat")


@pytest.mark.parametrize("side", [60_000, 10_001])
def test_a_picture_of_too_many_pixels_is_refused_with_its_size(tmp_path: Path, side: int) -> None:
    """Fault 4: only the header is read."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    (tmp_path / "bomb.png").write_bytes(data + chunk(b"IEND", b""))
    with pytest.raises(AppError) as caught:
        pictures.read(tmp_path / "bomb.png")
    assert caught.value.code == "picture_too_large"
    assert f"{side} x {side}" in caught.value.info.message


def test_a_webp_of_too_many_pixels_is_refused(tmp_path: Path) -> None:
    size = (16_383 - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size + size
    (tmp_path / "bomb.webp").write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert refused(tmp_path / "bomb.webp") == "picture_too_large"


def test_a_file_of_too_many_bytes_is_refused(tmp_path: Path) -> None:
    path = save_png(tmp_path / "huge.png")
    with path.open("r+b") as file:
        file.truncate(pictures.MAX_FILE_BYTES + 1)
    assert refused(path) == "picture_too_large"


def test_compressed_text_that_unfolds_is_refused(tmp_path: Path) -> None:
    texts = PngInfo()
    texts.add_text("parameters", "\0" * 200_000_000, zip=True)
    path = save_png(tmp_path / "bomb.png", texts)
    assert path.stat().st_size < 300_000
    assert refused(path) == "damaged_picture"


def test_more_than_a_megabyte_of_text_is_refused(tmp_path: Path) -> None:
    texts = PngInfo()
    texts.add_text("parameters", "x" * 5_000_000)
    assert refused(save_png(tmp_path / "a.png", texts)) == "metadata_too_large"


@pytest.mark.parametrize("form", FORMATS)
def test_a_truncated_picture_is_refused(tmp_path: Path, form: Format) -> None:
    data = pictures.encode(make_pixels(64, 64), make_record(), options(form))
    for length in (12, 40, len(data) // 2, len(data) - 100):
        (tmp_path / "cut").write_bytes(data[:length])
        assert refused(tmp_path / "cut") == "damaged_picture"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\0\0\1\0\1\0" + b"\0" * 100,
        b"%PDF-1.7",
        b"\x80\x02.",
    ],
)
def test_anything_else_is_refused_by_its_content(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "picture.png").write_bytes(content)
    assert refused(tmp_path / "picture.png") == "unknown_picture"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.png") == "not_readable"


@pytest.mark.parametrize("form", FORMATS)
def test_damage_anywhere_gives_a_picture_or_a_clear_failure(tmp_path: Path, form: Format) -> None:
    data = pictures.encode(TINY, make_record(), options(form))
    chance = np.random.default_rng(0)
    path = tmp_path / "damaged"
    for _ in range(150):
        damaged = bytearray(data)
        for place in chance.integers(0, min(len(data), 1200), 3):
            damaged[place] = chance.integers(256)
        path.write_bytes(damaged)
        # Pillow warns of odd EXIF that it passes over.
        with warnings.catch_warnings(action="ignore"), contextlib.suppress(AppError):
            pictures.read(path)


@pytest.mark.parametrize("form", FORMATS)
def test_texts_are_read_as_they_stand(form: Format, tmp_path: Path) -> None:
    record = make_record(prompt="ein Löwe 🦁")
    path = tmp_path / "picture"
    path.write_bytes(pictures.encode(TINY, record, options(form)))
    found = pictures.read_texts(path)
    assert (found.size, found.record) == (Size(8, 8), record)
    text = found.texts["parameters" if form == "png" else "UserComment"]
    assert text.startswith("ein Löwe 🦁\nSteps: 20, ")


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le", "utf-8"])
@pytest.mark.parametrize(
    "text", ["a cat", "中文提示\nSteps: 20, Sampler: Euler, Seed: 1", "中\n中" * 50 + " ok"]
)
def test_a_comments_encoding_is_found(encoding: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(with_exif("JPEG", {}, unicode_comment(text, encoding)))
    assert pictures.read_texts(path).texts["UserComment"] == text


def test_a_thumbnail_is_a_small_webp() -> None:
    image = Image.open(io.BytesIO(pictures.thumbnail_bytes(make_pixels(600, 300), 256)))
    assert (image.format, image.size) == ("WEBP", (256, 128))


def test_a_picture_made_from_the_record_has_its_settings() -> None:
    params = GenerateParams(model=ModelRef(name="starter"), seed=5, count=3)
    record = make_record().model_copy(update={"params": params.for_picture(2)})
    opened = read_back(pictures.encode(TINY, record, options()))
    assert opened.record is not None
    assert (opened.record.params.seed, opened.record.params.count) == (7, 1)
