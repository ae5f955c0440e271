"""Model files from before safetensors: pickles, told by their content and never opened here.

``desktop.engine.convert`` reads them, in a process of its own, after a person agreed to it.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop.core import files
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.weights import is_safetensors

CODE = "legacy_model"
"""Of the ErrorInfo of a file that can be converted."""
MAX_BYTES = 16_000_000_000
MAX_PICKLE_BYTES = 128_000_000
"""Of the pickle in a zip, which holds names and shapes; the numbers lie beside it."""
_SPARE_BYTES = 200_000_000
"""What has to stay free on a disk."""
_START_BYTES = 512
_TAR_MARK = slice(257, 262)
_MAX_CONSENTS = 1000
_MAX_CONSENT_BYTES = 2_000_000
_NAMES = {"pytorch_model": "model"}
"""What the same file is called as safetensors, by the rules of transformers."""

_log = logging.getLogger(__name__)


class Form(StrEnum):
    """How a file begins, whatever it is called."""

    ZIP = "zip"
    """What torch.save writes since 1.6: a zip with a pickle in it."""
    PICKLE = "pickle"
    """A bare pickle of protocol 2 to 5, such as torch.save wrote before."""
    TAR = "tar"
    """What torch.save wrote before 0.1.10, around pickles."""
    SAFETENSORS = "safetensors"
    GGUF = "gguf"
    OTHER = "other"


def sniff(path: Path) -> Form:
    """What kind of file it is by its first bytes. Any thread. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(_START_BYTES)
    if is_safetensors(start):
        return Form.SAFETENSORS
    if start.startswith(b"PK\x03\x04"):
        return Form.ZIP
    if len(start) > 1 and start[0] == 0x80 and start[1] in range(2, 6):
        return Form.PICKLE
    if start.startswith(b"GGUF"):
        return Form.GGUF
    if start[_TAR_MARK] == b"ustar":
        return Form.TAR
    return Form.OTHER


def problem_of(path: Path) -> ErrorInfo:
    """Why such a file is listed but can't be used as it is."""
    return ErrorInfo(
        CODE,
        f"{path.name} is a pickle, which can run programs when it is opened. It was not opened.",
        "Convert it to safetensors, or get the model in safetensors form.",
        str(path),
    )


def is_convertible(problem: ErrorInfo | None) -> bool:
    """Whether a model with this problem may become one without it by conversion."""
    return problem is not None and problem.code == CODE


@dataclass(frozen=True, slots=True)
class Plan:
    """What a conversion reads and what it makes."""

    source: Path
    form: Form
    size_bytes: int
    folder: Path
    """Where the safetensors file goes."""
    stem: str
    """Its name without suffix; with a number behind it when that is taken by then."""
    beside: bool
    """Whether it goes beside the original."""
    agreed: bool
    """Whether a person agreed to the conversion of this very file before."""

    @property
    def target(self) -> Path:
        """What the new file will be called as things are now. Looks at the disk."""
        return files.reserve_name(self.folder, self.stem, ".safetensors")


def plan(source: Path, roots: Sequence[Path], own: Path, consents: Consents) -> Plan:
    """Look at a file without opening what it holds, and see where its conversion would go.

    That is beside the original where models are looked for (``roots``) and one may write; else ``own``, the
    program's folder of models. Any thread. Raises AppError: ``not_readable``, ``not_legacy`` for what is no
    pickle, ``unsupported_model`` for one that can't be read safely, ``too_large``, ``disk_full``.
    """
    import psutil  # when first needed, for a quick start

    try:
        form, size = sniff(source), source.stat().st_size
    except OSError as error:
        raise AppError(
            "not_readable",
            f"{source.name} can't be read: {error.strerror or error}.",
            "Check that the file is there and that you may read it.",
            str(source),
        ) from error
    _refuse_form(source, form)
    if size > MAX_BYTES:
        raise AppError(
            "too_large",
            f"{source.name} has {size / 1e9:.1f} GB; files of up to {MAX_BYTES / 1e9:.0f} GB are converted.",
            "Get the model in safetensors form.",
            str(source),
        )
    folder = source.absolute().parent
    beside = any(folder.is_relative_to(root) for root in roots) and os.access(folder, os.W_OK)
    target = folder if beside else own
    free = psutil.disk_usage(str(_existing(target))).free
    if free < size + _SPARE_BYTES:
        raise AppError(
            "disk_full",
            f"There is not enough room to convert {source.name}: it needs {size / 1e9:.1f} GB, "
            f"and {free / 1e9:.1f} GB are free. Nothing was changed.",
            "Free some space, then try again.",
            str(target),
        )
    if form is Form.PICKLE and (memory := psutil.virtual_memory().available) < size + _SPARE_BYTES:
        raise AppError(
            "out_of_memory",
            f"A file of this old kind is read as a whole: {source.name} needs {size / 1e9:.1f} GB of memory, "
            f"and {memory / 1e9:.1f} GB are free. Nothing was changed.",
            "Close other programs, then try again.",
            str(source),
        )
    return Plan(
        source=source,
        form=form,
        size_bytes=size,
        folder=target,
        stem=files.safe_stem(_renamed(source.stem)),
        beside=beside,
        agreed=consents.has(source),
    )


def check_zip(path: Path) -> None:
    """See that a zip is one that torch.save wrote and no trap; its pickle is not opened.

    torch never compresses: parts together are no larger than the file, so nothing unfolds. Raises AppError:
    ``unsafe_file`` (names that lead elsewhere, links, compressed or overlapping parts), ``damaged_file``,
    ``unsupported_model``.
    """
    from desktop.core import safe_zip  # not before a window is there

    with safe_zip.opened(path) as archive:
        entries = archive.entries
        pickles = [name for name in entries if re.fullmatch(r"[^/]*/data\.pkl", name)]
        if any(name.endswith("/constants.pkl") for name in entries):
            raise AppError(
                "unsupported_model",
                f"{path.name} holds a program (TorchScript), not weights. It was not opened.",
                "Get the model in safetensors form.",
                str(path),
            )
        if len(pickles) != 1:
            raise AppError(
                "unsupported_model",
                f"{path.name} is a zip file, but no model that torch saved. It was not opened.",
                "If models are packed in it, unpack them first.",
                str(path),
            )
        if archive.compressed or sum(entries.values()) > path.stat().st_size:
            raise _unsafe(path, "its parts unfold to more than they are, which torch never does")
        if entries[pickles[0]] > MAX_PICKLE_BYTES:
            raise _unsafe(path, f"its pickle alone has {entries[pickles[0]] / 1e6:.0f} MB")


class _Consent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    size_bytes: int
    mtime_ns: int


class _Consents(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[_Consent, ...] = ()


class Consents:
    """The files whose conversion a person agreed to, by path, size and time of change. Thread-safe.

    A record that is missing or damaged only costs asking again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def has(self, source: Path) -> bool:
        """Whether this very file was agreed to; another of the same name was not. Raises OSError."""
        return _consent(source) in self._read()

    def give(self, source: Path) -> None:
        """Remember that a person agreed. Raises AppError as the writer does, OSError."""
        consent = _consent(source)
        with self._lock:
            others = [row for row in self._read() if row.path != consent.path]
            rows = (*others, consent)[-_MAX_CONSENTS:]
            files.write_text(self._path, _Consents(rows=rows).model_dump_json())

    def _read(self) -> tuple[_Consent, ...]:
        try:
            with self._path.open("rb") as file:
                return _Consents.model_validate_json(file.read(_MAX_CONSENT_BYTES)).rows
        except FileNotFoundError:
            return ()
        except (OSError, ValidationError) as error:
            _log.warning("What was agreed to before can't be read, and is asked again: %s", error)
            return ()


def _consent(source: Path) -> _Consent:
    status = source.stat()
    path = os.path.realpath(source).encode(errors="replace").decode()
    return _Consent(path=path, size_bytes=status.st_size, mtime_ns=status.st_mtime_ns)


def _refuse_form(source: Path, form: Form) -> None:
    match form:
        case Form.SAFETENSORS | Form.GGUF:
            kind = "safetensors" if form is Form.SAFETENSORS else "GGUF"
            raise AppError(
                "not_legacy",
                f"{source.name} is a {kind} file under another name: there is nothing to convert.",
                f"Give it the ending .{form.value}.",
                str(source),
            )
        case Form.TAR:
            raise AppError(
                "unsupported_model",
                f"{source.name} has the form that torch wrote before 2017, which can't be read safely. "
                "It was not opened.",
                "Get the model in safetensors form.",
                str(source),
            )
        case Form.OTHER:
            raise AppError(
                "not_legacy",
                f"{source.name} is no model file that Darkroom knows. It was not opened.",
                "If it was downloaded, get it again: it may be a page or a part of the file.",
                str(source),
            )


def _renamed(stem: str) -> str:
    return _NAMES.get(stem, stem)


def _existing(folder: Path) -> Path:
    """The nearest folder that is there: the writer makes the others."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _unsafe(path: Path, reason: str) -> AppError:
    return AppError(
        "unsafe_file",
        f"{path.name} was not opened, as it may do harm: {reason}.",
        "Get the model in safetensors form from a source you trust.",
        str(path),
    )
