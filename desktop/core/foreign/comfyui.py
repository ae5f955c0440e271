"""ComfyUI: the graph of nodes that made the picture, under the key ``prompt``.

From the first node that samples, the links are followed back to the texts, the model and the size. Every walk
remembers where it was, so that a circle ends it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.core.foreign.claims import Claims, Lora, as_mapping, json_object, shown, size_text
from desktop.core.foreign.names import COMFYUI

MAX_NODES = 5000
MAX_STEPS = 200
"""Of one walk along the links."""

_TEXT_INPUTS = ("text", "text_g", "text_l", "prompt", "string", "value")
_VALUE_INPUTS = ("value", "seed", "noise_seed", "int", "float", "string", "text", "number")
_MODEL_INPUTS = ("ckpt_name", "unet_name", "model_name")
_CONDITIONINGS = ("conditioning", "conditioning_1", "conditioning_to", "conditioning_2", "conditioning_from")
_SILENT = frozenset({"Reroute", "CLIPTextEncode", "CLIPTextEncodeSDXL", "CheckpointLoaderSimple"})


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    kind: str
    inputs: Mapping[str, object]

    def link(self, name: str) -> str | None:
        """The node that feeds an input, None when it holds a value of its own: links are [id, output]."""
        value = self.inputs.get(name)
        return str(value[0])[:100] if isinstance(value, list) and len(value) == 2 else None


_Graph = Mapping[str, _Node]


def claims(texts: Mapping[str, str]) -> Claims | None:
    graph = _graph(texts)
    samplers = [node for node in graph.values() if {"sampler_name", "steps"} <= set(node.inputs)]
    if not samplers:
        return None
    remarks: list[str] = []
    sampler = next((node for node in samplers if _size(graph, node) is not None), samplers[0])
    if len(samplers) > 1:
        remarks.append(f"The workflow samples {len(samplers)} times; the first time's settings are taken.")
    size = _size(graph, sampler)
    denoise = None if size is not None else _value(graph, sampler, "denoise")
    if size is None:
        remarks.append(
            f"The workflow starts from another picture (denoise {shown(denoise)}): that is left out."
        )
    positive, text_node = _prompt(graph, sampler, "positive", remarks)
    negative, _ = _prompt(graph, sampler, "negative", remarks)
    model, loras = _model(graph, sampler, remarks)
    return Claims(
        "ComfyUI",
        COMFYUI,
        prompt=positive,
        negative_prompt=negative,
        sampler=_value(graph, sampler, "sampler_name"),
        schedule=_value(graph, sampler, "scheduler"),
        steps=_value(graph, sampler, "steps"),
        guidance=_value(graph, sampler, "cfg"),
        seed=_value(graph, sampler, "noise_seed" if "noise_seed" in sampler.inputs else "seed"),
        size=size,
        strength=denoise,
        clip_skip=_clip_skip(graph, text_node),
        model=model,
        loras=loras,
        remarks=tuple(remarks),
    )


def _graph(texts: Mapping[str, str]) -> _Graph:
    """From a PNG, from the EXIF field ``Model`` of a WebP, or nothing."""
    data = json_object(texts.get("prompt"))
    for field in ("Model", "Make", "ImageDescription"):
        key, _, content = texts.get(field, "").partition(":")
        if data is None and key.casefold() == "prompt":
            data = json_object(content)
    nodes: dict[str, _Node] = {}
    for name, value in list((data or {}).items())[:MAX_NODES]:
        node = as_mapping(value)
        kind = node.get("class_type")
        if isinstance(kind, str):
            nodes[name] = _Node(name, kind, as_mapping(node.get("inputs")))
    return nodes


def _walk(graph: _Graph, start: str | None, *names: str) -> Iterator[_Node]:
    """Nodes from ``start`` on, each time along the first of the inputs ``names`` that is a link."""
    seen: set[str] = set()
    while start is not None and start not in seen and start in graph and len(seen) < MAX_STEPS:
        seen.add(start)
        node = graph[start]
        yield node
        start = next((link for name in names if (link := node.link(name)) is not None), None)


def _value(graph: _Graph, node: _Node, name: str) -> object:
    """An input's value, or that of the node that feeds it; None when neither can be told."""
    link = node.link(name)
    if link is None:
        return node.inputs.get(name)
    for source in _walk(graph, link, *_VALUE_INPUTS, name):
        for key in (name, *_VALUE_INPUTS):
            value = source.inputs.get(key)
            if value is not None and not isinstance(value, list | dict):
                return value
    return None


def _prompt(graph: _Graph, sampler: _Node, role: str, remarks: list[str]) -> tuple[object, _Node | None]:
    """The text of one side and the node that encodes it."""
    if sampler.link(role) is None:
        return sampler.inputs.get(role), None
    for node in _walk(graph, sampler.link(role), role, *_CONDITIONINGS):
        if node.kind == "ConditioningZeroOut":
            return "", None
        encoded = (_value(graph, node, name) for name in _TEXT_INPUTS if name in node.inputs)
        values = itertools.chain([node.inputs.get(role)], encoded)  # some loaders take the prompts, too
        text = next((value for value in values if isinstance(value, str)), None)
        if text is not None:
            return text, node
        if sum(node.link(name) is not None for name in _CONDITIONINGS) > 1:
            remarks.append(f"The workflow joins several {role} prompts; the first is taken.")
        elif node.kind not in _SILENT:
            remarks.append(f"The workflow's node {shown(node.kind)} is left out.")
    remarks.append(f"The {role} prompt could not be found in the workflow.")
    return None, None


def _model(graph: _Graph, sampler: _Node, remarks: list[str]) -> tuple[object, tuple[Lora, ...]]:
    loras: list[Lora] = []
    for node in _walk(graph, sampler.link("model"), "model"):
        name = next((_value(graph, node, key) for key in _MODEL_INPUTS if key in node.inputs), None)
        if "lora_name" in node.inputs:
            weight = _value(graph, node, "strength_model")
            loras.append(Lora(shown(_value(graph, node, "lora_name")), shown(weight)))
        elif name is not None:
            return name, tuple(loras)
        elif node.kind not in _SILENT:
            remarks.append(f"The workflow's node {shown(node.kind)} is left out.")
    return None, tuple(loras)


def _clip_skip(graph: _Graph, text_node: _Node | None) -> object:
    """Counted from the end there: -1 is the last layer."""
    for node in _walk(graph, text_node.link("clip") if text_node else None, "clip"):
        layer = node.inputs.get("stop_at_clip_layer")
        if isinstance(layer, int):
            return -layer
    return None


def _size(graph: _Graph, sampler: _Node) -> str | None:
    """Of the empty latents that a sampler starts from; None when it starts from something else."""
    for node in _walk(graph, sampler.link("latent_image"), "samples", "latent", "latent_image"):
        if "sampler_name" in node.inputs or "upscale_method" in node.inputs:
            return None
        if {"width", "height"} <= set(node.inputs):
            return size_text(_value(graph, node, "width"), _value(graph, node, "height"))
    return None
