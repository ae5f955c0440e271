from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.core.errors import AppError
from desktop.core.upscalers import (
    Network,
    NetworkKind,
    find_upscaler,
    find_upscalers,
    identify,
)
from desktop.core.weights import check_header
from tests.helpers.model_folders import make_model, safetensors
from tests.helpers.upscaler_files import (
    COMPACT_X2,
    COMPACT_X4,
    ESRGAN_X1,
    ESRGAN_X2,
    ESRGAN_X2_PLUS,
    ESRGAN_X4,
    ESRGAN_X8,
    GREY_X2,
    header_file,
    layout_file,
)

PUBLISHED = [
    ("RealESRGAN_x4plus", Network(NetworkKind.RRDB, 4, 3, 64, 23, 32), 16_697_987),
    ("RealESRGAN_x4plus_anime_6B", Network(NetworkKind.RRDB, 4, 3, 64, 6, 32), 4_467_779),
    ("RealESRGAN_x2plus", Network(NetworkKind.RRDB, 2, 3, 64, 23, 32, unshuffle=2), 16_703_171),
    ("realesr-general-x4v3", Network(NetworkKind.COMPACT, 4, 3, 64, 32), 1_213_296),
    ("realesr-animevideov3", Network(NetworkKind.COMPACT, 4, 3, 64, 16), 621_424),
]
"""Names, networks, and how many numbers they have."""


@pytest.mark.parametrize("layout", ["real_esrgan", "sequential"])
@pytest.mark.parametrize("network", [ESRGAN_X1, ESRGAN_X2, ESRGAN_X4, ESRGAN_X8, ESRGAN_X2_PLUS, GREY_X2])
def test_esrgan_is_known_by_names_and_shapes(tmp_path: Path, layout: str, network: Network) -> None:
    assert identify(layout_file(tmp_path / "x.safetensors", network, layout))[0] == network


def test_the_named_layout_of_esrgan_is_known(tmp_path: Path) -> None:
    assert identify(layout_file(tmp_path / "x.safetensors", ESRGAN_X4, "named"))[0] == ESRGAN_X4


@pytest.mark.parametrize("network", [COMPACT_X2, COMPACT_X4, replace(COMPACT_X4, colours=1, scale=1)])
def test_compact_networks_are_known(tmp_path: Path, network: Network) -> None:
    assert identify(layout_file(tmp_path / "x.safetensors", network))[0] == network


@pytest.mark.parametrize(("name", "network", "parameters"), PUBLISHED)
def test_published_networks_are_known(tmp_path: Path, name: str, network: Network, parameters: int) -> None:
    path = layout_file(tmp_path / f"{name}.safetensors", network)
    assert identify(path)[0] == network
    assert check_header(path) == parameters


@pytest.mark.parametrize("prefix", ["params.", "params_ema."])
def test_a_trainers_prefix_is_taken_off(tmp_path: Path, prefix: str) -> None:
    network, names = identify(layout_file(tmp_path / "x.safetensors", COMPACT_X2, prefix=prefix))
    assert network == COMPACT_X2
    assert names[f"{prefix}body.0.weight"] == "body.0.weight"


def test_averaged_weights_are_taken_where_both_are_there(tmp_path: Path) -> None:
    shapes = {
        f"{prefix}.{name}": shape
        for prefix in ("params", "params_ema")
        for name, shape in COMPACT_X2.shapes().items()
    }
    _, names = identify(header_file(tmp_path / "x.safetensors", shapes))
    assert all(key.startswith("params_ema.") for key in names)


@pytest.mark.parametrize("layout", ["real_esrgan", "named", "sequential"])
def test_every_tensor_of_a_layout_gets_its_name(tmp_path: Path, layout: str) -> None:
    _, names = identify(layout_file(tmp_path / "x.safetensors", ESRGAN_X4, layout))
    assert set(names.values()) == set(ESRGAN_X4.shapes())


@pytest.mark.parametrize("network", [ESRGAN_X4, COMPACT_X4])
def test_one_tensor_too_few_or_too_many_makes_it_unknown(tmp_path: Path, network: Network) -> None:
    shapes = network.shapes()
    last = list(shapes)[-1]
    for other in ({k: v for k, v in shapes.items() if k != last}, shapes | {"attention.weight": (4, 4)}):
        with pytest.raises(AppError) as caught:
            identify(header_file(tmp_path / "x.safetensors", other))
        assert caught.value.code == "unsupported_model"


@pytest.mark.parametrize(
    "shapes",
    [
        {},
        {"x": (2,)},
        {"body.0.weight": (12, 3, 3, 3), "body.0.bias": (12,)},
        {"conv_first.weight": (4, 3, 3, 3), "conv_last.weight": (3, 4, 3, 3)},
        replace(COMPACT_X4, scale=3).shapes(),
        replace(ESRGAN_X4, colours=4).shapes(),
        ESRGAN_X4.shapes() | {"conv_last.bias": (4,)},
        ESRGAN_X4.shapes() | {"HRconv.bias": (4,)},
        {"body.99999999999999999999.rdb1.conv1.weight": (4, 3, 3, 3)},
    ],
)
def test_other_models_are_refused_in_words(tmp_path: Path, shapes: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(AppError) as caught:
        identify(header_file(tmp_path / "x.safetensors", shapes))
    assert caught.value.code == "unsupported_model"
    assert "x.safetensors" in caught.value.info.message


def test_a_pickle_is_refused_unopened(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        identify(tmp_path / "not there.pth")
    assert caught.value.code == "unsafe_model"


def test_upscalers_are_found_in_folders_and_below(tmp_path: Path) -> None:
    layout_file(tmp_path / "one/b.safetensors", ESRGAN_X2)
    layout_file(tmp_path / "one/models/ESRGAN/A.safetensors", COMPACT_X4)
    layout_file(tmp_path / "two/b.safetensors", ESRGAN_X4, "sequential")
    found = find_upscalers([tmp_path / "one", tmp_path / "two", tmp_path / "one", tmp_path / "not there"])
    assert [(info.name, info.scale) for info in found] == [("A", 4), ("b", 2), ("b-2", 4)]


def test_what_is_no_upscaler_is_left_out_and_the_log_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    layout_file(tmp_path / "good.safetensors", COMPACT_X2)
    (tmp_path / "lora.safetensors").write_bytes(safetensors())
    (tmp_path / "cut.safetensors").write_bytes(safetensors()[:-1])
    (tmp_path / "old.pth").write_bytes(b"PK\x03\x04")
    with caplog.at_level(logging.INFO, "desktop.core.upscalers"):
        found = find_upscalers([tmp_path])
    assert [info.name for info in found] == ["good"]
    for name in ("lora", "cut", "old"):
        assert sum(f"{name}." in record.getMessage() for record in caplog.records) == 1


def test_the_parts_of_a_diffusers_model_are_not_looked_at(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make_model(tmp_path / "sd")
    with caplog.at_level(logging.INFO, "desktop.core.upscalers"):
        assert find_upscalers([tmp_path]) == ()
    assert not caplog.records


def test_an_upscaler_is_found_by_its_name(tmp_path: Path) -> None:
    layout_file(tmp_path / "4x-photo.safetensors", COMPACT_X4)
    found = find_upscalers([tmp_path])
    assert find_upscaler(found, "4x-photo") is found[0]
    with pytest.raises(AppError) as caught:
        find_upscaler(found, "4x-foto")
    assert caught.value.code == "upscaler_missing"
    assert "4x-photo" in caught.value.info.hint
