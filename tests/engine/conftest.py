"""One engine with the starter model for all tests of this folder: loading it takes a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop.core.estimates import Estimates
from desktop.core.events import Event, PictureDone
from desktop.core.gallery import Gallery
from desktop.core.geometry import Size
from desktop.core.hashes import HashCache
from desktop.core.input_store import InputStore
from desktop.core.jobs import CancelToken, Job
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams, ModelRef, SaveOptions, Source
from desktop.core.picture_store import PictureStore
from desktop.core.pixels import Pixels
from desktop.core.upscalers import find_upscaler, find_upscalers
from desktop.engine.engine import Engine
from desktop.engine.runtime import quieten_libraries
from tests.helpers.tiny import CONFIGS, SAVE, info_for, save_tiny_sd, starter_info


@dataclass
class Rig:
    """An engine, the models it can find, and a folder of its own."""

    engine: Engine
    models: dict[str, ModelInfo]
    gallery: Gallery
    inputs: InputStore
    folder: Path
    adapters: list[ModelInfo]
    """What jobs find beside models: clear it, the engine is shared."""
    emitted: list[Event] = field(default_factory=list)

    def run(
        self,
        on_event: Callable[[Event, CancelToken], None] = lambda event, token: None,
        model: str = "starter",
        parent_id: int | None = None,
        **settings: Any,
    ) -> list[Event]:
        """Run one job and return its events."""
        self.emitted = []
        token = CancelToken()

        def emit(event: Event) -> None:
            self.emitted.append(event)
            on_event(event, token)

        values = {"steps": 4, "guidance_scale": 4.5, "size": Size(128, 128), "seed": 1} | settings
        params = GenerateParams(model=ModelRef(name=model), **values)
        job = Job(params, SaveOptions(folder=self.folder / "pictures"), parent_id=parent_id)
        self.engine.run(job, emit, token)
        return self.emitted

    def source(self, picture: Pixels, mask: Pixels | None = None) -> Source:
        """Both in the engine's input store."""
        return Source(picture=self.inputs.put(picture), mask=None if mask is None else self.inputs.put(mask))

    def pictures(self) -> list[PictureDone]:
        return [event for event in self.emitted if isinstance(event, PictureDone)]

    def files(self) -> list[Path]:
        return sorted(path for path in (self.folder / "pictures").rglob("*") if path.is_file())


@pytest.fixture(scope="session", autouse=True)
def quiet_libraries() -> None:
    quieten_libraries()


@pytest.fixture(scope="session")
def families(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A tiny model folder of each family: do not change them."""
    root = tmp_path_factory.mktemp("families")
    return {family: save(root / family) for family, save in SAVE.items()}


@pytest.fixture(scope="session")
def tiny_configs(families: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What single files of the tiny models are read by, in place of ``resources/configs``."""
    root = tmp_path_factory.mktemp("configs")
    for family, name in CONFIGS.items():
        (root / name).symlink_to(families[family], target_is_directory=True)
    return root


@pytest.fixture(scope="session")
def shared_engine(tmp_path_factory: pytest.TempPathFactory, tiny_configs: Path) -> Iterator[Rig]:
    folder = tmp_path_factory.mktemp("engine")
    models = {"starter": starter_info()}
    adapters: list[ModelInfo] = []
    gallery = Gallery(folder / "gallery.db")
    inputs = InputStore(folder / "inputs")
    engine = Engine(
        find_model=lambda ref: models[ref.name],
        sink=PictureStore(gallery),
        estimates=Estimates(folder / "estimates.json"),
        hashes=HashCache(folder / "hashes.json"),
        inputs=inputs,
        find_upscaler=lambda name: find_upscaler(find_upscalers([folder / "upscalers"]), name),
        list_adapters=lambda _fresh: adapters,
        configs=tiny_configs,
    )
    yield Rig(engine, models, gallery, inputs, folder, adapters)
    engine.close()
    gallery.close()


@pytest.fixture
def rig(shared_engine: Rig, tmp_path: Path) -> Rig:
    """The shared engine, saving into this test's folder."""
    shared = shared_engine
    return Rig(shared.engine, shared.models, shared.gallery, shared.inputs, tmp_path, shared.adapters)


@pytest.fixture(scope="session")
def tiny_sd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny epsilon-prediction model folder: do not change it, copy it."""
    return save_tiny_sd(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def tiny_rig(rig: Rig, tiny_sd: Path) -> Rig:
    rig.models["tiny"] = info_for(tiny_sd)
    return rig
