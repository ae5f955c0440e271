"""A job as one line of a terminal."""

from __future__ import annotations

from typing import Any, TextIO

from desktop.core.events import (
    Cancelled,
    Event,
    Failed,
    Notice,
    Phase,
    PhaseName,
    PictureDone,
    Step,
)
from desktop.core.jobs import Job


class ProgressLine:
    """Follows a job on a terminal: one line that is written over; plain lines elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self.pictures: list[PictureDone] = []
        self.last: Event | None = None

    def show(self, event: Event) -> None:
        self.last = event
        match event:
            case Phase(name=PhaseName.LOAD):
                self.say("loading the model")
            case Step() if self._terminal:
                left = "" if event.seconds_left is None else f", {event.seconds_left:.0f} s left"
                which = f"picture {event.picture + 1}/{event.pictures}, " if event.pictures > 1 else ""
                self.say(f"{which}step {event.step}/{event.steps}{left}")
            case Notice():
                self.line(f"{event.info.message} {event.info.hint}".strip())
            case PictureDone():
                self.pictures.append(event)
            case Cancelled():
                self.line("cancelled")
            case Failed():
                self.line(f"darkroom: {event.error.message} {event.error.hint}".strip())
            case _:
                pass

    def say(self, text: str) -> None:
        if self._terminal:
            self._write(f"\r\x1b[K{text} …")
        else:
            self._write(f"{text}\n")

    def line(self, text: str) -> None:
        self.end()
        self._write(f"{text}\n")

    def end(self) -> None:
        if self._terminal:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()

    def report(self, job: Job) -> dict[str, Any]:
        outcome = type(self.last).__name__.lower()
        report: dict[str, Any] = {"outcome": outcome, "seed": job.params.seed}
        if isinstance(self.last, Failed):
            report["error"] = {"code": self.last.error.code, "message": self.last.error.message}
        report["pictures"] = [
            {"file": str(done.saved.path), **done.record.model_dump(mode="json")}
            for done in self.pictures
            if done.saved is not None
        ]
        return report
