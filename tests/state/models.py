"""Models for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

from desktop.core.families import Defaults
from desktop.core.geometry import Size
from desktop.core.models import ModelInfo
from desktop.core.samplers import SamplerName, ScheduleName

STARTER = ModelInfo(
    name="starter",
    title="Starter",
    path=Path("starter"),
    family_key="sd-custom",
    problem=None,
    license="CC0",
    size_bytes=1,
    native_size=Size(256, 192),
    size_range=(128, 320),
    defaults=Defaults(SamplerName.DPMPP_2M, ScheduleName.KARRAS, 10, 4.5),
    embedded=True,
)
