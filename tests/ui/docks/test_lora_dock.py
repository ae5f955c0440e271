from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from desktop.app import App
from desktop.core.errors import ErrorInfo
from desktop.core.identify.identified import Kind
from desktop.core.params import LoraUse
from desktop.state.lora_list import LoraRole
from desktop.ui.docks.lora_delegate import lora_words, word_places
from desktop.ui.docks.lora_dock import LoraDock
from tests.helpers.model_infos import adapter_info
from tests.helpers.scripted import STARTER
from tests.ui.conftest import OpenApp

INK = adapter_info("ink", trigger_words=("ink drawing", "bold lines"))
LCM = adapter_info("lcm-lora")
FILM = adapter_info("film", "sdxl")
EASY = adapter_info("easy", kind=Kind.EMBEDDING, vectors=2)


def opened(open_app: OpenApp) -> tuple[App, LoraDock]:
    app = open_app(models=(STARTER, FILM, INK, LCM, EASY))
    app.studio.prompt.choose_model(STARTER)
    app.window.actions_["show_loras"].trigger()
    return app, app.window.layout_.loras


def place_of(dock: LoraDock, name: str) -> QRect:
    return dock.list.visualRect(dock.model.index_of(name))


def click(dock: LoraDock, place: QPoint) -> None:
    QTest.mouseClick(dock.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_those_that_fit_come_first(open_app: OpenApp) -> None:
    _, dock = opened(open_app)
    names = [dock.model.index(row).data(LoraRole.INFO).name for row in range(dock.model.rowCount())]
    assert names == ["easy", "ink", "lcm-lora", "film"]
    assert dock.search.placeholderText() == "Search 4 LoRAs"


def test_a_click_uses_a_lora_and_another_one_leaves_it_out(open_app: OpenApp) -> None:
    app, dock = opened(open_app)
    click(dock, place_of(dock, "lcm-lora").center())
    assert app.studio.prompt.loras == (LoraUse(name="lcm-lora"),)
    assert dock.model.index_of("lcm-lora").data(LoraRole.USED)
    click(dock, place_of(dock, "lcm-lora").center())
    assert app.studio.prompt.loras == ()


def test_enter_uses_a_lora(open_app: OpenApp) -> None:
    app, dock = opened(open_app)
    dock.list.setCurrentIndex(dock.model.index_of("ink"))
    QTest.keyClick(dock.list, Qt.Key.Key_Return)
    assert [use.name for use in app.studio.prompt.loras] == ["ink"]


def test_one_that_does_not_fit_says_why(open_app: OpenApp) -> None:
    app, dock = opened(open_app)
    dock.list.setCurrentIndex(dock.model.index_of("film"))
    QTest.keyClick(dock.list, Qt.Key.Key_Return)
    assert app.studio.prompt.loras == ()
    assert isinstance(dock.model.index_of("film").data(LoraRole.OBSTACLE), ErrorInfo)
    assert "is made for SDXL; Starter is of the kind SD." in lora_words(dock.model.index_of("film"))
    assert not dock.menu_for(dock.model.index_of("film")).actions()[0].isEnabled()


def test_a_click_on_a_trigger_word_puts_it_into_the_prompt(open_app: OpenApp) -> None:
    app, dock = opened(open_app)
    app.studio.prompt.prompt = "a cat"
    (first, _), (second, _) = word_places(INK, place_of(dock, "ink"))
    click(dock, first.center())
    click(dock, second.center())
    assert app.studio.prompt.prompt == "a cat, ink drawing, bold lines"
    assert app.studio.prompt.loras == ()


def test_the_menu_has_the_trigger_words_too(open_app: OpenApp) -> None:
    app, dock = opened(open_app)
    actions = {action.text(): action for action in dock.menu_for(dock.model.index_of("ink")).actions()}
    actions["bold lines"].trigger()
    actions["Use it"].trigger()
    assert app.studio.prompt.prompt == "a red apple, bold lines"
    assert [use.name for use in app.studio.prompt.loras] == ["ink"]


def test_a_textual_inversion_goes_into_the_prompt(open_app: OpenApp) -> None:
    app, dock = opened(open_app)
    click(dock, place_of(dock, "easy").center())
    assert app.studio.prompt.prompt == "a red apple, embedding:easy"


def test_a_textual_inversion_can_be_kept_out(open_app: OpenApp) -> None:
    app, dock = opened(open_app)
    app.studio.prompt.negative_prompt = "dark,"
    actions = {action.text(): action for action in dock.menu_for(dock.model.index_of("easy")).actions()}
    actions["Put it into what to keep out"].trigger()
    assert app.studio.prompt.negative_prompt == "dark, embedding:easy"


def test_the_search_looks_at_trigger_words(open_app: OpenApp) -> None:
    _, dock = opened(open_app)
    dock.model.set_search("bold")
    assert dock.model.rowCount() == 1
    dock.model.set_search("nothing")
    assert dock.model.rowCount() == 0


def test_rows_beside_the_prompt_set_the_strengths(open_app: OpenApp) -> None:
    app, _ = opened(open_app)
    studio, rows = app.studio, app.window.prompt.loras
    assert rows.isHidden()
    studio.adapters.toggle(INK)
    row = rows.rows["ink"]
    assert rows.isVisible()
    assert (row.unet.slider.value(), row.unet.slider.maximum()) == (20, 40)
    row.unet.slider.setValue(16)
    assert studio.prompt.loras == (LoraUse(name="ink", unet=0.8, text=0.8),)
    row.fold.click()
    row.text.slider.setValue(4)
    row.unet.set_value(-1.5)  # as typed: the slider has no negative values
    assert studio.prompt.loras == (LoraUse(name="ink", unet=-1.5, text=0.2),)
    assert row.unet.slider.value() == 0
    row.fold.click()
    assert studio.prompt.loras == (LoraUse(name="ink", unet=-1.5, text=-1.5),)
    row.remove.click()
    assert studio.prompt.loras == ()
    assert rows.isHidden()


def test_a_row_says_when_its_lora_is_not_there_or_does_not_fit(open_app: OpenApp) -> None:
    app, _ = opened(open_app)
    app.studio.prompt.loras = (LoraUse(name="ink"), LoraUse(name="film"), LoraUse(name="filn"))
    rows = app.window.prompt.loras.rows
    assert rows["ink"].trouble.isHidden()
    assert "is made for SDXL" in rows["film"].trouble.text()
    assert "Did you mean film?" in rows["filn"].trouble.text()


def test_the_reason_for_few_steps_stands_beside_the_fields_and_can_be_undone(open_app: OpenApp) -> None:
    app, _ = opened(open_app)
    studio, note = app.studio, app.window.prompt.few_step
    assert note.isHidden()
    studio.adapters.toggle(LCM)
    assert note.isVisible()
    assert note.label.text().startswith("lcm-lora is made for few steps (LCM)")
    assert not app.window.prompt.negative.edit.isEnabled()
    note.button.click()
    assert studio.prompt.steps == STARTER.defaults.steps
    assert app.window.prompt.negative.edit.isEnabled()
    assert note.label.text() == "lcm-lora is made for LCM: LCM, 6 steps, guidance 1."
    note.button.click()
    assert studio.prompt.steps == 6
