"""The commands without a window, in this process, with the engine and the starter model."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from desktop import cli
from desktop.core.geometry import Size
from desktop.core.paths import Paths
from desktop.core.pictures import read
from desktop.core.pixels import Pixels
from tests.helpers.model_folders import make_model
from tests.helpers.scenes import gradient

ROOT = Path(__file__).resolve().parents[1]
SMALL = ("--size", "64x64", "--steps", "2", "--seed", "5")


@pytest.fixture(autouse=True)
def plain_logging() -> Iterator[None]:
    """Each command adds its log file to the root logger, as a process of its own would."""
    root, level = logging.getLogger(), logging.getLogger("desktop").level
    before = list(root.handlers)
    yield
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    logging.getLogger("desktop").setLevel(level)


def generate(file: Path, *more: str, prompt: str = "a cactus") -> int:
    return cli.main(["generate", prompt, "-o", str(file), *SMALL, *more])


# Wrong command lines


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "COMMAND"),
        (["generate"], "PROMPT"),
        (["generate", "a cactus"], "--output"),
        (["generate", "a cactus", "-o", "picture.gif"], ".png, .jpg"),
        (["generate", "a cactus", "-o", "a.png", "--sampler", "Nonsense"], "DPM++ 2M"),
        (["generate", "a cactus", "-o", "a.png", "--schedule", "Nonsense"], "Karras"),
        (["generate", "a cactus", "-o", "a.png", "--size", "large"], "large"),
        (["generate", "a cactus", "-o", "a.png", "--seed", "many"], "many"),
        (["generate", "a cactus", "-o", "a.png", "--fill", "nonsense"], "border"),
        (["models", "--nonsense"], "--nonsense"),
        (["gallery", "--limit", "all"], "all"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_says_why(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert named in told.err


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--steps", "0"),
        ("--guidance", "99"),
        ("--count", "0"),
        ("--seed", "-2"),
        ("--size", "8x8"),
        ("--shift", "-1"),
    ],
)
def test_a_value_that_can_not_be_ends_with_2_before_anything_loads(
    option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate(tmp_path / "a.png", option, value) == 2
    told = capsys.readouterr()
    assert "can't be used" in told.err
    assert "engine" not in told.err


def test_an_unknown_model_ends_with_10_and_a_hint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate(tmp_path / "a.png", "--model", "nothing") == 10
    told = capsys.readouterr()
    assert told.out == ""
    assert "nothing" in told.err
    assert "Choose another one, such as starter." in told.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--vae", "nothing"), "The VAE nothing"),
        (("--refiner", "starter"), "can't finish pictures"),
        (("--shift", "3"), "have no shift"),
    ],
)
def test_what_the_model_can_not_do_ends_with_10_and_why(
    options: tuple[str, str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate(tmp_path / "a.png", *options) == 10
    assert words in capsys.readouterr().err


def test_a_share_that_no_refiner_can_take_over_at_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate(tmp_path / "a.png", "--refiner", "any", "--switch-at", "1") == 2
    assert "switch_at" in capsys.readouterr().err


# Pictures


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_a_picture_is_written_with_all_its_settings(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new" / name
    assert generate(file, "--sampler", "euler a", "--guidance", "3", "--negative", "blur") == 0
    picture = read(file)
    assert picture.pixels.size == Size(64, 64)
    assert picture.record is not None
    params = picture.record.params
    assert (params.prompt, params.negative_prompt) == ("a cactus", "blur")
    assert (params.sampler, params.schedule, params.guidance_scale) == ("Euler a", "Automatic", 3.0)
    assert (params.steps, params.seed, params.model.name) == (2, 5, "starter")
    assert capsys.readouterr().out == f"{file}\n"


def test_the_same_command_makes_the_same_pixels(tmp_path: Path) -> None:
    assert generate(tmp_path / "a.png") == 0
    assert generate(tmp_path / "b.png") == 0
    assert read(tmp_path / "a.png").pixels == read(tmp_path / "b.png").pixels


def test_several_pictures_are_counted_and_use_the_next_seeds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate(tmp_path / "a.png", "--count", "2") == 0
    files = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [file.name for file in files] == ["a.png", "a-2.png"]
    records = [read(file).record for file in files]
    assert [record.params.seed for record in records if record] == [5, 6]


def test_an_odd_size_is_met_exactly(tmp_path: Path) -> None:
    assert generate(tmp_path / "a.png", "--size", "70x65") == 0
    assert read(tmp_path / "a.png").pixels.size == Size(70, 65)


def test_json_alone_goes_to_stdout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate(tmp_path / "a.png", "--json", "--size", "70x64") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["outcome"], report["seed"]) == ("finished", 5)
    (picture,) = report["pictures"]
    record = read(tmp_path / "a.png").record
    assert record is not None
    assert {"file": str(tmp_path / "a.png"), **record.model_dump(mode="json")} == picture


def test_a_random_seed_is_drawn_and_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate(tmp_path / "a.png", "--json", "--seed", "-1") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["seed"] == report["pictures"][0]["params"]["seed"] >= 0


def test_a_file_that_can_not_be_written_ends_with_10(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert generate(tmp_path / "file" / "a.png", "--json") == 10
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert (report["outcome"], report["pictures"]) == ("failed", [])
    assert report["error"]["code"] == "not_writable"
    assert "darkroom:" in told.err


# Ctrl+C


class InterruptedStream(StringIO):
    """Stands for a terminal where Ctrl+C is pressed when it says that the model is being loaded."""

    def write(self, text: str) -> int:
        written = super().write(text)
        if "loading the model" in text:
            signal.raise_signal(signal.SIGINT)
        return written


def test_ctrl_c_cancels_the_job(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = InterruptedStream()
    monkeypatch.setattr(sys, "stderr", stream)
    before = signal.getsignal(signal.SIGINT)
    assert generate(tmp_path / "a.png", "--json", "--steps", "150") == 10
    assert json.loads(capsys.readouterr().out)["outcome"] == "cancelled"
    assert stream.getvalue().endswith("cancelled\n")
    assert list(tmp_path.glob("*.png")) == []
    assert signal.getsignal(signal.SIGINT) is before


# Lists


def test_models_are_listed_with_what_is_wrong_with_them(capsys: pytest.CaptureFixture[str]) -> None:
    models = Paths.default().models
    make_model(models / "sound")
    (make_model(models / "broken") / "unet" / "config.json").write_text("{")
    assert cli.main(["models"]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert set(lines) == {"starter", "sound", "broken"}
    assert "256x256 px, " in lines["starter"]
    assert "SD 1.x" in lines["sound"]
    assert "SD 1.x" not in lines["broken"]


def test_models_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["models", "--json"]) == 0
    (starter,) = json.loads(capsys.readouterr().out)
    assert (starter["name"], starter["problem"], starter["license"]) == ("starter", None, "Apache-2.0")
    assert Path(starter["path"]).is_dir()
    assert starter["example_prompts"]


def test_the_gallery_lists_what_was_made_newest_first_and_finds_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate(tmp_path / "a.png", prompt="a blue car")
    generate(tmp_path / "b.png", prompt="a cactus")
    capsys.readouterr()

    def listed(*arguments: str) -> list[str]:
        assert cli.main(["gallery", "--json", *arguments]) == 0
        return [Path(row["file"]).name for row in json.loads(capsys.readouterr().out)]

    assert listed() == ["b.png", "a.png"]
    assert listed("car") == ["a.png"]
    assert listed("--limit", "1") == ["b.png"]
    assert listed("submarine") == []
    assert cli.main(["gallery", "car"]) == 0
    assert str(tmp_path / "a.png") in capsys.readouterr().out


def test_an_empty_gallery_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gallery", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_damaged_settings_are_told_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    paths = Paths.default()
    paths.config.mkdir(parents=True)
    paths.settings.write_text("{")
    assert cli.main(["gallery", "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == []
    assert "settings file is damaged" in told.err


def test_the_lists_need_neither_qt_nor_torch() -> None:
    code = (
        "import sys; from desktop import cli; cli.main(['models', '--json']); cli.main(['gallery']);"
        "sys.exit(bool({'torch', 'PySide6'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_a_prompt_can_not_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate(tmp_path / "a.png", prompt="a cactus\x1b]0;owned\x07\nsecond line\x9b2J")
    capsys.readouterr()
    assert cli.main(["gallery"]) == 0
    line = capsys.readouterr().out
    assert "a cactus]0;owned second line2J" in line
    assert line.count("\n") == 1


def test_a_damaged_gallery_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    file = Paths.default().gallery
    file.parent.mkdir(parents=True)
    file.write_bytes(b"not a database" * 100)
    assert cli.main(["gallery"]) == 0
    assert "gallery" in capsys.readouterr().err.lower()


# From another picture


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "photograph.png"
    gradient(Size(70, 50)).to_pil().save(path)
    return path


def test_a_picture_is_drawn_over_at_its_own_size(tmp_path: Path, photograph: Path) -> None:
    file = tmp_path / "out.png"
    arguments = ("-o", str(file), "--steps", "2", "--image", str(photograph), "--strength", "0.5")
    assert cli.main(["generate", "a cactus", *arguments]) == 0
    made = read(file)
    assert made.pixels.size == Size(70, 50)
    assert made.record is not None
    assert (made.record.params.task, made.record.params.strength) == ("image", 0.5)


def test_only_the_white_of_a_mask_is_drawn_new(tmp_path: Path, photograph: Path) -> None:
    mask = np.zeros((50, 70), np.uint8)
    mask[10:20, 10:20] = 255
    Pixels(mask).to_pil().save(tmp_path / "mask.png")
    file = tmp_path / "out.png"
    arguments = ("--image", str(photograph), "--mask", str(tmp_path / "mask.png"), "--fill", "border")
    assert generate(file, *arguments) == 0
    before, after = read(photograph).pixels.array, read(file).pixels.array
    assert np.array_equal(before[:, 40:], after[:, 40:])
    assert not np.array_equal(before[10:20, 10:20], after[10:20, 10:20])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mask", "m.png"], "--mask needs a picture"),
        (["--strength", "0.5"], "--strength needs a picture"),
        (["--image", "PHOTOGRAPH", "--fill", "blur"], "--fill needs a mask"),
        (["--image", "PHOTOGRAPH", "--strength", "0"], "strength"),
        (["--image", "PHOTOGRAPH", "--mask", "SMALLER"], "not as large"),
    ],
)
def test_settings_of_a_picture_that_do_not_fit_together_end_with_2(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    photograph: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    smaller = tmp_path / "smaller.png"
    gradient(Size(7, 5)).to_pil().save(smaller)
    files = {"PHOTOGRAPH": str(photograph), "SMALLER": str(smaller)}
    assert generate(tmp_path / "a.png", *(files.get(each, each) for each in arguments)) == 2
    assert words in capsys.readouterr().err
