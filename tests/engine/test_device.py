from __future__ import annotations

import pytest
import torch

from desktop.engine.device import GIB, Machine, plan, probe


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
