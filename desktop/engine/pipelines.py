"""Pipelines around loaded parts. They own nothing: parts are shared, a scheduler is new each time."""

from __future__ import annotations

from typing import Any

import diffusers

from desktop.engine.components import LoadedModel

_UNUSED = ("safety_checker", "feature_extractor", "image_encoder")


def build_pipeline(loaded: LoadedModel, task: str, scheduler: diffusers.SchedulerMixin) -> Any:
    """The family's diffusers pipeline for ``task``, silent, sharing the parts of ``loaded``."""
    cls = getattr(diffusers, loaded.info.family.tasks[task])
    absent = dict.fromkeys(_UNUSED)
    pipeline = cls(**loaded.parts, scheduler=scheduler, **absent, requires_safety_checker=False)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
