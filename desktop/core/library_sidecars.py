"""What other programs wrote beside a model: ``x.json``, ``x.civitai.info``, ``x.cm-info.json``, previews.

Read with limits, never written. What is not as it should be is left out.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

_MAX_BYTES = 1_000_000
_PREVIEWS = (".png", ".jpg", ".jpeg", ".webp")
_TAGS = re.compile(r"<[^>]{0,1000}>")


class Sidecar(BaseModel):
    """What they say together; empty where they say nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = ""
    description: str = ""
    notes: str = ""
    base_model: str = ""
    license: str = ""
    author: str = ""
    source: str = ""
    """Where it came from: an https address."""
    trigger_words: tuple[str, ...] = ()
    weight: float | None = None
    """The strength that a LoRA is best used with."""
    sha256: str = ""
    """As they say; not checked."""
    preview: str = ""
    """The name of the picture beside the file."""


def read_sidecars(folder: Path, names: Iterable[str]) -> Sidecar:
    """Read the files of these names, the first that says something wins. Any thread; never raises."""
    fields: dict[str, Any] = {}
    for name in names:
        if os.path.splitext(name)[1].lower() in _PREVIEWS:
            fields.setdefault("preview", name)
            continue
        for key, value in _fields(_content(folder / name)).items():
            fields.setdefault(key, value)
    return Sidecar(**fields)


def _content(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        content = json.loads(data) if len(data) <= _MAX_BYTES else None
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _fields(content: dict[str, Any]) -> dict[str, Any]:
    model = content.get("model")
    model = model if isinstance(model, dict) else {}
    number = content.get("modelId", content.get("ModelId"))
    source = ""
    if type(number) is int and number > 0:
        source = f"https://civitai.com/models/{number}"
    fields: dict[str, Any] = {
        "title": _text(
            model.get("name") or content.get("ModelName") or content.get("title") or content.get("model_name")
        ),
        "description": _text(
            content.get("description") or content.get("ModelDescription") or model.get("description"), 2000
        ),
        "notes": _text(content.get("notes"), 2000),
        "base_model": _text(
            content.get("baseModel") or content.get("BaseModel") or content.get("sd version")
        ),
        "license": _text(content.get("license")),
        "author": _text(content.get("author") or _inner(content.get("creator"), "username")),
        "source": source,
        "trigger_words": _words(
            content.get("trainedWords")
            or content.get("TrainedWords")
            or content.get("activation text")
            or content.get("trigger_phrase")
        ),
        "sha256": _sha256(content),
    }
    weight = content.get("preferred weight")
    if isinstance(weight, (int, float)) and 0 < weight <= 10:
        fields["weight"] = float(weight)
    return {key: value for key, value in fields.items() if value}


def _sha256(content: dict[str, Any]) -> str:
    found = content.get("sha256")
    if not found and isinstance(files := content.get("files"), list) and files:
        found = _inner(_inner(files[0], "hashes"), "SHA256")
    found = found or _inner(content.get("Hashes"), "SHA256")
    text = _text(found).lower()
    return text if re.fullmatch(r"[0-9a-f]{64}", text) else ""


def _inner(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _words(value: object) -> tuple[str, ...]:
    found = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(filter(None, (_text(word, 200) for word in found if isinstance(word, str))))[:20]


def _text(value: object, limit: int = 200) -> str:
    """Plain text, without HTML: descriptions from the web have it."""
    if not isinstance(value, str):
        return ""
    plain = html.unescape(_TAGS.sub(" ", value[: 10 * limit])).encode(errors="replace").decode()
    return " ".join(plain.split())[:limit]
