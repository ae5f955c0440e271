"""A made-up language whose texts are all 40 % longer than the English ones."""

from __future__ import annotations

import textwrap

from PySide6.QtCore import QTranslator

_LONGEST_WORD = 30


class PseudoLocale(QTranslator):
    """``Size`` becomes ``[Size~~]``; placeholders and mnemonics stay, and no added word is very long."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        more = "~" * max(1, round(len(source) * 0.4) - 2)
        return f"[{source}{' '.join(textwrap.wrap(more, _LONGEST_WORD))}]"

    def isEmpty(self) -> bool:
        return False
