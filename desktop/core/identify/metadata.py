"""What a file's metadata says in words: ModelSpec 1.0.1 and the ``ss_`` keys of kohya's trainer.

Texts are cut to sizes that can be shown; a value that is not as it should be is left out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from desktop.core.identify.identified import Prediction

_MAX_TEXT = 2_000
_MAX_LABEL = 200
_MAX_TAGS_BYTES = 4_000_000
_MAX_WORDS = 20
_SHA256 = re.compile(r"(?:0x)?([0-9a-fA-F]{64})\Z")
_SIZE = re.compile(r"\(?(\d{2,5})(?:\s*[,x×]\s*(\d{2,5}))?\)?\Z")
_PREDICTIONS = {
    "epsilon": Prediction.EPSILON,
    "eps": Prediction.EPSILON,
    "v": Prediction.V,
    "v_prediction": Prediction.V,
    "vpred": Prediction.V,
    "v-prediction": Prediction.V,
    "sample": Prediction.SAMPLE,
}
# ModelSpec architectures and kohya's base model versions, to families.
_FAMILIES = (
    ("stable-diffusion-xl-v1-refiner", "sdxl-refiner"),
    ("stable-diffusion-xl", "sdxl"),
    ("stable-diffusion-v1", "sd1"),
    ("stable-diffusion-v2", "sd2"),
    ("stable-diffusion-3.5-large", "sd35-large"),
    ("stable-diffusion-3.5-medium", "sd35-medium"),
    ("stable-diffusion-3", "sd3"),
    ("sd3.5-large", "sd35-large"),
    ("sd3.5-medium", "sd35-medium"),
    ("sd3", "sd3"),
    ("sdxl_", "sdxl"),
    ("sd_v1", "sd1"),
    ("sd_1", "sd1"),
    ("sd_v2", "sd2"),
    ("sd_2", "sd2"),
    ("flux-2", "flux2"),
    ("flux.2", "flux2"),
    ("flux2", "flux2"),
    ("flux-1", "flux1"),
    ("flux.1", "flux1"),
    ("flux1", "flux1"),
    ("flux_1", "flux1"),
    ("flux", "flux1"),
    ("chroma", "chroma"),
    ("z-image", "z-image"),
    ("z_image", "z-image"),
    ("zimage", "z-image"),
    ("qwen-image", "qwen-image"),
    ("qwen_image", "qwen-image"),
    ("lumina-2", "lumina2"),
    ("lumina2", "lumina2"),
    ("hunyuan-video", "hunyuan-video"),
    ("hunyuan-dit", "hunyuan-dit"),
    ("auraflow", "auraflow"),
    ("wan", "wan"),
)


def claimed_family(metadata: Mapping[str, str]) -> str:
    """The family that a file's metadata names; empty when it names none that is known."""
    for key in ("modelspec.architecture", "ss_base_model_version"):
        said = metadata.get(key, "").strip().casefold()
        for start, family in _FAMILIES:
            if said.startswith(start):
                return family
    return ""


def read_metadata(metadata: Mapping[str, str]) -> dict[str, Any]:
    """Fields of Identified that a file's metadata fills."""
    fields: dict[str, Any] = {
        "title": _text(metadata.get("modelspec.title") or metadata.get("ss_output_name"), _MAX_LABEL),
        "license": _text(metadata.get("modelspec.license"), _MAX_LABEL),
        "author": _text(metadata.get("modelspec.author"), _MAX_LABEL),
        "description": _text(metadata.get("modelspec.description"), _MAX_TEXT),
        "usage_hint": _text(metadata.get("modelspec.usage_hint"), _MAX_TEXT),
        "base_model": _text(
            metadata.get("modelspec.merged_from") or metadata.get("ss_sd_model_name"), _MAX_LABEL
        ),
        "trigger_words": _triggers(metadata),
    }
    if said := _SHA256.match(metadata.get("modelspec.hash_sha256", "")):
        fields["sha256"] = said[1].lower()
    if size := _SIZE.match(metadata.get("modelspec.resolution", metadata.get("ss_resolution", "")).strip()):
        fields["trained_size"] = (int(size[1]), int(size[2] or size[1]))
    prediction = metadata.get("modelspec.prediction_type", metadata.get("modelspec.predict_key", ""))
    if (found := _PREDICTIONS.get(prediction.strip().casefold())) is not None:
        fields["prediction_type"] = found
    elif metadata.get("ss_v_parameterization", metadata.get("ss_v2_parameterization", "")) == "True":
        fields["prediction_type"] = Prediction.V
    if metadata.get("ss_zero_terminal_snr") == "True":
        fields["zero_snr"] = True
    return {key: value for key, value in fields.items() if value}


def _triggers(metadata: Mapping[str, str]) -> tuple[str, ...]:
    """The trigger phrase, or the tags that most training pictures had, most frequent first."""
    if phrase := _text(metadata.get("modelspec.trigger_phrase"), _MAX_TEXT):
        return tuple(filter(None, (word.strip() for word in phrase.split(","))))[:_MAX_WORDS]
    text = metadata.get("ss_tag_frequency", "")
    if not text or len(text) > _MAX_TAGS_BYTES:
        return ()
    try:
        folders = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    counts: Counter[str] = Counter()
    for tags in folders.values() if isinstance(folders, dict) else ():
        for tag, count in tags.items() if isinstance(tags, dict) else ():
            if type(count) is int and count > 0:
                counts[_text(tag, 100)] += count
    return tuple(tag for tag, _ in counts.most_common(_MAX_WORDS) if tag)


def _text(value: str | None, limit: int) -> str:
    # Lone surrogates can't be written anywhere.
    text = (value or "").encode(errors="replace").decode()
    return " ".join(text.split())[:limit] if limit <= _MAX_LABEL else text.strip()[:limit]
