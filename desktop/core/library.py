"""The installed models: found and identified by their configs and headers, never loaded and never run."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import AppError
from desktop.core.hashes import HashCache
from desktop.core.library_index import IndexRow, LibraryIndex
from desktop.core.models import ModelInfo
from desktop.core.params import ModelRef

if TYPE_CHECKING:
    from desktop.core.library_walk import Found

INDEX = "model_index.json"


class Library:
    """The models in some folders and the one that the program brings along.

    Any thread; each scan looks at the disk anew, but opens only files that the index does not know.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        embedded: Path,
        index: LibraryIndex | None = None,
        hashes: HashCache | None = None,
    ) -> None:
        """Without an index every scan reads every header; without ``hashes`` no twins are told."""
        self._folders = tuple(folders)
        self._embedded = embedded
        self._index = index
        self.hashes = hashes
        """Where hashes of the files are remembered."""
        self.latest: tuple[ModelInfo, ...] = ()
        """What the last scan of all files found; empty before one ended."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where it looks, beside the embedded model."""
        return self._folders

    def use_folders(self, folders: Sequence[Path]) -> None:
        """Look in these folders from the next scan on."""
        self._folders = tuple(folders)

    def scan(self) -> tuple[ModelInfo, ...]:
        """The models that pictures are made with, the embedded one first; names are unique. Never raises.

        One that can't be used is there too, and its ``problem`` says why.
        """
        return tuple(info for info in self.scan_all() if info.makes_pictures)

    def scan_all(self, tell: Callable[[int], object] = lambda found: None) -> tuple[ModelInfo, ...]:
        """Every model file and folder of any kind, the embedded model first, then by folder and name.

        Names are unique; ``problem`` says why one can't be used. ``tell`` hears after each how many were
        found, and may raise to stop; what was read until then is remembered. Raises nothing else.
        """
        # Only when it scans: the window starts without what tells files apart.
        from desktop.core.library_files import describe, look, with_twins
        from desktop.core.library_folders import identify_pipeline

        before = self._index.rows() if self._index is not None else {}
        rows: dict[str, IndexRow] = {}
        infos: dict[tuple[int, int] | str, ModelInfo] = {}
        try:
            for embedded, one in self._walk():
                if one.identity in infos:
                    continue
                if one.is_pipeline:
                    infos[one.identity] = identify_pipeline(one.path, embedded, one.repository)
                else:
                    row = rows[str(one.path)] = look(one, before.get(str(one.path)))
                    infos[one.identity] = describe(one, row)
                tell(len(infos))
        except BaseException:
            if self._index is not None:
                self._index.keep(before | rows)
            raise
        if self._index is not None:
            self._index.keep(rows)
        self.latest = with_twins(
            # Whole models come first, so that no other file takes the name that pictures know them by.
            tuple(_uniquely_named(sorted(infos.values(), key=_naming_order))),
            self.hashes,
        )
        return self.latest

    def _walk(self) -> Iterator[tuple[bool, Found]]:
        """All that lies in the folders, and whether the program brings it along."""

        from desktop.core.library_layouts import recognise
        from desktop.core.library_walk import walk

        for root in (self._embedded, *self._folders):
            for place in recognise(root).folders:
                found = sorted(walk(place), key=lambda one: (one.path.name.casefold(), str(one.path)))
                yield from ((root == self._embedded, one) for one in found)


def find(models: Sequence[ModelInfo], ref: ModelRef) -> ModelInfo:
    """The model that ``ref`` names, in this spelling or in another case.

    Raises AppError("model_missing") with a hint at similar names, or the model's own problem.
    """
    exact = [model for model in models if model.name == ref.name]
    similar = [model for model in models if model.name.casefold() == ref.name.casefold()]
    for model in exact or similar:
        if model.problem is not None:
            problem = model.problem
            raise AppError(problem.code, problem.message, problem.hint, problem.details)
        return model
    names = [model.name for model in models if model.problem is None]
    close = difflib.get_close_matches(ref.name, names, n=3) or names[:3]
    raise AppError(
        "model_missing",
        f"The model {ref.name or 'without a name'} is not installed.",
        f"Choose another one, such as {', '.join(close)}."
        if close
        else "Add a folder with models in the settings.",
    )


def _naming_order(info: ModelInfo) -> tuple[bool, bool]:
    return not info.makes_pictures, info.container != "folder"


def _uniquely_named(models: Iterable[ModelInfo]) -> Iterator[ModelInfo]:
    taken: set[str] = set()
    for model in models:
        names = itertools.chain([model.name], (f"{model.name}-{number}" for number in itertools.count(2)))
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        yield replace(model, name=name)
