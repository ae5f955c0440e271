r"""Cases follow the published description: ``(x)`` x1.1, ``[x]`` /1.1, ``(x:w)``, ``\(``, ``BREAK``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.prompts import Span, parse


def flat(prompt: str) -> list[tuple[str, float]]:
    (section,) = parse(prompt)
    return [(span.text, round(span.weight, 6)) for span in section]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("", []),
        ("a plain prompt, with: a colon", [("a plain prompt, with: a colon", 1.0)]),
        ("a (red) car", [("a ", 1.0), ("red", 1.1), (" car", 1.0)]),
        ("a [red] car", [("a ", 1.0), ("red", 0.909091), (" car", 1.0)]),
        ("((sky))", [("sky", 1.21)]),
        ("(((sky)))", [("sky", 1.331)]),
        ("[(sky)]", [("sky", 1.0)]),
        ("(sea:1.3)", [("sea", 1.3)]),
        ("(sea: 0.5 )", [("sea", 0.5)]),
        ("(sea:.5)", [("sea", 0.5)]),
        ("(sea:-1)", [("sea", -1.0)]),
        ("(sea:99)", [("sea", 10.0)]),
        ("((a:2) b)", [("a", 2.2), (" b", 1.1)]),
        ("((a:2)(b:2):0.5)", [("ab", 1.0)]),
        ("(open", [("open", 1.1)]),
        ("[open", [("open", 0.909091)]),
        ("closed)", [("closed)", 1.0)]),
        ("closed]", [("closed]", 1.0)]),
        ("ratio:1.5) left", [("ratio:1.5) left", 1.0)]),
        (r"\(literal\]", [("(literal]", 1.0)]),
        (r"back\\slash", [("back\\slash", 1.0)]),
        (r"back\slash", [("back\\slash", 1.0)]),
        (r"(a \(b\):1.2)", [("a (b)", 1.2)]),
        ("BREAKFAST Blue", [("BREAKFAST Blue", 1.0)]),
        ("()", []),
        ("(a:b:1.5)", [("a:b", 1.5)]),
    ],
)
def test_weights_and_escapes(prompt: str, expected: list[tuple[str, float]]) -> None:
    assert flat(prompt) == expected


def test_break_starts_a_section() -> None:
    assert parse("a car BREAK a tree") == ((Span("a car ", 1.0),), (Span(" a tree", 1.0),))


def test_a_weight_reaches_across_break() -> None:
    assert parse("(a BREAK b:2)") == ((Span("a ", 2.0),), (Span(" b", 2.0),))


@given(st.text(alphabet="ab ()[]:\\1.,BREAK", max_size=80))
def test_no_text_is_lost_or_invented(prompt: str) -> None:
    kept = "".join(span.text for section in parse(prompt) for span in section)
    assert set(kept) <= set(prompt)
    assert all(-10.0 <= span.weight <= 10.0 for section in parse(prompt) for span in section)


@given(st.text(alphabet=st.characters(exclude_characters="()[]\\:B"), max_size=200))
def test_text_without_syntax_is_kept_as_it_is(prompt: str) -> None:
    assert "".join(span.text for section in parse(prompt) for span in section) == prompt
