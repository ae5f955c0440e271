"""The whole application as `main.py` builds it, with the engine and the starter model."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo, QObject, Qt, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.core import settings
from desktop.core.geometry import Size
from desktop.core.last_run import RunMarker
from desktop.core.paths import Paths
from desktop.core.pictures import read
from desktop.core.settings import Session, Settings
from desktop.state.job_board import JobRecord, JobStatus
from desktop.state.notices import NoticeLevel
from tests.helpers.scripted import make_studio

ROOT = Path(__file__).resolve().parents[1]


def run_python(code: str, *, display: bool = True, **environ: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **environ}
    if not display:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            variables.pop(name, None)
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=variables,
        timeout=60,
        check=False,
    )


# From the first window to the last


def test_three_jobs_one_of_them_cancelled_from_window_to_disk(qapp: QApplication) -> None:
    paths = Paths.default()
    small = Session(prompt="a cactus", steps=3, size=Size(128, 128), seed=5, model="starter")
    settings.save(paths.settings, Settings(session=small))
    ended: list[JobRecord] = []

    async def session(built: app.App) -> int:
        studio, window = built.studio, built.window
        studio.board.job_ended.connect(ended.append)
        async with asyncio.timeout(90):
            while studio.prompt.model_info is None:  # noqa: ASYNC110 - the library is being scanned
                await asyncio.sleep(0.01)
            for _ in range(3):
                QTest.mouseClick(window.prompt.action.button, Qt.MouseButton.LeftButton)
            first, second, third = (record.id for record in studio.board.records)
            studio.cancel(second)
            for job_id in (first, second, third):
                await studio.result(job_id)
        return 7

    built = app.build(qapp, paths)
    assert app.run(built, session) == 7

    assert sorted(record.status for record in ended) == [
        JobStatus.CANCELLED,
        JobStatus.FINISHED,
        JobStatus.FINISHED,
    ]
    shown = built.studio.canvas.picture
    assert shown is not None
    assert shown.saved is not None
    opened = read(shown.saved.path)
    assert opened.record is not None
    assert (opened.record.params.prompt, opened.record.params.seed) == ("a cactus", 5)
    assert opened.pixels == shown.pixels
    assert opened.pixels.array[..., :3].std() > 10
    assert len(list(paths.pictures.rglob("*.png"))) == 2
    assert not built.window.isVisible()
    assert not any(thread.name == "inference" for thread in threading.enumerate())
    assert [item for item in built.studio.notices.history if item.level is NoticeLevel.ERROR] == []


def test_a_session_that_fails_still_puts_everything_away(qtbot: QtBot, qapp: QApplication) -> None:
    built = scripted_app(qapp)

    async def session(_: app.App) -> int:
        raise ValueError("as a bug would")

    with pytest.raises(ValueError, match="as a bug would"):
        app.run(built, session)
    assert not built.window.isVisible()
    assert built.studio.shutdown(0)


FAILS_TO_PUT_AWAY = """
import sys
from desktop import app
from desktop.core.paths import Paths


async def session(built):
    built.studio.editor.close = None  # as a bug would
    return 0


built = app.build(app.make_qapplication(["darkroom"]), Paths.default())
built.studio.begin()
app.run(built, session)
"""


def test_a_bug_while_everything_is_put_away_is_told_and_ends_the_process() -> None:
    run = run_python(FAILS_TO_PUT_AWAY)
    assert run.returncode == app.FAILED
    assert "TypeError" in run.stderr


START_AND_CLOSE = """
import sys
from PySide6.QtCore import QTimer
from desktop import app
from desktop.core.paths import Paths


async def session(built):
    QTimer.singleShot(0, built.window.close)
    return await app.until_closed(built)


sys.exit(app.run(app.build(app.make_qapplication(["darkroom"]), Paths.default()), session))
"""


def test_a_window_that_is_closed_while_the_engine_starts_ends_well() -> None:
    run = run_python(START_AND_CLOSE)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert Paths.default().settings.exists()


# Damaged files


def test_damaged_settings_are_told_and_the_window_opens(qapp: QApplication) -> None:
    paths = Paths.default()
    paths.config.mkdir(parents=True)
    paths.settings.write_bytes(b'{"version": 1, "theme": ')
    built = app.build(qapp, paths)

    async def session(_: app.App) -> int:
        return 0

    assert app.run(built, session) == 0
    assert [item.info.code for item in built.studio.notices.history] == ["settings_damaged"]


# No display


@pytest.mark.parametrize(
    ("environ", "platform", "has_display"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_only_linux_can_be_without_a_display(
    environ: dict[str, str], platform: str, has_display: bool
) -> None:
    assert (app.display_problem(environ, platform) is None) == has_display


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")
def test_without_a_display_the_other_commands_are_named() -> None:
    run = run_python("import sys; from desktop import app; sys.exit(app.main([]))", display=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert "no display" in run.stderr
    assert "main.py generate" in run.stderr
    assert "main.py demo" in run.stderr


QAPPLICATION = "from desktop.app import make_qapplication; make_qapplication(['darkroom'])"


def test_a_platform_that_qt_does_not_have_is_told() -> None:
    run = run_python(QAPPLICATION, QT_QPA_PLATFORM="nonsense")
    assert run.returncode == 2
    assert "nonsense" in run.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the plugin is an ELF file")
def test_a_platform_that_can_not_be_loaded_is_explained_by_the_setup(tmp_path: Path) -> None:
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")
    plugin = (plugins / "libqoffscreen.so").read_bytes()
    assert b"libX11.so.6" in plugin
    broken = plugin.replace(b"libX11.so.6", b"libX11.so.9").replace(b"offscreen", b"defective")
    (tmp_path / "libqdefective.so").write_bytes(broken)
    run = run_python(
        "from installer import bootstrap\n"
        "bootstrap.explain_failed_start = lambda error: print(error, flush=True) or 3\n"
        f"{QAPPLICATION}",
        QT_QPA_PLATFORM="defective",
        QT_QPA_PLATFORM_PLUGIN_PATH=str(tmp_path),
    )
    assert run.returncode == 3, run.stderr
    assert "no Qt platform plugin could be initialized" in run.stdout


def test_what_qt_warns_of_goes_to_the_log() -> None:
    run = run_python(
        "from PySide6.QtCore import qWarning\n"
        "from desktop.core import log\n"
        "from desktop.core.paths import Paths\n"
        "log.setup(Paths.default().logs)\n"
        f"{QAPPLICATION}\n"
        "qWarning('a remark')"
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "WARNING MainThread qt.default: a remark" in (Paths.default().logs / "darkroom.log").read_text()


# What nobody caught


class Faulty(QObject):
    happened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.happened.connect(self._on_happened)

    @Slot()
    def _on_happened(self) -> None:
        raise RuntimeError("in a slot")


def scripted_app(qapp: QApplication) -> app.App:
    from desktop.ui.main_window import MainWindow

    studio = make_studio()
    window = MainWindow(studio)
    window.show()
    return app.App(qapp, studio, window)


@pytest.fixture
def built(qtbot: QtBot, qapp: QApplication) -> Iterator[app.App]:
    built = scripted_app(qapp)
    errors = app.UncaughtErrors(built.studio)
    errors.install()
    yield built
    errors.remove()
    assert built.studio.shutdown()
    built.window.close()
    built.window.deleteLater()


def test_an_exception_in_a_slot_is_one_notice_and_the_window_lives(built: app.App) -> None:
    faulty = Faulty()
    faulty.happened.emit()
    (item,) = built.studio.notices.history
    assert (item.level, item.info.code) == (NoticeLevel.ERROR, "internal_error")
    assert "in a slot" in item.info.details
    assert "in a slot" not in item.info.message
    assert built.window.notice_bar.isVisible()
    built.studio.prompt.prompt = "two cars"
    assert built.window.prompt.prompt.text == "two cars"


def test_an_exception_in_a_thread_is_one_notice_too(qtbot: QtBot, built: app.App) -> None:
    def work() -> None:
        raise RuntimeError("in a thread")

    with qtbot.waitSignal(built.studio.notices.added):
        threading.Thread(target=work).start()
    (item,) = built.studio.notices.history
    assert "in a thread" in item.info.details


def test_a_fault_while_telling_of_a_fault_does_not_go_round(built: app.App) -> None:
    faulty = Faulty()
    built.studio.notices.added.connect(faulty.happened)
    faulty.happened.emit()
    assert len(built.studio.notices.history) == 1


def test_the_hooks_are_given_back(qtbot: QtBot) -> None:
    before = sys.excepthook, threading.excepthook
    studio = make_studio()
    errors = app.UncaughtErrors(studio)
    errors.install()
    assert sys.excepthook != before[0]
    errors.remove()
    assert (sys.excepthook, threading.excepthook) == before
    assert studio.shutdown()


def test_a_fault_in_a_task_is_one_notice(qtbot: QtBot, qapp: QApplication) -> None:
    built = scripted_app(qapp)

    async def fail() -> None:
        raise RuntimeError("in a task")

    async def session(_: app.App) -> int:
        task = asyncio.get_running_loop().create_task(fail())
        await asyncio.wait([task])
        del task
        gc.collect()
        return 0

    assert app.run(built, session) == 0
    (item,) = built.studio.notices.history
    assert (item.level, item.info.code) == (NoticeLevel.ERROR, "internal_error")
    assert "in a task" in item.info.details


# After a run that did not end well


def open_and_close(qapp: QApplication, paths: Paths) -> app.App:
    async def session(_: app.App) -> int:
        return 0

    built = app.build(qapp, paths)
    assert app.run(built, session) == 0
    return built


def test_a_run_that_was_cut_off_is_told_at_the_next_start_once(qapp: QApplication) -> None:
    paths = Paths.default()
    RunMarker(paths.run_marker, paths.crash_log).begin()
    (item,) = open_and_close(qapp, paths).studio.notices.history
    assert (item.info.code, item.action) == ("unclean_end", "report_problem")
    assert open_and_close(qapp, paths).studio.notices.history == ()


def test_a_crash_is_called_one(qapp: QApplication) -> None:
    paths = Paths.default()
    RunMarker(paths.run_marker, paths.crash_log).begin()
    paths.logs.mkdir(parents=True)
    paths.crash_log.write_text("Fatal Python error: Segmentation fault")
    (item,) = open_and_close(qapp, paths).studio.notices.history
    assert "crashed" in item.info.message


def test_previous_settings_are_offered_after_damage(qapp: QApplication) -> None:
    paths = Paths.default()
    settings.save(paths.settings, Settings(theme="light"))
    open_and_close(qapp, paths)
    paths.settings.write_bytes(b"{")

    async def session(built: app.App) -> int:
        (item,) = built.studio.notices.history
        assert item.action == "previous_settings"
        built.window.notice_bar.action_chosen.emit(item.action)
        return 0

    assert app.run(app.build(qapp, paths), session) == 0
    assert settings.load(paths.settings)[0].theme == "light"
