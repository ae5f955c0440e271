"""Records and pictures to save in tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from desktop.core.params import GenerateParams, ModelRef, PictureRecord, Provenance
from desktop.core.pixels import Pixels


def make_record(created: str = "2026-03-29T01:59:59+01:00", **params: Any) -> PictureRecord:
    values: dict[str, Any] = {"model": ModelRef(name="starter", hash="0123456789"), "prompt": "a red apple"}
    return PictureRecord(
        params=GenerateParams(**(values | params)),
        provenance=Provenance(
            program="Darkroom 0.1.0",
            created=created,
            device="cpu",
            dtype="float32",
            threads=2,
            versions={"torch": "2.13.0"},
            model_sha256="0123456789" * 6 + "abcd",
            model_license="Apache-2.0",
            seconds=0.75,
        ),
    )


def make_pixels(width: int = 24, height: int = 16, seed: int = 0) -> Pixels:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Pixels.from_rgb(noise)
