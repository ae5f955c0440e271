from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core import settings
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.settings import Session, Settings
from desktop.state.preferences import Preferences


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def saved(path: Path) -> Settings:
    loaded, problem = settings.load(path)
    assert problem is None
    return loaded


def test_a_change_holds_at_once_and_is_told(qapp: object, path: Path) -> None:
    preferences = Preferences(path, Settings())
    heard: list[Settings] = []
    preferences.changed.connect(heard.append)
    preferences.update(theme="light", quality=80)
    assert (preferences.current.theme, preferences.current.quality) == ("light", 80)
    assert heard == [preferences.current]


def test_no_change_is_not_told_and_not_written(qapp: object, path: Path) -> None:
    preferences = Preferences(path, Settings())
    heard: list[Settings] = []
    preferences.changed.connect(heard.append)
    preferences.update(theme="dark")
    preferences.flush()
    assert heard == []
    assert not path.exists()


def test_a_value_that_can_not_be_changes_nothing(qapp: object, path: Path) -> None:
    preferences = Preferences(path, Settings())
    with pytest.raises(AppError, match="quality"):
        preferences.update(theme="light", quality=0)
    assert preferences.current == Settings()


def test_changes_reach_the_file_by_themselves(qtbot: QtBot, path: Path) -> None:
    preferences = Preferences(path, Settings())
    preferences.update(theme="light")
    preferences.update(quality=70)
    qtbot.waitUntil(path.exists)
    preferences.flush()
    assert saved(path) == preferences.current


def test_flush_writes_what_still_waits(qapp: object, path: Path) -> None:
    preferences = Preferences(path, Settings())
    preferences.update(theme="light")
    preferences.flush()
    assert saved(path).theme == "light"


def test_a_change_during_a_slow_write_is_written_after_it(
    qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk_is_free, writing = threading.Event(), threading.Event()
    save = settings.save

    def save_slowly(path: Path, current: Settings) -> None:
        writing.set()
        assert disk_is_free.wait(5)
        save(path, current)

    monkeypatch.setattr(settings, "save", save_slowly)
    preferences = Preferences(path, Settings())
    preferences.update(theme="light")
    qtbot.waitUntil(writing.is_set)
    preferences.update(quality=60)
    disk_is_free.set()
    qtbot.waitUntil(lambda: path.exists() and saved(path).quality == 60)
    preferences.flush()


def test_a_failed_write_is_told_and_the_settings_hold(qapp: object, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    preferences = Preferences(tmp_path / "file" / "settings.json", Settings())
    heard: list[ErrorInfo] = []
    preferences.save_failed.connect(heard.append)
    preferences.update(theme="light")
    preferences.flush()
    assert [info.code for info in heard] == ["not_writable"]
    assert preferences.current.theme == "light"


def test_a_reset_gives_some_settings_their_defaults(qapp: object, path: Path) -> None:
    preferences = Preferences(path, Settings(theme="light", quality=50, shortcuts={"quit": ()}))
    preferences.reset("quality", "shortcuts")
    assert preferences.current == Settings(theme="light")


def test_the_previous_settings_come_back_once(qapp: object, path: Path) -> None:
    before = Settings(theme="light", quality=50)
    preferences = Preferences(path, Settings(), previous=before)
    assert preferences.previous == before
    preferences.go_back()
    assert (preferences.current, preferences.previous) == (before, None)
    preferences.go_back()
    assert preferences.current == before


def test_settings_go_to_a_file_and_come_from_one(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    file = tmp_path / "exported.json"
    there = Preferences(path, Settings(theme="light", session=Session(prompt="secret")))
    with qtbot.waitSignal(there.exported) as exported:
        there.export(file)
    assert exported.args == [file]
    here = Preferences(path, Settings(session=Session(prompt="mine")))
    with qtbot.waitSignal(here.changed):
        here.import_(file)
    assert here.current == Settings(theme="light", session=Session(prompt="mine"))
    for preferences in (there, here):
        preferences.flush()


def test_a_file_without_settings_changes_nothing_and_is_told(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "other.json"
    file.write_text("[]")
    preferences = Preferences(path, Settings())
    with qtbot.waitSignal(preferences.save_failed) as failed:
        preferences.import_(file)
    assert failed.args[0].code == "bad_value"
    assert preferences.current == Settings()
    preferences.flush()
