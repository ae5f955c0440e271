from __future__ import annotations

from desktop.worker.mailbox import Mailbox


def test_the_latest_value_wins_and_leaves_the_box() -> None:
    box: Mailbox[str] = Mailbox()
    box.put("old")
    box.put("new")
    assert box.take() == "new"
    assert box.take() is None


def test_put_says_whether_the_box_was_empty() -> None:
    box: Mailbox[str] = Mailbox()
    assert [box.put("a"), box.put("b")] == [True, False]
    box.take()
    assert box.put("c")
