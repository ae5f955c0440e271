"""The law that the window's thread and the command line make the same pixels of a job."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from pytestqt.qtbot import QtBot

from desktop.core.events import TERMINAL, Event, Finished, PictureDone
from desktop.core.gallery import Gallery
from desktop.core.geometry import Size
from desktop.core.jobs import CancelToken, Job
from desktop.core.library import Library
from desktop.core.params import GenerateParams, ModelRef, SaveOptions
from desktop.core.paths import Paths, resources
from desktop.core.pixels import Pixels
from desktop.core.queue import JobQueue
from desktop.engine.start import start_engine
from desktop.worker.inference_thread import InferenceThread
from desktop.worker.runner import LocalRunner, Runner


class Listener(QObject):
    def __init__(self, thread: InferenceThread) -> None:
        super().__init__()
        self.events: list[Event] = []
        thread.event_emitted.connect(self.hear)

    @Slot(object)
    def hear(self, event: Event) -> None:
        self.events.append(event)


def picture(events: list[Event]) -> Pixels:
    assert isinstance(events[-1], Finished), events[-1]
    (done,) = (event for event in events if isinstance(event, PictureDone))
    return done.pixels


@pytest.fixture
def job(tmp_path: Path) -> Job:
    params = GenerateParams(
        model=ModelRef(name="starter"), prompt="a (blue:1.2) car", steps=4, seed=11, size=Size(128, 128)
    )
    return Job(params, SaveOptions(folder=tmp_path / "pictures"))


def test_a_job_gives_the_same_pixels_in_the_worker_as_in_the_command_line(
    qapp: QCoreApplication, qtbot: QtBot, job: Job
) -> None:
    paths = Paths.default()
    gallery, models = Gallery(paths.gallery), Library((), resources() / "starter")

    def make_runner() -> Runner:
        return LocalRunner(start_engine(paths, models, gallery))

    queue = JobQueue()
    thread = InferenceThread(queue, make_runner)
    listener = Listener(thread)
    queue.put(job, CancelToken())
    thread.start()
    try:
        qtbot.waitUntil(
            lambda: bool(listener.events) and isinstance(listener.events[-1], TERMINAL), timeout=60_000
        )
    finally:
        thread.stop()
        assert thread.wait(10_000)
        QCoreApplication.sendPostedEvents(listener, QEvent.Type.MetaCall.value)

    engine = start_engine(paths, models, gallery)
    direct: list[Event] = []
    engine.run(job, direct.append, CancelToken())
    engine.close()
    gallery.close()
    assert picture(listener.events) == picture(direct)
