from __future__ import annotations

import errno
from pathlib import Path

import pytest

from desktop.core import files, settings
from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.settings import Session, Settings

CHOSEN = Settings(
    pictures_folder=Path("/pictures"),
    picture_format="webp",
    quality=80,
    include_prompt=False,
    theme="high-contrast",
    reduced_motion=True,
    model_folders=(Path("/models"), Path("/more")),
    session=Session(
        model="starter", prompt="a cat 🐱\n", seed=2**63 - 1, size=Size(320, 192), window_state="AAEC"
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_the_first_start_has_the_usual_settings_and_nothing_to_tell(path: Path) -> None:
    assert settings.load(path) == (Settings(), None)
    assert not path.parent.exists()


def test_what_was_saved_is_loaded(path: Path) -> None:
    settings.save(path, CHOSEN)
    assert settings.load(path) == (CHOSEN, None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"version": 1, "theme": "da',
        b'{"quality": 1000}',
        b'{"unknown": 1}',
        b'{"session": {"seed": "many"}}',
        b"[1]",
        b"\xff\xfe\0",
        b"[" * 100_000,
    ],
)
def test_damaged_settings_are_set_aside_and_told(path: Path, content: bytes) -> None:
    """Fault 17."""
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    loaded, notice = settings.load(path)
    assert loaded == Settings()
    assert notice is not None
    assert notice.code == "settings_damaged"
    (kept,) = path.parent.iterdir()
    assert kept.name.startswith("settings.json.bad-")
    assert kept.name in notice.message
    assert kept.read_bytes() == content


def test_settings_of_a_newer_version_are_set_aside_and_told(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b'{"version": 2, "theme": "dark"}')
    loaded, notice = settings.load(path)
    assert loaded == Settings()
    assert notice is not None
    assert notice.code == "settings_newer"
    assert not path.exists()


def test_the_previous_good_settings_are_offered_after_damage(path: Path) -> None:
    settings.save(path, CHOSEN)
    settings.load(path)
    path.write_bytes(b"{")
    _, notice = settings.load(path)
    assert notice is not None
    assert "previous" in notice.hint
    assert settings.previous(path) == CHOSEN


def test_without_a_good_copy_none_is_offered(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"{")
    _, notice = settings.load(path)
    assert notice is not None
    assert "previous" not in notice.hint
    assert settings.previous(path) is None


def test_settings_that_can_not_be_read_are_left_alone(path: Path) -> None:
    path.mkdir(parents=True)
    loaded, notice = settings.load(path)
    assert loaded == Settings()
    assert notice is not None
    assert notice.code == "settings_unreadable"
    assert path.is_dir()


def test_a_full_disk_does_not_stop_the_start(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(path, CHOSEN)

    def full(*_: object) -> None:
        raise AppError("disk_full", "The disk is full.")

    monkeypatch.setattr(files, "write_bytes", full)
    assert settings.load(path) == (CHOSEN, None)


def test_damage_that_can_not_be_set_aside_is_told_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"{")

    def stuck(*_: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(files.os, "replace", stuck)
    loaded, notice = settings.load(path)
    assert loaded == Settings()
    assert notice is not None
    assert path.read_bytes() == b"{"


def test_each_setting_in_the_dialog_has_a_label_and_help() -> None:
    shown = {
        name: field for name, field in Settings.model_fields.items() if name not in ("version", "session")
    }
    assert len(shown) == 7
    assert all(field.title and field.description for field in shown.values())
