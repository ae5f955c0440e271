"""Fetching a whole plan: file by file, and into its place only when all are there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from desktop.core import files
from desktop.core.connection_log import Purpose
from desktop.core.downloads import Plan, free_bytes
from desktop.core.net.network import Network
from desktop.core.net.transfer import Means, Sleep, Transfer


async def download(
    network: Network,
    plan: Plan,
    token: str,
    report: Callable[[int], object],
    *,
    sleep: Sleep = asyncio.sleep,
    free_bytes: Callable[[Path], int] = free_bytes,
) -> Path:
    """Fetch what is missing of ``plan`` and return the model's path: its folder, or its last file.

    ``report`` is told how many bytes of all are there. What was fetched stays on the disk if this is
    cancelled or fails; calling it again goes on from there. Raises as ``Transfer.run``.
    """
    network.require()
    async with network.client(Purpose.DOWNLOAD) as client:
        means = Means(network, client, token, sleep, free_bytes)
        before = 0
        whole: list[tuple[Path, str]] = []
        for file in plan.in_order():
            part, there = plan.part_of(file), plan.base / file.path
            if not (plan.name and _is_whole(there, file.size_bytes)):
                await Transfer(means, file, part, _after(before, report)).run()
                if plan.name:
                    files.move_over(part, there)
                else:
                    whole.append((part, file.path))
            before += (there if plan.name else part).stat().st_size
            report(before)
    if plan.name:
        return files.move_new(plan.base, plan.folder, plan.name, "")
    return [_put(part, plan.folder, path) for part, path in whole][-1]


def _after(before: int, report: Callable[[int], object]) -> Callable[[int], object]:
    return lambda size: report(before + size)


def _is_whole(path: Path, size_bytes: int | None) -> bool:
    """Whether an earlier try fetched it: in the hidden folder only what was checked has its own name."""
    try:
        return path.stat().st_size == size_bytes or (size_bytes is None and path.is_file())
    except OSError:
        return False


def _put(part: Path, folder: Path, name: str) -> Path:
    path = PurePosixPath(name)
    return files.move_new(part, folder, path.stem, path.suffix)
