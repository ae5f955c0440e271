from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import log


@pytest.fixture(autouse=True)
def loggers_as_before() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("desktop")
    handlers, level = list(root.handlers), ours.level
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    ours.setLevel(level)


def test_our_information_goes_to_the_file(tmp_path: Path) -> None:
    log.setup(tmp_path / "logs").flush()
    logging.getLogger("desktop.core.test").info("something happened")
    assert "INFO" in (text := (tmp_path / "logs" / "darkroom.log").read_text())
    assert text.endswith("desktop.core.test: something happened\n")


def test_the_libraries_are_heard_from_warning_on(tmp_path: Path) -> None:
    log.setup(tmp_path)
    logging.getLogger("somelibrary").info("chatter")
    logging.getLogger("somelibrary").warning("trouble")
    text = (tmp_path / "darkroom.log").read_text()
    assert "trouble" in text
    assert "chatter" not in text


def test_the_file_is_rotated_before_it_grows_large(tmp_path: Path) -> None:
    log.setup(tmp_path)
    for _ in range(6):
        logging.getLogger("desktop").info("x" * 400_000)
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 3
    assert max(sizes) <= 1_000_000


def test_a_folder_that_can_not_be_written_does_not_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    handler = log.setup(tmp_path / "file" / "logs")
    assert not isinstance(handler, logging.FileHandler)
