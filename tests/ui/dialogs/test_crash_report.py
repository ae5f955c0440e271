from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core import files
from desktop.ui.dialogs.crash_report import CrashReportDialog


def opened(qtbot: QtBot, app: App) -> CrashReportDialog:
    app.window.actions_["report_problem"].trigger()
    (dialog,) = app.window.findChildren(CrashReportDialog)
    qtbot.waitUntil(lambda: "Device: scripted" in dialog.text.toPlainText())
    return dialog


def test_the_report_holds_the_log_without_the_prompt(qtbot: QtBot, app: App) -> None:
    files.write_text(app.studio.paths.logs / "darkroom.log", "failed for a secret garden here")
    app.studio.prompt.prompt = "a secret garden"
    text = opened(qtbot, app).text.toPlainText()
    assert "failed for [prompt] here" in text
    assert "secret" not in text


def test_the_report_is_copied(qtbot: QtBot, app: App) -> None:
    dialog = opened(qtbot, app)
    dialog._copy.click()
    assert QApplication.clipboard().text() == dialog.text.toPlainText()


def test_the_report_is_saved(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    dialog = opened(qtbot, app)
    with qtbot.waitSignal(app.studio.reports.saved):
        dialog._save_to(str(tmp_path / "report.txt"))
    assert (tmp_path / "report.txt").read_text() == dialog.text.toPlainText()
