"""Networks that enlarge pictures, run by this program's own modules and loaded from safetensors alone.

The modules' attributes have the names of Real-ESRGAN's files, which core.upscalers turns every layout into.
"""

from __future__ import annotations

import math

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from desktop.core.errors import AppError
from desktop.core.upscalers import Network, NetworkKind, UpscalerInfo, identify

_RESIDUAL = 0.2
_SLOPE = 0.2


class Upscaler:
    """A loaded network. Belongs to the engine's thread."""

    def __init__(self, network: Network, module: nn.Module) -> None:
        self._network = network
        self._module = module

    @torch.no_grad()
    def enlarge(self, image: Tensor, factor: int) -> Tensor:
        """``factor`` times as large: (1, 3, H, W) in [-1, 1] to float32 (1, 3, factor H, factor W).

        The network runs until ``factor`` is reached; what it makes too large is reduced, and what it leaves
        too small is enlarged, by antialiased bicubic interpolation. Raises AppError("not_finite").
        """
        height, width = image.shape[-2:]
        weight = next(self._module.parameters())
        colours = (image.to(weight) / 2 + 0.5).clamp(0, 1)
        if self._network.colours == 1:
            colours = colours.transpose(0, 1)  # a grey network sees each colour as a picture
        for _ in range(self._passes(factor)):
            colours = self._module(colours).clamp(0, 1)
        if self._network.colours == 1:
            colours = colours.transpose(0, 1)
        if not bool(torch.isfinite(colours).all()):
            raise AppError(
                "not_finite",
                "The upscaler produced values that are not numbers (NaN or infinite). No picture was saved.",
                "Choose another upscaler, or Lanczos.",
            )
        colours = colours.float()
        if colours.shape[-2] != height * factor:
            size = (height * factor, width * factor)
            colours = functional.interpolate(colours, size, mode="bicubic", antialias=True).clamp(0, 1)
        return colours * 2 - 1

    def reach(self, factor: int) -> int:
        """How much larger than the picture its largest maps are on the way to ``factor``."""
        return max(factor, math.prod([self._network.scale] * self._passes(factor)))

    def _passes(self, factor: int) -> int:
        """How often the network runs: until ``factor`` is reached, or once where it enlarges nothing."""
        passes = 1
        while 1 < self._network.scale**passes < factor:
            passes += 1
        return passes


class CompactNet(nn.Module):
    """SRVGGNetCompact: convolutions in a row, then a pixel shuffle over the plainly enlarged picture.

    From Real-ESRGAN (Wang et al., 2021); the shuffle is Shi et al., 2016. (N, C, H, W) becomes scale times
    as large.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        features, self._scale = network.features, network.scale
        layers: list[nn.Module] = [_conv(network.colours, features), nn.PReLU(features)]
        for _ in range(network.blocks):
            layers += [_conv(features, features), nn.PReLU(features)]
        layers.append(_conv(features, network.colours * network.scale**2))
        self.body = nn.Sequential(*layers)

    def forward(self, image: Tensor) -> Tensor:
        details: Tensor = functional.pixel_shuffle(self.body(image), self._scale)
        return details + functional.interpolate(image, scale_factor=self._scale, mode="nearest")


class RRDBNet(nn.Module):
    """The generator of ESRGAN (Wang et al., 2018), with Real-ESRGAN's pixel unshuffle (Wang et al., 2021).

    (N, C, H, W) becomes scale times as large; sides that the unshuffle does not divide are continued for it.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        features, self._unshuffle, self._scale = network.features, network.unshuffle, network.scale
        self.conv_first = _conv(network.colours * network.unshuffle**2, features)
        self.body = nn.Sequential(*(_ResidualBlocks(features, network.growth) for _ in range(network.blocks)))
        self.conv_body = _conv(features, features)
        self._ups = tuple(f"conv_up{number + 1}" for number in range(network.doublings))
        for name in self._ups:
            self.add_module(name, _conv(features, features))
        self.conv_hr = _conv(features, features)
        self.conv_last = _conv(features, network.colours)

    def forward(self, image: Tensor) -> Tensor:
        height, width = image.shape[-2:]
        right, below = -width % self._unshuffle, -height % self._unshuffle
        image = functional.pad(image, (0, right, 0, below), mode="replicate")
        first = self.conv_first(functional.pixel_unshuffle(image, self._unshuffle))
        maps = first + self.conv_body(self.body(first))
        for name in self._ups:
            doubled = functional.interpolate(maps, scale_factor=2, mode="nearest")
            maps = _leaky(self.get_submodule(name)(doubled))
        whole: Tensor = self.conv_last(_leaky(self.conv_hr(maps)))
        return whole[..., : height * self._scale, : width * self._scale]


class _ResidualBlocks(nn.Module):
    """RRDB: three dense blocks, added to their input in part."""

    def __init__(self, features: int, growth: int) -> None:
        super().__init__()
        self.rdb1 = _DenseBlock(features, growth)
        self.rdb2 = _DenseBlock(features, growth)
        self.rdb3 = _DenseBlock(features, growth)

    def forward(self, maps: Tensor) -> Tensor:
        changed: Tensor = self.rdb3(self.rdb2(self.rdb1(maps)))
        return maps + _RESIDUAL * changed


class _DenseBlock(nn.Module):
    """Five convolutions, each of which sees what all before it made (Huang et al., 2017)."""

    def __init__(self, features: int, growth: int) -> None:
        super().__init__()
        self.conv1 = _conv(features, growth)
        self.conv2 = _conv(features + growth, growth)
        self.conv3 = _conv(features + 2 * growth, growth)
        self.conv4 = _conv(features + 3 * growth, growth)
        self.conv5 = _conv(features + 4 * growth, features)

    def forward(self, maps: Tensor) -> Tensor:
        seen = maps
        for conv in (self.conv1, self.conv2, self.conv3, self.conv4):
            seen = torch.cat((seen, _leaky(conv(seen))), dim=1)
        changed: Tensor = self.conv5(seen)
        return maps + _RESIDUAL * changed


def load_upscaler(info: UpscalerInfo, device: torch.device, dtype: torch.dtype) -> Upscaler:
    """Load a network, every tensor of it and no other.

    Raises AppError: ``upscaler_missing``, and as core.upscalers.identify.
    """
    try:
        network, names = identify(info.path)
        tensors = load_file(info.path)
    except FileNotFoundError:
        raise AppError(
            "upscaler_missing",
            f"The upscaler {info.name} is no longer there.",
            "Put its file back where it was, or choose another one.",
            str(info.path),
        ) from None
    except (OSError, SafetensorError) as error:
        raise AppError(
            "model_damaged",
            f"The upscaler {info.name} can't be loaded: its file is damaged or can't be read.",
            "Get it again, or choose another one.",
            f"{info.path}: {error}",
        ) from None
    with torch.device("meta"):
        module = RRDBNet(network) if network.kind is NetworkKind.RRDB else CompactNet(network)
    module.load_state_dict({name: tensors[key] for key, name in names.items()}, strict=True, assign=True)
    return Upscaler(network, module.to(device, dtype).eval().requires_grad_(False))


def _conv(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, kernel_size=3, padding=1)


def _leaky(maps: Tensor) -> Tensor:
    return functional.leaky_relu(maps, _SLOPE)
