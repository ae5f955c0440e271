"""SwarmUI: JSON with ``sui_image_params``, under the key that A1111 uses for its text."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from desktop.core.foreign.claims import Claims, Lora, as_list, as_mapping, json_object, shown, size_text
from desktop.core.foreign.names import COMFYUI
from desktop.core.wildcards import is_dynamic


def claims(texts: Mapping[str, str]) -> Claims | None:
    data = json_object(texts.get("parameters") or texts.get("UserComment"))
    if data is None or "sui_image_params" not in data:
        return None
    params = as_mapping(data["sui_image_params"])
    extra = as_mapping(data.get("sui_extra_data"))
    return Claims(
        "SwarmUI",
        COMFYUI,
        prompt=params.get("prompt"),
        negative_prompt=params.get("negativeprompt"),
        prompt_template=_template(params, extra, "original_prompt"),
        negative_template=_template(params, extra, "original_negativeprompt"),
        sampler=params.get("sampler", params.get("comfyuisampler")),
        schedule=params.get("scheduler", params.get("comfyuischeduler")),
        steps=params.get("steps"),
        guidance=params.get("cfgscale"),
        seed=params.get("seed"),
        size=size_text(params.get("width"), params.get("height")),
        strength=params.get("initimagecreativity"),
        clip_skip=_clip_skip(params.get("clipstopatlayer")),
        model=params.get("model"),
        model_hash=_hash(data.get("sui_models")),
        loras=_loras(params),
        remarks=tuple(_remarks(params)),
    )


def _template(params: Mapping[str, object], extra: Mapping[str, object], key: str) -> str | None:
    text = params.get(key, extra.get(key))
    return text if isinstance(text, str) and is_dynamic(text) else None


def _clip_skip(layer: object) -> object:
    """Counted from the end there: -1 is the last layer."""
    return -layer if isinstance(layer, int) else layer


def _hash(models: object) -> object:
    """Of the tensors alone, so it is not the one that this program knows."""
    found = (as_mapping(model) for model in as_list(models))
    return next((model.get("hash") for model in found if model.get("param", "model") == "model"), None)


def _loras(params: Mapping[str, object]) -> tuple[Lora, ...]:
    names = (shown(name) for name in as_list(params.get("loras")))
    weights = (shown(weight) for weight in as_list(params.get("loraweights")))
    pairs = itertools.zip_longest(names, weights, fillvalue="")
    return tuple(Lora(name, weight) for name, weight in pairs if name)


def _remarks(params: Mapping[str, object]) -> list[str]:
    remarks = []
    if "initimagecreativity" in params:
        remarks.append("It was made from another picture: that is left out.")
    if "refinermodel" in params or "refinerupscale" in params:
        remarks.append("A second pass refined or enlarged it: that is left out.")
    if "controlnetmodel" in params:
        remarks.append(f"ControlNet guided it ({shown(params['controlnetmodel'])}): that is left out.")
    return remarks
