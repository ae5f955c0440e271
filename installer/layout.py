"""Where set-up keeps the environment, its stamps, its lock and its log.

Every start imports this before anything else, so it uses `os` and `sys` alone (`pathlib` costs 15 ms).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


class Layout:
    """The files of one installation: the project folder, and the folder that holds `.venv` and `logs`."""

    __slots__ = ("home", "project")

    def __init__(self, project: str, home: str) -> None:
        self.project = project
        self.home = home

    @property
    def environment(self) -> str:
        """Folder of the virtual environment."""
        return os.path.join(self.home, ".venv")

    @property
    def python(self) -> str:
        """The environment's interpreter."""
        if os.name == "nt":
            return os.path.join(self.environment, "Scripts", "python.exe")
        return os.path.join(self.environment, "bin", "python")

    @property
    def log(self) -> str:
        """Log of the newest set-up."""
        return os.path.join(self.home, "logs", "setup.log")

    @property
    def lock(self) -> str:
        """The file that keeps two set-ups apart."""
        return os.path.join(self.home, "logs", "setup.lock")

    def requirements(self, test_tools: bool) -> str:
        """File with the exact pins: of the program, or of what its tests need besides."""
        return os.path.join(self.project, "installer", "lock-dev.txt" if test_tools else "lock.txt")

    def stamp(self, test_tools: bool) -> str:
        """File that is written last, when everything in `requirements` is installed."""
        return os.path.join(self.environment, "test-tools.stamp" if test_tools else "program.stamp")

    def stamp_content(self, test_tools: bool) -> bytes:
        """What the stamp must hold: Python's version and every pin.

        The text itself, not a hash of it: two kilobytes compare faster than hashlib loads.
        """
        with open(self.requirements(test_tools), "rb") as file:
            return b"python %d.%d\n" % sys.version_info[:2] + file.read()

    def is_current(self, test_tools: bool = False) -> bool:
        """Whether the environment holds what the lock files of this version name."""
        return self._matches(False) and (not test_tools or self._matches(True))

    def _matches(self, test_tools: bool) -> bool:
        try:
            with open(self.stamp(test_tools), "rb") as file:
                return file.read() == self.stamp_content(test_tools)
        except OSError:
            return False

    def remove_stamps(self) -> None:
        """Have the next set-up make the environment anew."""
        for test_tools in (False, True):
            if os.path.exists(self.stamp(test_tools)):
                os.unlink(self.stamp(test_tools))

    def is_running_inside(self) -> bool:
        """Whether this very process runs in the environment."""
        return os.path.realpath(sys.prefix) == os.path.realpath(self.environment)


def find(project: str, environ: Mapping[str, str]) -> Layout:
    """Keep things beside main.py; in the user's data folder when the project folder is read-only.

    A finished environment beside main.py serves users who may not write there, too.
    """
    beside = Layout(project, project)
    if os.access(project, os.W_OK) or beside.is_current():
        return beside
    return Layout(project, user_folder(environ, sys.platform))


def user_folder(environ: Mapping[str, str], platform: str) -> str:
    """The user's data folder, the same that `desktop.core.paths` names."""
    if environ.get("DARKROOM_HOME"):
        return os.path.join(os.path.abspath(environ["DARKROOM_HOME"]), "data")
    home = os.path.expanduser("~")
    if platform == "win32":
        base = environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif platform == "darwin":
        base = os.path.join(home, "Library", "Application Support")
    else:
        base = environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
    return os.path.join(base, "Darkroom")
