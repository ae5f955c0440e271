"""Misplaced files moved, and moved back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.identify.identified import Container, Identified, Kind
from desktop.core.library import Library
from desktop.core.models import ModelInfo
from desktop.state.model_moves import ModelMoves
from desktop.state.undo_stack import UndoStack
from tests.helpers.scripted import STARTER


class Misplaced:
    """A LoRA among checkpoints."""

    def __init__(self, root: Path) -> None:
        self.wrong = root / "checkpoints/style.safetensors"
        self.right = root / "loras/style.safetensors"
        for path in (self.wrong, root / "loras/other.safetensors"):
            path.parent.mkdir()
            path.write_text(path.stem)
        self.info: ModelInfo = replace(
            STARTER,
            path=self.wrong,
            kind=Kind.LORA,
            container="single-file",
            identified=Identified(kind=Kind.LORA, container=Container.SAFETENSORS),
            misplaced="It lies in checkpoints.",
        )
        self.looks = 0
        self.undo_stack = UndoStack()
        self.moves = ModelMoves(Library((root,), root / "none"), self.undo_stack, self.look)

    def look(self) -> None:
        self.looks += 1


@pytest.fixture
def misplaced(qapp: object, tmp_path: Path) -> Iterator[Misplaced]:
    misplaced = Misplaced(tmp_path)
    yield misplaced
    misplaced.moves.close()


def test_only_misplaced_files_can_be_moved(misplaced: Misplaced) -> None:
    assert misplaced.moves.can_move(misplaced.info)
    assert not misplaced.moves.can_move(replace(misplaced.info, misplaced=""))
    assert not misplaced.moves.can_move(replace(misplaced.info, container="folder"))


def test_a_move_is_a_step_that_can_be_taken_back_and_done_again(qtbot: QtBot, misplaced: Misplaced) -> None:
    misplaced.moves.move(misplaced.info)
    qtbot.waitUntil(lambda: misplaced.looks == 1)
    assert misplaced.right.is_file()
    assert misplaced.undo_stack.undo_name == "Move Starter"
    misplaced.undo_stack.undo()
    misplaced.undo_stack.redo()
    misplaced.undo_stack.undo()
    qtbot.waitUntil(lambda: misplaced.looks == 4)
    assert misplaced.wrong.read_text() == "style"
    assert not misplaced.right.exists()


def test_a_move_that_fails_is_told_and_is_no_step(qtbot: QtBot, misplaced: Misplaced) -> None:
    misplaced.wrong.unlink()
    with qtbot.waitSignal(misplaced.moves.background.failed) as told:
        misplaced.moves.move(misplaced.info)
    assert told.args[0].code == "not_writable"
    assert (len(misplaced.undo_stack), misplaced.looks) == (0, 0)
