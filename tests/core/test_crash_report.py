from __future__ import annotations

from pathlib import Path

import pytest

from desktop import __version__
from desktop.core import crash_report
from desktop.core.paths import Paths

HOME = Path("/srv/people/ada")


def test_a_report_holds_versions_device_and_the_ends_of_the_logs() -> None:
    paths = Paths.default()
    paths.logs.mkdir(parents=True)
    (paths.logs / "crash.log").write_text("Fatal Python error: Segmentation fault")
    (paths.logs / "darkroom.log").write_text("old line\n" * 10_000 + "the last line")
    report = crash_report.compose(paths, "CPU, 2 cores", (), HOME)
    assert f"Darkroom: {__version__}" in report
    assert "Device: CPU, 2 cores" in report
    assert "Segmentation fault" in report
    assert report.endswith("the last line")
    assert len(report) < 40_000


def test_without_logs_there_is_a_report_too() -> None:
    assert crash_report.compose(Paths.default(), "", (), HOME).count("(not there)") == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no file /srv/people/ada/x.png", "no file ~/x.png"),
        ("File /home/bob/.venv/a.py", "File ~/.venv/a.py"),
        (r"C:\Users\Eve\AppData\x", r"~\AppData\x"),
        ("for a secret garden: failed", "for [prompt]: failed"),
        ("params(prompt='two cats', steps=3)", "params(prompt=[prompt], steps=3)"),
        ('{"negative_prompt": "a \\"b\\" c", "x": 1}', '{"negative_prompt": [prompt], "x": 1}'),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_what_is_private_is_taken_out(text: str, expected: str) -> None:
    assert crash_report.redacted(text, ["a secret garden", "", "no"], HOME) == expected
