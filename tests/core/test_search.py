from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core import search
from desktop.core.gallery import Gallery
from desktop.core.params import ModelRef
from desktop.core.samplers import SamplerName, ScheduleName
from tests.helpers.records import make_pixels, make_record

TODAY = date(2026, 11, 20)

PICTURES = {
    "apple": {
        "prompt": "a red apple on a table, Zürich",
        "negative_prompt": "blurry hands",
        "model": ModelRef(name="dreamshaper_8"),
        "sampler": SamplerName.EULER_A,
        "steps": 20,
        "seed": 123,
        "guidance_scale": 7.5,
    },
    "car": {
        "prompt": "a red car, table of blurry apples",
        "negative_prompt": "snow",
        "model": ModelRef(name="starter"),
        "sampler": SamplerName.EULER,
        "schedule": ScheduleName.KARRAS,
        "steps": 30,
        "seed": 1234,
        "guidance_scale": 4.0,
    },
    "sea": {
        "prompt": "the sea at 100%",
        "model": ModelRef(name="sd_xl dreams"),
        "sampler": SamplerName.UNIPC,
        "steps": 12,
        "seed": 2**63 - 1,
    },
}
SIZES = {"apple": (512, 768), "car": (768, 512), "sea": (512, 512)}
CREATED = {
    "apple": datetime(2026, 11, 20, 0, 0),
    "car": datetime(2026, 11, 19, 23, 59),
    "sea": datetime(2025, 2, 28),
}


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    gallery = Gallery(tmp_path_factory.mktemp("search") / "gallery.db")
    ids = {}
    for name, params in PICTURES.items():
        record = make_record(CREATED[name].astimezone().isoformat(), **params)
        ids[name] = gallery.add(Path(f"/pictures/{name}.png"), make_pixels(*SIZES[name]), record)
    best = gallery.create_board("Best of it's")
    gallery.add_to_board([ids["apple"]], best.id)
    gallery.add_to_board([ids["car"]], gallery.create_board("Best").id)
    gallery.set_starred([ids["car"]], True)
    gallery.set_rating([ids["apple"]], 4)
    gone = gallery.add(Path("/pictures/gone.png"), make_pixels(), make_record(prompt="a red ghost"))
    gallery.move_to_bin([gone])
    yield gallery
    gallery.close()


@pytest.fixture
def find(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], set[str]]:
    """Names of the pictures that a text finds, on TODAY."""
    parse = search.parse
    monkeypatch.setattr(search, "parse", lambda text: parse(text, TODAY))

    def find(text: str) -> set[str]:
        found = [row.path.stem for row in gallery.search(text, 100)]
        assert gallery.count(text) == len(gallery.ids(text)) == len(found)
        assert [row.path.stem for row in gallery.rows(gallery.ids(text))] == found
        return set(found)

    return find


Find = Callable[[str], set[str]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "apple car sea"),
        ("red", "apple car"),
        ("RED app", "apple car"),
        ("zurich", "apple"),
        ("blur", "apple car"),
        ("dream", "apple sea"),
        ('"red apple"', "apple"),
        ('"red app"', ""),
        ('"red app', "apple"),
        ('"apple"', "apple"),
        ("-red", "sea"),
        ('red -"red car"', "apple"),
        ("-red -sea", ""),
        ("red -table", ""),
        ("red -snow", "apple"),
        ("- red", "apple car"),
        ("close-up", ""),
        ("unipc", "sea"),
        ("512x768", "apple"),
        ("prompt:blurry", "car"),
        ("negative:blurry", "apple"),
        ('negative:"blurry hands" red', "apple"),
        ("-negative:blurry", "car sea"),
        ("model:dream", "apple sea"),
        ('model:"dreamshaper_8"', "apple"),
        ('model:"DREAMSHAPER_8"', "apple"),
        ('model:"dream"', ""),
        ('model:"dream', "apple sea"),
        ("-model:dream", "car"),
        ("sampler:euler", "apple car"),
        ('sampler:"Euler"', "car"),
        ('sampler:"Euler a"', "apple"),
        ("sampler:%", ""),
        ("sampler:_uler", ""),
        ("schedule:karras", "car"),
        ("source:made", "apple car sea"),
        ("source:imported", ""),
        ("seed:123", "apple"),
        (f"seed:{2**63 - 1}", "sea"),
        ("seed:>123", "car sea"),
        ("steps:20", "apple"),
        ("steps:<=20", "apple sea"),
        ("steps:>=20", "apple car"),
        ("-steps:20", "car sea"),
        ("guidance:7.5", "apple"),
        ("guidance:<7", "car"),
        ("size:512x768", "apple"),
        ("size:512×768", "apple"),
        ("size:>512", "apple car"),
        ("size:512", "sea"),
        ("size:>=512x512", "apple car sea"),
        ("size:<=512x600", "sea"),
        ("date:2026-11", "apple car"),
        ("date:2026-11-20", "apple"),
        ("date:2026-11-19", "car"),
        ("date:2026-1", ""),
        ("date:2025", "sea"),
        ("date:2025-02", "sea"),
        ("date:>2025", "apple car"),
        ("date:>2026-10", "apple car"),
        ("date:>2026-11", ""),
        ("date:>=2026-11-20", "apple"),
        ("date:<2026-11-20", "car sea"),
        ("date:<=2026-11-19", "car sea"),
        ("date:today", "apple"),
        ("date:Yesterday", "car"),
        ("date:week", "apple car"),
        ("-date:week", "sea"),
        ("star:yes", "car"),
        ("star:no", "apple sea"),
        ("-star:yes", "apple sea"),
        ("rating:>3", "apple"),
        ("rating:0", "car sea"),
        ("board:best", "apple car"),
        ('board:"Best"', "car"),
        ('board:"best of it\'s"', "apple"),
        ("-board:best", "sea"),
        ("bin:yes", "gone"),
        ("bin:yes ghost", "gone"),
        ("bin:yes -ghost", ""),
        ("-bin:no", "gone"),
        ("bin:no", "apple car sea"),
        ("MODEL:dream red Steps:20", "apple"),
        ("red star:yes -board:none", "car"),
    ],
)
def test_a_text_finds(find: Find, text: str, names: str) -> None:
    assert find(text) == set(names.split())


@pytest.mark.parametrize(
    "text", ["star:", "model: ", "seed:>", "date:<=", 'board:"', 'prompt:"" ', "-rating:", "-", "()", '""']
)
def test_what_is_only_begun_leaves_nothing_out(find: Find, text: str) -> None:
    assert find(text) == {"apple", "car", "sea"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("colour:red", "colour red"),
        ("seed:many", "seed many"),
        (f"seed:{2**63}", f"seed {2**63}"),
        ("steps:-3", "steps -3"),
        ("date:2026-13", "date 2026-13"),
        ("date:0000", "date 0000"),
        ("date:9999", "date 9999"),
        ("size:big", "size big"),
        ("star:perhaps", "star perhaps"),
        ("guidance:nan", "guidance nan"),
        ("http://example.org", "http //example.org"),
    ],
)
def test_what_is_not_understood_is_a_phrase_of_words(text: str, plain: str) -> None:
    assert search.parse(text) == search.Query(words=(f'"{plain}" *',))


def test_the_exact_term_finds_just_that(find: Find) -> None:
    assert find(search.term("model", "starter")) == {"car"}
    assert search.term("board", 'a "b" c') == 'board:"a b c"'


def test_every_key_is_offered(find: Find) -> None:
    assert {"model", "sampler", "seed", "size", "steps", "date", "star", "rating", "board", "negative"} <= {
        *search.KEYS
    }


def test_a_long_prompt_may_be_pasted(find: Find) -> None:
    assert find("red " * 500) == {"apple", "car"}
    assert find("(red:1.2)," * 200) == set()


def test_the_order_is_by_age_and_pages_follow_each_other(gallery: Gallery) -> None:
    first = gallery.search("steps:<=30", 2)
    second = gallery.search("steps:<=30", 2, first[-1].id)
    assert [row.path.stem for row in (*first, *second)] == ["sea", "car", "apple"]


PIECES = [
    *(f"{key}:" for key in search.KEYS),
    "-",
    '"',
    "'",
    "(",
    ")",
    "*",
    "%",
    ";",
    "\\",
    "\0",
    ">",
    "<=",
    "=",
]
PIECES += [
    " ",
    "2026-11",
    "512x768",
    "AND",
    "NEAR(",
    "red",
    "9" * 30,
    "\ud800",
    "DROP TABLE pictures",
    "--",
    "?",
    "{",
]
TEXTS = st.text() | st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_no_text_is_an_error_or_changes_anything(gallery: Gallery, text: str) -> None:
    found = gallery.search(text, 10)
    assert gallery.count(text) == len(found) <= 4
    assert gallery.count() == 3


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_typed_text_is_never_in_the_statement(text: str) -> None:
    marked = f"{text} qqq7 model:qqq7 board:qqq7 seed:777000777 size:>777000"
    query = search.parse(marked)
    sql, values = query.ids(7, 5)
    assert "qqq7" not in sql
    assert "777" not in sql
    assert sql.count("?") == len(values)
    assert hash(query) == hash(search.parse(marked))
