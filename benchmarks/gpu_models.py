"""Full-size SD 1.5 and SDXL with random weights on a graphics card: the engine against plain diffusers.

Nothing is fetched and nothing large is written: networks are made in place from ``resources/configs``. Prints
one JSON object. Then SDXL is drawn while the process may take only so much of the card, and what was planned
is compared with what happened. ``--tiny`` does the same with tiny networks, on any computer, to try it out.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as the program's own start does, before torch

import diffusers
import torch
import transformers
from torch import nn

sys.path.insert(0, str(Path(__file__).parent.parent))

from desktop.core.estimates import Estimates
from desktop.core.events import Event, Finished, Notice
from desktop.core.families import FAMILIES
from desktop.core.geometry import Size
from desktop.core.hashes import HashCache
from desktop.core.input_store import InputStore
from desktop.core.jobs import CancelToken, Job, SavedPicture
from desktop.core.memory_plan import GIB
from desktop.core.models import ModelInfo
from desktop.core.params import GenerateParams, ModelRef, PictureRecord, SaveOptions
from desktop.core.paths import resources
from desktop.core.pixels import Pixels
from desktop.core.samplers import SamplerName, ScheduleName
from desktop.core.weights import Weights
from desktop.engine.components import Components
from desktop.engine.device import DevicePlan
from desktop.engine.engine import Engine
from desktop.engine.modules import is_of_transformers, network_class
from desktop.engine.runtime import quieten_libraries
from desktop.engine.samplers import build_scheduler

PROMPT = "a lighthouse on a cliff above the sea at dawn, oil on canvas"
MODELS = {"sd1": ("sd15", 512), "sdxl": ("sdxl", 1024)}
_TINY_TEXT = {
    "hidden_size": 32,
    "intermediate_size": 37,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "projection_dim": 32,
}
_TINY_VAE = {"block_out_channels": (8, 8, 8, 16), "layers_per_block": 1, "norm_num_groups": 4}
_TINY_UNET = {
    "sd1": {"block_out_channels": (16, 32, 32, 32), "cross_attention_dim": 32, "attention_head_dim": 4},
    "sdxl": {
        "block_out_channels": (16, 32, 32),
        "cross_attention_dim": 64,
        "attention_head_dim": (2, 4, 4),
        "transformer_layers_per_block": 1,
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 80,
    },
}


class RandomModel:
    """A model of a family's published configuration, its weights random: what Components loads from."""

    def __init__(self, info: ModelInfo, tiny: bool) -> None:
        self.key = f"random|{info.name}"
        self._info = info
        self._tiny = tiny
        self._folder = info.path

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(name for name in self._info.family.components if name != "scheduler")

    def scheduler_config(self) -> Mapping[str, Any]:
        config: dict[str, Any] = json.loads((self._folder / "scheduler/scheduler_config.json").read_text())
        return config

    def weights(self, name: str) -> Weights:
        if name.startswith("tokenizer"):
            return Weights((), None)
        return Weights((), None, sum(tensor.numel() for tensor in self._empty(name).parameters()))

    def load(self, name: str, plan: DevicePlan, token: CancelToken) -> Any:
        if name.startswith("tokenizer"):
            return self._class(name).from_pretrained(self._folder / name, local_files_only=True)
        network = self._empty(name)
        maker = "cuda" if torch.cuda.is_available() else "cpu"
        state = {}
        for key, tensor in network.state_dict().items():
            token.check()
            made = torch.empty(tensor.shape, dtype=plan.dtype, device=maker)
            if tensor.ndim > 1:
                made.normal_(0.0, 0.5 / math.sqrt(tensor[0].numel()))
            else:
                made.fill_(1.0 if key.endswith("weight") else 0.0)
            state[key] = made.to(plan.device)
        network.load_state_dict(state, assign=True)
        for key, buffer in network.named_buffers():
            if buffer.is_meta:
                path, _, last = key.rpartition(".")
                positions = torch.arange(buffer.shape[-1], device=plan.device).expand(buffer.shape)
                network.get_submodule(path).register_buffer(last, positions, persistent=False)
        return network.eval().requires_grad_(False)

    def _class(self, name: str) -> Any:
        return network_class(min(self._info.family.components[name], key=len))

    def _empty(self, name: str) -> nn.Module:
        cls = self._class(name)
        config = json.loads((self._folder / name / "config.json").read_text())
        if self._tiny:
            config |= self._tiny_config(name)
        with torch.device("meta"):
            made: nn.Module = (
                cls(cls.config_class(**config)) if is_of_transformers(cls) else cls.from_config(config)
            )
        return made

    def _tiny_config(self, name: str) -> dict[str, Any]:
        if name.startswith("text_encoder"):
            return copy.deepcopy(_TINY_TEXT)
        if name == "vae":
            return dict(_TINY_VAE)
        return {**_TINY_UNET[self._info.family_key], "layers_per_block": 1, "norm_num_groups": 8}


class RandomComponents(Components):
    """Loads RandomModels in place of files."""

    def __init__(self, plan: DevicePlan, tiny: bool) -> None:
        super().__init__(plan)
        self._models: dict[str, RandomModel] = {}
        self._tiny = tiny

    def _source(self, info: ModelInfo) -> Any:
        return self._models.setdefault(info.name, RandomModel(info, self._tiny))


class Nowhere:
    """A sink that keeps nothing: the disk is not what is measured."""

    def save(
        self, pixels: Pixels, record: PictureRecord, options: SaveOptions, index: int, parent_id: int | None
    ) -> SavedPicture:
        return SavedPicture(1, options.folder / "none.png")


def info_of(family_key: str, tiny: bool) -> ModelInfo:
    family = FAMILIES[family_key]
    folder, side = MODELS[family_key]
    side = 64 if tiny else side
    return ModelInfo(
        name=family_key,
        title=family.title,
        path=resources() / "configs" / folder,
        family_key=family_key,
        problem=None,
        license="",
        size_bytes=0,
        native_size=Size(side, side),
        size_range=family.size_range,
        defaults=family.defaults,
    )


class Bench:
    """The engine with random models, and how a picture is made, timed and measured."""

    def __init__(self, folder: Path, tiny: bool, steps: int) -> None:
        self.folder, self.steps = folder, steps
        self.infos = {key: info_of(key, tiny) for key in MODELS}
        self.engine = Engine(
            find_model=lambda ref: self.infos[ref.name],
            sink=Nowhere(),
            estimates=Estimates(folder / "estimates.json"),
            hashes=HashCache(folder / "hashes.json"),
            inputs=InputStore(folder / "inputs"),
            find_upscaler=_no_upscaler,
            list_adapters=lambda fresh: (),
        )
        self.bench = self.engine._bench
        self.bench.components = RandomComponents(self.engine.plan, tiny)
        self.cuda = self.engine.plan.kind == "cuda"

    def params(self, key: str, seed: int) -> GenerateParams:
        return GenerateParams(
            model=ModelRef(name=key),
            prompt=f"{PROMPT} {seed}",
            steps=self.steps,
            guidance_scale=7.0,
            sampler=SamplerName.DPMPP_2M,
            schedule=ScheduleName.AUTOMATIC,
            size=self.infos[key].native_size,
            seed=seed,
        )

    def measured(self, make: Callable[[], Any]) -> tuple[Any, float, int]:
        """What ``make`` gives, its seconds, and the most bytes on the card."""
        if self.cuda:
            torch.cuda.synchronize()
            torch.cuda.reset_peak_memory_stats()
        began = time.perf_counter()
        made = make()
        if self.cuda:
            torch.cuda.synchronize()
        peak = torch.cuda.max_memory_allocated() if self.cuda else 0
        return made, time.perf_counter() - began, peak

    def ours(self, key: str, seed: int) -> list[Event]:
        events: list[Event] = []
        self.engine.run(
            Job(self.params(key, seed), SaveOptions(folder=self.folder)), events.append, CancelToken()
        )
        return events

    def plain(self, key: str) -> Callable[[int], Any]:
        """A script's way to make the same picture, with the very same networks."""
        info = self.infos[key]
        loaded = self.bench.components.load(info, CancelToken())
        params = self.params(key, 0)
        scheduler = build_scheduler(params.sampler, params.schedule, loaded.scheduler_config)
        scheduler = diffusers.DPMSolverMultistepScheduler.from_config(scheduler.config)
        options = {**info.family.options}
        if key == "sd1":
            options |= {"safety_checker": None, "feature_extractor": None}
        pipeline = getattr(diffusers, info.family.tasks["text"])(
            **loaded.parts, scheduler=scheduler, **options
        )
        pipeline.set_progress_bar_config(disable=True)

        def make(seed: int) -> Any:
            return pipeline(
                self.params(key, seed).prompt,
                width=params.size.width,
                height=params.size.height,
                num_inference_steps=self.steps,
                guidance_scale=params.guidance_scale,
                generator=torch.Generator("cpu").manual_seed(seed),
            ).images[0]

        return make


def _no_upscaler(name: str) -> Any:
    raise LookupError(name)


def against_diffusers(bench: Bench, key: str, repeats: int) -> dict[str, Any]:
    """Both in turn, the first picture of each left out."""
    first, load_s, _ = bench.measured(lambda: bench.ours(key, 0))
    _checked(first)
    plain = bench.plain(key)
    plain(0)
    ours, theirs, our_peaks, their_peaks = [], [], [], []
    for seed in range(1, repeats + 1):
        events, seconds, peak = bench.measured(lambda seed=seed: bench.ours(key, seed))
        _checked(events)
        ours.append(seconds)
        our_peaks.append(peak)
        _, seconds, peak = bench.measured(lambda seed=seed: plain(seed))
        theirs.append(seconds)
        their_peaks.append(peak)
    finished = _checked(events)
    our_peaks.append(_checked(first).timings.peak_bytes)  # all that a processor tells
    our_s, their_s = statistics.median(ours), statistics.median(theirs)
    return {
        "size": str(bench.infos[key].native_size),
        "first picture with making the weights, s": round(load_s, 2),
        "ours, s": round(our_s, 3),
        "plain diffusers, s": round(their_s, 3),
        "ratio": round(our_s / their_s, 3),
        "overhead per step, ms": round(1000 * (our_s - their_s) / bench.steps, 2),
        "our step, ms": round(1000 * finished.timings.step, 2),
        "our decode, s": round(finished.timings.decode, 3),
        "our peak, GiB": _gib(max(our_peaks)),
        "plain peak, GiB": _gib(max(their_peaks)),
        "planned peak, GiB": _gib(finished.timings.planned_bytes),
    }


def under_cap(bench: Bench, key: str, cap_gib: float) -> dict[str, Any]:
    """Two pictures while the process may take ``cap_gib`` of the card; the second is told."""
    bench.engine.close()
    with capped(bench, cap_gib):
        first, first_s, _ = bench.measured(lambda: bench.ours(key, 0))
        second, seconds, peak = bench.measured(lambda: bench.ours(key, 1))
        reserved = torch.cuda.max_memory_reserved() if bench.cuda else 0
    bench.engine.close()
    finished = second[-1]
    timings = finished.timings if isinstance(finished, Finished) else None
    return {
        "finished": isinstance(finished, Finished) and isinstance(first[-1], Finished),
        "ended": type(finished).__name__ if timings else repr(finished),
        "told": [event.info.message for event in (*first, *second) if isinstance(event, Notice)],
        "first picture with making the weights, s": round(first_s, 2),
        "s": round(seconds, 2),
        "step, ms": timings and round(1000 * timings.step, 1),
        "decode, s": timings and round(timings.decode, 2),
        "peak, GiB": _gib(peak),
        "reserved, GiB": _gib(reserved),
        "planned peak, GiB": timings and _gib(timings.planned_bytes),
    }


@contextlib.contextmanager
def capped(bench: Bench, gib: float) -> Iterator[None]:
    """Without a card nothing is capped."""
    if not bench.cuda:
        yield
        return
    torch.cuda.empty_cache()
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.set_per_process_memory_fraction(min(1.0, gib * GIB / total))
    try:
        yield
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)


def _checked(events: list[Event]) -> Finished:
    if not isinstance(events[-1], Finished):
        raise RuntimeError(f"the engine did not finish: {events[-1]}")
    return events[-1]


def _gib(size: float) -> float:
    return round(size / GIB, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--models", nargs="*", choices=MODELS, default=list(MODELS))
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--caps", type=float, nargs="*", default=[8, 6, 5, 4], help="GiB, for SDXL")
    parser.add_argument("--seconds", type=float, default=330, help="no further cap is begun after this")
    arguments = parser.parse_args()
    began = time.perf_counter()
    quieten_libraries()
    report: dict[str, Any] = {
        "benchmark": "gpu_models",
        "card": torch.cuda.get_device_name(0) if torch.cuda.is_available() else "none",
        "torch": torch.__version__,
        "diffusers": diffusers.__version__,
        "transformers": transformers.__version__,
        "steps": arguments.steps,
        "tiny": arguments.tiny,
        "figures": {},
    }
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), arguments.tiny, arguments.steps)
        for key in arguments.models:
            report["figures"][key] = against_diffusers(bench, key, arguments.repeats)
            print(key, report["figures"][key], file=sys.stderr, flush=True)
            bench.engine.close()
        for cap in arguments.caps:
            if time.perf_counter() - began > arguments.seconds:
                report["figures"][f"sdxl under {cap:g} GiB"] = "left out: no time"
                continue
            report["figures"][f"sdxl under {cap:g} GiB"] = under_cap(bench, "sdxl", cap)
            print(cap, report["figures"][f"sdxl under {cap:g} GiB"], file=sys.stderr, flush=True)
    report["total, s"] = round(time.perf_counter() - began, 1)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
