"""Nothing but core/net opens sockets to elsewhere: a walk through the source looks for any other way."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3] / "desktop"
WAYS = {
    "socket",
    "ssl",
    "urllib.request",
    "http.client",
    "httpx2",
    "httpcore2",
    "requests",
    "aiohttp",
    "huggingface_hub",
    "anyio",
}
QT = "PySide6.QtNetwork"
LOCAL_ONLY = {"single_instance.py", "termination.py"}
"""The first talks to another start of the program on this computer, the second to itself (socketpair)."""


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_only_the_network_package_knows_the_network() -> None:
    own = ROOT / "core" / "net"
    modules = [path for path in ROOT.rglob("*.py") if not path.is_relative_to(own)]
    modules = [path for path in modules if path.name not in LOCAL_ONLY]
    assert len(modules) > 100
    found = {path.relative_to(ROOT).as_posix(): imported(path) & WAYS for path in modules}
    assert {name: ways for name, ways in found.items() if ways} == {}


def test_qt_connects_on_this_computer_only() -> None:
    users = [path for path in ROOT.rglob("*.py") if any(name.startswith(QT) for name in imported(path))]
    assert {path.name for path in users} <= LOCAL_ONLY
    for path in users:
        qt = {name for name in imported(path) if name.startswith(f"{QT}.")}
        assert qt <= {f"{QT}.QLocalServer", f"{QT}.QLocalSocket"}
