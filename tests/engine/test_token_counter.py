from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from transformers import CLIPTokenizer

from desktop.core.errors import AppError
from desktop.core.paths import resources
from desktop.engine.token_counter import token_counter
from tests.helpers.tiny import STARTER


def test_weights_and_break_do_not_count() -> None:
    count = token_counter(STARTER)
    assert count("") == 0
    assert count("(a red apple:1.3) BREAK [a car]") == count("a red apple") + count("a car")


@pytest.mark.parametrize("folder", [STARTER, resources() / "configs" / "sd15"], ids=lambda path: path.name)
@pytest.mark.parametrize(
    "prompt",
    [
        "a red apple",
        "two  Penguins, it's 1984!",
        "ein Käse für 3 €",
        "日本の山",
        "🎨 paint\n new line",
        "x" * 300,
    ],
)
def test_counts_are_those_of_transformers(folder: Path, prompt: str) -> None:
    tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True)
    expected = len(tokenizer(prompt, add_special_tokens=False, verbose=False).input_ids)
    assert token_counter(folder)(prompt) == expected


def test_prompts_of_single_files_and_refiners_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    file.touch()
    refiner = tmp_path / "refiner"
    shutil.copytree(STARTER / "tokenizer", refiner / "tokenizer_2")
    assert token_counter(file)("a red apple") == 3
    assert token_counter(refiner)("a red apple") == token_counter(STARTER)("a red apple")


def test_a_damaged_tokenizer_is_an_error(tmp_path: Path) -> None:
    shutil.copytree(STARTER / "tokenizer", tmp_path / "tokenizer")
    (tmp_path / "tokenizer" / "vocab.json").write_text("[]")
    with pytest.raises(AppError, match="tokenizer"):
        token_counter(tmp_path)


def test_counting_needs_no_torch() -> None:
    code = "import sys, desktop.engine.token_counter; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
