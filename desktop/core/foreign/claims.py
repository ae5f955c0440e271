"""From what another program's text claims to settings that this program can draw with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from desktop.core.adapters import prompt_loras
from desktop.core.foreign.names import Names
from desktop.core.geometry import Size
from desktop.core.params import (
    MAX_LORAS,
    MAX_SEED,
    MAX_SIDE,
    MIN_SIDE,
    GenerateParams,
    LoraUse,
    ModelRef,
    RefinerOptions,
)
from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName

MAX_PROMPT = 20_000
MAX_SENTENCES = 40
_MAX_JSON = 1_000_000
_SHOWN = 60

# Lengths are bounded so that hostile text can't make the search slow.
_HYPERNETWORK = re.compile(r"[ ]{0,4}<hypernet:([^:<>\n]{1,200})(?::[^<>\n]{0,60})?>")
_LYCORIS = re.compile(r"<lyco(?=:)")
_MODEL_SUFFIX = re.compile(r"\.(?:safetensors|sft|ckpt|pth?|bin|gguf)$", re.IGNORECASE)
_OUTSIDE = re.compile(r"^(?:[\\/]|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)")
_LORA_HASH = re.compile(r"([^:,\n]{1,200}):[ ]{0,4}(?:0x)?([0-9a-fA-F]{10,64})\b")
_SHA256_START = re.compile(r"[0-9a-f]{10,64}")

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class ForeignSettings:
    """What a picture says about its making, as far as it can be used here."""

    program: str
    """``ComfyUI``; ``Darkroom`` for our own."""
    params: GenerateParams
    """Valid, but its model may not be installed: look for it as for any other."""
    unmatched: tuple[str, ...]
    """A sentence for each thing that is not as it was there. Plain text: parts of it come from the file."""
    model_name: str
    """As the other program names it, a path perhaps; empty when it names none."""
    model_hash: str
    """As it stands there, of whatever kind."""
    lora_hashes: Mapping[str, str] = field(default_factory=dict)
    """Names of LoRAs to the beginnings of their AutoV3 or SHA-256: they may be called otherwise here."""


@dataclass(frozen=True, slots=True)
class Lora:
    """A LoRA that a picture was made with. ``weight`` as it stands there."""

    name: str
    weight: str = ""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a file says, unjudged: any field may hold anything that JSON can. None: it does not say."""

    program: str
    names: Names
    prompt: object = None
    negative_prompt: object = None
    prompt_template: object = None
    negative_template: object = None
    sampler: object = None
    schedule: object = None
    steps: object = None
    guidance: object = None
    seed: object = None
    size: object = None
    """``512x768``"""
    clip_skip: object = None
    shift: object = None
    vae: object = None
    vae_hash: object = None
    refiner: object = None
    """``name [hash]``"""
    refiner_switch_at: object = None
    strength: object = None
    """Of a picture made from another one."""
    model: object = None
    model_hash: object = None
    hash_is_sha256: bool = False
    loras: tuple[Lora, ...] = ()
    lora_hashes: object = None
    """``name: 0123456789ab, other: ...``"""
    remarks: tuple[str, ...] = ()
    """Sentences about what the program did beyond these fields."""


def fitted(claims: Claims, picture: Size) -> ForeignSettings:
    """Settings within this program's limits and a sentence for everything that could not stay. Never raises.

    A missing size is the picture's own, any other missing value the usual one.
    """
    notes = list(claims.remarks)
    usual = GenerateParams(model=ModelRef(name=""))
    sampler, schedule = _sampler(claims, notes)
    least_steps = SAMPLERS[sampler].min_steps
    name, sha256 = _model(claims, notes)
    steps = _number(int, "number of steps", claims.steps, (least_steps, 150), usual.steps, notes)
    params = GenerateParams(
        model=ModelRef(name=name, hash=sha256),
        prompt=_prompt(claims.prompt, notes),
        negative_prompt=_prompt(claims.negative_prompt, notes),
        prompt_template=_text(claims.prompt_template)[:MAX_PROMPT],
        negative_template=_text(claims.negative_template)[:MAX_PROMPT],
        sampler=sampler,
        schedule=schedule,
        steps=max(steps, least_steps),
        guidance_scale=_number(float, "guidance", claims.guidance, (0.0, 30.0), usual.guidance_scale, notes),
        size=_size(claims.size, picture, notes),
        seed=_number(int, "seed", claims.seed, (0, MAX_SEED), usual.seed, notes),
        clip_skip=_number(int, "clip skip", claims.clip_skip, (1, 12), usual.clip_skip, notes),
        strength=_number(float, "denoising strength", claims.strength, (0.01, 1.0), usual.strength, notes),
    )
    more = {
        "loras": _loras(claims, params, notes),
        "shift": _shift(claims, notes),
        "vae": _vae(claims),
        "refiner": _refiner(claims, notes),
    }
    params = params.model_copy(update=more)
    _tell_missing(claims, notes)
    unmatched = tuple(dict.fromkeys(notes))
    if (rest := len(unmatched) - MAX_SENTENCES) > 0:
        unmatched = (*unmatched[:MAX_SENTENCES], f"{rest} more things do not match.")
    return ForeignSettings(
        claims.program,
        params,
        unmatched,
        _text(claims.model)[:1000],
        _text(claims.model_hash)[:200],
        {
            name.strip(): found.lower()
            for name, found in _LORA_HASH.findall(_text(claims.lora_hashes)[:20_000])
        },
    )


def json_object(text: str | None) -> Mapping[str, object] | None:
    """A JSON object from outside, or None for anything else. Never raises."""
    if text is None or len(text) > _MAX_JSON or not text.lstrip().startswith("{"):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def as_mapping(value: object) -> Mapping[str, object]:
    """The value when it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """The value when it is a JSON list, at most its first 100 items, else an empty one."""
    return value[:100] if isinstance(value, list) else []


def size_text(width: object, height: object) -> str | None:
    """Both sides as one text, None when neither is there."""
    return None if width is None and height is None else f"{shown(width)}x{shown(height)}"


def shown(value: object) -> str:
    """A value from outside for a sentence: one line, short."""
    text = " ".join(_text(value)[:1000].split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _text(value: object) -> str:
    """Without lone surrogates, which JSON allows and files don't."""
    if isinstance(value, str):
        return value.encode(errors="ignore").decode()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _prompt(value: object, notes: list[str]) -> str:
    text = _text(value)
    if len(text) > MAX_PROMPT:
        notes.append(f"The prompt was cut to {MAX_PROMPT} characters.")
        text = text[:MAX_PROMPT]
    notes += [f"The hypernetwork {shown(name)} is left out." for name in _HYPERNETWORK.findall(text)]
    # LyCORIS files once had a tag of their own.
    return _LYCORIS.sub("<lora", _HYPERNETWORK.sub("", text)).strip()


def _loras(claims: Claims, params: GenerateParams, notes: list[str]) -> tuple[LoraUse, ...]:
    """Those that the prompts' tags don't name; whether they are installed shows when they are used."""
    texts = params.prompt, params.negative_prompt
    named = {tag.name.casefold() for text in texts for tag in prompt_loras(text)}
    uses: dict[str, LoraUse] = {}
    for lora in claims.loras:
        name = _MODEL_SUFFIX.sub("", re.split(r"[\\/]", lora.name)[-1])
        strength = _number(float, f"strength of the LoRA {shown(name)}", lora.weight, (-2.0, 2.0), 1.0, notes)
        if not name or re.search(r"[:<>\n]", name):
            notes.append(f"The LoRA {shown(lora.name) or 'without a name'} is left out.")
        elif name.casefold() not in named:
            uses.setdefault(name.casefold(), LoraUse(name=name[:200], unet=strength, text=strength))
    return tuple(uses.values())[:MAX_LORAS]


def _shift(claims: Claims, notes: list[str]) -> float | None:
    if not _text(claims.shift):
        return None
    return _number(float, "shift", claims.shift, (0.1, 20.0), 3.0, notes)


def _vae(claims: Claims) -> ModelRef | None:
    """Whether it is installed shows when it is used."""
    name = _file_name(claims.vae)
    return ModelRef(name=name, hash=_hash(claims.vae_hash)) if name else None


def _refiner(claims: Claims, notes: list[str]) -> RefinerOptions | None:
    text, _, sha256 = _text(claims.refiner)[:1000].partition(" [")
    name = _file_name(text)
    if not name:
        return None
    usual = RefinerOptions(model=ModelRef(name=name, hash=_hash(sha256.rstrip("]"))))
    at = _number(float, "refiner's switch", claims.refiner_switch_at, (0.01, 0.99), usual.switch_at, notes)
    return usual.model_copy(update={"switch_at": at})


def _file_name(value: object) -> str:
    """A model's name out of what may be a path with a suffix."""
    return _MODEL_SUFFIX.sub("", re.split(r"[\\/]", _text(value)[:1000].strip())[-1])[:200]


def _hash(value: object) -> str:
    """The start of a SHA-256, or nothing."""
    found = _text(value).casefold()
    return found[:10] if _SHA256_START.fullmatch(found) else ""


def _sampler(claims: Claims, notes: list[str]) -> tuple[SamplerName, ScheduleName]:
    text, schedule_text = _text(claims.sampler).strip(), _text(claims.schedule).strip()
    sampler, schedule = SamplerName.DPMPP_2M, ScheduleName.AUTOMATIC
    if text:
        known = claims.names.samplers.get(text.casefold())
        if known is None:
            notes.append(f"The sampler {shown(text)} is not known here; {sampler} takes its place.")
        else:
            sampler, schedule = known
    if schedule_text and schedule is ScheduleName.AUTOMATIC:
        wanted = claims.names.schedules.get(schedule_text.casefold())
        if wanted is None:
            notes.append(f"The schedule {shown(schedule_text)} is not known here; Automatic takes its place.")
        else:
            schedule = wanted
    if schedule not in SAMPLERS[sampler].schedules:
        notes.append(f"The schedule {schedule} does not go with {sampler} here; Automatic takes its place.")
        schedule = ScheduleName.AUTOMATIC
    return sampler, schedule


def _model(claims: Claims, notes: list[str]) -> tuple[str, str]:
    """The name to look for, never a path, and the start of the SHA-256 when the file tells it."""
    text = _text(claims.model)[:1000].strip()
    name = _file_name(text)
    if _OUTSIDE.search(text):
        notes.append(f"The model is named by a path; {shown(name) or 'no name'} is looked for.")
    return name, _hash(claims.model_hash) if claims.hash_is_sha256 else ""


def _number(
    kind: Callable[[str], Number],
    label: str,
    value: object,
    limits: tuple[Number, Number],
    usual: Number,
    notes: list[str],
) -> Number:
    text = _text(value)[:40].strip()
    if value is None or text == "":
        return usual
    number: Number | float
    try:
        number = kind(text)
    except ValueError:
        try:
            number = float(text)  # 20.0 steps
        except ValueError:
            notes.append(f"The {label} {shown(text)} is not a number; {usual} is used.")
            return usual
    least, most = limits
    if not least <= number <= most:  # false for NaN, too
        clamped = most if number > most else least
        notes.append(f"The {label} {shown(text)} is out of range; {clamped} is used.")
        return clamped
    return number if isinstance(number, type(usual)) else type(usual)(number)


def _size(value: object, picture: Size, notes: list[str]) -> Size:
    size = picture
    text = _text(value)[:40]
    if text:
        try:
            size = Size.parse(text)
        except ValueError:
            notes.append(f"The size {shown(text)} is not a size; the picture's own is used.")
    fitting = Size(*(min(max(side, MIN_SIDE), MAX_SIDE) for side in (size.width, size.height)))
    if fitting != size:
        notes.append(f"The size {size} is out of range; {fitting} is used.")
    return fitting


def _tell_missing(claims: Claims, notes: list[str]) -> None:
    values = {
        "sampler": claims.sampler,
        "steps": claims.steps,
        "guidance": claims.guidance,
        "seed": claims.seed,
        "model": claims.model,
    }
    missing = [label for label, value in values.items() if _text(value) == ""]
    if missing:
        *first, last = missing
        words = f"{', '.join(first)} and {last}" if first else last
        notes.append(f"The file does not tell: {words}. The usual is taken.")
