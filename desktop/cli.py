"""The command line: the same jobs as the window's, without Qt."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core import library, log, pictures, settings
from desktop.core.errors import AppError
from desktop.core.events import Finished
from desktop.core.gallery import Gallery, GalleryRow
from desktop.core.geometry import Size
from desktop.core.input_store import InputStore
from desktop.core.jobs import CancelToken, Job
from desktop.core.library import Library
from desktop.core.library_index import LibraryIndex
from desktop.core.models import ModelInfo
from desktop.core.params import (
    RANDOM_SEED,
    FillMode,
    GenerateParams,
    InpaintOptions,
    ModelRef,
    RefinerOptions,
    SaveOptions,
    Source,
    TaskName,
    random_seed,
)
from desktop.core.paths import Paths, resources
from desktop.core.pixels import Pixels
from desktop.core.samplers import SAMPLERS, SamplerName, ScheduleName
from desktop.core.settings import Settings
from desktop.progress_line import ProgressLine

OK, USAGE, JOB_FAILED = 0, 2, 10
_STRENGTH = 0.65
_SWITCH_AT = RefinerOptions.model_fields["switch_at"].default
_FORMATS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}


@dataclass(frozen=True, slots=True)
class _Home:
    """What every command looks at."""

    paths: Paths
    settings: Settings

    @classmethod
    def open(cls) -> _Home:
        paths = Paths.default()
        log.setup(paths.logs)
        current, notice = settings.load(paths.settings)
        if notice is not None:
            print(f"{notice.message} {notice.hint}", file=sys.stderr)
        return cls(paths, current)

    @property
    def library(self) -> Library:
        index = LibraryIndex(self.paths.library_index)
        return Library((self.paths.models, *self.settings.model_folders), resources() / "starter", index)


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code: 0, 2 (usage) or 10 (the job failed)."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.command(arguments)
    except AppError as error:
        print(f"darkroom: {error}", file=sys.stderr)
        return USAGE if error.code == "bad_value" else JOB_FAILED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description="Darkroom without its window.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    generate = commands.add_parser("generate", help="make pictures from a prompt")
    generate.set_defaults(command=_generate)
    generate.add_argument("prompt", metavar="PROMPT")
    generate.add_argument(
        "-o", "--output", type=_picture_file, required=True, metavar="FILE", help=".png, .jpg or .webp"
    )
    generate.add_argument("--negative", default="", metavar="TEXT", help="what to keep out")
    generate.add_argument(
        "--seed", type=int, default=RANDOM_SEED, help="0 to 2^63-1; -1 (the default) draws one"
    )
    generate.add_argument("--steps", type=int)
    generate.add_argument("--sampler", type=_named(SamplerName), help=", ".join(SAMPLERS))
    generate.add_argument("--schedule", type=_named(ScheduleName), help=", ".join(ScheduleName))
    generate.add_argument("--guidance", type=float, metavar="SCALE")
    generate.add_argument("--size", type=_size, metavar="WxH")
    generate.add_argument("--image", type=Path, metavar="FILE", help="draw over this picture")
    generate.add_argument(
        "--mask",
        type=Path,
        metavar="FILE",
        help="draw only where this picture, as large as --image, is white",
    )
    generate.add_argument(
        "--strength",
        type=float,
        help=f"how much of the picture is replaced: up to 1 (default: {_STRENGTH}, with --mask 1)",
    )
    generate.add_argument(
        "--fill", type=FillMode, choices=tuple(FillMode), help="what stands in the mask at first"
    )
    generate.add_argument("--count", type=int, default=1, help="pictures; each uses the next seed")
    generate.add_argument("--clip-skip", type=int, default=1)
    generate.add_argument("--model", default="", metavar="NAME", help="see the command models")
    generate.add_argument("--vae", default="", metavar="NAME", help="another VAE than the model's own")
    generate.add_argument("--refiner", default="", metavar="NAME", help="the model that finishes pictures")
    generate.add_argument(
        "--switch-at",
        type=float,
        default=_SWITCH_AT,
        metavar="SHARE",
        help=f"where the refiner takes over, between 0 and 1 (default: {_SWITCH_AT})",
    )
    generate.add_argument("--shift", type=float, help="of SD 3: how far the steps lean to high noise")
    generate.add_argument("--json", action="store_true", help="print what was made as JSON")

    models = commands.add_parser("models", help="list the installed models")
    models.set_defaults(command=_models)
    models.add_argument("--json", action="store_true")

    gallery = commands.add_parser("gallery", help="list pictures, newest first")
    gallery.set_defaults(command=_gallery)
    gallery.add_argument("search", nargs="?", default="", metavar="SEARCH")
    gallery.add_argument("--limit", type=int, default=20)
    gallery.add_argument("--json", action="store_true")
    return parser


def _named(names: type[SamplerName] | type[ScheduleName]) -> Callable[[str], SamplerName | ScheduleName]:
    """Accept a name in any case."""

    def name(text: str) -> SamplerName | ScheduleName:
        for member in names:
            if member.casefold() == text.casefold():
                return member
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(names)}")

    return name


def _size(text: str) -> Size:
    try:
        return Size.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _picture_file(text: str) -> Path:
    if Path(text).suffix.lower() not in _FORMATS:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in {', '.join(_FORMATS)}")
    return Path(text).absolute()


def _generate(arguments: argparse.Namespace) -> int:
    home = _Home.open()
    models = home.library.scan()
    info = library.find(models, ModelRef(name=arguments.model)) if arguments.model else _first(models)
    source = _source(arguments, InputStore(home.paths.inputs))
    job = Job(_params(arguments, info, source), _save_options(home, arguments.output))
    gallery = _open_gallery(home)
    progress = ProgressLine(sys.stderr)
    try:
        from desktop.engine.start import start_engine

        progress.say("starting the engine")
        engine = start_engine(home.paths, home.library, gallery)
        token = CancelToken()
        with _InterruptCancels(token):
            engine.run(job, progress.show, token)
        engine.close()
    finally:
        progress.end()
        gallery.close()
    if arguments.json:
        print(json.dumps(progress.report(job), indent=2))
    else:
        for done in progress.pictures:
            if done.saved is not None:
                print(done.saved.path)
    return OK if isinstance(progress.last, Finished) else JOB_FAILED


def _open_gallery(home: _Home) -> Gallery:
    gallery = Gallery(home.paths.gallery)
    if gallery.notice is not None:
        print(f"{gallery.notice.message} {gallery.notice.hint}", file=sys.stderr)
    return gallery


def _first(models: Sequence[ModelInfo]) -> ModelInfo:
    usable = [info for info in models if info.problem is None]
    if not usable:
        raise AppError("model_missing", "No usable model is installed.", "Put one into the models folder.")
    return usable[0]


def _source(arguments: argparse.Namespace, inputs: InputStore) -> Source | None:
    """The picture and the mask to start from, kept for the engine; None without ``--image``."""
    if arguments.image is None:
        given = [name for name in ("mask", "strength", "fill") if getattr(arguments, name) is not None]
        if given:
            raise AppError("bad_value", f"--{given[0]} needs a picture.", "Name one with --image.")
        return None
    mask = None
    if arguments.mask is not None:
        mask = inputs.put(Pixels.from_pil(pictures.read(arguments.mask).pixels.to_pil().convert("L")))
    elif arguments.fill is not None:
        raise AppError("bad_value", "--fill needs a mask.", "Name one with --mask.")
    return Source.checked(picture=inputs.put(pictures.read(arguments.image).pixels), mask=mask)


def _task(arguments: argparse.Namespace, source: Source | None) -> dict[str, Any]:
    """The settings that say what is done, and with what."""
    if source is None:
        return {}
    if source.mask is None:
        return {
            "task": TaskName.IMAGE,
            "source": source,
            "strength": _STRENGTH if arguments.strength is None else arguments.strength,
        }
    options = InpaintOptions() if arguments.fill is None else InpaintOptions(fill=arguments.fill)
    return {
        "task": TaskName.INPAINT,
        "source": source,
        "inpaint": options,
        "strength": 1.0 if arguments.strength is None else arguments.strength,
        "size": source.picture.size,
    }


def _params(arguments: argparse.Namespace, info: ModelInfo, source: Source | None) -> GenerateParams:
    """What was asked for, and the model's own defaults for the rest."""
    defaults = info.defaults
    sampler = arguments.sampler or defaults.sampler
    fits = arguments.sampler is None or defaults.schedule in SAMPLERS[sampler].schedules
    schedule = arguments.schedule or (defaults.schedule if fits else ScheduleName.AUTOMATIC)
    steps = max(defaults.steps, SAMPLERS[sampler].min_steps) if arguments.steps is None else arguments.steps
    guidance = defaults.guidance_scale if arguments.guidance is None else arguments.guidance
    size = info.native_size if source is None else source.picture.size
    task: dict[str, Any] = {"size": arguments.size or size} | _task(arguments, source)
    refiner = None
    if arguments.refiner:
        refiner = RefinerOptions.checked(
            model=ModelRef(name=arguments.refiner), switch_at=arguments.switch_at
        )
    return GenerateParams.checked(
        model=info.ref,
        prompt=arguments.prompt,
        negative_prompt=arguments.negative,
        sampler=sampler,
        schedule=schedule,
        steps=steps,
        guidance_scale=guidance,
        seed=random_seed() if arguments.seed == RANDOM_SEED else arguments.seed,
        count=arguments.count,
        clip_skip=arguments.clip_skip,
        shift=arguments.shift,
        vae=ModelRef(name=arguments.vae) if arguments.vae else None,
        refiner=refiner,
        **task,
    )


def _save_options(home: _Home, file: Path) -> SaveOptions:
    return SaveOptions.checked(
        folder=home.settings.pictures_folder or home.paths.pictures,
        file=file,
        format=_FORMATS[file.suffix.lower()],
        quality=home.settings.quality,
        include_prompt=home.settings.include_prompt,
    )


class _InterruptCancels:
    """Ctrl+C cancels the job at its next step; a second one stops the program."""

    def __init__(self, token: CancelToken) -> None:
        self._token = token

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGINT, self._cancel)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _cancel(self, *_: object) -> None:
        if self._token.cancelled:
            raise KeyboardInterrupt
        self._token.cancel()


def _models(arguments: argparse.Namespace) -> int:
    models = _Home.open().library.scan()
    if arguments.json:
        print(json.dumps([_model_row(info) for info in models], indent=2))
        return OK
    for info in models:
        about = f"{info.native_size} px, {info.size_bytes / 1e6:.0f} MB, {info.license or 'licence unknown'}"
        state = f"{info.family.title}, {about}" if info.problem is None else info.problem.message
        print(f"{info.name:24} {state}")
    return OK


def _model_row(info: ModelInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "title": info.title,
        "family": info.family_key,
        "path": str(info.path),
        "license": info.license,
        "size_bytes": info.size_bytes,
        "native_size": str(info.native_size),
        "problem": None if info.problem is None else info.problem.message,
        "example_prompts": list(info.example_prompts),
    }


def _gallery(arguments: argparse.Namespace) -> int:
    home = _Home.open()
    gallery = _open_gallery(home)
    try:
        rows = (
            gallery.search(arguments.search, arguments.limit)
            if arguments.search
            else gallery.page(arguments.limit)
        )
        if arguments.json:
            print(json.dumps([_gallery_row(row) for row in rows], indent=2))
        else:
            for row in rows:
                print(f"{row.id:6}  {row.seed:>12}  {_plain(str(row.path))}  {_plain(row.prompt)}")
    finally:
        gallery.close()
    return OK


def _plain(text: str) -> str:
    """One line without control characters: a prompt of a foreign file must not steer the terminal."""
    return "".join(
        " " if character.isspace() else character
        for character in text
        if character.isprintable() or character.isspace()
    )


def _gallery_row(row: GalleryRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "file": str(row.path),
        "size": str(row.size),
        "created": row.created.isoformat(),
        "seed": row.seed,
        "model": row.model,
        "sampler": row.sampler,
        "steps": row.steps,
        "starred": row.starred,
        "prompt": row.prompt,
    }
