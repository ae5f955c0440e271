"""The files that wildcards draw from: lines of text, or lists in JSON."""

from __future__ import annotations

import difflib
import itertools
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from desktop.core.errors import AppError

MAX_FILES = 10_000
MAX_FILE_BYTES = 8_000_000
MAX_NESTING = 16
_TOKEN = re.compile(r"\*+|.", re.DOTALL)
_SUFFIXES = (".txt", ".json")


class WildcardFiles:
    """The options in a folder by name: ``animals/cats`` for ``animals/cats.txt``.

    A JSON list in ``colours.json`` is ``colours``; an object's keys are names beside the file, nested ones
    joined by ``/``. No path is ever made from a name: it can only pick a file that the folder holds. Reads
    the folder once, a file when it is first asked for. For one thread.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, Path | list[str]] | None = None

    def lines(self, pattern: str) -> list[str]:
        """The options of every name that ``pattern`` fits, in the order of the names; a new list.

        Raises AppError: ``wildcard_missing``, ``wildcard_unreadable``.
        """
        names = self._read_names()
        found = self._found(pattern)
        options = [option for name in found for option in self._options(name)]
        if not options:
            close = difflib.get_close_matches(pattern.casefold(), names, n=3, cutoff=0.5)
            raise AppError(
                "wildcard_missing",
                f"The wildcard {pattern} {'has no options' if found else 'does not exist'}.",
                f"There is {', '.join(close)}." if close and not found else f"Put {pattern}.txt there.",
                str(self._folder),
            )
        return options

    def names(self) -> list[str]:
        """Every name, in order. Raises AppError("wildcard_unreadable") for a damaged list in JSON."""
        return sorted(self._read_names())

    def is_name(self, pattern: str) -> bool:
        """Whether anything fits."""
        return bool(self._found(pattern))

    def _found(self, pattern: str) -> list[str]:
        wanted = pattern.casefold().strip("/")
        names = self._read_names()
        if "*" not in wanted and "?" not in wanted:
            return [wanted] if wanted in names else []
        tokens = [token[:2] for token in _TOKEN.findall(wanted)]
        return [name for name in sorted(names) if _fits(tokens, name)]

    def _options(self, name: str) -> list[str]:
        source = self._read_names()[name]
        if isinstance(source, list):
            return source
        options = _text_options(_read(source))
        self._read_names()[name] = options
        return options

    def _read_names(self) -> dict[str, Path | list[str]]:
        if self._names is None:
            self._names = {}
            for path in itertools.islice(_files(self._folder), MAX_FILES):
                name = path.relative_to(self._folder).with_suffix("").as_posix().casefold()
                if path.suffix.casefold() == ".txt":
                    self._names[name] = path
                else:
                    self._names |= _json_options(path, name)
        return self._names


def _files(folder: Path) -> Iterator[Path]:
    """In a fixed order; without hidden folders and links to folders."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if name.casefold().endswith(_SUFFIXES))


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    if len(data) > MAX_FILE_BYTES:
        raise _unreadable(path, f"it is larger than {MAX_FILE_BYTES // 1_000_000} MB")
    return data.decode("utf-8-sig", errors="replace")


def _text_options(text: str) -> list[str]:
    lines = (line.strip() for line in text.split("\n"))
    return [line for line in lines if line and not line.startswith("#")]


def _json_options(path: Path, name: str) -> dict[str, Path | list[str]]:
    try:
        data = json.loads(_read(path))
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, "it is not JSON") from error
    if isinstance(data, list):
        return {name: _strings(data)}
    found: dict[str, Path | list[str]] = {}
    waiting: list[tuple[str, object, int]] = [(name.rpartition("/")[0], data, 0)]
    while waiting:
        prefix, value, depth = waiting.pop()
        if isinstance(value, dict) and depth < MAX_NESTING:
            names = ((f"{prefix}/{key}".strip("/").casefold(), item) for key, item in value.items())
            waiting += ((key, item, depth + 1) for key, item in names)
        elif isinstance(value, list | str):
            found[prefix] = _strings(value if isinstance(value, list) else [value])
    return found


def _strings(values: list[object]) -> list[str]:
    return [value for value in values if isinstance(value, str) and value]


def _fits(tokens: list[str], name: str) -> bool:
    """``*`` and ``?`` stay within a folder, ``**`` crosses them. All ways through the pattern at once: a
    regular expression would try them one after the other, which many stars make endless.
    """
    places = _past_stars(tokens, {0})
    for character in name:
        onward: set[int] = set()
        for place in places - {len(tokens)}:
            token = tokens[place]
            if token == "**" or (token == "*" and character != "/"):
                onward.add(place)
            elif token == character or (token == "?" and character != "/"):
                onward.add(place + 1)
        places = _past_stars(tokens, onward)
    return len(tokens) in places


def _past_stars(tokens: list[str], places: set[int]) -> set[int]:
    """Stars fit nothing, too."""
    found = set(places)
    for place in sorted(places):
        while place < len(tokens) and tokens[place].startswith("*"):
            place += 1
            found.add(place)
    return found


def _unreadable(path: Path, reason: str) -> AppError:
    return AppError(
        "wildcard_unreadable",
        f"The wildcard file {path.name} can't be read: {reason}.",
        "Repair it or take it out of the wildcards folder.",
        str(path),
    )
