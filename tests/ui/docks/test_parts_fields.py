from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.identify.identified import Kind
from desktop.core.params import ModelRef, RefinerOptions
from desktop.core.samplers import SamplerName
from desktop.ui.dialogs.compare_values import CompareValuesDialog
from desktop.ui.docks.parts_fields import PartsFields, ShiftEdit
from desktop.ui.widgets.choice_field import ChoiceField
from tests.helpers.model_infos import adapter_info, model_info
from tests.helpers.scripted import STARTER, make_params
from tests.ui.conftest import OpenApp

LARGE = model_info("large", "sdxl")
FLOW = model_info("flow", "sd3")
FINISHER = model_info("last touch", "sdxl-refiner")
BRIGHT = adapter_info("bright", "sdxl", kind=Kind.VAE)
DULL = adapter_info("dull", "sd1", kind=Kind.VAE)


@pytest.fixture
def app(open_app: OpenApp) -> App:
    """With a model that takes another VAE and a refiner, and the options unfolded."""
    app = open_app(models=(STARTER, LARGE, FLOW, FINISHER, BRIGHT, DULL))
    app.studio.prompt.choose_model(LARGE)
    app.window.prompt.more.click()
    return app


def fields(app: App) -> PartsFields:
    return app.window.prompt.parts


def entries(field: ChoiceField) -> list[tuple[str, bool]]:
    model = field.model()
    assert isinstance(model, QStandardItemModel)
    return [(field.itemText(row), model.item(row).isEnabled()) for row in range(field.count())]


def test_a_library_without_vaes_has_nothing_to_unfold_for_a_plain_model(open_app: OpenApp) -> None:
    app = open_app(models=(STARTER,))
    assert not app.window.prompt.more.isVisible()


def test_vaes_that_do_not_fit_are_greyed_with_the_reason(app: App) -> None:
    vae = fields(app).vae
    assert entries(vae) == [("The model's own", True), ("bright", True), ("dull", False)]
    assert "is made for SD 1.x" in vae.itemData(2, Qt.ItemDataRole.ToolTipRole)


def test_a_vae_is_chosen_and_left_again(app: App) -> None:
    vae = fields(app).vae
    vae.setCurrentIndex(1)
    assert app.studio.prompt.build().vae == ModelRef(name="bright")
    vae.setCurrentIndex(0)
    assert app.studio.prompt.build().vae is None


def test_a_chosen_vae_that_does_not_fit_says_so_while_the_options_are_folded(app: App) -> None:
    shown = fields(app)
    shown.vae.set_value("bright")
    app.window.prompt.more.click()
    assert not shown.isVisible()
    app.studio.prompt.choose_model(STARTER)
    assert shown.vae.isVisible()
    assert shown.trouble.text().startswith("The VAE bright is made for SDXL")


def test_the_refiner_has_a_place_to_take_over(app: App) -> None:
    shown = fields(app)
    assert entries(shown.refiner) == [("None", True), (FINISHER.title, True)]
    assert not shown.hand_over.isVisible()
    shown.refiner.setCurrentIndex(1)
    assert shown.hand_over.isVisible()
    shown.hand_over.set_value(0.7)
    expected = RefinerOptions(model=ModelRef(name="last touch"), switch_at=0.7)
    assert app.studio.prompt.build().refiner == expected


def test_only_models_that_take_them_show_refiner_and_shift(app: App) -> None:
    shown = fields(app)
    seen = []
    for model in (LARGE, FLOW, STARTER):
        app.studio.prompt.choose_model(model)
        seen.append((shown.refiner.isVisible(), shown.shift.isVisible()))
    assert seen == [(True, False), (False, True), (False, False)]


def test_a_typed_shift_is_taken_and_an_empty_one_is_the_models_own(app: App) -> None:
    app.studio.prompt.choose_model(FLOW)
    shift = fields(app).shift
    assert shift.placeholderText() == "3"
    for typed, value in (("4.5", 4.5), ("many", 4.5), ("99", 20.0), ("", None)):
        shift.setFocus()
        shift.selectAll()
        QTest.keyClick(shift, Qt.Key.Key_Delete)
        QTest.keyClicks(shift, typed)
        QTest.keyClick(shift, Qt.Key.Key_Return)
        assert app.studio.prompt.build().shift == value


def test_a_shift_with_many_figures_stays_as_it_is_until_another_is_typed(qtbot: QtBot) -> None:
    shift = ShiftEdit()
    qtbot.addWidget(shift)
    shift.set_value(1.23456789)
    QTest.keyClick(shift, Qt.Key.Key_Return)
    assert shift.value == 1.23456789


def test_use_all_brings_back_vae_refiner_and_shift_by_what_they_are_called_here(app: App) -> None:
    studio, shown = app.studio, fields(app)
    refiner = RefinerOptions(model=ModelRef(name="LAST TOUCH"), switch_at=0.6)
    vae = ModelRef(name="bright.safetensors", hash="0123456789")
    studio.use_all(make_params(model=LARGE.ref, vae=vae, refiner=refiner))
    assert (shown.vae.value, shown.refiner.value, shown.hand_over.value) == ("bright", "last touch", 0.6)
    studio.use_all(make_params(model=FLOW.ref, shift=2.5, sampler=SamplerName.EULER))
    assert (shown.vae.value, shown.refiner.value, shown.shift.value) == ("", "", 2.5)
    studio.undo_stack.undo()
    assert (shown.vae.value, shown.refiner.value, shown.shift.value) == ("bright", "last touch", None)


def test_a_vae_that_is_not_there_stays_chosen_and_says_so(app: App) -> None:
    app.studio.prompt.vae = "gone"
    shown = fields(app)
    assert shown.vae.value == "gone"
    assert entries(shown.vae)[-1] == ("gone", False)
    assert "gone is not in your model folders" in shown.trouble.text()


def test_the_menu_of_the_vae_compares_those_that_fit(qtbot: QtBot, app: App) -> None:
    vae = fields(app).vae
    app.studio.prompt.width = app.studio.prompt.height = 64
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), vae.mapToGlobal(QPoint(1, 1)))
    QApplication.sendEvent(vae, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[-1].trigger()
    menu.close()
    dialog = app.window.findChild(CompareValuesDialog)
    assert dialog is not None
    assert dialog.across.values.text() == "model's own, bright"
    with qtbot.waitSignal(app.studio.queue.comparisons.sheet_made):
        dialog.start.click()
    made = {record.job.params.vae for record in app.studio.board.ended}
    assert made == {None, ModelRef(name="bright")}
