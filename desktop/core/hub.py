"""The Hugging Face hub: its addresses, and what its API says of a repository. Knows no network."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desktop.core import files
from desktop.core.downloads import MAX_FILES, RemoteFile
from desktop.core.errors import AppError
from desktop.core.texts import QT_TRANSLATE_NOOP

HUB = "https://huggingface.co"
WEIGHTS = (".safetensors", ".gguf")
TEXTS = (".json", ".txt", ".model")
"""What a model folder needs beside its weights: configs, vocabularies."""
PICKLES = (".ckpt", ".pt", ".pth", ".bin", ".pkl", ".pickle")
_CARDS = ("README.md", "LICENSE", "LICENSE.md", "LICENSE.txt")
_FOLDER_MARKS = ("model_index.json", "config.json", "adapter_config.json")
_NAME = re.compile(r"[\w][\w.-]{0,95}")
_VARIANT = re.compile(r"[._-](?P<name>fp16|fp32|bf16|fp8|non_ema|ema|ema_only)(?=[.-])")
_HALF = "fp16"

PICKLE_WORDS = QT_TRANSLATE_NOOP("Downloads", "A pickle, which can run programs when it is opened.")
OTHER_WORDS = QT_TRANSLATE_NOOP("Downloads", "Not needed to make pictures.")
NAME_WORDS = QT_TRANSLATE_NOOP("Downloads", "Its name can't be used on every system.")


@dataclass(frozen=True, slots=True)
class HubAddress:
    """A repository of the hub, at a revision, and perhaps one file of it."""

    owner: str
    name: str
    revision: str = "main"
    path: str = ""

    @property
    def repository(self) -> str:
        return f"{self.owner}/{self.name}"

    @property
    def page(self) -> str:
        return f"{HUB}/{self.repository}"

    @property
    def api(self) -> str:
        """Where the hub describes it as JSON, with sizes and hashes."""
        return f"{HUB}/api/models/{self.repository}/revision/{quote(self.revision, safe='')}?blobs=true"


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that could be fetched; ``refusal`` says why it can't be (to be translated in "Downloads")."""

    file: RemoteFile
    is_chosen: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Repository:
    """What the hub says of one."""

    files: tuple[Offer, ...]
    folder: str
    """The name of the folder that its files make; empty when each file stands for itself."""
    licence: str
    licence_link: str
    is_gated: bool


class _Answer(BaseModel):
    """The parts of the hub's JSON that are used; the rest may change."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Lfs(_Answer):
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class _Sibling(_Answer):
    rfilename: str = Field(max_length=1000)
    size: int | None = Field(default=None, ge=0)
    lfs: _Lfs | None = None


class _Card(_Answer):
    license: str | list[str] | None = None
    license_name: str | None = None
    license_link: str | None = None


class _Model(_Answer):
    sha: str = Field(pattern=r"^[0-9a-f]{40}$")
    gated: bool | str = False
    siblings: tuple[_Sibling, ...] = ()
    cardData: _Card | None = None


def parse(text: str) -> HubAddress | None:
    """``owner/name``, or an address of a page or file on the hub; None for anything else."""
    text = text.strip()
    if "://" not in text:
        parts = text.removeprefix("huggingface.co/").split("/")
        return _address(parts) if len(parts) == 2 else None
    url = urlsplit(text)
    if url.scheme != "https" or url.netloc not in ("huggingface.co", "www.huggingface.co", "hf.co"):
        return None
    return _address([unquote(part) for part in url.path.strip("/").split("/")])


def read_answer(answer: object, address: HubAddress) -> Repository:
    """Understand what ``address.api`` gave. Raises AppError("unexpected_answer")."""
    try:
        model = _Model.model_validate(answer)
    except ValidationError as error:
        raise AppError(
            "unexpected_answer",
            f"What the hub says of {address.repository} can't be read.",
            "Try again later.",
            str(error),
        ) from None
    names = {sibling.rfilename for sibling in model.siblings}
    folder = "" if address.path or not names & set(_FOLDER_MARKS) else files.safe_stem(address.name)
    offers = [
        _offer(sibling, address, model.sha, folder)
        for sibling in model.siblings
        if not address.path or sibling.rfilename == address.path
    ]
    card = model.cardData or _Card()
    licence = card.license if isinstance(card.license, str) else ", ".join(card.license or ())
    if licence == "other" and card.license_name:
        licence = card.license_name
    return Repository(
        files=_choose(offers, folder),
        folder=folder,
        licence=licence[:200],
        licence_link=(card.license_link or "")[:500],
        is_gated=model.gated is not False,
    )


def refusal(path: str) -> str:
    """Why a file is not fetched, by its name; empty when it can be."""
    lower = path.lower()
    if lower.endswith(PICKLES):
        return PICKLE_WORDS
    return "" if lower.endswith(WEIGHTS) else OTHER_WORDS


def _address(parts: list[str]) -> HubAddress | None:
    match parts:
        case [owner, name, *rest] if _NAME.fullmatch(owner) and _NAME.fullmatch(name):
            match rest:
                case []:
                    return HubAddress(owner, name)
                case ["tree", revision]:
                    return HubAddress(owner, name, revision)
                case ["blob" | "resolve", revision, *path] if path:
                    return HubAddress(owner, name, revision, "/".join(path))
    return None


def _offer(sibling: _Sibling, address: HubAddress, commit: str, folder: str) -> Offer:
    name = PurePosixPath(sibling.rfilename)
    if folder:
        target = sibling.rfilename
        is_plain = (
            all(files.safe_stem(part) == part for part in name.parts) and str(name) == sibling.rfilename
        )
        wanted = target.lower().endswith((*WEIGHTS, *TEXTS)) or target in _CARDS
        reason = ("" if wanted else refusal(target)) or ("" if is_plain else NAME_WORDS)
    else:
        target = f"{files.safe_stem(name.stem)}{name.suffix.lower()}"
        reason = refusal(target)
    file = RemoteFile(
        url=f"{HUB}/{address.repository}/resolve/{commit}/{quote(sibling.rfilename)}",
        path=target,
        size_bytes=sibling.size,
        sha256=sibling.lfs.sha256 if sibling.lfs else "",
    )
    return Offer(file, refusal=reason)


def _choose(offers: Iterable[Offer], folder: str) -> tuple[Offer, ...]:
    """What is ticked at first. Of a folder: its parts, weights in half precision where they are there.

    Of single files: the only one; among several the person chooses.
    """
    possible = [offer for offer in offers if not offer.refusal][:MAX_FILES]
    paths = {offer.file.path for offer in possible}
    has_index = "model_index.json" in paths

    def is_wanted(path: str) -> bool:
        is_weights = path.lower().endswith(WEIGHTS) or ".index." in path
        if not is_weights:
            return True
        if has_index and "/" not in path:
            return False  # the same model again, as one file
        variant = _VARIANT.search(PurePosixPath(path).name)
        if variant is None:
            return not has_half_of(path)
        return variant["name"] == _HALF

    def has_half_of(path: str) -> bool:
        parent = PurePosixPath(path).parent
        return any(PurePosixPath(p).parent == parent and f".{_HALF}" in p for p in paths if p != path)

    weights = [offer for offer in possible if offer.file.path.lower().endswith(WEIGHTS)]
    only_one = len(weights) == 1
    return tuple(
        Offer(
            offer.file,
            is_chosen=not offer.refusal
            and (is_wanted(offer.file.path) if folder else only_one and offer in weights),
            refusal=offer.refusal,
        )
        for offer in offers
    )
