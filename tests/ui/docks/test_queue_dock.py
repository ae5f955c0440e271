"""The queue with mouse and keyboard, in the real window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.errors import ErrorInfo
from desktop.core.geometry import Size
from desktop.core.grids import AxisKind
from desktop.core.jobs import GroupKind, Job, new_group
from desktop.state.job_board import JobStatus
from desktop.ui.dialogs.compare_values import CompareValuesDialog
from desktop.ui.dialogs.process_folder import ProcessFolderDialog
from desktop.ui.docks.editing_bar import EditingBar
from desktop.ui.docks.queue_dock import QueueDock
from desktop.ui.docks.queue_view import QueueView
from tests.helpers.scripted import Script, make_params
from tests.ui.conftest import OpenApp
from tests.ui.jobs import wait_until_running

FAILING = 66
"""The seed of jobs that fail."""


class Queue:
    """A window whose first job (seed 0) runs and is held, with the queue in front."""

    def __init__(self, qtbot: QtBot, open_app: OpenApp) -> None:
        self.qtbot = qtbot
        self.release = threading.Event()
        self.app: App = open_app(self._script)
        self.studio = self.app.studio
        self.dock: QueueDock = self.app.window.queue
        self.view: QueueView = self.dock.view
        self.app.window.layout_.queue_dock.raise_()
        self.add(0)
        wait_until_running(qtbot, self.app)
        qtbot.waitUntil(self.view.isVisible)
        self.view.setFocus()

    def _script(self, job: Job) -> Script:
        failed = ErrorInfo("bad", "It went wrong.") if job.params.seed == FAILING else None
        return Script(hold=self.release, error=failed)

    def add(self, *seeds: int, group: str = "") -> None:
        params = [make_params(seed=seed, prompt=str(seed), size=Size(64, 64)) for seed in seeds]
        self.studio.queue.desk.submit(*params, group=group)

    def prompts(self) -> list[str]:
        model = self.studio.queue.list
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def index(self, row: int) -> QModelIndex:
        return self.studio.queue.list.index(row, 0)

    def place(self, row: int, y: float = 0.5) -> QPoint:
        """A point in a row, ``y`` of its height from the top."""
        self.view.scrollTo(self.index(row))
        area = self.view.visualRect(self.index(row))
        return QPoint(area.left() + 90, area.top() + round(area.height() * y))

    def click(self, row: int) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=self.place(row))

    def press(self, key: Qt.Key, alt: bool = False) -> None:
        modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.view, key, modifier)

    def drag(self, row: int, to: QPoint) -> None:
        viewport, button = self.view.viewport(), Qt.MouseButton.LeftButton
        start = self.place(row)
        QTest.mousePress(viewport, button, pos=start)
        QTest.mouseMove(viewport, start + QPoint(0, QApplication.startDragDistance() + 1))
        QTest.mouseMove(viewport, to)
        QTest.mouseRelease(viewport, button, pos=to)

    def let_go(self) -> None:
        self.release.set()
        self.qtbot.waitUntil(lambda: not self.studio.busy)

    def button(self, text: str) -> QPushButton:
        (button,) = (b for b in self.dock.header.findChildren(QPushButton) if b.text() == text)
        return button


@pytest.fixture
def queue(qtbot: QtBot, open_app: OpenApp) -> Queue:
    return Queue(qtbot, open_app)


# Order


def test_a_waiting_job_is_dragged_to_another_place(queue: Queue) -> None:
    queue.add(1, 2, 3)
    queue.app.window.resizeDocks([queue.app.window.layout_.queue_dock], [420], Qt.Orientation.Vertical)
    queue.qtbot.waitUntil(lambda: queue.view.viewport().height() > 4 * 48)
    queue.drag(3, queue.place(1, 0.2))
    assert queue.prompts() == ["0", "3", "1", "2"]
    queue.drag(1, queue.place(3, 0.9))
    assert queue.prompts() == ["0", "1", "2", "3"]


def test_esc_ends_a_drag_without_a_change(queue: Queue) -> None:
    queue.add(1, 2)
    start = queue.place(1)
    QTest.mousePress(queue.view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(queue.view.viewport(), start + QPoint(0, 60))
    queue.press(Qt.Key.Key_Escape)
    QTest.mouseRelease(queue.view.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(0, 60))
    assert queue.prompts() == ["0", "1", "2"]
    assert queue.studio.board.running is not None


def test_the_running_job_can_not_be_dragged(queue: Queue) -> None:
    queue.add(1)
    queue.drag(0, queue.place(1, 0.9))
    assert queue.prompts() == ["0", "1"]


def test_alt_up_and_down_move_the_selected_job(queue: Queue) -> None:
    queue.add(1, 2, 3)
    queue.click(2)
    queue.press(Qt.Key.Key_Up, alt=True)
    assert queue.prompts() == ["0", "2", "1", "3"]
    queue.press(Qt.Key.Key_Up, alt=True)
    assert queue.prompts() == ["0", "2", "1", "3"]
    queue.press(Qt.Key.Key_Down, alt=True)
    queue.press(Qt.Key.Key_Down, alt=True)
    assert queue.prompts() == ["0", "1", "3", "2"]
    assert queue.view.currentIndex().data() == "2"


def test_several_selected_jobs_move_together(queue: Queue) -> None:
    queue.add(1, 2, 3, 4)
    queue.click(2)
    QTest.keyClick(queue.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    queue.press(Qt.Key.Key_Up, alt=True)
    assert queue.prompts() == ["0", "2", "3", "1", "4"]


# Taking away, pausing, trying again


def test_del_removes_the_selected_job_and_the_others_go_on(queue: Queue) -> None:
    queue.add(1, 2)
    queue.click(1)
    queue.press(Qt.Key.Key_Delete)
    assert queue.prompts() == ["0", "2"]
    queue.let_go()
    assert {record.status for record in queue.studio.board.records} == {JobStatus.FINISHED}


def test_del_on_a_group_cancels_all_of_it(queue: Queue) -> None:
    queue.add(1, 2, 3, group=new_group(GroupKind.FOLDER))
    queue.click(1)
    queue.press(Qt.Key.Key_Delete)
    assert queue.prompts() == ["0"]


def test_the_queue_is_paused_and_resumed_from_its_header(queue: Queue) -> None:
    queue.add(1)
    QTest.mouseClick(queue.button("Pause"), Qt.MouseButton.LeftButton)
    assert "2 jobs, paused" in {label.text() for label in queue.dock.header.findChildren(QLabel)}
    assert queue.app.window.prompt.action.button.text() == "Add to the paused queue"
    queue.release.set()
    queue.qtbot.waitUntil(lambda: queue.studio.board.running is None)
    assert queue.studio.board.waiting_count == 1
    QTest.mouseClick(queue.button("Resume"), Qt.MouseButton.LeftButton)
    queue.qtbot.waitUntil(lambda: not queue.studio.busy)


def test_a_failed_job_is_tried_again_from_the_menu(queue: Queue) -> None:
    queue.add(FAILING)
    queue.let_go()
    queue.click(0)
    action = queue.app.window.actions_["retry_jobs"]
    assert action.isEnabled()
    queue.release.clear()
    action.trigger()
    queue.qtbot.waitUntil(lambda: queue.studio.board.running is not None)
    assert queue.prompts()[0] == str(FAILING)


def test_a_job_is_duplicated(queue: Queue) -> None:
    queue.add(1)
    queue.click(1)
    queue.app.window.actions_["duplicate_jobs"].trigger()
    assert queue.prompts() == ["0", "1", "1"]


def test_ended_jobs_are_cleared(queue: Queue) -> None:
    queue.let_go()
    QTest.mouseClick(queue.button("Clear ended"), Qt.MouseButton.LeftButton)
    assert queue.prompts() == []
    assert not queue.view.isVisible()


def test_enter_shows_the_picture_of_a_finished_job(queue: Queue) -> None:
    queue.let_go()
    queue.studio.canvas.show(None)
    queue.click(0)
    with queue.qtbot.waitSignal(queue.studio.canvas.picture_changed):
        queue.press(Qt.Key.Key_Return)
    assert queue.studio.canvas.picture is not None


def test_actions_that_can_not_be_done_are_off(queue: Queue) -> None:
    queue.add(1)
    queue.click(0)
    actions = queue.app.window.actions_
    assert not any(actions[name].isEnabled() for name in ("move_jobs_up", "edit_job", "retry_jobs"))
    queue.click(1)
    assert actions["move_jobs_up"].isEnabled()
    assert actions["edit_job"].isEnabled()


# Groups


def test_a_group_unfolds_with_the_keyboard_and_at_its_arrow(queue: Queue) -> None:
    queue.add(1, 2, group=new_group(GroupKind.FOLDER))
    queue.click(1)
    queue.press(Qt.Key.Key_Return)
    assert queue.view.isExpanded(queue.index(1))
    queue.press(Qt.Key.Key_Left)
    assert not queue.view.isExpanded(queue.index(1))
    area = queue.view.visualRect(queue.index(1))
    QTest.mouseClick(queue.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(12, area.center().y()))
    assert queue.view.isExpanded(queue.index(1))


def test_one_job_of_a_group_can_be_removed(queue: Queue) -> None:
    queue.add(1, 2, group=new_group(GroupKind.FOLDER))
    queue.click(1)
    queue.press(Qt.Key.Key_Return)
    queue.press(Qt.Key.Key_Down)
    queue.press(Qt.Key.Key_Delete)
    assert [job.params.prompt for job in queue.studio.queue.desk.waiting] == ["2"]


# Editing


def test_a_waiting_job_is_edited_in_the_prompt_dock(queue: Queue) -> None:
    queue.add(1)
    bar = queue.app.window.findChild(EditingBar)
    assert bar is not None
    assert not bar.isVisible()
    queue.click(1)
    queue.press(Qt.Key.Key_F2)
    assert bar.isVisible()
    edit = queue.app.window.prompt.prompt.edit
    assert QApplication.focusWidget() is edit
    edit.selectAll()
    QTest.keyClicks(edit, "a pear")
    QTest.mouseClick(bar.save, Qt.MouseButton.LeftButton)
    assert queue.prompts() == ["0", "a pear"]
    assert not bar.isVisible()


def test_discard_leaves_the_job(queue: Queue) -> None:
    queue.add(1)
    bar = queue.app.window.findChild(EditingBar)
    assert bar is not None
    queue.click(1)
    queue.press(Qt.Key.Key_Return)
    queue.app.window.prompt.prompt.edit.selectAll()
    QTest.keyClicks(queue.app.window.prompt.prompt.edit, "a pear")
    QTest.mouseClick(bar.discard, Qt.MouseButton.LeftButton)
    assert queue.prompts() == ["0", "1"]


# Many at once


def test_a_folder_is_processed(queue: Queue, tmp_path: Path) -> None:
    queue.let_go()
    (saved,) = queue.studio.board.ended[0].saved
    queue.studio.queue.desk.pause()
    queue.app.window.actions_["process_folder"].trigger()
    (chooser,) = queue.app.window.findChildren(QFileDialog)
    with queue.qtbot.waitSignal(queue.studio.queue.folders.read):
        chooser.fileSelected.emit(str(saved.path.parent))
    chooser.close()
    dialog = queue.app.window.findChild(ProcessFolderDialog)
    assert dialog is not None
    dialog.same_seeds.setChecked(True)
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    (job,) = queue.studio.queue.desk.waiting
    assert (job.params.prompt, job.params.seed) == ("0", 0)


def test_a_control_s_context_menu_offers_to_compare_its_values(queue: Queue) -> None:
    control = queue.app.window.prompt.sampler
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), control.mapToGlobal(QPoint(5, 5))
    )
    QApplication.sendEvent(control, event)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.actions()[-1].trigger()
    menu.close()
    dialog = queue.app.window.findChild(CompareValuesDialog)
    assert dialog is not None
    assert dialog.across.kind.value is AxisKind.SAMPLER
    dialog.reject()


# The next day


def test_jobs_that_waited_come_back_and_go_on_at_a_press(
    qtbot: QtBot, queue: Queue, open_app: OpenApp
) -> None:
    queue.add(1, 2)
    queue.drag(2, queue.place(1, 0.1))
    queue.studio.shutdown()
    after = open_app()
    desk, board = after.studio.queue.desk, after.studio.board
    qtbot.waitUntil(lambda: board.waiting_count == 3)
    assert [job.params.prompt for job in desk.waiting] == ["0", "2", "1"]
    notice = after.window.notice_bar
    (resume,) = (b for b in notice.findChildren(QPushButton) if b.text() == "Resume the queue")
    QTest.mouseClick(resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(board.ended) == 3)
    assert {record.status for record in board.ended} == {JobStatus.FINISHED}
