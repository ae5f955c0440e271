"""What a picture's file says about its making, whichever program made it.

One module for each program finds its own texts and says what they claim (``Claims``); ``claims.fitted`` makes
settings of it. Everything here may come from a stranger: nothing is trusted, followed or executed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from desktop.core import pictures
from desktop.core.foreign.a1111 import claims as a1111_claims
from desktop.core.foreign.claims import Claims, ForeignSettings, fitted
from desktop.core.foreign.comfyui import claims as comfyui_claims
from desktop.core.foreign.fooocus import claims as fooocus_claims
from desktop.core.foreign.invokeai import claims as invokeai_claims
from desktop.core.foreign.novelai import claims as novelai_claims
from desktop.core.foreign.swarmui import claims as swarmui_claims
from desktop.core.geometry import Size
from desktop.core.params import GenerateParams

__all__ = ["ForeignSettings", "read_settings", "settings_from_text"]

# In this order: several programs use the same key, and ComfyUI's graph may stand beside a text that says the
# same in plain values.
_READERS: tuple[Callable[[Mapping[str, str]], Claims | None], ...] = (
    fooocus_claims,
    swarmui_claims,
    invokeai_claims,
    novelai_claims,
    a1111_claims,
    comfyui_claims,
)


def read_settings(path: Path) -> ForeignSettings | None:
    """The settings that a PNG, JPEG or WebP holds, ours or another program's; None when there are none.

    Our own exact record comes first. Raises AppError as pictures.read does; may be called from any thread.
    """
    found = pictures.read_texts(path)
    if found.record is not None:
        params, hashes = found.record.params, found.record.provenance.lora_hashes
        return ForeignSettings("Darkroom", params, (), params.model.name, params.model.hash, hashes)
    return _settings(found.texts, found.size)


def settings_from_text(text: str) -> ForeignSettings | None:
    """The settings in a text that was copied from another program or its site; None for any other text."""
    return _settings({"UserComment": text, "prompt": text}, GenerateParams.model_fields["size"].default)


def _settings(texts: Mapping[str, str], picture: Size) -> ForeignSettings | None:
    found = next((claims for reader in _READERS if (claims := reader(texts)) is not None), None)
    return None if found is None else fitted(found, picture)
