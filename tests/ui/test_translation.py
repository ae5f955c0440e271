"""German is complete and fits; a language of longer words fits, too; English has its plurals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.paths import resources
from desktop.state.editor.tool_state import Tool
from desktop.ui import translation
from desktop.ui.main_window import MainWindow
from installer import translations
from tests.helpers.pseudo_locale import PseudoLocale
from tests.ui.conftest import OpenApp
from tests.ui.jobs import make_picture

FOLDER = resources() / "translations"
TEXTS = translations.texts()
PLACEHOLDER = re.compile(r"\{[a-z_]*\}|%n")


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    locale = QLocale()
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    QLocale.setDefault(locale)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_of_the_code_is_translated(language: str) -> None:
    """Otherwise: python -m installer.translations, translate what is unfinished in the .ts, run it again."""
    done = translations.read(FOLDER / f"darkroom_{language}.ts")
    wanted = set(translations.wanted_in(language, TEXTS))
    assert sorted(wanted - set(done)) == []
    assert sorted(set(done) - wanted) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_placeholders_are_kept(language: str) -> None:
    for text, forms in translations.read(FOLDER / f"darkroom_{language}.ts").items():
        wanted = set(PLACEHOLDER.findall(text.source))
        for form in forms:
            assert set(PLACEHOLDER.findall(form)) == wanted, text
            assert form.strip(), text


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_compiled_file_is_that_of_the_texts(language: str) -> None:
    translator = QTranslator()
    assert translator.load(str(FOLDER / f"darkroom_{language}.qm"))
    for text, forms in translations.read(FOLDER / f"darkroom_{language}.ts").items():
        if text.plural:
            assert translator.translate(text.context, text.source, None, 1) == forms[0]
            assert translator.translate(text.context, text.source, None, 2) == forms[1]
        else:
            assert translator.translate(text.context, text.source) == forms[0]


def test_the_window_speaks_german(qapp: QApplication, open_app: OpenApp) -> None:
    translation.install(qapp, "de", FOLDER)
    app = open_app()
    assert app.window.prompt.action.button.text() == "Erzeugen"
    titles = [title.text() for title in app.window.menuWidget().findChild(QMenuBar).actions()]
    assert "&Datei" in titles
    assert QLocale().toString(0.5, "f", 1) == "0,5"


def test_an_unknown_language_is_english(qapp: QApplication, open_app: OpenApp) -> None:
    translation.install(qapp, "tlh", FOLDER)
    assert open_app().window.prompt.action.button.text() == "Generate"


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_two_entries_of_a_menu_share_a_letter(
    qapp: QApplication, open_app: OpenApp, language: str
) -> None:
    translation.install(qapp, language, FOLDER)
    app = open_app()
    titles = app.window.menuWidget().findChild(QMenuBar).actions()
    groups = [[title.text() for title in titles]]
    for title in titles:
        menu = title.menu()
        assert isinstance(menu, QMenu)
        groups.append([action.text() for action in menu.actions()])
    for texts in groups:
        letters = Counter(
            match[1].lower() for text in texts if (match := re.search(r"&([^&\s])", text)) is not None
        )
        assert [letter for letter, times in letters.items() if times > 1] == [], texts


def speak(qapp: QApplication, language: str) -> None:
    if language == "pseudo":
        qapp.installTranslator(PseudoLocale(qapp))
    else:
        translation.install(qapp, language, FOLDER)


def edit_picture(qtbot: QtBot, app: App) -> None:
    """Make a picture, and take it for the canvas."""
    make_picture(qtbot, app)
    app.window.actions_["edit_picture"].trigger()
    qtbot.waitUntil(lambda: not app.studio.editor.document.document.empty)


def cut_texts(window: QWidget) -> list[str]:
    """Texts in sight that get less room than they need and neither wrap nor say all in a tooltip."""
    cut = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, QLabel) and not widget.wordWrap():
            text, needed = widget.text(), widget.fontMetrics().horizontalAdvance(widget.text())
        elif isinstance(widget, QAbstractButton) and _shows_text(widget):
            text, needed = widget.text(), widget.minimumSizeHint().width()
        elif isinstance(widget, QComboBox):
            continue  # elides what is chosen, and shows all in its list
        else:
            continue
        if needed > widget.width() + 1 and not widget.toolTip():
            cut.append(f"{type(widget).__name__} {text!r}: {widget.width()} of {needed}")
    return cut


def squeezed(window: QWidget) -> list[str]:
    """Controls and texts in sight that are lower than they need to be."""
    low = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox):
            continue
        if not widget.isVisible() or isinstance(widget.parent(), QLineEdit):  # of those, an icon in it
            continue
        wraps = widget.hasHeightForWidth()
        needed = widget.heightForWidth(widget.width()) if wraps else widget.minimumSizeHint().height()
        if min(needed, widget.maximumHeight()) > widget.height():
            low.append(f"{type(widget).__name__} {widget.accessibleName()!r}: {widget.height()} of {needed}")
    return low


def _shows_text(button: QAbstractButton) -> bool:
    if isinstance(button, QToolButton):
        return button.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
    return bool(button.text())


def sideways_scrolled(window: QWidget) -> list[str]:
    """Areas that do not scroll sideways and whose content is wider than they are."""
    return [
        type(area.widget()).__name__
        for area in window.findChildren(QScrollArea)
        if area.isVisible()
        and area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        and area.widget() is not None
        and area.widget().width() > area.viewport().width() + 1
    ]


@pytest.mark.parametrize("size", [(1100, 700), (1440, 900)])
@pytest.mark.parametrize("language", ["pseudo", "de", "en"])
def test_nothing_is_cut(
    qapp: QApplication, qtbot: QtBot, open_app: OpenApp, language: str, size: tuple[int, int]
) -> None:
    speak(qapp, language)
    app = open_app()
    window = app.window
    window.resize(*size)
    make_picture(qtbot, app)
    qtbot.waitUntil(window.layout_.details.use_all.isEnabled)
    for dock in window.layout_.docks:
        dock.raise_()
        qapp.processEvents()
        assert cut_texts(window) == []
        assert sideways_scrolled(window) == []
        assert (window.width(), window.height()) == size
        assert window.canvas.width() >= 300


@pytest.mark.parametrize("size", [(1100, 700), (1440, 900)])
@pytest.mark.parametrize("language", ["pseudo", "de", "en"])
def test_nothing_is_cut_while_editing(
    qapp: QApplication, qtbot: QtBot, open_app: OpenApp, language: str, size: tuple[int, int]
) -> None:
    """A selection in a picture, docks as narrow as they go, and every tool in turn."""
    speak(qapp, language)
    app = open_app()
    window = app.window
    window.resize(*size)
    edit_picture(qtbot, app)
    window.actions_["select_everything"].trigger()
    narrow = [window.layout_.prompt_dock, window.layout_.layers_dock]
    window.resizeDocks(narrow, [1, 1], Qt.Orientation.Horizontal)
    for unfolded in (True, False):
        window.prompt.more.setChecked(unfolded)
        for tool in Tool:
            app.studio.editor.tools.tool = tool
            qapp.processEvents()
            assert cut_texts(window) == []
            assert sideways_scrolled(window) == []
    assert (window.width(), window.height()) == size


DIALOGS = (
    "preferences",
    "shortcut_sheet",
    "model_card",
    "report_problem",
    "styles",
    "compare_values",
    "new_canvas",
    "add_model",
    "connections",
)
EDITING_DIALOGS = (
    "canvas_size",
    "scale_canvas",
    "straighten",
    "export_canvas",
    "upscale",
    "grow_selection",
    "feather_selection",
)


@pytest.mark.parametrize("language", ["pseudo", "de"])
@pytest.mark.parametrize("dialog", DIALOGS)
def test_nothing_is_cut_in_dialogs(qapp: QApplication, open_app: OpenApp, language: str, dialog: str) -> None:
    speak(qapp, language)
    assert_nothing_is_cut_in(open_app().window, dialog)


@pytest.mark.parametrize("language", ["pseudo", "de"])
def test_nothing_is_cut_in_dialogs_of_the_editor(
    qapp: QApplication, qtbot: QtBot, open_app: OpenApp, language: str
) -> None:
    speak(qapp, language)
    app = open_app()
    edit_picture(qtbot, app)
    app.window.actions_["select_everything"].trigger()
    for dialog in EDITING_DIALOGS:
        assert_nothing_is_cut_in(app.window, dialog)


def assert_nothing_is_cut_in(window: MainWindow, dialog: str) -> None:
    window.actions_[dialog].trigger()
    opened = [child for child in window.findChildren(QDialog) if child.isVisible()]
    assert opened, dialog
    QApplication.processEvents()
    for child in opened:
        assert cut_texts(child) == [], dialog
        assert sideways_scrolled(child) == [], dialog
        assert squeezed(child) == [], dialog
        child.close()


def test_the_window_can_read_from_right_to_left(qapp: QApplication, open_app: OpenApp) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    prompt = open_app().window.prompt
    qapp.processEvents()
    assert prompt.sampler.mapTo(prompt, prompt.sampler.rect().center()).x() > prompt.width() / 2
