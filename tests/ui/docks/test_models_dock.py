from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core import pictures
from desktop.core.errors import ErrorInfo
from desktop.core.geometry import Size
from desktop.core.identify.identified import Identified, Kind
from desktop.core.models import ModelInfo
from desktop.core.settings import Settings
from desktop.ui.docks.model_delegate import card_words, star_place
from desktop.ui.docks.models_dock import ModelsDock
from tests.helpers.scripted import STARTER, make_pixels
from tests.ui.conftest import OpenApp

OAK = replace(STARTER, name="oak", title="Oak", embedded=False, path=Path("/models/oak"), license="MIT")
BROKEN = replace(
    OAK, name="broken", title="Broken", problem=ErrorInfo("x", "It is damaged.", "Get it again.")
)


STYLE = replace(
    OAK,
    name="style",
    title="Style",
    license="",
    kind=Kind.LORA,
    container="single-file",
    family_title="SDXL",
    problem=ErrorInfo("unsupported_model", "It is a LoRA.", "It is kept in the list."),
    identified=Identified(kind=Kind.LORA, family="sdxl"),
)


def test_the_kind_of_files_is_chosen_where_there_are_several(open_app: OpenApp) -> None:
    app = open_app(models=(STARTER, STYLE))
    app.window.actions_["show_models"].trigger()
    dock = app.window.layout_.models
    assert dock.kind.isVisible()
    assert [dock.kind.itemText(row) for row in range(dock.kind.count())] == ["All files", "Models", "LoRAs"]
    dock.kind.setCurrentIndex(2)
    assert dock.list.model().index_of("style").isValid()
    assert not dock.list.model().index_of("starter").isValid()
    assert dock.kind.value is Kind.LORA


def test_a_file_says_its_kind_family_and_why_it_is_not_used(open_app: OpenApp) -> None:
    app = open_app(models=(STARTER, STYLE))
    app.studio.models.list.set_kind(None)
    words = card_words(app.studio.models.list.index_of("style"))
    assert words.startswith("Style. LoRA, SDXL, ")
    assert words.endswith("It is a LoRA. It is kept in the list.")


def test_a_card_tells_the_licence_in_words_and_a_duplicate(open_app: OpenApp) -> None:
    app = open_app(models=(STARTER, replace(OAK, twin="starter")))
    words = card_words(app.studio.models.list.index_of("oak"))
    assert "Free for any use" in words
    assert words.endswith("It is the same file as starter.")


def test_a_card_shows_the_picture_beside_the_file(qtbot: QtBot, open_app: OpenApp, tmp_path: Path) -> None:
    preview = tmp_path / "oak.preview.webp"
    preview.write_bytes(pictures.thumbnail_bytes(make_pixels(Size(300, 300), 40), 300))
    app = open_app(models=(STARTER, replace(OAK, preview=preview)))
    app.window.actions_["show_models"].trigger()
    index = app.studio.models.list.index_of("oak")
    qtbot.waitUntil(lambda: isinstance(index.data(Qt.ItemDataRole.DecorationRole), QImage))


def test_a_lora_is_not_chosen_as_the_model(open_app: OpenApp) -> None:
    app = open_app(models=(STARTER, replace(STYLE, problem=None)))
    app.window.actions_["show_models"].trigger()
    app.studio.models.list.set_kind(None)
    dock = app.window.layout_.models
    click(dock, "style")
    assert app.studio.prompt.model == "starter"
    assert not app.window.actions_["model_picture"].isEnabled()


def test_with_models_alone_there_is_no_kind_to_choose(dock: ModelsDock) -> None:
    assert not dock.kind.isVisible()


@pytest.fixture
def app_with_models(open_app: OpenApp) -> App:
    app = open_app(models=(STARTER, OAK, BROKEN), settings=Settings(model_folders=(Path("/models"),)))
    app.window.actions_["show_models"].trigger()
    return app


@pytest.fixture
def dock(app_with_models: App) -> ModelsDock:
    return app_with_models.window.layout_.models


def click(dock: ModelsDock, name: str, at: QPoint | None = None) -> None:
    rect = dock.list.visualRect(dock.list.model().index_of(name))
    QTest.mouseClick(dock.list.viewport(), Qt.MouseButton.LeftButton, pos=at or rect.center())


def test_a_click_chooses_a_model(app_with_models: App, dock: ModelsDock) -> None:
    click(dock, "oak")
    assert app_with_models.studio.prompt.model == "oak"


def test_enter_chooses_the_model_that_the_keyboard_is_on(app_with_models: App, dock: ModelsDock) -> None:
    dock.list.setFocus()
    assert isinstance(dock.current, ModelInfo)
    QTest.keyClick(dock.list, Qt.Key.Key_Down)
    QTest.keyClick(dock.list, Qt.Key.Key_Return)
    assert app_with_models.studio.prompt.model == "oak"


def test_the_chosen_model_s_settings_stay_when_it_is_chosen_again(
    app_with_models: App, dock: ModelsDock
) -> None:
    app_with_models.studio.prompt.steps = 33
    click(dock, "starter")
    assert app_with_models.studio.prompt.steps == 33


def test_a_broken_model_is_not_chosen_and_says_why(app_with_models: App, dock: ModelsDock) -> None:
    click(dock, "broken")
    assert app_with_models.studio.prompt.model == "starter"
    words = card_words(dock.list.model().index_of("broken"))
    assert words == "Broken. It is damaged. Get it again."


def test_the_star_makes_a_favourite_and_chooses_nothing(app_with_models: App, dock: ModelsDock) -> None:
    rect = dock.list.visualRect(dock.list.model().index_of("oak"))
    click(dock, "oak", star_place(rect).center())
    assert app_with_models.studio.preferences.current.favourite_models == ("oak",)
    assert app_with_models.studio.prompt.model == "starter"


def test_a_search_hides_the_others_and_says_when_nothing_is_left(qtbot: QtBot, dock: ModelsDock) -> None:
    QTest.keyClicks(dock.search, "oak")
    QTest.keyClick(dock.search, Qt.Key.Key_Return)
    assert dock.list.model().rowCount() == 1
    dock.search.setText("zzz")
    QTest.keyClick(dock.search, Qt.Key.Key_Return)
    hints = [label.text() for label in dock.findChildren(QLabel) if label.isVisible()]
    assert "No model matches this search." in hints


def test_filters_are_chosen_from_what_there_is_and_end_when_they_are_hidden(
    app_with_models: App, dock: ModelsDock
) -> None:
    dock.narrow.click()
    folder = dock.filters.folder
    assert [folder.itemText(row) for row in range(folder.count())] == ["All folders", ".", "models"]
    folder.setCurrentIndex(2)
    assert dock.list.model().rowCount() == 2
    assert "2 of 3" in [label.text() for label in dock.findChildren(QLabel) if label.isVisible()]
    dock.narrow.click()
    assert dock.list.model().rowCount() == 3


def test_a_long_scan_shows_what_it_found(app_with_models: App, dock: ModelsDock) -> None:
    def seen() -> bool:
        return any(
            "120 files found" in label.text() for label in dock.findChildren(QLabel) if label.isVisible()
        )

    app_with_models.studio.library.progress.emit(120)
    assert seen()
    app_with_models.studio.models.list.count_changed.emit()
    assert not seen()


def test_the_models_menu_is_about_the_model_with_the_keyboard(app_with_models: App, dock: ModelsDock) -> None:
    actions = app_with_models.window.actions_
    dock.list.setCurrentIndex(dock.list.model().index_of("broken"))
    assert not actions["model_picture"].isEnabled()
    assert actions["remove_model_folder"].isEnabled()
    dock.list.setCurrentIndex(dock.list.model().index_of("starter"))
    assert actions["model_picture"].isEnabled()
    assert not actions["remove_model_folder"].isEnabled()
    actions["favourite_model"].trigger()
    assert actions["favourite_model"].isChecked()


def test_the_keyboard_stays_on_its_model_when_the_order_changes(
    app_with_models: App, dock: ModelsDock
) -> None:
    dock.list.setCurrentIndex(dock.list.model().index_of("oak"))
    app_with_models.window.actions_["favourite_model"].trigger()
    assert dock.current is not None
    assert dock.current.name == "oak"


def test_a_card_has_a_menu(app_with_models: App, dock: ModelsDock) -> None:
    dock.list.customContextMenuRequested.emit(QPoint(40, 20))
    (menu,) = [m for m in app_with_models.window.findChildren(QMenu) if m.accessibleName() == "Model"]
    assert "Model &card" in [action.text() for action in menu.actions()]
    menu.close()


def test_removing_the_folder_of_a_model_looks_there_no_more(
    qtbot: QtBot, app_with_models: App, dock: ModelsDock
) -> None:
    dock.list.setCurrentIndex(dock.list.model().index_of("oak"))
    with qtbot.waitSignal(app_with_models.studio.library.changed):
        app_with_models.window.actions_["remove_model_folder"].trigger()
    assert app_with_models.studio.preferences.current.model_folders == ()


def test_without_models_the_dock_says_what_to_do(open_app: OpenApp) -> None:
    app = open_app(models=())
    hints = [label.text() for label in app.window.layout_.models.findChildren(QLabel)]
    assert any("Add the folder" in hint for hint in hints)
