from pathlib import Path

import pytest

from desktop.core.errors import AppError
from desktop.core.prompt_history import MAX_ENTRIES, PastPrompt, load, merged, save


def past(*prompts: str) -> tuple[PastPrompt, ...]:
    return tuple(PastPrompt(prompt=prompt) for prompt in prompts)


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    prompts = (PastPrompt(prompt="a fox\nin snow", negative_prompt="blur"), PastPrompt(prompt="{a|ä}"))
    save(tmp_path / "new" / "prompts.json", prompts)
    assert load(tmp_path / "new" / "prompts.json") == prompts


def test_the_same_prompts_are_kept_once_where_they_came_last() -> None:
    assert merged(past("b"), past("a", "b", "c", "a")) == past("b", "a", "c")


def test_another_negative_prompt_is_another_entry() -> None:
    one, other = PastPrompt(prompt="a"), PastPrompt(prompt="a", negative_prompt="x")
    assert merged([one, other]) == (one, other)


def test_the_oldest_are_forgotten() -> None:
    kept = merged(past(*map(str, range(MAX_ENTRIES + 5))))
    assert (len(kept), kept[0].prompt, kept[-1].prompt) == (MAX_ENTRIES, "0", str(MAX_ENTRIES - 1))


def test_very_long_prompts_leave_fewer_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "prompts.json"
    prompts = tuple(PastPrompt(prompt=f"{n:03}" + "ä" * 19_000) for n in range(MAX_ENTRIES))
    save(file, prompts)
    kept = load(file)
    assert kept == prompts[: len(kept)]
    assert 50 < len(kept) < MAX_ENTRIES
    assert file.stat().st_size <= 4_000_000


def test_without_a_file_there_is_no_history(tmp_path: Path) -> None:
    assert load(tmp_path / "prompts.json") == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"version": 2, "prompts": []}', b'{"prompts": [{"prompt": 5}]}', b"\xff\xfe" * 9],
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "prompts.json"
    file.write_bytes(content)
    assert load(file) == ()
    (kept,) = tmp_path.iterdir()
    assert kept.name.startswith("prompts.json.bad-")
    assert kept.read_bytes() == content


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(AppError) as caught:
        save(tmp_path / "data" / "prompts.json", past("a"))
    assert caught.value.code == "not_writable"
