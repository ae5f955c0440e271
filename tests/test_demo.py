from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.ImageFilter import MaxFilter

from desktop import demo
from desktop.core import project_file
from desktop.core.document.compose import flatten
from desktop.core.pictures import read

ROOT = Path(__file__).resolve().parents[1]


def _run(*arguments: str) -> None:
    code = "import sys; from desktop import demo; sys.exit(demo.main(sys.argv[1:]))"
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=100,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "FAILED" not in run.stdout


def test_the_demo_leaves_a_picture_a_screenshot_and_a_report_that_hold(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(str(out))
    assert sorted(path.name for path in out.iterdir()) == ["image.png", "report.json", "window.png"]
    report = json.loads((out / "report.json").read_text())
    assert report["finished"] is True
    assert len(report["checks"]) == 4
    assert all(report["checks"].values())
    picture = read(out / "image.png")
    assert picture.record is not None
    assert picture.record.model_dump(mode="json") == report["record"]
    assert (picture.record.params.prompt, picture.record.params.seed) == (demo.PROMPT, demo.SEED)
    window = read(out / "window.png").pixels
    assert (window.size.width, window.size.height) >= (1100, 700)
    assert window.array[..., :3].std() > 10


def test_the_demo_of_editing_changes_what_is_masked_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run("--edit", str(out))
    names = ["after.png", "before.png", "mask.png", "project.darkroom", "report.json", "window.png"]
    assert sorted(path.name for path in out.iterdir()) == names
    checks = json.loads((out / "report.json").read_text())["checks"]
    assert len(checks) == 8
    assert all(checks.values())
    before, mask, after = (read(out / f"{name}.png").pixels.array for name in ("before", "mask", "after"))
    far = np.array(Image.fromarray(mask[..., 0]).filter(MaxFilter(41))) == 0
    assert far.any()
    assert np.array_equal(before[far], after[far])
    assert np.abs(after.astype(int) - before)[mask[..., 0] == 255].mean() > 20
    project = project_file.load(out / "project.darkroom")
    assert np.array_equal(flatten(project.document).array, after)


@pytest.mark.parametrize("arguments", [["--seed", "many"], ["--nonsense"], ["a", "b"]])
def test_a_wrong_command_line_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        demo.main(arguments)
    assert ended.value.code == 2
    assert "usage: main.py demo" in capsys.readouterr().err
