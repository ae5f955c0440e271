from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from desktop.core.document.document import Document
from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.project_file import Project
from desktop.core.recovery import About, Recovered, RecoveryStore
from tests.helpers.documents import assert_same
from tests.helpers.records import make_pixels

ABOUT = About(name="Löwe", project=Path("/home/me/lion.darkroom"))
SCRIPT = """
import os, sys
from pathlib import Path
from desktop.core.document.document import Document
from desktop.core.geometry import Size
from desktop.core.project_file import Project
from desktop.core.recovery import About, RecoveryStore
store = RecoveryStore(Path(sys.argv[1]))
store.keep(Project(Document(Size(int(sys.argv[2]), 9))), About(name="of another run"))
print("kept", flush=True)
sys.stdin.readline()
os._exit(1)
"""


@pytest.fixture
def project() -> Project:
    return Project(Document.from_pixels(make_pixels(), "Photo"))


def another_run(folder: Path, width: int = 7) -> subprocess.Popen[str]:
    """A process that has kept a canvas of this width, and dies when it gets a line."""
    run = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder), str(width)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "kept\n"
    return run


def crash(run: subprocess.Popen[str]) -> None:
    run.communicate("\n", timeout=30)


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A folder with what a run left that was cut off."""
    crash(another_run(tmp_path))
    return tmp_path


def test_without_a_crash_nothing_is_found(tmp_path: Path) -> None:
    assert RecoveryStore(tmp_path / "recovery").found() is None


def test_what_a_run_left_that_was_cut_off_is_found(crashed: Path) -> None:
    found = RecoveryStore(crashed).found()
    assert found is not None
    assert found.about == About(name="of another run")
    assert found.kept.tzinfo is not None
    assert found.load().document.size == Size(7, 9)


def test_the_kept_canvas_is_whole(tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    RecoveryStore(tmp_path).keep(project, ABOUT)
    found = _found_later(tmp_path, monkeypatch)
    assert found is not None
    assert found.about == ABOUT
    assert_same(found.load().document, project.document)


def _found_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Recovered | None:
    """What a later run finds when this process is no more."""
    later = RecoveryStore(folder)

    def gone(number: int) -> psutil.Process:
        raise psutil.NoSuchProcess(number)

    monkeypatch.setattr(psutil, "Process", gone)
    return later.found()


def test_a_run_that_goes_on_is_left_alone(tmp_path: Path, project: Project) -> None:
    run = another_run(tmp_path)
    here = RecoveryStore(tmp_path)
    here.keep(project, ABOUT)
    here.discard()
    assert here.found() is None
    crash(run)
    found = here.found()
    assert found is not None
    assert found.about.name == "of another run"


def test_another_process_with_the_same_number_is_not_that_run(crashed: Path) -> None:
    folder = next(crashed.iterdir())
    folder.rename(crashed / f"{os.getpid()}-1000000-{folder.name[-8:]}")
    assert RecoveryStore(crashed).found() is not None


def test_its_own_canvas_is_not_found(tmp_path: Path, project: Project) -> None:
    store = RecoveryStore(tmp_path)
    store.keep(project, ABOUT)
    assert store.found() is None


def test_a_run_that_ends_well_leaves_nothing(tmp_path: Path, project: Project) -> None:
    store = RecoveryStore(tmp_path)
    store.keep(project, ABOUT)
    store.discard()
    store.discard()
    assert list(tmp_path.iterdir()) == []


def test_only_the_last_canvas_is_kept(tmp_path: Path, project: Project) -> None:
    store = RecoveryStore(tmp_path)
    for _ in range(3):
        store.keep(project, ABOUT)
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["about.json", "canvas-3.darkroom"]


def test_each_document_of_a_run_is_kept_until_it_is_discarded(tmp_path: Path, project: Project) -> None:
    store = RecoveryStore(tmp_path)
    store.keep(project, ABOUT, 1)
    store.keep(project, ABOUT, 2)
    assert len(list(tmp_path.glob("*/about.json"))) == 2
    store.discard(1)
    store.keep(project, ABOUT, 2)
    assert [path.name for path in tmp_path.rglob("canvas-*")] == ["canvas-3.darkroom"]


def test_what_was_declined_does_not_come_back_and_older_ones_do(crashed: Path) -> None:
    crash(another_run(crashed, width=8))
    store = RecoveryStore(crashed)
    for width in (8, 7):
        found = store.found()
        assert found is not None
        assert found.load().document.size == Size(width, 9)
        store.forget(found)
    assert store.found() is None
    assert list(crashed.iterdir()) == []


def test_a_canvas_that_can_not_be_written_leaves_the_one_before(
    tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Power cut or full disk between the canvas and what tells of it."""
    store = RecoveryStore(tmp_path)
    store.keep(project, ABOUT)
    replace = os.replace

    def fail(source: Path, target: Path) -> None:
        if Path(target).name == "about.json":
            raise OSError(28, "full")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(AppError):
        store.keep(Project(Document(Size(1, 1))), About(name="new"))
    found = _found_later(tmp_path, monkeypatch)
    assert found is not None
    assert found.about == ABOUT
    assert_same(found.load().document, project.document)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"canvas": "../../x"}', "\0"])
def test_a_canvas_whose_name_was_lost_is_found_all_the_same(crashed: Path, content: str) -> None:
    next(crashed.glob("*/about.json")).write_text(content)
    found = RecoveryStore(crashed).found()
    assert found is not None
    assert found.about == About(name="")
    assert found.load().document.size == Size(7, 9)


def test_a_run_that_was_cut_off_before_it_kept_anything_leaves_nothing(crashed: Path) -> None:
    canvas = next(crashed.glob("*/canvas-1.darkroom"))
    canvas.rename(canvas.with_name(".darkroom-1234.part"))
    assert RecoveryStore(crashed).found() is None
    assert list(crashed.iterdir()) == []


def test_folders_that_are_no_runs_stay(crashed: Path) -> None:
    (crashed / "my pictures").mkdir()
    assert RecoveryStore(crashed).found() is not None
    assert (crashed / "my pictures").is_dir()


def test_a_forged_name_leads_nowhere(crashed: Path) -> None:
    about = next(crashed.glob("*/about.json"))
    (crashed / "outside.darkroom").write_bytes(b"")
    about.write_text(about.read_text().replace("canvas-1.darkroom", "../outside.darkroom"))
    found = RecoveryStore(crashed).found()
    assert found is not None
    assert found.path.name == "canvas-1.darkroom"
