"""A plan becomes a model, and nothing is one before it is whole."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from desktop.core.downloads import Plan, RemoteFile, discard_parts
from desktop.core.errors import AppError
from desktop.core.net.download import download
from desktop.core.net.network import Network
from tests.core.net.test_transfer import MODEL
from tests.helpers.http_server import Answer, HttpServer

FILES = {"model_index.json": b"{}", "unet/config.json": b'{"a": 1}', "unet/model.safetensors": MODEL}


def plan(server: HttpServer, folder: Path, name: str, *paths: str) -> Plan:
    remote = []
    for path in paths:
        content = FILES.get(path, MODEL)
        remote.append(
            RemoteFile(
                url=server.serve(f"/{path}", content),
                path=path,
                size_bytes=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
            )
        )
    return Plan(id="1", title="Model", page=server.url, folder=folder, name=name, files=tuple(remote))


def fetch(network: Network, wanted: Plan, reports: list[int] | None = None) -> Path:
    async def sleep(_seconds: float) -> None:
        pass

    report = [].append if reports is None else reports.append
    return asyncio.run(download(network, wanted, "", report, sleep=sleep))


def test_a_file_gets_its_name_when_it_is_whole(server: HttpServer, network: Network, tmp_path: Path) -> None:
    path = fetch(network, plan(server, tmp_path / "models", "", "lora.safetensors"))
    assert path == tmp_path / "models" / "lora.safetensors"
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == MODEL


def test_a_file_that_is_there_already_stays(server: HttpServer, network: Network, tmp_path: Path) -> None:
    (tmp_path / "lora.safetensors").write_bytes(b"mine")
    path = fetch(network, plan(server, tmp_path, "", "lora.safetensors"))
    assert path.name == "lora-2.safetensors"
    assert (tmp_path / "lora.safetensors").read_bytes() == b"mine"


def test_a_folder_appears_when_all_of_it_is_whole(
    server: HttpServer, network: Network, tmp_path: Path
) -> None:
    wanted, reports = plan(server, tmp_path, "model", *FILES), []
    path = fetch(network, wanted, reports)
    assert path == tmp_path / "model"
    found = {str(p.relative_to(path)): p.read_bytes() for p in path.rglob("*") if p.is_file()}
    assert found == FILES
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_dir()] == ["model"]
    assert reports == sorted(reports)
    assert reports[-1] == wanted.size_bytes
    assert server.asked[-1].path == "/model_index.json"


def test_a_folder_that_stopped_goes_on_with_what_is_missing(
    server: HttpServer, network: Network, tmp_path: Path
) -> None:
    wanted = plan(server, tmp_path, "model", *FILES)
    server.answers["/unet/model.safetensors"].extend([Answer(cut_after=100), Answer(403)])
    with pytest.raises(AppError):
        fetch(network, wanted)
    assert not (tmp_path / "model").exists()
    assert list(tmp_path.rglob("*.safetensors")) == []
    server.asked.clear()
    fetch(network, wanted)
    assert [asked.path for asked in server.asked] == ["/unet/model.safetensors", "/model_index.json"]
    assert server.ranges("/unet/model.safetensors") == ["bytes=100-"]


@pytest.mark.parametrize("name", ["", "model"])
def test_what_was_fetched_can_be_discarded(
    server: HttpServer, network: Network, tmp_path: Path, name: str
) -> None:
    wanted = plan(server, tmp_path / "models", name, "a.safetensors")
    server.answers["/a.safetensors"].extend([Answer(cut_after=100), Answer(403)])
    with pytest.raises(AppError):
        fetch(network, wanted)
    discard_parts(wanted)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_cancelled_download_keeps_what_it_has(server: HttpServer, network: Network, tmp_path: Path) -> None:
    wanted = plan(server, tmp_path, "", "a.safetensors")
    server.answers["/a.safetensors"].append(Answer(stall_after=1000))
    network.patience = type(network.patience)(stall_s=30)

    async def run() -> None:
        def report(size: int) -> None:
            if size == 1000:
                task.cancel()

        task = asyncio.ensure_future(download(network, wanted, "", report))
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert (tmp_path / "a.safetensors.part").stat().st_size == 1000
    server.may_end.set()
    assert fetch(network, wanted).read_bytes() == MODEL
    assert server.ranges("/a.safetensors") == ["", "bytes=1000-"]
