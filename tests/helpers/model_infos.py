"""What the library says of models, made up: nothing is on the disk."""

from __future__ import annotations

from pathlib import Path

from desktop.core.families import FAMILIES
from desktop.core.geometry import Size
from desktop.core.identify.identified import Container, Identified, Kind
from desktop.core.models import ModelInfo


def model_info(name: str, family: str = "sd1", **seen: object) -> ModelInfo:
    """A whole model of a family; ``seen`` is what its headers say."""
    row = FAMILIES[family]
    return ModelInfo(
        name=name,
        title=name.title(),
        path=Path(f"/models/{name}.safetensors"),
        family_key=family,
        problem=None,
        license="",
        size_bytes=0,
        native_size=Size(512, 512),
        size_range=row.size_range,
        defaults=row.defaults,
        container="single-file",
        identified=Identified(kind=Kind.CHECKPOINT).model_copy(update=seen),
    )


def adapter_info(name: str, *fits: str, kind: Kind = Kind.LORA, **seen: object) -> ModelInfo:
    """A LoRA or a textual inversion that fits these families; ``seen`` is what else its headers say."""
    identified = Identified(kind=kind, container=Container.SAFETENSORS, fits=fits).model_copy(update=seen)
    return ModelInfo(
        name=name,
        title=name,
        path=Path(f"/models/{name}.safetensors"),
        family_key="sd-custom",
        problem=None,
        license="",
        size_bytes=0,
        native_size=Size(512, 512),
        size_range=(64, 1024),
        defaults=FAMILIES["sd-custom"].defaults,
        kind=kind,
        container="single-file",
        identified=identified,
        trigger_words=identified.trigger_words,
    )
