"""Every file is written by core/files.py: a walk through the source looks for any other way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "desktop"
WRITER = ROOT / "core" / "files.py"
METHODS = {"write_text", "write_bytes", "copyfile", "copy2", "copytree", "copyfileobj", "tofile", "savetxt"}
CLASSES = {"QSaveFile", "QSettings", "QImageWriter", "NamedTemporaryFile", "ZipFile"}
IMAGE_FORMATS = {"PNG", "JPEG", "WEBP", "TIFF"}


def offences(source: str) -> Iterator[str]:
    """What in a module writes files by itself."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(names=names):
                yield from (alias.name for alias in names if alias.name in CLASSES)
            case ast.Call(func=ast.Name("open") | ast.Attribute(attr="open")):
                modes = node.args[isinstance(node.func, ast.Name) :]  # the function takes the path first
                modes = [*modes, *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
                if any(isinstance(mode, ast.Constant) and _is_writing(mode.value) for mode in modes):
                    yield f"open for writing, line {node.lineno}"
            case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in METHODS:
                if not (isinstance(owner, ast.Name) and owner.id == "files"):
                    yield f"{name}, line {node.lineno}"
            case ast.Call(func=ast.Attribute(value=ast.Name("shutil"), attr=name)):
                yield f"shutil.{name}, line {node.lineno}"
            case ast.Call(func=ast.Attribute(attr="save"), args=[ast.Name("buffer"), ast.Constant(form), *_]):
                if form not in IMAGE_FORMATS:
                    yield f"save, line {node.lineno}"
            case ast.Call(func=ast.Attribute(attr="save", value=owner), args=[_, *_]) if _is_image(owner):
                yield f"save of a picture, line {node.lineno}"


def _is_writing(mode: object) -> bool:
    return (
        isinstance(mode, str)
        and set(mode) <= set("rwxabt+")
        and bool(set(mode) & set("wx+") or mode[:1] == "a")
    )


def _is_image(owner: ast.expr) -> bool:
    """By name: ``image.save(path)``, ``self._pixmap.save(path)``, ``pixels.to_pil().save(path)``."""
    return any(word in ast.unparse(owner).lower() for word in ("image", "pixmap", "pil", "grab", "picture"))


@pytest.mark.parametrize(
    "source",
    [
        "open('a', 'w')",
        "open('a', mode='ab')",
        "path.open('wb')",
        "path.open('r+')",
        "path.write_text('x')",
        "Path('a').write_bytes(b'')",
        "shutil.copy('a', 'b')",
        "image.save(path)",
        "image.save('a.png')",
        "self.image.save(path, 'PNG')",
        "pixels.to_pil().save(path)",
        "window.grab().save(str(path))",
        "from PySide6.QtCore import QSettings",
        "from PySide6.QtCore import QSaveFile",
        "from tempfile import NamedTemporaryFile",
    ],
)
def test_the_walk_finds(source: str) -> None:
    assert list(offences(source))


@pytest.mark.parametrize(
    "source",
    [
        "open('a')",
        "path.open('rb')",
        "Image.open(file)",
        "files.write_text(path, 'x')",
        "files.write_bytes(path, data)",
        "image.save(buffer, 'PNG', pnginfo=texts)",
        "settings.save(path, values)",
        "estimates.save()",
    ],
)
def test_the_walk_passes(source: str) -> None:
    assert not list(offences(source))


def test_only_the_writer_writes() -> None:
    modules = [path for path in ROOT.rglob("*.py") if path != WRITER]
    assert len(modules) > 20
    found = {path.relative_to(ROOT).as_posix(): list(offences(path.read_text("utf-8"))) for path in modules}
    assert {name: what for name, what in found.items() if what} == {}
