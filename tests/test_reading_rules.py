"""Opening a file runs nothing: a walk through the source looks for what could (faults 1, 2 and 8)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "desktop"
CONVERTER = "engine/convert.py"
RUNNING = {"eval", "exec", "compile", "__import__"}
UNPICKLING = {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib", "runpy", "code"}
REMOTE = {"trust_remote_code", "custom_pipeline", "allow_pickle"}


def offences(source: str) -> Iterator[str]:
    """What in a module could run a program out of a file, or fetch one."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if alias.name.split(".")[0] in UNPICKLING)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in UNPICKLING:
                yield module
            case ast.Call(func=ast.Name(name)) if name in RUNNING:
                yield f"{name}, line {node.lineno}"
            case ast.Call(func=ast.Attribute(ast.Name("torch"), "load")):
                yield f"torch.load, line {node.lineno}"
            case ast.Call(func=ast.Attribute(attr="from_pretrained" | "from_single_file" as name)):
                if not _is_true(node, "local_files_only"):
                    yield f"{name} that may fetch, line {node.lineno}"
        if isinstance(node, ast.Call):
            yield from (f"{key.arg}, line {node.lineno}" for key in node.keywords if key.arg in REMOTE)


def _is_true(call: ast.Call, name: str) -> bool:
    values = [keyword.value for keyword in call.keywords if keyword.arg == name]
    return bool(values) and isinstance(values[0], ast.Constant) and values[0].value is True


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from pickle import loads",
        "torch.load(path, weights_only=True)",
        "eval('1')",
        "np.load(path, allow_pickle=True)",
        "cls.from_pretrained(folder)",
        "cls.from_pretrained(folder, local_files_only=False)",
        "cls.from_pretrained(folder, local_files_only=True, trust_remote_code=True)",
        "DiffusionPipeline.from_pretrained(folder, local_files_only=True, custom_pipeline='x')",
    ],
)
def test_the_walk_finds(source: str) -> None:
    assert list(offences(source))


@pytest.mark.parametrize(
    "source",
    [
        "json.loads(text)",
        "cls.from_pretrained(folder, local_files_only=True)",
        "re.compile('x')",
        "model.eval()",
    ],
)
def test_the_walk_passes(source: str) -> None:
    assert not list(offences(source))


def test_only_the_converter_opens_pickles() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): list(offences(path.read_text("utf-8")))
        for path in ROOT.rglob("*.py")
        if path.relative_to(ROOT).as_posix() != CONVERTER
    }
    assert len(found) > 100
    assert {name: what for name, what in found.items() if what} == {}


def test_the_converter_takes_weights_alone() -> None:
    tree = ast.parse((ROOT / CONVERTER).read_text("utf-8"))
    loads = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "torch.load"
    ]
    assert loads
    assert all(_is_true(call, "weights_only") for call in loads)
    assert "pickle.load" not in ast.unparse(tree)
