"""Which device, dtype and memory a machine's pictures are made with."""

from __future__ import annotations

import os
from dataclasses import dataclass

import psutil
import torch

GIB = 2**30


@dataclass(frozen=True, slots=True)
class Machine:
    """Facts about this computer."""

    cpu_threads: int
    """Logical processors that this process may use."""
    cpu_cores: int
    ram_bytes: int
    gpu_name: str | None = None
    gpu_bytes: int = 0


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """How the engine computes: fixed for the life of the engine and written into every picture."""

    kind: str
    """``cpu`` or ``cuda``, as torch names it."""
    title: str
    """In words, for people."""
    dtype: torch.dtype
    threads: int
    """CPU threads inside one operation. Pixels depend on it, so it never changes while the program runs."""
    cache_bytes: int
    """How much loaded models may take before the least recently used parts are dropped."""

    @property
    def device(self) -> torch.device:
        return torch.device(self.kind)

    @property
    def dtype_name(self) -> str:
        return str(self.dtype).removeprefix("torch.")


def probe() -> Machine:
    """Look at this computer; asks the CUDA driver, so call it on the engine's thread."""
    logical = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    physical = psutil.cpu_count(logical=False) or logical
    gpu_name, gpu_bytes = None, 0
    if torch.cuda.is_available():
        properties = torch.cuda.get_device_properties(0)
        gpu_name, gpu_bytes = properties.name, properties.total_memory
    return Machine(logical, min(physical, logical), psutil.virtual_memory().total, gpu_name, gpu_bytes)


def plan(machine: Machine) -> DevicePlan:
    """Decide from facts alone: a GPU in float16, else the CPU in float32; 70 % and 40 % of their memory."""
    threads = max(1, machine.cpu_cores)
    if machine.gpu_name is not None:
        title = f"{machine.gpu_name} ({machine.gpu_bytes / GIB:.0f} GB)"
        return DevicePlan("cuda", title, torch.float16, threads, int(machine.gpu_bytes * 0.7))
    cores = "1 core" if threads == 1 else f"{threads} cores"
    return DevicePlan("cpu", f"CPU, {cores}", torch.float32, threads, int(machine.ram_bytes * 0.4))
