from __future__ import annotations

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.core.geometry import Size
from desktop.core.jobs import GroupKind, new_group
from desktop.state.job_board import JobStatus
from desktop.state.queue_list import PICTURE
from tests.helpers.line import Line, children

GROUP = new_group(GroupKind.FOLDER)


@pytest.fixture(autouse=True)
def tester(line: Line) -> QAbstractItemModelTester:
    """Qt's own check of everything that the model tells, in every test."""
    mode = QAbstractItemModelTester.FailureReportingMode.Warning  # which fails the test
    return QAbstractItemModelTester(line.studio.queue.list, mode)


def test_the_running_job_is_above_the_waiting_ones_and_ended_ones_are_below(line: Line) -> None:
    (early,) = line.add(7)
    line.qtbot.waitUntil(lambda: line.studio.board.running is not None)
    line.studio.queue.desk.cancel(early)
    line.qtbot.waitUntil(lambda: line.status(early) is JobStatus.CANCELLED)
    line.start_first()
    line.add(1, 2)
    assert line.prompts() == ["0", "1", "2", "7"]
    assert [line.row(k).status for k in range(4)] == [
        JobStatus.RUNNING,
        JobStatus.QUEUED,
        JobStatus.QUEUED,
        JobStatus.CANCELLED,
    ]


def test_the_job_that_ended_last_comes_first_among_the_ended(line: Line) -> None:
    line.add(0, 1, 2)
    line.let_go()
    assert line.prompts() == ["2", "1", "0"]


def test_a_group_is_one_row_with_its_jobs_below(line: Line) -> None:
    line.start_first()
    line.add(1, 2, 3, group=GROUP)
    line.add(4)
    model = line.studio.queue.list
    assert line.prompts() == ["0", "1", "4"]
    assert children(model, model.index(1, 0)) == ["1", "2", "3"]
    row = line.row(1)
    assert (row.kind, row.group, row.status, row.done) == (GroupKind.FOLDER, GROUP, JobStatus.QUEUED, 0)
    assert not model.hasChildren(model.index(0, 0))


def test_a_group_counts_its_jobs_as_they_end(line: Line) -> None:
    line.failing = {2}
    line.add(1, 2, group=GROUP)
    line.let_go()
    row = line.row(0)
    assert (row.done, row.status, row.fraction) == (2, JobStatus.FAILED, 1.0)


def test_a_group_moves_among_the_others_with_all_its_jobs(line: Line) -> None:
    line.start_first()
    line.add(1, 2, group=GROUP)
    line.add(3, 4)
    line.studio.queue.list.move([1], before=4)
    assert line.prompts() == ["0", "3", "4", "1"]
    assert line.waiting() == ["3", "4", "1", "2"]


@pytest.mark.parametrize(
    ("rows", "before", "order"),
    [
        ([3], 1, ["3", "1", "2"]),
        ([1], 3, ["2", "1", "3"]),
        ([1], 99, ["2", "3", "1"]),
        ([2, 3], 1, ["2", "3", "1"]),
        ([3], 0, ["3", "1", "2"]),
        ([0], 3, ["1", "2", "3"]),
        ([2], 2, ["1", "2", "3"]),
    ],
)
def test_waiting_rows_move_and_the_running_one_stays(
    line: Line, rows: list[int], before: int, order: list[str]
) -> None:
    line.start_first()
    line.add(1, 2, 3)
    line.studio.queue.list.move(rows, before)
    assert line.waiting() == order
    assert line.prompts() == ["0", *order]


def test_a_view_s_place_follows_its_row(line: Line) -> None:
    line.start_first()
    line.add(1, 2, 3, group=GROUP)
    ids = line.add(4, 5)
    model = line.studio.queue.list
    marks = [
        QPersistentModelIndex(index)
        for index in (model.index_of(ids[1]), model.index(2, 0, model.index(1, 0)))
    ]
    model.move([3], before=1)
    assert [mark.data() for mark in marks] == ["5", "3"]
    assert (marks[0].row(), marks[1].parent().row()) == (1, 2)


def test_only_waiting_rows_of_the_first_level_can_be_moved(line: Line) -> None:
    line.start_first()
    line.add(1, 2, group=GROUP)
    model = line.studio.queue.list
    group = model.index(1, 0)
    assert [model.is_movable(index) for index in (model.index(0, 0), group, model.index(0, 0, group))] == [
        False,
        True,
        False,
    ]


def test_ended_jobs_that_are_forgotten_leave(line: Line) -> None:
    line.add(1, 2, group=GROUP)
    line.add(3)
    line.let_go()
    gone = [record.id for record in line.studio.board.ended if record.job.params.prompt in "13"]
    line.studio.board.forget(gone)
    model = line.studio.queue.list
    assert line.prompts() == ["2"]
    assert children(model, model.index(0, 0)) == ["2"]


def test_rows_show_the_preview_and_then_the_picture(qtbot: QtBot, line: Line) -> None:
    line.add(1, size=Size(800, 400))
    assert line.studio.queue.list.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None
    line.let_go()
    image = line.studio.queue.list.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    assert (image.width(), image.height()) == (PICTURE, PICTURE // 2)


def test_a_row_says_what_it_is_to_a_screen_reader(line: Line) -> None:
    line.failing = {1}
    line.add(1)
    line.let_go()
    words = line.studio.queue.list.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.splitlines() == [
        "1",
        "starter · 64 × 64 · DPM++ 2M · 4 steps · guidance 7 · seed 1",
        "Failed",
        "It went wrong.",
    ]
