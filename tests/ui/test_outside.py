"""Title, task bar and notifications."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.errors import ErrorInfo
from desktop.core.events import Failed, Finished
from desktop.core.jobs import Job
from desktop.state.activity import Progress
from desktop.state.job_board import JobRecord, JobStatus
from desktop.ui.outside import Outside
from desktop.ui.taskbar import has_session_bus, launcher_properties
from tests.helpers.scripted import make_job
from tests.ui.conftest import OpenApp
from tests.ui.jobs import held_script, make_picture, wait_until_running


def test_the_title_tells_how_far_the_work_is(qtbot: QtBot, open_app: OpenApp) -> None:
    script = held_script(before_step=6)
    app = open_app(script)
    app.studio.prompt.steps = 10
    app.studio.generate()
    wait_until_running(qtbot, app)
    qtbot.waitUntil(lambda: app.window.windowTitle() == "50 % - Darkroom")
    app.studio.cancel_all()
    qtbot.waitUntil(lambda: app.window.windowTitle() == "Darkroom")


def test_the_picture_s_name_comes_back_after_the_work(qtbot: QtBot, app: App) -> None:
    saved = make_picture(qtbot, app)
    qtbot.waitUntil(lambda: app.window.windowTitle() == f"{saved.path.name} - Darkroom")


class Heard:
    def __init__(self) -> None:
        self.notices: list[tuple[str, str]] = []

    def __call__(self, title: str, text: str) -> None:
        self.notices.append((title, text))


def finished(job: Job) -> JobRecord:
    return JobRecord(job, JobStatus.FINISHED, outcome=Finished(job.id, ()))


@pytest.fixture
def heard(app: App, monkeypatch: pytest.MonkeyPatch) -> Heard:
    heard = Heard()
    Outside(app.studio, app.window, heard)
    app.window.outside._notify = heard
    app.window.outside.deleteLater()
    app.studio.activity.long_job_ended.disconnect(app.window.outside._tell)
    monkeypatch.setattr(app.window, "isActiveWindow", lambda: False)
    return heard


def test_a_long_job_is_told_when_the_window_is_not_looked_at(app: App, heard: Heard) -> None:
    app.studio.activity.long_job_ended.emit(finished(make_job()))
    ((title, _),) = heard.notices
    assert title == "Your pictures are ready"


def test_a_failure_is_told_with_its_reason(app: App, heard: Heard) -> None:
    job = make_job()
    failed = Failed(job.id, ErrorInfo("x", "Not enough memory."))
    app.studio.activity.long_job_ended.emit(JobRecord(job, JobStatus.FAILED, outcome=failed))
    assert heard.notices == [("A job failed", "Not enough memory.")]


def test_nothing_is_told_in_a_window_that_is_looked_at(
    app: App, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.window, "isActiveWindow", lambda: True)
    app.studio.activity.long_job_ended.emit(finished(make_job()))
    assert heard.notices == []


def test_nothing_is_told_to_someone_who_does_not_want_it(app: App, heard: Heard) -> None:
    app.studio.preferences.update(notifications=False)
    app.studio.activity.long_job_ended.emit(finished(make_job()))
    assert heard.notices == []


# The task bar


@pytest.mark.parametrize(
    ("progress", "value", "visible", "urgent"),
    [
        (Progress(0.34), 0.34, True, False),
        (Progress(), 0.0, False, False),
        (Progress(None, True), 0.0, False, True),
    ],
)
def test_what_a_launcher_is_told(progress: Progress, value: float, visible: bool, urgent: bool) -> None:
    assert launcher_properties(progress) == {
        "progress": value,
        "progress-visible": visible,
        "urgent": urgent,
    }


def test_without_a_session_bus_nothing_is_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    assert not has_session_bus()


SAY = """
from PySide6.QtCore import QCoreApplication, QObject, SLOT, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from desktop.state.activity import Progress
from desktop.ui.taskbar import make_taskbar

class Dock(QObject):
    @Slot(QDBusMessage)
    def hear(self, message):
        QCoreApplication.quit()
        print(message.arguments()[0], message.signature(), flush=True)

app, dock = QCoreApplication([]), Dock()
bus = QDBusConnection.sessionBus()
assert bus.connect("", "", "com.canonical.Unity.LauncherEntry", "Update", dock, SLOT("hear(QDBusMessage)"))
make_taskbar(0).show(Progress(0.5))
app.exec()
"""


@pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-run-session") is None, reason="needs a D-Bus session"
)
def test_a_dock_on_the_bus_hears_of_the_progress() -> None:
    run = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", SAY],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.getcwd()},
        timeout=30,
        check=False,
    )
    assert run.stdout == "application://darkroom.desktop sa{sv}\n", run.stderr
