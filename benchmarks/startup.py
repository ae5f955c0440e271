"""Seconds from `python3 main.py` to the first painted window, set-up done, bootstrap included.

Runs the real command in a fresh process each time; a sitecustomize module reports the first paint of
the main window and ends the process there.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from report import tell

ROOT = Path(__file__).parent.parent
HOOK = """
import importlib.abc, importlib.machinery, os, sys

class Hook(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "desktop.app":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        run = spec.loader.exec_module
        def exec_module(module):
            run(module)
            build = module.build
            def watched(*args):
                from PySide6.QtCore import QEvent, QObject
                class Watch(QObject):
                    def eventFilter(self, watched, event):
                        if event.type() == QEvent.Type.Paint:
                            os.write(1, b"painted")
                            os._exit(0)
                        return False
                app = build(*args)
                app.window.watch = Watch()
                app.window.canvas.installEventFilter(app.window.watch)
                return app
            module.build = watched
        spec.loader.exec_module = exec_module
        return spec

sys.meta_path.insert(0, Hook())
"""


def tidy(gallery: Path) -> None:
    """Close the gallery as a run that ends well does: the last one was cut off at its first paint."""
    if gallery.exists():
        with contextlib.closing(sqlite3.connect(gallery)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument(
        "--home", type=Path, help="DARKROOM_HOME to start with, such as one with a large gallery"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(HOOK)
        # Compiled modules are kept, as on every machine that does not say otherwise.
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = kept | {
            "PYTHONPATH": folder,
            "DARKROOM_HOME": str(arguments.home or Path(folder) / "home"),
        }
        if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
            sys.exit("startup.py needs a display: run it under xvfb-run")
        seconds = []
        for _ in range(arguments.runs + 2):  # the first two warm the file cache
            tidy(Path(environment["DARKROOM_HOME"], "data", "gallery.db"))
            began = time.perf_counter()
            result = subprocess.run(
                [sys.executable, "main.py"], cwd=ROOT, env=environment, capture_output=True, check=False
            )
            seconds.append(time.perf_counter() - began)
            if b"painted" not in result.stdout:
                sys.exit(f"the window did not paint: {result.stdout!r} {result.stderr!r}")
    timed = seconds[2:]
    tell("startup", {"median s": statistics.median(timed), "best s": min(timed), "worst s": max(timed)})


if __name__ == "__main__":
    main()
