from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.core.errors import ErrorInfo
from desktop.core.events import (
    Cancelled,
    Event,
    Failed,
    Finished,
    Notice,
    Phase,
    PhaseName,
    PictureDone,
    Preview,
    Started,
    Step,
)
from desktop.core.geometry import Size
from desktop.core.jobs import Job, SavedPicture
from desktop.state.job_board import JobBoard, JobRecord, JobStatus
from tests.helpers.scripted import make_job, make_pixels, make_record

ERROR = ErrorInfo("bad", "It went wrong.")
SAVED = SavedPicture(5, Path("a.png"))


@pytest.fixture
def board(qapp: object) -> JobBoard:
    return JobBoard(ended_kept=3)


def record_of(board: JobBoard, job: Job) -> JobRecord:
    record = board.get(job.id)
    assert record is not None
    return record


def heard(board: JobBoard, *names: str) -> list[tuple[str, object]]:
    """What the board tells, with the signal's name."""
    told: list[tuple[str, object]] = []
    for name in names:
        getattr(board, name).connect(lambda what, name=name: told.append((name, what)))
    return told


def test_a_new_job_waits(board: JobBoard) -> None:
    told = heard(board, "jobs_added")
    job = make_job(count=3, steps=9)
    board.add(job)
    record = record_of(board, job)
    assert (record.status, record.pictures, record.steps) == (JobStatus.QUEUED, 3, 9)
    assert told == [("jobs_added", (record,))]
    assert (board.waiting, board.running) == ((record,), None)


def test_progress_is_followed(board: JobBoard) -> None:
    job = make_job(count=2, steps=4)
    board.add(job)
    board.receive(Started(job.id))
    board.receive(Phase(job.id, PhaseName.SAMPLE, 1, 2))
    board.receive(Step(job.id, 1, 2, 2, 4, 1.5))
    record = record_of(board, job)
    assert board.running == record
    assert (record.phase, record.picture, record.step, record.seconds_left) == (PhaseName.SAMPLE, 1, 2, 1.5)
    assert record.fraction == 0.75


def test_the_next_picture_starts_at_step_0(board: JobBoard) -> None:
    job = make_job(count=2, steps=4)
    board.add(job)
    for event in (Started(job.id), Step(job.id, 0, 2, 4, 4, 1.0), Phase(job.id, PhaseName.DECODE, 0, 2)):
        board.receive(event)
    assert record_of(board, job).fraction == 0.5
    board.receive(Phase(job.id, PhaseName.ENCODE, 1, 2))
    assert record_of(board, job).fraction == 0.5


@pytest.mark.parametrize(
    ("kind", "status"),
    [("finished", JobStatus.FINISHED), ("failed", JobStatus.FAILED), ("cancelled", JobStatus.CANCELLED)],
)
def test_the_end_is_told_once_with_its_outcome(board: JobBoard, kind: str, status: JobStatus) -> None:
    told = heard(board, "job_ended")
    job = make_job()
    board.add(job)
    outcome = {
        "finished": Finished(job.id, ()),
        "failed": Failed(job.id, ERROR),
        "cancelled": Cancelled(job.id),
    }[kind]
    board.receive(Started(job.id))
    board.receive(outcome)
    record = record_of(board, job)
    assert (record.status, record.outcome) == (status, outcome)
    assert record.error == (ERROR if kind == "failed" else None)
    assert told == [("job_ended", record)]


def test_a_waiting_job_can_be_cancelled(board: JobBoard) -> None:
    job = make_job()
    board.add(job)
    board.receive(Cancelled(job.id))
    assert record_of(board, job).status is JobStatus.CANCELLED


def test_pictures_previews_and_notices_are_passed_on(board: JobBoard) -> None:
    told = heard(board, "picture_done", "preview_received", "notice_raised")
    job = make_job()
    board.add(job)
    preview = Preview(job.id, 0, 1, make_pixels(Size(8, 8)))
    done = PictureDone(job.id, 0, 1, make_pixels(Size(64, 64)), make_record(job.params), SAVED)
    notice = Notice(job.id, ERROR)
    for event in (Started(job.id), preview, notice, done):
        board.receive(event)
    assert told == [("preview_received", preview), ("notice_raised", notice), ("picture_done", done)]
    assert record_of(board, job).saved == (SAVED,)


@pytest.mark.parametrize("order", ["after the end", "before the start", "second start", "unknown job"])
def test_an_event_out_of_order_is_logged_and_ignored(
    board: JobBoard, caplog: pytest.LogCaptureFixture, order: str
) -> None:
    job = make_job()
    start, step, end = Started(job.id), Step(job.id, 0, 1, 1, 4, None), Cancelled(job.id)
    cases: dict[str, tuple[list[Event], Event]] = {
        "after the end": ([start, end], Failed(job.id, ERROR)),
        "before the start": ([], step),
        "second start": ([start], start),
        "unknown job": ([], Started(make_job().id)),
    }
    before, late = cases[order]
    board.add(job)
    for event in before:
        board.receive(event)
    records = board.records
    assert caplog.text == ""
    board.receive(late)
    assert board.records == records
    assert "out of order" in caplog.text


@pytest.mark.parametrize("before", [[], [Started, Cancelled]], ids=["waiting", "ended"])
def test_a_preview_beside_its_job_s_time_is_dropped_in_silence(
    board: JobBoard, caplog: pytest.LogCaptureFixture, before: list[type[Started | Cancelled]]
) -> None:
    """The mailbox may hand over a newer preview than the events that the window has heard."""
    told = heard(board, "preview_received")
    job = make_job()
    board.add(job)
    for kind in before:
        board.receive(kind(job.id))
    board.receive(Preview(job.id, 0, 1, make_pixels(Size(8, 8))))
    assert told == []
    assert caplog.text == ""


def test_only_the_last_ended_jobs_are_kept(board: JobBoard) -> None:
    waiting = make_job()
    board.add(waiting)
    ended = [make_job() for _ in range(5)]
    for job in ended:
        board.add(job)
        board.receive(Cancelled(job.id))
    assert [record.job for record in board.records] == [waiting, *ended[2:]]


def test_jobs_that_are_added_together_are_told_together(board: JobBoard) -> None:
    told = heard(board, "jobs_added")
    counts: list[int] = []
    board.counts_changed.connect(lambda: counts.append(board.waiting_count))
    board.add(make_job(), make_job())
    assert [len(records) for _, records in told if isinstance(records, tuple)] == [2]
    assert counts == [2]


def test_counts_are_told_after_what_changed_them(board: JobBoard) -> None:
    seen: list[tuple[int, bool, int]] = []
    board.counts_changed.connect(
        lambda: seen.append((board.waiting_count, board.running is not None, len(board.ended)))
    )
    job = make_job()
    board.add(job)
    for event in (Started(job.id), Step(job.id, 0, 1, 1, 4, None), Finished(job.id, ())):
        board.receive(event)
    assert seen == [(1, False, 0), (0, True, 0), (0, False, 1)]


def test_many_cancels_are_told_one_by_one_and_counted_once(board: JobBoard) -> None:
    jobs = [make_job() for _ in range(3)]
    board.add(*jobs)
    ends, counts = heard(board, "job_ended"), [0]
    board.counts_changed.connect(lambda: counts.append(len(board.ended)))
    board.receive_cancels([job.id for job in jobs])
    assert (len(ends), counts) == (3, [0, 3])


def test_a_waiting_job_gets_new_content_and_a_running_one_does_not(board: JobBoard) -> None:
    job = make_job(steps=4)
    board.add(job)
    edited = replace(job, params=job.params.model_copy(update={"steps": 9, "count": 2}))
    board.edit(edited)
    record = record_of(board, job)
    assert (record.job, record.steps, record.pictures) == (edited, 9, 2)
    board.receive(Started(job.id))
    board.edit(job)
    assert record_of(board, job).job == edited


def test_only_ended_jobs_are_forgotten(board: JobBoard) -> None:
    waiting, ended = make_job(), make_job()
    board.add(waiting, ended)
    board.receive(Cancelled(ended.id))
    board.forget([waiting.id, ended.id])
    assert [record.job for record in board.records] == [waiting]
    assert board.ended == ()
