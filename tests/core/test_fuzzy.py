from __future__ import annotations

import pytest

from desktop.core.fuzzy import score


@pytest.mark.parametrize("query", ["gen", "GEN", "gnrt", "g e n", ""])
def test_letters_in_order_are_found(query: str) -> None:
    assert score(query, "Generate") is not None


@pytest.mark.parametrize("query", ["eg", "genx", "generates"])
def test_letters_that_are_missing_or_in_another_order_are_not(query: str) -> None:
    assert score(query, "Generate") is None


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("zi", "Zoom in", "Magazine size"),
        ("seed", "Use the picture's seed", "Save settings and models"),
        ("cancel", "Cancel", "Cancel all"),
        ("fs", "Full screen", "Offset"),
    ],
)
def test_starts_of_words_and_letters_in_a_row_win(query: str, better: str, worse: str) -> None:
    first, second = score(query, better), score(query, worse)
    assert first is not None
    assert second is None or first > second
