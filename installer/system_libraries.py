"""The system libraries that Qt needs on Linux: which are missing, and which packages hold them."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from installer.console import Console, SetupFailed

MISSING_LIBRARIES = 3
"""Exit code for missing system libraries."""
ENSUREPIP = "ensurepip (Python's own installer of pip)"


class Library(NamedTuple):
    """A shared library by its soname, and the package that holds it in each family of distributions."""

    soname: str
    apt: str
    dnf: str
    zypper: str
    pacman: str


class Manager(NamedTuple):
    """A package manager: its column in the table, its program, and its install command."""

    name: str
    program: str
    install: tuple[str, ...]


LIBRARIES = (
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "libglib-2_0-0", "glib2"),
    Library("libgthread-2.0.so.0", "libglib2.0-0", "glib2", "libgthread-2_0-0", "glib2"),
    Library("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs", "krb5", "krb5"),
    Library("libbrotlidec.so.1", "libbrotli1", "libbrotli", "libbrotlidec1", "brotli"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "libdbus-1-3", "dbus"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "Mesa-libGL1", "libglvnd"),
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "Mesa-libEGL1", "libglvnd"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon0", "libxkbcommon"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype", "libfreetype6", "freetype2"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "libxcb-cursor0", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "libxcb-icccm4", "xcb-util-wm"),
    Library(
        "libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "libxcb-keysyms1", "xcb-util-keysyms"
    ),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb-shape0", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb-xkb1", "libxcb"),
    Library(
        "libxkbcommon-x11.so.0",
        "libxkbcommon-x11-0",
        "libxkbcommon-x11",
        "libxkbcommon-x11-0",
        "libxkbcommon-x11",
    ),
)
WAYLAND_LIBRARIES = (
    Library(
        "libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "libwayland-cursor0", "wayland"
    ),
    Library("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl", "libwayland-egl1", "wayland"),
)
WHEELS_OWN = ("libQt6", "libpyside6", "libshiboken6", "libtorch", "libc10")
"""Beginnings of the names of libraries that come with the environment, not from the system."""
MANAGERS = (
    Manager("apt", "apt-get", ("apt-get", "install", "-y", "--no-install-recommends")),
    Manager("dnf", "dnf", ("dnf", "install", "-y")),
    Manager("zypper", "zypper", ("zypper", "install", "-y")),
    Manager("pacman", "pacman", ("pacman", "-S", "--needed")),
)


def needed_libraries(environ: Mapping[str, str]) -> tuple[Library, ...]:
    """What the window needs here; Wayland's libraries only in a Wayland session."""
    return LIBRARIES + WAYLAND_LIBRARIES if environ.get("WAYLAND_DISPLAY") else LIBRARIES


def missing_libraries(
    libraries: Sequence[Library], load: Callable[[str], object] = ctypes.CDLL
) -> list[Library]:
    """The libraries that the dynamic loader cannot load, in the table's order."""
    missing = []
    for library in libraries:
        try:
            load(library.soname)
        except OSError:
            missing.append(library)
    return missing


def named_in(error: BaseException) -> list[Library]:
    """The system library that an import failed for, when the loader's message names one outside the table."""
    found = re.match(r"(\S+): cannot open shared object file", str(error))
    if found is None or found[1].startswith(WHEELS_OWN):
        return []
    return [Library(found[1], "", "", "", "")]


def package_manager(which: Callable[[str], str | None] = shutil.which) -> Manager | None:
    """The system's package manager, if it is one that the table knows."""
    return next((manager for manager in MANAGERS if which(manager.program)), None)


def packages_for(
    missing: Sequence[Library], manager: Manager, venv_version: tuple[int, int] | None
) -> list[str]:
    """Names of the packages to install, each once; `venv_version`: the Python whose ensurepip is missing."""
    names = [str(getattr(library, manager.name)) for library in missing]
    if venv_version is not None:
        # Debian cuts ensurepip out of Python; the other families leave it in.
        names.append("python{}.{}-venv".format(*venv_version) if manager.name == "apt" else "python3-pip")
    return list(dict.fromkeys(names))


def message(
    missing: Sequence[Library],
    manager: Manager | None,
    venv_version: tuple[int, int] | None,
    log_path: str,
    *,
    is_root: bool,
) -> str:
    """The text that names what is missing and the one command that installs it."""
    absent = [library.soname for library in missing] + ([ENSUREPIP] if venv_version is not None else [])
    count = len(missing)
    if count == 1:
        what = "1 system library that its window toolkit needs is missing"
    elif count:
        what = f"{count} system libraries that its window toolkit needs are missing"
    else:
        what = "a part of Python that makes its environment is missing"
    if count and venv_version is not None:
        what += ", and so is a part of Python"
    if manager is None:
        fix = "install the packages of your system that hold these"
    else:
        command = [*manager.install, *packages_for(missing, manager, venv_version)]
        fix = " ".join(command if is_root else ["sudo", *command])
    return (
        f"Darkroom cannot start: {what}.\n"
        f"  missing: {', '.join(absent)}\n"
        f"  fix:     {fix}\n"
        "Nothing was changed. Run the same command again afterwards. "
        f"(exit code {MISSING_LIBRARIES}, log: {log_path})"
    )


def install_with_apt(console: Console, packages: Sequence[str]) -> None:
    """Install Debian packages as root; refresh the package lists only if it does not work without.

    Raises SetupFailed.
    """
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = [*MANAGERS[0].install, *packages]

    def show_size(line: str) -> None:
        if line.startswith("Need to get "):
            size = line.removeprefix("Need to get ").split(" of archives")[0]
            console.say(f"      apt downloads {size.split('/')[0]}")
        else:
            console.status(f"      {line}")

    def install() -> bool:
        return (
            console.run(command, on_line=show_size, busy_with=lambda: "apt is working", environ=environ) == 0
        )

    if install():
        return
    console.say("      refreshing apt's package lists")
    console.run(["apt-get", "update"], busy_with=lambda: "apt is working", environ=environ)
    if not install():
        raise SetupFailed(
            MISSING_LIBRARIES,
            f"Darkroom cannot start: apt could not install its system packages.\n{console.tail()}\n"
            f"  to see why: {' '.join(command)}\n"
            f"(exit code {MISSING_LIBRARIES}, log: {console.log_name})",
        )
