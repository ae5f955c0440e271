"""LoRAs and textual inversions as a job names them: in its settings, or by words in its prompts.

``<lora:name:0.8>`` in a prompt uses a LoRA at a strength, ``<lora:name:0.8:0.5>`` with another one for the
text encoders. A textual inversion is used where its name stands, alone or as ``embedding:name``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.core.errors import AppError, ErrorInfo
from desktop.core.identify.architectures import titles
from desktop.core.identify.identified import Container, Kind
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams, LoraUse

MAX_TAG_STRENGTH = 10.0
"""Of a tag, up or down: some LoRAs are made to be used far beyond 1."""
_NUMBER = r"[ ]*([+-]?(?:\d{1,4}\.?\d{0,8}|\.\d{1,8}))[ ]*"
_TAG = re.compile(rf"<lora:[ ]*([^:<>\n]{{1,200}}?)[ ]*(?::{_NUMBER}(?::{_NUMBER})?)?>", re.IGNORECASE)
_SUFFIX = r"\.(?:safetensors|pt|bin)"
_CODE = "adapter_missing"
_WORDS = {Kind.LORA: "LoRA", Kind.EMBEDDING: "textual inversion", Kind.VAE: "VAE"}
_CONTAINERS = {
    Kind.LORA: (Container.SAFETENSORS,),
    Kind.EMBEDDING: (Container.SAFETENSORS,),
    Kind.VAE: (Container.SAFETENSORS, Container.FOLDER),
}


@dataclass(frozen=True, slots=True)
class LoraStrength:
    """A LoRA and how much of it goes to the denoiser and to the text encoders."""

    name: str
    unet: float
    text: float


@dataclass(frozen=True, slots=True)
class EmbeddingWord:
    """A place in a prompt where a textual inversion stands."""

    name: str


def without_tags(prompt: str) -> str:
    """What is left of a prompt to be encoded."""
    return _TAG.sub("", prompt)


def prompt_loras(prompt: str) -> tuple[LoraStrength, ...]:
    """The tags of a prompt, in order, within ±10. Never raises: what is no tag is text."""
    found = []
    for name, unet, text in _TAG.findall(prompt):
        strength = _within(float(unet)) if unet else 1.0
        found.append(LoraStrength(name, strength, _within(float(text)) if text else strength))
    return tuple(found)


def tag(use: LoraUse) -> str:
    """The tag that says the same as a setting."""
    text = "" if use.text == use.unet else f":{use.text:g}"
    return f"<lora:{use.name}:{use.unet:g}{text}>"


def with_names(params: GenerateParams, names: Mapping[str, str]) -> GenerateParams:
    """The same settings for LoRAs that are called otherwise: ``names`` leads from a name to the new one."""
    new = {old.casefold(): name for old, name in names.items()}

    def renamed(found: re.Match[str]) -> str:
        tag, start = found[0], found.start()
        name = new.get(found[1].casefold(), found[1])
        return f"{tag[: found.start(1) - start]}{name}{tag[found.end(1) - start :]}"

    loras = [use.model_copy(update={"name": new.get(use.name.casefold(), use.name)}) for use in params.loras]
    texts = ("prompt", "negative_prompt", "prompt_template", "negative_template")
    changed = {text: _TAG.sub(renamed, getattr(params, text)) for text in texts}
    return params.model_copy(update={"loras": tuple(loras), **changed})


def loras_of(params: GenerateParams) -> tuple[LoraStrength, ...]:
    """All that a job uses: settings and tags of one name (in any case of letters) add up."""
    named = [LoraStrength(use.name, use.unet, use.text) for use in params.loras]
    named += [*prompt_loras(params.prompt), *prompt_loras(params.negative_prompt)]
    added: dict[str, LoraStrength] = {}
    for one in named:
        before = added.get(one.name.casefold(), LoraStrength(one.name, 0.0, 0.0))
        added[one.name.casefold()] = LoraStrength(before.name, before.unet + one.unet, before.text + one.text)
    return tuple(added.values())


def find_adapter(infos: Iterable[ModelInfo], kind: Kind, name: str) -> ModelInfo:
    """The LoRA, textual inversion or VAE of this name, in any case of letters, with or without its suffix.

    Raises AppError("adapter_missing") with a hint at similar names.
    """
    known = {info.name.casefold(): info for info in infos if info.kind is kind}
    wanted = name.strip().replace("\\", "/").rpartition("/")[2].casefold()
    if found := known.get(wanted) or known.get(re.sub(rf"{_SUFFIX}\Z", "", wanted)):
        return found
    close = [known[word].name for word in difflib.get_close_matches(wanted, known, n=3)]
    what = _WORDS[kind]
    raise AppError(
        _CODE,
        f"The {what} {name} is not in your model folders. Nothing was drawn.",
        f"Did you mean {' or '.join(close)}?" if close else "Add its folder, or draw without it.",
    )


def is_missing(error: AppError) -> bool:
    """Whether looking at the folders again could help."""
    return error.code == _CODE


def misfit(adapter: ModelInfo, model: ModelInfo) -> ErrorInfo | None:
    """Why a LoRA, textual inversion or VAE can't be used with a model; None when its headers don't object.

    Where shapes fit no published family, only the model's own layers can tell: then it is tried.
    """
    seen = adapter.identified
    if seen is None or seen.problem is not None:
        return adapter.problem
    what = _WORDS[seen.kind]
    if seen.missing_feature:
        return ErrorInfo(
            "unsupported_model",
            f"Darkroom can't use {adapter.name}: it needs {seen.missing_feature}.",
            "Get it as a plain LoRA, if there is one.",
        )
    if seen.container not in _CONTAINERS[seen.kind]:
        return ErrorInfo(
            "unsupported_model",
            f"Darkroom opens {what}s as .safetensors alone, and {adapter.name} is none.",
            "Convert it, or get it in that form.",
        )
    base, family = model.family_key.removesuffix("-inpaint"), model.family.title
    if base in seen.fits or (not seen.fits and not model.family.parameters):
        return None
    made_for = titles(seen.fits) or "a kind of model that Darkroom does not know"
    return ErrorInfo(
        "wrong_base",
        f"The {what} {adapter.name} is made for {made_for}; {model.title} is of the kind {family}.",
        f"Choose a {what} for {family}" + (f", or a model of the kind {made_for}." if seen.fits else "."),
    )


class EmbeddingNames:
    """Finds the textual inversions that a prompt names. Immutable; any thread."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name.casefold(): name for name in names}
        # The longest first: "style" must not be found in "style v2".
        longest = sorted(self._names, key=len, reverse=True)
        known = f"({'|'.join(map(re.escape, longest)) or '(?!)'})"
        self._pattern = re.compile(
            rf"\bembedding:{known}(?:{_SUFFIX})?(?![\w-])|\bembedding:([\w\-]+(?:\.[\w\-]+)*)|"
            rf"(?<![\w-]){known}(?![\w-])",
            re.IGNORECASE,
        )

    def split(self, text: str) -> list[str | EmbeddingWord]:
        """The text in pieces, without the empty ones. After ``embedding:`` may stand what is not known."""
        pieces: list[str | EmbeddingWord] = []
        end = 0
        for match in self._pattern.finditer(text):
            pieces.append(text[end : match.start()])
            found = match[1] or match[2] or match[3]
            pieces.append(EmbeddingWord(self._names.get(found.casefold(), found)))
            end = match.end()
        pieces.append(text[end:])
        return [piece for piece in pieces if piece]

    def used(self, texts: Sequence[str]) -> tuple[str, ...]:
        """The names that stand in any of the texts, each once."""
        words = (piece for text in texts for piece in self.split(text) if isinstance(piece, EmbeddingWord))
        return tuple(dict.fromkeys(word.name for word in words))


def use_of(name: str, strength: float = 1.0) -> LoraUse:
    """A LoRA as a setting, the same strength for all that it changes."""
    return LoraUse(name=name, unet=strength, text=strength)


def _within(value: float) -> float:
    return max(-MAX_TAG_STRENGTH, min(MAX_TAG_STRENGTH, value))
