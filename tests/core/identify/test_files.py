from __future__ import annotations

import io
import json
import pickle
import struct
import zipfile
from pathlib import Path

import pytest
import torch
from diffusers import UNet2DConditionModel
from peft import LoraConfig
from safetensors.torch import save_file

from desktop.core.identify.folders import identify_folder, identify_shards
from desktop.core.identify.identified import Container, Kind, Network, Prediction
from desktop.core.identify.identify import identify_file
from desktop.core.paths import resources
from tests.helpers.header_files import gguf_bytes, ldm_unet, prefixed, write_header
from tests.helpers.model_folders import safetensors, tensor, write_json
from tests.helpers.published import shapes_of

SD1 = prefixed("model.diffusion_model.", ldm_unet())


def test_a_file_tells_size_precision_and_numbers(tmp_path: Path) -> None:
    path = write_header(tmp_path / "dream.safetensors", SD1, dtype="BF16")
    found = identify_file(path)
    assert (found.container, found.family, found.precision) == (Container.SAFETENSORS, "sd1", "BF16")
    assert found.size_bytes == path.stat().st_size
    assert found.parameters == 859_520_964
    assert found.problem is None


def test_metadata_is_read(tmp_path: Path) -> None:
    metadata = {
        "modelspec.title": "Dream",
        "modelspec.license": "CreativeML Open RAIL-M",
        "modelspec.author": "A. Maker",
        "modelspec.description": "Dreams.",
        "modelspec.usage_hint": "Use it at night.",
        "modelspec.prediction_type": "v",
        "modelspec.resolution": "768x1024",
        "modelspec.trigger_phrase": "dream style, soft light",
        "modelspec.hash_sha256": f"0x{'ab' * 32}",
        "ss_sd_model_name": "base.safetensors",
    }
    found = identify_file(write_header(tmp_path / "x.safetensors", SD1, metadata))
    assert (found.title, found.license, found.author) == ("Dream", "CreativeML Open RAIL-M", "A. Maker")
    assert (found.description, found.usage_hint) == ("Dreams.", "Use it at night.")
    assert (found.prediction_type, found.trained_size) == (Prediction.V, (768, 1024))
    assert found.trigger_words == ("dream style", "soft light")
    assert (found.sha256, found.base_model) == ("ab" * 32, "base.safetensors")


def test_trigger_words_are_the_tags_that_most_pictures_had(tmp_path: Path) -> None:
    tags = {"10_a": {"cat": 3, "tree": 9}, "5_b": {"cat": 8, "": 99, "bad": "many"}}
    found = identify_file(
        write_header(tmp_path / "x.safetensors", SD1, {"ss_tag_frequency": json.dumps(tags)})
    )
    assert found.trigger_words == ("cat", "tree")


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": {"b": {}}}', "[" * 100_000])
def test_damaged_tags_are_left_out(tmp_path: Path, text: str) -> None:
    found = identify_file(write_header(tmp_path / "x.safetensors", SD1, {"ss_tag_frequency": text}))
    assert (found.family, found.trigger_words) == ("sd1", ())


def test_texts_of_metadata_are_cut(tmp_path: Path) -> None:
    metadata = {"modelspec.title": "x" * 10_000, "modelspec.description": "y" * 100_000}
    found = identify_file(write_header(tmp_path / "x.safetensors", SD1, metadata))
    assert len(found.title) == 200
    assert len(found.description) == 2000


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        ("dream_lightning_8step.safetensors", ("lightning", "8 steps")),
        ("Hyper-SDXL-4steps.safetensors", ("hyper", "4 steps")),
        ("sdxl_turbo.safetensors", ("turbo",)),
        ("my_LCM.safetensors", ("lcm",)),
        ("welcome.safetensors", ()),
        ("noob-v-pred.safetensors", ("v-prediction",)),
    ],
)
def test_a_name_gives_hints_and_no_more(tmp_path: Path, name: str, hints: tuple[str, ...]) -> None:
    found = identify_file(write_header(tmp_path / name, SD1))
    assert (found.hints, found.few_step, found.prediction_type) == (hints, "", None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x08",
        struct.pack("<Q", 2**60) + b"{}",
        struct.pack("<Q", 100) + b"{",
        safetensors()[:-1],
        safetensors({"x": tensor([2], 0, 8), "y": tensor([2], 4, 12)}, b"\0" * 12),
        safetensors({"x": tensor([2], 0, 8), "y": tensor([2], 12, 20)}, b"\0" * 20),
        safetensors({"__metadata__": {"a": 1}, "x": tensor([2], 0, 8)}),
        safetensors({"__metadata__": "text", "x": tensor([2], 0, 8)}),
        struct.pack("<Q", 32) + b'{"__metadata__": {"a": NaN}}    ',
        struct.pack("<Q", 16) + b'{"x": 1, "x": 2}',
    ],
)
@pytest.mark.timeout(5)
def test_a_damaged_file_has_a_problem_in_words(tmp_path: Path, content: bytes) -> None:
    """Fault 3."""
    path = tmp_path / "x.safetensors"
    path.write_bytes(content)
    found = identify_file(path)
    assert (found.kind, found.family) == (Kind.UNKNOWN, "")
    assert found.problem is not None
    assert found.problem.code == "model_damaged"
    assert "x.safetensors" in found.problem.message


def test_a_file_that_is_gone_has_a_problem(tmp_path: Path) -> None:
    found = identify_file(tmp_path / "gone.safetensors")
    assert found.problem is not None
    assert found.problem.code == "not_readable"


class Trap:
    def __reduce__(self) -> tuple[object, ...]:
        return (pytest.fail, ("the pickle was run",))


@pytest.mark.parametrize("name", ["x.ckpt", "x.pt", "x.bin", "x.safetensors", "x.Safetensors", "x.gguf"])
@pytest.mark.parametrize("zipped", [True, False])
def test_a_pickle_is_listed_and_never_opened(tmp_path: Path, name: str, zipped: bool) -> None:
    """Fault 1."""
    content = pickle.dumps(Trap())
    if zipped:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("archive/data.pkl", content)
        content = buffer.getvalue()
    path = tmp_path / name
    path.write_bytes(content)
    found = identify_file(path)
    assert (found.kind, found.container, found.size_bytes) == (Kind.UNKNOWN, Container.PICKLE, len(content))
    assert found.problem is not None
    assert found.problem.code == "legacy_model"


def test_safetensors_under_another_name_is_what_it_is(tmp_path: Path) -> None:
    assert identify_file(write_header(tmp_path / "x.ckpt", SD1)).family == "sd1"


# GGUF


def gguf(tmp_path: Path, content: bytes, size: int = 0) -> Path:
    path = tmp_path / "x.gguf"
    with path.open("wb") as file:
        file.write(content)
        if size:
            file.truncate(size)
    return path


def test_a_gguf_file_is_told(tmp_path: Path) -> None:
    shapes = {name: shape for name, shape in shapes_of("z-image").items() if len(shape) < 3}
    content = gguf_bytes(shapes, {"general.architecture": "lumina2", "words": ["a", "b"] * 1000})
    found = identify_file(gguf(tmp_path, content, size=len(content) + 2 * 10240 * 3840 + 64))
    assert (found.container, found.family, found.precision) == (Container.GGUF, "z-image", "F16")


def test_quantised_blocks_are_told(tmp_path: Path) -> None:
    content = gguf_bytes(
        {"enc.blk.0.attn_q.weight": (4096, 4096), "token_embd.weight": (32128, 4096)}, kind=12
    )
    found = identify_file(gguf(tmp_path, content, size=len(content) + 100_000_000))
    assert (found.variant, found.precision) == ("t5xxl", "Q4_K")


@pytest.mark.parametrize(
    "content",
    [
        b"GGUF",
        gguf_bytes({}, version=1),
        gguf_bytes({}, version=99),
        gguf_bytes({"x": (2, 2)}, kind=99),
        gguf_bytes({"x": (3,)}, kind=12),
        gguf_bytes({"x": (1000, 1000)}),
        gguf_bytes({"x": (1,) * 20}),
        gguf_bytes({"x": (2,)})[:-9],
        b"GGUF" + struct.pack("<IQQ", 3, 2**60, 0),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 2**60),
        b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 2**62),
        b"GGUF" + struct.pack("<IQQQcIIQ", 3, 0, 1, 1, b"k", 9, 8, 2**60),
        b"GGUF" + struct.pack("<IQQQcII", 3, 0, 1, 1, b"k", 9, 77),
        gguf_bytes({}, {"general.alignment": 0}),
    ],
)
@pytest.mark.timeout(5)
def test_a_damaged_gguf_file_has_a_problem(tmp_path: Path, content: bytes) -> None:
    found = identify_file(gguf(tmp_path, content))
    assert found.problem is not None
    assert found.problem.code == "model_damaged"


# Folders and shards


def test_shards_are_told_together(tmp_path: Path) -> None:
    shapes = shapes_of("sdxl")
    names = sorted(shapes)
    halves = (names[: len(names) // 2], names[len(names) // 2 :])
    weight_map: dict[str, str] = {}
    for number, half in enumerate(halves, 1):
        file = f"m-0000{number}-of-00002.safetensors"
        write_header(tmp_path / file, {name: shapes[name] for name in half})
        weight_map |= dict.fromkeys(half, file)
        assert identify_file(tmp_path / file).family == ""
    write_json(tmp_path / "m.safetensors.index.json", {"weight_map": weight_map})
    found = identify_shards(tmp_path / "m.safetensors.index.json")
    assert (found.family, found.container) == ("sdxl", Container.SHARDS)
    (tmp_path / "m-00002-of-00002.safetensors").unlink()
    found = identify_shards(tmp_path / "m.safetensors.index.json")
    assert found.problem is not None
    assert found.problem.code == "missing_file"


def test_a_pipelines_folder_is_told_by_its_denoiser_and_scheduler(tmp_path: Path) -> None:
    write_json(tmp_path / "model_index.json", {"_class_name": "FluxPipeline", "vae": ["diffusers", "X"]})
    write_json(tmp_path / "transformer/config.json", {"_class_name": "FluxTransformer2DModel"})
    write_json(
        tmp_path / "scheduler/scheduler_config.json", {"_class_name": "FlowMatchEulerDiscreteScheduler"}
    )
    (tmp_path / "vae").mkdir()
    write_header(tmp_path / "transformer/diffusion_pytorch_model.safetensors", shapes_of("flux1-schnell"))
    found = identify_folder(tmp_path)
    assert (found.kind, found.family, found.variant) == (Kind.CHECKPOINT, "flux1", "schnell")
    assert (found.prediction_type, found.parts) == (Prediction.FLOW, ("transformer", "vae"))


def test_an_instruct_folder_is_told_by_its_pipeline(tmp_path: Path) -> None:
    pipeline = {"_class_name": "StableDiffusionInstructPix2PixPipeline"}
    write_json(tmp_path / "model_index.json", pipeline)
    write_header(tmp_path / "unet/diffusion_pytorch_model.safetensors", shapes_of("sd1-8"))
    write_json(
        tmp_path / "scheduler/scheduler_config.json",
        {"prediction_type": "v_prediction", "rescale_betas_zero_snr": True},
    )
    found = identify_folder(tmp_path)
    assert (found.family, found.variant) == ("sd1", "instruct")
    assert (found.prediction_type, found.zero_snr) == (Prediction.V, True)


@pytest.mark.parametrize(
    ("scaling", "fits"), [(0.18215, ("sd1", "sd2")), (0.13025, ("sdxl", "sdxl-refiner")), (0.5, None)]
)
def test_a_vaes_folder_says_which_latents_it_decodes(
    tmp_path: Path, scaling: float, fits: tuple[str, ...] | None
) -> None:
    shapes = {
        "encoder.conv_in.weight": (128, 3, 3, 3),
        "decoder.conv_in.weight": (512, 4, 3, 3),
        "decoder.conv_out.weight": (3, 128, 3, 3),
        "post_quant_conv.weight": (4, 4, 1, 1),
    }
    write_header(tmp_path / "diffusion_pytorch_model.safetensors", shapes)
    write_json(tmp_path / "config.json", {"_class_name": "AutoencoderKL", "scaling_factor": scaling})
    found = identify_folder(tmp_path)
    assert found.kind is Kind.VAE
    assert found.fits == (fits or ("sd1", "sd2", "sdxl", "sdxl-refiner"))


def test_a_folder_without_weights_has_a_problem(tmp_path: Path) -> None:
    write_json(tmp_path / "config.json", {})
    found = identify_folder(tmp_path)
    assert found.problem is not None
    assert found.problem.code == "missing_file"


# Files that other programs wrote


def test_the_starters_own_folder_is_described() -> None:
    found = identify_folder(resources() / "starter")
    assert (found.kind, found.family) == (Kind.CHECKPOINT, "")
    assert "cross-attention width" in found.reason


def test_what_diffusers_and_peft_save_is_told(tmp_path: Path) -> None:
    """A tiny U-Net with the widths of SD 1.x where they decide: real files, with numbers."""
    unet = UNet2DConditionModel(
        block_out_channels=(32, 32),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=768,
        attention_head_dim=8,
        norm_num_groups=8,
    )
    unet.save_pretrained(tmp_path / "unet")
    found = identify_folder(tmp_path / "unet")
    assert (found.kind, found.family, found.layout) == (Kind.DENOISER, "", "diffusers")
    assert found.parameters == sum(p.numel() for p in unet.parameters())
    unet.add_adapter(LoraConfig(r=3, target_modules=["to_k"]))
    unet.save_lora_adapter(tmp_path / "lora")
    (file,) = (tmp_path / "lora").glob("*.safetensors")
    found = identify_file(file)
    assert (found.kind, found.family, found.network, found.rank) == (Kind.LORA, "sd1", Network.LORA, 3)


def test_what_safetensors_saves_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cat.safetensors"
    save_file({"emb_params": torch.zeros(2, 768)}, path, {"format": "pt"})
    found = identify_file(path)
    assert (found.kind, found.family, found.vectors, found.precision) == (Kind.EMBEDDING, "sd1", 2, "F32")
