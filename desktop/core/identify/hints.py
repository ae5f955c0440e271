"""What a file's name suggests. For people and for defaults that can be changed, never for loading."""

from __future__ import annotations

import re

_FEW_STEP = (
    ("lightning", re.compile(r"lightning", re.IGNORECASE)),
    ("hyper", re.compile(r"hyper[-_ ]?(?:sd|flux|\d|fp|lora)|(?:^|[-_ ])hyper(?:$|[-_ ])", re.IGNORECASE)),
    ("turbo", re.compile(r"turbo", re.IGNORECASE)),
    ("lcm", re.compile(r"(?:^|[^a-z])lcm(?:$|[^a-z])", re.IGNORECASE)),
    ("dmd2", re.compile(r"dmd2", re.IGNORECASE)),
    ("schnell", re.compile(r"schnell", re.IGNORECASE)),
)
_VARIANTS = (
    ("kontext", re.compile(r"kontext", re.IGNORECASE)),
    ("inpainting", re.compile(r"inpaint", re.IGNORECASE)),
    ("v-prediction", re.compile(r"v[-_]?pred", re.IGNORECASE)),
    ("instruct", re.compile(r"pix2pix|instruct", re.IGNORECASE)),
    ("edit", re.compile(r"(?:^|[-_ ])edit(?:$|[-_ .\d])", re.IGNORECASE)),
)
_STEPS = re.compile(r"(?<![a-z\d])(\d{1,2})[-_ ]?steps?(?![a-z])", re.IGNORECASE)


def name_hints(name: str) -> tuple[str, ...]:
    """What a name suggests: ``lightning``, ``turbo``, ``8 steps``, ``v-prediction``."""
    found = [word for word, pattern in (*_FEW_STEP, *_VARIANTS) if pattern.search(name)]
    if steps := _STEPS.search(name):
        found.append(f"{int(steps[1])} steps")
    return tuple(found)


def few_step(text: str) -> str:
    """The few-step method that a text names, or nothing."""
    return next((word for word, pattern in _FEW_STEP[:4] if pattern.search(text)), "")
