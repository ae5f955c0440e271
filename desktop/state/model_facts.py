"""What is known of a model in words: its passport."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.core.hashes import autov2
from desktop.core.identify.identified import Kind
from desktop.core.licences import in_words
from desktop.core.models import ModelInfo
from desktop.state.picture_facts import Fact


def passport(info: ModelInfo, kind: str) -> tuple[Fact, ...]:
    """The rows that have something to say; ``kind`` is what its kind is called."""
    found = (
        ("licence", _tr("Licence"), licence(info)),
        ("kind", _tr("Kind"), ", ".join(filter(None, (kind, info.shown_family)))),
        ("size", _tr("Size"), _size(info.size_bytes)),
        ("author", _tr("Made by"), info.author),
        ("source", _tr("Source"), info.source),
        ("base", _tr("Made from"), info.base_model),
        ("data", _tr("Trained on"), _data(info)),
        ("limits", _tr("Limits"), " ".join(_limits(info))),
        ("sha256", _tr("SHA-256"), info.sha256 or _no_hash(info), _shortened(info.sha256)),
        ("short", _tr("Short hash"), _short_hash(info)),
        ("file", _tr("File"), str(info.path)),
    )
    return tuple(Fact(*fact) for fact in found if fact[2])


def licence(info: ModelInfo) -> str:
    """Its short name and what it means."""
    words = QCoreApplication.translate("Licences", in_words(info.license))
    return f"{info.license}: {words}" if info.license.strip() else words


def _data(info: ModelInfo) -> str:
    """What the training data were; that nobody says so is worth knowing, too."""
    seen = info.identified
    sentences = [info.datasets] if info.datasets else []
    if info.card is not None and not sentences:
        sentences.append(_tr("See what its makers say."))
    if not sentences:
        sentences.append(_tr("Its makers do not say on which pictures."))
    if seen is not None and seen.trained_size is not None:
        width, height = seen.trained_size
        sentences.append(_tr("Size: {width} × {height} pixels.").format(width=width, height=height))
    return " ".join(sentences)


def _limits(info: ModelInfo) -> list[str]:
    seen, sentences = info.identified, []
    if info.problem is not None:
        sentences += [info.problem.message, info.problem.hint]
    elif info.makes_pictures:
        least, most = info.size_range
        words = _tr("Draws well with sides of {least} to {most} pixels.")
        sentences.append(words.format(least=least, most=most))
    elif info.kind in (Kind.LORA, Kind.EMBEDDING) and info.shown_family:
        sentences.append(_tr("Goes only with models of the kind {family}.").format(family=info.shown_family))
    if seen is not None and seen.few_step:
        sentences.append(_tr("Made for few steps ({method}).").format(method=seen.few_step.upper()))
    if info.misplaced:
        sentences.append(info.misplaced)
    if info.twin:
        sentences.append(_tr("It is the same file as {name}.").format(name=info.twin))
    return [sentence for sentence in sentences if sentence]


def _no_hash(info: ModelInfo) -> str:
    return _tr("Not computed yet: that is done while nothing else runs.") if info.is_one_file else ""


def _shortened(sha256: str) -> str:
    """Nothing in it could be broken into lines."""
    return f"{sha256[:16]}…{sha256[-8:]}" if sha256 else ""


def _short_hash(info: ModelInfo) -> str:
    if info.kind is Kind.LORA:
        return info.autov3
    return autov2(info.sha256)


def _size(size_bytes: int) -> str:
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModelFacts", text)
