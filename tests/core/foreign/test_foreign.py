from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core import pictures
from desktop.core.errors import AppError
from desktop.core.foreign import ForeignSettings, read_settings, settings_from_text
from desktop.core.geometry import Size
from desktop.core.infotext import to_infotext
from desktop.core.params import MAX_SEED, GenerateParams, ModelRef, SaveOptions
from desktop.core.samplers import SamplerName, ScheduleName
from tests.helpers import foreign_pictures
from tests.helpers.foreign_pictures import png, samples
from tests.helpers.records import make_pixels, make_record

PROGRAMS = {
    "a1111": "A1111",
    "comfyui": "ComfyUI",
    "invokeai": "InvokeAI",
    "swarmui": "SwarmUI",
    "novelai": "NovelAI",
    "fooocus": "Fooocus",
}


def read_bytes(data: bytes) -> ForeignSettings | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        path.write_bytes(data)
        return read_settings(path)


def read(**texts: str) -> ForeignSettings:
    found = read_bytes(png(**texts))
    assert found is not None
    return found


def read_a1111(pairs: str) -> ForeignSettings:
    usual = "Steps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Model: x, Size: 64x64, RNG: CPU"
    return read(parameters=f"a cat\n{usual}, {pairs}")


@pytest.mark.parametrize("name", samples())
def test_every_sample_is_known_for_what_it_is(name: str) -> None:
    found = read_bytes(samples()[name])
    assert found is not None
    assert found.program == PROGRAMS[name.partition(".")[0]]


@pytest.mark.parametrize("program", PROGRAMS)
def test_all_containers_of_a_program_say_the_same(program: str) -> None:
    found = [read_bytes(data) for name, data in samples().items() if name.startswith(program)]
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_our_own_record_comes_first(form: Any) -> None:
    record = make_record(steps=33)
    data = pictures.encode(make_pixels(), record, SaveOptions(folder=Path("x"), format=form))
    assert read_bytes(data) == ForeignSettings("Darkroom", record.params, (), "starter", "0123456789")


def test_our_text_alone_is_enough() -> None:
    record = make_record(negative_prompt="blurry", sampler=SamplerName.UNIPC, seed=MAX_SEED, clip_skip=2)
    found = read(parameters=to_infotext(record))
    assert (found.program, found.params, found.unmatched) == ("Darkroom", record.params, ())


@pytest.mark.parametrize(
    "data",
    [
        png(),
        png(parameters=" "),
        png(parameters='{"unknown": 1}'),
        png(prompt="a cat"),
        png(prompt='{"1": {"class_type": "LoadImage", "inputs": {}}}'),
        png(Comment="made with love", Software="NovelAI"),
        foreign_pictures.with_exif("JPEG", {}, b"ASCII\0\0\0A day at the sea"),
        foreign_pictures.with_exif("WEBP", {0x010F: "Canon", 0x0110: "EOS 5D"}),
    ],
)
def test_a_picture_without_settings_has_none(data: bytes) -> None:
    assert read_bytes(data) is None


def test_a_file_that_is_no_picture_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"no picture")
    with pytest.raises(AppError) as caught:
        read_settings(path)
    assert caught.value.code == "unknown_picture"


def test_a_missing_size_is_the_pictures_own() -> None:
    found = read(parameters="a cat\nSteps: 20, Sampler: Euler, Seed: 1")
    assert found.params.size == Size(*foreign_pictures.SIZE)


def test_what_the_file_does_not_tell_is_told() -> None:
    found = read(parameters="a cat")
    assert found.params.prompt == "a cat"
    assert found.unmatched == (
        "The file does not tell: sampler, steps, guidance, seed and model. The usual is taken.",
    )


@pytest.mark.parametrize("text", [foreign_pictures.A1111, json.dumps(foreign_pictures.COMFYUI)])
def test_copied_text_is_read(text: str) -> None:
    found = settings_from_text(text)
    assert found is not None
    assert found.params.model.name == "dreamshaper_8"


@pytest.mark.parametrize("text", ["", "a cat, {red|green}", "{}", "Steps: go up"])
def test_other_text_is_a_prompt(text: str) -> None:
    assert settings_from_text(text) is None


@pytest.mark.parametrize(
    ("pair", "field", "value"),
    [
        ("Steps: 1000000000", "steps", 150),
        ("Steps: -5", "steps", 1),
        ("Steps: many", "steps", 20),
        ("Steps: " + "9" * 5000, "steps", 150),
        ("Sampler: DPM2 a, Steps: 3", "steps", 20),
        ("CFG scale: nan", "guidance_scale", 0.0),
        ("CFG scale: 1e999", "guidance_scale", 30.0),
        ("Seed: -1", "seed", 0),
        ("Seed: 99999999999999999999", "seed", MAX_SEED),
        ("Size: -512x512", "size", Size(*foreign_pictures.SIZE)),
        ("Size: 999999x1", "size", Size(8192, 64)),
        ("Clip skip: 99", "clip_skip", 12),
        ("Sampler: <b>Evil</b>", "sampler", SamplerName.DPMPP_2M),
        ("Schedule type: Beta", "schedule", ScheduleName.AUTOMATIC),
        ("Sampler: Euler a, Schedule type: Karras", "schedule", ScheduleName.AUTOMATIC),
        ("Model: ../../etc/passwd", "model", ModelRef(name="passwd")),
        ("Model: C:\\models\\x.ckpt", "model", ModelRef(name="x")),
    ],
)
def test_impossible_values_are_clamped_and_told(pair: str, field: str, value: object) -> None:
    """Fault 5."""
    found = read_a1111(pair)
    assert getattr(found.params, field) == value
    assert len(found.unmatched) == 1


def test_the_sentences_are_plain_words() -> None:
    found = read(prompt=json.dumps(foreign_pictures.comfyui_graph(n3={"sampler_name": "dpmpp_3m_sde"})))
    assert found.unmatched[0] == "The sampler dpmpp_3m_sde is not known here; DPM++ 2M takes its place."


def test_a_prompt_stays_plain_text() -> None:
    found = read(parameters="<img src=x onerror=alert(1)>\nSteps: 20, Sampler: Euler, Seed: 1")
    assert found.params.prompt == "<img src=x onerror=alert(1)>"


def test_a_long_prompt_is_cut_and_told() -> None:
    found = read(parameters="x" * 30_000 + "\nSteps: 20, Sampler: Euler, Seed: 1")
    assert len(found.params.prompt) == 20_000
    assert "The prompt was cut to 20000 characters." in found.unmatched


def test_a_sentence_stays_short_and_on_one_line() -> None:
    found = read(parameters=f'a\nSteps: 20, Seed: 1, Sampler: "{"very " * 100}\\nlong"')
    assert all(len(sentence) < 150 and "\n" not in sentence for sentence in found.unmatched)


def test_a_flood_of_sentences_is_cut() -> None:
    found = read(parameters="".join(f"<hypernet:l{number}:1>" for number in range(100)))
    assert len(found.unmatched) == 41
    assert found.unmatched[-1] == "61 more things do not match."


def test_embeddings_stay_in_the_prompt() -> None:
    found = read(parameters="a cat, embedding:easy_neg.pt\nSteps: 20, Sampler: Euler, Seed: 1")
    assert found.params.prompt == "a cat, embedding:easy_neg.pt"


def test_tags_of_lycoris_are_loras_and_hypernetworks_are_left_out() -> None:
    found = read(parameters="a cat <lyco:x:0.5> <hypernet:old:1>\nSteps: 20, Sampler: Euler, Seed: 1")
    assert found.params.prompt == "a cat <lora:x:0.5>"
    assert "The hypernetwork old is left out." in found.unmatched


def test_hashes_of_loras_are_read() -> None:
    hashes = '"ink: 0123456789ab, my style: 0xABCDEF0123, bad: xyz"'
    found = read(parameters=f"a cat <lora:ink:1>\nSteps: 20, Sampler: Euler, Seed: 1, Lora hashes: {hashes}")
    assert found.lora_hashes == {"ink": "0123456789ab", "my style": "abcdef0123"}


def test_a_hash_that_is_none_is_dropped() -> None:
    assert read_a1111("Model hash: <script>").params.model == ModelRef(name="x")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
OWN = {
    "invokeai_metadata": foreign_pictures.INVOKEAI,
    "parameters": foreign_pictures.SWARMUI["sui_image_params"],
    "Comment": foreign_pictures.NOVELAI,
    "fooocus": foreign_pictures.FOOOCUS,
}


def valid(found: ForeignSettings | None) -> bool:
    if found is None:
        return True
    text = found.params.model_dump_json()
    return GenerateParams.model_validate_json(text) == found.params and all(found.unmatched)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_values_of_a_programs_keys_are_read(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(OWN)))
    hostile = {
        key: data.draw(JSON) if data.draw(st.booleans()) else value for key, value in OWN[name].items()
    }
    content: object = {"sui_image_params": hostile, "sui_models": data.draw(JSON)}
    content = hostile if name != "parameters" else content
    key = "parameters" if name == "fooocus" else name
    assert valid(read_bytes(png(**{key: json.dumps(content), "Software": "NovelAI"})))


LINK = st.tuples(st.sampled_from("123456"), st.integers(0, 2)).map(list)
INPUTS = ["sampler_name", "steps", "seed", "positive", "negative", "model", "latent_image", "text", "width"]
INPUTS += ["height", "clip", "conditioning", "lora_name", "ckpt_name", "value", "samples"]
NODE = st.fixed_dictionaries(
    {
        "class_type": st.sampled_from(["KSampler", "CLIPTextEncode", "LoraLoader", "X"]) | JSON,
        "inputs": st.dictionaries(st.sampled_from(INPUTS), LINK | JSON) | JSON,
    }
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from("123456"), NODE | JSON))
def test_any_graph_is_read(graph: dict[str, object]) -> None:
    assert valid(settings_from_text(json.dumps(graph)))


@given(st.text() | st.text(st.sampled_from('{}[]":,\n \\<>lora:Steps 1')))
def test_any_text_is_read(text: str) -> None:
    assert valid(settings_from_text(text))
    assert valid(settings_from_text(f"{text}\n{text}: 3, Steps: {text}, Size: {text}, Model: {text}"))
