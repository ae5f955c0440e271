from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import AppError
from desktop.core.geometry import Size
from desktop.core.library import Library, find
from desktop.core.models import ModelInfo
from desktop.core.params import ModelRef
from desktop.core.paths import resources
from desktop.core.samplers import SamplerName, ScheduleName
from tests.helpers.model_folders import INDEX, make_model, safetensors, write_json


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def scan(models: Path) -> tuple[ModelInfo, ...]:
    return Library([models], models.parent / "embedded").scan()


def only(models: Path) -> ModelInfo:
    (model,) = scan(models)
    return model


def problem(models: Path) -> str:
    found = only(models).problem
    assert found is not None
    assert found.message
    assert found.hint
    return found.code


def test_the_starter_model_is_sound() -> None:
    (starter,) = Library([], resources() / "starter").scan()
    assert starter.problem is None
    assert starter.embedded
    assert (starter.name, starter.family_key, starter.native_size) == ("starter", "sd-custom", Size(256, 256))
    assert starter.example_prompts
    assert starter.license == "Apache-2.0"
    assert starter.card is not None


def test_a_model_is_identified_by_its_configs(models: Path) -> None:
    make_model(models / "dream")
    model = only(models)
    assert (model.name, model.title, model.path) == ("dream", "dream", models / "dream")
    assert (model.problem, model.family_key, model.native_size) == (None, "sd1", Size(512, 512))
    assert model.prediction_type == "v_prediction"
    assert model.defaults == model.family.defaults
    assert model.size_bytes == 3 * len(safetensors())
    assert (model.license, model.card, model.embedded) == ("", None, False)


@pytest.mark.parametrize("folder_class", ["StableDiffusionPipeline", "StableDiffusionInpaintPipeline"])
@pytest.mark.parametrize(
    ("channels", "width", "family"),
    [(4, 768, "sd1"), (9, 768, "sd1-inpaint"), (9, 1024, "sd2-inpaint"), (9, 32, "sd-custom-inpaint")],
)
def test_nine_channels_make_a_model_for_inpainting_whatever_its_class(
    models: Path, folder_class: str, channels: int, width: int, family: str
) -> None:
    folder = make_model(models / "a", width, index={"_class_name": folder_class})
    config = {"cross_attention_dim": width, "sample_size": 64, "in_channels": channels}
    write_json(folder / "unet/config.json", config)
    (model,) = scan(models)
    assert (model.problem, model.family_key) == (None, family)


@pytest.mark.parametrize(("width", "family"), [(768, "sd1"), (1024, "sd2"), (192, "sd-custom")])
def test_the_family_follows_the_width_of_cross_attention(models: Path, width: int, family: str) -> None:
    make_model(models / "a", width)
    assert only(models).family_key == family


def test_the_native_size_is_the_sample_size_times_the_vaes_factor(models: Path) -> None:
    make_model(models / "a", sample_size=96)
    write_json(models / "a/vae/config.json", {"block_out_channels": [64, 128, 256]})
    assert only(models).native_size == Size(384, 384)


@pytest.mark.parametrize("sample_size", [None, 10**6, 0, -5, [64, 64]])
def test_an_odd_sample_size_gives_the_usual_size(models: Path, sample_size: object) -> None:
    make_model(models / "a")
    write_json(models / "a/unet/config.json", {"cross_attention_dim": 768, "sample_size": sample_size})
    assert only(models).native_size == Size(512, 512)


def test_models_are_found_on_many_levels_and_in_the_folder_itself(tmp_path: Path) -> None:
    make_model(tmp_path / "one" / "a")
    make_model(tmp_path / "one" / "author" / "b")
    make_model(tmp_path / "one" / "author" / "deep" / "c")
    make_model(tmp_path / "itself")
    found = Library([tmp_path / "one", tmp_path / "itself", tmp_path / "gone"], tmp_path / "none").scan()
    assert sorted(model.name for model in found) == ["a", "b", "c", "itself"]


def test_the_embedded_model_comes_first(models: Path, tmp_path: Path) -> None:
    make_model(models / "a")
    make_model(tmp_path / "embedded")
    assert [(model.name, model.embedded) for model in scan(models)] == [("embedded", True), ("a", False)]


def test_names_are_unique(tmp_path: Path) -> None:
    for author, name in (("z", "Dream"), ("x", "dream"), ("y", "dream")):
        make_model(tmp_path / "models" / author / name)
    found = {model.name: model.path.parent.name for model in scan(tmp_path / "models")}
    assert found == {"dream": "x", "dream-2": "y", "Dream-3": "z"}


def test_a_folder_named_twice_is_listed_once(models: Path) -> None:
    make_model(models / "a")
    assert len(Library([models, models, models / "a"], models / "none").scan()) == 1


def test_the_makers_card_goes_over_the_family(models: Path) -> None:
    make_model(models / "a")
    card = {
        "title": "Dream",
        "license": "MIT",
        "native_size": [320, 192],
        "size_range": [128, 320],
        "sampler": "DPM2 a",
        "schedule": "Karras",
        "steps": 10,
        "guidance_scale": 0,
        "example_prompts": ["a red apple"],
        "a_later_field": 1,
    }
    write_json(models / "a/studio.json", card)
    model = only(models)
    assert (model.title, model.license, model.name) == ("Dream", "MIT", "a")
    assert (model.native_size, model.size_range) == (Size(320, 192), (128, 320))
    assert model.example_prompts == ("a red apple",)
    assert (model.defaults.sampler, model.defaults.guidance_scale) == (SamplerName.DPM2_A, 0.0)
    assert model.defaults.schedule == ScheduleName.KARRAS
    assert model.defaults.steps == 20, "the sampler needs as many"


def test_a_schedule_that_does_not_go_with_the_sampler_becomes_automatic(models: Path) -> None:
    make_model(models / "a")
    write_json(models / "a/studio.json", {"sampler": "DDIM"})
    assert only(models).defaults.schedule == ScheduleName.AUTOMATIC


@pytest.mark.parametrize(
    "card",
    [
        b"{",
        b"[]",
        b"\xff",
        b'{"sampler": "Evil"}',
        b'{"native_size": [0, 0]}',
        b'{"size_range": [300, 200]}',
        b'{"steps": 1000000000}',
        b'{"guidance_scale": NaN}',
    ],
)
def test_a_bad_card_is_ignored_and_the_model_usable(models: Path, card: bytes) -> None:
    make_model(models / "a")
    (models / "a/studio.json").write_bytes(card)
    model = only(models)
    assert (model.problem, model.title, model.defaults) == (None, "a", model.family.defaults)


@pytest.mark.parametrize(
    ("readme", "license_name"),
    [
        (
            "---\nlanguage: en\nlicense: creativeml-openrail-m\ntags: [x]\n---\n# Dream",
            "creativeml-openrail-m",
        ),
        ('---\r\nlicense: "mit"\r\n---\r\n', "mit"),
        ("# Dream\nlicense: mit\n", ""),
        ("---\nlicense:\n---\n", ""),
        ("---\nlicense: mit\n", ""),
        ("\xff", ""),
    ],
)
def test_the_licence_is_read_from_the_model_card(models: Path, readme: str, license_name: str) -> None:
    make_model(models / "a")
    (models / "a/README.md").write_bytes(readme.encode("latin-1"))
    model = only(models)
    assert model.license == license_name
    assert model.card == models / "a/README.md"


def test_what_it_was_made_from_is_read_from_the_model_card(models: Path) -> None:
    make_model(models / "a")
    front = "---\nbase_model: org/base\ndatasets:\n- laion\n- more\n---\nbase_model: other\n"
    (models / "a/README.md").write_text(front)
    model = only(models)
    assert (model.base_model, model.datasets) == ("org/base", "laion")


@pytest.mark.parametrize(
    "name",
    [
        "unet/diffusion_pytorch_model.safetensors",
        "vae/config.json",
        "text_encoder/model.safetensors",
        "tokenizer/tokenizer.json",
        "scheduler/scheduler_config.json",
    ],
)
def test_a_missing_file_is_named(models: Path, name: str) -> None:
    make_model(models / "a")
    (models / "a" / name).unlink()
    assert problem(models) == "missing_file"
    found = only(models).problem
    assert found is not None
    component = name.split("/")[0]
    assert component in found.message
    assert "The model a can't be used." in found.message


def test_a_slow_tokenizers_files_do_as_well(models: Path) -> None:
    make_model(models / "a")
    (models / "a/tokenizer/tokenizer.json").unlink()
    for name in ("vocab.json", "merges.txt"):
        (models / "a/tokenizer" / name).write_bytes(b"{}")
    assert only(models).problem is None


def test_a_component_that_the_index_lacks_is_named(models: Path) -> None:
    make_model(models / "a")
    write_json(models / "a/model_index.json", {key: value for key, value in INDEX.items() if key != "vae"})
    assert problem(models) == "missing_file"


@pytest.mark.parametrize(
    "file", ["unet/config.json", "vae/config.json", "scheduler/scheduler_config.json", "model_index.json"]
)
@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"a": 1, "a": 2}'])
def test_a_damaged_config_is_told(models: Path, file: str, content: bytes) -> None:
    make_model(models / "a")
    (models / "a" / file).write_bytes(content)
    assert problem(models) == "model_damaged"


@pytest.mark.parametrize(
    ("file", "config"),
    [
        ("unet/config.json", {"cross_attention_dim": "wide"}),
        ("vae/config.json", {"block_out_channels": []}),
        ("vae/config.json", {"block_out_channels": [1] * 1000}),
        ("scheduler/scheduler_config.json", {"prediction_type": 7}),
    ],
)
def test_a_config_of_wrong_types_is_told(models: Path, file: str, config: dict[str, Any]) -> None:
    make_model(models / "a")
    write_json(models / "a" / file, config)
    assert problem(models) == "model_damaged"


def test_damaged_weights_are_told(models: Path) -> None:
    make_model(models / "a")
    (models / "a/vae/diffusion_pytorch_model.safetensors").write_bytes(safetensors()[:-1])
    assert problem(models) == "model_damaged"


def test_another_kind_of_model_is_listed_and_told(models: Path) -> None:
    make_model(models / "a", index={"_class_name": "FluxPipeline"})
    assert problem(models) == "unsupported_model"


def bring_program(folder: Path) -> None:
    (folder / "unet" / "evil_module.py").write_text("raise SystemExit")


def name_own_pipeline(folder: Path) -> None:
    write_json(folder / "model_index.json", INDEX | {"_class_name": ["pipeline", "EvilPipeline"]})


def name_own_class(folder: Path) -> None:
    write_json(folder / "model_index.json", INDEX | {"unet": ["evil_module", "EvilUNet"]})


def name_known_class_of_own_module(folder: Path) -> None:
    write_json(folder / "model_index.json", INDEX | {"unet": ["evil_module", "UNet2DConditionModel"]})


def add_unknown_part(folder: Path) -> None:
    write_json(folder / "model_index.json", INDEX | {"extra": ["evil_module", "Evil"]})


def replace_safety_checker(folder: Path) -> None:
    write_json(folder / "model_index.json", INDEX | {"safety_checker": ["evil_module", "Evil"]})


def describe_part_oddly(folder: Path) -> None:
    write_json(
        folder / "model_index.json", INDEX | {"unet": ["diffusers", "UNet2DConditionModel", "evil_module"]}
    )


def map_classes_in_config(folder: Path) -> None:
    write_json(folder / "text_encoder/config.json", {"auto_map": {"AutoModel": "evil_module.Evil"}})


def map_classes_in_index(folder: Path) -> None:
    write_json(folder / "model_index.json", INDEX | {"auto_map": {"AutoModel": "evil_module.Evil"}})


def pickle_weights(folder: Path) -> None:
    (folder / "unet/diffusion_pytorch_model.safetensors").rename(folder / "unet/diffusion_pytorch_model.bin")


@pytest.mark.parametrize(
    "attack",
    [
        bring_program,
        name_own_pipeline,
        name_own_class,
        name_known_class_of_own_module,
        add_unknown_part,
        replace_safety_checker,
        describe_part_oddly,
        map_classes_in_config,
        map_classes_in_index,
        pickle_weights,
    ],
)
def test_a_model_with_a_program_is_refused_and_nothing_imported(
    models: Path, attack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 8."""
    monkeypatch.syspath_prepend(models / "a" / "unet")
    attack(make_model(models / "a"))
    before = set(sys.modules)
    assert problem(models) == "unsafe_model"
    assert not {name for name in set(sys.modules) - before if "evil" in name or "pipeline" in name}


def test_a_published_models_safety_checker_is_passed_over(models: Path) -> None:
    extra = {
        "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"],
        "feature_extractor": ["transformers", "CLIPImageProcessor"],
        "requires_safety_checker": True,
    }
    make_model(models / "a", index=extra)
    assert only(models).problem is None


def test_a_folder_with_far_too_many_files_is_refused(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.core.library_folders._MAX_ENTRIES", 5)
    make_model(models / "a")
    assert problem(models) == "unsafe_model"


def test_one_broken_model_does_not_hide_the_others(models: Path) -> None:
    make_model(models / "a")
    make_model(models / "b")
    (models / "a/model_index.json").write_bytes(b"{")
    assert [model.problem is None for model in scan(models)] == [False, True]


def test_a_disk_that_fails_is_told(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    make_model(models / "a")
    monkeypatch.setattr("desktop.core.library_folders.find_weights", fail)
    assert problem(models) == "not_readable"


def test_a_model_is_found_by_name_and_in_another_case(models: Path) -> None:
    make_model(models / "Dream")
    found = scan(models)
    assert find(found, ModelRef(name="Dream")) == find(found, ModelRef(name="dream")) == found[0]


@pytest.mark.parametrize(("name", "hint"), [("dreem", "dream"), ("", "dream")])
def test_a_model_that_is_missing_is_told_with_similar_names(models: Path, name: str, hint: str) -> None:
    make_model(models / "dream")
    with pytest.raises(AppError) as caught:
        find(scan(models), ModelRef(name=name))
    assert caught.value.code == "model_missing"
    assert hint in caught.value.info.hint


def test_without_any_model_the_hint_is_to_add_some() -> None:
    with pytest.raises(AppError) as caught:
        find((), ModelRef(name="dream"))
    assert "Add a folder" in caught.value.info.hint


def test_finding_a_broken_model_tells_its_problem(models: Path) -> None:
    make_model(models / "a", index={"_class_name": "FluxPipeline"})
    with pytest.raises(AppError) as caught:
        find(scan(models), ModelRef(name="a"))
    assert caught.value.code == "unsupported_model"
