"""What a person may send along when the program crashed: versions, device, the end of the logs."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop import __version__
from desktop.core.paths import Paths

LIBRARIES = ("PySide6-Essentials", "torch", "diffusers", "transformers", "pillow")
_TAIL_BYTES = 24_000
# Logs hold no prompts; an exception's text may quote one all the same.
_QUOTED_PROMPT = re.compile(r"""(prompt\w*["']?\s*[=:]\s*)(["'])(?:\\.|(?!\2).)*\2""", re.IGNORECASE)
_OTHER_HOME = re.compile(r"(?:/home/|/Users/|[A-Za-z]:\\Users\\)[^/\\\s\"':]+")


def versions() -> dict[str, str]:
    """Darkroom, Python and the libraries that decide most, by name."""
    from importlib import metadata  # 10 ms that the window should not wait for

    named = {"Darkroom": __version__, "Python": platform.python_version()}
    return named | {name: metadata.version(name) for name in LIBRARIES}


def compose(paths: Paths, device: str, secrets: Iterable[str], home: Path) -> str:
    """The report as text. Reads the ends of the log files: call it beside the window. Never raises.

    ``secrets`` (prompts) and the names of home folders are taken out.
    """
    facts: Mapping[str, str] = versions() | {
        "System": platform.platform(),
        "Device": device or "the engine has not started",
    }
    lines = [f"{name}: {value}" for name, value in facts.items()]
    for log in ("crash.log", "darkroom.log"):
        lines += ["", f"--- {log}", _tail(paths.logs / log)]
    return redacted("\n".join(lines), secrets, home)


def redacted(text: str, secrets: Iterable[str], home: Path) -> str:
    """``text`` without the given secrets, quoted prompts, and whose computer it is."""
    for secret in sorted({secret.strip() for secret in secrets}, key=len, reverse=True):
        if len(secret) > 2:
            text = text.replace(secret, "[prompt]")
    text = _QUOTED_PROMPT.sub(r"\1[prompt]", text)
    text = text.replace(str(home), "~") if len(home.parts) > 1 else text
    return _OTHER_HOME.sub("~", text)


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL_BYTES))
            return file.read().decode(errors="replace").strip() or "(empty)"
    except OSError:
        return "(not there)"
