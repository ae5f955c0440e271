"""Misplaced model files moved within the library's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core import files
from desktop.core.errors import AppError
from desktop.core.identify.identified import Kind
from desktop.core.library_move import move_model, right_folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "models"


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or path.name)
    return path


def folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


@pytest.mark.parametrize(
    ("kind", "there", "wanted"),
    [
        (Kind.LORA, ("Lora", "VAE"), "Lora"),
        (Kind.LORA, ("VAE",), "loras"),
        (Kind.VAE, ("vae_approx", "VAE"), "VAE"),
        (Kind.TINY_VAE, ("VAE", "VAE-approx"), "VAE-approx"),
        (Kind.EMBEDDING, ("../embeddings",), "../embeddings"),
    ],
)
def test_the_right_folder_is_the_one_for_the_kind_nearby(
    root: Path, kind: Kind, there: tuple[str, ...], wanted: str
) -> None:
    for name in there:
        folder(root / "models" / name)
    path = write(root / "models/Stable-diffusion/sub/x.safetensors")
    assert (
        right_folder(path, kind, (root,)) == (root / "models" / wanted).parent.resolve() / Path(wanted).name
    )


@pytest.mark.parametrize("place", ["x.safetensors", "anything/x.safetensors"])
def test_what_lies_in_no_wrong_folder_stays(root: Path, place: str) -> None:
    with pytest.raises(AppError) as caught:
        right_folder(write(root / place), Kind.LORA, (root,))
    assert caught.value.code == "no_right_folder"


def test_nothing_leaves_the_library_s_folder(root: Path) -> None:
    root = root / "checkpoints"
    folder(root.parent / "loras")
    path = write(root / "x.safetensors")
    with pytest.raises(AppError):
        right_folder(path, Kind.LORA, (root,))
    with pytest.raises(AppError):
        right_folder(path, Kind.LORA, (root.parent / "loras",))


def test_a_link_stays(root: Path) -> None:
    target = write(root / "Stable-diffusion/x.safetensors")
    link = target.with_name("y.safetensors")
    link.symlink_to(target)
    with pytest.raises(AppError):
        right_folder(link, Kind.LORA, (root,))


def test_what_lies_beside_goes_along(root: Path) -> None:
    path = write(root / "Stable-diffusion/x.safetensors")
    for name in ("x.json", "x.preview.png", "x2.json", "other.png"):
        write(path.with_name(name))
    assert move_model(path, root / "Lora", "x") == root / "Lora/x.safetensors"
    moved = {one.name for one in (root / "Lora").iterdir()}
    assert moved == {"x.safetensors", "x.json", "x.preview.png"}
    assert {one.name for one in path.parent.iterdir()} == {"x2.json", "other.png"}


def test_what_another_model_of_this_name_needs_stays(root: Path) -> None:
    path = write(root / "Stable-diffusion/x.safetensors")
    write(path.with_name("x.ckpt"))
    write(path.with_name("x.png"))
    move_model(path, root / "Lora", "x")
    assert {one.name for one in path.parent.iterdir()} == {"x.ckpt", "x.png"}


@pytest.mark.parametrize("taken", ["x.safetensors", "x.json"])
def test_nothing_is_replaced_and_names_stay_together(root: Path, taken: str) -> None:
    path = write(root / "Stable-diffusion/x.safetensors")
    write(path.with_name("x.json"))
    write(root / "Lora" / taken, "mine")
    assert move_model(path, root / "Lora", "x").name == "x-2.safetensors"
    assert (root / "Lora/x-2.json").read_text() == "x.json"
    assert (root / "Lora" / taken).read_text() == "mine"


def test_a_move_that_fails_leaves_all_where_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(root / "Stable-diffusion/x.safetensors")
    write(path.with_name("x.json"))
    move = files.move_new

    def fail(path: Path, folder: Path, stem: str, suffix: str) -> Path:
        if suffix == ".json":
            raise AppError("not_writable", "No.")
        return move(path, folder, stem, suffix)

    monkeypatch.setattr(files, "move_new", fail)
    with pytest.raises(AppError):
        move_model(path, root / "Lora", "x")
    assert {one.name for one in path.parent.iterdir()} == {"x.safetensors", "x.json"}
    assert list((root / "Lora").iterdir()) == []
