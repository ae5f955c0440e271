"""The set-up itself: checks, environment, PyTorch, packages, stamp. For a missing or an old stamp."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence

from installer import packages, setup_lock, system_libraries
from installer.console import Console, SetupFailed, in_words
from installer.gate import tell
from installer.layout import Layout

INSTALLATION_FAILED = 5
DISK_FULL = 6
INTERRUPTED = 130

INSTALLED_BYTES = 1.6e9
"""What the environment takes with PyTorch's CPU build."""
COMFORTABLE_BYTES = 3e9


def set_up(place: Layout, *, test_tools: bool, leave_system: bool) -> int:
    """Install what is missing and say so on stderr; returns 0 or the exit code.

    An interrupted or failed run leaves no stamp, and the next one starts over.
    """

    def work(console: Console) -> None:
        started = time.monotonic()
        with setup_lock.held(place.lock, console.say):
            if place.is_current(test_tools):  # another start has done it meanwhile
                return
            if not place.is_current():
                console.say("Darkroom sets itself up. This is needed once.")
                _install_program(place, console, leave_system)
            if test_tools:
                _install_test_tools(place, console)
        console.say(f"Ready after {time.monotonic() - started:.0f} s.")

    return _guarded(place, work)


def mend_failed_start(place: Layout, error: BaseException, *, leave_system: bool) -> int:
    """Find out why the program did not start. Returns 0 when that is mended, else says why: the exit code."""

    def work(console: Console) -> None:
        console.note(f"start failed: {error}")
        with setup_lock.held(place.lock, console.say):
            missing = _missing_libraries()
            if missing:
                _provide_system_packages(console, missing, may_install=not leave_system)
                return
            unknown = system_libraries.named_in(error)
            if unknown:
                text = system_libraries.message(unknown, None, None, console.log_name, is_root=False)
                raise SetupFailed(system_libraries.MISSING_LIBRARIES, text)
            place.remove_stamps()
        raise SetupFailed(
            INSTALLATION_FAILED,
            f"Darkroom cannot start: its environment is damaged ({error}).\n"
            "Run the same command again: it installs the environment anew.\n"
            f"(exit code {INSTALLATION_FAILED}, log: {console.log_name})",
        )

    return _guarded(place, work)


def _guarded(place: Layout, work: Callable[[Console], None]) -> int:
    try:
        with Console(place.log, sys.stderr) as console:
            try:
                work(console)
            except SetupFailed as failure:
                console.note(str(failure))
                raise
    except SetupFailed as failure:
        tell(str(failure))
        return failure.exit_code
    except KeyboardInterrupt:
        tell("Set-up was interrupted. The next start begins it anew.")
        return INTERRUPTED
    except OSError as error:
        tell(f"Darkroom cannot set itself up: {error}\n(exit code {DISK_FULL})")
        return DISK_FULL
    return 0


def _install_program(place: Layout, console: Console, leave_system: bool) -> None:
    console.say(f"[1/4] Checking this system ({place.home})")
    _check_space(place, console)
    missing = [] if leave_system else _missing_libraries()
    _provide_system_packages(console, missing, may_install=not leave_system)

    console.say("[2/4] Making the environment .venv")
    _make_environment(place, console)

    with open(place.requirements(False), encoding="utf-8") as file:
        pins = packages.pins(file.read())
    pip = packages.Pip(place.python, console, os.environ)
    console.say(f"[3/4] PyTorch {pins['torch']}")
    packages.install_torch(pins["torch"], pip.install, console.say, has_nvidia=packages.has_nvidia_device())
    if pip.disk_is_full:
        raise pip.failure()

    console.say(f"[4/4] Installing the packages (about {in_words(INSTALLED_BYTES)} on disk)")
    if not pip.install("-r", place.requirements(False)):
        raise pip.failure()
    _write_stamp(place, test_tools=False)


def _install_test_tools(place: Layout, console: Console) -> None:
    console.say("[1/1] Installing the test tools")
    pip = packages.Pip(place.python, console, os.environ)
    # Both files, so that no tool can move a pin of the program.
    if not pip.install("-r", place.requirements(False), "-r", place.requirements(True)):
        raise pip.failure()
    _write_stamp(place, test_tools=True)


def _check_space(place: Layout, console: Console) -> None:
    """Speak up when disk space is short, and stop when it cannot be enough."""
    free = shutil.disk_usage(place.home).free
    if os.path.isdir(place.environment):
        return  # its old content makes room
    if free < INSTALLED_BYTES:
        raise SetupFailed(
            DISK_FULL,
            f"Darkroom cannot start: it needs about {in_words(INSTALLED_BYTES)} in {place.home}, "
            f"and {in_words(free)} are free.\nNothing was changed. (exit code {DISK_FULL})",
        )
    if free < COMFORTABLE_BYTES:
        console.say(
            f"      disk space is short: {in_words(free)} are free, {in_words(INSTALLED_BYTES)} are needed"
        )


def _missing_libraries() -> list[system_libraries.Library]:
    if sys.platform != "linux":
        return []
    return system_libraries.missing_libraries(system_libraries.needed_libraries(os.environ))


def _provide_system_packages(
    console: Console, missing: Sequence[system_libraries.Library], *, may_install: bool
) -> None:
    """Have these libraries and ensurepip: as root on Debian install them, else name the command and stop."""
    venv_version = _version_without_ensurepip()
    if not missing and venv_version is None:
        return
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    manager = system_libraries.package_manager()
    if is_root and may_install and manager is not None and manager.name == "apt":
        names = system_libraries.packages_for(missing, manager, venv_version)
        console.say(f"      installing with apt: {' '.join(names)}")
        system_libraries.install_with_apt(console, names)
        missing = system_libraries.missing_libraries(missing)
        venv_version = _version_without_ensurepip()
        if not missing and venv_version is None:
            return
    raise SetupFailed(
        system_libraries.MISSING_LIBRARIES,
        system_libraries.message(missing, manager, venv_version, console.log_name, is_root=is_root),
    )


def _version_without_ensurepip() -> tuple[int, int] | None:
    importlib.invalidate_caches()
    return None if importlib.util.find_spec("ensurepip") else sys.version_info[:2]


def _make_environment(place: Layout, console: Console) -> None:
    """Make an empty environment, whatever was there: only the stamp tells a whole one from a torn one."""
    base: str = getattr(sys, "_base_executable", None) or sys.executable
    if base.startswith(place.environment + os.sep):
        # A broken environment led here: the interpreter that it links to outlives it.
        base = os.path.realpath(base)
    place.remove_stamps()
    shutil.rmtree(place.environment, ignore_errors=True)
    command = [base, "-m", "venv", "--clear", place.environment]
    if console.run(command, busy_with=lambda: "installing pip") != 0:
        raise SetupFailed(
            INSTALLATION_FAILED,
            f"Darkroom cannot start: Python could not make {place.environment}.\n{console.tail()}\n"
            f"(exit code {INSTALLATION_FAILED}, log: {console.log_name})",
        )


def _write_stamp(place: Layout, *, test_tools: bool) -> None:
    """The last act: all or nothing, and after everything that it vouches for has reached the disk."""
    path = place.stamp(test_tools)
    with open(path + ".new", "wb") as file:
        file.write(place.stamp_content(test_tools))
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".new", path)
