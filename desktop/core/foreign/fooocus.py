"""Fooocus: a flat JSON object, or A1111's text, and a key that says which."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.core.foreign import a1111
from desktop.core.foreign.claims import Claims, Lora, as_list, json_object, shown, size_text
from desktop.core.foreign.names import COMFYUI
from desktop.core.infotext import parse_infotext

_RESOLUTION = re.compile(r"\(?\s{0,4}(\d{1,6})\s{0,4}[,x]\s{0,4}(\d{1,6})\s{0,4}\)?")


def claims(texts: Mapping[str, str]) -> Claims | None:
    text = texts.get("parameters") or texts.get("UserComment")
    data = json_object(text)
    if data is not None:
        scheme = data.get("metadata_scheme") == "fooocus" or "fooocus_scheme" in texts
        return _claims(data) if scheme or "base_model" in data else None
    if text and texts.get("fooocus_scheme") == "a1111":
        return a1111.claims_of_values(parse_infotext(text), "Fooocus")
    return None


def _claims(data: Mapping[str, object]) -> Claims:
    resolution = _RESOLUTION.fullmatch(shown(data.get("resolution")))
    loras = [as_list(lora) for lora in as_list(data.get("loras"))]
    return Claims(
        "Fooocus",
        COMFYUI,
        prompt=data.get("prompt"),
        negative_prompt=data.get("negative_prompt"),
        sampler=data.get("sampler"),
        schedule=data.get("scheduler"),
        steps=data.get("steps"),
        guidance=data.get("guidance_scale"),
        seed=data.get("seed"),
        size=size_text(*resolution.groups()) if resolution else None,
        clip_skip=data.get("clip_skip"),
        model=data.get("base_model"),
        model_hash=data.get("base_model_hash"),
        hash_is_sha256=True,
        loras=tuple(Lora(shown(lora[0]), shown(lora[1])) for lora in loras if len(lora) > 1),
        remarks=tuple(_remarks(data)),
    )


def _remarks(data: Mapping[str, object]) -> list[str]:
    remarks = []
    styles = shown(data.get("styles")).strip("[]").replace("'", "")
    if styles:
        remarks.append(f"Fooocus added its styles' words to the prompt ({styles}): they are left out.")
    refiner = shown(data.get("refiner_model"))
    if refiner not in ("", "None"):
        remarks.append(f"A second model finished it ({refiner}): that is left out.")
    return remarks
