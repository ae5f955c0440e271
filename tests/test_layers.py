"""What import-linter can't say: the parts of Qt a layer may use; the window starts without torch."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("torch", "diffusers", "transformers", "peft", "accelerate")


def imported(path: Path) -> set[str]:
    """Dotted names of everything a file imports, wherever it does."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize(
    ("layer", "forbidden"),
    [
        ("worker", ("PySide6.QtWidgets", "PySide6.QtGui")),
        ("state", ("PySide6.QtWidgets", "sqlite3", "torch", "PIL")),
        ("ui", ("sqlite3", "torch", "diffusers", "PIL")),
    ],
)
def test_a_layer_uses_only_its_part_of_the_libraries(layer: str, forbidden: tuple[str, ...]) -> None:
    for path in (ROOT / "desktop" / layer).rglob("*.py"):
        assert not imported(path) & set(forbidden), path


@pytest.mark.parametrize("module", ["desktop.ui.main_window", "desktop.app", "desktop.cli"])
def test_nothing_heavy_is_imported_before_the_engine(module: str) -> None:
    code = f"import sys, {module}; print(sorted(set(sys.modules) & set({HEAVY!r})))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["PIL", "cv2", "desktop.core.pictures", "desktop.core.project_file"])
def test_a_start_does_not_wait_for_what_reads_files_later(module: str) -> None:
    code = f"import sys, desktop.app; print({module!r} in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.strip() == "False"
