from __future__ import annotations

import pytest
import torch

from desktop.core.memory_plan import GIB
from desktop.engine import device
from desktop.engine.device import Machine, PeakMeter, plan, probe, resident_bytes, room


def test_a_machine_without_gpu_computes_in_float32_on_all_cores() -> None:
    decided = plan(Machine(cpu_threads=16, cpu_cores=8, ram_bytes=32 * GIB))
    assert (decided.kind, decided.dtype, decided.threads) == ("cpu", torch.float32, 8)
    assert decided.title == "CPU, 8 cores"
    assert decided.cache_bytes < 32 * GIB


def test_a_gpu_computes_in_float16() -> None:
    decided = plan(Machine(16, 8, 32 * GIB, "NVIDIA GeForce RTX 4060", 8 * GIB))
    assert (decided.kind, decided.dtype, decided.dtype_name) == ("cuda", torch.float16, "float16")
    assert decided.title == "NVIDIA GeForce RTX 4060 (8 GB)"
    assert decided.cache_bytes < 8 * GIB


@pytest.mark.parametrize("cores", [0, 1])
def test_there_is_always_a_thread(cores: int) -> None:
    assert plan(Machine(1, cores, GIB)).title == "CPU, 1 core"


def test_this_machine_can_be_probed() -> None:
    machine = probe()
    assert 1 <= machine.cpu_cores <= machine.cpu_threads
    assert machine.ram_bytes > 0


def test_the_room_on_a_processor_is_main_memory() -> None:
    found = room(plan(Machine(2, 2, GIB)))
    assert (found.kind, found.value_bytes) == ("cpu", 4)
    assert 0 < found.memory_free <= found.memory_total
    assert (found.device_free, found.device_total) == (found.memory_free, found.memory_total)


def test_what_models_of_this_process_hold_counts_as_free() -> None:
    decided = plan(Machine(2, 2, GIB))
    assert room(decided, held_bytes=10**15).memory_free == room(decided).memory_total


def test_a_job_that_takes_more_than_any_before_is_measured() -> None:
    idle, most = resident_bytes(), device._most_resident_bytes()
    meter = PeakMeter(plan(Machine(2, 2, GIB)), idle_bytes=idle)
    assert meter.peak_bytes() == 0
    taken = torch.ones((most - idle + GIB // 16) // 4)
    assert meter.peak_bytes() > taken.nbytes // 2
