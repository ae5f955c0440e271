"""Notes on models in their file."""

from __future__ import annotations

from pathlib import Path

from desktop.core import model_notes


def test_notes_are_read_as_they_were_written(tmp_path: Path) -> None:
    model_notes.save(tmp_path / "notes.json", {"oak": "good\nhands — ✓"})
    assert model_notes.load(tmp_path / "notes.json") == {"oak": "good\nhands — ✓"}


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert model_notes.load(tmp_path / "notes.json") == {}


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text('{"version": 1, "notes": [')
    assert model_notes.load(tmp_path / "notes.json") == {}
    (kept,) = tmp_path.iterdir()
    assert kept.name.startswith("notes.json.bad-")
