from __future__ import annotations

import io
import os
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from PIL import Image

from desktop.core import openraster
from desktop.core.document.compose import flatten
from desktop.core.document.document import Document
from desktop.core.document.layers import BlendMode, GroupLayer, Layer, MaskLayer, PixelLayer
from desktop.core.document.plane import Plane
from desktop.core.errors import AppError
from desktop.core.geometry import Point, Size
from desktop.core.openraster import CROPPED, ISOLATED, OTHER_KINDS, UNKNOWN_MODES
from tests.helpers.documents import at_same_places, documents
from tests.helpers.records import make_pixels


def png(
    colour: tuple[int, ...] = (9, 8, 7, 255), size: tuple[int, int] = (3, 2), mode: str = "RGBA"
) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, colour if mode == "RGBA" else colour[0]).save(buffer, "PNG")
    return buffer.getvalue()


def written(path: Path, stack: str, image: str = 'w="30" h="20"', **pictures: bytes) -> Path:
    """A file as another program would write it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        xml = f"<?xml version='1.0' encoding='UTF-8'?><image version='0.0.1' {image}>{stack}</image>"
        archive.writestr("stack.xml", xml)
        for name, data in pictures.items():
            archive.writestr(f"data/{name}.png", data)
    return path


def refused(path: Path) -> AppError:
    before = path.read_bytes()
    with pytest.raises(AppError) as caught:
        openraster.load(path)
    assert caught.value.info.hint
    assert path.read_bytes() == before
    return caught.value


def assert_looks_same(mine: Iterable[Layer], theirs: Iterable[Layer]) -> None:
    """All that the format can say. A mask's opacity is in its pixels, and it has no blend mode."""
    for one, other in zip(mine, theirs, strict=True):
        assert type(one) is type(other)
        assert (one.name or other.name, one.visible, one.locked) == (other.name, other.visible, other.locked)
        if not isinstance(one, MaskLayer):
            assert (one.opacity, one.blend) == (other.opacity, other.blend)
        match one, other:
            case GroupLayer(), GroupLayer():
                assert_looks_same(one.children, other.children)
            case (PixelLayer(), PixelLayer()) | (MaskLayer(opacity=1.0), MaskLayer()):
                assert at_same_places(one.plane, one.offset, other.plane, other.offset)


@settings(max_examples=40, deadline=None)
@given(documents(far_away=False))
def test_every_document_comes_back_as_far_as_the_format_can_say_it(document: Document) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.ora"
        assert openraster.save(path, _speakable(document)) == ()
        opened = openraster.load(path)
    assert opened.notes == ()
    assert opened.document.size == document.size
    assert_looks_same(_speakable(document).layers, opened.document.layers)
    mine, theirs = flatten(document).array.astype(int), flatten(opened.document).array.astype(int)
    assert np.abs(mine[..., 3] - theirs[..., 3]).max() <= 1, "a mask's opacity is rounded"


def _speakable(document: Document) -> Document:
    """With names that XML can hold."""

    def spoken(layer: Layer) -> Layer:
        name = "".join(c for c in layer.name if c >= " " and c not in "\ufffe\uffff")
        values = {field: getattr(layer, field) for field in layer.__dataclass_fields__} | {"name": name}
        if isinstance(layer, GroupLayer):
            values["children"] = tuple(spoken(child) for child in layer.children)
        return type(layer)(**values)

    return Document(document.size, tuple(spoken(layer) for layer in document.layers), active=document.active)


def test_pixels_come_back_bit_for_bit_with_those_below_transparent_ones(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (60, 70, 4), np.uint8)
    noise[0, 0, 3] = noise[-1, -1, 3] = 1
    layer = PixelLayer(name="noise", plane=Plane.of(noise, Point(-300, 250)), offset=Point(310, -240))
    openraster.save(tmp_path / "a.ora", Document(Size(30, 30), (layer,)))
    (back,) = openraster.load(tmp_path / "a.ora").document.layers
    assert isinstance(back, PixelLayer)
    assert back.offset == Point(10, 10)
    assert np.array_equal(back.plane.read(back.plane.bounds)[:60, :70], noise)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    photo = PixelLayer(name="Photo", plane=Plane.of(make_pixels(600, 300).array))
    top = PixelLayer(
        name="Top & <best>",
        plane=Plane.of(make_pixels().array),
        offset=Point(-5, 7),
        opacity=0.25,
        blend=BlendMode.COLOUR,
        locked=True,
        visible=False,
    )
    mask = MaskLayer(name="Mask", plane=Plane.of(np.full((9, 9), 128, np.uint8)))
    group = GroupLayer(name="Group", children=(photo, mask), blend=BlendMode.MULTIPLY)
    openraster.save(tmp_path / "a.ora", Document(Size(600, 300), (group, top), active=top.id))
    return tmp_path / "a.ora"


def test_the_file_is_laid_out_as_the_specification_says(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"image/openraster"
        assert file.read_bytes()[30:54] == b"mimetypeimage/openraster", "at a fixed place, for file(1)"
        names = set(archive.namelist())
        assert {"stack.xml", "mergedimage.png", "Thumbnails/thumbnail.png"} < names
        with Image.open(io.BytesIO(archive.read("Thumbnails/thumbnail.png"))) as thumbnail:
            assert (thumbnail.format, thumbnail.size) == ("PNG", (256, 128))
        with Image.open(io.BytesIO(archive.read("mergedimage.png"))) as merged:
            assert (merged.format, merged.size, merged.mode) == ("PNG", (600, 300), "RGBA")
        stack = ElementTree.fromstring(archive.read("stack.xml"))
        sources = {layer.get("src") for layer in stack.iter("layer")}
        assert sources == {name for name in names if name.startswith("data/")}


def test_the_stack_says_what_the_layers_are(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        xml = archive.read("stack.xml")
    assert xml.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    image = ElementTree.fromstring(xml)
    assert image.attrib == {"version": "0.0.5", "w": "600", "h": "300"}
    (root,) = image
    assert (root.tag, root.attrib) == ("stack", {})
    top, group = root
    assert top.attrib == {
        "name": "Top & <best>",
        "src": "data/layer000.png",
        "x": "-5",
        "y": "7",
        "opacity": "0.25",
        "visibility": "hidden",
        "composite-op": "svg:color",
        "edit-locked": "true",
        "selected": "true",
    }
    assert (group.tag, group.get("isolation"), group.get("composite-op")) == (
        "stack",
        "isolate",
        "svg:multiply",
    )
    assert [layer.get("name") for layer in group] == ["Mask", "Photo"], "the uppermost comes first"
    assert group[0].get("composite-op") == "svg:dst-in"


def test_a_mask_is_a_white_layer(file: Path) -> None:
    with zipfile.ZipFile(file) as archive, Image.open(io.BytesIO(archive.read("data/layer001.png"))) as image:
        assert (image.size, image.getpixel((0, 0))) == ((9, 9), (255, 255, 255, 128))


@pytest.mark.parametrize("mode", list(BlendMode))
def test_every_blend_mode_has_its_name(tmp_path: Path, mode: BlendMode) -> None:
    layer = PixelLayer(name="a", plane=Plane.of(make_pixels().array), blend=mode)
    openraster.save(tmp_path / "a.ora", Document(Size(9, 9), (layer,)))
    (back,) = openraster.load(tmp_path / "a.ora").document.layers
    assert back.blend == mode


def test_a_mask_that_hides_in_part_looks_the_same(tmp_path: Path) -> None:
    mask = MaskLayer(name="Mask", plane=Plane.of(np.full((4, 4), 255, np.uint8)), opacity=0.5)
    photo = PixelLayer(name="Photo", plane=Plane.of(make_pixels().array))
    document = Document(Size(24, 16), (photo, mask))
    openraster.save(tmp_path / "a.ora", document)
    mine, theirs = flatten(document).array, flatten(openraster.load(tmp_path / "a.ora").document).array
    assert np.abs(mine.astype(int) - theirs).max() <= 1
    assert set(np.unique(theirs[..., 3])) == {128, 255}


def test_what_reaches_very_far_out_is_cropped_and_told(tmp_path: Path) -> None:
    plane = Plane.of(make_pixels().array).with_pixels(
        np.full((1, 1, 4), 255, np.uint8), Point(30_000, 30_000)
    )
    document = Document(Size(24, 16), (PixelLayer(name="wide", plane=plane),))
    assert openraster.save(tmp_path / "a.ora", document) == (CROPPED,)
    assert flatten(openraster.load(tmp_path / "a.ora").document) == make_pixels()


def test_characters_that_xml_forbids_are_left_out_of_names(tmp_path: Path) -> None:
    layers = (PixelLayer(name="a\0\x1b\ufffe\ud800b\n🦁", plane=Plane(4)),)
    openraster.save(tmp_path / "a.ora", Document(Size(9, 9), layers))
    assert openraster.load(tmp_path / "a.ora").document.layers[0].name == "ab\n🦁"


def test_a_file_as_krita_writes_it(tmp_path: Path) -> None:
    stack = """
     <stack composite-op="svg:src-over" opacity="1" name="root" visibility="visible" isolation="isolate">
      <layer composite-op="svg:src-over" opacity="0.498039" name="Paint Layer 2" src="data/layer1.png"
             visibility="visible" x="-12" y="5" colorspace="RGBA" channelflags="" selected="true"/>
      <stack composite-op="svg:luminosity" opacity="1" name="Group 1" visibility="hidden" isolation="isolate">
       <layer composite-op="svg:screen" opacity="1" name="inner" src="data/layer2.png" visibility="visible"
              x="3" y="-4" edit-locked="true"/>
      </stack>
      <layer composite-op="svg:src-over" opacity="1" name="Background" src="data/layer0.png" x="0" y="0"/>
     </stack>"""
    path = written(
        tmp_path / "a.ora",
        stack,
        'w="30" h="20" xres="300" yres="300"',
        layer0=png(size=(30, 20)),
        layer1=png((1, 2, 3, 4)),
        layer2=png(),
    )
    opened = openraster.load(path)
    assert (opened.document.size, opened.notes) == (Size(30, 20), ())
    background, group, paint = opened.document.layers
    assert [layer.name for layer in opened.document.layers] == ["Background", "Group 1", "Paint Layer 2"]
    assert isinstance(paint, PixelLayer)
    assert (paint.offset, paint.opacity) == (Point(-12, 5), pytest.approx(0.498039))
    assert paint.plane.read(paint.plane.bounds)[0, 0].tolist() == [1, 2, 3, 4]
    assert opened.document.active == paint.id
    assert isinstance(group, GroupLayer)
    assert (group.blend, group.visible) == (BlendMode.LUMINOSITY, False)
    (inner,) = group.children
    assert isinstance(inner, PixelLayer)
    assert (inner.blend, inner.offset, inner.locked) == (BlendMode.SCREEN, Point(3, -4), True)
    assert background.visible


def test_a_file_as_gimp_writes_it_without_names_and_with_little_said(tmp_path: Path) -> None:
    stack = '<stack><layer src="data/a.png" x="1.0"/><stack><layer src="data/b.png"/></stack></stack>'
    path = written(tmp_path / "a.ora", stack, a=png(mode="L"), b=png())
    opened = openraster.load(path)
    group, layer = opened.document.layers
    assert (group.name, layer.name) == ("Group", "Layer")
    assert isinstance(layer, PixelLayer)
    assert (layer.offset, layer.opacity, layer.visible) == (Point(1, 0), 1.0, True)
    assert layer.plane.read(layer.plane.bounds)[0, 0].tolist() == [9, 9, 9, 255]
    assert opened.notes == ()


def test_places_in_nested_stacks_add_up(tmp_path: Path) -> None:
    stack = '<stack><stack x="10" y="-1"><stack y="2"><layer src="data/a.png" x="5"/></stack></stack></stack>'
    (outer,) = openraster.load(written(tmp_path / "a.ora", stack, a=png())).document.layers
    assert isinstance(outer, GroupLayer)
    (group,) = outer.children
    assert isinstance(group, GroupLayer)
    (layer,) = group.children
    assert isinstance(layer, PixelLayer)
    assert layer.offset == Point(15, 1)


@pytest.mark.parametrize(
    ("stack", "note"),
    [
        ('<layer src="data/a.png" composite-op="svg:color-dodge"/>', UNKNOWN_MODES),
        ('<layer src="data/a.png" composite-op="krita:erase"/>', UNKNOWN_MODES),
        ('<stack composite-op="svg:dst-in"><layer src="data/a.png"/></stack>', UNKNOWN_MODES),
        ('<stack><layer src="data/a.png" composite-op="svg:multiply"/></stack>', ISOLATED),
        ('<stack isolation="auto"><layer src="data/a.png" composite-op="svg:dst-in"/></stack>', ISOLATED),
        ('<layer src="data/a.png"/><text x="5">words</text>', OTHER_KINDS),
        ('<layer src="data/a.png"/><layer name="nothing"/>', OTHER_KINDS),
        ('<layer src="data/a.png"/><filter type="gauss"/>', OTHER_KINDS),
    ],
)
def test_what_is_not_known_here_is_told(tmp_path: Path, stack: str, note: str) -> None:
    opened = openraster.load(written(tmp_path / "a.ora", f"<stack>{stack}</stack>", a=png()))
    assert opened.notes == (note,)
    (layer,) = opened.document.layers
    assert layer.blend == BlendMode.NORMAL


def test_a_drawing_in_svg_is_left_out_and_told(tmp_path: Path) -> None:
    stack = '<stack><layer src="data/logo.png"/><layer src="data/a.png"/></stack>'
    opened = openraster.load(written(tmp_path / "a.ora", stack, a=png(), logo=b"<svg/>"))
    assert (len(opened.document.layers), opened.notes) == (1, (OTHER_KINDS,))


def test_one_picture_may_be_a_layer_and_a_mask(tmp_path: Path) -> None:
    stack = """<stack><layer src="data/a.png" composite-op="svg:dst-in" opacity="0.5"/>
               <layer src="data/a.png"/></stack>"""
    layer, mask = openraster.load(written(tmp_path / "a.ora", stack, a=png((1, 2, 3, 200)))).document.layers
    assert isinstance(layer, PixelLayer)
    assert isinstance(mask, MaskLayer)
    assert mask.plane.read(mask.plane.bounds)[0, 0] == 100
    assert mask.opacity == 1.0


@pytest.mark.parametrize("opacity", ["", "much", "nan", "inf", "7"])
def test_an_opacity_that_makes_no_sense_is_full(tmp_path: Path, opacity: str) -> None:
    stack = f'<stack><layer src="data/a.png" opacity="{opacity}"/></stack>'
    (layer,) = openraster.load(written(tmp_path / "a.ora", stack, a=png())).document.layers
    assert layer.opacity == 1.0


BOMB = "<!DOCTYPE x [" + "".join(f'<!ENTITY a{k + 1} "{f"&a{k};" * 10}">' for k in range(20)) + "]>"


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<image",
        b"<image w='9' h='9'/>",
        b"<image><stack/></image>",
        b"<image w='0' h='9'><stack/></image>",
        b"<image w='-5' h='-5'><stack/></image>",
        b"<image w='wide' h='9'><stack/></image>",
        b"<image w='inf' h='9'><stack/></image>",
        b"<image w='9' h='9'><stack><layer src='data/a.png' x='nan'/></stack></image>",
        b"<image w='9' h='9'>" + b"<stack>" * 40 + b"</stack>" * 40 + b"</image>",
        b"<image w='9' h='9'>" + b"<stack>" * 20_000 + b"</stack>" * 20_000 + b"</image>",
        f"<?xml version='1.0'?>{BOMB}<image w='9' h='9'><stack/></image>".encode(),
        b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><image w='9' h='9'><stack/></image>",
        f"<?xml version='1.0' encoding='UTF-16'?>{BOMB}<image w='9' h='9'><stack/></image>".encode("utf-16"),
        f"<?xml version='1.0' encoding='cp037'?>{BOMB}".encode("cp037"),
        b"<image w='9' h='9'><stack><layer src='&x;'/></stack></image>",
        b"\xff\xfe\0",
    ],
)
def test_a_stack_that_makes_no_sense_or_does_harm_is_refused(tmp_path: Path, xml: bytes) -> None:
    path = tmp_path / "a.ora"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("stack.xml", xml)
        archive.writestr("data/a.png", png())
    assert refused(path).code == "damaged_file"


def changed(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["stack.xml", "data/layer001.png"])
def test_a_missing_part_is_named(file: Path, name: str) -> None:
    error = refused(changed(file, lambda entries: entries.pop(name)))
    assert (error.code, name in error.info.message) == ("missing_part", True)


def test_a_damaged_layer_is_named(file: Path) -> None:
    error = refused(changed(file, lambda entries: entries.update({"data/layer002.png": png()[:50]})))
    assert (error.code, "data/layer002.png" in error.info.message) == ("damaged_picture", True)


def test_another_kind_of_zip_is_refused(file: Path) -> None:
    error = refused(changed(file, lambda entries: entries.update(mimetype=b"application/x-krita")))
    assert error.code == "not_openraster"


@pytest.mark.parametrize(
    ("image", "x", "code"),
    [('w="9000" h="9"', 0, "too_large_for_canvas"), ('w="9" h="9"', 40_000, "too_far_away")],
)
def test_absurd_sizes_are_refused(tmp_path: Path, image: str, x: int, code: str) -> None:
    stack = f'<stack><layer src="data/a.png" x="{x}"/></stack>'
    assert refused(written(tmp_path / "a.ora", stack, image, a=png())).code == code


def test_more_than_a_thousand_layers_are_refused(tmp_path: Path) -> None:
    layer = '<layer src="data/a.png"/>'
    stack = f"<stack>{layer * 1001}</stack>"
    assert refused(written(tmp_path / "a.ora", stack, a=png())).code == "too_many_layers"


def test_more_pixels_than_the_memory_holds_are_told_before_they_are_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Memory:
        available = 1_000_000

    monkeypatch.setattr(psutil, "virtual_memory", Memory)
    bomb = bytearray(png())
    bomb[16:24] = struct.pack(">II", 9000, 9000)
    path = written(tmp_path / "a.ora", '<stack><layer src="data/a.png"/></stack>', a=bytes(bomb))
    assert refused(path).code == "out_of_memory"


def test_whatever_fails_the_old_file_stays(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = file.read_bytes()

    def fail(*_args: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(AppError) as caught:
        openraster.save(file, Document(Size(9, 9)))
    monkeypatch.undo()
    assert caught.value.code == "disk_full"
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["a.ora"]
