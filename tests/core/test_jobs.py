from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop.core.jobs import GroupKind, Job, group_kind, new_group
from desktop.core.params import GenerateParams, ModelRef, SaveOptions


def test_the_same_again_differs_in_its_id_alone() -> None:
    params = GenerateParams(model=ModelRef(name="starter"), prompt="a red apple")
    job = Job(params, SaveOptions(folder=Path("pictures")), group="grid", parent_id=7)
    again = job.again()
    assert again.id != job.id
    assert replace(again, id=job.id) == job


def test_a_group_s_name_says_its_kind_and_is_used_once() -> None:
    names = [new_group(kind) for kind in GroupKind for _ in range(2)]
    assert len(set(names)) == len(names)
    assert [group_kind(name) for name in names] == [kind for kind in GroupKind for _ in range(2)]


def test_a_name_from_elsewhere_has_no_kind() -> None:
    assert [group_kind(name) for name in ("", "grid", "other-1")] == [None, None, None]
