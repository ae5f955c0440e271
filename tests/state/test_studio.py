from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.core import settings
from desktop.core.document.document import Document
from desktop.core.errors import ErrorInfo
from desktop.core.estimates import Estimates
from desktop.core.events import Cancelled, Finished, Timings
from desktop.core.geometry import Size
from desktop.core.jobs import Job, JobId, Lane
from desktop.core.params import MAX_SEED, RANDOM_SEED, ModelRef
from desktop.core.paths import Paths
from desktop.core.settings import Session, Settings
from desktop.state.gallery_list import GalleryRole
from desktop.state.job_board import JobRecord, JobStatus
from desktop.state.notices import NoticeLevel
from desktop.state.studio import Studio
from tests.helpers.scripted import STARTER, Script, ScriptedRunner, make_params, make_pixels, make_studio

OTHER = replace(STARTER, name="other", title="Other", embedded=False)


class Held:
    """A script that holds each job before its first step."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.scripts: dict[JobId, Script] = {}

    def __call__(self, job: Job) -> Script:
        return self.scripts.setdefault(job.id, Script(hold=self.release))


OpenStudio = Callable[..., Studio]


@pytest.fixture
def open_studio(qtbot: QtBot) -> Iterator[OpenStudio]:
    """Builds a studio, starts it and waits until it knows its models."""
    studios: list[Studio] = []

    def build(*args: object, **kwargs: object) -> Studio:
        studio = make_studio(*args, **kwargs)  # type: ignore[arg-type]
        studios.append(studio)
        with qtbot.waitSignals([studio.library.changed, studio.device_changed]):
            studio.start()
        return studio

    yield build
    for studio in studios:
        assert studio.shutdown()


def ended(studio: Studio) -> list[JobRecord]:
    return [record for record in studio.board.records if record.outcome is not None]


def status(studio: Studio, job_id: JobId) -> JobStatus:
    record = studio.board.get(job_id)
    assert record is not None
    return record.status


def codes(studio: Studio) -> list[str]:
    return [item.info.code for item in studio.notices.history]


def generate(studio: Studio) -> JobId:
    job_id = studio.generate()
    assert job_id is not None
    return job_id


def test_a_prompt_becomes_a_picture_on_canvas_disk_and_list(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio()
    studio.prompt.prompt = "a red apple"
    with qtbot.waitSignal(studio.board.job_ended) as told:
        generate(studio)
    (record,) = told.args
    (saved,) = record.saved
    picture = studio.canvas.picture
    assert picture is not None
    assert picture.record is not None
    assert (picture.saved, picture.record.params) == (saved, record.job.params)
    assert saved.path.is_relative_to(Paths.default().pictures)
    assert saved.path.exists()
    qtbot.waitUntil(lambda: studio.gallery.index(0).data(GalleryRole.ID) == saved.gallery_id)
    assert studio.canvas.preview is None


def test_previews_reach_the_canvas_while_the_job_runs(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio()
    with qtbot.waitSignals([studio.canvas.preview_changed, studio.board.job_ended]):
        generate(studio)


def test_previews_do_not_hide_a_document_that_was_opened_meanwhile(
    qtbot: QtBot, open_studio: OpenStudio
) -> None:
    go_on = threading.Event()
    studio = open_studio(Script(hold=go_on, hold_before_step=2))
    generate(studio)
    qtbot.waitUntil(lambda: studio.canvas.preview is not None)
    studio.editor.document.open("Open", Document.from_pixels(make_pixels(Size(64, 64)), "Lake"))
    assert studio.canvas.preview is None
    told = QSignalSpy(studio.canvas.preview_changed)
    with qtbot.waitSignals([studio.board.preview_received, studio.board.job_ended]):
        go_on.set()
    assert told.count() == 0


def test_the_preview_of_a_cancelled_job_goes(qtbot: QtBot, open_studio: OpenStudio) -> None:
    half_way = Script(hold=threading.Event(), hold_before_step=2)
    studio = open_studio(half_way)
    job_id = generate(studio)
    qtbot.waitUntil(lambda: studio.canvas.preview is not None)
    with qtbot.waitSignal(studio.board.job_ended):
        studio.cancel(job_id)
    assert studio.canvas.preview is None


def test_pictures_are_saved_as_the_preferences_say(
    qtbot: QtBot, open_studio: OpenStudio, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("elsewhere")
    studio = open_studio(settings=Settings(pictures_folder=folder, picture_format="webp"))
    with qtbot.waitSignal(studio.board.job_ended) as told:
        generate(studio)
    (saved,) = told.args[0].saved
    assert saved.path.is_relative_to(folder)
    assert saved.path.suffix == ".webp"


def test_settings_that_can_not_be_are_told_and_nothing_is_queued(open_studio: OpenStudio) -> None:
    studio = open_studio(models=())
    assert studio.generate() is None
    assert codes(studio) == ["no_model"]
    assert studio.board.records == ()


def test_cancel_of_a_queued_job_leaves_the_running_one(qtbot: QtBot, open_studio: OpenStudio) -> None:
    held = Held()
    studio = open_studio(held)
    running, waiting = generate(studio), generate(studio)
    qtbot.waitUntil(lambda: status(studio, running) is JobStatus.RUNNING)
    studio.cancel(waiting)
    assert status(studio, waiting) is JobStatus.CANCELLED
    held.release.set()
    qtbot.waitUntil(lambda: len(ended(studio)) == 2)
    assert status(studio, running) is JobStatus.FINISHED


def test_cancel_of_the_running_job_shows_at_once_and_the_next_one_runs(
    qtbot: QtBot, open_studio: OpenStudio
) -> None:
    held = Held()
    studio = open_studio(held)
    running, waiting = generate(studio), generate(studio)
    qtbot.waitUntil(lambda: status(studio, running) is JobStatus.RUNNING)
    studio.cancel_current()
    record = studio.board.get(running)
    assert record is not None
    assert record.cancelling
    held.release.set()
    qtbot.waitUntil(lambda: len(ended(studio)) == 2)
    assert [status(studio, job) for job in (running, waiting)] == [JobStatus.CANCELLED, JobStatus.FINISHED]
    assert not any(record.cancelling for record in studio.board.records)


def test_cancel_current_before_the_worker_is_ready_takes_the_next_job(qtbot: QtBot) -> None:
    studio = make_studio()
    studio.prompt.adopt_model(STARTER)
    first, second = generate(studio), generate(studio)
    studio.cancel_current()
    assert [status(studio, job) for job in (first, second)] == [JobStatus.CANCELLED, JobStatus.QUEUED]
    assert studio.shutdown()


def test_cancel_all_ends_every_job(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio(Held())
    jobs = [generate(studio) for _ in range(4)]
    qtbot.waitUntil(lambda: status(studio, jobs[0]) is JobStatus.RUNNING)
    studio.cancel_all()
    qtbot.waitUntil(lambda: len(ended(studio)) == 4)
    assert {record.status for record in studio.board.records} == {JobStatus.CANCELLED}


def test_cancel_after_the_end_does_nothing(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio()
    with qtbot.waitSignal(studio.board.job_ended):
        job_id = generate(studio)
    studio.cancel(job_id)
    assert status(studio, job_id) is JobStatus.FINISHED


def test_a_live_job_replaces_the_one_that_waits(qtbot: QtBot, open_studio: OpenStudio) -> None:
    held = Held()
    studio = open_studio(held)
    running = generate(studio)
    qtbot.waitUntil(lambda: status(studio, running) is JobStatus.RUNNING)
    old, new = (studio.submit(make_params(), Lane.LIVE) for _ in range(2))
    assert [status(studio, job) for job in (old, new)] == [JobStatus.CANCELLED, JobStatus.QUEUED]
    held.release.set()
    qtbot.waitUntil(lambda: status(studio, new) is JobStatus.FINISHED)


def test_fifty_jobs_with_random_cancels_end_fifty_times(
    qtbot: QtBot, open_studio: OpenStudio, caplog: pytest.LogCaptureFixture
) -> None:
    dice = random.Random(4)
    studio = open_studio(lambda job: Script(error=ErrorInfo("bad", "") if job.params.steps == 3 else None))
    ends: Counter[JobId] = Counter()
    studio.board.job_ended.connect(lambda record: ends.update([record.id]))
    jobs = [studio.submit(make_params(steps=dice.randint(1, 5))) for _ in range(50)]
    for job_id in dice.sample(jobs, 25):
        studio.cancel(job_id)
        QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: len(ends) == 50)
    assert ends == Counter(jobs)
    assert {record.status for record in studio.board.records} == {
        JobStatus.FINISHED,
        JobStatus.FAILED,
        JobStatus.CANCELLED,
    }
    assert "out of order" not in caplog.text


def test_a_failed_job_is_told_and_the_queue_goes_on(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio(lambda job: Script(error=ErrorInfo("bad", "") if job.params.steps == 3 else None))
    studio.submit(make_params(steps=3))
    studio.submit(make_params(steps=4))
    qtbot.waitUntil(lambda: len(ended(studio)) == 2)
    assert [record.status for record in ended(studio)] == [JobStatus.FAILED, JobStatus.FINISHED]
    assert [(item.level, item.info.code) for item in studio.notices.history] == [(NoticeLevel.ERROR, "bad")]


def test_a_notice_of_a_job_is_told(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio(Script(notice=ErrorInfo("size_snapped", "")))
    with qtbot.waitSignal(studio.board.job_ended):
        generate(studio)
    assert [(i.level, i.info.code) for i in studio.notices.history] == [(NoticeLevel.INFO, "size_snapped")]


def test_worker_events_are_heard_in_the_window_s_thread(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio()
    threads: set[QThread] = set()
    for signal in (studio.board.job_changed, studio.board.job_ended, studio.canvas.preview_changed):
        signal.connect(lambda _: threads.add(QThread.currentThread()))
    with qtbot.waitSignal(studio.board.job_ended):
        generate(studio)
    assert threads == {QThread.currentThread()}


def run_in_a_loop(studio: Studio, job_id: JobId) -> object:
    """``await studio.result(job_id)`` in an asyncio loop that turns the window's one too."""

    async def wait() -> object:
        waiting = asyncio.ensure_future(studio.result(job_id))
        while not waiting.done():
            QCoreApplication.processEvents()
            await asyncio.sleep(0)
        return waiting.result()

    return asyncio.run(wait())


def test_a_result_can_be_awaited_before_and_after_the_end(open_studio: OpenStudio) -> None:
    studio = open_studio()
    job_id = generate(studio)
    outcome = run_in_a_loop(studio, job_id)
    assert isinstance(outcome, Finished)
    assert run_in_a_loop(studio, job_id) is outcome


def test_the_result_of_an_unknown_job_is_refused(open_studio: OpenStudio) -> None:
    with pytest.raises(KeyError):
        run_in_a_loop(open_studio(), JobId("unknown"))


def test_shutdown_while_a_job_runs_ends_it_and_the_thread(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio(Held())
    running, waiting = generate(studio), generate(studio)
    qtbot.waitUntil(lambda: status(studio, running) is JobStatus.RUNNING)
    assert studio.shutdown(5000)
    assert [record.outcome for record in studio.board.records] == [Cancelled(running), Cancelled(waiting)]


def test_shutdown_says_when_the_worker_does_not_end(qtbot: QtBot) -> None:
    held = Script(hold=threading.Event(), deaf=True)
    studio = make_studio(held)
    with qtbot.waitSignal(studio.library.changed):
        studio.start()
    generate(studio)
    assert held.held.wait(5)
    assert not studio.shutdown(timeout_ms=1)
    assert held.hold is not None
    held.hold.set()
    assert studio.shutdown()


def test_shutdown_before_the_event_loop_turned_makes_no_engine(qtbot: QtBot) -> None:
    studio = make_studio()
    studio.start()
    assert studio.shutdown()
    QCoreApplication.processEvents()
    assert studio.device == ""


def test_after_shutdown_a_job_ends_as_cancelled(open_studio: OpenStudio) -> None:
    studio = open_studio()
    studio.shutdown()
    assert status(studio, studio.submit(make_params())) is JobStatus.CANCELLED


def test_an_engine_that_can_not_be_made_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: ScriptedRunner) -> str:
        raise ImportError("torch")

    monkeypatch.setattr(ScriptedRunner, "describe", fail)
    studio = make_studio()
    with qtbot.waitSignal(studio.notices.added) as told:
        studio.start()
    assert told.args[0].info.code == "internal_error"
    assert studio.shutdown()


def test_the_first_start_takes_the_first_choice_and_its_defaults(open_studio: OpenStudio) -> None:
    studio = open_studio(models=(OTHER, STARTER))
    assert (studio.prompt.model_info, studio.prompt.steps) == (STARTER, 10)
    assert codes(studio) == []


def test_the_session_comes_back_with_its_model(open_studio: OpenStudio) -> None:
    session = Session(model="other", prompt="a pear", steps=33)
    studio = open_studio(models=(STARTER, OTHER), settings=Settings(session=session))
    assert (studio.prompt.model_info, studio.prompt.prompt, studio.prompt.steps) == (OTHER, "a pear", 33)


def test_a_model_that_is_gone_is_told_and_replaced(open_studio: OpenStudio) -> None:
    studio = open_studio(settings=Settings(session=Session(model="gone", prompt="a pear", steps=33)))
    assert (studio.prompt.model, studio.prompt.prompt, studio.prompt.steps) == ("starter", "a pear", 10)
    assert codes(studio) == ["model_missing"]


def test_the_session_is_kept_at_the_end(open_studio: OpenStudio) -> None:
    studio = open_studio()
    studio.prompt.prompt = "a pear"
    studio.shutdown()
    kept, problem = settings.load(Paths.default().settings)
    assert problem is None
    assert (kept.session.prompt, kept.session.model) == ("a pear", "starter")


def test_use_all_takes_a_picture_s_settings_and_can_be_undone(open_studio: OpenStudio) -> None:
    studio = open_studio(models=(STARTER, OTHER))
    studio.prompt.prompt = "mine"
    mine = studio.prompt.to_session(Session())
    params = make_params(model=OTHER.ref, prompt="theirs", steps=44, seed=5)
    studio.use_all(params)
    assert studio.prompt.build() == params
    assert studio.prompt.model_info == OTHER
    studio.undo_stack.undo()
    assert studio.prompt.to_session(Session()) == mine
    assert studio.prompt.model_info == STARTER
    studio.undo_stack.redo()
    assert studio.prompt.build() == params


def test_use_all_finds_the_model_by_its_hash_whatever_it_is_called(open_studio: OpenStudio) -> None:
    renamed = replace(OTHER, sha256="45dee52b8a" + "0" * 54)
    studio = open_studio(models=(STARTER, renamed))
    studio.use_all(make_params(model=ModelRef(name="dreamshaper_8", hash="45dee52b8a")))
    assert (studio.prompt.model_info, codes(studio)) == (renamed, [])
    studio.use_all(make_params(model=ModelRef(name="starter", hash="45dee52b8a")))
    assert studio.prompt.model_info == renamed
    studio.use_all(make_params(model=ModelRef(name="starter", hash="0123456789")))
    assert studio.prompt.model_info == STARTER


def test_use_all_keeps_the_model_when_the_picture_s_is_missing(open_studio: OpenStudio) -> None:
    studio = open_studio(models=(OTHER,))
    studio.use_all(make_params(steps=44))
    assert (studio.prompt.model_info, studio.prompt.steps) == (OTHER, 44)
    assert codes(studio) == ["model_missing"]


def test_a_picture_of_the_gallery_is_shown(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio()
    with qtbot.waitSignal(studio.board.job_ended) as told:
        generate(studio)
    made = studio.canvas.picture
    studio.canvas.show(None)
    with qtbot.waitSignal(studio.canvas.picture_changed):
        studio.show_picture(told.args[0].saved[0].gallery_id)
    assert studio.canvas.picture == made


def test_a_picture_whose_file_is_gone_is_told(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio()
    with qtbot.waitSignal(studio.board.job_ended) as told:
        generate(studio)
    (saved,) = told.args[0].saved
    saved.path.unlink()
    with qtbot.waitSignal(studio.notices.added):
        studio.show_picture(saved.gallery_id)
    assert codes(studio) == ["not_readable"]


def test_a_damaged_gallery_is_told_and_built_again(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio()
    with qtbot.waitSignal(studio.board.job_ended):
        generate(studio)
    studio.shutdown()
    Paths.default().gallery.write_bytes(b"not a database" * 1000)
    again = open_studio()
    qtbot.waitUntil(lambda: again.gallery.rowCount() == 1)
    assert codes(again) == ["gallery_rebuilt"]


def test_the_window_s_side_imports_no_engine() -> None:
    program = """
import sys, desktop.state.studio
heavy = {"torch", "diffusers", "transformers", "desktop.engine.engine"} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


# Forecasts


def test_there_is_no_forecast_before_anything_was_learned(open_studio: OpenStudio) -> None:
    studio = open_studio()
    assert studio.forecast.seconds() is None


def test_what_earlier_starts_learned_forecasts_the_next_job(open_studio: OpenStudio) -> None:
    learned = Estimates(Paths.default().estimates)
    seconds = Timings(load=2.0, encode=0.5, step=0.25, decode=1.0, total=6.0)
    learned.observe(make_params(size=STARTER.native_size), "scripted", seconds)
    learned.save()
    studio = open_studio()
    assert studio.prompt.steps == 10
    assert studio.forecast.seconds() == pytest.approx(0.5 + 10 * 0.25 + 1.0)
    studio.prompt.count = 2
    assert studio.forecast.seconds() == pytest.approx(0.5 + 2 * (10 * 0.25 + 1.0))


def test_a_finished_job_teaches_how_long_the_next_one_takes(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio()
    with qtbot.waitSignal(studio.board.job_ended):
        generate(studio)
    assert studio.forecast.seconds() is not None


def test_a_forecast_draws_no_seed(open_studio: OpenStudio) -> None:
    studio = open_studio()
    studio.forecast.seconds()
    assert studio.prompt.last_seed == RANDOM_SEED


def test_there_is_no_forecast_for_settings_that_can_not_be(open_studio: OpenStudio) -> None:
    studio = open_studio()
    studio.prompt.seed, studio.prompt.count = MAX_SEED, 2
    assert studio.forecast.seconds() is None


def test_a_prompt_with_choices_becomes_a_group_with_a_prompt_for_each_picture(
    qtbot: QtBot, open_studio: OpenStudio
) -> None:
    studio = open_studio(Held())
    studio.queue.desk.pause()
    studio.prompt.prompt, studio.prompt.seed, studio.prompt.count = "a {red|green} {apple|pear}", 40, 4
    assert studio.generate() is None
    qtbot.waitUntil(lambda: studio.busy)
    jobs = studio.queue.desk.waiting
    assert [(job.params.seed, job.params.count) for job in jobs] == [(40 + k, 1) for k in range(4)]
    assert {job.params.prompt_template for job in jobs} == {"a {red|green} {apple|pear}"}
    assert len({job.params.prompt for job in jobs}) > 1
    assert len({job.group for job in jobs}) == 1


def test_a_wildcard_that_is_missing_is_told_and_nothing_is_queued(
    qtbot: QtBot, open_studio: OpenStudio
) -> None:
    studio = open_studio()
    studio.prompt.prompt = "a __fruit__"
    with qtbot.waitSignal(studio.notices.added) as told:
        assert studio.generate() is None
    assert told.args[0].info.code == "wildcard_missing"
    assert studio.board.records == ()


def test_a_job_for_a_paused_queue_says_that_it_waits(open_studio: OpenStudio) -> None:
    studio = open_studio()
    studio.queue.desk.pause()
    assert status(studio, generate(studio)) is JobStatus.QUEUED
    (notice,) = studio.notices.history
    assert (notice.info.code, notice.action) == ("queue_paused", "resume_queue")
