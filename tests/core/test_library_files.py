"""Files of all kinds in the library: other programs' folders, the index, what lies beside them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.core import library_files
from desktop.core.geometry import Size
from desktop.core.hashes import HashCache, Hashes, autov2, autov3, file_sha256
from desktop.core.identify.identified import Identified, Kind
from desktop.core.library import Library
from desktop.core.library_index import LibraryIndex
from desktop.core.library_layouts import recognise
from desktop.core.models import ModelInfo
from desktop.core.paths import resources
from desktop.core.weights import read_json
from tests.core.identify.test_checkpoints import checkpoint
from tests.helpers.header_files import Shapes, ldm_unet, prefixed, write_header
from tests.helpers.model_folders import make_model, safetensors, write_json
from tests.helpers.published import model_shapes

LORA: Shapes = {
    "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight": (4, 768),
    "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.lora_up.weight": (1280, 4),
}
EMBEDDING: Shapes = {"emb_params": (2, 768)}
UNET = prefixed("model.diffusion_model.", ldm_unet())


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def scan(*folders: Path, index: Path | None = None, hashes: HashCache | None = None) -> dict[str, ModelInfo]:
    kept = LibraryIndex(index) if index is not None else None
    found = Library(folders, Path("nowhere"), kept, hashes).scan_all()
    return {info.name: info for info in found}


def forbid_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(path: Path) -> Identified:
        raise AssertionError(f"{path} was looked into again")

    monkeypatch.setattr(library_files, "identify_file", look)


def test_files_of_all_kinds_are_listed_with_the_reason_why_they_are_not_used(models: Path) -> None:
    write_header(models / "style.safetensors", LORA)
    write_header(models / "sub/deep/word.safetensors", EMBEDDING)
    write_header(models / "big.safetensors", UNET)
    (models / "old.ckpt").write_bytes(b"\x80\x02}.")
    (models / "broken.safetensors").write_bytes(b"12345678")
    (models / "notes.txt").write_text("no model")
    found = scan(models)
    kinds = {name: (info.kind, info.problem.code if info.problem else "") for name, info in found.items()}
    assert kinds == {
        "style": (Kind.LORA, ""),
        "word": (Kind.EMBEDDING, ""),
        "big": (Kind.DENOISER, "unsupported_model"),
        "old": (Kind.UNKNOWN, "legacy_model"),
        "broken": (Kind.UNKNOWN, "model_damaged"),
    }
    assert found["style"].shown_family == "SD 1.x"
    assert found["style"].container == "single-file"
    assert found["style"].size_bytes == (models / "style.safetensors").stat().st_size


def test_only_whole_models_are_among_those_that_make_pictures(models: Path) -> None:
    make_model(models / "dream")
    write_header(models / "style.safetensors", LORA)
    assert [info.name for info in Library((models,), Path("nowhere")).scan()] == ["dream"]


def test_no_other_file_takes_the_name_of_a_model(models: Path) -> None:
    make_model(models / "z" / "dream")
    write_header(models / "a" / "dream.safetensors", LORA)
    found = scan(models)
    assert (found["dream"].kind, found["dream-2"].kind) == (Kind.CHECKPOINT, Kind.LORA)


@pytest.mark.parametrize(
    ("family", "inputs", "row"),
    [("sd1", 4, "sd1"), ("sd1", 9, "sd1-inpaint"), ("sd2", 4, "sd2"), ("sdxl", 4, "sdxl")],
)
def test_a_whole_checkpoint_of_a_known_family_can_be_used(
    models: Path, family: str, inputs: int, row: str
) -> None:
    metadata = {"modelspec.prediction_type": "v"}
    write_header(models / "dream.safetensors", checkpoint(family, inputs=inputs), metadata)
    info = scan(models)["dream"]
    assert (info.problem, info.family_key, info.container) == (None, row, "single-file")
    assert info.makes_pictures
    assert info.prediction_type == "v_prediction"
    assert info.native_size == Size(info.family.native_side, info.family.native_side)
    assert info.defaults == info.family.defaults


@pytest.mark.parametrize(
    ("changes", "more"),
    [({"inputs": 8}, {}), ({"depths": (0, 2, 4)}, {}), ({}, {"edm_mean": (4,), "edm_std": (4,)})],
)
def test_a_checkpoint_of_a_variant_that_the_engine_lacks_is_not_offered(
    models: Path, changes: dict[str, object], more: Shapes
) -> None:
    write_header(models / "dream.safetensors", checkpoint("sdxl", **changes) | more)
    info = scan(models)["dream"]
    assert info.problem is not None
    assert info.problem.code == "unsupported_model"


def test_a_lora_of_a_method_that_is_not_read_is_not_offered(models: Path) -> None:
    layer = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k"
    write_header(models / "x.safetensors", {f"{layer}.hada_w1_a": (1280, 4), f"{layer}.hada_w1_b": (4, 768)})
    info = scan(models)["x"]
    assert info.problem is not None
    assert "LoHa" in info.problem.message


def test_what_a_checkpoint_lacks_is_said(models: Path) -> None:
    vae: Shapes = {"first_stage_model.decoder.conv_in.weight": (512, 4, 3, 3)}
    vae |= {"first_stage_model.decoder.conv_out.weight": (3, 128, 3, 3)}
    vae |= {"first_stage_model.quant_conv.weight": (8, 8, 1, 1)}
    write_header(models / "half.safetensors", UNET | vae)
    info = scan(models)["half"]
    assert info.problem is not None
    assert info.problem.code == "missing_part"
    assert "CLIP-L" in info.problem.message
    assert (info.family_key, info.native_size) == ("sd1", Size(512, 512))


def test_two_names_of_one_file_are_listed_once(models: Path, tmp_path: Path) -> None:
    write_header(tmp_path / "real" / "style.safetensors", LORA)
    models.mkdir()
    (models / "link.safetensors").symlink_to(tmp_path / "real" / "style.safetensors")
    assert list(scan(models, tmp_path / "real")) == ["link"]


def test_a_folder_that_is_linked_into_itself_is_walked_once(models: Path) -> None:
    write_header(models / "style.safetensors", LORA)
    (models / "again").symlink_to(models)
    assert list(scan(models)) == ["style"]


def test_shards_are_one_entry(models: Path) -> None:
    shard = "big-00001-of-00001.safetensors"
    write_header(models / shard, UNET)
    write_json(models / "big.safetensors.index.json", {"weight_map": dict.fromkeys(UNET, shard)})
    found = scan(models)
    assert {name: info.shown_family for name, info in found.items()} == {"big": "SD 1.x"}


def test_a_component_of_diffusers_is_one_entry(models: Path) -> None:
    write_json(models / "unet/config.json", {"_class_name": "UNet2DConditionModel"})
    (models / "unet/diffusion_pytorch_model.safetensors").write_bytes(safetensors())
    found = scan(models)
    assert list(found) == ["unet"]
    assert found["unet"].container == "folder"


def test_a_pipeline_that_is_not_run_is_named(models: Path) -> None:
    make_model(models / "flow", index={"_class_name": "FluxPipeline", "unet": None})
    info = scan(models)["flow"]
    assert info.problem is not None
    assert info.problem.code == "unsupported_model"
    assert info.makes_pictures


# The index


def test_unchanged_files_are_not_looked_into_again(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_header(models / "style.safetensors", LORA, {"modelspec.title": "Style"})
    (models / "broken.safetensors").write_bytes(b"12345678")
    index = tmp_path / "index.json"
    first = scan(models, index=index)
    forbid_looking(monkeypatch)
    assert scan(models, index=index) == first
    assert first["style"].title == "Style"


def test_a_changed_file_is_looked_into_again(models: Path, tmp_path: Path) -> None:
    path = write_header(models / "x.safetensors", LORA)
    index = tmp_path / "index.json"
    scan(models, index=index)
    write_header(path, EMBEDDING)
    os.utime(path, ns=(1, 1))
    assert scan(models, index=index)["x"].kind is Kind.EMBEDDING
    path.unlink()
    assert scan(models, index=index) == {}
    assert LibraryIndex(index).rows() == {}


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"version": 1, "rows": []}', b'{"version": 99, "rows": {}}']
)
def test_a_damaged_index_costs_looking_again_only(models: Path, tmp_path: Path, content: bytes) -> None:
    write_header(models / "style.safetensors", LORA)
    index = tmp_path / "index.json"
    index.write_bytes(content)
    assert list(scan(models, index=index)) == ["style"]
    assert len(LibraryIndex(index).rows()) == 1


# Beside the files


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.json", {"activation text": "my style, soft", "preferred weight": 0.7}, ("my style", "soft")),
        ("x.civitai.info", {"trainedWords": ["my style"], "modelId": 12}, ("my style",)),
        ("x.cm-info.json", {"TrainedWords": ["my style"], "ModelName": "X"}, ("my style",)),
        ("x.swarm.json", {"trigger_phrase": "my style"}, ("my style",)),
    ],
)
def test_sidecars_tell_trigger_words(
    models: Path, name: str, content: object, words: tuple[str, ...]
) -> None:
    write_header(models / "x.safetensors", LORA)
    write_json(models / name, content)
    assert scan(models)["x"].trigger_words == words


def test_a_sidecar_gives_title_source_and_preview(models: Path) -> None:
    write_header(models / "x.safetensors", LORA)
    about = {"modelId": 34, "model": {"name": "Soft <b>light</b>"}, "description": "<p>Use it.</p>"}
    write_json(models / "x.civitai.info", about)
    (models / "x.preview.png").write_bytes(b"picture")
    (models / "y.png").write_bytes(b"picture")
    info = scan(models)["x"]
    assert info.description == "Use it."
    assert (info.title, info.source) == ("Soft light", "https://civitai.com/models/34")
    assert info.preview == models / "x.preview.png"


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"trainedWords": 1}', b"[" * 100_000, b" " * 1_000_001])
def test_a_damaged_sidecar_is_passed_over(models: Path, content: bytes) -> None:
    write_header(models / "x.safetensors", LORA)
    (models / "x.json").write_bytes(content)
    assert scan(models)["x"].trigger_words == ()


def test_a_new_sidecar_is_read_without_looking_into_the_file_again(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_header(models / "x.safetensors", LORA)
    index = tmp_path / "index.json"
    scan(models, index=index)
    forbid_looking(monkeypatch)
    write_json(models / "x.json", {"activation text": "word"})
    assert scan(models, index=index)["x"].trigger_words == ("word",)


# Other programs


def make(root: Path, *names: str) -> Path:
    for name in names:
        write_header(root / name, LORA)
    return root


@pytest.mark.parametrize(
    ("program", "marks", "inside", "outside"),
    [
        (
            "AUTOMATIC1111",
            ("models/Stable-diffusion/",),
            ("models/Lora/a.safetensors", "embeddings/b.safetensors"),
            "venv/c.safetensors",
        ),
        (
            "ComfyUI",
            ("models/checkpoints/", "custom_nodes/"),
            ("models/loras/sub/a.safetensors",),
            "custom_nodes/c.safetensors",
        ),
        (
            "InvokeAI",
            ("invokeai.yaml", "models/"),
            ("models/sd-1/lora/a.safetensors",),
            "nodes/c.safetensors",
        ),
        (
            "StabilityMatrix",
            ("Models/", "Packages/"),
            ("Models/Lora/a.safetensors",),
            "Packages/c.safetensors",
        ),
        ("", (), ("any/a.safetensors",), ""),
    ],
)
def test_other_programs_folders_are_recognised(
    tmp_path: Path, program: str, marks: tuple[str, ...], inside: tuple[str, ...], outside: str
) -> None:
    for mark in marks:
        if mark.endswith("/"):
            (tmp_path / mark).mkdir(parents=True)
        else:
            (tmp_path / mark).write_text("")
    make(tmp_path, *inside, *filter(None, (outside,)))
    assert recognise(tmp_path).program == program
    assert {str(info.path.relative_to(tmp_path)) for info in scan(tmp_path).values()} == set(inside)


def test_comfyuis_extra_paths_are_followed(tmp_path: Path) -> None:
    make(tmp_path / "other", "loras/a.safetensors", "more/b.safetensors")
    (tmp_path / "comfy").mkdir()
    lines = ["mine:", "  base_path: ../other", "  loras: |", "    loras", "    more", "    gone"]
    (tmp_path / "comfy" / "extra_model_paths.yaml").write_text("\n".join(lines))
    assert set(scan(tmp_path / "comfy")) == {"a", "b"}


@pytest.mark.parametrize(
    "text",
    ["{", "- a", "a: !!python/object/apply:os.system [exit]", "a: &x [1]\nb: *x", "x" * 300_000, "a: 3", ""],
)
def test_hostile_or_damaged_extra_paths_are_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "extra_model_paths.yaml").write_text(text)
    make(tmp_path / "models", "loras/a.safetensors")
    assert set(scan(tmp_path)) == {"a"}


@pytest.mark.parametrize("at", [Path(), Path("hub")])
def test_the_hubs_cache_is_listed_by_the_revision_in_use(tmp_path: Path, at: Path) -> None:
    repository = tmp_path / at / "models--maker--dream"
    make_model(repository / "snapshots" / "abc123")
    make_model(repository / "snapshots" / "def456")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("abc123\n")
    (repository / "blobs").mkdir()
    (info,) = scan(tmp_path).values()
    assert (info.name, info.title, info.problem) == ("dream", "maker/dream", None)
    assert info.path.name == "abc123"


def test_a_snapshot_outside_its_folder_is_not_followed(tmp_path: Path) -> None:
    make_model(tmp_path / "elsewhere" / "dream")
    repository = tmp_path / "cache" / "models--maker--dream"
    (repository / "snapshots").mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("../../../elsewhere/dream")
    assert scan(tmp_path / "cache") == {}


@pytest.mark.parametrize(
    ("folder", "misplaced"),
    [("Stable-diffusion", True), ("checkpoints/sub", True), ("Lora", False), ("anything", False)],
)
def test_a_file_in_the_wrong_folder_is_said_to_be(models: Path, folder: str, misplaced: bool) -> None:
    write_header(models / folder / "style.safetensors", LORA)
    assert bool(scan(models)["style"].misplaced) is misplaced


# Hashes


def test_twins_are_told_once_both_are_hashed(models: Path, tmp_path: Path) -> None:
    hashes = HashCache(tmp_path / "hashes.json")
    for name in ("a", "b"):
        write_header(models / f"{name}.safetensors", LORA)
    assert [info.twin for info in scan(models, hashes=hashes).values()] == ["", ""]
    for name in ("a", "b"):
        hashes.file_sha256(models / f"{name}.safetensors")
    found = scan(models, hashes=hashes)
    assert (found["a"].twin, found["b"].twin) == ("", "a")
    assert found["a"].sha256 == file_sha256(models / "a.safetensors")


def test_short_hashes_are_those_of_recipes(models: Path) -> None:
    """The second leaves the header out: files that differ in it alone have the same."""
    first = write_header(models / "a.safetensors", LORA)
    second = write_header(models / "b.safetensors", LORA, {"a": "note"})
    assert autov2(file_sha256(first)) == file_sha256(first)[:10]
    assert len(autov3(first)) == 12
    assert autov3(first) == autov3(second)
    assert file_sha256(first) != file_sha256(second)


def test_two_caches_on_one_file_keep_each_others_hashes(models: Path, tmp_path: Path) -> None:
    paths = [write_header(models / f"{name}.safetensors", LORA) for name in ("a", "b")]
    caches = [HashCache(tmp_path / "hashes.json") for _ in paths]
    for cache in caches:
        cache.known(paths[0])
    for cache, path in zip(caches, paths, strict=True):
        cache.file_sha256(path)
    later = HashCache(tmp_path / "hashes.json")
    assert all(later.known(path).sha256 for path in paths)


def test_a_changed_files_hash_is_not_known(models: Path, tmp_path: Path) -> None:
    path = write_header(models / "a.safetensors", LORA)
    hashes = HashCache(tmp_path / "hashes.json")
    hashes.file_sha256(path)
    os.utime(path, ns=(1, 1))
    assert hashes.known(path) == Hashes()
    path.unlink()
    assert hashes.known(path) == Hashes()


def test_a_vae_of_a_known_family_can_be_used(models: Path) -> None:
    vae = model_shapes("AutoencoderKL", read_json(resources() / "configs/sdxl/vae/config.json"))
    write_header(models / "soft.safetensors", vae)
    made = scan(models)["soft"]
    assert (made.kind, made.problem) == (Kind.VAE, None)
    assert not made.makes_pictures


def test_a_checkpoint_of_plain_eight_bits_can_be_used(models: Path) -> None:
    write_header(models / "small.safetensors", checkpoint("sdxl", inputs=4), dtype="F8_E4M3")
    assert scan(models)["small"].problem is None
