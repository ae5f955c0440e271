"""The person's notes on models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core import model_notes
from desktop.core.model_notes import MAX_NOTE
from desktop.state.model_notes import ModelNotes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notes.json"


@pytest.fixture
def notes(qapp: object, file: Path) -> Iterator[ModelNotes]:
    notes = ModelNotes(file)
    yield notes
    notes.close()


def load(qtbot: QtBot, notes: ModelNotes) -> None:
    with qtbot.waitSignal(notes.changed):
        notes.load()


def test_a_note_is_on_the_disk_at_the_end(qtbot: QtBot, notes: ModelNotes, file: Path) -> None:
    load(qtbot, notes)
    notes.write("oak", "good hands")
    notes.close()
    assert model_notes.load(file) == {"oak": "good hands"}


def test_nothing_is_lost_that_was_not_read_yet(notes: ModelNotes, file: Path) -> None:
    model_notes.save(file, {"ash": "old"})
    notes.write("oak", "new")
    notes.close()
    assert model_notes.load(file) == {"ash": "old"}


def test_an_empty_note_is_forgotten_and_a_long_one_cut(qtbot: QtBot, notes: ModelNotes, file: Path) -> None:
    model_notes.save(file, {"ash": "old"})
    load(qtbot, notes)
    notes.write("ash", " ")
    notes.write("oak", "x" * (MAX_NOTE + 1))
    notes.close()
    assert model_notes.load(file) == {"oak": "x" * MAX_NOTE}


def test_reading_again_does_not_undo_what_was_typed(qtbot: QtBot, notes: ModelNotes) -> None:
    load(qtbot, notes)
    notes.write("oak", "typed")
    notes.load()
    notes.close()
    assert notes.of("oak") == "typed"
