"""The log file. Prompts are private: they are never logged, at any level that is on by default."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop.core import files
from desktop.core.errors import AppError

_MAX_BYTES = 1_000_000
_KEPT = 3


def setup(logs: Path) -> logging.Handler:
    """Log our INFO and everyone's WARNING to ``logs/darkroom.log``, which is rotated at 1 MB.

    Where that folder can't be written, the log goes to stderr: no reason not to start. Returns the handler.
    """
    handler: logging.Handler
    try:
        logs.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            logs / "darkroom.log", maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("desktop").setLevel(logging.INFO)
    return handler


@contextlib.contextmanager
def native_crashes(logs: Path) -> Iterator[None]:
    """While inside, a crash of native code leaves the threads' stacks in ``logs/crash.log``."""
    try:
        file = files.open_log(logs / "crash.log")
    except AppError:
        yield
        return
    with file:
        faulthandler.enable(file)
        try:
            yield
        finally:
            faulthandler.disable()
