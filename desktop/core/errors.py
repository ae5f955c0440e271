"""Expected failures. Anything that is not an AppError is a bug and is reported as one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorInfo:
    """What a person is told about a failure: only text, so that it can cross threads and processes."""

    code: str
    message: str
    hint: str = ""
    details: str = ""


class AppError(Exception):
    """A failure that a person can understand and act on.

    ``code`` is a stable snake_case word for tests and logs, ``message`` says what happened and what was kept,
    ``hint`` says what to do, ``details`` is for the folded part of a notice (a traceback, a path).
    """

    def __init__(self, code: str, message: str, hint: str = "", details: str = "") -> None:
        super().__init__(code, message, hint, details)
        self.info = ErrorInfo(code, message, hint, details)

    def __str__(self) -> str:
        return f"{self.info.message} {self.info.hint}".strip()

    @property
    def code(self) -> str:
        return self.info.code


class JobCancelled(Exception):
    """Raised through a pipeline when its job's token was cancelled. Not a failure."""
