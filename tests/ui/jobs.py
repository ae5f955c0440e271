"""Making pictures in a window that plays a script."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from desktop.app import App
from desktop.core.jobs import SavedPicture
from desktop.state.job_board import JobRecord
from tests.helpers.scripted import Script


def held_script(before_step: int = 1) -> Script:
    """Every job waits before this step until it is cancelled or ``hold`` is set."""
    return Script(hold=threading.Event(), hold_before_step=before_step)


def make_picture(qtbot: QtBot, app: App, prompt: str = "a red apple") -> SavedPicture:
    """Let one job run to its end; returns the picture that it saved, once the gallery lists it."""
    app.studio.prompt.prompt = prompt
    saved = run_job(qtbot, app).saved[-1]
    qtbot.waitUntil(lambda: app.studio.gallery.index_of(saved.gallery_id) is not None)
    return saved


def run_job(qtbot: QtBot, app: App) -> JobRecord:
    with qtbot.waitSignal(app.studio.board.job_ended) as ended:
        app.studio.generate()
    record: JobRecord = ended.args[0]
    return record


def wait_until_running(qtbot: QtBot, app: App) -> JobRecord:
    qtbot.waitUntil(lambda: app.studio.board.running is not None)
    running = app.studio.board.running
    assert running is not None
    return running
