"""NovelAI: the key ``Software`` names it, ``Comment`` holds JSON; in WebP all of it is JSON in the EXIF."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.foreign.claims import Claims, as_list, as_mapping, json_object, size_text
from desktop.core.foreign.names import NOVELAI

# {x} weighs x by 1.05 there and [x] by 1/1.05, and round brackets are text: here the braces draw lots.
_BRACKETS = str.maketrans(
    {"{": "(", "}": ":1.05)", "[": "(", "]": f":{1 / 1.05:.4f})", "(": "\\(", ")": "\\)"}
)


def claims(texts: Mapping[str, str]) -> Claims | None:
    outer = json_object(texts.get("UserComment")) or texts
    comment = outer.get("Comment")
    data = json_object(comment) if isinstance(comment, str) else None
    if data is None or outer.get("Software") != "NovelAI":
        return None
    remarks: list[str] = []
    from_picture = data.get("request_type") == "Img2ImgRequest"
    if from_picture:
        remarks.append("It was made from another picture: that is left out.")
    return Claims(
        "NovelAI",
        NOVELAI,
        prompt=_prompt(data, "v4_prompt", data.get("prompt", outer.get("Description")), remarks),
        negative_prompt=_prompt(data, "v4_negative_prompt", data.get("uc"), remarks),
        sampler=data.get("sampler"),
        schedule=data.get("noise_schedule"),
        steps=data.get("steps"),
        guidance=data.get("scale"),
        seed=data.get("seed"),
        size=size_text(data.get("width"), data.get("height")),
        strength=data.get("strength") if from_picture else None,
        model=outer.get("Source"),
        remarks=tuple(remarks),
    )


def _prompt(data: Mapping[str, object], key: str, plain: object, remarks: list[str]) -> str:
    """Since version 4 each character has a prompt of its own beside the common one."""
    caption = as_mapping(as_mapping(data.get(key)).get("caption"))
    base = caption.get("base_caption", plain)
    characters = [as_mapping(entry).get("char_caption") for entry in as_list(caption.get("char_captions"))]
    parts = [part for part in (base, *characters) if isinstance(part, str) and part]
    if len(parts) > 1:
        remarks.append("The prompts of its characters are joined: their places in the picture are lost.")
    text = ", ".join(parts)
    if "::" in text:
        remarks.append("Weights such as 1.2::word:: are not known here: they stay in the prompt as text.")
    return _with_our_brackets(text, remarks)


def _with_our_brackets(text: str, remarks: list[str]) -> str:
    if not (_balanced(text, "{", "}") and _balanced(text, "[", "]")):
        remarks.append("The brackets in its prompt don't close: their weights are left out.")
        return "".join(character for character in text if character not in "{}[]")
    return text.translate(_BRACKETS)


def _balanced(text: str, opening: str, closing: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == opening) - (character == closing)
        if depth < 0:
            return False
    return depth == 0
