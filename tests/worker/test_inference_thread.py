from __future__ import annotations

import gc
import os
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from desktop.core.errors import AppError, ErrorInfo
from desktop.core.events import (
    TERMINAL,
    Cancelled,
    Emit,
    Event,
    Failed,
    Finished,
    PictureDone,
    Preview,
    Started,
    Step,
)
from desktop.core.jobs import CancelToken, Job
from desktop.core.queue import JobQueue
from desktop.worker.inference_thread import InferenceThread
from desktop.worker.runner import Runner
from tests.helpers.scripted import Script, ScriptedRunner, make_job

LIMIT_MS = 5000


class Listener(QObject):
    """Keeps what a thread tells, and in which threads it heard."""

    def __init__(self, thread: InferenceThread) -> None:
        super().__init__()
        self._thread = thread
        self.events: list[Event] = []
        self.previews: list[Preview | None] = []
        self.device = ""
        self.failure: ErrorInfo | None = None
        self.heard_in: set[QThread] = set()
        thread.event_emitted.connect(self.hear_event)
        thread.preview_ready.connect(self.hear_preview)
        thread.engine_ready.connect(self.hear_ready)
        thread.engine_failed.connect(self.hear_failure)

    @Slot(object)
    def hear_event(self, event: Event) -> None:
        self.heard_in.add(QThread.currentThread())
        self.events.append(event)

    @Slot()
    def hear_preview(self) -> None:
        self.heard_in.add(QThread.currentThread())
        self.previews.append(self._thread.take_preview())

    @Slot(object)
    def hear_ready(self, device: str) -> None:
        self.heard_in.add(QThread.currentThread())
        self.device = device

    @Slot(object)
    def hear_failure(self, failure: ErrorInfo) -> None:
        self.failure = failure

    def of(self, job: Job) -> list[Event]:
        return [event for event in self.events if event.job_id == job.id]

    @property
    def ends(self) -> list[Event]:
        return [event for event in self.events if isinstance(event, TERMINAL)]


class Stage:
    """A thread with its queue and listener."""

    def __init__(self, make_runner: Callable[[], Runner], queue: JobQueue | None = None) -> None:
        self.queue = queue or JobQueue()
        self.thread = InferenceThread(self.queue, make_runner)
        self.listener = Listener(self.thread)
        self.thread.start()

    def put(self, job: Job) -> CancelToken:
        token = CancelToken()
        self.queue.put(job, token)
        return token

    def hear_all(self) -> None:
        """Deliver what the thread has told so far."""
        QCoreApplication.sendPostedEvents(self.listener, QEvent.Type.MetaCall.value)

    def close(self) -> None:
        self.thread.stop()
        assert self.thread.wait(LIMIT_MS)
        self.hear_all()


@pytest.fixture
def stage(qapp: QCoreApplication) -> Iterator[Callable[..., Stage]]:
    stages: list[Stage] = []

    def build(runner: Runner | None = None, make_runner: Callable[[], Runner] | None = None) -> Stage:
        stages.append(Stage(make_runner or (lambda: runner or ScriptedRunner())))
        return stages[-1]

    yield build
    for one in stages:
        one.close()


class FunctionRunner(ScriptedRunner):
    """A runner that breaks the rules in the way of a function."""

    def __init__(self, function: Callable[[Job, Emit], None]) -> None:
        super().__init__()
        self._function = function

    def run(self, job: Job, emit: Emit, token: CancelToken) -> None:
        self._function(job, emit)


def test_a_job_tells_started_first_and_finished_last(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    here, job = stage(), make_job(count=2, steps=3)
    here.put(job)
    qtbot.waitUntil(lambda: len(here.listener.ends) == 1)
    events = here.listener.of(job)
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    assert [(e.picture, e.step) for e in events if isinstance(e, Step)] == [
        (picture, step) for picture in (0, 1) for step in (1, 2, 3)
    ]
    assert [e.picture for e in events if isinstance(e, PictureDone)] == [0, 1]


def test_jobs_run_in_the_order_of_the_queue(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    here, jobs = stage(), [make_job() for _ in range(5)]
    for job in jobs:
        here.put(job)
    qtbot.waitUntil(lambda: len(here.listener.ends) == 5)
    assert [e.job_id for e in here.listener.events if isinstance(e, Started)] == [job.id for job in jobs]


def test_signals_arrive_in_the_gui_thread_and_the_runner_stays_in_its_own(
    qtbot: QtBot, stage: Callable[..., Stage]
) -> None:
    runner = ScriptedRunner()
    here = stage(runner)
    here.put(make_job())
    qtbot.waitUntil(lambda: len(here.listener.ends) == 1)
    here.close()
    assert here.listener.heard_in == {QThread.currentThread()}
    assert len(runner.threads) == 1
    assert threading.get_ident() not in runner.threads
    assert runner.closed


def test_the_device_is_told_when_the_engine_is_there(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    here = stage()
    qtbot.waitUntil(lambda: here.listener.device == "scripted")


def test_a_job_whose_token_is_cancelled_ends_as_cancelled(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    script = Script(hold=threading.Event())
    here, job = stage(ScriptedRunner(script)), make_job()
    token = here.put(job)
    assert script.held.wait(5)
    token.cancel()
    qtbot.waitUntil(lambda: len(here.listener.ends) == 1)
    assert here.listener.ends == [Cancelled(job.id)]


def test_an_exception_fails_its_job_and_the_next_one_works(
    qtbot: QtBot, stage: Callable[..., Stage], caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = make_job(), make_job()
    scripts = {bad.id: Script(raises=ZeroDivisionError("oops")), good.id: Script()}
    here = stage(ScriptedRunner(lambda job: scripts[job.id]))
    here.put(bad)
    here.put(good)
    qtbot.waitUntil(lambda: len(here.listener.ends) == 2)
    failed, finished = here.listener.ends
    assert isinstance(failed, Failed)
    assert failed.error.code == "internal_error"
    assert "ZeroDivisionError: oops" in failed.error.details
    assert isinstance(finished, Finished)
    assert "ZeroDivisionError" in caplog.text


def _says_nothing(job: Job, emit: Emit) -> None:
    pass


def _stops_midway(job: Job, emit: Emit) -> None:
    emit(Started(job.id))


def _ends_twice(job: Job, emit: Emit) -> None:
    emit(Started(job.id))
    emit(Failed(job.id, ErrorInfo("first", "")))
    emit(Cancelled(job.id))


def _goes_on_after_the_end(job: Job, emit: Emit) -> None:
    _ends_twice(job, emit)
    emit(Step(job.id, 0, 1, 1, 1, None))


def _raises_after_the_end(job: Job, emit: Emit) -> None:
    emit(Started(job.id))
    emit(Failed(job.id, ErrorInfo("first", "")))
    raise RuntimeError


def _starts_twice(job: Job, emit: Emit) -> None:
    emit(Started(job.id))
    _ends_twice(job, emit)


def _ends_without_a_start(job: Job, emit: Emit) -> None:
    emit(Cancelled(job.id))


@pytest.mark.parametrize(
    ("breach", "code"),
    [
        (_says_nothing, "internal_error"),
        (_stops_midway, "internal_error"),
        (_ends_without_a_start, "internal_error"),
        (_ends_twice, "first"),
        (_goes_on_after_the_end, "first"),
        (_raises_after_the_end, "first"),
        (_starts_twice, "first"),
    ],
)
def test_whatever_the_runner_does_a_job_has_one_start_and_one_end(
    qtbot: QtBot, stage: Callable[..., Stage], breach: Callable[[Job, Emit], None], code: str
) -> None:
    here, job = stage(FunctionRunner(breach)), make_job()
    here.put(job)
    qtbot.waitUntil(lambda: len(here.listener.ends) == 1)
    here.close()
    start, end = here.listener.of(job)
    assert isinstance(start, Started)
    assert isinstance(end, Failed)
    assert end.error.code == code


def test_fifty_jobs_with_random_cancels_have_fifty_ends(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    dice = random.Random(20)
    outcomes = [Script(), Script(error=ErrorInfo("bad", "")), Script(raises=KeyError("bug"))]
    jobs = [make_job(steps=dice.randint(1, 8)) for _ in range(50)]
    scripts = {job.id: dice.choice(outcomes) for job in jobs}
    here = stage(ScriptedRunner(lambda job: scripts[job.id]))
    tokens = [here.put(job) for job in jobs]
    for token in dice.sample(tokens, 20):
        token.cancel()
        here.hear_all()  # so that cancels and work interleave
    qtbot.waitUntil(lambda: len(here.listener.ends) >= 50)
    here.close()
    assert Counter(event.job_id for event in here.listener.ends) == Counter(job.id for job in jobs)
    for job in jobs:
        assert isinstance(here.listener.of(job)[-1], TERMINAL)
    assert {type(event) for event in here.listener.ends} == {Finished, Failed, Cancelled}


def test_a_blocked_window_finds_one_signal_and_the_latest_preview(stage: Callable[..., Stage]) -> None:
    """The window does nothing while a job sends 1000 previews: they must not queue up before it."""
    noisy, last = make_job(steps=5), make_job()
    scripts = {noisy.id: Script(previews=200), last.id: Script(hold=threading.Event())}
    here = stage(ScriptedRunner(lambda job: scripts[job.id]))
    here.put(noisy)
    here.put(last)
    assert scripts[last.id].held.wait(5)  # the first job is over, and no event loop ran meanwhile
    here.hear_all()
    (preview,) = here.listener.previews
    assert preview is not None
    assert preview.step == 5


def test_collections_are_off_while_the_engine_is_made_and_pass_it_over_later(
    qtbot: QtBot, stage: Callable[..., Stage]
) -> None:
    collecting: list[tuple[bool, bool]] = []
    gc.unfreeze()

    def look() -> None:
        collecting.append((gc.isenabled(), gc.get_freeze_count() > 0))

    def make_runner() -> Runner:
        look()
        return FunctionRunner(lambda job, emit: look())

    here = stage(make_runner=make_runner)
    here.put(make_job())
    qtbot.waitUntil(lambda: len(here.listener.ends) == 1)
    assert collecting == [(False, False), (True, True)]


@pytest.mark.parametrize(
    ("raised", "code"),
    [(AppError("no_torch", "The engine is damaged."), "no_torch"), (ImportError("torch"), "internal_error")],
)
def test_without_an_engine_every_job_fails_with_the_reason(
    qtbot: QtBot, stage: Callable[..., Stage], raised: Exception, code: str
) -> None:
    def make_runner() -> Runner:
        raise raised

    here, jobs = stage(make_runner=make_runner), [make_job(), make_job()]
    for job in jobs:
        here.put(job)
    qtbot.waitUntil(lambda: len(here.listener.ends) == 2)
    assert here.listener.failure is not None
    assert here.listener.failure.code == code
    assert here.listener.ends == [Failed(job.id, here.listener.failure) for job in jobs]


def test_an_engine_that_can_not_be_closed_still_ends_the_thread(
    stage: Callable[..., Stage], caplog: pytest.LogCaptureFixture
) -> None:
    class Stuck(ScriptedRunner):
        def close(self) -> None:
            raise RuntimeError("stuck")

    here = stage(Stuck())
    here.close()
    assert "stuck" in caplog.text


def test_memory_is_freed_while_no_job_runs(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    runner = ScriptedRunner()
    here = stage(runner)
    with qtbot.waitSignal(here.thread.memory_freed):
        here.thread.free()
    assert runner.freed == 1
    assert runner.threads.isdisjoint({threading.get_ident()})
    job = make_job(steps=1)
    here.put(job)
    qtbot.waitUntil(lambda: len(here.listener.ends) == 1)
    assert runner.freed == 1


def test_memory_is_freed_after_the_running_job_and_before_the_next(
    qtbot: QtBot, stage: Callable[..., Stage]
) -> None:
    script = Script(hold=threading.Event())
    runner = ScriptedRunner(lambda job: script if job.params.steps == 2 else Script())
    here = stage(runner)
    first, second = make_job(steps=2), make_job(steps=1)
    here.put(first)
    assert script.held.wait(5)
    here.put(second)
    here.thread.free()
    assert runner.freed == 0
    with qtbot.waitSignal(here.thread.memory_freed):
        script.hold.set()
    qtbot.waitUntil(lambda: len(here.listener.ends) == 2)
    assert [event.job_id for event in here.listener.ends] == [first.id, second.id]
    assert runner.freed == 1


def test_memory_that_can_not_be_freed_leaves_the_thread_working(
    qtbot: QtBot, stage: Callable[..., Stage]
) -> None:
    class Stubborn(ScriptedRunner):
        def free(self) -> None:
            raise RuntimeError("as a bug would")

    here = stage(Stubborn())
    with qtbot.waitSignal(here.thread.memory_freed):
        here.thread.free()
    here.put(make_job(steps=1))
    qtbot.waitUntil(lambda: len(here.listener.ends) == 1)
    assert isinstance(here.listener.ends[0], Finished)


def test_stop_while_a_job_runs_cancels_it_and_ends_the_thread(stage: Callable[..., Stage]) -> None:
    script = Script(hold=threading.Event())
    here, job = stage(ScriptedRunner(script)), make_job()
    here.put(job)
    assert script.held.wait(5)
    here.thread.stop()
    assert here.thread.wait(LIMIT_MS)
    here.hear_all()
    assert here.listener.ends == [Cancelled(job.id)]


def test_the_thread_gives_way_to_the_window(
    qtbot: QtBot, stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform != "linux":
        pytest.skip("elsewhere Qt sets the thread's priority")
    seen: list[int] = []

    def look(job: Job, emit: Emit) -> None:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    here = stage(FunctionRunner(look))
    here.put(make_job())
    qtbot.waitUntil(lambda: len(here.listener.ends) == 1)
    assert seen == [10]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) < 10


class RacingQueue(JobQueue):
    """Has its taker stopped at the moment between taking a job and running it."""

    stop: Callable[[], None]

    def take(self, timeout: float | None = None) -> tuple[Job, CancelToken] | None:
        if (entry := super().take(timeout)) is not None:
            self.stop()
        return entry


def test_a_job_taken_while_the_thread_is_stopped_is_cancelled(qapp: QCoreApplication) -> None:
    queue = RacingQueue()
    here, job = Stage(lambda: ScriptedRunner(Script(hold=threading.Event())), queue), make_job()
    queue.stop = here.thread.stop
    here.put(job)
    assert here.thread.wait(LIMIT_MS)
    here.close()
    assert here.listener.ends == [Cancelled(job.id)]
