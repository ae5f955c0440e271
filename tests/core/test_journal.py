from __future__ import annotations

import json
import logging
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core import files, journal
from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.jobs import Job, JobId, Lane
from desktop.core.journal import QueueJournal
from desktop.core.params import MAX_SEED, MAX_SIDE, MIN_SIDE, GenerateParams, ModelRef, SaveOptions
from desktop.core.samplers import SAMPLERS, SamplerName

SIDES = st.integers(MIN_SIDE, MAX_SIDE)
TEXTS = st.text(max_size=60)


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    sampler = SAMPLERS[draw(st.sampled_from(SamplerName))]
    params = GenerateParams(
        model=ModelRef(name=draw(TEXTS), hash=draw(TEXTS)),
        prompt=draw(TEXTS),
        negative_prompt=draw(TEXTS),
        sampler=sampler.name,
        schedule=draw(st.sampled_from(sampler.schedules)),
        steps=draw(st.integers(sampler.min_steps, 150)),
        guidance_scale=draw(st.floats(0.0, 30.0)),
        size=Size(draw(SIDES), draw(SIDES)),
        seed=draw(st.integers(0, MAX_SEED - 999)),
        count=draw(st.integers(1, 1000)),
        clip_skip=draw(st.integers(1, 12)),
    )
    save = SaveOptions(
        folder=Path("pictures") / draw(st.sampled_from(["a", "ü", "a b"])),
        file=draw(st.none() | st.just(Path("out.webp"))),
        format=draw(st.sampled_from(["png", "jpeg", "webp"])),
        quality=draw(st.integers(1, 100)),
        include_prompt=draw(st.booleans()),
    )
    parent_id = draw(st.none() | st.integers(1, MAX_SEED))
    return Job(params, save, group=draw(TEXTS), parent_id=parent_id)


def make_job(prompt: str = "a red apple", **fields: Any) -> Job:
    params = GenerateParams(model=ModelRef(name="starter"), prompt=prompt)
    return Job(params, SaveOptions(folder=Path("pictures")), **fields)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "queue.json"


@pytest.fixture
def kept(path: Path) -> QueueJournal:
    return QueueJournal(path)


@settings(max_examples=40, deadline=None)
@given(st.lists(jobs(), max_size=4))
def test_every_job_comes_back_as_it_was(given_jobs: list[Job]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "queue.json"
        assert QueueJournal(path).save(given_jobs) == len(given_jobs)
        loaded = QueueJournal(path)
        assert loaded.load() == tuple(given_jobs)
        assert loaded.notice is None


def test_the_first_start_has_no_journal(kept: QueueJournal) -> None:
    assert kept.load() == ()
    assert kept.notice is None


def test_saving_nothing_forgets_the_jobs(kept: QueueJournal) -> None:
    kept.save([make_job()])
    kept.save([])
    assert kept.load() == ()
    assert kept.notice is None


def test_live_jobs_are_not_kept(kept: QueueJournal) -> None:
    job = make_job()
    assert kept.save([make_job(lane=Lane.LIVE), job]) == 1
    assert kept.load() == (job,)


def test_a_job_comes_back_once(kept: QueueJournal) -> None:
    kept.save([make_job("old", id=JobId("same")), make_job("new", id=JobId("same"))])
    assert [job.params.prompt for job in kept.load()] == ["new"]


def test_a_folder_that_is_no_text_costs_only_its_job(kept: QueueJournal) -> None:
    job = make_job()
    odd = Job(job.params, SaveOptions(folder=Path("\udcff")))
    assert kept.save([odd, job]) == 1
    assert kept.load() == (job,)


GOOD = json.dumps({"version": 1, "jobs": []})


@pytest.mark.parametrize(
    "content",
    [
        "",
        GOOD[:-1],
        "[]",
        "[" * 100_000,
        '{"version": 1}',
        '{"version": 0, "jobs": []}',
        '{"version": 1, "jobs": [{"id": "a"}]}',
        '{"version": 1, "jobs": [], "more": 1}',
        "\0" * 50,
    ],
)
def test_a_damaged_journal_is_set_aside_and_told(kept: QueueJournal, path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)
    assert kept.load() == ()
    assert kept.notice is not None
    assert kept.notice.code == "queue_damaged"
    (aside,) = path.parent.glob("queue.json.bad-*")
    assert aside.read_text() == content
    assert kept.load() == ()
    assert kept.notice is None


def test_a_value_out_of_range_is_damage_and_the_notice_does_not_quote_it(
    kept: QueueJournal, path: Path
) -> None:
    kept.save([make_job("a secret")])
    path.write_text(path.read_text().replace('"steps":20', '"steps":1000000000'))
    assert kept.load() == ()
    assert kept.notice is not None
    assert kept.notice.code == "queue_damaged"
    assert "secret" not in str(kept.notice)


def test_a_journal_of_a_newer_version_is_kept_for_it(kept: QueueJournal, path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"version": 2, "work": []}')
    assert kept.load() == ()
    assert kept.notice is not None
    assert kept.notice.code == "queue_newer"
    (aside,) = path.parent.glob("queue.json.bad-*")
    assert aside.name in kept.notice.message


def test_a_journal_that_can_not_be_read_is_told(kept: QueueJournal, path: Path) -> None:
    path.mkdir(parents=True)
    assert kept.load() == ()
    assert kept.notice is not None
    assert kept.notice.code == "queue_unreadable"


def test_only_the_first_jobs_are_kept_of_too_many(
    kept: QueueJournal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(journal, "MAX_JOBS", 3)
    given_jobs = [make_job(str(number)) for number in range(5)]
    with caplog.at_level(logging.WARNING):
        assert kept.save(given_jobs) == 3
    assert kept.load() == tuple(given_jobs[:3])
    assert "too long" in caplog.text


def test_the_file_does_not_pass_its_limit(
    kept: QueueJournal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.save([make_job(), make_job()])
    monkeypatch.setattr(journal, "MAX_BYTES", path.stat().st_size - 1)
    assert kept.save([make_job(), make_job()]) == 1
    assert path.stat().st_size < journal.MAX_BYTES
    assert len(kept.load()) == 1


@pytest.mark.parametrize("limit", ["MAX_JOBS", "MAX_BYTES"])
def test_a_journal_over_a_limit_is_not_taken(
    kept: QueueJournal, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    kept.save([make_job(), make_job()])
    monkeypatch.setattr(journal, limit, 1)
    assert kept.load() == ()
    assert kept.notice is not None
    assert kept.notice.code == "queue_damaged"


def test_when_saving_fails_the_older_journal_stays(
    kept: QueueJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_job()
    kept.save([job])

    def fail(_handle: int, _data: object) -> int:
        raise OSError(28, "no space")

    with monkeypatch.context() as full:
        full.setattr(files.os, "write", fail)
        with pytest.raises(AppError) as caught:
            kept.save([])
    assert caught.value.code == "disk_full"
    assert kept.load() == (job,)
