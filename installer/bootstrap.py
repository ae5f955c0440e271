"""From `main.py` to the running command: set up what is missing, then run inside `.venv`.

A start that finds its stamp goes straight to exec; everything else is imported only when it is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from installer import gate, layout

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WITHOUT_WINDOW = ("generate", "models", "gallery")
COMMANDS = ("demo", *WITHOUT_WINDOW, "test")

OK = 0
USAGE = 2
INSTALLATION_FAILED = 5

RESTART = "DARKROOM_RESTART"
"""Environment variable that tells the restarted process why it runs: `stamp` or `setup`."""

HELP = """\
Darkroom {version}: a desktop Stable Diffusion studio that works offline, on your own machine.

usage: python3 main.py [--no-system] [COMMAND]

  (none) [FILE ...]     open the studio, with these files if there are any
  demo [OUT]            drive the real window once: picture, screenshot and report go to the folder OUT
  generate "PROMPT" ... make pictures without a window
  models                list the models
  gallery [SEARCH]      list the pictures made so far
  test [PYTEST ARGS]    install the test tools and run the tests
  COMMAND --help        what a command takes

  --no-system           leave the system's own packages alone: look for no missing libraries, install none
  --help, --version

The first start installs what Darkroom needs into .venv beside main.py, and says what it does.
exit codes: 0 ok, 2 usage, 3 system libraries, 4 Python, 5 network or pip, 6 disk, 10 job failed
"""


def main(arguments: Sequence[str], project: str = PROJECT) -> int:
    """Run one command line (without the program's name) and return the exit code."""
    reason = os.environ.pop(RESTART, "")
    leave_system = arguments[:1] == ["--no-system"]
    rest = list(arguments[1:] if leave_system else arguments)
    if rest[:1] in (["--help"], ["-h"]):
        print(HELP.format(version=read_version(project)), end="")
        return OK
    if rest[:1] == ["--version"]:
        print("Darkroom", read_version(project))
        return OK
    problem = usage_problem(rest)
    if problem:
        return _fail(problem, USAGE)

    test_tools = rest[:1] == ["test"]
    place = layout.find(project, os.environ)
    current = place.is_current(test_tools)
    inside = place.is_running_inside()
    if current and inside and not test_tools:
        return run_command(rest)
    if current and not reason:
        try:
            return _restart(place, arguments, rest, "stamp")
        except OSError:
            pass  # its interpreter is gone
    if reason == "setup":
        return _cannot_start(place)
    if inside:
        # An environment cannot replace itself: go back to the Python that made it.
        base: str = sys._base_executable  # type: ignore[attr-defined]  # as the venv module does
        return _execute(base, [os.path.join(project, "main.py"), *arguments], {})

    problem = gate.incomplete_python_problem(sys.executable)
    if problem:
        return _fail(problem, gate.WRONG_PYTHON)
    if current:  # and yet it did not start, or not as an environment
        place.remove_stamps()
    from installer import setup

    code = setup.set_up(place, test_tools=test_tools, leave_system=leave_system)
    if code:
        return code
    try:
        return _restart(place, arguments, rest, "setup")
    except OSError:
        return _cannot_start(place)


def usage_problem(arguments: Sequence[str]) -> str | None:
    """What is wrong with a command line, or None."""
    first = arguments[0] if arguments else ""
    if first.startswith("-"):
        return f"Darkroom has no option {first}. See: python3 main.py --help"
    if first in COMMANDS:
        return None
    absent = [name for name in arguments if not os.path.exists(name)]
    if absent:
        return f"{absent[0]}: neither a command nor a file. See: python3 main.py --help"
    return None


def read_version(project: str) -> str:
    """The program's version, read as text: importing may not be possible yet."""
    with open(os.path.join(project, "desktop", "__init__.py"), encoding="utf-8") as file:
        for line in file:
            if line.startswith("__version__"):
                return line.split('"')[1]
    raise ValueError("desktop/__init__.py names no version")


def environment_for(arguments: Sequence[str], environ: Mapping[str, str], platform: str) -> dict[str, str]:
    """Variables to add for the command: Qt draws tests offscreen, and the demo where Linux has no display."""
    if "QT_QPA_PLATFORM" in environ:
        return {}
    command = arguments[0] if arguments else ""
    has_display = platform != "linux" or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
    if command == "test" or (command == "demo" and not has_display):
        return {"QT_QPA_PLATFORM": "offscreen"}
    return {}


def run_command(arguments: Sequence[str]) -> int:
    """Run the command in this process, which is the environment's."""
    command = arguments[0] if arguments else ""
    try:
        if command in WITHOUT_WINDOW:
            import desktop.cli

            return desktop.cli.main(list(arguments))
        if command == "demo":
            import desktop.demo

            return desktop.demo.main(list(arguments[1:]))
        import gc

        # Nothing of ours is a plug-in of pydantic: looking for some reads the metadata of all packages.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        gc.disable()  # what is imported never becomes garbage: looking for it costs 40 ms
        import desktop.app

        gc.enable()
        return desktop.app.main(list(arguments))
    except ImportError as error:
        if _is_ours(error):
            raise
        return explain_failed_start(error)


def explain_failed_start(error: BaseException) -> int:
    """Say why the program could not start, mend what can be mended, and return the exit code.

    For an ImportError of an installed package, or Qt's refusal to load its platform plugin. Missing system
    libraries are named (and installed where set-up would do so, which restarts the program); anything else is
    a damaged environment, which the next start makes anew. Call it on the main thread, before a job runs.
    """
    from installer import setup

    arguments = sys.argv[1:]
    leave_system = arguments[:1] == ["--no-system"]
    place = layout.find(PROJECT, os.environ)
    code = setup.mend_failed_start(place, error, leave_system=leave_system)
    return code or _restart(place, arguments, arguments[1:] if leave_system else arguments, "setup")


def _is_ours(error: ImportError) -> bool:
    return bool(error.name) and str(error.name).split(".")[0] in ("desktop", "installer")


def _restart(place: layout.Layout, arguments: Sequence[str], rest: Sequence[str], reason: str) -> int:
    """Run the command with the environment's interpreter; raises OSError when that does not start."""
    variables = environment_for(rest, os.environ, sys.platform)
    if rest[:1] == ["test"]:
        os.chdir(place.project)
        return _execute(place.python, ["-m", "pytest", *rest[1:]], variables)
    return _execute(
        place.python, [os.path.join(place.project, "main.py"), *arguments], {**variables, RESTART: reason}
    )


def _execute(python: str, arguments: Sequence[str], variables: Mapping[str, str]) -> int:
    environ = {**os.environ, **variables}
    if os.name != "nt":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(python, [python, *arguments], environ)
    import subprocess  # exec on Windows would detach the console

    return subprocess.call([python, *arguments], env=environ)


def _cannot_start(place: layout.Layout) -> int:
    text = f"Darkroom cannot start: {place.python} does not run. Delete {place.environment} and start again."
    return _fail(f"{text}\n(exit code {INSTALLATION_FAILED})", INSTALLATION_FAILED)


def _fail(text: str, code: int) -> int:
    gate.tell(text)
    return code
