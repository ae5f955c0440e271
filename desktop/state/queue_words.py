"""Rows of the queue in words, for the eye and for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.core.events import PhaseName
from desktop.core.jobs import GroupKind
from desktop.state.durations import duration
from desktop.state.job_board import JobRecord, JobStatus
from desktop.state.queue_forecast import QueueTotal

if TYPE_CHECKING:
    from desktop.state.queue_list import QueueRow


def title(row: QueueRow) -> str:
    """The prompt, after what kind of group it is."""
    params = row.records[0].job.params
    template = row.kind is GroupKind.DRAWN and bool(params.prompt_template)
    prompt = " ".join((params.prompt_template if template else params.prompt).split())
    prompt = prompt or _tr("No prompt")
    match row.kind:
        case GroupKind.COMPARISON:
            return _tr("Comparison: {prompt}").format(prompt=prompt)
        case GroupKind.FOLDER:
            return _tr("Folder: {prompt}").format(prompt=prompt)
        case _:
            return prompt


def settings(row: QueueRow) -> str:
    """``starter · 256 × 256 · Euler · 20 steps · guidance 5 · seed 7 · 4 pictures``; less for a group."""
    params = row.records[0].job.params
    pictures = sum(record.job.params.count for record in row.records)
    sizes = {str(record.job.params.size) for record in row.records}
    models = {record.job.params.model.name for record in row.records}
    parts = [
        params.model.name if len(models) == 1 else _tr("%n models", len(models)),
        sizes.pop().replace("x", " × ") if len(sizes) == 1 else _tr("%n sizes", len(sizes)),
    ]
    if not row.group:
        parts += [
            params.sampler.value,
            _tr("%n steps", params.steps),
            _tr("guidance {value}").format(value=QLocale().toString(params.guidance_scale, "g", 4)),
            _tr("seed {seed}").format(seed=params.seed),
        ]
    if pictures > 1:
        parts.append(_tr("%n pictures", pictures))
    return " · ".join(parts)


def state(row: QueueRow) -> str:
    """What becomes of it: how far it is, that it waits, or how it ended and why."""
    if row.group:
        return _group_state(row)
    record = row.records[0]
    match record.status:
        case JobStatus.RUNNING:
            return _tr("Stopping…") if record.cancelling else _progress(record)
        case JobStatus.QUEUED:
            return _tr("Waiting")
        case JobStatus.FAILED:
            return _tr("Failed")
        case JobStatus.CANCELLED:
            return _tr("Cancelled")
        case JobStatus.FINISHED:
            return _tr("Done")


def time_left(row: QueueRow) -> str:
    """``about 12 s``; empty while it is not known, and after the end."""
    return (
        ""
        if row.seconds_left is None
        else _tr("about {duration}").format(duration=duration(row.seconds_left))
    )


def reason(row: QueueRow) -> str:
    """Why it failed; empty when it did not."""
    return next((record.error.message for record in row.records if record.error is not None), "")


def describe(row: QueueRow) -> str:
    """Everything about a row, line by line."""
    lines = (title(row), settings(row), state(row), time_left(row), reason(row))
    return "\n".join(line for line in lines if line)


def total(queue: QueueTotal, paused: bool) -> str:
    """The whole queue in a sentence."""
    if queue.jobs == 0:
        return ""
    jobs = _tr("1 job") if queue.jobs == 1 else _tr("%n jobs", queue.jobs)
    if paused:
        return _tr("{jobs}, paused").format(jobs=jobs)
    if queue.seconds is None:
        return jobs
    return _tr("{jobs}, about {duration} left").format(jobs=jobs, duration=duration(queue.seconds))


def _progress(record: JobRecord) -> str:
    if record.phase is PhaseName.LOAD:
        words = _tr("Loading the model")
    elif record.phase is PhaseName.SAMPLE and record.step:
        words = _tr("Step {step} of {steps}").format(step=record.step, steps=record.steps)
    elif record.phase in (PhaseName.DECODE, PhaseName.SAVE):
        words = _tr("Developing")
    else:
        words = _tr("Starting")
    if record.pictures < 2:
        return words
    return _tr("Picture {number} of {count} · {words}").format(
        number=record.picture + 1, count=record.pictures, words=words
    )


def _group_state(row: QueueRow) -> str:
    count, done = len(row.records), row.done
    failed = sum(record.status is JobStatus.FAILED for record in row.records)
    cancelled = sum(record.status is JobStatus.CANCELLED for record in row.records)
    if failed:
        return _tr("{done} of {count}, {failed} failed").format(done=done, count=count, failed=failed)
    if done == count and cancelled:
        return _tr("{made} of {count} made, the rest cancelled").format(made=count - cancelled, count=count)
    return _tr("{done} of {count}").format(done=done, count=count)


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("Queue", text, "", n)
