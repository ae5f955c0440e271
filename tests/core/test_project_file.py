from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from PIL import Image

from desktop.core import png, project_file
from desktop.core.document.document import Document
from desktop.core.document.layers import GroupLayer, PixelLayer, new_layer_id
from desktop.core.document.plane import Plane
from desktop.core.errors import AppError
from desktop.core.geometry import Point, Size
from desktop.core.project_file import Candidate, Project
from desktop.core.settings import Session
from tests.helpers.documents import assert_same, documents
from tests.helpers.records import make_pixels, make_record

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits")


@pytest.fixture
def project() -> Project:
    return Project(Document.from_pixels(make_pixels(), "Photo", b"profile"))


@pytest.fixture
def saved(tmp_path: Path, project: Project) -> Path:
    path = tmp_path / "a.darkroom"
    project_file.save(path, project)
    return path


def changed(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The same file with other entries."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def with_json(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    def edit(entries: dict[str, bytes]) -> None:
        content = json.loads(entries["document.json"])
        change(content)
        entries["document.json"] = json.dumps(content).encode()

    return changed(path, edit)


def refused(path: Path) -> AppError:
    before = path.read_bytes()
    with pytest.raises(AppError) as caught:
        project_file.load(path)
    assert caught.value.info.hint
    assert path.read_bytes() == before
    return caught.value


@settings(max_examples=40, deadline=None)
@given(documents())
def test_every_document_comes_back_the_same(document: Document) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.darkroom"
        project_file.save(path, Project(document))
        assert_same(project_file.load(path).document, document)


def test_a_plane_of_several_parts_comes_back(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 2500, 4), np.uint8)
    layer = PixelLayer(name="wide", plane=Plane.of(noise, Point(-300, 1900)))
    document = Document(Size(2000, 2300), (layer,))
    project_file.save(tmp_path / "a.darkroom", Project(document))
    with zipfile.ZipFile(tmp_path / "a.darkroom") as archive:
        assert len([name for name in archive.namelist() if name.startswith("planes/")]) == 6
    assert_same(project_file.load(tmp_path / "a.darkroom").document, document)


def test_two_dots_far_from_each_other_take_little_room(tmp_path: Path) -> None:
    plane = Plane(4)
    for place in (-32_000, 32_000):
        plane = plane.with_pixels(np.full((1, 1, 4), 255, np.uint8), Point(place, place))
    document = Document(Size(10, 10), (PixelLayer(name="dots", plane=plane),))
    project_file.save(tmp_path / "a.darkroom", Project(document))
    assert (tmp_path / "a.darkroom").stat().st_size < 10_000
    assert_same(project_file.load(tmp_path / "a.darkroom").document, document)


def test_settings_and_candidates_come_back_but_not_other_projects_names(
    tmp_path: Path, project: Project
) -> None:
    session = Session(prompt="ein Löwe 🦁", steps=12, recent_projects=(Path("/secret/plan.darkroom"),))
    candidates = (Candidate(record=make_record(seed=3), path=Path("b.png")), Candidate(record=make_record()))
    path = tmp_path / "a.darkroom"
    project_file.save(path, Project(project.document, session, candidates))
    opened = project_file.load(path)
    assert opened.session == session.model_copy(update={"recent_projects": ()})
    assert opened.candidates == candidates
    with zipfile.ZipFile(path) as archive:
        assert not any(b"secret" in archive.read(name) for name in archive.namelist())


def test_of_too_many_candidates_the_newest_are_kept(
    tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidates = tuple(Candidate(record=make_record(seed=seed)) for seed in range(20))
    monkeypatch.setattr(project_file, "MAX_JSON_BYTES", 5 * len(candidates[0].model_dump_json()))
    project_file.save(tmp_path / "a.darkroom", Project(project.document, None, candidates))
    kept = project_file.load(tmp_path / "a.darkroom").candidates
    assert kept == candidates[-len(kept) :]
    assert 0 < len(kept) < 6


def test_settings_that_are_not_understood_are_left_out(saved: Path, project: Project) -> None:
    def change(entries: dict[str, bytes]) -> None:
        entries["session.json"] = b'{"new": 1}'
        entries["candidates.json"] = b"{"

    opened = project_file.load(changed(saved, change))
    assert (opened.session, opened.candidates) == (None, ())
    assert_same(opened.document, project.document)


def test_unknown_entries_are_ignored(saved: Path, project: Project) -> None:
    opened = project_file.load(changed(saved, lambda entries: entries.update({"notes.txt": b"x"})))
    assert_same(opened.document, project.document)


def test_the_file_names_its_kind_first_and_shows_what_is_in_it(saved: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/x-darkroom"
        for name in ("thumbnail.png", "merged.png"):
            with Image.open(io.BytesIO(archive.read(name))) as image:
                assert np.array_equal(np.array(image), make_pixels().array)


def test_previews_of_a_large_canvas_are_small(tmp_path: Path) -> None:
    project_file.save(tmp_path / "a.darkroom", Project(Document(Size(4000, 2000))))
    with zipfile.ZipFile(tmp_path / "a.darkroom") as archive:
        sizes = [Image.open(io.BytesIO(archive.read(name))).size for name in ("thumbnail.png", "merged.png")]
    assert sizes == [(256, 128), (1024, 512)]


def test_a_newer_version_is_refused_in_words(saved: Path) -> None:
    error = refused(with_json(saved, lambda content: content.update(version=2, brushes=[])))
    assert error.code == "newer_project"
    assert "Update" in error.info.hint


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.update(version=0),
        lambda content: content.pop("version"),
        lambda content: content.update(size={"width": 0, "height": 5}),
        lambda content: content.update(size={"width": -1, "height": -5}),
        lambda content: content.update(size={"width": "wide", "height": 5}),
        lambda content: content.update(unknown=1),
        lambda content: content["layers"][0].update(opacity=2.0),
        lambda content: content["layers"][0].update(kind="filter"),
        lambda content: content["layers"][0].update(x=10**9),
        lambda content: content["layers"][0]["plane"][0].update(x=40_000),
        lambda content: content["layers"][0]["plane"][0].update(width=2049),
        lambda content: content["layers"][0]["plane"][0].update(width=255),
        lambda content: content["layers"][0].update(kind="mask"),
        lambda content: content.update(layers=content["layers"] * 2),
    ],
)
def test_content_that_makes_no_sense_is_refused(
    saved: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    assert refused(with_json(saved, change)).code == "damaged_file"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"version": 1}', b"\xff\xfe"])
def test_json_that_is_none_is_refused(saved: Path, data: bytes) -> None:
    error = refused(changed(saved, lambda entries: entries.update({"document.json": data})))
    assert error.code == "damaged_file"


def test_an_absurd_canvas_is_refused_with_its_size(saved: Path) -> None:
    error = refused(with_json(saved, lambda content: content.update(size={"width": 30_000, "height": 9})))
    assert (error.code, "30000 × 9" in error.info.message) == ("too_large_for_canvas", True)


def nested(depth: int) -> tuple[GroupLayer, ...]:
    group: tuple[GroupLayer, ...] = ()
    for _ in range(depth):
        group = (GroupLayer(name="group", children=group),)
    return group


def test_groups_may_lie_in_each_other_only_so_deep(tmp_path: Path, saved: Path) -> None:
    project_file.save(tmp_path / "b.darkroom", Project(Document(Size(9, 9), nested(32))))
    assert len(project_file.load(tmp_path / "b.darkroom").document.layers) == 1
    with pytest.raises(AppError) as caught:
        project_file.save(saved, Project(Document(Size(9, 9), nested(40))))
    assert caught.value.code == "too_many_layers"

    def deepen(content: dict[str, Any]) -> None:
        for number in range(40):
            content["layers"] = [content["layers"][0] | {"id": str(number), "children": content["layers"]}]
            content["layers"][0] |= {"kind": "group", "plane": []}

    assert refused(with_json(saved, deepen)).code == "too_many_layers"


def test_more_than_a_thousand_layers_are_refused(saved: Path) -> None:
    def add(content: dict[str, Any]) -> None:
        content["layers"] = [content["layers"][0] | {"id": new_layer_id()} for _ in range(1001)]

    assert refused(with_json(saved, add)).code == "too_many_layers"


def test_json_of_more_than_20_mb_is_refused(saved: Path) -> None:
    def grow(entries: dict[str, bytes]) -> None:
        entries["document.json"] += b" " * 20_000_000

    assert refused(changed(saved, grow)).code == "unsafe_file"


def test_recipes_that_no_reader_would_take_are_told_before_the_old_file_goes(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()
    monkeypatch.setattr(project_file, "MAX_JSON_BYTES", 100)
    with pytest.raises(AppError) as caught:
        project_file.save(saved, Project(Document.from_pixels(make_pixels(), "Photo")))
    assert caught.value.code == "project_too_large"
    assert saved.read_bytes() == before


def test_what_lies_too_far_away_is_told(tmp_path: Path) -> None:
    dot = np.full((1, 1, 4), 255, np.uint8)
    for layer in (
        PixelLayer(name="far", plane=Plane.of(dot, Point(40_000, 0))),
        PixelLayer(name="far", plane=Plane.of(dot), offset=Point(0, -40_000)),
    ):
        with pytest.raises(AppError) as caught:
            project_file.save(tmp_path / "a.darkroom", Project(Document(Size(9, 9), (layer,))))
        assert caught.value.code == "too_far_away"
    assert not list(tmp_path.iterdir())


def test_more_than_the_memory_holds_is_told_before_it_is_unpacked(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Memory:
        available = 100_000

    monkeypatch.setattr(psutil, "virtual_memory", Memory)
    error = refused(saved)
    assert (error.code, "GB of memory" in error.info.message) == ("out_of_memory", True)


def test_a_missing_plane_is_named(saved: Path) -> None:
    error = refused(changed(saved, lambda entries: entries.pop("planes/1/0_0.png")))
    assert (error.code, "planes/1/0_0.png" in error.info.message) == ("missing_part", True)


@pytest.mark.parametrize("name", ["document.json", "profile.icc"])
def test_a_missing_part_is_named(saved: Path, name: str) -> None:
    error = refused(changed(saved, lambda entries: entries.pop(name)))
    assert (error.code, name in error.info.message) == ("missing_part", True)


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", png.encode(np.zeros((9, 9, 4), np.uint8)), b"GIF89a"]
)
def test_a_plane_that_is_not_what_it_should_be_is_told(saved: Path, data: bytes) -> None:
    error = refused(changed(saved, lambda entries: entries.update({"planes/1/0_0.png": data})))
    assert (error.code, "planes/1/0_0.png" in error.info.details) == ("damaged_file", True)


def test_a_truncated_file_is_told(saved: Path) -> None:
    data = saved.read_bytes()
    for length in (0, 50, len(data) // 2, len(data) - 10):
        saved.write_bytes(data[:length])
        assert refused(saved).code == "damaged_file"


@pytest.mark.parametrize("kind", [b"image/openraster", b"application/x-darkroom2", b""])
def test_another_kind_of_zip_is_refused(saved: Path, kind: bytes) -> None:
    assert refused(changed(saved, lambda entries: entries.update(mimetype=kind))).code == "not_a_project"


def test_a_path_in_the_list_of_parts_leads_nowhere(saved: Path) -> None:
    def lead(content: dict[str, Any]) -> None:
        content["layers"][0]["plane"][0]["file"] = "../../etc/passwd"

    assert refused(with_json(saved, lead)).code == "missing_part"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_whatever_fails_the_old_project_stays(
    saved: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Fault 16."""

    def fail(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    before = saved.read_bytes()
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(AppError) as caught:
        project_file.save(saved, Project(Document(Size(9, 9))))
    monkeypatch.undo()
    assert caught.value.code == "disk_full"
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == ["a.darkroom"]


@posix_only
def test_a_full_disk_keeps_the_old_project(saved: Path) -> None:
    """Fault 14: a limit on file size stops the write half way."""
    before = saved.read_bytes()
    script = """
import resource, sys
from pathlib import Path
import numpy as np
from desktop.core import project_file
from desktop.core.document.document import Document
from desktop.core.errors import AppError
from desktop.core.pixels import Pixels
noise = np.random.default_rng(0).integers(0, 256, (400, 400, 4), np.uint8)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    project_file.save(Path(sys.argv[1]), project_file.Project(Document.from_pixels(Pixels(noise), "Noise")))
except AppError as error:
    sys.exit(0 if error.code == "disk_full" else 1)
sys.exit(2)
"""
    subprocess.run([sys.executable, "-c", script, str(saved)], check=True, timeout=60)
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == ["a.darkroom"]
