"""The language of the window: which one, and the translators that Qt asks for each text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

SOURCE_LANGUAGE = "en"
LANGUAGES = (SOURCE_LANGUAGE, "de")


def install(qt: QApplication, choice: str, folder: Path) -> None:
    """Translate all texts from now on; widgets that exist keep theirs. GUI thread.

    ``choice`` is one of LANGUAGES, or "system" for the desktop's language, English where there is no
    translation. ``folder`` holds darkroom_<language>.qm; of English only plural forms are translated.
    A chosen language brings its own number and date formats unless the desktop's are of that language.
    """
    for earlier in qt.findChildren(QTranslator):
        qt.removeTranslator(earlier)
        earlier.deleteLater()
    language = _language(choice, QLocale.system())
    fits = choice == "system" or _code(QLocale.system()) == language
    QLocale.setDefault(QLocale.system() if fits else QLocale(language))
    files = [folder / f"darkroom_{language}.qm"]
    if language != SOURCE_LANGUAGE:  # the buttons of Qt's own dialogs
        files.insert(
            0, Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
        )
    for file in files:
        translator = QTranslator(qt)
        if translator.load(str(file)):
            qt.installTranslator(translator)


def _language(choice: str, system: QLocale) -> str:
    wanted = _code(system) if choice == "system" else choice
    return wanted if wanted in LANGUAGES else SOURCE_LANGUAGE


def _code(locale: QLocale) -> str:
    return QLocale.languageToCode(locale.language())
