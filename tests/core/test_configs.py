"""The bundled model configurations."""

import json
from pathlib import Path

import pytest

from desktop.core import paths

CONFIGS = paths.resources() / "configs"
CLIP_WORDS = 49408
T5_PIECES = 32100


def tokenizers(class_name: str) -> list[Path]:
    return sorted(
        folder.parent
        for folder in CONFIGS.glob("*/tokenizer*/tokenizer_config.json")
        if class_name in json.loads(folder.read_text())["tokenizer_class"]
    )


def test_every_tokenizer_of_every_family_is_there() -> None:
    named = {
        index.parent / component
        for index in CONFIGS.glob("*/model_index.json")
        for component, row in json.loads(index.read_text()).items()
        if component.startswith("tokenizer") and row[0]
    }

    assert named == {*tokenizers("CLIP"), *tokenizers("T5")}


@pytest.mark.parametrize("folder", tokenizers("CLIP"), ids=lambda f: f"{f.parent.name}-{f.name}")
def test_a_clip_tokenizer_has_its_whole_vocabulary(folder: Path) -> None:
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    merges = (folder / "merges.txt").read_text(encoding="utf-8").splitlines()

    assert len(vocabulary) == CLIP_WORDS
    assert len(merges) > 48_000


@pytest.mark.parametrize("folder", tokenizers("T5"), ids=lambda f: f"{f.parent.name}-{f.name}")
def test_a_t5_tokenizer_has_its_whole_vocabulary(folder: Path) -> None:
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))

    assert len(tokenizer["model"]["vocab"]) == T5_PIECES
