"""Licences of models in plain words: what one may do, by the short names that model hubs use."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from desktop.core.texts import QT_TRANSLATE_NOOP


class Terms(StrEnum):
    """What licences have in common: short words, to be translated in the context "Licences"."""

    FREE = QT_TRANSLATE_NOOP("Licences", "Any use")
    SHARE = QT_TRANSLATE_NOOP("Licences", "Share alike")
    RAIL = QT_TRANSLATE_NOOP("Licences", "Any but harmful use")
    PRIVATE = QT_TRANSLATE_NOOP("Licences", "Not commercial")
    COMMUNITY = QT_TRANSLATE_NOOP("Licences", "Small companies")
    OTHER = QT_TRANSLATE_NOOP("Licences", "Own licence")
    NONE = QT_TRANSLATE_NOOP("Licences", "No licence stated")


_SENTENCES: Mapping[Terms, str] = MappingProxyType(
    {
        Terms.FREE: QT_TRANSLATE_NOOP(
            "Licences", "Free for any use, also commercial; keep the notice of its makers."
        ),
        Terms.SHARE: QT_TRANSLATE_NOOP(
            "Licences",
            "Free for any use; what you make of the model itself has to stay under the same licence.",
        ),
        Terms.RAIL: QT_TRANSLATE_NOOP(
            "Licences",
            "Free, also commercially, but for the harmful uses that it lists; pass these terms on.",
        ),
        Terms.PRIVATE: QT_TRANSLATE_NOOP(
            "Licences", "For private use and research: no commercial use without asking its makers."
        ),
        Terms.COMMUNITY: QT_TRANSLATE_NOOP(
            "Licences",
            "Free for private people and small companies; larger ones need a licence of its makers.",
        ),
        Terms.OTHER: QT_TRANSLATE_NOOP("Licences", "A licence of its own: read it before you use the model."),
        Terms.NONE: QT_TRANSLATE_NOOP(
            "Licences", "No licence is stated: ask its makers what you may do with it."
        ),
    }
)
_TERMS: Mapping[str, Terms] = MappingProxyType(
    {
        **dict.fromkeys(("apache-2.0", "mit", "bsd", "bsd-2-clause", "bsd-3-clause", "isc"), Terms.FREE),
        **dict.fromkeys(("unlicense", "cc0-1.0", "cc0", "wtfpl", "cc-by-4.0"), Terms.FREE),
        **dict.fromkeys(("cc-by-3.0", "cc-by-2.0"), Terms.FREE),
        **dict.fromkeys(("gpl-2.0", "gpl-3.0", "agpl-3.0", "lgpl-3.0"), Terms.SHARE),
        **dict.fromkeys(("cc-by-sa-4.0", "mpl-2.0"), Terms.SHARE),
        **dict.fromkeys(("openrail", "openrail++", "creativeml-openrail-m"), Terms.RAIL),
        "bigscience-openrail-m": Terms.RAIL,
        **dict.fromkeys(("cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nc-nd-4.0"), Terms.PRIVATE),
        **dict.fromkeys(("cc-by-nc-2.0", "sai-nc-community"), Terms.PRIVATE),
        "flux-1-dev-non-commercial-license": Terms.PRIVATE,
        **dict.fromkeys(("stabilityai-ai-community", "stabilityai-community"), Terms.COMMUNITY),
    }
)


def terms(licence: str) -> Terms:
    """What a licence of this short name allows, roughly."""
    name = licence.strip().lower()
    return _TERMS.get(name, Terms.OTHER) if name else Terms.NONE


def in_words(licence: str) -> str:
    """One sentence, to be translated in the context "Licences"; for "" that none is stated."""
    return _SENTENCES[terms(licence)]
