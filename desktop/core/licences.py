"""Licences of models in plain words: what one may do, by the short names that model hubs use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop.core.texts import QT_TRANSLATE_NOOP

_FREE = QT_TRANSLATE_NOOP("Licences", "Free for any use, also commercial; keep the notice of its makers.")
_SHARE = QT_TRANSLATE_NOOP(
    "Licences", "Free for any use; what you make of the model itself has to stay under the same licence."
)
_RAIL = QT_TRANSLATE_NOOP(
    "Licences", "Free, also commercially, but for the harmful uses that it lists; pass these terms on."
)
_PRIVATE = QT_TRANSLATE_NOOP(
    "Licences", "For private use and research: no commercial use without asking its makers."
)
_COMMUNITY = QT_TRANSLATE_NOOP(
    "Licences", "Free for private people and small companies; larger ones need a licence of its makers."
)
_OTHER = QT_TRANSLATE_NOOP("Licences", "A licence of its own: read it before you use the model.")
_NONE = QT_TRANSLATE_NOOP("Licences", "No licence is stated: ask its makers what you may do with it.")

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("apache-2.0", "mit", "bsd", "bsd-2-clause", "bsd-3-clause", "isc"), _FREE),
        **dict.fromkeys(("unlicense", "cc0-1.0", "wtfpl", "cc-by-4.0", "cc-by-3.0", "cc-by-2.0"), _FREE),
        **dict.fromkeys(("gpl-2.0", "gpl-3.0", "agpl-3.0", "lgpl-3.0", "cc-by-sa-4.0", "mpl-2.0"), _SHARE),
        **dict.fromkeys(("openrail", "openrail++", "creativeml-openrail-m", "bigscience-openrail-m"), _RAIL),
        **dict.fromkeys(("cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nc-nd-4.0", "cc-by-nc-2.0"), _PRIVATE),
        **dict.fromkeys(("sai-nc-community", "flux-1-dev-non-commercial-license"), _PRIVATE),
        **dict.fromkeys(("stabilityai-ai-community", "stabilityai-community"), _COMMUNITY),
    }
)


def in_words(licence: str) -> str:
    """One sentence, to be translated in the context "Licences"; for "" that none is stated."""
    if not licence.strip():
        return _NONE
    return _WORDS.get(licence.strip().lower(), _OTHER)
