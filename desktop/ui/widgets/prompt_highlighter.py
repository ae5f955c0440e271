"""Colours for the language of prompts."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat

from desktop.ui.theme import current_tokens

_WEIGHTED = re.compile(r"\((?:[^()\\]|\\.)+\)|\[(?:[^\[\]\\]|\\.)+\]")
_BREAK = re.compile(r"\bBREAK\b")
_DRAWN = re.compile(
    r"""
    \\.
    |\$?\{(?:[\d\-]{1,9}\$\$)?    # how many of the options
    |[}|](?:[\d.]{1,9}::)?        # and how often one
    |__(?![\s_])[\w\-/*?. ]{1,199}?__(?!_)
    |<(?:wildcard|wc|random|lora)\b[^<>]{0,999}>
    |\bembedding:[\w\-.]{1,200}
    """,
    re.VERBOSE,
)


class PromptHighlighter(QSyntaxHighlighter):
    """Weights are tinted, what is drawn or no word stands on grey, BREAK is bold: seen at once, and calm."""

    def highlightBlock(self, text: str) -> None:
        tokens = current_tokens()
        weighted, drawn, ends = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        weighted.setForeground(QColor(tokens.accent_text))
        weighted.setBackground(QColor(tokens.accent_tint))
        drawn.setBackground(QColor(tokens.track))
        ends.setForeground(QColor(tokens.text_readable))
        ends.setFontWeight(QFont.Weight.DemiBold)
        for match in _WEIGHTED.finditer(text):
            self._set(text, match, weighted)
        self._mark_drawn(text, drawn)
        for match in _BREAK.finditer(text):
            self._set(text, match, ends)

    def _mark_drawn(self, text: str, look: QTextCharFormat) -> None:
        """A choice may go on in the next line; a bar means something only within one."""
        depth = max(0, self.previousBlockState())
        for match in _DRAWN.finditer(text):
            symbol = match[0]
            if "{" in symbol[:2] and not symbol.startswith("\\"):
                depth += 1
            elif symbol.startswith("\\") or (symbol[0] in "|}" and depth == 0):
                continue
            elif symbol[0] == "}":
                depth -= 1
            self._set(text, match, look)
        self.setCurrentBlockState(depth)

    def _set(self, text: str, match: re.Match[str], look: QTextCharFormat) -> None:
        start, end = (len(text[:index].encode("utf-16-le")) // 2 for index in match.span())
        self.setFormat(start, end - start, look)  # Qt counts UTF-16 units
