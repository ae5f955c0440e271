"""Style presets: words put around a prompt. In the ``styles.csv`` that other programs read and write.

UTF-8 with a byte order mark (spreadsheets need it), the columns ``name,prompt,negative_prompt``. Rows whose
name starts with ``#`` are the person's own notes: they are no styles, and stay when the file is saved.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.core import files
from desktop.core.errors import AppError

MAX_BYTES = 10_000_000
MAX_NAME = 200
MAX_WORDS = 20_000
MAX_PROBLEMS = 20
PLACE = "{prompt}"
_COLUMNS = ("name", "prompt", "negative_prompt")


@dataclass(frozen=True, slots=True)
class Style:
    """Words for the prompt and the negative prompt; ``{prompt}`` in them is where the person's own go."""

    name: str
    prompt: str = ""
    negative_prompt: str = ""


@dataclass(frozen=True, slots=True)
class StyleFile:
    """What a file holds: styles in its order, and a sentence for each row that can't be used, up to 20."""

    styles: tuple[Style, ...] = ()
    problems: tuple[str, ...] = ()


def load(path: Path) -> StyleFile:
    """The styles in a file, without those that are damaged; none when there is no such file.

    Raises AppError("styles_unreadable") when the file is there and can't be read: don't save over it then.
    """
    if not path.exists():
        return StyleFile()
    text, problems = _decoded(path)
    styles: dict[str, Style] = {}
    for number, row in _rows(text, problems):
        name = (row[0] or "").strip()
        if name.startswith("#"):
            continue
        if not name or max(map(len, row)) > MAX_WORDS or len(name) > MAX_NAME:
            problems.append(f"Row {number} of {path.name} has {'too long words' if name else 'no name'}.")
        elif name in styles:
            problems.append(f"Row {number} of {path.name} repeats the style {name}: the first one counts.")
        else:
            styles[name] = Style(name, row[1].strip(), row[2].strip())
    return StyleFile(tuple(styles.values()), tuple(problems[:MAX_PROBLEMS]))


def save(path: Path, styles: Iterable[Style]) -> None:
    """Write the styles, on the disk when it returns; the old file is kept as ``styles.csv.bak``.

    Raises AppError: ``bad_style_name`` (empty, too long, or a ``#`` in front), ``styles_unreadable``, and as
    files.write_bytes does; the file is unchanged then.
    """
    rows: list[tuple[str, ...]] = [(style.name, style.prompt, style.negative_prompt) for style in styles]
    for name, *_ in rows:
        check_name(name)
    if path.exists():
        text, _ = _decoded(path)
        rows = [*(row for _, row in _rows(text, []) if row[0].strip().startswith("#")), *rows]
        files.write_bytes(path.with_name(f"{path.name}.bak"), _read(path))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(rows)
    files.write_bytes(path, buffer.getvalue().encode("utf-8-sig", errors="replace"))


def check_name(name: str) -> None:
    """Raise AppError("bad_style_name") for one that would not come back from a file."""
    if not name.strip() or name.strip().startswith("#") or len(name) > MAX_NAME:
        raise AppError(
            "bad_style_name",
            f"A style can't be called {name[:50]!r}." if name.strip() else "The style has no name.",
            f"Use 1 to {MAX_NAME} characters, and no # in front.",
        )


def apply(style: Style, prompt: str, negative_prompt: str) -> tuple[str, str]:
    """Both prompts with the style's words around them, or after them where it names no place."""
    return _around(style.prompt, prompt), _around(style.negative_prompt, negative_prompt)


def _around(words: str, text: str) -> str:
    if PLACE in words:
        return words.replace(PLACE, text)
    return ", ".join(part for part in (text.strip(), words.strip()) if part)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    if len(data) > MAX_BYTES:
        raise _unreadable(path, f"it is larger than {MAX_BYTES // 1_000_000} MB")
    return data


def _decoded(path: Path) -> tuple[str, list[str]]:
    data = _read(path)
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        problem = f"{path.name} is not UTF-8: letters with accents may be wrong."
        return data.decode("cp1252", errors="replace"), [problem]


def _rows(text: str, problems: list[str]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Row numbers and rows, put in order by the names in the first one, cut or filled to three cells."""
    first = text.partition("\n")[0]
    # Spreadsheets write semicolons where the comma stands in numbers.
    delimiter = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    places: list[int] | None = None
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(f"Row {reader.line_num} can't be read: {error}.")
            continue
        if places is None:
            places = _places([cell.strip().casefold() for cell in row])
            if places is None:
                problems.append("The first row does not name the columns name, prompt and negative_prompt.")
                return
        elif any(row):
            name, prompt, negative = (row[place] if 0 <= place < len(row) else "" for place in places)
            yield reader.line_num, (name, prompt, negative)


def _places(header: list[str]) -> list[int] | None:
    """Where the three columns are, -1 for one that is missing; the prompt's was called ``text`` once."""
    names = [header.index(name) if name in header else -1 for name in (*_COLUMNS, "text")]
    name, prompt, negative, text = names
    return None if name < 0 else [name, prompt if prompt >= 0 else text, negative]


def _unreadable(path: Path, reason: str) -> AppError:
    return AppError(
        "styles_unreadable",
        f"The styles in {path.name} can't be read: {reason}.",
        "Check the file, or move it away to start with the usual styles.",
        str(path),
    )
