"""Licences in plain words."""

import pytest

from desktop.core.licences import Terms, in_words, terms


@pytest.mark.parametrize(
    ("licence", "word"),
    [
        ("apache-2.0", "commercial"),
        ("MIT", "commercial"),
        ("creativeml-openrail-m", "harmful"),
        ("cc-by-nc-4.0", "no commercial use"),
        ("stabilityai-ai-community", "small companies"),
        ("my-own", "read it"),
        ("", "No licence"),
        ("  ", "No licence"),
    ],
)
def test_a_licence_is_said_in_words(licence: str, word: str) -> None:
    assert word in in_words(licence)


def test_licences_that_allow_the_same_have_the_same_terms() -> None:
    assert terms("MIT") is terms(" apache-2.0") is Terms.FREE
    assert terms("my-own") is Terms.OTHER
    assert terms("") is Terms.NONE
