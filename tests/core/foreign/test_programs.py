from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.core.foreign import ForeignSettings, settings_from_text
from desktop.core.geometry import Size
from desktop.core.params import GenerateParams, LoraUse, ModelRef, RefinerOptions
from desktop.core.samplers import SamplerName, ScheduleName
from tests.helpers.foreign_pictures import (
    A1111,
    FOOOCUS,
    INVOKEAI,
    NOVELAI,
    SWARMUI,
    comfyui_graph,
)


def read_text(text: str) -> ForeignSettings:
    found = settings_from_text(text)
    assert found is not None
    return found


def read(data: dict[str, Any]) -> ForeignSettings:
    return read_text(json.dumps(data))


def novelai(**changes: Any) -> ForeignSettings:
    return read({"Software": "NovelAI", "Source": "X", "Comment": json.dumps(NOVELAI | changes)})


def swarmui(**changes: Any) -> ForeignSettings:
    return read(SWARMUI | {"sui_image_params": SWARMUI["sui_image_params"] | changes})


def test_a1111() -> None:
    found = read_text(A1111)
    assert found.params == GenerateParams(
        model=ModelRef(name="dreamshaper_8", hash="45dee52b8a"),
        prompt="a cat <lora:style_v2:0.8>\non a mat",
        negative_prompt="blurry,\ndark",
        sampler=SamplerName.DPMPP_2M,
        schedule=ScheduleName.KARRAS,
        steps=20,
        guidance_scale=7.0,
        size=Size(512, 768),
        seed=965400086,
        clip_skip=2,
    )
    assert found.unmatched == ()
    assert (found.model_name, found.model_hash) == ("dreamshaper_8", "45dee52b8a")


def test_a1111_named_the_schedule_with_the_sampler_once() -> None:
    params = read_text("x\nSteps: 20, Sampler: DPM++ 2M Karras, Seed: 1").params
    assert (params.sampler, params.schedule) == (SamplerName.DPMPP_2M, ScheduleName.KARRAS)


@pytest.mark.parametrize(
    ("version", "program"),
    [("v1.10.1", "A1111"), ("f2.0.1v1.10.1-previous-1", "Forge"), ("ComfyUI", "ComfyUI"), ("x", "A1111")],
)
def test_programs_that_write_this_text_are_told_apart(version: str, program: str) -> None:
    assert read_text(f"x\nSteps: 20, Sampler: Euler, Version: {version}").program == program


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ("Denoising strength: 0.5", "made from another picture (denoising strength 0.5)"),
        ("Hires upscale: 2, Denoising strength: 0.5", "enlarged while it was made (Hires upscale 2)"),
        ('ControlNet 0: "Module: canny, Weight: 1"', "ControlNet guided it (Module: canny, Weight: 1)"),
    ],
)
def test_what_a1111_did_beyond_is_told(pairs: str, words: str) -> None:
    found = read_text(f"x\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Model: x, RNG: CPU, {pairs}")
    (sentence,) = found.unmatched
    assert words in sentence


def test_the_strength_of_a1111_is_taken_unless_it_is_that_of_the_second_pass() -> None:
    made = "x\nSteps: 20, Sampler: Euler, Seed: 1, Denoising strength: 0.45"
    assert read_text(made).params.strength == 0.45
    assert read_text(f"{made}, Hires upscale: 2").params.strength == 1.0


def test_noise_from_a_graphics_card_is_told() -> None:
    found = read_text("x\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Model: x")
    assert found.unmatched == (
        "Its noise came from a graphics card: the same seed gives another picture here.",
    )


def test_templates_of_dynamic_prompts_are_kept() -> None:
    params = read_text(
        'a red hat\nSteps: 20, Sampler: Euler, Seed: 1, Template: "{red, big|blue} hat"'
    ).params
    assert (params.prompt, params.prompt_template) == ("a red hat", "{red, big|blue} hat")


def test_comfyui() -> None:
    found = read(comfyui_graph())
    assert found.params == GenerateParams(
        model=ModelRef(name="dreamshaper_8"),
        prompt="a red fox",
        negative_prompt="blurry",
        sampler=SamplerName.DPMPP_2M,
        schedule=ScheduleName.KARRAS,
        steps=25,
        guidance_scale=6.5,
        size=Size(512, 768),
        seed=5,
        clip_skip=2,
        loras=(LoraUse(name="style_v2", unet=0.8, text=0.8),),
    )
    assert found.unmatched == ()
    assert found.model_name == "SD15/dreamshaper_8.safetensors"


@pytest.mark.parametrize(
    ("name", "sampler"),
    [
        ("euler", SamplerName.EULER),
        ("euler_ancestral", SamplerName.EULER_A),
        ("dpmpp_2m_sde", SamplerName.DPMPP_2M_SDE),
        ("dpmpp_sde", SamplerName.DPMPP_SDE),
        ("ddim", SamplerName.DDIM),
        ("uni_pc", SamplerName.UNIPC),
        ("heun", SamplerName.HEUN),
        ("dpm_2", SamplerName.DPM2),
        ("dpm_2_ancestral", SamplerName.DPM2_A),
        ("lcm", SamplerName.LCM),
    ],
)
def test_comfyuis_samplers(name: str, sampler: SamplerName) -> None:
    assert read(comfyui_graph(n3={"sampler_name": name, "scheduler": "normal"})).params.sampler is sampler


@pytest.mark.parametrize(
    ("name", "schedule", "told"),
    [
        ("normal", ScheduleName.NORMAL, False),
        ("exponential", ScheduleName.EXPONENTIAL, False),
        ("simple", ScheduleName.SIMPLE, False),
        ("sgm_uniform", ScheduleName.SIMPLE, False),
        ("beta", ScheduleName.AUTOMATIC, True),
    ],
)
def test_comfyuis_schedules(name: str, schedule: ScheduleName, told: bool) -> None:
    found = read(comfyui_graph(n3={"scheduler": name}))
    assert found.params.schedule is schedule
    sentence = f"The schedule {name} is not known here; Automatic takes its place."
    assert (sentence in found.unmatched) is told


def test_comfyuis_advanced_sampler_calls_its_seed_otherwise() -> None:
    graph = comfyui_graph(n3={"noise_seed": 77, "add_noise": "enable", "start_at_step": 0})
    graph["3"]["class_type"] = "KSamplerAdvanced"
    del graph["3"]["inputs"]["seed"]
    assert read(graph).params.seed == 77


def test_values_that_other_nodes_give_are_found() -> None:
    graph = comfyui_graph(n3={"seed": ["20", 0], "steps": ["21", 0]}, n6={"text": ["22", 0]})
    graph["20"] = {"class_type": "Seed (rgthree)", "inputs": {"seed": 99}}
    graph["21"] = {"class_type": "PrimitiveInt", "inputs": {"value": 12}}
    graph["22"] = {"class_type": "Reroute", "inputs": {"value": ["23", 0]}}
    graph["23"] = {"class_type": "PrimitiveString", "inputs": {"value": "from afar"}}
    params = read(graph).params
    assert (params.seed, params.steps, params.prompt) == (99, 12, "from afar")


def test_a_chain_of_loras_is_told_in_full() -> None:
    graph = comfyui_graph(n10={"model": ["12", 0]})
    graph["12"] = {
        "class_type": "LoraLoaderModelOnly",
        "inputs": {"lora_name": "two.safetensors", "strength_model": 1, "model": ["4", 0]},
    }
    found = read(graph)
    assert found.params.model.name == "dreamshaper_8"
    assert [use.name for use in found.params.loras] == ["style_v2", "two"]


def test_nodes_without_a_counterpart_are_told() -> None:
    graph = comfyui_graph(n3={"positive": ["12", 0], "negative": ["12", 1]})
    graph["12"] = {
        "class_type": "ControlNetApplyAdvanced",
        "inputs": {"positive": ["6", 0], "negative": ["7", 0], "strength": 1.0},
    }
    found = read(graph)
    assert (found.params.prompt, found.params.negative_prompt) == ("a red fox", "blurry")
    assert "The workflow's node ControlNetApplyAdvanced is left out." in found.unmatched


def test_joined_prompts_give_the_first() -> None:
    graph = comfyui_graph(n3={"positive": ["12", 0]})
    graph["12"] = {
        "class_type": "ConditioningCombine",
        "inputs": {"conditioning_1": ["6", 0], "conditioning_2": ["7", 0]},
    }
    found = read(graph)
    assert found.params.prompt == "a red fox"
    assert "The workflow joins several positive prompts; the first is taken." in found.unmatched


def test_of_two_passes_the_first_counts() -> None:
    graph = comfyui_graph()
    graph["2"] = {
        "class_type": "KSampler",
        "inputs": graph["3"]["inputs"] | {"steps": 7, "denoise": 0.5, "latent_image": ["13", 0]},
    }
    graph["13"] = {
        "class_type": "LatentUpscale",
        "inputs": {"samples": ["3", 0], "upscale_method": "bislerp", "width": 1024, "height": 1536},
    }
    found = read(dict(sorted(graph.items())))
    assert (found.params.steps, found.params.size) == (25, Size(512, 768))
    assert "The workflow samples 2 times; the first time's settings are taken." in found.unmatched


def test_a_start_from_another_picture_is_told() -> None:
    graph = comfyui_graph(n3={"latent_image": ["14", 0], "denoise": 0.6})
    graph["14"] = {"class_type": "VAEEncode", "inputs": {"pixels": ["15", 0], "vae": ["4", 2]}}
    sentence = "The workflow starts from another picture (denoise 0.6): that is left out."
    found = read(graph)
    assert sentence in found.unmatched
    assert found.params.strength == 0.6


@pytest.mark.parametrize("name", ["n6", "n7", "n10", "n11"])
def test_a_circle_ends(name: str) -> None:
    key = name.removeprefix("n")
    changes = {"text": [key, 0], "model": [key, 0], "clip": [key, 0], "conditioning": [key, 0]}
    assert read(comfyui_graph(**{name: changes})).program == "ComfyUI"


@pytest.mark.timeout(10)
def test_a_long_chain_is_given_up() -> None:
    graph = comfyui_graph(n3={"model": ["100", 0]})
    for number in range(100, 4000):
        graph[str(number)] = {"class_type": "X", "inputs": {"model": [str(number + 1), 0]}}
    found = read(graph)
    assert found.params.model.name == ""
    assert "The file does not tell: model. The usual is taken." in found.unmatched


def test_a_seed_beyond_ours_is_told() -> None:
    found = read(comfyui_graph(n3={"seed": 2**64 - 1}))
    assert found.params.seed == 2**63 - 1
    assert any(sentence.startswith("The seed 18446744073709551615 is out") for sentence in found.unmatched)


def test_invokeai() -> None:
    found = read(INVOKEAI)
    assert found.params == GenerateParams(
        model=ModelRef(name="Dreamshaper 8"),
        prompt="a lighthouse at dawn",
        negative_prompt="fog",
        sampler=SamplerName.DPMPP_2M,
        schedule=ScheduleName.KARRAS,
        steps=30,
        guidance_scale=7.5,
        size=Size(512, 768),
        seed=356120443,
        loras=(LoraUse(name="style_v2", unet=0.75, text=0.75),),
    )
    assert found.unmatched == ()
    assert found.model_hash == "blake3:8b3a"


def test_invokeais_older_form() -> None:
    model = {"model_name": "amixx", "base_model": "sd-1", "model_type": "main"}
    lora = {"lora": {"model_name": "style", "base_model": "sd-1"}, "weight": 0.5}
    found = read(INVOKEAI | {"model": model, "loras": [lora], "scheduler": "euler_a", "clip_skip": 1})
    assert (found.params.model.name, found.params.sampler) == ("amixx", SamplerName.EULER_A)
    assert found.params.clip_skip == 2
    assert found.unmatched == ()


def test_what_invokeai_did_beyond_is_told() -> None:
    found = read(INVOKEAI | {"loras": [], "controlnets": [{"control_weight": 1}], "refiner_model": None})
    assert found.unmatched == ("ControlNet guided it: that is left out.",)


def test_swarmui() -> None:
    found = swarmui()
    assert found.params == GenerateParams(
        model=ModelRef(name="dreamshaper_8"),
        prompt="a red fox",
        negative_prompt="blurry",
        prompt_template="a <random:red|grey> fox",
        sampler=SamplerName.EULER_A,
        schedule=ScheduleName.NORMAL,
        steps=20,
        guidance_scale=7.0,
        size=Size(512, 768),
        seed=675311893,
        clip_skip=2,
        loras=(LoraUse(name="style_v2", unet=0.7, text=0.7),),
    )
    assert found.unmatched == ()
    assert (found.model_name, found.model_hash) == ("SD15/dreamshaper_8", "0x84fc41ea")


def test_an_original_prompt_without_choices_is_no_template() -> None:
    found = read(SWARMUI | {"sui_extra_data": {"original_prompt": "a red fox"}})
    assert found.params.prompt_template == ""


def test_what_swarmui_did_beyond_is_told() -> None:
    found = swarmui(loras=[], initimagecreativity=0.6)
    assert found.unmatched == ("It was made from another picture: that is left out.",)
    assert found.params.strength == 0.6


def test_novelai() -> None:
    found = novelai()
    assert found.params == GenerateParams(
        model=ModelRef(name="X"),
        prompt=r"(rain:1.05), \(umbrella\)",
        negative_prompt="lowres, (bad:0.9524)",
        sampler=SamplerName.DPMPP_2M,
        schedule=ScheduleName.KARRAS,
        steps=28,
        guidance_scale=5.0,
        size=Size(512, 768),
        seed=3071474384,
    )
    assert found.unmatched == ()


def test_novelais_characters_are_joined_and_told() -> None:
    caption = {
        "base_caption": "two people",
        "char_captions": [{"char_caption": "a girl"}, {"char_caption": ""}],
    }
    found = novelai(v4_prompt={"caption": caption})
    assert found.params.prompt == "two people, a girl"
    assert found.unmatched == (
        "The prompts of its characters are joined: their places in the picture are lost.",
    )


def test_novelais_open_brackets_are_taken_out() -> None:
    found = novelai(prompt="{{rain}, sun]")
    assert found.params.prompt == "rain, sun"
    assert found.unmatched == ("The brackets in its prompt don't close: their weights are left out.",)


def test_novelai_from_a_picture_is_told() -> None:
    found = novelai(request_type="Img2ImgRequest", strength=0.7)
    assert found.params.strength == 0.7
    assert found.unmatched == ("It was made from another picture: that is left out.",)


def test_fooocus() -> None:
    found = read(FOOOCUS)
    assert found.params == GenerateParams(
        model=ModelRef(name="juggernautXL_v8Rundiffusion", hash="aeb7e9e689"),
        prompt="a red fox",
        negative_prompt="blurry",
        sampler=SamplerName.DPMPP_2M_SDE,
        schedule=ScheduleName.KARRAS,
        steps=30,
        guidance_scale=4.0,
        size=Size(896, 1152),
        seed=4159895726312427221,
        clip_skip=2,
        loras=(LoraUse(name="offset_lora", unet=0.1, text=0.1),),
    )
    assert found.unmatched == (
        "Fooocus added its styles' words to the prompt (Fooocus V2, Fooocus Enhance): they are left out.",
    )


@pytest.mark.parametrize(
    ("text", "vae", "refiner"),
    [
        ("VAE: models\\sdxl_vae.safetensors", ModelRef(name="sdxl_vae"), None),
        ("VAE: Automatic", None, None),
        (
            "Refiner: sd_xl_refiner_1.0 [7440042bbd], Refiner switch at: 0.7",
            None,
            RefinerOptions(model=ModelRef(name="sd_xl_refiner_1.0", hash="7440042bbd"), switch_at=0.7),
        ),
        ("Refiner: r, Refiner switch at: 1", None, RefinerOptions(model=ModelRef(name="r"), switch_at=0.99)),
    ],
)
def test_a1111_names_vae_and_refiner(text: str, vae: ModelRef | None, refiner: RefinerOptions | None) -> None:
    found = read_text(f"a cat\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Size: 64x64, {text}")
    assert found.params.vae == vae
    assert found.params.refiner == refiner
