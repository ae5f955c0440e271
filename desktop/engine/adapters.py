"""LoRAs and textual inversions of a job: found and checked before its model is loaded, then taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from desktop.core.adapters import (
    EmbeddingNames,
    find_adapter,
    is_missing,
    loras_of,
    misfit,
    without_tags,
)
from desktop.core.errors import AppError
from desktop.core.hashes import HashCache, autov3
from desktop.core.identify.identified import Kind
from desktop.core.jobs import CancelToken
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams
from desktop.engine.components import LoadedModel
from desktop.engine.embeddings import readable
from desktop.engine.lora_files import file_key
from desktop.engine.loras import ChosenLora, Loras

ListAdapters = Callable[[bool], Sequence[ModelInfo]]
"""All files of the model folders; with True the folders are looked at again."""


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What a job uses beside its model."""

    loras: tuple[ChosenLora, ...] = ()
    embeddings: tuple[ModelInfo, ...] = ()


class Adapters:
    """Lives on the engine's thread."""

    def __init__(self, list_adapters: ListAdapters) -> None:
        self._list = list_adapters
        self._loras = Loras()
        self._autov3: dict[str, str] = {}

    def clear(self) -> None:
        """Forget what was read of files."""
        self._loras.clear()

    def choose(self, params: GenerateParams, model: ModelInfo) -> Adaptation:
        """What the job names in its settings and prompts, before anything is loaded.

        Raises AppError: "adapter_missing", "unsupported_model", "wrong_base", or the file's own problem.
        """
        loras = tuple(
            ChosenLora(self._fitting(Kind.LORA, one.name, model), one)
            for one in loras_of(params)
            if one.unet or one.text
        )
        fitting = (
            info.name
            for info in self._list(False)
            if info.kind is Kind.EMBEDDING and misfit(info, model) is None
        )
        texts = [without_tags(text) for text in (params.prompt, params.negative_prompt)]
        used = EmbeddingNames(fitting).used(texts)
        return Adaptation(loras, tuple(self._fitting(Kind.EMBEDDING, name, model) for name in used))

    def vae(self, name: str, model: ModelInfo) -> ModelInfo:
        """The VAE of this name. Raises AppError as ``choose``."""
        return self._fitting(Kind.VAE, name, model)

    @contextmanager
    def reading(self, loaded: LoadedModel, chosen: Adaptation, token: CancelToken) -> Iterator[LoadedModel]:
        """The model as it reads prompts with all of these, in the ``with``: for the conditioner alone.

        Its encoders may be shared with other models: end it before those read anything.
        """
        encoders = {encoder.name for encoder in loaded.info.family.encoders}
        if (long := loaded.info.family.long_encoder) is not None:
            encoders.add(long.name)
        used = [(file_key(one.info.path), one.strength.text) for one in chosen.loras if one.strength.text]
        used += [(file_key(info.path), 1.0) for info in chosen.embeddings]
        with (
            self._loras.applied(loaded, encoders, chosen.loras, token),
            readable(loaded, chosen.embeddings) as reader,
        ):
            yield replace(reader, key=f"{loaded.key}|{used}") if used else loaded

    @contextmanager
    def drawing(self, loaded: LoadedModel, chosen: Adaptation, token: CancelToken) -> Iterator[None]:
        """The LoRAs on the denoiser's layers, in the ``with``."""
        with self._loras.applied(loaded, {loaded.info.family.denoiser}, chosen.loras, token):
            yield

    def hashes(
        self, chosen: Adaptation, cache: HashCache, check: Callable[[], None]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """AutoV3 of the LoRAs and SHA-256 of the textual inversions by name; ``check`` may raise."""
        loras = {}
        for one in chosen.loras:
            key = file_key(one.info.path)
            if key not in self._autov3:
                self._autov3[key] = autov3(one.info.path, check)
            loras[one.info.name] = self._autov3[key]
        return loras, {info.name: cache.file_sha256(info.path, check) for info in chosen.embeddings}

    def _fitting(self, kind: Kind, name: str, model: ModelInfo) -> ModelInfo:
        try:
            found = find_adapter(self._list(False), kind, name)
        except AppError as error:
            if not is_missing(error):
                raise
            found = find_adapter(self._list(True), kind, name)
        if (problem := misfit(found, model)) is not None:
            raise AppError(problem.code, problem.message, problem.hint, problem.details)
        return found
