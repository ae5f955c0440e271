"""A1111, Forge and everything else that writes their text of parameters."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.foreign.claims import Claims, json_object, shown
from desktop.core.foreign.names import A1111
from desktop.core.infotext import NEGATIVE_PROMPT, NEGATIVE_TEMPLATE, PROMPT, TEMPLATE, parse_infotext

# What the picture went through beside the settings that exist here, too.
_BEYOND = {
    "Hires upscale": "It was enlarged while it was made (Hires upscale {}): that is left out.",
    "Hires resize": "It was enlarged while it was made (Hires resize {}): that is left out.",
    "ControlNet 0": "ControlNet guided it ({}): that is left out.",
    "Variation seed": "It is a variation (seed {}): that is left out.",
    "Mask blur": "A part of another picture was painted over: that is left out.",
    "Script": "A script was used ({}): that is left out.",
}
_OWN_VAE = ("None", "Automatic")
"""What stands there when no VAE was chosen."""
_PROGRAMS = (("f", "Forge"), ("darkroom", "Darkroom"), ("comfyui", "ComfyUI"), ("fooocus", "Fooocus"))


def claims(texts: Mapping[str, str]) -> Claims | None:
    """A PNG's ``parameters`` may be a prompt alone; an EXIF comment without settings is just a comment."""
    text = texts.get("parameters") or texts.get("UserComment", "")
    values = parse_infotext(text)
    has_settings = len(values) > 2
    if not text.strip() or json_object(text) is not None or not (has_settings or "parameters" in texts):
        return None
    return claims_of_values(values, _program(values.get("Version", "")))


def claims_of_values(values: Mapping[str, str], program: str) -> Claims:
    """From the parsed values of the text."""
    return Claims(
        program,
        A1111,
        prompt=values[PROMPT],
        negative_prompt=values[NEGATIVE_PROMPT],
        prompt_template=values.get(TEMPLATE),
        negative_template=values.get(NEGATIVE_TEMPLATE),
        sampler=values.get("Sampler"),
        schedule=values.get("Schedule type"),
        steps=values.get("Steps"),
        guidance=values.get("CFG scale"),
        seed=values.get("Seed"),
        size=values.get("Size"),
        clip_skip=values.get("Clip skip"),
        shift=values.get("Shift"),
        vae=None if values.get("VAE") in _OWN_VAE else values.get("VAE"),
        vae_hash=values.get("VAE hash"),
        refiner=values.get("Refiner"),
        refiner_switch_at=values.get("Refiner switch at"),
        strength=None if _was_enlarged(values) else values.get("Denoising strength"),
        model=values.get("Model"),
        model_hash=values.get("Model hash"),
        hash_is_sha256=True,
        lora_hashes=values.get("Lora hashes"),
        remarks=tuple(_remarks(values)),
    )


def _program(version: str) -> str:
    """Forge's versions start with an f: ``f2.0.1v1.10.1``."""
    version = version.casefold()
    return next((name for start, name in reversed(_PROGRAMS) if version.startswith(start)), "A1111")


def _was_enlarged(values: Mapping[str, str]) -> bool:
    """Then the denoising strength is that of the second pass."""
    return any(key.startswith("Hires") for key in values)


def _remarks(values: Mapping[str, str]) -> list[str]:
    remarks = [text.format(shown(values[key])) for key, text in _BEYOND.items() if key in values]
    if "Denoising strength" in values and not _was_enlarged(values):
        strength = shown(values["Denoising strength"])
        remarks.append(
            f"It was made from another picture (denoising strength {strength}): that one is not in the file."
        )
    if values.get("RNG") == "GPU":
        remarks.append("Its noise came from a graphics card: the same seed gives another picture here.")
    return remarks
