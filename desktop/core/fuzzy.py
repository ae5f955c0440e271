"""Finding what someone means from a few of its letters."""

from __future__ import annotations

_START_OF_WORD, _IN_A_ROW, _ANYWHERE = 8.0, 7.0, 1.0


def score(query: str, text: str) -> float | None:
    """How well ``query`` stands for ``text``: higher is better, None when its letters are not all there.

    Case and spaces of the query do not matter. Letters must come in order; those at the start of a word and
    those that follow each other count most, and a shorter text wins. An empty query fits all alike.
    """
    letters = "".join(query.casefold().split())
    if not letters:
        return 0.0
    best = _best(letters, text.casefold())
    return None if best is None else best - 0.01 * len(text)


def _best(letters: str, text: str) -> float | None:
    """The best total over all ways to find the letters in order; quadratic, for texts of one line."""
    ends: dict[int, float] = {-2: 0.0}
    """Where the last letter was found, to the best total of finding it there."""
    for letter in letters:
        found: dict[int, float] = {}
        for place, character in enumerate(text):
            if character != letter:
                continue
            starts = place == 0 or not text[place - 1].isalnum()
            alone = _START_OF_WORD if starts else _ANYWHERE
            totals = [
                total + (max(_IN_A_ROW, alone) if before == place - 1 else alone)
                for before, total in ends.items()
                if before < place
            ]
            if totals:
                found[place] = max(totals)
        ends = found
    return max(ends.values(), default=None)
