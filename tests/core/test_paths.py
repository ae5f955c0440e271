from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.paths import HOME_VARIABLE, Paths, resources


def all_of(paths: Paths) -> list[Path]:
    return [paths.data, paths.config, paths.cache, paths.logs, paths.pictures]


def test_everything_is_below_the_home_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    names = ["data", "config", "cache", "logs", "pictures"]
    assert all_of(Paths.default()) == [tmp_path / name for name in names]


def test_pictures_go_to_the_persons_pictures_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOME_VARIABLE)
    paths = Paths.default()
    assert paths.pictures.name == "Darkroom"
    assert paths.pictures.is_absolute()
    assert len(set(all_of(paths))) == 5


def test_asking_makes_no_folder(tmp_path: Path) -> None:
    assert not any(path.exists() for path in all_of(Paths.default()))


def test_resources_are_found() -> None:
    assert (resources() / "starter" / "model_index.json").is_file()
