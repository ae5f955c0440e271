"""The keys of the actions: those of the table, and those that the person gave instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from desktop.ui.action_row import ActionRow, Key

Changed = Mapping[str, tuple[str, ...]]
"""Action id to keys as portable text (Settings.shortcuts)."""


def default_keys(row: ActionRow) -> tuple[str, ...]:
    """The keys of the table on this platform, as portable text; each once."""
    given = (key for keys in row.keys for key in _sequences(keys))
    return tuple(dict.fromkeys(text for key in given if (text := _portable(key))))


def keys_of(row: ActionRow, changed: Changed) -> tuple[str, ...]:
    """The keys that hold now."""
    return changed.get(row.id, default_keys(row))


def conflicts(key: str, row: ActionRow, rows: Iterable[ActionRow], changed: Changed) -> list[ActionRow]:
    """The other actions that ``key`` (portable text) would trigger too."""
    return [
        other for other in rows if other.id != row.id and other.meets(row) and key in keys_of(other, changed)
    ]


def with_keys(row: ActionRow, keys: tuple[str, ...], rows: Iterable[ActionRow], changed: Changed) -> Changed:
    """``changed`` after ``row`` got ``keys``, which are taken from the actions that had them."""
    result = dict(changed)
    for other in rows:
        now = keys_of(other, changed)
        left = tuple(key for key in now if key not in keys or not other.meets(row))
        kept = keys if other.id == row.id else left
        if kept == default_keys(other):
            result.pop(other.id, None)
        elif kept != now:
            result[other.id] = kept
    return result


def to_show(keys: Iterable[str]) -> list[str]:
    """The keys that people know of, as they stand in menus here: not ``Undo`` and ``Zoom In``.

    Those keys of old and of large keyboards work all the same.
    """
    return [shown(key) for key in keys if _first(key) < Qt.Key.Key_Back]


def shown(key: str) -> str:
    """A key as it stands in menus here: ``Strg+Eingabe`` on a German desktop."""
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.NativeText
    )


def _first(key: str) -> Qt.Key:
    combination: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs don't know it
    return combination.key()


def _sequences(key: Key | str) -> list[QKeySequence]:
    return [QKeySequence(key)] if isinstance(key, str) else QKeySequence.keyBindings(key)


def _portable(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.PortableText)
