"""A picture's settings as the line of text that A1111 started and other programs read and write.

The text can't say everything: a prompt may look like the lines after it. Our own pictures are read from their
JSON record (core.pictures); this text is for other programs, and for pictures of other programs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from desktop.core.adapters import tag
from desktop.core.params import ModelRef, PictureRecord
from desktop.core.samplers import ScheduleName

PROMPT = "Prompt"
NEGATIVE_PROMPT = "Negative prompt"
TEMPLATE = "Template"
NEGATIVE_TEMPLATE = "Negative Template"

_MAX_TEXT = 1_000_000
# Lengths are bounded so that hostile text can't make the search slow.
_PAIR = re.compile(r'[ ]{0,4}(\w[\w \-/]{1,60}):[ ]{0,4}("(?:\\.|[^\\"]){1,20000}"|[^,]{0,20000})(?:,|$)')
_MIN_PAIRS = 3


def to_infotext(record: PictureRecord, include_prompt: bool = True) -> str:
    """The text for a saved picture: prompt, negative prompt, settings."""
    params = record.params
    pairs: dict[str, object] = {
        "Steps": params.steps,
        "Sampler": params.sampler,
        "Schedule type": params.schedule,
        "CFG scale": f"{params.guidance_scale:g}",
        "Seed": params.seed,
        "Size": params.size,
        "Model hash": params.model.hash,
        "Model": params.model.name,
        "Denoising strength": "" if params.source is None else f"{params.strength:g}",
        "Clip skip": params.clip_skip if params.clip_skip > 1 else "",
        "Shift": "" if params.shift is None else f"{params.shift:g}",
        "VAE hash": "" if params.vae is None else params.vae.hash,
        "VAE": "" if params.vae is None else params.vae.name,
        "Refiner": "" if params.refiner is None else _refiner(params.refiner.model),
        "Refiner switch at": "" if params.refiner is None else f"{params.refiner.switch_at:g}",
        "RNG": "CPU",
        "Lora hashes": _named(record.provenance.lora_hashes),
        "TI hashes": _named({name: hash_[:12] for name, hash_ in record.provenance.embedding_sha256.items()}),
        "Version": record.provenance.program,
    }
    if include_prompt:  # last, so that their length can't keep the other values from being read
        pairs |= {TEMPLATE: params.prompt_template, NEGATIVE_TEMPLATE: params.negative_template}
    settings = ", ".join(f"{key}: {_quoted(str(value))}" for key, value in pairs.items() if value != "")
    prompt = " ".join(filter(None, (params.prompt, *map(tag, params.loras)))) if include_prompt else ""
    negative = params.negative_prompt if include_prompt else ""
    lines = [prompt, f"{NEGATIVE_PROMPT}: {negative}" if negative else "", settings]
    return "\n".join(line for line in lines if line)


def parse_infotext(text: str) -> dict[str, str]:
    """The text's values by name, the prompts under ``Prompt`` and ``Negative prompt`` (always there).

    With settings, ``Clip skip``, ``RNG`` and ``Schedule type`` have the values that their absence means. A
    last line with fewer than three values is part of the prompt. Never raises.
    """
    lines = text[:_MAX_TEXT].strip().splitlines()
    templates = _templates_below(lines)
    pairs = _PAIR.findall(lines[-1]) if lines else []
    values = {"Clip skip": "1", "RNG": "GPU", "Schedule type": ScheduleName.AUTOMATIC.value}
    if len(pairs) >= _MIN_PAIRS:
        lines.pop()
        values |= {key: _unquoted(value.strip()) for key, value in pairs} | templates
    else:
        values = {}
    mark = f"{NEGATIVE_PROMPT}:"
    start = next((index for index, line in enumerate(lines) if line.startswith(mark)), len(lines))
    values[PROMPT] = "\n".join(lines[:start]).strip()
    values[NEGATIVE_PROMPT] = "\n".join(lines[start:]).removeprefix(mark).strip()
    return values


def _refiner(model: ModelRef) -> str:
    return f"{model.name} [{model.hash}]" if model.hash else model.name


def _named(hashes: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in hashes.items())


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if re.search(r'[,:\n\r"]', value) else value


def _unquoted(value: str) -> str:
    if len(value) < 2 or not (value.startswith('"') and value.endswith('"')):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value


def _templates_below(lines: list[str]) -> dict[str, str]:
    """Take the lines from ``Template:`` on that older programs write below the settings out of ``lines``."""
    marks = (f"{TEMPLATE}: ", f"{NEGATIVE_TEMPLATE}: ")
    start = next((index for index, line in enumerate(lines) if line.startswith(marks)), 0)
    if start == 0 or len(_PAIR.findall(lines[start - 1])) < _MIN_PAIRS:
        return {}
    parts: dict[str, list[str]] = {}
    key = ""
    for line in lines[start:]:
        if line.startswith(marks):
            key, _, line = line.partition(": ")
        parts.setdefault(key, []).append(line)
    del lines[start:]
    return {key: "\n".join(part).strip() for key, part in parts.items()}
