from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.core import pictures
from desktop.core.grids import Axis, AxisKind, plan
from desktop.core.jobs import GroupKind, group_kind
from desktop.state.canvas_state import CanvasPicture
from tests.helpers.line import Line
from tests.helpers.scripted import make_params

BASE = make_params(prompt="a red apple", steps=4, guidance_scale=5.0)
STEPS = Axis.parse(AxisKind.STEPS, "2, 3")
GUIDANCE = Axis.parse(AxisKind.GUIDANCE, "4, 6")


def sheet_of(qtbot: QtBot, line: Line) -> CanvasPicture:
    """What the comparison under way comes to."""
    with qtbot.waitSignal(line.studio.queue.comparisons.sheet_made) as made:
        line.let_go()
    sheet: CanvasPicture = made.args[0]
    return sheet


def test_a_grid_s_pictures_become_one_group_and_a_sheet(qtbot: QtBot, line: Line) -> None:
    line.studio.queue.comparisons.start(BASE, plan(BASE, STEPS, GUIDANCE))
    assert (line.studio.queue.list.rowCount(), line.row(0).kind) == (1, GroupKind.COMPARISON)
    assert len(line.row(0).records) == 4
    sheet = sheet_of(qtbot, line)
    assert line.studio.canvas.picture == sheet
    assert sheet.pixels.size.width > 2 * BASE.size.width
    assert sheet.record is not None
    assert (sheet.record.params, sheet.record.provenance.kind) == (BASE, "grid")


def test_the_sheet_is_a_picture_of_the_gallery_found_by_the_word_grid(qtbot: QtBot, line: Line) -> None:
    line.studio.queue.comparisons.start(BASE, plan(BASE, STEPS))
    sheet = sheet_of(qtbot, line)
    assert sheet.saved is not None
    line.studio.gallery.set_search("grid")
    qtbot.waitUntil(lambda: line.studio.gallery.rowCount() == 1)
    assert pictures.read_record(sheet.saved.path) == sheet.record


def test_a_comparison_that_is_cancelled_half_way_gives_what_there_is(qtbot: QtBot, line: Line) -> None:
    ids = line.studio.queue.comparisons.start(BASE, plan(BASE, STEPS))
    line.studio.queue.desk.cancel(ids[1])
    sheet = sheet_of(qtbot, line)
    assert sheet.record is not None


def test_without_a_picture_there_is_no_sheet(qtbot: QtBot, line: Line) -> None:
    line.failing = {BASE.seed}
    line.studio.queue.comparisons.start(BASE, plan(BASE, STEPS))
    with qtbot.assertNotEmitted(line.studio.queue.comparisons.sheet_made):
        line.let_go()
        line.studio.shutdown()


def test_a_cell_that_is_tried_again_gives_a_new_sheet(qtbot: QtBot, line: Line) -> None:
    ids = line.studio.queue.comparisons.start(BASE, plan(BASE, STEPS))
    line.studio.queue.desk.cancel(ids[1])
    partly = sheet_of(qtbot, line)
    line.studio.queue.desk.retry([ids[1]])
    whole = sheet_of(qtbot, line)
    assert whole.pixels != partly.pixels


def test_pictures_whose_files_are_gone_are_told(qtbot: QtBot, line: Line) -> None:
    line.studio.board.picture_done.connect(lambda done: Path(done.saved.path).unlink())
    line.studio.queue.comparisons.start(BASE, plan(BASE, STEPS))
    with qtbot.waitSignal(line.studio.queue.failed) as told:
        line.let_go()
    assert told.args[0].code == "sheet_failed"


def test_the_end_of_the_program_is_no_end_of_a_comparison(qtbot: QtBot, line: Line) -> None:
    line.studio.queue.comparisons.start(BASE, plan(BASE, STEPS))
    qtbot.waitUntil(lambda: line.studio.board.running is not None)
    with qtbot.assertNotEmitted(line.studio.queue.comparisons.sheet_made):
        line.studio.shutdown()


def test_choices_in_the_prompt_are_drawn_once_for_all_pictures(qtbot: QtBot, line: Line) -> None:
    base = BASE.model_copy(update={"prompt": "a {red|green|blue|black} apple"})
    line.studio.queue.compare(base, STEPS, None)
    qtbot.waitUntil(lambda: line.studio.busy)
    jobs = [record.job for record in line.row(0).records]
    assert len({job.params.prompt for job in jobs}) == 1
    assert {job.params.prompt_template for job in jobs} == {base.prompt}
    assert group_kind(jobs[0].group) is GroupKind.COMPARISON
