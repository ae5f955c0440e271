"""Folders of other programs: where they keep models, and what kind each of their folders is for.

AUTOMATIC1111 and Forge, ComfyUI (with its ``extra_model_paths.yaml``), InvokeAI, StabilityMatrix and the
hub's cache. Nothing is moved or copied; only what is recognised is looked through.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core.identify.identified import Kind

_MAX_YAML_BYTES = 200_000
_PICTURE_MAKERS = frozenset({Kind.CHECKPOINT, Kind.DENOISER, Kind.VIDEO})
_EXPECTED: Mapping[str, frozenset[Kind]] = {
    **dict.fromkeys(
        ("stable-diffusion", "stablediffusion", "checkpoints", "main", "unet", "diffusion_models"),
        _PICTURE_MAKERS,
    ),
    **dict.fromkeys(("diffusionmodels", "diffusers"), _PICTURE_MAKERS),
    **dict.fromkeys(("lora", "loras", "lycoris"), frozenset({Kind.LORA})),
    "vae": frozenset({Kind.VAE, Kind.TINY_VAE}),
    **dict.fromkeys(("vae_approx", "vae-approx", "approxvae"), frozenset({Kind.TINY_VAE})),
    **dict.fromkeys(
        ("embeddings", "embedding", "textual_inversion", "textualinversion"), frozenset({Kind.EMBEDDING})
    ),
    **dict.fromkeys(
        ("controlnet", "t2iadapter", "t2i_adapter", "ip_adapter", "ipadapter", "ip-adapter"),
        frozenset({Kind.CONTROLNET, Kind.T2I_ADAPTER, Kind.IP_ADAPTER}),
    ),
    **dict.fromkeys(
        ("esrgan", "realesrgan", "upscale_models", "swinir", "dat", "scunet"), frozenset({Kind.UPSCALER})
    ),
    **dict.fromkeys(("hypernetworks", "hypernetwork"), frozenset({Kind.HYPERNETWORK})),
    **dict.fromkeys(
        ("clip", "text_encoders", "text_encoder", "textencoders"), frozenset({Kind.TEXT_ENCODER})
    ),
    **dict.fromkeys(("clip_vision", "clipvision"), frozenset({Kind.IMAGE_ENCODER})),
}
"""A folder's name, in small letters, to the kinds that belong there."""

_USUAL: Mapping[Kind, str] = {
    Kind.CHECKPOINT: "checkpoints",
    Kind.DENOISER: "diffusion_models",
    Kind.VIDEO: "diffusion_models",
    Kind.VAE: "vae",
    Kind.TINY_VAE: "vae_approx",
    Kind.LORA: "loras",
    Kind.EMBEDDING: "embeddings",
    Kind.CONTROLNET: "controlnet",
    Kind.T2I_ADAPTER: "controlnet",
    Kind.IP_ADAPTER: "ip_adapter",
    Kind.UPSCALER: "upscale_models",
    Kind.TEXT_ENCODER: "text_encoders",
    Kind.IMAGE_ENCODER: "clip_vision",
    Kind.HYPERNETWORK: "hypernetworks",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """What an added folder is."""

    program: str
    """``AUTOMATIC1111``, ``ComfyUI``, ...; empty for a plain folder."""
    folders: tuple[Path, ...]
    """Where its models are."""


def recognise(root: Path) -> Layout:
    """Which program's folder ``root`` is. Looks at a few names only; never raises. Any thread."""
    names = _names(root)
    inner = _names(root / "models") if "models" in names else frozenset()
    if "extra_model_paths.yaml" in names or ("checkpoints" in inner and "custom_nodes" in names):
        return Layout("ComfyUI", _there(root / "models", *_extra_paths(root)))
    if "stable-diffusion" in {name.casefold() for name in inner}:
        return Layout("AUTOMATIC1111", _there(root / "models", root / "embeddings"))
    if "invokeai.yaml" in names or ("databases" in names and "models" in names):
        return Layout("InvokeAI", _there(root / "models"))
    if "checkpoints" in inner:
        return Layout("ComfyUI", _there(root / "models"))
    if {"Models", "Packages"} <= names or {"StableDiffusion", "Lora"} <= names:
        return Layout("StabilityMatrix", _there(root / "Models" if "Models" in names else root))
    if "hub" in names and any(name.startswith("models--") for name in _names(root / "hub")):
        return Layout("hub cache", (root / "hub",))
    if any(name.startswith("models--") for name in names):
        return Layout("hub cache", (root,))
    return Layout("", (root,))


def expected_kinds(folders: tuple[str, ...]) -> frozenset[Kind]:
    """The kinds that belong into a folder, given the names on the way to it; empty when any may be there."""
    for name in reversed(folders):
        if kinds := _EXPECTED.get(name.casefold()):
            return kinds
    return frozenset()


def usual_folder(kind: Kind) -> str:
    """What a folder for models of ``kind`` is called where there is none yet; empty for unknown ones."""
    return _USUAL.get(kind, "")


def snapshot(repository: Path) -> Path | None:
    """The revision of a repository in the hub's cache that is in use: ``refs/main``, else the newest one."""
    snapshots = repository / "snapshots"
    try:
        revision = (repository / "refs" / "main").read_text(encoding="ascii", errors="replace")[:100].strip()
    except OSError:
        revision = ""
    if revision.isalnum() and (snapshots / revision).is_dir():
        return snapshots / revision
    try:
        with os.scandir(snapshots) as entries:
            found = [(entry.stat().st_mtime_ns, entry.name) for entry in entries if entry.is_dir()]
    except OSError:
        return None
    return snapshots / max(found)[1] if found else None


def _extra_paths(root: Path) -> Iterator[Path]:
    """The folders that ComfyUI's ``extra_model_paths.yaml`` names; read as data, by PyYAML's safe loader."""
    file = root / "extra_model_paths.yaml"
    try:
        with file.open("rb") as opened:
            text = opened.read(_MAX_YAML_BYTES + 1)
    except OSError:
        return
    if len(text) > _MAX_YAML_BYTES or b"&" in text:
        # An anchor could make a small file huge.
        logging.getLogger(__name__).warning("%s is not read: too large, or with anchors", file)
        return
    import yaml  # type: ignore[import-untyped]

    try:
        programs = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        logging.getLogger(__name__).warning("%s is not read: %s", file, error)
        return
    for program in programs.values() if isinstance(programs, dict) else ():
        if isinstance(program, dict):
            yield from _paths_of(root, program)


def _paths_of(root: Path, program: Mapping[str, Any]) -> Iterator[Path]:
    base = program.get("base_path")
    start = root / os.path.expanduser(base) if isinstance(base, str) else root
    for key, lines in program.items():
        if key not in ("base_path", "is_default", "custom_nodes") and isinstance(lines, str):
            yield from (start / line.strip() for line in lines.splitlines() if line.strip())


def _there(*folders: Path) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


def _names(folder: Path) -> frozenset[str]:
    try:
        with os.scandir(folder) as entries:
            return frozenset(entry.name for entry in entries)
    except OSError:
        return frozenset()
