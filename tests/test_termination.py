"""A signal closes the window as a person would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core import settings
from desktop.core.last_run import RunMarker
from desktop.core.paths import Paths
from desktop.termination import Termination

ROOT = Path(__file__).resolve().parents[1]
SESSION = """
import os, signal, sys
from PySide6.QtCore import QTimer
from desktop import app
from desktop.core.paths import Paths

async def session(built):
    built.studio.prompt.prompt = "kept"
    QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.{name}))
    return await app.until_closed(built)

sys.exit(app.run(app.build(app.make_qapplication(["darkroom"]), Paths.default()), session))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signals between processes there")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_closes_the_window_and_keeps_the_session(name: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", SESSION.format(name=name)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    paths = Paths.default()
    assert settings.load(paths.settings)[0].session.prompt == "kept"
    assert RunMarker(paths.run_marker, paths.crash_log).last_run().ended


@pytest.mark.skipif(sys.platform == "win32", reason="no signals between processes there")
def test_a_waiting_event_loop_wakes_for_the_signal(qtbot: QtBot) -> None:
    before = signal.getsignal(signal.SIGTERM)
    told: list[str] = []
    termination = Termination(lambda: told.append("close"))
    termination.install()
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: told == ["close"])
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        termination.remove()
    assert signal.getsignal(signal.SIGTERM) == before
