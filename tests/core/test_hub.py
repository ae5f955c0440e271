"""The hub's addresses and its description of a repository."""

from __future__ import annotations

import pytest

from desktop.core import hub
from desktop.core.errors import AppError
from desktop.core.hub import HubAddress, Repository

COMMIT = "a" * 40
SHA = "b" * 64


def sibling(name: str, size: int = 10, *, lfs: bool | None = None) -> dict[str, object]:
    is_large = name.endswith((".safetensors", ".gguf")) if lfs is None else lfs
    return {"rfilename": name, "size": size} | ({"lfs": {"sha256": SHA, "size": size}} if is_large else {})


def read(*names: str, address: HubAddress | None = None, **facts: object) -> Repository:
    answer = {"sha": COMMIT, "siblings": [sibling(name) for name in names], "author": "someone", **facts}
    return hub.read_answer(answer, address or HubAddress("maker", "model"))


def chosen(repository: Repository) -> list[str]:
    return [offer.file.path for offer in repository.files if offer.is_chosen]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("maker/model", HubAddress("maker", "model")),
        (" maker/model-1.5_x ", HubAddress("maker", "model-1.5_x")),
        ("https://huggingface.co/maker/model", HubAddress("maker", "model")),
        ("https://huggingface.co/maker/model/", HubAddress("maker", "model")),
        ("https://huggingface.co/maker/model/tree/fp16", HubAddress("maker", "model", "fp16")),
        (
            "https://huggingface.co/maker/model/blob/main/a%20b/c.safetensors",
            HubAddress("maker", "model", "main", "a b/c.safetensors"),
        ),
        (
            "https://huggingface.co/maker/model/resolve/main/c.safetensors?download=true",
            HubAddress("maker", "model", "main", "c.safetensors"),
        ),
    ],
)
def test_an_address_of_the_hub_is_understood(text: str, expected: HubAddress) -> None:
    assert hub.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "model",
        "a/b/c",
        "../model",
        "maker/..",
        "https://example.com/maker/model",
        "https://huggingface.co.example.com/maker/model",
        "http://huggingface.co/maker/model",
        "https://huggingface.co/datasets/maker/data",
        "https://huggingface.co/",
    ],
)
def test_other_addresses_are_not_the_hubs(text: str) -> None:
    assert hub.parse(text) is None


def test_files_are_asked_for_at_the_commit_that_was_described() -> None:
    (offer,) = read("a b.safetensors").files
    assert offer.file.url == f"{hub.HUB}/maker/model/resolve/{COMMIT}/a%20b.safetensors"
    assert (offer.file.path, offer.file.size_bytes, offer.file.sha256) == ("a-b.safetensors", 10, SHA)


def test_a_pipeline_becomes_a_folder_in_half_precision() -> None:
    found = read(
        "model_index.json",
        "README.md",
        "v1-pruned.safetensors",
        "unet/config.json",
        "unet/diffusion_pytorch_model.safetensors",
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "unet/diffusion_pytorch_model.non_ema.safetensors",
        "unet/diffusion_pytorch_model.bin",
        "vae/diffusion_pytorch_model.safetensors",
        "text_encoder_3/model-00001-of-00002.safetensors",
        "text_encoder_3/model.safetensors.index.json",
        "text_encoder_3/model.fp16-00001-of-00002.safetensors",
        "text_encoder_3/model.safetensors.index.fp16.json",
        "tokenizer/merges.txt",
        "pipeline.py",
        "demo.png",
    )
    assert found.folder == "model"
    assert chosen(found) == [
        "model_index.json",
        "README.md",
        "unet/config.json",
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "vae/diffusion_pytorch_model.safetensors",
        "text_encoder_3/model.fp16-00001-of-00002.safetensors",
        "text_encoder_3/model.safetensors.index.fp16.json",
        "tokenizer/merges.txt",
    ]
    refusals = {offer.file.path: offer.refusal for offer in found.files if offer.refusal}
    assert refusals == {
        "unet/diffusion_pytorch_model.bin": hub.PICKLE_WORDS,
        "pipeline.py": hub.OTHER_WORDS,
        "demo.png": hub.OTHER_WORDS,
    }


def test_the_only_file_is_chosen_and_of_several_none() -> None:
    assert chosen(read("lora.safetensors", "README.md", "a.png")) == ["lora.safetensors"]
    assert chosen(read("a.safetensors", "b.safetensors")) == []


def test_an_address_of_a_file_offers_that_file() -> None:
    address = HubAddress("maker", "model", "main", "unet/diffusion_pytorch_model.safetensors")
    found = read("model_index.json", "unet/diffusion_pytorch_model.safetensors", address=address)
    assert found.folder == ""
    assert chosen(found) == ["diffusion_pytorch_model.safetensors"]


@pytest.mark.parametrize(
    "name", ["../../evil.json", "/etc/evil.json", "a/../b.json", "CON/a.json", "a\\b.json"]
)
def test_a_name_that_could_lead_elsewhere_is_refused(name: str) -> None:
    found = read("model_index.json", name)
    assert [offer.refusal for offer in found.files] == ["", hub.NAME_WORDS]


def test_licence_and_gate_are_told() -> None:
    card = {"license": "other", "license_name": "own", "license_link": "https://example.com/l", "tags": []}
    found = read("a.safetensors", gated="manual", cardData=card)
    assert (found.licence, found.licence_link, found.is_gated) == ("own", "https://example.com/l", True)
    assert not read("a.safetensors").is_gated


@pytest.mark.parametrize("answer", [None, [], {}, {"sha": "x"}, {"sha": COMMIT, "siblings": [{"size": 1}]}])
def test_an_answer_of_another_kind_is_told(answer: object) -> None:
    with pytest.raises(AppError) as caught:
        hub.read_answer(answer, HubAddress("maker", "model"))
    assert caught.value.code == "unexpected_answer"
