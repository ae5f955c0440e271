from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core import pictures
from desktop.core.families import FAMILIES
from desktop.core.jobs import GroupKind
from desktop.core.params import ModelRef, SaveOptions
from desktop.core.samplers import SamplerName
from desktop.state.folder_batch import FolderPlan
from tests.helpers import records
from tests.helpers.line import Line
from tests.helpers.scripted import STARTER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures of ours, one without settings, one that is damaged, a text, and a folder."""
    folder = tmp_path / "old"
    folder.mkdir()
    options = SaveOptions(folder=folder)
    for seed, prompt in ((5, "a pear"), (6, "a plum")):
        record = records.make_record(prompt=prompt, seed=seed, model=ModelRef(name="gone"), steps=9)
        (folder / f"{prompt}.png").write_bytes(pictures.encode(records.make_pixels(), record, options))
    (folder / "plain.png").write_bytes(pictures.encode(records.make_pixels(), None, options))
    (folder / "broken.jpg").write_bytes(b"nothing")
    (folder / "notes.txt").write_text("a text")
    (folder / "more").mkdir()
    return folder


def plan_of(qtbot: QtBot, line: Line, folder: Path) -> FolderPlan:
    with qtbot.waitSignal(line.studio.queue.folders.read) as read:
        line.studio.queue.folders.read_folder(folder, STARTER)
    plan: FolderPlan = read.args[0]
    return plan


def test_each_picture_gives_its_settings_on_the_chosen_model(qtbot: QtBot, line: Line, folder: Path) -> None:
    plan = plan_of(qtbot, line, folder)
    assert [(p.prompt, p.seed, p.steps, p.model) for p in plan.settings] == [
        ("a pear", 5, 9, STARTER.ref),
        ("a plum", 6, 9, STARTER.ref),
    ]
    assert (plan.without, plan.unreadable) == (1, ("broken.jpg",))


@pytest.mark.parametrize("new_seeds", [True, False])
def test_the_jobs_are_one_group_with_the_seeds_that_were_chosen(
    qtbot: QtBot, line: Line, folder: Path, new_seeds: bool
) -> None:
    line.studio.queue.desk.pause()
    line.studio.queue.folders.start(plan_of(qtbot, line, folder), new_seeds=new_seeds)
    seeds = [job.params.seed for job in line.studio.queue.desk.waiting]
    assert (seeds != [5, 6]) is new_seeds
    assert (line.studio.queue.list.rowCount(), line.row(0).kind) == (1, GroupKind.FOLDER)


def test_a_sampler_that_the_model_can_not_use_gives_way_to_its_own(
    qtbot: QtBot, line: Line, tmp_path: Path
) -> None:
    record = records.make_record(sampler=SamplerName.PNDM)
    file = tmp_path / "one.png"
    file.write_bytes(pictures.encode(records.make_pixels(), record, SaveOptions(folder=tmp_path)))
    model = replace(STARTER, prediction_type="v_prediction")
    assert SamplerName.PNDM in FAMILIES[model.family_key].samplers
    with qtbot.waitSignal(line.studio.queue.folders.read) as read:
        line.studio.queue.folders.read_files((file,), model)
    assert read.args[0].settings[0].sampler is model.defaults.sampler


def test_a_folder_without_settings_is_told(qtbot: QtBot, line: Line, tmp_path: Path) -> None:
    with qtbot.waitSignal(line.studio.queue.failed) as told:
        line.studio.queue.folders.read_folder(tmp_path, STARTER)
    assert told.args[0].code == "no_settings"


def test_a_folder_that_is_gone_is_told(qtbot: QtBot, line: Line, tmp_path: Path) -> None:
    with qtbot.waitSignal(line.studio.queue.failed) as told:
        line.studio.queue.folders.read_folder(tmp_path / "gone", STARTER)
    assert told.args[0].code == "not_readable"
