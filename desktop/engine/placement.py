"""A model's networks put where the memory plan wants them for one job, and put back without a trace.

What waits for its turn on a card lies in main memory. All is done by hooks, so that pipelines and tasks need
not know; none of it changes a number, but for the eight-bit storage, whose originals are kept and put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import accelerate
import torch
from accelerate.hooks import ModelHook, add_hook_to_module, remove_hook_from_module
from accelerate.utils import send_to_device
from diffusers.hooks import HookRegistry, apply_group_offloading
from diffusers.hooks.layerwise_casting import DEFAULT_SKIP_MODULES_PATTERN
from torch import nn

from desktop.core.memory_plan import TILE_SIDE, MemoryPlan, Mode

_GROUP_HOOKS = ("group_offloading", "layer_execution_tracker", "lazy_prefetch_group_offloading")
_FLOAT8 = torch.float8_e4m3fn
_CPU = torch.device("cpu")
_NOT_IN_EIGHT_BITS = re.compile("|".join((*DEFAULT_SKIP_MODULES_PATTERN, "^conv_in$", "^conv_out$")))


class Placement(AbstractContextManager["Placement"]):
    """All networks of one job, of as many models as it has. Those in turn are on the device one at a time."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._turns = _Turns(device)
        self._placed: set[int] = set()
        self._undo = ExitStack()

    def place(self, parts: Mapping[str, Any], denoiser: str, plan: MemoryPlan) -> None:
        """Put a model's networks where ``plan`` wants them, until the ``with`` ends.

        Those that models share are placed once. LoRAs belong on the layers before this.
        """
        for name, network in parts.items():
            if isinstance(network, nn.Module) and id(network) not in self._placed:
                self._placed.add(id(network))
                self._undo.enter_context(self._placed_by(plan, network, name, denoiser))
        if plan.tiled and "vae" in parts:
            self._undo.enter_context(tiled(parts["vae"]))

    def _placed_by(
        self, plan: MemoryPlan, network: nn.Module, name: str, denoiser: str
    ) -> AbstractContextManager[None]:
        if plan.mode is Mode.RESIDENT:
            return _resident(network, self._device)
        if plan.mode is Mode.STREAM and name in plan.streamed:
            return _streamed(network, self._device)
        if plan.mode is Mode.SEQUENTIAL and name in plan.streamed:
            return _sequential(network, self._device)
        return _in_turn(network, self._turns, plan.mode is Mode.FLOAT8 and name == denoiser)

    def __exit__(self, *raised: object) -> None:
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)  # a layer may still be on its way
        self._undo.close()


@contextmanager
def tiled(vae: Any) -> Iterator[None]:
    """The VAE works in tiles of TILE_SIDE pixels in the ``with``, blended where they overlap."""
    if not hasattr(vae, "tile_sample_min_size") or vae.use_tiling:
        yield
        return
    sample, latent = vae.tile_sample_min_size, vae.tile_latent_min_size
    factor = 2 ** (len(vae.config.block_out_channels) - 1)
    vae.tile_sample_min_size, vae.tile_latent_min_size = TILE_SIDE, TILE_SIDE // factor
    vae.enable_tiling()
    try:
        yield
    finally:
        vae.disable_tiling()
        vae.tile_sample_min_size, vae.tile_latent_min_size = sample, latent


@contextmanager
def _resident(network: nn.Module, device: torch.device) -> Iterator[None]:
    network.to(device)
    yield


class _Turns:
    """Brings a network to the device when it is called, and has the one before it leave.

    Weights stay in main memory beside their copies on the device, which are dropped: nothing is copied back.
    """

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self._on_device: nn.Module | None = None
        self._at_home: dict[torch.Tensor, torch.Tensor] = {}

    def bring(self, network: nn.Module) -> None:
        if self._on_device is not network:
            self.send_back()
            self._on_device = network
            self._at_home = {tensor: tensor.data for tensor in (*network.parameters(), *network.buffers())}
            network.to(self.device)

    def send_back(self) -> None:
        if self._on_device is not None:
            for tensor, data in self._at_home.items():
                tensor.data = data
            self._on_device.to(_CPU)  # what was put on it meanwhile
            self._on_device, self._at_home = None, {}
            if self.device.type == "cuda":
                torch.cuda.empty_cache()


class _InTurn(ModelHook):  # type: ignore[misc]
    """In accelerate's form: diffusers asks it where a pipeline runs, and calls it before a VAE works."""

    def __init__(self, turns: _Turns) -> None:
        self._turns = turns
        self.execution_device = turns.device

    def pre_forward(self, module: nn.Module, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        self._turns.bring(module)
        return send_to_device(args, self.execution_device), send_to_device(kwargs, self.execution_device)


@contextmanager
def _in_turn(network: nn.Module, turns: _Turns, float8: bool) -> Iterator[None]:
    network.to(_CPU)
    with ExitStack() as undo:
        if float8:
            undo.enter_context(_in_eight_bits(network))
        add_hook_to_module(network, _InTurn(turns))
        undo.callback(remove_hook_from_module, network)
        undo.callback(turns.send_back)
        yield


@contextmanager
def _streamed(network: nn.Module, device: torch.device) -> Iterator[None]:
    streams = device.type == "cuda"
    network.to(_CPU)
    apply_group_offloading(
        network,
        onload_device=device,
        offload_device=_CPU,
        offload_type="leaf_level",  # the blocks of a U-Net are too uneven: SDXL's largest is half of it
        use_stream=streams,
        record_stream=streams,
    )
    try:
        yield
    finally:
        registry = HookRegistry.check_if_exists_or_initialize(network)
        for name in _GROUP_HOOKS:
            registry.remove_hook(name, recurse=True)
        network.to(_CPU)


@contextmanager
def _sequential(network: nn.Module, device: torch.device) -> Iterator[None]:
    network.to(_CPU)
    accelerate.cpu_offload(
        network, device, offload_buffers=bool(dict(network.named_parameters(recurse=False)))
    )
    try:
        yield
    finally:
        remove_hook_from_module(network, recurse=True)
        network.to(_CPU)


@contextmanager
def _in_eight_bits(network: nn.Module) -> Iterator[None]:
    """Weights are stored as float8 e4m3 and made what they were, but for rounding, while a layer computes.

    diffusers' own layerwise casting can't be taken off again.
    """
    originals: dict[nn.Parameter, torch.Tensor] = {}
    hooks = ExitStack()
    for name, layer in network.named_modules():
        if not isinstance(layer, (nn.Linear, nn.Conv2d)) or _NOT_IN_EIGHT_BITS.search(name):
            continue
        dtype = layer.weight.dtype
        for parameter in layer.parameters(recurse=False):
            originals[parameter] = parameter.data
            parameter.data = parameter.data.to(_FLOAT8)
        hooks.callback(layer.register_forward_pre_hook(_Cast(dtype)).remove)
        hooks.callback(layer.register_forward_hook(_Cast(_FLOAT8)).remove)
    try:
        yield
    finally:
        hooks.close()
        for parameter, data in originals.items():
            parameter.data = data


class _Cast:
    """A hook before or after a layer computes: it changes the dtype of its weights."""

    def __init__(self, dtype: torch.dtype) -> None:
        self._dtype = dtype

    def __call__(self, layer: nn.Module, *_: Any) -> None:
        for parameter in layer.parameters(recurse=False):
            parameter.data = parameter.data.to(self._dtype)
