"""Which device, dtype and memory a machine's pictures are made with."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

import psutil
import torch

from desktop.core.memory_plan import GIB, Room

if sys.platform != "win32":
    import resource


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
    memory_cache_bytes: int = 0
    """The same in main memory, for models whose parts wait there for their turn on a card."""

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
    in_memory = int(machine.ram_bytes * 0.4)
    if machine.gpu_name is not None:
        title = f"{machine.gpu_name} ({machine.gpu_bytes / GIB:.0f} GB)"
        return DevicePlan("cuda", title, torch.float16, threads, int(machine.gpu_bytes * 0.7), in_memory)
    cores = "1 core" if threads == 1 else f"{threads} cores"
    return DevicePlan("cpu", f"CPU, {cores}", torch.float32, threads, in_memory, in_memory)


def room(decided: DevicePlan, held_bytes: int = 0) -> Room:
    """The memory there is now; ``held_bytes`` of it are models of this process, which can be dropped.

    On a card that is all that other processes leave, within the share that this one may take.
    """
    memory = psutil.virtual_memory()
    memory_free = min(memory.total, memory.available + held_bytes)
    value_bytes = decided.dtype.itemsize
    if decided.kind == "cpu":
        native = _multiplies_bfloat16()
        return Room("cpu", value_bytes, memory_free, memory.total, memory_free, memory.total, native)
    free, total = torch.cuda.mem_get_info()
    total = int(total * torch.cuda.get_per_process_memory_fraction())
    free = min(free + torch.cuda.memory_reserved(), total)
    return Room(decided.kind, value_bytes, free, total, memory_free, memory.total)


def _multiplies_bfloat16() -> bool:
    # Measured with AMX: convolutions and linear layers take half as long as in float32. Without such
    # instructions torch converts to float32 and back for each operation.
    known = torch.cpu.get_capabilities()
    return bool(known.get("avx512_bf16") or known.get("amx_bf16"))


class PeakMeter:
    """The most memory that a job took. Make one at its start, on the engine's thread."""

    def __init__(self, decided: DevicePlan, idle_bytes: int) -> None:
        """``idle_bytes`` of main memory are what the process takes without any model."""
        self._kind, self._idle_bytes = decided.kind, idle_bytes
        self._before = _most_resident_bytes()
        if self._kind != "cpu":
            torch.cuda.reset_peak_memory_stats()

    def peak_bytes(self) -> int:
        """0 when it can't be told: a process only knows the most it ever took."""
        if self._kind != "cpu":
            return int(torch.cuda.max_memory_allocated())
        most = _most_resident_bytes()
        return most - self._idle_bytes if most > self._before else 0


def resident_bytes() -> int:
    """Main memory that this process takes now."""
    return int(psutil.Process().memory_info().rss)


def _most_resident_bytes() -> int:
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
