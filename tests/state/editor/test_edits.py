"""Slow changes go on beside the window, and never undo what came in between."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.core.document.document import Document
from desktop.core.document.edits import remove_layer
from desktop.core.document.layers import new_layer_id
from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.state.editor.document_state import DocumentState
from desktop.state.editor.edits import Edits
from desktop.state.undo_stack import UndoStack

LARGE, LARGER = Size(2000, 1500), Size(2400, 1500)


@pytest.fixture
def state(qtbot: QtBot) -> Iterator[DocumentState]:
    state = DocumentState(UndoStack())
    state.open("Open", Document(LARGE))
    yield state
    state.close()


@pytest.fixture
def edits(state: DocumentState) -> Iterator[Edits]:
    edits = Edits(state)
    yield edits
    edits.close()


def wider(document: Document) -> Document:
    return replace(document, size=LARGER)


def test_a_quick_change_is_there_at_once(state: DocumentState, edits: Edits) -> None:
    edits.run("Widen", wider)
    assert state.document.size == LARGER


def test_a_slow_one_of_a_large_document_comes_later(qtbot: QtBot, state: DocumentState, edits: Edits) -> None:
    threads: list[threading.Thread] = []

    def change(document: Document) -> Document:
        threads.append(threading.current_thread())
        return wider(document)

    busy = QSignalSpy(edits.busy_changed)
    edits.run("Widen", change, slow=True)
    assert edits.busy == "Widen"
    assert state.document.size == LARGE
    qtbot.waitUntil(lambda: state.document.size == LARGER)
    assert threads != [threading.main_thread()]
    assert [busy.at(n)[0] for n in range(busy.count())] == ["Widen", ""]


def test_a_slow_one_of_a_small_document_is_there_at_once(state: DocumentState, edits: Edits) -> None:
    state.open("Open", Document(Size(20, 20)))
    edits.run("Widen", wider, slow=True)
    assert state.document.size == LARGER


def test_a_step_in_between_is_kept_and_the_slow_one_computed_again(
    qtbot: QtBot, state: DocumentState, edits: Edits
) -> None:
    go_on = threading.Event()
    seen: list[Document] = []

    def change(document: Document) -> Document:
        seen.append(document)
        go_on.wait()
        return wider(document)

    edits.run("Widen", change, slow=True)
    state.apply("Profile", replace(state.document, icc_profile=b"between"))
    between = state.document
    go_on.set()
    qtbot.waitUntil(lambda: not edits.busy)
    assert seen[-1] is between
    assert (state.document.size, state.document.icc_profile) == (LARGER, b"between")


def test_a_second_slow_one_has_to_wait_for_the_first(
    qtbot: QtBot, state: DocumentState, edits: Edits
) -> None:
    edits.run("Widen", wider, slow=True)
    told = QSignalSpy(edits.failed)
    edits.run("Empty", lambda document: replace(document, size=Size(1, 1)), slow=True)
    assert told.at(0)[0].code == "still_busy"
    qtbot.waitUntil(lambda: not edits.busy)
    assert state.document.size == LARGER


@pytest.mark.parametrize("slow", [False, True])
def test_what_can_not_be_done_is_told_and_changes_nothing(
    qtbot: QtBot, state: DocumentState, edits: Edits, slow: bool
) -> None:
    def refuse(document: Document) -> Document:
        raise AppError("no_room", "There is no room.")

    before = state.document
    told = QSignalSpy(edits.failed)
    edits.run("Widen", refuse, slow=slow)
    qtbot.waitUntil(lambda: told.count() == 1)
    assert told.at(0)[0].code == "no_room"
    assert state.document is before
    assert not edits.busy


@pytest.mark.parametrize("slow", [False, True])
def test_a_layer_that_is_gone_is_told(qtbot: QtBot, state: DocumentState, edits: Edits, slow: bool) -> None:
    told = QSignalSpy(edits.failed)
    edits.run("Delete", lambda document: remove_layer(document, new_layer_id()), slow=slow)
    qtbot.waitUntil(lambda: told.count() == 1)
    assert told.at(0)[0].code == "layer_gone"
    assert not edits.busy


def test_a_slow_one_is_given_up_when_another_document_comes(
    qtbot: QtBot, state: DocumentState, edits: Edits
) -> None:
    go_on = threading.Event()

    def change(document: Document) -> Document:
        go_on.wait()
        return wider(document)

    told = QSignalSpy(edits.failed)
    edits.run("Widen", change, slow=True)
    state.open("Open", Document(LARGE))
    other = state.document
    assert told.at(0)[0].code == "step_given_up"
    edits.run("Empty", lambda document: replace(document, icc_profile=b"next"), slow=True)
    go_on.set()
    qtbot.waitUntil(lambda: not edits.busy)
    assert (state.document.size, state.document.icc_profile) == (LARGE, b"next")
    assert state.document is not other


@pytest.mark.parametrize("slow", [False, True])
def test_too_little_memory_is_told_and_changes_nothing(
    qtbot: QtBot, state: DocumentState, edits: Edits, slow: bool
) -> None:
    def exhaust(document: Document) -> Document:
        raise MemoryError

    before = state.document
    told = QSignalSpy(edits.failed)
    edits.run("Widen", exhaust, slow=slow)
    qtbot.waitUntil(lambda: told.count() == 1)
    assert told.at(0)[0].code == "out_of_memory"
    assert (state.document, edits.busy) == (before, "")
