from __future__ import annotations

import pytest

from desktop.core.params import TaskName
from desktop.state.editor.meaning import CanvasFacts, meaning, obstacle

TEXT, IMAGE, INPAINT = TaskName.TEXT, TaskName.IMAGE, TaskName.INPAINT
EMPTY = CanvasFacts()
LOOKED_AT = CanvasFacts(looked_at=True)
HIDDEN = CanvasFacts(document=True, empty_parts=True)
PICTURE = CanvasFacts(document=True, picture=True)
EXTENDED = CanvasFacts(document=True, picture=True, empty_parts=True)
SELECTED = CanvasFacts(document=True, picture=True, selected=True, selected_inside=True)
REACHING = CanvasFacts(
    document=True, picture=True, empty_parts=True, selected=True, selected_inside=True, selected_empty=True
)
INSIDE_OF_EXTENDED = CanvasFacts(
    document=True, picture=True, empty_parts=True, selected=True, selected_inside=True
)


@pytest.mark.parametrize(
    ("chosen", "facts", "task", "words", "selection", "empty_parts"),
    [
        (None, EMPTY, TEXT, "Generate", False, False),
        (None, LOOKED_AT, TEXT, "Generate", False, False),
        (None, HIDDEN, TEXT, "Generate", False, False),
        (None, PICTURE, IMAGE, "Redraw the picture", False, False),
        (None, EXTENDED, INPAINT, "Fill the empty edges", False, True),
        (None, SELECTED, INPAINT, "Inpaint the selection", True, False),
        (None, REACHING, INPAINT, "Extend the picture", True, True),
        (None, INSIDE_OF_EXTENDED, INPAINT, "Inpaint the selection", True, False),
        (TEXT, SELECTED, TEXT, "Generate", False, False),
        (IMAGE, SELECTED, IMAGE, "Redraw the picture", False, False),
        (IMAGE, LOOKED_AT, IMAGE, "Redraw the picture", False, False),
        (IMAGE, EMPTY, TEXT, "Generate", False, False),
        (INPAINT, PICTURE, IMAGE, "Redraw the picture", False, False),
        (INPAINT, EXTENDED, INPAINT, "Fill the empty edges", False, True),
        (INPAINT, LOOKED_AT, TEXT, "Generate", False, False),
    ],
)
def test_what_generate_means(
    chosen: TaskName | None,
    facts: CanvasFacts,
    task: TaskName,
    words: str,
    selection: bool,
    empty_parts: bool,
) -> None:
    found = meaning(chosen, facts)
    assert (found.task, found.words) == (task, words)
    assert (found.selection, found.empty_parts, found.problem) == (selection, empty_parts, None)


def test_a_selection_outside_of_the_canvas_is_a_problem() -> None:
    found = meaning(None, CanvasFacts(document=True, picture=True, selected=True))
    assert found.task is INPAINT
    assert found.problem is not None
    assert found.problem.code == "selection_outside"


@pytest.mark.parametrize(
    ("task", "facts", "words"),
    [
        (TEXT, EMPTY, ""),
        (IMAGE, EMPTY, "There is no picture"),
        (IMAGE, HIDDEN, "There is no picture"),
        (IMAGE, LOOKED_AT, ""),
        (INPAINT, EMPTY, "There is no picture"),
        (INPAINT, PICTURE, "Nothing is selected"),
        (INPAINT, SELECTED, ""),
        (INPAINT, EXTENDED, ""),
    ],
)
def test_what_can_not_be_chosen_says_why(task: TaskName, facts: CanvasFacts, words: str) -> None:
    reason = obstacle(task, facts)
    assert reason.startswith(words)
    assert bool(reason) == bool(words)
