"""The embedded model's folder, read without loading it."""

import json
from pathlib import Path

import pytest

from desktop.core import paths
from desktop.core.library_cards import StudioCard

LARGEST_FILE = 13 * 2**20
LARGEST_FOLDER = 30 * 2**20
CODE = {".py", ".pyc", ".bin", ".pt", ".pth", ".ckpt", ".pkl"}


@pytest.fixture
def folder() -> Path:
    return paths.resources() / "starter"


def test_it_is_an_ordinary_pipeline_folder(folder: Path) -> None:
    index = json.loads((folder / "model_index.json").read_text())

    assert index["_class_name"] == "StableDiffusionPipeline"
    assert {name for name, row in index.items() if isinstance(row, list) and row[0]} == {
        path.name for path in folder.iterdir() if path.is_dir()
    }


def test_it_holds_neither_code_nor_pickles(folder: Path) -> None:
    assert not [path for path in folder.rglob("*") if path.suffix in CODE]


def test_it_stays_small(folder: Path) -> None:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]

    assert max(sizes) < LARGEST_FILE
    assert sum(sizes) < LARGEST_FOLDER


def test_its_studio_card_is_complete(folder: Path) -> None:
    card = StudioCard.model_validate_json((folder / "studio.json").read_bytes())

    assert all(getattr(card, name) for name in StudioCard.model_fields)
    assert len(card.example_prompts) >= 6


def test_its_model_card_names_the_same_licence(folder: Path) -> None:
    front_matter = (folder / "README.md").read_text(encoding="utf-8").split("---\n")[1]
    licence = json.loads((folder / "studio.json").read_text())["license"]

    assert f"license: {licence.lower()}\n" in front_matter
