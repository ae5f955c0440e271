"""What the next job will take, before it is started: seconds and memory, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.core.errors import AppError
from desktop.core.estimates import Estimates
from desktop.core.memory_plan import GIB, MemoryPlan, Room, need_of, plan_memory
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams
from desktop.core.sizes import DrawingRange
from desktop.state.durations import duration


class JobForecast:
    """From the memory plan and what this machine has learned. GUI thread."""

    def __init__(
        self,
        params: Callable[[], GenerateParams],
        find_model: Callable[[str], ModelInfo | None],
        estimates: Estimates,
        device: Callable[[], str],
    ) -> None:
        """``params`` gives the next job's and may raise AppError; ``device`` is what Studio calls so."""
        self._params = params
        self._find_model = find_model
        self._estimates = estimates
        self._device = device
        self.room: Room | None = None
        """What there is to compute with; None until the engine has looked."""

    def seconds(self) -> float | None:
        """What the next job would take once its model is loaded; None while unknown."""
        try:
            params = self._params()
        except AppError:
            return None
        info = self._find_model(params.model.name)
        draws = None if info is None else DrawingRange.of(info)
        forecast = self._estimates.forecast(params, self._device(), draws)
        return None if forecast is None else forecast.total

    def memory(self) -> MemoryPlan | None:
        """How the next job would be placed; None while unknown. Raises AppError("too_large")."""
        try:
            params = self._params()
        except AppError:
            return None
        info = self._find_model(params.model.name)
        refiner = None if params.refiner is None else self._find_model(params.refiner.model.name)
        beside = 0 if refiner is None else sum(refiner.family.parameters.values())
        need = None if info is None else need_of(info, params, beside=beside)
        if self.room is None or need is None or not any(need.parts.values()):
            return None
        # What other programs take now may be free when the job starts.
        room = replace(self.room, device_free=self.room.device_total, memory_free=self.room.memory_total)
        plan = plan_memory(need, room)
        factor = self._estimates.memory_factor(params.model.name, self._device())
        return replace(plan, peak_bytes=round(plan.peak_bytes * factor))

    def words(self) -> str:
        """``about 6 s · 1.1 GB``, as much of it as is known; for what can't fit, why."""
        try:
            plan = self.memory()
        except AppError as error:
            return f"{error.info.message} {error.info.hint}"
        seconds = self.seconds()
        size = "" if plan is None else gigabytes(plan.peak_bytes)
        if seconds is None:
            about = QCoreApplication.translate("JobForecast", "about {memory} of memory")
            return about.format(memory=size) if size else ""
        about = QCoreApplication.translate("JobForecast", "about {duration}")
        return " · ".join(filter(None, (about.format(duration=duration(seconds)), size)))


def gigabytes(size_bytes: int) -> str:
    """``1.1 GB``, at least 0.1; as the status bar counts them, in units of 2^30."""
    return f"{QLocale().toString(max(0.1, size_bytes / GIB), 'f', 1)} GB"
