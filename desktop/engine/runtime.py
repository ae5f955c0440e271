"""What must be set in the process before and after torch is imported, by whoever makes the engine."""

from __future__ import annotations

import os

_ENVIRONMENT = {
    # Nothing here may reach the network; downloads have a module of their own.
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    # Spinning at OpenMP barriers costs a factor of 20 when any other program wants a core, a browser say.
    "OMP_WAIT_POLICY": "passive",
}


def prepare_environment() -> None:
    """Set the variables that libraries read while they are imported; values the user set stay."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)


def quieten_libraries() -> None:
    """Turn off progress bars, their monitor thread and chatter. Imports diffusers and transformers."""
    import diffusers
    import tqdm
    import transformers

    tqdm.tqdm.monitor_interval = 0  # its thread would outlive every load
    diffusers.utils.logging.disable_progress_bar()
    diffusers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
