"""The model families that can be told apart, and what their names are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "sd1": "SD 1.x",
        "sd2": "SD 2.x",
        "sdxl": "SDXL",
        "sdxl-refiner": "SDXL refiner",
        "ssd-1b": "SSD-1B (pruned SDXL)",
        "segmind-vega": "Segmind Vega (pruned SDXL)",
        "koala": "KOALA (pruned SDXL)",
        "playground-2.5": "Playground 2.5",
        "kolors": "Kolors",
        "x4-upscaler": "SD x4 upscaler",
        "sd3": "SD 3",
        "sd35-medium": "SD 3.5 medium",
        "sd35-large": "SD 3.5 large",
        "flux1": "FLUX.1",
        "flux2": "FLUX.2",
        "chroma": "Chroma",
        "z-image": "Z-Image",
        "qwen-image": "Qwen-Image",
        "krea2": "Krea 2",
        "auraflow": "AuraFlow",
        "pixart": "PixArt",
        "hunyuan-dit": "Hunyuan-DiT",
        "hidream": "HiDream",
        "lumina2": "Lumina 2",
        "sana": "Sana",
        "cascade": "Stable Cascade",
        "svd": "Stable Video Diffusion",
        "animatediff": "AnimateDiff",
        "wan": "Wan",
        "ltx": "LTX-Video",
        "hunyuan-video": "HunyuanVideo",
        "cogvideox": "CogVideoX",
    }
)
VIDEO_FAMILIES = frozenset({"svd", "animatediff", "wan", "ltx", "hunyuan-video", "cogvideox"})

Shape = tuple[int, ...]
Shapes = Mapping[str, Shape]


def titles(families: Sequence[str]) -> str:
    """Families in words: ``SD 1.x, SD 2.x or SDXL``."""
    names = [TITLES.get(family, family) for family in families]
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def side(shape: Shape, place: int) -> int:
    """One of a shape's sides; 0 where it has too few."""
    return shape[place] if -len(shape) <= place < len(shape) else 0


def below(shapes: Shapes, prefix: str) -> Shapes:
    """The tensors whose names begin with ``prefix``, without it."""
    if not prefix:
        return shapes
    return {name[len(prefix) :]: shape for name, shape in shapes.items() if name.startswith(prefix)}


def count_below(names: Sequence[str] | Shapes, prefix: str) -> int:
    """How many different numbers follow ``prefix`` in the names."""
    start = len(prefix)
    rests = (name[start:].partition(".")[0] for name in names if name.startswith(prefix))
    return len({rest for rest in rests if rest.isascii() and rest.isdigit()})
