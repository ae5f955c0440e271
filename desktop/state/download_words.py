"""Downloads and what was looked up in words, for the eye and for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.core.connection_log import Connection, Purpose
from desktop.core.downloads import Status
from desktop.core.licences import in_words
from desktop.state.downloads import DownloadItem
from desktop.state.durations import duration

if TYPE_CHECKING:
    from desktop.core.net.look_up import Look


def size(size_bytes: int) -> str:
    """``4.3 GB``, with the decimal sign of the person's language."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def state(item: DownloadItem) -> str:
    """How far a download is, or why it does not go on."""
    match item.status:
        case Status.WAITING:
            return _tr("Waits for the others")
        case Status.RUNNING:
            parts = [_so_far(item)]
            if item.speed > 0:
                parts.append(_tr("{size}/s").format(size=size(round(item.speed))))
            if item.seconds_left is not None:
                parts.append(_tr("{time} left").format(time=duration(item.seconds_left)))
            return "  ·  ".join(parts)
        case Status.PAUSED:
            return _tr("Paused: {amount}").format(amount=_so_far(item))
        case Status.FINISHED:
            return _tr("Finished and checked: {path}").format(path=item.path)
        case Status.FAILED:
            error = item.error
            return "" if error is None else f"{error.message} {error.hint}".strip()


def source(look: Look) -> str:
    """The host that is asked, and the one that the files really come from."""
    if look.final_host and look.final_host != look.host:
        return _tr("{host}, which sends its files from {other}").format(host=look.host, other=look.final_host)
    return look.host


def licence(look: Look) -> str:
    """Its short name and what it means."""
    words = QCoreApplication.translate("Licences", in_words(look.licence))
    return f"{look.licence}: {words}" if look.licence else words


def connection(entry: Connection) -> str:
    """One line of the log, for the clipboard."""
    when = entry.time.astimezone().isoformat(sep=" ", timespec="seconds")
    return f"{when}\t{entry.host}\t{purpose(entry)}\t{amount(entry)}"


def purpose(entry: Connection) -> str:
    """Why the connection was made."""
    match entry.purpose:
        case Purpose.LOOK_UP:
            return _tr("Looked up a model")
        case Purpose.DOWNLOAD:
            return _tr("Downloaded a model")


def amount(entry: Connection) -> str:
    """What went through it."""
    if not entry.ended:
        return _tr("not ended")
    return _tr("{received} received, {sent} sent").format(
        received=size(entry.received_bytes), sent=size(entry.sent_bytes)
    )


def _so_far(item: DownloadItem) -> str:
    total = item.plan.size_bytes
    if total is None:
        return size(item.done_bytes)
    return _tr("{done} of {total}").format(done=size(item.done_bytes), total=size(total))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Downloads", text)
