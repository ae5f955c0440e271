from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core import paths, styles
from desktop.core.errors import AppError
from desktop.core.styles import Style, StyleFile

CINEMATIC = Style("Cinematic", "film still of {prompt}, 35mm, bokeh", "cartoon, text")


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "styles.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_published_form_is_read(tmp_path: Path) -> None:
    text = 'name,prompt,negative_prompt\nCinematic,"film still of {prompt}, 35mm, bokeh","cartoon, text"\n'
    assert styles.load(write(tmp_path, text, "utf-8-sig")) == StyleFile((CINEMATIC,))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("name,text\nA,words", Style("A", "words")),
        ("negative_prompt,name,prompt\nbad,A,good", Style("A", "good", "bad")),
        ("Name;Prompt;Negative_Prompt\r\nA;good, better;bad", Style("A", "good, better", "bad")),
        ("name,prompt,negative_prompt,extra\nA", Style("A")),
        ("name,prompt,negative_prompt\n\n,,\nA,two\n", Style("A", "two")),
        ('name,prompt,negative_prompt\nA,"two\nlines",', Style("A", "two\nlines")),
        ("name,prompt,negative_prompt\n#A,note,\n# B\nA,words,", Style("A", "words")),
    ],
)
def test_the_forms_found_in_the_wild_are_read(text: str, style: Style, tmp_path: Path) -> None:
    found = styles.load(write(tmp_path, text))
    assert found.styles == (style,)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",no name,", "no name"),
        (f"{'x' * 300},a,", "too long"),
        (f"B,{'x' * 30_000},", "too long"),
        (f"B,{'x' * 140_000},", "can't be read"),
        ("A,again,", "repeats the style A"),
    ],
)
def test_a_damaged_row_is_told_and_passed_over(row: str, words: str, tmp_path: Path) -> None:
    found = styles.load(write(tmp_path, f"name,prompt,negative_prompt\nA,a,\n{row}\nZ,z,\n"))
    assert [style.name for style in found.styles] == ["A", "Z"]
    (problem,) = found.problems
    assert words in problem


def test_a_file_without_column_names_is_told(tmp_path: Path) -> None:
    found = styles.load(write(tmp_path, "A,words,\n"))
    assert found.styles == ()
    assert len(found.problems) == 1


def test_another_encoding_is_told(tmp_path: Path) -> None:
    found = styles.load(write(tmp_path, "name,prompt\nÖl,Gemälde", "cp1252"))
    assert found.styles == (Style("Öl", "Gemälde"),)
    assert len(found.problems) == 1


def test_no_file_holds_no_styles(tmp_path: Path) -> None:
    assert styles.load(tmp_path / "none.csv") == StyleFile()


def test_a_file_that_can_not_be_read_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "styles.csv"
    path.write_bytes(b"x" * 10_000_001)
    for call in (lambda: styles.load(path), lambda: styles.save(path, [CINEMATIC])):
        with pytest.raises(AppError) as caught:
            call()
        assert caught.value.code == "styles_unreadable"
    assert path.stat().st_size == 10_000_001


def test_what_is_saved_has_the_published_form(tmp_path: Path) -> None:
    path = tmp_path / "styles.csv"
    styles.save(path, [CINEMATIC])
    assert path.read_bytes() == (
        b"\xef\xbb\xbfname,prompt,negative_prompt\r\n"
        b'Cinematic,"film still of {prompt}, 35mm, bokeh","cartoon, text"\r\n'
    )
    assert not (tmp_path / "styles.csv.bak").exists()


def test_what_was_there_is_kept_beside(tmp_path: Path) -> None:
    path = write(tmp_path, "name,prompt\nA,old")
    styles.save(path, [CINEMATIC])
    assert (tmp_path / "styles.csv.bak").read_text() == "name,prompt\nA,old"
    assert styles.load(path).styles == (CINEMATIC,)


def test_the_persons_notes_stay(tmp_path: Path) -> None:
    path = write(tmp_path, "name,prompt,negative_prompt\nA,a,\n#note,mine,own\n")
    styles.save(path, [Style("B", "b")])
    assert path.read_bytes().endswith(b"\r\n#note,mine,own\r\nB,b,\r\n")


@pytest.mark.parametrize("name", ["", " ", "#A", " # A", "x" * 201])
def test_a_name_that_would_not_come_back_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        styles.save(tmp_path / "styles.csv", [Style(name, "words")])
    assert caught.value.code == "bad_style_name"
    assert not (tmp_path / "styles.csv").exists()


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30).map(str.strip)
STYLES = st.lists(
    st.builds(Style, TEXT.filter(lambda name: name and not name.startswith("#")), TEXT, TEXT),
    unique_by=lambda style: style.name,
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=STYLES)
def test_styles_come_back(found: list[Style], tmp_path: Path) -> None:
    styles.save(tmp_path / "styles.csv", found)
    assert styles.load(tmp_path / "styles.csv") == StyleFile(tuple(found))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary() | st.binary().map(b"name,prompt\n".__add__))
def test_any_file_is_read(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    styles.load(path)


@pytest.mark.parametrize(
    ("words", "prompt", "expected"),
    [
        ("film still of {prompt}, bokeh", "a fox", "film still of a fox, bokeh"),
        ("{prompt} and {prompt}", "a", "a and a"),
        ("bokeh", "a fox", "a fox, bokeh"),
        ("bokeh", "", "bokeh"),
        ("", "a fox", "a fox"),
        ("{prompt}", "{red|green}", "{red|green}"),
    ],
)
def test_a_styles_words_go_around_the_prompt(words: str, prompt: str, expected: str) -> None:
    assert styles.apply(Style("x", words, words), prompt, prompt) == (expected, expected)


def test_our_own_presets_are_in_order() -> None:
    found = styles.load(paths.resources() / "presets" / "styles.csv")
    assert found.problems == ()
    assert len(found.styles) >= 12
