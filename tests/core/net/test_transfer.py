"""Fetching a file from a server that cuts, stalls, lies and flips bytes."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.connection_log import Purpose
from desktop.core.downloads import RESERVE_BYTES, RemoteFile
from desktop.core.errors import AppError
from desktop.core.net.network import Network
from desktop.core.net.transfer import Means, Transfer
from tests.helpers.http_server import Answer, HttpServer

HEADER = json.dumps({"w": {"dtype": "F32", "shape": [50_000], "data_offsets": [0, 200_000]}}).encode()
MODEL = len(HEADER).to_bytes(8, "little") + HEADER + bytes(range(250)) * 800
SHA = hashlib.sha256(MODEL).hexdigest()
HALF = len(MODEL) // 2
PATH = "/model.safetensors"


class Fetch:
    """Fetches a file into ``part``; remembers pauses and what was reported."""

    def __init__(self, network: Network, folder: Path) -> None:
        self.network = network
        self.part = folder / "model.safetensors.part"
        self.pauses: list[float] = []
        self.reports: list[int] = []
        self.free = 10**12
        self.before_pause: Callable[[], object] = lambda: None

    def __call__(
        self, url: str, *, sha256: str = SHA, size: int | None = len(MODEL), path: str = "model.safetensors"
    ) -> bytes:
        file = RemoteFile(url=url, path=path, sha256=sha256, size_bytes=size)

        async def run() -> None:
            async with self.network.client(Purpose.DOWNLOAD) as client:
                means = Means(self.network, client, "", self._sleep, lambda folder: self.free)
                await Transfer(means, file, self.part, self.reports.append).run()

        asyncio.run(run())
        return self.part.read_bytes()

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.before_pause()


@pytest.fixture
def fetch(network: Network, tmp_path: Path) -> Fetch:
    return Fetch(network, tmp_path / "models")


def fails(fetch: Fetch, url: str, code: str, **kwargs: object) -> AppError:
    with pytest.raises(AppError) as caught:
        fetch(url, **kwargs)  # type: ignore[arg-type]
    assert caught.value.code == code
    return caught.value


def test_a_file_arrives_whole(server: HttpServer, fetch: Fetch) -> None:
    assert fetch(server.serve(PATH, MODEL)) == MODEL
    assert fetch.reports[0] == 0
    assert fetch.reports[-1] == len(MODEL)
    assert [path.name for path in fetch.part.parent.iterdir()] == [fetch.part.name]


def test_a_cut_goes_on_where_it_was(server: HttpServer, fetch: Fetch) -> None:
    assert fetch(server.serve(PATH, MODEL, Answer(cut_after=HALF))) == MODEL
    assert server.ranges(PATH) == ["", f"bytes={HALF}-"]
    assert server.asked[1].headers["If-Range"] == '"one"'
    assert fetch.pauses == [1.0]


def test_a_stall_is_ended_and_goes_on(server: HttpServer, fetch: Fetch) -> None:
    assert fetch(server.serve(PATH, MODEL, Answer(stall_after=1000))) == MODEL
    assert server.ranges(PATH) == ["", "bytes=1000-"]


def test_pauses_grow_while_nothing_comes_and_then_it_fails(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, *[Answer(cut_after=0)] * 4)
    error = fails(fetch, url, "unreachable")
    assert fetch.pauses == [1.0, 3.0, 10.0]
    assert "127.0.0.1" in error.info.message


def test_progress_makes_it_patient_again(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, *[Answer(cut_after=n) for n in (0, 0, 500, 0, 0, 500, 0, 0)])
    assert fetch(url) == MODEL
    assert fetch.pauses == [1.0, 3.0, 1.0, 3.0, 10.0, 1.0, 3.0, 10.0]


def test_the_next_run_goes_on_from_the_disk(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, Answer(cut_after=HALF), Answer(403))
    fails(fetch, url, "access_refused")
    assert fetch.part.stat().st_size == HALF
    assert fetch(url) == MODEL
    assert server.ranges(PATH)[-1] == f"bytes={HALF}-"
    assert HALF in fetch.reports


def test_a_part_that_was_changed_on_the_disk_is_found_out(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, Answer(cut_after=HALF), Answer(403))
    fails(fetch, url, "access_refused")
    fetch.part.write_bytes(b"x" * HALF)
    assert fetch(url) == MODEL  # the hash of what was there is recomputed, so the first try is a mismatch
    assert server.ranges(PATH)[-2:] == [f"bytes={HALF}-", ""]


def test_a_part_of_another_file_is_not_used(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, Answer(cut_after=HALF), Answer(403))
    fails(fetch, url, "access_refused", sha256="0" * 64)
    assert fetch(url) == MODEL
    assert server.ranges(PATH)[-1] == ""


def test_without_validator_and_hash_it_begins_anew(server: HttpServer, fetch: Fetch) -> None:
    server.etags[PATH] = 'W/"weak"'
    url = server.serve(PATH, MODEL, Answer(cut_after=HALF), Answer(403))
    fails(fetch, url, "access_refused", sha256="")
    assert fetch(url, sha256="") == MODEL
    assert server.ranges(PATH)[-1] == ""


def test_a_file_that_changed_meanwhile_is_fetched_from_its_start(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, Answer(cut_after=HALF))

    def change() -> None:
        server.etags[PATH] = '"two"'

    fetch.before_pause = change
    assert fetch(url) == MODEL
    assert server.ranges(PATH) == ["", f"bytes={HALF}-"]


def test_a_server_without_ranges_begins_anew(server: HttpServer, fetch: Fetch) -> None:
    answers = [Answer(cut_after=HALF, knows_ranges=False), Answer(knows_ranges=False)]
    assert fetch(server.serve(PATH, MODEL, *answers)) == MODEL


def test_a_server_without_ranges_that_always_cuts_ends_in_words(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, *[Answer(cut_after=HALF, knows_ranges=False)] * 9)
    fails(fetch, url, "unreachable")
    assert fetch.pauses == [1.0, 3.0, 10.0]


def test_416_for_a_whole_file_is_taken_as_its_end(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, Answer(tells_length=False), Answer(403))
    fetch(url, size=None, sha256="")
    # As after a crash between the last byte and the check.
    state = {"url": url, "validator": '"one"', "size_bytes": None, "sha256": ""}
    fetch.part.with_name(fetch.part.name + ".json").write_text(json.dumps(state))
    server.answers[PATH].clear()
    assert fetch(url, size=None, sha256="") == MODEL
    assert server.ranges(PATH)[-1] == f"bytes={len(MODEL)}-"


def test_416_for_a_part_begins_anew(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, Answer(cut_after=HALF), Answer(416))
    assert fetch(url) == MODEL
    assert server.ranges(PATH) == ["", f"bytes={HALF}-", ""]


def test_the_wrong_range_begins_anew(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, Answer(cut_after=HALF), Answer(shifted=10))
    assert fetch(url) == MODEL
    assert server.ranges(PATH) == ["", f"bytes={HALF}-", ""]


def test_wrong_ranges_without_end_end_in_words(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, *[Answer(cut_after=HALF), Answer(shifted=10)] * 9)
    fails(fetch, url, "unexpected_answer")


def test_a_file_of_another_length_than_was_shown_is_not_fetched(server: HttpServer, fetch: Fetch) -> None:
    fails(fetch, server.serve(PATH, MODEL), "download_changed", size=len(MODEL) + 5)
    assert not fetch.part.exists()


def test_a_length_that_is_announced_too_large_is_told(server: HttpServer, fetch: Fetch) -> None:
    fails(fetch, server.serve(PATH, MODEL, Answer(announced=10)), "download_changed")


def test_a_length_that_is_announced_too_large_is_seen_through(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, Answer(announced=10))
    assert fetch(url, size=None, sha256="") == MODEL
    assert server.ranges(PATH) == ["", f"bytes={len(MODEL)}-"]


def test_a_body_that_goes_on_and_on_is_ended(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL + b"more", Answer(tells_length=False))
    fails(fetch, url, "download_changed")
    assert fetch.part.stat().st_size <= len(MODEL)


def test_a_flipped_byte_is_found_and_fetched_again(server: HttpServer, fetch: Fetch) -> None:
    assert fetch(server.serve(PATH, MODEL, Answer(flipped=1000))) == MODEL
    assert fetch.part.with_suffix(".bad").stat().st_size == len(MODEL)


def test_a_byte_that_is_flipped_twice_is_told(server: HttpServer, fetch: Fetch) -> None:
    url = server.serve(PATH, MODEL, Answer(flipped=1000), Answer(flipped=1000))
    error = fails(fetch, url, "download_damaged")
    assert SHA in error.info.details
    assert not fetch.part.exists()
    assert len(server.asked) == 2


def test_without_a_hash_the_header_is_checked(server: HttpServer, fetch: Fetch) -> None:
    assert fetch(server.serve(PATH, MODEL, Answer(flipped=12)), sha256="") == MODEL
    assert len(server.asked) == 2


def test_a_pickle_under_a_good_name_is_not_kept(server: HttpServer, fetch: Fetch) -> None:
    pickle = b"\x80\x02}q\x00." + bytes(2000)
    fails(fetch, server.serve(PATH, pickle), "unsafe_model", size=None, sha256="")
    assert list(fetch.part.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "token_needed"), (403, "access_refused"), (404, "not_found"), (451, "access_refused")],
)
def test_a_refusal_is_told_at_once(server: HttpServer, fetch: Fetch, status: int, code: str) -> None:
    fails(fetch, server.serve(PATH, MODEL, Answer(status)), code)
    assert fetch.pauses == []


@pytest.mark.parametrize(("status", "code"), [(429, "too_many_requests"), (503, "server_trouble")])
def test_trouble_is_waited_out_and_then_told(
    server: HttpServer, fetch: Fetch, status: int, code: str
) -> None:
    fails(fetch, server.serve(PATH, MODEL, *[Answer(status)] * 4), code)
    assert fetch.pauses == [1.0, 3.0, 10.0]


def test_a_server_may_ask_for_a_longer_pause_but_not_for_any(server: HttpServer, fetch: Fetch) -> None:
    answers = [Answer(429, {"Retry-After": "40"}), Answer(503, {"Retry-After": "999999"})]
    assert fetch(server.serve(PATH, MODEL, *answers)) == MODEL
    assert fetch.pauses == [40.0, 120.0]


def test_a_full_disk_is_told_before_anything_is_written(server: HttpServer, fetch: Fetch) -> None:
    fetch.free = RESERVE_BYTES + len(MODEL) - 1
    fails(fetch, server.serve(PATH, MODEL), "disk_full")
    assert not fetch.part.exists()


def test_what_arrived_stays_when_the_switch_is_turned(server: HttpServer, fetch: Fetch) -> None:
    def turn() -> None:
        fetch.network.offline = True

    fetch.before_pause = turn
    url = server.serve(PATH, MODEL, Answer(cut_after=HALF))
    fails(fetch, url, "offline")
    assert fetch.part.stat().st_size == HALF
    fetch.network.offline = False
    assert fetch(url) == MODEL
