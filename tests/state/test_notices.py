from __future__ import annotations

from desktop.core.errors import ErrorInfo
from desktop.state.notices import HISTORY, NoticeItem, NoticeLevel, Notices


def test_a_notice_is_told_and_kept(qapp: object) -> None:
    notices = Notices()
    heard: list[NoticeItem] = []
    notices.added.connect(heard.append)
    notices.add(NoticeLevel.WARNING, ErrorInfo("code", "message"))
    assert notices.history == tuple(heard) == (NoticeItem(NoticeLevel.WARNING, ErrorInfo("code", "message")),)


def test_old_notices_make_room(qapp: object) -> None:
    notices = Notices()
    for number in range(HISTORY + 1):
        notices.add(NoticeLevel.INFO, ErrorInfo(str(number), ""))
    assert len(notices.history) == HISTORY
    assert notices.history[0].info.code == "1"
