"""Where things live on this machine. Knows names only: no folder is made here, the writer makes parents."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import platformdirs

HOME_VARIABLE = "DARKROOM_HOME"
_NAME = "Darkroom"


@dataclass(frozen=True, slots=True)
class Paths:
    """The program's folders. Pictures are the person's own and stay when the rest is removed."""

    data: Path
    config: Path
    cache: Path
    logs: Path
    pictures: Path

    @classmethod
    def default(cls) -> Self:
        """The platform's usual places, or all of them below $DARKROOM_HOME when that is set."""
        if home := os.environ.get(HOME_VARIABLE):
            root = Path(home).absolute()
            return cls(*(root / name for name in ("data", "config", "cache", "logs", "pictures")))
        return cls(
            data=platformdirs.user_data_path(_NAME, appauthor=False),
            config=platformdirs.user_config_path(_NAME, appauthor=False),
            cache=platformdirs.user_cache_path(_NAME, appauthor=False),
            logs=platformdirs.user_log_path(_NAME, appauthor=False),
            pictures=platformdirs.user_pictures_path() / _NAME,
        )

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"

    @property
    def gallery(self) -> Path:
        return self.data / "gallery.db"

    @property
    def queue(self) -> Path:
        return self.data / "queue.json"

    @property
    def models(self) -> Path:
        return self.data / "models"

    @property
    def model_pictures(self) -> Path:
        """The pictures of the models' cards."""
        return self.data / "model-pictures"

    @property
    def model_notes(self) -> Path:
        """What the person wrote about models (core.model_notes)."""
        return self.data / "model-notes.json"

    @property
    def inputs(self) -> Path:
        """Pictures and masks that jobs started from (core.input_store)."""
        return self.data / "inputs"

    @property
    def recovery(self) -> Path:
        """The canvas as it was kept last, for the start after a crash."""
        return self.data / "recovery"

    @property
    def run_marker(self) -> Path:
        """What says that the program runs (core.last_run)."""
        return self.data / "run.json"

    @property
    def crash_log(self) -> Path:
        return self.logs / "crash.log"

    @property
    def styles(self) -> Path:
        """The person's own styles (core.styles); the program's are in resources."""
        return self.data / "styles.csv"

    @property
    def wildcards(self) -> Path:
        return self.data / "wildcards"

    @property
    def prompt_history(self) -> Path:
        return self.data / "prompts.json"

    @property
    def downloads(self) -> Path:
        """The downloads that have not ended (core.downloads)."""
        return self.data / "downloads.json"

    @property
    def connections(self) -> Path:
        """Every connection that was made (core.connection_log)."""
        return self.data / "connections.jsonl"

    @property
    def consents(self) -> Path:
        """The files whose conversion a person agreed to (core.legacy)."""
        return self.data / "consents.json"

    @property
    def estimates(self) -> Path:
        return self.cache / "estimates.json"

    @property
    def dragged(self) -> Path:
        """Pictures that were dragged out of the window."""
        return self.cache / "dragged"

    @property
    def library_index(self) -> Path:
        """What model files were found to be (core.library_index)."""
        return self.cache / "library.json"

    @property
    def hashes(self) -> Path:
        return self.cache / "hashes.json"


@cache
def resources() -> Path:
    """The folder with what the program brings along: the starter model, icons, fonts, configs."""
    return Path(__file__).resolve().parents[2] / "resources"
