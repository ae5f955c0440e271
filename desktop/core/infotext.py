"""A picture's settings as the line of text that A1111 started and other programs read and write.

The text can't say everything: a prompt may look like the lines after it. Our own pictures are read from their
JSON record (core.pictures); this text is for other programs, and for pictures of other programs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypeVar

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.params import MAX_SEED, MAX_SIDE, MIN_SIDE, GenerateParams, ModelRef, PictureRecord
from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName

PROMPT = "Prompt"
NEGATIVE_PROMPT = "Negative prompt"

_MAX_TEXT = 1_000_000
_MAX_PROMPT = 20_000
# Lengths are bounded so that hostile text can't make the search slow.
_PAIR = re.compile(r'[ ]{0,4}(\w[\w \-/]{1,60}):[ ]{0,4}("(?:\\.|[^\\"]){1,20000}"|[^,]{0,20000})(?:,|$)')
_MIN_PAIRS = 3
_PLAIN_HASH = re.compile(r"[0-9a-f]{6,64}")

Number = TypeVar("Number", int, float)


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
        "Clip skip": params.clip_skip if params.clip_skip > 1 else "",
        "RNG": "CPU",
        "Version": record.provenance.program,
    }
    settings = ", ".join(f"{key}: {_quoted(str(value))}" for key, value in pairs.items() if value != "")
    prompt = params.prompt if include_prompt else ""
    negative = params.negative_prompt if include_prompt else ""
    lines = [prompt, f"{NEGATIVE_PROMPT}: {negative}" if negative else "", settings]
    return "\n".join(line for line in lines if line)


def parse_infotext(text: str) -> dict[str, str]:
    """The text's values by name, the prompts under ``Prompt`` and ``Negative prompt`` (always there).

    With settings, ``Clip skip``, ``RNG`` and ``Schedule type`` have the values that their absence means. A
    last line with fewer than three values is part of the prompt. Never raises.
    """
    lines = text[:_MAX_TEXT].strip().splitlines()
    pairs = _PAIR.findall(lines[-1]) if lines else []
    values = {"Clip skip": "1", "RNG": "GPU", "Schedule type": ScheduleName.AUTOMATIC.value}
    if len(pairs) >= _MIN_PAIRS:
        lines.pop()
        values |= {key: _unquoted(value.strip()) for key, value in pairs}
    else:
        values = {}
    mark = f"{NEGATIVE_PROMPT}:"
    start = next((index for index, line in enumerate(lines) if line.startswith(mark)), len(lines))
    values[PROMPT] = "\n".join(lines[:start]).strip()
    values[NEGATIVE_PROMPT] = "\n".join(lines[start:]).removeprefix(mark).strip()
    return values


def params_from_infotext(text: str) -> tuple[GenerateParams, tuple[str, ...]]:
    """Settings from another program's text, and a note for each thing that could not be taken as it stands.

    Everything is clamped to what this program can do; a missing value is the default. The model is a name to
    look for, never a path. Raises AppError("unknown_infotext") when the text is JSON and not in this form.
    """
    _refuse_json(text)
    values = parse_infotext(text)
    notes: list[str] = []
    if len(values) == 2:  # only the prompts
        notes.append("The text holds a prompt but no settings.")
    sampler, schedule = _sampler(values, notes)
    least_steps = SAMPLERS[sampler].min_steps
    defaults = GenerateParams(model=ModelRef(name=""))
    params = GenerateParams(
        model=_model(values, notes),
        prompt=_prompt(values, PROMPT, notes),
        negative_prompt=_prompt(values, NEGATIVE_PROMPT, notes),
        sampler=sampler,
        schedule=schedule,
        steps=_number(int, values, "Steps", least_steps, 150, max(least_steps, defaults.steps), notes),
        guidance_scale=_number(float, values, "CFG scale", 0.0, 30.0, defaults.guidance_scale, notes),
        size=_size(values, defaults.size, notes),
        seed=_number(int, values, "Seed", 0, MAX_SEED, defaults.seed, notes),
        clip_skip=_number(int, values, "Clip skip", 1, 12, defaults.clip_skip, notes),
    )
    return params, tuple(notes)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if re.search(r'[,:\n\r"]', value) else value


def _unquoted(value: str) -> str:
    if len(value) < 2 or not (value.startswith('"') and value.endswith('"')):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value


def _refuse_json(text: str) -> None:
    if text.lstrip().startswith("{"):
        try:
            json.loads(text[:_MAX_TEXT])
        except (ValueError, RecursionError):
            return  # a prompt may start with a brace
        raise AppError(
            "unknown_infotext",
            "These settings are in another program's own form, which can't be read yet.",
            "Its prompt can be copied by hand.",
        )


def _prompt(values: dict[str, str], key: str, notes: list[str]) -> str:
    text = values[key].encode(errors="ignore").decode()
    if len(text) > _MAX_PROMPT:
        notes.append(f"The {key.lower()} was cut to {_MAX_PROMPT} characters.")
    return text[:_MAX_PROMPT]


def _number(
    kind: Callable[[str], Number],
    values: dict[str, str],
    key: str,
    least: Number,
    most: Number,
    default: Number,
    notes: list[str],
) -> Number:
    if key not in values:
        return default
    text = values[key][:40]
    try:
        number = kind(text)
    except ValueError:
        notes.append(f"{key} {text} is not a number: {default} is used.")
        return default
    if not least <= number <= most:  # false for NaN, too
        clamped = most if number > most else least
        notes.append(f"{key} {text} is out of range: {clamped} is used.")
        return clamped
    return number


def _size(values: dict[str, str], default: Size, notes: list[str]) -> Size:
    if "Size" not in values:
        return default
    text = values["Size"][:40]
    try:
        size = Size.parse(text)
    except ValueError:
        notes.append(f"Size {text} is not a size: {default} is used.")
        return default
    fitting = Size(*(min(max(side, MIN_SIDE), MAX_SIDE) for side in (size.width, size.height)))
    if fitting != size:
        notes.append(f"Size {size} is out of range: {fitting} is used.")
    return fitting


def _sampler(values: dict[str, str], notes: list[str]) -> tuple[SamplerName, ScheduleName]:
    """Older texts name both at once: ``DPM++ 2M Karras``."""
    if "Sampler" not in values:
        return SamplerName.DPMPP_2M, ScheduleName.AUTOMATIC
    names = {name.casefold(): name for name in SamplerName}
    schedules = {name.casefold(): name for name in ScheduleName}
    text, schedule_text = values["Sampler"][:60], values["Schedule type"][:60]
    sampler, schedule = names.get(text.casefold()), schedules.get(schedule_text.casefold())
    if sampler is None:
        first, _, last = text.rpartition(" ")
        if last.casefold() in schedules:
            sampler, schedule = names.get(first.casefold()), schedules[last.casefold()]
    if sampler is None:
        sampler = SamplerName.DPMPP_2M
        notes.append(f"The sampler {text} is not known: {sampler} is used.")
    if schedule is None or schedule not in SAMPLERS[sampler].schedules:
        notes.append(
            f"The schedule {schedule or schedule_text} does not go with {sampler}: Automatic is used."
        )
        schedule = ScheduleName.AUTOMATIC
    return sampler, schedule


def _model(values: dict[str, str], notes: list[str]) -> ModelRef:
    text = values.get("Model", "").encode(errors="ignore").decode()
    name = re.split(r"[\\/]", text)[-1][:200]
    if name != text:
        notes.append(f"The model is named by a path: {name or 'no name'} is looked for.")
    found = values.get("Model hash", "").casefold()
    return ModelRef(name=name, hash=found[:10] if _PLAIN_HASH.fullmatch(found) else "")
