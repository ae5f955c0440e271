"""pip: what it says, in short; which build of PyTorch it takes; and what its failures mean."""

from __future__ import annotations

import os
import re
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from typing import NamedTuple

from installer.console import Console, SetupFailed, in_words

PIP_FAILED = 5
DISK_FULL = 6

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
CUDA_SIZE = "3 to 5 GB with its CUDA libraries"
REACHABLE_WITHIN_S = 3.0
WORTH_A_LINE_BYTES = 5_000_000

_WHEEL = re.compile(r"(?P<name>[A-Za-z0-9_.]+)-(?P<version>[^-/]+)-[^/]*\.whl$")
_FETCH = re.compile(
    r"\s*(?:Downloading|Using cached|Processing)\s+(?P<file>\S+\.whl)(?!\S)"
    r"(?:\s+\((?P<size>[\d.]+ [kMG]?B)\))?"
)
_UNITS = {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}
_NO_NETWORK = (
    "Failed to establish a new connection",
    "Name or service not known",
    "Temporary failure in name resolution",
    "getaddrinfo failed",
    "Network is unreachable",
    "Connection refused",
    "timed out",
    "ProxyError",
    "SSLError",
    "CERTIFICATE_VERIFY_FAILED",
)


class Fetched(NamedTuple):
    """A wheel that pip has taken: the project's name, its version, its size in bytes (None if not told)."""

    name: str
    version: str
    size_bytes: float | None

    def __str__(self) -> str:
        size = f" ({in_words(self.size_bytes)})" if self.size_bytes else ""
        return f"{self.name} {self.version}{size}"


def parse_fetched(line: str) -> Fetched | None:
    """The wheel that a line of pip's output is about; None for the lines that only pip cares for."""
    found = _FETCH.match(line)
    if found is None:
        return None
    path = urllib.parse.unquote(found["file"])
    wheel = _WHEEL.search(os.path.basename(path))
    if wheel is None:
        return None
    size: float | None = None
    if found["size"]:
        number, unit = found["size"].split()
        size = float(number) * _UNITS[unit]
    elif os.path.isfile(path):
        size = os.path.getsize(path)
    return Fetched(wheel["name"], wheel["version"], size)


def pins(lock_text: str) -> dict[str, str]:
    """Project name -> exact version of a lock file, as written there."""
    lines = (line.split("#")[0].split(";")[0].strip() for line in lock_text.splitlines())
    return dict(line.split("==") for line in lines if line)


class Pip:
    """Runs one environment's pip with this machine's own pip configuration, and reports in short lines."""

    def __init__(self, python: str, console: Console, environ: Mapping[str, str]) -> None:
        self._python = python
        self._console = console
        # Installing anywhere but into the environment is never meant, whatever the machine's default is.
        self._environ = {**environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
        for name in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"):
            self._environ.pop(name, None)
        self.disk_is_full = False
        self.network_is_down = False

    def install(self, *arguments: str) -> bool:
        """`pip install` of wheels only. Tells what it takes as it goes, and whether it worked."""
        self.disk_is_full = False
        self.network_is_down = False
        doing = "asking the package index"

        def read(line: str) -> None:
            nonlocal doing
            self.disk_is_full |= "No space left on device" in line
            self.network_is_down |= any(sign in line for sign in _NO_NETWORK)
            wheel = parse_fetched(line)
            if wheel is not None:
                doing = str(wheel)
                if wheel.size_bytes and wheel.size_bytes >= WORTH_A_LINE_BYTES:
                    self._console.say(f"      {wheel}")
            elif line.startswith("Installing collected packages"):
                count = line.count(",") + 1
                doing = f"unpacking {count} packages" if count > 1 else "unpacking it"
                self._console.say(f"      {doing}")
            self._console.status(f"      {doing} …")

        options = (
            "--no-input",
            "--disable-pip-version-check",
            "--progress-bar",
            "off",
            "--only-binary=:all:",
        )
        command = [self._python, "-m", "pip", "install", *options, *arguments]
        code = self._console.run(command, on_line=read, busy_with=lambda: doing, environ=self._environ)
        return code == 0

    def failure(self) -> SetupFailed:
        """What the last, failed `install` means for the user."""
        if self.disk_is_full:
            hint, code = "The disk (or the folder for temporary files) is full: make room.", DISK_FULL
        elif self.network_is_down:
            hint, code = (
                "The package index cannot be reached: look at the network, proxy and firewall.",
                PIP_FAILED,
            )
        else:
            hint, code = "pip's own words are above; the log has all of them.", PIP_FAILED
        return SetupFailed(
            code,
            f"Darkroom cannot start: pip could not install its packages.\n{self._console.tail()}\n"
            f"{hint} Then run the same command again: it repairs this.\n"
            f"(exit code {code}, log: {self._console.log_name})",
        )


def has_nvidia_device(exists: Callable[[str], bool] = os.path.exists) -> bool:
    """Whether Linux has an NVIDIA driver with a device."""
    return exists("/dev/nvidiactl") or exists("/proc/driver/nvidia")


def is_reachable(url: str, within_s: float = REACHABLE_WITHIN_S) -> bool:
    """Whether a server answers for `url` in time, name look-up and proxy included.

    A certificate that only pip's configuration knows counts as an answer.
    """
    answers: list[bool] = []

    def ask() -> None:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=within_s):
                answers.append(True)
        except urllib.error.URLError as error:
            answers.append("CERTIFICATE_VERIFY_FAILED" in str(error.reason))
        except (OSError, ValueError):
            answers.append(False)

    # A thread, because a name look-up knows no time limit.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(within_s)
    return answers == [True]


def install_torch(
    version: str,
    install: Callable[..., bool],
    say: Callable[[str], None],
    *,
    has_nvidia: bool,
    reachable: Callable[[str], bool] = is_reachable,
    platform: str = sys.platform,
) -> bool:
    """Get the right build of PyTorch where the default index would bring a wrong one.

    `version` is the lock's pin. On Linux the default index has the CUDA build. Without an NVIDIA device the
    CPU build is asked for by its full name, `version+cpu`: first from where this machine's pip configuration
    points (a find-links folder or a mirror of PyTorch's index may have it), then from PyTorch's own index.
    Returns whether it is installed now; if not, the lock file brings what pip finds.
    """
    if platform != "linux":
        say("      the standard build for this system")
        return False
    if has_nvidia:
        say(f"      NVIDIA device found: the CUDA build, {CUDA_SIZE}, unless this machine's pip has another")
        return False
    say("      no NVIDIA device: the CPU build")
    wanted = ("--no-deps", f"torch=={version}+cpu")
    if install("--retries", "1", *wanted):
        return True
    if reachable(f"{CPU_INDEX}/torch/"):
        say(f"      from {CPU_INDEX}")
        if install("--index-url", CPU_INDEX, *wanted):
            return True
    else:
        say(f"      {CPU_INDEX} does not answer")
    say(f"      so the default index it is, whose build may be the large one: {CUDA_SIZE}")
    return False
