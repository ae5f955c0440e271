"""Stands in for the process that converts: does what the name of its source says.

Run by tests of ``desktop.core.conversion`` as ``python -m tests.helpers.rogue_converter SOURCE PART``.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import threading
from pathlib import Path


def say(**report: object) -> None:
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stdout.flush()


def safetensors(sha256: str) -> bytes:
    header = {
        "__metadata__": {"darkroom.source_sha256": sha256},
        "x": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
    }
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + b"\0" * 4


def main(source: Path, part: Path) -> None:
    part.write_bytes(b"half")
    say(stage="read", done_bytes=1, total_bytes=2)
    match source.stem:
        case "good":
            part.write_bytes(safetensors("abc"))
            say(tensors=1, sha256="abc", left_out=["epoch"])
        case "refuses":
            say(code="unsafe_model", message="It asks for os.system.", hint="Remove it.")
        case "crashes":
            sys.stderr.write("Fatal Python error: Segmentation fault\n")
            sys.stderr.flush()
            os._exit(139)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "bad_alloc":
            sys.stderr.write("terminate called after throwing an instance of 'std::bad_alloc'\n")
            sys.stderr.flush()
            os._exit(134)
        case "hangs":
            threading.Event().wait()
        case "floods":
            while True:
                sys.stdout.write("x" * 100_000)
        case "leaves quietly":
            pass
        case "half":
            say(tensors=1, sha256="abc")
        case "lies":
            part.write_bytes(safetensors("other"))
            say(tensors=1, sha256="abc")
        case "environment":
            say(code="environment", message=" ".join(sorted(os.environ)))


main(*map(Path, sys.argv[1:]))
