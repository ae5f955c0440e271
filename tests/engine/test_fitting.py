"""Jobs whose memory is short: what is planned, told, and tried next. A processor stands in for the card."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from desktop.core.events import Event, Failed, Finished, Notice
from desktop.core.jobs import CancelToken
from desktop.core.memory_plan import GIB, MemoryPlan, Mode, Need, Room, plan_memory
from desktop.engine import fitting
from tests.engine.conftest import Rig

MIB = 2**20


def card(monkeypatch: pytest.MonkeyPatch, mode: Mode) -> list[Mode]:
    """Have jobs planned for a card, in ``mode``; the list gets what was planned."""
    planned: list[Mode] = []

    def plan(need: Need, room: Room, *_: object) -> MemoryPlan:
        plan = plan_memory(need, Room("cuda", 4, GIB, GIB, 16 * GIB, 16 * GIB), mode)
        planned.append(plan.mode)
        return plan

    monkeypatch.setattr(fitting, "plan_memory", plan)
    return planned


def short_of_memory(rig: Rig, monkeypatch: pytest.MonkeyPatch, times: int, after: int = 0) -> list[int]:
    """Have the pipelines run out of memory ``times`` times after ``after`` steps; the list counts them."""
    calls: list[int] = []
    sample = fitting.Placement.place

    def place(self: Any, parts: Any, denoiser: str, plan: Any) -> None:
        def forget(*_: Any) -> None:
            if after <= len(calls) < after + times:
                calls.append(0)
                raise torch.OutOfMemoryError("CUDA out of memory")
            calls.append(1)

        self._undo.callback(parts[denoiser].register_forward_pre_hook(forget).remove)
        sample(self, parts, denoiser, plan)

    monkeypatch.setattr(fitting.Placement, "place", place)
    return calls


def notices(events: list[Event]) -> list[str]:
    return [event.info.code for event in events if isinstance(event, Notice)]


@pytest.mark.parametrize("mode", [Mode.OFFLOAD, Mode.STREAM, Mode.SEQUENTIAL])
def test_pictures_are_the_same_however_little_memory_a_card_has(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, mode: Mode
) -> None:
    rig.run()
    (expected,) = rig.pictures()
    planned = card(monkeypatch, mode)
    events = rig.run()
    assert isinstance(events[-1], Finished)
    assert "memory_plan" in notices(events)
    assert planned == [mode]
    (picture,) = rig.pictures()
    assert np.array_equal(picture.pixels.array, expected.pixels.array)


def test_a_job_that_runs_out_of_memory_is_tried_again_one_step_down(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    short_of_memory(rig, monkeypatch, times=1)
    events = rig.run()
    assert notices(events) == ["memory_ladder", "memory_plan"]
    assert isinstance(events[-1], Finished)
    assert not rig.engine._bench.components.load(rig.models["starter"], CancelToken()).parts["vae"].use_tiling


def test_one_that_runs_out_again_fails_clearly_and_the_next_one_works(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as short:
        short_of_memory(rig, short, times=9)
        events = rig.run()
    assert isinstance(events[-1], Failed)
    assert events[-1].error.code == "out_of_memory"
    assert notices(events).count("memory_ladder") == 1
    assert isinstance(rig.run()[-1], Finished)


def test_pictures_that_were_saved_are_not_made_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.run(count=2)
    expected = rig.pictures()
    short_of_memory(rig, monkeypatch, times=1, after=5)  # in the second picture of four steps
    events = rig.run(count=2)
    assert isinstance(events[-1], Finished)
    assert [saved.gallery_id for saved in events[-1].pictures] == [
        picture.saved.gallery_id for picture in rig.pictures() if picture.saved
    ]
    assert [picture.picture for picture in rig.pictures()] == [0, 1]
    assert np.array_equal(rig.pictures()[0].pixels.array, expected[0].pixels.array)


def test_what_can_not_fit_is_refused_before_anything_is_loaded(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "room", lambda *_: Room("cpu", 4, GIB, GIB, GIB, GIB))
    (*_, last) = rig.run()
    assert isinstance(last, Failed)
    assert last.error.code == "too_large"
    assert "This computer has 1.0 GB" in last.error.message


def test_memory_is_measured_and_compared_with_the_plan(rig: Rig) -> None:
    last = rig.run()[-1]
    assert isinstance(last, Finished)
    assert last.timings.planned_bytes > 10 * MIB
    assert last.timings.peak_bytes >= 0
