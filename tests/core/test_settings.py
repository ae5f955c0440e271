from __future__ import annotations

import errno
from pathlib import Path

import pytest

from desktop.core import files, settings
from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.settings import Page, Session, Settings

CHOSEN = Settings(
    pictures_folder=Path("/pictures"),
    picture_format="webp",
    quality=80,
    include_prompt=False,
    theme="high-contrast",
    reduced_motion=True,
    model_folders=(Path("/models"), Path("/more")),
    favourite_models=("starter",),
    shortcuts={"quit": ("Ctrl+Shift+Q",), "about": ()},
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


def test_each_setting_in_the_preferences_has_a_label_a_help_and_its_default() -> None:
    shown = [row for page in Page for row in settings.rows(page)]
    hidden = {"version", "session", "favourite_models", "shortcuts"}
    assert {row.name for row in shown} == Settings.model_fields.keys() - hidden
    assert all(row.title != row.name and row.help for row in shown)
    assert {row.name: row.default for row in shown}.items() <= dict(Settings()).items()


def test_the_words_of_a_choice_cover_its_values() -> None:
    for page in Page:
        for row in settings.rows(page):
            for value, _ in row.shown.choices:
                assert getattr(Settings.checked(**{row.name: value}), row.name) == value


def test_a_number_knows_its_range() -> None:
    (quality,) = (row for row in settings.rows(Page.PICTURES) if row.name == "quality")
    assert (quality.minimum, quality.maximum) == (1, 100)


def test_exported_settings_hold_no_prompt(path: Path) -> None:
    settings.export(path, CHOSEN)
    assert "a cat" not in path.read_text()


def test_exported_settings_come_back_with_the_session_of_here(path: Path) -> None:
    settings.export(path, CHOSEN)
    here = Session(prompt="a dog")
    assert settings.read_exported(path, here) == CHOSEN.model_copy(update={"session": here})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "bad_value"),
        (b'{"theme": "pink"}', "bad_value"),
        (b'{"shortcuts": {"quit": "Ctrl+Q"}}', "bad_value"),
        (b'{"version": 99}', "settings_newer"),
        (None, "settings_unreadable"),
    ],
)
def test_a_file_that_holds_no_settings_is_refused(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "exported.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AppError) as caught:
        settings.read_exported(path, Session())
    assert caught.value.code == code
