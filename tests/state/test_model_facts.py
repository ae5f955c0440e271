"""A model's passport."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.errors import ErrorInfo
from desktop.core.identify.identified import Container, Identified, Kind
from desktop.core.models import ModelInfo
from desktop.state.model_facts import passport
from tests.helpers.scripted import STARTER

LORA = replace(
    STARTER,
    kind=Kind.LORA,
    container="single-file",
    family_title="SDXL",
    license="",
    identified=Identified(
        kind=Kind.LORA, container=Container.SAFETENSORS, trained_size=(768, 512), few_step="lcm"
    ),
)


def facts(info: ModelInfo) -> dict[str, str]:
    return {fact.key: fact.value for fact in passport(info, "LoRA")}


def test_what_is_not_known_is_left_out_or_said(qapp: object) -> None:
    found = facts(LORA)
    assert found["licence"].startswith("No licence is stated")
    assert found["data"] == "Its makers do not say on which pictures. Size: 768 × 512 pixels."
    assert "Not computed yet" in found["sha256"]
    assert not found.keys() & {"source", "base", "author", "short"}


def test_source_base_and_data_are_told(qapp: object) -> None:
    info = replace(STARTER, source="https://example.org/x", base_model="SD 1.5", datasets="laion", author="A")
    found = facts(info)
    assert (found["source"], found["base"], found["author"]) == ("https://example.org/x", "SD 1.5", "A")
    assert found["data"] == "laion"


def test_a_lora_has_its_own_short_hash(qapp: object) -> None:
    assert facts(replace(LORA, sha256="a" * 64, autov3="b" * 12))["short"] == "b" * 12
    assert facts(replace(STARTER, sha256="a" * 64))["short"] == "a" * 10


def test_limits_are_said(qapp: object) -> None:
    assert facts(STARTER)["limits"] == "Draws well with sides of 128 to 320 pixels."
    assert facts(LORA)["limits"] == "Goes only with models of the kind SDXL. Made for few steps (LCM)."
    broken = replace(LORA, problem=ErrorInfo("x", "It is damaged.", "Get it again."), twin="other")
    assert facts(broken)["limits"].startswith("It is damaged. Get it again.")
    assert facts(broken)["limits"].endswith("It is the same file as other.")
