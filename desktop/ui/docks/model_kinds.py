"""What kinds of model files are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.identify.identified import Kind
from desktop.core.texts import QT_TRANSLATE_NOOP

_KINDS = {
    Kind.CHECKPOINT: (
        QT_TRANSLATE_NOOP("ModelKinds", "Model"),
        QT_TRANSLATE_NOOP("ModelKinds", "Models"),
    ),
    Kind.DENOISER: (
        QT_TRANSLATE_NOOP("ModelKinds", "Denoiser"),
        QT_TRANSLATE_NOOP("ModelKinds", "Denoisers alone"),
    ),
    Kind.VIDEO: (
        QT_TRANSLATE_NOOP("ModelKinds", "Video"),
        QT_TRANSLATE_NOOP("ModelKinds", "For moving pictures"),
    ),
    Kind.VAE: (QT_TRANSLATE_NOOP("ModelKinds", "VAE"), QT_TRANSLATE_NOOP("ModelKinds", "VAEs")),
    Kind.TINY_VAE: (
        QT_TRANSLATE_NOOP("ModelKinds", "Tiny VAE"),
        QT_TRANSLATE_NOOP("ModelKinds", "Tiny VAEs"),
    ),
    Kind.LORA: (QT_TRANSLATE_NOOP("ModelKinds", "LoRA"), QT_TRANSLATE_NOOP("ModelKinds", "LoRAs")),
    Kind.EMBEDDING: (
        QT_TRANSLATE_NOOP("ModelKinds", "Textual inversion"),
        QT_TRANSLATE_NOOP("ModelKinds", "Textual inversions"),
    ),
    Kind.CONTROLNET: (
        QT_TRANSLATE_NOOP("ModelKinds", "ControlNet"),
        QT_TRANSLATE_NOOP("ModelKinds", "ControlNets"),
    ),
    Kind.T2I_ADAPTER: (
        QT_TRANSLATE_NOOP("ModelKinds", "T2I-Adapter"),
        QT_TRANSLATE_NOOP("ModelKinds", "T2I-Adapters"),
    ),
    Kind.IP_ADAPTER: (
        QT_TRANSLATE_NOOP("ModelKinds", "IP-Adapter"),
        QT_TRANSLATE_NOOP("ModelKinds", "IP-Adapters"),
    ),
    Kind.UPSCALER: (
        QT_TRANSLATE_NOOP("ModelKinds", "Upscaler"),
        QT_TRANSLATE_NOOP("ModelKinds", "Upscalers"),
    ),
    Kind.TEXT_ENCODER: (
        QT_TRANSLATE_NOOP("ModelKinds", "Text encoder"),
        QT_TRANSLATE_NOOP("ModelKinds", "Text encoders"),
    ),
    Kind.IMAGE_ENCODER: (
        QT_TRANSLATE_NOOP("ModelKinds", "Image encoder"),
        QT_TRANSLATE_NOOP("ModelKinds", "Image encoders"),
    ),
    Kind.HYPERNETWORK: (
        QT_TRANSLATE_NOOP("ModelKinds", "Hypernetwork"),
        QT_TRANSLATE_NOOP("ModelKinds", "Hypernetworks"),
    ),
    Kind.UNKNOWN: (
        QT_TRANSLATE_NOOP("ModelKinds", "Not known"),
        QT_TRANSLATE_NOOP("ModelKinds", "Not known"),
    ),
}
"""One file of a kind, and several."""


def kind_words(kind: Kind) -> str:
    """Files of a kind, for people."""
    return QCoreApplication.translate("ModelKinds", _KINDS[kind][1])


def kind_word(kind: Kind) -> str:
    """One file of a kind, for people."""
    return QCoreApplication.translate("ModelKinds", _KINDS[kind][0])
