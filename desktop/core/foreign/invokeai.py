"""InvokeAI: a flat JSON object under ``invokeai_metadata``."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.foreign.claims import Claims, Lora, as_list, as_mapping, json_object, shown, size_text
from desktop.core.foreign.names import INVOKEAI

_BEYOND = {
    "controlnets": "ControlNet guided it: that is left out.",
    "ipAdapters": "Another picture guided it (IP-Adapter): that is left out.",
    "t2iAdapters": "Another picture guided it (T2I-Adapter): that is left out.",
    "refiner_model": "A second model finished it: that is left out.",
    "init_image": "It was made from another picture: that is left out.",
    "vae": "It was decoded with a VAE of its own: the model's is used.",
}


def claims(texts: Mapping[str, str]) -> Claims | None:
    data = json_object(texts.get("invokeai_metadata") or texts.get("UserComment"))
    if data is None or not ("invokeai_metadata" in texts or "positive_prompt" in data):
        return None
    model = as_mapping(data.get("model"))
    clip_skip = data.get("clip_skip")
    return Claims(
        "InvokeAI",
        INVOKEAI,
        prompt=data.get("positive_prompt"),
        negative_prompt=data.get("negative_prompt"),
        sampler=data.get("scheduler"),
        steps=data.get("steps"),
        guidance=data.get("cfg_scale"),
        seed=data.get("seed"),
        size=size_text(data.get("width"), data.get("height")),
        # There it counts the layers that are left out.
        clip_skip=clip_skip + 1 if isinstance(clip_skip, int) else clip_skip,
        strength=data.get("strength") if data.get("init_image") else None,
        model=_name(model),
        model_hash=model.get("hash", model.get("model_hash")),
        loras=tuple(_loras(data)),
        remarks=tuple(sentence for key, sentence in _BEYOND.items() if data.get(key)),
    )


def _name(model: Mapping[str, object]) -> object:
    """``model_name`` until version 3."""
    return model.get("name", model.get("model_name"))


def _loras(data: Mapping[str, object]) -> list[Lora]:
    found = [as_mapping(entry) for entry in as_list(data.get("loras"))]
    return [
        Lora(shown(_name(as_mapping(entry.get("model", entry.get("lora"))))), shown(entry.get("weight")))
        for entry in found
    ]
