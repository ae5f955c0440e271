"""The one thread that owns the engine: it takes jobs from the queue and tells what becomes of them."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from desktop.core.errors import AppError, ErrorInfo
from desktop.core.events import TERMINAL, Event, Failed, Preview, Started
from desktop.core.jobs import CancelToken, Job
from desktop.core.queue import JobQueue
from desktop.worker.mailbox import Mailbox
from desktop.worker.runner import Runner

log = logging.getLogger(__name__)

NICENESS = 10
"""Enough that the window stays smooth; giving up a compute thread instead would cost a third of the speed."""


class InferenceThread(QThread):
    """Runs the queue's jobs, one at a time, until ``stop``.

    Its signals are emitted in this thread: connect them to bound methods of QObjects of the GUI thread.
    After Started each job gets exactly one terminal event, whatever the runner does.
    """

    event_emitted = Signal(object)
    """Any Event but a Preview."""
    preview_ready = Signal()
    """The box of previews is no longer empty: call ``take_preview``."""
    room_known = Signal(object)
    """What there is to compute with (core.memory_plan.Room); comes before ``engine_ready``."""
    engine_ready = Signal(object)
    """The device in words (str); jobs can run now."""
    engine_failed = Signal(object)
    """ErrorInfo: the engine could not be made, every job will fail with this."""
    memory_freed = Signal()
    """What ``free`` asked for is done."""

    def __init__(
        self, queue: JobQueue, make_runner: Callable[[], Runner], parent: QObject | None = None
    ) -> None:
        """``make_runner`` is called in the new thread: the place to import the engine."""
        super().__init__(parent)
        self.setObjectName("inference")
        self._queue = queue
        self._make_runner = make_runner
        self._previews: Mailbox[Preview] = Mailbox()
        self._token: CancelToken | None = None
        self._free_wanted = threading.Event()

    def take_preview(self) -> Preview | None:
        """The latest preview, once. Any thread."""
        return self._previews.take()

    def stop(self) -> None:
        """Close the queue and cancel the running job; returns at once. Any thread.

        Jobs that still wait are dropped without an event: their cancelling is the queue owner's.
        """
        self._queue.close()
        if (token := self._token) is not None:
            token.cancel()

    def free(self) -> None:
        """Give the memory of all models back, after the running job if there is one. Any thread."""
        self._free_wanted.set()
        self._queue.nudge()

    def run(self) -> None:
        """The thread's body; called by Qt."""
        self._lower_priority()
        runner = self._started_runner()
        while (taken := self._queue.take()) is not None or not self._queue.closed:
            if self._free_wanted.is_set():
                self._free_wanted.clear()
                self._free(runner)
            if taken is None:
                continue
            job, self._token = taken
            if self._queue.closed:  # stop() may have looked for a token just before this one was here
                self._token.cancel()
            self._run_job(runner, job, self._token)
            self._token = None
            del taken, job  # a waiting thread keeps nothing alive
        if not isinstance(runner, ErrorInfo):
            try:
                runner.close()
            except Exception:
                log.exception("closing the engine failed")

    def _free(self, runner: Runner | ErrorInfo) -> None:
        if not isinstance(runner, ErrorInfo):
            try:
                runner.free()
            except Exception:
                log.exception("freeing the memory failed")
        self.memory_freed.emit()

    def _started_runner(self) -> Runner | ErrorInfo:
        # Collections during the engine's imports hold the GIL, and the imported modules never become garbage:
        # without this the window stutters while they load and at each later collection.
        gc.disable()
        try:
            runner = self._make_runner()
            self.room_known.emit(runner.room())
            self.engine_ready.emit(runner.describe())
        except AppError as error:
            failure = error.info
        except Exception:
            log.exception("the engine could not be started")
            failure = _internal_error("The engine could not be started.", "Start Darkroom again.")
        else:
            return runner
        finally:
            gc.freeze()
            gc.enable()
        self.engine_failed.emit(failure)
        return failure

    def _run_job(self, runner: Runner | ErrorInfo, job: Job, token: CancelToken) -> None:
        started = ended = False

        def emit(event: Event) -> None:
            nonlocal started, ended
            if ended or isinstance(event, Started) == started:  # Started comes first, and once
                log.error("out of order, not passed on: %s of job %s", type(event).__name__, job.id)
                return
            started = True
            ended = isinstance(event, TERMINAL)
            if not isinstance(event, Preview):
                self.event_emitted.emit(event)
            elif self._previews.put(event):
                self.preview_ready.emit()

        if isinstance(runner, ErrorInfo):
            emit(Started(job.id))
            emit(Failed(job.id, runner))
            return
        failure = ErrorInfo("internal_error", "The engine left the job without saying how it ended.")
        try:
            runner.run(job, emit, token)
        except Exception:
            log.exception("job %s", job.id)
            failure = _internal_error(
                "The job stopped because of a fault in the program.", "The queue goes on."
            )
        if not ended:
            if not started:
                emit(Started(job.id))
            log.error("no terminal event from the runner for job %s", job.id)
            emit(Failed(job.id, failure))

    def _lower_priority(self) -> None:
        if sys.platform == "linux":
            # There a thread has its own niceness, and compute threads that it starts inherit it.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        else:
            self.setPriority(QThread.Priority.LowPriority)


def _internal_error(message: str, hint: str) -> ErrorInfo:
    """For the exception being handled: its traceback as text, because a kept one keeps tensors alive."""
    hint = f"{hint} If it happens again, please report it with its details."
    return ErrorInfo("internal_error", message, hint, traceback.format_exc())
