from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop.core.jobs import Job
from desktop.core.params import GenerateParams, ModelRef, SaveOptions


def test_the_same_again_differs_in_its_id_alone() -> None:
    params = GenerateParams(model=ModelRef(name="starter"), prompt="a red apple")
    job = Job(params, SaveOptions(folder=Path("pictures")), group="grid", parent_id=7)
    again = job.again()
    assert again.id != job.id
    assert replace(again, id=job.id) == job
