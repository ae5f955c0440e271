from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.core.paths import Paths
from tests.helpers.line import Line
from tests.helpers.scripted import make_params


def test_a_waiting_job_s_settings_go_into_the_dock_and_back(line: Line) -> None:
    line.start_first()
    (job_id, _) = line.add(1, 2, steps=33)
    studio = line.studio
    studio.prompt.prompt, studio.prompt.steps = "mine", 12
    studio.queue.editing.begin(job_id)
    assert (studio.prompt.prompt, studio.prompt.steps, studio.prompt.seed) == ("1", 33, 1)
    studio.prompt.prompt = "changed"
    studio.queue.editing.save()
    assert line.waiting() == ["changed", "2"]
    assert studio.queue.desk.waiting[0].id == job_id
    assert (studio.prompt.prompt, studio.prompt.steps, studio.prompt.seed) == ("mine", 12, -1)
    assert studio.queue.editing.job is None


def test_discarding_leaves_the_job_as_it_is(line: Line) -> None:
    line.start_first()
    (job_id,) = line.add(1)
    line.studio.prompt.prompt = "mine"
    line.studio.queue.editing.begin(job_id)
    line.studio.prompt.prompt = "changed"
    line.studio.queue.editing.discard()
    assert (line.waiting(), line.studio.prompt.prompt) == (["1"], "mine")


def test_a_job_that_starts_meanwhile_is_told_and_the_changes_stay_in_the_dock(
    qtbot: QtBot, line: Line
) -> None:
    line.start_first()
    (job_id,) = line.add(1)
    line.studio.queue.editing.begin(job_id)
    line.studio.prompt.prompt = "changed"
    with qtbot.waitSignal(line.studio.queue.failed) as told:
        line.let_go()
    assert told.args[0].code == "job_not_waiting"
    assert line.studio.queue.editing.job is None
    assert line.studio.prompt.prompt == "changed"


def test_settings_that_can_not_be_are_told_and_editing_goes_on(qtbot: QtBot, line: Line) -> None:
    line.start_first()
    (job_id,) = line.add(1)
    line.studio.queue.editing.begin(job_id)
    line.studio.prompt.model = ""
    with qtbot.waitSignal(line.studio.queue.failed) as told:
        line.studio.queue.editing.save()
    assert told.args[0].code == "no_model"
    assert line.studio.queue.editing.job is not None


def test_a_job_whose_model_is_gone_is_not_edited(qtbot: QtBot, line: Line) -> None:
    line.start_first()
    (job_id,) = line.add(1, model=make_params().model.model_copy(update={"name": "gone"}))
    with qtbot.waitSignal(line.studio.queue.failed) as told:
        line.studio.queue.editing.begin(job_id)
    assert told.args[0].code == "model_missing"
    assert line.studio.queue.editing.job is None


def test_a_running_job_is_not_edited(line: Line) -> None:
    line.studio.queue.editing.begin(line.start_first())
    assert line.studio.queue.editing.job is None


def test_what_a_drawn_prompt_came_from_stays_while_its_words_do(line: Line) -> None:
    line.start_first()
    (job_id,) = line.add(1, prompt_template="{1|2}")
    line.studio.queue.editing.begin(job_id)
    line.studio.prompt.steps = 30
    line.studio.queue.editing.save()
    assert line.studio.queue.desk.waiting[0].params.prompt_template == "{1|2}"
    line.studio.queue.editing.begin(job_id)
    line.studio.prompt.prompt = "3"
    line.studio.queue.editing.save()
    assert line.studio.queue.desk.waiting[0].params.prompt_template == ""


def test_choices_that_are_typed_in_are_drawn(qtbot: QtBot, line: Line) -> None:
    folder = Paths.default().wildcards
    folder.mkdir(parents=True)
    (folder / "fruit.txt").write_text("a pear")
    line.start_first()
    (job_id,) = line.add(1, count=3)
    line.studio.queue.editing.begin(job_id)
    line.studio.prompt.prompt = "__fruit__"
    line.studio.queue.editing.save()
    qtbot.waitUntil(lambda: line.waiting() == ["a pear"])
    params = line.studio.queue.desk.waiting[0].params
    assert (params.prompt_template, params.count) == ("__fruit__", 3)


def test_the_end_of_the_program_brings_the_own_settings_back(line: Line) -> None:
    line.start_first()
    (job_id,) = line.add(1)
    line.studio.prompt.prompt = "mine"
    line.studio.queue.editing.begin(job_id)
    line.studio.shutdown()
    assert line.studio.preferences.current.session.prompt == "mine"
