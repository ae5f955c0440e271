from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.events import Timings
from desktop.core.grids import AxisKind
from desktop.ui.dialogs.compare_values import CompareValuesDialog
from tests.helpers.scripted import STARTER
from tests.ui.conftest import OpenApp

OTHER = replace(STARTER, name="big, bold", title="Big", embedded=False)


@pytest.fixture
def app(open_app: OpenApp) -> App:
    app = open_app(models=(STARTER, OTHER))
    app.studio.prompt.prompt = "a red apple"
    app.studio.prompt.width = app.studio.prompt.height = 64
    return app


def opened(app: App, kind: AxisKind = AxisKind.STEPS, words: str = "") -> CompareValuesDialog:
    dialog = CompareValuesDialog(app.studio, kind, words, app.window)
    dialog.open()
    return dialog


def type_values(dialog: CompareValuesDialog, text: str) -> None:
    dialog.across.values.selectAll()
    QTest.keyClicks(dialog.across.values, text)


def test_a_2_by_2_grid_becomes_a_sheet_on_the_canvas(qtbot: QtBot, app: App) -> None:
    app.window.actions_["compare_values"].trigger()
    dialog = app.window.findChild(CompareValuesDialog)
    assert dialog is not None
    type_values(dialog, "2, 3")
    dialog.down.kind.set_value(AxisKind.GUIDANCE)
    dialog.down.values.setText("4, 6")
    assert dialog.start.text() == "Make 4 pictures"
    with qtbot.waitSignal(app.studio.queue.comparisons.sheet_made) as made:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert app.studio.canvas.picture == made.args[0]
    assert len(app.studio.board.ended) == 4
    assert made.args[0].saved.path.exists()


def test_it_says_how_many_pictures_and_how_long(app: App) -> None:
    params = app.studio.prompt.build(draw_seed=False)
    app.studio._estimates.observe(params, app.studio.device, Timings(step=1.0))
    dialog = opened(app)
    type_values(dialog, "2, 3")
    assert dialog.message == "2 pictures, about 5.0 s"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2, many", "“many” can't be compared"),
        ("", "no values to compare"),
        ("1-999", "too much to compare"),
    ],
)
def test_what_is_wrong_is_said_in_place(app: App, text: str, part: str) -> None:
    dialog = opened(app)
    dialog.across.values.setText(text)
    assert part in dialog.message
    assert not dialog.start.isEnabled()
    dialog.across.values.setText("2, 3")
    assert dialog.start.isEnabled()


def test_a_combination_that_can_not_be_is_named_and_the_others_are_made(app: App) -> None:
    dialog = opened(app)
    dialog.across.values.setText("2, 200")
    assert dialog.start.text() == "Make one picture"
    assert "Steps 200: left out" in dialog.message


def test_words_of_the_prompt_are_replaced(qtbot: QtBot, app: App) -> None:
    dialog = opened(app, AxisKind.WORDS, "apple")
    assert dialog.across.values.text() == "apple, "
    assert not dialog.start.isEnabled()
    dialog.across.values.setText("apple, pear")
    dialog.accept()
    qtbot.waitUntil(lambda: len(app.studio.board.ended) == 2)
    prompts = {record.job.params.prompt for record in app.studio.board.ended}
    assert prompts == {"a red apple", "a red pear"}


def test_models_are_picked_from_a_list_also_with_a_comma_in_their_name(qtbot: QtBot, app: App) -> None:
    dialog = opened(app, AxisKind.MODEL)
    assert dialog.across.values.text() == 'starter, "big, bold"'
    menu = dialog.across.pick.menu()
    menu.aboutToShow.emit()
    assert [(a.text(), a.isChecked()) for a in menu.actions()] == [("starter", True), ("big, bold", True)]
    menu.actions()[0].trigger()
    assert dialog.across.values.text() == '"big, bold"'


@pytest.mark.parametrize("kind", [kind for kind in AxisKind if kind is not AxisKind.WORDS])
def test_every_setting_has_values_to_start_from(app: App, kind: AxisKind) -> None:
    assert opened(app, kind).start.isEnabled()


def test_all_pictures_share_a_seed_that_is_drawn(qtbot: QtBot, app: App) -> None:
    dialog = opened(app)
    dialog.across.values.setText("2, 3")
    dialog.accept()
    qtbot.waitUntil(lambda: len(app.studio.board.ended) == 2)
    assert len({record.job.params.seed for record in app.studio.board.ended}) == 1
