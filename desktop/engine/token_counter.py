"""How many tokens a prompt has for a model, without loading the model or torch."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import BPE

from desktop.core.errors import AppError
from desktop.core.paths import resources
from desktop.engine.chunks import split_into_chunks

# CLIP's words: contractions, runs of letters, single digits, runs of anything else (Radford et al., 2021).
_WORDS = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"

_CLIP_FOLDER = Path("configs", "sd15", "tokenizer")

CountTokens = Callable[[str], int]


def token_counter(model: Path) -> CountTokens:
    """A function that counts a prompt's tokens for a model, weights and BREAK left out.

    ``model`` is a diffusers folder, or a single file: such models all have the vocabulary that OpenAI's CLIP
    was published with. Reads about 1 MB. Raises AppError("model_damaged") when the tokenizer's files are
    missing or damaged.
    """
    folder = resources() / _CLIP_FOLDER if model.is_file() else model / "tokenizer"
    if not folder.exists():  # refiners have the second encoder alone
        folder = model / "tokenizer_2"
    try:
        tokenizer = _from_files(folder)
    except Exception as error:  # noqa: BLE001 - tokenizers raises bare Exception for damaged files
        raise AppError(
            "model_damaged", "The tokenizer of this model can't be read.", details=f"{folder}: {error}"
        ) from None

    def encode(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    return lambda prompt: sum(len(chunk) for chunk in split_into_chunks(prompt, encode))


def _from_files(folder: Path) -> Tokenizer:
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    lines = (folder / "merges.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ") for line in lines if line and not line.startswith("#version"))
    merges = [(left, right) for left, right in pairs]
    tokenizer = Tokenizer(
        BPE(vocab=vocabulary, merges=merges, end_of_word_suffix="</w>", unk_token="<|endoftext|>")
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    return tokenizer
