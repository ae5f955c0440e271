"""Pipelines around loaded parts. They own nothing: parts are shared, a scheduler is new each time."""

from __future__ import annotations

import inspect
from typing import Any

import diffusers

from desktop.engine.components import LoadedModel

_ABSENT = (
    "safety_checker",
    "feature_extractor",
    "image_encoder",
    "text_encoder",
    "tokenizer",
    "text_encoder_3",
    "tokenizer_3",
)
"""What pipelines ask for and may go without."""


def build_pipeline(loaded: LoadedModel, task: str, scheduler: diffusers.SchedulerMixin) -> Any:
    """The family's diffusers pipeline for ``task``, silent, sharing the parts of ``loaded``."""
    family = loaded.info.family
    cls = getattr(diffusers, family.tasks[task])
    given = {**dict.fromkeys(_ABSENT), **loaded.parts, **family.options, "scheduler": scheduler}
    known = inspect.signature(cls.__init__).parameters
    pipeline = cls(**{name: value for name, value in given.items() if name in known})
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
