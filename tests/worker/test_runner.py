from __future__ import annotations

from functools import partial
from pathlib import Path

from desktop.core.estimates import Estimates
from desktop.core.events import TERMINAL, Event, Finished, Started
from desktop.core.gallery import Gallery
from desktop.core.geometry import Size
from desktop.core.hashes import HashCache
from desktop.core.input_store import InputStore
from desktop.core.jobs import CancelToken
from desktop.core.library import Library, find
from desktop.core.paths import Paths, resources
from desktop.core.picture_store import PictureStore
from desktop.core.upscalers import find_upscaler
from desktop.engine.engine import Engine
from desktop.worker.runner import LocalRunner
from tests.helpers.scripted import make_job


def test_the_engine_of_this_process_draws_with_the_starter(tmp_path: Path) -> None:
    paths = Paths.default()
    gallery = Gallery(paths.gallery)
    models = Library((), resources() / "starter").scan()
    runner = LocalRunner(
        Engine(
            lambda ref: find(models, ref),
            PictureStore(gallery),
            Estimates(paths.estimates),
            HashCache(paths.hashes),
            InputStore(paths.inputs),
            partial(find_upscaler, ()),
            lambda _fresh: (),
        )
    )
    told: list[Event] = []
    job = make_job(tmp_path, model=models[0].ref, size=Size(64, 64), steps=2)
    runner.run(job, told.append, CancelToken())
    runner.close()
    gallery.close()
    assert isinstance(told[0], Started)
    assert [type(event) for event in told if isinstance(event, TERMINAL)] == [Finished]
    assert runner.describe() != ""
