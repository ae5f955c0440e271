"""Looking before fetching."""

from __future__ import annotations

import asyncio
import json

import pytest

from desktop.core import hub
from desktop.core.errors import AppError
from desktop.core.net.look_up import Look, look_up
from desktop.core.net.network import Network
from tests.helpers.http_server import Answer, HttpServer

COMMIT = "c" * 40
SHA = "d" * 64
API = "/api/models/maker/model/revision/main"
FILE = f"/maker/model/resolve/{COMMIT}/lora.safetensors"


def look(network: Network, address: str, token: str = "") -> Look:
    return asyncio.run(look_up(network, address, token))


def refusal(network: Network, address: str) -> str:
    with pytest.raises(AppError) as caught:
        look(network, address)
    return caught.value.code


@pytest.fixture
def repository(server: HttpServer, monkeypatch: pytest.MonkeyPatch) -> HttpServer:
    monkeypatch.setattr(hub, "HUB", server.url)
    siblings = [
        {"rfilename": "lora.safetensors", "size": 2000, "lfs": {"sha256": SHA}},
        {"rfilename": "a.py"},
    ]
    answer = {"sha": COMMIT, "siblings": siblings, "gated": "auto", "cardData": {"license": "mit"}}
    server.serve(API, json.dumps(answer).encode())
    server.serve(FILE, b"x" * 2000)
    return server


def test_a_file_is_described_by_one_byte_of_it(server: HttpServer, network: Network) -> None:
    found = look(network, server.serve("/a/My%20Model.safetensors", b"x" * 2000))
    (offer,) = found.files
    assert (offer.file.path, offer.file.size_bytes, offer.is_chosen) == ("My-Model.safetensors", 2000, True)
    assert (found.host, found.final_host) == ("127.0.0.1", "127.0.0.1")
    assert server.ranges("/a/My%20Model.safetensors") == ["bytes=0-0"]
    assert sum(entry.received_bytes for entry in network.log.read()) < 1000


def test_a_server_without_ranges_tells_its_length(server: HttpServer, network: Network) -> None:
    found = look(network, server.serve("/a.gguf", b"x" * 2000, Answer(knows_ranges=False)))
    assert found.files[0].file.size_bytes == 2000


def test_a_size_may_be_unknown(server: HttpServer, network: Network) -> None:
    answer = Answer(knows_ranges=False, tells_length=False)
    assert look(network, server.serve("/a.gguf", b"x" * 9, answer)).files[0].file.size_bytes is None


def test_the_server_names_the_file(server: HttpServer, network: Network) -> None:
    named = Answer(headers={"Content-Disposition": 'attachment; filename="..\\\\CON.safetensors"'})
    server.serve("/real", b"x", named)
    found = look(network, server.redirect("/api/download/1", "/real"))
    assert found.files[0].file.path == "_CON.safetensors"


@pytest.mark.parametrize("name", ["a.ckpt", "a.pt", "a.bin", "a.PTH"])
def test_a_pickle_is_refused_in_words(server: HttpServer, network: Network, name: str) -> None:
    assert refusal(network, server.serve(f"/{name}", b"x")) == "unsafe_model"


@pytest.mark.parametrize("name", ["a.zip", "a.png", "page"])
def test_what_is_no_model_is_refused(server: HttpServer, network: Network, name: str) -> None:
    assert refusal(network, server.serve(f"/{name}", b"x")) == "not_a_model"


def test_a_page_under_the_name_of_a_model_is_refused(server: HttpServer, network: Network) -> None:
    server.types["/a.safetensors"] = "text/html; charset=utf-8"
    assert refusal(network, server.serve("/a.safetensors", b"<html>")) == "not_a_model"


def test_a_word_is_no_address(network: Network) -> None:
    assert refusal(network, "stable diffusion") == "bad_address"


def test_a_server_that_is_not_there_is_told(server: HttpServer, network: Network) -> None:
    server.close()
    assert refusal(network, f"{server.url}/a.safetensors") == "unreachable"


def test_a_repository_is_described_by_its_hub(repository: HttpServer, network: Network) -> None:
    found = look(network, "maker/model")
    assert (found.title, found.licence, found.is_gated, found.folder) == ("maker/model", "mit", True, "")
    lora, program = found.files
    assert (lora.file.sha256, lora.file.size_bytes, lora.is_chosen) == (SHA, 2000, True)
    assert (program.refusal, program.is_chosen) == (hub.OTHER_WORDS, False)
    assert found.refusal is None


@pytest.mark.parametrize(("status", "code"), [(401, "token_needed"), (403, "access_refused")])
def test_a_closed_gate_is_shown_with_the_description(
    repository: HttpServer, network: Network, status: int, code: str
) -> None:
    repository.answers[FILE].append(Answer(status))
    found = look(network, "maker/model")
    assert found.refusal is not None
    assert found.refusal.code == code
    assert found.files[0].file.size_bytes == 2000


def test_the_token_is_sent_to_the_hub(repository: HttpServer, network: Network) -> None:
    look(network, "maker/model", token="secret")
    assert {asked.headers.get("Authorization") for asked in repository.asked} == {"Bearer secret"}


def test_a_repository_that_is_not_there_is_told(repository: HttpServer, network: Network) -> None:
    assert refusal(network, "maker/other") == "not_found"


def test_a_repository_of_pickles_is_refused(repository: HttpServer, network: Network) -> None:
    answer = {"sha": COMMIT, "siblings": [{"rfilename": "model.ckpt", "size": 5}]}
    repository.serve(API, json.dumps(answer).encode())
    assert refusal(network, "maker/model") == "unsafe_model"


def test_offline_looks_at_nothing(repository: HttpServer, network: Network) -> None:
    network.offline = True
    assert refusal(network, "maker/model") == "offline"
    assert repository.asked == []
