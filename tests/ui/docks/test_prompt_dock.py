from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.errors import ErrorInfo
from desktop.core.families import Defaults
from desktop.core.geometry import Size
from desktop.core.params import RANDOM_SEED
from desktop.core.samplers import SamplerName, ScheduleName
from desktop.core.settings import Session, Settings
from desktop.state.durations import duration
from desktop.state.job_board import JobStatus
from desktop.ui.widgets.icon_button import IconButton
from tests.helpers.scripted import STARTER
from tests.ui.conftest import OpenApp
from tests.ui.jobs import held_script, make_picture, run_job, wait_until_running

OTHER = replace(STARTER, name="other", title="Other", embedded=False, native_size=Size(512, 512))
BROKEN = replace(
    STARTER,
    name="broken",
    title="Broken",
    embedded=False,
    problem=ErrorInfo("bad_model", "A file is missing."),
)


def type_prompt(app: App, text: str) -> None:
    edit = app.window.prompt.prompt.edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def button(app: App, name: str) -> IconButton:
    (found,) = (b for b in app.window.prompt.findChildren(IconButton) if b.accessibleName() == name)
    return found


def click(widget: IconButton) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def texts(app: App) -> set[str]:
    return {label.text() for label in app.window.prompt.findChildren(QLabel)}


# Generating


def test_ctrl_enter_in_the_prompt_box_submits_what_was_typed(qtbot: QtBot, app: App) -> None:
    type_prompt(app, "a green pear")
    with qtbot.waitSignal(app.studio.board.job_ended) as ended:
        QTest.keyClick(app.window.prompt.prompt.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert ended.args[0].job.params.prompt == "a green pear"
    assert ended.args[0].status is JobStatus.FINISHED
    assert app.window.prompt.prompt.text == "a green pear"


def test_the_button_submits_what_both_boxes_hold(qtbot: QtBot, app: App) -> None:
    type_prompt(app, "a cactus")
    negative = app.window.prompt.negative.edit
    negative.setFocus()
    QTest.keyClicks(negative, "blur")
    with qtbot.waitSignal(app.studio.board.job_ended) as ended:
        QTest.mouseClick(app.window.prompt.action.button, Qt.MouseButton.LeftButton)
    params = ended.args[0].job.params
    assert (params.prompt, params.negative_prompt) == ("a cactus", "blur")


def test_the_button_says_in_words_what_it_will_do(qtbot: QtBot, open_app: OpenApp) -> None:
    script = held_script()
    app = open_app(script)
    action = app.window.prompt.action.button
    assert action.text() == "Generate"
    app.studio.prompt.count = 3
    assert action.text() == "Generate 3 pictures"
    app.studio.generate()
    wait_until_running(qtbot, app)
    assert action.text() == "Add to the queue"
    assert script.hold is not None
    with qtbot.waitSignal(app.studio.board.job_ended):
        script.hold.set()
    assert action.text() == "Generate 3 pictures"


def test_the_forecast_is_there_once_this_machine_has_made_a_picture(qtbot: QtBot, app: App) -> None:
    assert not any(text.startswith("about ") for text in texts(app))
    make_picture(qtbot, app)
    assert app.window.prompt.action.button.accessibleDescription().startswith("about ")


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.84, "0.8 s"), (12.4, "12 s"), (89, "89 s"), (150, "2 min"), (600, "10 min")]
)
def test_a_duration_shows_no_more_figures_than_are_known(seconds: float, words: str) -> None:
    assert duration(seconds) == words


# Models


def test_the_first_start_offers_an_example_of_the_embedded_model(app: App) -> None:
    assert app.window.prompt.model.value == "starter"
    assert app.window.prompt.prompt.text == "a red apple"
    assert app.window.prompt.size_field.value == STARTER.native_size
    assert app.window.prompt.steps.value == STARTER.defaults.steps
    assert app.window.prompt.sampler.value is STARTER.defaults.sampler


def test_later_starts_bring_the_last_session_back(open_app: OpenApp) -> None:
    session = Session(
        model="other", prompt="two cars", negative_prompt="fog", steps=33, seed=5, count=2, size=Size(96, 64)
    )
    dock = open_app(models=(STARTER, OTHER), settings=Settings(session=session)).window.prompt
    assert dock.model.value == "other"
    assert (dock.prompt.text, dock.negative.text) == ("two cars", "fog")
    assert (dock.steps.value, dock.seed.value, dock.count.value) == (33, 5, 2)
    assert dock.size_field.value == Size(96, 64)


def test_the_models_own_values_are_offered_also_after_a_restart(open_app: OpenApp) -> None:
    session = Session(model="starter", prompt="two cars", steps=33)
    app = open_app(settings=Settings(session=session))
    presets = [action.text() for action in app.window.prompt.size_field.findChildren(QAction)]
    assert any(text.startswith("256 × 192") for text in presets)
    app.window.prompt.steps.reset()
    assert app.studio.prompt.steps == STARTER.defaults.steps


def test_choosing_a_model_takes_what_it_draws_best_with(open_app: OpenApp) -> None:
    app = open_app(models=(STARTER, OTHER))
    box = app.window.prompt.model
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert app.studio.prompt.model == "other"
    assert app.window.prompt.size_field.value == Size(512, 512)


def test_a_model_with_a_problem_is_listed_and_can_not_be_chosen(open_app: OpenApp) -> None:
    app = open_app(models=(STARTER, BROKEN))
    box = app.window.prompt.model
    entries = box.model()
    assert isinstance(entries, QStandardItemModel)
    assert [box.itemText(row) for row in range(box.count())] == ["Starter", "Broken"]
    assert not entries.item(1).isEnabled()
    assert box.itemData(1, Qt.ItemDataRole.ToolTipRole) == "A file is missing."
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert app.studio.prompt.model == "starter"


# Samplers


def test_a_sampler_without_the_schedule_falls_back_to_automatic(app: App) -> None:
    dock = app.window.prompt
    assert dock.schedule.value is ScheduleName.KARRAS
    dock.sampler.set_value(SamplerName.EULER_A)
    assert dock.schedule.value is ScheduleName.AUTOMATIC
    assert app.studio.prompt.schedule is ScheduleName.AUTOMATIC
    assert dock.schedule.findText("Karras") == -1


def test_a_sampler_that_the_model_can_not_use_gives_way_to_the_models_own(open_app: OpenApp) -> None:
    euler = Defaults(SamplerName.EULER, ScheduleName.AUTOMATIC, 20, 7.0)
    v_model = replace(STARTER, prediction_type="v_prediction", defaults=euler)
    session = Session(model="starter", sampler=SamplerName.PNDM)
    app = open_app(models=(v_model,), settings=Settings(session=session))
    assert app.studio.prompt.sampler is SamplerName.EULER
    assert app.window.prompt.sampler.value is SamplerName.EULER


# Size and seed


def test_swap_turns_the_picture_round(app: App) -> None:
    click(button(app, "Swap width and height"))
    assert (app.studio.prompt.width, app.studio.prompt.height) == (192, 256)
    assert app.window.prompt.size_field.value == Size(192, 256)


def test_a_typed_size_is_snapped_and_reaches_the_job(qtbot: QtBot, app: App) -> None:
    edit = app.window.prompt.size_field.findChild(QLineEdit)
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "100x70")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert run_job(qtbot, app).job.params.size == Size(104, 72)


def test_a_random_seed_is_drawn_shown_and_can_be_locked(qtbot: QtBot, app: App) -> None:
    seed_field = app.window.prompt.seed
    edit = seed_field.findChild(QLineEdit)
    assert app.studio.prompt.seed == RANDOM_SEED
    first = run_job(qtbot, app).job.params.seed
    assert (edit.text(), edit.placeholderText()) == ("", str(first))
    click(button(app, "Keep the last seed"))
    assert app.studio.prompt.seed == first
    assert edit.text() == str(first)
    assert run_job(qtbot, app).job.params.seed == first
    click(button(app, "New seed for each picture"))
    assert app.studio.prompt.seed == RANDOM_SEED


def test_a_seed_of_63_bits_reaches_the_job(qtbot: QtBot, app: App) -> None:
    edit = app.window.prompt.seed.findChild(QLineEdit)
    edit.setFocus()
    QTest.keyClicks(edit, str(2**63 - 1))
    assert run_job(qtbot, app).job.params.seed == 2**63 - 1


# Tokens


def test_the_tokens_of_both_prompts_are_shown(qtbot: QtBot, app: App) -> None:
    with qtbot.waitSignal(app.studio.tokens.counted):
        type_prompt(app, "three words here")
    assert {"3 / 75", "0 / 75"} <= texts(app)


def test_the_last_sessions_tokens_are_counted_when_the_model_is_known(
    qtbot: QtBot, open_app: OpenApp
) -> None:
    app = open_app(settings=Settings(session=Session(model="starter", prompt="one two")))
    qtbot.waitUntil(lambda: "2 / 75" in texts(app))
