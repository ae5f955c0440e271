"""Exceptions of torch, diffusers and the system, said so that a person can act on them."""

from __future__ import annotations

import traceback

import torch
from safetensors import SafetensorError

from desktop.core.errors import AppError, ErrorInfo

OUT_OF_MEMORY = "out_of_memory"
# What the CPU allocator, CUDA and Windows say inside a plain RuntimeError.
_MEMORY_WORDS = ("can't allocate memory", "not enough memory", "out of memory", "alloc_cpu")


def is_out_of_memory(error: BaseException) -> bool:
    """True for CUDA's own error, Python's, and the CPU allocator's plain RuntimeError."""
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(word in str(error).lower() for word in _MEMORY_WORDS)


def explain(error: BaseException) -> ErrorInfo:
    """Text only: a kept exception would keep the tensors of its frames alive."""
    if isinstance(error, AppError):
        return error.info
    details = "".join(traceback.format_exception(error))
    if is_out_of_memory(error):
        return ErrorInfo(
            OUT_OF_MEMORY,
            "There was not enough memory for this picture. Nothing that was saved before is lost.",
            "Choose a smaller size, close other programs, or choose a smaller model.",
            details,
        )
    if isinstance(error, SafetensorError):
        return ErrorInfo(
            "model_damaged",
            "A file of this model is damaged or cut short.",
            "Copy or download the model again. Other models still work.",
            details,
        )
    return ErrorInfo(
        "internal_error",
        f"Something went wrong inside Darkroom ({type(error).__name__}: {_first_line(error)}).",
        "The queue goes on. Please report this with the details below.",
        details,
    )


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:200]
