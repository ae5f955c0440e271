"""Files and folders identified: headers, names, shapes and configs are read, weights never are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from desktop.core import legacy, upscalers
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.identify.adapters import name_adapter
from desktop.core.identify.architectures import TITLES, Shapes
from desktop.core.identify.checkpoints import name_checkpoint
from desktop.core.identify.embeddings import name_embedding
from desktop.core.identify.encoders import name_encoder
from desktop.core.identify.gguf import read_gguf
from desktop.core.identify.hints import few_step, name_hints
from desktop.core.identify.identified import Container, Identified, Kind
from desktop.core.identify.loras import name_lora
from desktop.core.identify.metadata import claimed_family, read_metadata
from desktop.core.identify.pickles import FORMS, name_pickle
from desktop.core.identify.pickles import SUFFIXES as PICKLE_SUFFIXES
from desktop.core.identify.vaes import name_vae
from desktop.core.weights import Header, read_header

MODEL_SUFFIXES = frozenset({".safetensors", ".sft", ".gguf", *PICKLE_SUFFIXES})
_NAMERS: tuple[Callable[[Shapes], Identified | None], ...] = (
    name_lora,
    name_adapter,
    name_embedding,
    name_checkpoint,
    name_vae,
    name_encoder,
)
_PACKED = (
    ".quant_state.bitsandbytes__nf4",
    ".quant_state.bitsandbytes__fp4",
    ".absmax",
    ".qweight",
    ".quant_map",
)


def identify_file(path: Path) -> Identified:
    """What a file holds. Any thread; never raises: what can't be read has a ``problem``.

    Told by its content: its suffix plays no part, but for saying what kind of file was expected.
    """
    size = 0
    try:
        size = path.stat().st_size
        form = legacy.sniff(path)
        if form is legacy.Form.GGUF:
            return _described(path, size, Container.GGUF, read_gguf(path))
        if form in FORMS:
            return name_pickle(path, size)
        return _described(path, size, Container.SAFETENSORS, read_header(path))
    except AppError as error:
        problem = error.info
    except OSError as error:
        problem = ErrorInfo(
            "not_readable",
            f"{path.name} can't be read: {error.strerror or error}.",
            "Check that its disk is there and that you may read it.",
            str(error),
        )
    return Identified(size_bytes=size, problem=problem, reason=problem.message)


def identify_header(header: Header) -> Identified:
    """What tensors of these names and shapes are, and what their metadata says."""
    found = next(filter(None, (namer(header.shapes) for namer in _NAMERS)), None)
    if found is None:
        found = Identified(reason=_seen(header.shapes))
    fields = read_metadata(header.metadata)
    if found.prediction_type is not None:
        fields.pop("prediction_type", None)
    update = {"precision": _precision(header), "parameters": header.parameters, **fields}
    if method := few_step(header.metadata.get("modelspec.title", "")):
        update["few_step"] = found.few_step or method
    return _settled(found.model_copy(update=update), claimed_family(header.metadata))


def _described(path: Path, size: int, container: Container, header: Header) -> Identified:
    found = identify_header(header)
    if found.kind is Kind.UNKNOWN and container is Container.SAFETENSORS:
        found = _as_upscaler(path, found)
    return found.model_copy(
        update={"container": container, "size_bytes": size, "hints": name_hints(path.stem)}
    )


def _settled(found: Identified, claimed: str) -> Identified:
    """Where shapes fit several families, its metadata may name one of them; it never overrules shapes."""
    if not claimed or claimed == found.family:
        return found
    if not found.family and claimed in found.fits:
        return found.model_copy(update={"family": claimed, "fits": (claimed,), "reason": ""})
    if found.family:
        said = f"Its metadata names {TITLES[claimed]}, but its tensors are of {TITLES[found.family]}."
        return found.model_copy(update={"reason": f"{found.reason} {said}".strip()})
    return found


def _as_upscaler(path: Path, found: Identified) -> Identified:
    try:
        network, _ = upscalers.identify(path)
    except (AppError, OSError):
        return found
    return found.model_copy(
        update={"kind": Kind.UPSCALER, "variant": network.kind.value, "scale": network.scale, "reason": ""}
    )


def _precision(header: Header) -> str:
    """The type of most numbers."""
    numbers: Counter[str] = Counter()
    for name, shape in header.shapes.items():
        numbers[header.dtypes[name]] += math.prod(shape)
    return numbers.most_common(1)[0][0] if numbers else ""


def _seen(shapes: Shapes) -> str:
    if not shapes:
        return "It holds no tensors."
    if any(name.endswith(_PACKED) for name in shapes):
        return "Its weights are packed in a way that Darkroom does not read (bitsandbytes, SVDQuant or GPTQ)."
    if any(name.startswith("layers.0.residual_group.") for name in shapes) and "conv_first.weight" in shapes:
        return "It is an upscaler of the kind SwinIR, HAT or DAT, which Darkroom does not use."
    name, shape = next(iter(shapes.items()))
    sides = "×".join(map(str, shape)) or "one number"
    return f"It holds {len(shapes)} tensors that Darkroom does not know, such as {name[:80]} ({sides})."
