"""What Generate means now: decided from what is on the canvas, unless the person says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.errors import ErrorInfo
from desktop.core.params import TaskName
from desktop.core.texts import QT_TRANSLATE_NOOP

TASKS = (TaskName.TEXT, TaskName.IMAGE, TaskName.INPAINT)
"""What a person can choose between."""


@dataclass(frozen=True, slots=True)
class CanvasFacts:
    """What there is on the canvas, as far as Generate is concerned. All False: it is empty."""

    document: bool = False
    """There are layers, so the canvas decides the picture's size."""
    picture: bool = False
    """Something can be seen of them."""
    empty_parts: bool = False
    """Parts of the canvas are transparent."""
    selected: bool = False
    """There is a selection, wherever it lies."""
    selected_inside: bool = False
    """Some of it lies on the canvas."""
    selected_empty: bool = False
    """Some of it lies on transparent parts of the canvas."""
    looked_at: bool = False
    """A picture is looked at, and there are no layers below it."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the next job does, and how to say it."""

    task: TaskName
    words: str
    """For the button: a text of the context ``Meaning``."""
    selection: bool = False
    """The selection is made new."""
    empty_parts: bool = False
    """All transparent parts of the canvas are made new."""
    problem: ErrorInfo | None = None
    """Why it can't be done."""


GENERATE = QT_TRANSLATE_NOOP("Meaning", "Generate")
_REDRAW = QT_TRANSLATE_NOOP("Meaning", "Redraw the picture")
_INPAINT = QT_TRANSLATE_NOOP("Meaning", "Inpaint the selection")
_EXTEND = QT_TRANSLATE_NOOP("Meaning", "Extend the picture")
_FILL = QT_TRANSLATE_NOOP("Meaning", "Fill the empty edges")
_NO_PICTURE = QT_TRANSLATE_NOOP("Meaning", "There is no picture on the canvas yet.")
_NOTHING_SELECTED = QT_TRANSLATE_NOOP(
    "Meaning", "Nothing is selected, and no part of the canvas is empty: select what is to be made new."
)
_OUTSIDE = ErrorInfo(
    "selection_outside",
    QT_TRANSLATE_NOOP("Meaning", "The selection lies outside of the canvas, so nothing would be made new."),
    QT_TRANSLATE_NOOP("Meaning", "Select a part of the picture, or take the selection away."),
)


def meaning(chosen: TaskName | None, facts: CanvasFacts) -> Meaning:
    """What Generate does on such a canvas; what was ``chosen`` counts while it is possible."""
    task = chosen if chosen is not None and not obstacle(chosen, facts) else _likeliest(facts)
    if task is TaskName.TEXT:
        return Meaning(task, GENERATE)
    if task is TaskName.IMAGE:
        return Meaning(task, _REDRAW)
    if facts.selected and not facts.selected_inside:
        return Meaning(task, _INPAINT, selection=True, problem=_OUTSIDE)
    if facts.selected:
        reaches_out = facts.selected_empty
        return Meaning(task, _EXTEND if reaches_out else _INPAINT, selection=True, empty_parts=reaches_out)
    return Meaning(task, _FILL, empty_parts=True)


def obstacle(task: TaskName, facts: CanvasFacts) -> str:
    """Why a task can't be chosen (a text of the context ``Meaning``); empty when it can."""
    if task is TaskName.IMAGE and not (facts.picture or facts.looked_at):
        return _NO_PICTURE
    if task is TaskName.INPAINT:
        if not facts.picture:
            return _NO_PICTURE
        if not (facts.selected or facts.empty_parts):
            return _NOTHING_SELECTED
    return ""


def _likeliest(facts: CanvasFacts) -> TaskName:
    if not facts.picture:
        return TaskName.TEXT
    return TaskName.INPAINT if facts.selected or facts.empty_parts else TaskName.IMAGE
