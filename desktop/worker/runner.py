"""What a thread needs of an engine, and the engine of this process behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from desktop.core.events import Emit
from desktop.core.jobs import CancelToken, Job
from desktop.core.memory_plan import Room

if TYPE_CHECKING:
    from desktop.engine.engine import Engine


class Runner(Protocol):
    """Runs jobs one after another, always in the thread that made it."""

    def run(self, job: Job, emit: Emit, token: CancelToken) -> None:
        """Do the job and tell about it: Started first, exactly one terminal event last."""

    def describe(self) -> str:
        """The device in a few words, for the status bar: ``CPU, 2 threads``."""

    def room(self) -> Room:
        """What there is to compute with, for forecasts."""

    def free(self) -> None:
        """Give back the memory of all models; the next job loads its own again."""

    def close(self) -> None:
        """Free models and memory; nothing is run afterwards."""


class LocalRunner:
    """The engine in this process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def run(self, job: Job, emit: Emit, token: CancelToken) -> None:
        self._engine.run(job, emit, token)

    def describe(self) -> str:
        return self._engine.plan.title

    def room(self) -> Room:
        return self._engine.room

    def free(self) -> None:
        self._engine.close()

    def close(self) -> None:
        self._engine.close()
