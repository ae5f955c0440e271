"""What people type to find pictures, and the question to the gallery that it means.

========================  ===========================================================
``red apple``             both words, or words that start so, in prompts, model, ...
``"red apple"``           these words in this order
``-blurry``, ``-star:yes``  not that
``prompt: negative:``     a word in that prompt alone
``model: sampler: schedule: board: source:``  starts so; in quotation marks: exactly so
``seed: steps: guidance: rating:``  a number, also ``>3``, ``>=3``, ``<3``, ``<=3``
``size:512x768``          exactly; ``size:>512x768`` both sides; ``size:>512`` the longer side
``date:2026-11-20``       also ``2026-11``, ``2026``, ``>2026-10``, ``today``, ``yesterday``, ``week``
``star:yes|no``, ``bin:yes``  pictures with a star; those in the bin, which are hidden otherwise
========================  ===========================================================

Anything that is not understood is a plain word, so no text is an error. All text reaches SQL as bound values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from desktop.core.geometry import Size
from desktop.core.params import MAX_SEED

Value = str | int | float

LAST_ID = 2**63 - 1
NO_LIMIT = -1
_MAX_TEXT = 2000
# FTS5 refuses expressions that are much deeper.
_MAX_TERMS = 64

_TERM = re.compile(r'(-*)(?:([A-Za-z]+):)?(?:"([^"]*)("?)|([^\s"]\S*)|(?=\s|$))')
_COMPARISON = re.compile(r"(>=|<=|>|<|=)?(.*)", re.DOTALL)
_INTEGER = re.compile(r"[0-9]{1,19}")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{0,9})?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_YEARS = range(1971, 9999)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a row of ``pictures``: SQL without any typed text, and the values of its ``?``."""

    sql: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the gallery. Made by ``parse``."""

    words: tuple[str, ...] = ()
    """FTS5 expressions that all have to match."""
    without: tuple[str, ...] = ()
    """FTS5 expressions of which none may match."""
    conditions: tuple[Condition, ...] = ()
    in_bin: bool = False

    def ids(self, before_id: int = LAST_ID, limit: int = NO_LIMIT) -> tuple[str, tuple[Value, ...]]:
        """SELECT for the ids of the pictures, newest first, those below ``before_id``; and its values.

        One index holds every column that a condition may name, in the order of the ids: the worst query walks
        it once, and none sorts. With words, the word index leads, and also gives the ids in order.
        """
        conditions = list(self.conditions)
        without = " OR ".join(self.without)
        if self.words:
            words = " AND ".join(self.words)
            words = f"({words}) NOT ({without})" if without else words
            source, key = "words CROSS JOIN pictures", "words.rowid"
            conditions[:0] = [
                Condition("words MATCH ?", (words,)),
                # The plus: or SQLite finds the row by the limit below, and walks the whole index for each.
                Condition("pictures.id = +words.rowid", ()),
            ]
        else:
            source, key = "pictures", "pictures.id"
            if without:
                sql = "pictures.id NOT IN (SELECT rowid FROM words WHERE words MATCH ?)"
                conditions.append(Condition(sql, (without,)))
        if self.in_bin:
            conditions.append(Condition("pictures.deleted > 0", ()))
        else:
            source += " INDEXED BY pictures_found"
            conditions.append(Condition("pictures.deleted = 0", ()))
        conditions.append(Condition(f"{key} < ?", (before_id,)))
        where = " AND ".join(condition.sql for condition in conditions)
        values = [value for condition in conditions for value in condition.values]
        return f"SELECT {key} AS id FROM {source} WHERE {where} ORDER BY {key} DESC LIMIT ?", (*values, limit)


def parse(text: str, today: date | None = None) -> Query:
    """Understand what was typed; never raises. ``date:`` counts from ``today``, by default the local day."""
    words: list[str] = []
    without: list[str] = []
    conditions: list[Condition] = []
    in_bin = False
    for term in _terms(clean(text), today or date.today()):
        match term.meaning:
            case Condition(sql, values):
                conditions.append(Condition(f"NOT ({sql})", values) if term.excluded else term.meaning)
            case bool(inside):
                in_bin = inside != term.excluded
            case str(expression):
                (without if term.excluded else words).append(expression)
    return Query(tuple(words), tuple(without), tuple(conditions), in_bin)


def clean(text: str) -> str:
    """Text that a database takes, as long as one that is read at all: without lone surrogates."""
    return text[:_MAX_TEXT].encode(errors="ignore").decode()


def term(key: str, value: str) -> str:
    """The text that finds pictures whose ``key`` is exactly ``value``: ``term("board", "Best of")``."""
    return f'{key}:"{value.replace(chr(34), "")}"'


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands after a key's colon."""

    text: str
    exact: bool
    """In a pair of quotation marks."""
    today: date


_Meaning = Condition | bool | str


@dataclass(frozen=True, slots=True)
class _Term:
    meaning: _Meaning
    """A condition, whether to look into the bin, or an FTS5 expression."""
    excluded: bool = field(kw_only=True)


def _terms(text: str, today: date) -> Iterator[_Term]:
    """The terms that mean something, not more than the limit."""
    left = _MAX_TERMS
    for match in _TERM.finditer(text):
        minus, key, quoted, closed, plain = match.groups()
        value = plain if quoted is None else quoted
        read = _KEYS.get((key or "").casefold())
        meaning: _Meaning | None
        if read is not None and not (value or "").strip("<>="):
            continue  # it is being typed
        if read is None or (meaning := read(_Typed(value, bool(closed), today))) is None:
            meaning = _words(f"{key or ''} {value or ''}", prefix=not closed)
        if meaning is None:
            continue
        yield _Term(meaning, excluded=bool(minus))
        left -= 1
        if left == 0:
            return


def _words(text: str, column: str = "", prefix: bool = True) -> str | None:
    """An FTS5 phrase in which nothing is syntax; None without a letter or digit."""
    clean = "".join(c if c.isprintable() else " " for c in text if c != '"').strip()
    if not any(c.isalnum() for c in clean):
        return None
    return f"{column} : " * bool(column) + f'"{clean}"' + " *" * prefix


def _in_column(column: str, typed: _Typed) -> _Meaning | None:
    return _words(typed.text, column, prefix=not typed.exact)


def _name(column: str, typed: _Typed) -> Condition:
    if typed.exact:
        return Condition(f"{column} = ? COLLATE NOCASE", (typed.text,))
    pattern = re.sub(r"([\\%_])", r"\\\1", typed.text) + "%"
    return Condition(f"{column} LIKE ? ESCAPE '\\'", (pattern,))


def _model(typed: _Typed) -> _Meaning | None:
    return _name("pictures.model", typed) if typed.exact else _in_column("model", typed)


def _board(typed: _Typed) -> Condition:
    name = _name("boards.name", typed)
    return Condition(
        "pictures.id IN (SELECT picture_id FROM picture_boards JOIN boards ON boards.id = board_id"
        f" WHERE {name.sql})",
        name.values,
    )


def _split(typed: _Typed) -> tuple[str, str]:
    """Comparison and what it compares to. The comparison is one of five, so it may stand in SQL."""
    match = _COMPARISON.fullmatch(typed.text)
    assert match is not None
    return match[1] or "=", match[2].strip()


def _integer(column: str, typed: _Typed) -> Condition | None:
    comparison, text = _split(typed)
    if not _INTEGER.fullmatch(text) or int(text) > MAX_SEED:
        return None
    return Condition(f"{column} {comparison} ?", (int(text),))


def _decimal(column: str, typed: _Typed) -> Condition | None:
    comparison, text = _split(typed)
    return Condition(f"{column} {comparison} ?", (float(text),)) if _DECIMAL.fullmatch(text) else None


def _size(typed: _Typed) -> Condition | None:
    comparison, text = _split(typed)
    try:
        size = Size.parse(text)
    except ValueError:
        return _integer("max(pictures.width, pictures.height)", typed)
    sql = f"pictures.width {comparison} ? AND pictures.height {comparison} ?"
    return Condition(sql, (size.width, size.height))


def _date(typed: _Typed) -> Condition | None:
    comparison, text = _split(typed)
    if (days := _days(text.casefold(), typed.today)) is None:
        return None
    # Local midnights, as the rows' dates are shown.
    first, after = (int(datetime(day.year, day.month, day.day).timestamp()) for day in days)
    match comparison:
        case ">":
            return Condition("pictures.created >= ?", (after,))
        case ">=":
            return Condition("pictures.created >= ?", (first,))
        case "<":
            return Condition("pictures.created < ?", (first,))
        case "<=":
            return Condition("pictures.created < ?", (after,))
    return Condition("pictures.created >= ? AND pictures.created < ?", (first, after))


def _days(text: str, today: date) -> tuple[date, date] | None:
    """The first day that is meant, and the first one after; None when no day is."""
    day = timedelta(days=1)
    match text:
        case "today":
            return today, today + day
        case "yesterday":
            return today - day, today
        case "week":  # the last seven days
            return today - 6 * day, today + day
    match = _DATE.fullmatch(text)
    if match is None or (year := int(match[1])) not in _YEARS:
        return None
    try:
        if match[3]:
            first = date(year, int(match[2]), int(match[3]))
            return first, first + day
        if match[2]:
            first = date(year, int(match[2]), 1)
            return first, (first + 31 * day).replace(day=1)
    except ValueError:
        return None
    return date(year, 1, 1), date(year + 1, 1, 1)


def _yes(typed: _Typed) -> bool | None:
    return {"yes": True, "no": False}.get(typed.text.casefold())


def _star(typed: _Typed) -> Condition | None:
    starred = _yes(typed)
    return None if starred is None else Condition("pictures.starred = ?", (int(starred),))


_KEYS: dict[str, Callable[[_Typed], _Meaning | None]] = {
    "prompt": partial(_in_column, "prompt"),
    "negative": partial(_in_column, "negative_prompt"),
    "model": _model,
    "sampler": partial(_name, "pictures.sampler"),
    "schedule": partial(_name, "pictures.schedule"),
    "seed": partial(_integer, "pictures.seed"),
    "steps": partial(_integer, "pictures.steps"),
    "guidance": partial(_decimal, "pictures.guidance"),
    "size": _size,
    "date": _date,
    "star": _star,
    "rating": partial(_integer, "pictures.rating"),
    "board": _board,
    "source": partial(_name, "pictures.source"),
    "bin": _yes,
}
KEYS = tuple(_KEYS)
"""The words that may stand before a colon, to be offered while someone types."""
