"""Models on their way here: two at a time, and a list of them that survives a restart."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.core.downloads import DownloadStore, Plan, RemoteFile, Status, discard_parts, kept_bytes
from desktop.core.errors import ErrorInfo
from desktop.core.net.loop_thread import Running
from desktop.state.background import Background
from desktop.state.network_access import NetworkAccess, outcome

if TYPE_CHECKING:
    from desktop.core.net.look_up import Look

AT_ONCE = 2
SAMPLE_MS = 500
_NEW_SHARE = 0.3
"""Of a new sample in the moving average of the speed."""


@dataclass(frozen=True, slots=True)
class DownloadItem:
    """A download as the list shows it."""

    plan: Plan
    status: Status
    done_bytes: int = 0
    speed: float = 0.0
    """Bytes a second, smoothed; 0 while unknown."""
    error: ErrorInfo | None = None
    path: Path | None = None
    """The model, when it is finished."""

    @property
    def seconds_left(self) -> float | None:
        """None while unknown."""
        total = self.plan.size_bytes
        if total is None or self.speed <= 0:
            return None
        return max(0, total - self.done_bytes) / self.speed


@dataclass(slots=True)
class _Active:
    """``done_bytes`` is written by the network's thread: a signal for each packet would be too many."""

    done_bytes: int
    sampled_bytes: int
    sampled_at: float
    running: Running[Path] | None = None

    def report(self, done_bytes: int) -> None:
        self.done_bytes = done_bytes


class Downloads(QObject):
    """Starts, pauses and ends downloads. GUI thread; they run in the network's."""

    changed = Signal()
    """A download came, went, or has another status."""
    progressed = Signal()
    """Only figures are new."""
    finished = Signal(object)
    """The DownloadItem; its model is in its place."""
    failed = Signal(object)
    """ErrorInfo."""
    _ended = Signal(str, object)

    def __init__(
        self,
        access: NetworkAccess,
        store: DownloadStore,
        background: Background,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._access = access
        self._store = store
        self._background = background
        self._clock = clock
        self._items: dict[str, DownloadItem] = {}
        self._active: dict[str, _Active] = {}
        """Until the network's thread has let go of their files."""
        self._unwanted: dict[str, Plan] = {}
        self._sampling = QTimer(self)
        self._sampling.setInterval(SAMPLE_MS)
        self._sampling.timeout.connect(self.sample)
        self._ended.connect(self._on_ended)

    @property
    def items(self) -> tuple[DownloadItem, ...]:
        """In the order in which they were started."""
        return tuple(self._items.values())

    @property
    def is_active(self) -> bool:
        """Whether one is being fetched now."""
        return bool(self._active)

    def load(self) -> None:
        """Bring back the downloads of the last run, paused."""

        def read() -> tuple[tuple[tuple[Plan, int], ...], ErrorInfo | None]:
            plans, notice = self._store.load()
            return tuple((plan, _kept(plan)) for plan in plans), notice

        self._background.run(read, self._take)

    def start(self, look: Look, chosen: tuple[RemoteFile, ...], folder: Path) -> str:
        """Fetch these files of what was looked up; returns the download's id.

        When one of them is on the list already, that download goes on and its id is returned.
        """
        plan = Plan(
            id=uuid4().hex, title=look.title, page=look.page, folder=folder, name=look.folder, files=chosen
        )
        parts = {plan.part_of(file) for file in plan.files}
        for item in self._items.values():
            same = parts & {item.plan.part_of(file) for file in item.plan.files}
            if same and item.status is not Status.FINISHED:
                self.resume(item.plan.id)
                return item.plan.id
        self._items[plan.id] = DownloadItem(plan, Status.WAITING)
        self._start_next()
        self._keep()
        self.changed.emit()
        return plan.id

    def pause(self, download_id: str) -> None:
        """Stop for now; what was fetched is kept."""
        if self._items[download_id].status in (Status.WAITING, Status.RUNNING):
            self._set(download_id, status=Status.PAUSED, speed=0.0)
            self._stop(download_id)
            self.changed.emit()

    def pause_all(self) -> None:
        for item in self.items:
            self.pause(item.plan.id)

    def resume(self, download_id: str) -> None:
        """Go on from where it stopped; does nothing for one that runs, waits or is finished."""
        if self._items[download_id].status in (Status.PAUSED, Status.FAILED):
            self._set(download_id, status=Status.WAITING, error=None)
            self._start_next()
            self.changed.emit()

    def remove(self, download_id: str) -> None:
        """Take it off the list. A model that is finished stays; what was fetched of another is removed."""
        item = self._items.pop(download_id)
        if download_id in self._active:
            self._unwanted[download_id] = item.plan
            self._stop(download_id)
        elif item.status is not Status.FINISHED:
            self._background.run(lambda: discard_parts(item.plan))
        self._start_next()
        self._keep()
        self.changed.emit()

    def close(self) -> None:
        """Start nothing more; call it before the network's thread and ``background`` are closed."""
        self._sampling.stop()
        for download_id, item in self._items.items():
            if item.status is Status.WAITING:
                self._set(download_id, status=Status.PAUSED)
        self._keep()

    @Slot()
    def sample(self) -> None:
        """Look how far the running ones are, and how fast. The timer calls it."""
        now = self._clock()
        for download_id, active in self._active.items():
            if download_id not in self._items or now <= active.sampled_at:
                continue
            item, done = self._items[download_id], active.done_bytes
            speed = max(0, done - active.sampled_bytes) / (now - active.sampled_at)
            if item.speed > 0:
                speed = _NEW_SHARE * speed + (1 - _NEW_SHARE) * item.speed
            # What was there before is counted in one go: that is no speed.
            speed = 0.0 if active.sampled_bytes == 0 else speed
            active.sampled_bytes, active.sampled_at = done, now
            self._set(download_id, done_bytes=done, speed=speed if item.status is Status.RUNNING else 0.0)
        self.progressed.emit()

    def _take(self, read: tuple[tuple[tuple[Plan, int], ...], ErrorInfo | None]) -> None:
        plans, notice = read
        before = {plan.id: DownloadItem(plan, Status.PAUSED, kept) for plan, kept in plans}
        self._items = before | self._items
        if notice is not None:
            self.failed.emit(notice)
        self.changed.emit()

    def _start_next(self) -> None:
        for item in self.items:
            if len(self._active) >= AT_ONCE:
                break
            if item.status is Status.WAITING and item.plan.id not in self._active:
                self._begin(item)
        if self._active and not self._sampling.isActive():
            self._sampling.start()

    def _begin(self, item: DownloadItem) -> None:
        plan, access = item.plan, self._access
        active = _Active(item.done_bytes, 0, self._clock())

        async def fetch() -> Path:
            from desktop.core.net.download import download

            token = await asyncio.to_thread(access.tokens.get, plan.host)
            return await download(access.network, plan, token, active.report)

        self._active[plan.id] = active
        self._set(plan.id, status=Status.RUNNING, speed=0.0)
        active.running = access.thread.start(fetch, lambda task: self._ended.emit(plan.id, outcome(task)))

    def _stop(self, download_id: str) -> None:
        active = self._active.get(download_id)
        if active is not None and active.running is not None:
            active.running.cancel()

    @Slot(str, object)
    def _on_ended(self, download_id: str, came: Path | ErrorInfo | None) -> None:
        done = self._active.pop(download_id).done_bytes
        if not self._active:
            self._sampling.stop()
        unwanted, item = self._unwanted.pop(download_id, None), self._items.get(download_id)
        if unwanted is not None:
            if not isinstance(came, Path):  # else it was whole before the wish came
                self._background.run(lambda: discard_parts(unwanted))
        elif item is not None:
            self._note_end(item, done, came)
        self._start_next()
        self._keep()
        self.changed.emit()

    def _note_end(self, item: DownloadItem, done: int, came: Path | ErrorInfo | None) -> None:
        key = item.plan.id
        self._set(key, done_bytes=done, speed=0.0)
        if isinstance(came, Path):
            self._set(key, status=Status.FINISHED, path=came, error=None)
            self.finished.emit(self._items[key])
        elif came is None:
            pass  # it was paused, and may be waiting again
        elif came.code == "offline" or item.status is not Status.RUNNING:
            self._set(key, status=Status.PAUSED)
        else:
            self._set(key, status=Status.FAILED, error=came)
            self.failed.emit(came)

    def _set(self, download_id: str, **changes: Any) -> None:
        self._items[download_id] = replace(self._items[download_id], **changes)

    def _keep(self) -> None:
        plans = tuple(item.plan for item in self.items if item.status is not Status.FINISHED)
        self._background.run(lambda: self._store.save(plans), replaces="list")


def _kept(plan: Plan) -> int:
    try:
        return kept_bytes(plan)
    except OSError:
        return 0
