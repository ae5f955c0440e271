from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.core.gallery import GalleryRow
from desktop.core.geometry import Size
from desktop.core.params import ModelRef, PictureRecord, RefinerOptions
from desktop.state.picture_facts import common_facts, differences, facts
from tests.helpers.records import make_record

pytestmark = pytest.mark.usefixtures("qapp")


def row_of(record: PictureRecord, number: int = 1) -> GalleryRow:
    params = record.params
    return GalleryRow(
        id=number,
        path=Path(f"{number}.png"),
        created=datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        size=params.size,
        seed=params.seed,
        model=params.model.name,
        sampler=str(params.sampler),
        steps=params.steps,
        starred=False,
        prompt=params.prompt,
    )


def test_every_setting_is_told_as_it_can_be_copied() -> None:
    record = make_record(seed=2**40, steps=12, guidance_scale=4.5, size=Size(512, 768), clip_skip=2)
    told = {fact.key: fact.value for fact in facts(row_of(record), record)}
    assert told["model"] == "starter [0123456789]"
    assert told["seed"] == str(2**40)
    assert told["size"] == "512 × 768"
    assert (told["steps"], told["guidance"], told["clip_skip"]) == ("12", "4.5", "2")
    assert told["license"] == "Apache-2.0"
    assert told["versions"] == "torch 2.13.0"
    assert told["device"] == "cpu · float32"


def test_vae_refiner_and_shift_are_told_where_they_were_chosen() -> None:
    refiner = RefinerOptions(model=ModelRef(name="finish"), switch_at=0.8)
    record = make_record(vae=ModelRef(name="soft", hash="0123456789"), refiner=refiner, shift=2.5)
    told = {fact.key: fact.value for fact in facts(row_of(record), record)}
    assert (told["vae"], told["refiner"], told["shift"]) == ("soft [0123456789]", "finish, 80 %", "2.5")


def test_what_is_empty_is_left_out() -> None:
    record = make_record()
    assert {"template", "clip_skip"}.isdisjoint(fact.key for fact in facts(row_of(record), record))


def test_without_a_record_only_what_the_file_shows_is_told() -> None:
    row = row_of(make_record())
    assert [fact.key for fact in facts(row, None)] == ["size", "created"]


def test_several_pictures_tell_what_they_share() -> None:
    rows = [row_of(make_record(seed=seed, steps=20)) for seed in range(3)]
    shared = {fact.key: fact.value for fact in common_facts(rows)}
    assert shared["prompt"] == "a red apple"
    assert shared["steps"] == "20"
    assert "seed" not in shared


def test_only_settings_that_differ_are_compared() -> None:
    records = [make_record(seed=seed, steps=20, prompt=f"apple {seed % 2}") for seed in range(3)]
    found = differences([(row_of(record), record) for record in records])
    assert [(one.label, one.values) for one in found] == [
        ("Prompt", ("apple 0", "apple 1", "apple 0")),
        ("Seed", ("0", "1", "2")),
    ]


def test_dates_are_no_difference_and_an_unknown_value_is_empty() -> None:
    record = make_record(seed=5)
    first = row_of(record)
    later = replace(first, created=datetime(2027, 1, 1, tzinfo=UTC))
    assert differences([(first, record), (later, record)]) == ()
    unknown = {one.label: one.values for one in differences([(first, record), (later, None)])}
    assert unknown["Seed"] == ("5", "")
