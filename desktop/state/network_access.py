"""What those share who use the network: the switch and the log, the tokens, and the thread for it."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from typing import TypeVar

from desktop.core.errors import AppError, ErrorInfo
from desktop.core.net.loop_thread import LoopThread
from desktop.core.net.network import Network
from desktop.core.tokens import TokenStore

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NetworkAccess:
    network: Network
    tokens: TokenStore
    thread: LoopThread


def outcome(task: asyncio.Task[T]) -> T | ErrorInfo | None:
    """What came of a task: its result, what to tell, or None when it was cancelled.

    Anything but an AppError is a bug, and is handed to the excepthook of threads as well.
    """
    if task.cancelled():
        return None
    error = task.exception()
    if error is None:
        return task.result()
    if isinstance(error, AppError):
        return error.info
    threading.excepthook(
        threading.ExceptHookArgs((type(error), error, error.__traceback__, threading.current_thread()))
    )
    return ErrorInfo("internal_error", f"Something went wrong inside Darkroom ({type(error).__name__}).")
